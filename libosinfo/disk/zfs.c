/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names members of ZFS pools. At 16 KiB is a list of names and values in XDR, whose numbers have the highest byte
 * first; that of the pool is one of them.
 *
 *     4 bytes (how it is encoded), version (4), flags (4)
 *     pairs: bytes of it (4), bytes in memory (4), name, type (4), how many values (4), values
 *
 * A text has its length (4) in front, and is filled up to a multiple of 4.
 */

#include "config.h"

#include <string.h>

#include "disk/readers.h"
#include "format/big_endian.h"

#define LABEL_PLACE 16384
#define LABEL_SIZE 16384 /* bytes that are looked at */
#define HEAD_SIZE 12
#define MAX_PAIRS 64
#define TYPE_UINT64 8
#define TYPE_STRING 9

typedef struct {
    const guint8 *name;
    guint32 name_length;
    guint32 type;
    const guint8 *value;
    guint32 value_size; /* bytes */
} Pair;

/* FALSE: it does not make sense. */
static gboolean
parse_pair(const guint8 *bytes, guint32 size, Pair *out_pair)
{
    guint32 length = size >= 12 ? be32(bytes + 8) : G_MAXUINT32;
    guint32 padded;

    if (length > size || size < 20)
        return FALSE;
    padded = (length + 3) & ~3u;
    if (padded > size - 20)
        return FALSE;
    *out_pair = (Pair){bytes + 12, length, be32(bytes + 12 + padded), bytes + 20 + padded,
                       size - 20 - padded};
    return TRUE;
}

static gboolean
is_called(const Pair *pair, const char *name)
{
    return pair->name_length == strlen(name) && memcmp(pair->name, name, pair->name_length) == 0;
}

static void
take_pair(LayerPlace *place, const Pair *pair)
{
    if (is_called(pair, "name") && pair->type == TYPE_STRING && pair->value_size >= 4 &&
        be32(pair->value) <= pair->value_size - 4 && place->label == NULL)
        place->label = g_strndup((const char *)pair->value + 4, be32(pair->value));
    if (is_called(pair, "pool_guid") && pair->type == TYPE_UINT64 && pair->value_size >= 8 &&
        place->id == NULL)
        place->id = g_strdup_printf("%" G_GUINT64_FORMAT, be64(pair->value));
}

static void
parse_list(LayerPlace *place, const guint8 *list, gsize size)
{
    gsize at = HEAD_SIZE;

    for (guint i = 0; i < MAX_PAIRS && at + 8 <= size; i++) {
        guint32 length = be32(list + at);
        Pair pair;

        if (length == 0 || length > size - at || !parse_pair(list + at, length, &pair))
            return;
        take_pair(place, &pair);
        at += length;
    }
}

static FormatAnswer
open_zfs(Layer *layer, GError **error)
{
    g_autofree guint8 *list = g_malloc(LABEL_SIZE);
    gssize count = source_read(layer->below, LABEL_PLACE, list, LABEL_SIZE, error);
    LayerPlace *place;

    if (count < 0)
        return FORMAT_DAMAGED;
    place = layer_add_place(layer, NULL, "");
    parse_list(place, list, (gsize)count);
    layer_refuse(layer, &place->error, "file systems of this kind are not read");
    layer_tell(layer, place, "disk.volume", layer->reader->name);
    layer_tell_place(layer, place);
    return FORMAT_FOUND;
}

const LayerReader layer_zfs = {
    .name = "zfs",
    .kind = LAYER_VOLUME,
    .offset = LABEL_PLACE,
    .magic = "\1\1\0\0\0\0\0\0\0\0\0\1",
    .magic_length = HEAD_SIZE,
    .open = open_zfs,
};
