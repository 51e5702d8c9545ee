/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads ext2, ext3 and ext4 as far as finding a file and reading it wants ("Data Structures and Algorithms" of
 * the kernel's documentation of ext4). What a name of a folder leads to is left to file_system.c.
 *
 *     1024      superblock: sizes, features
 *     next block    a descriptor for each group of blocks: where its inodes are
 *     inode     kind, size, and 60 bytes that say where the blocks are, or that hold a short link or file
 *     folder    a file: in each block entries of inode, length of the entry, length of the name, kind, name
 *
 * A large folder has an index over the hashes of its names. It stands in blocks of the same file, as an entry
 * without a name that fills a block, so that whoever knows no index reads on.
 */

#include "config.h"

#include <string.h>

#include "format/ext.h"
#include "format/ext_hash.h"
#include "format/ext_private.h"
#include "format/little_endian.h"

#define SUPERBLOCK_OFFSET 1024
#define SUPERBLOCK_SIZE 1024
#define ROOT_INODE 2
#define INODE_SIZE 128 /* bytes that each one has */
#define MAX_BLOCK_BITS 6
#define GOOD_OLD 0 /* a revision that knows no features */
#define COMPATIBLE_INDEX 0x20u
#define COMPATIBLE_SPARSE2 0x200u
#define READ_ONLY_SPARSE 1u
#define INCOMPATIBLE_KINDS 2u
#define INCOMPATIBLE_META_GROUPS 0x10u
#define INCOMPATIBLE_64_BIT 0x80u
/* kinds, recovery, groups of descriptors, extents, 64 bits, several mounts, flexible groups, values in inodes,
 * seed of checksums, large folders, inlined data, encryption, names without case */
#define INCOMPATIBLE_KNOWN 0x3E7D6u
#define HASHES_ARE_UNSIGNED 2u

#define FLAG_INDEX 0x1000u
#define FLAG_ENCRYPTED 0x800u
#define FLAG_INLINED 0x10000000u
#define FLAG_FOLDED 0x40000000u

#define ENTRY_SIZE 8
#define INDEX_ENTRY_SIZE 8
#define ATTRIBUTE_SIZE 16 /* bytes of its entry, the name aside */
#define ATTRIBUTE_MAGIC 0xEA020000u
#define ATTRIBUTE_SYSTEM 7

static void
inode_free(gpointer data)
{
    ExtInode *self = data;

    g_free(self->rest);
    g_free(self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExtInode, inode_free)

static gboolean
is_power_of(guint32 number, guint32 base)
{
    while (number > 1 && number % base == 0)
        number /= base;
    return number == 1;
}

/* Does a group begin with a copy of the superblock? */
static gboolean
has_superblock(const Ext *self, guint32 group)
{
    if (group == 0)
        return TRUE;
    if ((self->compatible & COMPATIBLE_SPARSE2) != 0)
        return group == self->backup_groups[0] || group == self->backup_groups[1];
    return (self->read_only & READ_ONLY_SPARSE) == 0 || group == 1 || is_power_of(group, 3) ||
           is_power_of(group, 5) || is_power_of(group, 7);
}

/* Where the descriptor of a group is. */
static guint64
find_descriptor(const Ext *self, guint32 group)
{
    guint32 per_block = self->block_size / self->descriptor_size;
    guint32 meta_group = group / per_block;
    guint64 block = SUPERBLOCK_OFFSET / self->block_size + 1 + (guint64)meta_group;

    if ((self->incompatible & INCOMPATIBLE_META_GROUPS) != 0 &&
        meta_group >= self->first_meta_group) {
        guint32 first = meta_group * per_block;

        block = self->first_block + (guint64)first * self->blocks_per_group +
                (has_superblock(self, first) ? 1 : 0);
        /* blocks of 1024 bytes that are counted in clusters begin before the superblock */
        if (first == 0 && self->block_size == SUPERBLOCK_OFFSET && self->first_block == 0)
            block++;
    }
    return block * self->block_size + (guint64)(group % per_block) * self->descriptor_size;
}

static gboolean
find_inode(const Ext *self, guint32 number, guint64 *out_offset, GError **error)
{
    guint8 descriptor[64] = {0};
    guint32 group = (number - 1) / self->inodes_per_group;
    guint64 table;

    if (number == 0 || number > self->n_inodes)
        return file_system_set_damage(&self->parent, "number of an inode", error);
    if (!file_system_read_bytes(&self->parent, self->source, find_descriptor(self, group),
                                descriptor, MIN(self->descriptor_size, sizeof(descriptor)), error))
        return FALSE;
    table = le32(descriptor + 8);
    if (self->descriptor_size >= sizeof(descriptor))
        table |= (guint64)le32(descriptor + 40) << 32;
    if (table == 0 || table >= self->n_blocks)
        return file_system_set_damage(&self->parent, "place of inodes", error);
    *out_offset = table * self->block_size +
                  (guint64)((number - 1) % self->inodes_per_group) * self->inode_size;
    return TRUE;
}

/* What is behind the fixed part of an inode that holds its file. */
static gboolean
read_rest(ExtInode *inode, guint64 offset, GError **error)
{
    Ext *files = inode->files;

    if ((inode->flags & FLAG_INLINED) == 0 || files->inode_size <= INODE_SIZE)
        return TRUE;
    inode->rest_size = files->inode_size - INODE_SIZE;
    inode->rest = g_malloc(inode->rest_size);
    return file_system_read_bytes(&files->parent, files->source, offset + INODE_SIZE, inode->rest,
                                  inode->rest_size, error);
}

static ExtInode *
read_inode(Ext *self, guint32 number, GError **error)
{
    guint8 bytes[INODE_SIZE];
    guint64 offset = 0;

    if (!find_inode(self, number, &offset, error) ||
        !file_system_read_bytes(&self->parent, self->source, offset, bytes, sizeof(bytes), error))
        return NULL;

    g_autoptr(ExtInode) inode = g_new0(ExtInode, 1);

    inode->files = self;
    inode->number = number;
    inode->mode = le16(bytes);
    inode->flags = le32(bytes + 32);
    inode->size = le32(bytes + 4) | (guint64)le32(bytes + 108) << 32;
    memcpy(inode->inlined, bytes + 40, EXT_N_INLINE);
    if (!read_rest(inode, offset, error))
        return NULL;
    if (inode->size > G_MAXINT64) {
        file_system_set_damage(&self->parent, "size of a file", error);
        return NULL;
    }
    return g_steal_pointer(&inode);
}

/* The value of the attribute "system.data", which is the end of a file that its inode holds. */
static gboolean
find_inlined_end(const ExtInode *inode, const guint8 **out_value, gsize *out_size)
{
    gsize extra = inode->rest_size >= 2 ? le16(inode->rest) : 0;
    const guint8 *first;
    gsize size, at = 0;

    if (inode->rest_size < 4 || extra > inode->rest_size - 4 ||
        le32(inode->rest + extra) != ATTRIBUTE_MAGIC)
        return FALSE;
    first = inode->rest + extra + 4;
    size = inode->rest_size - extra - 4;
    while (size >= ATTRIBUTE_SIZE && at <= size - ATTRIBUTE_SIZE && le32(first + at) != 0) {
        const guint8 *entry = first + at;
        gsize offset = le16(entry + 2), value_size = le32(entry + 8);

        if (entry[0] == 4 && entry[1] == ATTRIBUTE_SYSTEM && at + ATTRIBUTE_SIZE + 4 <= size &&
            memcmp(entry + ATTRIBUTE_SIZE, "data", 4) == 0) {
            *out_value = first + offset;
            *out_size = value_size;
            return offset <= size && value_size <= size - offset;
        }
        at += ATTRIBUTE_SIZE + (entry[0] + 3u) / 4 * 4;
    }
    return FALSE;
}

/* The bytes that an inode holds, @skipped left out. */
static guint8 *
copy_inlined(const ExtInode *inode, gsize skipped, gsize *out_size)
{
    const guint8 *value = NULL;
    gsize value_size = 0;
    guint8 *bytes;

    if (!find_inlined_end(inode, &value, &value_size))
        value_size = 0;
    bytes = g_malloc0(EXT_N_INLINE - skipped + value_size + 1);
    memcpy(bytes, inode->inlined + skipped, EXT_N_INLINE - skipped);
    if (value_size > 0)
        memcpy(bytes + EXT_N_INLINE - skipped, value, value_size);
    *out_size = EXT_N_INLINE - skipped + value_size;
    return bytes;
}

/* Takes over the inode. */
static Source *
open_inode(ExtInode *inode)
{
    Ext *files = inode->files;
    gboolean is_short_link = file_node_kind_of_mode(inode->mode) == FILE_NODE_LINK &&
                             inode->size < EXT_N_INLINE && (inode->flags & EXT_FLAG_EXTENTS) == 0;

    if ((inode->flags & FLAG_INLINED) != 0 || is_short_link) {
        gsize size;
        guint8 *bytes = copy_inlined(inode, 0, &size);
        Source *source = source_new_taken(bytes, (gsize)MIN(size, inode->size));

        inode_free(inode);
        return source;
    }
    return mapped_file_new(&files->parent, files->source, inode->size, ext_find_piece, inode,
                           inode_free);
}

static Source *
ext_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    g_autoptr(ExtInode) inode = read_inode((Ext *)files, (guint32)node->place[0], error);

    if (inode == NULL)
        return NULL;
    if (file_node_kind_of_mode(inode->mode) != node->kind) {
        file_system_set_damage(files, "kind of an inode", error);
        return NULL;
    }
    if ((inode->flags & FLAG_ENCRYPTED) != 0) {
        file_system_set_unsupported(files, "an encrypted file", error);
        return NULL;
    }
    return open_inode(g_steal_pointer(&inode));
}

typedef struct {
    FolderLook parent;
    Ext *files;
} Look;

/* What revisions without kinds say in the inode alone. */
static gboolean
find_kind(Ext *self, const guint8 *entry, FileNodeKind *out_kind, GError **error)
{
    g_autoptr(ExtInode) inode = NULL;

    if ((self->incompatible & INCOMPATIBLE_KINDS) != 0) {
        *out_kind = entry[7] == 1   ? FILE_NODE_FILE
                    : entry[7] == 2 ? FILE_NODE_FOLDER
                    : entry[7] == 7 ? FILE_NODE_LINK
                                    : FILE_NODE_OTHER;
        return TRUE;
    }
    inode = read_inode(self, le32(entry), error);
    if (inode == NULL)
        return FALSE;
    *out_kind = file_node_kind_of_mode(inode->mode);
    return TRUE;
}

static gboolean
look_at_entry(Look *self, const guint8 *entry, GError **error)
{
    const char *name = (const char *)entry + ENTRY_SIZE;
    gsize length = entry[6];
    FileNode node = {.size = FILE_SIZE_NOT_KNOWN, .place = {le32(entry)}};

    if (le32(entry) == 0 || !folder_look_wants(&self->parent, name, length))
        return TRUE;
    if (!find_kind(self->files, entry, &node.kind, error))
        return FALSE;
    folder_look_take(&self->parent, name, length, &node);
    return TRUE;
}

/* The entries of a block, or of what an inode holds. */
static gboolean
look_at_entries(Look *self, const guint8 *bytes, gsize size, GError **error)
{
    for (gsize at = 0; size - at >= ENTRY_SIZE && !self->parent.is_over;) {
        const guint8 *entry = bytes + at;
        gsize length = le16(entry + 4);

        /* what does not fit into its two bytes */
        if (size >= 65536 && (length == 0 || length == 65535))
            length = size - at;
        if (length < ENTRY_SIZE || length % 4 != 0 || length > size - at ||
            entry[6] + (gsize)ENTRY_SIZE > length)
            return file_system_set_damage(&self->files->parent, "entry of a folder", error);
        if (!look_at_entry(self, entry, error))
            return FALSE;
        at += length;
    }
    return TRUE;
}

/* The inode of the parent comes first, then what fits beside it, then the rest. */
static gboolean
look_at_inlined(Look *self, const ExtInode *folder, GError **error)
{
    const guint8 *value;
    gsize size;

    if (!look_at_entries(self, folder->inlined + 4, EXT_N_INLINE - 4, error))
        return FALSE;
    return self->parent.is_over || !find_inlined_end(folder, &value, &size) ||
           look_at_entries(self, value, size, error);
}

static gboolean
read_folder_block(const ExtInode *folder, guint64 block, guint8 *bytes, GError **error)
{
    const Ext *files = folder->files;
    FilePiece piece;
    guint64 at = block * files->block_size;

    if (at >= folder->size)
        return file_system_set_damage(&files->parent, "index of a folder", error);
    if (!ext_find_piece((gpointer)folder, at, &piece, error))
        return FALSE;
    if (piece.offset == SOURCE_EXTENT_ZEROS)
        return file_system_set_damage(&files->parent, "folder", error);
    return file_system_read_bytes(&files->parent, files->source, piece.offset + (at - piece.start),
                                  bytes, files->block_size, error);
}

static gboolean
look_at_blocks(Look *self, const ExtInode *folder, GError **error)
{
    guint32 block_size = self->files->block_size;
    guint64 size = MIN(folder->size, FILE_SYSTEM_MAX_FOLDER);
    g_autofree guint8 *bytes = g_malloc(block_size);

    for (guint64 block = 0; block < size / block_size && !self->parent.is_over; block++) {
        if (!read_folder_block(folder, block, bytes, error) ||
            !look_at_entries(self, bytes, block_size, error))
            return FALSE;
    }
    return TRUE;
}

static ExtInode *
read_folder(Ext *self, const FileNode *node, GError **error)
{
    g_autoptr(ExtInode) folder = read_inode(self, (guint32)node->place[0], error);

    if (folder == NULL)
        return NULL;
    if (file_node_kind_of_mode(folder->mode) != FILE_NODE_FOLDER) {
        file_system_set_damage(&self->parent, "kind of an inode", error);
        return NULL;
    }
    if ((folder->flags & FLAG_ENCRYPTED) != 0) {
        file_system_set_unsupported(&self->parent, "an encrypted folder", error);
        return NULL;
    }
    return g_steal_pointer(&folder);
}

static gboolean
look_at_all(Look *self, const ExtInode *folder, GError **error)
{
    return (folder->flags & FLAG_INLINED) != 0 ? look_at_inlined(self, folder, error)
                                               : look_at_blocks(self, folder, error);
}

static gboolean
ext_list(FileSystem *files, const FileNode *node, FileVisitor visit, gpointer data, GError **error)
{
    Look look = {{.visit = visit, .data = data}, (Ext *)files};
    g_autoptr(ExtInode) folder = read_folder(look.files, node, error);

    return folder != NULL && look_at_all(&look, folder, error);
}

/* A node of a folder's index: @entries are its bytes from the first one on, which has how many there are in the
 * place of its hash. */
typedef struct {
    const guint8 *entries;
    guint32 count;
} IndexNode;

static gboolean
open_index_node(const Ext *self, const guint8 *bytes, gsize at, IndexNode *out_node, GError **error)
{
    guint32 count = at + INDEX_ENTRY_SIZE <= self->block_size ? le16(bytes + at + 2) : 0;

    if (count == 0 || at + (gsize)count * INDEX_ENTRY_SIZE > self->block_size)
        return file_system_set_damage(&self->parent, "index of a folder", error);
    *out_node = (IndexNode){bytes + at, count};
    return TRUE;
}

static guint32
find_in_index(const IndexNode *node, guint32 hash)
{
    guint32 found = 0;

    while (found + 1 < node->count && le32(node->entries + INDEX_ENTRY_SIZE * (found + 1)) <= hash)
        found++;
    return found;
}

/* The block of an entry, and those behind it that go on with names of the same hash. */
static gboolean
look_at_leaves(Look *self, const ExtInode *folder, const IndexNode *node, guint32 found,
               guint32 hash, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(self->files->block_size);

    for (guint i = 0; i < EXT_MAX_COLLISIONS && !self->parent.is_over; i++, found++) {
        const guint8 *entry = node->entries + INDEX_ENTRY_SIZE * found;

        if (i > 0 && (found == node->count || le32(entry) != (hash | 1)))
            break;
        if (!read_folder_block(folder, le32(entry + 4) & 0x0FFFFFFF, bytes, error) ||
            !look_at_entries(self, bytes, self->files->block_size, error))
            return FALSE;
    }
    return TRUE;
}

/* By the index, whose root is in @bytes, the folder's first block. */
static gboolean
look_by_index(Look *self, const ExtInode *folder, guint8 *bytes, GError **error)
{
    const Ext *files = self->files;
    guint32 levels = bytes[30];
    guint32 hash = ext_hash_name(bytes[28] % EXT_HASH_UNSIGNED,
                                 bytes[28] >= EXT_HASH_UNSIGNED || files->is_hash_unsigned,
                                 files->hash_seed, self->parent.name, self->parent.length);
    IndexNode node = {NULL, 0};
    guint32 found;

    if (levels > EXT_MAX_LEVELS)
        return file_system_set_damage(&files->parent, "index of a folder", error);
    if (!open_index_node(files, bytes, 24 + (gsize)bytes[29], &node, error))
        return FALSE;
    for (found = find_in_index(&node, hash); levels > 0; levels--) {
        guint32 block = le32(node.entries + INDEX_ENTRY_SIZE * found + 4) & 0x0FFFFFFF;

        if (!read_folder_block(folder, block, bytes, error) ||
            !open_index_node(files, bytes, ENTRY_SIZE, &node, error))
            return FALSE;
        found = find_in_index(&node, hash);
    }
    return look_at_leaves(self, folder, &node, found, hash, error);
}

static gboolean
look_up(Look *self, const ExtInode *folder, GError **error)
{
    guint32 block_size = self->files->block_size;
    g_autofree guint8 *bytes = NULL;

    if ((self->files->compatible & COMPATIBLE_INDEX) == 0 || (folder->flags & FLAG_INDEX) == 0 ||
        (folder->flags & (FLAG_INLINED | FLAG_FOLDED)) != 0 || folder->size <= block_size)
        return look_at_all(self, folder, error);
    bytes = g_malloc(block_size);
    if (!read_folder_block(folder, 0, bytes, error))
        return FALSE;
    if (bytes[28] >= 2 * EXT_HASH_UNSIGNED)
        return look_at_all(self, folder, error);
    return look_by_index(self, folder, bytes, error);
}

static FormatAnswer
ext_lookup(FileSystem *files, const FileNode *node, const char *name, gsize length,
           FileNode *out_node, GError **error)
{
    Look look = {{.name = name, .length = length}, (Ext *)files};
    g_autoptr(ExtInode) folder = read_folder(look.files, node, error);

    if (folder == NULL || !look_up(&look, folder, error))
        return FORMAT_DAMAGED;
    return folder_look_answer(&look.parent, out_node);
}

static const FileSystemOperations ext_operations = {
    .name = "ext4",
    .list = ext_list,
    .open = ext_open_file,
    .lookup = ext_lookup,
};

static void
parse_features(Ext *self, const guint8 *bytes)
{
    self->inode_size = INODE_SIZE;
    self->descriptor_size = 32;
    if (le32(bytes + 76) == GOOD_OLD)
        return;
    self->inode_size = le16(bytes + 88);
    self->compatible = le32(bytes + 92);
    self->incompatible = le32(bytes + 96);
    self->read_only = le32(bytes + 100);
    for (guint i = 0; i < 4; i++)
        self->hash_seed[i] = le32(bytes + 236 + 4 * i);
    self->is_hash_unsigned = (le32(bytes + 352) & HASHES_ARE_UNSIGNED) != 0;
    self->first_meta_group = le32(bytes + 260);
    self->backup_groups[0] = le32(bytes + 588);
    self->backup_groups[1] = le32(bytes + 592);
    if ((self->incompatible & INCOMPATIBLE_64_BIT) != 0) {
        self->descriptor_size = le16(bytes + 254);
        self->n_blocks |= (guint64)le32(bytes + 336) << 32;
    }
}

static gboolean
check_superblock(const Ext *self, GError **error)
{
    g_autofree char *features = NULL;
    guint32 unknown = self->incompatible & ~INCOMPATIBLE_KNOWN;

    if (unknown != 0) {
        features = g_strdup_printf("feature 0x%x", unknown);
        return file_system_set_unsupported(&self->parent, features, error);
    }
    if (self->inode_size < INODE_SIZE || self->inode_size > self->block_size ||
        self->inodes_per_group == 0 || self->blocks_per_group == 0 || self->descriptor_size < 32 ||
        self->descriptor_size > 1024 || self->first_block > 1 || self->n_inodes < ROOT_INODE ||
        self->n_blocks > G_MAXINT64 / self->block_size)
        return file_system_set_damage(&self->parent, "superblock", error);
    return TRUE;
}

FormatAnswer
ext_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[SUPERBLOCK_SIZE];
    gssize count = source_read(source, SUPERBLOCK_OFFSET, bytes, sizeof(bytes), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 58 || le16(bytes + 56) != 0xEF53)
        return FORMAT_NOT_THIS;

    g_autofree Ext *self = g_new0(Ext, 1);

    self->parent.operations = &ext_operations;
    self->parent.follows_links = TRUE;
    self->parent.is_case_sensitive = TRUE;
    self->source = source;
    if ((gsize)count < sizeof(bytes) || le32(bytes + 24) > MAX_BLOCK_BITS) {
        file_system_set_damage(&self->parent, "superblock", error);
        return FORMAT_DAMAGED;
    }
    self->block_size = 1024u << le32(bytes + 24);
    self->n_inodes = le32(bytes);
    self->n_blocks = le32(bytes + 4);
    self->first_block = le32(bytes + 20);
    self->blocks_per_group = le32(bytes + 32);
    self->inodes_per_group = le32(bytes + 40);
    memcpy(self->parent.label, bytes + 120, 16);
    parse_features(self, bytes);
    if (!check_superblock(self, error))
        return FORMAT_DAMAGED;
    self->parent.root =
        (FileNode){.kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {ROOT_INODE}};
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
