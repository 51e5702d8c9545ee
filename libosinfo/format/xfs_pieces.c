/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds the blocks of a file of XFS. An extent is 128 bits:
 *
 *     1   it has room, and no bytes yet
 *     54  the first block of it in the file
 *     52  where that is: the number of its group, the block's number in there
 *     21  blocks
 *
 * The inode holds as many as fit, or the root of a tree whose leaves hold them: keys, which are blocks of the
 * file, stand before all of the numbers of the blocks below.
 */

#include "config.h"

#include <string.h>

#include "format/big_endian.h"
#include "format/xfs.h"
#include "format/xfs_private.h"

#define EXTENT_SIZE 16
#define KEY_SIZE 8
#define N_FILE_BITS 54 /* of the number of a block in a file */

typedef struct {
    guint64 first; /* block of the file */
    guint64 place; /* on the disk, as it is written down */
    guint64 count; /* blocks */
    gboolean is_unwritten;
} Extent;

static Extent
parse_extent(const guint8 *bytes)
{
    guint64 high = be64(bytes), low = be64(bytes + 8);

    return (Extent){.first = (high & G_MAXINT64) >> 9,
                    .place = (high & 0x1FF) << 43 | low >> 21,
                    .count = low & 0x1FFFFF,
                    .is_unwritten = high >> 63 != 0};
}

/* The byte where the block begins that is written down as @place. */
static gboolean
find_block(const Xfs *self, guint64 place, guint64 *out_offset, GError **error)
{
    guint64 group = place >> self->group_bits;
    guint64 block = place & (((guint64)1 << self->group_bits) - 1);

    if (group >= self->n_groups || block >= self->group_blocks)
        return file_system_set_damage(&self->parent, "place of a block", error);
    *out_offset = (group * self->group_blocks + block) << self->block_bits;
    return TRUE;
}

/* @limit: the block with which the next extent begins. */
static gboolean
use_extent(const XfsInode *inode, const Extent *extent, guint64 block, guint64 limit,
           FilePiece *out_piece, GError **error)
{
    const Xfs *files = inode->files;
    gboolean is_hole = extent == NULL || block - extent->first >= extent->count;

    if (is_hole) {
        *out_piece = (FilePiece){block << files->block_bits, (limit - block) << files->block_bits,
                                 SOURCE_EXTENT_ZEROS};
        return TRUE;
    }
    *out_piece = (FilePiece){extent->first << files->block_bits, extent->count << files->block_bits,
                             SOURCE_EXTENT_ZEROS};
    return extent->is_unwritten || find_block(files, extent->place, &out_piece->offset, error);
}

/* Of extents in a row. */
static gboolean
find_in_extents(const XfsInode *inode, const guint8 *bytes, gsize n_extents, guint64 block,
                guint64 limit, FilePiece *out_piece, GError **error)
{
    Extent found = {.count = 0};
    gboolean is_found = FALSE;

    for (gsize i = 0; i < n_extents; i++) {
        Extent extent = parse_extent(bytes + i * EXTENT_SIZE);

        if (extent.first > block) {
            limit = MIN(limit, extent.first);
            break;
        }
        found = extent;
        is_found = TRUE;
    }
    return use_extent(inode, is_found ? &found : NULL, block, limit, out_piece, error);
}

/* A node of the tree. */
typedef struct {
    const guint8 *bytes;
    gsize header; /* bytes before the keys or extents */
    gsize size;   /* bytes */
    guint32 level;
    gsize count;
} Node;

static gboolean
check_node(const Xfs *self, const Node *node, GError **error)
{
    gsize room = (node->size - node->header) / EXTENT_SIZE;

    return (node->level <= XFS_MAX_LEVELS && node->count > 0 && node->count <= room) ||
           file_system_set_damage(&self->parent, "tree of extents", error);
}

static gboolean
read_node(const Xfs *self, guint64 place, guint32 level, guint8 *bytes, Node *out_node,
          GError **error)
{
    gsize size = (gsize)1 << self->block_bits;
    guint64 offset = 0;

    if (!find_block(self, place, &offset, error) ||
        !file_system_read_bytes(&self->parent, self->source, offset, bytes, size, error))
        return FALSE;
    *out_node = (Node){bytes, self->is_v5 ? 72 : 24, size, be16(bytes + 4), be16(bytes + 6)};
    if (memcmp(bytes, self->is_v5 ? "BMA3" : "BMAP", 4) != 0 || out_node->level != level)
        return file_system_set_damage(&self->parent, "tree of extents", error);
    return check_node(self, out_node, error);
}

/* Which node is below for a block; @limit becomes the key behind it. */
static guint64
choose_below(const Node *node, guint64 block, guint64 *limit)
{
    gsize room = (node->size - node->header) / EXTENT_SIZE, chosen = 0;
    const guint8 *keys = node->bytes + node->header;

    for (gsize i = 1; i < node->count; i++) {
        guint64 key = be64(keys + i * KEY_SIZE);

        if (key > block) {
            *limit = MIN(*limit, key);
            break;
        }
        chosen = i;
    }
    return be64(keys + (room + chosen) * KEY_SIZE);
}

static gboolean
find_in_tree(const XfsInode *inode, guint64 block, guint64 limit, FilePiece *out_piece,
             GError **error)
{
    const Xfs *files = inode->files;
    g_autofree guint8 *below = g_malloc((gsize)1 << files->block_bits);
    Node node = {inode->fork, 4, inode->fork_size, 0, 0};

    if (inode->fork_size < 4 + EXTENT_SIZE)
        return file_system_set_damage(&files->parent, "tree of extents", error);
    node.level = be16(inode->fork);
    node.count = be16(inode->fork + 2);
    if (!check_node(files, &node, error))
        return FALSE;
    while (node.level > 0) {
        guint64 place = choose_below(&node, block, &limit);

        if (!read_node(files, place, node.level - 1, below, &node, error))
            return FALSE;
    }
    return find_in_extents(inode, node.bytes + node.header, node.count, block, limit, out_piece,
                           error);
}

gboolean
xfs_find_piece(gpointer data, guint64 at, FilePiece *out_piece, GError **error)
{
    const XfsInode *inode = data;
    guint64 block = at >> inode->files->block_bits;
    guint64 limit = (guint64)1 << MIN(N_FILE_BITS, 63 - inode->files->block_bits);

    if (inode->format == XFS_TREE)
        return find_in_tree(inode, block, limit, out_piece, error);
    return find_in_extents(inode, inode->fork,
                           (gsize)MIN(inode->n_extents, inode->fork_size / EXTENT_SIZE), block,
                           limit, out_piece, error);
}
