/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests recognise/gather.c and what the formats of media say, on images made here and on the
 * bootable ones that some packages install. Damaged images in memory are in test-iso9660.c.
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "format/el_torito.h"
#include "format/iso9660.h"
#include "image-fixture.h"
#include "iso-builder.h"
#include "recognise/gather.h"
#include "recognise/location_request.h"

#define SECTOR ISO9660_SECTOR_SIZE

static Source *
open_source(const char *location, GCancellable *cancellable, GError **error)
{
    return source_open(location,
                       &(SourceRequest){.first_offset = ISO9660_DESCRIPTORS_OFFSET,
                                        .first_size = ISO9660_READ_SIZE,
                                        .cancellable = cancellable},
                       error);
}

/* What a medium turns out to be. */
typedef enum {
    BOOTABLE,
    NOT_BOOTABLE,
    NO_PPC_EXTENT,
    NO_BOOTINFO_EXTENT,
    NO_DESCRIPTORS,
    PVD_TRUNCATED,
    NO_PVD,
    BLANK_VOLUME_ID,
    DESCRIPTOR_TRUNCATED,
} Outcome;

static const struct {
    gint code; /* OsinfoMediaError */
    const char *message;
} errors[] = {
    [NOT_BOOTABLE] = {OSINFO_MEDIA_ERROR_NOT_BOOTABLE, "Install media is not bootable"},
    [NO_PPC_EXTENT] = {OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT,
                       "No \"ppc\" directory record extent"},
    [NO_BOOTINFO_EXTENT] = {OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT,
                            "No \"bootinfo.txt\" directory record extent"},
    [NO_DESCRIPTORS] = {OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors"},
    [PVD_TRUNCATED] = {OSINFO_MEDIA_ERROR_NO_PVD, "Primary volume descriptor was truncated"},
    [NO_PVD] = {OSINFO_MEDIA_ERROR_NO_PVD, "No primary volume descriptor"},
    [BLANK_VOLUME_ID] = {OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA,
                         "Insufficient metadata on installation media"},
    [DESCRIPTOR_TRUNCATED] = {OSINFO_MEDIA_ERROR_NO_SVD,
                              "Supplementary volume descriptor was truncated"},
};

static Outcome
get_outcome(const GError *error)
{
    guint outcome = NOT_BOOTABLE;

    if (error == NULL)
        return BOOTABLE;
    while (strcmp(errors[outcome].message, error->message) != 0)
        g_assert_cmpuint(++outcome, <, G_N_ELEMENTS(errors));
    g_assert_error(error, OSINFO_MEDIA_ERROR, errors[outcome].code);
    return (Outcome)outcome;
}

/* As programs see it. */
static Outcome
probe(const char *location)
{
    LocationRequest any = {.location = (char *)location};
    LocationRequest bootable = {.location = (char *)location,
                                .flags = OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE};
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoMedia) media = media_read_location(&bootable, &error);
    g_autoptr(OsinfoMedia) same = media_read_location(&any, NULL);
    Outcome outcome = get_outcome(error);

    g_assert_cmpint(media != NULL, ==, outcome == BOOTABLE);
    g_assert_cmpint(same != NULL, ==, outcome <= NO_BOOTINFO_EXTENT);
    if (same != NULL)
        g_assert_cmpint(osinfo_media_is_bootable(same), ==, outcome == BOOTABLE);
    return outcome;
}

static FormatAnswer
gather_below(Source *below, GatherContents contents, Evidence *evidence, GError **error)
{
    g_autoptr(Source) source =
        source_open_window(below, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, error);

    evidence_init(evidence);
    return source != NULL ? gather_media(source, contents, evidence, error) : FORMAT_DAMAGED;
}

/* What is found, whatever it is. */
static void
gather_location(const char *location, Evidence *evidence)
{
    g_autoptr(Source) source = open_source(location, NULL, NULL);

    gather_below(source, GATHER_CONTENTS, evidence, NULL);
}

