/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads QEMU's qcow2, versions 2 and 3 (docs/interop/qcow2 of QEMU). Numbers have the highest byte first.
 *
 *     header          size of the disk and of a cluster, where the first table is
 *     first table     8 bytes for each second table: where that is
 *     second tables   a cluster each; 8 bytes for each cluster of the disk: where that is; with extended
 *                     entries 8 more, two bits for each of 32 parts of it
 *     clusters        as they are, or packed, at any byte
 *
 * The snapshots inside of an image are left alone: what is read is the disk as it is.
 */

#include "config.h"

#include "format/big_endian.h"
#include "disk/mapped.h"
#include "disk/named_file.h"
#include "disk/readers.h"

#define HEADER_2_SIZE 72
#define HEADER_3_SIZE 104
#define MIN_CLUSTER_BITS 9
#define MAX_CLUSTER_BITS 21
#define MAX_TABLE (32 * 1024 * 1024) /* bytes of the first table, as QEMU has it */
#define N_PARTS 32                   /* of a cluster with extended entries */

#define OFFSET_MASK G_GUINT64_CONSTANT(0x00fffffffffffe00)
#define IS_PACKED (G_GUINT64_CONSTANT(1) << 62)
#define IS_ZERO 1

/* Features without which an image cannot be read. */
enum {
    FEATURE_DIRTY = 1 << 0, /* counts of references are not right; nobody reads them here */
    FEATURE_CORRUPT = 1 << 1,
    FEATURE_DATA_FILE = 1 << 2,
    FEATURE_COMPRESSION = 1 << 3,
    FEATURE_EXTENDED = 1 << 4,
    FEATURES_KNOWN = 0x1f,
};

#define EXTENSION_END 0
#define EXTENSION_BACKING_FORMAT 0xE2792ACAu
#define MAX_EXTENSIONS 16

typedef struct {
    MappedSource parent;
    guint bits;      /* a cluster has so many */
    guint entry;     /* bytes of an entry of a second table */
    guint64 table;   /* where the first table is */
    guint32 n_table; /* its entries */
} Qcow2;

static gboolean
read_number(const Layer *layer, guint64 offset, guint64 *out_number, GError **error)
{
    guint8 bytes[8];

    if (!layer_read(layer, offset, bytes, sizeof(bytes), error))
        return FALSE;
    *out_number = be64(bytes);
    return TRUE;
}

/* Entries of packed clusters hold the place and, above it, the number of sectors behind the first. */
static void
map_packed(const Qcow2 *self, guint64 entry, Mapping *out_mapping)
{
    guint shift = 62 - (self->bits - 8);
    guint64 offset = entry & ((G_GUINT64_CONSTANT(1) << shift) - 1);
    guint64 n_sectors = ((entry & (IS_PACKED - 1)) >> shift) + 1;

    *out_mapping = (Mapping){MAPPED_PACKED, offset, n_sectors * 512 - (offset & 511)};
}

/* What one of the parts of a cluster is. */
static MappedKind
get_part_kind(guint64 bits, guint part, gboolean has_offset)
{
    if ((bits >> (N_PARTS + part) & 1) != 0)
        return MAPPED_ZEROS;
    return (bits >> part & 1) != 0 && has_offset ? MAPPED_DATA : MAPPED_BACKING;
}

static gboolean
map_part(Qcow2 *self, guint64 place, guint64 entry, guint64 offset, Mapping *out_mapping,
         GError **error)
{
    guint64 size = self->parent.cluster / N_PARTS, bits;
    guint64 inside = offset % self->parent.cluster;

    if (!read_number(self->parent.layer, place + 8, &bits, error))
        return FALSE;
    out_mapping->kind = get_part_kind(bits, (guint)(inside / size), (entry & OFFSET_MASK) != 0);
    out_mapping->offset = (entry & OFFSET_MASK) + inside;
    out_mapping->length = size - inside % size;
    return TRUE;
}

static gboolean
map_entry(Qcow2 *self, guint64 place, guint64 offset, Mapping *out_mapping, GError **error)
{
    guint64 entry;

    if (!read_number(self->parent.layer, place, &entry, error))
        return FALSE;
    if ((entry & IS_PACKED) != 0) {
        map_packed(self, entry, out_mapping);
        return TRUE;
    }
    if (self->entry > 8)
        return map_part(self, place, entry, offset, out_mapping, error);
    out_mapping->length = mapped_get_rest(&self->parent, offset);
    out_mapping->offset = (entry & OFFSET_MASK) + offset % self->parent.cluster;
    if ((entry & IS_ZERO) != 0)
        out_mapping->kind = MAPPED_ZEROS;
    else
        out_mapping->kind = (entry & OFFSET_MASK) != 0 ? MAPPED_DATA : MAPPED_BACKING;
    return TRUE;
}

static gboolean
map(MappedSource *source, guint64 offset, Mapping *out_mapping, GError **error)
{
    Qcow2 *self = (Qcow2 *)source;
    guint64 per_table = source->cluster / self->entry;
    guint64 cluster = offset >> self->bits, table;

    if (cluster / per_table >= self->n_table)
        return layer_fail(source->layer, error, "size of the first table");
    if (!read_number(source->layer, self->table + cluster / per_table * 8, &table, error))
        return FALSE;
    table &= OFFSET_MASK;
    if (table == 0) {
        *out_mapping = (Mapping){MAPPED_BACKING, 0, mapped_get_rest(source, offset)};
        return TRUE;
    }
    if (table % source->cluster != 0)
        return layer_fail(source->layer, error, "place of a table");
    return map_entry(self, table + cluster % per_table * self->entry, offset, out_mapping, error);
}

