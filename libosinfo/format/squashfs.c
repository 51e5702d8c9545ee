/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads squashfs 4.0, little endian, as far as finding a file and reading it wants. What a name of a
 * folder leads to is left to file_system.c.
 *
 *     superblock (96 bytes)       where the tables are, the root's inode
 *     blocks of files, fragments  packed, a megabyte of each at most
 *     inode table                 metadata blocks, one after the other
 *     directory table             likewise
 *     fragment table              likewise; behind it the place of each of its blocks
 *
 * A metadata block is two bytes, its size and whether it is stored as it is, and 8192 bytes when
 * unpacked. Something in a table has a place of two parts: where the block starts, and how many bytes
 * of it, unpacked, come before. What is wrong with an image is told in English: it is evidence.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/squashfs.h"
#include "format/unpack.h"

#define SUPERBLOCK_SIZE 96
#define METADATA_SIZE 8192
#define METADATA_STORED 0x8000u
#define MIN_BLOCK 4096
#define BLOCK_STORED (1u << 24)
#define NO_FRAGMENT 0xFFFFFFFFu
#define FRAGMENT_SIZE 16 /* bytes of an entry of the fragment table */
#define FOLDER_HEADER_SIZE 12
#define FOLDER_ENTRY_SIZE 8
#define FOLDER_MAX_ENTRIES 256 /* behind one header */
#define FOLDER_MAX_NAME 256    /* bytes */
#define FOLDER_EXTRA 3         /* bytes that a folder's size counts for "." and ".." */
#define STEP 8192              /* bytes by which a block is unpacked further */
#define N_KEPT 8               /* metadata blocks */

/* A metadata block that was read. */
typedef struct {
    guint64 start; /* in the image */
    guint64 next;  /* what is behind it; 0: nothing was read */
    gsize size;    /* bytes in data */
    guint8 data[METADATA_SIZE];
} Metadata;

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    guint64 size;   /* bytes of the image, as it says */
    UnpackMethod method;
    guint32 block_size; /* bytes */
    guint32 n_fragments;
    guint64 inodes; /* where the tables are */
    guint64 folders;
    guint64 fragments;
    Metadata kept[N_KEPT];
    guint oldest; /* of kept */
} Squashfs;

/* A place in a table. */
typedef struct {
    guint64 block; /* in the image */
    gsize offset;  /* bytes */
} Cursor;

typedef struct {
    FileNodeKind kind;
    guint64 size;     /* bytes */
    guint64 start;    /* of the blocks in the image; of the names in the directory table */
    guint32 offset;   /* bytes that come before, in the fragment or the metadata block */
    guint32 fragment; /* which one has the end of a file; or NO_FRAGMENT */
    Cursor sizes;     /* of the blocks */
} Inode;

/* A block of a file or a fragment. */
typedef struct {
    guint64 start; /* in the image */
    guint32 size;  /* bytes, with BLOCK_STORED; 0: zeros that are not there */
} Block;

static gboolean
set_damage(GError **error, const char *what)
{
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "squashfs: invalid %s", what);
    return FALSE;
}

/* All of them, or it is damaged. */
static gboolean
read_bytes(Squashfs *self, guint64 start, void *buffer, gsize size, GError **error)
{
    gssize count = start < self->size ? source_read(self->source, start, buffer, size, error) : 0;

    if (count < 0)
        return FALSE;
    if ((gsize)count == size)
        return TRUE;
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "squashfs: cut off");
    return FALSE;
}

static gboolean
unpack_metadata(Squashfs *self, const guint8 *packed, gsize size, Metadata *out_metadata,
                GError **error)
{
    UnpackBlock block = {.in = packed + 2,
                         .in_size = size,
                         .out = out_metadata->data,
                         .out_size = sizeof(out_metadata->data)};
    gssize count = (gssize)size;

    if ((le16(packed) & METADATA_STORED) != 0)
        memcpy(out_metadata->data, packed + 2, size);
    else
        count = unpack_block(self->method, &block, error);
    out_metadata->size = (gsize)MAX(count, 0);
    return count > 0 || (count == 0 && set_damage(error, "metadata block"));
}

