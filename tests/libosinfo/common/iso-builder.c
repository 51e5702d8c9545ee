/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes ISO 9660 images for tests. It shares nothing with the parser, so that one mistake is not
 * made twice; the format is described in libosinfo/format/iso9660.c.
 */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "iso-builder.h"

#define SECTOR 2048
#define FIRST_DESCRIPTOR 16 /* sector */
#define ENTRY 32            /* bytes of a boot catalogue's entry */

/* What follows from a spec. */
typedef struct {
    guint32 descriptors; /* number of them, terminator excluded */
    guint32 data;        /* sector; the catalogue is first */
    guint32 root;        /* sector */
    guint32 root_sectors;
    guint32 ppc; /* sector */
    guint32 end; /* sector */
} Layout;

static void
put_le(guint8 *bytes, guint64 value, guint size)
{
    for (guint i = 0; i < size; i++)
        bytes[i] = (guint8)(value >> 8 * i);
}

/* Both byte orders, little endian first. */
static void
put_both(guint8 *bytes, guint64 value, guint size)
{
    put_le(bytes, value, size);
    for (guint i = 0; i < size; i++)
        bytes[2 * size - 1 - i] = (guint8)(value >> 8 * i);
}

static void
put_text(guint8 *bytes, gsize size, const char *text)
{
    memset(bytes, ' ', size);
    if (text != NULL)
        memcpy(bytes, text, MIN(size, strlen(text)));
}

static guint32
blocks_per_sector(const IsoSpec *spec)
{
    return spec->block_size != 0 ? SECTOR / (guint32)spec->block_size : 1;
}

static Layout
make_layout(const IsoSpec *spec)
{
    guint joliet_slot = spec->joliet_id == NULL ? 0 : spec->boot_slot == 1 ? 2 : 1;
    Layout layout = {.descriptors =
                         MAX(MAX(spec->descriptors, 1), MAX(spec->boot_slot, joliet_slot) + 1)};

    layout.data = FIRST_DESCRIPTOR + layout.descriptors + (spec->lacks_terminator ? 0 : 1) +
                  (spec->has_udf ? 3 : 0);
    if (spec->data_sector != 0)
        layout.data = spec->data_sector;
    layout.root = layout.data + 1;
    layout.root_sectors = 1 + (spec->root_padding + 2) / 40;
    layout.ppc = layout.root + layout.root_sectors;
    layout.end = layout.ppc + 1;
    return layout;
}

/* Appends a directory record at *@position, in the next sector where it does not fit. */
static void
put_record(guint8 *directory, gsize *position, const IsoSpec *spec, const char *name,
           gsize name_size, gboolean is_directory, guint32 sector, guint32 size)
{
    gsize length = (33 + name_size + 1) / 2 * 2;

    if (*position % SECTOR + length > SECTOR)
        *position = (*position / SECTOR + 1) * SECTOR;

    guint8 *record = directory + *position;
    record[0] = (guint8)length;
    put_both(record + 2, (guint64)sector * blocks_per_sector(spec), 4);
    put_both(record + 10, size, 4);
    record[25] = is_directory ? 2 : 0;
    put_both(record + 28, 1, 2);
    record[32] = (guint8)name_size;
    memcpy(record + 33, name, name_size);
    *position += length;
}

static void
put_primary(guint8 *descriptor, const IsoSpec *spec, const Layout *layout)
{
    guint32 blocks = spec->volume_blocks;
    gsize position = 156;

    put_text(descriptor + 8, 32, spec->system_id);
    put_text(descriptor + 40, 32, spec->volume_id);
    put_both(descriptor + 80, blocks != 0 ? blocks : layout->end * blocks_per_sector(spec), 4);
    put_both(descriptor + 128, SECTOR / blocks_per_sector(spec), 2);
    put_record(descriptor, &position, spec, "\0", 1, TRUE, layout->root,
               spec->has_zero_size_root ? 0 : layout->root_sectors * SECTOR);
    put_text(descriptor + 318, 128, spec->publisher_id);
    put_text(descriptor + 574, 128, spec->application_id);
}

static void
put_joliet(guint8 *descriptor, const IsoSpec *spec)
{
    g_autofree gunichar2 *name = g_utf8_to_utf16(spec->joliet_id, -1, NULL, NULL, NULL);
    gsize length = 0;

    while (name[length] != 0)
        length++;
    for (gsize i = 0; i < 16; i++) {
        descriptor[40 + 2 * i] = (guint8)(i < length ? name[i] >> 8 : 0);
        descriptor[41 + 2 * i] = (guint8)(i < length ? name[i] : ' ');
    }
    memcpy(descriptor + 88, "%/E", 3);
}

static void
put_boot_record(guint8 *descriptor, const IsoSpec *spec, const Layout *layout)
{
    memcpy(descriptor + 7, "EL TORITO SPECIFICATION", 23);
    put_le(descriptor + 71, spec->catalog == ISO_CATALOG_BEYOND_END ? 0x7FFFFFFF : layout->data, 4);
}

static void
put_descriptor(guint8 *sector, guint8 type, const char *identifier)
{
    sector[0] = type;
    memcpy(sector + 1, identifier, 5);
    sector[6] = 1;
}

