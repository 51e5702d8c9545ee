/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files in memory, for tests of what reads them. A table says what there is, row by row
 * in the order in which it is listed; folders come with what is in them.
 *
 *     static const FakeFile files[] = {
 *         {"sources/lang.ini", .text = "[Available UI Languages]\r\nen-US = 3\r\n"},
 *         {"live/", .kind = FILE_NODE_FOLDER},
 *         {"etc/os-release", .kind = FILE_NODE_OTHER},
 *         {.path = NULL},
 *     };
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

typedef struct {
    const char *path; /* without a slash in front */
    const char *text; /* what is in it; NULL: nothing */
    gsize size;       /* bytes of @text; 0: up to its NUL */
    FileNodeKind kind;
    /* Why it cannot be read: a file cannot be opened, a folder breaks off behind its last name. */
    const char *damage;     /* of FORMAT_ERROR */
    const char *unreadable; /* of G_IO_ERROR */
} FakeFile;

/**
 * fake_file_system_new:
 * @files: rows up to one without a path, borrowed until the file system is closed
 *
 * Returns: (transfer full): a file system that holds them
 */
FileSystem *fake_file_system_new(const FakeFile *files);

/* How many times it was listed or a file of it was opened. */
guint fake_file_system_count(FileSystem *self);

G_END_DECLS
