/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads EROFS, as far as finding a file and reading it wants. What a name of a folder leads to is
 * left to file_system.c, compressed files are erofs_index.c's.
 *
 *     at 1024   superblock: size of blocks, features, where the inodes are, the root's number
 *     inodes    number * 32 bytes from there; 32 or 64 bytes, attributes, then the index of a
 *               compressed file or the end of a plain one
 *     folders   blocks of their own: entries of 12 bytes, then their names
 *
 * What is wrong with an image is told in English: it is evidence.
 */

#include "config.h"

#include <string.h>

#include "format/erofs_private.h"
#include "format/little_endian.h"
#include "unpack/unpack_module.h"

#define SUPERBLOCK_OFFSET 1024
#define SUPERBLOCK_SIZE 128
#define SLOT_SIZE 16 /* bytes by which a superblock may be longer */
#define MAGIC 0xE0F5E1E2u
#define MIN_BLOCK_BITS 9
#define MAX_BLOCK_BITS 16

/* With long names of attributes, chunks and more devices, which are of no concern for most files. */
#define KNOWN_FEATURES 0x7Fu

#define INODE_SLOT 32
#define ENTRY_SIZE 12 /* of a folder */
#define TYPE_FILE 1
#define TYPE_FOLDER 2
#define TYPE_LINK 7

gboolean
erofs_set_damage(GError **error, const char *what)
{
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "erofs: invalid %s", what);
    return FALSE;
}

static gboolean
set_cut_off(GError **error)
{
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "erofs: cut off");
    return FALSE;
}

gboolean
erofs_read_bytes(Erofs *self, guint64 start, void *buffer, gsize size, GError **error)
{
    gssize count = start <= G_MAXINT64 ? source_read(self->source, start, buffer, size, error) : 0;

    return count >= 0 && ((gsize)count == size || set_cut_off(error));
}

static const ErofsKept *
load_metadata(Erofs *self, guint64 start, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(self->kept); i++) {
        if (self->kept[i].size > 0 && self->kept[i].start == start)
            return &self->kept[i];
    }

    ErofsKept *kept = &self->kept[self->oldest];
    gssize count = start <= G_MAXINT64
                       ? source_read(self->source, start, kept->data, sizeof(kept->data), error)
                       : 0;

    kept->start = start;
    kept->size = (gsize)MAX(count, 0);
    if (count < 0)
        return NULL;
    self->oldest = (self->oldest + 1) % G_N_ELEMENTS(self->kept);
    return kept;
}

gboolean
erofs_read_metadata(Erofs *self, guint64 start, void *buffer, gsize size, GError **error)
{
    guint8 *out = buffer;

    while (size > 0) {
        const ErofsKept *kept = load_metadata(self, start - start % EROFS_KEPT_SIZE, error);
        gsize before = start % EROFS_KEPT_SIZE;

        if (kept == NULL)
            return FALSE;
        if (before >= kept->size)
            return set_cut_off(error);

        gsize part = MIN(size, kept->size - before);

        memcpy(out, kept->data + before, part);
        out += part;
        size -= part;
        start += part;
    }
    return TRUE;
}

static FileNodeKind
get_kind(guint32 mode)
{
    return (mode & 0170000) == 0100000   ? FILE_NODE_FILE
           : (mode & 0170000) == 0040000 ? FILE_NODE_FOLDER
           : (mode & 0170000) == 0120000 ? FILE_NODE_LINK
                                         : FILE_NODE_OTHER;
}

static gboolean
read_inode(Erofs *self, guint64 number, ErofsInode *out_inode, GError **error)
{
    guint8 bytes[2 * INODE_SLOT];
    guint64 start = self->inodes + number * INODE_SLOT;
    guint32 format, attributes;

    if (number > G_MAXINT64 / INODE_SLOT)
        return erofs_set_damage(error, "number of an inode");
    if (!erofs_read_metadata(self, start, bytes, INODE_SLOT, error))
        return FALSE;
    format = le16(bytes);
    if (format >> 1 > EROFS_LAYOUT_COMPACT_INDEX) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "erofs: files of format %#x are not supported", format);
        return FALSE;
    }

    gboolean is_long = (format & 1) != 0;

    if (is_long &&
        !erofs_read_metadata(self, start + INODE_SLOT, bytes + INODE_SLOT, INODE_SLOT, error))
        return FALSE;
    attributes = le16(bytes + 2);
    *out_inode = (ErofsInode){
        .kind = get_kind(le16(bytes + 4)),
        .layout = (ErofsLayout)(format >> 1),
        .size = is_long ? le64(bytes + 8) : le32(bytes + 8),
        .end = start + (is_long ? 2 * INODE_SLOT : INODE_SLOT) +
               (attributes > 0 ? 12 + 4 * (guint64)(attributes - 1) : 0),
        .blocks = (guint64)le32(bytes + 16) << self->block_bits,
    };
    return out_inode->size <= G_MAXINT64 || erofs_set_damage(error, "size of a file");
}

