/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shows names that systems have elsewhere to the real database: those of identities.tsv, which
 * README.md explains, and for each system those that it states itself.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "recognise/identity.h"
#include "recognise/match.h"
#include "recognise/verdict.h"
#include "sandbox.h"
#include "store-helpers.h"
#include "table.h"

/* Names that mean the systems that the table says, of each scheme, of so many. */
static const struct {
    const char *scheme;
    guint right;
    guint all;
} figures[] = {
    /* clang-format off */
    {"cpe",            1304, 1324},
    {"endoflife.date", 483, 495},
    {"libguestfs",     620, 636},
    {"os-release",     424, 452},
    {"windows",        59, 59},
    /* clang-format on */
};

/* Of the schemes that tell a system, the names that do not: what the systems' own files say. */
static const struct {
    const char *family;
    const char *version; /* "": none */
    const char *systems;
} shared_names[] = {
    /* clang-format off */
    {"os-release:almalinux", "10", "almalinux-kitten10 almalinux10"},
    {"os-release:anolis", "23", "anolis23.0 anolis23.1"},
    {"os-release:centos", "8", "centos-stream8 centos8"},
    {"os-release:debian", "", "debiantesting debianunstable"},
    {"os-release:fedora", "", "fedora-eln fedora-rawhide"},
    {"os-release:fedora:coreos", "", "fedora-coreos-next fedora-coreos-stable fedora-coreos-testing"},
    {"os-release:opensuse-tumbleweed", "", "opensuse-factory opensusetumbleweed"},
    {"os-release:slackware", "14.0", "slackware14.0 slackwarearm14.0"},
    {"os-release:slackware", "14.1", "slackware14.1 slackwarearm14.1"},
    {"os-release:slackware", "14.2", "slackware14.2 slackwarearm14.2"},
    {"os-release:slackware", "15.0", "slackware15.0 slackwarearm15.0"},
    {"windows:server", "3790", "win2k3 win2k3r2"},
    /* clang-format on */
};

enum { COLUMN_SCHEME, COLUMN_NAME, COLUMN_SYSTEMS, COLUMN_ANSWER, N_COLUMNS };

static Store *store;

/* Short ids in their order, with blanks between. */
static char *
join_short_ids(const GArray *systems)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    guint32 key = store_find_key(store, "short-id");

    for (guint i = 0; i < systems->len; i++)
        g_ptr_array_add(words,
                        (gpointer)store_get_value(store, g_array_index(systems, guint32, i), key));
    g_ptr_array_sort(words, text_compare_items);
    g_ptr_array_add(words, NULL);
    return g_strjoinv(" ", (char **)words->pdata);
}

static void
test_table(void)
{
    g_autoptr(Table) table = table_read("identities.tsv");
    GPtrArray *rows = table->rows;
    guint right[G_N_ELEMENTS(figures)] = {0};
    guint all[G_N_ELEMENTS(figures)] = {0};
    guint n_faults = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, N_COLUMNS);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        const char *answer = *row[COLUMN_ANSWER] != '\0' ? row[COLUMN_ANSWER] : row[COLUMN_SYSTEMS];
        g_autoptr(GArray) systems =
            identity_find_by_name(store, row[COLUMN_SCHEME], row[COLUMN_NAME]);
        g_autofree char *found = join_short_ids(systems);

        if (strcmp(answer, "-") == 0)
            answer = "";
        if (strcmp(found, answer) != 0) {
            g_test_message("%s %s: '%s', expected '%s'", row[COLUMN_SCHEME], row[COLUMN_NAME],
                           found, answer);
            n_faults++;
        }
        for (guint j = 0; j < G_N_ELEMENTS(figures); j++) {
            if (strcmp(figures[j].scheme, row[COLUMN_SCHEME]) != 0)
                continue;
            all[j]++;
            right[j] += strcmp(found, row[COLUMN_SYSTEMS]) == 0;
        }
    }
    for (guint j = 0; j < G_N_ELEMENTS(figures); j++)
        g_test_message("%s: %u of %u names", figures[j].scheme, right[j], all[j]);
    g_assert_cmpuint(n_faults, ==, 0);
    for (guint j = 0; j < G_N_ELEMENTS(figures); j++) {
        g_assert_cmpuint(right[j], >=, figures[j].right);
        g_assert_cmpuint(all[j], ==, figures[j].all);
    }
}

