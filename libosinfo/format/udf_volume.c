/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds the volume of UDF. Folders and files are left to udf.c.
 *
 * "3/10.2" is a section of part 3 of ECMA-167 (third edition), "UDF" the specification of OSTA. Sectors
 * and blocks have 2048 bytes here, as on all optical media; numbers have the lowest byte first.
 *
 *   sector 16-     the volume recognition sequence (2/8.3, 3/9.1): "NSR02" or "NSR03" between BEA01 and
 *                  TEA01, behind the descriptors of ISO 9660 where both share the medium
 *   sector 256, and the last one, and the one 256 before it: the same anchor (3/10.2; UDF 2.2.3), two of
 *                  three at least. It says where the descriptors of the volume are, and a copy of them
 *   anywhere       these descriptors, one a sector, up to a terminating one
 *
 * A descriptor starts with a tag of 16 bytes (3/7.2):
 *
 *      0     2  what it is: a number of UdfTag
 *      4     1  sum of the other bytes of the tag
 *      8     2  cyclic sum (7.2.6) of what follows the tag, 10 of how many bytes (2); 0: nobody has made one
 *     12     4  number of its sector, or of its block in the partition
 *
 * A descriptor whose sums are wrong is none. Of the volume's there is a copy; a folder or file whose entry is none
 * cannot be read. File identifiers and the anchor have only the first sum looked at: the former may go on in
 * a block that nobody wants, the latter leads to descriptors that have sums of their own.
 *
 * The anchor goes on with an extent, 4 bytes of size and 4 of sector, at 16, and that of the copy at 24.
 * A partition (3/10.5) has its number at 22 (2 bytes), its first sector at 188 and its blocks at 192. The
 * logical volume (3/10.6) has
 *
 *     84   128  its name, whose last byte is the length (1/7.2.12)
 *    212     4  bytes of a block
 *    248    16  where the file set is: size, block (at 252), partition (at 256, 2 bytes)
 *    264     4  bytes of the table of partitions
 *    268     4  entries in it
 *    440        the table: kind, length, and with kind 1 (3/10.7.2), of 6 bytes, the number of the
 *               partition at 4. Kind 2 is for media that are written to again (UDF 2.2.8 to 2.2.10)
 *
 * Of several descriptors of the same thing that with the greatest number at 16 counts (3/8.4.3).
 */

#include "config.h"

#include <string.h>

#include "format/iso9660.h"
#include "format/little_endian.h"
#include "format/udf_volume.h"

#define TAG_SIZE 16
#define ANCHOR_SECTOR 256
#define VOLUME_NAME 84
#define VOLUME_NAME_SIZE 128
#define VOLUME_MAP 440
#define MAP_SIZE 6 /* of kind 1 */

/* Sectors that are read at a time: most volumes are described in six. */
#define READ_SECTORS 6

typedef struct {
    guint64 offset; /* bytes from the start of the image */
    guint32 size;   /* bytes */
} Extent;

/* What the descriptors say. */
typedef struct {
    UdfPartition partitions[2 * UDF_MAX_PARTITIONS];
    guint n_partitions;
    gboolean has_volume;
    guint8 volume[UDF_BLOCK_SIZE]; /* the descriptor of the logical volume */
} Descriptors;

gboolean
udf_has_tag(const guint8 *descriptor, UdfTag tag)
{
    guint8 sum = 0;

    for (guint i = 0; i < TAG_SIZE; i++)
        sum = (guint8)(sum + (i != 4 ? descriptor[i] : 0));
    return sum == descriptor[4] && le16(descriptor) == (guint32)tag;
}

/* That of ITU-T V.41, four bits at a time. */
static guint32
cyclic_sum(const guint8 *bytes, gsize size)
{
    static const guint16 table[] = {0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5, 0x60C6, 0x70E7,
                                    0x8108, 0x9129, 0xA14A, 0xB16B, 0xC18C, 0xD1AD, 0xE1CE, 0xF1EF};
    guint32 sum = 0;

    for (gsize i = 0; i < size; i++) {
        sum = (sum << 4 & 0xFFFF) ^ table[sum >> 12 ^ bytes[i] >> 4];
        sum = (sum << 4 & 0xFFFF) ^ table[sum >> 12 ^ (bytes[i] & 0xF)];
    }
    return sum;
}

/* A length that no block has says nothing. */
static gboolean
has_right_sum(const guint8 *block)
{
    gsize size = le16(block + 10);

    return size == 0 || size > UDF_BLOCK_SIZE - TAG_SIZE ||
           cyclic_sum(block + TAG_SIZE, size) == le16(block + 8);
}

gboolean
udf_has_tag_at(const guint8 *block, UdfTag tag, guint32 location)
{
    return udf_has_tag(block, tag) && le32(block + 12) == location && has_right_sum(block);
}

