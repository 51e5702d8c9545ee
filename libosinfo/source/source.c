/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Picks who gives the bytes of a location: local.c, nbd_source.c or the remote module; the calls of every source.
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "source/nbd.h"
#include "source/remote_module.h"
#include "source/source.h"

/* The rule by which g_file_new_for_commandline_arg() tells a URI from a path. */
static gboolean
is_uri(const char *location)
{
    gsize length = strspn(location, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "+-.");

    return length > 0 && location[length] == ':';
}

static char *
parse_location(const char *location, GError **error)
{
    g_autofree char *host = NULL;

    if (!is_uri(location))
        return g_strdup(location);

    g_autofree char *path = g_filename_from_uri(location, &host, NULL);
    if (path != NULL && (host == NULL || g_ascii_strcasecmp(host, "localhost") == 0))
        return g_steal_pointer(&path);

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                _("Cannot read from '%s': only paths, URIs of local files (file:///…), http://, "
                  "https:// and nbd:// are supported"),
                location);
    return NULL;
}

gboolean
source_is_remote(const char *location)
{
    return g_str_has_prefix(location, "http://") || g_str_has_prefix(location, "https://") ||
           nbd_is_address(location);
}

Source *
source_open(const char *location, const SourceRequest *request, GError **error)
{
    if (g_cancellable_set_error_if_cancelled(request->cancellable, error))
        return NULL;

    if (nbd_is_address(location))
        return nbd_open(location, request, error);
    if (source_is_remote(location)) {
        const RemoteModule *module = modules_get(MODULE_REMOTE, error);

        return module != NULL ? module->open(location, request, error) : NULL;
    }

    g_autofree char *path = parse_location(location, error);

    return path != NULL ? source_open_local(path, request->cancellable, error) : NULL;
}

gssize
source_read(Source *self, guint64 offset, void *buffer, gsize size, GError **error)
{
    return self->operations->read(self, offset, buffer, size, error);
}

gssize
source_read_pieces(Source *self, SourcePieceReader read, guint64 offset, void *buffer, gsize size,
                   GError **error)
{
    guint64 end = (guint64)MAX(source_get_size(self), 0);
    gsize done = 0;

    if (offset >= end)
        return 0;
    size = (gsize)MIN(size, end - offset);
    while (done < size) {
        gsize part = size - done;

        if (!read(self, offset + done, (guint8 *)buffer + done, &part, error))
            return -1;
        done += part;
    }
    return (gssize)done;
}

gint64
source_get_size(Source *self)
{
    return self->operations->get_size(self);
}

void
source_use_reserve(Source *self, guint64 bytes)
{
    if (self->operations->use_reserve != NULL)
        self->operations->use_reserve(self, bytes);
}

void
source_close(Source *self)
{
    if (self != NULL)
        self->operations->close(self);
}
