/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Takes El Torito boot catalogues apart.
 *
 * The boot catalogue is a row of entries of 32 bytes:
 *
 *     validation entry (figure 2)   0: 0x01, 1: platform, 28: checksum, 30: 0x55 0xAA;
 *                                   its 16 words add up to 0
 *     default entry (figure 3)      0: 0x88 bootable, 0x00 not
 *     any number of sections, each with
 *       section header (figure 4)   0: 0x90, the last one 0x91, 1: platform, 2: entries (16 bits)
 *       section entry (figure 5)    0: 0x88 bootable, 0x00 not
 *       extensions (figure 6)       0: 0x44; behind their entry, not counted by the header
 *
 * Platforms are 0 x86 BIOS, 1 PowerPC, 2 Mac, and 0xEF for UEFI (UEFI specification, "ISO-9660 and
 * El Torito").
 */

#include "config.h"

#include "format/el_torito.h"
#include "format/little_endian.h"

#define CATALOG_ENTRY_SIZE 32
#define CATALOG_HEADER 0x01
#define CATALOG_SECTION 0x90
#define CATALOG_LAST_SECTION 0x91
#define CATALOG_EXTENSION 0x44
#define CATALOG_BOOTABLE 0x88

static gboolean
is_validation_entry(const guint8 *entry)
{
    guint32 sum = 0;

    for (gsize i = 0; i < CATALOG_ENTRY_SIZE; i += 2)
        sum += le16(entry + i);
    return entry[0] == CATALOG_HEADER && entry[30] == 0x55 && entry[31] == 0xAA &&
           (sum & 0xFFFF) == 0;
}

static ElToritoPlatforms
platform_bit(guint8 platform)
{
    switch (platform) {
    case 0:
        return EL_TORITO_PLATFORM_BIOS;
    case 1:
        return EL_TORITO_PLATFORM_POWERPC;
    case 2:
        return EL_TORITO_PLATFORM_MAC;
    case 0xEF:
        return EL_TORITO_PLATFORM_EFI;
    default:
        return EL_TORITO_PLATFORM_OTHER;
    }
}

static void
count_entry(ElToritoCatalog *catalog, const guint8 *entry, guint8 platform)
{
    catalog->entries++;
    if (entry[0] != CATALOG_BOOTABLE)
        return;
    catalog->bootable_entries++;
    catalog->platforms |= platform_bit(platform);
}

gboolean
el_torito_parse_catalog(const guint8 *data, gsize size, ElToritoCatalog *out_catalog)
{
    ElToritoCatalog catalog = {.entries = 0};
    gboolean is_last = FALSE;

    if (size < 2 * CATALOG_ENTRY_SIZE || !is_validation_entry(data))
        return FALSE;
    count_entry(&catalog, data + CATALOG_ENTRY_SIZE, data[1]);

    const guint8 *end = data + size / CATALOG_ENTRY_SIZE * CATALOG_ENTRY_SIZE;
    const guint8 *entry = data + 2 * CATALOG_ENTRY_SIZE;
    while (!is_last && entry < end &&
           (entry[0] == CATALOG_SECTION || entry[0] == CATALOG_LAST_SECTION)) {
        guint8 platform = entry[1];
        guint32 remaining = le16(entry + 2);

        is_last = entry[0] == CATALOG_LAST_SECTION;
        for (entry += CATALOG_ENTRY_SIZE; entry < end; entry += CATALOG_ENTRY_SIZE) {
            if (entry[0] == CATALOG_EXTENSION)
                continue;
            if (remaining == 0)
                break;
            count_entry(&catalog, entry, platform);
            remaining--;
        }
        if (remaining > 0)
            is_last = FALSE;
    }
    catalog.is_complete = is_last || entry < end;
    *out_catalog = catalog;
    return TRUE;
}
