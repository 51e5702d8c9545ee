/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/apple_volume.c and format/bfs.c: images with the marks of a volume at their places, and with
 * less, or with numbers that lead nowhere.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "format/apple_volume.h"
#include "format/bfs.h"

#define IMAGE_SIZE 16384

/* Bytes of an image, which are zeros elsewhere. */
typedef struct {
    guint offset;
    const char *bytes;
    guint size; /* 0: no more */
} Patch;

#define AT(offset, text)                                                                           \
    {                                                                                              \
        offset, text, sizeof(text) - 1                                                             \
    }

typedef struct {
    const char *name;
    Patch patches[12];
    gsize size;           /* of the image; 0: IMAGE_SIZE */
    const char *expected; /* "KEY=TEXT", several with "|" between them; NULL: it is not this */
} Row;

#define HFS_PLUS AT(1024, "H+\0\4"), AT(1064, "\0\0\20\0")
#define MAP_ENTRY(offset, count, kind) AT(offset, "PM\0\0\0\0\0" count), AT((offset) + 48, kind)

/* clang-format off */
static const Row apple_rows[] = {
    {"hfs+", {HFS_PLUS}, 0, "apple-volume.kind=hfs+"},
    {"hfs+ of another version", {AT(1024, "H+\0\5"), AT(1064, "\0\0\20\0")}, 0, NULL},
    {"hfs+ with blocks of no power of two", {AT(1024, "H+\0\4"), AT(1064, "\0\0\20\1")}, 0, NULL},
    {"hfs+ without blocks", {AT(1024, "H+\0\4")}, 0, NULL},
    {"hfs+ with huge blocks", {AT(1024, "H+\0\4"), AT(1064, "\200\0\0\0")}, 0, NULL},
    {"hfsx", {AT(1024, "HX\0\5"), AT(1064, "\0\0\2\0")}, 0, "apple-volume.kind=hfsx"},
    {"hfs", {AT(1024, "BD"), AT(1044, "\0\0\6\0")}, 0, "apple-volume.kind=hfs"},
    {"hfs around hfs+", {AT(1024, "BD"), AT(1044, "\0\0\20\0"), AT(1148, "H+")}, 0, "apple-volume.kind=hfs+"},
    {"hfs without blocks", {AT(1024, "BD")}, 0, NULL},
    {"apfs", {AT(32, "NXSB\0\20\0\0")}, 0, "apple-volume.kind=apfs"},
    {"apfs without blocks", {AT(32, "NXSB")}, 0, NULL},
    {"map", {AT(0, "ER\2\0"), MAP_ENTRY(512, "\2", "Apple_partition_map"), MAP_ENTRY(1024, "\2", "Apple_HFS")}, 0,
     "apple-volume.partition=Apple_partition_map|apple-volume.partition=Apple_HFS"},
    {"map of large blocks", {AT(0, "ER\10\0"), MAP_ENTRY(2048, "\2", "Apple_partition_map"),
     MAP_ENTRY(4096, "\2", "Apple_HFSX")}, 0, "apple-volume.partition=Apple_partition_map|apple-volume.partition=Apple_HFSX"},
    {"map that says less than it has", {AT(0, "ER\2\0"), MAP_ENTRY(512, "\1", "Apple_HFS"), MAP_ENTRY(1024, "\1", "Apple_Free")}, 0,
     "apple-volume.partition=Apple_HFS"},
    {"map that says more than it has", {AT(0, "ER\2\0"), MAP_ENTRY(512, "\377", "Apple_HFS")}, 0, "apple-volume.partition=Apple_HFS"},
    {"map with a kind without end", {AT(0, "ER\2\0"), MAP_ENTRY(512, "\1", "12345678901234567890123456789012345678")}, 0,
     "apple-volume.partition=12345678901234567890123456789012"},
    {"map of no blocks", {AT(0, "ER\0\0"), MAP_ENTRY(512, "\1", "Apple_HFS")}, 0, NULL},
    {"map without entries", {AT(0, "ER\2\0")}, 0, NULL},
    {"map of blocks that are not there", {AT(0, "ER\200\0"), MAP_ENTRY(512, "\1", "Apple_HFS")}, 0, NULL},
    {"cut off", {HFS_PLUS}, 2047, NULL},
    {"short", {HFS_PLUS}, 2048, "apple-volume.kind=hfs+"},
    {"zeros", {{0, NULL, 0}}, 0, NULL},
    {"nothing", {{0, NULL, 0}}, 1, NULL},
};

#define TABLE AT(510, "\x55\xAA")
#define VOLUME(offset, name)                                                                       \
    AT(offset, name), AT((offset) + 32, "1SFBEGIB"), AT((offset) + 68, "\x31\x10\x12\xDD"),        \
        AT((offset) + 112, "\x0E\x83\xB6\x15")

