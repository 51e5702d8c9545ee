/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a table of this folder.
 */
#include "config.h"

#include "table.h"

Table *
table_read(const char *name)
{
    Table *table = g_new0(Table, 1);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "osinfo-db", name, NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GError) error = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    lines = g_strsplit(text, "\n", -1);
    table->names = g_strsplit(lines[0], "\t", -1);
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    for (guint i = 1; lines[i] != NULL; i++) {
        if (*lines[i] == '\0')
            continue;
        g_ptr_array_add(table->rows, g_strsplit(lines[i], "\t", -1));
        g_assert_cmpuint(g_strv_length(g_ptr_array_index(table->rows, table->rows->len - 1)), ==,
                         g_strv_length(table->names));
    }
    return table;
}

void
table_free(Table *table)
{
    g_strfreev(table->names);
    g_ptr_array_unref(table->rows);
    g_free(table);
}

GHashTable *
table_list_systems(OsinfoDb *db)
{
    GHashTable *systems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoEntity *os = osinfo_list_get_nth(OSINFO_LIST(list), i);

        g_hash_table_insert(systems, g_strdup(osinfo_product_get_short_id(OSINFO_PRODUCT(os))), os);
    }
    return systems;
}
