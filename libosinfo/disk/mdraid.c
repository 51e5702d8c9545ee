/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads members of Linux' software RAID (md). A mirror has all of the data, so it is opened; anything else is
 * named. Numbers have the lowest byte first.
 *
 *     version 1.1   superblock at the start
 *     version 1.2   superblock at 4 KiB
 *     version 1.0   superblock at the end; the data are at the start
 *
 * A mirror of version 0.90 or 1.0 looks like what is on it, which is found without this.
 */

#include "config.h"

#include "disk/guid.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define SECTOR 512
#define SUPERBLOCK_SIZE 256
#define END_DISTANCE 8192
#define MAGIC 0xa92b4efcu
#define LEVEL_MIRROR 1
#define NAME_SIZE 32

static gboolean
is_superblock(const guint8 *bytes)
{
    return le32(bytes) == MAGIC && le32(bytes + 4) == 1;
}

static FormatAnswer
find_superblock(const Layer *layer, guint8 *out_bytes, GError **error)
{
    gint64 size = source_get_size(layer->below);
    guint64 end = size > 2 * END_DISTANCE && !layer->is_slow
                      ? ((guint64)size - END_DISTANCE) & ~(guint64)4095
                      : 0;
    const guint64 places[] = {0, 4096, end};

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        gssize count;

        if (i > 0 && places[i] == 0)
            continue;
        count = source_read(layer->below, places[i], out_bytes, SUPERBLOCK_SIZE, error);
        if (count < 0)
            return FORMAT_DAMAGED;
        if (count == SUPERBLOCK_SIZE && is_superblock(out_bytes))
            return FORMAT_FOUND;
    }
    return FORMAT_NOT_THIS;
}

static FormatAnswer
open_mdraid(Layer *layer, GError **error)
{
    guint8 bytes[SUPERBLOCK_SIZE];
    FormatAnswer answer = find_superblock(layer, bytes, error);
    LayerPlace *place;
    gboolean is_whole;

    if (answer != FORMAT_FOUND)
        return answer;
    is_whole = le32(bytes + 72) == LEVEL_MIRROR || le32(bytes + 92) == 1;
    if (le64(bytes + 128) > G_MAXINT64 / SECTOR || le64(bytes + 80) > G_MAXINT64 / SECTOR) {
        layer_fail(layer, error, "place of the data");
        return FORMAT_DAMAGED;
    }
    place = is_whole
                ? layer_add_part(layer, le64(bytes + 128) * SECTOR, le64(bytes + 80) * SECTOR, "")
                : layer_add_place(layer, NULL, "");
    if (!is_whole)
        layer_refuse(layer, &place->error, "one of %u disks of a RAID of level %d",
                     le32(bytes + 92), (gint32)le32(bytes + 72));
    place->id = guid_dup(bytes + 16);
    place->label = g_strndup((const char *)bytes + 32, NAME_SIZE);
    layer_tell(layer, place, "disk.volume", layer->reader->name);
    layer_tell_place(layer, place);
    return FORMAT_FOUND;
}

const LayerReader layer_mdraid = {
    .name = "mdraid",
    .kind = LAYER_VOLUME,
    .open = open_mdraid,
};
