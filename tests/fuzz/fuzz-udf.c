/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/udf.c: the input is an image without the sectors that nobody looks at, whose tags are made
 * right first, and all folders and files of it are read. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/udf.h"
#include "fuzz.h"

#define SECTOR 2048
#define MAX_WALK_DEPTH 3

typedef struct {
    FileSystem *tree;
    guint depth;
} Walk;

static gboolean visit(const char *name, const FileNode *node, gpointer data);

static void
walk(FileSystem *tree, const FileNode *folder, guint depth)
{
    Walk self = {tree, depth};
    g_autoptr(GError) error = NULL;

    if (file_system_list(tree, folder, visit, &self, &error) == (error != NULL))
        g_error("answer and error do not agree");
}

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    const Walk *self = data;
    g_autoptr(GError) error = NULL;
    char bytes[512];

    if (!g_utf8_validate(name, -1, NULL) || *name == '\0')
        g_error("a name is empty or not UTF-8");
    if (node->kind == FILE_NODE_FOLDER && self->depth < MAX_WALK_DEPTH)
        walk(self->tree, node, self->depth + 1);

    g_autoptr(Source) file = self->tree->operations->open(self->tree, node, &error);

    if ((file == NULL) != (error != NULL))
        g_error("answer and error do not agree");
    if (file != NULL && source_read(file, 0, bytes, sizeof(bytes), NULL) > source_get_size(file))
        g_error("a file has more bytes than it should");
    return TRUE;
}

/* Else nearly no input would get past the first tag, nor past a cyclic sum: half of them have none. */
static void
mend_tag(guint8 *tag, gboolean has_cyclic_sums)
{
    guint8 sum = 0;

    if (!has_cyclic_sums)
        tag[10] = tag[11] = 0;
    for (guint i = 0; i < 16; i++)
        sum = (guint8)(sum + (i != 4 ? tag[i] : 0));
    if (tag[4] != 0)
        tag[4] = sum;
}

/* An image of which just these sectors are there. */
typedef struct {
    Source parent;
    const guint8 *data;
    gsize size;
} SparseSource;

static const struct {
    guint64 first, n; /* sectors */
} parts[] = {{16, 3}, {32, 6}, {256, 1 << 20}};

static gssize
sparse_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    const SparseSource *self = (const SparseSource *)source;
    guint64 at = 0;

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        guint64 start = parts[i].first * SECTOR, length = parts[i].n * SECTOR;

        if (offset >= start && offset - start < length) {
            at += offset - start;
            size = at < self->size ? (gsize)MIN(size, self->size - at) : 0;
            if (size > 0)
                memcpy(buffer, self->data + at, size);
            return (gssize)size;
        }
        at += length;
    }
    memset(buffer, 0, size);
    return (gssize)size;
}

static gint64
sparse_get_size(Source *source)
{
    return (gint64)(((const SparseSource *)source)->size + (256 - 9) * SECTOR);
}

static void
sparse_close(Source *source)
{
}

static const SourceOperations sparse_operations = {
    .read = sparse_read,
    .get_size = sparse_get_size,
    .close = sparse_close,
};

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree guint8 *copy = g_memdup2(data, size);
    SparseSource sparse = {{&sparse_operations}, copy, size};
    g_autoptr(FileSystem) tree = NULL;
    g_autoptr(GError) error = NULL;

    for (gsize tag = 3 * SECTOR; tag + SECTOR <= size; tag += 4) {
        if (tag % SECTOR == 0 || le16(copy + tag) == 257)
            mend_tag(copy + tag, size % 2 != 0);
    }

    g_autoptr(Source) source = source_new_budget(&sparse.parent, 300, 4 * 1024 * 1024);
    FormatAnswer answer = udf_open(source, &tree, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL) || (answer == FORMAT_FOUND) != (tree != NULL))
        g_error("answer and error do not agree");
    if (tree != NULL)
        walk(tree, &tree->root, 0);
    return 0;
}
