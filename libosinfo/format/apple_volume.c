/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tells that an image is a volume of Apple's, and of which kind, where it is nothing else: hybrid discs have the
 * same marks in front of ISO 9660. What is on it is left alone. But for APFS the highest byte of a number
 * comes first.
 *
 *   0      "ER": there is a map of partitions; at 2 the bytes of a block (2)
 *   32     "NXSB": APFS; at 36 the bytes of a block (4)
 *   1024   "BD": HFS, which may be but a cover of HFS+, "H+" at 1148; at 1044 the bytes of an allocation
 *          block (4)
 *   1024   "H+", "HX": HFS+, with names that differ in case only or not; at 1026 the version, 4 or 5, at
 *          1064 the bytes of a block (4)
 *
 * In each block behind the first one is an entry of the map: "PM", at 4 how many there are (4), at 48 the
 * kind (32).
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "format/apple_volume.h"
#include "format/big_endian.h"
#include "format/little_endian.h"

#define START_SIZE 2048 /* bytes that are looked at first */
#define APFS_MARK 32
#define HFS_HEADER 1024
#define HFS_EMBEDDED (HFS_HEADER + 124)
#define APPLE_MIN_BLOCK 512
#define APPLE_MAX_BLOCK 65536

#define MAP_KIND 48
#define MAP_KIND_SIZE 32

static gboolean
has_mark(const guint8 *bytes, const char *mark)
{
    return memcmp(bytes, mark, strlen(mark)) == 0;
}

static gboolean
is_block(guint32 size)
{
    return size >= APPLE_MIN_BLOCK && size <= APPLE_MAX_BLOCK && (size & (size - 1)) == 0;
}

/* NULL: none that is known. */
static const char *
get_volume_kind(const guint8 *start)
{
    const guint8 *header = start + HFS_HEADER;

    if (has_mark(start + APFS_MARK, "NXSB") && is_block(le32(start + 36)))
        return "apfs";
    if (has_mark(header, "H+") && be16(header + 2) == 4 && is_block(be32(header + 40)))
        return "hfs+";
    if (has_mark(header, "HX") && be16(header + 2) == 5 && is_block(be32(header + 40)))
        return "hfsx";
    /* such blocks have any multiple of 512 bytes */
    if (has_mark(header, "BD") && be32(header + 20) >= APPLE_MIN_BLOCK &&
        be32(header + 20) % APPLE_MIN_BLOCK == 0)
        return has_mark(start + HFS_EMBEDDED, "H+") ? "hfs+" : "hfs";
    return NULL;
}

/* Kinds of partitions. FALSE: they could not be read. */
static gboolean
read_map(Source *source, guint32 block, Evidence *evidence, GError **error)
{
    gsize size = (gsize)block * (1 + APPLE_VOLUME_MAX_PARTITIONS);
    g_autofree guint8 *blocks = g_malloc(size);
    gssize count = source_read(source, 0, blocks, size, error);

    for (gsize at = block; count > 0 && at + block <= (gsize)count; at += block) {
        char kind[MAP_KIND_SIZE + 1] = "";

        if (!has_mark(blocks + at, "PM"))
            break;
        memcpy(kind, blocks + at + MAP_KIND, MAP_KIND_SIZE);
        evidence_add_found(evidence, "apple-volume.partition", kind, "partition map");
        if (at / block >= be32(blocks + at + 4))
            break;
    }
    return count >= 0;
}

static FormatAnswer
read_apple_volume(Source *source, Evidence *evidence, GError **error)
{
    guint8 start[START_SIZE];
    gssize count;
    guint32 block;

    if (evidence->items->len > 0)
        return FORMAT_NOT_THIS;
    count = source_read(source, 0, start, sizeof(start), error);
    if (count < 0)
        return FORMAT_DAMAGED;
    if ((gsize)count < sizeof(start))
        return FORMAT_NOT_THIS;
    block = be16(start + 2);
    if (has_mark(start, "ER") && is_block(block) && !read_map(source, block, evidence, error))
        return FORMAT_DAMAGED;
    evidence_add_found(evidence, "apple-volume.kind", get_volume_kind(start), "volume header");
    if (evidence->items->len == 0)
        return FORMAT_NOT_THIS;
    /* what it is can be told; a medium with a name it is not */
    g_set_error_literal(&evidence->volume_error, FORMAT_ERROR, FORMAT_ERROR_HEADER,
                        _("No primary volume descriptor"));
    return FORMAT_FOUND;
}

const FormatReader format_apple_volume = {.name = "apple-volume", .read = read_apple_volume};
