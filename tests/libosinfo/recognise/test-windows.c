/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Discs of Windows from the bytes of an image to the answers of public calls, by the real database: what reading
 * them from a web server costs.
 */
#include "config.h"

#include <string.h>

#include "http-server.h"
#include "sandbox.h"
#include "udf-builder.h"
#include "wim-builder.h"

static OsinfoDb *db;

/* A disc whose folder "sources" has many names, in the order of the alphabet; what the WIM file says of its images
 * lies far behind its start. */
static GByteArray *
build_large_disc(const char *iso_id)
{
    enum { N_NAMES = 400 };
    const WimImageSpec image = {WIM_SERVER_2025_DESKTOP};
    g_autofree char *xml = wim_build_xml(&image, 1);
    g_autoptr(GByteArray) wim = wim_build(&(WimSpec){.xml = xml, .padding = 3 * 1024 * 1024});
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree UdfFileSpec *files = g_new0(UdfFileSpec, N_NAMES + 4);
    guint n = 0;

    for (guint i = 0; i < N_NAMES; i++) {
        char *name = g_strdup_printf("sources/%cnother-%03u.dll", (int)('a' + i * 26 / N_NAMES), i);

        g_ptr_array_add(names, name);
        if (i == N_NAMES / 5)
            files[n++] = (UdfFileSpec){.path = "sources/ei.cfg", .data = "[Channel]\r\nRetail\r\n"};
        if (i == N_NAMES / 3)
            files[n++] =
                (UdfFileSpec){.path = "sources/install.wim", .data = wim->data, .size = wim->len};
        files[n++] = (UdfFileSpec){.path = name, .data = "MZ"};
    }
    files[n++] = (UdfFileSpec){.path = "efi/boot/bootx64.efi", .data = "MZ"};
    return udf_build(
        &(UdfSpec){.volume_id = "SSS_X64FRE_EN-US_DV9", .iso_id = iso_id, .files = files});
}

static gboolean
send_range(HttpRequest *request, gpointer data)
{
    const GByteArray *image = data;
    guint64 last = MIN(request->last, image->len - 1);

    g_assert_true(request->has_range && request->first < image->len);
    g_test_message("%" G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT, last + 1 - request->first,
                   request->first);
    return http_request_print(request,
                              "HTTP/1.1 206 Partial Content\r\nContent-Length: %" G_GUINT64_FORMAT
                              "\r\nContent-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                              "/%u\r\n\r\n",
                              last + 1 - request->first, request->first, last, image->len) &&
           http_request_send(request, image->data + request->first, last + 1 - request->first);
}

/* Wherever the folders of a disc lie, six requests at most. */
static void
test_remote(void)
{
    static const char *const iso_ids[] = {NULL, "CDROM", "SSS_X64FRE_EN-US_DV9"};

    for (gsize i = 0; i < G_N_ELEMENTS(iso_ids); i++) {
        g_autoptr(GByteArray) image = build_large_disc(iso_ids[i]);
        g_autoptr(HttpServer) server = http_server_new(NULL, send_range, image);
        g_autofree char *uri = http_server_get_uri(server, "/windows.iso");
        g_autoptr(GError) error = NULL;
        g_autoptr(OsinfoMedia) media =
            osinfo_media_create_from_location_with_flags(uri, NULL, 0, &error);
        g_autoptr(OsinfoOs) os = NULL;

        if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)) {
            g_test_skip("there is no remote module");
            return;
        }
        g_assert_no_error(error);
        g_assert_true(osinfo_db_identify_media(db, media));
        os = osinfo_media_get_os(media);
        g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==, "win2k25");
        g_assert_cmpuint(http_server_get_requests(server), <=, 6);
    }
}

int
main(int argc, char **argv)
{
    g_autofree char *data = NULL;
    int status;

    g_setenv("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
    sandbox_init(&argc, &argv);
    data = sandbox_get_data();
    db = sandbox_load(data, NULL);
    g_test_add_func("/windows/remote", test_remote);
    status = sandbox_run();
    g_object_unref(db);
    return status;
}
