/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is told of expressions without compiling them: that most cannot match, and never that of one
 * which does.
 */
#include "config.h"

#include "base/expression_syntax.h"
#include "recognise/expression_start.h"
#include "sandbox.h"

#define DEBIAN "^Debian (12\\.[0-9]+\\.[0-9]+|bookworm-[^ ]+) (i386|M-A) n$"

/* clang-format off */
static const struct {
    const char *name;
    const char *pattern;
    const char *text;
    ExpressionAnswer answer;
} rows[] = {
    /* told apart */
    {"letters",            "^Fedora-44",          "Fedora-45", EXPRESSION_DIFFERS},
    {"same-letters",       "^Fedora-44",          "Fedora-44", EXPRESSION_MATCHES},
    {"shorter-text",       "^Fedora-44",          "Fedora", EXPRESSION_DIFFERS},
    {"empty-text",         "^a",                  "", EXPRESSION_DIFFERS},
    {"end",                "^Fedora$",            "Fedora-44", EXPRESSION_DIFFERS},
    {"end-of-line",        "^Fedora$",            "Fedora\n", EXPRESSION_MAY_MATCH},
    {"point",              "^12\\.1",             "12.1", EXPRESSION_MATCHES},
    {"other-point",        "^12\\.1",             "1211", EXPRESSION_DIFFERS},
    {"any-letter",         "^1.2$",               "1x2", EXPRESSION_MATCHES},
    {"any-letter-end",     "^1.2$",               "1x", EXPRESSION_DIFFERS},
    {"class",              "^a[0-9A-F]b$",        "aCb", EXPRESSION_MATCHES},
    {"other-class",        "^a[0-9A-F]b$",        "aGb", EXPRESSION_DIFFERS},
    {"negated-class",      "^a[^0-9]$",           "a5", EXPRESSION_DIFFERS},
    {"closed-class",       "^[]a]$",              "]", EXPRESSION_MATCHES},
    {"dash-in-class",      "^[a-]b",              "-b", EXPRESSION_MATCHES},
    {"release",            DEBIAN,                "Debian 11.5.0 i386 n", EXPRESSION_DIFFERS},
    {"architecture",       DEBIAN,                "Debian 12.5.0 amd64 n", EXPRESSION_DIFFERS},
    {"code-name",          DEBIAN,                "Debian bookworm-x M-A n", EXPRESSION_MATCHES},
    {"kind",               DEBIAN,                "Debian 12.5.0 i386 1", EXPRESSION_DIFFERS},
    {"back-and-forth",     "^[0-9.]+[.]5-",       "12.5.5-", EXPRESSION_MATCHES},
    {"optional",           "^X(64)?-1",           "X-1", EXPRESSION_MATCHES},
    {"optional-other",     "^X6?-1",              "X6-2", EXPRESSION_DIFFERS},
    {"nothing-of-it",      "^Xa*-1",              "X-1", EXPRESSION_MATCHES},
    {"gap",                "^RED HAT.*COMPANY$",  "RED HAT INC", EXPRESSION_DIFFERS},
    {"group-of-none",      "^(?:a|b)c",           "cc", EXPRESSION_DIFFERS},
    {"group-repeated",     "^(ab)+$",             "abab", EXPRESSION_MATCHES},
    {"group-some-times",   "^1(\\.[0-9]+){1,3}[a-z]? (n|1)$", "1.2.3a n", EXPRESSION_MATCHES},
    {"group-then-other",   "^1(\\.[0-9]+){1,3}[a-z]? (n|1)$", "1.2.3a m", EXPRESSION_DIFFERS},
    {"group-in-repeated",  "^(a(b|c)+-)+d",       "abc-acb-e", EXPRESSION_DIFFERS},
    {"group-of-nothing",   "^(a*)*b",             "c", EXPRESSION_DIFFERS},
    {"group-missing",      "^(ab)+$",             "ba", EXPRESSION_DIFFERS},
    {"group-left-out",     "^(KDE )?[Nn]eon",     "Debian", EXPRESSION_DIFFERS},
    {"group-not-there",    "^(KDE )?[Nn]eon",     "Neon", EXPRESSION_MATCHES},
    {"group-none-of-some", "^(a|b){0,2}c",        "d", EXPRESSION_DIFFERS},
    {"group-of-some",      "^(a|b){0,2}c",        "abc", EXPRESSION_MATCHES},
    {"group-in-group",     "^((a)?b|c)*d",        "abcbe", EXPRESSION_DIFFERS},
    {"lookahead",          "^(?=b)a",             "c", EXPRESSION_DIFFERS},
    {"lookahead-later",    "^F-(?!W-)[A-Z]-L",    "F-S-d", EXPRESSION_DIFFERS},
    {"lookahead-right",    "^F-(?!W-)[A-Z]-L",    "F-S-L", EXPRESSION_MATCHES},
    {"lookahead-wrong",    "^F-(?!W-)[A-Z]-L",    "F-W-L", EXPRESSION_DIFFERS},
    {"lookahead-for",      "^F-(?=W-|S-)[A-Z]-L", "F-S-L", EXPRESSION_MATCHES},
    {"lookahead-for-none", "^F-(?=W-|S-)[A-Z]-L", "F-T-L", EXPRESSION_DIFFERS},
    {"lookahead-for-end",  "^F(?!-L$)-L",         "F-L1", EXPRESSION_MATCHES},
    {"lookahead-nested",   "^F(?!(?:-L)+(?=1))-L","F-L1", EXPRESSION_DIFFERS},
    {"lookahead-captures", "^(?=(a))a",           "a", EXPRESSION_MAY_MATCH},
    {"lookahead-counted",  "^(?!(?:ab){2})a",     "abab", EXPRESSION_DIFFERS},
    {"group-too-often",    "^(a|b){2,3}$",        "abab", EXPRESSION_DIFFERS},
    {"group-not-enough",   "^(a|b){3,}",          "ab", EXPRESSION_DIFFERS},
    {"group-enough",       "^(a|b){3,}",          "abab", EXPRESSION_MATCHES},
    {"group-nested-count", "^((a){2}b){2}",       "aabaab", EXPRESSION_MAY_MATCH},
    {"group-many-times",   "^(a){2,10}",          "aaa", EXPRESSION_MAY_MATCH},
    {"boundary",           "^ALT 5\\.0\\b",       "ALT 5.0 x", EXPRESSION_MATCHES},
    {"boundary-at-end",    "^ALT 5\\.0\\b",       "ALT 5.0", EXPRESSION_MATCHES},
    {"boundary-none",      "^ALT 5\\.0\\b",       "ALT 5.01", EXPRESSION_DIFFERS},
    {"boundary-at-start",  "^\\b-",              "-", EXPRESSION_DIFFERS},
    {"boundary-not-ascii", "^a\\b",              "a\303\244", EXPRESSION_MAY_MATCH},
    {"boundary-repeated",  "^a\\b?b",            "ab", EXPRESSION_MAY_MATCH},
    {"end-in-group",       "^12(?:\\.|$)",       "12", EXPRESSION_MATCHES},
    {"lookahead-in-group", "^((?!a|x)b|c)d",      "ed", EXPRESSION_DIFFERS},
    {"lookahead-beside",   "^((?!a|x)b|c)d",      "cd", EXPRESSION_MATCHES},
    {"lookahead-then-bar", "^(?!a)b|c",           "c", EXPRESSION_MAY_MATCH},

    /* left to PCRE2 */
    {"anywhere",           "b$",                  "abc", EXPRESSION_MAY_MATCH},
    {"other-alternative",  "^a|b",                "cb", EXPRESSION_MAY_MATCH},
    {"anchored-both",      "^a|^b",               "cb", EXPRESSION_DIFFERS},
    {"bar-in-class",       "^a[|]",               "b", EXPRESSION_DIFFERS},
    {"case",               "^(?i)a",              "A", EXPRESSION_MAY_MATCH},
    {"case-later",         "^(?:b(?i)c|a)",       "A", EXPRESSION_MAY_MATCH},
    {"lookbehind",         "^(?<=b)a",            "c", EXPRESSION_MAY_MATCH},
    {"lookahead-unclosed", "^(?=b",               "c", EXPRESSION_MAY_MATCH},
    {"lookahead-repeated", "^(?=b)*a",            "c", EXPRESSION_MAY_MATCH},
    {"group-lazy",         "^(a|b)??c",         "d", EXPRESSION_MAY_MATCH},
    {"counted",            "^a{0}b",              "b", EXPRESSION_MATCHES},
    {"group-counted",      "^(a){0}b",            "b", EXPRESSION_MAY_MATCH},
    {"comment-between",    "^a(?#b)*c",           "c", EXPRESSION_MAY_MATCH},
    {"quoted",             "^a\\E*c",             "c", EXPRESSION_MAY_MATCH},
    {"bar-that-is-quoted", "^a\\Q(\\E|b",         "b", EXPRESSION_MAY_MATCH},
    {"range-that-is-none", "^|[^-^-1]",           "",                        EXPRESSION_MAY_MATCH},
    {"class-like-a-name",  "^[.-1.]",             "1",                       EXPRESSION_MAY_MATCH},
    {"posix-class",        "^[[:digit:]]",        "a", EXPRESSION_MAY_MATCH},
    {"other-letters",      "^\303\244",           "a", EXPRESSION_MAY_MATCH},
    {"text-is-not-ascii",  "^[^a]b",              "\303\244b", EXPRESSION_MAY_MATCH},
    {"text-is-not-utf-8",  "^a.b",                "a\377b", EXPRESSION_MAY_MATCH},
    {"steps",              "^a*a*a*a*a*a*b",      "aaaaaaaaaaaaaaaaaaaaaac", EXPRESSION_MAY_MATCH},
};

