/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds out what media of Windows Vista and later install. What WIM files say is made evidence by
 * windows_images.c; older media are left to windows_legacy.c.
 *
 *     sources/install.wim, .esd     the images that are installed: says everything
 *     sources/install.swm           likewise, the first part of several; each part says everything
 *     sources/boot.wim              what Setup runs in; its build may be another one
 *     sources/ei.cfg                "[Channel]", and in the next line which one
 *     sources/lang.ini              "[Available UI Languages]", keys are languages
 *     sources/idwbinfo.txt          "BuildArch=", "BuildBranch="
 *     provenance/provenance.json    one of its texts is build, architecture, branch, time, language
 *     x64/sources/, x86/sources/    where a medium has two architectures
 *
 * The small files are read only where no image says what they say, ei.cfg aside, which alone knows of the
 * channel. "sources" has hundreds of names, in the order of the alphabet as a rule: then what comes behind
 * the images is not looked at.
 */

#include "config.h"

#include <string.h>

#include "format/windows_files.h"
#include "format/windows_media.h"
#include "format/windows_private.h"

/* Folders that have "sources" in them; "": the root. */
static const char *const trees[] = {"", "x64", "x86", "arm64"};

/* Files of "sources". */
enum {
    BOOT_WIM,
    EI_CFG,
    LANG_INI,
    IDWBINFO,
    N_FILES,
};

typedef struct {
    char *name; /* owned, lower case */
    FileNode node;
} InstallFile;

/* A folder "sources". */
typedef struct {
    char *path; /* owned */
    WindowsFile files[N_FILES + 1];
    InstallFile installs[WINDOWS_MAX_INSTALL_FILES];
    guint n_installs;
    guint n_names;         /* that were seen */
    guint8 last_letter;    /* that the last one began with */
    gboolean is_unordered; /* they are not in the order of the alphabet */
    gboolean is_cut;       /* there are names that were not seen */
} Folder;

typedef struct {
    FileSystem *files;
    Evidence *evidence;
    GArray *systems; /* owned, of WindowsSystem */
    GError *damage;  /* owned; the first one */
    guint n_wims;    /* that said something */
} Reading;

/* Damage ends nothing; what cannot be read ends all. FALSE: that. */
static gboolean
keep_damage(Reading *self, const char *where, GError *cause, GError **error)
{
    if (cause == NULL)
        return TRUE;
    if (cause->domain != FORMAT_ERROR) {
        g_propagate_error(error, cause);
        return FALSE;
    }
    if (where != NULL)
        g_prefix_error(&cause, "%s: ", where);
    if (self->damage == NULL)
        self->damage = cause;
    else
        g_error_free(cause);
    return TRUE;
}

#define INSTALL "install"

/* Names in the order of the alphabet that are taken for a folder in that order. */
#define MIN_ORDERED 32

static gboolean
starts_with_install(const char *name)
{
    return g_ascii_strncasecmp(name, INSTALL, strlen(INSTALL)) == 0;
}

/* Names are install.wim and the like, and install2.swm, install-x64.wim. */
static gboolean
is_install_file(const char *lower)
{
    return g_str_has_suffix(lower, ".wim") || g_str_has_suffix(lower, ".esd") ||
           g_str_has_suffix(lower, ".swm");
}

/* Are all images behind us, and all that would be read beside them? First letters do: where names are long ones
 * for short ones, these are in order. */
static gboolean
is_seen_enough(Folder *self, const char *name)
{
    guint8 letter = (guint8)g_ascii_tolower(*name);

    self->is_unordered |= letter < self->last_letter;
    self->last_letter = letter;
    self->is_cut = ++self->n_names >= MIN_ORDERED && self->n_installs > 0 && !self->is_unordered &&
                   letter > *INSTALL;
    return self->is_cut;
}

/* Of a file that is split one part does. The first part has the shortest name. */
static void
add_install_file(Folder *self, char *lower, const FileNode *node)
{
    gboolean is_part = g_str_has_suffix(lower, ".swm");

    for (guint i = 0; is_part && i < self->n_installs; i++) {
        InstallFile *other = &self->installs[i];

        if (!g_str_has_suffix(other->name, ".swm"))
            continue;
        if (strlen(lower) < strlen(other->name)) {
            g_free(other->name);
            *other = (InstallFile){.name = lower, .node = *node};
        } else {
            g_free(lower);
        }
        return;
    }
    if (self->n_installs < WINDOWS_MAX_INSTALL_FILES)
        self->installs[self->n_installs++] = (InstallFile){.name = lower, .node = *node};
    else
        g_free(lower);
}

static gboolean
visit_source(const char *name, const FileNode *node, gpointer data)
{
    Folder *self = data;

    if (is_seen_enough(self, name))
        return FALSE;
    if (node->kind != FILE_NODE_FILE)
        return TRUE;
    if (starts_with_install(name)) {
        g_autofree char *lower = g_ascii_strdown(name, -1);

        if (is_install_file(lower))
            add_install_file(self, g_steal_pointer(&lower), node);
        return TRUE;
    }
    for (WindowsFile *file = self->files; file->name != NULL; file++) {
        if (!file->is_found && g_ascii_strcasecmp(file->name, name) == 0) {
            file->is_found = TRUE;
            file->node = *node;
        }
    }
    return TRUE;
}

