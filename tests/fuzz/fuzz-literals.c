/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds compile/literals.c and recognise/expression_start.c with an expression, and the expression with a text, a
 * NUL between them: what matches must contain each literal, and what is decided without GRegex is what that finds. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "compile/literals.h"
#include "fuzz.h"
#include "recognise/expression_start.h"

static gboolean
has_one(char **texts, const char *text)
{
    for (; *texts != NULL; texts++) {
        if (strstr(text, *texts) != NULL)
            return TRUE;
    }
    return FALSE;
}

static gboolean
begins_with_one(const GPtrArray *starts, const char *text)
{
    for (guint i = 0; i < starts->len; i++) {
        if (g_str_has_prefix(text, g_ptr_array_index(starts, i)))
            return TRUE;
    }
    return FALSE;
}

/* A group that takes no part captures nothing, or no text. */
static void
check_capture(const char *expression, const char *text, GMatchInfo *info,
              const ExpressionCapture *capture)
{
    g_autofree char *expected = g_match_info_fetch(info, 1);
    gsize length = expected != NULL ? strlen(expected) : 0;

    if (length != capture->length || (length > 0 && memcmp(expected, capture->start, length) != 0))
        g_error("'%s' captures '%s' of '%s' and not '%.*s'", expression, expected, text,
                (int)capture->length, capture->start);
}

/* Does it match? Where GRegex gives up nobody can tell. */
static gboolean
check_answer(const char *expression, const char *text, GRegex *regex)
{
    ExpressionCapture capture = {NULL, 0};
    ExpressionAnswer answer = expression_try(expression, EXPRESSION_NOT_KNOWN, text, &capture);
    g_autoptr(GError) error = NULL;
    g_autoptr(GMatchInfo) info = NULL;
    gboolean is_match = regex != NULL && g_regex_match_full(regex, text, -1, 0, 0, &info, &error);

    if (error == NULL && (is_match ? answer == EXPRESSION_DIFFERS : answer == EXPRESSION_MATCHES))
        g_error("'%s' %s '%s'", expression, is_match ? "matches" : "does not match", text);
    if (error == NULL && answer == EXPRESSION_MATCHES)
        check_capture(expression, text, info, &capture);
    return is_match;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size == 0)
        return 0;
    const guint8 *end = memchr(data, '\0', size);
    gsize length = end != NULL ? (gsize)(end - data) : size;
    g_autofree char *expression = g_strndup((const char *)data, length);
    g_autofree char *text =
        end != NULL ? g_strndup((const char *)end + 1, size - length - 1) : g_strdup("");

    if (!g_utf8_validate(expression, -1, NULL) || !g_utf8_validate(text, -1, NULL))
        return 0;
    g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) literals = literals_extract(expression, 3, choices);
    g_autoptr(GPtrArray) starts = literals_list_starts(expression, 8);
    g_autofree char *limited = g_strconcat("(*LIMIT_MATCH=20000)", expression, NULL);
    g_autoptr(GRegex) regex = g_regex_new(limited, 0, 0, NULL);

    if (!check_answer(expression, text, regex))
        return 0;
    for (guint i = 0; i < literals->len; i++) {
        const char *literal = g_ptr_array_index(literals, i);

        if (strstr(text, literal) == NULL)
            g_error("'%s' matches '%s' without '%s'", expression, text, literal);
    }
    for (guint i = 0; i < choices->len; i++) {
        char **texts = g_ptr_array_index(choices, i);

        if (!has_one(texts, text))
            g_error("'%s' matches '%s' without '%s' or another one", expression, text, texts[0]);
    }
    if (starts->len > 0 && !begins_with_one(starts, text))
        g_error("'%s' matches '%s', which begins otherwise", expression, text);
    return 0;
}
