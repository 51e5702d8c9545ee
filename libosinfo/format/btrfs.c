/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads btrfs as far as finding a file and reading it wants ("On-disk Format" of its documentation). What a
 * name of a folder leads to is left to file_system.c.
 *
 *     64 KiB      superblock: sizes, features, where the trees of trees and of chunks begin
 *     trees       one of trees; one of chunks; one for each subvolume, whose items are those of its inodes:
 *                 what it is, the names of a folder twice (by hash and in order), the pieces of a file
 *
 * A subvolume is a name in a folder of another one, whose inode is the first of a tree of its own. So a node's
 * place is a tree and an inode. There is no "..".
 */

#include "config.h"

#include <string.h>

#include "format/btrfs_private.h"

#define SUPERBLOCK_OFFSET 65536
#define SUPERBLOCK_SIZE 4096
#define TOP_TREE 5
#define FIRST_INODE 256
#define NAME_SIZE 30 /* bytes of an item of a folder, its name aside */
/* all but trees of extents of version 2 and of stripes */
#define INCOMPATIBLE_KNOWN 0x11FFFu
#define DEFAULT_NAME "default"

/* CRC-32C (RFC 3720) of a name as btrfs has it: it begins with another number, and is not inverted. */
static guint32
hash_name(const char *name, gsize length)
{
    guint32 hash = 0xFFFFFFFEu;

    for (gsize i = 0; i < length; i++) {
        hash ^= (guint8)name[i];
        for (guint bit = 0; bit < 8; bit++)
            hash = (hash & 1) != 0 ? hash >> 1 ^ 0x82F63B78u : hash >> 1;
    }
    return hash;
}

/* A name of a folder, as its item has it. */
typedef struct {
    const char *name;
    gsize length; /* bytes */
    FileNode node;
    gsize size; /* bytes of all */
} Entry;

static FileNodeKind
get_kind(guint8 written)
{
    return written == 1   ? FILE_NODE_FILE
           : written == 2 ? FILE_NODE_FOLDER
           : written == 7 ? FILE_NODE_LINK
                          : FILE_NODE_OTHER;
}

/* @tree: of the folder. */
static gboolean
parse_entry(const Btrfs *self, const guint8 *bytes, gsize size, guint64 tree, Entry *out_entry,
            GError **error)
{
    gsize length = size >= NAME_SIZE ? le16(bytes + 27) : 0;
    gsize whole = size >= NAME_SIZE ? NAME_SIZE + length + le16(bytes + 25) : 0;
    BtrfsKey place = size >= NAME_SIZE ? btrfs_parse_key(bytes) : (BtrfsKey){0};

    if (length == 0 || whole > size)
        return file_system_set_damage(&self->parent, "name of a folder", error);
    *out_entry = (Entry){.name = (const char *)bytes + NAME_SIZE,
                         .length = length,
                         .node = {.kind = get_kind(bytes[29]),
                                  .size = FILE_SIZE_NOT_KNOWN,
                                  .place = {tree, place.object}},
                         .size = whole};
    if (place.type == BTRFS_ROOT_ITEM) {
        out_entry->node.place[0] = place.object;
        out_entry->node.place[1] = FIRST_INODE;
    }
    return TRUE;
}

static gboolean
visit_entry(const Entry *entry, FileVisitor visit, gpointer data)
{
    char name[FILE_SYSTEM_MAX_NAME + 1];

    if (entry->length > FILE_SYSTEM_MAX_NAME || memchr(entry->name, '\0', entry->length) != NULL)
        return TRUE;
    memcpy(name, entry->name, entry->length);
    name[entry->length] = '\0';
    return visit(name, &entry->node, data);
}

static gboolean
btrfs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
           GError **error)
{
    Btrfs *self = (Btrfs *)files;
    BtrfsKey key = {folder->place[1], BTRFS_DIR_INDEX, 0};
    gsize n_bytes = 0;
    BtrfsTree tree;

    if (!btrfs_find_tree(self, folder->place[0], &tree, error))
        return FALSE;
    while (n_bytes < FILE_SYSTEM_MAX_FOLDER) {
        BtrfsItem item;
        Entry entry;
        FormatAnswer answer = btrfs_find_first(self, &tree, &key, &item, error);

        if (answer == FORMAT_DAMAGED)
            return FALSE;
        if (answer == FORMAT_NOT_THIS || item.key.object != key.object ||
            item.key.type != BTRFS_DIR_INDEX)
            return TRUE;
        if (!parse_entry(self, item.data, item.size, tree.id, &entry, error))
            return FALSE;
        key.offset = item.key.offset + 1;
        n_bytes += item.size;
        /* the visitor may read more, which moves what was found */
        if (!visit_entry(&entry, visit, data) || key.offset == 0)
            return TRUE;
    }
    return TRUE;
}

/* Names of the same hash share an item. */
static FormatAnswer
look_up(Btrfs *self, const BtrfsTree *tree, guint64 folder, const char *name, gsize length,
        FileNode *out_node, GError **error)
{
    BtrfsKey key = {folder, BTRFS_DIR_ITEM, hash_name(name, length)};
    BtrfsItem item;
    FormatAnswer answer = btrfs_find_item(self, tree, &key, 0, &item, error);
    gsize at = 0;

    if (answer != FORMAT_FOUND)
        return answer;
    while (at < item.size) {
        Entry entry;

        if (!parse_entry(self, item.data + at, item.size - at, tree->id, &entry, error))
            return FORMAT_DAMAGED;
        if (entry.length == length && memcmp(entry.name, name, length) == 0) {
            *out_node = entry.node;
            return FORMAT_FOUND;
        }
        at += entry.size;
    }
    return FORMAT_NOT_THIS;
}

