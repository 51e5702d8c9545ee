/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/iso9660.c and el_torito.c on images made in memory, whole, cut off and damaged.
 * Directories are in test-iso9660-tree.c, reading from files is in test-gather.c.
 */

#include "config.h"

#include <string.h>

#include "format/el_torito.h"
#include "format/iso9660.h"
#include "iso-builder.h"

#define START ISO9660_DESCRIPTORS_OFFSET
#define SECTOR ISO9660_SECTOR_SIZE

/* What reading a volume comes to. */
typedef enum {
    OK,
    NO_DESCRIPTORS,
    PVD_TRUNCATED,
    NO_PVD,
    BLANK_VOLUME_ID,
    DESCRIPTOR_TRUNCATED,
} Status;

static const struct {
    FormatError code;
    const char *message;
} damages[] = {
    [PVD_TRUNCATED] = {FORMAT_ERROR_HEADER, "Primary volume descriptor was truncated"},
    [NO_PVD] = {FORMAT_ERROR_HEADER, "No primary volume descriptor"},
    [BLANK_VOLUME_ID] = {FORMAT_ERROR_UNNAMED, "Insufficient metadata on installation media"},
    [DESCRIPTOR_TRUNCATED] = {FORMAT_ERROR_TRUNCATED,
                              "Supplementary volume descriptor was truncated"},
};

static Status
get_status(FormatAnswer answer, const GError *error)
{
    guint status = PVD_TRUNCATED;

    g_assert_cmpint(error != NULL, ==, answer == FORMAT_DAMAGED);
    if (answer != FORMAT_DAMAGED)
        return answer == FORMAT_FOUND ? OK : NO_DESCRIPTORS;
    while (strcmp(damages[status].message, error->message) != 0)
        g_assert_cmpuint(++status, <, G_N_ELEMENTS(damages));
    g_assert_error(error, FORMAT_ERROR, (gint)damages[status].code);
    return (Status)status;
}

/* What a volume that was read lacks. */
static void
find_volume_error(Source *source, GError **error)
{
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    g_assert_cmpint(format_iso9660.read(source, &evidence, NULL), ==, FORMAT_FOUND);
    if (evidence.volume_error != NULL)
        g_propagate_error(error, g_steal_pointer(&evidence.volume_error));
}

/* The descriptors are @data, of an image that ends there. */
static Status
parse_descriptors(const guint8 *data, gsize size, Iso9660Volume *out_volume)
{
    g_autofree guint8 *image = g_malloc0(START + size);
    g_autoptr(Source) source = source_new_memory(image, START + size);
    g_autoptr(GError) error = NULL;

    if (size > 0)
        memcpy(image + START, data, size);

    Iso9660Volume volume;
    FormatAnswer answer = iso9660_read_volume(source, &volume, NULL, &error);

    if (answer == FORMAT_FOUND)
        find_volume_error(source, &error);
    if (answer == FORMAT_FOUND && error == NULL)
        *out_volume = volume;
    return get_status(error != NULL ? FORMAT_DAMAGED : answer, error);
}

static Status
parse(const GByteArray *image, Iso9660Volume *out_volume)
{
    return parse_descriptors(image->data + START, image->len - START, out_volume);
}

