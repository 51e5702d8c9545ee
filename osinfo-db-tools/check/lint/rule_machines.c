/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a system starts from is said, by itself or by one that it inherits from; that somebody looked and did
 * not find out is said, too. Older machines had one kind of firmware.
 */
#include "check/lint/rules.h"
#include "check/xml_node.h"

/* Machines with another kind of firmware came up in that year. */
#define SINCE "2005-01-01"

static const char *const statements[] = {"firmware", "machine"};
static const char *const inheriting[] = {"derives-from", "clones"};

static gboolean
has_statement(const LintEntity *os)
{
    for (guint i = 0; i < G_N_ELEMENTS(statements); i++) {
        if (xml_node_child(os->node, statements[i]) != NULL)
            return TRUE;
    }
    return FALSE;
}

/* Does it inherit from a system that other files may have more of? */
static gboolean
leads_outside(LintDatabase *database, const LintEntity *os)
{
    for (guint i = 0; i < G_N_ELEMENTS(inheriting); i++) {
        XML_NODE_FOREACH (link, os->node, inheriting[i]) {
            g_autofree char *id = xml_node_attribute(link, "id");

            if (id != NULL && !lint_database_has(database, "os", id))
                return TRUE;
        }
    }
    return FALSE;
}

/* For each system those that inherit from it, by id; ids are borrowed. */
static GHashTable *
read_heirs(LintDatabase *database)
{
    GHashTable *heirs =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

    RULE_FOREACH (os, database, "os") {
        for (guint i = 0; i < G_N_ELEMENTS(inheriting); i++) {
            XML_NODE_FOREACH (link, os->node, inheriting[i]) {
                g_autofree char *id = xml_node_attribute(link, "id");
                GPtrArray *some = id != NULL ? g_hash_table_lookup(heirs, id) : NULL;

                if (id == NULL)
                    continue;
                if (some == NULL) {
                    some = g_ptr_array_new();
                    g_hash_table_insert(heirs, g_steal_pointer(&id), some);
                }
                g_ptr_array_add(some, os->id);
            }
        }
    }
    return heirs;
}

/* Ids of the systems of which something is said, each looked at once. */
static GHashTable *
find_stated(LintDatabase *database)
{
    g_autoptr(GHashTable) heirs = read_heirs(database);
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    GHashTable *stated = g_hash_table_new(g_str_hash, g_str_equal);

    RULE_FOREACH (os, database, "os") {
        if ((has_statement(os) || leads_outside(database, os)) && g_hash_table_add(stated, os->id))
            g_ptr_array_add(waiting, os->id);
    }
    while (waiting->len > 0) {
        const char *id = g_ptr_array_steal_index_fast(waiting, waiting->len - 1);
        const GPtrArray *some = g_hash_table_lookup(heirs, id);

        for (guint i = 0; some != NULL && i < some->len; i++) {
            char *heir = g_ptr_array_index(some, i);

            if (g_hash_table_add(stated, heir))
                g_ptr_array_add(waiting, heir);
        }
    }
    return stated;
}

void
rule_machines(LintDatabase *database)
{
    g_autoptr(GHashTable) stated = find_stated(database);
    guint32 since = rule_parse_date(SINCE);

    RULE_FOREACH (os, database, "os") {
        if (rule_read_date(os, "release-date") >= since && !g_hash_table_contains(stated, os->id))
            lint_fault(database, os->file, os->node,
                       _("nothing says what it starts from: <firmware> has the status 'unknown' "
                         "for that"));
    }
}
