/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short ids are what people type; two kinds of entity may share one. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static void
check_kind(LintDatabase *database, const char *kind)
{
    g_autoptr(GHashTable) owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    RULE_FOREACH (entity, database, kind) {
        XML_NODE_FOREACH (node, entity->node, "short-id") {
            g_autofree char *short_id = xml_node_text(node);
            const LintEntity *owner = g_hash_table_lookup(owners, short_id);

            if (!g_regex_match_simple("^[a-z0-9][A-Za-z0-9.-]*$", short_id, G_REGEX_DOLLAR_ENDONLY,
                                      0))
                lint_fault(database, entity->file, node,
                           _("short id '%s' is not of letters, digits, '.' and '-'"), short_id);
            if (owner == NULL)
                g_hash_table_insert(owners, g_strdup(short_id), (gpointer)entity);
            else if (!g_str_equal(owner->id, entity->id))
                lint_fault(database, entity->file, node, _("short id '%s' is also that of %s"),
                           short_id, owner->id);
        }
    }
}

void
rule_short_ids(LintDatabase *database)
{
    check_kind(database, "os");
    check_kind(database, "platform");
    check_kind(database, "scheme");
}
