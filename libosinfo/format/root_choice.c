/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Compares names in the root with the first parts of paths. Looking the paths up is left to whoever
 * has them.
 */

#include "config.h"

#include <string.h>

#include "format/root_choice.h"

typedef struct {
    const guint8 *rows;
    gsize row_size; /* bytes */
    gsize n_rows;
    gboolean *is_possible;
} Choice;

static const char *
get_path(const Choice *self, gsize row)
{
    const char *path;

    memcpy(&path, self->rows + row * self->row_size, sizeof(path));
    return path;
}

static gboolean
visit_root(const char *name, const FileNode *node G_GNUC_UNUSED, gpointer data)
{
    Choice *self = data;
    gsize length = strlen(name);

    for (gsize i = 0; i < self->n_rows; i++) {
        const char *path = get_path(self, i);

        /* nearly all rows differ in the first letter, whatever its case */
        if (((*path ^ *name) & ~0x20) == 0 && g_ascii_strncasecmp(path, name, length) == 0 &&
            (path[length] == '/' || path[length] == '\0'))
            self->is_possible[i] = TRUE;
    }
    return TRUE;
}

gboolean
root_choose(FileSystem *files, gconstpointer rows, gsize row_size, gsize n_rows,
            gboolean *out_is_possible, GError **error)
{
    g_autoptr(GError) list_error = NULL;
    Choice choice = {
        .rows = rows, .row_size = row_size, .n_rows = n_rows, .is_possible = out_is_possible};

    memset(out_is_possible, 0, n_rows * sizeof(*out_is_possible));
    if (file_system_list(files, &files->root, visit_root, &choice, &list_error) ||
        list_error->domain == FORMAT_ERROR)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&list_error));
    return FALSE;
}
