/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions against texts: what matches, and that those which go back and forth come to an end.
 */
#include "config.h"

#include <string.h>

#include "recognise/expression.h"
#include "sandbox.h"

#define A18 "aaaaaaaaaaaaaaaaaa"
#define A32 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* clang-format off */
static const struct {
    const char *name;
    const char *pattern;
    const char *text;
    gboolean matches;
} rows[] = {
    {"anywhere",         "b",                       "abc",                                    TRUE},
    {"anchored",         "^b",                      "abc",                                    FALSE},
    {"invalid",          "(",                       "(",                                      FALSE},
    {"empty",            "",                        "abc",                                    TRUE},
    {"own-verb",         "(*UTF)^.$",               "\303\244",                               TRUE},
    {"own-higher-limit", "(*LIMIT_MATCH=99999999)(?:(a+)+$|.*!)", A18 "!",                    FALSE},
    {"real-label",       "^Fedora-(?:Server|WS)-dvd-(?:x86_64|aarch64)-\\d+$", "Fedora-Server-dvd-x86_64-44", TRUE},
    {"gaps",             "^.*x.*y.*z$",             "...........x...............y...........z", TRUE},
    {"long-text",        "^RED HAT.*COMPANY$",      "RED HAT                                                                                                               COMPANY", TRUE},
    /* these match when one tries long enough */
    {"nested",           "(?:(a+)+$|.*!)",          A18 "!",                                  FALSE},
    {"nested-stars",     "^(?:(?:a*)*b|.*!)",       A18 "!",                                  FALSE},
    {"alternatives",     "^(?:(?:a|a)*$|.*!)",      A18 "!",                                  FALSE},
    {"optional",         "^(?:(?:a?){18}a{18}b|.*!)", A18 "!",                                FALSE},
    /* and these never do */
    {"nested-32",        "(a+)+$",                  A32 "!",                                  FALSE},
    {"nested-classes",   "([a-z]+[0-9]*)+$",        A32 "!",                                  FALSE},
    {"nested-optional",  "^(\\w+\\s?)*$",           A32 "!",                                  FALSE},
    {"many-gaps",        ".*.*.*.*.*.*x",           A32 A32 A32 A32,                          FALSE},
};
/* clang-format on */

static void
test_row(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);

    for (guint i = 0; i < 2; i++)
        g_assert_cmpint(expression_matches(rows[row].pattern, rows[row].text), ==,
                        rows[row].matches);
}

static void
test_long_texts(void)
{
    g_autofree char *text = g_strnfill(4097, 'a');

    g_assert_false(expression_matches("a", text));
    g_assert_null(expression_capture("(a)", text));
    text[4096] = '\0';
    g_assert_true(expression_matches("a", text));
}

/* Of entries that are tried, hundreds may be like that; the one that is in order is found. */
static void
test_many(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(GString) xml = g_string_new("<os id='http://e.org/1'>");
    g_autoptr(OsinfoDb) db = NULL;
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", "x86_64");

    for (guint i = 0; i < 200; i++)
        g_string_append_printf(xml,
                               "<media arch='x86_64'><iso><volume-id>(a{1,%u}){1,%u}$</volume-id>"
                               "</iso></media>",
                               i + 100, i + 100);
    g_string_append(xml,
                    "<media arch='x86_64'><iso><volume-id>^a*!$</volume-id></iso></media></os>");
    sandbox_write_xml(folder, "os/e.org/1.xml", xml->str);
    db = sandbox_load(folder, NULL);
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, A32 "!");
    g_assert_true(osinfo_db_identify_media(db, media));
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, "http://e.org/1:200");
}

static void
test_budget(void)
{
    ExpressionBudget budget = {0};

    for (guint i = 0; i < 100; i++)
        g_assert_false(expression_budget_is_spent(&budget));
    budget.start -= 3 * G_USEC_PER_SEC;
    for (guint i = 0; i < 16; i++)
        expression_budget_is_spent(&budget);
    for (guint i = 0; i < 100; i++)
        g_assert_true(expression_budget_is_spent(&budget));
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/expression/", rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_row);
    }
    g_test_add_func("/expression/long-texts", test_long_texts);
    g_test_add_func("/expression/many", test_many);
    g_test_add_func("/expression/budget", test_budget);
    return sandbox_run();
}