static void
test_locations(ImageFixture *fixture, gconstpointer data)
{
    IsoSpec spec = {.volume_id = "TEST", .boot_slot = 1};
    g_autofree char *directory = g_get_current_dir();

    (void)data;
    iso_write(&spec, fixture->path);
    g_autofree char *uri = g_filename_to_uri(fixture->path, NULL, NULL);
    g_autofree char *host_uri = g_strconcat("FILE://localhost", fixture->path, NULL);
    g_autofree char *escaped = g_strconcat("file://", fixture->folder, "/%69mage.iso", NULL);
    g_assert_cmpint(probe(uri), ==, BOOTABLE);
    g_assert_cmpint(probe(host_uri), ==, BOOTABLE);
    g_assert_cmpint(probe(escaped), ==, BOOTABLE);
    g_assert_cmpint(g_chdir(fixture->folder), ==, 0);
    g_assert_cmpint(probe("image.iso"), ==, BOOTABLE);
    g_assert_cmpint(g_chdir(directory), ==, 0);
}

static void
test_read_fails(void)
{
    LocationRequest request = {.location = (char *)"/proc/self/mem"};
    g_autoptr(GError) error = NULL;

    if (!g_file_test(request.location, G_FILE_TEST_EXISTS)) {
        g_test_skip("no /proc/self/mem");
        return;
    }
    g_assert_null(media_read_location(&request, &error)); /* nothing is mapped down there */
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    g_assert_true(g_str_has_prefix(
        error->message, "Failed to read primary volume descriptor: Error reading from file: "));
    g_assert_null(media_read_location(&request, NULL));
}

static void
test_cancelled(ImageFixture *fixture, gconstpointer data)
{
    IsoSpec spec = {.volume_id = "TEST"};
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) open_error = NULL, read_error = NULL;
    g_auto(Evidence) evidence = {.items = NULL};

    (void)data;
    iso_write(&spec, fixture->path);
    g_autoptr(Source) source = open_source(fixture->path, cancellable, NULL);
    g_cancellable_cancel(cancellable);
    g_assert_null(open_source(fixture->path, cancellable, &open_error));
    g_assert_error(open_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint(gather_below(source, GATHER_CONTENTS, &evidence, &read_error), ==,
                    FORMAT_DAMAGED);
    g_assert_error(read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A source that counts its reads, and fails those behind the first window if told so. */
typedef struct {
    Source parent;
    Source *file;
    guint reads;
    GIOErrorEnum *failure; /* of reads other than the first */
} CountingSource;

static gssize
counting_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    CountingSource *self = (CountingSource *)source;

    if (self->reads++ > 0 && self->failure != NULL) {
        g_set_error_literal(error, G_IO_ERROR, (gint)*self->failure, "made to fail");
        return -1;
    }
    return source_read(self->file, offset, buffer, size, error);
}

static gint64
counting_get_size(Source *source)
{
    return source_get_size(((CountingSource *)source)->file);
}

static const SourceOperations counting_operations = {
    .read = counting_read,
    .get_size = counting_get_size,
};

static void
test_reads(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        const char *name;
        IsoSpec spec;
        guint reads;
    } rows[] = {
        {"boot record", {.boot_slot = 1}, 1},
        {"catalogue elsewhere", {.boot_slot = 1, .data_sector = 100}, 2},
        {"many descriptors", {.boot_slot = 40}, 3},
        {"no boot record", {.boot_slot = 0}, 1},
        {"ppc", {.ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"}, 1},
        {"ppc elsewhere",
         {.ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1", .data_sector = 100},
         3},
    };

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountingSource source = {.parent.operations = &counting_operations};
        IsoSpec spec = rows[i].spec;
        g_auto(Evidence) evidence = {.items = NULL};

        g_test_message("%s", rows[i].name);
        spec.volume_id = "TEST";
        iso_write(&spec, fixture->path);
        /* Images are never as short as these. */
        g_assert_cmpint(truncate(fixture->path, 1024 * 1024), ==, 0);
        source.file = open_source(fixture->path, NULL, NULL);
        g_assert_cmpint(gather_below(&source.parent, GATHER_NO_CONTENTS, &evidence, NULL), ==,
                        FORMAT_FOUND);
        g_assert_cmpuint(source.reads, ==, rows[i].reads);
        source_close(source.file);
    }
}

/* A failed read of the catalogue makes no difference, any other does. */
static void
test_later_read_fails(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        guint boot_slot;
        GIOErrorEnum code;
        gboolean is_success;
    } rows[] = {
        {1, G_IO_ERROR_FAILED, TRUE},   {1, G_IO_ERROR_CANCELLED, FALSE},
        {0, G_IO_ERROR_FAILED, FALSE},  {0, G_IO_ERROR_CANCELLED, FALSE},
        {20, G_IO_ERROR_FAILED, FALSE}, /* of the second window */
    };

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        IsoSpec spec = {.volume_id = "TEST", .boot_slot = rows[i].boot_slot, .data_sector = 100};
        GIOErrorEnum code = rows[i].code;
        CountingSource source = {.parent.operations = &counting_operations, .failure = &code};
        g_autoptr(GError) error = NULL;
        g_auto(Evidence) evidence = {.items = NULL};

        iso_write(&spec, fixture->path);
        source.file = open_source(fixture->path, NULL, NULL);
        g_assert_cmpint(gather_below(&source.parent, GATHER_NO_CONTENTS, &evidence, &error), ==,
                        rows[i].is_success ? FORMAT_FOUND : FORMAT_DAMAGED);
        if (rows[i].is_success)
            g_assert_true(evidence.boot == EVIDENCE_BOOT_YES &&
                          evidence_get_text(&evidence, "el-torito.platforms") == NULL);
        else
            g_assert_error(error, G_IO_ERROR, (gint)code);
        source_close(source.file);
    }
}

