/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/udf.c and udf_volume.c on images that somebody has made to mislead a reader: circles, pieces
 * on top of each other, sizes at the edges of numbers, places behind the end. Each says what becomes of one
 * file, and costs no more than it may.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "format/udf.h"
#include "udf-builder.h"

/* Where things lie in the images: files have their entries in this order. */
#define MAIN_SEQUENCE 32
#define ANCHOR 256
#define FILE_SET UDF_PARTITION_SECTOR
#define ROOT (FILE_SET + 2)
#define FOLDER (ROOT + 1)
#define FILE_ENTRY (ROOT + 2)
#define ROOT_NAMES (ROOT + 3)
#define FOLDER_NAMES (ROOT + 4)
#define FILE_DATA (ROOT + 5)

#define READS 32
#define BYTES (2 * 1024 * 1024)

/* A number over what is there. */
typedef struct {
    guint sector;
    guint at;
    guint width; /* bytes; 0: no more */
    guint64 number;
} Patch;

typedef struct {
    const char *name;
    Patch patches[5];
    const char *path;    /* NULL: the file that is there */
    const char *text;    /* what is in it; NULL: it cannot be read */
    const char *message; /* of the error; NULL: there is no such file, or no volume is found */
} Row;

#define BLOCK(sector) ((sector)-UDF_PARTITION_SECTOR)

/* clang-format off */
static const Row rows[] = {
    {"whole", {{0}}, NULL, "four", NULL},

    /* circles */
    {"folder is its own child", {{FOLDER_NAMES, 40 + 24, 4, BLOCK(FOLDER)}, {FOLDER_NAMES, 40 + 18, 1, 2}},
     "folder/file/file/file/file/file/file", NULL, NULL},
    {"folder is the root", {{ROOT_NAMES, 40 + 24, 4, BLOCK(ROOT)}}, "folder/folder/folder/folder/folder/folder/folder/x", NULL, NULL},
    {"extents go on in the entry", {{FILE_ENTRY, 176, 4, 3u << 30 | 2048}, {FILE_ENTRY, 180, 4, BLOCK(FILE_ENTRY)}},
     NULL, NULL, "where a file is stands in an invalid block"},
    {"extents go on behind the end", {{FILE_ENTRY, 176, 4, 3u << 30 | 2048}, {FILE_ENTRY, 180, 4, 0xFFFFFFFF}},
     NULL, NULL, "a block is not in its partition"},
    {"file set is its own root", {{FILE_SET, 404, 4, BLOCK(FILE_SET)}}, NULL, NULL, "a file or folder has no entry"},
    {"volume is described in the anchor", {{ANCHOR, 20, 4, ANCHOR}, {ANCHOR, 28, 4, ANCHOR}}, NULL, NULL,
     "the UDF volume is damaged, or of a kind that is not read"},

    /* on top of each other */
    {"two pieces in one place", {{FILE_ENTRY, 172, 4, 16}, {FILE_ENTRY, 56, 8, 2048 + 4}, {FILE_ENTRY, 176, 4, 2048},
     {FILE_ENTRY, 184, 4, 4}, {FILE_ENTRY, 188, 4, BLOCK(FILE_DATA)}}, NULL, "four", NULL},
    {"file on top of its folder", {{FILE_ENTRY, 180, 4, BLOCK(FILE_ENTRY)}}, NULL, "\5\1\2", NULL},
    {"folder on top of its entry", {{FOLDER, 180, 4, BLOCK(FOLDER)}}, NULL, NULL, "a folder holds something else than names"},

    /* sizes */
    {"file of 2^64 - 1 bytes", {{FILE_ENTRY, 56, 8, G_MAXUINT64}}, NULL, NULL, "what should be a file is none"},
    {"file of 2^63 - 1 bytes", {{FILE_ENTRY, 56, 8, G_MAXINT64}}, NULL, "four", NULL},
    {"file of 2^32 bytes", {{FILE_ENTRY, 56, 8, (guint64)1 << 32}}, NULL, "four", NULL},
    {"file of no bytes", {{FILE_ENTRY, 56, 8, 0}}, NULL, "", NULL},
    {"piece of no bytes", {{FILE_ENTRY, 176, 4, 0}}, NULL, "", NULL},
    {"piece of 2^30 - 1 bytes", {{FILE_ENTRY, 176, 4, 0x3FFFFFFF}}, NULL, NULL, "a file is not in its partition"},
    {"piece of 2^30 - 1 zeros", {{FILE_ENTRY, 176, 4, 0x7FFFFFFF}, {FILE_ENTRY, 56, 8, G_MAXINT64}}, NULL, "", NULL},
    {"attributes of 2^32 - 1 bytes", {{FILE_ENTRY, 168, 4, 0xFFFFFFFF}}, NULL, NULL, "an entry is longer than its block"},
    {"pieces of 2^32 - 1 bytes", {{FILE_ENTRY, 172, 4, 0xFFFFFFFF}}, NULL, NULL, "an entry is longer than its block"},
    {"both add up to 0", {{FILE_ENTRY, 168, 4, 0xFFFFFFF0}, {FILE_ENTRY, 172, 4, 0x10}}, NULL, NULL, "an entry is longer than its block"},
    {"folder of 2^64 - 1 bytes", {{FOLDER, 56, 8, G_MAXUINT64}}, NULL, NULL, "what should be a folder is none"},
    {"folder of 2^63 - 1 bytes", {{FOLDER, 56, 8, G_MAXINT64}}, NULL, "four", NULL},
    {"folder of no bytes", {{FOLDER, 56, 8, 0}}, NULL, NULL, NULL},
    {"name without end", {{FOLDER_NAMES, 40 + 19, 1, 255}}, NULL, NULL, "a folder is cut off"},
    {"name behind 65535 bytes", {{FOLDER_NAMES, 40 + 36, 2, 0xFFFF}}, NULL, NULL, "a folder is cut off"},
    {"table of partitions of 2^32 - 1 entries", {{MAIN_SEQUENCE + 2, 268, 4, 0xFFFFFFFF}}, NULL, "four", NULL},
    {"table of no partitions", {{MAIN_SEQUENCE + 2, 268, 4, 0}}, NULL, "four", NULL},
    {"volume of 2^32 - 1 bytes", {{ANCHOR, 16, 4, 0xFFFFFFFF}}, NULL, "four", NULL},
    {"volume of no bytes", {{ANCHOR, 16, 4, 0}}, NULL, "four", NULL},

    /* behind the end */
    {"volume", {{ANCHOR, 20, 4, 0xFFFFFFFF}}, NULL, "four", NULL},
    {"both volumes", {{ANCHOR, 20, 4, 0xFFFFFFFF}, {ANCHOR, 28, 4, 0xFFFFFFFE}}, NULL, NULL,
     "the UDF volume is damaged, or of a kind that is not read"},
    {"partition", {{MAIN_SEQUENCE + 1, 188, 4, 0xFFFFFFFF}}, NULL, NULL, "a block is cut off"},
    {"partition of all blocks", {{MAIN_SEQUENCE + 1, 192, 4, 0xFFFFFFFF}}, NULL, "four", NULL},
    {"partition of no blocks", {{MAIN_SEQUENCE + 1, 192, 4, 0}}, NULL, NULL, "a block is not in its partition"},
    {"file set", {{MAIN_SEQUENCE + 2, 252, 4, 0xFFFFFFFF}}, NULL, NULL, "a block is not in its partition"},
    {"partition of the file set", {{MAIN_SEQUENCE + 2, 256, 2, 0xFFFF}}, NULL, NULL, "a block is not in its partition"},
    {"root", {{FILE_SET, 404, 4, 0xFFFFFFFF}}, NULL, NULL, "a block is not in its partition"},
    {"entry", {{FOLDER_NAMES, 40 + 24, 4, 0xFFFFFFFF}}, NULL, NULL, "a block is not in its partition"},
    {"data", {{FILE_ENTRY, 180, 4, 0xFFFFFFFF}}, NULL, NULL, "a file is not in its partition"},
    {"data of a large partition", {{MAIN_SEQUENCE + 1, 192, 4, 0xFFFFFFFF}, {FILE_ENTRY, 180, 4, 0xFFFFFF00}}, NULL, "", NULL},
};
/* clang-format on */

