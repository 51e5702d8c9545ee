/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Media and trees that are read from locations: which verdict becomes which error, and that the calls
 * that wait and those that do not give the same answer.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "iso-builder.h"
#include "model-helpers.h"
#include "recognise/entity_evidence.h"

typedef struct {
    const char *name;
    IsoSpec spec;
    gsize size;    /* bytes of the file; 0: all */
    gint code;     /* OsinfoMediaError; -1: none */
    gint any_code; /* the same when the medium need not be bootable */
    const char *message;
} Row;

#define BOOTABLE .boot_slot = 1

/* clang-format off */
static const Row rows[] = {
    {"bootable", {.volume_id = "TEST", BOOTABLE}, 0, -1, -1, NULL},
    {"not-bootable", {.volume_id = "TEST"}, 0, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, -1, "Install media is not bootable"},
    {"powerpc", {.volume_id = "TEST", .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"}, 0, -1, -1, NULL},
    {"zero-size-root", {.volume_id = "TEST", .has_zero_size_root = TRUE}, 0, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, -1, "Install media is not bootable"},
    {"blank", {.system_id = "LINUX", BOOTABLE}, 0, OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA, OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA, "Insufficient metadata on installation media"},
    {"short", {.volume_id = "TEST"}, 1000, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, "No volume descriptors"},
    {"first-cut", {.volume_id = "TEST"}, 33000, OSINFO_MEDIA_ERROR_NO_PVD, OSINFO_MEDIA_ERROR_NO_PVD, "Primary volume descriptor was truncated"},
    {"second-cut", {.volume_id = "TEST"}, 34820, OSINFO_MEDIA_ERROR_NO_SVD, OSINFO_MEDIA_ERROR_NO_SVD, "Supplementary volume descriptor was truncated"},
    {"root-cut", {.volume_id = "TEST"}, 34816 + 2048, OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT, -1, "No \"ppc\" directory record extent"},
};
/* clang-format on */

typedef struct {
    GMainLoop *loop;
    GAsyncResult *result;
} Wait;

static void
on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    g_assert_null(source);
    wait->result = g_object_ref(result);
    g_main_loop_quit(wait->loop);
}

/* Waits for the result of what @start starts. */
static GAsyncResult *
wait_for(void (*start)(const char *location, guint flags, GAsyncReadyCallback callback,
                       gpointer data),
         const char *location, guint flags)
{
    Wait wait = {.loop = g_main_loop_new(NULL, FALSE)};

    start(location, flags, on_done, &wait);
    g_main_loop_run(wait.loop);
    g_main_loop_unref(wait.loop);
    return wait.result;
}

static void
start_media(const char *location, guint flags, GAsyncReadyCallback callback, gpointer data)
{
    osinfo_media_create_from_location_with_flags_async(location, G_PRIORITY_DEFAULT, NULL, callback,
                                                       flags, data);
}

static void
start_tree(const char *location, guint flags G_GNUC_UNUSED, GAsyncReadyCallback callback,
           gpointer data)
{
    osinfo_tree_create_from_location_async(location, G_PRIORITY_DEFAULT, NULL, callback, data);
}

/* Takes over both. */
static void
assert_media(OsinfoMedia *media, GError *error, const Row *row, gint code)
{
    if (code == -1) {
        g_assert_no_error(error);
        g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, "TEST");
        g_assert_cmpint(osinfo_media_is_bootable(media), ==, row->code == -1);
        g_object_unref(media);
        return;
    }
    g_assert_null(media);
    g_assert_error(error, OSINFO_MEDIA_ERROR, code);
    g_assert_cmpstr(error->message, ==, row->message);
    g_error_free(error);
}

/* Flags that nobody has defined say nothing. */
static gint
expected_code(const Row *row, guint flags)
{
    gboolean is_cut = row->code == OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT;

    if ((flags & OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE) != 0 ||
        ((flags & OSINFO_MEDIA_DETECT_REQUIRE_INTACT) != 0 && is_cut))
        return row->code;
    return row->any_code;
}

