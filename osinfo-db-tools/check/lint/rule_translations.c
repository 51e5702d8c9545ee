/* SPDX-License-Identifier: GPL-2.0-or-later */
/* <name> and <vendor> may be given in several languages, after the untranslated text. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static void
check_texts(LintDatabase *database, const LintFile *file, const xmlNode *parent,
            const char *element)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean has_original = FALSE;

    XML_NODE_FOREACH (node, parent, element) {
        g_autofree char *language = xml_node_language(node);

        if (language == NULL) {
            if (has_original)
                lint_fault(database, file, node, _("second <%s> without xml:lang"), element);
            has_original = TRUE;
            continue;
        }
        if (!g_regex_match_simple(
                "^[a-z]{2,3}([_-][A-Za-z]{4})?([_-]([A-Z]{2}|[0-9]{3}))?(@[a-z]+)?$", language,
                G_REGEX_DOLLAR_ENDONLY, 0))
            lint_fault(database, file, node, _("'%s' is not a language"), language);
        if (!has_original)
            lint_fault(database, file, node, _("<%s> in '%s' stands before the untranslated one"),
                       element, language);
        if (!g_hash_table_add(seen, g_strdup(language)))
            lint_fault(database, file, node, _("duplicate <%s> in '%s'"), element, language);
    }
}

void
rule_translations(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        check_texts(database, entity->file, entity->node, "name");
        check_texts(database, entity->file, entity->node, "vendor");
        XML_NODE_FOREACH (variant, entity->node, "variant") {
            check_texts(database, entity->file, variant, "name");
        }
    }
}