static void
test_no_image(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        const char *name;
        gsize size;
        const char *text; /* repeated */
        Outcome status;
    } rows[] = {
        {"empty", 0, "x", NO_DESCRIPTORS},
        {"text", 1000, "some text\n", NO_DESCRIPTORS},
        {"one byte short of the descriptors", 32767, "x", NO_DESCRIPTORS},
        {"ends where they start", 32768, "x", PVD_TRUNCATED},
        {"one byte behind", 32769, "x", PVD_TRUNCATED},
        {"one byte less than a descriptor", 34815, "x", PVD_TRUNCATED},
        {"a sector of text", 34816, "x", NO_DESCRIPTORS},
        {"long text", 200000, "a line of text\n", NO_DESCRIPTORS},
        {"only identifiers", 65536, "\003CD001\001\001", NO_PVD},
    };

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) text = g_string_new(NULL);

        g_test_message("%s", rows[i].name);
        while (text->len < rows[i].size)
            g_string_append(text, rows[i].text);
        g_assert_true(g_file_set_contents(fixture->path, text->str, (gssize)rows[i].size, NULL));
        g_assert_cmpint(probe(fixture->path), ==, rows[i].status);
    }
    /* says 0 bytes, and has some */
    if (g_file_test("/proc/self/status", G_FILE_TEST_EXISTS))
        g_assert_cmpint(probe("/proc/self/status"), ==, NO_DESCRIPTORS);

    /* a volume of Apple's is told apart, but is no medium with a name */
    static guint8 volume[65536];

    memcpy(volume + 1024, "H+\0\4", 4);
    volume[1066] = 0x10;
    g_assert_true(g_file_set_contents(fixture->path, (const char *)volume, sizeof(volume), NULL));
    g_assert_cmpint(probe(fixture->path), ==, NO_PVD);
}

