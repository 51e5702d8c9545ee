/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads XFS, versions 4 and 5, as far as finding a file and reading it wants ("XFS Algorithms & Data
 * Structures"). What a name of a folder leads to is left to file_system.c.
 *
 *     0       superblock: sizes, features, the root's inode; numbers have the highest byte first
 *     groups  as many blocks each; the number of an inode is its group's, its block's, its own
 *     inode   kind, size, and behind 100 or 176 bytes where its blocks are, or what it holds itself
 *
 * Checksums are not looked at: what they would find, bounds find.
 */

#include "config.h"

#include <string.h>

#include "format/big_endian.h"
#include "format/xfs.h"
#include "format/xfs_private.h"

#define SUPERBLOCK_SIZE 256
#define VERSION_FOLDERS 0x2000u /* of the second kind, as all have */
#define VERSION_NO_CASE 0x4000u
#define FEATURE_KINDS 0x200u      /* of version 4 */
#define INCOMPATIBLE_KINDS 1u     /* of version 5 */
#define INCOMPATIBLE_KNOWN 0x1FFu /* all up to folders of metadata */
#define INODE_SIZE 176            /* bytes before the fork in version 3 */
#define OLD_INODE_SIZE 100
#define FLAG_REAL_TIME 1u
#define FLAG_LARGE_COUNTS 0x10u
#define LINK_HEADER 56

void
xfs_inode_free(gpointer data)
{
    XfsInode *self = data;

    if (self != NULL)
        g_free(self->fork);
    g_free(self);
}

static gboolean
find_inode(const Xfs *self, guint64 number, guint64 *out_offset, GError **error)
{
    guint64 block = number >> self->inodes_bits;
    guint64 group = block >> self->group_bits;
    guint64 slot = number & (((guint64)1 << self->inodes_bits) - 1);

    block &= ((guint64)1 << self->group_bits) - 1;
    if (group >= self->n_groups || block >= self->group_blocks)
        return file_system_set_damage(&self->parent, "number of an inode", error);
    *out_offset =
        ((group * self->group_blocks + block) << self->block_bits) + (slot << self->inode_bits);
    return TRUE;
}

/* @bytes: all of it. */
static gboolean
parse_inode(XfsInode *inode, const guint8 *bytes, GError **error)
{
    const Xfs *files = inode->files;
    gsize size = (gsize)1 << files->inode_bits;
    gboolean is_long = bytes[4] >= 3;
    gsize start = is_long ? INODE_SIZE : OLD_INODE_SIZE;
    gsize attributes = (gsize)bytes[82] * 8;

    if (memcmp(bytes, "IN", 2) != 0 || size <= start || attributes > size - start)
        return file_system_set_damage(&files->parent, "inode", error);
    inode->kind = file_node_kind_of_mode(be16(bytes + 2));
    inode->format = bytes[5];
    inode->size = be64(bytes + 56);
    inode->n_extents = is_long && (be64(bytes + 120) & FLAG_LARGE_COUNTS) != 0 ? be64(bytes + 24)
                                                                               : be32(bytes + 76);
    inode->fork_size = attributes > 0 ? attributes : size - start;
    inode->fork = g_memdup2(bytes + start, inode->fork_size);
    if (inode->kind == FILE_NODE_FILE && (be16(bytes + 90) & FLAG_REAL_TIME) != 0)
        return file_system_set_unsupported(&files->parent, "a real-time file", error);
    if (inode->size > G_MAXINT64 ||
        (inode->format == XFS_LOCAL && inode->size > inode->fork_size) ||
        (inode->kind != FILE_NODE_OTHER && (inode->format < XFS_LOCAL || inode->format > XFS_TREE)))
        return file_system_set_damage(&files->parent, "inode", error);
    return TRUE;
}

XfsInode *
xfs_read_inode(Xfs *self, guint64 number, GError **error)
{
    gsize size = (gsize)1 << self->inode_bits;
    g_autofree guint8 *bytes = g_malloc(size);
    g_autoptr(XfsInode) inode = g_new0(XfsInode, 1);
    guint64 offset = 0;

    inode->files = self;
    if (!find_inode(self, number, &offset, error) ||
        !file_system_read_bytes(&self->parent, self->source, offset, bytes, size, error) ||
        !parse_inode(inode, bytes, error))
        return NULL;
    return g_steal_pointer(&inode);
}

/* What a link says that is too long for its inode. In version 5 each block begins with a header, unless an older
 * mkfs.xfs has written it. */
static char *
read_long_link(XfsInode *inode, GError **error)
{
    Xfs *files = inode->files;
    gsize block_size = (gsize)1 << files->block_bits;
    g_autofree guint8 *block = g_malloc0(block_size);
    g_autofree char *target = g_malloc(FILE_SYSTEM_MAX_TARGET + 1);
    gsize done = 0;

    for (guint64 at = 0; done < inode->size; at += block_size) {
        gsize header, part;
        FilePiece piece;

        if (!xfs_find_piece(inode, at, &piece, error))
            return NULL;
        if (piece.offset == SOURCE_EXTENT_ZEROS) {
            file_system_set_damage(&files->parent, "link", error);
            return NULL;
        }
        if (!file_system_read_bytes(&files->parent, files->source,
                                    piece.offset + (at - piece.start), block, block_size, error))
            return NULL;
        header = files->is_v5 && memcmp(block, "XSLM", 4) == 0 ? LINK_HEADER : 0;
        part = MIN(inode->size - done, block_size - header);
        memcpy(target + done, block + header, part);
        done += part;
    }
    return g_steal_pointer(&target);
}

static Source *
open_link(XfsInode *inode, GError **error)
{
    char *target;

    if (inode->size > FILE_SYSTEM_MAX_TARGET) {
        file_system_set_damage(&inode->files->parent, "size of a link", error);
        return NULL;
    }
    target = inode->format == XFS_LOCAL ? g_memdup2(inode->fork, inode->fork_size)
                                        : read_long_link(inode, error);
    return target != NULL ? source_new_taken(target, inode->size) : NULL;
}

static Source *
xfs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Xfs *self = (Xfs *)files;
    g_autoptr(XfsInode) inode = xfs_read_inode(self, node->place[0], error);
    guint64 size;

    if (inode == NULL)
        return NULL;
    if (inode->kind != node->kind ||
        (inode->kind == FILE_NODE_FILE && inode->format == XFS_LOCAL)) {
        file_system_set_damage(files, "kind of an inode", error);
        return NULL;
    }
    if (inode->kind == FILE_NODE_LINK)
        return open_link(inode, error);
    size = inode->size;
    return mapped_file_new(files, self->source, size, xfs_find_piece, g_steal_pointer(&inode),
                           xfs_inode_free);
}

