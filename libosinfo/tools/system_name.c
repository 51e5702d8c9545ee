/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/system_name.h"

/* What is too far from a word is not meant: a letter of three. */
#define LETTERS_OF_A_FAULT 3

/* A word that is longer is like no other. */
#define MAX_LETTERS 40

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

/* How many letters are to be added, taken away, changed or exchanged with the next one. Words are of MAX_LETTERS at most. */
static guint
get_distance(const char *a, const char *b)
{
    guint rows[MAX_LETTERS + 1][MAX_LETTERS + 1];
    gsize a_length = strlen(a);
    gsize b_length = strlen(b);

    for (guint i = 0; i <= a_length; i++)
        rows[i][0] = i;
    for (guint j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (gsize i = 1; i <= a_length; i++) {
        for (gsize j = 1; j <= b_length; j++) {
            guint best = MIN(rows[i - 1][j], rows[i][j - 1]) + 1;

            best = MIN(best, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = MIN(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    }
    return rows[a_length][b_length];
}

char *
word_describe_likely(const char *const *words, const char *word)
{
    gsize length = strlen(word);
    guint best = (guint)MIN(length, MAX_LETTERS) / LETTERS_OF_A_FAULT + 1;
    const char *likely = NULL;

    for (guint i = 0; length <= MAX_LETTERS && words[i] != NULL; i++) {
        guint distance = strlen(words[i]) <= MAX_LETTERS ? get_distance(words[i], word) : G_MAXUINT;

        if (distance < best) {
            best = distance;
            likely = words[i];
        }
    }
    return likely != NULL ? g_strdup_printf(_("; did you mean '%s'?"), likely) : g_strdup("");
}
