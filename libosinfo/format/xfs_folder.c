/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the names of a folder of XFS:
 *
 *     short     in the inode: a header, and entries of name and inode
 *     block     one block: entries, then hashes of their names in order, then how many
 *     leaf      blocks of entries at the start of the file; blocks of hashes 32 GiB further on
 *     node      likewise, and above the hashes a tree of them
 *
 * An entry is found by its hash without reading the others: a hash comes with the place of its entry, in
 * steps of eight bytes.
 */

#include "config.h"

#include <string.h>

#include "format/big_endian.h"
#include "format/xfs.h"
#include "format/xfs_private.h"

#define HASHES_OFFSET ((guint64)1 << 35) /* in the file */
#define ENTRY_STEP 8
#define HASH_SIZE 8 /* bytes of a hash and a place */
#define TAIL_SIZE 8 /* behind the hashes of a block */
#define FREE_TAG 0xFFFFu
#define MAX_CHAIN 4 /* blocks of hashes behind each other in which a hash may go on */

typedef struct {
    FolderLook parent;
    Xfs *files;
    XfsInode *folder;
} Look;

static gboolean
set_damage(const Look *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->files->parent, what, error);
}

static gboolean
find_kind(const Look *self, guint32 written, guint64 inode_number, FileNodeKind *out_kind,
          GError **error)
{
    g_autoptr(XfsInode) inode = NULL;

    if (self->files->has_kinds) {
        *out_kind = written == 1   ? FILE_NODE_FILE
                    : written == 2 ? FILE_NODE_FOLDER
                    : written == 7 ? FILE_NODE_LINK
                                   : FILE_NODE_OTHER;
        return TRUE;
    }
    inode = xfs_read_inode(self->files, inode_number, error);
    if (inode == NULL)
        return FALSE;
    *out_kind = inode->kind;
    return TRUE;
}

/* An entry, wherever it was written. */
typedef struct {
    const char *name;
    gsize length; /* bytes, 255 at most */
    guint32 kind;
    guint64 inode;
} Entry;

static gboolean
look_at_entry(Look *self, const Entry *entry, GError **error)
{
    FileNode node = {.size = FILE_SIZE_NOT_KNOWN, .place = {entry->inode}};

    if (!folder_look_wants(&self->parent, entry->name, entry->length))
        return TRUE;
    if (!find_kind(self, entry->kind, entry->inode, &node.kind, error))
        return FALSE;
    folder_look_take(&self->parent, entry->name, entry->length, &node);
    return TRUE;
}

static gboolean
look_at_short(Look *self, GError **error)
{
    const guint8 *bytes = self->folder->fork;
    gsize size = (gsize)self->folder->size;
    gsize number_size = size >= 2 && bytes[1] > 0 ? 8 : 4;
    gsize kind_size = self->files->has_kinds ? 1 : 0;
    gsize at = 2 + number_size;
    gsize count = size < at ? 0 : bytes[0];

    for (gsize i = 0; i < count && !self->parent.is_over; i++) {
        gsize length = at < size ? bytes[at] : 0;
        gsize behind = at + 3 + length;
        Entry entry;

        if (length == 0 || behind + kind_size + number_size > size)
            return set_damage(self, "folder", error);
        entry = (Entry){(const char *)bytes + at + 3, length, kind_size > 0 ? bytes[behind] : 0, 0};
        behind += kind_size;
        entry.inode = number_size == 8 ? be64(bytes + behind) : be32(bytes + behind);
        if (!look_at_entry(self, &entry, error))
            return FALSE;
        at = behind + number_size;
    }
    return TRUE;
}

static gsize
get_header_size(const Look *self)
{
    return self->files->is_v5 ? 64 : 16;
}

/* FALSE: there is no whole entry at @at before @end. */
static gboolean
parse_entry(const Look *self, const guint8 *block, gsize at, gsize end, Entry *out_entry,
            gsize *out_size)
{
    gsize kind_size = self->files->has_kinds ? 1 : 0;
    gsize length;

    if (at > end || end - at < 2 * ENTRY_STEP)
        return FALSE;
    length = block[at + 8];
    *out_size = (8 + 1 + length + kind_size + 2 + ENTRY_STEP - 1) / ENTRY_STEP * ENTRY_STEP;
    if (length == 0 || *out_size > end - at)
        return FALSE;
    *out_entry = (Entry){(const char *)block + at + 9, length,
                         kind_size > 0 ? block[at + 9 + length] : 0, be64(block + at)};
    return TRUE;
}