/* The range is inside of the file. */
static gboolean
read_plain(Erofs *self, const ErofsInode *inode, guint64 offset, guint8 *buffer, gsize size,
           GError **error)
{
    guint32 block_size = 1u << self->block_bits;
    guint64 end = inode->size; /* of what is in blocks */

    if (inode->layout == EROFS_LAYOUT_INLINE && inode->size > 0) {
        end = (inode->size - 1) / block_size * block_size;
        if (inode->end % block_size + (inode->size - end) > block_size)
            return erofs_set_damage(error, "end of a file");
    }

    gsize in_blocks = offset < end ? (gsize)MIN(size, end - offset) : 0;

    if (in_blocks > 0 && !erofs_read_bytes(self, inode->blocks + offset, buffer, in_blocks, error))
        return FALSE;
    if (in_blocks == size)
        return TRUE;
    return erofs_read_metadata(self, inode->end + (offset + in_blocks - end), buffer + in_blocks,
                               size - in_blocks, error);
}

static gboolean
is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

typedef struct {
    const guint8 *bytes;
    gsize size;
} FolderBlock;

/* Where a name ends: where the next one starts, or at a NUL. */
static gsize
get_name_end(const FolderBlock *block, const guint8 *entry, gsize first)
{
    const guint8 *next = entry + ENTRY_SIZE;

    return next < block->bytes + first ? le16(next + 8) : block->size;
}

typedef enum {
    LIST_GO_ON,
    LIST_ENOUGH,
    LIST_DAMAGED,
} ListState;

static ListState
list_block(const FolderBlock *block, FileVisitor visit, gpointer data)
{
    gsize first = block->size >= ENTRY_SIZE ? le16(block->bytes + 8) : 0;

    if (first < ENTRY_SIZE || first % ENTRY_SIZE != 0 || first >= block->size)
        return LIST_DAMAGED;
    for (const guint8 *entry = block->bytes; entry < block->bytes + first; entry += ENTRY_SIZE) {
        gsize start = le16(entry + 8);
        gsize end = get_name_end(block, entry, first);
        FileNode node = {.kind = entry[10] == TYPE_FOLDER ? FILE_NODE_FOLDER
                                 : entry[10] == TYPE_FILE ? FILE_NODE_FILE
                                 : entry[10] == TYPE_LINK ? FILE_NODE_LINK
                                                          : FILE_NODE_OTHER,
                         .size = FILE_SIZE_NOT_KNOWN,
                         .place = {le64(entry)}};

        if (start < first || end <= start || end > block->size)
            return LIST_DAMAGED;

        g_autofree char *name = g_strndup((const char *)block->bytes + start, end - start);

        if (strlen(name) <= FILE_SYSTEM_MAX_NAME && !is_dot(name) && !visit(name, &node, data))
            return LIST_ENOUGH;
    }
    return LIST_GO_ON;
}

/* The bytes of a file. */
typedef struct {
    Source parent;
    Erofs *files; /* borrowed */
    ErofsInode inode;
    ErofsIndex index;    /* of a compressed one */
    gboolean is_packed;  /* it is the file that has the fragments */
    guint8 *data;        /* owned; the start of a piece, unpacked */
    gsize data_size;     /* bytes in data */
    guint64 data_offset; /* where it is in the file */
} FileSource;

static Source *open_inode(Erofs *self, guint64 number, FileNodeKind kind, GError **error);

/* From the file of all fragments, which has none itself. */
static gboolean
read_fragment(FileSource *self, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
    Erofs *files = self->files;

    if (self->is_packed || files->packed == 0)
        return erofs_set_damage(error, "place of a fragment");
    if (files->fragments == NULL) {
        files->fragments = open_inode(files, files->packed, FILE_NODE_FILE, error);
        if (files->fragments == NULL)
            return FALSE;
        ((FileSource *)files->fragments)->is_packed = TRUE;
    }

    gssize count = source_read(files->fragments, offset, buffer, size, error);

    return count >= 0 && ((gsize)count == size || erofs_set_damage(error, "place of a fragment"));
}

