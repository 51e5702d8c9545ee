/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds the trees of ISO 9660: the input is an image from its descriptors on; what is in it is listed
 * and opened, as far as bounds allow. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "format/iso9660.h"
#include "format/iso9660_tree.h"
#include "fuzz.h"

#define N_NAMES 2000 /* of all folders together */
#define DEPTH 4

typedef struct {
    FileSystem *tree;
    guint n_names;
    guint depth;
} Walk;

static void
read_file(FileSystem *tree, const FileNode *node)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) file = tree->operations->open(tree, node, &error);
    char bytes[64];

    if ((file == NULL) != (error != NULL))
        g_error("file and error do not agree");
    if (file == NULL)
        return;

    gint64 size = source_get_size(file);
    gssize count = source_read(file, 0, bytes, sizeof(bytes), NULL);

    if (size < 0 || (guint64)size > node->size)
        g_error("a file is larger than its name says");
    if (count > size)
        g_error("a file has more bytes than it says");
    if (size > 1)
        source_read(file, (guint64)size - 1, bytes, sizeof(bytes), NULL);
}

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    Walk *self = data;

    if (*name == '\0' || strchr(name, '/') != NULL || strcmp(name, "..") == 0)
        g_error("a name is none");
    if (node->kind == FILE_NODE_FILE)
        read_file(self->tree, node);
    if (node->kind == FILE_NODE_FOLDER && self->depth < DEPTH) {
        self->depth++;
        file_system_list(self->tree, node, visit, self, NULL);
        self->depth--;
    }
    return ++self->n_names < N_NAMES;
}

static void
feed(Source *source, FormatAnswer (*open)(Source *source, FileSystem **out, GError **error))
{
    g_autoptr(FileSystem) tree = NULL;
    g_autoptr(GError) error = NULL;
    FormatAnswer answer = open(source, &tree, &error);

    if ((answer == FORMAT_FOUND) != (tree != NULL) || (answer == FORMAT_DAMAGED) != (error != NULL))
        g_error("answer, tree and error do not agree");
    if (tree == NULL)
        return;

    Walk walk = {.tree = tree};

    file_system_list(tree, &tree->root, visit, &walk, NULL);
    g_free(file_system_read(tree, ".disk/info", 4096, NULL, NULL));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree guint8 *image = g_malloc0(ISO9660_DESCRIPTORS_OFFSET + size);

    if (size > 0)
        memcpy(image + ISO9660_DESCRIPTORS_OFFSET, data, size);

    g_autoptr(Source) memory = source_new_memory(image, ISO9660_DESCRIPTORS_OFFSET + size);
    g_autoptr(Source) budget = source_new_budget(memory, 5000, G_MAXINT64);

    feed(budget, iso9660_open_tree);
    feed(budget, iso9660_open_plain_tree);
    return 0;
}
