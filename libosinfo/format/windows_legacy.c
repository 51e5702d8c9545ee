/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds out which Windows a medium from before Vista installs. Names are those of ISO 9660: upper case, eight
 * characters and three.
 *
 *     I386/, AMD64/, IA64/    what Setup installs. A medium for AMD64 has I386, too
 *       HIVESYS.INF           "[Version]", DriverVer=date,5.1.2600.2180: version, build, service pack
 *       PRODSPEC.INI          "[Product Specification]", Product=, ProductType=: 0 is a client
 *       TXTSETUP.SIF          "[SetupData]", ProductType=, MajorVersion=, LoadIdentifier=: for NT 3 and 4
 *     WIN51IP.SP2             an empty file: XP Professional with service pack 2
 *     CDROM_IP.5, CDROM_W.40  likewise: 2000 Professional, NT 4.0 Workstation
 *     WIN95/, WIN98/, WIN9X/  95, 98, Me: where just one of them is there, as drivers come in several
 */

#include "config.h"

#include <string.h>

#include "format/windows_files.h"
#include "format/windows_media.h"
#include "format/windows_private.h"

#define MAX_SETUP_FILE (512 * 1024) /* bytes of TXTSETUP.SIF, which says it in its middle */

/* What empty files in the root say. */
static const struct {
    const char *name; /* followed by nothing or by a service pack, ".SP2" */
    const char *version;
    const char *product;
    const char *edition;
    const char *architecture;
} marks[] = {
    /* clang-format off */
    {"WIN51IC",    "5.1", "client", "Home",             "i686"},
    {"WIN51IP",    "5.1", "client", "Professional",     "i686"},
    {"WIN51IS",    "5.2", "server", "ServerStandard",   "i686"},
    {"WIN51IA",    "5.2", "server", "ServerEnterprise", "i686"},
    {"WIN51IB",    "5.2", "server", "ServerWeb",        "i686"},
    {"WIN51ID",    "5.2", "server", "ServerDatacenter", "i686"},
    {"WIN51IL",    "5.2", "server", "ServerSmallBusiness", "i686"},
    {"WIN51AP",    "5.2", "client", "Professional",     "x86_64"},
    {"WIN51AS",    "5.2", "server", "ServerStandard",   "x86_64"},
    {"WIN51AA",    "5.2", "server", "ServerEnterprise", "x86_64"},
    {"WIN51AD",    "5.2", "server", "ServerDatacenter", "x86_64"},
    {"WIN51MP",    NULL,  "client", "Professional",     "ia64"},
    {"WIN51MA",    "5.2", "server", "ServerEnterprise", "ia64"},
    {"WIN51MD",    "5.2", "server", "ServerDatacenter", "ia64"},
    {"CDROM_IP.5", "5.0", "client", "Professional",     NULL},
    {"CDROM_IS.5", "5.0", "server", "Server",           NULL},
    {"CDROM_IA.5", "5.0", "server", "AdvancedServer",   NULL},
    {"CDROM_ID.5", "5.0", "server", "DatacenterServer", NULL},
    {"CDROM_W.40", "4.0", "client", "Workstation",      NULL},
    {"CDROM_S.40", "4.0", "server", "Server",           NULL},
    {"CDROM_TS.40", "4.0", "server", "TerminalServer",  NULL},
    /* clang-format on */
};

/* Versions of which all releases have one build. */
static const char *const builds[][2] = {
    {"3.50", "807"}, {"3.51", "1057"}, {"4.0", "1381"},  {"5.0", "2195"},
    {"5.1", "2600"}, {"5.2", "3790"},  {"4.90", "3000"},
};

/* The last number of a driver's version tells the service pack. */
static const struct {
    const char *version, *number, *service_pack;
} service_packs[] = {
    {"5.0", "1620", "1"}, {"5.0", "5438", "3"}, {"5.0", "6717", "4"}, {"5.1", "1105", "1"},
    {"5.1", "2180", "2"}, {"5.1", "5512", "3"}, {"5.2", "1830", "1"}, {"5.2", "3959", "2"},
};

/* Folders in the root, in the order in which they count. */
enum {
    AMD64,
    IA64,
    I386,
    WIN95,
    WIN98,
    WIN9X,
    N_FOLDERS,
};

/* What is found out: of each fact the first word counts. Texts are owned. */
typedef struct {
    WindowsFile folders[N_FOLDERS + 1];
    char *version, *product, *service_pack, *edition, *architecture, *name;
    char *where;      /* what says which version it is, or else which product */
    gboolean is_mark; /* there is a mark in the root */
} Legacy;