static const char *const pieces[] = {
    "a", "b", "a", "b", "1", "(", ")", "(?:", "|", "|", "$", "^", "?", "*", "+", "{0}", "{1,2}",
    "[ab]", "[a-b1]", "[^ab]", "[]a]", "[^]a]", "[a-]", "[1-a]", "\\.", "\\b", "\\d", "\\Q", "\\E",
    "(?i)", "(?#c)", "(?=", "(?!", ".", " ", "\\ ", "(?x)", "#", "{", "}", "]", "(?|", "(?>", "\\n",
    "(?-i:", "\\1", "(?^)", "\\x61", "-",
};
/* Those that simple expressions consist of, and what comes near to them. */
static const char *const simple_pieces[] = {
    "a", "b", "1", "a", "b", "(", ")", "(", ")", "|", "(a|b)", "(ab?)", "(?!", "(?=", "(?!a)", "(?=b|1)", "(?:", "\\b", "$", "?", "*", "+", "{2}", "{1,}", "{0,2}",
    "{2,1}", "[ab]", "[a-b1]", "[^ab]", "[b-a]", "[^b-a]", "[^^-a]", "[1-a-b]", "[.a.]", "[:a]", "\\.", ".",
};
static const char *const letters[] = {
    "a", "b", "1", "A", "B", " ", "\n", "\r", "#", ".", "\\", "{", "|", "\377", "\302\205",
};
/* clang-format on */

