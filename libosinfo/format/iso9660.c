/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads volume descriptors. Directories are left to iso9660_tree.c, what a machine starts from to
 * el_torito.c and chrp.c.
 *
 * The format, as far as it is needed here. "ECMA-119" is the free text of ISO 9660, "El Torito" the
 * Bootable CD-ROM Format Specification 1.0, "ECMA-167" the standard under UDF. Byte positions count
 * from 0, whereas the standards count from 1.
 *
 *   sector 0-15  system area, free for anything, such as partition tables (ECMA-119 6.2.1)
 *   sector 16-   volume descriptors, one a sector (6.7.1), up to a terminator
 *   then         on a UDF bridge, BEA01, NSR02 or NSR03, TEA01 in the same shape (ECMA-167 2/8.3)
 *   anywhere     path tables, directories, files, the boot catalogue
 *
 * A logical sector has 2048 bytes. Extents are counted in logical blocks, whose size (mostly 2048
 * as well) stands in the primary descriptor. Numbers of 16 and 32 bits are mostly recorded twice,
 * little endian first (7.2.3, 7.3.3); only the little-endian half is read here.
 *
 * Every volume descriptor (8.1) starts with
 *
 *      0     1  type: 0 boot record, 1 primary, 2 supplementary, 3 partition, 255 terminator
 *      1     5  "CD001"
 *      6     1  version: 1; in a supplementary descriptor 2 makes it an "enhanced" one
 *
 * The primary descriptor (8.4) goes on with
 *
 *      8    32  system identifier (8.4.5)
 *     40    32  volume identifier (8.4.6)
 *     80   4+4  volume space size, in blocks (8.4.8)
 *    128   2+2  logical block size, in bytes (8.4.12)
 *    156    34  directory record of the root (8.4.18), see iso9660_tree.c
 *    318   128  publisher identifier (8.4.20)
 *    574   128  application identifier (8.4.22)
 *
 * Texts are padded with spaces, by some programs with NULs. A supplementary descriptor (8.5) has
 * the same shape; it is Joliet when its escape sequences (88, 32 bytes, 8.5.6) name UCS-2 level 1,
 * 2 or 3: "%/@", "%/C" or "%/E". Then its texts are big-endian UCS-2.
 *
 * The boot record (8.2; El Torito figure 7) has
 *
 *      7    32  boot system identifier, "EL TORITO SPECIFICATION", padded with NULs
 *     71     4  sector of the boot catalogue, little endian only
 *
 * El Torito wants it in sector 17, but programs put it behind a Joliet descriptor as well, and
 * firmware finds it there.
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "format/iso9660.h"
#include "format/little_endian.h"

#define DESCRIPTOR_BOOT_RECORD 0
#define DESCRIPTOR_PRIMARY 1
#define DESCRIPTOR_SUPPLEMENTARY 2
#define DESCRIPTOR_TERMINATOR 255

#define BOOT_SYSTEM_END 39 /* bytes of a boot record up to the end of the boot system identifier */
#define BOOT_CATALOG_POINTER 71

/* Texts of the primary descriptor, in the order of their evidence. */
static const struct {
    const char *key;
    guint16 offset; /* bytes from the start of the descriptor */
    guint8 size;    /* bytes */
} primary_texts[] = {
    /* clang-format off */
    {"iso9660.volume-id",       40,  32},
    {"iso9660.system-id",        8,  32},
    {"iso9660.publisher-id",   318, 128},
    {"iso9660.application-id", 574, 128},
    /* clang-format on */
};

/* Texts end at the first NUL; white space in front is theirs. @out_text has size + 1 bytes. */
static void
copy_text(const guint8 *bytes, gsize size, char *out_text)
{
    /* most of what it has are blanks */
    while (size >= 8 && memcmp(bytes + size - 8, "        ", 8) == 0)
        size -= 8;
    memcpy(out_text, bytes, size);
    out_text[size] = '\0';
    g_strchomp(out_text);
}

void
iso9660_copy_ucs2(const guint8 *bytes, gsize units, char *out_text)
{
    char *end = out_text;

    for (gsize i = 0; i < units; i++) {
        gunichar character = (gunichar)bytes[2 * i] << 8 | bytes[2 * i + 1];
        if (character == 0)
            break;
        if (!g_unichar_validate(character))
            character = 0xFFFD;
        end += g_unichar_to_utf8(character, end);
    }
    *end = '\0';
}