static void
legacy_clear(Legacy *self)
{
    g_free(self->version);
    g_free(self->product);
    g_free(self->service_pack);
    g_free(self->edition);
    g_free(self->architecture);
    g_free(self->name);
    g_free(self->where);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Legacy, legacy_clear)

static void
set(char **fact, const char *text)
{
    if (*fact == NULL && text != NULL && *text != '\0')
        *fact = g_strdup(text);
}

/* Behind the name of a mark: NULL is none. */
static void
take_mark(Legacy *self, guint number, const char *name, const char *rest)
{
    self->is_mark = TRUE;
    set(&self->version, marks[number].version);
    set(&self->product, marks[number].product);
    set(&self->edition, marks[number].edition);
    set(&self->architecture, marks[number].architecture);
    set(&self->where, name);
    if (g_ascii_strncasecmp(rest, ".SP", 3) == 0)
        set(&self->service_pack, rest + 3);
}

static gboolean
visit_root(const char *name, const FileNode *node, gpointer data)
{
    Legacy *self = data;

    if (node->kind == FILE_NODE_FOLDER) {
        for (WindowsFile *folder = self->folders; folder->name != NULL; folder++) {
            if (!folder->is_found && g_ascii_strcasecmp(folder->name, name) == 0) {
                folder->is_found = TRUE;
                folder->node = *node;
            }
        }
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        gsize length = strlen(marks[i].name);

        if (g_ascii_strncasecmp(name, marks[i].name, length) == 0 &&
            (name[length] == '\0' || g_ascii_strncasecmp(name + length, ".SP", 3) == 0))
            take_mark(self, i, name, name + length);
    }
    return TRUE;
}

/* DriverVer=07/01/2001,5.1.2600.2180 */
static void
read_hivesys(Legacy *self, const char *text, const char *where)
{
    g_auto(GStrv) lines = windows_ini_section(text, "Version");
    g_autofree char *value = windows_ini_value(lines, "DriverVer");
    const char *comma = value != NULL ? strchr(value, ',') : NULL;

    if (comma == NULL)
        return;

    g_auto(GStrv) numbers = g_strsplit(comma + 1, ".", 4);

    if (g_strv_length(numbers) != 4)
        return;

    g_autofree char *version = g_strconcat(g_strstrip(numbers[0]), ".", numbers[1], NULL);

    if (self->version == NULL) {
        g_free(self->where);
        self->where = g_strdup(where);
    }
    set(&self->version, version);
    for (guint i = 0; i < G_N_ELEMENTS(service_packs); i++) {
        if (strcmp(service_packs[i].version, version) == 0 &&
            strcmp(service_packs[i].number, g_strstrip(numbers[3])) == 0)
            set(&self->service_pack, service_packs[i].service_pack);
    }
}

static void
take_product_type(Legacy *self, const char *type)
{
    if (type != NULL && *type != '\0')
        set(&self->product, strcmp(type, "0") == 0 ? "client" : "server");
}

static void
read_prodspec(Legacy *self, const char *text)
{
    g_auto(GStrv) lines = windows_ini_section(text, "Product Specification");
    g_autofree char *type = windows_ini_value(lines, "ProductType");
    g_autofree char *name = windows_ini_value(lines, "Product");

    set(&self->name, name);
    take_product_type(self, type);
}

/* "Microsoft Windows NT Server, Version 4.0" */
static void
take_identifier(Legacy *self, const char *identifier)
{
    const char *number = identifier + strcspn(identifier, "0123456789");
    g_autofree char *version = g_strndup(number, strspn(number, "0123456789."));

    if (strchr(version, '.') != NULL)
        set(&self->version, version);
    set(&self->name, *identifier != '%' ? identifier : NULL);
}

static void
read_txtsetup(Legacy *self, const char *text, const char *where)
{
    g_auto(GStrv) lines = windows_ini_section(text, "SetupData");
    g_autofree char *type = windows_ini_value(lines, "ProductType");
    g_autofree char *major = windows_ini_value(lines, "MajorVersion");
    g_autofree char *minor = windows_ini_value(lines, "MinorVersion");
    g_autofree char *identifier = windows_ini_value(lines, "LoadIdentifier");
    g_autofree char *version =
        major != NULL && minor != NULL ? g_strconcat(major, ".", minor, NULL) : NULL;

    set(&self->version, version);
    if (identifier != NULL)
        take_identifier(self, identifier);
    take_product_type(self, type);
    if (self->version != NULL)
        set(&self->where, where);
}