static void
test_media(gconstpointer data)
{
    const Row *row = data;
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "test.iso", NULL);
    g_autoptr(GByteArray) image = iso_build(&row->spec);
    gsize size = row->size != 0 ? MIN(row->size, image->len) : image->len;
    GError *error = NULL;

    g_assert_true(g_file_set_contents(path, (const char *)image->data, (gssize)size, NULL));

    OsinfoMedia *media = osinfo_media_create_from_location(path, NULL, &error);

    assert_media(media, g_steal_pointer(&error), row, row->code);
    media = osinfo_media_create_from_location_with_flags(path, NULL, 0, &error);
    assert_media(media, g_steal_pointer(&error), row, row->any_code);
    for (guint i = 0; i < 8; i++) {
        guint flags = (i & 3) | (i & 4) << 1;
        g_autoptr(GAsyncResult) result = wait_for(start_media, path, flags);

        /* One call finishes what the other one started. */
        media = osinfo_media_create_from_location_finish(result, &error);
        assert_media(media, g_steal_pointer(&error), row, expected_code(row, flags));
    }
    g_remove(path);
    g_rmdir(folder);
}

/* Media that are not whole, where that is accepted. */
static void
test_media_incomplete(void)
{
    const guint bootable = OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE;
    const guint intact = OSINFO_MEDIA_DETECT_REQUIRE_INTACT;
    const struct {
        IsoSpec spec;
        gsize size; /* bytes of the file; 0: all */
        guint flags;
        gint code; /* OsinfoMediaError; -1: none */
        const char *volume_id;
        gboolean is_bootable;
    } cases[] = {
        {{.system_id = "LINUX", BOOTABLE}, 0, 0, -1, NULL, TRUE},
        {{.system_id = "LINUX", BOOTABLE}, 0, intact | bootable, -1, NULL, TRUE},
        {{.system_id = "LINUX"}, 0, intact, -1, NULL, FALSE},
        {{.system_id = "LINUX"}, 0, bootable, OSINFO_MEDIA_ERROR_NOT_BOOTABLE, NULL, FALSE},
        {{.volume_id = "TEST", .system_id = "LINUX"}, 34820, 0, -1, "TEST", FALSE},
        {{.volume_id = "TEST", .system_id = "LINUX"},
         34820,
         intact,
         OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT,
         NULL,
         FALSE},
        {{.volume_id = "TEST"}, 33000, 0, OSINFO_MEDIA_ERROR_NO_PVD, NULL, FALSE},
        {{.volume_id = "TEST"}, 1000, 0, OSINFO_MEDIA_ERROR_NO_DESCRIPTORS, NULL, FALSE},
    };
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "test.iso", NULL);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint flags = cases[i].flags | OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE;
        g_autoptr(GByteArray) image = iso_build(&cases[i].spec);
        gsize size = cases[i].size != 0 ? cases[i].size : image->len;
        g_autoptr(GError) error = NULL;
        g_autoptr(OsinfoMedia) media = NULL;

        g_assert_true(g_file_set_contents(path, (const char *)image->data, (gssize)size, NULL));
        media = osinfo_media_create_from_location_with_flags(path, NULL, flags, &error);
        if (cases[i].code != -1) {
            g_assert_error(error, OSINFO_MEDIA_ERROR, cases[i].code);
            continue;
        }
        g_assert_no_error(error);
        g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, cases[i].volume_id);
        g_assert_cmpstr(osinfo_media_get_system_id(media), ==, "LINUX");
        g_assert_cmpint(osinfo_media_is_bootable(media), ==, cases[i].is_bootable);
    }
    g_remove(path);
    g_rmdir(folder);
}

static void
test_media_parameters(void)
{
    static const IsoSpec spec = {
        .volume_id = " LEADING",
        .system_id = "LINUX",
        .application_id = "MKISOFS",
        .volume_blocks = 1000,
        BOOTABLE,
    };
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "test.iso", NULL);
    g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);
    g_autoptr(OsinfoMedia) media = NULL;
    g_autoptr(OsinfoOs) os = NULL;

    iso_write(&spec, path);
    media = osinfo_media_create_from_location(uri, NULL, NULL);
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, uri);
    g_assert_cmpstr(osinfo_media_get_url(media), ==, uri);
    g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, " LEADING");
    g_assert_cmpstr(osinfo_media_get_system_id(media), ==, "LINUX");
    g_assert_null(osinfo_media_get_publisher_id(media));
    g_assert_cmpstr(osinfo_media_get_application_id(media), ==, "MKISOFS");
    g_assert_cmpint(osinfo_media_get_volume_size(media), ==, 2048000);
    g_assert_null(osinfo_media_get_architecture(media));
    os = osinfo_media_get_os(media);
    g_assert_null(os);
    g_remove(path);
    g_rmdir(folder);
}

