/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/system_name.h"

/* What is too far from a word is not meant: a letter of three. */
#define LETTERS_OF_A_FAULT 3

char *
system_describe_likely(OsinfoDb *db, const char *name)
{
    g_auto(GStrv) names = osinfo_db_suggest_os(db, name);

    switch (g_strv_length(names)) {
    case 0:
        return g_strdup("");
    case 1:
        /* Translators: stands behind what is wrong with a name */
        return g_strdup_printf(_("; did you mean '%s'?"), names[0]);
    case 2:
        /* Translators: stands behind what is wrong with a name */
        return g_strdup_printf(_("; did you mean '%s' or '%s'?"), names[0], names[1]);
    default:
        /* Translators: stands behind what is wrong with a name */
        return g_strdup_printf(_("; did you mean '%s', '%s' or '%s'?"), names[0], names[1],
                               names[2]);
    }
}

/* How many letters are to be added, taken away or changed (Levenshtein). Both words are short. */
static guint
get_distance(const char *a, const char *b)
{
    gsize length = strlen(b);
    g_autofree guint *row = g_new(guint, length + 1);

    for (guint j = 0; j <= length; j++)
        row[j] = j;
    for (guint i = 1; *a != '\0'; a++, i++) {
        guint corner = row[0];

        row[0] = i;
        for (gsize j = 1; j <= length; j++) {
            guint above = row[j];

            row[j] = MIN(MIN(row[j], row[j - 1]) + 1, corner + (*a != b[j - 1]));
            corner = above;
        }
    }
    return row[length];
}

char *
word_describe_likely(const char *const *words, const char *word)
{
    gsize length = strlen(word);
    guint best = (guint)MIN(length, 60) / LETTERS_OF_A_FAULT + 1;
    const char *likely = NULL;

    for (guint i = 0; length <= 60 && words[i] != NULL; i++) {
        guint distance = get_distance(words[i], word);

        if (distance < best) {
            best = distance;
            likely = words[i];
        }
    }
    return likely != NULL ? g_strdup_printf(_("; did you mean '%s'?"), likely) : g_strdup("");
}