static gboolean
check_features(Layer *layer, const guint8 *header, GError **error)
{
    guint64 features = be64(header + 72);

    if ((features & FEATURE_DATA_FILE) != 0)
        return layer_refuse(layer, error, "the disk is in another file (external data file)");
    if ((features & ~(guint64)FEATURES_KNOWN) != 0)
        return layer_refuse(layer, error, "unknown feature, bit %d",
                            g_bit_nth_lsf((gulong)(features & ~(guint64)FEATURES_KNOWN), -1));
    if ((features & FEATURE_CORRUPT) != 0)
        layer_tell(layer, NULL, "disk.unread", "qcow2: the image is marked as corrupt");
    return TRUE;
}

static gboolean
check_header(Layer *layer, const guint8 *header, GError **error)
{
    guint32 version = be32(header + 4);

    if (version != 2 && version != 3)
        return layer_refuse(layer, error, "version %u is not supported", version);
    if (be32(header + 20) < MIN_CLUSTER_BITS || be32(header + 20) > MAX_CLUSTER_BITS)
        return layer_fail(layer, error, "size of a cluster");
    if (be64(header + 24) > G_MAXINT64)
        return layer_fail(layer, error, "size of the disk");
    if (be32(header + 36) > MAX_TABLE / 8 || be64(header + 40) > G_MAXINT64)
        return layer_fail(layer, error, "first table");
    if (be32(header + 32) != 0)
        return layer_refuse(layer, error, "the disk is encrypted (%s)",
                            be32(header + 32) == 2 ? "LUKS" : "AES");
    return version == 2 || check_features(layer, header, error);
}

/* Does a header extension say that the backing file's bytes are those of the disk? */
static gboolean
is_backing_raw(Layer *layer, guint64 offset, gboolean *out_is_raw, GError **error)
{
    guint8 head[8], format[4] = {0};

    *out_is_raw = FALSE;
    for (guint i = 0; i < MAX_EXTENSIONS; i++) {
        guint32 size;

        if (!layer_read(layer, offset, head, sizeof(head), error))
            return FALSE;
        size = be32(head + 4);
        if (be32(head) == EXTENSION_END)
            return TRUE;
        if (be32(head) == EXTENSION_BACKING_FORMAT) {
            if (!layer_read(layer, offset + 8, format, 3, error))
                return FALSE;
            *out_is_raw = size == 3 && strcmp((const char *)format, "raw") == 0;
        }
        offset += 8 + (((guint64)size + 7) & ~(guint64)7);
    }
    return TRUE;
}

static gboolean
open_backing(Qcow2 *self, Layer *layer, const guint8 *header, GError **error)
{
    guint32 length = be32(header + 16);
    guint64 end = be32(header + 4) == 2 ? HEADER_2_SIZE : be32(header + 100);
    g_autofree char *name = NULL;
    gboolean is_raw;

    if (be64(header + 8) == 0 || length == 0)
        return TRUE;
    if (length > NAMED_FILE_MAX_NAME)
        return layer_fail(layer, error, "name of the backing file");
    name = g_malloc0(length + 1);
    if (!layer_read(layer, be64(header + 8), name, length, error) ||
        !is_backing_raw(layer, end, &is_raw, error))
        return FALSE;
    self->parent.backing = named_file_open(layer, name, is_raw, error);
    return self->parent.backing != NULL;
}

static Qcow2 *
new_source(const Layer *layer, const guint8 *header)
{
    Qcow2 *self = mapped_new(sizeof(Qcow2), layer, map);
    gboolean is_new = be32(header + 4) > 2;

    self->bits = be32(header + 20);
    self->entry = is_new && (be64(header + 72) & FEATURE_EXTENDED) != 0 ? 16 : 8;
    self->table = be64(header + 40);
    self->n_table = be32(header + 36);
    self->parent.size = be64(header + 24);
    self->parent.cluster = 1u << self->bits;
    self->parent.method = is_new && be32(header + 100) > HEADER_3_SIZE && header[104] == 1
                              ? UNPACK_ZSTD
                              : UNPACK_DEFLATE;
    return self;
}

static FormatAnswer
open_qcow2(Layer *layer, GError **error)
{
    guint8 header[HEADER_3_SIZE + 8] = {0};
    gssize size = source_read(layer->below, 0, header, sizeof(header), error);
    Qcow2 *self;

    if (size < 0)
        return FORMAT_DAMAGED;
    if (size < HEADER_2_SIZE) {
        layer_fail(layer, error, "header");
        return FORMAT_DAMAGED;
    }
    if (!check_header(layer, header, error))
        return FORMAT_DAMAGED;
    self = new_source(layer, header);
    if (header[104] > 1 && be32(header + 4) > 2 && be32(header + 100) > HEADER_3_SIZE) {
        layer_take_source(layer, &self->parent.parent);
        layer_refuse(layer, error, "unknown compression %u", header[104]);
        return FORMAT_DAMAGED;
    }
    if (!open_backing(self, layer, header, error)) {
        layer_take_source(layer, &self->parent.parent);
        return FORMAT_DAMAGED;
    }
    layer_add_place(layer, &self->parent.parent, "");
    return FORMAT_FOUND;
}

const LayerReader layer_qcow2 = {
    .name = "qcow2",
    .kind = LAYER_CONTAINER,
    .magic = "QFI\xfb",
    .magic_length = 4,
    .open = open_qcow2,
};
