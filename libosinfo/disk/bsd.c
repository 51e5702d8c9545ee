/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the labels by which the BSDs part a disk or a partition of one, as they are on machines that have the
 * lowest byte first.
 *
 *     sector 1   magic number, again at 132, bytes of a sector (40), checksum (136), number of partitions
 *                (138), at 148 16 bytes for each: number of sectors, first sector, kind of file system (12)
 *
 * OpenBSD has bits 32 to 47 of both numbers at 8. A first sector may be counted from the start of the disk, or
 * from that of the partition which has the label.
 */

#include "config.h"

#include "disk/readers.h"
#include "format/little_endian.h"

#define LABEL_PLACE 512
#define LABEL_SIZE 404 /* bytes, with room for MAX_PARTITIONS */
#define PARTITIONS 148
#define PARTITION_SIZE 16
#define MAX_PARTITIONS 16
#define MAGIC 0x82564557u

typedef struct {
    guint64 first; /* sectors */
    guint64 count;
    guint8 kind;
} Part;

static const char *
get_role(guint8 kind)
{
    switch (kind) {
    case 1:
        return "swap";
    case 7:
        return "bsd-ffs";
    case 8:
        return "fat";
    case 17:
        return "linux-data";
    case 27:
        return "freebsd-zfs";
    default:
        return NULL;
    }
}

/* Labels of OpenBSD have their version, 1, at 114, where others have zeros. */
static Part
get_part(const guint8 *label, guint number, gboolean is_wide)
{
    const guint8 *bytes = label + PARTITIONS + number * PARTITION_SIZE;
    Part part = {le32(bytes + 4), le32(bytes), bytes[12]};

    if (is_wide) {
        part.first |= (guint64)le16(bytes + 8) << 32;
        part.count |= (guint64)le16(bytes + 10) << 32;
    }
    return part;
}

static gboolean
has_right_sum(const guint8 *label, guint n_parts)
{
    guint32 sum = 0;

    for (guint i = 0; i < PARTITIONS + n_parts * PARTITION_SIZE; i += 2)
        sum ^= le16(label + i);
    return sum == 0;
}

/* Is a first sector counted from the start of the disk? If so, none is before the label's own partition. */
static gboolean
is_absolute(const guint8 *label, guint n_parts, guint64 start, gboolean is_wide)
{
    for (guint i = 0; i < n_parts; i++) {
        Part part = get_part(label, i, is_wide);

        if (part.kind != 0 && part.count > 0 && part.first < start)
            return FALSE;
    }
    return start > 0;
}

/* Where the place starts on the disk that has the table. */
static guint64
get_start(const Layer *layer)
{
    return layer->place != NULL && layer->place->kind == LAYER_TABLE ? layer->place->offset : 0;
}

static void
add_part(Layer *layer, guint number, const Part *part, guint32 sector)
{
    g_autofree char *name = g_strdup_printf("partition %c", 'a' + number);
    LayerPlace *place = layer_add_part(layer, part->first * sector, part->count * sector, name);

    if (place == NULL)
        return;
    place->type = g_strdup_printf("%u", part->kind);
    place->role = get_role(part->kind);
    layer_tell_place(layer, place);
}

static void
add_parts(Layer *layer, const guint8 *label, guint n_parts)
{
    guint32 sector = le32(label + 40);
    guint64 start = get_start(layer) / sector;
    gboolean is_wide = le16(label + 114) == 1;
    gboolean is_from_disk = is_absolute(label, n_parts, start, is_wide);

    for (guint i = 0; i < n_parts; i++) {
        Part part = get_part(label, i, is_wide);

        if (part.kind == 0 || part.count == 0 || part.count > G_MAXINT64 / sector)
            continue;
        part.first -= is_from_disk ? start : 0;
        add_part(layer, i, &part, sector);
    }
}

static FormatAnswer
open_bsd(Layer *layer, GError **error)
{
    guint8 label[LABEL_SIZE] = {0};
    gssize count = source_read(layer->below, LABEL_PLACE, label, sizeof(label), error);
    guint n_parts = le16(label + 138);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < (gssize)sizeof(label) || le32(label + 132) != MAGIC)
        return FORMAT_NOT_THIS;
    if (n_parts > MAX_PARTITIONS || !has_right_sum(label, n_parts)) {
        layer_fail(layer, error, "label");
        return FORMAT_DAMAGED;
    }
    if (le32(label + 40) < 512 || le32(label + 40) > 4096) {
        layer_fail(layer, error, "size of a sector");
        return FORMAT_DAMAGED;
    }
    add_parts(layer, label, n_parts);
    return FORMAT_FOUND;
}

const LayerReader layer_bsd = {
    .name = "bsd",
    .kind = LAYER_TABLE,
    .offset = LABEL_PLACE,
    .magic = "\x57\x45\x56\x82",
    .magic_length = 4,
    .open = open_bsd,
};
