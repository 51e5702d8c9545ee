/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systems want of a machine: what programs are told of the real database, against machines.tsv,
 * which README.md explains.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"
#include "table.h"

/* Rows of the table, at least, and those of them that the database does not follow. */
#define MIN_ROWS 2141
#define N_DIFFERENCES 14

/* Of what no source tells. */
#define ANYTHING "*"

enum {
    COLUMN_OS,
    COLUMN_ARCHITECTURE,
    COLUMN_FACTS,
    COLUMN_SURE = COLUMN_FACTS + 13,
    COLUMN_DIFFERENCE,
    N_COLUMNS
};

static const char *
describe(OsinfoCompatibility compatibility)
{
    static const char *const words[] = {"unknown",   "unsupported", "partial",
                                        "supported", "recommended", "required"};

    g_assert_cmpuint(compatibility, <, G_N_ELEMENTS(words));
    return words[compatibility];
}

static char *
join(const char *const *values)
{
    return g_strjoinv(",", (char **)values);
}

static char *
dup_text(const char *text)
{
    return g_strdup(text != NULL ? text : "");
}

/* The facts of a machine as a row has them, one a column; a new array. */
static GStrv
list_facts(OsinfoMachine *machine)
{
    g_autoptr(GPtrArray) facts = g_ptr_array_new();

    g_ptr_array_add(facts, dup_text(describe(osinfo_machine_get_firmware(machine, "bios"))));
    g_ptr_array_add(facts, dup_text(describe(osinfo_machine_get_firmware(machine, "efi"))));
    g_ptr_array_add(facts, dup_text(describe(osinfo_machine_get_secure_boot(machine))));
    g_ptr_array_add(facts, join(osinfo_machine_get_media_signers(machine)));
    g_ptr_array_add(facts, join(osinfo_machine_get_updated_signers(machine)));
    g_ptr_array_add(facts, dup_text(describe(osinfo_machine_get_tpm(machine))));
    g_ptr_array_add(facts, dup_text(osinfo_machine_get_tpm_version(machine)));
    g_ptr_array_add(facts, dup_text(osinfo_machine_get_cpu_level(machine)));
    g_ptr_array_add(facts, join(osinfo_machine_get_cpu_features(machine)));
    g_ptr_array_add(facts, dup_text(osinfo_machine_get_clock(machine)));
    g_ptr_array_add(facts, join(osinfo_machine_get_timers(machine)));
    g_ptr_array_add(facts, join(osinfo_machine_get_enlightenments(machine)));
    g_ptr_array_add(facts, join(osinfo_machine_get_machine_types(machine)));
    g_ptr_array_add(facts, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&facts), FALSE);
}

static gboolean
has_facts(OsinfoOs *os, char **names, char **row)
{
    g_autoptr(OsinfoMachine) machine = osinfo_os_get_machine(os, row[COLUMN_ARCHITECTURE]);
    g_auto(GStrv) facts = list_facts(machine);
    gboolean is_right = TRUE;

    for (guint i = 0; facts[i] != NULL; i++) {
        const char *expected = row[COLUMN_FACTS + i];

        if (strcmp(facts[i], expected) == 0 || strcmp(expected, ANYTHING) == 0)
            continue;
        is_right = FALSE;
        if (*row[COLUMN_DIFFERENCE] == '\0')
            g_test_message("%s on %s: %s is '%s', expected '%s'", row[COLUMN_OS],
                           row[COLUMN_ARCHITECTURE], names[COLUMN_FACTS + i], facts[i], expected);
    }
    return is_right;
}

