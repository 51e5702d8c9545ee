/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads UFS, versions 1 and 2 (fs(5), dir(5), inode(5) of FreeBSD), as far as finding a file and reading it wants.
 * What a name of a folder leads to is left to file_system.c.
 *
 *     64 KiB (version 2) or 8 KiB   superblock: sizes, where in a group the inodes are
 *     groups                        of fragments; a block is some of these
 *     inode                         kind, size, the places of twelve blocks, of a block of places, and so on; or what a
 *                                   short link says
 *     folder                        a file: in each 512 bytes entries of inode, length, kind, name
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/mapped_file.h"
#include "format/ufs.h"

#define SUPERBLOCK_SIZE 1376
#define MAGIC_AT 1372
#define MAGIC_1 0x00011954u
#define MAGIC_2 0x19540119u
#define ROOT_INODE 2
#define FOLDER_STEP 512
#define ENTRY_SIZE 8
#define N_DIRECT 12
#define N_LEVELS 3
#define SIZE_1 128 /* bytes of an inode */
#define SIZE_2 256

static const guint64 superblocks[] = {65536, 8192, 262144};

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    gboolean is_version_2;
    guint32 block_size;    /* bytes */
    guint32 fragment_size; /* bytes */
    guint32 group_size;    /* fragments */
    guint32 group_inodes;
    guint32 n_groups;
    guint32 inodes_at;   /* fragments from the start of a group */
    guint32 group_shift; /* of version 1: groups begin one after the other further in */
    guint32 group_mask;
} Ufs;

typedef struct {
    Ufs *files; /* borrowed */
    FileNodeKind kind;
    guint64 size;                                 /* bytes */
    guint64 places[N_DIRECT + N_LEVELS];          /* fragments; 0: a hole */
    guint8 target[(N_DIRECT + N_LEVELS) * 8 + 1]; /* of a short link */
} Inode;

static gboolean
set_damage(const Ufs *self, const char *what, GError **error)
{
    return file_system_set_damage(&self->parent, what, error);
}

static gboolean
read_inode(Ufs *self, guint64 number, Inode *out_inode, GError **error)
{
    guint8 bytes[SIZE_2];
    gsize size = self->is_version_2 ? SIZE_2 : SIZE_1, width = self->is_version_2 ? 8 : 4;
    const guint8 *places = bytes + (self->is_version_2 ? 112 : 40);
    guint64 group = number / self->group_inodes, start;

    if (group >= self->n_groups)
        return set_damage(self, "number of an inode", error);
    start = group * self->group_size + self->inodes_at;
    if (!self->is_version_2)
        start += (guint64)self->group_shift * (group & ~(guint64)self->group_mask);
    if (start > (guint64)G_MAXINT64 / self->fragment_size)
        return set_damage(self, "place of inodes", error);
    if (!file_system_read_bytes(&self->parent, self->source,
                                start * self->fragment_size + number % self->group_inodes * size,
                                bytes, size, error))
        return FALSE;
    *out_inode = (Inode){.files = self,
                         .kind = file_node_kind_of_mode(le16(bytes)),
                         .size = le64(bytes + (self->is_version_2 ? 16 : 8))};
    for (guint i = 0; i < N_DIRECT + N_LEVELS; i++)
        out_inode->places[i] = width == 8 ? le64(places + 8 * i) : le32(places + 4 * i);
    memcpy(out_inode->target, places, (N_DIRECT + N_LEVELS) * width);
    return out_inode->size <= G_MAXINT64 || set_damage(self, "size of a file", error);
}

static gboolean
check_place(const Ufs *self, guint64 place, GError **error)
{
    return place <= (guint64)G_MAXINT64 / self->fragment_size / 2 ||
           set_damage(self, "place of a block", error);
}

