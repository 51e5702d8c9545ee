/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts as they are shown: nothing that a terminal obeys, no line that is not ours, JSON included.
 */
#include "config.h"

#include <string.h>

#include "common/json_text.h"
#include "common/text.h"

static const struct {
    const char *text;
    const char *shown;
    const char *escaped;
    const char *json; /* in quotes */
} cases[] = {
    {"", "", "", ""},
    {"Debian 12 (x86_64)", "Debian 12 (x86_64)", "Debian 12 (x86_64)", "Debian 12 (x86_64)"},
    {"^Debian 12\\.[0-9]+$", "^Debian 12\\.[0-9]+$", "^Debian 12\\134.[0-9]+$",
     "^Debian 12\\\\.[0-9]+$"},
    {"J\303\244mtl\303\244nd \342\202\254 \360\237\230\200",
     "J\303\244mtl\303\244nd \342\202\254 \360\237\230\200",
     "J\303\244mtl\303\244nd \342\202\254 \360\237\230\200",
     "J\303\244mtl\303\244nd \342\202\254 \360\237\230\200"},
    {"a\033[31mb", "a\\033[31mb", "a\\033[31mb", "a\\u001b[31mb"},
    {"a\302\2332Jb", "a\\302\\2332Jb", "a\\302\\2332Jb", "a\\u009b2Jb"},
    {"a\177b", "a\\177b", "a\\177b", "a\\u007fb"},
    {"a\nb\r\nc\td", "a b  c d", "a\\012b\\015\\012c\\011d", "a\\nb\\r\\nc\\td"},
    {"a\302\205b", "a\\302\\205b", "a\\302\\205b", "a\\u0085b"},
    {"a\342\200\250b\342\200\251", "a\\342\\200\\250b\\342\\200\\251",
     "a\\342\\200\\250b\\342\\200\\251", "a\\u2028b\\u2029"},
    {"a\342\200\256cod.exe", "a\\342\\200\\256cod.exe", "a\\342\\200\\256cod.exe",
     "a\\u202ecod.exe"},
    {"a\342\201\246b\342\201\251", "a\\342\\201\\246b\\342\\201\\251",
     "a\\342\\201\\246b\\342\\201\\251", "a\\u2066b\\u2069"},
    {"\377\376", "\\377\\376", "\\377\\376", "\357\277\275\357\277\275"},
    {"caf\351", "caf\\351", "caf\\351", "caf\357\277\275"},
    {"\303", "\\303", "\\303", "\357\277\275"},
    {"\355\240\200", "\\355\\240\\200", "\\355\\240\\200", "\357\277\275\357\277\275\357\277\275"},
    {"\300\212", "\\300\\212", "\\300\\212", "\357\277\275\357\277\275"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *shown = text_show(cases[i].text);
        g_autofree char *escaped = text_escape(cases[i].text);
        g_autoptr(JsonNode) node = json_text_node(cases[i].text);
        g_autofree char *json = json_text_to_string(node, FALSE);
        g_autofree char *expected = g_strdup_printf("\"%s\"", cases[i].json);

        g_assert_cmpstr(shown, ==, cases[i].shown);
        g_assert_cmpstr(escaped, ==, cases[i].escaped);
        g_assert_cmpstr(json, ==, expected);
    }
}

/* No letter is cut: text, bytes, what is left. */
static void
test_short(void)
{
    static const struct {
        const char *text;
        gsize max;
        const char *expected;
    } rows[] = {
        {"", 0, ""},
        {"abc", 3, "abc"},
        {"abc", 2, "ab\342\200\246"},
        {"abc", 0, "\342\200\246"},
        {"a\303\244b", 4, "a\303\244b"},
        {"a\303\244b", 3, "a\303\244\342\200\246"},
        {"a\303\244b", 2, "a\342\200\246"},
        {"\360\237\230\200x", 3, "\342\200\246"},
        {"\360\237\230\200x", 4, "\360\237\230\200\342\200\246"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = text_escape_short(rows[i].text, rows[i].max);

        g_assert_cmpstr(found, ==, rows[i].expected);
    }
}

/* Lines of JSON that is made to be read stay lines. */
static void
test_pretty_json(void)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    json_add_text(builder, "a\302\233", "b\nc");
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_text_to_string(root, TRUE);
    g_assert_cmpstr(text, ==, "{\n  \"a\\u009b\" : \"b\\nc\"\n}");
}

/* Each byte at each place of texts that are longer and shorter than what is looked at at once. */
static void
test_plain(void)
{
    for (gsize size = 1; size < 35; size++) {
        g_autofree char *text = g_strnfill(size, '~');

        g_assert_true(text_is_plain(text, size));
        for (gsize at = 0; at < size; at++) {
            for (guint byte = 0; byte < 256; byte++) {
                text[at] = (char)byte;
                g_assert_cmpint(text_is_plain(text, size), ==, byte >= ' ' && byte < 127);
            }
            text[at] = ' ';
        }
    }
    g_assert_true(text_is_plain("", 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/cases", test_cases);
    g_test_add_func("/text/short", test_short);
    g_test_add_func("/text/pretty-json", test_pretty_json);
    g_test_add_func("/text/plain", test_plain);
    return g_test_run();
}