gboolean
udf_copy_text(const guint8 *bytes, gsize size, char *out_text)
{
    gsize step = size > 0 && bytes[0] == 16 ? 2 : 1;
    char *end = out_text;

    if (size == 0 || (bytes[0] != 8 && bytes[0] != 16))
        return FALSE;
    for (gsize i = 1; i + step <= size; i += step) {
        gunichar character = step == 1 ? bytes[i] : (gunichar)bytes[i] << 8 | bytes[i + 1];

        if (character == 0)
            break;
        /* there are no surrogates (UDF 2.1.1) */
        end += g_unichar_to_utf8(g_unichar_validate(character) ? character : 0xFFFD, end);
    }
    *end = '\0';
    return TRUE;
}

gboolean
udf_volume_locate(const UdfVolume *self, UdfPlace place, guint64 size, guint64 *out_offset)
{
    if (place.partition >= self->n_partitions)
        return FALSE;

    const UdfPartition *partition = &self->partitions[place.partition];
    guint64 available = ((guint64)partition->n_blocks - place.block) * UDF_BLOCK_SIZE;

    if (place.block > partition->n_blocks || size > available)
        return FALSE;
    *out_offset = ((guint64)partition->start + place.block) * UDF_BLOCK_SIZE;
    return TRUE;
}

/* Is UDF announced? FORMAT_DAMAGED: it cannot be read. */
static FormatAnswer
find_announcement(Source *source, GError **error)
{
    static const char *const others[] = {"CD001", "BEA01", "BOOT2", "CDW02"};
    char sector[7];

    for (guint i = 0; i < UDF_MAX_RECOGNITION; i++) {
        gssize count = source_read(source, ISO9660_DESCRIPTORS_OFFSET + (guint64)i * UDF_BLOCK_SIZE,
                                   sector, sizeof(sector), error);
        gboolean is_other = FALSE;

        if (count < 0)
            return FORMAT_DAMAGED;
        if ((gsize)count < sizeof(sector))
            return FORMAT_NOT_THIS;
        if (memcmp(sector + 1, "NSR02", 5) == 0 || memcmp(sector + 1, "NSR03", 5) == 0)
            return FORMAT_FOUND;
        for (guint other = 0; other < G_N_ELEMENTS(others); other++)
            is_other |= memcmp(sector + 1, others[other], 5) == 0;
        if (!is_other)
            return FORMAT_NOT_THIS;
    }
    return FORMAT_NOT_THIS;
}

gboolean
udf_is_announced(Source *source)
{
    return find_announcement(source, NULL) == FORMAT_FOUND;
}