typedef struct {
    const char *const *pieces;
    guint n_pieces;
    guint most_left; /* how many times more match than are decided, at most */
} Pieces;

static const Pieces any = {pieces, G_N_ELEMENTS(pieces), 20};
static const Pieces simple = {simple_pieces, G_N_ELEMENTS(simple_pieces), 2};

static void
test_row(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);

    ExpressionAnswer answer =
        expression_try(rows[row].pattern, EXPRESSION_NOT_KNOWN, rows[row].text, NULL);

    g_assert_cmpint(answer, ==, rows[row].answer);
    /* whether it differs does not depend on what is known of it */
    g_assert_cmpint(expression_try(rows[row].pattern, EXPRESSION_NOT_SIMPLE, rows[row].text, NULL),
                    ==, answer == EXPRESSION_DIFFERS ? EXPRESSION_DIFFERS : EXPRESSION_MAY_MATCH);
}

static void
append_random(GRand *random, GString *text, const char *const *parts, guint n_parts, guint most)
{
    for (gint i = g_rand_int_range(random, 0, (gint32)most); i > 0; i--)
        g_string_append(text, parts[g_rand_int_range(random, 0, (gint32)n_parts)]);
}

/* How often something happened. */
typedef struct {
    guint n_matched; /* by GRegex */
    guint n_refused;
    guint n_decided; /* without it: it matches */
} Counts;

/* A group that takes no part captures nothing, or no text. */
static void
check_capture(const char *pattern, const char *text, GMatchInfo *info,
              const ExpressionCapture *capture)
{
    g_autofree char *expected = g_match_info_fetch(info, 1);
    g_autofree char *found = g_strndup(capture->start, capture->length);

    if (g_strcmp0(expected != NULL ? expected : "", found != NULL ? found : "") != 0)
        g_test_message("'%s', '%s': '%s'", pattern, text, found);
    g_assert_cmpstr(expected != NULL ? expected : "", ==, found != NULL ? found : "");
}

