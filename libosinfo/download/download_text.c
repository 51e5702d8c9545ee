/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small texts of the vendor's: indexes, lists, signatures, keys. What they mean is left to others.
 */
#include "config.h"

#include <string.h>

#include "base/modules.h"
#include "common/address.h"
#include "common/translate.h"
#include "download/osinfo_download_private.h"
#include "source/remote_module.h"

#define MAX_ATTEMPTS 3
#define ATTEMPT_DELAY 500         /* milliseconds; doubles */
#define TEXT_TIMEOUT (120 * 1000) /* milliseconds for a text */

static gboolean
begin_text(gpointer data, guint64 first G_GNUC_UNUSED, gint64 size G_GNUC_UNUSED,
           const char *etag G_GNUC_UNUSED, const char *modified G_GNUC_UNUSED,
           GError **error G_GNUC_UNUSED)
{
    g_byte_array_set_size(data, 0);
    return TRUE;
}

static gboolean
write_text(gpointer data, const guint8 *bytes, gsize size, GError **error G_GNUC_UNUSED)
{
    g_byte_array_append(data, bytes, (guint)size);
    return TRUE;
}

gboolean
download_pause(guint milliseconds, GCancellable *cancellable, GError **error)
{
    GPollFD descriptor;

    if (g_cancellable_make_pollfd(cancellable, &descriptor)) {
        g_poll(&descriptor, 1, (gint)milliseconds);
        g_cancellable_release_fd(cancellable);
    } else {
        g_usleep((gulong)milliseconds * 1000);
    }
    return !g_cancellable_set_error_if_cancelled(cancellable, error);
}

gboolean
download_is_elsewhere(const GError *error)
{
    static const GIOErrorEnum codes[] = {
        G_IO_ERROR_NOT_FOUND,           G_IO_ERROR_HOST_NOT_FOUND,   G_IO_ERROR_CONNECTION_REFUSED,
        G_IO_ERROR_CONNECTION_CLOSED,   G_IO_ERROR_TIMED_OUT,        G_IO_ERROR_BUSY,
        G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_HOST_UNREACHABLE, G_IO_ERROR_FAILED,
        G_IO_ERROR_PARTIAL_INPUT,
    };

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (g_error_matches(error, G_IO_ERROR, (gint)codes[i]))
            return TRUE;
    }
    return FALSE;
}

GBytes *
download_read_text(OsinfoDownload *self, const char *url, guint64 max, gboolean stays_on_host,
                   GCancellable *cancellable, GError **error)
{
    const RemoteModule *module = modules_get(MODULE_REMOTE, error);
    g_autoptr(GByteArray) text = g_byte_array_new();
    const RemoteFetch request = {
        .uri = url,
        .max_size = max,
        .stays_on_host = stays_on_host,
        .remote = {.total_timeout = TEXT_TIMEOUT, .tls_database = self->certificates},
        .cancellable = cancellable,
        .begin = begin_text,
        .write = write_text,
        .data = text,
    };
    guint delay = ATTEMPT_DELAY;

    if (module == NULL)
        return NULL;
    if (!address_is_remote(url)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("'%s' is not an address of the web"), url);
        return NULL;
    }
    for (guint attempt = 1;; attempt++) {
        g_autoptr(GError) cause = NULL;
        gboolean is_transient = FALSE;

        if (module->fetch(&request, &is_transient, &cause))
            return g_byte_array_free_to_bytes(g_steal_pointer(&text));
        if (!is_transient || attempt == MAX_ATTEMPTS) {
            g_propagate_prefixed_error(error, g_steal_pointer(&cause), _("cannot fetch '%s': "),
                                       url);
            return NULL;
        }
        if (!download_pause(delay, cancellable, error))
            return NULL;
        delay *= 2;
    }
}
