/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Small images of each file system, and a WIM file, with numbers in them that lie at the edges: 0, the
 * greatest ones of 2, 4 and 8 bytes, those around the size of the image; one at a time, at every place where
 * something stands. All that such an image says it has is read, by what the fuzz drivers read with.
 */

#include "config.h"

#include <string.h>

#include "../../fuzz/fuzz-file-system.h"
#include "format/erofs.h"
#include "format/iso9660_tree.h"
#include "format/little_endian.h"
#include "format/squashfs.h"
#include "format/udf.h"
#include "format/wim.h"
#include "iso-records.h"
#include "squashfs-builder.h"
#include "udf-builder.h"
#include "wim-builder.h"

#define TRIALS 12000 /* of each image, more or less */

typedef struct {
    const char *name;
    GByteArray *(*build)(const char *name);
    void (*read)(const guint8 *data, gsize size);
    gsize start, end; /* where what is told stands, bytes; 0: where the image ends */
    void (*mend)(guint8 *image, gsize at); /* NULL: nothing has sums */
} Subject;

static GByteArray *
build_udf(const char *name G_GNUC_UNUSED)
{
    static const UdfFileSpec files[] = {
        {.path = "README.TXT", .data = "read me"},
        {.path = "sources/install.wim", .data = "MSWIM", .pieces = 2},
        {.path = "sources/chained", .data = "MSWIM", .zeros = 4 * UDF_SECTOR, .chained = 1},
        {.path = "sources/long", .data = "MSWIM", .way = UDF_WAY_LONG, .is_extended = TRUE},
        {.path = "sources/embedded",
         .data = "MSWIM",
         .way = UDF_WAY_EMBEDDED,
         .has_attributes = TRUE},
        {.path = "a/b/c", .data = "deep"},
        {.path = NULL},
    };

    return udf_build(&(UdfSpec){.volume_id = "X", .files = files});
}

/* Tags of blocks, or of names at multiples of 4 in one. */
static void
mend_udf(guint8 *image, gsize at)
{
    guint8 *block = image + at / UDF_SECTOR * UDF_SECTOR;

    for (gsize tag = 0; tag + 16 <= UDF_SECTOR; tag += 4) {
        guint32 kind = le16(block + tag);

        if (kind == 257 || (tag == 0 && kind != 0))
            udf_mend_tag(block + tag);
    }
}

static void
read_udf(const guint8 *data, gsize size)
{
    fuzz_file_system(udf_open, data, size);
}

#define ISO_SECTOR 2048
#define ISO_ROOT 18
#define ISO_FOLDER 19
#define ISO_AREA 22 /* ISO_CE() */
#define ISO_DATA 23
#define ISO_END 25

static GByteArray *
build_iso(const char *name G_GNUC_UNUSED)
{
    const IsoRecord root[] = {
        {ISO_BYTES("_DISK"), 2, ISO_FOLDER, ISO_SECTOR,
         ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FOLDER), 0, 0},
        {ISO_BYTES("A.;1"), 0, ISO_DATA, 5, ISO_BYTES(ISO_PX_FILE "NM\7\1\1ab" ISO_CE("\0", "\7")),
         0, 0},
        {ISO_BYTES("B.;1"), 128, ISO_DATA, ISO_SECTOR, ISO_BYTES(ISO_NM("\10", "big") ISO_PX_FILE),
         0, 0},
        {ISO_BYTES("B.;1"), 0, ISO_DATA, 5, ISO_BYTES(ISO_NM("\10", "big") ISO_PX_FILE), 0, 1},
        {ISO_BYTES("D.;1"), 0, 0, 0, ISO_BYTES("CL\14\1\23\0\0\0\0\0\0\23"), 0, 0},
    };
    const IsoRecord folder[] = {
        {ISO_BYTES("INFO.;1"), 0, ISO_DATA, 5, ISO_BYTES(ISO_NM("\11", "info") ISO_PX_FILE), 0, 0},
    };
    IsoBytes announced = ISO_BYTES(ISO_SP ISO_PX_FOLDER), nothing = {NULL, 0};
    GByteArray *image = g_byte_array_new();

    g_byte_array_set_size(image, ISO_END * ISO_SECTOR);
    memset(image->data, 0, image->len);
    iso_put_descriptor(image->data, 16, 1, ISO_ROOT);
    iso_put_descriptor(image->data, 17, 255, 0);
    iso_put_directory(image->data, ISO_ROOT, ISO_ROOT, announced, root, G_N_ELEMENTS(root));
    iso_put_directory(image->data, ISO_FOLDER, ISO_ROOT, nothing, folder, G_N_ELEMENTS(folder));
    memcpy(image->data + ISO_AREA * ISO_SECTOR, ISO_NM("\7", "cd"), 7);
    memcpy(image->data + ISO_DATA * ISO_SECTOR, "hello", 5);
    return image;
}

static void
read_iso(const guint8 *data, gsize size)
{
    fuzz_file_system(iso9660_open_tree, data, size);
}

static GByteArray *
build_squashfs(const char *name)
{
    static char large[3 * SQUASHFS_BLOCK + 100];
    const SquashfsFile files[] = {
        {"data/empty", "", 0},
        {"data/large", memset(large, 'x', sizeof(large)), sizeof(large)},
        {"data/one", "x", 1},
        {"usr/lib/os-release", "ID=debian\n", 10},
    };
    gboolean is_long = g_str_has_suffix(name, "long");

    return squashfs_build(&(SquashfsSpec){files, G_N_ELEMENTS(files), !is_long, is_long});
}

