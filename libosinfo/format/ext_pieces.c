/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds the blocks of a file of ext2, ext3 or ext4. Both ways begin in the inode:
 *
 *     extents (ext4)   a tree; a node is a header of 12 bytes and entries of 12, in the order of the file:
 *                      which block of the file, how many, where; or, above the leaves, where the node below is
 *     block map        the numbers of 12 blocks, then of a block of numbers, of a block of such blocks, and
 *                      of a block of these; 0: a hole
 */

#include "config.h"

#include <string.h>

#include "format/ext.h"
#include "format/ext_private.h"
#include "format/little_endian.h"

#define EXTENT_SIZE 12 /* bytes of a header, and of an entry */
#define EXTENT_MAGIC 0xF30A
#define EXTENT_UNWRITTEN 32768u /* blocks of it, and more: it has room, and no bytes yet */
#define N_DIRECT 12
#define N_MAP_LEVELS 3

/* Blocks from @block on, in the file and on the disk. */
static gboolean
set_piece(const ExtInode *inode, guint64 block, guint64 count, guint64 place, FilePiece *out_piece,
          GError **error)
{
    const Ext *files = inode->files;

    if (count == 0 || block > G_MAXUINT32 || count > (guint64)G_MAXUINT32 + 1 ||
        (place != SOURCE_EXTENT_ZEROS &&
         (place >= files->n_blocks || count > files->n_blocks - place)))
        return file_system_set_damage(&files->parent, "place of a file", error);
    *out_piece =
        (FilePiece){.start = block * files->block_size,
                    .size = count * files->block_size,
                    .offset = place == SOURCE_EXTENT_ZEROS ? place : place * files->block_size};
    return TRUE;
}

static gboolean
read_block(const Ext *files, guint64 block, guint8 *buffer, GError **error)
{
    if (block == 0 || block >= files->n_blocks)
        return file_system_set_damage(&files->parent, "place of a block", error);
    return file_system_read_bytes(&files->parent, files->source, block * files->block_size, buffer,
                                  files->block_size, error);
}

/* The last entry of a node that does not begin behind @block; NULL: all do. @limit: the block that the next
 * one begins with, or as it was. */
static const guint8 *
find_entry(const guint8 *node, guint64 block, guint64 *limit)
{
    const guint8 *found = NULL;
    guint32 count = le16(node + 2);

    for (guint32 i = 1; i <= count; i++) {
        const guint8 *entry = node + i * EXTENT_SIZE;

        if (le32(entry) > block) {
            *limit = MIN(*limit, le32(entry));
            break;
        }
        found = entry;
    }
    return found;
}

static gboolean
check_node(const ExtInode *inode, const guint8 *node, gsize size, guint32 depth, GError **error)
{
    return (le16(node) == EXTENT_MAGIC && le16(node + 6) == depth &&
            (le16(node + 2) + 1) * (gsize)EXTENT_SIZE <= size) ||
           file_system_set_damage(&inode->files->parent, "tree of extents", error);
}

static gboolean
use_extent(const ExtInode *inode, const guint8 *extent, guint64 block, guint64 limit,
           FilePiece *out_piece, GError **error)
{
    guint64 first = extent != NULL ? le32(extent) : 0;
    guint64 count = extent != NULL ? le16(extent + 4) : 0;
    gboolean is_unwritten = count > EXTENT_UNWRITTEN;

    if (is_unwritten)
        count -= EXTENT_UNWRITTEN;
    if (block - first >= count)
        return set_piece(inode, block, limit - block, SOURCE_EXTENT_ZEROS, out_piece, error);
    return set_piece(inode, first, count,
                     is_unwritten ? SOURCE_EXTENT_ZEROS
                                  : le32(extent + 8) | (guint64)le16(extent + 6) << 32,
                     out_piece, error);
}

static gboolean
find_in_extents(const ExtInode *inode, guint64 block, FilePiece *out_piece, GError **error)
{
    const Ext *files = inode->files;
    guint64 limit = (guint64)G_MAXUINT32 + 1;
    g_autofree guint8 *below = NULL;
    const guint8 *node = inode->inlined;
    gsize size = EXT_N_INLINE;
    guint32 depth = le16(node + 6);

    if (depth > EXT_MAX_DEPTH)
        return file_system_set_damage(&files->parent, "tree of extents", error);
    for (;; depth--) {
        const guint8 *entry;

        if (!check_node(inode, node, size, depth, error))
            return FALSE;
        entry = find_entry(node, block, &limit);
        if (depth == 0 || entry == NULL)
            return use_extent(inode, depth == 0 ? entry : NULL, block, limit, out_piece, error);
        if (below == NULL)
            below = g_malloc(files->block_size);
        if (!read_block(files, le32(entry + 4) | (guint64)le16(entry + 8) << 32, below, error))
            return FALSE;
        node = below;
        size = files->block_size;
    }
}

/* How many numbers from @index on are those of blocks in a row. */
static gsize
count_row(const guint8 *numbers, gsize index, gsize n_numbers)
{
    guint32 first = le32(numbers + 4 * index);
    gsize count = 1;

    while (index + count < n_numbers &&
           le32(numbers + 4 * (index + count)) == (first == 0 ? 0 : first + count))
        count++;
    return count;
}

static gboolean
use_numbers(const ExtInode *inode, const guint8 *numbers, gsize index, gsize n_numbers,
            guint64 block, FilePiece *out_piece, GError **error)
{
    guint32 place = le32(numbers + 4 * index);

    return set_piece(inode, block, count_row(numbers, index, n_numbers),
                     place == 0 ? SOURCE_EXTENT_ZEROS : place, out_piece, error);
}

/* A block that is not among the first ones: @block counts from there. */
static gboolean
find_in_map(const ExtInode *inode, guint64 at, guint64 block, FilePiece *out_piece, GError **error)
{
    const Ext *files = inode->files;
    guint64 per_block = files->block_size / 4, span = per_block;
    g_autofree guint8 *numbers = g_malloc(files->block_size);
    guint level = 0;
    guint32 place;

    while (block >= span && level < N_MAP_LEVELS) {
        block -= span;
        span *= per_block;
        level++;
    }
    if (level == N_MAP_LEVELS)
        return file_system_set_damage(&files->parent, "size of a file", error);
    for (place = le32(inode->inlined + 4 * (N_DIRECT + level)); place != 0;
         place = le32(numbers + 4 * (block / span % per_block))) {
        if (!read_block(files, place, numbers, error))
            return FALSE;
        span /= per_block;
        if (span == 1)
            return use_numbers(inode, numbers, block % per_block, per_block, at, out_piece, error);
    }
    /* all of what is below is a hole; tell of the block alone, a reader asks again */
    return set_piece(inode, at, span - block % span, SOURCE_EXTENT_ZEROS, out_piece, error);
}

gboolean
ext_find_piece(gpointer data, guint64 at, FilePiece *out_piece, GError **error)
{
    const ExtInode *inode = data;
    guint64 block = at / inode->files->block_size;

    if ((inode->flags & EXT_FLAG_EXTENTS) != 0)
        return find_in_extents(inode, block, out_piece, error);
    if (block < N_DIRECT)
        return use_numbers(inode, inode->inlined, block, N_DIRECT, block, out_piece, error);
    return find_in_map(inode, block, block - N_DIRECT, out_piece, error);
}
