/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs find an edition by its id. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

void
rule_variants(LintDatabase *database)
{
    RULE_FOREACH (os, database, "os") {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        XML_NODE_FOREACH (variant, os->node, "variant") {
            g_autofree char *id = xml_node_attribute(variant, "id");

            if (id == NULL || *id == '\0')
                lint_fault(database, os->file, variant, _("variant without an id"));
            else if (!g_hash_table_add(seen, g_strdup(id)))
                lint_fault(database, os->file, variant, _("duplicate variant '%s'"), id);
        }
    }
}