static gboolean
read_rotated(Erofs *self, const ErofsPiece *piece, gsize before, guint8 *buffer, gsize size,
             GError **error)
{
    guint32 block_size = 1u << self->block_bits;
    g_autofree guint8 *block = g_malloc(block_size);

    if (before + size > block_size)
        return erofs_set_damage(error, "piece of a file");
    if (!erofs_read_bytes(self, piece->place, block, block_size, error))
        return FALSE;
    for (gsize i = 0; i < size; i++)
        buffer[i] = block[(piece->start + before + i) % block_size];
    return TRUE;
}

static gboolean
read_packed(FileSource *self, const ErofsPiece *piece, gsize before, guint8 *buffer, gsize size,
            GError **error)
{
    gsize wanted = before + size;

    if (self->data_offset != piece->start || self->data_size < wanted) {
        /* who comes a second time gets all, so that there is no third one */
        if (self->data_size > 0 && self->data_offset == piece->start)
            wanted = MAX(wanted, (gsize)MIN(piece->end - piece->start, EROFS_MAX_PIECE));

        guint8 *data = erofs_unpack_piece(self->files, piece, wanted, error);

        if (data == NULL)
            return FALSE;
        g_free(self->data);
        self->data = data;
        self->data_size = wanted;
        self->data_offset = piece->start;
    }
    memcpy(buffer, self->data + before, size);
    return TRUE;
}

static gboolean
read_piece(FileSource *self, const ErofsPiece *piece, guint64 offset, guint8 *buffer, gsize size,
           GError **error)
{
    guint64 before = offset - piece->start;

    if (piece->kind == EROFS_PIECE_FRAGMENT)
        return read_fragment(self, piece->place + before, buffer, size, error);
    if (before > EROFS_MAX_PIECE || size > EROFS_MAX_PIECE)
        return erofs_set_damage(error, "piece of a file");
    if (piece->kind == EROFS_PIECE_PACKED)
        return read_packed(self, piece, (gsize)before, buffer, size, error);
    if (piece->kind == EROFS_PIECE_ROTATED)
        return read_rotated(self->files, piece, (gsize)before, buffer, size, error);
    return before + size <= piece->stored
               ? erofs_read_bytes(self->files, piece->place + before, buffer, size, error)
               : erofs_set_damage(error, "piece of a file");
}

static gboolean
read_compressed(FileSource *self, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
    while (size > 0) {
        ErofsPiece piece;
        /* the rest of a piece is of no concern for who reads once */
        guint64 limit = self->data_size > 0 ? G_MAXUINT64 : offset + size;

        if (!erofs_index_find(self->files, &self->index, offset, limit, &piece, error))
            return FALSE;
        if (piece.start > offset || piece.end <= offset)
            return erofs_set_damage(error, "index");

        gsize part = (gsize)MIN(size, piece.end - offset);

        if (!read_piece(self, &piece, offset, buffer, part, error))
            return FALSE;
        offset += part;
        buffer += part;
        size -= part;
    }
    return TRUE;
}

static gboolean
is_compressed(const ErofsInode *inode)
{
    return inode->layout == EROFS_LAYOUT_FULL_INDEX || inode->layout == EROFS_LAYOUT_COMPACT_INDEX;
}

static gssize
file_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    FileSource *self = (FileSource *)source;

    if (offset >= self->inode.size)
        return 0;
    size = (gsize)MIN(size, self->inode.size - offset);
    return (is_compressed(&self->inode)
                ? read_compressed(self, offset, buffer, size, error)
                : read_plain(self->files, &self->inode, offset, buffer, size, error))
               ? (gssize)size
               : -1;
}

static gint64
file_get_size(Source *source)
{
    return (gint64)((FileSource *)source)->inode.size;
}

static void
file_close(Source *source)
{
    FileSource *self = (FileSource *)source;

    g_free(self->data);
    g_free(self);
}

static const SourceOperations file_operations = {
    .read = file_read,
    .get_size = file_get_size,
    .close = file_close,
};

