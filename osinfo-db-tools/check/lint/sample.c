/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads an expression once from left to right, and writes what fits each piece of it. What is rarely
 * used (flags, references, classes by name) gives no text: whether one fits is tried in the end anyway.
 */
#include <string.h>

#include "check/lint/sample.h"

#define MAX_SAMPLE 512 /* bytes of a text */
#define MAX_GROUPS 32  /* in one another */

typedef struct {
    const char *at; /* what is read next */
    GString *text;
    SampleKind kind;
    guint depth;
    gboolean is_odd; /* nothing can be made of it */
} Sampler;

typedef struct {
    guint least, most;
} Count;

static void read_alternatives(Sampler *sampler);

/* Adds what an escape stands for to a set of characters; FALSE: it stands for a place. */
static gboolean
add_escape(Sampler *sampler, gboolean set[128])
{
    char letter = *sampler->at;

    if (letter != '\0')
        sampler->at++;
    for (guint c = ' '; c < 127; c++) {
        gboolean is_class = letter == 'd' || letter == 'D'   ? g_ascii_isdigit((char)c)
                            : letter == 'w' || letter == 'W' ? g_ascii_isalnum((char)c) || c == '_'
                                                             : c == ' ';

        if (strchr("dws", letter) != NULL && letter != '\0')
            set[c] = set[c] || is_class;
        else if (strchr("DWS", letter) != NULL && letter != '\0')
            set[c] = set[c] || !is_class;
    }
    if (strchr("dwsDWS", letter) != NULL && letter != '\0')
        return TRUE;
    if (strchr("bBAzZ", letter) != NULL && letter != '\0')
        return FALSE;
    if (g_ascii_isalnum(letter) || letter <= 0)
        sampler->is_odd = TRUE;
    else
        set[(guint)letter] = TRUE;
    return TRUE;
}

static void
write_one_of(Sampler *sampler, const gboolean set[128])
{
    const char *usual = sampler->kind == SAMPLE_LONG ? "9zZx_-. " : "1aA0x_-. ";

    for (; *usual != '\0'; usual++) {
        if (set[(guint)*usual]) {
            g_string_append_c(sampler->text, *usual);
            return;
        }
    }
    for (guint c = ' '; c < 127; c++) {
        if (set[c]) {
            g_string_append_c(sampler->text, (char)c);
            return;
        }
    }
    sampler->is_odd = TRUE;
}

/* One character of a set, or a range of them. */
static void
read_member(Sampler *sampler, gboolean set[128])
{
    char first = *sampler->at++;
    char last = first;

    if (first == '\\') {
        if (!add_escape(sampler, set))
            sampler->is_odd = TRUE;
        return;
    }
    if (sampler->at[0] == '-' && sampler->at[1] != ']' && sampler->at[1] != '\0') {
        last = sampler->at[1];
        sampler->at += 2;
    }
    if (first <= 0 || last < first || last == '\\' || (first == '[' && *sampler->at == ':'))
        sampler->is_odd = TRUE;
    for (int c = first; c <= last && !sampler->is_odd; c++)
        set[c] = TRUE;
}

static void
read_set(Sampler *sampler)
{
    gboolean set[128] = {FALSE};
    gboolean is_negated = *sampler->at == '^';
    gboolean is_first = TRUE;

    if (is_negated)
        sampler->at++;
    while (!sampler->is_odd && (*sampler->at != ']' || is_first)) {
        if (*sampler->at == '\0') {
            sampler->is_odd = TRUE;
            return;
        }
        read_member(sampler, set);
        is_first = FALSE;
    }
    sampler->at++;
    for (guint c = 0; is_negated && c < 128; c++)
        set[c] = !set[c];
    if (!sampler->is_odd)
        write_one_of(sampler, set);
}

/* Behind the opening parenthesis. */
static void
read_group(Sampler *sampler)
{
    gsize start = sampler->text->len;
    gboolean is_ahead = FALSE;

    if (*sampler->at == '?') {
        const char *kind = sampler->at + 1;

        is_ahead =
            *kind == '=' || *kind == '!' || (*kind == '<' && (kind[1] == '=' || kind[1] == '!'));
        if (*kind != ':' && !is_ahead)
            sampler->is_odd = TRUE;
        else
            sampler->at = kind + (*kind == '<' ? 2 : 1);
    }
    if (sampler->depth++ >= MAX_GROUPS)
        sampler->is_odd = TRUE;
    if (!sampler->is_odd)
        read_alternatives(sampler);
    sampler->depth--;
    if (*sampler->at == ')')
        sampler->at++;
    else
        sampler->is_odd = TRUE;
    if (is_ahead)
        g_string_truncate(sampler->text, start);
}

