/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/evidence.c: what becomes of texts from media, how many there are, and who finds them.
 */

#include "config.h"

#include <string.h>

#include "format/evidence.h"

/* What is found is fit for a terminal, what is given stays. */
static void
test_texts(void)
{
    static const struct {
        const char *text;
        const char *found; /* NULL: says nothing */
        const char *given;
    } rows[] = {
        {"Fedora-S-dvd-x86_64-40", "Fedora-S-dvd-x86_64-40", "Fedora-S-dvd-x86_64-40"},
        {"", NULL, ""},
        {" two  spaces ", " two  spaces ", " two  spaces "},
        {"Gr\303\274n", "Gr\303\274n", "Gr\303\274n"},
        {"Gr\374n", "Gr\357\277\275n", "Gr\357\277\275n"},
        {"Gr\360", "Gr\357\277\275", "Gr\357\277\275"},
        {"\300\200", "\357\277\275\357\277\275", "\357\277\275\357\277\275"},
        {"\355\240\200", "\357\277\275\357\277\275\357\277\275",
         "\357\277\275\357\277\275\357\277\275"},
        {"a\nb", "a\357\277\275b", "a\nb"},
        {"\033[31mred", "\357\277\275[31mred", "\033[31mred"},
        {"\177", "\357\277\275", "\177"},
        {"\302\233", "\357\277\275", "\302\233"}, /* U+009B starts a sequence as ESC [ does */
        {"\302\240", "\302\240", "\302\240"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Evidence) evidence = {.items = NULL};

        evidence_init(&evidence);
        evidence_add_found(&evidence, "found", rows[i].text, "here");
        evidence_add_given(&evidence, "given", rows[i].text);
        g_assert_cmpstr(evidence_get_text(&evidence, "found"), ==, rows[i].found);
        g_assert_cmpstr(evidence_get_text(&evidence, "given"), ==, rows[i].given);
        g_assert_cmpuint(evidence.items->len, ==, rows[i].found != NULL ? 2 : 1);
    }
}

/* No text is longer than is good, nor ends within a character. */
static void
test_long_texts(void)
{
    static const struct {
        const char *name;
        gsize length; /* of the letters in front */
        const char *end;
        gsize expected; /* bytes that are left */
    } rows[] = {
        {"fits", EVIDENCE_MAX_TEXT - 3, "abc", EVIDENCE_MAX_TEXT},
        {"one too long", EVIDENCE_MAX_TEXT - 3, "abcd", EVIDENCE_MAX_TEXT},
        {"much too long", 100 * EVIDENCE_MAX_TEXT, "", EVIDENCE_MAX_TEXT},
        {"character fits", EVIDENCE_MAX_TEXT - 3, "\342\230\202", EVIDENCE_MAX_TEXT},
        {"character across", EVIDENCE_MAX_TEXT - 2, "\342\230\202", EVIDENCE_MAX_TEXT - 2},
        {"character behind", EVIDENCE_MAX_TEXT, "\360\237\230\200", EVIDENCE_MAX_TEXT},
        {"invalid bytes grow", EVIDENCE_MAX_TEXT - 1, "\377", EVIDENCE_MAX_TEXT - 1},
        {"control characters grow", EVIDENCE_MAX_TEXT - 1, "\n", EVIDENCE_MAX_TEXT - 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *letters = g_strnfill(rows[i].length, 'x');
        g_autofree char *text = g_strconcat(letters, rows[i].end, NULL);
        g_auto(Evidence) evidence = {.items = NULL};
        const EvidenceItem *item;

        g_test_message("%s", rows[i].name);
        evidence_init(&evidence);
        evidence_add_found(&evidence, "key", text, text);
        item = &g_array_index(evidence.items, EvidenceItem, 0);
        g_assert_cmpuint(strlen(item->text), ==, rows[i].expected);
        g_assert_true(g_utf8_validate(item->text, -1, NULL));
        g_assert_cmpstr(item->where, ==, item->text);
    }
}

/* Where a text stands may come from the medium, and its memory may go. */
static void
test_where(void)
{
    g_auto(Evidence) evidence = {.items = NULL};
    char where[] = "x64/sources/\033\377";

    evidence_init(&evidence);
    evidence_add_found(&evidence, "text", "a", where);
    evidence_add_number(&evidence, "number", 1, where);
    memset(where, 0, sizeof(where));
    for (guint i = 0; i < 2; i++)
        g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, i).where, ==,
                        "x64/sources/\357\277\275\357\277\275");
}

static void
test_many_items(void)
{
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    for (guint i = 0; i < 2 * EVIDENCE_MAX_ITEMS; i++) {
        evidence_add_found(&evidence, "text", "a", "here");
        evidence_add_number(&evidence, "number", i, "there");
    }
    g_assert_cmpuint(evidence.items->len, ==, EVIDENCE_MAX_ITEMS);
}

static void
test_look_up(void)
{
    g_auto(Evidence) evidence = {.items = NULL};
    char key[] = "iso9660.volume-id";

    evidence_init(&evidence);
    g_assert_cmpint(evidence.boot, ==, EVIDENCE_BOOT_NOT_KNOWN);
    evidence_add_found(&evidence, "iso9660.volume-id", "first", "primary volume descriptor");
    evidence_add_found(&evidence, "iso9660.volume-id", "second", "elsewhere");
    evidence_add_found(&evidence, "iso9660.system-id", NULL, "primary volume descriptor");
    evidence_add_number(&evidence, "iso9660.volume-size", G_MAXINT64, "primary volume descriptor");
    g_assert_cmpuint(evidence.items->len, ==, 3);
    g_assert_cmpstr(evidence_get_text(&evidence, key), ==, "first");
    g_assert_cmpstr(g_array_index(evidence.items, EvidenceItem, 1).where, ==, "elsewhere");
    g_assert_null(evidence_get_text(&evidence, "iso9660.system-id"));
    g_assert_null(evidence_get_text(&evidence, "iso9660.volume-size"));
    g_assert_cmpint(evidence_get_number(&evidence, "iso9660.volume-size"), ==, G_MAXINT64);
    g_assert_cmpint(evidence_get_number(&evidence, "iso9660.volume-id"), ==, -1);
    g_assert_cmpint(evidence_get_number(&evidence, "nothing"), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/texts", test_texts);
    g_test_add_func("/evidence/long-texts", test_long_texts);
    g_test_add_func("/evidence/where", test_where);
    g_test_add_func("/evidence/many-items", test_many_items);
    g_test_add_func("/evidence/look-up", test_look_up);
    return g_test_run();
}
