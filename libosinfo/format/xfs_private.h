/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the files share that read XFS: xfs.c has the superblock, inodes and links, xfs_pieces.c where the
 * blocks of a file are, xfs_folder.c the names of a folder.
 */

#pragma once

#include "format/file_system.h"
#include "format/mapped_file.h"

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    gboolean is_v5; /* blocks begin with more than in version 4 */
    gboolean has_kinds;
    guint32 block_bits;  /* of the size of a block, 9 to 16 */
    guint32 folder_bits; /* of the size of a folder's block, 9 to 16 */
    guint32 inode_bits;
    guint32 group_bits;  /* of the number of a block in its group */
    guint32 inodes_bits; /* of the number of an inode in its block */
    guint32 group_blocks;
    guint32 n_groups;
} Xfs;

typedef enum {
    XFS_LOCAL = 1,
    XFS_EXTENTS = 2,
    XFS_TREE = 3,
} XfsFormat;

typedef struct {
    Xfs *files; /* borrowed */
    FileNodeKind kind;
    XfsFormat format;
    guint64 size;      /* bytes */
    guint64 n_extents; /* with XFS_EXTENTS */
    guint8 *fork;      /* owned; where its blocks are, or with XFS_LOCAL its bytes */
    gsize fork_size;   /* bytes */
} XfsInode;

XfsInode *xfs_read_inode(Xfs *self, guint64 number, GError **error);
void xfs_inode_free(gpointer inode); /* may be NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XfsInode, xfs_inode_free)

/* A FilePieceFinder of an XfsInode. */
gboolean xfs_find_piece(gpointer inode, guint64 at, FilePiece *out_piece, GError **error);

/* Operations of the file system. */
gboolean xfs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
                  GError **error);
FormatAnswer xfs_lookup(FileSystem *files, const FileNode *folder, const char *name, gsize length,
                        FileNode *out_node, GError **error);
