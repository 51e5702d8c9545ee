/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks items up in trees of btrfs.
 *
 * A block of a tree begins with a header of 101 bytes. Behind it are, above the leaves, a key and the logical
 * address of the block below; in a leaf keys with the place of their item, items at the end of the block.
 *
 * Logical addresses are mapped by chunks. Those that the tree of chunks lies in are in the superblock, all
 * others in that tree.
 */

#include "config.h"

#include <string.h>

#include "format/btrfs_private.h"

#define HEADER_SIZE 101
#define ITEM_SIZE 25
#define POINTER_SIZE 33
#define CHUNK_SIZE 48
#define STRIPE_SIZE 32
#define CHUNK_OBJECT 256
/* RAID 0, 10, 5, 6: pieces of a chunk are on different devices */
#define CHUNK_IS_SPLIT 0x1C8u

static gboolean
set_damage(const Btrfs *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->parent, what, error);
}

BtrfsKey
btrfs_parse_key(const guint8 *bytes)
{
    return (BtrfsKey){le64(bytes), bytes[8], le64(bytes + 9)};
}

int
btrfs_compare_keys(const BtrfsKey *a, const BtrfsKey *b)
{
    if (a->object != b->object)
        return a->object < b->object ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* Those of the superblock stay, others make room for others. */
static void
keep_chunk(Btrfs *self, const BtrfsChunk *chunk)
{
    guint n_others = BTRFS_MAX_CHUNKS - self->n_system_chunks;

    if (self->n_chunks < BTRFS_MAX_CHUNKS) {
        self->chunks[self->n_chunks++] = *chunk;
    } else if (n_others > 0) {
        self->chunks[self->n_system_chunks + self->oldest_chunk] = *chunk;
        self->oldest_chunk = (self->oldest_chunk + 1) % n_others;
    }
}

gboolean
btrfs_add_chunk(Btrfs *self, const BtrfsKey *key, const guint8 *bytes, gsize size, GError **error)
{
    BtrfsChunk chunk = {.start = key->offset};
    guint32 n_stripes = size >= CHUNK_SIZE ? le16(bytes + 44) : 0;

    if (key->object != CHUNK_OBJECT || key->type != BTRFS_CHUNK_ITEM || n_stripes == 0 ||
        (size - CHUNK_SIZE) / STRIPE_SIZE < n_stripes)
        return set_damage(self, "chunk", error);
    chunk.size = le64(bytes);
    if (chunk.size == 0 || chunk.size > G_MAXINT64 || chunk.start > G_MAXINT64)
        return set_damage(self, "chunk", error);
    if ((le64(bytes + 24) & CHUNK_IS_SPLIT) != 0)
        return file_system_set_unsupported(&self->parent, "data spread over several devices",
                                           error);
    for (guint32 i = 0; i < n_stripes; i++) {
        const guint8 *stripe = bytes + CHUNK_SIZE + i * STRIPE_SIZE;

        chunk.offset = le64(stripe + 8);
        if (le64(stripe) != self->device)
            continue;
        if (chunk.offset > G_MAXINT64)
            return set_damage(self, "chunk", error);
        keep_chunk(self, &chunk);
        return TRUE;
    }
    return file_system_set_unsupported(&self->parent, "data on another device", error);
}

static const BtrfsChunk *
find_chunk(const Btrfs *self, guint64 address)
{
    for (guint i = 0; i < self->n_chunks; i++) {
        const BtrfsChunk *chunk = &self->chunks[i];

        if (address >= chunk->start && address - chunk->start < chunk->size)
            return chunk;
    }
    return NULL;
}

static gboolean
load_chunk(Btrfs *self, guint64 address, GError **error)
{
    BtrfsKey key = {CHUNK_OBJECT, BTRFS_CHUNK_ITEM, address};
    BtrfsItem item;
    FormatAnswer answer = btrfs_find_last(self, &self->chunk_tree, &key, &item, error);

    if (answer == FORMAT_NOT_THIS)
        return set_damage(self, "address", error);
    return answer == FORMAT_FOUND && btrfs_add_chunk(self, &item.key, item.data, item.size, error);
}

static gboolean
find_place(Btrfs *self, guint64 address, gboolean is_loading, guint64 *out_offset,
           guint64 *out_size, GError **error)
{
    const BtrfsChunk *chunk = find_chunk(self, address);

    if (chunk == NULL && is_loading) {
        if (!load_chunk(self, address, error))
            return FALSE;
        chunk = find_chunk(self, address);
    }
    if (chunk == NULL)
        return set_damage(self, "address", error);
    *out_offset = chunk->offset + (address - chunk->start);
    *out_size = chunk->size - (address - chunk->start);
    return TRUE;
}

gboolean
btrfs_find_place(Btrfs *self, guint64 address, guint64 *out_offset, guint64 *out_size,
                 GError **error)
{
    return find_place(self, address, TRUE, out_offset, out_size, error);
}

gboolean
btrfs_read(Btrfs *self, guint64 address, void *buffer, gsize size, GError **error)
{
    guint64 offset, available;

    if (!btrfs_find_place(self, address, &offset, &available, error))
        return FALSE;
    if (available < size)
        return set_damage(self, "address", error);
    return file_system_read_bytes(&self->parent, self->source, offset, buffer, size, error);
}

/* A block of a tree, which says itself where it is and of which level. */
static const guint8 *
read_node(Btrfs *self, const BtrfsTree *tree, guint64 place, guint8 level, GError **error)
{
    guint64 offset, available;
    BtrfsNode *node;

    for (guint i = 0; i < BTRFS_N_KEPT; i++) {
        const guint8 *bytes = self->kept[i].bytes;

        if (bytes != NULL && self->kept[i].place == place && bytes[100] == level)
            return bytes;
    }
    /* the tree of chunks cannot be looked up for itself */
    if (!find_place(self, place, tree != &self->chunk_tree, &offset, &available, error))
        return NULL;
    /* looking up a chunk has read blocks, too */
    node = &self->kept[self->oldest];
    self->oldest = (self->oldest + 1) % BTRFS_N_KEPT;
    g_clear_pointer(&node->bytes, g_free);

    g_autofree guint8 *bytes = g_malloc(self->node_size);

    if (!file_system_read_bytes(&self->parent, self->source, offset, bytes, self->node_size, error))
        return NULL;
    if (available < self->node_size || le64(bytes + 48) != place || bytes[100] != level ||
        le32(bytes + 96) >
            (self->node_size - HEADER_SIZE) / (level > 0 ? POINTER_SIZE : ITEM_SIZE)) {
        set_damage(self, "block of a tree", error);
        return NULL;
    }
    node->place = place;
    node->bytes = g_steal_pointer(&bytes);
    return node->bytes;
}

/* How many keys of a block do not come behind @key. */
static guint32
count_up_to(const guint8 *node, gsize step, const BtrfsKey *key)
{
    guint32 low = 0, count = le32(node + 96);

    while (count > 0) {
        guint32 half = count / 2;
        BtrfsKey middle = btrfs_parse_key(node + HEADER_SIZE + (low + half) * step);

        if (btrfs_compare_keys(&middle, key) <= 0) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

/* The leaf that @key belongs to. *out_next: the first key that a leaf behind it may have. */
static const guint8 *
find_leaf(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key, BtrfsKey *out_next,
          gboolean *out_has_next, GError **error)
{
    guint64 place = tree->place;

    *out_has_next = FALSE;
    for (guint8 level = tree->level; level > 0; level--) {
        const guint8 *node = read_node(self, tree, place, level, error);
        guint32 count = node != NULL ? le32(node + 96) : 0, chosen;

        if (node == NULL)
            return NULL;
        if (count == 0) {
            set_damage(self, "block of a tree", error);
            return NULL;
        }
        chosen = count_up_to(node, POINTER_SIZE, key);
        if (chosen > 0)
            chosen--;
        if (chosen + 1 < count) {
            *out_next = btrfs_parse_key(node + HEADER_SIZE + (chosen + 1) * (gsize)POINTER_SIZE);
            *out_has_next = TRUE;
        }
        place = le64(node + HEADER_SIZE + chosen * (gsize)POINTER_SIZE + BTRFS_KEY_SIZE);
    }
    return read_node(self, tree, place, 0, error);
}

static FormatAnswer
use_item(const Btrfs *self, const guint8 *leaf, guint32 number, BtrfsItem *out_item, GError **error)
{
    const guint8 *bytes = leaf + HEADER_SIZE + number * (gsize)ITEM_SIZE;
    gsize offset = le32(bytes + BTRFS_KEY_SIZE), size = le32(bytes + BTRFS_KEY_SIZE + 4);
    gsize room = self->node_size - HEADER_SIZE;

    if (offset > room || size > room - offset) {
        set_damage(self, "item of a tree", error);
        return FORMAT_DAMAGED;
    }
    *out_item = (BtrfsItem){btrfs_parse_key(bytes), leaf + HEADER_SIZE + offset, size};
    return FORMAT_FOUND;
}

FormatAnswer
btrfs_find_last(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key, BtrfsItem *out_item,
                GError **error)
{
    BtrfsKey next;
    gboolean has_next;
    const guint8 *leaf = find_leaf(self, tree, key, &next, &has_next, error);
    guint32 count = leaf != NULL ? count_up_to(leaf, ITEM_SIZE, key) : 0;

    if (leaf == NULL)
        return FORMAT_DAMAGED;
    return count > 0 ? use_item(self, leaf, count - 1, out_item, error) : FORMAT_NOT_THIS;
}

FormatAnswer
btrfs_find_first(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key, BtrfsItem *out_item,
                 GError **error)
{
    BtrfsKey wanted = *key;

    for (guint i = 0; i < 2; i++) {
        BtrfsKey next;
        gboolean has_next;
        const guint8 *leaf = find_leaf(self, tree, &wanted, &next, &has_next, error);
        guint32 number;

        if (leaf == NULL)
            return FORMAT_DAMAGED;
        number = count_up_to(leaf, ITEM_SIZE, &wanted);
        if (number > 0) {
            BtrfsKey last = btrfs_parse_key(leaf + HEADER_SIZE + (number - 1) * (gsize)ITEM_SIZE);

            if (btrfs_compare_keys(&last, &wanted) == 0)
                number--;
        }
        if (number < le32(leaf + 96))
            return use_item(self, leaf, number, out_item, error);
        if (!has_next || btrfs_compare_keys(&next, &wanted) <= 0)
            return FORMAT_NOT_THIS;
        wanted = next;
    }
    return FORMAT_NOT_THIS;
}

FormatAnswer
btrfs_find_item(Btrfs *self, const BtrfsTree *tree, const BtrfsKey *key, gsize size,
                BtrfsItem *out_item, GError **error)
{
    FormatAnswer answer = btrfs_find_last(self, tree, key, out_item, error);

    if (answer != FORMAT_FOUND)
        return answer;
    if (btrfs_compare_keys(&out_item->key, key) != 0)
        return FORMAT_NOT_THIS;
    if (out_item->size >= size)
        return FORMAT_FOUND;
    set_damage(self, "item of a tree", error);
    return FORMAT_DAMAGED;
}

gboolean
btrfs_find_tree(Btrfs *self, guint64 id, BtrfsTree *out_tree, GError **error)
{
    BtrfsKey key = {id, BTRFS_ROOT_ITEM, 0};
    BtrfsItem item;
    FormatAnswer answer;

    if (self->last_tree.id == id && id != 0) {
        *out_tree = self->last_tree;
        return TRUE;
    }
    /* that of a snapshot has the number of the change that made it behind its type */
    answer = btrfs_find_first(self, &self->roots, &key, &item, error);
    if (answer == FORMAT_DAMAGED)
        return FALSE;
    if (answer == FORMAT_NOT_THIS || item.key.object != id || item.key.type != BTRFS_ROOT_ITEM ||
        item.size < 239 || item.data[238] >= BTRFS_MAX_LEVELS)
        return set_damage(self, "subvolume", error);
    *out_tree = (BtrfsTree){id, le64(item.data + 176), item.data[238]};
    self->last_tree = *out_tree;
    return TRUE;
}
