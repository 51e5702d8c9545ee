/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Letters, classes, groups and alternatives of regular expressions. Which of them match a text, or
 * stand in an index, is the business of recognise/ and compile/.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"

/* Groups in one another that are looked into for their first letters. */
#define MAX_GROUPS 8
/* Bytes, and groups in one another, of what may be simple: PCRE2 has limits of its own, which are farther away. */
#define MAX_SIMPLE_LENGTH 1000
#define MAX_SIMPLE_GROUPS 50
/* Times a group may be there, where that is counted. */
#define MAX_SIMPLE_COUNT 9
/* Digits of a number of times. */
#define MAX_COUNT_DIGITS 3

gboolean
syntax_is_repeated(const char *pattern)
{
    switch (*pattern) {
    case '?':
    case '*':
    case '+':
    case '{':
        return TRUE;
    case '(': /* a comment */
        return pattern[1] == '?' && pattern[2] == '#';
    case '\\':
        return pattern[1] == 'Q' || pattern[1] == 'E';
    default:
        return FALSE;
    }
}

/* Behind a short number, or NULL. */
static const char *
read_number(const char *pattern, gsize *out_number)
{
    gsize length = strspn(pattern, "0123456789");

    if (length == 0 || length > MAX_COUNT_DIGITS)
        return NULL;
    *out_number = (gsize)g_ascii_strtoull(pattern, NULL, 10);
    return pattern + length;
}

/* What is in braces: a number, or two, the second of which may be left out. */
static const char *
read_numbers(const char *pattern, gsize *out_least, gsize *out_most)
{
    const char *end = read_number(pattern, out_least);

    *out_most = *out_least;
    if (end == NULL || *end == '}')
        return end;
    if (*end != ',')
        return NULL;
    *out_most = G_MAXSIZE;
    if (end[1] == '}')
        return end + 1;
    end = read_number(end + 1, out_most);
    return end != NULL && *end == '}' && *out_most >= *out_least ? end : NULL;
}

const char *
syntax_read_count(const char *pattern, gsize *out_least, gsize *out_most)
{
    const char *end = pattern;

    *out_least = *pattern == '+' ? 1 : 0;
    *out_most = *pattern == '?' ? 1 : G_MAXSIZE;
    if (*pattern == '{')
        end = read_numbers(pattern + 1, out_least, out_most);
    else if (*pattern != '?' && *pattern != '*' && *pattern != '+')
        return NULL;
    return end != NULL && !syntax_is_repeated(end + 1) ? end + 1 : NULL;
}

gboolean
syntax_is_needed(const char *pattern)
{
    gsize least, most;

    return !syntax_is_repeated(pattern) ||
           (syntax_read_count(pattern, &least, &most) != NULL && least > 0);
}

const char *
syntax_skip_letter(const char *pattern)
{
    static const guint8 is_letter[G_MAXUINT8 + 1] = {
        [' '] = TRUE, ['-'] = TRUE, ['/'] = TRUE,  [':'] = TRUE, ['_'] = TRUE, [','] = TRUE,
        [';'] = TRUE, ['='] = TRUE, ['~'] = TRUE,  ['@'] = TRUE, ['!'] = TRUE, ['"'] = TRUE,
        ['<'] = TRUE, ['>'] = TRUE, ['\''] = TRUE, ['&'] = TRUE, ['%'] = TRUE, ['#'] = TRUE};

    if (g_ascii_isalnum(*pattern) || is_letter[(guchar)*pattern])
        return pattern + 1;
    return *pattern == '\\' && g_ascii_ispunct(pattern[1]) ? pattern + 2 : NULL;
}

const char *
syntax_skip_class(const char *pattern)
{
    pattern = syntax_enter_class(pattern);
    if (*pattern == ']')
        pattern++;
    for (; *pattern != ']'; pattern++) {
        if (*pattern == '\0' || *pattern == '[' || *pattern == '\\')
            return NULL;
    }
    return pattern + 1;
}