static void
read_piece(Sampler *sampler)
{
    gboolean set[128] = {FALSE};
    char letter = *sampler->at++;

    if (letter == '(') {
        read_group(sampler);
    } else if (letter == '[') {
        read_set(sampler);
    } else if (letter == '\\') {
        if (add_escape(sampler, set) && !sampler->is_odd)
            write_one_of(sampler, set);
    } else if (letter == '.') {
        g_string_append_c(sampler->text, 'x');
    } else if (strchr("*+?", letter) != NULL) {
        sampler->is_odd = TRUE;
    } else if (letter != '^' && letter != '$') {
        g_string_append_c(sampler->text, letter);
    }
}

/* {2}, {2,}, {2,4} behind the brace; FALSE: it is none, but the letter. */
static gboolean
read_braces(Sampler *sampler, Count *count)
{
    char *end = NULL;
    guint64 least = g_ascii_strtoull(sampler->at, &end, 10), most = least;

    if (end == sampler->at)
        return FALSE;
    if (*end == ',') {
        const char *second = end + 1;

        most = g_ascii_strtoull(second, &end, 10);
        if (end == second)
            most = G_MAXUINT16;
    }
    if (*end != '}')
        return FALSE;
    sampler->at = end + 1;
    count->least = (guint)MIN(least, G_MAXUINT16);
    count->most = (guint)MIN(most, G_MAXUINT16);
    return TRUE;
}

/* How often the piece may stand there that was just read. */
static Count
read_count(Sampler *sampler)
{
    Count count = {1, 1};
    const char *start = sampler->at;

    if (*start == '*' || *start == '+')
        count = (Count){*start == '+', G_MAXUINT16};
    else if (*start == '?')
        count = (Count){0, 1};
    else if (*start != '{')
        return count;
    sampler->at++;
    if (*start == '{' && !read_braces(sampler, &count)) {
        sampler->at = start;
        return count;
    }
    if (*sampler->at == '?' || *sampler->at == '+')
        sampler->at++;
    return count;
}

static void
repeat(Sampler *sampler, gsize start, Count count)
{
    g_autofree char *piece = g_strdup(sampler->text->str + start);
    guint n = count.least;

    if (sampler->kind == SAMPLE_LONG)
        n = MIN(MAX(n, 2), count.most);
    g_string_truncate(sampler->text, start);
    for (guint i = 0; i < n && !sampler->is_odd; i++) {
        g_string_append(sampler->text, piece);
        if (sampler->text->len > MAX_SAMPLE)
            sampler->is_odd = TRUE;
    }
}

static void
read_sequence(Sampler *sampler)
{
    while (!sampler->is_odd && *sampler->at != '\0' && *sampler->at != '|' && *sampler->at != ')') {
        gsize start = sampler->text->len;

        read_piece(sampler);
        if (!sampler->is_odd)
            repeat(sampler, start, read_count(sampler));
    }
}

static void
read_alternatives(Sampler *sampler)
{
    gsize start = sampler->text->len;

    read_sequence(sampler);
    while (!sampler->is_odd && *sampler->at == '|') {
        gsize end = sampler->kind == SAMPLE_LONG ? start : sampler->text->len;

        sampler->at++;
        if (sampler->kind == SAMPLE_LONG)
            g_string_truncate(sampler->text, start);
        read_sequence(sampler);
        if (sampler->kind == SAMPLE_SHORT)
            g_string_truncate(sampler->text, end);
    }
}

char *
sample_new(const char *expression, const GRegex *regex, SampleKind kind)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Sampler sampler = {expression, text, kind, 0, FALSE};

    read_alternatives(&sampler);
    if (sampler.is_odd || *sampler.at != '\0' || !g_utf8_validate(text->str, -1, NULL) ||
        !g_regex_match(regex, text->str, 0, NULL))
        return NULL;
    return g_strdup(text->str);
}
