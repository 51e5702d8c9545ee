/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads VirtualBox' disks (VDI, version 1.1). Numbers have the lowest byte first.
 *
 *     header   a text, then a magic number, kind, size of the disk and of a block
 *     map      4 bytes for each block of the disk: which block of the file it is
 *     blocks
 */

#include "config.h"

#include "disk/mapped.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define HEADER_SIZE 400
#define KIND_DYNAMIC 1
#define KIND_FIXED 2
#define BLOCK_ZEROS 0xFFFFFFFEu /* this and the next one are nowhere */

typedef struct {
    MappedSource parent;
    guint64 map;      /* where it is */
    guint64 data;     /* where the blocks are */
    guint64 stride;   /* bytes from one block to the next */
    guint32 n_blocks; /* of the disk */
} Vdi;

static gboolean
map(MappedSource *source, guint64 offset, Mapping *out_mapping, GError **error)
{
    const Vdi *self = (const Vdi *)source;
    guint64 block = offset / source->cluster;
    guint8 bytes[4];

    if (block >= self->n_blocks)
        return layer_fail(source->layer, error, "number of blocks");
    if (!layer_read(source->layer, self->map + block * 4, bytes, sizeof(bytes), error))
        return FALSE;
    out_mapping->length = mapped_get_rest(source, offset);
    out_mapping->kind = le32(bytes) >= BLOCK_ZEROS ? MAPPED_ZEROS : MAPPED_DATA;
    out_mapping->offset = self->data + le32(bytes) * self->stride + offset % source->cluster;
    return TRUE;
}

static gboolean
check_header(Layer *layer, const guint8 *header, GError **error)
{
    guint32 kind = le32(header + 76), block = le32(header + 376);

    if (le32(header + 68) >> 16 != 1)
        return layer_refuse(layer, error, "version %u is not supported", le32(header + 68) >> 16);
    if (kind != KIND_DYNAMIC && kind != KIND_FIXED)
        return layer_refuse(layer, error, "it holds only what differs from another disk (kind %u)",
                            kind);
    if (block < 512 || block > MAPPED_MAX_CLUSTER || block % 512 != 0 ||
        le32(header + 380) > MAPPED_MAX_CLUSTER)
        return layer_fail(layer, error, "size of a block");
    if (le64(header + 368) > G_MAXINT64)
        return layer_fail(layer, error, "size of the disk");
    return TRUE;
}

static FormatAnswer
open_vdi(Layer *layer, GError **error)
{
    guint8 header[HEADER_SIZE];
    Vdi *self;

    if (!layer_read(layer, 0, header, sizeof(header), error) || !check_header(layer, header, error))
        return FORMAT_DAMAGED;
    self = mapped_new(sizeof(Vdi), layer, map);
    self->map = le32(header + 340);
    self->data = le32(header + 344);
    self->stride = (guint64)le32(header + 376) + le32(header + 380);
    self->n_blocks = le32(header + 384);
    self->parent.size = le64(header + 368);
    self->parent.cluster = le32(header + 376);
    layer_add_place(layer, &self->parent.parent, "");
    return FORMAT_FOUND;
}

const LayerReader layer_vdi = {
    .name = "vdi",
    .kind = LAYER_CONTAINER,
    .offset = 64,
    .magic = "\x7f\x10\xda\xbe",
    .magic_length = 4,
    .open = open_vdi,
};
