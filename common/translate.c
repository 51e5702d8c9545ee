/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "common/translate.h"

static void
bind_catalogues(void)
{
    static gsize is_bound;

    if (!g_once_init_enter(&is_bound))
        return;

    /* a catalogue holds formats, so a program with the rights of others takes just the installed
     * ones */
    const char *chosen = secure_getenv("OSINFO_LOCALE_DIR");

    bindtextdomain(GETTEXT_PACKAGE, chosen != NULL && *chosen != '\0' ? chosen : OSINFO_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    g_once_init_leave(&is_bound, 1);
}

const char *
translate(const char *text)
{
    int saved = errno;

    bind_catalogues();
    text = g_dgettext(GETTEXT_PACKAGE, text);
    errno = saved;
    return text;
}

const char *
translate_no_errno(int code)
{
    static gsize c_locale;
    int saved = errno;
    const char *text = NULL;

    if (g_once_init_enter(&c_locale))
        g_once_init_leave(&c_locale, (gsize)newlocale(LC_ALL_MASK, "C", (locale_t)0));
    text = strerror_l(code, (locale_t)c_locale);
    errno = saved;
    return text;
}

void
translate_start_program(void)
{
    setlocale(LC_ALL, "");
    bind_catalogues();
    textdomain(GETTEXT_PACKAGE);
}
