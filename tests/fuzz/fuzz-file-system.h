/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the drivers of file systems do with an image: all its folders are listed, and some bytes of
 * each file read.
 */

#pragma once

#include <string.h>

#include "format/file_system.h"
#include "fuzz.h"

typedef FormatAnswer (*FuzzOpen)(Source *source, FileSystem **out_files, GError **error);

#define FUZZ_NODES 200 /* a damaged folder may be in itself */

typedef struct {
    FileSystem *files;
    guint left; /* nodes */
} FuzzWalk;

static inline void
fuzz_read_file(FileSystem *files, const FileNode *node)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = files->operations->open(files, node, &error);
    guint8 buffer[6000];

    if ((source == NULL) != (error != NULL))
        g_error("file and error do not agree");
    for (guint64 at = 0; source != NULL && error == NULL && at < 100000; at += 33333) {
        gssize count = source_read(source, at, buffer, sizeof(buffer), &error);

        if ((count < 0) != (error != NULL))
            g_error("bytes and error do not agree");
        if (count > 0 && at + (guint64)count > (guint64)source_get_size(source))
            g_error("more bytes than there are");
    }
}

static inline gboolean
fuzz_visit(const char *name, const FileNode *node, gpointer data)
{
    FuzzWalk *walk = data;

    if (strlen(name) > FILE_SYSTEM_MAX_NAME)
        g_error("name is too long");
    if (walk->left == 0)
        return FALSE;
    walk->left--;
    if (node->kind == FILE_NODE_FILE)
        fuzz_read_file(walk->files, node);
    else
        file_system_list(walk->files, node, fuzz_visit, walk, NULL);
    return TRUE;
}

static inline void
fuzz_file_system(FuzzOpen open, const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);
    g_autoptr(Source) source = source_new_budget(memory, 2000, 1 << 24);
    g_autoptr(FileSystem) files = NULL;
    g_autoptr(GError) error = NULL;
    FormatAnswer answer = open(source, &files, &error);
    FuzzWalk walk = {files, FUZZ_NODES};

    if ((answer == FORMAT_DAMAGED) != (error != NULL) ||
        (answer == FORMAT_FOUND) != (files != NULL))
        g_error("answer and error do not agree");
    if (files != NULL)
        file_system_list(files, &files->root, fuzz_visit, &walk, NULL);
}