static const Metadata *
load_metadata(Squashfs *self, guint64 start, GError **error)
{
    guint8 packed[2 + METADATA_SIZE] = {0};

    for (guint i = 0; i < N_KEPT; i++) {
        if (self->kept[i].next != 0 && self->kept[i].start == start)
            return &self->kept[i];
    }

    gssize count =
        start < self->size ? source_read(self->source, start, packed, sizeof(packed), error) : 0;
    gsize size = le16(packed) & ~METADATA_STORED;
    Metadata *metadata = &self->kept[self->oldest];

    if (count < 0)
        return NULL;
    if (size == 0 || size > METADATA_SIZE || 2 + size > (gsize)count) {
        set_damage(error, "metadata block");
        return NULL;
    }
    metadata->next = 0;
    if (!unpack_metadata(self, packed, size, metadata, error))
        return NULL;
    metadata->start = start;
    metadata->next = start + 2 + size;
    self->oldest = (self->oldest + 1) % N_KEPT;
    return metadata;
}

static gboolean
read_metadata(Squashfs *self, Cursor *cursor, void *buffer, gsize size, GError **error)
{
    guint8 *out = buffer;

    while (size > 0) {
        const Metadata *metadata = load_metadata(self, cursor->block, error);

        if (metadata == NULL)
            return FALSE;
        if (cursor->offset > metadata->size)
            return set_damage(error, "place in a metadata block");

        gsize part = MIN(size, metadata->size - cursor->offset);

        memcpy(out, metadata->data + cursor->offset, part);
        out += part;
        size -= part;
        cursor->offset += part;
        if (cursor->offset == metadata->size)
            *cursor = (Cursor){.block = metadata->next};
    }
    return TRUE;
}

typedef enum {
    INODE_FOLDER = 1,
    INODE_FILE = 2,
    INODE_LINK = 3,
    INODE_LONG_FOLDER = 8,
    INODE_LONG_FILE = 9,
    INODE_LONG_LINK = 10,
} InodeType;

#define INODE_HEADER_SIZE 16
#define LONGEST_INODE 56

static gsize
get_inode_size(guint32 type)
{
    switch (type) {
    case INODE_FOLDER:
    case INODE_FILE:
        return 32;
    case INODE_LONG_FOLDER:
        return 40;
    case INODE_LONG_FILE:
        return LONGEST_INODE;
    case INODE_LINK:
    case INODE_LONG_LINK:
        return 24;
    default:
        return INODE_HEADER_SIZE;
    }
}

static Inode
parse_inode(const guint8 *bytes)
{
    switch (le16(bytes)) {
    case INODE_FOLDER:
        return (Inode){.kind = FILE_NODE_FOLDER,
                       .start = le32(bytes + 16),
                       .size = le16(bytes + 24),
                       .offset = le16(bytes + 26)};
    case INODE_LONG_FOLDER:
        return (Inode){.kind = FILE_NODE_FOLDER,
                       .size = le32(bytes + 20),
                       .start = le32(bytes + 24),
                       .offset = le16(bytes + 34)};
    case INODE_FILE:
        return (Inode){.kind = FILE_NODE_FILE,
                       .start = le32(bytes + 16),
                       .fragment = le32(bytes + 20),
                       .offset = le32(bytes + 24),
                       .size = le32(bytes + 28)};
    case INODE_LONG_FILE:
        return (Inode){.kind = FILE_NODE_FILE,
                       .start = le64(bytes + 16),
                       .size = le64(bytes + 24),
                       .fragment = le32(bytes + 44),
                       .offset = le32(bytes + 48)};
    case INODE_LINK:
    case INODE_LONG_LINK:
        return (Inode){.kind = FILE_NODE_LINK, .size = le32(bytes + 20)};
    default:
        return (Inode){.kind = FILE_NODE_OTHER};
    }
}

static gboolean
read_inode(Squashfs *self, guint64 place, Inode *out_inode, GError **error)
{
    guint8 bytes[LONGEST_INODE];
    Cursor cursor = {.block = self->inodes + (place >> 16), .offset = place & 0xFFFF};

    if (!read_metadata(self, &cursor, bytes, INODE_HEADER_SIZE, error) ||
        !read_metadata(self, &cursor, bytes + INODE_HEADER_SIZE,
                       get_inode_size(le16(bytes)) - INODE_HEADER_SIZE, error))
        return FALSE;
    *out_inode = parse_inode(bytes);
    out_inode->sizes = cursor;
    return out_inode->size <= G_MAXINT64 || set_damage(error, "size of a file");
}