/* The place of a block that is @index-th of those that @place leads to, by @level blocks of places. */
static gboolean
find_below(const Ufs *self, guint64 place, guint level, guint64 index, guint64 *out_place,
           GError **error)
{
    gsize width = self->is_version_2 ? 8 : 4;
    guint64 per_block = self->block_size / width, span = 1;

    for (guint i = 1; i < level; i++)
        span *= per_block;
    for (; level > 0 && place != 0; level--) {
        guint8 bytes[8] = {0};

        if (!check_place(self, place, error) ||
            !file_system_read_bytes(&self->parent, self->source,
                                    place * self->fragment_size + index / span % per_block * width,
                                    bytes, width, error))
            return FALSE;
        place = le64(bytes);
        span = MAX(span / per_block, 1);
    }
    *out_place = place;
    return TRUE;
}

static gboolean
find_piece(gpointer data, guint64 at, FilePiece *out_piece, GError **error)
{
    const Inode *inode = data;
    const Ufs *files = inode->files;
    guint64 block = at / files->block_size, index = block, span = 1;
    guint64 per_block = files->block_size / (files->is_version_2 ? 8 : 4);
    guint64 place = 0;
    guint level = 0;

    if (index < N_DIRECT) {
        place = inode->places[index];
    } else {
        index -= N_DIRECT;
        for (level = 1; level <= N_LEVELS; level++) {
            span *= per_block;
            if (index < span)
                break;
            index -= span;
        }
        if (level > N_LEVELS)
            return set_damage(files, "size of a file", error);
        if (!find_below(files, inode->places[N_DIRECT + level - 1], level, index, &place, error))
            return FALSE;
    }
    if (!check_place(files, place, error))
        return FALSE;
    *out_piece = (FilePiece){block * files->block_size, files->block_size,
                             place == 0 ? SOURCE_EXTENT_ZEROS : place * files->fragment_size};
    return TRUE;
}

static Source *
open_inode(const Inode *inode)
{
    Ufs *files = inode->files;
    gsize room = (N_DIRECT + N_LEVELS) * (files->is_version_2 ? 8 : 4);

    if (inode->kind == FILE_NODE_LINK && inode->size < room)
        return source_new_taken(g_memdup2(inode->target, room), (gsize)inode->size);
    return mapped_file_new(&files->parent, files->source, inode->size, find_piece,
                           g_memdup2(inode, sizeof(*inode)), g_free);
}

static Source *
ufs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Inode inode;

    if (!read_inode((Ufs *)files, node->place[0], &inode, error))
        return NULL;
    if (inode.kind == node->kind)
        return open_inode(&inode);
    file_system_set_damage(files, "kind of an inode", error);
    return NULL;
}

static FileNodeKind
get_kind(guint8 written)
{
    return written == 4    ? FILE_NODE_FOLDER
           : written == 8  ? FILE_NODE_FILE
           : written == 10 ? FILE_NODE_LINK
                           : FILE_NODE_OTHER;
}

/* One visitor's names; FALSE with an error or without: that is all. */
static gboolean
list_step(const Ufs *self, const guint8 *bytes, gsize size, FileVisitor visit, gpointer data,
          GError **error)
{
    for (gsize at = 0; size - at >= ENTRY_SIZE;) {
        const guint8 *entry = bytes + at;
        gsize length = le16(entry + 4);
        char name[FILE_SYSTEM_MAX_NAME + 1] = {0};
        FileNode node = {
            .kind = get_kind(entry[6]), .size = FILE_SIZE_NOT_KNOWN, .place = {le32(entry)}};

        if (length < ENTRY_SIZE || length % 4 != 0 || length > size - at ||
            ENTRY_SIZE + (gsize)entry[7] > length)
            return set_damage(self, "entry of a folder", error);
        memcpy(name, entry + ENTRY_SIZE, entry[7]);
        at += length;
        if (node.place[0] == 0 || *name == '\0' || strcmp(name, ".") == 0 ||
            strcmp(name, "..") == 0)
            continue;
        if (!visit(name, &node, data))
            return FALSE;
    }
    return TRUE;
}

