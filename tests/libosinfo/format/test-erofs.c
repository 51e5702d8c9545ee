/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/erofs.c and erofs_index.c on the small images of tests/fuzz/erofs/, which mkfs.erofs
 * 1.9.4 has made: one a way to compress and to index. What the program at hand makes is
 * test-images.py's.
 */

#include "config.h"

#include "format/erofs.h"

#define FEATURES_OFFSET (1024 + 80)

/* All of them have the same files. */
static const struct {
    const char *path;
    gsize size;
    const char *sha256;
} files[] = {
    {"usr/lib/os-release", 69, "68fcf1e6c6abff0245c53de01eb72747f21874f4c84c7f74bce62c6a1cceecfa"},
    {"text", 11941, "62112cb7cddaed98c2bfa09d1255fc1f3e9bf3155dfe4ce301a8ffa599322b62"},
    {"hole", 9303, "adf10e1044e9629e7cb99afb004f2a21db2a23d113f50568698809b07b8cbe37"},
};

static const char *const images[] = {
    "deflate",        "folders-too",     "lz4",
    "lz4-full-index", "lz4-inline-ends", "lz4-several-blocks",
    "lzma-fragments", "plain",           "zstd-fragments",
};

static char *
load(const char *name, gsize *out_size)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "fuzz", "erofs", name, NULL);
    g_autoptr(GError) error = NULL;
    char *bytes = NULL;

    g_file_get_contents(path, &bytes, out_size, &error);
    g_assert_no_error(error);
    return bytes;
}

static void
test_read(gconstpointer data)
{
    gsize image_size = 0;
    g_autofree char *image = load(data, &image_size);
    g_autoptr(Source) source = source_new_memory(image, image_size);
    g_autoptr(FileSystem) system = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(erofs_open(source, &system, &error), ==, FORMAT_FOUND);
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        gsize size = 0;
        g_autofree char *bytes = file_system_read(system, files[i].path, 1 << 20, &size, &error);
        g_autofree char *sum = NULL;

        if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)) {
            g_test_skip(error->message);
            return;
        }
        g_assert_no_error(error);
        g_assert_nonnull(bytes);
        g_assert_cmpuint(size, ==, files[i].size);
        sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, bytes, (gssize)size);
        g_assert_cmpstr(sum, ==, files[i].sha256);
    }
}

/* Opens and reads whatever a damaged image says it has. */
static void
try_all(const guint8 *image, gsize size)
{
    /* no more memory than there are bytes */
    g_autofree guint8 *copy = g_memdup2(image, size);
    g_autoptr(Source) memory = source_new_memory(copy, size);
    g_autoptr(Source) source = source_new_budget(memory, 200, 1 << 24);
    g_autoptr(FileSystem) system = NULL;

    if (erofs_open(source, &system, NULL) != FORMAT_FOUND)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *bytes = file_system_read(system, files[i].path, 20000, NULL, &error);

        g_assert_true(bytes == NULL || error == NULL);
    }
}

/* Bytes of the superblock, inodes, indexes and names: none of an image's data is at its start. */
static void
test_damaged(gconstpointer data)
{
    static const guint8 values[] = {0x00, 0x01, 0x7F, 0x80, 0xFF};
    gsize size = 0;
    g_autofree char *bytes = load(data, &size);
    guint8 *image = (guint8 *)bytes;

    for (gsize at = 1024; at < MIN(size, 4096); at++) {
        guint8 before = image[at];

        /* most of it is zero, in all of them */
        for (gsize i = 0; i < G_N_ELEMENTS(values) && (before != 0 || at % 7 == 0); i++) {
            image[at] = values[i];
            try_all(image, size);
        }
        image[at] = before;
    }
}

static void
test_cut(gconstpointer data)
{
    gsize size = 0;
    g_autofree char *image = load(data, &size);

    while (size > 0) {
        size -= MIN(size, 61);
        try_all((const guint8 *)image, size);
    }
}

static void
test_superblock(void)
{
    static const struct {
        gsize at;
        guint8 value;
        FormatAnswer answer;
        const char *message;
    } rows[] = {
        {1024, 0, FORMAT_NOT_THIS, NULL},
        {1024 + 12, 8, FORMAT_DAMAGED, "erofs: invalid size of blocks"},
        {1024 + 12, 17, FORMAT_DAMAGED, "erofs: invalid size of blocks"},
        {1024 + 90, 16, FORMAT_DAMAGED, "erofs: invalid size of blocks"},
        {FEATURES_OFFSET + 3, 0x40, FORMAT_DAMAGED, "erofs: features 0x40000000 are not supported"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize size = 0;
        g_autofree char *image = load("plain", &size);
        g_autoptr(Source) source = source_new_memory(image, size);
        g_autoptr(GError) error = NULL;
        FileSystem *system = NULL;

        image[rows[i].at] = (char)rows[i].value;
        g_assert_cmpint(erofs_open(source, &system, &error), ==, rows[i].answer);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, rows[i].message);
        g_assert_null(system);
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        GTestDataFunc test;
    } kinds[] = {{"read", test_read}, {"damaged", test_damaged}, {"cut", test_cut}};

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(images); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(kinds); j++) {
            g_autofree char *path = g_strconcat("/erofs/", kinds[j].name, "/", images[i], NULL);

            g_test_add_data_func(path, images[i], kinds[j].test);
        }
    }
    g_test_add_func("/erofs/superblock", test_superblock);
    return g_test_run();
}
