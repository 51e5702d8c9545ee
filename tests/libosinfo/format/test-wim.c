/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/wim.c and wim_xml.c: what WIM files say, whole, cut off, damaged and odd ones.
 */

#include "config.h"

#include <string.h>

#include "format/wim.h"
#include "wim-builder.h"

#define HEADER_XML 72

static const WimImageSpec server[] = {
    {WIM_SERVER_2025_CORE},
    {.name = "R\303\251sum\303\251 & <more> \360\237\222\277",
     .languages = "de-DE fr-FR",
     .version = "6.1.7601.17514",
     .service_pack = 1,
     .architecture = 0},
};

static FormatAnswer
read_bytes(const guint8 *data, gsize size, Wim *wim, GError **error)
{
    g_autoptr(Source) source = source_new_memory(data, size);
    FormatAnswer answer = wim_read(source, wim, error);

    if (error != NULL)
        g_assert_cmpint(*error != NULL, ==, answer == FORMAT_DAMAGED);
    return answer;
}

static const WimImage *
get_image(const Wim *wim, guint i)
{
    g_assert_cmpuint(i, <, wim->images->len);
    return &g_array_index(wim->images, WimImage, i);
}

static void
assert_server(const Wim *wim)
{
    g_assert_cmpuint(wim->images->len, ==, 2);

    const WimImage *image = get_image(wim, 0);
    g_assert_cmpstr(image->name, ==, server[0].name);
    g_assert_cmpstr(image->display_name, ==, server[0].name);
    g_assert_cmpstr(image->edition_id, ==, "ServerStandard");
    g_assert_cmpstr(image->flags, ==, "ServerStandardCore");
    g_assert_cmpstr(image->installation_type, ==, "Server Core");
    g_assert_cmpstr(image->product_type, ==, "ServerNT");
    g_assert_cmpstr(image->branch, ==, "ge_release");
    g_assert_cmpstr(image->default_language, ==, "en-US");
    g_assert_cmpuint(image->languages->len, ==, 1);
    g_assert_cmpint(image->architecture, ==, 9);
    g_assert_cmpint(image->major, ==, 10);
    g_assert_cmpint(image->minor, ==, 0);
    g_assert_cmpint(image->build, ==, 26100);
    g_assert_cmpint(image->service_pack_build, ==, 1742);
    g_assert_cmpint(image->service_pack_level, ==, 0);
    /* 0x01DAFF005B2A4C10 is 2024-09-04 19:26:35 */
    g_assert_cmpint(wim_image_get_time(image), ==, 1725477995);

    image = get_image(wim, 1);
    g_assert_cmpstr(image->name, ==, server[1].name);
    g_assert_null(image->edition_id);
    g_assert_null(image->branch);
    g_assert_cmpuint(image->languages->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(image->languages, 1), ==, "fr-FR");
    g_assert_cmpint(image->service_pack_level, ==, 1);
}

static void
test_whole(void)
{
    g_autofree char *xml = wim_build_xml(server, G_N_ELEMENTS(server));
    const WimSpec rows[] = {
        {.xml = xml},
        {.xml = xml, .padding = 100000},
        {.xml = xml, .part = 2, .n_parts = 3},
        {.xml = xml, .is_pipable = TRUE, .padding = 500},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) file = wim_build(&rows[i]);
        g_autoptr(GError) error = NULL;
        g_auto(Wim) wim = {.images = NULL};

        g_test_message("%" G_GSIZE_FORMAT, i);
        g_assert_cmpint(read_bytes(file->data, file->len, &wim, &error), ==, FORMAT_FOUND);
        g_assert_cmpuint(wim.part, ==, MAX(rows[i].part, 1));
        g_assert_cmpuint(wim.n_parts, ==, MAX(rows[i].n_parts, 1));
        assert_server(&wim);
    }
}

