/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the partition tables of PCs (MBR). Numbers have the lowest byte first, sectors have 512 bytes.
 *
 *     0    program
 *     440  id of the disk
 *     446  four entries, 16 bytes each: whether it is started from, type, first sector, number of sectors
 *     510  0x55 0xAA
 *
 * An extended partition is a chain of such tables: the first entry of each is a partition, counted from
 * that table on, the second one the next table, counted from the start of the extended partition. Many
 * things end with 0x55 0xAA, so what stands there has to make sense, too.
 */

#include "config.h"

#include "disk/file_marks.h"
#include "disk/partition_types.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define SECTOR 512
#define ENTRIES 446
#define ENTRY_SIZE 16
#define N_ENTRIES 4
#define MAX_LOGICAL 64 /* partitions in an extended one */
#define PROTECTIVE 0xEE

typedef struct {
    guint8 status;
    guint8 type;
    guint64 first; /* sectors */
    guint64 count;
} Entry;

static Entry
get_entry(const guint8 *sector, guint number)
{
    const guint8 *bytes = sector + ENTRIES + number * ENTRY_SIZE;

    return (Entry){bytes[0], bytes[4], le32(bytes + 8), le32(bytes + 12)};
}

static gboolean
has_mark(const guint8 *sector)
{
    return le16(sector + 510) == 0xAA55;
}

static gboolean
is_extended(guint8 type)
{
    return type == 0x05 || type == 0x0F || type == 0x85;
}

/* Empty, or as entries are. */
static gboolean
is_entry(const Entry *entry, gint64 size)
{
    if ((entry->status & 0x7F) != 0)
        return FALSE;
    if (entry->type == 0)
        return TRUE;
    return entry->first > 0 && entry->count > 0 &&
           (size < 0 || entry->first < (guint64)size / SECTOR);
}

static gboolean
is_table(const Layer *layer, const guint8 *sector)
{
    gint64 size = source_get_size(layer->below);
    guint n_used = 0;

    if (!has_mark(sector) || file_marks_is_boot_sector(sector))
        return FALSE;
    for (guint i = 0; i < N_ENTRIES; i++) {
        Entry entry = get_entry(sector, i);

        if (!is_entry(&entry, size))
            return FALSE;
        n_used += entry.type != 0;
    }
    return n_used > 0;
}

static void
add_partition(Layer *layer, guint number, const Entry *entry, guint64 first)
{
    g_autofree char *name = g_strdup_printf("partition %u", number);
    LayerPlace *place = layer_add_part(layer, first * SECTOR, entry->count * SECTOR, name);

    if (place == NULL)
        return;
    place->type = g_strdup_printf("0x%02x", entry->type);
    place->role = partition_types_find_mbr(entry->type);
    layer_tell_place(layer, place);
}

/* The chain ends where it makes no sense any more. */
static gboolean
add_logical(Layer *layer, guint64 start, GError **error)
{
    guint64 table = start;
    guint8 sector[SECTOR];

    for (guint number = 0; number < MAX_LOGICAL; number++) {
        gssize count = source_read(layer->below, table * SECTOR, sector, SECTOR, error);
        Entry own, next;

        if (count < 0)
            return FALSE;
        if (count < SECTOR || !has_mark(sector))
            break;
        own = get_entry(sector, 0);
        next = get_entry(sector, 1);
        if (own.type != 0 && own.count > 0)
            add_partition(layer, N_ENTRIES + 1 + number, &own, table + own.first);
        if (!is_extended(next.type) || next.first == 0 || start + next.first == table)
            break;
        table = start + next.first;
    }
    return TRUE;
}

static FormatAnswer
open_mbr(Layer *layer, GError **error)
{
    guint8 sector[SECTOR];
    gssize count = source_read(layer->below, 0, sector, sizeof(sector), error);
    gboolean is_good = TRUE;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < SECTOR || !is_table(layer, sector))
        return FORMAT_NOT_THIS;
    if (le32(sector + 440) != 0) {
        g_autofree char *id = g_strdup_printf("%08x", le32(sector + 440));

        layer_tell(layer, NULL, "disk.table-id", id);
    }
    for (guint i = 0; i < N_ENTRIES && is_good; i++) {
        Entry entry = get_entry(sector, i);

        if (is_extended(entry.type))
            is_good = add_logical(layer, entry.first, error);
        else if (entry.type != 0 && entry.type != PROTECTIVE)
            add_partition(layer, i + 1, &entry, entry.first);
    }
    return is_good ? FORMAT_FOUND : FORMAT_DAMAGED;
}

const LayerReader layer_mbr = {
    .name = "mbr",
    .kind = LAYER_TABLE,
    .offset = 510,
    .magic = "\x55\xaa",
    .magic_length = 2,
    .open = open_mbr,
};
