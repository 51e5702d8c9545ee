/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts that fit expressions, as media could bear them. */
#pragma once

#include <glib.h>

typedef enum {
    SAMPLE_SHORT, /* of each repetition as little as there must be, of alternatives the first */
    SAMPLE_LONG,  /* somewhat more of each, of alternatives the last */
    SAMPLE_N_KINDS,
} SampleKind;

/* A new text that @regex, made of @expression, fits; NULL: the expression is not of the usual kind. */
char *sample_new(const char *expression, const GRegex *regex, SampleKind kind);