/* A file that ends too early, anywhere. */
static void
test_cut_off(void)
{
    g_autofree char *xml = wim_build_xml(server, G_N_ELEMENTS(server));

    for (guint is_pipable = 0; is_pipable < 2; is_pipable++) {
        g_autoptr(GByteArray) file =
            wim_build(&(WimSpec){.xml = xml, .is_pipable = (gboolean)is_pipable});

        for (gsize size = 0; size < file->len; size++) {
            g_autoptr(GError) error = NULL;
            g_auto(Wim) wim = {.images = NULL};
            FormatAnswer answer = read_bytes(file->data, size, &wim, &error);

            g_assert_cmpint(answer, ==, size < 8 ? FORMAT_NOT_THIS : FORMAT_DAMAGED);
            if (answer == FORMAT_DAMAGED && !is_pipable)
                g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
        }
    }
}

static void
test_damaged(void)
{
    static const struct {
        gsize at;
        const char *bytes;
        gsize size;
        FormatAnswer answer;
        FormatError code;
    } rows[] = {
        {0, "MSWIN", 5, FORMAT_NOT_THIS, 0},
        {5, "\1", 1, FORMAT_NOT_THIS, 0},
        {8, "\xCF\0\0\0", 4, FORMAT_DAMAGED, FORMAT_ERROR_INVALID},
        {8, "\0\1\0\0", 4, FORMAT_FOUND, 0}, /* a longer header */
        {HEADER_XML, "\0\0\0\0\0\0\0", 7, FORMAT_DAMAGED, FORMAT_ERROR_UNNAMED},
        {HEADER_XML, "\2", 1, FORMAT_DAMAGED, FORMAT_ERROR_INVALID}, /* other size than unpacked */
        {HEADER_XML + 7, "\4", 1, FORMAT_DAMAGED, FORMAT_ERROR_INVALID},
        {HEADER_XML + 7, "\x08", 1, FORMAT_DAMAGED, FORMAT_ERROR_INVALID},
        {HEADER_XML + 7, "\x10", 1, FORMAT_DAMAGED, FORMAT_ERROR_INVALID},
        {HEADER_XML + 7, "\1", 1, FORMAT_FOUND, 0},
        {HEADER_XML + 8, "\0\0\0\0\0\0\0\0", 8, FORMAT_DAMAGED, FORMAT_ERROR_TRUNCATED},
        {HEADER_XML + 8, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8, FORMAT_DAMAGED,
         FORMAT_ERROR_TRUNCATED},
        {HEADER_XML + 8, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 8, FORMAT_DAMAGED,
         FORMAT_ERROR_TRUNCATED},
        {208, "\xFE\xFF", 2, FORMAT_DAMAGED, FORMAT_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) file = wim_build(&(WimSpec){.xml = "<WIM></WIM>"});
        g_autoptr(GError) error = NULL;
        g_auto(Wim) wim = {.images = NULL};

        g_test_message("%" G_GSIZE_FORMAT, i);
        memcpy(file->data + rows[i].at, rows[i].bytes, rows[i].size);
        g_assert_cmpint(read_bytes(file->data, file->len, &wim, &error), ==, rows[i].answer);
        if (rows[i].answer == FORMAT_DAMAGED)
            g_assert_error(error, FORMAT_ERROR, (gint)rows[i].code);
    }
}

/* Sizes that the header claims twice, so that they agree. */
static void
test_sizes(void)
{
    static const guint64 sizes[] = {
        1,
        2,
        3,
        5,
        WIM_MAX_XML + 2,
        G_GUINT64_CONSTANT(0x7FFFFFFFFFFFFE),
        G_GUINT64_CONSTANT(0xFFFFFFFFFFFFFE),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GByteArray) file = wim_build(&(WimSpec){.xml = "<WIM></WIM>"});
        g_autoptr(GError) error = NULL;
        g_auto(Wim) wim = {.images = NULL};

        for (guint byte = 0; byte < 7; byte++)
            file->data[HEADER_XML + byte] = file->data[HEADER_XML + 16 + byte] =
                (guint8)(sizes[i] >> 8 * byte);
        g_assert_cmpint(read_bytes(file->data, file->len, &wim, &error), ==, FORMAT_DAMAGED);
        g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID);
    }
}

