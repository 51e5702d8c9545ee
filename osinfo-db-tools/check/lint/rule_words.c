/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new family or distribution is a decision, not a misspelling: it gets a note in the schema. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static gboolean
is_known(const GPtrArray *words, const char *word)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)words, word, g_str_equal, NULL);
}

static void
check_word(LintDatabase *database, const LintEntity *os, const char *element)
{
    const GPtrArray *words = schema_model_get_known(database->schema, element);

    if (words == NULL)
        return;
    XML_NODE_FOREACH (node, os->node, element) {
        g_autofree char *word = xml_node_text(node);
        const char *meant = schema_model_find_meant(database->schema, word, words);

        if (is_known(words, word))
            continue;
        if (meant != NULL)
            lint_fault(database, os->file, node, _("'%s' is not a known <%s>; did you mean '%s'?"),
                       word, element, meant);
        else
            lint_fault(database, os->file, node, _("'%s' is not a known <%s>"), word, element);
    }
}

void
rule_words(LintDatabase *database)
{
    if (database->schema == NULL)
        return;
    RULE_FOREACH (os, database, "os") {
        check_word(database, os, "family");
        check_word(database, os, "distro");
    }
}