/* TXTSETUP.SIF is large: it is read where nothing else says which Windows it is. */
static gboolean
read_setup_folder(Legacy *self, FileSystem *files, const WindowsFile *folder, GError **error)
{
    enum { HIVESYS, PRODSPEC, TXTSETUP };
    WindowsFile wanted[] = {{.name = "HIVESYS.INF"},
                            {.name = "PRODSPEC.INI"},
                            {.name = "TXTSETUP.SIF"},
                            {.name = NULL}};
    g_autofree char *hivesys_where = g_strconcat(folder->name, "/HIVESYS.INF", NULL);
    g_autofree char *txtsetup_where = g_strconcat(folder->name, "/TXTSETUP.SIF", NULL);
    g_autofree char *hivesys = NULL, *prodspec = NULL, *txtsetup = NULL;
    g_autoptr(GError) cause = NULL;

    if (windows_find_files(files, &folder->node, wanted, &cause))
        hivesys = windows_read_text(files, &wanted[HIVESYS], WINDOWS_MAX_TEXT_FILE, &cause);
    if (cause == NULL)
        prodspec = windows_read_text(files, &wanted[PRODSPEC], WINDOWS_MAX_TEXT_FILE, &cause);
    if (hivesys != NULL)
        read_hivesys(self, hivesys, hivesys_where);
    if (prodspec != NULL)
        read_prodspec(self, prodspec);
    if (cause == NULL && (self->version == NULL || self->product == NULL))
        txtsetup = windows_read_text(files, &wanted[TXTSETUP], MAX_SETUP_FILE, &cause);
    if (txtsetup != NULL)
        read_txtsetup(self, txtsetup, txtsetup_where);
    if (cause == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* Windows 95, 98, Me. */
static void
take_dos_folders(Legacy *self)
{
    static const char *const versions[] = {[WIN95] = "4.00", [WIN98] = "4.10", [WIN9X] = "4.90"};
    guint n_found = 0, found = 0;

    for (guint i = WIN95; i <= WIN9X; i++) {
        if (self->folders[i].is_found) {
            n_found++;
            found = i;
        }
    }
    if (n_found != 1 || self->is_mark || self->folders[I386].is_found)
        return;
    set(&self->version, versions[found]);
    set(&self->product, "client");
    set(&self->architecture, "i686");
    set(&self->where, self->folders[found].name);
}

/* NULL: there are several, or it is not known. */
static const char *
get_build(const char *version)
{
    for (guint i = 0; version != NULL && i < G_N_ELEMENTS(builds); i++) {
        if (strcmp(builds[i][0], version) == 0)
            return builds[i][1];
    }
    return NULL;
}

/* A client or server of no build could be any of them: that is not told. */
static void
add_evidence(const Legacy *self, Evidence *evidence)
{
    const char *build = get_build(self->version);

    windows_add_once(evidence, WINDOWS_VERSION, self->version, self->where);
    windows_add_once(evidence, WINDOWS_BUILD, build, self->where);
    windows_add_once(evidence, WINDOWS_PRODUCT, build != NULL ? self->product : NULL, self->where);
    windows_add_once(evidence, WINDOWS_SERVICE_PACK, self->service_pack, self->where);
    windows_add_once(evidence, WINDOWS_ARCHITECTURE, self->architecture, self->where);
    windows_add_once(evidence, WINDOWS_EDITION, self->edition, self->where);
    windows_add_once(evidence, WINDOWS_NAME, self->name, self->where);
}

static FormatAnswer
read_windows_legacy(FileSystem *files, Evidence *evidence, GError **error)
{
    static const char *const architectures[] = {
        [AMD64] = "x86_64", [IA64] = "ia64", [I386] = "i686"};
    g_auto(Legacy) self = {.folders = {[AMD64] = {.name = "AMD64"},
                                       [IA64] = {.name = "IA64"},
                                       [I386] = {.name = "I386"},
                                       [WIN95] = {.name = "WIN95"},
                                       [WIN98] = {.name = "WIN98"},
                                       [WIN9X] = {.name = "WIN9X"}}};
    gboolean is_read = file_system_list(files, &files->root, visit_root, &self, error);

    for (guint i = 0; is_read && i <= I386; i++) {
        if (!self.folders[i].is_found)
            continue;
        is_read = read_setup_folder(&self, files, &self.folders[i], error);
        if (self.where != NULL) {
            set(&self.architecture, architectures[i]);
            break;
        }
    }
    take_dos_folders(&self);
    /* XP has no other product */
    if (g_strcmp0(self.version, "5.1") == 0)
        set(&self.product, "client");
    if (self.where != NULL)
        add_evidence(&self, evidence);
    if (!is_read)
        return FORMAT_DAMAGED;
    return self.where != NULL ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

const ContentReader content_windows_legacy = {.name = "windows-legacy",
                                              .read = read_windows_legacy};
