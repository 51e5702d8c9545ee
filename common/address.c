/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the header tells, with GUri.
 */
#include "config.h"

#include <string.h>

#include "common/address.h"

/* What is escaped stays so, as servers wrote it; as libsoup has it. */
#define ADDRESS_FLAGS                                                                              \
    (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY |             \
     G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

GUri *
address_parse(const char *text, GError **error)
{
    return g_uri_parse(text, ADDRESS_FLAGS, error);
}

GUri *
address_parse_relative(GUri *base, const char *text, GError **error)
{
    return g_uri_parse_relative(base, text, ADDRESS_FLAGS, error);
}

gboolean
address_has_host(GUri *uri)
{
    return g_uri_get_host(uri) != NULL && *g_uri_get_host(uri) != '\0';
}

gboolean
address_is_remote(const char *text)
{
    const char *scheme = g_uri_peek_scheme(text); /* in lower case */

    return scheme != NULL && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
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
