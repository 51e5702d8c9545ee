/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The bytes of a file of btrfs. Its pieces are items of the subvolume's tree, by the place in the file:
 *
 *     in the item     a short file
 *     elsewhere       a logical address; part of what is there may belong to other files
 *     prepared        room without bytes yet: zeros
 *
 * Either may be compressed, 128 KiB at a time. LZO is in parts: its size in all, then the size of each and the
 * part itself, which is unpacked no more than a sector. No size stands across the end of a sector.
 */

#include "config.h"

#include <string.h>

#include "format/btrfs_private.h"
#include "format/lzo.h"
#include "format/unpack.h"

#define INLINE_HEADER 21
#define EXTENT_SIZE 53
#define INODE_SIZE 160
#define IN_ITEM 0
#define PREPARED 2

enum {
    STORED,
    ZLIB,
    LZO,
    ZSTD,
};

/* A piece of a file. */
typedef struct {
    guint64 start; /* in the file */
    guint64 size;  /* bytes of the file that it has */
    gboolean is_hole;
    guint8 compression;
    guint64 address;     /* of what is stored; 0: it is in the item */
    guint64 stored_size; /* bytes */
    guint64 skipped;     /* bytes, unpacked, that belong to others */
    guint64 whole_size;  /* bytes of all when unpacked */
} Piece;

typedef struct {
    Source parent;
    Btrfs *files; /* borrowed */
    BtrfsTree tree;
    guint64 inode;
    guint64 size; /* bytes */
    Piece piece;  /* the last one; without bytes: none yet */
    guint8 *data; /* owned; its bytes, unpacked; NULL: it is stored as it is */
} BtrfsFile;

static gboolean
set_damage(const BtrfsFile *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->files->parent, what, error);
}

static gboolean
unpack_lzo(const BtrfsFile *self, const guint8 *packed, gsize packed_size, guint8 *out,
           gsize out_size, gsize *out_done, GError **error)
{
    gsize sector = self->files->sector_size, at = 4;
    gsize end = packed_size >= 4 ? MIN(le32(packed), packed_size) : 0;

    *out_done = 0;
    while (at < end && end - at >= 4 && *out_done < out_size) {
        gsize size, room = MIN(out_size - *out_done, sector);
        gssize count;

        if (sector - at % sector < 4) {
            at += sector - at % sector;
            continue;
        }
        size = le32(packed + at);
        at += 4;
        count = size <= end - at ? lzo_unpack(packed + at, size, out + *out_done, room) : -1;
        if (count < 0)
            return set_damage(self, "lzo data", error);
        at += size;
        *out_done += (gsize)count;
    }
    return TRUE;
}

/* What is missing at the end is zeros. */
static gboolean
unpack_piece(BtrfsFile *self, const guint8 *packed, gsize packed_size, GError **error)
{
    gsize size = (gsize)self->piece.whole_size, done = 0;
    g_autofree guint8 *data = g_malloc0(size);
    UnpackBlock block = {.in = packed, .in_size = packed_size, .out = data, .out_size = size};

    if (self->piece.compression == STORED) {
        done = MIN(size, packed_size);
        memcpy(data, packed, done);
    } else if (self->piece.compression == LZO) {
        if (!unpack_lzo(self, packed, packed_size, data, size, &done, error))
            return FALSE;
    } else if (unpack_block(self->piece.compression == ZLIB ? UNPACK_ZLIB : UNPACK_ZSTD, &block,
                            error) < 0) {
        return FALSE;
    }
    g_free(self->data);
    self->data = g_steal_pointer(&data);
    return TRUE;
}

/* @item: of the piece. */
static gboolean
parse_piece(const BtrfsFile *self, const BtrfsItem *item, Piece *out_piece, GError **error)
{
    const guint8 *bytes = item->data;
    Piece piece = {.start = item->key.offset};

    if (item->size < INLINE_HEADER || (bytes[20] != IN_ITEM && item->size < EXTENT_SIZE) ||
        bytes[20] > PREPARED)
        return set_damage(self, "piece of a file", error);
    if (bytes[17] != 0 || le16(bytes + 18) != 0 || bytes[16] > ZSTD)
        return file_system_set_unsupported(&self->files->parent, "an encoding of a file", error);
    piece.whole_size = le64(bytes + 8);
    piece.compression = bytes[16];
    piece.size = piece.whole_size;
    if (bytes[20] != IN_ITEM) {
        piece.address = le64(bytes + 21);
        piece.stored_size = le64(bytes + 29);
        piece.skipped = le64(bytes + 37);
        piece.size = le64(bytes + 45);
        piece.is_hole = piece.address == 0 || bytes[20] == PREPARED;
    }
    if (piece.size == 0 || piece.size > G_MAXINT64 || piece.start > G_MAXINT64)
        return set_damage(self, "piece of a file", error);
    if ((bytes[20] == IN_ITEM || piece.compression != STORED) && !piece.is_hole &&
        (piece.whole_size > BTRFS_MAX_PIECE || piece.stored_size > BTRFS_MAX_PIECE ||
         piece.skipped > piece.whole_size || piece.size > piece.whole_size - piece.skipped))
        return set_damage(self, "piece of a file", error);
    if (piece.skipped > G_MAXINT64 || piece.address > G_MAXINT64)
        return set_damage(self, "piece of a file", error);
    *out_piece = piece;
    return TRUE;
}

