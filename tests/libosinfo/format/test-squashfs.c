/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/squashfs.c on images made here: what stands where, and what becomes of numbers that
 * cannot be right. Images of mksquashfs are test-images.py's.
 */

#include "config.h"

#include <string.h>

#include "format/squashfs.h"
#include "squashfs-builder.h"

#define OS_RELEASE "ID=debian\nVERSION_ID=13\n"

static guint8 large[3 * SQUASHFS_BLOCK + 100];

static const SquashfsFile files[] = {
    {"data/empty", "", 0},
    {"data/large", large, sizeof(large)},
    {"data/one", "x", 1},
    {"usr/lib/os-release", OS_RELEASE, sizeof(OS_RELEASE) - 1},
};

/* Noise, a hole, noise. */
static void
fill_large(void)
{
    for (gsize i = 0; i < sizeof(large); i++)
        large[i] = i / SQUASHFS_BLOCK == 1 ? 0 : (guint8)(i * 7 + i / 251);
}

static void
check_content(FileSystem *system, const SquashfsFile *file)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = file_system_open(system, file->path, &error);

    g_assert_no_error(error);
    g_assert_nonnull(source);
    g_assert_cmpint(source_get_size(source), ==, (gint64)file->size);
    for (gsize at = 0; at <= file->size; at += 1 + file->size / 50) {
        g_autofree guint8 *buffer = g_malloc(file->size + 10);
        gssize count = source_read(source, at, buffer, file->size + 10, &error);

        g_assert_no_error(error);
        g_assert_cmpmem(buffer, (gsize)count, (const guint8 *)file->content + at, file->size - at);
    }
}

static void
test_read(void)
{
    for (guint i = 0; i < 4; i++) {
        SquashfsSpec spec = {files, G_N_ELEMENTS(files), (i & 1) != 0, (i & 2) != 0};
        g_autoptr(GByteArray) image = squashfs_build(&spec);
        g_autoptr(Source) source = source_new_memory(image->data, image->len);
        g_autoptr(FileSystem) system = NULL;
        g_autoptr(GError) error = NULL;
        FileNode node;

        g_assert_cmpint(squashfs_open(source, &system, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        for (gsize j = 0; j < G_N_ELEMENTS(files); j++)
            check_content(system, &files[j]);
        g_assert_cmpint(file_system_find(system, "usr/lib", &node, &error), ==, FORMAT_FOUND);
        g_assert_cmpint(node.kind, ==, FILE_NODE_FOLDER);
        g_assert_cmpint(file_system_find(system, "usr/lib/none", &node, &error), ==,
                        FORMAT_NOT_THIS);
        g_assert_no_error(error);
    }
}

static void
test_not_this(void)
{
    static const char *const texts[] = {"", "hsq", "sqsh", "hsqt: something else, long enough"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Source) source = source_new_memory(texts[i], strlen(texts[i]));
        g_autoptr(GError) error = NULL;
        FileSystem *system = NULL;

        g_assert_cmpint(squashfs_open(source, &system, &error), ==, FORMAT_NOT_THIS);
        g_assert_no_error(error);
        g_assert_null(system);
    }
}

typedef struct {
    const char *name;
    gsize at; /* in the superblock */
    guint64 number;
    guint n_bytes;
    const char *message;
} SuperblockRow;

static const SuperblockRow superblock_rows[] = {
    {"version", 28, 3, 2, "squashfs: version 3.0 is not supported"},
    {"minor-version", 30, 1, 2, "squashfs: version 4.1 is not supported"},
    {"block-size-zero", SQUASHFS_AT_BLOCK_SIZE, 0, 4, "squashfs: invalid size of blocks"},
    {"block-size-odd", SQUASHFS_AT_BLOCK_SIZE, 4097, 4, "squashfs: invalid size of blocks"},
    {"block-size-large", SQUASHFS_AT_BLOCK_SIZE, 2 << 20, 4, "squashfs: invalid size of blocks"},
    {"block-bits", 22, 40, 2, "squashfs: invalid size of blocks"},
    {"compression-none", SQUASHFS_AT_COMPRESSION, 0, 2, "squashfs: compression 0 is not supported"},
    {"compression-lzma", SQUASHFS_AT_COMPRESSION, 2, 2,
     "squashfs: compression 2 lzma is not supported"},
    {"compression-lzo", SQUASHFS_AT_COMPRESSION, 3, 2,
     "squashfs: compression 3 lzo is not supported"},
    {"compression-unknown", SQUASHFS_AT_COMPRESSION, 7, 2,
     "squashfs: compression 7 is not supported"},
    {"size", 40, G_MAXUINT64, 8, "squashfs: invalid place of a table"},
    {"inodes", SQUASHFS_AT_INODES, G_MAXUINT64, 8, "squashfs: invalid place of a table"},
    {"folders", SQUASHFS_AT_FOLDERS, 1 << 30, 8, "squashfs: invalid place of a table"},
    {"fragments", SQUASHFS_AT_FRAGMENTS, G_MAXUINT64, 8, "squashfs: invalid place of a table"},
};

static void
test_superblock(gconstpointer data)
{
    const SuperblockRow *row = data;
    SquashfsSpec spec = {files, G_N_ELEMENTS(files), TRUE, FALSE};
    g_autoptr(GByteArray) image = squashfs_build(&spec);
    g_autoptr(Source) source = NULL;
    g_autoptr(GError) error = NULL;
    FileSystem *system = NULL;

    squashfs_put(image, row->at, row->number, row->n_bytes);
    source = source_new_memory(image->data, image->len);
    g_assert_cmpint(squashfs_open(source, &system, &error), ==, FORMAT_DAMAGED);
    g_assert_cmpstr(error->message, ==, row->message);
    g_assert_null(system);
}

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    g_assert_cmpuint(strlen(name), <=, FILE_SYSTEM_MAX_NAME);
    *(FileNode *)data = *node;
    return TRUE;
}

