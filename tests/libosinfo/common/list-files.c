/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints what is in an image, a line each: kind, size, SHA-256 of the bytes, path. For tests that hold it
 * against what other programs see.
 *
 * usage: list-files FORMAT IMAGE     FORMAT is iso9660 or plain, its names of old
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/iso9660_tree.h"

#define MAX_DEPTH 32
#define BLOCK (64 * 1024)

static const struct {
    const char *name;
    FormatAnswer (*open)(Source *source, FileSystem **out_tree, GError **error);
} formats[] = {
    {"iso9660", iso9660_open_tree},
    {"plain", iso9660_open_plain_tree},
};

typedef struct {
    FileSystem *tree;
    const char *folder;
    guint depth;
} Walk;

static char *
get_checksum(FileSystem *tree, const FileNode *node, GError **error)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autoptr(Source) file = tree->operations->open(tree, node, error);
    g_autofree guint8 *bytes = g_malloc(BLOCK);
    guint64 offset = 0;
    gssize count = BLOCK;

    while (file != NULL && count == BLOCK) {
        count = source_read(file, offset, bytes, BLOCK, error);
        if (count > 0)
            g_checksum_update(checksum, bytes, count);
        offset += BLOCK;
    }
    return file != NULL && count >= 0 ? g_strdup(g_checksum_get_string(checksum)) : NULL;
}

static void list(FileSystem *tree, const FileNode *folder, const char *path, guint depth);

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    const Walk *self = data;
    g_autofree char *path = g_strconcat(self->folder, "/", name, NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *checksum = NULL;

    switch (node->kind) {
    case FILE_NODE_FILE:
        checksum = get_checksum(self->tree, node, &error);
        if (error != NULL)
            g_printerr("%s: %s\n", path, error->message);
        printf("file %" G_GUINT64_FORMAT " %s %s\n", node->size, checksum, path);
        break;
    case FILE_NODE_FOLDER:
        printf("folder - - %s\n", path);
        list(self->tree, node, path, self->depth + 1);
        break;
    case FILE_NODE_OTHER:
    default:
        printf("other - - %s\n", path);
        break;
    }
    return TRUE;
}

static void
list(FileSystem *tree, const FileNode *folder, const char *path, guint depth)
{
    Walk walk = {.tree = tree, .folder = path, .depth = depth};
    g_autoptr(GError) error = NULL;

    if (depth < MAX_DEPTH && !file_system_list(tree, folder, visit, &walk, &error))
        g_printerr("%s: %s\n", path, error->message);
}

int
main(int argc, char **argv)
{
    for (gsize i = 0; argc == 3 && i < G_N_ELEMENTS(formats); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(FileSystem) tree = NULL;
        g_autoptr(Source) source = NULL;

        if (strcmp(argv[1], formats[i].name) != 0)
            continue;
        source = source_open_local(argv[2], NULL, &error);
        if (source == NULL || formats[i].open(source, &tree, &error) != FORMAT_FOUND) {
            g_printerr("%s: %s\n", argv[2], error != NULL ? error->message : "another format");
            return EXIT_FAILURE;
        }
        list(tree, &tree->root, "", 0);
        file_system_close(g_steal_pointer(&tree));
        return EXIT_SUCCESS;
    }
    g_printerr("usage: list-files FORMAT IMAGE\n");
    return EXIT_FAILURE;
}
