/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks for /ppc/bootinfo.txt where nothing else has said whether a machine can start. Directories
 * are taken apart by iso9660_tree.c.
 */

#include "config.h"

#include "common/translate.h"
#include "format/chrp.h"
#include "format/iso9660.h"
#include "format/iso9660_tree.h"

/* What is looked for. */
typedef struct {
    const char *name;
    FileNodeKind kind;
    gboolean is_found;
    FileNode node; /* with is_found */
} Wanted;

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    Wanted *self = data;

    if (node->kind != self->kind || g_ascii_strcasecmp(name, self->name) != 0)
        return TRUE;
    self->node = *node;
    self->is_found = TRUE;
    return FALSE;
}

/* FORMAT_ERROR_BOOT_TRUNCATED: it was not found, but the directory is not all there. */
static FormatAnswer
find_entry(FileSystem *tree, const FileNode *directory, Wanted *wanted, GError **error)
{
    g_autoptr(GError) list_error = NULL;

    if (file_system_list(tree, directory, visit, wanted, &list_error))
        return wanted->is_found ? FORMAT_FOUND : FORMAT_NOT_THIS;
    if (list_error->domain == FORMAT_ERROR)
        return format_set_damage(error, FORMAT_ERROR_BOOT_TRUNCATED,
                                 wanted->kind == FILE_NODE_FOLDER
                                     ? _("No \"ppc\" directory record extent")
                                     : _("No \"bootinfo.txt\" directory record extent"));
    g_propagate_prefixed_error(error, g_steal_pointer(&list_error),
                               _("Failed to read \"%s\" directory record extent: "), wanted->name);
    return FORMAT_DAMAGED;
}

static FormatAnswer
find_boot_info(FileSystem *tree, GError **error)
{
    Wanted ppc = {.name = "ppc", .kind = FILE_NODE_FOLDER};
    Wanted boot_info = {.name = "bootinfo.txt", .kind = FILE_NODE_FILE};
    FormatAnswer answer = find_entry(tree, &tree->root, &ppc, error);

    return answer == FORMAT_FOUND ? find_entry(tree, &ppc.node, &boot_info, error) : answer;
}

static FormatAnswer
read_chrp(Source *source, Evidence *evidence, GError **error)
{
    g_autoptr(FileSystem) tree = NULL;
    g_autoptr(GError) find_error = NULL;
    FormatAnswer answer;

    if (evidence->boot != EVIDENCE_BOOT_NOT_KNOWN)
        return FORMAT_NOT_THIS;
    answer = iso9660_open_plain_tree(source, &tree, error);
    if (answer != FORMAT_FOUND)
        return answer;

    answer = find_boot_info(tree, &find_error);
    if (answer == FORMAT_FOUND) {
        evidence->boot = EVIDENCE_BOOT_YES;
    } else if (g_error_matches(find_error, FORMAT_ERROR, FORMAT_ERROR_BOOT_TRUNCATED)) {
        /* the image is valid anyway */
        evidence->boot_error = g_steal_pointer(&find_error);
        return FORMAT_NOT_THIS;
    } else if (find_error != NULL) {
        g_propagate_error(error, g_steal_pointer(&find_error));
    }
    return answer;
}

const FormatReader format_chrp = {
    .name = "chrp",
    .within = &format_iso9660,
    .read = read_chrp,
};