static void
folder_clear(Folder *self)
{
    g_free(self->path);
    for (guint i = 0; i < self->n_installs; i++)
        g_free(self->installs[i].name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Folder, folder_clear)

static gboolean
read_wim(Reading *self, const Folder *folder, const char *name, const FileNode *node,
         gboolean is_boot, GError **error)
{
    g_autofree char *where = g_strconcat(folder->path, "/", name, NULL);
    GError *cause = NULL;
    g_autoptr(Source) source = self->files->operations->open(self->files, node, &cause);
    g_auto(Wim) wim = {.images = NULL};

    if (source != NULL && wim_read(source, &wim, &cause) == FORMAT_NOT_THIS)
        cause = g_error_new_literal(FORMAT_ERROR, FORMAT_ERROR_INVALID, "not a WIM file");
    if (cause != NULL)
        return keep_damage(self, where, cause, error);
    self->n_wims += windows_add_images(self->evidence, &wim, is_boot, self->systems, where);
    return TRUE;
}

/* A small text file; NULL: there is nothing in it to be had. */
static char *
read_text(Reading *self, const WindowsFile *file, const char *where, gboolean *is_over,
          GError **error)
{
    GError *cause = NULL;
    char *text = windows_read_text(self->files, file, WINDOWS_MAX_TEXT_FILE, &cause);

    if (!keep_damage(self, where, cause, error))
        *is_over = TRUE;
    return text;
}

/* "_Default" is no channel, but makes Setup ask for one. */
static void
read_ei(Reading *self, const char *text, const char *where)
{
    g_auto(GStrv) edition = windows_ini_section(text, "EditionID");
    g_auto(GStrv) channel = windows_ini_section(text, "Channel");
    g_auto(GStrv) is_volume = windows_ini_section(text, "VL");

    if (channel[0] != NULL && channel[0][0] != '_')
        windows_add_once(self->evidence, WINDOWS_CHANNEL, channel[0], where);
    else if (is_volume[0] != NULL && strcmp(is_volume[0], "1") == 0)
        windows_add_once(self->evidence, WINDOWS_CHANNEL, "Volume", where);
    if (self->n_wims == 0)
        windows_add_once(self->evidence, WINDOWS_EDITION, edition[0], where);
}

/* "de-de" is "de-DE" everywhere else. */
static void
read_languages(Reading *self, const char *text, const char *where)
{
    g_auto(GStrv) lines = windows_ini_section(text, "Available UI Languages");

    for (char **line = lines; *line != NULL; line++) {
        gsize length = strcspn(*line, "= \t");
        g_autofree char *language = g_strndup(*line, length);

        for (gsize i = 3; length == 5 && language[2] == '-' && i < length; i++)
            language[i] = g_ascii_toupper(language[i]);
        if (length >= 2)
            windows_add_once(self->evidence, WINDOWS_LANGUAGE, language, where);
    }
}

static void
read_idwbinfo(Reading *self, const char *text, const char *where)
{
    g_auto(GStrv) lines = windows_ini_section(text, "BUILDINFO");
    g_autofree char *architecture = windows_ini_value(lines, "BuildArch");
    g_autofree char *branch = windows_ini_value(lines, "BuildBranch");

    windows_add_once(self->evidence, WINDOWS_ARCHITECTURE, windows_get_architecture(architecture),
                     where);
    windows_add_once(self->evidence, WINDOWS_BRANCH, branch, where);
}

typedef void (*TextReader)(Reading *self, const char *text, const char *where);

static gboolean
read_small_file(Reading *self, const Folder *folder, guint number, TextReader read, GError **error)
{
    const WindowsFile *file = &folder->files[number];
    g_autofree char *where = g_strconcat(folder->path, "/", file->name, NULL);
    gboolean is_over = FALSE;
    g_autofree char *text = read_text(self, file, where, &is_over, error);

    if (text != NULL)
        read(self, text, where);
    return !is_over;
}

static gboolean
read_folder(Reading *self, const char *path, const FileNode *node, GError **error)
{
    g_auto(Folder) folder = {.path = g_strdup(path),
                             .files = {[BOOT_WIM] = {.name = "boot.wim"},
                                       [EI_CFG] = {.name = "ei.cfg"},
                                       [LANG_INI] = {.name = "lang.ini"},
                                       [IDWBINFO] = {.name = "idwbinfo.txt"}}};
    const WindowsFile *boot = &folder.files[BOOT_WIM];
    guint n_before = self->n_wims;
    GError *cause = NULL;

    if (!file_system_list(self->files, node, visit_source, &folder, &cause) &&
        !keep_damage(self, path, cause, error))
        return FALSE;
    for (guint i = 0; i < folder.n_installs; i++) {
        if (!read_wim(self, &folder, folder.installs[i].name, &folder.installs[i].node, FALSE,
                      error))
            return FALSE;
    }
    if (folder.n_installs == 0 && boot->is_found &&
        !read_wim(self, &folder, boot->name, &boot->node, TRUE, error))
        return FALSE;
    /* any folder may have a lang.ini */
    if (folder.n_installs == 0 && !boot->is_found)
        return TRUE;
    if (self->files->is_slow && self->n_wims > n_before)
        return TRUE;
    if (!read_small_file(self, &folder, EI_CFG, read_ei, error))
        return FALSE;
    if (self->n_wims > n_before)
        return TRUE;
    if (folder.is_cut && !windows_find_files(self->files, node, folder.files, &cause) &&
        !keep_damage(self, path, cause, error))
        return FALSE;
    return read_small_file(self, &folder, LANG_INI, read_languages, error) &&
           read_small_file(self, &folder, IDWBINFO, read_idwbinfo, error);
}

/* "26200.9168.amd64fre.25h2_ge_release_svc_refresh.260809-0632.en-US", between quotes. */
static gboolean
read_provenance_text(Reading *self, const char *text, gsize length, const char *where)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) parts = g_strsplit(copy, ".", 7);
    char *flavour;

    if (g_strv_length(parts) != 6 || strspn(parts[0], "0123456789") != strlen(parts[0]) ||
        strlen(parts[0]) < 4 || strspn(parts[1], "0123456789") != strlen(parts[1]))
        return FALSE;
    flavour = strstr(parts[2], "fre");
    if (flavour == NULL)
        return FALSE;
    *flavour = '\0';
    windows_add_once(self->evidence, WINDOWS_BUILD, parts[0], where);
    windows_add_once(self->evidence, WINDOWS_UPDATE, parts[1], where);
    windows_add_once(self->evidence, WINDOWS_ARCHITECTURE, windows_get_architecture(parts[2]),
                     where);
    windows_add_once(self->evidence, WINDOWS_BRANCH, parts[3], where);
    windows_add_once(self->evidence, WINDOWS_LANGUAGE, parts[5], where);
    return TRUE;
}

