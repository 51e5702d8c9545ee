/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the lists of others call systems: the names of namings.tsv, which README.md explains, are asked for
 * of the real database in both directions, and what it says of itself is true in both.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"
#include "table.h"

enum {
    COLUMN_SCHEME,
    COLUMN_ARCHITECTURE,
    COLUMN_NAME,
    COLUMN_MATCH,
    COLUMN_SYSTEMS,
    COLUMN_DIFFERENCE,
    N_COLUMNS
};

/* Pairs of a system and a name that the table has, and those of them that the database does not follow. */
#define MIN_PAIRS 7000
#define N_DIFFERENCES 16

/* Words of OsinfoIdentityMatch. */
static const char *const matches[] = {"none", "nearest", "exact"};

static OsinfoDb *db;
static GHashTable *systems; /* by short id */

static gboolean
is_same(OsinfoIdentity *identity, char **row)
{
    const char *architecture = osinfo_identity_get_architecture(identity);
    const char *name = osinfo_identity_get_name(identity);

    return strcmp(architecture != NULL ? architecture : "", row[COLUMN_ARCHITECTURE]) == 0 &&
           strcmp(name != NULL ? name : "", row[COLUMN_NAME]) == 0 &&
           strcmp(matches[osinfo_identity_get_match(identity)], row[COLUMN_MATCH]) == 0;
}

/* Is the system called so? */
static gboolean
has_name(OsinfoOs *os, char **row)
{
    g_autoptr(GListModel) names = osinfo_os_get_identities_in_scheme(os, row[COLUMN_SCHEME]);

    for (guint i = 0; i < g_list_model_get_n_items(names); i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, i);

        g_assert_cmpstr(osinfo_identity_get_scheme(identity), ==, row[COLUMN_SCHEME]);
        if (is_same(identity, row))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_found(OsinfoOsList *found, OsinfoOs *os)
{
    return osinfo_list_find_by_id(OSINFO_LIST(found), osinfo_entity_get_id(OSINFO_ENTITY(os))) !=
           NULL;
}

/* Of the systems of a row those that are not called so, or not found. */
static guint
count_faults(char **row, guint *inout_n_pairs)
{
    g_auto(GStrv) words = g_strsplit(row[COLUMN_SYSTEMS], " ", -1);
    g_autoptr(OsinfoOsList) found =
        osinfo_db_find_os_by_identity(db, row[COLUMN_SCHEME], row[COLUMN_NAME]);
    gboolean is_name = *row[COLUMN_NAME] != '\0';
    guint n_faults = 0;

    for (guint i = 0; words[i] != NULL; i++) {
        OsinfoOs *os = g_hash_table_lookup(systems, words[i]);

        g_assert_nonnull(os);
        ++*inout_n_pairs;
        if (has_name(os, row) && is_found(found, os) == is_name)
            continue;
        n_faults++;
        if (*row[COLUMN_DIFFERENCE] == '\0')
            g_test_message("%s: %s is not '%s'", row[COLUMN_SCHEME], words[i], row[COLUMN_NAME]);
    }
    return n_faults;
}

static void
test_table(void)
{
    g_autoptr(Table) table = table_read("namings.tsv");
    guint n_pairs = 0;
    guint n_differences = 0;
    guint n_faults = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, N_COLUMNS);
    for (guint i = 0; i < table->rows->len; i++) {
        char **row = g_ptr_array_index(table->rows, i);
        guint n_wrong = count_faults(row, &n_pairs);

        if (*row[COLUMN_DIFFERENCE] == '\0') {
            n_faults += n_wrong;
            continue;
        }
        /* what is known to differ still does */
        g_assert_cmpuint(n_wrong, >, 0);
        n_differences += n_wrong;
    }
    g_test_message("%u names, %u of them differ", n_pairs, n_differences);
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(n_pairs, >=, MIN_PAIRS);
    g_assert_cmpuint(n_differences, ==, N_DIFFERENCES);
}

