/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads what stands in the open of a system whose root cannot be read, in its /boot and on the partition that the
 * firmware starts from: entries of the boot loader (uapi-group's Boot Loader Specification), unified kernels,
 * which have an os-release in them, and the folders of vendors.
 */

#include "config.h"

#include <string.h>

#include "format/damage.h"
#include "format/efi_boot.h"
#include "format/installed.h"
#include "format/text_file.h"

/* clang-format off */
static const TextFile entry = {NULL, TEXT_WORD, {
    {"title",        "loader-entry.title",        0},
    {"version",      "loader-entry.version",      0},
    {"architecture", "loader-entry.architecture", 0},
}};
/* clang-format on */

/* Where /boot is a file system of its own, and where it is not. */
static const char *const entry_folders[] = {"loader/entries", "boot/loader/entries"};

typedef struct {
    FileSystem *files;
    Evidence *evidence;
    GError *damage; /* owned */
    gboolean is_over;
    gboolean is_told;
} Boot;

/* Names with an ending, the last one in the order of versions first. */
typedef struct {
    const char *ending;
    GPtrArray *names;
} Names;

static gboolean
visit_name(const char *name, const FileNode *node, gpointer data)
{
    Names *self = data;
    gsize length = strlen(name), ending = strlen(self->ending);

    if (node->kind == FILE_NODE_FILE && length > ending &&
        g_ascii_strcasecmp(name + length - ending, self->ending) == 0)
        g_ptr_array_add(self->names, g_strdup(name));
    return self->names->len < INSTALLED_MAX_ENTRIES;
}

/* Digits in them as numbers. */
static gint
compare_backwards(gconstpointer a, gconstpointer b)
{
    g_autofree char *first = g_utf8_collate_key_for_filename(*(const char *const *)a, -1);
    g_autofree char *second = g_utf8_collate_key_for_filename(*(const char *const *)b, -1);

    return strcmp(second, first);
}

static gboolean
take_answer(Boot *self, FormatAnswer answer, GError **error)
{
    if (answer == FORMAT_DAMAGED)
        self->is_over = !damage_keep(&self->damage, *error);
    self->is_told |= answer == FORMAT_FOUND;
    return answer == FORMAT_FOUND;
}

static GPtrArray *
list_names(Boot *self, const char *folder, const char *ending)
{
    Names names = {ending, g_ptr_array_new_with_free_func(g_free)};
    GError *error = NULL;
    FileNode node;
    FormatAnswer answer =
        self->is_over ? FORMAT_NOT_THIS : file_system_find(self->files, folder, &node, &error);

    if (answer == FORMAT_FOUND && !file_system_list(self->files, &node, visit_name, &names, &error))
        answer = FORMAT_DAMAGED;
    if (answer == FORMAT_DAMAGED)
        self->is_over = !damage_keep(&self->damage, error);
    g_ptr_array_sort(names.names, compare_backwards);
    return names.names;
}

/* Rescue entries are of whatever system was there first. */
static void
read_entries(Boot *self, const char *folder)
{
    g_autoptr(GPtrArray) names = list_names(self, folder, ".conf");

    for (guint i = 0; i < names->len && !self->is_over; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_strconcat(folder, "/", name, NULL);
        TextFile row = entry;
        GError *error = NULL;

        row.path = path;
        if (strstr(name, "rescue") == NULL &&
            take_answer(self, text_file_read(&row, self->files, self->evidence, &error), &error))
            return;
    }
}

static gboolean
visit_vendor(const char *name, const FileNode *node, gpointer data)
{
    Boot *self = data;
    static const char *const others[] = {"BOOT", "Linux", "systemd", "tools"};

    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        if (g_ascii_strcasecmp(name, others[i]) == 0)
            return TRUE;
    }
    if (node->kind == FILE_NODE_FOLDER) {
        evidence_add_found(self->evidence, "efi-folder.name", name, "EFI");
        self->is_told = TRUE;
    }
    return TRUE;
}

static void
read_vendors(Boot *self)
{
    GError *error = NULL;
    FileNode node;
    FormatAnswer answer =
        self->is_over ? FORMAT_NOT_THIS : file_system_find(self->files, "EFI", &node, &error);

    if (answer == FORMAT_FOUND && !file_system_list(self->files, &node, visit_vendor, self, &error))
        answer = FORMAT_DAMAGED;
    if (answer == FORMAT_DAMAGED)
        self->is_over = !damage_keep(&self->damage, error);
    else if (answer == FORMAT_FOUND && !self->is_over)
        take_answer(self, content_efi_boot.read(self->files, self->evidence, &error), &error);
}

FormatAnswer
installed_read_boot(FileSystem *files, Evidence *evidence, GError **error)
{
    Boot boot = {.files = files, .evidence = evidence};
    GError *content_error = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(entry_folders); i++)
        read_entries(&boot, entry_folders[i]);
    if (!boot.is_over)
        take_answer(&boot, content_efi_programs.read(files, evidence, &content_error),
                    &content_error);
    read_vendors(&boot);
    return damage_tell(boot.is_told ? FORMAT_FOUND : FORMAT_NOT_THIS, &boot.damage, error);
}