/* What is left of a folder's names. */
typedef struct {
    Cursor cursor;
    gsize left;      /* bytes */
    gboolean is_cut; /* there are more, which are not looked at */
} Names;

/* FALSE without an error: that is all. */
static gboolean
read_names(Squashfs *self, Names *names, void *buffer, gsize size, GError **error)
{
    if (size > names->left) {
        if (!names->is_cut)
            set_damage(error, "directory");
        return FALSE;
    }
    names->left -= size;
    return read_metadata(self, &names->cursor, buffer, size, error);
}

static FileNodeKind
get_entry_kind(guint32 type)
{
    return type == INODE_FOLDER ? FILE_NODE_FOLDER
           : type == INODE_FILE ? FILE_NODE_FILE
           : type == INODE_LINK ? FILE_NODE_LINK
                                : FILE_NODE_OTHER;
}

typedef enum {
    LIST_GO_ON,
    LIST_ENOUGH,
    LIST_ENDS, /* with or without an error */
} ListState;

/* The names behind one header. */
static ListState
list_names(Squashfs *self, Names *names, FileVisitor visit, gpointer data, GError **error)
{
    guint8 header[FOLDER_HEADER_SIZE], entry[FOLDER_ENTRY_SIZE];

    if (!read_names(self, names, header, sizeof(header), error))
        return LIST_ENDS;
    if (le32(header) >= FOLDER_MAX_ENTRIES) {
        set_damage(error, "directory");
        return LIST_ENDS;
    }
    for (guint32 i = 0; i <= le32(header); i++) {
        char name[FOLDER_MAX_NAME + 1];
        gsize length;

        if (!read_names(self, names, entry, sizeof(entry), error))
            return LIST_ENDS;
        length = le16(entry + 6) + 1;
        if (length > FOLDER_MAX_NAME) {
            set_damage(error, "name");
            return LIST_ENDS;
        }
        if (!read_names(self, names, name, length, error))
            return LIST_ENDS;
        name[length] = '\0';

        FileNode node = {.kind = get_entry_kind(le16(entry + 4)),
                         .size = FILE_SIZE_NOT_KNOWN,
                         .place = {(guint64)le32(header + 4) << 16 | le16(entry)}};

        if (strlen(name) <= FILE_SYSTEM_MAX_NAME && !visit(name, &node, data))
            return LIST_ENOUGH;
    }
    return LIST_GO_ON;
}

static gboolean
squashfs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
              GError **error)
{
    Squashfs *self = (Squashfs *)files;
    g_autoptr(GError) list_error = NULL;
    ListState state = LIST_GO_ON;
    Inode inode;

    if (!read_inode(self, folder->place[0], &inode, error))
        return FALSE;
    if (inode.kind != FILE_NODE_FOLDER)
        return set_damage(error, "inode of a directory");

    guint64 size = inode.size > FOLDER_EXTRA ? inode.size - FOLDER_EXTRA : 0;
    Names names = {.cursor = {.block = self->folders + inode.start, .offset = inode.offset},
                   .left = (gsize)MIN(size, FILE_SYSTEM_MAX_FOLDER),
                   .is_cut = size > FILE_SYSTEM_MAX_FOLDER};

    while (state == LIST_GO_ON && names.left > 0)
        state = list_names(self, &names, visit, data, &list_error);
    if (list_error == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&list_error));
    return FALSE;
}

/* The bytes of a file. */
typedef struct {
    Source parent;
    Squashfs *files; /* borrowed */
    Inode inode;
    guint64 n_blocks; /* those in a fragment aside */
    GArray *blocks;   /* owned; of Block: the first ones, as far as they were asked for */
    Cursor sizes;     /* of the next one */
    guint8 *data;     /* owned; the start of a block, unpacked */
    gsize data_size;  /* bytes in data */
    guint64 data_of;  /* the block's start */
} FileSource;

