/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/unpack.c and the unpack module: one text, packed in each way, as a whole, in part and
 * damaged. A method that this build has not is an ordinary error.
 */

#include "config.h"

#include <string.h>

#include "format/unpack.h"

/* Nine times. */
#define SENTENCE "Blocks of live images are packed, and each knows its size. "
#define WHOLE 531 /* bytes */

typedef struct {
    const char *name;
    UnpackMethod method;
    gsize size; /* bytes in packed */
    const char *packed;
} Row;

/* clang-format off */
static const Row rows[] = {
    {"zlib", UNPACK_ZLIB, 72,
     "\x78\xda\xed\xcb\xd1\x09\x80\x30\x0c\x05\xc0\x55\xde\x00\xe2\x10\xdd\x24\xa4\x4f"
     "\x0d\xa9\x4d\x31\xa2\xe0\xf4\xee\x21\xde\xff\x95\x16\xea\x89\x58\xd0\xec\x22\x6c"
     "\x97\x95\x09\x39\x88\x21\xea\xac\x13\xa4\x57\x50\x74\x83\xf7\xb8\x13\x76\x26\xd2"
     "\x1e\xce\x28\x7f\xfd\x64\x7d\x01\xe9\x3f\xba\x55"},
    {"deflate", UNPACK_DEFLATE, 66,
     "\xed\xcb\xd1\x09\x80\x30\x0c\x05\xc0\x55\xde\x00\xe2\x10\xdd\x24\xa4\x4f\x0d\xa9"
     "\x4d\x31\xa2\xe0\xf4\xee\x21\xde\xff\x95\x16\xea\x89\x58\xd0\xec\x22\x6c\x97\x95"
     "\x09\x39\x88\x21\xea\xac\x13\xa4\x57\x50\x74\x83\xf7\xb8\x13\x76\x26\xd2\x1e\xce"
     "\x28\x7f\xfd\x64\x7d\x01"},
    {"xz", UNPACK_XZ, 128,
     "\xfd\x37\x7a\x58\x5a\x00\x00\x01\x69\x22\xde\x36\x02\x00\x21\x01\x16\x00\x00\x00"
     "\x74\x2f\xe5\xa3\xe0\x02\x12\x00\x41\x5d\x00\x21\x1b\x09\xe6\x47\x03\xd3\x38\x31"
     "\x20\xea\xcb\x8b\xfb\xc6\x61\x06\xb2\x5d\xc3\x53\xda\x55\xed\x61\x8e\x1a\x91\x8a"
     "\x20\xf7\x02\xd4\xdf\x41\x78\x24\xa2\xcf\xe4\x70\x23\x8c\x3b\xc8\xb9\xb1\xc1\xc8"
     "\x6c\x22\xc9\xa6\x3d\xb0\xa2\xe6\x17\x68\x1b\x46\x8a\x66\x5c\x00\x00\x00\x00\x00"
     "\xe2\xce\xda\x6d\x00\x01\x59\x93\x04\x00\x00\x00\x75\x47\x10\xf1\x3e\x30\x0d\x8b"
     "\x02\x00\x00\x00\x00\x01\x59\x5a"},
    {"micro-lzma", UNPACK_MICRO_LZMA, 66,
     "\xa2\x21\x1b\x09\xe6\x47\x03\xd3\x38\x31\x20\xea\xcb\x8b\xfb\xc6\x61\x06\xb2\x5d"
     "\xc3\x53\xda\x55\xed\x61\x8e\x1a\x91\x8a\x20\xf7\x02\xd4\xdf\x41\x78\x24\xa2\xcf"
     "\xe4\x70\x23\x8c\x3b\xc8\xb9\xb1\xc1\xc8\x6c\x22\xc9\xa6\x3d\xb0\xa2\xe6\x17\x68"
     "\x1b\x46\x8a\x66\x5c\x00"},
    {"zstd", UNPACK_ZSTD, 71,
     "\x28\xb5\x2f\xfd\x60\x13\x01\xed\x01\x00\xb2\xc3\x0c\x12\xb0\xeb\x00\x19\x69\x8e"
     "\xdb\x54\x6d\xa5\x04\xf3\x3a\xab\x33\x25\x10\x01\x0f\x1b\xb9\xdf\x8e\xdf\x70\xa9"
     "\x73\xa3\xb9\x1f\x2a\x0f\xc6\x1e\x4d\xf6\x6d\xf9\xde\x92\x89\xbf\x8f\xd1\xc9\x7a"
     "\x1f\x5d\x48\x04\x01\x00\x5b\xed\x55\x05\x05"},
    {"lz4", UNPACK_LZ4, 71,
     "\xff\x2c\x42\x6c\x6f\x63\x6b\x73\x20\x6f\x66\x20\x6c\x69\x76\x65\x20\x69\x6d\x61"
     "\x67\x65\x73\x20\x61\x72\x65\x20\x70\x61\x63\x6b\x65\x64\x2c\x20\x61\x6e\x64\x20"
     "\x65\x61\x63\x68\x20\x6b\x6e\x6f\x77\x73\x20\x69\x74\x73\x20\x73\x69\x7a\x65\x2e"
     "\x20\x3b\x00\xff\xc1\x50\x69\x7a\x65\x2e\x20"},
};
/* clang-format on */

