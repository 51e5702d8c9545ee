/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the index of a folder of NTFS: a tree whose root is an attribute of the folder's record, and whose other
 * nodes are blocks of another one. A node is a row of entries, in the order of their names in capitals; each has
 * the number of a record, a name and where what comes before it is, the last one without a name.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/ntfs_private.h"

#define INDEX_NAME "$I30"
#define ROOT_HEADER 16  /* bytes before the header of the root's entries */
#define BLOCK_HEADER 24 /* likewise, of a block's */
#define NODE_HEADER 16
#define ENTRY_SIZE 16
#define NAME_AT 66 /* bytes of a key before its name */
#define HAS_BELOW 1u
#define IS_LAST 2u
#define NAME_IS_SHORT 2
#define IS_FOLDER 0x10000000u
#define IS_REPARSED 0x400u
#define FIRST_OTHER 24 /* number of a record */

typedef struct {
    Ntfs *files;
    Source *blocks;    /* owned; NULL: the root is all */
    gsize block_size;  /* bytes */
    guint8 *root;      /* owned */
    gsize root_size;   /* bytes */
    gsize n_left;      /* bytes of blocks that are looked at */
    FileVisitor visit; /* NULL: @name is looked for */
    gpointer data;
    gunichar2 *name; /* owned; in capitals */
    glong length;    /* letters of it */
    FileNode node;   /* once it was found */
    gboolean is_over;
} Look;