static gboolean
find_block(FileSource *self, guint64 index, Block *out_block, GError **error)
{
    if (index >= SQUASHFS_MAX_FILE_BLOCKS)
        return set_damage(error, "number of blocks");
    while (self->blocks->len <= index) {
        Block block = {.start = self->inode.start};
        guint8 bytes[4];

        if (!read_metadata(self->files, &self->sizes, bytes, sizeof(bytes), error))
            return FALSE;
        if (self->blocks->len > 0) {
            const Block *last = &g_array_index(self->blocks, Block, self->blocks->len - 1);

            block.start = last->start + (last->size & ~BLOCK_STORED);
        }
        block.size = le32(bytes);
        if ((block.size & ~BLOCK_STORED) > self->files->block_size)
            return set_damage(error, "size of a block");
        g_array_append_val(self->blocks, block);
    }
    *out_block = g_array_index(self->blocks, Block, index);
    return TRUE;
}

static gboolean
find_fragment(Squashfs *self, guint32 index, Block *out_block, GError **error)
{
    const guint32 per_block = METADATA_SIZE / FRAGMENT_SIZE;
    guint8 bytes[FRAGMENT_SIZE];

    if (index >= self->n_fragments)
        return set_damage(error, "number of a fragment");
    if (!read_bytes(self, self->fragments + 8 * (guint64)(index / per_block), bytes, 8, error))
        return FALSE;

    Cursor cursor = {.block = le64(bytes), .offset = (index % per_block) * FRAGMENT_SIZE};

    if (!read_metadata(self, &cursor, bytes, sizeof(bytes), error))
        return FALSE;
    *out_block = (Block){.start = le64(bytes), .size = le32(bytes + 8)};
    return (out_block->size & ~BLOCK_STORED) <= self->block_size ||
           set_damage(error, "size of a fragment");
}

/* The first @wanted bytes of a block at least. */
static gboolean
unpack_start(FileSource *self, const Block *block, gsize wanted, GError **error)
{
    Squashfs *files = self->files;
    gsize room = MIN((wanted + STEP - 1) / STEP * STEP, files->block_size);

    if (self->data_of == block->start && self->data_size >= wanted)
        return TRUE;

    g_autofree guint8 *packed = g_malloc(block->size);

    if (!read_bytes(files, block->start, packed, block->size, error))
        return FALSE;
    self->data_size = 0;
    self->data = g_realloc(self->data, room);

    gssize count = unpack_block(
        files->method,
        &(UnpackBlock){.in = packed, .in_size = block->size, .out = self->data, .out_size = room},
        error);

    if (count < 0)
        return FALSE;
    self->data_of = block->start;
    self->data_size = (gsize)count;
    return self->data_size >= wanted || set_damage(error, "block");
}

static gboolean
read_block(FileSource *self, const Block *block, gsize offset, guint8 *buffer, gsize size,
           GError **error)
{
    if (offset > self->files->block_size || size > self->files->block_size - offset)
        return set_damage(error, "place in a fragment");
    if ((block->size & ~BLOCK_STORED) == 0) {
        memset(buffer, 0, size);
        return TRUE;
    }
    if ((block->size & BLOCK_STORED) != 0)
        return offset + size <= (block->size & ~BLOCK_STORED)
                   ? read_bytes(self->files, block->start + offset, buffer, size, error)
                   : set_damage(error, "block");
    if (!unpack_start(self, block, offset + size, error))
        return FALSE;
    memcpy(buffer, self->data + offset, size);
    return TRUE;
}

static gboolean
read_piece(Source *source, guint64 offset, guint8 *buffer, gsize *size, GError **error)
{
    FileSource *self = (FileSource *)source;
    guint64 index = offset / self->files->block_size;
    gsize before = offset % self->files->block_size;
    Block block;

    *size = MIN(*size, self->files->block_size - before);
    if (index < self->n_blocks ? !find_block(self, index, &block, error)
                               : !find_fragment(self->files, self->inode.fragment, &block, error))
        return FALSE;
    if (index >= self->n_blocks)
        before += self->inode.offset;
    return read_block(self, &block, before, buffer, *size, error);
}

