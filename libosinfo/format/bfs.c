/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the name of a volume of Be's file system, which lies in a partition beside ISO 9660 on media that
 * disks can be made of. Its files are left alone.
 *
 *   sector 0, 446   four entries of 16 bytes: kind at 4, first sector at 8. The mark 55 AA ends the sector
 *   sector 1 of the partition, of 512 bytes:
 *
 *      0    32  name
 *     32     4  "1SFB"
 *     36     4  "EGIB": the lowest byte of a number comes first
 *     68     4  dd121031, 112: 15b6830e
 */

#include "config.h"

#include <string.h>

#include "format/bfs.h"
#include "format/little_endian.h"

#define SECTOR_SIZE 512
#define TABLE_OFFSET 446
#define TABLE_ENTRY_SIZE 16
#define N_ENTRIES 4
#define KIND_BFS 0xEB

#define BFS_NAME_SIZE 32
#define SECOND_MARK 0xDD121031
#define THIRD_MARK 0x15B6830E

static gboolean
is_volume(const guint8 *sector)
{
    return memcmp(sector + BFS_NAME_SIZE, "1SFBEGIB", 8) == 0 && le32(sector + 68) == SECOND_MARK &&
           le32(sector + 112) == THIRD_MARK;
}

static FormatAnswer
read_volume(Source *source, guint64 offset, Evidence *evidence, GError **error)
{
    guint8 sector[SECTOR_SIZE];
    gssize count = source_read(source, offset + SECTOR_SIZE, sector, sizeof(sector), error);
    char name[BFS_NAME_SIZE + 1] = "";

    if (count < 0)
        return FORMAT_DAMAGED;
    if ((gsize)count < sizeof(sector) || !is_volume(sector))
        return FORMAT_NOT_THIS;
    memcpy(name, sector, BFS_NAME_SIZE);
    evidence_add_found(evidence, "bfs.volume-name", name, "partition table");
    return *name != '\0' ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

static FormatAnswer
read_bfs(Source *source, Evidence *evidence, GError **error)
{
    guint8 sector[SECTOR_SIZE];
    gssize count = source_read(source, 0, sector, sizeof(sector), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if ((gsize)count < sizeof(sector) || sector[510] != 0x55 || sector[511] != 0xAA)
        return FORMAT_NOT_THIS;
    for (guint i = 0; i < N_ENTRIES; i++) {
        const guint8 *entry = sector + TABLE_OFFSET + i * TABLE_ENTRY_SIZE;

        if (entry[4] == KIND_BFS && le32(entry + 8) > 0)
            return read_volume(source, (guint64)le32(entry + 8) * SECTOR_SIZE, evidence, error);
    }
    return FORMAT_NOT_THIS;
}

const FormatReader format_bfs = {.name = "bfs", .read = read_bfs};
