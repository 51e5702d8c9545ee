/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files inside a medium or a disk, whatever writes them down: ISO 9660 with its longer names,
 * UDF, squashfs, EROFS; ext4, XFS, btrfs and others. Each of these is a table of operations; looking up
 * paths and reading whole files is the same for all.
 *
 * On media nothing follows a link, and names compare without regard to ASCII case, as vendors and remasters
 * differ. File systems of disks have both flags that change that: what they hold was not made to be copied
 * around. A link leads to something of the same file system, below its root: ".." is where the walk came
 * from, never what a folder says.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define FILE_SYSTEM_MAX_DEPTH 16    /* folders behind each other that a path leads through */
#define FILE_SYSTEM_MAX_STEPS 128   /* components of a path, and of all links on its way */
#define FILE_SYSTEM_MAX_LINKS 16    /* links on the way */
#define FILE_SYSTEM_MAX_TARGET 4095 /* bytes of what a link says */
#define FILE_SYSTEM_MAX_FOLDER (1024 * 1024) /* bytes of a folder; what comes behind is not seen */
#define FILE_SYSTEM_MAX_NAMES 16384          /* names of a folder, likewise */
#define FILE_SYSTEM_MAX_NAME 255             /* bytes of a name; a longer one is left out */
#define FILE_SYSTEM_MAX_LABEL 256            /* bytes of the label of a disk's file system */

/* A size that is not told beside the name: only opening the file gives it. */
#define FILE_SIZE_NOT_KNOWN G_MAXUINT64

typedef enum {
    FILE_NODE_FILE,
    FILE_NODE_FOLDER,
    FILE_NODE_LINK,  /* a symbolic link; to open it gives what it says */
    FILE_NODE_OTHER, /* devices, what cannot be read as it stands */
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
    /* A new source of a file's or link's bytes, to be closed before the file system is. NULL likewise. */
    Source *(*open)(FileSystem *self, const FileNode *file, GError **error);
    /* Finds a name of a folder without listing it; @name has no NUL behind it. NULL: it is listed. */
    FormatAnswer (*lookup)(FileSystem *self, const FileNode *folder, const char *name, gsize length,
                           FileNode *out_node, GError **error);
    void (*close)(FileSystem *self); /* frees @self, too. NULL: that is all that there is to free */
} FileSystemOperations;

/* Stands first in the struct of every kind. */
struct FileSystem {
    const FileSystemOperations *operations; /* static */
    FileNode root;              /* where paths begin, and what absolute links and ".." stay below */
    gboolean follows_links;     /* "." and ".." of paths count, too */
    gboolean is_case_sensitive; /* names are those that are asked for, to the letter */
    gboolean is_slow; /* each place that is read costs a request: what says little is left alone */
    char label[FILE_SYSTEM_MAX_LABEL + 1]; /* of a disk; "": it has none */
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
 * Looks a path up, with the links in it where the file system follows these. Where several names of a folder
 * differ in case only, the one that is spelled as in @path counts, or else the first one. Errors of this and
 * the following functions name the path.
 *
 * Returns: %FORMAT_NOT_THIS when there is no such name, a component before the last is no folder, or links
 *     lead in circles
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

/* What kinds of file systems share. What is wrong with an image is told in English: it is evidence. */

/* The kind that a mode of POSIX says, as inodes have it. */
FileNodeKind file_node_kind_of_mode(guint32 mode);

/* Sets an error of %FORMAT_ERROR that begins with the name of the file system; returns %FALSE. */
gboolean file_system_set_damage(const FileSystem *self, const char *what, GError **error);
/* Likewise, %G_IO_ERROR_NOT_SUPPORTED: it is as it should be, and still cannot be read. */
gboolean file_system_set_unsupported(const FileSystem *self, const char *what, GError **error);

/* What is looked for in a folder whose entries are read one by one, or everything that is there. */
typedef struct {
    FileVisitor visit; /* NULL: @name is looked for */
    gpointer data;
    const char *name;
    gsize length;  /* bytes of it */
    FileNode node; /* once it was found */
    gboolean is_over;
} FolderLook;

/* Whether an entry of that name counts, at most %FILE_SYSTEM_MAX_NAME bytes without a NUL behind them: "." and
 * ".." do not. */
gboolean folder_look_wants(const FolderLook *self, const char *name, gsize length);
/* Takes an entry that counts. */
void folder_look_take(FolderLook *self, const char *name, gsize length, const FileNode *node);
/* What came of looking for a name. */
FormatAnswer folder_look_answer(const FolderLook *self, FileNode *out_node);

/* All of these bytes, or it is damaged. */
gboolean file_system_read_bytes(const FileSystem *self, Source *source, guint64 offset,
                                void *buffer, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSystem, file_system_close)

G_END_DECLS