static void
test_truncated_image(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        gsize size;
        Outcome el_torito;
        Outcome ppc;
    } rows[] = {
        {32768, PVD_TRUNCATED, PVD_TRUNCATED},
        {32768 + 2047, PVD_TRUNCATED, PVD_TRUNCATED},
        {34816, DESCRIPTOR_TRUNCATED, DESCRIPTOR_TRUNCATED},
        {34816 + 38, DESCRIPTOR_TRUNCATED, DESCRIPTOR_TRUNCATED},
        {34816 + 39, BOOTABLE, NO_PPC_EXTENT},
        {34816 + 75, BOOTABLE, NO_PPC_EXTENT},
        {20 * SECTOR, BOOTABLE, NO_PPC_EXTENT},
        {20 * SECTOR + 64, BOOTABLE, NO_PPC_EXTENT},
        {21 * SECTOR, BOOTABLE, NO_BOOTINFO_EXTENT},
        {21 * SECTOR + 68, BOOTABLE, NO_BOOTINFO_EXTENT},
        {22 * SECTOR, BOOTABLE, BOOTABLE},
    };
    /* Both with two descriptors and a terminator, the root directory in sector 20, ppc in 21. */
    IsoSpec el_torito = {.volume_id = "TEST", .boot_slot = 1};
    IsoSpec ppc = {.volume_id = "TEST",
                   .descriptors = 2,
                   .ppc_directory = "PPC",
                   .bootinfo_file = "BOOTINFO.TXT;1"};

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%" G_GSIZE_FORMAT " bytes", rows[i].size);
        iso_write(&el_torito, fixture->path);
        g_assert_cmpint(truncate(fixture->path, (off_t)rows[i].size), ==, 0);
        g_assert_cmpint(probe(fixture->path), ==, rows[i].el_torito);

        iso_write(&ppc, fixture->path);
        g_assert_cmpint(truncate(fixture->path, (off_t)rows[i].size), ==, 0);
        g_assert_cmpint(probe(fixture->path), ==, rows[i].ppc);
    }
}

