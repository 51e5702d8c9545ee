/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How files of vendors are told from others: what programs are told of addresses of the real database,
 * against downloads.tsv, which README.md explains.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"
#include "table.h"

/* Rows of the table, at least: each family has one. */
#define MIN_ROWS 52

enum { COLUMN_OS, COLUMN_URL, COLUMN_FACTS, N_COLUMNS = COLUMN_FACTS + 6 };

/* Of a medium or image with that address; NULL: there is none. */
static OsinfoDownload *
find_in(OsinfoList *list, const char *url)
{
    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        OsinfoEntity *one = osinfo_list_get_nth(list, i);
        gboolean is_media = OSINFO_IS_MEDIA(one);
        const char *of = is_media ? osinfo_media_get_url(OSINFO_MEDIA(one))
                                  : osinfo_image_get_url(OSINFO_IMAGE(one));

        if (g_strcmp0(of, url) == 0)
            return is_media ? osinfo_media_get_download(OSINFO_MEDIA(one))
                            : osinfo_image_get_download(OSINFO_IMAGE(one));
    }
    return NULL;
}

static OsinfoDownload *
find_download(OsinfoOs *os, const char *url)
{
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(OsinfoImageList) images = osinfo_os_get_image_list(os);
    OsinfoDownload *download = find_in(OSINFO_LIST(media), url);

    return download != NULL ? download : find_in(OSINFO_LIST(images), url);
}

static char *
take_text(char *text)
{
    return text != NULL ? text : g_strdup("");
}

/* What is told of a download as a row has it, one a column; a new array. */
static GStrv
list_facts(OsinfoDownload *download)
{
    g_autoptr(GPtrArray) facts = g_ptr_array_new();
    g_auto(GStrv) lists = osinfo_download_get_lists(download);
    const char *form = osinfo_download_get_signature_form(download);
    const char *of = osinfo_download_is_file_signed(download) ? "file" : "list";

    g_ptr_array_add(facts, take_text(osinfo_download_get_index(download)));
    g_ptr_array_add(facts, g_strjoinv(" ", lists));
    g_ptr_array_add(facts, take_text(osinfo_download_get_signature(download)));
    g_ptr_array_add(facts, g_strdup(form != NULL ? form : ""));
    g_ptr_array_add(facts, g_strdup(form != NULL ? of : ""));
    g_ptr_array_add(facts, g_strjoinv(" ", (char **)osinfo_download_get_keys(download)));
    g_ptr_array_add(facts, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&facts), FALSE);
}

static guint
count_faults(OsinfoOs *os, char **names, char **row)
{
    g_autoptr(OsinfoDownload) download = os != NULL ? find_download(os, row[COLUMN_URL]) : NULL;
    g_auto(GStrv) facts = download != NULL ? list_facts(download) : NULL;
    guint n_faults = 0;

    if (facts == NULL) {
        g_test_message("%s: has no '%s'", row[COLUMN_OS], row[COLUMN_URL]);
        return 1;
    }
    for (guint i = 0; facts[i] != NULL; i++) {
        const char *expected = row[COLUMN_FACTS + i];

        if (strcmp(facts[i], expected) == 0)
            continue;
        g_test_message("%s: %s is '%s', expected '%s'", row[COLUMN_URL], names[COLUMN_FACTS + i],
                       facts[i], expected);
        n_faults++;
    }
    return n_faults;
}

static void
test_table(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(GHashTable) systems = table_list_systems(db);
    g_autoptr(Table) table = table_read("downloads.tsv");
    guint n_faults = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, N_COLUMNS);
    for (guint i = 0; i < table->rows->len; i++) {
        char **row = g_ptr_array_index(table->rows, i);

        n_faults += count_faults(g_hash_table_lookup(systems, row[COLUMN_OS]), table->names, row);
    }
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(table->rows->len, >=, MIN_ROWS);
}

/* What is signed has a key, and what is told can be asked for: an address of its own by a protocol that there is. */
static void
test_all(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);
    guint n_files = 0;
    guint n_signed = 0;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(list), i));
        g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(media)); j++) {
            OsinfoMedia *one = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), j));
            g_autoptr(OsinfoDownload) download = osinfo_media_get_download(one);
            g_auto(GStrv) lists = download != NULL ? osinfo_download_get_lists(download) : NULL;

            for (char **address = lists; address != NULL && *address != NULL; address++)
                g_assert_true(g_str_has_prefix(*address, "http") && strchr(*address, '{') == NULL);
            if (download == NULL || osinfo_download_get_signature_form(download) == NULL)
                continue;
            n_signed++;
            g_test_message("%s", osinfo_download_get_url(download));
            g_assert_cmpuint(g_strv_length((char **)osinfo_download_get_keys(download)), >, 0);
        }
        n_files += (guint)osinfo_list_get_length(OSINFO_LIST(media));
    }
    g_test_message("%u of %u media are signed", n_signed, n_files);
    g_assert_cmpuint(n_signed, >=, 900);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/downloads/table", test_table);
    g_test_add_func("/downloads/all", test_all);
    return sandbox_run();
}
