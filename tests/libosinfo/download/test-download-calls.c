/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests what programs ask of OsinfoDownload without a network: files against digests that are stated or
 * given, in the thread and beside it. Lists, signatures and transfers are tried by the test of
 * osinfo-download.
 */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "facts/download.h"
#include "osinfo/osinfo.h"

#define CONTENT "not really an image\n"
#define SHA256 "c7caf0cde71f9c0a6a32f35ac8e8c35b7a8d5a9b0c3a5d4fd1d9b6f1fbf6c0a1"

typedef struct {
    char *folder;
    char *path;
    char *digest; /* SHA-256 of what is at path */
    OsinfoMedia *media;
    GMainLoop *loop;
    GAsyncResult *result;
    guint n_progress;
    gint64 last;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("osinfo-download-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "heron.iso", NULL);
    g_assert_true(g_file_set_contents(fixture->path, CONTENT, -1, NULL));
    fixture->digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, CONTENT, -1);
    fixture->media = osinfo_media_new("http://example.org/heron/4:0", "x86_64");
    osinfo_entity_set_param(OSINFO_ENTITY(fixture->media), OSINFO_MEDIA_PROP_URL,
                            "https://dl.example.org/4/heron.iso");
    fixture->loop = g_main_loop_new(NULL, FALSE);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_unlink(fixture->path);
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture->digest);
    g_object_unref(fixture->media);
    g_main_loop_unref(fixture->loop);
    g_clear_object(&fixture->result);
}

static void
state(Fixture *fixture, const char *key, const char *value)
{
    osinfo_entity_set_param(OSINFO_ENTITY(fixture->media), key, value);
}

static void
on_done(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    Fixture *fixture = data;

    g_set_object(&fixture->result, result);
    g_main_loop_quit(fixture->loop);
}

static void
on_progress(OsinfoDownload *download G_GNUC_UNUSED, gint64 done, gint64 total, Fixture *fixture)
{
    fixture->n_progress++;
    fixture->last = done;
    g_assert_cmpint(done, <=, total);
}

static void
test_stated(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDownload) download = NULL;
    g_autoptr(GError) error = NULL;

    state(fixture, DOWNLOAD_FILE_SHA256, fixture->digest);
    g_assert_true(osinfo_media_verify(fixture->media, fixture->path, NULL, &error));
    g_assert_no_error(error);

    download = osinfo_media_get_download(fixture->media);
    g_assert_cmpstr(osinfo_download_get_stated_digest(download, "sha256"), ==, fixture->digest);
    g_assert_null(osinfo_download_get_stated_digest(download, "sha512"));
    g_assert_cmpint(osinfo_download_get_stated_size(download), ==, -1);
    g_assert_cmpint(osinfo_download_get_trust(download), ==, OSINFO_DOWNLOAD_TRUST_NONE);
    g_assert_cmpstr(osinfo_download_get_file_name(download), ==, "heron.iso");
    g_assert_true(osinfo_download_resolve(download, NULL, &error));
    g_assert_cmpint(osinfo_download_get_trust(download), ==, OSINFO_DOWNLOAD_TRUST_DATABASE);
    g_assert_cmpstr(osinfo_download_get_digest(download), ==, fixture->digest);
    g_assert_cmpstr(osinfo_download_get_digest_type(download), ==, "sha256");
    g_assert_null(osinfo_download_get_signer(download));
}

static void
test_different(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) size_error = NULL;

    state(fixture, DOWNLOAD_FILE_SHA256, SHA256);
    g_assert_false(osinfo_media_verify(fixture->media, fixture->path, NULL, &error));
    g_assert_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT);
    g_assert_nonnull(strstr(error->message, SHA256));
    state(fixture, DOWNLOAD_FILE_SHA256, fixture->digest);
    state(fixture, DOWNLOAD_FILE_SIZE, "21");
    g_assert_false(osinfo_media_verify(fixture->media, fixture->path, NULL, &size_error));
    g_assert_error(size_error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT);
}