static void
test_bootable(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        const char *name;
        IsoSpec spec;
        Outcome status;
        const char *platforms;
    } rows[] = {
        {"nothing", {.boot_slot = 0}, NOT_BOOTABLE, NULL},
        {"BIOS", {.boot_slot = 1, .catalog = ISO_CATALOG_BIOS}, BOOTABLE, "bios"},
        {"EFI", {.boot_slot = 1, .catalog = ISO_CATALOG_EFI}, BOOTABLE, "efi"},
        {"both", {.boot_slot = 1, .catalog = ISO_CATALOG_BIOS_AND_EFI}, BOOTABLE, "bios efi"},
        {"no bootable entry",
         {.boot_slot = 1, .catalog = ISO_CATALOG_NOT_BOOTABLE},
         NOT_BOOTABLE,
         NULL},
        {"invalid catalogue", {.boot_slot = 1, .catalog = ISO_CATALOG_INVALID}, BOOTABLE, NULL},
        {"blank catalogue", {.boot_slot = 1, .catalog = ISO_CATALOG_BLANK}, BOOTABLE, NULL},
        {"no catalogue", {.boot_slot = 1, .catalog = ISO_CATALOG_BEYOND_END}, BOOTABLE, NULL},
        {"behind Joliet", {.boot_slot = 2, .joliet_id = "J"}, BOOTABLE, "bios"},
        {"before Joliet", {.boot_slot = 1, .joliet_id = "J"}, BOOTABLE, "bios"},
        {"behind the first read", {.boot_slot = 30}, BOOTABLE, "bios"},
        {"at the limit", {.boot_slot = 255}, BOOTABLE, "bios"},
        {"behind the limit", {.boot_slot = 256}, NOT_BOOTABLE, NULL},
        {"zero-size root (KB-1)", {.has_zero_size_root = TRUE}, NOT_BOOTABLE, NULL},
        {"no terminator", {.lacks_terminator = TRUE, .descriptors = 400}, NOT_BOOTABLE, NULL},
        {"ppc", {.ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"}, BOOTABLE, NULL},
        {"ppc, small letters",
         {.ppc_directory = "ppc", .bootinfo_file = "bootinfo.txt"},
         BOOTABLE,
         NULL},
        {"ppc, small blocks",
         {.block_size = 512, .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"},
         BOOTABLE,
         NULL},
        {"ppc, second sector",
         {.root_padding = 70, .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"},
         BOOTABLE,
         NULL},
        {"ppc behind 4 GiB (KB-14)",
         {.data_sector = 3000000, .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"},
         BOOTABLE,
         NULL},
        {"catalogue behind 4 GiB", {.data_sector = 3000000, .boot_slot = 1}, BOOTABLE, "bios"},
        {"ppc is a file",
         {.ppc_directory = "PPC", .ppc_is_file = TRUE, .bootinfo_file = "BOOTINFO.TXT;1"},
         NOT_BOOTABLE,
         NULL},
        {"longer name (KB-14)",
         {.ppc_directory = "PPCFOO", .bootinfo_file = "BOOTINFO.TXT;1"},
         NOT_BOOTABLE,
         NULL},
        {"ppc is empty", {.ppc_directory = "PPC"}, NOT_BOOTABLE, NULL},
        {"another file",
         {.ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXTX;1"},
         NOT_BOOTABLE,
         NULL},
    };

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        IsoSpec spec = rows[i].spec;

        g_test_message("%s", rows[i].name);
        spec.volume_id = "TEST";
        iso_write(&spec, fixture->path);
        g_assert_cmpint(probe(fixture->path), ==, rows[i].status);

        g_auto(Evidence) evidence = {.items = NULL};

        gather_location(fixture->path, &evidence);
        g_assert_cmpstr(evidence_get_text(&evidence, "el-torito.platforms"), ==, rows[i].platforms);
        g_assert_cmpstr(evidence_get_text(&evidence, "iso9660.volume-id"), ==, "TEST");
    }
}

/* Everything that an image of many formats says, in the order in which it is found. */
static void
test_evidence(ImageFixture *fixture, gconstpointer data)
{
    IsoSpec spec = {.volume_id = "TEST\tED",
                    .system_id = "Gr\374n",
                    .volume_blocks = 0xFFFFFFFF,
                    .boot_slot = 1,
                    .catalog = ISO_CATALOG_BIOS_AND_EFI,
                    .joliet_id = "Täst",
                    .has_udf = TRUE};
    static const struct {
        const char *key;
        const char *text;
        const char *where;
    } rows[] = {
        {"iso9660.volume-id", "TEST\357\277\275ED", "primary volume descriptor"},
        {"iso9660.system-id", "Gr\357\277\275n", "primary volume descriptor"},
        {"iso9660.volume-size", NULL, "primary volume descriptor"},
        {"joliet.volume-id", "Täst", "supplementary volume descriptor"},
        {"udf.standard-id", "NSR02", "volume recognition sequence"},
        {"el-torito.platforms", "bios efi", "boot catalogue"},
    };
    g_auto(Evidence) evidence = {.items = NULL};

    (void)data;
    iso_write(&spec, fixture->path);
    gather_location(fixture->path, &evidence);
    g_assert_cmpuint(evidence.items->len, ==, G_N_ELEMENTS(rows));
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);

        g_assert_cmpstr(item->key, ==, rows[i].key);
        g_assert_cmpstr(item->text, ==, rows[i].text);
        g_assert_cmpstr(item->where, ==, rows[i].where);
    }
    g_assert_cmpint(evidence_get_number(&evidence, "iso9660.volume-size"), ==,
                    G_GINT64_CONSTANT(0xFFFFFFFF) * 2048);
}

/* Directories as large as an image may claim. */
static void
test_huge_extents(ImageFixture *fixture, gconstpointer data)
{
    IsoSpec spec = {.volume_id = "TEST", .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"};
    g_autoptr(GByteArray) image = iso_build(&spec);
    guint8 *root = image->data + ISO9660_DESCRIPTORS_OFFSET + 156;

    (void)data;
    memset(root + 10, 0xFF, 8);
    g_assert_true(g_file_set_contents(fixture->path, (const char *)image->data, image->len, NULL));
    g_assert_cmpint(probe(fixture->path), ==, BOOTABLE); /* found in what there is */

    memset(root + 2, 0xFF, 8);
    g_assert_true(g_file_set_contents(fixture->path, (const char *)image->data, image->len, NULL));
    g_assert_cmpint(probe(fixture->path), ==, NO_PPC_EXTENT);

    /* No directory there: records are looked for up to the limit, and not found. */
    memset(root + 2, 0, 8);
    memset(image->data + 18 * SECTOR, 0, image->len - 18 * SECTOR);
    g_assert_true(g_file_set_contents(fixture->path, (const char *)image->data, image->len, NULL));
    g_assert_cmpint(truncate(fixture->path, 4 * 1024 * 1024), ==, 0);
    g_assert_cmpint(probe(fixture->path), ==, NOT_BOOTABLE);
}

/* Each directory is as large as is looked at; both together cost more than a medium may. */
static void
test_budget(ImageFixture *fixture, gconstpointer data)
{
    IsoSpec spec = {.volume_id = "TEST", .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"};
    g_autoptr(GByteArray) image = iso_build(&spec);
    LocationRequest request = {.location = fixture->path};
    g_autoptr(GError) error = NULL;
    gsize size = image->len;
    guint8 *root, *ppc;

    (void)data;
    g_byte_array_set_size(image, 4 * 1024 * 1024);
    memset(image->data + size, 0, image->len - size);
    root = image->data + ISO9660_DESCRIPTORS_OFFSET + 156;
    memcpy(image->data + 1000 * SECTOR, image->data + 19 * SECTOR, SECTOR);
    ppc = image->data + 1000 * SECTOR + 2 * 34;
    g_assert_true(memcmp(ppc + 33, "PPC", 3) == 0);
    memcpy(root + 2, "\xE8\x03\0\0", 4); /* sector 1000 */
    memset(root + 10, 0xFF, 4);
    memcpy(ppc + 2, "\x14\x05\0\0", 4); /* sector 1300, without a directory */
    memset(ppc + 10, 0xFF, 4);
    g_assert_true(g_file_set_contents(fixture->path, (const char *)image->data, image->len, NULL));
    g_assert_null(media_read_location(&request, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    g_assert_cmpstr(error->message, ==,
                    "Failed to read \"bootinfo.txt\" directory record extent: the limit of 2097152 "
                    "bytes is reached");
}

/* Formats made up for a source of "0123456789". */

static FormatAnswer
read_good(Source *source, Evidence *evidence, GError **error)
{
    (void)source;
    (void)error;
    evidence_add_found(evidence, "test.found", "found", "made up");
    return FORMAT_FOUND;
}

static FormatAnswer
read_other(Source *source, Evidence *evidence, GError **error)
{
    (void)source;
    (void)evidence;
    (void)error;
    return FORMAT_NOT_THIS;
}

static FormatAnswer
read_damaged(Source *source, Evidence *evidence, GError **error)
{
    (void)source;
    (void)evidence;
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_HEADER, "damaged");
    return FORMAT_DAMAGED;
}

static FormatAnswer
read_cut_off(Source *source, Evidence *evidence, GError **error)
{
    (void)source;
    (void)evidence;
    g_set_error_literal(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "cut off");
    return FORMAT_DAMAGED;
}

static FormatAnswer
read_unreadable(Source *source, Evidence *evidence, GError **error)
{
    (void)source;
    (void)evidence;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "unreadable");
    return FORMAT_DAMAGED;
}

/* clang-format off */
static const FormatReader good = {.name = "good", .read = read_good};
static const FormatReader other = {.name = "other", .read = read_other};
static const FormatReader damaged = {.name = "damaged", .read = read_damaged};
static const FormatReader cut_off = {.name = "cut-off", .read = read_cut_off};
static const FormatReader unreadable = {.name = "unreadable", .read = read_unreadable};
static const FormatReader in_good = {.name = "in-good", .within = &good, .read = read_good};
static const FormatReader in_other = {.name = "in-other", .within = &other, .read = read_good};
static const FormatReader in_damaged = {.name = "in-damaged", .within = &damaged, .read = read_good};
static const FormatReader damaged_in_good = {.name = "damaged-in-good", .within = &good, .read = read_damaged};
static const FormatReader marked = {.name = "marked", .offset = 7, .magic = "789", .magic_length = 3, .read = read_good};
static const FormatReader unmarked = {.name = "unmarked", .offset = 7, .magic = "788", .magic_length = 3, .read = read_good};
static const FormatReader behind = {.name = "behind", .offset = 8, .magic = "890", .magic_length = 3, .read = read_good};
static const FormatReader far = {.name = "far", .offset = G_MAXUINT64, .magic = "0", .magic_length = 1, .read = read_good};
/* clang-format on */

/* Each answers for itself; what comes of all of them. */
static void
test_answers(void)
{
    static const struct {
        const char *name;
        const FormatReader *formats[5];
        FormatAnswer answer;
        guint n_found;
        const char *message;
    } rows[] = {
        {"none", {NULL}, FORMAT_NOT_THIS, 0, NULL},
        {"others", {&other, &other}, FORMAT_NOT_THIS, 0, NULL},
        {"one", {&other, &good, &other}, FORMAT_FOUND, 1, NULL},
        {"several", {&good, &other, &good}, FORMAT_FOUND, 2, NULL},
        {"damaged", {&other, &damaged}, FORMAT_DAMAGED, 0, "damaged"},
        {"the first damage is told", {&cut_off, &damaged}, FORMAT_DAMAGED, 0, "cut off"},
        {"good behind a damaged one", {&damaged, &good}, FORMAT_FOUND, 1, NULL},
        {"damaged behind a good one", {&good, &damaged, &cut_off}, FORMAT_FOUND, 1, NULL},
        {"unreadable", {&good, &unreadable, &good}, FORMAT_DAMAGED, 1, "unreadable"},
        {"unreadable behind damaged", {&damaged, &unreadable}, FORMAT_DAMAGED, 0, "unreadable"},
        {"within", {&good, &in_good}, FORMAT_FOUND, 2, NULL},
        {"within, damaged", {&good, &damaged_in_good}, FORMAT_FOUND, 1, NULL},
        {"within what is not there", {&other, &in_other, &in_good}, FORMAT_NOT_THIS, 0, NULL},
        {"within what is damaged", {&damaged, &in_damaged}, FORMAT_DAMAGED, 0, "damaged"},
        {"within what comes later", {&in_good, &good}, FORMAT_FOUND, 1, NULL},
        {"marked", {&marked}, FORMAT_FOUND, 1, NULL},
        {"another mark", {&unmarked}, FORMAT_NOT_THIS, 0, NULL},
        {"half a mark", {&behind}, FORMAT_NOT_THIS, 0, NULL},
        {"no place for a mark", {&far, &marked}, FORMAT_FOUND, 1, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Source) source = source_new_memory("0123456789", 10);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].name);
        evidence_init(&evidence);
        g_assert_cmpint(gather(rows[i].formats, source, &evidence, &error), ==, rows[i].answer);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, rows[i].message);
        g_assert_cmpuint(evidence.items->len, ==, rows[i].n_found);
    }
}

/* A mark that cannot be read is not an answer. */
static void
test_unreadable_mark(void)
{
    const FormatReader *formats[] = {&marked, &good, NULL};
    g_autoptr(Source) memory = source_new_memory("0123456789", 10);
    g_autoptr(Source) source = source_new_budget(memory, 0, 0);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(gather(formats, source, &evidence, &error), ==, FORMAT_DAMAGED);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    g_assert_cmpuint(evidence.items->len, ==, 0);
}

/* Images that distributions install, made by several programs. */
static void
test_installed_image(gconstpointer path)
{
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_test_skip("not installed");
        return;
    }
    g_auto(Evidence) evidence = {.items = NULL};

    gather_location(path, &evidence);
    g_assert_cmpint(evidence.boot, ==, EVIDENCE_BOOT_YES);
    g_assert_nonnull(evidence_get_text(&evidence, "el-torito.platforms"));
    g_assert_cmpint(evidence_get_number(&evidence, "iso9660.volume-size"), >, 0);
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);

        g_test_message("%s (%s): '%s'", item->key, item->where, item->text);
    }
}

