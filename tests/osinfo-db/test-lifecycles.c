/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Until when systems get updates, and for whom: what programs are told of the real database, against
 * lifecycle.tsv, which README.md explains.
 */
#include "config.h"

#include <string.h>

#include "sandbox.h"
#include "table.h"

/* Rows of the table, at least, and those of them that the database does not follow. */
#define MIN_ROWS 667
#define N_DIFFERENCES 7

enum {
    COLUMN_OS,
    COLUMN_STANDARD,
    COLUMN_SECURITY,
    COLUMN_EXTENDED,
    COLUMN_SURE,
    COLUMN_DIFFERENCE,
    N_COLUMNS
};

/* The ends of one kind, with commas between: dates, "none", "" for not known. */
static char *
list_ends(GListModel *phases, OsinfoLifecyclePhaseKind kind)
{
    g_autoptr(GString) ends = g_string_new(NULL);
    gboolean is_complete = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
        const char *end = osinfo_lifecycle_phase_get_end_date_string(phase);

        is_complete |=
            osinfo_lifecycle_phase_get_kind(phase) == OSINFO_LIFECYCLE_PHASE_KIND_STANDARD;
        if (osinfo_lifecycle_phase_get_kind(phase) == kind)
            g_string_append_printf(ends, "%s%s", ends->len > 0 ? "," : "",
                                   end != NULL ? end : "none");
    }
    if (ends->len == 0 && kind == OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED && is_complete)
        g_string_append(ends, "none");
    return g_string_free(g_steal_pointer(&ends), FALSE);
}

static gboolean
has_ends(OsinfoProduct *os, char **row)
{
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(os);

    for (guint i = 0; i <= OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED; i++) {
        g_autofree char *ends = list_ends(phases, (OsinfoLifecyclePhaseKind)i);

        if (strcmp(ends, row[COLUMN_STANDARD + i]) == 0)
            continue;
        if (*row[COLUMN_DIFFERENCE] == '\0')
            g_test_message("%s: phase %u ends '%s', expected '%s'", row[COLUMN_OS], i, ends,
                           row[COLUMN_STANDARD + i]);
        return FALSE;
    }
    return TRUE;
}

static GDate *
parse_date(const char *text, guint n_days_later)
{
    g_autoptr(GDateTime) time = NULL;
    g_autofree char *moment = g_strconcat(text, "T00:00:00Z", NULL);
    g_autoptr(GDateTime) day = g_date_time_new_from_iso8601(moment, NULL);

    g_assert_nonnull(day);
    time = g_date_time_add_days(day, (gint)n_days_later);
    return g_date_new_dmy((GDateDay)g_date_time_get_day_of_month(time),
                          (GDateMonth)g_date_time_get_month(time),
                          (GDateYear)g_date_time_get_year(time));
}

/* On the last day and on the one behind it. */
static gboolean
has_answers(OsinfoProduct *os, char **row)
{
    const char *end = row[COLUMN_SECURITY];
    g_autoptr(GDate) last = NULL;
    g_autoptr(GDate) next = NULL;
    OsinfoSupport support = OSINFO_SUPPORT_UNKNOWN;

    if (*end == '\0')
        return TRUE;
    if (strcmp(end, "none") == 0)
        end = "2999-12-31";
    last = parse_date(end, 0);
    next = parse_date(end, 1);
    support = osinfo_product_get_support_on(os, next);
    if (osinfo_product_is_supported_on(os, last) &&
        (strcmp(row[COLUMN_SECURITY], "none") == 0 || support == OSINFO_SUPPORT_ENDED ||
         support == OSINFO_SUPPORT_EXTENDED))
        return TRUE;
    g_test_message("%s: %d behind %s", row[COLUMN_OS], (int)support, end);
    return FALSE;
}

static void
test_table(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    g_autoptr(GHashTable) systems = table_list_systems(db);
    g_autoptr(Table) table = table_read("lifecycle.tsv");
    GPtrArray *rows = table->rows;
    guint n_faults = 0;
    guint n_differences = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, N_COLUMNS);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        OsinfoProduct *os = g_hash_table_lookup(systems, row[COLUMN_OS]);
        gboolean is_different = *row[COLUMN_DIFFERENCE] != '\0';
        gboolean is_right = os != NULL && has_ends(os, row);

        if (os == NULL)
            g_test_message("%s: no such system", row[COLUMN_OS]);
        n_differences += is_different;
        if (is_different && is_right)
            g_test_message("%s: does not differ", row[COLUMN_OS]);
        n_faults += is_right == is_different;
        if (is_right)
            n_faults += !has_answers(os, row);
    }
    g_test_message("%u of %u lifecycles", rows->len - n_differences - n_faults, rows->len);
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(rows->len, >=, MIN_ROWS);
    g_assert_cmpuint(n_differences, ==, N_DIFFERENCES);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/lifecycles/table", test_table);
    return sandbox_run();
}
