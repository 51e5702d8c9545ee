/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * As much of the syntax of regular expressions as it takes to find one's way in them without PCRE2.
 * What is not certain is not understood: NULL.
 */
#pragma once

#include <glib.h>

/* Is @pattern what says how often the thing before it is there, or may that stand behind it? */
gboolean syntax_is_repeated(const char *pattern);

/* Reads how often the thing before @pattern is there, from @out_least times to @out_most. Behind it, or NULL: it is
 * no such thing, or one that says how eager it is, too. */
const char *syntax_read_count(const char *pattern, gsize *out_least, gsize *out_most);

/* Is the whole of @pattern, which is valid then, letters, classes, points and groups, which may be there more than
 * once, groups that look ahead and capture nothing, '^' at its start, '$' and \b? Groups that are counted
 * are none but in one another, and counted with one digit. */
gboolean syntax_is_simple(const char *pattern);

/* Must the thing before @pattern be there? */
gboolean syntax_is_needed(const char *pattern);

/* Behind a letter that stands for itself, be it escaped punctuation; or NULL. */
const char *syntax_skip_letter(const char *pattern);

/* Behind a class of characters and ranges, which begins at @pattern; or NULL. */
const char *syntax_skip_class(const char *pattern);

/* Reads the character or the range at @member of a class that ends at @end. Behind it. */
static inline const char *
syntax_read_member(const char *member, const char *end, guchar *out_first, guchar *out_last)
{
    gboolean is_range = end - member > 3 && member[1] == '-';

    *out_first = (guchar)*member;
    *out_last = (guchar)member[is_range ? 2 : 0];
    return member + (is_range ? 3 : 1);
}

/* The first member of a class, which begins at @class. */
static inline const char *
syntax_enter_class(const char *class)
{
    return class + (class[1] == '^' ? 2 : 1);
}

/* Into a group that begins at @pattern and only holds alternatives, or NULL. */
const char *syntax_enter_group(const char *pattern);

/* Does a group begin at @pattern that looks ahead, and takes nothing? What it looks for is behind three letters. */
static inline gboolean
syntax_looks_ahead(const char *pattern)
{
    return *pattern == '(' && pattern[1] == '?' && (pattern[2] == '=' || pattern[2] == '!');
}

/* The '|' or ')' that ends the alternative which @pattern is in, or the end of the expression; or
 * NULL. */
const char *syntax_find_end(const char *pattern);

/* The ')' of the group that @pattern is in, or NULL. */
const char *syntax_find_closing(const char *pattern);

/* Characters that a text can begin with, as bits: several share one, so that a bit which is not set says something. */
#define SYNTAX_N_STARTS 24
#define SYNTAX_START(character) (1u << ((guchar)(character) % SYNTAX_N_STARTS))
#define SYNTAX_ANY_START ((1u << SYNTAX_N_STARTS) - 1)

/* Which ones a text can begin with that @pattern matches. */
guint32 syntax_list_starts(const char *pattern);