static gboolean
read_provenance(Reading *self, const FileNode *folder, GError **error)
{
    static const char where[] = "provenance/provenance.json";
    WindowsFile wanted[] = {{.name = "provenance.json"}, {.name = NULL}};
    gboolean is_over = FALSE;
    GError *cause = NULL;

    if (!windows_find_files(self->files, folder, wanted, &cause) &&
        !keep_damage(self, where, cause, error))
        return FALSE;

    g_autofree char *text = read_text(self, wanted, where, &is_over, error);

    for (const char *at = text; at != NULL && *at != '\0';) {
        gsize length = strcspn(at, "\"");

        if (read_provenance_text(self, at, length, where))
            break;
        at += length + (at[length] != '\0' ? 1 : 0);
    }
    return !is_over;
}

/* The folder "sources" of a tree whose folder is @wanted. */
static gboolean
read_tree(Reading *self, const char *name, const WindowsFile *wanted, GError **error)
{
    WindowsFile inside[] = {{.name = "sources"}, {.name = NULL}};
    g_autofree char *path = g_strconcat(name, "/sources", NULL);
    GError *cause = NULL;

    if (!wanted->is_found || wanted->node.kind != FILE_NODE_FOLDER)
        return TRUE;
    if (*name == '\0')
        return read_folder(self, "sources", &wanted->node, error);
    if (!windows_find_files(self->files, &wanted->node, inside, &cause) &&
        !keep_damage(self, name, cause, error))
        return FALSE;
    return !inside[0].is_found || read_folder(self, path, &inside[0].node, error);
}

static gboolean
read_trees(Reading *self, GError **error)
{
    WindowsFile root[G_N_ELEMENTS(trees) + 2] = {{.name = "sources"}};
    WindowsFile *provenance = &root[G_N_ELEMENTS(trees)];
    GError *cause = NULL;

    for (guint i = 1; i < G_N_ELEMENTS(trees); i++)
        root[i].name = trees[i];
    provenance->name = "provenance";
    if (!windows_find_files(self->files, &self->files->root, root, &cause) &&
        !keep_damage(self, NULL, cause, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
        if (!read_tree(self, trees[i], &root[i], error))
            return FALSE;
    }
    if (self->n_wims > 0 || !provenance->is_found)
        return TRUE;
    return read_provenance(self, &provenance->node, error);
}

static FormatAnswer
read_windows(FileSystem *files, Evidence *evidence, GError **error)
{
    Reading reading = {.files = files,
                       .evidence = evidence,
                       .systems = g_array_new(FALSE, FALSE, sizeof(WindowsSystem))};
    guint n_before = evidence->items->len;
    gboolean is_read = read_trees(&reading, error);
    g_autoptr(GError) damage = reading.damage;

    g_array_unref(reading.systems);
    if (!is_read)
        return FORMAT_DAMAGED;
    if (damage != NULL && reading.n_wims == 0) {
        g_propagate_error(error, g_steal_pointer(&damage));
        return FORMAT_DAMAGED;
    }
    return evidence->items->len > n_before ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

const ContentReader content_windows = {.name = "windows", .read = read_windows};