/* FORMAT_NOT_THIS: there is none in this sector. */
static FormatAnswer
read_anchor(Source *source, guint64 sector, Extent *out_extents, GError **error)
{
    guint8 anchor[32];
    gssize count = source_read(source, sector * UDF_BLOCK_SIZE, anchor, sizeof(anchor), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if ((gsize)count < sizeof(anchor) || sector > G_MAXUINT32 ||
        !udf_has_tag(anchor, UDF_TAG_ANCHOR) || le32(anchor + 12) != sector)
        return FORMAT_NOT_THIS;
    for (guint i = 0; i < 2; i++)
        out_extents[i] = (Extent){.offset = (guint64)le32(anchor + 20 + 8 * i) * UDF_BLOCK_SIZE,
                                  .size = le32(anchor + 16 + 8 * i)};
    return FORMAT_FOUND;
}

static FormatAnswer
find_anchor(Source *source, Extent *out_extents, GError **error)
{
    gint64 size = source_get_size(source);
    guint64 n_sectors = size > 0 ? (guint64)size / UDF_BLOCK_SIZE : 0;
    guint64 sectors[] = {ANCHOR_SECTOR, n_sectors - 1, n_sectors - 1 - ANCHOR_SECTOR};
    guint n = n_sectors > 2 * ANCHOR_SECTOR ? G_N_ELEMENTS(sectors) : 1;
    FormatAnswer answer = FORMAT_NOT_THIS;

    for (guint i = 0; i < n && answer == FORMAT_NOT_THIS; i++)
        answer = read_anchor(source, sectors[i], out_extents, error);
    return answer;
}

static void
add_partition(Descriptors *self, const guint8 *descriptor)
{
    UdfPartition partition = {.number = (guint16)le16(descriptor + 22),
                              .sequence = le32(descriptor + 16),
                              .start = le32(descriptor + 188),
                              .n_blocks = le32(descriptor + 192)};
    UdfPartition *known = self->partitions;

    while (known < self->partitions + self->n_partitions && known->number != partition.number)
        known++;
    if (known == self->partitions + self->n_partitions) {
        if (self->n_partitions == G_N_ELEMENTS(self->partitions))
            return;
        self->n_partitions++;
    } else if (known->sequence > partition.sequence) {
        return;
    }
    *known = partition;
}

/* FALSE: there are no more. */
static gboolean
add_descriptor(Descriptors *self, const guint8 *descriptor, guint32 sector)
{
    UdfTag tag = (UdfTag)le16(descriptor);

    if (le16(descriptor) == 0 || !udf_has_tag_at(descriptor, tag, sector))
        return FALSE;
    if (tag == UDF_TAG_PARTITION)
        add_partition(self, descriptor);
    if (tag == UDF_TAG_LOGICAL_VOLUME &&
        (!self->has_volume || le32(descriptor + 16) >= le32(self->volume + 16))) {
        memcpy(self->volume, descriptor, UDF_BLOCK_SIZE);
        self->has_volume = TRUE;
    }
    return tag != UDF_TAG_TERMINATING;
}

/* FALSE: they cannot be read. */
static gboolean
read_descriptors(Source *source, const Extent *extent, Descriptors *out, GError **error)
{
    g_autofree guint8 *sectors = g_malloc(READ_SECTORS * UDF_BLOCK_SIZE);
    guint32 size = MIN(extent->size, UDF_MAX_DESCRIPTORS * UDF_BLOCK_SIZE);

    *out = (Descriptors){.has_volume = FALSE};
    for (guint32 done = 0; done < size; done += READ_SECTORS * UDF_BLOCK_SIZE) {
        gsize wanted = MIN(size - done, READ_SECTORS * UDF_BLOCK_SIZE);
        gssize count = source_read(source, extent->offset + done, sectors, wanted, error);

        if (count < 0)
            return FALSE;
        for (gsize at = 0; at + UDF_BLOCK_SIZE <= (gsize)count; at += UDF_BLOCK_SIZE) {
            guint64 sector = (extent->offset + done + at) / UDF_BLOCK_SIZE;

            if (sector > G_MAXUINT32 || !add_descriptor(out, sectors + at, (guint32)sector))
                return TRUE;
        }
        if ((gsize)count < wanted)
            return TRUE;
    }
    return TRUE;
}

static const UdfPartition *
find_partition(const Descriptors *self, guint32 number)
{
    for (guint i = 0; i < self->n_partitions; i++) {
        if (self->partitions[i].number == number)
            return &self->partitions[i];
    }
    return NULL;
}

/* The partitions in the order in which places name them. */
static gboolean
map_partitions(const Descriptors *descriptors, UdfVolume *volume)
{
    guint32 n = le32(descriptors->volume + 268);

    if (n == 0 || n > UDF_MAX_PARTITIONS || le32(descriptors->volume + 264) < n * MAP_SIZE)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        const guint8 *map = descriptors->volume + VOLUME_MAP + i * MAP_SIZE;
        const UdfPartition *partition = find_partition(descriptors, le16(map + 4));

        if (map[0] != 1 || map[1] != MAP_SIZE || partition == NULL)
            return FALSE;
        volume->partitions[volume->n_partitions++] = *partition;
    }
    return TRUE;
}

static gboolean
make_volume(const Descriptors *descriptors, UdfVolume *volume)
{
    const guint8 *descriptor = descriptors->volume;
    gsize length = descriptor[VOLUME_NAME + VOLUME_NAME_SIZE - 1];

    *volume = (UdfVolume){.file_set = {.block = le32(descriptor + 252),
                                       .partition = (guint16)le16(descriptor + 256)}};
    if (!descriptors->has_volume || le32(descriptor + 212) != UDF_BLOCK_SIZE ||
        !map_partitions(descriptors, volume))
        return FALSE;
    if (length < VOLUME_NAME_SIZE &&
        udf_copy_text(descriptor + VOLUME_NAME, length, volume->volume_id))
        g_strchomp(volume->volume_id);
    return TRUE;
}

FormatAnswer
udf_read_volume(Source *source, UdfVolume *out_volume, GError **error)
{
    Extent extents[2];
    FormatAnswer answer = find_announcement(source, error);

    if (answer == FORMAT_FOUND)
        answer = find_anchor(source, extents, error);
    if (answer != FORMAT_FOUND)
        return answer;

    g_autofree Descriptors *descriptors = g_new(Descriptors, 1);

    /* the second extent has a copy */
    for (guint i = 0; i < G_N_ELEMENTS(extents); i++) {
        UdfVolume volume;

        if (!read_descriptors(source, &extents[i], descriptors, error))
            return FORMAT_DAMAGED;
        if (make_volume(descriptors, &volume)) {
            *out_volume = volume;
            return FORMAT_FOUND;
        }
    }
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_HEADER,
                        "the UDF volume is damaged, or of a kind that is not read");
    return FORMAT_DAMAGED;
}
