/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Disk images that are compressed as a whole. gzip, zstd and bzip2 are read from their start. xz has an index at
 * its end: of a file of several blocks the one that is needed can be unpacked alone.
 *
 *     xz   12 bytes: mark, how blocks are checked, CRC-32 of that
 *          blocks, each filled up to a multiple of 4 bytes
 *          index: 0, number of blocks, for each of them its size as it is stored and when it is unpacked;
 *          numbers have seven bits a byte, the lowest first; filled up, CRC-32
 *          12 bytes: CRC-32, size of the index, how blocks are checked, "YZ"
 */

#include "config.h"

#include <string.h>

#include "disk/crc.h"
#include "disk/packed.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define XZ_MARK "\xfd\x37zXZ\0"
#define XZ_MARK_LENGTH 6
#define XZ_HEADER_SIZE 12
#define XZ_MAX_INDEX (1024 * 1024) /* bytes */
#define XZ_MAX_NUMBER 9            /* bytes */

/* One stream, as far as it goes. */
static FormatAnswer
add_stream(Layer *layer, UnpackStreamKind kind, GError **error)
{
    const PackedBlock whole = {0, G_MAXUINT64, 0, G_MAXUINT64};
    GArray *blocks = g_array_new(FALSE, FALSE, sizeof(PackedBlock));
    Source *source;

    g_array_append_val(blocks, whole);
    source = packed_new(layer, kind, blocks, NULL, 0, error);
    if (source == NULL)
        return FORMAT_DAMAGED;
    layer_add_place(layer, source, "");
    return FORMAT_FOUND;
}

/* Bytes of the index, from which they are taken. */
typedef struct {
    const guint8 *bytes;
    gsize size;
} Index;

static gboolean
take_number(Index *self, guint64 *out_number)
{
    guint64 number = 0;

    for (guint i = 0; i < XZ_MAX_NUMBER && i < self->size; i++) {
        number |= (guint64)(self->bytes[i] & 0x7F) << (7 * i);
        if ((self->bytes[i] & 0x80) == 0) {
            self->bytes += i + 1;
            self->size -= i + 1;
            *out_number = number;
            return TRUE;
        }
    }
    return FALSE;
}

/* The blocks, which must fill what is between the header and the index; NULL: they do not. */
static GArray *
parse_index(Index index, guint64 space)
{
    g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(PackedBlock));
    guint64 count, in = XZ_HEADER_SIZE, out = 0;

    if (!take_number(&index, &count) || count == 0 || count > PACKED_MAX_BLOCKS)
        return NULL;
    for (guint64 i = 0; i < count; i++) {
        PackedBlock block = {.in = in, .out = out};

        if (!take_number(&index, &block.in_size) || !take_number(&index, &block.out_size) ||
            block.in_size == 0 || block.in_size > space || block.out_size > G_MAXINT64 - out)
            return NULL;
        block.in_size = (block.in_size + 3) & ~(guint64)3;
        if (block.in_size > space)
            return NULL;
        space -= block.in_size;
        in += block.in_size;
        out += block.out_size;
        if (block.out_size > 0)
            g_array_append_val(blocks, block);
    }
    return space == 0 && blocks->len > 0 ? g_steal_pointer(&blocks) : NULL;
}

/* NULL without an error: there is no index of one stream that fills the file. */
static GArray *
read_index(const Layer *layer, guint64 size, GError **error)
{
    guint8 footer[XZ_HEADER_SIZE];
    g_autofree guint8 *bytes = NULL;
    guint64 length;

    if (!layer_read(layer, size - sizeof(footer), footer, sizeof(footer), error))
        return NULL;
    length = ((guint64)le32(footer + 4) + 1) * 4;
    if (memcmp(footer + 10, "YZ", 2) != 0 || crc_get(CRC_32, footer + 4, 6) != le32(footer) ||
        length > XZ_MAX_INDEX || length < 8 || length > size - 2 * XZ_HEADER_SIZE)
        return NULL;
    bytes = g_malloc(length);
    if (!layer_read(layer, size - sizeof(footer) - length, bytes, length, error))
        return NULL;
    if (bytes[0] != 0 || crc_get(CRC_32, bytes, length - 4) != le32(bytes + length - 4))
        return NULL;
    return parse_index((Index){bytes + 1, length - 5}, size - length - 2 * XZ_HEADER_SIZE);
}

static FormatAnswer
open_xz(Layer *layer, GError **error)
{
    gint64 size = source_get_size(layer->below);
    guint8 header[XZ_HEADER_SIZE];
    g_autoptr(GError) cause = NULL;
    GArray *blocks = NULL;
    Source *source;

    if (!layer_read(layer, 0, header, sizeof(header), error))
        return FORMAT_DAMAGED;
    if (size > 2 * XZ_HEADER_SIZE)
        blocks = read_index(layer, (guint64)size, &cause);
    if (cause != NULL && cause->domain != FORMAT_ERROR) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FORMAT_DAMAGED;
    }
    if (blocks == NULL || blocks->len == 1) {
        if (blocks != NULL)
            g_array_unref(blocks);
        return add_stream(layer, UNPACK_STREAM_XZ, error);
    }
    source = packed_new(layer, UNPACK_STREAM_XZ, blocks, header, sizeof(header), error);
    if (source == NULL)
        return FORMAT_DAMAGED;
    layer_add_place(layer, source, "");
    return FORMAT_FOUND;
}

const LayerReader layer_xz = {
    .name = "xz",
    .kind = LAYER_PACKING,
    .magic = XZ_MARK,
    .magic_length = XZ_MARK_LENGTH,
    .open = open_xz,
};

static FormatAnswer
open_gzip(Layer *layer, GError **error)
{
    return add_stream(layer, UNPACK_STREAM_GZIP, error);
}

const LayerReader layer_gzip = {
    .name = "gzip",
    .kind = LAYER_PACKING,
    .magic = "\x1f\x8b\x08",
    .magic_length = 3,
    .open = open_gzip,
};

static FormatAnswer
open_zstd(Layer *layer, GError **error)
{
    return add_stream(layer, UNPACK_STREAM_ZSTD, error);
}

const LayerReader layer_zstd = {
    .name = "zstd",
    .kind = LAYER_PACKING,
    .magic = "\x28\xb5\x2f\xfd",
    .magic_length = 4,
    .open = open_zstd,
};

/* Behind the mark comes the size of its blocks, then the first block or, in an empty file, the end. */
static FormatAnswer
open_bzip2(Layer *layer, GError **error)
{
    guint8 start[10];
    gssize count = source_read(layer->below, 0, start, sizeof(start), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < (gssize)sizeof(start) || start[3] < '1' || start[3] > '9' ||
        memcmp(start + 4, "\x31\x41\x59\x26\x53\x59", 6) != 0)
        return FORMAT_NOT_THIS;
    return add_stream(layer, UNPACK_STREAM_BZIP2, error);
}

const LayerReader layer_bzip2 = {
    .name = "bzip2",
    .kind = LAYER_PACKING,
    .magic = "BZh",
    .magic_length = 3,
    .open = open_bzip2,
};
