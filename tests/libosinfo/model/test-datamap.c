/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Datamaps that programs made.
 */
#include "config.h"

#include "model-helpers.h"

static void
test_both_directions(void)
{
    g_autoptr(OsinfoDatamap) map = osinfo_datamap_new("map");

    g_assert_null(osinfo_datamap_lookup(map, "DE"));
    g_assert_null(osinfo_datamap_reverse_lookup(map, "de_DE"));
    osinfo_datamap_insert(map, "DE", "de_DE");
    osinfo_datamap_insert(map, "EN", "en_US");
    g_assert_cmpstr(osinfo_datamap_lookup(map, "DE"), ==, "de_DE");
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "en_US"), ==, "EN");
    g_assert_null(osinfo_datamap_lookup(map, "de_DE"));
    g_assert_null(osinfo_datamap_reverse_lookup(map, "EN"));
}

static void
test_last_pair_counts(void)
{
    g_autoptr(OsinfoDatamap) map = osinfo_datamap_new("map");
    const char *old = NULL;

    osinfo_datamap_insert(map, "a", "x");
    old = osinfo_datamap_lookup(map, "a");
    osinfo_datamap_insert(map, "b", "x");
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "x"), ==, "b");
    osinfo_datamap_insert(map, "a", "y");
    g_assert_cmpstr(osinfo_datamap_lookup(map, "a"), ==, "y");
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "y"), ==, "a");
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "x"), ==, "b");
    g_assert_cmpstr(old, ==, "x"); /* stays with its owner */
}

static void
test_null_is_refused(void)
{
    g_autoptr(OsinfoDatamap) map = osinfo_datamap_new("map");

    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_datamap_insert(map, "a", NULL);
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_datamap_lookup(map, NULL));
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_datamap_reverse_lookup(NULL, "x"));
    g_test_assert_expected_messages();
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/datamap/both-directions", test_both_directions);
    g_test_add_func("/datamap/last-pair-counts", test_last_pair_counts);
    g_test_add_func("/datamap/null-is-refused", test_null_is_refused);
    return g_test_run();
}