static gboolean
has_identifier(const guint8 *descriptor, const char *identifier)
{
    return memcmp(descriptor + 1, identifier, 5) == 0;
}

/* Of the record of a root directory. */
static Iso9660Extent
read_extent(const guint8 *record, guint32 block_size)
{
    guint64 first_block = (guint64)le32(record + 2) + record[1];

    return (Iso9660Extent){.offset = first_block * block_size, .size = le32(record + 10)};
}

static void
read_primary(const guint8 *descriptor, Iso9660Volume *volume)
{
    copy_text(descriptor + 40, 32, volume->volume_id);
    volume->block_size = le16(descriptor + 128);
    volume->volume_size = (guint64)le32(descriptor + 80) * volume->block_size;
    volume->root = read_extent(descriptor + 156, volume->block_size);
}

static void
read_supplementary(const guint8 *descriptor, Iso9660Volume *volume)
{
    const guint8 *escape = descriptor + 88;
    gboolean is_joliet = escape[0] == '%' && escape[1] == '/' &&
                         (escape[2] == '@' || escape[2] == 'C' || escape[2] == 'E');

    if (!is_joliet)
        return;
    if (volume->joliet_volume_id[0] == '\0') {
        iso9660_copy_ucs2(descriptor + 40, 16, volume->joliet_volume_id);
        g_strchomp(volume->joliet_volume_id);
    }
    if (volume->joliet_root.size == 0)
        volume->joliet_root = read_extent(descriptor + 156, le16(descriptor + 128));
}

/* Of @descriptor, @size bytes are there, at least %BOOT_SYSTEM_END. */
static void
read_boot_record(const guint8 *descriptor, gsize size, Iso9660Volume *volume)
{
    char boot_system[32 + 1];

    copy_text(descriptor + 7, 32, boot_system);
    if (volume->has_boot_record || strcmp(boot_system, "EL TORITO SPECIFICATION") != 0)
        return;

    volume->has_boot_record = TRUE;
    if (size >= BOOT_CATALOG_POINTER + 4)
        volume->boot_catalog_offset =
            (guint64)le32(descriptor + BOOT_CATALOG_POINTER) * ISO9660_SECTOR_SIZE;
}

/* Gives the bytes of a sector that are there. */
static gssize
read_descriptor(Source *source, guint number, guint8 *buffer, GError **error)
{
    gssize count =
        source_read(source, ISO9660_DESCRIPTORS_OFFSET + (guint64)number * ISO9660_SECTOR_SIZE,
                    buffer, ISO9660_SECTOR_SIZE, error);

    if (count < 0)
        g_prefix_error(error, "%s",
                       number == 0 ? _("Failed to read primary volume descriptor: ")
                                   : _("Failed to read supplementary volume descriptor: "));
    return count;
}

/* Whether what follows the descriptors of ISO 9660 announces UDF (ECMA-167 3/9.1). That it cannot
 * be read is not a failure: the volume was. */
static void
find_udf(Source *source, guint number, Iso9660Volume *volume)
{
    guint8 descriptor[ISO9660_SECTOR_SIZE];

    for (; number < ISO9660_MAX_DESCRIPTORS; number++) {
        if (read_descriptor(source, number, descriptor, NULL) < 7)
            return;
        if (has_identifier(descriptor, "NSR02") || has_identifier(descriptor, "NSR03")) {
            copy_text(descriptor + 1, 5, volume->udf_standard_id);
            return;
        }
        if (!has_identifier(descriptor, "BEA01") && !has_identifier(descriptor, "BOOT2") &&
            !has_identifier(descriptor, "CD001"))
            return;
    }
}

/* What is there of the first sector decides whether this is an image at all. */
static FormatAnswer
check_first(const guint8 *descriptor, gsize size, GError **error)
{
    if (size == 0)
        return FORMAT_NOT_THIS;
    if (size < ISO9660_SECTOR_SIZE)
        return format_set_damage(error, FORMAT_ERROR_HEADER,
                                 _("Primary volume descriptor was truncated"));
    return has_identifier(descriptor, "CD001") ? FORMAT_FOUND : FORMAT_NOT_THIS;
}

