/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads El Torito boot catalogues: what firmware finds to start from on an ISO 9660 image.
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
#include "format/iso9660.h"
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

static void
add_platforms(Evidence *evidence, ElToritoPlatforms platforms)
{
    static const struct {
        ElToritoPlatforms bit;
        const char *word;
    } words[] = {
        {EL_TORITO_PLATFORM_BIOS, "bios"},   {EL_TORITO_PLATFORM_POWERPC, "powerpc"},
        {EL_TORITO_PLATFORM_MAC, "mac"},     {EL_TORITO_PLATFORM_EFI, "efi"},
        {EL_TORITO_PLATFORM_OTHER, "other"},
    };
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if ((platforms & words[i].bit) != 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", words[i].word);
    }
    evidence_add_found(evidence, "el-torito.platforms", text->str, "boot catalogue");
}

/* Fails only when cancelled: a catalogue that cannot be read is a fact about the medium. */
static gboolean
read_catalog(Source *source, guint64 offset, ElToritoCatalog *out_catalog, GError **error)
{
    guint8 sector[ISO9660_SECTOR_SIZE];
    g_autoptr(GError) read_error = NULL;
    gssize size = source_read(source, offset, sector, sizeof(sector), &read_error);

    if (g_error_matches(read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        g_propagate_error(error, g_steal_pointer(&read_error));
        return FALSE;
    }
    if (size > 0)
        el_torito_parse_catalog(sector, (gsize)size, out_catalog);
    return TRUE;
}

/*
 * A boot record makes a medium bootable even when the catalogue cannot be read or is not valid,
 * since copies of just the first sectors of an image are in use; a whole, valid catalogue without
 * any bootable entry does not.
 */
static FormatAnswer
read_el_torito(Source *source, Evidence *evidence, GError **error)
{
    ElToritoCatalog catalog = {.entries = 0};
    Iso9660Volume volume;
    FormatAnswer answer = iso9660_read_volume(source, &volume, NULL, error);

    if (answer != FORMAT_FOUND)
        return answer;
    if (!volume.has_boot_record)
        return FORMAT_NOT_THIS;
    if (volume.boot_catalog_offset != 0 &&
        !read_catalog(source, volume.boot_catalog_offset, &catalog, error))
        return FORMAT_DAMAGED;
    evidence->boot =
        catalog.is_complete && catalog.bootable_entries == 0 ? EVIDENCE_BOOT_NO : EVIDENCE_BOOT_YES;
    add_platforms(evidence, catalog.platforms);
    return FORMAT_FOUND;
}

const FormatReader format_el_torito = {
    .name = "el-torito",
    .within = &format_iso9660,
    .read = read_el_torito,
};
