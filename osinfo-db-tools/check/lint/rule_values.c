/* SPDX-License-Identifier: GPL-2.0-or-later */
/* White space inside a value belongs to it, so a value never begins or ends with it. A reader may take
 * only the text in front of a comment. Templates of install scripts are text of their own. */
#include "check/lint/rules.h"
#include "check/xml_node.h"
#include "facts/fields.h"

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

/* Is an element without anything in it an answer, which is yes? */
static gboolean
is_answer(const xmlNode *node)
{
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        const FieldSpec *field = NULL;
        FieldIter iter;

        field_iter_init(&iter, (FactKind)i);
        while ((field = field_iter_next(&iter)) != NULL) {
            if ((field->flags & FIELD_ANSWER) != 0 && field->path != NULL &&
                xmlStrEqual(node->name, BAD_CAST field->path))
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
has_comment(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_COMMENT_NODE || child->type == XML_PI_NODE)
            return TRUE;
    }
    return FALSE;
}

/* Of what the schema does not know it says enough. */
static gboolean
is_known(const LintDatabase *database, const xmlNode *node)
{
    return database->schema == NULL || database->schema->is_partial ||
           schema_model_has_element(database->schema, (const char *)node->name);
}

/* An element without others in it. */
static void
check_leaf(LintDatabase *database, const LintFile *file, const xmlNode *node)
{
    g_autofree char *text = xml_node_text(node);

    if (node->children != NULL)
        check_value(database, file, node);
    if (has_comment(node) && *text != '\0')
        lint_fault(database, file, node,
                   _("comment inside the value of <%s>: it belongs in front of the element"),
                   node->name);
    else if (*text == '\0' && node->properties == NULL && !is_answer(node) &&
             is_known(database, node) && (node->children == NULL || has_comment(node)))
        lint_fault(database, file, node, _("<%s> is empty"), node->name);
}

static void
check_tree(LintDatabase *database, const LintFile *file, const xmlNode *parent)
{
    XML_NODE_FOREACH (node, parent, NULL) {
        if (xml_node_is(node, "template"))
            continue;
        if (has_child_elements(node))
            check_tree(database, file, node);
        else
            check_leaf(database, file, node);
    }
}

void
rule_values(LintDatabase *database)
{
    RULE_FOREACH (entity, database, NULL) {
        check_tree(database, entity->file, entity->node);
    }
}
