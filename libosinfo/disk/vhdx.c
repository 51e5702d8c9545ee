/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads disks of Hyper-V (VHDX, [MS-VHDX]). Numbers have the lowest byte first.
 *
 *     0       mark
 *     64 K    two headers; the one with the higher number counts
 *     192 K   two tables of regions: where the table of blocks and the metadata are
 *     ...     metadata: size of the disk and of a block
 *     ...     table of blocks: 8 bytes each, a state and in which MiB it begins; behind each few of them one
 *             for a bitmap, which only disks that differ from another one have
 *
 * A log that was not written to its places is not written by us either: that is told.
 */

#include "config.h"

#include <string.h>

#include "disk/crc.h"
#include "disk/mapped.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define HEADER_SIZE 4096
#define REGIONS_SIZE 65536
#define MAX_REGIONS 2047
#define MAX_ITEMS 2047
#define ENTRY_SIZE 32
#define MIB (1024 * 1024)

/* Bytes of GUIDs, as they stand in a file. */
#define REGION_BLOCKS "\x66\x77\xc2\x2d\x23\xf6\x00\x42\x9d\x64\x11\x5e\x9b\xfd\x4a\x08"
#define REGION_METADATA "\x06\xa2\x7c\x8b\x90\x47\x9a\x4b\xb8\xfe\x57\x5f\x05\x0f\x88\x6e"
#define ITEM_PARAMETERS "\x37\x67\xa1\xca\x36\xfa\x43\x4d\xb3\xb6\x33\xf0\xaa\x44\xe7\x6b"
#define ITEM_SIZE "\x24\x42\xa5\x2f\x1b\xcd\x76\x48\xb2\x11\x5d\xbe\xd8\x3b\xf4\xb8"
#define ITEM_SECTOR "\x1d\xbf\x41\x81\x6f\xa9\x09\x47\xba\x47\xf2\x33\xa8\xfa\xab\x5f"
#define GUID_SIZE 16

#define STATE_MASK 7
#define STATE_PRESENT 6
#define STATE_PARTLY 7

typedef struct {
    MappedSource parent;
    guint64 table;      /* where it is */
    guint64 table_size; /* bytes */
    guint64 ratio;      /* blocks between two bitmaps */
} Vhdx;

/* Places in the file. */
typedef struct {
    guint64 blocks, blocks_size;
    guint64 metadata, metadata_size;
} Regions;

static gboolean
map(MappedSource *source, guint64 offset, Mapping *out_mapping, GError **error)
{
    const Vhdx *self = (const Vhdx *)source;
    guint64 block = offset / source->cluster;
    guint64 entry = block + block / self->ratio;
    guint8 bytes[8];

    if (entry >= self->table_size / 8)
        return layer_fail(source->layer, error, "number of blocks");
    if (!layer_read(source->layer, self->table + entry * 8, bytes, sizeof(bytes), error))
        return FALSE;
    if ((le64(bytes) & STATE_MASK) == STATE_PARTLY)
        return layer_fail(source->layer, error, "state of a block");
    out_mapping->length = mapped_get_rest(source, offset);
    out_mapping->kind = (le64(bytes) & STATE_MASK) == STATE_PRESENT ? MAPPED_DATA : MAPPED_ZEROS;
    out_mapping->offset = (le64(bytes) >> 20) * MIB + offset % source->cluster;
    return TRUE;
}

/* With its checksum taken for zeros. Turns these bytes into zeros. */
static gboolean
has_right_sum(guint8 *bytes, gsize size)
{
    guint32 sum = le32(bytes + 4);

    memset(bytes + 4, 0, 4);
    return crc_get(CRC_32C, bytes, size) == sum;
}

/* The newer header that is right. */
static gboolean
read_header(Layer *layer, guint8 *out_header, GError **error)
{
    gboolean is_found = FALSE;
    guint8 header[HEADER_SIZE];

    for (guint i = 1; i <= 2; i++) {
        if (!layer_read(layer, i * (guint64)REGIONS_SIZE, header, sizeof(header), error))
            return FALSE;
        if (memcmp(header, "head", 4) != 0 || !has_right_sum(header, sizeof(header)))
            continue;
        if (!is_found || le64(header + 8) > le64(out_header + 8))
            memcpy(out_header, header, sizeof(header));
        is_found = TRUE;
    }
    return is_found || layer_fail(layer, error, "header");
}

static void
tell_log(Layer *layer, const guint8 *header)
{
    static const guint8 none[GUID_SIZE] = {0};

    if (memcmp(header + 48, none, sizeof(none)) != 0)
        layer_tell(layer, NULL, "disk.unread", "vhdx: the log has changes that were not applied");
}

