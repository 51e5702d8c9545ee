/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads partition tables of UEFI (GPT). Numbers have the lowest byte first.
 *
 *     sector 0      an MBR with one partition of type 0xEE, for those who know no GPT
 *     sector 1      header: where the entries are, how many, checksums of itself and of them
 *     sector 2 ...  entries, 128 bytes each as a rule: type, id, first and last sector, name
 *     ...           the disk
 *     last sector   a header like the first one; the entries are before it
 *
 * Sectors have 512 or 4096 bytes. The copy at the end is read where the first one is damaged.
 */

#include "config.h"

#include <string.h>

#include "disk/crc.h"
#include "disk/guid.h"
#include "disk/partition_types.h"
#include "disk/readers.h"
#include "format/little_endian.h"

#define MARK "EFI PART"
#define MARK_LENGTH 8
#define MIN_HEADER 92
#define MAX_HEADER 512
#define MIN_ENTRY 128
#define MAX_ENTRY 4096
#define MAX_ENTRIES_SIZE (256 * 1024) /* bytes of all entries */
#define NAME_PLACE 56
#define NAME_UNITS 36 /* of UTF-16 */
#define PROTECTIVE 0xEE

typedef struct {
    guint32 sector;  /* bytes */
    guint64 entries; /* where they are, in sectors */
    guint32 n_entries;
    guint32 entry; /* bytes */
    guint32 sum;   /* of the entries */
    guint8 id[16]; /* of the disk */
} Header;

static gboolean
has_right_sum(guint8 *header, guint32 size)
{
    guint32 sum = le32(header + 16);
    gboolean is_right;

    memset(header + 16, 0, 4);
    is_right = crc_get(CRC_32, header, size) == sum;
    return is_right;
}

/* Numbers that have passed the checksum may still be wrong. */
static FormatAnswer
parse_header(const Layer *layer, guint8 *bytes, guint32 sector, Header *out_header, GError **error)
{
    guint32 size = le32(bytes + 12), entry = le32(bytes + 84), n_entries = le32(bytes + 80);

    if (size < MIN_HEADER || size > MAX_HEADER || !has_right_sum(bytes, size)) {
        layer_fail(layer, error, "header");
        return FORMAT_DAMAGED;
    }
    if (entry < MIN_ENTRY || entry > MAX_ENTRY || n_entries > MAX_ENTRIES_SIZE / entry ||
        le64(bytes + 72) > G_MAXINT64 / sector) {
        layer_fail(layer, error, "size of the table");
        return FORMAT_DAMAGED;
    }
    out_header->sector = sector;
    out_header->entries = le64(bytes + 72);
    out_header->n_entries = n_entries;
    out_header->entry = entry;
    out_header->sum = le32(bytes + 88);
    memcpy(out_header->id, bytes + 56, 16);
    return FORMAT_FOUND;
}

/* The entries behind a header, if they are as it says. */
static FormatAnswer
read_entries(const Layer *layer, const Header *header, guint8 **out_entries, GError **error)
{
    gsize size = (gsize)header->n_entries * header->entry;
    g_autofree guint8 *entries = g_malloc(size + 1);

    if (!layer_read(layer, header->entries * header->sector, entries, size, error))
        return FORMAT_DAMAGED;
    if (crc_get(CRC_32, entries, size) != header->sum) {
        layer_fail(layer, error, "checksum of the partitions");
        return FORMAT_DAMAGED;
    }
    *out_entries = g_steal_pointer(&entries);
    return FORMAT_FOUND;
}

/* The table whose header is in a sector. */
static FormatAnswer
read_table(const Layer *layer, guint64 number, guint32 sector, Header *out_header,
           guint8 **out_entries, GError **error)
{
    guint8 bytes[MAX_HEADER];
    gssize count = source_read(layer->below, number * sector, bytes, sizeof(bytes), error);
    FormatAnswer answer;

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < (gssize)sizeof(bytes) || memcmp(bytes, MARK, MARK_LENGTH) != 0)
        return FORMAT_NOT_THIS;
    answer = parse_header(layer, bytes, sector, out_header, error);
    return answer == FORMAT_FOUND ? read_entries(layer, out_header, out_entries, error) : answer;
}

