/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Marks of discs and file systems, so that a disc with a partition table besides stays a disc, and
 * places with a file system are not searched for what is written elsewhere in them.
 */

#include "config.h"

#include <string.h>

#include "disk/file_marks.h"
#include "format/little_endian.h"

#define START_SIZE 2048

typedef struct {
    guint64 offset; /* bytes from the start */
    const char *magic;
    gsize length; /* bytes */
} Mark;

/* In the first sectors, which are read anyway. */
static const Mark near_marks[] = {
    {0, "XFSB", 4},
    {0, "hsqs", 4},
    {1024, "\xe2\xe1\xf5\xe0", 4},
    {1080, "\x53\xef", 2},
};

/* Further behind: a disc, btrfs, UFS2, UFS1. */
static const Mark far_marks[] = {
    {32769, "CD001", 5},           {32769, "BEA01", 5},
    {65600, "_BHRfS_M", 8},        {66908, "\x19\x01\x54\x19", 4},
    {9564, "\x54\x19\x01\x00", 4},
};

static gboolean
is_power_of_two(guint32 number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

gboolean
file_marks_is_boot_sector(const guint8 sector[512])
{
    guint32 sector_size = le16(sector + 11);

    if (le16(sector + 510) != 0xAA55)
        return FALSE;
    if (memcmp(sector + 3, "NTFS    ", 8) == 0 || memcmp(sector + 3, "EXFAT   ", 8) == 0)
        return TRUE;
    return (sector[0] == 0xEB || sector[0] == 0xE9) && sector_size >= 512 && sector_size <= 4096 &&
           is_power_of_two(sector_size) && is_power_of_two(sector[13]) && le16(sector + 14) > 0 &&
           (sector[16] == 1 || sector[16] == 2) && sector[21] >= 0xF0 &&
           (memcmp(sector + 54, "FAT", 3) == 0 || memcmp(sector + 82, "FAT32", 5) == 0);
}

static gboolean
has_near_mark(const guint8 *start, gsize size)
{
    for (gsize i = 0; i < G_N_ELEMENTS(near_marks); i++) {
        const Mark *mark = &near_marks[i];

        if (mark->offset + mark->length <= size &&
            memcmp(start + mark->offset, mark->magic, mark->length) == 0)
            return TRUE;
    }
    return size >= 512 && file_marks_is_boot_sector(start);
}

FormatAnswer
file_marks_find(Source *source, GError **error)
{
    guint8 bytes[START_SIZE];
    gssize size = source_read(source, 0, bytes, sizeof(bytes), error);

    if (size < 0)
        return FORMAT_DAMAGED;
    if (has_near_mark(bytes, (gsize)size))
        return FORMAT_FOUND;
    for (gsize i = 0; i < G_N_ELEMENTS(far_marks); i++) {
        const Mark *mark = &far_marks[i];

        size = source_read(source, mark->offset, bytes, mark->length, error);
        if (size < 0)
            return FORMAT_DAMAGED;
        if ((gsize)size == mark->length && memcmp(bytes, mark->magic, mark->length) == 0)
            return FORMAT_FOUND;
    }
    return FORMAT_NOT_THIS;
}