static void
put_descriptors(guint8 *sector, const IsoSpec *spec, const Layout *layout)
{
    gboolean needs_joliet = spec->joliet_id != NULL;

    for (guint slot = 0; slot < layout->descriptors; slot++, sector += SECTOR) {
        if (slot == 0) {
            put_descriptor(sector, 1, "CD001");
            put_primary(sector, spec, layout);
        } else if (slot == spec->boot_slot) {
            put_descriptor(sector, 0, "CD001");
            put_boot_record(sector, spec, layout);
        } else if (needs_joliet) {
            put_descriptor(sector, 2, "CD001");
            put_joliet(sector, spec);
            needs_joliet = FALSE;
        } else {
            put_descriptor(sector, 3, "CD001");
        }
    }
    if (!spec->lacks_terminator) {
        put_descriptor(sector, 255, "CD001");
        sector += SECTOR;
    }
    if (spec->has_udf) {
        put_descriptor(sector, 0, "BEA01");
        put_descriptor(sector + SECTOR, 0, "NSR02");
        put_descriptor(sector + 2 * SECTOR, 0, "TEA01");
    }
}

static void
put_catalog(guint8 *catalog, IsoCatalog kind)
{
    guint32 sum = 0;

    if (kind == ISO_CATALOG_BLANK)
        return;
    catalog[0] = 1;
    catalog[1] = kind == ISO_CATALOG_EFI ? 0xEF : 0;
    memcpy(catalog + 4, "SAMPLE", 6);
    catalog[30] = 0x55;
    catalog[31] = 0xAA;
    for (guint i = 0; i < ENTRY; i += 2)
        sum += catalog[i] + 256u * catalog[i + 1];
    put_le(catalog + 28, 0x10000 - (sum & 0xFFFF) + (kind == ISO_CATALOG_INVALID ? 1 : 0), 2);

    catalog[ENTRY] = kind == ISO_CATALOG_NOT_BOOTABLE || kind == ISO_CATALOG_INVALID ? 0x00 : 0x88;
    if (kind == ISO_CATALOG_BIOS_AND_EFI) {
        catalog[2 * ENTRY] = 0x91;
        catalog[2 * ENTRY + 1] = 0xEF;
        catalog[2 * ENTRY + 2] = 1;
        catalog[3 * ENTRY] = 0x88;
        catalog[3 * ENTRY + 1] = 0x20;
        catalog[4 * ENTRY] = 0x44;
    }
}

/* What lies from layout->data on. */
static void
put_data(guint8 *data, const IsoSpec *spec, const Layout *layout)
{
    guint8 *root = data + SECTOR, *ppc = root + layout->root_sectors * SECTOR;
    gsize position = 0;

    if (spec->boot_slot != 0)
        put_catalog(data, spec->catalog);

    put_record(root, &position, spec, "\0", 1, TRUE, layout->root, layout->root_sectors * SECTOR);
    put_record(root, &position, spec, "\1", 1, TRUE, layout->root, layout->root_sectors * SECTOR);
    for (guint i = 0; i < spec->root_padding; i++)
        put_record(root, &position, spec, "FILLER.TXT;1", 12, FALSE, layout->end, 0);
    if (spec->ppc_directory != NULL)
        put_record(root, &position, spec, spec->ppc_directory, strlen(spec->ppc_directory),
                   !spec->ppc_is_file, layout->ppc, SECTOR);

    position = 0;
    put_record(ppc, &position, spec, "\0", 1, TRUE, layout->ppc, SECTOR);
    put_record(ppc, &position, spec, "\1", 1, TRUE, layout->root, layout->root_sectors * SECTOR);
    if (spec->bootinfo_file != NULL)
        put_record(ppc, &position, spec, spec->bootinfo_file, strlen(spec->bootinfo_file), FALSE,
                   layout->end, 0);
}

/* @out_data: the part at data_sector, when that is set */
static void
build(const IsoSpec *spec, const Layout *layout, GByteArray **out_head, GByteArray **out_data)
{
    g_autoptr(GByteArray) head = g_byte_array_new(), data = g_byte_array_new();
    guint32 head_end =
        spec->data_sector != 0 ? FIRST_DESCRIPTOR + layout->descriptors + 4 : layout->data;

    g_byte_array_set_size(head, head_end * SECTOR);
    memset(head->data, 0, head->len);
    put_descriptors(head->data + FIRST_DESCRIPTOR * SECTOR, spec, layout);

    g_byte_array_set_size(data, (layout->end - layout->data) * SECTOR);
    memset(data->data, 0, data->len);
    put_data(data->data, spec, layout);

    if (spec->data_sector == 0)
        g_byte_array_append(head, data->data, data->len);
    *out_head = g_steal_pointer(&head);
    *out_data = g_steal_pointer(&data);
}

GByteArray *
iso_build(const IsoSpec *spec)
{
    g_autoptr(GByteArray) data = NULL;
    Layout layout = make_layout(spec);
    GByteArray *head;

    build(spec, &layout, &head, &data);
    return head;
}

void
iso_write(const IsoSpec *spec, const char *path)
{
    g_autoptr(GByteArray) head = NULL, data = NULL;
    Layout layout = make_layout(spec);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    build(spec, &layout, &head, &data);
    g_assert_cmpint(descriptor, >=, 0);
    g_assert_cmpint(pwrite(descriptor, head->data, head->len, 0), ==, head->len);
    if (spec->data_sector != 0)
        g_assert_cmpint(
            pwrite(descriptor, data->data, data->len, (off_t)spec->data_sector * SECTOR), ==,
            data->len);
    g_assert_cmpint(close(descriptor), ==, 0);
}
