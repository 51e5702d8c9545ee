/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads disks of Virtual PC and Azure (VHD). Numbers have the highest byte first.
 *
 *     fixed     the disk, then a footer of a sector
 *     dynamic   copy of the footer, header, table of blocks (4 bytes each: in which sector it begins),
 *               blocks: a bitmap of whole sectors, then the bytes; at last the footer
 *
 * What the bitmap of a block has not is zeros in the block, too, so it is not looked at.
 */

#include "config.h"

#include <string.h>

#include "disk/mapped.h"
#include "disk/readers.h"
#include "format/big_endian.h"

#define SECTOR 512
#define MARK "conectix"
#define MARK_LENGTH 8
#define HEADER_MARK "cxsparse"
#define HEADER_SIZE 1024
#define KIND_FIXED 2
#define KIND_DYNAMIC 3
#define KIND_DIFFERENCING 4
#define NO_BLOCK 0xFFFFFFFFu
/* A disk whose size is no multiple of this has no footer behind it: where a read is a request, it is not asked for. */
#define USUAL_UNIT (1024 * 1024)

typedef struct {
    MappedSource parent;
    guint64 table;    /* where it is */
    guint32 n_blocks; /* in it */
    guint32 bitmap;   /* bytes before a block */
} Vhd;

static gboolean
map(MappedSource *source, guint64 offset, Mapping *out_mapping, GError **error)
{
    const Vhd *self = (const Vhd *)source;
    guint64 block = offset / source->cluster;
    guint8 bytes[4];

    if (block >= self->n_blocks)
        return layer_fail(source->layer, error, "number of blocks");
    if (!layer_read(source->layer, self->table + block * 4, bytes, sizeof(bytes), error))
        return FALSE;
    out_mapping->length = mapped_get_rest(source, offset);
    out_mapping->kind = be32(bytes) == NO_BLOCK ? MAPPED_ZEROS : MAPPED_DATA;
    out_mapping->offset = (guint64)be32(bytes) * SECTOR + self->bitmap + offset % source->cluster;
    return TRUE;
}

/* The sum of all bytes but those of the sum itself, the other way round. */
static gboolean
has_right_sum(const guint8 *bytes, gsize size, gsize place)
{
    guint32 sum = 0;

    for (gsize i = 0; i < size; i++)
        sum += i >= place && i < place + 4 ? 0 : bytes[i];
    return ~sum == be32(bytes + place);
}

static gboolean
is_footer(const guint8 *footer)
{
    return memcmp(footer, MARK, MARK_LENGTH) == 0 && has_right_sum(footer, SECTOR, 64);
}

static gboolean
read_header(Layer *layer, const guint8 *footer, guint8 *header, GError **error)
{
    guint32 block;

    if (be64(footer + 16) > G_MAXINT64 ||
        !layer_read(layer, be64(footer + 16), header, HEADER_SIZE, error))
        return *error == NULL ? layer_fail(layer, error, "place of the header") : FALSE;
    if (memcmp(header, HEADER_MARK, MARK_LENGTH) != 0 || !has_right_sum(header, HEADER_SIZE, 36))
        return layer_fail(layer, error, "header");
    block = be32(header + 32);
    if (block < SECTOR || block > MAPPED_MAX_CLUSTER || (block & (block - 1)) != 0)
        return layer_fail(layer, error, "size of a block");
    if (be64(header + 16) > G_MAXINT64)
        return layer_fail(layer, error, "place of the table");
    return TRUE;
}

/* UTF-16 with the highest byte first. */
static char *
read_parent_name(const guint8 *header)
{
    gunichar2 name[256];

    for (guint i = 0; i < G_N_ELEMENTS(name); i++)
        name[i] = (gunichar2)be16(header + 64 + 2 * i);
    return g_utf16_to_utf8(name, G_N_ELEMENTS(name), NULL, NULL, NULL);
}

static gboolean
add_dynamic(Layer *layer, const guint8 *footer, GError **error)
{
    guint8 header[HEADER_SIZE];
    g_autoptr(GError) cause = NULL;
    Vhd *self;

    if (!read_header(layer, footer, header, &cause)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    if (be32(footer + 60) == KIND_DIFFERENCING) {
        g_autofree char *name = read_parent_name(header);

        layer_tell(layer, NULL, "disk.names-file", name);
        return layer_refuse(layer, error, "it holds only what differs from another disk, '%s'",
                            name != NULL ? name : "");
    }
    self = mapped_new(sizeof(Vhd), layer, map);
    self->table = be64(header + 16);
    self->n_blocks = be32(header + 28);
    self->parent.cluster = be32(header + 32);
    self->bitmap = (self->parent.cluster / SECTOR / 8 + SECTOR - 1) / SECTOR * SECTOR;
    self->parent.size = be64(footer + 48);
    layer_add_place(layer, &self->parent.parent, "");
    return TRUE;
}

static gboolean
add_disk(Layer *layer, const guint8 *footer, GError **error)
{
    guint64 size = be64(footer + 48);
    guint32 kind = be32(footer + 60);

    if (size > G_MAXINT64)
        return layer_fail(layer, error, "size of the disk");
    if (kind == KIND_FIXED) {
        layer_add_part(layer, 0, size, "");
        return TRUE;
    }
    if (kind == KIND_DYNAMIC || kind == KIND_DIFFERENCING)
        return add_dynamic(layer, footer, error);
    return layer_refuse(layer, error, "kind %u is not supported", kind);
}

/* The footer is in the last sector; that of a dynamic disk has a copy at the start, which is closer. */
static FormatAnswer
find_footer(Layer *layer, guint8 *footer, GError **error)
{
    gint64 size = source_get_size(layer->below);
    gssize count = source_read(layer->below, 0, footer, SECTOR, error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count == SECTOR && is_footer(footer))
        return FORMAT_FOUND;
    if (size < 2 * SECTOR || size % SECTOR != 0 || (layer->is_slow && size % USUAL_UNIT != SECTOR))
        return FORMAT_NOT_THIS;
    count = source_read(layer->below, (guint64)size - SECTOR, footer, SECTOR, error);
    if (count < 0)
        return FORMAT_DAMAGED;
    return count == SECTOR && is_footer(footer) ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

static FormatAnswer
open_vhd(Layer *layer, GError **error)
{
    guint8 footer[SECTOR];
    FormatAnswer answer = find_footer(layer, footer, error);

    if (answer != FORMAT_FOUND)
        return answer;
    return add_disk(layer, footer, error) ? FORMAT_FOUND : FORMAT_DAMAGED;
}

const LayerReader layer_vhd = {
    .name = "vhd",
    .kind = LAYER_CONTAINER,
    .open = open_vhd,
};