#define TRIES 5

/* Runs a program silently. Returns its exit status; -1 when it is not there. One that stumbled (xorriso 1.5.4 does so now
 * and then) is run again. */
static int
run(const char *const *arguments)
{
    int status = 0;

    for (guint i = 0; i < TRIES; i++) {
        if (!g_spawn_sync(NULL, (char **)arguments, NULL,
                          G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                              G_SPAWN_STDERR_TO_DEV_NULL,
                          NULL, NULL, NULL, NULL, &status, NULL))
            return -1;
        if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77))
            break;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_sample_script(ImageFixture *fixture, gconstpointer data)
{
    g_autofree char *script = g_test_build_filename(G_TEST_DIST, "isodata", "make-sample.sh", NULL);
    /* clang-format off */
    const char *arguments[] = {script, fixture->path, "Sample 1.0", "Linux",
                               "Publisher <https://example.org>", "maker 7.0", NULL};
    /* clang-format on */

    (void)data;
    int status = run(arguments);
    if (status == 77) {
        g_test_skip("xorriso is not installed");
        return;
    }
    g_assert_cmpint(status, ==, 0);

    static const struct {
        const char *key;
        const char *text;
    } rows[] = {
        {"iso9660.volume-id", "Sample 1.0"},
        {"iso9660.system-id", "Linux"},
        {"iso9660.publisher-id", "Publisher <https://example.org>"},
        {"iso9660.application-id", "maker 7.0"},
        {"joliet.volume-id", "Sample 1.0"},
        {"el-torito.platforms", "bios"},
        {"udf.standard-id", NULL},
    };
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(Source) source = open_source(fixture->path, NULL, NULL);

    gather_location(fixture->path, &evidence);
    g_assert_cmpint(evidence.boot, ==, EVIDENCE_BOOT_YES);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(evidence_get_text(&evidence, rows[i].key), ==, rows[i].text);
    g_assert_cmpint(source_get_size(source), ==,
                    evidence_get_number(&evidence, "iso9660.volume-size"));
    g_assert_cmpint(source_get_size(source), <, 1024 * 1024);
}

