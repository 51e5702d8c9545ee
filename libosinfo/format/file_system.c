/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks up paths and reads whole files, by the operations of whatever file system there is. What the
 * bytes of one mean is left to the format that it is of.
 */

#include "config.h"

#include <string.h>

#include "format/file_system.h"

/* A visitor who is not asked more often than is good. */
typedef struct {
    FileVisitor visit;
    gpointer data;
    guint n_names; /* so far */
} Listing;

static gboolean
visit_bounded(const char *name, const FileNode *node, gpointer data)
{
    Listing *self = data;

    return self->visit(name, node, self->data) && ++self->n_names < FILE_SYSTEM_MAX_NAMES;
}

gboolean
file_system_list(FileSystem *self, const FileNode *folder, FileVisitor visit, gpointer data,
                 GError **error)
{
    Listing listing = {.visit = visit, .data = data};

    if (folder->kind != FILE_NODE_FOLDER)
        return TRUE;
    return self->operations->list(self, folder, visit_bounded, &listing, error);
}

/* A component that is looked for. */
typedef struct {
    const char *name; /* without a NUL behind it */
    gsize length;     /* bytes */
    gboolean is_found;
    FileNode node; /* with is_found */
} Wanted;

static gboolean
visit_wanted(const char *name, const FileNode *node, gpointer data)
{
    Wanted *self = data;

    if (strlen(name) != self->length || g_ascii_strncasecmp(name, self->name, self->length) != 0)
        return TRUE;

    gboolean is_exact = memcmp(name, self->name, self->length) == 0;

    if (is_exact || !self->is_found)
        self->node = *node;
    self->is_found = TRUE;
    return !is_exact;
}

/* One component. What was found counts, although the folder is damaged behind it. */
static FormatAnswer
find_name(FileSystem *self, const FileNode *folder, Wanted *wanted, GError **error)
{
    g_autoptr(GError) list_error = NULL;

    if (file_system_list(self, folder, visit_wanted, wanted, &list_error) || wanted->is_found)
        return wanted->is_found ? FORMAT_FOUND : FORMAT_NOT_THIS;
    g_propagate_error(error, g_steal_pointer(&list_error));
    return FORMAT_DAMAGED;
}

/* The folder whose name ends before @end could not be listed. */
static void
name_folder(GError **error, const char *start, const char *end)
{
    g_autofree char *folder = g_strndup(start, (gsize)(end - start));

    g_prefix_error(error, "'/%s': ", folder);
}

FormatAnswer
file_system_find(FileSystem *self, const char *path, FileNode *out_node, GError **error)
{
    const char *start = path + strspn(path, "/");
    FileNode node = self->root;
    guint depth = 0;

    for (path = start; *path != '\0'; path += strspn(path, "/")) {
        Wanted wanted = {.name = path, .length = strcspn(path, "/")};
        FormatAnswer answer;

        if (depth++ == FILE_SYSTEM_MAX_DEPTH)
            return FORMAT_NOT_THIS;
        answer = find_name(self, &node, &wanted, error);
        if (answer == FORMAT_DAMAGED)
            name_folder(error, start, path);
        if (answer != FORMAT_FOUND)
            return answer;
        node = wanted.node;
        path += wanted.length;
    }
    *out_node = node;
    return FORMAT_FOUND;
}

Source *
file_system_open(FileSystem *self, const char *path, GError **error)
{
    FileNode node;
    Source *source;

    if (file_system_find(self, path, &node, error) != FORMAT_FOUND || node.kind != FILE_NODE_FILE)
        return NULL;
    source = self->operations->open(self, &node, error);
    if (source == NULL)
        g_prefix_error(error, "'%s': ", path);
    return source;
}

char *
file_system_read(FileSystem *self, const char *path, gsize max, gsize *out_size, GError **error)
{
    g_autoptr(Source) source = file_system_open(self, path, error);

    if (source == NULL)
        return NULL;

    gint64 size = source_get_size(source);
    gsize wanted = size < 0 ? max : (gsize)MIN((guint64)size, max);
    g_autofree char *bytes = g_malloc(wanted + 1);
    gssize count = source_read(source, 0, bytes, wanted, error);

    if (count < 0) {
        g_prefix_error(error, "'%s': ", path);
        return NULL;
    }
    bytes[count] = '\0';
    if (out_size != NULL)
        *out_size = (gsize)count;
    return g_steal_pointer(&bytes);
}

void
file_system_close(FileSystem *self)
{
    if (self != NULL)
        self->operations->close(self);
}
