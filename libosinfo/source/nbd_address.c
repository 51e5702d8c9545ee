/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads addresses of network block devices, as NBD's doc/uri.md has them.
 *
 *     nbd://HOST:PORT/EXPORT            nbds: the same with TLS
 *     nbd+unix:///EXPORT?socket=PATH    nbds+unix: the same with TLS
 *
 * Behind the question mark there may be tls-certificates=FOLDER and tls-hostname=NAME as well. Others are
 * refused: what they ask for would not be done.
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "source/nbd.h"

static const struct {
    const char *scheme;
    gboolean is_encrypted;
    gboolean is_unix;
} schemes[] = {
    {"nbd", FALSE, FALSE},
    {"nbds", TRUE, FALSE},
    {"nbd+unix", FALSE, TRUE},
    {"nbds+unix", TRUE, TRUE},
};

gboolean
nbd_is_address(const char *location)
{
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        gsize length = strlen(schemes[i].scheme);

        if (g_ascii_strncasecmp(location, schemes[i].scheme, length) == 0 &&
            g_str_has_prefix(location + length, "://"))
            return TRUE;
    }
    return FALSE;
}

static gboolean
fail(GError **error, const char *why)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
    return FALSE;
}

static void
take_text(char **where, const char *text)
{
    g_free(*where);
    *where = g_strdup(text);
}

static gboolean
take_parameter(NbdAddress *self, const char *name, const char *value, GError **error)
{
    if (strcmp(name, "socket") == 0) {
        take_text(&self->socket, value);
    } else if (strcmp(name, "tls-certificates") == 0) {
        take_text(&self->certificates, value);
    } else if (strcmp(name, "tls-hostname") == 0) {
        take_text(&self->tls_host, value);
    } else {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    _("parameter '%s' of an NBD address is not supported"), name);
        return FALSE;
    }
    return TRUE;
}

static gboolean
parse_query(NbdAddress *self, const char *query, GError **error)
{
    GUriParamsIter iter;
    char *name, *value;
    gboolean is_good = TRUE;

    g_uri_params_iter_init(&iter, query, -1, "&;", G_URI_PARAMS_NONE);
    while (is_good && g_uri_params_iter_next(&iter, &name, &value, error)) {
        is_good = take_parameter(self, name, value, error);
        g_free(name);
        g_free(value);
    }
    return is_good && (error == NULL || *error == NULL);
}

static gboolean
check(const NbdAddress *self, GUri *uri, gboolean is_unix, GError **error)
{
    if (g_uri_get_userinfo(uri) != NULL)
        return fail(error, _("an NBD address with a user name is not supported"));
    if (is_unix && (self->socket == NULL || *self->socket == '\0'))
        return fail(error, _("it lacks ?socket=PATH"));
    if (is_unix && self->host != NULL)
        return fail(error, _("it has a host, and a socket of Unix"));
    if (!is_unix && self->socket != NULL)
        return fail(error, _("a socket of Unix goes with nbd+unix:// or nbds+unix://"));
    if (!is_unix && self->host == NULL)
        return fail(error, _("it lacks a host"));
    if (strlen(self->export_name) > NBD_MAX_NAME)
        return fail(error, _("the name of the export is too long"));
    if (!self->is_encrypted && (self->certificates != NULL || self->tls_host != NULL))
        return fail(error, _("parameters about TLS go with nbds:// or nbds+unix://"));
    return TRUE;
}

static gboolean
take_uri(NbdAddress *self, GUri *uri, GError **error)
{
    const char *host = g_uri_get_host(uri), *path = g_uri_get_path(uri);
    gint port = g_uri_get_port(uri);
    gsize i = 0;

    while (i < G_N_ELEMENTS(schemes) - 1 && strcmp(g_uri_get_scheme(uri), schemes[i].scheme) != 0)
        i++;
    self->is_encrypted = schemes[i].is_encrypted;
    self->host = host != NULL && *host != '\0' ? g_strdup(host) : NULL;
    self->port = port > 0 ? (guint16)port : NBD_PORT;
    self->export_name = g_strdup(*path == '/' ? path + 1 : path);
    if (g_uri_get_query(uri) != NULL && !parse_query(self, g_uri_get_query(uri), error))
        return FALSE;
    return check(self, uri, schemes[i].is_unix, error);
}

gboolean
nbd_address_parse(NbdAddress *self, const char *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_ENCODED_QUERY, &cause);

    *self = (NbdAddress){.host = NULL};
    if (uri != NULL && take_uri(self, uri, &cause))
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                _("'%s' is not a valid address: %s"), text, cause->message);
    nbd_address_clear(self);
    return FALSE;
}

void
nbd_address_clear(NbdAddress *self)
{
    g_clear_pointer(&self->host, g_free);
    g_clear_pointer(&self->socket, g_free);
    g_clear_pointer(&self->export_name, g_free);
    g_clear_pointer(&self->certificates, g_free);
    g_clear_pointer(&self->tls_host, g_free);
}