/* @regex: NULL when the expression is invalid. */
static void
check_answer(const char *pattern, GRegex *regex, const char *text, Counts *counts)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    ExpressionCapture capture = {NULL, 0};
    ExpressionAnswer answer = expression_try(pattern, EXPRESSION_NOT_KNOWN, text, &capture);
    g_autoptr(GMatchInfo) info = NULL;
    gboolean is_match = regex != NULL && g_regex_match(regex, valid, 0, &info);

    counts->n_matched += is_match;
    counts->n_refused += answer == EXPRESSION_DIFFERS;
    counts->n_decided += answer == EXPRESSION_MATCHES;
    if (is_match ? answer == EXPRESSION_DIFFERS : answer == EXPRESSION_MATCHES)
        g_test_message("'%s', '%s': %d", pattern, text, answer);
    g_assert_true(is_match ? answer != EXPRESSION_DIFFERS : answer != EXPRESSION_MATCHES);
    if (answer == EXPRESSION_MATCHES)
        check_capture(pattern, text, info, &capture);
    if (is_match)
        g_assert_true((syntax_list_starts(pattern) & SYNTAX_START(*valid)) != 0);
}

/* Of what GRegex compiles, and finds in a text, and of what it does not compile. */
static void
test_random(gconstpointer data)
{
    const Pieces *from = data;
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    Counts counts = {0};

    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) pattern = g_string_new("^");
        g_autoptr(GRegex) regex = NULL;

        append_random(random, pattern, from->pieces, from->n_pieces, 9);
        regex = g_regex_new(pattern->str, 0, 0, NULL);
        for (guint j = 0; j < 12; j++) {
            g_autoptr(GString) text = g_string_new(NULL);

            append_random(random, text, letters, j % 3 == 0 ? G_N_ELEMENTS(letters) : 3, 5);
            check_answer(pattern->str, regex, text->str, &counts);
        }
    }
    g_test_message("%u matched, %u refused, %u decided", counts.n_matched, counts.n_refused,
                   counts.n_decided);
    g_assert_cmpuint(counts.n_matched, >, 1000);
    g_assert_cmpuint(counts.n_refused, >, 1000);
    g_assert_cmpuint(counts.n_decided, >, counts.n_matched / from->most_left);
}

/* What the index of names says of an expression, as the characters that it is for. */
static void
test_starts(void)
{
    static const struct {
        const char *pattern;
        const char *starts; /* NULL: any */
    } cases[] = {
        /* clang-format off */
        {"^Fedora",            "F"},
        {"^\\.disk",           "."},
        {"^[a-cX]1",           "abcX"},
        {"^[^a]",              NULL},
        {"^[]a]",              "]a"},
        {"^(?:antiX|ANTIX)$",  "aA"},
        {"^(a|(?:b|[cd])e)+f", "abcd"},
        {"^(?:a|)b",           NULL},
        {"^(?:a|b)?c",         NULL},
        {"^(?:a?|b)c",         NULL},
        {"^a*b",               NULL},
        {"^a+b",               "a"},
        {"^a{0,2}b",           NULL},
        {"^a{1,2}b",           "a"},
        {"^a(?#x)?b",          NULL},
        {"^.a",                NULL},
        {"^\\d",               NULL},
        {"^$",                 NULL},
        {"^",                  NULL},
        {"",                   NULL},
        {"a",                  NULL},
        {"^a|b",               NULL},
        {"^a|^b",              NULL},
        {"^(?i)a",             NULL},
        {"^(?i:a)",            NULL},
        {"^(?:b(?i)c|a)",      NULL},
        {"^(?=b)a",            NULL},
        {"^(?!b)a",            NULL},
        {"^(a",                NULL},
        {"^[a",                NULL},
        {"^\\Qa\\E",           NULL},
        {"^((((((((((a))))))))))", NULL},
        /* clang-format on */
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint32 expected = cases[i].starts == NULL ? SYNTAX_ANY_START : 0;

        for (const char *c = cases[i].starts; c != NULL && *c != '\0'; c++)
            expected |= SYNTAX_START(*c);
        g_test_message("%s", cases[i].pattern);
        g_assert_cmphex(syntax_list_starts(cases[i].pattern), ==, expected);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/expression-start/", rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_row);
    }
    g_test_add_func("/expression-start/characters", test_starts);
    g_test_add_data_func("/expression-start/random", &any, test_random);
    g_test_add_data_func("/expression-start/random-simple", &simple, test_random);
    return sandbox_run();
}
