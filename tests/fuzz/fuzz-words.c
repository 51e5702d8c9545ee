/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds lookup/words.c and lookup/grade.c: a line of words that are looked for, then texts, one a line. What runs it is
 * libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "lookup/grade.h"

static void
check_words(const char *text)
{
    Words words;
    guint length = 0;

    words_split(&words, text);
    for (guint i = 0; i < words.n_words; i++) {
        if (words.words[i].first != length || words.words[i].length == 0)
            g_error("words do not follow one another");
        length += words.words[i].length;
    }
    if (length != words.length || strlen(words.letters) != length)
        g_error("letters and words do not agree");
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 64);

    for (guint likeness = 0; lines[0] != NULL && likeness < 2; likeness++) {
        Grade grade;

        check_words(lines[0]);
        if (!grade_init(&grade, lines[0]))
            return 0;
        grade.takes_likeness = likeness > 0;
        for (guint i = 1; lines[i] != NULL; i++)
            grade_add(&grade, i % GRADE_N_KINDS, "name", lines[i], 98, i % 2 == 0);
        if (grade_get(&grade) > GRADE_BEST || (grade_get(&grade) > 0 && grade.text == NULL))
            g_error("a grade that there is not");
    }
    return 0;
}