static void
read_squashfs(const guint8 *data, gsize size)
{
    fuzz_file_system(squashfs_open, data, size);
}

static GByteArray *
build_erofs(const char *name)
{
    g_autofree char *path =
        g_test_build_filename(G_TEST_DIST, "fuzz", "erofs", name + strlen("erofs-"), NULL);
    g_autoptr(GError) error = NULL;
    char *bytes = NULL;
    gsize size = 0;

    g_file_get_contents(path, &bytes, &size, &error);
    g_assert_no_error(error);
    return g_byte_array_new_take((guint8 *)bytes, size);
}

static void
read_erofs(const guint8 *data, gsize size)
{
    fuzz_file_system(erofs_open, data, size);
}

static GByteArray *
build_wim(const char *name)
{
    static const WimImageSpec images[] = {{WIM_SERVER_2025_CORE}, {WIM_SERVER_2025_DESKTOP}};
    g_autofree char *xml = wim_build_xml(images, G_N_ELEMENTS(images));

    return wim_build(&(WimSpec){.xml = xml, .is_pipable = g_str_has_suffix(name, "pipable")});
}

static void
read_wim(const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);
    g_autoptr(Source) source = source_new_budget(memory, 16, 1 << 20);
    g_autoptr(GError) error = NULL;
    g_auto(Wim) wim = {.images = NULL};
    FormatAnswer answer = wim_read(source, &wim, &error);

    g_assert_cmpint(answer == FORMAT_DAMAGED, ==, error != NULL);
    g_assert_cmpint(answer == FORMAT_FOUND, ==, wim.images != NULL);
}

static void
put(guint8 *bytes, guint64 number, guint width)
{
    for (guint i = 0; i < width; i++)
        bytes[i] = (guint8)(number >> 8 * i);
}

/* A number at an edge, and what it was. */
static void
try_number(const Subject *self, GByteArray *image, gsize at, guint64 number, guint width)
{
    gsize start = at / UDF_SECTOR * UDF_SECTOR, size = MIN(image->len - start, UDF_SECTOR);
    g_autofree guint8 *before = g_memdup2(image->data + start, size);
    guint8 behind[8];
    gsize n_behind = MIN(sizeof(behind), image->len - start - size);

    memcpy(behind, image->data + start + size, n_behind);
    put(image->data + at, number, width);
    if (self->mend != NULL)
        self->mend(image->data, at);
    self->read(image->data, image->len);
    memcpy(image->data + start, before, size);
    memcpy(image->data + start + size, behind, n_behind);
}

static gboolean
has_something(const guint8 *bytes, guint width)
{
    for (guint i = 0; i < width; i++) {
        if (bytes[i] != 0)
            return TRUE;
    }
    return FALSE;
}

static void
test_subject(gconstpointer data)
{
    const Subject *self = data;
    g_autoptr(GByteArray) image = self->build(self->name);
    gsize end = self->end > 0 ? MIN(self->end, image->len) : image->len;
    guint n = 0, n_places = 0;

    for (gsize at = self->start; at < end; at++)
        n_places += image->data[at] != 0;
    for (guint width = 2; width <= 8; width *= 2) {
        guint64 greatest = G_MAXUINT64 >> (64 - 8 * width);
        const guint64 numbers[] = {
            0,          greatest,       greatest - 1,           greatest >> 1, (greatest >> 1) + 1,
            image->len, image->len - 1, image->len / UDF_SECTOR};

        for (gsize at = self->start; at + width <= end; at++) {
            if (!has_something(image->data + at, width))
                continue;
            /* all places, and of the numbers as many as there is time for */
            for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
                if (24 * (guint64)n_places < TRIALS ||
                    (at + i) % (24 * n_places / TRIALS + 1) == 0) {
                    try_number(self, image, at, numbers[i], width);
                    n++;
                }
            }
        }
    }
    g_test_message("%u numbers", n);
    g_assert_cmpuint(n, >, 500);
}

/* clang-format off */
static const Subject subjects[] = {
    {"udf",                  build_udf,      read_udf,      32 * UDF_SECTOR, 0, mend_udf},
    {"iso9660",              build_iso,      read_iso,      16 * ISO_SECTOR, 0, NULL},
    {"squashfs",             build_squashfs, read_squashfs, 0,               0, NULL},
    {"squashfs-long",        build_squashfs, read_squashfs, 0,               0, NULL},
    {"erofs-plain",          build_erofs,    read_erofs,    1024,            6144, NULL},
    {"erofs-lz4-full-index", build_erofs,    read_erofs,    1024,            6144, NULL},
    {"erofs-lzma-fragments", build_erofs,    read_erofs,    1024,            6144, NULL},
    {"erofs-zstd-fragments", build_erofs,    read_erofs,    1024,            6144, NULL},
    {"wim",                  build_wim,      read_wim,      0,               208, NULL},
    {"wim-pipable",          build_wim,      read_wim,      0,               0, NULL},
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
        g_autofree char *path = g_strconcat("/extremes/", subjects[i].name, NULL);

        g_test_add_data_func(path, &subjects[i], test_subject);
    }
    return g_test_run();
}