static gboolean
look_at_entries(Look *self, const guint8 *block, gsize end, GError **error)
{
    gsize at = get_header_size(self);

    while (at < end && !self->parent.is_over) {
        gsize size = end - at >= ENTRY_STEP ? be16(block + at + 2) : 0;
        Entry entry;

        if (end - at >= ENTRY_STEP && be16(block + at) == FREE_TAG) {
            if (size < ENTRY_STEP || size % ENTRY_STEP != 0 || size > end - at)
                return set_damage(self, "folder", error);
        } else if (!parse_entry(self, block, at, end, &entry, &size)) {
            return set_damage(self, "folder", error);
        } else if (!look_at_entry(self, &entry, error)) {
            return FALSE;
        }
        at += size;
    }
    return TRUE;
}

/* A folder's block at a place of its file. *out_is_hole: nothing is there. */
static gboolean
read_block(const Look *self, guint64 at, guint8 *block, gboolean *out_is_hole, GError **error)
{
    gsize size = (gsize)1 << self->files->folder_bits, done = 0;

    *out_is_hole = FALSE;
    while (done < size) {
        FilePiece piece;
        gsize part;

        if (!xfs_find_piece(self->folder, at + done, &piece, error))
            return FALSE;
        if (piece.offset == SOURCE_EXTENT_ZEROS) {
            *out_is_hole = TRUE;
            return TRUE;
        }
        part = (gsize)MIN(size - done, piece.size - (at + done - piece.start));
        if (!file_system_read_bytes(&self->files->parent, self->files->source,
                                    piece.offset + (at + done - piece.start), block + done, part,
                                    error))
            return FALSE;
        done += part;
    }
    return TRUE;
}

/* The hashes of a folder of one block; FALSE: it is none. */
static gboolean
find_block_hashes(const Look *self, const guint8 *block, const guint8 **out_hashes,
                  gsize *out_count)
{
    gsize size = (gsize)1 << self->files->folder_bits;
    gsize count = be32(block + size - TAIL_SIZE);

    if (memcmp(block, self->files->is_v5 ? "XDB3" : "XD2B", 4) != 0 ||
        count > (size - TAIL_SIZE - get_header_size(self)) / HASH_SIZE)
        return FALSE;
    *out_hashes = block + size - TAIL_SIZE - count * HASH_SIZE;
    *out_count = count;
    return TRUE;
}

/* All entries of a block. */
static gboolean
look_at_block(Look *self, const guint8 *block, GError **error)
{
    const guint8 *hashes;
    gsize count;

    if (find_block_hashes(self, block, &hashes, &count))
        return look_at_entries(self, block, (gsize)(hashes - block), error);
    if (memcmp(block, self->files->is_v5 ? "XDD3" : "XD2D", 4) != 0)
        return set_damage(self, "folder", error);
    return look_at_entries(self, block, (gsize)1 << self->files->folder_bits, error);
}

static gboolean
look_at_all(Look *self, GError **error)
{
    gsize block_size = (gsize)1 << self->files->folder_bits;
    guint64 size = MIN(self->folder->size, FILE_SYSTEM_MAX_FOLDER);
    g_autofree guint8 *block = NULL;

    if (self->folder->format == XFS_LOCAL)
        return look_at_short(self, error);
    block = g_malloc(block_size);
    for (guint64 at = 0; at < size && !self->parent.is_over; at += block_size) {
        gboolean is_hole;

        if (!read_block(self, at, block, &is_hole, error) ||
            (!is_hole && !look_at_block(self, block, error)))
            return FALSE;
    }
    return TRUE;
}

static guint32
rotate(guint32 number, guint bits)
{
    return number << bits | number >> (32 - bits);
}