/* @descriptor is a whole one. @out_primary: may be NULL. */
static void
read_whole(const guint8 *descriptor, Iso9660Volume *volume, gboolean *has_primary,
           guint8 *out_primary)
{
    if (descriptor[0] == DESCRIPTOR_SUPPLEMENTARY)
        read_supplementary(descriptor, volume);
    if (descriptor[0] == DESCRIPTOR_PRIMARY && descriptor[6] == 1 && !*has_primary) {
        read_primary(descriptor, volume);
        if (out_primary != NULL)
            memcpy(out_primary, descriptor, ISO9660_SECTOR_SIZE);
        *has_primary = TRUE;
    }
}

FormatAnswer
iso9660_read_volume(Source *source, Iso9660Volume *out_volume, guint8 *out_primary, GError **error)
{
    Iso9660Volume volume = {.volume_id = ""};
    guint8 descriptor[ISO9660_SECTOR_SIZE];
    gboolean has_primary = FALSE;
    guint number = 0;

    for (; number < ISO9660_MAX_DESCRIPTORS; number++) {
        gssize size = read_descriptor(source, number, descriptor, error);

        if (size < 0)
            return FORMAT_DAMAGED;
        if (number == 0) {
            FormatAnswer answer = check_first(descriptor, (gsize)size, error);

            if (answer != FORMAT_FOUND)
                return answer;
        }
        volume.is_cut_off = size < BOOT_SYSTEM_END && number == 1 && has_primary;
        if (size < BOOT_SYSTEM_END || !has_identifier(descriptor, "CD001") ||
            descriptor[0] == DESCRIPTOR_TERMINATOR)
            break;
        if (descriptor[0] == DESCRIPTOR_BOOT_RECORD && descriptor[6] == 1)
            read_boot_record(descriptor, (gsize)size, &volume);
        if (size < ISO9660_SECTOR_SIZE)
            break;
        read_whole(descriptor, &volume, &has_primary, out_primary);
    }
    if (!has_primary)
        return format_set_damage(error, FORMAT_ERROR_HEADER, _("No primary volume descriptor"));

    find_udf(source, number, &volume);
    *out_volume = volume;
    return FORMAT_FOUND;
}

static void
add_primary_texts(Evidence *evidence, const guint8 *descriptor, const char *where)
{
    char text[G_MAXUINT8 + 1];

    for (guint i = 0; i < G_N_ELEMENTS(primary_texts); i++) {
        copy_text(descriptor + primary_texts[i].offset, primary_texts[i].size, text);
        evidence_add_found(evidence, primary_texts[i].key, text, where);
    }
}

/* In the order of the errors which programs know. */
static void
set_volume_error(Evidence *evidence, const Iso9660Volume *volume)
{
    if (volume->volume_id[0] == '\0')
        g_set_error_literal(&evidence->volume_error, FORMAT_ERROR, FORMAT_ERROR_UNNAMED,
                            _("Insufficient metadata on installation media"));
    else if (volume->is_cut_off)
        g_set_error_literal(&evidence->volume_error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED,
                            _("Supplementary volume descriptor was truncated"));
}

static FormatAnswer
read_iso9660(Source *source, Evidence *evidence, GError **error)
{
    static const char primary[] = "primary volume descriptor";
    guint8 descriptor[ISO9660_SECTOR_SIZE];
    Iso9660Volume volume;
    FormatAnswer answer = iso9660_read_volume(source, &volume, descriptor, error);

    if (answer != FORMAT_FOUND)
        return answer;
    add_primary_texts(evidence, descriptor, primary);
    evidence_add_number(evidence, "iso9660.volume-size", (gint64)volume.volume_size, primary);
    evidence_add_found(evidence, "joliet.volume-id", volume.joliet_volume_id,
                       "supplementary volume descriptor");
    evidence_add_found(evidence, "udf.standard-id", volume.udf_standard_id,
                       "volume recognition sequence");
    set_volume_error(evidence, &volume);
    return FORMAT_FOUND;
}

const FormatReader format_iso9660 = {
    .name = "iso9660",
    .offset = ISO9660_DESCRIPTORS_OFFSET + 1,
    .magic = "CD001",
    .magic_length = 5,
    .read = read_iso9660,
};