static void
read_xml(const char *xml, Wim *wim)
{
    g_autoptr(GByteArray) file = wim_build(&(WimSpec){.xml = xml});

    g_assert_cmpint(read_bytes(file->data, file->len, wim, NULL), ==, FORMAT_FOUND);
}

/* Odd XML: what is told of the first image of how many. */
static void
test_odd_xml(void)
{
    static const struct {
        const char *xml;
        guint n_images;
        const char *name; /* of the first one */
        gint64 build;     /* likewise */
    } rows[] = {
        {" ", 0, NULL, -1},
        {"<", 0, NULL, -1},
        {"</", 0, NULL, -1},
        {"<WIM", 0, NULL, -1},
        {"<WIM><IMAGE", 1, NULL, -1},
        {"<WIM/>", 0, NULL, -1},
        {"<WIM><IMAGE/></WIM>", 1, NULL, -1},
        {"<IMAGE><NAME>x</NAME></IMAGE>", 0, NULL, -1},
        {"<WIM><X><IMAGE><NAME>x</NAME></IMAGE></X></WIM>", 0, NULL, -1},
        {"<WIM><IMAGE><NAME>a</NAME></IMAGE><IMAGE><NAME>b</NAME></IMAGE></WIM>", 2, "a", -1},
        {"<?xml version='1.0'?><!-- <WIM> --><wim><image index='1'><Name> a </Name>", 1, "a", -1},
        {"<!DOCTYPE WIM><WIM><IMAGE><NAME>&x;&#65;&amp;&lt;&gt;&quot;&apos;&</NAME>", 1,
         "&x;&#65;&<>\"'&", -1},
        {"<WIM><IMAGE><NAME><![CDATA[a<b>]]></NAME></IMAGE>", 1, "a<b>", -1},
        {"<WIM><IMAGE><NAME><![CDATA[a<b></NAME></IMAGE>", 1, NULL, -1},
        {"<WIM><IMAGE><NAME>a<!-- b --><?c d?>e</NAME></IMAGE>", 1, "ae", -1},
        {"<WIM><IMAGE><NAME>a</NAME><NAME>b</NAME></IMAGE>", 1, "a", -1},
        {"<WIM><IMAGE><NAME>  </NAME><NAME>b</NAME></IMAGE>", 1, "b", -1},
        {"<WIM><IMAGE><NAME>a</IMAGE><IMAGE><NAME>b</NAME></IMAGE>", 2, "a", -1},
        {"<WIM><IMAGE></X></Y><NAME>a</NAME></WIM>", 1, "a", -1},
        {"<WIM><IMAGE><A><B><C><D><E><F><G><H><I><NAME>x</NAME></I></H></G></F></E></D></C></B></A>"
         "<NAME>a</NAME></IMAGE>",
         1, "a", -1},
        {"<WIM><IMAGE><WINDOWS><NAME>x</NAME></WINDOWS><NAME>a</NAME>", 1, "a", -1},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>7601</BUILD></VERSION></WINDOWS>", 1, NULL, 7601},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>0x1DB1", 1, NULL, -1},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>0x1DB1</BUILD></VERSION>", 1, NULL, 7601},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>-1</BUILD></VERSION>", 1, NULL, -1},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>7601x</BUILD></VERSION>", 1, NULL, -1},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>4294967296</BUILD></VERSION>", 1, NULL, -1},
        {"<WIM><IMAGE><WINDOWS><VERSION><BUILD>4294967295</BUILD></VERSION>", 1, NULL, 4294967295},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Wim) wim = {.images = NULL};

        g_test_message("%s", rows[i].xml);
        read_xml(rows[i].xml, &wim);
        g_assert_cmpuint(wim.images->len, ==, rows[i].n_images);
        if (rows[i].n_images == 0)
            continue;
        g_assert_cmpstr(get_image(&wim, 0)->name, ==, rows[i].name);
        g_assert_cmpint(get_image(&wim, 0)->build, ==, rows[i].build);
    }
}

