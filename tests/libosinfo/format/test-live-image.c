/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/live_image.c: which image of a medium is looked into, images in images, and what
 * stands in the way.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"
#include "format/live_image.h"
#include "squashfs-builder.h"

/* An image that says ID=@id at @path; NULL: with something else in it. */
static GByteArray *
make_image(const char *path, const char *id)
{
    g_autofree char *text = g_strdup_printf("ID=%s\nVERSION_ID=13\n", id);
    SquashfsFile file = {path, text, strlen(text)};

    return squashfs_build(&(SquashfsSpec){&file, 1, TRUE, FALSE});
}

/* A medium with images at some paths. */
typedef struct {
    const char *name;
    const char *paths[5]; /* each has an image that says ID=its number; NULL behind the last one */
    const char *inner;    /* where in the image; NULL: usr/lib/os-release */
    const char *id;       /* NULL: nothing is found */
    const char *where;
} PlaceRow;

static const PlaceRow place_rows[] = {
    {"debian",
     {"live/filesystem.squashfs"},
     NULL,
     "0",
     "live/filesystem.squashfs: usr/lib/os-release"},
    {"case",
     {"LIVE/FILESYSTEM.SQUASHFS"},
     NULL,
     "0",
     "live/FILESYSTEM.SQUASHFS: usr/lib/os-release"},
    {"grml",
     {"live/a.b.squashfs", "live/z.squashfs"},
     NULL,
     "1",
     "live/z.squashfs: usr/lib/os-release"},
    {"best-name",
     {"live/a.squashfs", "live/filesystem.erofs", "live/filesystem.squashfs"},
     NULL,
     "2",
     "live/filesystem.squashfs: usr/lib/os-release"},
    {"ubuntu-layers",
     {"casper/minimal.standard.live.squashfs", "casper/minimal.standard.squashfs",
      "casper/minimal.squashfs", "casper/minimal.de.squashfs"},
     NULL,
     "2",
     "casper/minimal.squashfs: usr/lib/os-release"},
    {"ubuntu-server",
     {"casper/ubuntu-server-minimal.ubuntu-server.installer.squashfs",
      "casper/ubuntu-server-minimal.ubuntu-server.squashfs",
      "casper/ubuntu-server-minimal.squashfs"},
     NULL,
     "2",
     "casper/ubuntu-server-minimal.squashfs: usr/lib/os-release"},
    {"pop",
     {"casper_pop-os_24.04_amd64/filesystem.squashfs"},
     NULL,
     "0",
     "casper_pop-os_24.04_amd64/filesystem.squashfs: usr/lib/os-release"},
    {"fedora", {"LiveOS/squashfs.img"}, NULL, "0", "LiveOS/squashfs.img: usr/lib/os-release"},
    {"artix", {"LiveOS/rootfs.img"}, NULL, "0", "LiveOS/rootfs.img: usr/lib/os-release"},
    {"arch",
     {"arch/x86_64/airootfs.sfs"},
     NULL,
     "0",
     "arch/x86_64/airootfs.sfs: usr/lib/os-release"},
    {"gentoo", {"image.squashfs"}, NULL, "0", "image.squashfs: usr/lib/os-release"},
    {"antix", {"antiX/linuxfs"}, NULL, "0", "antiX/linuxfs: usr/lib/os-release"},
    {"puppy",
     {"puppy_bookwormpup64_10.0.sfs"},
     NULL,
     "0",
     "puppy_bookwormpup64_10.0.sfs: usr/lib/os-release"},
    {"etc",
     {"live/filesystem.squashfs"},
     "etc/os-release",
     "0",
     "live/filesystem.squashfs: etc/os-release"},
    {"fedora-link",
     {"LiveOS/squashfs.img"},
     "usr/lib/os.release.d/os-release-workstation",
     "0",
     "LiveOS/squashfs.img: usr/lib/os.release.d/os-release-workstation"},
    {"first-that-knows",
     {"LiveOS/squashfs.img", "image.squashfs"},
     NULL,
     "0",
     "LiveOS/squashfs.img: usr/lib/os-release"},
    {"none-inside", {"live/filesystem.squashfs"}, "etc/issue", NULL, NULL},
    {"elsewhere", {"other/filesystem.squashfs", "live/readme.txt"}, NULL, NULL, NULL},
};

static void
test_place(gconstpointer data)
{
    const PlaceRow *row = data;
    FakeFile files[G_N_ELEMENTS(row->paths) + 1] = {{.path = NULL}};
    g_autoptr(GPtrArray) images =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    g_autoptr(FileSystem) system = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(Evidence) evidence = {.items = NULL};

    for (guint i = 0; i < G_N_ELEMENTS(row->paths) && row->paths[i] != NULL; i++) {
        g_autofree char *id = g_strdup_printf("%u", i);
        GByteArray *image = make_image(row->inner != NULL ? row->inner : "usr/lib/os-release", id);

        g_ptr_array_add(images, image);
        files[i] = (FakeFile){row->paths[i], .text = (char *)image->data, .size = image->len};
    }
    evidence_init(&evidence);
    system = fake_file_system_new(files);
    g_assert_cmpint(content_live_image.read(system, &evidence, &error), ==,
                    row->id != NULL ? FORMAT_FOUND : FORMAT_NOT_THIS);
    g_assert_no_error(error);
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.id"), ==, row->id);
    if (row->id != NULL) {
        g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, 0).where, ==, row->where);
        g_assert_cmpuint(evidence.items->len, ==, 2);
    }
}

