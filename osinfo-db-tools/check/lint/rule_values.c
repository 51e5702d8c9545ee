/* SPDX-License-Identifier: GPL-2.0-or-later */
/* White space inside a value belongs to it, so a value never begins or ends with it. Templates of
 * install scripts are text of their own. */
#include "check/lint/rules.h"
#include "check/xml_node.h"

static gboolean
has_child_elements(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            return TRUE;
    }
    return FALSE;
}

static void
check_value(LintDatabase *database, const LintFile *file, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    const char *text = (const char *)content;

    if (text != NULL && *text != '\0') {
        g_autofree char *stripped = g_strstrip(g_strdup(text));

        if (*stripped == '\0')
            lint_fault(database, file, node, _("<%s> is blank"), node->name);
        else if (!g_str_equal(stripped, text))
            lint_fault(database, file, node, _("blanks around the value of <%s>"), node->name);
    }
    xmlFree(content);
}

static void
check_tree(LintDatabase *database, const LintFile *file, const xmlNode *parent)
{
    XML_NODE_FOREACH (node, parent, NULL) {
        if (xml_node_is(node, "template"))
            continue;
        if (has_child_elements(node))
            check_tree(database, file, node);
        else if (node->children != NULL)
            check_value(database, file, node);
    }
}

void
rule_values(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        check_tree(database, entity->file, entity->node);
    }
}
