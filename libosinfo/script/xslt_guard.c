/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of libxslt: every instruction of a template goes through run_instruction(), which looks
 * at the clock and at how much was made so far, and encloses values that go to the result in two
 * empty nodes.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/tree.h>
#include <libxml/xpathInternals.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "common/translate.h"
#include "script/xslt_guard.h"

/* Name and owner of the nodes around a value. */
static const xmlChar value_name[] = "value";
static char value_start, value_end;

gboolean
is_xslt(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
           strcmp((const char *)node->name, name) == 0;
}

xmlNode *
next_node(const xmlNode *root, const xmlNode *node)
{
    if ((node == root || node->type == XML_ELEMENT_NODE) && node->children != NULL)
        return node->children;
    while (node != NULL && node != root && node->next == NULL)
        node = node->parent;
    return node != NULL && node != root ? node->next : NULL;
}

/* A rule that does what the built-in one for texts does, but by an instruction. */
static void
add_text_rule(xmlNode *root, const xmlChar *mode)
{
    xmlNode *rule = xmlNewChild(root, root->ns, (const xmlChar *)"template", NULL);
    xmlNode *value = xmlNewChild(rule, root->ns, (const xmlChar *)"value-of", NULL);

    xmlNewProp(rule, (const xmlChar *)"match", (const xmlChar *)"text() | @*");
    xmlNewProp(rule, (const xmlChar *)"priority", (const xmlChar *)"-1000");
    if (mode != NULL)
        xmlNewProp(rule, (const xmlChar *)"mode", mode);
    xmlNewProp(value, (const xmlChar *)"select", (const xmlChar *)".");
}

void
add_text_rules(xmlNode *root)
{
    g_autoptr(GHashTable) modes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer mode;

    for (xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        xmlChar *name =
            is_xslt(node, "apply-templates") ? xmlGetNoNsProp(node, (const xmlChar *)"mode") : NULL;

        if (name != NULL)
            g_hash_table_add(modes, g_strdup((const char *)name));
        xmlFree(name);
    }
    add_text_rule(root, NULL);
    g_hash_table_iter_init(&iter, modes);
    while (g_hash_table_iter_next(&iter, &mode, NULL))
        add_text_rule(root, mode);
}

void
stop(Work *work, const char *reason)
{
    if (work->stopped == NULL)
        work->stopped = reason;
    work->context->state = XSLT_STATE_STOPPED;
}

gboolean
check(Work *work)
{
    if (work->produced > work->input->limits.produced)
        stop(work, N_("the template makes too much"));
    else if (g_get_monotonic_time() > work->end)
        stop(work, N_("the template takes too long"));
    else if (g_cancellable_is_cancelled(work->cancellable))
        stop(work, N_("cancelled"));
    return work->context->state != XSLT_STATE_STOPPED;
}

/* Bytes of @node, of those behind it, and of all that is in them. */
static gsize
measure(const xmlNode *node)
{
    const xmlNode *top = node != NULL ? node->parent : NULL;
    gsize size = 0;

    for (; node != NULL; node = next_node(top, node)) {
        size += sizeof(xmlNode);
        if (node->type == XML_ELEMENT_NODE) {
            for (const xmlAttr *attribute = node->properties; attribute != NULL;
                 attribute = attribute->next)
                size += sizeof(xmlAttr) + measure(attribute->children);
        } else if (node->content != NULL) {
            size += strlen((const char *)node->content);
        }
    }
    return size;
}

/* Where a result grows: the last node, and how long the text is that libxslt is adding to. */
typedef struct {
    const xmlNode *last;
    gsize length;
} Mark;

static Mark
mark_end(const xsltTransformContext *context)
{
    Mark mark = {context->insert != NULL ? context->insert->last : NULL, 0};

    if (mark.last != NULL && mark.last->type == XML_TEXT_NODE &&
        mark.last->content == context->lasttext)
        mark.length = (gsize)context->lasttuse;
    return mark;
}