/* An image at @path in another one, @levels times. */
static GByteArray *
wrap(GByteArray *inner, const char *path, guint levels)
{
    for (; levels > 0; levels--) {
        SquashfsFile file = {path, inner->data, inner->len};
        GByteArray *outer = squashfs_build(&(SquashfsSpec){&file, 1, TRUE, FALSE});

        g_byte_array_unref(inner);
        inner = outer;
    }
    return inner;
}

/* What one image at LiveOS/squashfs.img gives. */
static FormatAnswer
read_image(const GByteArray *image, Evidence *evidence, GError **error)
{
    const FakeFile files[] = {
        {"LiveOS/squashfs.img", .text = (const char *)image->data, .size = image->len},
        {.path = NULL},
    };
    g_autoptr(FileSystem) system = fake_file_system_new(files);

    evidence_init(evidence);
    return content_live_image.read(system, evidence, error);
}

static void
test_levels(void)
{
    static const struct {
        guint levels; /* around the image that says what it is */
        const char *id;
    } rows[] = {{0, "debian"}, {1, "debian"}, {2, NULL}, {3, NULL}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) image =
            wrap(make_image("etc/os-release", "debian"), "rootfs.squashfs", rows[i].levels);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        read_image(image, &evidence, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(evidence_get_text(&evidence, "os-release.id"), ==, rows[i].id);
        if (rows[i].levels == 1)
            g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, 0).where, ==,
                            "LiveOS/squashfs.img: rootfs.squashfs: etc/os-release");
    }
}

/* What stands in the way is evidence, and no failure. */
static void
test_obstacles(void)
{
    /* the magic number of ext2 and its heirs */
    static const guint8 ext4[2048] = {[1080] = 0x53, [1081] = 0xEF};
    SquashfsFile file = {"LiveOS/rootfs.img", ext4, sizeof(ext4)};
    g_autoptr(GByteArray) with_ext4 = squashfs_build(&(SquashfsSpec){&file, 1, TRUE, FALSE});
    g_autoptr(GByteArray) bare_ext4 = g_byte_array_new();
    g_autoptr(GByteArray) noise = g_byte_array_new();
    g_autoptr(GByteArray) lzma = make_image("etc/os-release", "debian");
    g_autoptr(GByteArray) damaged = make_image("etc/os-release", "debian");
    g_autoptr(GByteArray) cut = make_image("etc/os-release", "debian");
    const struct {
        const GByteArray *image;
        const char *reason;
        const char *where;
    } rows[] = {
        {with_ext4, "ext2, ext3 or ext4", "LiveOS/squashfs.img: LiveOS/rootfs.img"},
        {bare_ext4, "ext2, ext3 or ext4", "LiveOS/squashfs.img"},
        {noise, "not squashfs or EROFS", "LiveOS/squashfs.img"},
        {lzma, "squashfs: compression 2 lzma is not supported", "LiveOS/squashfs.img"},
        {damaged, "squashfs: invalid size of blocks", "LiveOS/squashfs.img"},
        {cut, "squashfs: cut off", "LiveOS/squashfs.img"},
    };

    g_byte_array_append(bare_ext4, ext4, sizeof(ext4));
    g_byte_array_append(noise, (const guint8 *)"PK\003\004", 4);
    squashfs_put(lzma, SQUASHFS_AT_COMPRESSION, 2, 2);
    squashfs_put(damaged, SQUASHFS_AT_BLOCK_SIZE, 1, 4);
    g_byte_array_set_size(cut, 50);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(read_image(rows[i].image, &evidence, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        g_assert_cmpuint(evidence.items->len, ==, 1);
        g_assert_cmpstr(evidence_get_text(&evidence, LIVE_IMAGE_UNREAD), ==, rows[i].reason);
        g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, 0).where, ==, rows[i].where);
    }
}

/* What cannot be read ends it, with what was found before. */
static void
test_unreadable(void)
{
    static const FakeFile files[] = {
        {"LiveOS/squashfs.img", .text = "PK", .size = 2},
        {"image.squashfs", .unreadable = "no more reads"},
        {.path = NULL},
    };
    g_autoptr(FileSystem) system = fake_file_system_new(files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    g_assert_cmpint(content_live_image.read(system, &evidence, &error), ==, FORMAT_DAMAGED);
    g_assert_cmpint(error->domain, ==, G_IO_ERROR);
    g_assert_cmpuint(evidence.items->len, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(place_rows); i++) {
        g_autofree char *path = g_strconcat("/live-image/place/", place_rows[i].name, NULL);

        g_test_add_data_func(path, &place_rows[i], test_place);
    }
    g_test_add_func("/live-image/levels", test_levels);
    g_test_add_func("/live-image/obstacles", test_obstacles);
    g_test_add_func("/live-image/unreadable", test_unreadable);
    return g_test_run();
}
