/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Regular expressions of databases, compiled once for all databases of the process.
 */
#pragma once

#include <glib.h>

#include "recognise/expression_start.h"

/* Bytes of a text; a label has 32, of other texts of media the longest 128. */
#define EXPRESSION_MAX_TEXT 4096

/* Does @pattern match anywhere in @text? It is compiled: of many, those are asked whose letters leave it open
 * (expression_start.h). One that is invalid, or goes back and forth until a limit of steps is reached, matches nothing; so does any where the text is longer than 4 KiB. */
gboolean expression_matches(const char *pattern, const char *text);

/* Likewise: does @pattern match from the start of @text? It is compiled where that is needed. *@out_captured is a new
 * text, what it captures first, or NULL when it has no group for that. */
gboolean expression_matches_start(const char *pattern, ExpressionKind kind, const char *text,
                                  char **out_captured);

/* What all expressions of one question may take together. Begins with zeros. */
typedef struct {
    gint64 start; /* µs */
    guint n_asked;
    gboolean is_spent;
} ExpressionBudget;

/* To be asked before each entry that is tried: is it time to stop? */
gboolean expression_budget_is_spent(ExpressionBudget *self);

/* What the expression @pattern captures first, from the start of @text; NULL when it does not match
 * there, captures nothing or is invalid. A new text. */
char *expression_capture(const char *pattern, const char *text);

/* Likewise all groups, the whole first, ending with NULL; one that took no part is empty. *@out_named, if
 * wanted, is the group called @name, or NULL. NULL when it does not match. */
char **expression_capture_groups(const char *pattern, const char *text, const char *name,
                                 char **out_named);