/* A medium that was read keeps all that was found, whoever has it; others have nothing to keep. */
static void
test_media_evidence(void)
{
    static const IsoSpec spec = {.volume_id = "TEST", .joliet_id = "Joliet", BOOTABLE};
    g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
    g_autofree char *path = g_build_filename(folder, "test.iso", NULL);
    g_autoptr(OsinfoMedia) made = osinfo_media_new("made", NULL);
    g_autoptr(OsinfoMedia) media = NULL;
    const Evidence *evidence;

    iso_write(&spec, path);
    media = osinfo_media_create_from_location(path, NULL, NULL);
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, "OTHER");
    evidence = entity_get_evidence(OSINFO_ENTITY(media));
    g_assert_cmpstr(evidence_get_text(evidence, "iso9660.volume-id"), ==, "TEST");
    g_assert_cmpstr(evidence_get_text(evidence, "joliet.volume-id"), ==, "Joliet");
    g_assert_cmpstr(evidence_get_text(evidence, "el-torito.platforms"), ==, "bios");
    g_assert_cmpint(evidence->boot, ==, EVIDENCE_BOOT_YES);
    g_assert_null(entity_get_evidence(OSINFO_ENTITY(made)));
    g_remove(path);
    g_rmdir(folder);
}

static void
test_media_not_there(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_assert_null(osinfo_media_create_from_location("/does/not/exist", NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_assert_true(g_str_has_prefix(error->message, "Failed to open file: "));
    g_clear_error(&error);
    g_assert_null(osinfo_media_create_from_location("/", NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
    g_clear_error(&error);
    g_cancellable_cancel(cancellable);
    g_assert_null(osinfo_media_create_from_location("/", cancellable, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_null(osinfo_media_create_from_location("/does/not/exist", NULL, NULL));
}

#define TREEINFO                                                                                   \
    "[general]\nfamily = Penguin\nversion = 3\narch = x86_64\n"                                    \
    "[images-x86_64]\nkernel = images/vmlinuz\ninitrd = images/initrd.img\nboot.iso = boot.iso\n"

typedef struct {
    char *folder;
    char *uri;
} Folder;

static void
folder_set_up(Folder *self, gconstpointer data G_GNUC_UNUSED)
{
    self->folder = g_dir_make_tmp(NULL, NULL);
    self->uri = g_filename_to_uri(self->folder, NULL, NULL);
}

static void
folder_write(Folder *self, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(self->folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void
folder_tear_down(Folder *self, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const names[] = {".treeinfo", "treeinfo"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(self->folder, names[i], NULL);

        g_remove(path);
    }
    g_rmdir(self->folder);
    g_free(self->folder);
    g_free(self->uri);
}

static void
test_tree_hidden_file_first(Folder *folder, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoTree) plain = NULL;
    g_autoptr(OsinfoTree) hidden = NULL;

    folder_write(folder, "treeinfo", TREEINFO);
    plain = osinfo_tree_create_from_location(folder->uri, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(osinfo_tree_get_treeinfo_family(plain), ==, "Penguin");
    folder_write(folder, ".treeinfo", "[general]\nfamily = Hidden\n");
    hidden = osinfo_tree_create_from_location(folder->uri, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(osinfo_tree_get_treeinfo_family(hidden), ==, "Hidden");
    g_assert_cmpstr(osinfo_tree_get_architecture(hidden), ==, "i386");
}

static void
test_tree_parameters(Folder *folder, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoTree) tree = NULL;

    folder_write(folder, ".treeinfo", TREEINFO);
    result = wait_for(start_tree, folder->uri, 0);
    tree = osinfo_tree_create_from_location_finish(result, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(tree)), ==, folder->uri);
    g_assert_cmpstr(osinfo_tree_get_url(tree), ==, folder->uri);
    g_assert_cmpstr(osinfo_tree_get_architecture(tree), ==, "x86_64");
    g_assert_cmpstr(osinfo_tree_get_treeinfo_arch(tree), ==, "x86_64");
    g_assert_cmpstr(osinfo_tree_get_treeinfo_version(tree), ==, "3");
    g_assert_null(osinfo_tree_get_treeinfo_variant(tree));
    g_assert_cmpstr(osinfo_tree_get_kernel_path(tree), ==, "images/vmlinuz");
    g_assert_cmpstr(osinfo_tree_get_initrd_path(tree), ==, "images/initrd.img");
    g_assert_cmpstr(osinfo_tree_get_boot_iso_path(tree), ==, "boot.iso");
    g_assert_false(osinfo_tree_has_treeinfo(tree));
}

static void
test_tree_no_file(Folder *folder, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *pipe = g_build_filename(folder->folder, "treeinfo", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(osinfo_tree_create_from_location(folder->uri, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_assert_true(g_str_has_prefix(error->message, "Failed to load .treeinfo|treeinfo file: "));
    g_clear_error(&error);

    /* Nobody will ever write to it. */
    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    g_assert_null(osinfo_tree_create_from_location(folder->uri, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

static void
test_tree_no_treeinfo(Folder *folder, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *huge = g_strnfill(2 * 1024 * 1024, '\n');
    g_autoptr(GError) error = NULL;

    folder_write(folder, ".treeinfo", "no key file");
    g_assert_null(osinfo_tree_create_from_location(folder->uri, NULL, &error));
    g_assert_cmpint(error->domain, ==, G_KEY_FILE_ERROR);
    g_assert_true(g_str_has_prefix(error->message, "Failed to process keyinfo file: "));
    g_clear_error(&error);
    folder_write(folder, ".treeinfo", huge);
    g_assert_null(osinfo_tree_create_from_location(folder->uri, NULL, &error));
    g_assert_cmpint(error->domain, ==, G_KEY_FILE_ERROR);
}

static void
test_tree_protocols(void)
{
    static const char *const locations[] = {"/srv/tree", "ftp://example.org/tree", "", "FILE:///"};

    for (guint i = 0; i < G_N_ELEMENTS(locations); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(osinfo_tree_create_from_location(locations[i], NULL, &error));
        g_assert_error(error, OSINFO_TREE_ERROR, OSINFO_TREE_ERROR_NOT_SUPPORTED_PROTOCOL);
        g_assert_cmpstr(error->message, ==, "URL protocol is not supported");
    }
}

static void
test_tree_from_text(void)
{
    g_autoptr(OsinfoTree) tree = osinfo_tree_create_from_treeinfo(TREEINFO, "http://x/y", NULL);
    g_autoptr(OsinfoTree) empty = osinfo_tree_create_from_treeinfo("", "http://x/y", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_cmpstr(osinfo_tree_get_url(tree), ==, "http://x/y");
    g_assert_cmpstr(osinfo_tree_get_architecture(tree), ==, "x86_64");
    g_assert_cmpstr(osinfo_tree_get_architecture(empty), ==, "i386");
    g_assert_null(osinfo_tree_create_from_treeinfo("[general", "x", NULL));
    g_assert_null(osinfo_tree_create_from_treeinfo("[general]\nfamily = \\q\n", "x", &error));
    g_assert_cmpint(error->domain, ==, G_KEY_FILE_ERROR);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*func)(Folder *folder, gconstpointer data);
    } tree_tests[] = {
        {"/location/tree/hidden-file-first", test_tree_hidden_file_first},
        {"/location/tree/parameters", test_tree_parameters},
        {"/location/tree/no-file", test_tree_no_file},
        {"/location/tree/no-treeinfo", test_tree_no_treeinfo},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("/location/media/", rows[i].name, NULL);

        g_test_add_data_func(name, &rows[i], test_media);
    }
    g_test_add_func("/location/media/incomplete", test_media_incomplete);
    g_test_add_func("/location/media/parameters", test_media_parameters);
    g_test_add_func("/location/media/evidence", test_media_evidence);
    g_test_add_func("/location/media/not-there", test_media_not_there);
    for (guint i = 0; i < G_N_ELEMENTS(tree_tests); i++)
        g_test_add(tree_tests[i].name, Folder, NULL, folder_set_up, tree_tests[i].func,
                   folder_tear_down);
    g_test_add_func("/location/tree/protocols", test_tree_protocols);
    g_test_add_func("/location/tree/from-text", test_tree_from_text);
    return g_test_run();
}