static guint32
hash_name(const char *name, gsize length)
{
    const guint8 *letters = (const guint8 *)name;
    guint32 hash = 0;

    for (; length >= 4; length -= 4, letters += 4)
        hash = (guint32)letters[0] << 21 ^ (guint32)letters[1] << 14 ^ (guint32)letters[2] << 7 ^
               letters[3] ^ rotate(hash, 28);
    switch (length) {
    case 3:
        return (guint32)letters[0] << 14 ^ (guint32)letters[1] << 7 ^ letters[2] ^ rotate(hash, 21);
    case 2:
        return (guint32)letters[0] << 7 ^ letters[1] ^ rotate(hash, 14);
    case 1:
        return letters[0] ^ rotate(hash, 7);
    default:
        return hash;
    }
}

/* The first hash that is not less than @hash. */
static gsize
find_hash(const guint8 *hashes, gsize count, guint32 hash)
{
    gsize low = 0;

    while (count > 0) {
        gsize half = count / 2;

        if (be32(hashes + (low + half) * HASH_SIZE) < hash) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

/* The entry whose place stands beside a hash. @block: NULL, it is to be read; or the only one. */
static gboolean
look_at_place(Look *self, guint32 place, const guint8 *block, guint8 *buffer, GError **error)
{
    guint64 offset = (guint64)place * ENTRY_STEP;
    gsize block_size = (gsize)1 << self->files->folder_bits, size;
    gboolean is_hole = FALSE;
    Entry entry;

    /* one that was taken out */
    if (place == 0)
        return TRUE;
    if (block == NULL) {
        if (offset >= HASHES_OFFSET)
            return set_damage(self, "place in a folder", error);
        if (!read_block(self, offset / block_size * block_size, buffer, &is_hole, error))
            return FALSE;
        block = buffer;
    } else if (offset >= block_size) {
        return set_damage(self, "place in a folder", error);
    }
    if (is_hole || offset % block_size < get_header_size(self) ||
        !parse_entry(self, block, offset % block_size, block_size, &entry, &size))
        return set_damage(self, "place in a folder", error);
    return look_at_entry(self, &entry, error);
}

/* Those of a row of hashes that are just so. *out_goes_on: the last one is, too. */
static gboolean
look_at_hashes(Look *self, const guint8 *hashes, gsize count, const guint8 *block, guint8 *buffer,
               gboolean *out_goes_on, GError **error)
{
    guint32 hash = hash_name(self->parent.name, self->parent.length);
    gsize i = find_hash(hashes, count, hash), first = i;

    for (; i < count && be32(hashes + i * HASH_SIZE) == hash && !self->parent.is_over; i++) {
        if (i - first == XFS_MAX_COLLISIONS)
            break;
        if (!look_at_place(self, be32(hashes + i * HASH_SIZE + 4), block, buffer, error))
            return FALSE;
    }
    *out_goes_on = i == count && !self->parent.is_over;
    return TRUE;
}

/* A block of the tree of hashes, by what it begins with. */
typedef struct {
    const guint8 *hashes;
    gsize count;
    guint32 level; /* 0: a leaf */
    guint64 next;  /* the block behind it, 0: there is none */
} HashBlock;

static gboolean
read_hash_block(Look *self, guint64 number, guint8 *bytes, HashBlock *out_block, GError **error)
{
    gboolean is_v5 = self->files->is_v5, is_hole;
    gsize start = is_v5 ? 64 : 16, at = is_v5 ? 56 : 12;
    gsize size = (gsize)1 << self->files->folder_bits;
    guint32 magic;

    if (number >= 2 * HASHES_OFFSET >> self->files->block_bits)
        return set_damage(self, "tree of hashes", error);
    if (!read_block(self, number << self->files->block_bits, bytes, &is_hole, error))
        return FALSE;
    if (is_hole)
        return set_damage(self, "tree of hashes", error);
    magic = be16(bytes + 8);
    *out_block = (HashBlock){bytes + start, be16(bytes + at), 0, be32(bytes)};
    if (magic == (is_v5 ? 0x3EBEu : 0xFEBEu))
        out_block->level = be16(bytes + at + 2);
    else if (magic != (is_v5 ? 0x3DF1u : 0xD2F1u) && magic != (is_v5 ? 0x3DFFu : 0xD2FFu))
        return set_damage(self, "tree of hashes", error);
    if (out_block->count > (size - start) / HASH_SIZE || out_block->level > XFS_MAX_LEVELS)
        return set_damage(self, "tree of hashes", error);
    return TRUE;
}

/* Down to the leaf that has the hash, if one has. */
static gboolean
find_leaf(Look *self, guint8 *bytes, HashBlock *out_leaf, GError **error)
{
    guint32 hash = hash_name(self->parent.name, self->parent.length);
    guint64 number = HASHES_OFFSET >> self->files->block_bits;
    guint32 level = XFS_MAX_LEVELS + 1;

    for (;;) {
        gsize i;

        if (!read_hash_block(self, number, bytes, out_leaf, error))
            return FALSE;
        if (out_leaf->level == 0)
            return TRUE;
        if (out_leaf->level >= level)
            return set_damage(self, "tree of hashes", error);
        level = out_leaf->level;
        i = find_hash(out_leaf->hashes, out_leaf->count, hash);
        if (i == out_leaf->count) {
            out_leaf->count = 0;
            out_leaf->next = 0;
            return TRUE;
        }
        number = be32(out_leaf->hashes + i * HASH_SIZE + 4);
    }
}

static gboolean
look_in_tree(Look *self, GError **error)
{
    gsize size = (gsize)1 << self->files->folder_bits;
    g_autofree guint8 *bytes = g_malloc(size), *buffer = g_malloc(size);
    HashBlock leaf;

    if (!find_leaf(self, bytes, &leaf, error))
        return FALSE;
    for (guint i = 0; i < MAX_CHAIN; i++) {
        gboolean goes_on;

        if (!look_at_hashes(self, leaf.hashes, leaf.count, NULL, buffer, &goes_on, error))
            return FALSE;
        if (!goes_on || leaf.next == 0)
            return TRUE;
        if (!read_hash_block(self, leaf.next, bytes, &leaf, error))
            return FALSE;
    }
    return TRUE;
}

/* By its hash. */
static gboolean
look_up(Look *self, GError **error)
{
    gsize size = (gsize)1 << self->files->folder_bits, count;
    g_autofree guint8 *block = NULL;
    const guint8 *hashes;
    gboolean is_hole, goes_on;

    if (self->folder->format == XFS_LOCAL)
        return look_at_short(self, error);
    if (self->folder->size > size)
        return look_in_tree(self, error);
    block = g_malloc(size);
    if (!read_block(self, 0, block, &is_hole, error))
        return FALSE;
    if (!is_hole && find_block_hashes(self, block, &hashes, &count))
        return look_at_hashes(self, hashes, count, block, NULL, &goes_on, error);
    return look_in_tree(self, error);
}

static XfsInode *
read_folder(Xfs *self, const FileNode *node, GError **error)
{
    g_autoptr(XfsInode) folder = xfs_read_inode(self, node->place[0], error);

    if (folder == NULL)
        return NULL;
    if (folder->kind != FILE_NODE_FOLDER) {
        file_system_set_damage(&self->parent, "kind of an inode", error);
        return NULL;
    }
    return g_steal_pointer(&folder);
}

gboolean
xfs_list(FileSystem *files, const FileNode *node, FileVisitor visit, gpointer data, GError **error)
{
    Xfs *self = (Xfs *)files;
    g_autoptr(XfsInode) folder = read_folder(self, node, error);
    Look look = {{.visit = visit, .data = data}, self, folder};

    return folder != NULL && look_at_all(&look, error);
}

FormatAnswer
xfs_lookup(FileSystem *files, const FileNode *node, const char *name, gsize length,
           FileNode *out_node, GError **error)
{
    Xfs *self = (Xfs *)files;
    g_autoptr(XfsInode) folder = read_folder(self, node, error);
    Look look = {{.name = name, .length = length}, self, folder};

    if (folder == NULL || !look_up(&look, error))
        return FORMAT_DAMAGED;
    return folder_look_answer(&look.parent, out_node);
}