/* Who is said to be called so is found by that, exact ones before the nearest ones. */
static void
check_order(const char *scheme, const char *name, OsinfoOsList *found)
{
    gboolean was_exact = TRUE;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(found)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(found), i));
        g_autoptr(GListModel) names = osinfo_os_get_identities_in_scheme(os, scheme);
        gboolean is_exact = FALSE;

        for (guint j = 0; j < g_list_model_get_n_items(names); j++) {
            g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, j);

            is_exact =
                is_exact || (osinfo_identity_get_match(identity) == OSINFO_IDENTITY_MATCH_EXACT &&
                             g_strcmp0(osinfo_identity_get_name(identity), name) == 0);
        }
        g_assert_true(was_exact || !is_exact);
        was_exact = is_exact;
    }
}

/* All that is said of a system, in schemes that narrow down: each name leads back. */
static void
test_both_ways(void)
{
    static const char *const schemes[] = {"vmware", "virtualbox", "cim",     "proxmox",
                                          "ovirt",  "kubevirt",   "cobbler", "vagrant"};
    g_autoptr(GHashTable) known =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
    GHashTableIter iter;
    gpointer os = NULL;
    guint n_names = 0;

    g_hash_table_iter_init(&iter, systems);
    while (g_hash_table_iter_next(&iter, NULL, &os)) {
        for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
            g_autoptr(GListModel) names = osinfo_os_get_identities_in_scheme(os, schemes[i]);

            for (guint j = 0; j < g_list_model_get_n_items(names); j++) {
                g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, j);
                const char *name = osinfo_identity_get_name(identity);
                g_autofree char *key = g_strconcat(schemes[i], ":", name, NULL);
                OsinfoOsList *found = g_hash_table_lookup(known, key);

                if (found == NULL) {
                    found = osinfo_db_find_os_by_identity(db, schemes[i], name);
                    check_order(schemes[i], name, found);
                    g_hash_table_insert(known, g_steal_pointer(&key), found);
                }
                g_assert_true(is_found(found, OSINFO_OS(os)));
                n_names++;
            }
        }
    }
    g_test_message("%u names, %u of them different", n_names, g_hash_table_size(known));
    g_assert_cmpuint(n_names, >, 5000);
}

/* What systems state themselves is told as they state it, and leads back, too. */
static void
test_stated(void)
{
    static const char *const schemes[] = {"os-release", "cpe", "endoflife.date", "windows",
                                          "libguestfs"};
    GHashTableIter iter;
    gpointer os = NULL;
    guint n_names = 0;
    guint n_lost = 0;

    g_hash_table_iter_init(&iter, systems);
    while (g_hash_table_iter_next(&iter, NULL, &os)) {
        for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
            g_autoptr(GListModel) names = osinfo_os_get_identities_in_scheme(os, schemes[i]);

            for (guint j = 0; j < g_list_model_get_n_items(names); j++) {
                g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, j);
                const char *name = osinfo_identity_get_name(identity);
                g_autoptr(OsinfoOsList) found =
                    name != NULL ? osinfo_db_find_os_by_identity(db, schemes[i], name) : NULL;

                if (name == NULL || osinfo_identity_is_prefix(identity))
                    continue;
                n_names++;
                if (is_found(found, OSINFO_OS(os)))
                    continue;
                n_lost++;
                g_test_message("%s: '%s' does not lead to %s", schemes[i], name,
                               osinfo_product_get_short_id(OSINFO_PRODUCT(os)));
            }
        }
    }
    g_test_message("%u names", n_names);
    g_assert_cmpuint(n_lost, ==, 0);
    g_assert_cmpuint(n_names, >, 1000);
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = NULL;
    int result = 0;

    sandbox_init(&argc, &argv);
    folder = sandbox_get_data();
    db = sandbox_load(folder, NULL);
    systems = table_list_systems(db);
    g_test_add_func("/namings/table", test_table);
    g_test_add_func("/namings/both-ways", test_both_ways);
    g_test_add_func("/namings/stated", test_stated);
    result = sandbox_run();
    g_hash_table_unref(systems);
    g_object_unref(db);
    return result;
}
