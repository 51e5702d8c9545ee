/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Turns the tags of BCP 47 into names of locales. What a file says in which language is
 * xml_reader.c's business.
 */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "compile/xml_language.h"

/* Those that locales write as a modifier. */
static const struct {
    const char *name;
    const char *modifier;
} writing_systems[] = {
    {"Cyrl", "@cyrillic"},
    {"Latn", "@latin"},
};

/* A part of a tag behind the language: a territory (`br`), a writing system (`latn`) or something
 * else. */
static void
add_subtag(GString *name, const char **modifier, const char *subtag)
{
    g_autofree char *text = g_ascii_strdown(subtag, -1);

    if (strlen(text) == 4)
        text[0] = g_ascii_toupper(text[0]);
    for (guint i = 0; i < G_N_ELEMENTS(writing_systems); i++) {
        if (strcmp(text, writing_systems[i].name) == 0) {
            *modifier = writing_systems[i].modifier;
            return;
        }
    }
    for (char *end = text; strlen(text) == 2 && *end != '\0'; end++)
        *end = g_ascii_toupper(*end);
    g_string_append_printf(name, "_%s", text);
}

char *
xml_language_to_locale(const char *tag)
{
    static const char letters[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_";
    g_autoptr(GString) name = NULL;
    g_auto(GStrv) subtags = NULL;
    const char *modifier = "";

    if (*tag == '\0' || strspn(tag, letters) != strlen(tag))
        return g_strdup(tag);
    subtags = g_strsplit_set(tag, "-_", -1);
    for (char *end = subtags[0]; *end != '\0'; end++)
        *end = g_ascii_tolower(*end);
    name = g_string_new(subtags[0]);
    for (guint i = 1; subtags[i] != NULL; i++)
        add_subtag(name, &modifier, subtags[i]);
    g_string_append(name, modifier);
    return g_string_free(g_steal_pointer(&name), FALSE);
}