/* Are the ranges of a class in order, and is it not written as one with a name? */
static gboolean
is_good_class(const char *class, const char *end)
{
    guchar first, last;

    if (strchr(".:=", class[1]) != NULL && end - class > 3 && end[-2] == class[1])
        return FALSE;
    for (const char *member = syntax_enter_class(class); member < end - 1;) {
        member = syntax_read_member(member, end, &first, &last);
        if (last < first)
            return FALSE;
    }
    return TRUE;
}

/* Behind a letter, a class or a point, or NULL. */
static const char *
skip_simple_atom(const char *pattern)
{
    const char *end = NULL;

    if (*pattern == '.')
        return pattern + 1;
    if (*pattern != '[')
        return syntax_skip_letter(pattern);
    end = syntax_skip_class(pattern);
    return end != NULL && is_good_class(pattern, end) ? end : NULL;
}

/* Groups that are open. */
typedef struct {
    guint depth;
    /* a bit for each; those above depth mean nothing */
    guint64 looks;  /* it looks ahead */
    guint64 counts; /* there is one in it that is counted */
} Groups;

/* Into a group; NULL: it is not simple. One that looks ahead must not capture, since what is captured may be given up. */
static const char *
open_simple_group(const char *pattern, Groups *groups)
{
    guint64 bit = G_GUINT64_CONSTANT(2) << groups->depth;
    gboolean is_inside = (groups->looks & (bit - 1)) != 0;
    gboolean looks_ahead = syntax_looks_ahead(pattern);

    if (++groups->depth > MAX_SIMPLE_GROUPS || (is_inside && pattern[1] != '?'))
        return NULL;
    groups->looks = looks_ahead ? groups->looks | bit : groups->looks & ~bit;
    groups->counts &= ~bit;
    return looks_ahead ? pattern + 3 : syntax_enter_group(pattern);
}

/* Behind what is no atom: the start or the end of a group, or what stands between. NULL: it is not simple. */
static const char *
skip_simple_mark(const char *pattern, Groups *groups)
{
    switch (*pattern) {
    case '(':
        return open_simple_group(pattern, groups);
    case ')':
        return groups->depth-- > 0 ? pattern + 1 : NULL;
    case '|':
    case '$':
        return pattern + 1;
    case '\\':
        return pattern[1] == 'b' ? pattern + 2 : NULL;
    default:
        return NULL;
    }
}

/* Behind what says how often the group is there that has just been closed, and was @depth deep. NULL: it is not simple. A
 * group that is counted is one that many times, with all that is in it. */
static const char *
skip_simple_count(const char *pattern, guint depth, Groups *groups)
{
    guint64 bit = G_GUINT64_CONSTANT(1) << depth;
    gsize least, most;
    const char *end = syntax_read_count(pattern, &least, &most);

    if (end == NULL || (groups->looks & bit) != 0)
        return NULL;
    if (*pattern != '{')
        return end;
    if ((groups->counts & bit) != 0 || least > MAX_SIMPLE_COUNT || most == 0 ||
        (most > MAX_SIMPLE_COUNT && most != G_MAXSIZE))
        return NULL;
    groups->counts |= bit - 1;
    return end;
}

gboolean
syntax_is_simple(const char *pattern)
{
    const char *start = pattern;
    Groups groups = {.depth = 0};

    pattern += *pattern == '^' ? 1 : 0;
    while (*pattern != '\0') {
        gboolean is_atom;
        guint depth = groups.depth;
        const char *end;
        gsize least, most;

        /* the common case: letters that no quantifier can be about */
        while (g_ascii_isalnum(*pattern) && g_ascii_isalnum(pattern[1]))
            pattern++;
        end = skip_simple_atom(pattern);
        is_atom = end != NULL;
        if (!is_atom)
            end = skip_simple_mark(pattern, &groups);
        if (end == NULL || end - start > MAX_SIMPLE_LENGTH)
            return FALSE;
        if (syntax_is_repeated(end) && is_atom)
            end = syntax_read_count(end, &least, &most);
        else if (syntax_is_repeated(end))
            end = *pattern == ')' ? skip_simple_count(end, depth, &groups) : NULL;
        if (end == NULL)
            return FALSE;
        pattern = end;
    }
    return groups.depth == 0;
}

