/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes WIM files for tests. It shares nothing with the reader, so that one mistake is not made twice;
 * the format is described in libosinfo/format/wim.c.
 */

#include "config.h"

#include <string.h>

#include "wim-builder.h"

#define HEADER_SIZE 208

static void
put_le(guint8 *bytes, guint64 value, guint size)
{
    for (guint i = 0; i < size; i++)
        bytes[i] = (guint8)(value >> 8 * i);
}

static void
put_place(guint8 *bytes, guint64 offset, guint64 size)
{
    put_le(bytes, size, 7);
    bytes[7] = 2;
    put_le(bytes + 8, offset, 8);
    put_le(bytes + 16, size, 8);
}

static void
put_header(guint8 *header, const WimSpec *spec)
{
    memcpy(header, spec->is_pipable ? "WLPWM" : "MSWIM", 5);
    put_le(header + 8, HEADER_SIZE, 4);
    put_le(header + 12, 0x10d00, 4);
    put_le(header + 16, 0x40082, 4);
    put_le(header + 20, 32768, 4);
    memcpy(header + 24, "0123456789abcdef", 16);
    put_le(header + 40, MAX(spec->part, 1), 2);
    put_le(header + 42, MAX(spec->n_parts, 1), 2);
    put_le(header + 44, 1, 4);
    put_place(header + 48, HEADER_SIZE, 0);
}

/* UTF-16 behind a byte order mark. */
static gsize
append_xml(GByteArray *file, const char *xml)
{
    glong units;
    g_autofree gunichar2 *text = g_utf8_to_utf16(xml, -1, NULL, &units, NULL);
    guint start = file->len;

    g_assert_nonnull(text);
    g_byte_array_set_size(file, start + 2 + 2 * (guint)units);
    put_le(file->data + start, 0xFEFF, 2);
    for (glong i = 0; i < units; i++)
        put_le(file->data + start + 2 + 2 * i, text[i], 2);
    return 2 + 2 * (gsize)units;
}

GByteArray *
wim_build(const WimSpec *spec)
{
    GByteArray *file = g_byte_array_new();
    guint8 header[HEADER_SIZE] = {0};
    guint start = HEADER_SIZE + spec->padding;

    put_header(header, spec);
    g_byte_array_set_size(file, start);
    memset(file->data, 0, start);
    memcpy(file->data, header, HEADER_SIZE);
    if (spec->xml != NULL)
        put_place(header + 72, start, append_xml(file, spec->xml));
    if (spec->is_pipable)
        g_byte_array_append(file, header, HEADER_SIZE);
    else
        memcpy(file->data, header, HEADER_SIZE);
    return file;
}

static void
append(GString *xml, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        return;

    g_autofree char *escaped = g_markup_escape_text(text, -1);

    g_string_append_printf(xml, "<%s>%s</%s>", name, escaped, name);
}

static void
append_languages(GString *xml, const char *text)
{
    if (text == NULL)
        return;

    g_auto(GStrv) languages = g_strsplit(text, " ", -1);

    g_string_append(xml, "<LANGUAGES>");
    for (guint i = 0; languages[i] != NULL; i++)
        append(xml, "LANGUAGE", languages[i]);
    append(xml, "DEFAULT", languages[0]);
    g_string_append(xml, "</LANGUAGES>");
}

static void
append_version(GString *xml, const WimImageSpec *image)
{
    static const char *const names[] = {"MAJOR", "MINOR", "BUILD", "SPBUILD"};

    if (image->version == NULL)
        return;

    g_auto(GStrv) numbers = g_strsplit(image->version, ".", G_N_ELEMENTS(names));

    g_string_append(xml, "<VERSION>");
    for (guint i = 0; numbers[i] != NULL; i++)
        append(xml, names[i], numbers[i]);
    g_string_append_printf(xml, "<SPLEVEL>%u</SPLEVEL>", image->service_pack);
    append(xml, "BRANCH", image->branch);
    g_string_append(xml, "</VERSION>");
}

static void
append_image(GString *xml, const WimImageSpec *image, gsize number)
{
    g_string_append_printf(xml,
                           "<IMAGE INDEX=\"%" G_GSIZE_FORMAT "\"><DIRCOUNT>21034</DIRCOUNT>"
                           "<CREATIONTIME><HIGHPART>0x01DAFF00</HIGHPART>"
                           "<LOWPART>0x5B2A4C10</LOWPART></CREATIONTIME>"
                           "<WINDOWS><ARCH>%d</ARCH>",
                           number, image->architecture);
    append(xml, "PRODUCTNAME", "Microsoft\302\256 Windows\302\256 Operating System");
    append(xml, "EDITIONID", image->edition_id);
    append(xml, "INSTALLATIONTYPE", image->installation_type);
    append(xml, "PRODUCTTYPE", image->product_type);
    append_languages(xml, image->languages);
    append_version(xml, image);
    g_string_append(xml, "<SYSTEMROOT>WINDOWS</SYSTEMROOT></WINDOWS>");
    append(xml, "NAME", image->name);
    append(xml, "DESCRIPTION", image->name);
    append(xml, "FLAGS", image->flags);
    append(xml, "DISPLAYNAME", image->name);
    g_string_append(xml, "</IMAGE>");
}

char *
wim_build_xml(const WimImageSpec *images, gsize n_images)
{
    GString *xml = g_string_new("<WIM><TOTALBYTES>5012345678</TOTALBYTES>");

    for (gsize i = 0; i < n_images; i++)
        append_image(xml, &images[i], i + 1);
    g_string_append(xml, "</WIM>");
    return g_string_free(xml, FALSE);
}

GByteArray *
wim_build_images(const WimImageSpec *images, gsize n_images)
{
    g_autofree char *xml = wim_build_xml(images, n_images);

    return wim_build(&(WimSpec){.xml = xml, .padding = 1000});
}