static const FileSystemOperations xfs_operations = {
    .name = "xfs",
    .list = xfs_list,
    .open = xfs_open_file,
    .lookup = xfs_lookup,
};

/* Names without regard to case have hashes of their own, so they are listed. */
static const FileSystemOperations no_case_operations = {
    .name = "xfs",
    .list = xfs_list,
    .open = xfs_open_file,
};

static gboolean
check_features(Xfs *self, const guint8 *bytes, GError **error)
{
    guint32 version = be16(bytes + 100), incompatible = be32(bytes + 216);
    g_autofree char *words = NULL;

    self->is_v5 = (version & 0xF) == 5;
    self->has_kinds =
        (self->is_v5 ? incompatible & INCOMPATIBLE_KINDS : be32(bytes + 200) & FEATURE_KINDS) != 0;
    if ((version & VERSION_NO_CASE) != 0) {
        self->parent.operations = &no_case_operations;
        self->parent.is_case_sensitive = FALSE;
    }
    if (((version & 0xF) != 4 && !self->is_v5) || (version & VERSION_FOLDERS) == 0)
        words = g_strdup_printf("version 0x%x", version);
    else if (self->is_v5 && (incompatible & ~INCOMPATIBLE_KNOWN) != 0)
        words = g_strdup_printf("feature 0x%x", incompatible & ~INCOMPATIBLE_KNOWN);
    return words == NULL || file_system_set_unsupported(&self->parent, words, error);
}

static gboolean
parse_superblock(Xfs *self, const guint8 *bytes, GError **error)
{
    memcpy(self->parent.label, bytes + 108, 12);
    self->block_bits = bytes[120];
    self->inode_bits = bytes[122];
    self->inodes_bits = bytes[123];
    self->group_bits = bytes[124];
    self->group_blocks = be32(bytes + 84);
    self->n_groups = be32(bytes + 88);
    self->folder_bits = self->block_bits + (guint32)bytes[192];
    if (self->block_bits < 9 || self->block_bits > 16 || self->folder_bits > 16 ||
        self->inode_bits < 8 || self->inode_bits > 11 || self->inode_bits > self->block_bits ||
        self->inodes_bits != self->block_bits - self->inode_bits || self->group_bits < 1 ||
        self->group_bits > 32 || self->group_blocks == 0 || self->n_groups == 0 ||
        be32(bytes + 4) != 1u << self->block_bits)
        return file_system_set_damage(&self->parent, "superblock", error);
    self->parent.root = (FileNode){
        .kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {be64(bytes + 56)}};
    return check_features(self, bytes, error);
}

FormatAnswer
xfs_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[SUPERBLOCK_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 4 || memcmp(bytes, "XFSB", 4) != 0)
        return FORMAT_NOT_THIS;

    g_autofree Xfs *self = g_new0(Xfs, 1);

    self->parent.operations = &xfs_operations;
    self->parent.follows_links = TRUE;
    self->parent.is_case_sensitive = TRUE;
    self->source = source;
    if ((gsize)count < sizeof(bytes)) {
        file_system_set_damage(&self->parent, "superblock", error);
        return FORMAT_DAMAGED;
    }
    if (!parse_superblock(self, bytes, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
