/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds an expression against a text as far as letters, classes and groups go. Most expressions that
 * are tried for a label name another release, and need not be compiled; in doubt one may match.
 */
#include "config.h"

#include <string.h>

#include "recognise/expression_start.h"

/* Steps, back and forth, in all alternatives together; letters in a row are one. */
#define MAX_STEPS 256

typedef struct {
    guint n_steps;
    const char *outside; /* how far outside of groups the expression has been read */
} Walk;

/* Is @pattern what says how often the thing before it is there, or may that stand behind it? */
static gboolean
is_repeated(const char *pattern)
{
    switch (*pattern) {
    case '?':
    case '*':
    case '+':
    case '{':
        return TRUE;
    case '(':
        return pattern[1] == '?' && pattern[2] == '#';
    case '\\':
        return pattern[1] == 'Q' || pattern[1] == 'E';
    default:
        return FALSE;
    }
}

/* Behind a class, or NULL: it holds more than characters and ranges. */
static const char *
skip_class(const char *pattern)
{
    pattern += pattern[1] == '^' ? 2 : 1;
    if (*pattern == ']')
        pattern++;
    for (; *pattern != ']'; pattern++) {
        if (*pattern == '\0' || *pattern == '[' || *pattern == '\\')
            return NULL;
    }
    return pattern + 1;
}

/* Behind an escape that stands for one thing, or NULL. */
static const char *
skip_escape(const char *pattern)
{
    return g_ascii_ispunct(pattern[1]) || (pattern[1] != '\0' && strchr("bdDsSwW", pattern[1]))
               ? pattern + 2
               : NULL;
}

/* Into a group that does not change how the rest is read, or NULL. */
static const char *
skip_opening(const char *pattern)
{
    if (pattern[1] == '*')
        return NULL;
    if (pattern[1] != '?')
        return pattern + 1;
    return pattern[2] == ':' || pattern[2] == '=' || pattern[2] == '!' ? pattern + 3 : NULL;
}

/* The '|' or ')' that ends the alternative which @pattern is in, or the end of the expression. NULL:
 * there is something whose end only PCRE2 knows. */
static const char *
find_end(const char *pattern)
{
    static const gboolean is_special[G_MAXUINT8 + 1] = {
        ['\0'] = TRUE, ['|'] = TRUE, ['('] = TRUE, [')'] = TRUE, ['['] = TRUE, ['\\'] = TRUE};
    guint depth = 0;

    while (pattern != NULL) {
        while (!is_special[(guchar)*pattern])
            pattern++;
        if (*pattern == '\0' || (depth == 0 && (*pattern == '|' || *pattern == ')')))
            return pattern;
        if (*pattern == '|' || *pattern == ')') {
            depth -= *pattern++ == ')' ? 1 : 0;
        } else if (*pattern == '[') {
            pattern = skip_class(pattern);
        } else if (*pattern == '\\') {
            pattern = skip_escape(pattern);
        } else {
            pattern = skip_opening(pattern);
            depth++;
        }
    }
    return NULL;
}

/* The end of the group that @pattern is in, or NULL. */
static const char *
find_closing(const char *pattern)
{
    const char *end = find_end(pattern);

    while (end != NULL && *end == '|')
        end = find_end(end + 1);
    return end != NULL && *end == ')' ? end : NULL;
}

static gboolean walk(Walk *self, const char *pattern, const char *text, guint depth);

/* One of the alternatives of a group, unless it may be left out. */
static gboolean
walk_group(Walk *self, const char *pattern, const char *text, guint depth)
{
    const char *alternative = pattern + 1;

    if (*alternative == '?' && alternative[1] == ':')
        alternative += 2;
    else if (*alternative == '?' || *alternative == '*')
        return TRUE;
    for (;;) {
        const char *end;

        if (walk(self, alternative, text, depth + 1))
            return TRUE;
        end = find_end(alternative);
        if (end == NULL || *end == '\0')
            return TRUE;
        if (*end == ')' && depth == 0)
            self->outside = MAX(self->outside, end + 1);
        if (*end == ')')
            return is_repeated(end + 1) && (end[1] != '+' || is_repeated(end + 2));
        alternative = end + 1;
    }
}

