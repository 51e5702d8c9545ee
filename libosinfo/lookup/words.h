/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words of a text, as people type them: without regard to case, accents and what stands between words. Where
 * letters end and a number begins a word ends, too, so that "Debian 12" and "debian12" are the same words. A
 * number is one with its points: "24.04".
 */
#pragma once

#include <glib.h>

/* Bytes of a text, and its words, that are looked at. */
#define WORDS_MAX_TEXT 256
#define WORDS_MAX_WORDS 24

typedef struct {
    guint16 first;  /* byte of the letters */
    guint16 length; /* bytes */
    gboolean is_number;
} Word;

typedef struct {
    char letters[WORDS_MAX_TEXT + 1]; /* of all words, with nothing between; ends with NUL */
    guint length;
    Word words[WORDS_MAX_WORDS];
    guint n_words;
} Words;

void words_split(Words *self, const char *text);

static inline const char *
words_get(const Words *self, guint number)
{
    return self->letters + self->words[number].first;
}

/* Is it one of the words? */
gboolean words_have(const Words *self, const char *word);

gboolean words_are_equal(const Words *a, const Words *b);

/* How many letters are to be changed, added, taken away, or exchanged with the next one to make one text of the
 * other; @max + 1: more than @max. Lengths in bytes; what is longer than WORDS_MAX_TEXT is too far from all else. */
guint words_get_distance(const char *a, gsize a_length, const char *b, gsize b_length, guint max);
