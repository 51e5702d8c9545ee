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
    gboolean may_match;
} rows[] = {
    /* told apart */
    {"letters",            "^Fedora-44",          "Fedora-45",               FALSE},
    {"same-letters",       "^Fedora-44",          "Fedora-44",               TRUE},
    {"shorter-text",       "^Fedora-44",          "Fedora",                  FALSE},
    {"empty-text",         "^a",                  "",                        FALSE},
    {"end",                "^Fedora$",            "Fedora-44",               FALSE},
    {"end-of-line",        "^Fedora$",            "Fedora\n",                TRUE},
    {"point",              "^12\\.1",             "12.1",                    TRUE},
    {"other-point",        "^12\\.1",             "1211",                    FALSE},
    {"any-letter",         "^1.2$",               "1x2",                     TRUE},
    {"any-letter-end",     "^1.2$",               "1x",                      FALSE},
    {"class",              "^a[0-9A-F]b$",        "aCb",                     TRUE},
    {"other-class",        "^a[0-9A-F]b$",        "aGb",                     FALSE},
    {"negated-class",      "^a[^0-9]$",           "a5",                      FALSE},
    {"closed-class",       "^[]a]$",              "]",                       TRUE},
    {"dash-in-class",      "^[a-]b",              "-b",                      TRUE},
    {"release",            DEBIAN,                "Debian 11.5.0 i386 n",    FALSE},
    {"architecture",       DEBIAN,                "Debian 12.5.0 amd64 n",   FALSE},
    {"code-name",          DEBIAN,                "Debian bookworm-x M-A n", TRUE},
    {"kind",               DEBIAN,                "Debian 12.5.0 i386 1",    FALSE},
    {"back-and-forth",     "^[0-9.]+[.]5-",       "12.5.5-",                 TRUE},
    {"optional",           "^X(64)?-1",           "X-1",                     TRUE},
    {"optional-other",     "^X6?-1",              "X6-2",                    FALSE},
    {"nothing-of-it",      "^Xa*-1",              "X-1",                     TRUE},
    {"gap",                "^RED HAT.*COMPANY$",  "RED HAT INC",             FALSE},
    {"group-of-none",      "^(?:a|b)c",           "cc",                      FALSE},
    {"group-repeated",     "^(ab)+$",             "abab",                    TRUE},
    {"group-some-times",   "^1(\\.[0-9]+){1,3}[a-z]? (n|1)$", "1.2.3a n",        TRUE},
    {"group-then-other",   "^1(\\.[0-9]+){1,3}[a-z]? (n|1)$", "1.2.3a m",        FALSE},
    {"group-in-repeated",  "^(a(b|c)+-)+d",       "abc-acb-e",               FALSE},
    {"group-of-nothing",   "^(a*)*b",             "c",                       TRUE},
    {"group-missing",      "^(ab)+$",             "ba",                      FALSE},
    {"group-left-out",     "^(KDE )?[Nn]eon",     "Debian",                  FALSE},
    {"group-not-there",    "^(KDE )?[Nn]eon",     "Neon",                    TRUE},
    {"group-none-of-some", "^(a|b){0,2}c",        "d",                       FALSE},
    {"group-of-some",      "^(a|b){0,2}c",        "abc",                     TRUE},
    {"group-in-group",     "^((a)?b|c)*d",        "abcbe",                   FALSE},
    {"lookahead",          "^(?=b)a",             "c",                       FALSE},
    {"lookahead-later",    "^F-(?!W-)[A-Z]-L",    "F-S-d",                   FALSE},
    {"lookahead-right",    "^F-(?!W-)[A-Z]-L",    "F-S-L",                   TRUE},
    {"lookahead-in-group", "^((?!a|x)b|c)d",      "ed",                      FALSE},
    {"lookahead-beside",   "^((?!a|x)b|c)d",      "cd",                      TRUE},
    {"lookahead-then-bar", "^(?!a)b|c",           "c",                       TRUE},

    /* left to PCRE2 */
    {"anywhere",           "b$",                  "abc",                     TRUE},
    {"other-alternative",  "^a|b",                "cb",                      TRUE},
    {"anchored-both",      "^a|^b",               "cb",                      FALSE},
    {"bar-in-class",       "^a[|]",               "b",                       FALSE},
    {"case",               "^(?i)a",              "A",                       TRUE},
    {"case-later",         "^(?:b(?i)c|a)",       "A",                       TRUE},
    {"lookbehind",         "^(?<=b)a",            "c",                       TRUE},
    {"lookahead-unclosed", "^(?=b",               "c",                       TRUE},
    {"lookahead-repeated", "^(?=b)*a",            "c",                       TRUE},
    {"group-lazy",         "^(a|b)??c",         "d",                       TRUE},
    {"counted",            "^a{0}b",              "b",                       TRUE},
    {"group-counted",      "^(a){0}b",            "b",                       TRUE},
    {"comment-between",    "^a(?#b)*c",           "c",                       TRUE},
    {"quoted",             "^a\\E*c",             "c",                       TRUE},
    {"bar-that-is-quoted", "^a\\Q(\\E|b",         "b",                       TRUE},
    {"posix-class",        "^[[:digit:]]",        "a",                       TRUE},
    {"other-letters",      "^\303\244",           "a",                       TRUE},
    {"text-is-not-ascii",  "^[^a]b",              "\303\244b",               TRUE},
    {"text-is-not-utf-8",  "^a.b",                "a\377b",                  TRUE},
    {"steps",              "^a*a*a*a*a*a*b",      "aaaaaaaaaaaaaaaaaaaaaab", TRUE},
};

