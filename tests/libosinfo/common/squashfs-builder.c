/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Writes blocks, inodes and names one after the other, deepest folders first, since a name says
 * where its inode is.
 */

#include "config.h"

#include <string.h>

#include "squashfs-builder.h"

#define SUPERBLOCK 96
#define STORED 0x8000u
#define BLOCK_STORED (1u << 24)
#define NO_FRAGMENT 0xFFFFFFFFu

enum { FOLDER = 1, FILE_ = 2, LONG = 7 /* is added */ };

typedef struct {
    const SquashfsSpec *spec;
    GByteArray *image;
    GByteArray *inodes;
    GByteArray *names;
    GByteArray *fragment;
    guint32 n_inodes;
} Builder;

static void
add(GByteArray *bytes, guint64 number, guint n_bytes)
{
    for (guint i = 0; i < n_bytes; i++) {
        guint8 byte = i < sizeof(number) ? (guint8)(number >> 8 * i) : 0;

        g_byte_array_append(bytes, &byte, 1);
    }
}

void
squashfs_put(GByteArray *image, gsize at, guint64 number, guint n_bytes)
{
    g_assert_cmpuint(at + n_bytes, <=, image->len);
    for (guint i = 0; i < n_bytes; i++)
        image->data[at + i] = (guint8)(number >> 8 * i);
}

static guint
start_inode(Builder *self, guint type)
{
    guint place = self->inodes->len;

    add(self->inodes, self->spec->has_long_inodes ? type + LONG : type, 2);
    add(self->inodes, 0644, 2);
    add(self->inodes, 0, 2 + 2 + 4);
    add(self->inodes, ++self->n_inodes, 4);
    return place;
}

/* Blocks of zeros are holes. */
static void
add_file_blocks(Builder *self, const SquashfsFile *file, GByteArray *sizes)
{
    static const guint8 zeros[SQUASHFS_BLOCK];
    const guint8 *content = file->content;

    for (gsize at = 0; at < file->size; at += SQUASHFS_BLOCK) {
        gsize size = MIN(file->size - at, SQUASHFS_BLOCK);

        if (size < SQUASHFS_BLOCK && self->spec->has_fragments) {
            g_byte_array_append(self->fragment, content + at, (guint)size);
        } else if (memcmp(content + at, zeros, size) == 0) {
            add(sizes, 0, 4);
        } else {
            g_byte_array_append(self->image, content + at, (guint)size);
            add(sizes, size | BLOCK_STORED, 4);
        }
    }
}

static guint
add_file(Builder *self, const SquashfsFile *file)
{
    g_autoptr(GByteArray) sizes = g_byte_array_new();
    guint64 start = self->image->len;
    guint offset = self->fragment->len;
    guint place = start_inode(self, FILE_);
    guint32 fragment = 0;

    add_file_blocks(self, file, sizes);
    fragment = self->fragment->len > offset ? 0 : NO_FRAGMENT;
    if (self->spec->has_long_inodes) {
        add(self->inodes, start, 8);
        add(self->inodes, file->size, 8);
        add(self->inodes, 0, 8 + 4);
        add(self->inodes, fragment, 4);
        add(self->inodes, offset, 4);
        add(self->inodes, 0xFFFFFFFF, 4);
    } else {
        add(self->inodes, start, 4);
        add(self->inodes, fragment, 4);
        add(self->inodes, offset, 4);
        add(self->inodes, file->size, 4);
    }
    g_byte_array_append(self->inodes, sizes->data, sizes->len);
    return place;
}

static guint
add_folder_inode(Builder *self, guint start, guint size)
{
    guint place = start_inode(self, FOLDER);

    if (self->spec->has_long_inodes) {
        add(self->inodes, 2, 4);
        add(self->inodes, size + 3, 4);
        add(self->inodes, 0, 4 + 4 + 2);
        add(self->inodes, start, 2);
        add(self->inodes, 0xFFFFFFFF, 4);
    } else {
        add(self->inodes, 0, 4);
        add(self->inodes, 2, 4);
        add(self->inodes, size + 3, 2);
        add(self->inodes, start, 2);
        add(self->inodes, 0, 4);
    }
    return place;
}