/* What the format says of @image. */
static void
gather(const GByteArray *image, Evidence *evidence)
{
    g_autoptr(Source) source = source_new_memory(image->data, image->len);
    g_autoptr(GError) error = NULL;

    evidence_init(evidence);
    g_assert_cmpint(format_iso9660.read(source, evidence, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
}

static void
test_fields(void)
{
    IsoSpec spec = {
        .volume_id = "  Example 1.0 amd64\t ",
        .system_id = "LINUX",
        .publisher_id = "A PUBLISHER WITH A NAME OF MORE THAN THIRTY-TWO CHARACTERS",
        .application_id = "MAKER 1.0",
        .volume_blocks = 0xFFFFFFFF,
    };
    g_autoptr(GByteArray) image = iso_build(&spec);
    Iso9660Volume volume;
    g_auto(Evidence) evidence = {.items = NULL};

    gather(image, &evidence);
    g_assert_cmpint(parse(image, &volume), ==, OK);
    g_assert_cmpstr(volume.volume_id, ==, "  Example 1.0 amd64");
    g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.system-id"), ==, spec.system_id);
    g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.publisher-id"), ==, spec.publisher_id);
    g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.application-id"), ==,
                    spec.application_id);
    g_assert_cmpuint(volume.volume_size, ==, G_GUINT64_CONSTANT(0xFFFFFFFF) * 2048);
    g_assert_cmpuint(volume.block_size, ==, 2048);
    g_assert_cmpuint(volume.root.offset, ==, 19 * SECTOR);
    g_assert_cmpuint(volume.root.size, ==, SECTOR);
    g_assert_false(volume.has_boot_record);
    g_assert_cmpstr(volume.udf_standard_id, ==, "");
    g_assert_cmpstr(volume.joliet_volume_id, ==, "");
}

/* Texts that fill their field, or hold a NUL. */
static void
test_texts(void)
{
    IsoSpec spec = {.volume_id = "TEST", .volume_blocks = 1};
    g_autoptr(GByteArray) image = iso_build(&spec);
    guint8 *descriptor = image->data + START;
    g_auto(Evidence) evidence = {.items = NULL};

    memset(descriptor + 8, 'S', 32);
    memset(descriptor + 40, 'V', 32);
    memset(descriptor + 318, 'P', 128);
    memcpy(descriptor + 574, "APP \0LICATION", 13);
    gather(image, &evidence);
    g_assert_cmpuint(strlen(evidence_get_text(&evidence, "iso9660.system-id")), ==, 32);
    g_assert_cmpuint(strlen(evidence_get_text(&evidence, "iso9660.volume-id")), ==, 32);
    g_assert_cmpuint(strlen(evidence_get_text(&evidence, "iso9660.publisher-id")), ==, 128);
    g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.application-id"), ==, "APP");
}

static void
test_block_size(void)
{
    IsoSpec spec = {
        .volume_id = "TEST", .block_size = 512, .volume_blocks = 10, .ppc_directory = "PPC"};
    g_autoptr(GByteArray) image = iso_build(&spec);
    Iso9660Volume volume;

    g_assert_cmpint(parse(image, &volume), ==, OK);
    g_assert_cmpuint(volume.volume_size, ==, 5120);
    g_assert_cmpuint(volume.root.offset, ==, 19 * SECTOR);

    /* Nothing that a descriptor may say overflows. */
    memset(image->data + START + 80, 0xFF, 8);
    memset(image->data + START + 128, 0xFF, 4);
    memset(image->data + START + 157, 0xFF, 17);
    g_assert_cmpint(parse(image, &volume), ==, OK);
    g_assert_cmpuint(volume.volume_size, ==, G_GUINT64_CONSTANT(0xFFFFFFFF) * 0xFFFF);
    g_assert_cmpuint(volume.root.offset, ==, G_GUINT64_CONSTANT(0x1000000FE) * 0xFFFF);
    g_assert_cmpuint(volume.root.size, ==, 0xFFFFFFFF);
}

/* Where a boot record counts, and beside what. */
static void
test_boot_record(void)
{
    static const struct {
        const char *name;
        IsoSpec spec;
        const char *joliet_id;
        gboolean is_udf;
    } rows[] = {
        {"slot 1", {.boot_slot = 1}, "", FALSE},
        {"slot 2", {.boot_slot = 2}, "", FALSE},
        {"slot 15", {.boot_slot = 15}, "", FALSE},
        {"behind Joliet", {.boot_slot = 2, .joliet_id = "Täst ☂"}, "Täst ☂", FALSE},
        {"before Joliet",
         {.boot_slot = 1, .joliet_id = "0123456789ABCDEF"},
         "0123456789ABCDEF",
         FALSE},
        {"UDF bridge", {.boot_slot = 1, .has_udf = TRUE}, "", TRUE},
        {"UDF, no terminator",
         {.boot_slot = 1, .has_udf = TRUE, .lacks_terminator = TRUE},
         "",
         TRUE},
        {"no terminator", {.boot_slot = 1, .lacks_terminator = TRUE}, "", FALSE},
        {"none", {.boot_slot = 0, .joliet_id = "J"}, "J", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        IsoSpec spec = rows[i].spec;
        Iso9660Volume volume;
        spec.volume_id = "TEST";
        g_autoptr(GByteArray) image = iso_build(&spec);

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(parse(image, &volume), ==, OK);
        g_assert_cmpint(volume.has_boot_record, ==, spec.boot_slot != 0);
        g_assert_cmpint(volume.boot_catalog_offset != 0, ==, spec.boot_slot != 0);
        g_assert_cmpstr(volume.joliet_volume_id, ==, rows[i].joliet_id);
        g_assert_cmpstr(volume.udf_standard_id, ==, rows[i].is_udf ? "NSR02" : "");
    }
}

/* One byte changed in an image with a boot record in slot 1. */
static void
test_changed_byte(void)
{
    static const struct {
        const char *name;
        gsize offset; /* from the first descriptor */
        guint8 value;
        Status status;
        gboolean has_boot_record;
    } rows[] = {
        {"identifier", 1, 'X', NO_DESCRIPTORS, FALSE},
        {"primary is a partition", 0, 3, NO_PVD, FALSE},
        {"primary is the terminator", 0, 255, NO_PVD, FALSE},
        {"primary of version 2", 6, 2, NO_PVD, FALSE},
        {"volume id starts with NUL", 40, 0, BLANK_VOLUME_ID, FALSE},
        {"boot record of another type", SECTOR, 3, OK, FALSE},
        {"boot record of version 2", SECTOR + 6, 2, OK, FALSE},
        {"boot record without identifier", SECTOR + 3, 'X', OK, FALSE},
        {"boot system has another case", SECTOR + 7, 'e', OK, FALSE},
        {"boot system is longer", SECTOR + 30, 'S', OK, FALSE},
        {"boot system padded with a space", SECTOR + 30, ' ', OK, TRUE},
        {"boot system followed by NUL and rubbish", SECTOR + 33, 'X', OK, TRUE},
        {"terminator is none", 2 * SECTOR + 1, 'X', OK, TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1};
        g_autoptr(GByteArray) image = iso_build(&spec);
        Iso9660Volume volume = {.volume_id = "untouched"};

        g_test_message("%s", rows[i].name);
        image->data[START + rows[i].offset] = rows[i].value;
        g_assert_cmpint(parse(image, &volume), ==, rows[i].status);
        g_assert_cmpint(volume.has_boot_record, ==, rows[i].has_boot_record);
        g_assert_cmpstr(volume.volume_id, ==, rows[i].status == OK ? "TEST" : "untouched");
    }
}

static void
test_no_descriptor(void)
{
    const guint8 zeros[2 * SECTOR] = {0};
    Iso9660Volume volume;

    g_assert_cmpint(parse_descriptors(NULL, 0, &volume), ==, NO_DESCRIPTORS);
    g_assert_cmpint(parse_descriptors(zeros, sizeof(zeros), &volume), ==, NO_DESCRIPTORS);
}

static void
test_blank_volume_id(void)
{
    IsoSpec spec = {.volume_id = NULL, .boot_slot = 1};
    g_autoptr(GByteArray) image = iso_build(&spec);
    Iso9660Volume volume;

    g_assert_cmpint(parse(image, &volume), ==, BLANK_VOLUME_ID);
    /* Known before anything is missing. */
    g_assert_cmpint(parse_descriptors(image->data + START, SECTOR, &volume), ==, BLANK_VOLUME_ID);
}

static void
test_primary_is_not_first(void)
{
    IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1};
    g_autoptr(GByteArray) image = iso_build(&spec);
    guint8 *first = image->data + START;
    guint8 swap[SECTOR];
    Iso9660Volume volume;

    memcpy(swap, first, SECTOR);
    memcpy(first, first + SECTOR, SECTOR);
    memcpy(first + SECTOR, swap, SECTOR);
    g_assert_cmpint(parse(image, &volume), ==, OK);
    g_assert_cmpstr(volume.volume_id, ==, "TEST");
    g_assert_true(volume.has_boot_record);

    for (gsize size = SECTOR; size < 2 * SECTOR; size++)
        g_assert_cmpint(parse_descriptors(first, size, &volume), ==, NO_PVD);
}

/* Every length that data can have, in a buffer of just that size. */
static void
test_truncated(void)
{
    IsoSpec spec = {.volume_id = "TEST", .joliet_id = "Joliet", .boot_slot = 2};
    g_autoptr(GByteArray) image = iso_build(&spec);

    for (gsize size = 0; size <= 4 * SECTOR; size++) {
        g_autofree guint8 *data = g_memdup2(image->data + START, size);
        Iso9660Volume volume;
        Status status = parse_descriptors(data, size, &volume);

        if (size == 0) {
            g_assert_cmpint(status, ==, NO_DESCRIPTORS);
        } else if (size < SECTOR) {
            g_assert_cmpint(status, ==, PVD_TRUNCATED);
        } else if (size < SECTOR + 39) {
            g_assert_cmpint(status, ==, DESCRIPTOR_TRUNCATED);
        } else {
            g_assert_cmpint(status, ==, OK);
            parse_descriptors(data, size, &volume);
            g_assert_cmpint(volume.has_boot_record, ==, size >= 2 * SECTOR + 39);
            g_assert_cmpint(volume.boot_catalog_offset != 0, ==, size >= 2 * SECTOR + 75);
            g_assert_cmpint(volume.joliet_volume_id[0] != '\0', ==, size >= 2 * SECTOR);
        }
    }
}

static void
test_no_terminator(void)
{
    IsoSpec spec = {
        .volume_id = "TEST", .lacks_terminator = TRUE, .descriptors = 300, .boot_slot = 255};
    g_autoptr(GByteArray) image = iso_build(&spec);
    Iso9660Volume volume;

    g_assert_cmpint(parse(image, &volume), ==, OK);
    g_assert_true(volume.has_boot_record);

    spec.boot_slot = 256;
    g_autoptr(GByteArray) other = iso_build(&spec);
    g_assert_cmpint(parse(other, &volume), ==, OK);
    g_assert_false(volume.has_boot_record);
}

static void
test_catalog(void)
{
    static const struct {
        IsoCatalog kind;
        gboolean is_valid;
        guint entries, bootable_entries;
        ElToritoPlatforms platforms;
    } rows[] = {
        {ISO_CATALOG_BIOS, TRUE, 1, 1, EL_TORITO_PLATFORM_BIOS},
        {ISO_CATALOG_EFI, TRUE, 1, 1, EL_TORITO_PLATFORM_EFI},
        {ISO_CATALOG_BIOS_AND_EFI, TRUE, 2, 2, EL_TORITO_PLATFORM_BIOS | EL_TORITO_PLATFORM_EFI},
        {ISO_CATALOG_NOT_BOOTABLE, TRUE, 1, 0, 0},
        {ISO_CATALOG_INVALID, FALSE, 0, 0, 0},
        {ISO_CATALOG_BLANK, FALSE, 0, 0, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1, .catalog = rows[i].kind};
        g_autoptr(GByteArray) image = iso_build(&spec);
        ElToritoCatalog catalog;
        Iso9660Volume volume;

        g_test_message("catalogue %d", rows[i].kind);
        g_assert_cmpint(parse(image, &volume), ==, OK);
        const guint8 *data = image->data + volume.boot_catalog_offset;
        g_assert_cmpint(el_torito_parse_catalog(data, SECTOR, &catalog), ==, rows[i].is_valid);
        if (!rows[i].is_valid)
            continue;
        g_assert_cmpuint(catalog.entries, ==, rows[i].entries);
        g_assert_cmpuint(catalog.bootable_entries, ==, rows[i].bootable_entries);
        g_assert_cmpuint(catalog.platforms, ==, rows[i].platforms);
        g_assert_true(catalog.is_complete);
    }
}

/* Sections of other platforms, a header that promises too much, extensions, and every length. */
static void
test_catalog_sections(void)
{
    IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1, .catalog = ISO_CATALOG_BIOS};
    g_autoptr(GByteArray) image = iso_build(&spec);
    guint8 *data = image->data + 19 * SECTOR;
    ElToritoCatalog catalog;
    /* clang-format off */
    static const guint8 heads[][4] = {
        {0x90, 1, 2, 0}, {0x88, 0x20}, {0x44, 0x20}, {0x44}, {0x00}, /* PowerPC, two entries */
        {0x90, 2, 0, 0},                                             /* Mac, none */
        {0x91, 9, 1, 0}, {0x88},                                     /* unknown */
        {0x91, 0xEF, 1, 0}, {0x88},                                  /* behind the last section */
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++)
        memcpy(data + (2 + i) * 32, heads[i], 4);
    g_assert_true(el_torito_parse_catalog(data, SECTOR, &catalog));
    g_assert_cmpuint(catalog.entries, ==, 4);
    g_assert_cmpuint(catalog.bootable_entries, ==, 3);
    g_assert_cmpuint(catalog.platforms, ==,
                     EL_TORITO_PLATFORM_BIOS | EL_TORITO_PLATFORM_POWERPC |
                         EL_TORITO_PLATFORM_OTHER);
    g_assert_true(catalog.is_complete);

    for (gsize size = 0; size <= SECTOR; size++) {
        g_autofree guint8 *copy = g_memdup2(data, size);
        g_assert_cmpint(el_torito_parse_catalog(copy, size, &catalog), ==, size >= 64);
        if (size >= 64)
            g_assert_cmpint(catalog.is_complete, ==, size >= 10 * 32);
    }

    memcpy(data + 64, "\x91\xEF\xFF\xFF", 4);
    g_assert_true(el_torito_parse_catalog(data, SECTOR, &catalog));
    g_assert_false(catalog.is_complete);
    g_assert_cmpuint(catalog.entries, <, SECTOR / 32);
}

