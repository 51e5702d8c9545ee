/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the files share that read btrfs: btrfs.c has the superblock and folders, btrfs_tree.c trees and where
 * logical addresses are, btrfs_file.c the bytes of a file.
 */

#pragma once

#include "format/btrfs.h"
#include "format/little_endian.h"

#define BTRFS_KEY_SIZE 17
#define BTRFS_N_KEPT 8 /* blocks of trees */

/* What an item of a tree is sorted by. */
typedef struct {
    guint64 object;
    guint8 type;
    guint64 offset;
} BtrfsKey;

enum {
    BTRFS_INODE_ITEM = 1,
    BTRFS_DIR_ITEM = 84,
    BTRFS_DIR_INDEX = 96,
    BTRFS_EXTENT_DATA = 108,
    BTRFS_ROOT_ITEM = 132,
    BTRFS_CHUNK_ITEM = 228,
};

/* Where a tree begins. */
typedef struct {
    guint64 id;
    guint64 place; /* logical address of its root */
    guint8 level;
} BtrfsTree;

/* Logical addresses in a row, and where they are. */
typedef struct {
    guint64 start;
    guint64 size;   /* bytes */
    guint64 offset; /* bytes from the start of the device */
} BtrfsChunk;

typedef struct {
    guint64 place; /* logical address */
    guint8 *bytes; /* owned; NULL: nothing was read */
} BtrfsNode;

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    guint64 device; /* number of this one */
    guint32 sector_size;
    guint32 node_size;
    BtrfsTree roots; /* the tree of trees */
    BtrfsTree chunk_tree;
    BtrfsChunk chunks[BTRFS_MAX_CHUNKS];
    guint n_chunks;
    guint n_system_chunks; /* the first ones, which stay */
    guint oldest_chunk;
    BtrfsNode kept[BTRFS_N_KEPT];
    guint oldest;        /* of kept */
    BtrfsTree last_tree; /* the one that was looked up last; id 0: none was */
} Btrfs;

/* An item that was found. It is valid until another block is read. */
typedef struct {
    BtrfsKey key;
    const guint8 *data;
    gsize size; /* bytes */
} BtrfsItem;

BtrfsKey btrfs_parse_key(const guint8 *bytes);
int btrfs_compare_keys(const BtrfsKey *a, const BtrfsKey *b);

/* Remembers where the addresses are that a chunk has, an item with @key; %FALSE: it cannot be used. */
gboolean btrfs_add_chunk(Btrfs *self, const BtrfsKey *key, const guint8 *bytes, gsize size,
                         GError **error);
/* Where a logical address is on the device, and how many bytes there are in a row. */
gboolean btrfs_find_place(Btrfs *self, guint64 address, guint64 *out_offset, guint64 *out_size,
                          GError **error);
/* All bytes at a logical address. */
gboolean btrfs_read(Btrfs *self, guint64 address, void *buffer, gsize size, GError **error);

/* The last item that does not come behind @key, or the first one that does not come before it. */
FormatAnswer btrfs_find_last(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key,
                             BtrfsItem *out_item, GError **error);
FormatAnswer btrfs_find_first(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key,
                              BtrfsItem *out_item, GError **error);
/* Just that one, of @size bytes at least. */
FormatAnswer btrfs_find_item(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key, gsize size,
                             BtrfsItem *out_item, GError **error);
/* The tree of a subvolume. */
gboolean btrfs_find_tree(Btrfs *self, guint64 id, BtrfsTree *out_tree, GError **error);

/* A source of the bytes of a file or link. */
Source *btrfs_open_file(FileSystem *files, const FileNode *node, GError **error);
