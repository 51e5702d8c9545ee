/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which literals are found in expressions, and that no label which matches lacks one of them.
 */
#include "config.h"

#include <string.h>

#include "compile/literals.h"

static const struct {
    const char *expression;
    const char *literals; /* joined by '|'; "" for none */
} cases[] = {
    /* plain text, anchors */
    {"Fedora", "Fedora"},
    {"^Fedora-WS-Live-38$", "Fedora-WS-Live-38"},
    {"ab", ""},
    {"", ""},
    /* escapes */
    {"^Debian 12\\.[0-9]+ amd64", "Debian 12.| amd64"},
    {"a\\-b\\-c", "a-b-c"},
    {"abc\\d+def", "abc|def"},
    {"abc\\bdef", "abc|def"},
    {"abc\\x41def", ""},
    {"(abc)\\1def", ""},
    {"abc\\", ""},
    {"\\Qabc\\E", ""},
    /* quantifiers */
    {"abcd?", "abc"},
    {"abcd*efg", "abc|efg"},
    {"abcd+efg", "abcd|efg"},
    {"abcd{0,3}efg", "abc|efg"},
    {"abcd{2}efg", "abcd|efg"},
    {"abcd{2,}?efg", "abcd|efg"},
    {"abcd??efg", "abc|efg"},
    {"abc{x}def", "abc{x}def"},
    {"abc{,3}def", ""},
    {"abc.def", "abc|def"},
    /* classes */
    {"abc[0-9]def", "abc|def"},
    {"abc[]x]def", "abc|def"},
    {"abc[^]x]def", "abc|def"},
    {"abc[[:alpha:]]def", "abc|def"},
    {"abc[\\]x]def", "abc|def"},
    {"abc[def", ""},
    /* groups and alternatives */
    {"abc(def)ghi", "abc|def|ghi"},
    {"abc(def)?ghi", "abc|ghi"},
    {"abc(def|xyz)ghi", "abc|ghi"},
    {"abc(?:def)+ghi", "abc|def|ghi"},
    {"abc(de(fgh)?)ghi", "abc|ghi"},
    {"abc|def", ""},
    {"(abc|def)", ""},
    {"abc(?=def)", "abc"},
    {"abc(?!def)", "abc"},
    {"abc(?!def|ghi)jkl", "abc|jkl"},
    {"abc(?!d(e(?=fgh))f)[a-z]+", "abc"},
    {"abc(?!\\Qd)ef", ""},
    {"abc(?<=def)", ""},
    {"abc(?<!def)", ""},
    {"abc(?!def", ""},
    {"(?i)abc", ""},
    {"(*UTF)abc", ""},
    {"abc(def", ""},
    {"abc)def", ""},
    /* bytes beyond ASCII: a quantifier takes the whole character */
    {"abc\xc3\xa9?def", "abc|def"},
    {"abc\303\251def", "abc|def"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) found = literals_extract(cases[i].expression, 3, NULL);
        g_autofree char *joined = NULL;

        g_ptr_array_add(found, NULL);
        joined = g_strjoinv("|", (char **)found->pdata);
        g_test_message("%s", cases[i].expression);
        g_assert_cmpstr(joined, ==, cases[i].literals);
    }
}

static const struct {
    const char *expression;
    const char *choices; /* texts joined by '|', choices by a blank; "" for none */
} choice_cases[] = {
    {"^a(12\\.[0-9]+|bookworm(-x)?) (amd64|M-A)", "12.|bookworm amd64|M-A"},
    {"(ab|cd)+e", "ab|cd"},
    {"(ab|cd){2}", "ab|cd"},
    {"(ab|c)d", ""},
    {"(ab|cd)?e", ""},
    {"(ab|cd)*e", ""},
    {"(ab|cd){0,2}e", ""},
    {"(?=ab|cd)e", ""},
    {"(?!ab|cd)e", ""},
    {"(ab|)c", ""},
    {"((ab|cd)e)f", "ab|cd"},
    {"((ab|cd)e)?f", ""},
    {"((ab|cd)ef|gh)i", "ef|gh"},
    {"(a(bc)d|e[0-9]fg)", "bc|fg"},
    {"(a(bc)?d|efg)", ""},
    {"(abcdefghijklmnopqrst|uv)", "abcdefghijklmno|uv"},
    {"(aa|bb|cc|dd|ee|ff|gg|hh)", "aa|bb|cc|dd|ee|ff|gg|hh"},
    {"(aa|bb|cc|dd|ee|ff|gg|hh|ii)", ""},
    {"(ab|cd)|ef", ""},
    {"(ab|cd", ""},
};

