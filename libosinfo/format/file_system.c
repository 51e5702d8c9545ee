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
    gboolean is_case_sensitive;
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

    if (!is_exact && self->is_case_sensitive)
        return TRUE;
    if (is_exact || !self->is_found)
        self->node = *node;
    self->is_found = TRUE;
    return !is_exact;
}

/* What was found counts, although the folder is damaged behind it. */
static FormatAnswer
find_in_list(FileSystem *self, const FileNode *folder, Wanted *wanted, GError **error)
{
    g_autoptr(GError) list_error = NULL;

    if (file_system_list(self, folder, visit_wanted, wanted, &list_error) || wanted->is_found)
        return wanted->is_found ? FORMAT_FOUND : FORMAT_NOT_THIS;
    g_propagate_error(error, g_steal_pointer(&list_error));
    return FORMAT_DAMAGED;
}

/* One component. */
static FormatAnswer
find_name(FileSystem *self, const FileNode *folder, const char *name, gsize length,
          FileNode *out_node, GError **error)
{
    Wanted wanted = {.name = name, .length = length, .is_case_sensitive = self->is_case_sensitive};
    FormatAnswer answer;

    if (folder->kind != FILE_NODE_FOLDER || length > FILE_SYSTEM_MAX_NAME)
        return FORMAT_NOT_THIS;
    if (self->operations->lookup != NULL)
        return self->operations->lookup(self, folder, name, length, out_node, error);
    answer = find_in_list(self, folder, &wanted, error);
    if (answer == FORMAT_FOUND)
        *out_node = wanted.node;
    return answer;
}

/* A path on its way. */
typedef struct {
    FileSystem *files;
    FileNode nodes[FILE_SYSTEM_MAX_DEPTH + 1]; /* from the root to where it is */
    guint depth;                               /* of the last one */
    GString *walked;                           /* owned; how it came there */
    GString *rest;                             /* owned; the components that follow */
    guint n_steps;
    guint n_links;
} Walk;