static FormatAnswer
btrfs_lookup(FileSystem *files, const FileNode *folder, const char *name, gsize length,
             FileNode *out_node, GError **error)
{
    Btrfs *self = (Btrfs *)files;
    BtrfsTree tree;

    if (!btrfs_find_tree(self, folder->place[0], &tree, error))
        return FORMAT_DAMAGED;
    return look_up(self, &tree, folder->place[1], name, length, out_node, error);
}

static void
btrfs_close(FileSystem *files)
{
    Btrfs *self = (Btrfs *)files;

    for (guint i = 0; i < BTRFS_N_KEPT; i++)
        g_free(self->kept[i].bytes);
    g_free(self);
}

static const FileSystemOperations btrfs_operations = {
    .name = "btrfs",
    .list = btrfs_list,
    .open = btrfs_open_file,
    .lookup = btrfs_lookup,
    .close = btrfs_close,
};

gboolean
btrfs_is_it(const FileSystem *self)
{
    return self->operations == &btrfs_operations;
}

FormatAnswer
btrfs_find_default(FileSystem *files, FileNode *out_node, GError **error)
{
    Btrfs *self = (Btrfs *)files;
    FileNode node;
    /* the folder of the tree of trees, in which there is but this name */
    FormatAnswer answer =
        look_up(self, &self->roots, 6, DEFAULT_NAME, strlen(DEFAULT_NAME), &node, error);

    if (answer == FORMAT_FOUND)
        *out_node = node;
    return answer;
}

/* Keys and chunks in a row. */
static gboolean
read_system_chunks(Btrfs *self, const guint8 *bytes, gsize size, GError **error)
{
    gsize at = 0;

    if (size > BTRFS_MAX_SYSTEM_CHUNKS)
        return file_system_set_damage(&self->parent, "superblock", error);
    while (at < size) {
        BtrfsKey key;
        gsize chunk_size;

        if (size - at < BTRFS_KEY_SIZE + 48)
            return file_system_set_damage(&self->parent, "superblock", error);
        key = btrfs_parse_key(bytes + at);
        at += BTRFS_KEY_SIZE;
        chunk_size = 48 + 32 * (gsize)le16(bytes + at + 44);
        if (chunk_size > size - at)
            return file_system_set_damage(&self->parent, "superblock", error);
        if (!btrfs_add_chunk(self, &key, bytes + at, chunk_size, error))
            return FALSE;
        at += chunk_size;
    }
    self->n_system_chunks = self->n_chunks;
    return TRUE;
}

static gboolean
is_size(guint32 size)
{
    return size >= 4096 && size <= BTRFS_MAX_NODE && (size & (size - 1)) == 0;
}

static gboolean
parse_superblock(Btrfs *self, const guint8 *bytes, GError **error)
{
    guint64 unknown = le64(bytes + 188) & ~(guint64)INCOMPATIBLE_KNOWN;
    g_autofree char *words = NULL;

    if (unknown != 0) {
        words = g_strdup_printf("feature 0x%" G_GINT64_MODIFIER "x", unknown);
        return file_system_set_unsupported(&self->parent, words, error);
    }
    memcpy(self->parent.label, bytes + 299, FILE_SYSTEM_MAX_LABEL);
    self->roots = (BtrfsTree){1, le64(bytes + 80), bytes[198]};
    self->chunk_tree = (BtrfsTree){3, le64(bytes + 88), bytes[199]};
    self->sector_size = le32(bytes + 144);
    self->node_size = le32(bytes + 148);
    self->device = le64(bytes + 201);
    if (!is_size(self->sector_size) || !is_size(self->node_size) ||
        self->roots.level >= BTRFS_MAX_LEVELS || self->chunk_tree.level >= BTRFS_MAX_LEVELS)
        return file_system_set_damage(&self->parent, "superblock", error);
    self->parent.root = (FileNode){
        .kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {TOP_TREE, FIRST_INODE}};
    return read_system_chunks(self, bytes + 811, le32(bytes + 160), error);
}

FormatAnswer
btrfs_open(Source *source, FileSystem **out_files, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(SUPERBLOCK_SIZE);
    gssize count = source_read(source, SUPERBLOCK_OFFSET, bytes, SUPERBLOCK_SIZE, error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 72 || memcmp(bytes + 64, "_BHRfS_M", 8) != 0)
        return FORMAT_NOT_THIS;

    g_autofree Btrfs *self = g_new0(Btrfs, 1);

    self->parent.operations = &btrfs_operations;
    self->parent.follows_links = TRUE;
    self->parent.is_case_sensitive = TRUE;
    self->source = source;
    if (count < SUPERBLOCK_SIZE) {
        file_system_set_damage(&self->parent, "superblock", error);
        return FORMAT_DAMAGED;
    }
    if (!parse_superblock(self, bytes, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