/* An image without a boot record, but with a tree that PowerPC firmware starts from. */
static void
test_xorriso_ppc(ImageFixture *fixture, gconstpointer data)
{
    g_autofree char *tree = g_build_filename(fixture->folder, "tree", NULL);
    g_autofree char *ppc = g_build_filename(tree, "ppc", NULL);
    g_autofree char *file = g_build_filename(ppc, "bootinfo.txt", NULL);
    /* clang-format off */
    const char *arguments[] = {"xorriso", "-as", "mkisofs", "-quiet", "-V", "PPC",
                               "-o", fixture->path, tree, NULL};
    /* clang-format on */

    (void)data;
    g_assert_cmpint(g_mkdir_with_parents(ppc, 0755), ==, 0);
    g_assert_true(g_file_set_contents(file, "<chrp-boot>\n", -1, NULL));
    int status = run(arguments);
    if (status != -1) {
        g_assert_cmpint(status, ==, 0);
        g_assert_cmpint(probe(fixture->path), ==, BOOTABLE);
    } else {
        g_test_skip("xorriso is not installed");
    }
    g_unlink(file);
    if (status != -1) {
        g_assert_cmpint(run(arguments), ==, 0);
        g_assert_cmpint(probe(fixture->path), ==, NOT_BOOTABLE);
    }
    g_rmdir(ppc);
    g_rmdir(tree);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(ImageFixture *fixture, gconstpointer data);
    } with_files[] = {
        {"/gather/locations", test_locations},
        {"/gather/cancelled", test_cancelled},
        {"/gather/reads", test_reads},
        {"/gather/later-read-fails", test_later_read_fails},
        {"/gather/no-image", test_no_image},
        {"/gather/truncated-image", test_truncated_image},
        {"/gather/bootable", test_bootable},
        {"/gather/evidence", test_evidence},
        {"/gather/huge-extents", test_huge_extents},
        {"/gather/budget", test_budget},
        {"/gather/sample-script", test_sample_script},
        {"/gather/xorriso-ppc", test_xorriso_ppc},
    };
    static const char *const installed[] = {
        "/usr/lib/grub-rescue/grub-rescue-cdrom.iso",
        "/usr/lib/ipxe/ipxe.iso",
        "/usr/lib/memtest86+/memtest86+ia32.iso",
        "/usr/lib/memtest86+/memtest86+x64.iso",
    };

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gather/answers", test_answers);
    g_test_add_func("/gather/unreadable-mark", test_unreadable_mark);
    g_test_add_func("/gather/read-fails", test_read_fails);
    for (gsize i = 0; i < G_N_ELEMENTS(with_files); i++)
        g_test_add(with_files[i].name, ImageFixture, NULL, image_fixture_set_up,
                   with_files[i].function, image_fixture_tear_down);
    for (gsize i = 0; i < G_N_ELEMENTS(installed); i++) {
        g_autofree char *base = g_path_get_basename(installed[i]);
        g_autofree char *name = g_strconcat("/gather/installed/", base, NULL);
        g_test_add_data_func(name, installed[i], test_installed_image);
    }
    return g_test_run();
}