static gboolean
is_ours(const BtrfsFile *self, const BtrfsKey *key)
{
    return key->object == self->inode && key->type == BTRFS_EXTENT_DATA;
}

/* Up to the next piece, or to the end. */
static gboolean
use_hole(BtrfsFile *self, guint64 at, GError **error)
{
    BtrfsKey key = {self->inode, BTRFS_EXTENT_DATA, at + 1};
    BtrfsItem item;
    FormatAnswer answer = btrfs_find_first(self->files, &self->tree, &key, &item, error);
    guint64 end = self->size;

    if (answer == FORMAT_DAMAGED)
        return FALSE;
    if (answer == FORMAT_FOUND && is_ours(self, &item.key))
        end = item.key.offset;
    self->piece = (Piece){.start = at, .size = MAX(end, at + 1) - at, .is_hole = TRUE};
    return TRUE;
}

/* Takes what is stored, where it has to be unpacked as a whole. */
static gboolean
load_piece(BtrfsFile *self, const BtrfsItem *item, GError **error)
{
    g_autofree guint8 *packed = NULL;

    if (self->piece.is_hole)
        return TRUE;
    if (self->piece.address == 0)
        return unpack_piece(self, item->data + INLINE_HEADER, item->size - INLINE_HEADER, error);
    if (self->piece.compression == STORED)
        return TRUE;
    packed = g_malloc(self->piece.stored_size);
    return btrfs_read(self->files, self->piece.address, packed, self->piece.stored_size, error) &&
           unpack_piece(self, packed, self->piece.stored_size, error);
}

static gboolean
has_byte(const Piece *piece, guint64 at)
{
    return at >= piece->start && at - piece->start < piece->size;
}

static gboolean
find_piece(BtrfsFile *self, guint64 at, GError **error)
{
    BtrfsKey key = {self->inode, BTRFS_EXTENT_DATA, at};
    FormatAnswer answer;
    BtrfsItem item;
    Piece piece;

    if (has_byte(&self->piece, at))
        return TRUE;
    self->piece.size = 0;
    g_clear_pointer(&self->data, g_free);
    answer = btrfs_find_last(self->files, &self->tree, &key, &item, error);
    if (answer == FORMAT_DAMAGED)
        return FALSE;
    if (answer == FORMAT_NOT_THIS || !is_ours(self, &item.key))
        return use_hole(self, at, error);
    if (!parse_piece(self, &item, &piece, error))
        return FALSE;
    if (!has_byte(&piece, at))
        return use_hole(self, at, error);
    self->piece = piece;
    if (load_piece(self, &item, error))
        return TRUE;
    self->piece.size = 0;
    return FALSE;
}

/* As it is on the device. */
static gboolean
read_stored(BtrfsFile *self, guint64 address, guint8 *buffer, gsize *size, GError **error)
{
    guint64 offset, available;

    if (!btrfs_find_place(self->files, address, &offset, &available, error))
        return FALSE;
    *size = (gsize)MIN(*size, available);
    return file_system_read_bytes(&self->files->parent, self->files->source, offset, buffer, *size,
                                  error);
}

static gboolean
read_piece(Source *source, guint64 at, guint8 *buffer, gsize *size, GError **error)
{
    BtrfsFile *self = (BtrfsFile *)source;
    guint64 before;

    if (!find_piece(self, at, error))
        return FALSE;
    before = at - self->piece.start;
    *size = (gsize)MIN(*size, self->piece.size - before);
    before += self->piece.skipped;
    if (self->piece.is_hole)
        memset(buffer, 0, *size);
    else if (self->data != NULL)
        memcpy(buffer, self->data + before, *size);
    else
        return read_stored(self, self->piece.address + before, buffer, size, error);
    return TRUE;
}

static gssize
file_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    return source_read_pieces(source, read_piece, offset, buffer, size, error);
}

static gint64
file_get_size(Source *source)
{
    return (gint64)((BtrfsFile *)source)->size;
}

static void
file_close(Source *source)
{
    g_free(((BtrfsFile *)source)->data);
    g_free(source);
}

static const SourceOperations file_operations = {
    .read = file_read,
    .get_size = file_get_size,
    .close = file_close,
};

Source *
btrfs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Btrfs *self = (Btrfs *)files;
    BtrfsKey key = {node->place[1], BTRFS_INODE_ITEM, 0};
    BtrfsItem item;
    BtrfsTree tree;
    FormatAnswer answer;

    if (!btrfs_find_tree(self, node->place[0], &tree, error))
        return NULL;
    answer = btrfs_find_item(self, &tree, &key, INODE_SIZE, &item, error);
    if (answer == FORMAT_NOT_THIS || (answer == FORMAT_FOUND && le64(item.data + 16) > G_MAXINT64))
        file_system_set_damage(files, "inode", error);
    if (answer != FORMAT_FOUND || le64(item.data + 16) > G_MAXINT64)
        return NULL;

    BtrfsFile *file = g_new0(BtrfsFile, 1);

    file->parent.operations = &file_operations;
    file->files = self;
    file->tree = tree;
    file->inode = node->place[1];
    file->size = le64(item.data + 16);
    return &file->parent;
}