/* Does the first sector say that there is a GPT? */
static gboolean
is_announced(const Layer *layer)
{
    guint8 sector[512];
    gssize count = source_read(layer->below, 0, sector, sizeof(sector), NULL);

    if (count < (gssize)sizeof(sector) || le16(sector + 510) != 0xAA55)
        return FALSE;
    for (guint i = 0; i < 4; i++) {
        if (sector[446 + 16 * i + 4] == PROTECTIVE)
            return TRUE;
    }
    return FALSE;
}

static const guint32 sectors[] = {512, 4096};

/* The copy at the end. What is wrong with it is not told: the first one is what counts. */
static gboolean
read_copy(const Layer *layer, Header *out_header, guint8 **out_entries)
{
    gint64 size = source_get_size(layer->below);

    for (gsize i = 0; i < G_N_ELEMENTS(sectors); i++) {
        guint64 number = size >= 3 * (gint64)sectors[i] ? (guint64)size / sectors[i] - 1 : 0;

        if (number > 0 &&
            read_table(layer, number, sectors[i], out_header, out_entries, NULL) == FORMAT_FOUND)
            return TRUE;
    }
    return FALSE;
}

static FormatAnswer
find_table(Layer *layer, Header *out_header, guint8 **out_entries, GError **error)
{
    g_autoptr(GError) damage = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(sectors) && damage == NULL; i++) {
        FormatAnswer answer = read_table(layer, 1, sectors[i], out_header, out_entries, &damage);

        if (answer == FORMAT_FOUND)
            return FORMAT_FOUND;
    }
    if (damage != NULL && damage->domain != FORMAT_ERROR) {
        g_propagate_error(error, g_steal_pointer(&damage));
        return FORMAT_DAMAGED;
    }
    if (damage == NULL && !is_announced(layer))
        return FORMAT_NOT_THIS;
    if (read_copy(layer, out_header, out_entries)) {
        layer_tell(layer, NULL, "disk.unread",
                   "gpt: the first table is damaged, its copy at the end was read");
        return FORMAT_FOUND;
    }
    if (damage == NULL)
        layer_fail(layer, &damage, "header");
    g_propagate_error(error, g_steal_pointer(&damage));
    return FORMAT_DAMAGED;
}

static char *
read_name(const guint8 *entry)
{
    gunichar2 name[NAME_UNITS];

    for (guint i = 0; i < NAME_UNITS; i++)
        name[i] = (gunichar2)le16(entry + NAME_PLACE + 2 * i);
    return g_utf16_to_utf8(name, NAME_UNITS, NULL, NULL, NULL);
}

static void
tell_partition(Layer *layer, LayerPlace *place, const guint8 *entry)
{
    const PartitionType *type;

    place->type = guid_dup_mixed(entry);
    place->id = guid_dup_mixed(entry + 16);
    place->label = read_name(entry);
    type = partition_types_find(place->type);
    if (type != NULL) {
        place->role = type->role;
        place->architecture = type->architecture;
    }
    layer_tell_place(layer, place);
}

static void
add_partition(Layer *layer, const Header *header, guint number, const guint8 *entry)
{
    g_autofree char *name = g_strdup_printf("partition %u", number + 1);
    g_autofree char *type = guid_dup_mixed(entry);
    guint64 first = le64(entry + 32), last = le64(entry + 40);
    LayerPlace *place;

    if (type == NULL || first == 0 || last < first ||
        last > (guint64)G_MAXINT64 / header->sector - 1)
        return;
    place =
        layer_add_part(layer, first * header->sector, (last - first + 1) * header->sector, name);
    if (place != NULL)
        tell_partition(layer, place, entry);
}

static FormatAnswer
open_gpt(Layer *layer, GError **error)
{
    g_autofree guint8 *entries = NULL;
    g_autofree char *id = NULL;
    Header header;
    FormatAnswer answer = find_table(layer, &header, &entries, error);

    if (answer != FORMAT_FOUND)
        return answer;
    id = guid_dup_mixed(header.id);
    layer_tell(layer, NULL, "disk.table-id", id);
    for (guint i = 0; i < header.n_entries; i++)
        add_partition(layer, &header, i, entries + (gsize)i * header.entry);
    return FORMAT_FOUND;
}

const LayerReader layer_gpt = {
    .name = "gpt",
    .kind = LAYER_TABLE,
    .open = open_gpt,
};
