/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "common/certificate.h"
#include "common/translate.h"

char *
certificate_list_errors(GTlsCertificateFlags flags)
{
    static const struct {
        GTlsCertificateFlags flag;
        const char *words;
    } rows[] = {
        {G_TLS_CERTIFICATE_UNKNOWN_CA, N_("signed by an unknown authority")},
        {G_TLS_CERTIFICATE_BAD_IDENTITY, N_("made for another host")},
        {G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("not valid yet")},
        {G_TLS_CERTIFICATE_EXPIRED, N_("expired")},
        {G_TLS_CERTIFICATE_REVOKED, N_("revoked")},
        {G_TLS_CERTIFICATE_INSECURE, N_("insecure")},
    };
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if ((flags & rows[i].flag) != 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", _(rows[i].words));
    }
    if (text->len == 0)
        g_string_append(text, _("not valid"));
    return g_string_free(text, FALSE);
}