static void
append_many(GString *xml, const char *text, guint n)
{
    for (guint i = 0; i < n; i++)
        g_string_append(xml, text);
}

/* There may be too much of everything. */
static void
test_bounds(void)
{
    g_autoptr(GString) xml = g_string_new("<WIM><IMAGE><NAME>");
    g_auto(Wim) wim = {.images = NULL};

    append_many(xml, "\303\244b", WIM_MAX_TEXT);
    g_string_append(xml, "</NAME><WINDOWS><LANGUAGES>");
    append_many(xml, "<LANGUAGE>x</LANGUAGE>", WIM_MAX_LANGUAGES + 1);
    g_string_append(xml, "</LANGUAGES></WINDOWS></IMAGE>");
    append_many(xml, "<IMAGE><NAME>b</NAME></IMAGE>", WIM_MAX_IMAGES);
    append_many(xml, "<X>", 100000);
    append_many(xml, "<!--", 10000);
    read_xml(xml->str, &wim);

    g_assert_cmpuint(wim.images->len, ==, WIM_MAX_IMAGES);
    g_assert_cmpuint(get_image(&wim, 0)->languages->len, ==, WIM_MAX_LANGUAGES);
    g_assert_cmpuint(strlen(get_image(&wim, 0)->name), ==, WIM_MAX_TEXT - 1);
    g_assert_true(g_utf8_validate(get_image(&wim, 0)->name, -1, NULL));
    g_assert_cmpstr(get_image(&wim, WIM_MAX_IMAGES - 1)->name, ==, "b");
}

/* UTF-16 that is none. */
static void
test_characters(void)
{
    static const struct {
        gunichar2 units[2];
        const char *name;
    } rows[] = {
        {{'a', 'b'}, "ab"},
        {{0, 'b'}, "\357\277\275b"},
        {{0xD83D, 0xDCBF}, "\360\237\222\277"},
        {{0xD83D, 'b'}, "\357\277\275b"},
        {{0xDCBF, 0xD83D}, "\357\277\275\357\277\275"},
        {{0xFFFF, 0xFDD0}, "\357\277\277\357\267\220"},
    };
    static const char start[] = "<WIM><IMAGE><NAME>";

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) file =
            wim_build(&(WimSpec){.xml = "<WIM><IMAGE><NAME>__</NAME></IMAGE></WIM>"});
        guint8 *units = file->data + 208 + 2 + 2 * strlen(start);
        g_auto(Wim) wim = {.images = NULL};

        for (guint unit = 0; unit < 2; unit++) {
            units[2 * unit] = (guint8)rows[i].units[unit];
            units[2 * unit + 1] = (guint8)(rows[i].units[unit] >> 8);
        }
        g_assert_cmpint(read_bytes(file->data, file->len, &wim, NULL), ==, FORMAT_FOUND);
        g_assert_cmpstr(get_image(&wim, 0)->name, ==, rows[i].name);
    }
}

static void
test_architectures(void)
{
    static const struct {
        gint64 number;
        const char *name;
    } rows[] = {
        {-1, NULL},      {0, "i686"},    {1, NULL},     {3, "ppc"},   {5, "armv7l"},
        {6, "ia64"},     {8, NULL},      {9, "x86_64"}, {10, "i686"}, {11, NULL},
        {12, "aarch64"}, {13, "armv7l"}, {14, "i686"},  {15, NULL},   {G_MAXINT64, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(wim_get_architecture(rows[i].number), ==, rows[i].name);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wim/whole", test_whole);
    g_test_add_func("/wim/cut-off", test_cut_off);
    g_test_add_func("/wim/damaged", test_damaged);
    g_test_add_func("/wim/sizes", test_sizes);
    g_test_add_func("/wim/odd-xml", test_odd_xml);
    g_test_add_func("/wim/bounds", test_bounds);
    g_test_add_func("/wim/characters", test_characters);
    g_test_add_func("/wim/architectures", test_architectures);
    return g_test_run();
}
