/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The layout of a database, by a table that the scripts of its keepers are held against, too.
 */
#include "config.h"

#include <string.h>

#include "facts/places.h"

typedef enum { COLUMN_WHAT, COLUMN_TYPE, COLUMN_GIVEN, COLUMN_KEY, N_COLUMNS } Column;

static void
test_id(gconstpointer data)
{
    const char *const *row = data;
    g_autofree char *key = place_new_key(row[COLUMN_TYPE], row[COLUMN_GIVEN]);

    g_assert_cmpstr(key, ==, row[COLUMN_KEY]);
}

static void
test_file(gconstpointer data)
{
    const char *const *row = data;
    gboolean is_extension = FALSE;
    g_autofree char *key = place_parse(row[COLUMN_GIVEN], &is_extension);

    g_assert_cmpstr(key, ==, row[COLUMN_KEY]);
    g_assert_cmpint(is_extension, ==, strcmp(row[COLUMN_TYPE], "extension") == 0);
}

static void
add_row(char **row, guint number)
{
    gboolean is_id = strcmp(row[COLUMN_WHAT], "id") == 0;
    g_autofree char *name = g_strdup_printf("/places/%s/%u", row[COLUMN_WHAT], number);

    g_assert_cmpuint(g_strv_length(row), ==, N_COLUMNS);
    g_test_add_data_func_full(name, row, is_id ? test_id : test_file, (GDestroyNotify)g_strfreev);
}

int
main(int argc, char **argv)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) lines = NULL;

    g_test_init(&argc, &argv, NULL);
    path = g_test_build_filename(G_TEST_DIST, "files", "places.tsv", NULL);
    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; *lines[i] != '\0'; i++)
        add_row(g_strsplit(lines[i], "\t", -1), i + 1);
    return g_test_run();
}
