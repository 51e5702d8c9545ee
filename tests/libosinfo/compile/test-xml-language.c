/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From the tag of a language to the name of a locale.
 */
#include "config.h"

#include <glib.h>

#include "compile/xml_language.h"

static void
test_names(void)
{
    static const struct {
        const char *tag;
        const char *locale;
    } cases[] = {
        {"de", "de"},
        {"DE", "de"},
        {"pt-BR", "pt_BR"},
        {"pt_br", "pt_BR"},
        {"sr-Latn", "sr@latin"},
        {"sr-latn-RS", "sr_RS@latin"},
        {"sr-Cyrl", "sr@cyrillic"},
        {"zh-Hant", "zh_Hant"},
        {"zh-hant-tw", "zh_Hant_TW"},
        {"es-419", "es_419"},
        {"sl-rozaj", "sl_rozaj"},
        {"ca@valencia", "ca@valencia"},
        {"de_DE.UTF-8", "de_DE.UTF-8"},
        {"-", "_"},
        {"", ""},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *locale = xml_language_to_locale(cases[i].tag);

        g_assert_cmpstr(locale, ==, cases[i].locale);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml-language/names", test_names);
    return g_test_run();
}