static GByteArray *
build(const Row *row)
{
    static const UdfFileSpec files[] = {
        {.path = "folder/file", .data = "four"},
        {.path = NULL},
    };
    GByteArray *image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});

    for (gsize i = 0; i < G_N_ELEMENTS(row->patches) && row->patches[i].width > 0; i++) {
        const Patch *patch = &row->patches[i];
        guint8 *block = image->data + patch->sector * UDF_SECTOR;

        for (guint byte = 0; byte < patch->width; byte++)
            block[patch->at + byte] = (guint8)(patch->number >> 8 * byte);
        udf_mend_tag(block);
        if (patch->sector == ROOT_NAMES || patch->sector == FOLDER_NAMES)
            udf_mend_tag(block + 40);
    }
    return image;
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_autoptr(GByteArray) image = build(row);
    CountedSource counted = counted_source(image->data, image->len);
    g_autoptr(Source) source = source_new_budget(&counted.parent, READS, BYTES);
    g_autoptr(FileSystem) tree = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (udf_open(source, &tree, &error) == FORMAT_FOUND)
        text =
            file_system_read(tree, row->path != NULL ? row->path : "folder/file", 4, NULL, &error);
    if (row->message != NULL) {
        g_assert_nonnull(error);
        g_assert_true(error->domain == FORMAT_ERROR);
        if (!g_str_has_suffix(error->message, row->message))
            g_assert_cmpstr(error->message, ==, row->message);
    } else {
        g_assert_no_error(error);
    }
    g_assert_cmpstr(text, ==, row->text);
    g_test_message("%u reads, %" G_GUINT64_FORMAT " bytes", counted.n_reads, counted.n_bytes);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/udf-hostile/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    return g_test_run();
}
