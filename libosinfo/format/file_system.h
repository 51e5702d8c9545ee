/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files inside a medium, whatever writes them down: ISO 9660 with its longer names, UDF,
 * squashfs, EROFS. Each of these is a table of operations; looking up paths and reading whole files
 * is the same for all.
 *
 * Nothing follows a link. Names compare without regard to ASCII case, as vendors and remasters
 * differ.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define FILE_SYSTEM_MAX_DEPTH 8              /* components of a path that is looked up */
#define FILE_SYSTEM_MAX_FOLDER (1024 * 1024) /* bytes of a folder; what comes behind is not seen */
#define FILE_SYSTEM_MAX_NAMES 16384          /* names of a folder, likewise */
#define FILE_SYSTEM_MAX_NAME 255             /* bytes of a name; a longer one is left out */

/* A size that is not told beside the name: only opening the file gives it. */
#define FILE_SIZE_NOT_KNOWN G_MAXUINT64

typedef enum {
    FILE_NODE_FILE,
    FILE_NODE_FOLDER,
    FILE_NODE_OTHER, /* links, devices, what cannot be read as it stands */
} FileNodeKind;

/* A file or folder. What @place says is known to the file system only; it comes from the medium and
 * may point anywhere. */
typedef struct {
    FileNodeKind kind;
    guint64 size; /* bytes, or FILE_SIZE_NOT_KNOWN */
    guint64 place[2];
} FileNode;

typedef struct FileSystem FileSystem;

/* Called for each name of a folder, which is UTF-8 as far as the medium keeps its word; FALSE: that
 * is enough. */
typedef gboolean (*FileVisitor)(const char *name, const FileNode *node, gpointer data);

/* What a kind of file system can do. */
typedef struct {
    const char *name; /* "iso9660", "udf", "squashfs", "erofs" */
    /* "." and ".." are left out. FALSE: the folder is damaged (%FORMAT_ERROR) or cannot be read
     * (another domain); what was visited before stays visited. */
    gboolean (*list)(FileSystem *self, const FileNode *folder, FileVisitor visit, gpointer data,
                     GError **error);
    /* A new source of a file's bytes, to be closed before the file system is. NULL likewise. */
    Source *(*open)(FileSystem *self, const FileNode *file, GError **error);
    void (*close)(FileSystem *self); /* frees @self, too */
} FileSystemOperations;

/* Stands first in the struct of every kind. */
struct FileSystem {
    const FileSystemOperations *operations; /* static */
    FileNode root;
    gboolean is_slow; /* each place that is read costs a request: what says little is left alone */
};

/* Visits the names of a folder, in the order of the medium. What is no folder has none. */
gboolean file_system_list(FileSystem *self, const FileNode *folder, FileVisitor visit,
                          gpointer data, GError **error);

/**
 * file_system_find:
 * @self: a file system
 * @path: components from the root, with "/" between them; "" is the root
 * @out_node: (out caller-allocates): what is there
 * @error: return location
 *
 * Looks a path up. Where several names of a folder differ in case only, the one that is spelled as in
 * @path counts, or else the first one. Errors of this and the following functions name the path.
 *
 * Returns: %FORMAT_NOT_THIS when there is no such name, or a component before the last is no folder
 */
FormatAnswer file_system_find(FileSystem *self, const char *path, FileNode *out_node,
                              GError **error);

/* A source of the bytes of the file at @path, to be closed before @self is. NULL without an error:
 * no such file. */
Source *file_system_open(FileSystem *self, const char *path, GError **error);

/**
 * file_system_read:
 * @self: a file system
 * @path: as file_system_find() takes it
 * @max: bytes to read at most
 * @out_size: (out) (optional): bytes that were read
 * @error: return location
 *
 * Reads a file, or the start of it.
 *
 * Returns: (nullable): the bytes with a NUL behind them; %NULL without an error when there is no such
 *     file
 */
char *file_system_read(FileSystem *self, const char *path, gsize max, gsize *out_size,
                       GError **error);

void file_system_close(FileSystem *self); /* may be NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSystem, file_system_close)

G_END_DECLS