static gboolean
skip_what_is_missing(const Row *row)
{
    g_autoptr(GError) error = NULL;
    const UnpackModule *module = modules_get(MODULE_UNPACK, &error);
    guint8 out = 0;

    g_assert_no_error(error);
    if (module->functions[row->method] != NULL)
        return FALSE;
    g_assert_cmpint(
        unpack_block(row->method, &(UnpackBlock){.in = &out, .out = &out, .out_size = 1}, &error),
        ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    g_test_skip("this build does not have it");
    return TRUE;
}

/* In memory of just these sizes. */
static gssize
unpack(const Row *row, gsize in_size, guint8 *out, gsize out_size, GError **error)
{
    g_autofree guint8 *in = g_memdup2(row->packed, in_size);

    return unpack_block(
        row->method,
        &(UnpackBlock){
            .in = in, .in_size = in_size, .out = out, .out_size = out_size, .dictionary = 65536},
        error);
}

static void
test_good(gconstpointer data)
{
    static const gsize sizes[] = {1, 2, 58, 59, 60, 200, WHOLE - 1, WHOLE, WHOLE + 1, 8192};
    const Row *row = data;

    if (skip_what_is_missing(row))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree guint8 *out = g_malloc(sizes[i]);
        gsize expected = MIN(sizes[i], WHOLE);

        /* the size of what LZMA for EROFS unpacks to is known */
        if (row->method == UNPACK_MICRO_LZMA && sizes[i] > WHOLE)
            continue;
        g_assert_cmpint(unpack(row, row->size, out, sizes[i], &error), ==, (gssize)expected);
        g_assert_no_error(error);
        for (gsize j = 0; j < expected; j++)
            g_assert_cmpint(out[j], ==, SENTENCE[j % strlen(SENTENCE)]);
    }
}

/* What is cut off is damaged, or gives less. */
static void
test_cut(gconstpointer data)
{
    const Row *row = data;

    if (skip_what_is_missing(row))
        return;
    for (gsize size = 0; size < row->size; size++) {
        g_autoptr(GError) error = NULL;
        guint8 out[WHOLE + 1];
        gssize count = unpack(row, size, out, sizeof(out), &error);

        g_assert_true((count < 0) == (error != NULL));
        if (count < 0)
            g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID);
        else
            g_assert_cmpint(count, <=, WHOLE);
    }
}

/* Whatever stands there, nothing is written outside: sanitizers see that. */
static void
test_damaged(gconstpointer data)
{
    const Row *row = data;
    g_autofree guint8 *packed = g_memdup2(row->packed, row->size);
    Row damaged = *row;

    if (skip_what_is_missing(row))
        return;
    damaged.packed = (const char *)packed;
    for (gsize i = 0; i < row->size * 8; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree guint8 *out = g_malloc(WHOLE);
        gssize count;

        packed[i / 8] ^= (guint8)(1u << i % 8);
        count = unpack(&damaged, row->size, out, WHOLE, &error);
        packed[i / 8] ^= (guint8)(1u << i % 8);
        g_assert_true((count < 0) == (error != NULL));
        g_assert_cmpint(count, <=, WHOLE);
    }
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        GTestDataFunc test;
    } kinds[] = {{"good", test_good}, {"cut", test_cut}, {"damaged", test_damaged}};

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(kinds); j++) {
            g_autofree char *path = g_strconcat("/unpack/", rows[i].name, "/", kinds[j].name, NULL);

            g_test_add_data_func(path, &rows[i], kinds[j].test);
        }
    }
    return g_test_run();
}
