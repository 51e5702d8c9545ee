/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts letters that are missing, too many, other ones, or exchanged with their neighbour. */
#include <string.h>

#include "check/near.h"

#define LONGEST_WORD 48 /* longer words are not compared */
#define MOST_CHANGES 3

static guint
count_changes(const char *first, const char *second)
{
    gsize n = strlen(first), m = strlen(second);
    guint8 rows[3][LONGEST_WORD + 1];

    for (gsize j = 0; j <= m; j++)
        rows[0][j] = (guint8)j;
    for (gsize i = 1; i <= n; i++) {
        guint8 *row = rows[i % 3];
        const guint8 *above = rows[(i - 1) % 3];
        const guint8 *above_that = rows[(i + 1) % 3];

        row[0] = (guint8)i;
        for (gsize j = 1; j <= m; j++) {
            char a = g_ascii_tolower(first[i - 1]), b = g_ascii_tolower(second[j - 1]);

            row[j] = (guint8)MIN(MIN(above[j] + 1, row[j - 1] + 1), above[j - 1] + (a != b));
            if (i > 1 && j > 1 && a == g_ascii_tolower(second[j - 2]) &&
                b == g_ascii_tolower(first[i - 2]))
                row[j] = (guint8)MIN(row[j], above_that[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *
near_find(const char *word, const GPtrArray *words)
{
    gsize length = strlen(word);
    guint least = MIN(((guint)length + 1) / 3, MOST_CHANGES) + 1;
    const char *found = NULL;

    if (length < 2 || length > LONGEST_WORD)
        return NULL;
    for (guint i = 0; i < words->len; i++) {
        const char *other = g_ptr_array_index(words, i);
        gsize other_length = strlen(other);
        guint n_changes = least;

        if (other_length > 1 && other_length <= LONGEST_WORD)
            n_changes = count_changes(word, other);
        if (n_changes < least) {
            least = n_changes;
            found = other;
        }
    }
    return found;
}