static const char *const pieces[] = {
    "a", "b", "a", "b", "1", "(", ")", "(?:", "|", "|", "$", "^", "?", "*", "+", "{0}", "{1,2}",
    "[ab]", "[a-b1]", "[^ab]", "[]a]", "[^]a]", "[a-]", "[1-a]", "\\.", "\\b", "\\d", "\\Q", "\\E",
    "(?i)", "(?#c)", "(?=", "(?!", ".", " ", "\\ ", "(?x)", "#", "{", "}", "]", "(?|", "(?>", "\\n",
    "(?-i:", "\\1", "(?^)", "\\x61", "-",
};
static const char *const letters[] = {
    "a", "b", "1", "A", "B", " ", "\n", "\r", "#", ".", "\\", "{", "|", "\377", "\302\205",
};
/* clang-format on */

static void
test_row(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);

    g_assert_cmpint(expression_may_match(rows[row].pattern, rows[row].text), ==,
                    rows[row].may_match);
}

static void
append_random(GRand *random, GString *text, const char *const *parts, guint n_parts, guint most)
{
    for (gint i = g_rand_int_range(random, 0, (gint32)most); i > 0; i--)
        g_string_append(text, parts[g_rand_int_range(random, 0, (gint32)n_parts)]);
}

/* Of all that GRegex compiles, and finds in a text. */
static void
test_random(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    guint n_matched = 0;
    guint n_refused = 0;

    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) pattern = g_string_new("^");
        g_autoptr(GRegex) regex = NULL;

        append_random(random, pattern, pieces, G_N_ELEMENTS(pieces), 9);
        regex = g_regex_new(pattern->str, 0, 0, NULL);
        for (guint j = 0; regex != NULL && j < 12; j++) {
            g_autoptr(GString) text = g_string_new(NULL);
            g_autofree char *valid = NULL;
            gboolean may_match;

            append_random(random, text, letters, j % 3 == 0 ? G_N_ELEMENTS(letters) : 3, 5);
            valid = g_utf8_make_valid(text->str, -1);
            may_match = expression_may_match(pattern->str, text->str);
            n_refused += may_match ? 0 : 1;
            if (!g_regex_match(regex, valid, 0, NULL))
                continue;
            n_matched++;
            if (!may_match)
                g_test_message("'%s' matches '%s'", pattern->str, text->str);
            g_assert_true(may_match);
            g_assert_true((syntax_list_starts(pattern->str) & SYNTAX_START(*valid)) != 0);
        }
    }
    g_assert_cmpuint(n_matched, >, 1000);
    g_assert_cmpuint(n_refused, >, 1000);
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
    g_test_add_func("/expression-start/random", test_random);
    return sandbox_run();
}