/* Does what an instruction makes go to the result, and not to a variable, a message …? */
static gboolean
makes_result(const xsltTransformContext *context)
{
    const xmlNode *node = context->insert;

    while (node != NULL && node->parent != NULL)
        node = node->parent;
    return node != NULL && node == (const xmlNode *)context->output &&
           !XSLT_IS_RES_TREE_FRAG(context->output);
}

/* Does an instruction hand on what it finds? */
static gboolean
makes_value(const xsltTransformContext *context, const xsltElemPreComp *compiled)
{
    if (compiled->type == XSLT_FUNC_COPY)
        return context->node != NULL && context->node->type != XML_ELEMENT_NODE &&
               context->node->type != XML_DOCUMENT_NODE;
    return compiled->type == XSLT_FUNC_VALUEOF || compiled->type == XSLT_FUNC_COPYOF;
}

/* Of a name of its own, so that libxslt does not write into it. */
static void
add_border(xsltTransformContext *context, void *which)
{
    xmlNode *border = xmlNewDocText(context->output, (const xmlChar *)"");

    if (border == NULL)
        return;
    border->name = value_name;
    border->_private = which;
    context->lasttext = NULL;
    xmlAddChild(context->insert, border);
}

/* Carries out any instruction of the template. */
static void
run_instruction(xsltTransformContextPtr context, xmlNodePtr node, xmlNodePtr instruction,
                xsltElemPreCompPtr compiled)
{
    Work *work = context->_private;
    gboolean is_value =
        work->format != NULL && makes_value(context, compiled) && makes_result(context);
    Mark before;

    if (compiled->type == XSLT_FUNC_DOCUMENT)
        stop(work, N_("a template cannot write files: xsl:document is refused"));
    if (!check(work))
        return;
    if (is_value)
        add_border(context, &value_start);
    before = mark_end(context);
    work->functions[compiled->type](context, node, instruction, compiled);
    if (is_value)
        add_border(context, &value_end);
    /* of the others the result is made by instructions inside of them, or by libxslt, which counts
     */
    if (compiled->type != XSLT_FUNC_VALUEOF && compiled->type != XSLT_FUNC_COPYOF)
        return;

    Mark after = mark_end(context);

    if (before.last != NULL && after.last == before.last)
        work->produced += after.length > before.length ? after.length - before.length : 0;
    else if (after.last != NULL)
        work->produced +=
            measure(before.last != NULL ? before.last->next : context->insert->children);
}

void
take_instructions(Work *work, xmlNode *root)
{
    for (xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        xsltElemPreComp *compiled = node->type == XML_ELEMENT_NODE ? node->psvi : NULL;

        if (compiled != NULL && node->ns != NULL && xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
            compiled->func != NULL && compiled->func != run_instruction &&
            (guint)compiled->type < N_FUNCTIONS) {
            work->functions[compiled->type] = compiled->func;
            compiled->func = run_instruction;
        }
    }
}

xmlXPathObjectPtr
look_up_variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    Work *work = data;
    xmlXPathObject *value = xsltXPathVariableLookup(work->context, name, uri);

    if (value == NULL)
        return NULL;
    if (value->stringval != NULL)
        work->produced += strlen((const char *)value->stringval);
    if (!check(work)) {
        xmlXPathFreeObject(value);
        return NULL;
    }
    return value;
}

gsize
find_longest_text(xmlNode *root)
{
    gsize longest = 0;

    for (xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        if (node->type == XML_TEXT_NODE && node->content != NULL)
            longest = MAX(longest, strlen((const char *)node->content));
    }
    return longest;
}

void
collect(const xmlDoc *result, GString *text, GArray *values)
{
    const xmlNode *root = (const xmlNode *)result;

    for (const xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        if (node->type == XML_TEXT_NODE && node->_private == &value_start) {
            ScriptValue value = {text->len, text->len};

            g_array_append_val(values, value);
        } else if (node->type == XML_TEXT_NODE && node->_private == &value_end) {
            g_array_index(values, ScriptValue, values->len - 1).end = text->len;
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            g_string_append(text, (const char *)node->content);
        }
    }
}
