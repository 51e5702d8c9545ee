/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests Windows media from the bytes of an image on: what reading costs, UDF alone and beside ISO 9660,
 * damaged images. What their files say is tested by test-windows-media.c.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "format/iso9660.h"
#include "format/wim.h"
#include "recognise/gather.h"
#include "udf-builder.h"
#include "wim-builder.h"

/* A disc with a folder of as many names as Microsoft's, in the order of the alphabet or not. */
static GByteArray *
build_disc(const GByteArray *wim, const char *iso_id, guint n_names, gboolean is_ordered)
{
    const guint n_letters = 'z' - 'a' + 1;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree UdfFileSpec *files = g_new0(UdfFileSpec, n_names + 4);
    guint n_files = 0, n_before_ei = ('e' - 'a' + 1) * n_names / n_letters;

    for (guint i = 0; i < n_names; i++) {
        guint letter = is_ordered ? i * n_letters / n_names : i % n_letters;
        const char *name = g_strdup_printf("sources/%cnother-%03u.dll", (int)('a' + letter), i);

        g_ptr_array_add(names, (gpointer)name);
        if (i == n_before_ei)
            files[n_files++] =
                (UdfFileSpec){.path = "sources/ei.cfg", .data = "[Channel]\r\nRetail\r\n"};
        if (i == n_names / 3)
            files[n_files++] =
                (UdfFileSpec){.path = "sources/install.wim", .data = wim->data, .size = wim->len};
        files[n_files++] = (UdfFileSpec){.path = name, .data = "MZ"};
    }
    files[n_files++] = (UdfFileSpec){.path = "efi/boot/bootx64.efi", .data = "MZ"};
    return udf_build(
        &(UdfSpec){.volume_id = "SSS_X64FRE_EN-US_DV9", .iso_id = iso_id, .files = files});
}

/* From the bytes of an image, with UDF alone or with ISO 9660 beside that holds nothing. Real discs have some
 * 400 names there; what the images say comes on top. */
static void
test_disc(void)
{
    static const struct {
        const char *name;
        const char *iso_id;
        guint n_names;
        gboolean is_ordered;
        guint n_reads;
        gsize n_bytes;
    } rows[] = {
        {"UDF alone", NULL, 400, TRUE, 16, 64 * 1024},
        {"beside ISO 9660", "SOME_LABEL", 400, TRUE, 16, 64 * 1024},
        {"in no order", "SOME_LABEL", 400, FALSE, 16, 64 * 1024},
        {"many names", "SOME_LABEL", 900, TRUE, 16, 64 * 1024},
        {"many names, in no order", "SOME_LABEL", 900, FALSE, 16, 96 * 1024},
    };
    const WimImageSpec image = {WIM_SERVER_2025_DESKTOP};
    g_autofree char *xml = wim_build_xml(&image, 1);
    gsize xml_size = 2 + 2 * strlen(xml);
    g_autoptr(GByteArray) wim = wim_build(&(WimSpec){.xml = xml, .padding = 100000});

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) disc =
            build_disc(wim, rows[i].iso_id, rows[i].n_names, rows[i].is_ordered);
        CountedSource source = counted_source(disc->data, disc->len);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        evidence_init(&evidence);
        g_autoptr(Source) budget = gather_new_budget(&source.parent);
        g_autoptr(Source) cache = source_new_cache(budget, 0);
        g_autoptr(Source) window = source_open_window_beside(
            budget, cache, ISO9660_DESCRIPTORS_OFFSET, NULL, 12 * 1024, ISO9660_READ_SIZE, &error);

        g_assert_cmpint(gather_media(window, GATHER_CONTENTS, &evidence, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        g_assert_null(evidence_get_text(&evidence, "content.damage"));
        g_assert_cmpstr(evidence_get_text(&evidence, "windows.build"), ==, "26100");
        g_assert_cmpstr(evidence_get_text(&evidence, "windows.channel"), ==, "Retail");
        g_assert_cmpstr(evidence_get_text(&evidence, "udf.volume-id"), ==, "SSS_X64FRE_EN-US_DV9");
        g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.volume-id"), ==,
                        rows[i].iso_id != NULL ? rows[i].iso_id : "SSS_X64FRE_EN-US_DV9");
        g_test_message("%s: %u reads, %" G_GUINT64_FORMAT " bytes", rows[i].name, source.n_reads,
                       source.n_bytes - xml_size);
        g_assert_cmpuint(source.n_reads, <=, rows[i].n_reads);
        g_assert_cmpuint(source.n_bytes - xml_size, <=, rows[i].n_bytes);
    }
}