static void
add_name(GByteArray *names, const char *name, gsize length, guint place, guint type)
{
    add(names, place, 2);
    add(names, 0, 2);
    add(names, type, 2);
    add(names, length - 1, 2);
    g_byte_array_append(names, (const guint8 *)name, (guint)length);
}

/* The files from @first to @end, which have @depth bytes of path in common. */
static guint
add_folder(Builder *self, gsize first, gsize end, gsize depth)
{
    g_autoptr(GByteArray) names = g_byte_array_new();
    guint count = 0;
    guint start;

    while (first < end) {
        const SquashfsFile *file = &self->spec->files[first];
        const char *name = file->path + depth;
        gsize length = strcspn(name, "/");
        gsize next = first + 1;

        while (next < end &&
               strncmp(self->spec->files[next].path, file->path, depth + length + 1) == 0)
            next++;
        if (name[length] == '\0')
            add_name(names, name, length, add_file(self, file), FILE_);
        else
            add_name(names, name, length, add_folder(self, first, next, depth + length + 1),
                     FOLDER);
        first = next;
        count++;
    }
    start = self->names->len;
    if (count > 0) {
        add(self->names, count - 1, 4);
        add(self->names, 0, 4 + 4);
        g_byte_array_append(self->names, names->data, names->len);
    }
    return add_folder_inode(self, start, self->names->len - start);
}

static guint64
add_table(GByteArray *image, const GByteArray *table)
{
    guint64 place = image->len;

    g_assert_cmpuint(table->len, <=, 8192);
    add(image, table->len | STORED, 2);
    g_byte_array_append(image, table->data, table->len);
    return place;
}

/* The block of the fragment, its entry, and where that is. */
static guint64
add_fragments(Builder *self, guint64 start)
{
    g_autoptr(GByteArray) entry = g_byte_array_new();
    guint64 place;

    add(entry, start, 8);
    add(entry, self->fragment->len | BLOCK_STORED, 4);
    add(entry, 0, 4);
    place = add_table(self->image, entry);
    add(self->image, place, 8);
    return self->image->len - 8;
}

GByteArray *
squashfs_build(const SquashfsSpec *spec)
{
    g_autoptr(GByteArray) inodes = g_byte_array_new();
    g_autoptr(GByteArray) names = g_byte_array_new();
    g_autoptr(GByteArray) fragment = g_byte_array_new();
    Builder self = {spec, g_byte_array_new(), inodes, names, fragment, 0};
    GByteArray *image = self.image;
    guint root;
    guint64 fragment_place;

    g_byte_array_set_size(image, SUPERBLOCK);
    memset(image->data, 0, SUPERBLOCK);
    root = add_folder(&self, 0, spec->n_files, 0);
    fragment_place = image->len;
    g_byte_array_append(image, fragment->data, fragment->len);

    memcpy(image->data, "hsqs", 4);
    squashfs_put(image, 4, self.n_inodes, 4);
    squashfs_put(image, SQUASHFS_AT_BLOCK_SIZE, SQUASHFS_BLOCK, 4);
    squashfs_put(image, 16, fragment->len > 0, 4);
    squashfs_put(image, SQUASHFS_AT_COMPRESSION, 1, 2);
    squashfs_put(image, 22, 12, 2);
    squashfs_put(image, 28, 4, 2);
    squashfs_put(image, SQUASHFS_AT_ROOT, root, 8);
    squashfs_put(image, SQUASHFS_AT_INODES, add_table(image, inodes), 8);
    squashfs_put(image, SQUASHFS_AT_FOLDERS, add_table(image, names), 8);
    squashfs_put(image, SQUASHFS_AT_FRAGMENTS, add_fragments(&self, fragment_place), 8);
    squashfs_put(image, 40, image->len, 8);
    return image;
}