/* The column of a table whose heading is so. */
static guint
find_column(char **headings, const char *name)
{
    for (guint i = 0; headings[i] != NULL; i++) {
        if (strcmp(headings[i], name) == 0)
            return i;
    }
    g_assert_not_reached();
}

static gboolean
is_named(const char *short_ids, const char *short_id)
{
    g_auto(GStrv) words = g_strsplit_set(short_ids, ", ", -1);

    return g_strv_contains((const char *const *)words, short_id);
}

/* Does a claim that names systems name one of those whose label it is? */
static gboolean
is_right(const IdentityClaim *claim, const char *os, const char *accept)
{
    g_autoptr(GArray) matches = identity_find_systems(store, claim);
    guint32 key = store_find_key(store, "short-id");

    for (guint i = 0; i < matches->len; i++) {
        const char *short_id =
            store_get_value(store, g_array_index(matches, IdentityMatch, i).os, key);

        if (strcmp(short_id, os) == 0 || is_named(accept, short_id))
            return TRUE;
    }
    return matches->len == 0;
}

/* What the labels of real media tell by their names alone is no other system. */
static void
test_labels(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "osinfo-db", "labels.tsv", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    g_auto(GStrv) headings = NULL;
    guint n_told = 0;
    guint n_faults = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    headings = g_strsplit(lines[0], "\t", -1);
    for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
        g_auto(GStrv) row = g_strsplit(lines[i], "\t", -1);
        const char *os = row[find_column(headings, "os")];
        const char *volume = row[find_column(headings, "volume")];
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GArray) claims = NULL;

        evidence_init(&evidence);
        evidence_add_found(&evidence, "iso9660.volume-id", volume, "label");
        claims = identity_find_claims(store, &evidence);
        n_told += claims->len > 0;
        for (guint j = 0; j < claims->len; j++) {
            if (is_right(&g_array_index(claims, IdentityClaim, j), os,
                         row[find_column(headings, "accept")]))
                continue;
            g_test_message("%s: '%s'", os, volume);
            n_faults++;
        }
    }
    g_test_message("%u labels tell a family", n_told);
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(n_told, >, 0);
}

/* What a medium is of which no more is known than the label. */
static void
judge_label(const char *label, Evidence *evidence, Verdict *out_verdict)
{
    g_autoptr(GArray) labelled = rank_new();
    g_autoptr(GArray) records = NULL;

    evidence_add_found(evidence, "iso9660.volume-id", label, "label");
    records = match_find(store, FACT_KIND_MEDIA, evidence);
    for (guint i = 0; i < records->len; i++) {
        Entry entry = entry_of_record(store, g_array_index(records, guint32, i));
        Entry os = entry_of_record(store, store_get_record(store, entry.record)->owner);

        rank_add(labelled, &entry, &os);
    }
    rank_sort(labelled);
    verdict_make(store, FACT_KIND_MEDIA, evidence, labelled, out_verdict);
}

/* Labels of releases that nobody has listed lead to the nearest one. */
static void
test_relatives(void)
{
    g_autoptr(Table) table = table_read("relatives.tsv");
    GPtrArray *rows = table->rows;
    guint n_faults = 0;

    g_assert_cmpuint(g_strv_length(table->names), ==, 3);
    for (guint i = 0; i < rows->len; i++) {
        char **row = g_ptr_array_index(rows, i);
        g_auto(Evidence) evidence = {.items = NULL};
        g_auto(Verdict) verdict = {.candidates = NULL};
        const VerdictCandidate *best = NULL;
        const char *nearest = "";

        evidence_init(&evidence);
        judge_label(row[0], &evidence, &verdict);
        if (verdict.candidates->len > 0)
            best = &g_array_index(verdict.candidates, VerdictCandidate, 0);
        if (best != NULL && best->confidence <= OSINFO_CONFIDENCE_RELATIVE)
            nearest = entry_get_value(&best->os, "short-id");
        if (strcmp(nearest, row[2]) == 0 &&
            g_strcmp0(verdict.version, *row[1] != '\0' ? row[1] : NULL) == 0)
            continue;
        g_test_message("%s: '%s' of '%s'", row[0], nearest,
                       verdict.version != NULL ? verdict.version : "");
        n_faults++;
    }
    g_assert_cmpuint(rows->len, >=, 40);
    g_assert_cmpuint(n_faults, ==, 0);
}