const char *
syntax_enter_group(const char *pattern)
{
    if (pattern[1] != '?')
        return pattern[1] != '*' ? pattern + 1 : NULL;
    return pattern[2] == ':' ? pattern + 3 : NULL;
}

/* Behind an escape that stands for one thing, or NULL. */
static const char *
skip_escape(const char *pattern)
{
    return g_ascii_ispunct(pattern[1]) || (pattern[1] != '\0' && strchr("bdDsSwW", pattern[1]))
               ? pattern + 2
               : NULL;
}

/* Into a group that does not change how what is behind it is read, or NULL. */
static const char *
skip_opening(const char *pattern)
{
    return syntax_looks_ahead(pattern) ? pattern + 3 : syntax_enter_group(pattern);
}

const char *
syntax_find_end(const char *pattern)
{
    static const guint8 is_special[G_MAXUINT8 + 1] = {
        ['\0'] = TRUE, ['|'] = TRUE, ['('] = TRUE, [')'] = TRUE, ['['] = TRUE, ['\\'] = TRUE};
    guint depth = 0;

    while (pattern != NULL) {
        while (!is_special[(guchar)*pattern])
            pattern++;
        if (*pattern == '[') {
            pattern = syntax_skip_class(pattern);
        } else if (*pattern == '\\') {
            pattern = pattern[1] == '.' ? pattern + 2 : skip_escape(pattern);
        } else if (*pattern == '(') {
            pattern = pattern[1] != '?' && pattern[1] != '*' ? pattern + 1 : skip_opening(pattern);
            depth++;
        } else if (depth == 0 || *pattern == '\0') {
            return pattern;
        } else {
            depth -= *pattern++ == ')' ? 1 : 0;
        }
    }
    return NULL;
}

const char *
syntax_find_closing(const char *pattern)
{
    const char *end = syntax_find_end(pattern);

    while (end != NULL && *end == '|')
        end = syntax_find_end(end + 1);
    return end != NULL && *end == ')' ? end : NULL;
}

static guint32
list_in_class(const char *class, const char *end)
{
    guint32 starts = 0;

    if (class[1] == '^')
        return SYNTAX_ANY_START;
    for (const char *member = syntax_enter_class(class); member < end - 1;) {
        guchar first, last;

        member = syntax_read_member(member, end, &first, &last);
        for (guint character = first; character <= last; character++)
            starts |= SYNTAX_START(character);
    }
    return starts;
}

static guint32 list_in_group(const char *group, guint depth);

/* Of what stands from @pattern on, were it all. */
static guint32
list_starts(const char *pattern, guint depth)
{
    const char *end = NULL;

    if (*pattern == '[') {
        end = syntax_skip_class(pattern);
        return end != NULL && syntax_is_needed(end) ? list_in_class(pattern, end)
                                                    : SYNTAX_ANY_START;
    }
    if (*pattern == '(')
        return list_in_group(pattern, depth);
    end = syntax_skip_letter(pattern);
    return end != NULL && syntax_is_needed(end) ? SYNTAX_START(end[-1]) : SYNTAX_ANY_START;
}

/* Of all its alternatives. */
static guint32
list_in_group(const char *group, guint depth)
{
    const char *alternative = depth < MAX_GROUPS ? syntax_enter_group(group) : NULL;
    guint32 starts = 0;

    while (alternative != NULL) {
        const char *end = syntax_find_end(alternative);

        if (end == NULL || *end == '\0')
            return SYNTAX_ANY_START;
        starts |= list_starts(alternative, depth + 1);
        if (*end == ')')
            return syntax_is_needed(end + 1) ? starts : SYNTAX_ANY_START;
        alternative = end + 1;
    }
    return SYNTAX_ANY_START;
}

guint32
syntax_list_starts(const char *pattern)
{
    const char *end = *pattern == '^' ? syntax_find_end(pattern + 1) : NULL;

    return end != NULL && *end == '\0' ? list_starts(pattern + 1, 0) : SYNTAX_ANY_START;
}
