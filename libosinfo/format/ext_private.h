/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the files share that read ext2, ext3 and ext4: ext.c has the superblock, inodes and folders,
 * ext_pieces.c where the blocks of a file are.
 */

#pragma once

#include "format/file_system.h"
#include "format/mapped_file.h"

#define EXT_N_INLINE 60 /* bytes of an inode that say where its blocks are, or are a short file */

typedef struct {
    FileSystem parent;
    Source *source;     /* borrowed */
    guint32 block_size; /* bytes, 1024 to 65536 */
    guint64 n_blocks;
    guint32 first_block;
    guint32 blocks_per_group;
    guint32 n_inodes;
    guint32 inodes_per_group;
    guint32 inode_size;      /* bytes */
    guint32 descriptor_size; /* bytes, of a group */
    guint32 first_meta_group;
    guint32 compatible; /* features */
    guint32 incompatible;
    guint32 read_only;
    guint32 backup_groups[2];
    guint32 hash_seed[4];
    gboolean is_hash_unsigned;
} Ext;

typedef struct {
    Ext *files; /* borrowed */
    guint32 number;
    guint32 mode;
    guint32 flags;
    guint64 size;                 /* bytes */
    guint8 inlined[EXT_N_INLINE]; /* i_block */
    guint8 *rest;                 /* owned; what is behind the fixed part, where that is needed */
    gsize rest_size;              /* bytes */
} ExtInode;

#define EXT_FLAG_EXTENTS 0x80000u

/* A FilePieceFinder of an ExtInode. */
gboolean ext_find_piece(gpointer inode, guint64 at, FilePiece *out_piece, GError **error);