static const char *
find_shared(const char *family, const char *version)
{
    for (guint i = 0; i < G_N_ELEMENTS(shared_names); i++) {
        if (strcmp(shared_names[i].family, family) == 0 &&
            strcmp(shared_names[i].version, version) == 0)
            return shared_names[i].systems;
    }
    return NULL;
}

static gboolean
tells_a_system(const char *family)
{
    return g_str_has_prefix(family, "os-release:") || g_str_has_prefix(family, "windows:") ||
           g_str_has_prefix(family, "disk-info:") || g_str_has_prefix(family, "treeinfo:");
}

/* The systems of the index's entries from @first on that have one name; moves behind them. */
static char *
take_systems(const StoreIdentityF *entries, guint n_entries, guint *inout_number)
{
    const StoreIdentityF *first = &entries[*inout_number];
    g_autoptr(GArray) systems = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (; *inout_number < n_entries; ++*inout_number) {
        const StoreIdentityF *entry = &entries[*inout_number];

        if (entry->family != first->family || entry->version != first->version)
            break;
        g_array_append_val(systems, store_get_record(store, entry->record)->owner);
    }
    return join_short_ids(systems);
}

/* How many of its family are left is said in each entry of the index. */
static void
test_families(void)
{
    guint n_entries = 0;
    const StoreIdentityF *entries = store_get_section(store, STORE_SECTION_IDENTITIES, &n_entries);
    guint n_same = 0;

    for (guint i = n_entries; i > 0; i--) {
        gboolean is_last = i == n_entries || entries[i].family != entries[i - 1].family;

        n_same = is_last ? 1 : n_same + 1;
        g_assert_cmpuint(entries[i - 1].n_left, ==, n_same);
    }
    g_assert_cmpuint(n_entries, >, 1000);
}

/* What tells a system is one's own, but for names that are known to be shared. */
static void
test_unique(void)
{
    guint n_entries = 0;
    const StoreIdentityF *entries = store_get_section(store, STORE_SECTION_IDENTITIES, &n_entries);
    guint n_shared = 0;
    guint n_faults = 0;

    for (guint i = 0; i < n_entries;) {
        const char *family = store_get_string(store, entries[i].family);
        const char *version = store_get_string(store, entries[i].version);
        g_autofree char *systems = take_systems(entries, n_entries, &i);
        const char *known = find_shared(family, version != NULL ? version : "");

        if (!tells_a_system(family) || strchr(systems, ' ') == NULL)
            continue;
        n_shared++;
        if (g_strcmp0(known, systems) == 0)
            continue;
        g_test_message("{\"%s\", \"%s\", \"%s\"},", family, version != NULL ? version : "",
                       systems);
        n_faults++;
    }
    g_assert_cmpuint(n_faults, ==, 0);
    g_assert_cmpuint(n_shared, ==, G_N_ELEMENTS(shared_names));
}

int
main(int argc, char **argv)
{
    g_autofree char *data = NULL;
    g_autoptr(GBytes) bytes = NULL;
    int result = 0;

    sandbox_init(&argc, &argv);
    data = sandbox_get_data();
    bytes = store_compile_folder(data);
    store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, NULL);
    g_test_add_func("/identities/table", test_table);
    g_test_add_func("/identities/families", test_families);
    g_test_add_func("/identities/unique", test_unique);
    g_test_add_func("/identities/labels", test_labels);
    g_test_add_func("/identities/relatives", test_relatives);
    result = sandbox_run();
    store_unref(store);
    return result;
}
