/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts as words, and how far words are apart.
 */
#include "config.h"

#include <string.h>

#include "lookup/words.h"

/* A text, its words with bars between. */
static const char *const texts[][2] = {
    {"", ""},
    {" - ", ""},
    {"Debian 12", "debian|12"},
    {"debian12", "debian|12"},
    {"Ubuntu-24.04_LTS", "ubuntu|24.04|lts"},
    {"win2k22", "win|2|k|22"},
    {"9.", "9"},
    {".9", "9"},
    {"1.2.3rc4", "1.2.3|rc|4"},
    {"a.b", "a|b"},
    {"Élémentaire ÜBER", "elementaire|uber"},
    {"e\xcc\x81t", "et"}, /* with a mark of its own */
    {"Łódź Straße Ærø", "lodz|strasse|aero"},
    {"Альт 10", "альт|10"},
    {"中文", "中文"},
    {"a\xff\xfe z", "a|z"},
    {"a\xc3", "a"},
    {"\xe2\x80\x93", ""},
};

static void
test_split(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) found = g_string_new(NULL);
        Words words;

        words_split(&words, texts[i][0]);
        for (guint j = 0; j < words.n_words; j++) {
            g_string_append(found, j > 0 ? "|" : "");
            g_string_append_len(found, words_get(&words, j), words.words[j].length);
            g_assert_cmpint(words.words[j].is_number, ==, g_ascii_isdigit(*words_get(&words, j)));
        }
        g_assert_cmpstr(found->str, ==, texts[i][1]);
    }
}

static void
test_limits(void)
{
    g_autofree char *many = g_strnfill(4 * WORDS_MAX_WORDS, 'a');
    g_autofree char *longest = g_strnfill(4 * WORDS_MAX_TEXT, 'a');
    Words words;

    for (guint i = 1; i < 4 * WORDS_MAX_WORDS; i += 2)
        many[i] = ' ';
    words_split(&words, many);
    g_assert_cmpuint(words.n_words, ==, WORDS_MAX_WORDS);
    words_split(&words, longest);
    g_assert_cmpuint(words.n_words, ==, 1);
    g_assert_cmpuint(words.length, ==, WORDS_MAX_TEXT);
    g_assert_cmpuint(strlen(words.letters), ==, WORDS_MAX_TEXT);
}

/* What is cut in the middle of a letter, or made longer than it was, stays within its room. */
static void
test_hostile(void)
{
    static const char *const letters[] = {"\xc3\x9f", "\xef\xb7\xba", "\xf0\x9f\x98\x80",
                                          "\xc3",     "1.",           "\xcc\x81"};

    for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
        for (guint shift = 0; shift < 4; shift++) {
            g_autoptr(GString) text = g_string_new(NULL);
            Words words;

            for (guint j = 0; j < shift; j++)
                g_string_append_c(text, 'x');
            while (text->len < 2 * WORDS_MAX_TEXT)
                g_string_append(text, letters[i]);
            words_split(&words, text->str);
            g_assert_cmpuint(words.length, <=, WORDS_MAX_TEXT);
            g_assert_cmpuint(words.length, ==, strlen(words.letters));
            g_assert_cmpuint(words.n_words, <=, WORDS_MAX_WORDS);
        }
    }
}

static void
test_equal(void)
{
    Words a;
    Words b;

    words_split(&a, "Debian 12");
    words_split(&b, "debian-12");
    g_assert_true(words_are_equal(&a, &b));
    g_assert_true(words_have(&a, "debian"));
    g_assert_true(words_have(&a, "12"));
    g_assert_false(words_have(&a, "debia"));
    words_split(&b, "debian-1");
    g_assert_false(words_are_equal(&a, &b));
    words_split(&a, "");
    words_split(&b, "-");
    g_assert_false(words_are_equal(&a, &b));
}

static const struct {
    const char *a, *b;
    guint max, distance;
} distances[] = {
    {"", "", 2, 0},
    {"abc", "abc", 0, 0},
    {"abc", "abd", 2, 1},
    {"abc", "ab", 2, 1},
    {"abc", "xabc", 2, 1},
    {"debian", "debain", 2, 1}, /* two that changed places */
    {"fedora", "fdeoar", 2, 2},
    {"abc", "xyz", 3, 3},
    {"abc", "xyz", 2, 3},
    {"abc", "abcdef", 2, 3},
    {"", "ab", 2, 2},
    {"abcd", "badc", 2, 2},
};

static void
test_distance(void)
{
    g_autofree char *longest = g_strnfill(WORDS_MAX_TEXT + 1, 'a');

    for (guint i = 0; i < G_N_ELEMENTS(distances); i++) {
        const char *a = distances[i].a;
        const char *b = distances[i].b;

        g_assert_cmpuint(words_get_distance(a, strlen(a), b, strlen(b), distances[i].max), ==,
                         distances[i].distance);
        g_assert_cmpuint(words_get_distance(b, strlen(b), a, strlen(a), distances[i].max), ==,
                         distances[i].distance);
    }
    g_assert_cmpuint(words_get_distance(longest, WORDS_MAX_TEXT, longest, WORDS_MAX_TEXT, 2), ==,
                     0);
    g_assert_cmpuint(
        words_get_distance(longest, WORDS_MAX_TEXT + 1, longest, WORDS_MAX_TEXT + 1, 2), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/split", test_split);
    g_test_add_func("/words/limits", test_limits);
    g_test_add_func("/words/hostile", test_hostile);
    g_test_add_func("/words/equal", test_equal);
    g_test_add_func("/words/distance", test_distance);
    return g_test_run();
}