/* Behind a letter, an escaped punctuation mark, a class or a point; NULL: there is something else. */
static const char *
skip_atom(const char *pattern)
{
    if (g_ascii_isalnum(*pattern) ||
        (*pattern != '\0' && strchr(" .-/:_,;=~@!\"'<>&%#", *pattern) != NULL))
        return pattern + 1;
    if (*pattern == '[')
        return skip_class(pattern);
    return *pattern == '\\' && g_ascii_ispunct(pattern[1]) ? pattern + 2 : NULL;
}

static gboolean
class_has(const char *class, const char *end, guchar c)
{
    gboolean is_negated = class[1] == '^';
    const char *member = class + (is_negated ? 2 : 1);

    while (member < end - 1) {
        gboolean is_range = end - member > 3 && member[1] == '-';
        guchar last = (guchar)member[is_range ? 2 : 0];

        if (c >= (guchar)*member && c <= last)
            return !is_negated;
        member += is_range ? 3 : 1;
    }
    return is_negated;
}

/* Does the atom from @pattern to @end stand for a character that is printable ASCII? */
static gboolean
atom_has(const char *pattern, const char *end, char c)
{
    if (*pattern == '[')
        return class_has(pattern, end, (guchar)c);
    if (*pattern == '.')
        return TRUE;
    return c == (*pattern == '\\' ? pattern[1] : *pattern);
}

/* An atom that stands there more or less than once, and what follows. */
static gboolean
walk_repeated(Walk *self, const char *pattern, const char *end, const char *text, guint depth)
{
    gsize least = *end == '+' ? 1 : 0;
    gsize most = *end == '?' ? 1 : G_MAXSIZE;
    gsize count = 0;

    if (strchr("?*+", *end) == NULL || is_repeated(end + 1))
        return TRUE;
    while (count < most && text[count] != '\0') {
        if (!g_ascii_isprint(text[count]))
            return TRUE;
        if (!atom_has(pattern, end, text[count]))
            break;
        count++;
    }
    for (; count > least; count--) {
        if (walk(self, end + 1, text + count, depth))
            return TRUE;
    }
    return count == least && walk(self, end + 1, text + count, depth);
}

static gboolean
is_plain(char c)
{
    return g_ascii_isalnum(c) || c == ' ' || c == '-';
}

/* From @pattern, inside of @depth groups, to what is not looked at here. */
static gboolean
walk(Walk *self, const char *pattern, const char *text, guint depth)
{
    while (self->n_steps++ < MAX_STEPS) {
        const char *end;

        /* the common case: letters that no quantifier can be about */
        while (is_plain(*pattern) && is_plain(pattern[1])) {
            if (*pattern++ != *text++)
                return FALSE;
        }
        end = skip_atom(pattern);
        if (end != NULL && is_repeated(end))
            return walk_repeated(self, pattern, end, text, depth);
        if (end != NULL) {
            if (*text == '\0' || (g_ascii_isprint(*text) && !atom_has(pattern, end, *text)))
                return FALSE;
            if (!g_ascii_isprint(*text))
                return TRUE;
            pattern = end;
            text++;
        } else if (*pattern == '(') {
            return walk_group(self, pattern, text, depth);
        } else if (*pattern == '$' && !is_repeated(pattern + 1)) {
            return !g_ascii_isprint(*text); /* the end, or the end of the last line */
        } else if (depth == 0 || (*pattern != '|' && *pattern != ')')) {
            return TRUE;
        } else {
            pattern = *pattern == '|' ? find_closing(pattern + 1) : pattern;
            if (pattern == NULL || is_repeated(pattern + 1))
                return TRUE;
            pattern++;
            depth--;
            if (depth == 0)
                self->outside = MAX(self->outside, pattern);
        }
    }
    return TRUE;
}

gboolean
expression_may_match(const char *pattern, const char *text)
{
    Walk self = {.n_steps = 0};

    for (;;) {
        const char *end;

        self.outside = pattern + 1;
        if (*pattern != '^' || walk(&self, pattern + 1, text, 0))
            return TRUE;
        end = strchr(self.outside, '|') != NULL ? find_end(self.outside) : "";
        if (end == NULL || *end == ')')
            return TRUE;
        if (*end == '\0')
            return FALSE;
        pattern = end + 1;
    }
}