/* Nothing is stated, there is no file, it is a folder, there is no address. */
static void
test_nothing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoImage) image = osinfo_image_new("x", "x86_64", "qcow2");
    g_autoptr(GError) unstated = NULL;
    g_autoptr(GError) missing = NULL;
    g_autoptr(GError) folder = NULL;
    g_autoptr(GError) no_address = NULL;

    g_assert_false(osinfo_media_verify(fixture->media, fixture->path, NULL, &unstated));
    g_assert_error(unstated, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_STATED);
    state(fixture, DOWNLOAD_FILE_SHA256, fixture->digest);
    g_assert_false(osinfo_media_verify(fixture->media, "/nonexistent/a.iso", NULL, &missing));
    g_assert_error(missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_assert_false(osinfo_media_verify(fixture->media, fixture->folder, NULL, &folder));
    g_assert_error(folder, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
    g_assert_null(osinfo_image_get_download(image));
    g_assert_false(osinfo_image_verify(image, fixture->path, NULL, &no_address));
    g_assert_error(no_address, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_STATED);
}

static void
test_given(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(fixture->media);
    g_autoptr(GError) weak = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_false(
        osinfo_download_set_digest(download, "md5", "d41d8cd98f00b204e9800998ecf8427e", &weak));
    g_assert_error(weak, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_WEAK);
    g_clear_error(&weak);
    g_assert_false(osinfo_download_set_digest(download, "sha256", "00", &weak));
    g_assert_error(weak, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_WEAK);
    g_assert_true(osinfo_download_set_digest(download, "SHA256", fixture->digest, &error));
    g_assert_cmpint(osinfo_download_get_trust(download), ==, OSINFO_DOWNLOAD_TRUST_CALLER);
    g_signal_connect(download, "progress", G_CALLBACK(on_progress), fixture);
    g_assert_true(osinfo_download_verify(download, fixture->path, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(fixture->n_progress, >, 0);
    g_assert_cmpint(fixture->last, ==, strlen(CONTENT));
}

static void
test_async(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(fixture->media);
    g_autoptr(GError) error = NULL;

    state(fixture, DOWNLOAD_FILE_SHA256, fixture->digest);
    osinfo_media_verify_async(fixture->media, fixture->path, G_PRIORITY_DEFAULT, NULL, on_done,
                              fixture);
    g_main_loop_run(fixture->loop);
    g_assert_true(osinfo_media_verify_finish(fixture->media, fixture->result, &error));
    g_assert_no_error(error);

    g_assert_true(osinfo_download_set_digest(download, "sha256", SHA256, NULL));
    g_signal_connect(download, "progress", G_CALLBACK(on_progress), fixture);
    osinfo_download_verify_async(download, fixture->path, G_PRIORITY_DEFAULT, NULL, on_done,
                                 fixture);
    g_main_loop_run(fixture->loop);
    g_assert_false(osinfo_download_verify_finish(download, fixture->result, &error));
    g_assert_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT);
}

static void
test_cancelled(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(fixture->media);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_assert_true(osinfo_download_set_digest(download, "sha256", fixture->digest, NULL));
    g_cancellable_cancel(cancellable);
    g_assert_false(osinfo_download_verify(download, fixture->path, cancellable, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The file is there, so that nobody is asked for it. */
static void
test_is_there(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(fixture->media);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;

    g_assert_true(osinfo_download_set_digest(download, "sha256", fixture->digest, NULL));
    path =
        osinfo_download_fetch(download, fixture->folder, NULL, OSINFO_DOWNLOAD_NONE, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(path, ==, fixture->path);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
    } tests[] = {
        {"/download-calls/stated", test_stated},     {"/download-calls/different", test_different},
        {"/download-calls/nothing", test_nothing},   {"/download-calls/given", test_given},
        {"/download-calls/async", test_async},       {"/download-calls/cancelled", test_cancelled},
        {"/download-calls/is-there", test_is_there},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    return g_test_run();
}
