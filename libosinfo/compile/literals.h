/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which texts a regular expression cannot match without: what the index of labels is built on.
 */
#pragma once

#include <glib.h>

/* Literals that every match of @expression contains, each at least @least bytes long; a new array
 * of texts, empty when there is none or when the expression uses something that is not understood
 * here (then nothing can be said, and the expression must always be tried). @choices, an array of GStrv
 * or NULL, gets texts of which every match contains one: of (abc|de)f those are "abc" and "de". */
GPtrArray *literals_extract(const char *expression, gsize least, GPtrArray *choices);

/* Texts of which every match of @expression begins with one, by its first alternatives: ^(ab|c)d has
 * "abd" and "cd"; @most or a few more. A new array; empty: nothing is sure. */
GPtrArray *literals_list_starts(const char *expression, guint most);