/* FALSE without an error: the table is damaged. */
static gboolean
parse_regions(Layer *layer, const guint8 *table, Regions *out_regions, GError **error)
{
    guint32 count = le32(table + 8);

    for (guint32 i = 0; i < MIN(count, MAX_REGIONS); i++) {
        const guint8 *entry = table + 16 + i * ENTRY_SIZE;

        if (memcmp(entry, REGION_BLOCKS, GUID_SIZE) == 0) {
            out_regions->blocks = le64(entry + 16);
            out_regions->blocks_size = le32(entry + 24);
        } else if (memcmp(entry, REGION_METADATA, GUID_SIZE) == 0) {
            out_regions->metadata = le64(entry + 16);
            out_regions->metadata_size = le32(entry + 24);
        } else if ((le32(entry + 28) & 1) != 0) {
            return layer_refuse(layer, error, "unknown region that is required");
        }
    }
    return TRUE;
}

static gboolean
read_regions(Layer *layer, Regions *out_regions, GError **error)
{
    g_autofree guint8 *table = g_malloc(REGIONS_SIZE);
    gboolean is_found = FALSE;

    for (guint i = 3; i <= 4 && !is_found; i++) {
        if (!layer_read(layer, i * (guint64)REGIONS_SIZE, table, REGIONS_SIZE, error))
            return FALSE;
        is_found = memcmp(table, "regi", 4) == 0 && has_right_sum(table, REGIONS_SIZE);
    }
    if (!is_found)
        return layer_fail(layer, error, "table of regions");
    if (!parse_regions(layer, table, out_regions, error))
        return FALSE;
    if (out_regions->blocks == 0 || out_regions->blocks > G_MAXINT64 ||
        out_regions->metadata == 0 || out_regions->metadata > G_MAXINT64)
        return layer_fail(layer, error, "place of a region");
    return TRUE;
}

/* 8 bytes of an item, of which the first are its value; zeros where there is no such item. */
static gboolean
read_item(const Layer *layer, const Regions *regions, const char *guid, guint8 *out_value,
          GError **error)
{
    guint8 head[ENTRY_SIZE], entry[ENTRY_SIZE];

    memset(out_value, 0, 8);
    if (!layer_read(layer, regions->metadata, head, sizeof(head), error))
        return FALSE;
    if (memcmp(head, "metadata", 8) != 0)
        return layer_fail(layer, error, "metadata");
    for (guint32 i = 0; i < MIN(le16(head + 10), MAX_ITEMS); i++) {
        if (!layer_read(layer, regions->metadata + (i + 1) * (guint64)ENTRY_SIZE, entry,
                        sizeof(entry), error))
            return FALSE;
        if (memcmp(entry, guid, GUID_SIZE) == 0)
            return layer_read(layer, regions->metadata + le32(entry + 16), out_value,
                              MIN(le32(entry + 20), 8), error);
    }
    return TRUE;
}

static gboolean
read_metadata(Vhdx *self, const Regions *regions, GError **error)
{
    const Layer *layer = self->parent.layer;
    guint8 parameters[8], size[8], sector[8];
    guint32 block;

    if (!read_item(layer, regions, ITEM_PARAMETERS, parameters, error) ||
        !read_item(layer, regions, ITEM_SIZE, size, error) ||
        !read_item(layer, regions, ITEM_SECTOR, sector, error))
        return FALSE;
    block = le32(parameters);
    if ((le32(parameters + 4) & 2) != 0)
        return layer_refuse(layer, error, "it holds only what differs from another disk");
    if (block < MIB || block > MAPPED_MAX_CLUSTER || (block & (block - 1)) != 0)
        return layer_fail(layer, error, "size of a block");
    if (le32(sector) != 512 && le32(sector) != 4096)
        return layer_fail(layer, error, "size of a sector");
    if (le64(size) > G_MAXINT64)
        return layer_fail(layer, error, "size of the disk");
    self->parent.cluster = block;
    self->parent.size = le64(size);
    self->ratio = (guint64)le32(sector) * (8 * MIB) / block;
    return TRUE;
}

static FormatAnswer
open_vhdx(Layer *layer, GError **error)
{
    guint8 header[HEADER_SIZE];
    Regions regions = {0};
    Vhdx *self;

    if (!read_header(layer, header, error) || !read_regions(layer, &regions, error))
        return FORMAT_DAMAGED;
    tell_log(layer, header);
    self = mapped_new(sizeof(Vhdx), layer, map);
    self->table = regions.blocks;
    self->table_size = regions.blocks_size;
    if (!read_metadata(self, &regions, error)) {
        layer_take_source(layer, &self->parent.parent);
        return FORMAT_DAMAGED;
    }
    layer_add_place(layer, &self->parent.parent, "");
    return FORMAT_FOUND;
}

const LayerReader layer_vhdx = {
    .name = "vhdx",
    .kind = LAYER_CONTAINER,
    .magic = "vhdxfile",
    .magic_length = 8,
    .open = open_vhdx,
};