/* What a WIM file says of its images comes on top of what a medium may cost, once. */
static void
test_large_xml(void)
{
    static const struct {
        const char *name;
        gsize size; /* bytes of XML, at least */
        guint n_files;
        gboolean is_read;
    } rows[] = {
        {"as large as the budget", GATHER_MAX_BYTES, 1, TRUE},
        {"as large as can be", WIM_MAX_XML - 4096, 1, TRUE},
        {"larger than can be", WIM_MAX_XML, 1, FALSE},
        {"more than once", WIM_MAX_XML - 4096, 3, TRUE},
    };
    const WimImageSpec image = {WIM_SERVER_2025_DESKTOP};
    g_autofree char *xml = wim_build_xml(&image, 1);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *spaces = g_strnfill(rows[i].size / 2, ' ');
        g_autofree char *long_xml = g_strconcat(xml, spaces, NULL);
        g_autoptr(GByteArray) wim = wim_build(&(WimSpec){.xml = long_xml});
        UdfFileSpec files[] = {
            {.path = "sources/install.wim", .data = wim->data, .size = wim->len},
            {.path = "sources/install2.wim", .data = wim->data, .size = wim->len},
            {.path = "sources/install3.wim", .data = wim->data, .size = wim->len},
            {.path = NULL},
        };
        g_auto(Evidence) evidence = {.items = NULL};

        g_test_message("%s", rows[i].name);
        files[rows[i].n_files].path = NULL;
        g_autoptr(GByteArray) disc = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
        CountedSource source = counted_source(disc->data, disc->len);
        g_autoptr(Source) budget = gather_new_budget(&source.parent);
        g_autoptr(Source) window =
            source_open_window(budget, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, NULL);

        evidence_init(&evidence);
        g_assert_cmpint(gather_media(window, GATHER_CONTENTS, &evidence, NULL), ==, FORMAT_FOUND);
        g_assert_cmpstr(evidence_get_text(&evidence, "windows.build"), ==,
                        rows[i].is_read ? "26100" : NULL);
        g_assert_cmpuint(source.n_bytes, <=, GATHER_MAX_BYTES + GATHER_MAX_RESERVE);
    }
}

/* Whatever stands in an image, reading it costs no more than it may, and what is found can be shown. */
static void
gather_bounded(const GByteArray *disc)
{
    CountedSource source = counted_source(disc->data, disc->len);
    g_autoptr(Source) budget = gather_new_budget(&source.parent);
    g_autoptr(Source) window =
        source_open_window(budget, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, NULL);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(gather_media(window, GATHER_CONTENTS, &evidence, &error) == FORMAT_DAMAGED, ==,
                    error != NULL);
    g_assert_cmpuint(source.n_reads, <=, GATHER_MAX_READS);
    g_assert_cmpuint(source.n_bytes, <=, GATHER_MAX_BYTES + GATHER_MAX_RESERVE);
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);

        g_assert_true(item->text == NULL || g_utf8_validate(item->text, -1, NULL));
    }
}

/* Changes bytes of a sector that has some, and makes the sum of its tag right again. */
static void
damage(GByteArray *disc, GRand *random)
{
    guint8 *sector;

    do {
        sector = disc->data +
                 (gsize)g_rand_int_range(random, 16, (gint)(disc->len / UDF_SECTOR)) * UDF_SECTOR;
    } while (sector[0] == 0 && sector[1] == 0);
    for (gint n = g_rand_int_range(random, 1, 9); n > 0; n--)
        sector[g_rand_int_range(random, 0, 512)] =
            (guint8)(g_rand_boolean(random) ? 0xFF : g_rand_int(random));
    if (sector[1] <= 1)
        udf_mend_tag(sector);
}

static void
test_damaged(void)
{
    const WimImageSpec images[] = {
        {.edition_id = "Core",
         .installation_type = "Client",
         .version = "10.0.26100.1742",
         .architecture = 9},
        {.edition_id = "CoreN",
         .installation_type = "Client",
         .version = "10.0.26100.1742",
         .architecture = 9},
    };
    g_autoptr(GByteArray) wim = wim_build_images(images, G_N_ELEMENTS(images));
    const UdfFileSpec files[] = {
        {.path = "sources/install.wim", .data = wim->data, .size = wim->len, .pieces = 1},
        {.path = "sources/ei.cfg", .data = "[Channel]\r\nRetail\r\n", .way = UDF_WAY_EMBEDDED},
        {.path = "sources/lang.ini", .data = "[Available UI Languages]\r\nfr-fr = 3\r\n"},
        {.path = "sources/boot.wim", .data = wim->data, .size = wim->len, .chained = 1},
        {.path = "i386/hivesys.inf", .data = "[Version]\nDriverVer=1,5.1.2600.2180\n"},
        {.path = NULL},
    };
    const UdfSpec spec = {.volume_id = "X", .iso_id = "X", .files = files};
    g_autoptr(GRand) random = g_rand_new_with_seed(20261128);

    for (guint i = 0; i < 1000; i++) {
        g_autoptr(GByteArray) disc = udf_build(&spec);

        for (gint n = g_rand_int_range(random, 1, 4); n > 0; n--)
            damage(disc, random);
        gather_bounded(disc);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/windows-disc/whole", test_disc);
    g_test_add_func("/windows-disc/large-xml", test_large_xml);
    g_test_add_func("/windows-disc/damaged", test_damaged);
    return g_test_run();
}
