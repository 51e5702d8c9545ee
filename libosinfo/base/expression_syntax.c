/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Letters, classes, groups and alternatives of regular expressions. Which of them match a text, or
 * stand in an index, is the business of recognise/ and compile/.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"

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

gboolean
syntax_is_needed(const char *pattern)
{
    if (!syntax_is_repeated(pattern))
        return TRUE;
    if (*pattern == '{' && pattern[1] >= '1' && pattern[1] <= '9')
        pattern += 1 + strspn(pattern + 1, "0123456789,");
    else if (*pattern != '+')
        return FALSE;
    return (*pattern == '+' || *pattern == '}') && !syntax_is_repeated(pattern + 1);
}

const char *
syntax_skip_letter(const char *pattern)
{
    if (g_ascii_isalnum(*pattern) ||
        (*pattern != '\0' && strchr(" -/:_,;=~@!\"'<>&%#", *pattern) != NULL))
        return pattern + 1;
    return *pattern == '\\' && g_ascii_ispunct(pattern[1]) ? pattern + 2 : NULL;
}

const char *
syntax_skip_class(const char *pattern)
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
    gboolean looks_ahead = pattern[1] == '?' && (pattern[2] == '=' || pattern[2] == '!');

    return looks_ahead ? pattern + 3 : syntax_enter_group(pattern);
}

const char *
syntax_find_end(const char *pattern)
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
            pattern = syntax_skip_class(pattern);
        } else if (*pattern == '\\') {
            pattern = skip_escape(pattern);
        } else {
            pattern = skip_opening(pattern);
            depth++;
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