static void
test_choices(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(choice_cases); i++) {
        g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
        g_autoptr(GString) joined = g_string_new(NULL);

        g_ptr_array_unref(literals_extract(choice_cases[i].expression, 3, choices));

        for (guint j = 0; j < choices->len; j++) {
            g_autofree char *texts = g_strjoinv("|", g_ptr_array_index(choices, j));

            g_string_append_printf(joined, "%s%s", j > 0 ? " " : "", texts);
        }
        g_test_message("%s", choice_cases[i].expression);
        g_assert_cmpstr(joined->str, ==, choice_cases[i].choices);
    }
}

/* What is found in @expression must be true of @text, which it matches. */
static void
assert_literals(const char *expression, gsize least, const char *text)
{
    g_autoptr(GPtrArray) choices = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autoptr(GPtrArray) found = literals_extract(expression, least, choices);

    g_test_message("%s matches %s", expression, text);
    for (guint i = 0; i < found->len; i++)
        g_assert_nonnull(strstr(text, g_ptr_array_index(found, i)));
    for (guint i = 0; i < choices->len; i++) {
        char **texts = g_ptr_array_index(choices, i);
        gboolean is_there = FALSE;

        for (guint j = 0; texts[j] != NULL; j++)
            is_there = is_there || strstr(text, texts[j]) != NULL;
        g_assert_true(is_there);
    }
}

static const struct {
    const char *expression;
    const char *starts; /* joined by '|'; "" for none */
} start_cases[] = {
    {"^Debian (12\\.[0-9]+|bookworm-[^ ]+) (i386|M-A) n$", "Debian 12.|Debian bookworm-"},
    {"^(ab|c)d", "abd|cd"},
    {"^(ab|c)(d|e)", "abd|abe|cd|ce"},
    {"^(?:ab|c)d+", "ab|c"},
    {"^a(b(c|d)|e)f", "abcf|abdf|aef"},
    {"^a(b|c)?d", "a"},
    {"^a(b|c)+d", "ab|ac"},
    {"^a(b|c){2}", "ab|ac"},
    {"^a(b|c){0,2}", "a"},
    {"^a(b|c|d|e|f|g|h|i|j)", "a"},
    {"^(a|b)(c|d)(e|f)(g|h)", "ace|acf|ade|adf|bce|bcf|bde|bdf"},
    {"^ab?c", "a"},
    {"^a(?#b)*c", ""},
    {"^a(|b)c", "ac|abc"},
    {"a(b|c)", ""},
    {"^ab|^cd", ""},
    {"^a(?i)(b|c)", ""},
    {"^a(?=b|c)d", "a"},
    {"^a(b|c", "a"}, /* it matches nothing */
    /* classes */
    {"^[Dd]eepin[ -]", "Deepin |Deepin-|deepin |deepin-"},
    {"^a[-b]", "a-|ab"},
    {"^a[b-d]", "a"},
    {"^a[^b]", "a"},
    {"^a[bcde]", "a"},
    {"^a[bc]?d", "a"},
    {"^a[b\xc3\xa9]", "a"},
    {"^([Tt]ris|[Kk]al)a", "Trisa|trisa|Kala|kala"},
    {"", ""},
};

static void
test_starts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(start_cases); i++) {
        g_autoptr(GPtrArray) found = literals_list_starts(start_cases[i].expression, 8);
        g_autofree char *joined = NULL;

        g_ptr_array_add(found, NULL);
        joined = g_strjoinv("|", (char **)found->pdata);
        g_test_message("%s", start_cases[i].expression);
        g_assert_cmpstr(joined, ==, start_cases[i].starts);
    }
}