static const Row bfs_rows[] = {
    {"first", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku")}, 0, "bfs.volume-name=Haiku"},
    {"last", {TABLE, AT(450, "\xEF"), AT(498, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku")}, 0, "bfs.volume-name=Haiku"},
    {"name without end", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "1234567890123456789012345678901\xC3")}, 0,
     "bfs.volume-name=1234567890123456789012345678901\357\277\275"},
    {"no name", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "\0")}, 0, NULL},
    {"another mark", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku"), AT(2592, "1SFA")}, 0, NULL},
    {"another order", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku"), AT(2596, "BIGE")}, 0, NULL},
    {"another second mark", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku"), AT(2628, "x")}, 0, NULL},
    {"another third mark", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku"), AT(2672, "x")}, 0, NULL},
    {"another kind", {TABLE, AT(450, "\x83\0\0\0\4"), VOLUME(2560, "Haiku")}, 0, NULL},
    {"no table", {AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku")}, 0, NULL},
    {"at the start", {TABLE, AT(450, "\xEB"), VOLUME(2560, "Haiku")}, 0, NULL},
    {"behind the end", {TABLE, AT(450, "\xEB\0\0\0\377\377\377\377"), VOLUME(2560, "Haiku")}, 0, NULL},
    {"cut off", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku")}, 3071, NULL},
    {"short", {TABLE, AT(450, "\xEB\0\0\0\4"), VOLUME(2560, "Haiku")}, 3072, "bfs.volume-name=Haiku"},
    {"nothing", {{0, NULL, 0}}, 1, NULL},
};
/* clang-format on */

static char *
describe(const Evidence *evidence)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        g_string_append_printf(text, "%s%s=%s", i > 0 ? "|" : "", item->key, item->text);
    }
    return g_string_free(text, FALSE);
}

static void
assert_rows(const FormatReader *format, const Row *rows, gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        const Row *row = &rows[i];
        guint8 image[IMAGE_SIZE] = {0};
        gsize size = row->size > 0 ? row->size : IMAGE_SIZE;
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        g_autofree char *found = NULL;

        g_test_message("%s", row->name);
        for (gsize j = 0; j < G_N_ELEMENTS(row->patches) && row->patches[j].size > 0; j++)
            memcpy(image + row->patches[j].offset, row->patches[j].bytes, row->patches[j].size);

        /* bytes behind the end are seen by the sanitizer */
        g_autofree guint8 *bytes = g_memdup2(image, size);
        CountedSource source = counted_source(bytes, size);

        evidence_init(&evidence);
        g_assert_cmpint(format->read(&source.parent, &evidence, &error), ==,
                        row->expected != NULL ? FORMAT_FOUND : FORMAT_NOT_THIS);
        g_assert_no_error(error);
        found = describe(&evidence);
        g_assert_cmpstr(found, ==, row->expected != NULL ? row->expected : "");
        g_assert_cmpuint(source.n_reads, <=, 2);
    }
}

static void
test_apple(void)
{
    assert_rows(&format_apple_volume, apple_rows, G_N_ELEMENTS(apple_rows));
}

static void
test_bfs(void)
{
    assert_rows(&format_bfs, bfs_rows, G_N_ELEMENTS(bfs_rows));
}

/* Hybrid discs have Apple's marks, too. */
static void
test_beside_something_else(void)
{
    guint8 image[IMAGE_SIZE] = {0};
    g_autoptr(Source) source = source_new_memory(image, sizeof(image));
    g_auto(Evidence) evidence = {.items = NULL};

    memcpy(image + 1024, "H+\0\4", 4);
    image[1066] = 0x10;
    evidence_init(&evidence);
    evidence_add_found(&evidence, "iso9660.volume-id", "X", "primary volume descriptor");
    g_assert_cmpint(format_apple_volume.read(source, &evidence, NULL), ==, FORMAT_NOT_THIS);
    g_assert_null(evidence.volume_error);
}

static void
test_unreadable(void)
{
    static const FormatReader *const formats[] = {&format_apple_volume, &format_bfs};

    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        CountedSource source = counted_source(NULL, 0);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        source.is_failing = TRUE;
        evidence_init(&evidence);
        g_assert_cmpint(formats[i]->read(&source.parent, &evidence, &error), ==, FORMAT_DAMAGED);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/volumes/apple", test_apple);
    g_test_add_func("/volumes/bfs", test_bfs);
    g_test_add_func("/volumes/beside-something-else", test_beside_something_else);
    g_test_add_func("/volumes/unreadable", test_unreadable);
    return g_test_run();
}