/* Folders may be compressed as files are. */
static Source *
open_inode(Erofs *self, guint64 number, FileNodeKind kind, GError **error)
{
    ErofsInode inode;
    ErofsIndex index = {.size = 0};

    if (!read_inode(self, number, &inode, error) ||
        (is_compressed(&inode) && !erofs_index_open(self, &inode, &index, error)))
        return NULL;
    if (inode.kind != kind) {
        erofs_set_damage(error, "kind of an inode");
        return NULL;
    }

    FileSource *file = g_new0(FileSource, 1);

    file->parent.operations = &file_operations;
    file->files = self;
    file->inode = inode;
    file->index = index;
    return &file->parent;
}

static gboolean
erofs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
           GError **error)
{
    Erofs *self = (Erofs *)files;
    gsize block_size = (gsize)1 << self->folder_bits;
    ListState state = LIST_GO_ON;
    g_autoptr(Source) source = open_inode(self, folder->place[0], FILE_NODE_FOLDER, error);

    if (source == NULL)
        return FALSE;

    gsize size = (gsize)MIN(source_get_size(source), FILE_SYSTEM_MAX_FOLDER);
    g_autofree guint8 *bytes = g_malloc(size);

    if (source_read(source, 0, bytes, size, error) < 0)
        return FALSE;
    for (gsize at = 0; at < size && state == LIST_GO_ON; at += block_size) {
        FolderBlock block = {bytes + at, MIN(block_size, size - at)};

        state = list_block(&block, visit, data);
    }
    return state != LIST_DAMAGED || erofs_set_damage(error, "directory");
}

static Source *
erofs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    return open_inode((Erofs *)files, node->place[0], node->kind, error);
}

static void
erofs_close(FileSystem *files)
{
    source_close(((Erofs *)files)->fragments);
    g_free(files);
}

static const FileSystemOperations erofs_operations = {
    .name = "erofs",
    .list = erofs_list,
    .open = erofs_open_file,
    .close = erofs_close,
};

/* What stands behind the superblock for each way to compress, of which LZMA needs a number. */
static gboolean
read_settings(Erofs *self, guint64 place, guint32 algorithms, GError **error)
{
    const guint32 lzma = 1u << 1;

    for (guint i = 0; i < 16 && algorithms >> i != 0; i++) {
        guint8 bytes[6] = {0};

        if ((algorithms >> i & 1) == 0)
            continue;
        place = (place + 3) / 4 * 4;
        if (!erofs_read_metadata(self, place, bytes, 2, error))
            return FALSE;
        if (1u << i == lzma && !erofs_read_metadata(self, place, bytes, sizeof(bytes), error))
            return FALSE;
        if (1u << i == lzma)
            self->dictionary = le32(bytes + 2);
        place += 2 + le16(bytes);
    }
    return self->dictionary <= UNPACK_MAX_DICTIONARY ||
           erofs_set_damage(error, "size of a dictionary");
}

static gboolean
parse_superblock(Erofs *self, const guint8 *bytes, GError **error)
{
    guint32 features = le32(bytes + 80);

    if ((features & ~KNOWN_FEATURES) != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "erofs: features %#x are not supported", features & ~KNOWN_FEATURES);
        return FALSE;
    }
    self->features = features;
    self->block_bits = bytes[12];
    self->folder_bits = self->block_bits + bytes[90];
    if (self->block_bits < MIN_BLOCK_BITS || self->folder_bits > MAX_BLOCK_BITS)
        return erofs_set_damage(error, "size of blocks");
    self->inodes = (guint64)le32(bytes + 40) << self->block_bits;
    if ((features & EROFS_FEATURE_FRAGMENTS) != 0)
        self->packed = le64(bytes + 96);
    self->parent.root = (FileNode){
        .kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {le16(bytes + 14)}};
    return (features & EROFS_FEATURE_COMPRESSION) == 0 ||
           read_settings(self, SUPERBLOCK_OFFSET + SUPERBLOCK_SIZE + bytes[13] * SLOT_SIZE,
                         le16(bytes + 84), error);
}

FormatAnswer
erofs_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[SUPERBLOCK_SIZE];
    gssize count = source_read(source, SUPERBLOCK_OFFSET, bytes, sizeof(bytes), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 4 || le32(bytes) != MAGIC)
        return FORMAT_NOT_THIS;
    if ((gsize)count < sizeof(bytes))
        return format_set_damage(error, FORMAT_ERROR_HEADER, "erofs: cut off");

    g_autofree Erofs *self = g_new0(Erofs, 1);

    self->parent.operations = &erofs_operations;
    self->source = source;
    if (!parse_superblock(self, bytes, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
