/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiles expressions and keeps them. Which text they are held against is match.c's business.
 */
#include "config.h"

#include <string.h>
#include <time.h>

#include "facts/limits.h"
#include "recognise/expression.h"
#include "recognise/expression_start.h"

/* Expressions that have been compiled, for all databases of the process. One that is invalid is
 * kept as NULL, so that it is found out once. */
static GMutex expressions_mutex;
static GHashTable *expressions;

/* Programs may try expressions of their own without end. */
#define MAX_EXPRESSIONS 20000
/* How deep the steps go: an expression that goes back and forth, such as (a+)+$, ends there or after
 * EXPRESSION_MAX_STEPS and does not match. Those of our database take less than 50. */
#define MAX_DEPTH 1000

/* CPU time of a question in µs, hundreds of times what one takes. It is not the time of the clock,
 * so that answers do not depend on what else a host has to do. */
#define MAX_CPU_TIME 2000000
/* How often the time is looked at: most questions are over before the first look. */
#define BUDGET_INTERVAL 16

/* Numbers in front of an expression that PCRE2 holds to. Those of the expression itself would count
 * more. */
static const char limits[] =
    "(*LIMIT_MATCH=" G_STRINGIFY(EXPRESSION_MAX_STEPS) ")(*LIMIT_DEPTH=" G_STRINGIFY(MAX_DEPTH) ")";

static void
unref_regex(gpointer regex)
{
    if (regex != NULL)
        g_regex_unref(regex);
}

static GRegex *
compile(const char *pattern)
{
    g_autofree char *limited = g_strconcat(limits, pattern, NULL);

    return strstr(pattern, "(*LIMIT_") == NULL ? g_regex_new(limited, 0, 0, NULL) : NULL;
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
        regex = compile(pattern);
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

static gint64
get_cpu_time(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

gboolean
expression_budget_is_spent(ExpressionBudget *self)
{
    if (++self->n_asked % BUDGET_INTERVAL != 0)
        return self->is_spent;
    if (self->n_asked == BUDGET_INTERVAL)
        self->start = get_cpu_time();
    else if (!self->is_spent && get_cpu_time() - self->start > MAX_CPU_TIME) {
        g_debug("expressions take too long, the rest is not tried");
        self->is_spent = TRUE;
    }
    return self->is_spent;
}

gboolean
expression_matches(const char *pattern, const char *text)
{
    g_autoptr(GRegex) regex = get_regex(pattern);
    g_autofree char *copy = NULL;

    return regex != NULL && strlen(text) <= EXPRESSION_MAX_TEXT &&
           g_regex_match(regex, get_valid(text, &copy), 0, NULL);
}

/* By GRegex. */
static gboolean
matches_start(const char *pattern, const char *text, char **out_captured)
{
    g_autoptr(GRegex) regex = get_regex(pattern);
    g_autoptr(GMatchInfo) info = NULL;
    g_autofree char *copy = NULL;

    if (regex == NULL || strlen(text) > EXPRESSION_MAX_TEXT ||
        !g_regex_match(regex, get_valid(text, &copy), G_REGEX_MATCH_ANCHORED, &info))
        return FALSE;
    if (g_regex_get_capture_count(regex) > 0)
        *out_captured = g_match_info_fetch(info, 1);
    return TRUE;
}

gboolean
expression_matches_start(const char *pattern, ExpressionKind kind, const char *text,
                         char **out_captured)
{
    ExpressionCapture capture = {NULL, 0};

    *out_captured = NULL;
    switch (expression_try(pattern, kind, text, &capture)) {
    case EXPRESSION_MATCHES:
        *out_captured = g_strndup(capture.start, capture.length);
        return TRUE;
    case EXPRESSION_MAY_MATCH:
        return matches_start(pattern, text, out_captured);
    case EXPRESSION_DIFFERS:
    default:
        return FALSE;
    }
}

char *
expression_capture(const char *pattern, const char *text)
{
    char *captured = NULL;

    expression_matches_start(pattern, EXPRESSION_NOT_KNOWN, text, &captured);
    return captured;
}

char **
expression_capture_groups(const char *pattern, const char *text, const char *name, char **out_named)
{
    g_autoptr(GRegex) regex = get_regex(pattern);
    g_autoptr(GMatchInfo) info = NULL;
    g_autoptr(GPtrArray) groups = g_ptr_array_new_null_terminated(4, g_free, TRUE);

    if (regex == NULL || strlen(text) > EXPRESSION_MAX_TEXT || !g_utf8_validate(text, -1, NULL) ||
        !g_regex_match(regex, text, 0, &info))
        return NULL;
    for (int i = 0; i <= g_regex_get_capture_count(regex); i++) {
        char *group = g_match_info_fetch(info, i);

        g_ptr_array_add(groups, group != NULL ? group : g_strdup(""));
    }
    if (out_named != NULL)
        *out_named = g_match_info_fetch_named(info, name);
    return (char **)g_ptr_array_steal(groups, NULL);
}