static void
look_clear(Look *self)
{
    source_close(self->blocks);
    g_free(self->root);
    g_free(self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Look, look_clear)

static gboolean
set_damage(const Look *self, GError **error)
{
    return file_system_set_damage(&self->files->parent, "index of a folder", error);
}

/* One row of entries. */
typedef struct {
    const guint8 *bytes;
    gsize size; /* bytes */
} Node;

static gboolean
open_node(const Look *self, const guint8 *header, gsize size, Node *out_node, GError **error)
{
    gsize first = size >= NODE_HEADER ? le32(header) : 0;
    gsize used = size >= NODE_HEADER ? le32(header + 4) : 0;

    if (first < NODE_HEADER || first > used || used > size)
        return set_damage(self, error);
    *out_node = (Node){header + first, used - first};
    return TRUE;
}

/* An entry of a node. */
typedef struct {
    const guint8 *name; /* UTF-16; NULL: it is the last one */
    gsize length;       /* letters */
    FileNode node;
    gboolean is_short; /* the name is that of DOS */
    gboolean has_below;
    guint64 below; /* number of a cluster of the blocks */
    gsize size;    /* bytes of the entry */
} Entry;

static gboolean
parse_entry(const Look *self, const guint8 *bytes, gsize left, Entry *out_entry, GError **error)
{
    gsize size = left >= ENTRY_SIZE ? le16(bytes + 8) : 0;
    guint32 flags = left >= ENTRY_SIZE ? le16(bytes + 12) : 0, attributes;
    gsize key = ENTRY_SIZE + NAME_AT, below = (flags & HAS_BELOW) != 0 ? 8 : 0;

    if (size < ENTRY_SIZE + below || size > left)
        return set_damage(self, error);
    *out_entry = (Entry){.has_below = below > 0, .size = size};
    if (below > 0)
        out_entry->below = le64(bytes + size - 8);
    if ((flags & IS_LAST) != 0)
        return TRUE;
    if (size < key + below || bytes[ENTRY_SIZE + 64] == 0 ||
        key + 2 * (gsize)bytes[ENTRY_SIZE + 64] > size - below)
        return set_damage(self, error);
    attributes = le32(bytes + ENTRY_SIZE + 56);
    out_entry->name = bytes + key;
    out_entry->length = bytes[ENTRY_SIZE + 64];
    out_entry->is_short = bytes[ENTRY_SIZE + 65] == NAME_IS_SHORT;
    out_entry->node = (FileNode){.kind = (attributes & IS_REPARSED) != 0 ? FILE_NODE_OTHER
                                         : (attributes & IS_FOLDER) != 0 ? FILE_NODE_FOLDER
                                                                         : FILE_NODE_FILE,
                                 .size = le64(bytes + ENTRY_SIZE + 48),
                                 .place = {le64(bytes) & 0xFFFFFFFFFFFFu}};
    return TRUE;
}

static gunichar2
to_capital(gunichar2 letter)
{
    gunichar capital = g_unichar_toupper(letter);

    return capital <= G_MAXUINT16 ? (gunichar2)capital : letter;
}

static int
compare_name(const Look *self, const Entry *entry)
{
    gsize length = MIN((gsize)self->length, entry->length);

    for (gsize i = 0; i < length; i++) {
        gunichar2 letter = to_capital((gunichar2)le16(entry->name + 2 * i));

        if (self->name[i] != letter)
            return self->name[i] < letter ? -1 : 1;
    }
    return (gsize)self->length < entry->length ? -1 : (gsize)self->length > entry->length;
}

static gboolean
read_block(Look *self, guint64 cluster, guint8 *block, Node *out_node, GError **error)
{
    /* blocks that are smaller than a cluster are counted in sectors */
    gsize unit = self->block_size < self->files->cluster_size ? 512 : self->files->cluster_size;

    if (self->blocks == NULL || cluster > G_MAXINT64 / unit || self->n_left < self->block_size)
        return set_damage(self, error);
    self->n_left -= self->block_size;
    if (!file_system_read_bytes(&self->files->parent, self->blocks, cluster * unit, block,
                                self->block_size, error))
        return FALSE;
    if (memcmp(block, "INDX", 4) != 0)
        return set_damage(self, error);
    return ntfs_restore(self->files, block, self->block_size, error) &&
           open_node(self, block + BLOCK_HEADER, self->block_size - BLOCK_HEADER, out_node, error);
}

static gboolean
visit_entry(Look *self, const Entry *entry)
{
    gunichar2 letters[256];
    g_autofree char *name = NULL;

    /* files of the file system itself have names, too */
    if (entry->is_short || entry->node.place[0] < FIRST_OTHER)
        return TRUE;
    for (gsize i = 0; i < entry->length; i++)
        letters[i] = (gunichar2)le16(entry->name + 2 * i);
    name = g_utf16_to_utf8(letters, (glong)entry->length, NULL, NULL, NULL);
    if (name == NULL || strlen(name) > FILE_SYSTEM_MAX_NAME || strcmp(name, ".") == 0)
        return TRUE;
    return self->visit(name, &entry->node, self->data);
}

/* All that is in a node, and below. */
static gboolean
list_node(Look *self, const Node *node, guint level, GError **error)
{
    g_autofree guint8 *block = NULL;

    if (level > NTFS_MAX_LEVELS)
        return set_damage(self, error);
    for (gsize at = 0; at < node->size && !self->is_over;) {
        Entry entry;
        Node below;

        if (!parse_entry(self, node->bytes + at, node->size - at, &entry, error))
            return FALSE;
        at += entry.size;
        if (entry.has_below) {
            if (block == NULL)
                block = g_malloc(self->block_size);
            if (!read_block(self, entry.below, block, &below, error) ||
                !list_node(self, &below, level + 1, error))
                return FALSE;
        }
        if (entry.name == NULL || self->is_over)
            return TRUE;
        self->is_over = !visit_entry(self, &entry);
    }
    return TRUE;
}

static gboolean
find_in_tree(Look *self, const Node *root, GError **error)
{
    g_autofree guint8 *block = g_malloc(self->block_size);
    Node node = *root;

    for (guint level = 0; level <= NTFS_MAX_LEVELS; level++) {
        gboolean goes_down = FALSE;

        for (gsize at = 0; at < node.size && !goes_down;) {
            Entry entry;
            int order;

            if (!parse_entry(self, node.bytes + at, node.size - at, &entry, error))
                return FALSE;
            at += entry.size;
            order = entry.name != NULL ? compare_name(self, &entry) : -1;
            if (order == 0) {
                self->node = entry.node;
                self->is_over = TRUE;
                return TRUE;
            }
            if (order > 0)
                continue;
            if (!entry.has_below)
                return TRUE;
            if (!read_block(self, entry.below, block, &node, error))
                return FALSE;
            goes_down = TRUE;
        }
        if (!goes_down)
            return TRUE;
    }
    return set_damage(self, error);
}

/* The root of the index, and where its blocks are. */
static gboolean
open_index(Look *self, const FileNode *folder, Node *out_root, GError **error)
{
    g_auto(NtfsRecord) record = {.bytes = NULL};
    g_autoptr(Source) root = NULL;
    gssize size;

    if (!ntfs_read_record(self->files, folder->place[0], &record, error))
        return FALSE;
    root = ntfs_open_attribute(self->files, &record, NTFS_INDEX_ROOT, INDEX_NAME, error);
    if (root == NULL)
        return *error != NULL ? FALSE : set_damage(self, error);
    self->root = g_malloc(NTFS_MAX_RECORD);
    size = source_read(root, 0, self->root, NTFS_MAX_RECORD, error);
    if (size < 0)
        return FALSE;
    self->block_size = size >= ROOT_HEADER ? le32(self->root + 8) : 0;
    if (self->block_size < 512 || self->block_size > NTFS_MAX_INDEX ||
        (self->block_size & (self->block_size - 1)) != 0)
        return set_damage(self, error);
    if (!open_node(self, self->root + ROOT_HEADER, (gsize)size - ROOT_HEADER, out_root, error))
        return FALSE;
    self->n_left = FILE_SYSTEM_MAX_FOLDER;
    self->blocks =
        ntfs_open_attribute(self->files, &record, NTFS_INDEX_ALLOCATION, INDEX_NAME, error);
    return self->blocks != NULL || *error == NULL;
}

gboolean
ntfs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
          GError **error)
{
    g_auto(Look) look = {.files = (Ntfs *)files, .visit = visit, .data = data};
    GError *index_error = NULL;
    Node root;

    if (open_index(&look, folder, &root, &index_error) && list_node(&look, &root, 0, &index_error))
        return TRUE;
    g_propagate_error(error, index_error);
    return FALSE;
}

FormatAnswer
ntfs_lookup(FileSystem *files, const FileNode *folder, const char *name, gsize length,
            FileNode *out_node, GError **error)
{
    g_auto(Look) look = {.files = (Ntfs *)files};
    GError *index_error = NULL;
    Node root;

    look.name = g_utf8_to_utf16(name, (glong)length, NULL, &look.length, NULL);
    if (look.name == NULL)
        return FORMAT_NOT_THIS;
    for (glong i = 0; i < look.length; i++)
        look.name[i] = to_capital(look.name[i]);
    if (!open_index(&look, folder, &root, &index_error) ||
        !find_in_tree(&look, &root, &index_error)) {
        g_propagate_error(error, index_error);
        return FORMAT_DAMAGED;
    }
    if (!look.is_over)
        return FORMAT_NOT_THIS;
    *out_node = look.node;
    return FORMAT_FOUND;
}
