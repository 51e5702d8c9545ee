/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads VMware's disks in one file: sparse, made for streaming, and the sparse ones of old ESX ("COWD").
 * What a descriptor says, which may name other files, is left to vmdk_descriptor.c. Numbers have the lowest
 * byte first, places are in sectors.
 *
 *     header        size of the disk and of a grain, where the directory and the descriptor are
 *     descriptor    a text
 *     directory     4 bytes for each table: in which sector that is
 *     tables        4 bytes for each grain: in which sector that is
 *     grains        as they are, or packed, with 12 bytes before them
 *
 * One that was made for streaming has its directory, and a second header that says where, at the end.
 */

#include "config.h"

#include <string.h>

#include "disk/mapped.h"
#include "disk/readers.h"
#include "disk/vmdk_descriptor.h"
#include "format/little_endian.h"

#define SECTOR 512
#define HEADER_SIZE 512
#define FOOTER_DISTANCE 1024 /* bytes from where the second header begins to the end */
#define MAX_GRAIN 8192       /* sectors */
#define MAX_TABLE_ENTRIES 8192
#define MARKER_SIZE 12
#define AT_END G_MAXUINT64 /* the directory is where the second header says */

enum {
    FLAG_ZEROS = 1 << 2, /* 1 as a grain's sector: zeros */
    FLAG_PACKED = 1 << 16,
};

typedef struct {
    MappedSource parent;
    guint64 directory; /* sectors */
    guint32 per_table; /* entries */
    gboolean is_packed;
    gboolean has_zeros;
} Vmdk;

/* Where grains are packed, 12 bytes say which one it is, and how many there are. */
static gboolean
map_packed(const Vmdk *self, guint64 place, Mapping *out_mapping, GError **error)
{
    guint8 marker[MARKER_SIZE];

    if (!layer_read(self->parent.layer, place, marker, sizeof(marker), error))
        return FALSE;
    *out_mapping = (Mapping){MAPPED_PACKED, place + MARKER_SIZE, MAX(le32(marker + 8), 1)};
    return TRUE;
}

/* A number of a table; 0: nothing is there. */
static gboolean
read_entry(const Vmdk *self, guint64 sector, guint64 number, guint32 *out_entry, GError **error)
{
    guint8 bytes[4];

    if (!layer_read(self->parent.layer, sector * SECTOR + number * 4, bytes, sizeof(bytes), error))
        return FALSE;
    *out_entry = le32(bytes);
    return TRUE;
}

static gboolean
map(MappedSource *source, guint64 offset, Mapping *out_mapping, GError **error)
{
    const Vmdk *self = (const Vmdk *)source;
    guint64 grain = offset / source->cluster;
    guint32 table, sector = 0;

    if (!read_entry(self, self->directory, grain / self->per_table, &table, error) ||
        (table != 0 && !read_entry(self, table, grain % self->per_table, &sector, error)))
        return FALSE;
    out_mapping->length = mapped_get_rest(source, offset);
    if (sector == 0)
        out_mapping->kind = MAPPED_BACKING;
    else if (sector == 1 && self->has_zeros)
        out_mapping->kind = MAPPED_ZEROS;
    else if (self->is_packed)
        return map_packed(self, (guint64)sector * SECTOR, out_mapping, error);
    else
        *out_mapping = (Mapping){MAPPED_DATA, (guint64)sector * SECTOR + offset % source->cluster,
                                 out_mapping->length};
    return TRUE;
}

static gboolean
check_numbers(const Layer *layer, guint64 capacity, guint64 grain, guint64 per_table,
              guint64 directory, GError **error)
{
    if (capacity > G_MAXINT64 / SECTOR)
        return layer_fail(layer, error, "size of the disk");
    if (grain == 0 || grain > MAX_GRAIN || (grain & (grain - 1)) != 0)
        return layer_fail(layer, error, "size of a grain");
    if (per_table == 0 || per_table > MAX_TABLE_ENTRIES)
        return layer_fail(layer, error, "size of a table");
    if (directory > G_MAXINT64 / SECTOR)
        return layer_fail(layer, error, "place of the directory");
    return TRUE;
}

