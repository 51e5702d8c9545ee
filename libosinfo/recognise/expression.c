/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiles expressions and keeps them. Which text they are held against is match.c's business.
 */
#include "config.h"

#include "recognise/expression.h"

/* Expressions that have been compiled, for all databases of the process. One that is invalid is
 * kept as NULL, so that it is found out once. */
static GMutex expressions_mutex;
static GHashTable *expressions;

/* Programs may try expressions of their own without end. */
#define MAX_EXPRESSIONS 20000

static void
unref_regex(gpointer regex)
{
    if (regex != NULL)
        g_regex_unref(regex);
}

/* A new reference, or NULL for an invalid expression. */
static GRegex *
get_regex(const char *pattern)
{
    gpointer regex = NULL;

    g_mutex_lock(&expressions_mutex);
    if (expressions == NULL)
        expressions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_regex);
    if (!g_hash_table_lookup_extended(expressions, pattern, NULL, &regex)) {
        if (g_hash_table_size(expressions) >= MAX_EXPRESSIONS)
            g_hash_table_remove_all(expressions);
        regex = g_regex_new(pattern, 0, 0, NULL);
        g_hash_table_insert(expressions, g_strdup(pattern), regex);
    }
    if (regex != NULL)
        g_regex_ref(regex);
    g_mutex_unlock(&expressions_mutex);
    return regex;
}

/* GRegex takes it on trust that a text is UTF-8 and reads beyond the end of one that is not. Labels
 * can be anything; @out_copy owns what is made of those, with U+FFFD for each bad byte. */
static const char *
get_valid(const char *text, char **out_copy)
{
    if (g_utf8_validate(text, -1, NULL))
        return text;
    *out_copy = g_utf8_make_valid(text, -1);
    return *out_copy;
}

gboolean
expression_matches(const char *pattern, const char *text)
{
    g_autoptr(GRegex) regex = get_regex(pattern);
    g_autofree char *copy = NULL;

    return regex != NULL && g_regex_match(regex, get_valid(text, &copy), 0, NULL);
}

char *
expression_capture(const char *pattern, const char *text)
{
    g_autoptr(GRegex) regex = get_regex(pattern);
    g_autoptr(GMatchInfo) info = NULL;
    g_autofree char *copy = NULL;

    if (regex == NULL || g_regex_get_capture_count(regex) < 1 ||
        !g_regex_match(regex, get_valid(text, &copy), G_REGEX_MATCH_ANCHORED, &info))
        return NULL;
    return g_match_info_fetch(info, 1);
}
