/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads what an installed Windows says of itself in its registry: the hive of software has name, edition and
 * build, that of the system the machine and whether it is a server. Keys are those of installation media.
 */

#include "config.h"

#include <string.h>

#include "format/damage.h"
#include "format/efi_boot.h"
#include "format/installed.h"
#include "format/pe.h"
#include "format/registry.h"

/* As Setup has called it, or ReactOS; the first one that has hives counts. */
static const char *const folders[] = {"Windows", "WINNT", "reactos", "WIN", "WIN32"};

typedef struct {
    const char *name;
    const char *evidence;
} ValueRow;

/* clang-format off */
static const ValueRow software[] = {
    {"ProductName",        "windows.name"},
    {"EditionID",          "windows.edition"},
    {"InstallationType",   "windows.installation-type"},
    {"CurrentBuildNumber", "windows.build"},
    {"UBR",                "windows.update"},
    {"DisplayVersion",     "windows.display-version"},
    {"BuildBranch",        "windows.branch"},
    {"CSDVersion",         "windows.service-pack-name"},
};

/* What says which machine it is for. */
static const struct {
    const char *said;
    const char *architecture;
} machines[] = {
    {"AMD64", "x86_64"},
    {"x86",   "i686"},
    {"ARM64", "aarch64"},
    {"ARM",   "armv7l"},
    {"IA64",  "ia64"},
};
/* clang-format on */

typedef struct {
    FileSystem *files;
    Evidence *evidence;
    const char *folder;
    GError *damage; /* owned */
    gboolean is_over;
} Windows;

static void
keep(Windows *self, GError *error)
{
    if (error != NULL)
        self->is_over = !damage_keep(&self->damage, error);
}

/* A hive; NULL: it is not there, or damaged. */
static Registry *
open_hive(Windows *self, const char *name, Source **out_source, char **out_path)
{
    GError *error = NULL;
    Registry *registry = NULL;

    *out_path = g_strconcat(self->folder, "/System32/config/", name, NULL);
    *out_source = self->is_over ? NULL : file_system_open(self->files, *out_path, &error);
    if (*out_source != NULL)
        registry_open(*out_source, &registry, &error);
    keep(self, error);
    return registry;
}

static char *
dup_value(Windows *self, Registry *hive, const char *path, const char *name)
{
    GError *error = NULL;
    RegistryKey key;
    char *value = NULL;

    if (!self->is_over && registry_find_key(hive, path, &key, &error) == FORMAT_FOUND)
        value = registry_dup_value(hive, key, name, &error);
    keep(self, error);
    return value;
}

static void
add_version(Windows *self, Registry *hive, const char *key, const char *where)
{
    g_autofree char *major = dup_value(self, hive, key, "CurrentMajorVersionNumber");
    g_autofree char *minor = dup_value(self, hive, key, "CurrentMinorVersionNumber");
    g_autofree char *old = dup_value(self, hive, key, "CurrentVersion");
    g_autofree char *version =
        major != NULL && minor != NULL ? g_strconcat(major, ".", minor, NULL) : g_strdup(old);

    evidence_add_found(self->evidence, "windows.version", version, where);
}

static const char *
get_product(const char *text)
{
    if (text == NULL)
        return NULL;
    if (strcmp(text, "WindowsPE") == 0)
        return "pe";
    return strcmp(text, "Client") == 0 || strcmp(text, "WinNT") == 0 ? "client" : "server";
}

/* TRUE: something of it is there. */
static gboolean
read_software(Windows *self)
{
    static const char key[] = "Microsoft\\Windows NT\\CurrentVersion";
    g_autoptr(Source) source = NULL;
    g_autofree char *path = NULL;
    g_autoptr(Registry) hive = open_hive(self, "SOFTWARE", &source, &path);
    guint n_before = self->evidence->items->len;

    if (hive == NULL)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(software); i++) {
        g_autofree char *value = dup_value(self, hive, key, software[i].name);

        evidence_add_found(self->evidence, software[i].evidence, value, path);
    }
    add_version(self, hive, key, path);
    return self->evidence->items->len > n_before;
}

static void
read_system(Windows *self)
{
    g_autoptr(Source) source = NULL;
    g_autofree char *path = NULL, *current = NULL, *machine = NULL, *product = NULL;
    g_autofree char *environment = NULL, *options = NULL;
    g_autoptr(Registry) hive = open_hive(self, "SYSTEM", &source, &path);
    const char *type = evidence_get_text(self->evidence, "windows.installation-type");

    if (hive != NULL) {
        guint64 number;

        current = dup_value(self, hive, "Select", "Current");
        number = current != NULL ? MIN(g_ascii_strtoull(current, NULL, 10), 999) : 1;
        environment =
            g_strdup_printf("ControlSet%03u\\Control\\Session Manager\\Environment", (guint)number);
        options = g_strdup_printf("ControlSet%03u\\Control\\ProductOptions", (guint)number);
        machine = dup_value(self, hive, environment, "PROCESSOR_ARCHITECTURE");
        product = dup_value(self, hive, options, "ProductType");
    }
    evidence_add_found(self->evidence, "windows.product",
                       get_product(type != NULL ? type : product), path);
    for (gsize i = 0; machine != NULL && i < G_N_ELEMENTS(machines); i++) {
        if (strcmp(machine, machines[i].said) == 0)
            evidence_add_found(self->evidence, "windows.architecture", machines[i].architecture,
                               path);
    }
}

/* A program of the system says for which machine it is. */
static void
read_program(Windows *self)
{
    g_autofree char *path = g_strconcat(self->folder, "/System32/ntoskrnl.exe", NULL);
    GError *error = NULL;
    g_autoptr(Source) source = NULL;
    PeProgram program;

    if (self->is_over || evidence_get_text(self->evidence, "windows.architecture") != NULL)
        return;
    source = file_system_open(self->files, path, &error);
    if (source != NULL && pe_read(source, &program, &error) == FORMAT_FOUND)
        evidence_add_found(self->evidence, "windows.architecture",
                           efi_boot_get_machine(program.machine), path);
    keep(self, error);
}

static void
read_marks(Windows *self)
{
    GError *error = NULL;
    FileNode node;

    if (self->is_over)
        return;
    if (file_system_find(self->files, "Program Files/Cloudbase Solutions/Cloudbase-Init", &node,
                         &error) == FORMAT_FOUND)
        evidence_add_found(self->evidence, "cloud-init.state", "cloudbase-init",
                           "Program Files/Cloudbase Solutions");
    keep(self, error);
}

FormatAnswer
installed_read_windows(FileSystem *files, Evidence *evidence, GError **error)
{
    Windows windows = {.files = files, .evidence = evidence};
    gboolean is_found = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(folders) && !is_found && !windows.is_over; i++) {
        windows.folder = folders[i];
        is_found = read_software(&windows);
    }
    if (is_found) {
        read_system(&windows);
        read_program(&windows);
        read_marks(&windows);
    }
    return damage_tell(is_found ? FORMAT_FOUND : FORMAT_NOT_THIS, &windows.damage, error);
}