static void
assert_starts(const char *expression, const char *text)
{
    g_autoptr(GPtrArray) starts = literals_list_starts(expression, 8);
    gboolean is_found = starts->len == 0;

    for (guint i = 0; i < starts->len; i++)
        is_found = is_found || g_str_has_prefix(text, g_ptr_array_index(starts, i));
    if (!is_found)
        g_test_message("'%s' has no start for '%s'", expression, text);
    g_assert_true(is_found);
}

static void
test_deep_groups(void)
{
    g_autofree char *opened = g_strnfill(10000, '(');
    g_autofree char *closed = g_strnfill(10000, ')');
    g_autofree char *expression = g_strconcat(opened, "abc", closed, NULL);
    g_autoptr(GPtrArray) found = literals_extract(expression, 3, NULL);
    g_autofree char *anchored = g_strconcat("^", expression, NULL);

    g_assert_cmpuint(found->len, ==, 0);
    assert_starts(anchored, "abc");
}

/* Pieces that expressions are put together from, each with a text that it matches. */
static const struct {
    const char *expression;
    const char *text;
} pieces[] = {
    {"Fedora", "Fedora"}, {"[0-9]+", "42"},       {"\\.", "."},         {"(x86|i386)", "i386"},
    {"-?", ""},           {"Live{1,2}", "Livee"}, {"(?:Server )?", ""}, {"(amd64)", "amd64"},
    {".*", "anything"},   {"b+", "bbb"},          {"[A-Z]{2}", "DE"},   {"( DVD)*", " DVD DVD"},
    {"\\s", " "},         {"\\w+", "word"},       {"x{0}", ""},         {"(a(bcd)?)", "abcd"},
    {"(?!never)", ""},    {"(?=|def)", ""},
};

static void
test_every_match_has_the_literals(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20221130);

    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) expression = g_string_new("^");
        g_autoptr(GString) text = g_string_new(NULL);
        gint n_pieces = g_rand_int_range(random, 1, 8);

        while (n_pieces-- > 0) {
            gint piece = g_rand_int_range(random, 0, G_N_ELEMENTS(pieces));

            g_string_append(expression, pieces[piece].expression);
            g_string_append(text, pieces[piece].text);
        }
        if (g_rand_boolean(random))
            g_string_append_c(expression, '$');
        g_assert_true(g_regex_match_simple(expression->str, text->str, 0, 0));
        assert_literals(expression->str, 3, text->str);
        assert_starts(expression->str, text->str);
    }
}

/* Random strings of the characters that mean something must never disturb the parser, and what it finds
 * must be true wherever the expression is valid and matches. */
static void
test_any_expression(void)
{
    static const char alphabet[] = "abc()[]{}|?*+\\^$.-,0123:Q";
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    guint n_valid = 0;

    for (guint i = 0; i < 50000; i++) {
        char expression[16] = "";
        char text[16] = "";
        g_autoptr(GPtrArray) found = NULL;
        g_autoptr(GRegex) regex = NULL;

        for (gint j = g_rand_int_range(random, 1, 12); j > 0; j--)
            expression[j - 1] = alphabet[g_rand_int_range(random, 0, (gint32)sizeof(alphabet) - 1)];
        for (guint j = 0; j < 8; j++)
            text[j] = "abc012"[g_rand_int_range(random, 0, 6)];
        found = literals_extract(expression, 1, NULL);
        regex = g_regex_new(expression, 0, 0, NULL);
        if (regex == NULL || !g_regex_match(regex, text, 0, NULL))
            continue;
        n_valid++;
        assert_starts(expression, text);
        assert_literals(expression, 1, text);
    }
    g_assert_cmpuint(n_valid, >, 500);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/literals/cases", test_cases);
    g_test_add_func("/literals/choices", test_choices);
    g_test_add_func("/literals/starts", test_starts);
    g_test_add_func("/literals/deep-groups", test_deep_groups);
    g_test_add_func("/literals/every-match-has-the-literals", test_every_match_has_the_literals);
    g_test_add_func("/literals/any-expression", test_any_expression);
    return g_test_run();
}
