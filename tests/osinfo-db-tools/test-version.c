/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The order of versions: days, several releases of one day, and what else stands in files VERSION.
 */
#include <glib.h>

#include "base/version.h"

static int
sign(int number)
{
    return (number > 0) - (number < 0);
}

static void
test_order(void)
{
    /* from the oldest to the newest; NULL is older than all */
    static const char *const versions[] = {
        NULL,         "",           "20251231",    "20260101",    "20260101.1",
        "20260101.2", "20260101.9", "20260101.10", "20260101.11", "20260101.100",
        "20260102",   "20260102.1", "20270101",
    };

    for (gsize a = 0; a < G_N_ELEMENTS(versions); a++) {
        for (gsize b = 0; b < G_N_ELEMENTS(versions); b++) {
            int expected = (a > b) - (a < b);

            g_test_message("%s, %s", versions[a], versions[b]);
            g_assert_cmpint(sign(version_compare(versions[a], versions[b])), ==, expected);
        }
    }
}

static void
test_blanks(void)
{
    g_assert_cmpint(version_compare("20260101.1\n", " 20260101.1"), ==, 0);
    g_assert_cmpint(version_compare("20260101", "20260101.0"), <, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/version/order", test_order);
    g_test_add_func("/version/blanks", test_blanks);
    return g_test_run();
}