/* The header at the end has what that at the start could not know. */
static gboolean
read_footer(const Layer *layer, guint8 *header, GError **error)
{
    gint64 size = source_get_size(layer->below);

    if (size < FOOTER_DISTANCE + HEADER_SIZE)
        return layer_fail(layer, error, "place of the directory, which is at the end");
    if (!layer_read(layer, (guint64)size - FOOTER_DISTANCE, header, HEADER_SIZE, error))
        return FALSE;
    return memcmp(header, "KDMV", 4) == 0 || layer_fail(layer, error, "header at the end");
}

static gboolean
read_header(const Layer *layer, guint8 *header, GError **error)
{
    if (!layer_read(layer, 0, header, HEADER_SIZE, error))
        return FALSE;
    if (le32(header + 4) < 1 || le32(header + 4) > 3)
        return layer_refuse(layer, error, "version %u is not supported", le32(header + 4));
    return TRUE;
}

/* Adds the disk that a header describes, with what its descriptor says. */
static gboolean
add_sparse(Layer *layer, const guint8 *header, Source *backing, GError **error)
{
    guint32 flags = le32(header + 8);
    Vmdk *self;

    if (!check_numbers(layer, le64(header + 12), le64(header + 20), le32(header + 44),
                       le64(header + 56), error))
        return FALSE;
    if ((flags & FLAG_PACKED) != 0 && le16(header + 77) > 1)
        return layer_refuse(layer, error, "unknown compression %u", le16(header + 77));
    self = mapped_new(sizeof(Vmdk), layer, map);
    self->directory = le64(header + 56);
    self->per_table = le32(header + 44);
    self->is_packed = (flags & FLAG_PACKED) != 0;
    self->has_zeros = (flags & FLAG_ZEROS) != 0;
    self->parent.size = le64(header + 12) * SECTOR;
    self->parent.cluster = (guint32)le64(header + 20) * SECTOR;
    self->parent.method = UNPACK_ZLIB;
    self->parent.backing = backing;
    layer_add_place(layer, &self->parent.parent, "");
    return TRUE;
}

static FormatAnswer
open_vmdk(Layer *layer, GError **error)
{
    guint8 header[HEADER_SIZE];
    Source *backing = NULL;

    if (!read_header(layer, header, error))
        return FORMAT_DAMAGED;
    if (le64(header + 28) != 0 &&
        !vmdk_descriptor_read(layer, le64(header + 28), le64(header + 36), &backing, error))
        return FORMAT_DAMAGED;
    /* the descriptor has the disk in other files */
    if (layer->places->len > 0)
        return FORMAT_FOUND;
    if (le64(header + 56) == AT_END && !read_footer(layer, header, error))
        return FORMAT_DAMAGED;
    return add_sparse(layer, header, backing, error) ? FORMAT_FOUND : FORMAT_DAMAGED;
}

const LayerReader layer_vmdk = {
    .name = "vmdk",
    .kind = LAYER_CONTAINER,
    .magic = "KDMV",
    .magic_length = 4,
    .open = open_vmdk,
};

/* Tables of 4096 grains; nothing is packed. */
static FormatAnswer
open_cowd(Layer *layer, GError **error)
{
    guint8 header[32];
    Vmdk *self;

    if (!layer_read(layer, 0, header, sizeof(header), error) ||
        !check_numbers(layer, le32(header + 12), le32(header + 16), 4096, le32(header + 20), error))
        return FORMAT_DAMAGED;
    self = mapped_new(sizeof(Vmdk), layer, map);
    self->directory = le32(header + 20);
    self->per_table = 4096;
    self->parent.size = (guint64)le32(header + 12) * SECTOR;
    self->parent.cluster = le32(header + 16) * SECTOR;
    layer_add_place(layer, &self->parent.parent, "");
    return FORMAT_FOUND;
}

const LayerReader layer_vmdk_cowd = {
    .name = "vmdk",
    .kind = LAYER_CONTAINER,
    .magic = "COWD",
    .magic_length = 4,
    .open = open_cowd,
};

static FormatAnswer
open_text(Layer *layer, GError **error)
{
    Source *backing = NULL;

    if (!vmdk_descriptor_read(layer, 0, 0, &backing, error))
        return FORMAT_DAMAGED;
    if (layer->places->len > 0)
        return FORMAT_FOUND;
    layer_fail(layer, error, "descriptor, which names no extent");
    return FORMAT_DAMAGED;
}

const LayerReader layer_vmdk_text = {
    .name = "vmdk",
    .kind = LAYER_CONTAINER,
    .magic = "# Disk Descripto",
    .magic_length = 16,
    .open = open_text,
};