static gboolean
ufs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
         GError **error)
{
    Ufs *self = (Ufs *)files;
    GError *list_error = NULL;
    gboolean goes_on = TRUE;
    Inode inode;

    if (!read_inode(self, folder->place[0], &inode, error))
        return FALSE;
    if (inode.kind != FILE_NODE_FOLDER)
        return set_damage(self, "kind of an inode", error);

    g_autoptr(Source) source = open_inode(&inode);
    gsize size = (gsize)MIN(inode.size, FILE_SYSTEM_MAX_FOLDER);
    g_autofree guint8 *bytes = g_malloc(self->block_size);

    for (gsize at = 0; at < size && goes_on; at += self->block_size) {
        gssize count = source_read(source, at, bytes, MIN(self->block_size, size - at), error);

        if (count < 0)
            return FALSE;
        for (gsize step = 0; step + FOLDER_STEP <= (gsize)count && goes_on; step += FOLDER_STEP)
            goes_on = list_step(self, bytes + step, FOLDER_STEP, visit, data, &list_error);
    }
    if (list_error == NULL)
        return TRUE;
    g_propagate_error(error, list_error);
    return FALSE;
}

static const FileSystemOperations ufs_operations = {
    .name = "ufs",
    .list = ufs_list,
    .open = ufs_open_file,
};

static gboolean
is_power(guint32 number, guint32 least, guint32 most)
{
    return number >= least && number <= most && (number & (number - 1)) == 0;
}

static gboolean
parse_superblock(Ufs *self, const guint8 *bytes, GError **error)
{
    self->is_version_2 = le32(bytes + MAGIC_AT) == MAGIC_2;
    self->inodes_at = le32(bytes + 16);
    self->group_shift = le32(bytes + 24);
    self->group_mask = le32(bytes + 28);
    self->n_groups = le32(bytes + 44);
    self->block_size = le32(bytes + 48);
    self->fragment_size = le32(bytes + 52);
    self->group_inodes = le32(bytes + 184);
    self->group_size = le32(bytes + 188);
    if (self->is_version_2)
        memcpy(self->parent.label, bytes + 680, 32);
    if (!is_power(self->block_size, 4096, UFS_MAX_BLOCK) ||
        !is_power(self->fragment_size, 512, self->block_size) || self->group_inodes == 0 ||
        self->group_size == 0 || self->n_groups == 0)
        return set_damage(self, "superblock", error);
    self->parent.root =
        (FileNode){.kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {ROOT_INODE}};
    return TRUE;
}

/* A copy of a superblock may be in the way, where blocks have 64 KiB: what says so itself counts. */
static gboolean
is_superblock(const guint8 *bytes, guint64 place)
{
    if (le32(bytes + MAGIC_AT) == MAGIC_2)
        return le64(bytes + 1000) == place;
    return le32(bytes + MAGIC_AT) == MAGIC_1 && place == 8192;
}

FormatAnswer
ufs_open(Source *source, FileSystem **out_files, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(superblocks); i++) {
        guint8 bytes[SUPERBLOCK_SIZE];
        gssize count = source_read(source, superblocks[i], bytes, sizeof(bytes), error);
        g_autofree Ufs *self = NULL;

        if (count < 0)
            return FORMAT_DAMAGED;
        if (count < SUPERBLOCK_SIZE || !is_superblock(bytes, superblocks[i]))
            continue;
        self = g_new0(Ufs, 1);
        self->parent.operations = &ufs_operations;
        self->parent.follows_links = TRUE;
        self->parent.is_case_sensitive = TRUE;
        self->source = source;
        if (!parse_superblock(self, bytes, error))
            return FORMAT_DAMAGED;
        *out_files = &g_steal_pointer(&self)->parent;
        return FORMAT_FOUND;
    }
    return FORMAT_NOT_THIS;
}
