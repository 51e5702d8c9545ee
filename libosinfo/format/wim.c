/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the header of a WIM file, and has its XML read by wim_xml.c.
 *
 * The format is Microsoft's, published as "Windows Imaging File Format (WIM)". A file starts with a
 * header of 208 bytes, lowest byte first:
 *
 *      0     8  "MSWIM\0\0\0"; "WLPWM\0\0\0": pipable, so the header that counts is the last thing in
 *               the file
 *      8     4  bytes of the header
 *     12     4  version
 *     16     4  flags
 *     40     2  part of a split file, 42: of how many
 *     44     4  number of images
 *     48    24  where the table of resources lies
 *     72    24  where the XML lies
 *
 * Such a place is 7 bytes of size in the file, a byte of flags (4 compressed, 8 parts of it are in other
 * files, 16 packed together with others), 8 bytes of offset, 8 bytes of size when unpacked. The XML is
 * never packed: it is UTF-16, lowest byte first, behind a byte order mark. All parts of a split file
 * have the whole of it.
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/wim_xml.h"

#define HEADER_SIZE 208 /* bytes */
#define HEADER_PART 40
#define HEADER_XML 72
#define XML_FLAGS (4 | 8 | 16) /* that the XML cannot have */

static gboolean
has_magic(const guint8 *header, const char *magic)
{
    return memcmp(header, magic, 8) == 0;
}

/* The header that counts. */
static FormatAnswer
read_header(Source *source, guint8 *header, GError **error)
{
    gssize count = source_read(source, 0, header, HEADER_SIZE, error);
    gint64 size = source_get_size(source);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < 8 || (!has_magic(header, "MSWIM\0\0") && !has_magic(header, "WLPWM\0\0")))
        return FORMAT_NOT_THIS;
    if (count == HEADER_SIZE && has_magic(header, "WLPWM\0\0") && size >= 2 * HEADER_SIZE)
        count = source_read(source, (guint64)size - HEADER_SIZE, header, HEADER_SIZE, error);
    if (count < 0)
        return FORMAT_DAMAGED;
    if (count == HEADER_SIZE)
        return FORMAT_FOUND;
    return format_set_damage(error, FORMAT_ERROR_TRUNCATED,
                             "the header of the WIM file is cut off");
}

static gboolean
check_header(const guint8 *header, GError **error)
{
    guint64 size = le64(header + HEADER_XML) & (G_MAXUINT64 >> 8);
    gboolean is_magic = has_magic(header, "MSWIM\0\0") || has_magic(header, "WLPWM\0\0");

    if (!is_magic || le32(header + 8) < HEADER_SIZE)
        return format_fail(error, FORMAT_ERROR_INVALID, "the WIM file has an invalid header");
    if (size == 0)
        return format_fail(error, FORMAT_ERROR_UNNAMED,
                           "the WIM file does not describe its images");
    if ((header[HEADER_XML + 7] & XML_FLAGS) != 0 || le64(header + HEADER_XML + 16) != size)
        return format_fail(error, FORMAT_ERROR_INVALID, "the XML of the WIM file is packed");
    if (size < 4 || size % 2 != 0 || size > WIM_MAX_XML)
        return format_fail(error, FORMAT_ERROR_INVALID,
                           "the XML of the WIM file has an invalid size");
    return TRUE;
}

static char *
read_xml(Source *source, const guint8 *header, GError **error)
{
    gsize size = (gsize)(le64(header + HEADER_XML) & (G_MAXUINT64 >> 8));
    guint64 offset = le64(header + HEADER_XML + 8);
    gint64 end = source_get_size(source);

    /* before memory is asked for */
    if (offset < 8 || (end >= 0 && (offset > (guint64)end || size > (guint64)end - offset))) {
        format_fail(error, FORMAT_ERROR_TRUNCATED, "the XML of the WIM file is not in it");
        return NULL;
    }

    g_autofree guint8 *bytes = g_malloc(size);
    gssize count;

    source_use_reserve(source, size);
    count = source_read(source, offset, bytes, size, error);

    if (count < 0)
        return NULL;
    if ((gsize)count < size) {
        format_fail(error, FORMAT_ERROR_TRUNCATED, "the XML of the WIM file is cut off");
        return NULL;
    }
    if (bytes[0] != 0xFF || bytes[1] != 0xFE) {
        format_fail(error, FORMAT_ERROR_INVALID, "the XML of the WIM file is not UTF-16");
        return NULL;
    }
    return wim_xml_to_utf8(bytes + 2, size - 2);
}

FormatAnswer
wim_read(Source *source, Wim *out_wim, GError **error)
{
    guint8 header[HEADER_SIZE];
    FormatAnswer answer = read_header(source, header, error);

    if (answer != FORMAT_FOUND)
        return answer;
    if (!check_header(header, error))
        return FORMAT_DAMAGED;

    g_autofree char *xml = read_xml(source, header, error);

    if (xml == NULL)
        return FORMAT_DAMAGED;
    *out_wim = (Wim){.part = le16(header + HEADER_PART),
                     .n_parts = le16(header + HEADER_PART + 2),
                     .images = wim_xml_parse(xml)};
    return FORMAT_FOUND;
}

const char *
wim_get_architecture(gint64 architecture)
{
    static const char *const names[] = {
        /* clang-format off */
        [0] = "i686",
        [3] = "ppc",
        [5] = "armv7l",
        [6] = "ia64",
        [9] = "x86_64",
        [10] = "i686",   /* x86 on Win64 */
        [12] = "aarch64",
        [13] = "armv7l", /* Arm 32 on Arm 64 */
        [14] = "i686",   /* x86 on Arm 64 */
        /* clang-format on */
    };

    return architecture >= 0 && architecture < (gint64)G_N_ELEMENTS(names) ? names[architecture]
                                                                           : NULL;
}

gint64
wim_image_get_time(const WimImage *self)
{
    const gint64 seconds_to_1970 = G_GINT64_CONSTANT(11644473600);

    if (self->time_high < 0 || self->time_low < 0)
        return 0;
    guint64 time = (guint64)self->time_high << 32 | (guint64)self->time_low;

    return MAX((gint64)(time / 10000000) - seconds_to_1970, 0);
}

void
wim_clear(Wim *self)
{
    g_clear_pointer(&self->images, g_array_unref);
}