/* Opens, lists and reads whatever a damaged image says it has. */
static void
try_all(const GByteArray *image)
{
    static const char *const folders[] = {"", "usr", "usr/lib", "data"};
    /* no more memory than there are bytes */
    g_autofree guint8 *copy = g_memdup2(image->data, image->len);
    g_autoptr(Source) memory = source_new_memory(copy, image->len);
    g_autoptr(Source) source = source_new_budget(memory, 200, 1 << 24);
    g_autoptr(FileSystem) system = NULL;
    FileNode node;

    if (squashfs_open(source, &system, NULL) != FORMAT_FOUND)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        if (file_system_find(system, folders[i], &node, NULL) == FORMAT_FOUND)
            file_system_list(system, &node, visit, &node, NULL);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *bytes =
            file_system_read(system, files[i].path, sizeof(large), NULL, &error);

        g_assert_true(bytes == NULL || error == NULL);
    }
}

/* Each byte behind the content, and the superblock, with each of some values. */
static void
test_damaged(void)
{
    static const guint8 values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};

    for (guint i = 0; i < 4; i++) {
        SquashfsSpec spec = {files, G_N_ELEMENTS(files), (i & 1) != 0, (i & 2) != 0};
        g_autoptr(GByteArray) image = squashfs_build(&spec);
        gsize tables = image->data[SQUASHFS_AT_INODES] | image->data[SQUASHFS_AT_INODES + 1] << 8;

        for (gsize at = 0; at < image->len; at = at == 95 ? tables : at + 1) {
            guint8 before = image->data[at];

            for (gsize j = 0; j < G_N_ELEMENTS(values); j++) {
                image->data[at] = values[j];
                try_all(image);
            }
            image->data[at] = before;
        }
    }
}

static void
test_cut(void)
{
    SquashfsSpec spec = {files, G_N_ELEMENTS(files), TRUE, FALSE};
    g_autoptr(GByteArray) image = squashfs_build(&spec);

    while (image->len > 0) {
        g_byte_array_set_size(image, image->len - MIN(image->len, image->len > 9000 ? 97 : 1));
        try_all(image);
    }
}

/* A folder that is in itself: the look-up ends with its path. */
static void
test_circle(void)
{
    SquashfsSpec spec = {files, G_N_ELEMENTS(files), TRUE, FALSE};
    g_autoptr(GByteArray) image = squashfs_build(&spec);
    g_autoptr(Source) source = NULL;
    g_autoptr(FileSystem) system = NULL;
    gsize folders = image->data[SQUASHFS_AT_FOLDERS] | image->data[SQUASHFS_AT_FOLDERS + 1] << 8;
    guint16 root =
        (guint16)(image->data[SQUASHFS_AT_ROOT] | image->data[SQUASHFS_AT_ROOT + 1] << 8);
    FileNode node;

    /* "lib" leads to the root: the second list of names, behind that of "data" */
    for (gsize at = folders; at + 3 < image->len; at++) {
        if (memcmp(image->data + at, "lib", 3) == 0)
            squashfs_put(image, at - 8, root, 2);
    }
    source = source_new_memory(image->data, image->len);
    g_assert_cmpint(squashfs_open(source, &system, NULL), ==, FORMAT_FOUND);
    g_assert_cmpint(file_system_find(system, "usr/lib/usr/lib/usr/lib", &node, NULL), ==,
                    FORMAT_FOUND);
    g_assert_cmpint(
        file_system_find(system,
                         "usr/lib/usr/lib/usr/lib/usr/lib/usr/lib/usr/lib/usr/lib/usr/lib/usr/lib",
                         &node, NULL),
        ==, FORMAT_NOT_THIS);
}

int
main(int argc, char **argv)
{
    fill_large();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/squashfs/read", test_read);
    g_test_add_func("/squashfs/not-this", test_not_this);
    for (gsize i = 0; i < G_N_ELEMENTS(superblock_rows); i++) {
        g_autofree char *path = g_strconcat("/squashfs/superblock/", superblock_rows[i].name, NULL);

        g_test_add_data_func(path, &superblock_rows[i], test_superblock);
    }
    g_test_add_func("/squashfs/damaged", test_damaged);
    g_test_add_func("/squashfs/cut", test_cut);
    g_test_add_func("/squashfs/circle", test_circle);
    return g_test_run();
}
