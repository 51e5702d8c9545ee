/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the header tells, with GUri.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "common/address.h"
#include "common/translate.h"

/* What is escaped stays so, as servers wrote it; as libsoup has it. */
#define ADDRESS_FLAGS                                                                              \
    (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY |             \
     G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

static gboolean
refuse(const char *reason, GError **error)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, reason);
    return FALSE;
}

static gboolean
is_remote(const char *scheme)
{
    return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

/* Without a host, a path with two slashes in front would be read as one (RFC 3986, 3.3). Some
 * versions of GLib make no text of it, others put "/." in front, which means the same. */
static gboolean
is_absolute(const char *path)
{
    while (g_str_has_prefix(path, "/./"))
        path += strlen("/.");
    return *path == '/' && path[1] != '/';
}

static gboolean
is_complete(GUri *uri, GError **error)
{
    const char *host = g_uri_get_host(uri);

    if (is_remote(g_uri_get_scheme(uri)))
        return (host != NULL && *host != '\0') || refuse(_("it has no host"), error);
    return is_absolute(g_uri_get_path(uri)) || refuse(_("its path is not absolute"), error);
}

/* Takes over @uri. */
static GUri *
check(GUri *uri, GError **error)
{
    if (uri == NULL || is_complete(uri, error))
        return uri;
    g_uri_unref(uri);
    return NULL;
}

GUri *
address_parse(const char *text, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(text, ADDRESS_FLAGS, error);

    if (uri == NULL)
        return NULL;
    if (address_may_lead_to(uri, uri))
        return check(g_steal_pointer(&uri), error);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                _("'%s' is not supported, only https, http and file are"), g_uri_get_scheme(uri));
    return NULL;
}

GUri *
address_parse_relative(GUri *base, const char *text, GError **error)
{
    return check(g_uri_parse_relative(base, text, ADDRESS_FLAGS, error), error);
}

gboolean
address_is_remote(const char *text)
{
    const char *scheme = g_uri_peek_scheme(text); /* in lower case */

    return scheme != NULL && is_remote(scheme);
}

char *
address_append(const char *address, const char *text)
{
    /* in the path of a file: both are letters like others */
    gboolean is_remote_address = address_is_remote(address);
    gsize end = is_remote_address ? strcspn(address, "?#") : strlen(address);
    const char *query = address[end] == '?' ? address + end : "";
    gboolean has_slash = *text == '/' && end > 0 && address[end - 1] == '/';

    return g_strdup_printf("%.*s%s%.*s", (int)end, address, has_slash ? text + 1 : text,
                           (int)strcspn(query, "#"), query);
}

gboolean
address_may_lead_to(GUri *from, GUri *to)
{
    static const struct {
        const char *from;
        const char *to;
    } rows[] = {
        {"file", "file"}, {"file", "http"},  {"file", "https"},
        {"http", "http"}, {"http", "https"}, {"https", "https"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].from, g_uri_get_scheme(from)) == 0 &&
            strcmp(rows[i].to, g_uri_get_scheme(to)) == 0)
            return TRUE;
    }
    return FALSE;
}