static void
test_table(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(GHashTable) systems = table_list_systems(db);
    g_autoptr(Table) table = table_read("machines.tsv");
    guint n_faults = 0;
    guint n_differences = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, N_COLUMNS);
    for (guint i = 0; i < table->rows->len; i++) {
        char **row = g_ptr_array_index(table->rows, i);
        OsinfoOs *os = g_hash_table_lookup(systems, row[COLUMN_OS]);
        gboolean is_different = *row[COLUMN_DIFFERENCE] != '\0';
        gboolean is_right = os != NULL && has_facts(os, table->names, row);

        if (os == NULL)
            g_test_message("%s: no such system", row[COLUMN_OS]);
        if (is_different && is_right)
            g_test_message("%s: does not differ", row[COLUMN_OS]);
        n_differences += is_different;
        n_faults += is_right == is_different;
    }
    g_test_message("%u of %u machines", table->rows->len - n_differences - n_faults,
                   table->rows->len);
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(table->rows->len, >=, MIN_ROWS);
    g_assert_cmpuint(n_differences, ==, N_DIFFERENCES);
}

/* Facts that are stated of those of whom sources tell, and of nobody else. */
typedef const gchar *const *(*GetList)(OsinfoMachine *machine);

static const struct {
    const char *os, *architecture;
    GetList get;
    const char *words;
} list_rows[] = {
    {"win2k", "i686", osinfo_machine_get_hotplug, ""},
    {"winxp", "i686", osinfo_machine_get_hotplug, "disk,net"},
    {"winvista", "x86_64", osinfo_machine_get_hotplug, "disk,net"},
    {"win10", "i686", osinfo_machine_get_hotplug, "disk,net"},
    {"win11", "x86_64", osinfo_machine_get_hotplug, "memory,disk,net"},
    {"win11", "aarch64", osinfo_machine_get_hotplug, ""},
    {"win2k3r2", "x86_64", osinfo_machine_get_hotplug, "disk,net"},
    {"win2k8", "i686", osinfo_machine_get_hotplug, "cpu,disk,net"},
    {"win2k25", "x86_64", osinfo_machine_get_hotplug, "cpu,memory,disk,net"},
    {"rhel5.11", "x86_64", osinfo_machine_get_hotplug, ""},
    {"rhel6.10", "i686", osinfo_machine_get_hotplug, "disk,net"},
    {"rhel6.10", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,disk,net"},
    {"centos7.0", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,memory,disk,net"},
    {"rhel9.5", "ppc64le", osinfo_machine_get_hotplug, "cpu,cpu-remove,memory,disk,net"},
    {"rhel9.5", "aarch64", osinfo_machine_get_hotplug, ""},
    {"almalinux10", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,memory,disk,net"},
    {"debian6", "x86_64", osinfo_machine_get_hotplug, ""},
    {"debian13", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,disk,net"},
    {"ubuntu26.04", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,disk,net"},
    {"sle15sp6", "x86_64", osinfo_machine_get_hotplug, "cpu,cpu-remove,disk,net"},
    {"freebsd14.0", "x86_64", osinfo_machine_get_hotplug, ""},
    {"rhel7.9", "x86_64", osinfo_machine_get_first_boot_methods, ""},
    {"rhel8.0", "x86_64", osinfo_machine_get_first_boot_methods, "cloud-init"},
    {"rhel10.2", "s390x", osinfo_machine_get_first_boot_methods, "cloud-init"},
    {"rhcos", "x86_64", osinfo_machine_get_first_boot_methods, "ignition"},
    {"scos", "x86_64", osinfo_machine_get_first_boot_methods, "ignition"},
    {"winxp", "i686", osinfo_machine_get_first_boot_methods, "sysprep"},
    {"win2k25", "x86_64", osinfo_machine_get_first_boot_methods, "sysprep"},
};

static void
test_lists(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(GHashTable) systems = table_list_systems(db);

    for (guint i = 0; i < G_N_ELEMENTS(list_rows); i++) {
        OsinfoOs *os = g_hash_table_lookup(systems, list_rows[i].os);
        g_autoptr(OsinfoMachine) machine = NULL;
        g_autofree char *words = NULL;

        g_test_message("%s on %s", list_rows[i].os, list_rows[i].architecture);
        g_assert_nonnull(os);
        machine = osinfo_os_get_machine(os, list_rows[i].architecture);
        words = join(list_rows[i].get(machine));
        g_assert_cmpstr(words, ==, list_rows[i].words);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/machines/table", test_table);
    g_test_add_func("/machines/lists", test_lists);
    return sandbox_run();
}
