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
    if (node->kind == FILE_NODE_FILE || node->kind == FILE_NODE_LINK)
        fuzz_read_file(walk->files, node);
    else
        file_system_list(walk->files, node, fuzz_visit, walk, NULL);
    return TRUE;
}

static inline void
fuzz_source(FuzzOpen open, Source *below)
{
    g_autoptr(Source) source = source_new_budget(below, 2000, 1 << 24);
    g_autoptr(FileSystem) files = NULL;
    g_autoptr(GError) error = NULL;
    FormatAnswer answer = open(source, &files, &error);
    static const char *const paths[] = {"etc/os-release", "many/name-5",
                                        "windows/system32/config/software"};
    FuzzWalk walk = {files, FUZZ_NODES};
    FileNode node;

    if ((answer == FORMAT_DAMAGED) != (error != NULL) ||
        (answer == FORMAT_FOUND) != (files != NULL))
        g_error("answer and error do not agree");
    if (files == NULL)
        return;
    file_system_list(files, &files->root, fuzz_visit, &walk, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++)
        file_system_find(files, paths[i], &node, NULL);
}

static inline void
fuzz_file_system(FuzzOpen open, const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);

    fuzz_source(open, memory);
}

/* A disk of which the input has the sectors that are not all zeros: the number of each, and its bytes. */
#define FUZZ_SECTOR 512
#define FUZZ_RECORD (4 + FUZZ_SECTOR)
#define FUZZ_DISK_SIZE ((gint64)1 << 40)

typedef struct {
    Source parent;
    const guint8 *data;
    gsize n_records;
} FuzzDisk;

static inline gssize
fuzz_disk_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    const FuzzDisk *self = (const FuzzDisk *)source;

    (void)error;
    if (offset >= (guint64)FUZZ_DISK_SIZE)
        return 0;
    size = (gsize)MIN(size, (guint64)FUZZ_DISK_SIZE - offset);
    memset(buffer, 0, size);
    for (gsize i = 0; i < self->n_records; i++) {
        const guint8 *record = self->data + i * FUZZ_RECORD;
        guint64 start = ((guint64)record[0] | (guint64)record[1] << 8 | (guint64)record[2] << 16 |
                         (guint64)record[3] << 24) *
                        FUZZ_SECTOR;
        guint64 from = MAX(start, offset), to = MIN(start + FUZZ_SECTOR, offset + size);

        if (from < to)
            memcpy((guint8 *)buffer + (from - offset), record + 4 + (from - start), to - from);
    }
    return (gssize)size;
}

static inline gint64
fuzz_disk_get_size(Source *source)
{
    (void)source;
    return FUZZ_DISK_SIZE;
}

static inline void
fuzz_disk_close(Source *source)
{
    (void)source;
}

static inline void
fuzz_disk(FuzzOpen open, const guint8 *data, gsize size)
{
    static const SourceOperations operations = {
        .read = fuzz_disk_read, .get_size = fuzz_disk_get_size, .close = fuzz_disk_close};
    FuzzDisk disk = {{&operations}, data, size / FUZZ_RECORD};

    fuzz_source(open, &disk.parent);
}