static void
walk_clear(Walk *self)
{
    g_string_free(self->walked, TRUE);
    g_string_free(self->rest, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Walk, walk_clear)

static void
go_to_root(Walk *self)
{
    self->depth = 0;
    g_string_truncate(self->walked, 0);
}

static void
go_up(Walk *self)
{
    const char *slash;

    if (self->depth == 0)
        return;
    self->depth--;
    slash = strrchr(self->walked->str, '/');
    g_string_truncate(self->walked, slash != NULL ? (gsize)(slash - self->walked->str) : 0);
}

static char *
read_target(FileSystem *files, const FileNode *node, GError **error)
{
    g_autoptr(Source) source = files->operations->open(files, node, error);
    g_autofree char *target = g_malloc0(FILE_SYSTEM_MAX_TARGET + 1);

    if (source == NULL || source_read(source, 0, target, FILE_SYSTEM_MAX_TARGET, error) < 0)
        return NULL;
    return g_steal_pointer(&target);
}

/* What the link says is walked before what follows it. */
static FormatAnswer
follow(Walk *self, const FileNode *link, GError **error)
{
    g_autofree char *target = NULL;

    if (++self->n_links > FILE_SYSTEM_MAX_LINKS)
        return FORMAT_NOT_THIS;
    target = read_target(self->files, link, error);
    if (target == NULL)
        return FORMAT_DAMAGED;
    if (*target == '\0')
        return FORMAT_NOT_THIS;
    if (*target == '/')
        go_to_root(self);
    g_string_prepend_c(self->rest, '/');
    g_string_prepend(self->rest, target);
    return FORMAT_FOUND;
}

static FormatAnswer
enter(Walk *self, const char *name, gsize length, const FileNode *node, GError **error)
{
    if (node->kind == FILE_NODE_LINK && self->files->follows_links)
        return follow(self, node, error);
    if (self->depth == FILE_SYSTEM_MAX_DEPTH)
        return FORMAT_NOT_THIS;
    self->nodes[++self->depth] = *node;
    if (self->walked->len > 0)
        g_string_append_c(self->walked, '/');
    g_string_append_len(self->walked, name, (gssize)length);
    return FORMAT_FOUND;
}

static gboolean
is_name(const char *name, gsize length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(name, wanted, length) == 0;
}

static FormatAnswer
step(Walk *self, const char *name, gsize length, GError **error)
{
    const FileNode *folder = &self->nodes[self->depth];
    FileNode node;
    FormatAnswer answer;

    if (self->files->follows_links && folder->kind == FILE_NODE_FOLDER) {
        if (is_name(name, length, "."))
            return FORMAT_FOUND;
        if (is_name(name, length, "..")) {
            go_up(self);
            return FORMAT_FOUND;
        }
    }
    answer = find_name(self->files, folder, name, length, &node, error);
    if (answer == FORMAT_FOUND)
        answer = enter(self, name, length, &node, error);
    if (answer == FORMAT_DAMAGED)
        g_prefix_error(error, "'/%s%s': ", self->walked->str, self->walked->len > 0 ? "/" : "");
    return answer;
}

FormatAnswer
file_system_find(FileSystem *self, const char *path, FileNode *out_node, GError **error)
{
    g_auto(Walk) walk = {.files = self,
                         .nodes = {self->root},
                         .walked = g_string_new(NULL),
                         .rest = g_string_new(path)};

    for (;;) {
        g_autofree char *name = NULL;
        gsize before = strspn(walk.rest->str, "/");
        gsize length = strcspn(walk.rest->str + before, "/");
        FormatAnswer answer;

        if (length == 0)
            break;
        if (++walk.n_steps > FILE_SYSTEM_MAX_STEPS)
            return FORMAT_NOT_THIS;
        name = g_strndup(walk.rest->str + before, length);
        g_string_erase(walk.rest, 0, (gssize)(before + length));
        answer = step(&walk, name, length, error);
        if (answer != FORMAT_FOUND)
            return answer;
    }
    *out_node = walk.nodes[walk.depth];
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
    if (self == NULL)
        return;
    if (self->operations->close != NULL)
        self->operations->close(self);
    else
        g_free(self);
}

FileNodeKind
file_node_kind_of_mode(guint32 mode)
{
    switch (mode & 0xF000) {
    case 0x4000:
        return FILE_NODE_FOLDER;
    case 0x8000:
        return FILE_NODE_FILE;
    case 0xA000:
        return FILE_NODE_LINK;
    default:
        return FILE_NODE_OTHER;
    }
}

static gboolean
is_self_or_parent(const char *name, gsize length)
{
    return (length == 1 && name[0] == '.') || (length == 2 && memcmp(name, "..", 2) == 0);
}

gboolean
folder_look_wants(const FolderLook *self, const char *name, gsize length)
{
    if (length == 0 || is_self_or_parent(name, length) || memchr(name, '\0', length) != NULL)
        return FALSE;
    return self->visit != NULL || (length == self->length && memcmp(name, self->name, length) == 0);
}

void
folder_look_take(FolderLook *self, const char *name, gsize length, const FileNode *node)
{
    char text[FILE_SYSTEM_MAX_NAME + 1];

    if (self->visit == NULL) {
        self->node = *node;
        self->is_over = TRUE;
        return;
    }
    memcpy(text, name, length);
    text[length] = '\0';
    self->is_over = !self->visit(text, node, self->data);
}

FormatAnswer
folder_look_answer(const FolderLook *self, FileNode *out_node)
{
    if (!self->is_over)
        return FORMAT_NOT_THIS;
    *out_node = self->node;
    return FORMAT_FOUND;
}

gboolean
file_system_set_damage(const FileSystem *self, const char *what, GError **error)
{
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "%s: invalid %s", self->operations->name,
                what);
    return FALSE;
}

gboolean
file_system_set_unsupported(const FileSystem *self, const char *what, GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s: %s is not supported",
                self->operations->name, what);
    return FALSE;
}

gboolean
file_system_read_bytes(const FileSystem *self, Source *source, guint64 offset, void *buffer,
                       gsize size, GError **error)
{
    gssize count = source_read(source, offset, buffer, size, error);

    if (count < 0)
        return FALSE;
    if ((gsize)count == size)
        return TRUE;
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "%s: cut off", self->operations->name);
    return FALSE;
}