static gssize
file_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    return source_read_pieces(source, read_piece, offset, buffer, size, error);
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

    g_array_unref(self->blocks);
    g_free(self->data);
    g_free(self);
}

static const SourceOperations file_operations = {
    .read = file_read,
    .get_size = file_get_size,
    .close = file_close,
};

/* What a link says stands behind its inode. */
static Source *
open_link(Squashfs *self, const Inode *inode, GError **error)
{
    g_autofree char *target = NULL;
    Cursor cursor = inode->sizes;

    if (inode->size > FILE_SYSTEM_MAX_TARGET) {
        set_damage(error, "size of a link");
        return NULL;
    }
    target = g_malloc(inode->size + 1);
    if (!read_metadata(self, &cursor, target, inode->size, error))
        return NULL;
    return source_new_taken(g_steal_pointer(&target), inode->size);
}

static Source *
squashfs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Squashfs *self = (Squashfs *)files;
    guint32 block_size = self->block_size;
    Inode inode;

    if (!read_inode(self, node->place[0], &inode, error))
        return NULL;
    if (inode.kind != node->kind) {
        set_damage(error, "inode of a file");
        return NULL;
    }
    if (inode.kind == FILE_NODE_LINK)
        return open_link(self, &inode, error);

    FileSource *file = g_new0(FileSource, 1);
    gboolean has_fragment = inode.fragment != NO_FRAGMENT;

    file->parent.operations = &file_operations;
    file->files = self;
    file->inode = inode;
    file->n_blocks = inode.size / block_size + (inode.size % block_size > 0 && !has_fragment);
    file->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
    file->sizes = inode.sizes;
    return &file->parent;
}

static const FileSystemOperations squashfs_operations = {
    .name = "squashfs",
    .list = squashfs_list,
    .open = squashfs_open_file,
};

/* By the number of a way to compress; others are not supported. */
static gboolean
find_method(guint32 number, UnpackMethod *out_method, GError **error)
{
    static const UnpackMethod methods[] = {
        [1] = UNPACK_ZLIB,
        [4] = UNPACK_XZ,
        [5] = UNPACK_LZ4,
        [6] = UNPACK_ZSTD,
    };
    const char *name = number == 2 ? "lzma " : number == 3 ? "lzo " : "";

    if (number == 1 || (number > 3 && number < G_N_ELEMENTS(methods))) {
        *out_method = methods[number];
        return TRUE;
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                "squashfs: compression %u %sis not supported", number, name);
    return FALSE;
}

static gboolean
parse_superblock(Squashfs *self, const guint8 *bytes, GError **error)
{
    guint32 bits = le16(bytes + 22);

    if (le16(bytes + 28) != 4 || le16(bytes + 30) != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    "squashfs: version %u.%u is not supported", le16(bytes + 28), le16(bytes + 30));
        return FALSE;
    }
    self->block_size = le32(bytes + 12);
    self->n_fragments = le32(bytes + 16);
    self->size = le64(bytes + 40);
    self->inodes = le64(bytes + 64);
    self->folders = le64(bytes + 72);
    self->fragments = le64(bytes + 80);
    if (self->block_size < MIN_BLOCK || self->block_size > SQUASHFS_MAX_BLOCK || bits > 20 ||
        self->block_size != 1u << bits)
        return set_damage(error, "size of blocks");
    if (self->size > G_MAXINT64 || self->inodes >= self->size || self->folders >= self->size ||
        (self->n_fragments > 0 && self->fragments >= self->size))
        return set_damage(error, "place of a table");
    self->parent.root = (FileNode){
        .kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {le64(bytes + 32)}};
    return find_method(le16(bytes + 20), &self->method, error);
}

FormatAnswer
squashfs_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[SUPERBLOCK_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 4 || memcmp(bytes, "hsqs", 4) != 0)
        return FORMAT_NOT_THIS;
    if ((gsize)count < sizeof(bytes))
        return format_set_damage(error, FORMAT_ERROR_HEADER, "squashfs: cut off");

    g_autofree Squashfs *self = g_new0(Squashfs, 1);

    self->parent.operations = &squashfs_operations;
    self->source = source;
    if (!parse_superblock(self, bytes, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
