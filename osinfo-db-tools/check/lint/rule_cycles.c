/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Follows each relation on its own: whoever comes back to where he started is in a cycle. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static const char *const relations[] = {"upgrades", "derives-from", "clones", NULL};

/* Ids that the relation leads to, from all files of the entity. */
static GPtrArray *
find_targets(LintDatabase *database, const char *id, const char *relation)
{
    GPtrArray *targets = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *same = g_hash_table_lookup(database->by_id, id);

    for (guint i = 0; same != NULL && i < same->len; i++) {
        const LintEntity *entity = g_ptr_array_index(same, i);

        XML_NODE_FOREACH (link, entity->node, relation) {
            char *target = xml_node_attribute(link, "id");

            if (target != NULL)
                g_ptr_array_add(targets, target);
        }
    }
    return targets;
}

static gboolean
leads_to(LintDatabase *database, const char *start, const char *goal, const char *relation)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) open = find_targets(database, start, relation);

    while (open->len > 0) {
        g_autofree char *id = g_ptr_array_steal_index(open, open->len - 1);

        if (g_str_equal(id, goal))
            return TRUE;
        if (g_hash_table_add(seen, g_strdup(id))) {
            g_autoptr(GPtrArray) more = find_targets(database, id, relation);

            g_ptr_array_extend_and_steal(open, g_steal_pointer(&more));
        }
    }
    return FALSE;
}

void
rule_cycles(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        for (guint i = 0; relations[i] != NULL; i++) {
            const xmlNode *link = xml_node_child(entity->node, relations[i]);

            if (link != NULL && leads_to(database, entity->id, entity->id, relations[i]))
                lint_fault(database, entity->file, link, _("<%s> leads back to '%s'"), relations[i],
                           entity->id);
        }
    }
}