/* Runs every function over @data; valgrind and the sanitizers watch. */
static void
parse_all(const guint8 *data, gsize size)
{
    ElToritoCatalog catalog;
    Iso9660Volume volume;

    parse_descriptors(data, size, &volume);
    for (gsize offset = 0; offset < size; offset += SECTOR)
        el_torito_parse_catalog(data + offset, size - offset, &catalog);
}

static void
test_random_bytes(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(9660);

    for (guint round = 0; round < 1000; round++) {
        gsize size = (gsize)g_rand_int_range(random, 0, 8 * SECTOR);
        g_autofree guint8 *data = g_malloc(size);

        for (gsize i = 0; i < size; i++)
            data[i] = (guint8)g_rand_int(random);
        if (size > 7)
            memcpy(data, "\001CD001\001", 7);
        parse_all(data, size);
    }
}

static void
test_bit_flips(void)
{
    IsoSpec spec = {
        .volume_id = "TEST",
        .joliet_id = "Joliet",
        .boot_slot = 2,
        .catalog = ISO_CATALOG_BIOS_AND_EFI,
        .has_udf = TRUE,
        .ppc_directory = "PPC",
        .bootinfo_file = "BOOTINFO.TXT;1",
    };
    g_autoptr(GRand) random = g_rand_new_with_seed(119);
    g_autoptr(GByteArray) image = iso_build(&spec);
    gsize size = image->len - START;

    for (guint round = 0; round < 4000; round++) {
        gsize cut = (gsize)g_rand_int_range(random, (gint32)size / 2, (gint32)size + 1);
        g_autofree guint8 *data = g_memdup2(image->data + START, cut);
        guint flips = (guint)g_rand_int_range(random, 1, 40);

        for (guint i = 0; i < flips; i++) {
            /* Most of what counts stands at the start of a sector. */
            gsize sector = (gsize)g_rand_int_range(random, 0, (gint32)(cut / SECTOR));
            gint32 range = g_rand_boolean(random) ? 200 : SECTOR;
            gsize offset = sector * SECTOR + (gsize)g_rand_int_range(random, 0, range);
            data[offset] ^= (guint8)(1 << g_rand_int_range(random, 0, 8));
        }
        parse_all(data, cut);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/iso9660/fields", test_fields);
    g_test_add_func("/iso9660/texts", test_texts);
    g_test_add_func("/iso9660/block-size", test_block_size);
    g_test_add_func("/iso9660/boot-record", test_boot_record);
    g_test_add_func("/iso9660/changed-byte", test_changed_byte);
    g_test_add_func("/iso9660/no-descriptor", test_no_descriptor);
    g_test_add_func("/iso9660/blank-volume-id", test_blank_volume_id);
    g_test_add_func("/iso9660/primary-is-not-first", test_primary_is_not_first);
    g_test_add_func("/iso9660/truncated", test_truncated);
    g_test_add_func("/iso9660/no-terminator", test_no_terminator);
    g_test_add_func("/iso9660/catalog", test_catalog);
    g_test_add_func("/iso9660/catalog-sections", test_catalog_sections);
    g_test_add_func("/iso9660/random-bytes", test_random_bytes);
    g_test_add_func("/iso9660/bit-flips", test_bit_flips);
    return g_test_run();
}
