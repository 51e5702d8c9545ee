/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How well the texts of a thing answer the words that somebody looks for.
 */
#pragma once

#include "lookup/words.h"

#define GRADE_BEST 100

/* Kinds of texts. */
#define GRADE_N_KINDS 8

/* What is looked for, and what of it has been found in the texts of one thing so far. */
typedef struct {
    Words wanted;
    gboolean takes_likeness; /* words that are typed almost so count, too */
    guint32
        marks[WORDS_MAX_WORDS]; /* of each wanted word: the letters that it has, as bits; 0: any */
    /* what the last text of a kind that is no name came to, since many things share a vendor */
    struct {
        const char *text;
        guint8 worth[WORDS_MAX_WORDS];
        guint sum;
    } last[GRADE_N_KINDS];
    /* found */
    guint8 best[WORDS_MAX_WORDS]; /* of each wanted word */
    gboolean is_whole;            /* a text is just what is looked for */
    guint32 keys;                 /* a bit for each kind of name in which something was found */
    guint coverage;               /* percent: how much of a text was asked for, of the best one */
    guint best_sum;               /* of the text that says most of it */
    const char *key;              /* ... its key and the text, as they were given */
    const char *text;
} Grade;

/* FALSE: there is no word in it. */
gboolean grade_init(Grade *self, const char *words);

/* For the next thing. */
void grade_clear(Grade *self);

/* A text of the thing, of a kind below GRADE_N_KINDS, that lives as long as @self. @weight: percent that being found in it is worth. @is_name: it names the thing, so that all of it
 * can be asked for. */
void grade_add(Grade *self, guint kind, const char *key, const char *text, guint weight,
               gboolean is_name);

/* From 1 to GRADE_BEST; 0: something that is looked for is in no text. */
guint grade_get(const Grade *self);
