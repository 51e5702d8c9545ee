/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of libxslt, which no other file touches. It counts instructions and the depth of calls
 * itself, as libxml2 does the steps of expressions; every instruction goes through run_instruction()
 * besides, which looks at the clock and at how much was made so far. Values that go to the result
 * are enclosed in two empty nodes, which nobody but us sees. Values that go to variables are values
 * still, when they are written.
 *
 * What is used of the inside: the psvi of a stylesheet's nodes, which is what was compiled of them,
 * and its func; insert, output, lasttext, lasttuse, state and the limits of a context. All of that
 * was tried with libxslt 1.1.35, as Debian 12 has it with the patches of 2025. Another version has
 * to mark the values of a small template before it gets a real one; the test xslt-guard compares
 * whole texts.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpathInternals.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "common/translate.h"
#include "script/xslt_guard.h"

/* The version that was tried, as libxslt writes it. */
#define TRIED_VERSION 10135

/* Variables and parameters that exist at once. */
#define MAX_VARIABLES 15000

/* Name and owner of the nodes around a value. */
static const xmlChar mark_name[] = "value";
static char mark_start, mark_end;

gboolean
xslt_is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
           strcmp((const char *)node->name, name) == 0;
}

xmlNode *
xslt_next_node(const xmlNode *root, const xmlNode *node)
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
xslt_guard_add_text_rules(xmlNode *root)
{
    g_autoptr(GHashTable) modes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer mode;

    for (xmlNode *node = root; node != NULL; node = xslt_next_node(root, node)) {
        xmlChar *name = xslt_is_element(node, "apply-templates")
                            ? xmlGetNoNsProp(node, (const xmlChar *)"mode")
                            : NULL;

        if (name != NULL)
            g_hash_table_add(modes, g_strdup((const char *)name));
        xmlFree(name);
    }
    add_text_rule(root, NULL);
    g_hash_table_iter_init(&iter, modes);
    while (g_hash_table_iter_next(&iter, &mode, NULL))
        add_text_rule(root, mode);
}

static void
abort_with(XsltGuard *self, const char *reason)
{
    if (self->stopped == NULL)
        self->stopped = reason;
    self->context->state = XSLT_STATE_STOPPED;
}

/* May the template go on? */
static gboolean
may_continue(XsltGuard *self)
{
    if (self->produced > self->limits.produced)
        abort_with(self, N_("the template writes too much"));
    else if (g_get_monotonic_time() > self->end)
        abort_with(self, N_("the template takes too long"));
    else if (g_cancellable_is_cancelled(self->cancellable))
        abort_with(self, N_("cancelled"));
    return self->context->state != XSLT_STATE_STOPPED;
}

/* Bytes of @node, of those behind it, and of all that is in them. */
static gsize
measure(const xmlNode *node)
{
    const xmlNode *top = node != NULL ? node->parent : NULL;
    gsize size = 0;

    for (; node != NULL; node = xslt_next_node(top, node)) {
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
} End;

static End
find_end(const xsltTransformContext *context)
{
    End end = {context->insert != NULL ? context->insert->last : NULL, 0};

    if (end.last != NULL && end.last->type == XML_TEXT_NODE &&
        end.last->content == context->lasttext)
        end.length = (gsize)context->lasttuse;
    return end;
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
add_value_mark(xsltTransformContext *context, void *which)
{
    xmlNode *mark = xmlNewDocText(context->output, (const xmlChar *)"");

    if (mark == NULL)
        return;
    mark->name = mark_name;
    mark->_private = which;
    context->lasttext = NULL;
    xmlAddChild(context->insert, mark);
}

/* Carries out any instruction of the template. */
static void
run_instruction(xsltTransformContextPtr context, xmlNodePtr node, xmlNodePtr instruction,
                xsltElemPreCompPtr compiled)
{
    XsltGuard *self = context->_private;
    gboolean is_value =
        self->marks_values && makes_value(context, compiled) && makes_result(context);
    End before;

    if (compiled->type == XSLT_FUNC_DOCUMENT)
        abort_with(self, N_("a template cannot write files: xsl:document is refused"));
    if (!may_continue(self))
        return;
    if (is_value)
        add_value_mark(context, &mark_start);
    before = find_end(context);
    self->functions[compiled->type](context, node, instruction, compiled);
    if (is_value)
        add_value_mark(context, &mark_end);
    /* of the others the result is made by instructions inside of them, or by libxslt, which counts
     */
    if (compiled->type != XSLT_FUNC_VALUEOF && compiled->type != XSLT_FUNC_COPYOF)
        return;

    End after = find_end(context);

    if (before.last != NULL && after.last == before.last)
        self->produced += after.length > before.length ? after.length - before.length : 0;
    else if (after.last != NULL)
        self->produced +=
            measure(before.last != NULL ? before.last->next : context->insert->children);
}

/* Puts run_instruction() in the place of what carries out instructions. */
static void
take_instructions(XsltGuard *self, xmlNode *root)
{
    for (xmlNode *node = root; node != NULL; node = xslt_next_node(root, node)) {
        xsltElemPreComp *compiled = node->type == XML_ELEMENT_NODE ? node->psvi : NULL;

        if (compiled != NULL && node->ns != NULL && xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
            compiled->func != NULL && compiled->func != run_instruction &&
            (guint)compiled->type < XSLT_N_FUNCTIONS) {
            self->functions[compiled->type] = compiled->func;
            compiled->func = run_instruction;
        }
    }
}

/* The value of a variable: whoever doubles a text again and again must read it again and again. */
static xmlXPathObjectPtr
look_up_variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    XsltGuard *self = data;
    xmlXPathObject *value = xsltXPathVariableLookup(self->context, name, uri);

    if (value == NULL)
        return NULL;
    if (value->stringval != NULL)
        self->produced += strlen((const char *)value->stringval);
    if (!may_continue(self)) {
        xmlXPathFreeObject(value);
        return NULL;
    }
    return value;
}

/* Text nodes of a template may be copied with each instruction that is carried out. */
static gsize
find_longest_text(xmlNode *root)
{
    gsize longest = 0;

    for (xmlNode *node = root; node != NULL; node = xslt_next_node(root, node)) {
        if (node->type == XML_TEXT_NODE && node->content != NULL)
            longest = MAX(longest, strlen((const char *)node->content));
    }
    return longest;
}

void
xslt_guard_attach(XsltGuard *self, xsltTransformContext *context, const xsltStylesheet *stylesheet)
{
    xmlNode *root = xmlDocGetRootElement(stylesheet->doc);
    gsize longest = find_longest_text(root);

    self->context = context;
    context->_private = self;
    context->maxTemplateDepth = self->limits.depth;
    context->maxTemplateVars = MAX_VARIABLES;
    /* what literal texts may add up to is bounded as well */
    context->opLimit = MIN(self->limits.operations, 16 * self->limits.produced / (longest + 1));
    context->xpathCtxt->opLimit = self->limits.xpath_operations;
    xmlXPathRegisterVariableLookup(context->xpathCtxt, look_up_variable, self);
    take_instructions(self, root);
}

void
xslt_guard_collect(const xmlDoc *result, GString *text, GArray *values)
{
    const xmlNode *root = (const xmlNode *)result;

    for (const xmlNode *node = root; node != NULL; node = xslt_next_node(root, node)) {
        if (node->type == XML_TEXT_NODE && node->_private == &mark_start) {
            ScriptValue value = {text->len, text->len};

            g_array_append_val(values, value);
        } else if (node->type == XML_TEXT_NODE && node->_private == &mark_end) {
            g_array_index(values, ScriptValue, values->len - 1).end = text->len;
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            g_string_append(text, (const char *)node->content);
        }
    }
}

/* A value, and a text that a variable holds. */
static const char trial_template[] =
    "<xsl:stylesheet xmlns:xsl='http://www.w3.org/1999/XSL/Transform' version='1.0'>"
    "<xsl:output method='text'/><xsl:template match='/'>"
    "<xsl:variable name='v'>b</xsl:variable>a<xsl:value-of select='$v'/>c"
    "</xsl:template></xsl:stylesheet>";

static gboolean
is_trial_result(const XsltGuard *guard, const xmlDoc *result)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ScriptValue));
    const ScriptValue *value = NULL;

    xslt_guard_collect(result, text, values);
    if (values->len != 1 || strcmp(text->str, "abc") != 0)
        return FALSE;
    value = &g_array_index(values, ScriptValue, 0);
    return value->start == 1 && value->end == 2 && guard->produced > 0;
}

gboolean
xslt_guard_try(void)
{
    XsltGuard guard = {.limits = SCRIPT_DEFAULT_LIMITS, .end = G_MAXINT64, .marks_values = TRUE};
    xmlDoc *template =
        xmlReadMemory(trial_template, sizeof(trial_template) - 1, "trial", NULL, XML_PARSE_NONET);
    xsltStylesheet *stylesheet = xsltParseStylesheetDoc(template);
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    xsltTransformContext *context =
        stylesheet != NULL ? xsltNewTransformContext(stylesheet, document) : NULL;
    xmlDoc *result = NULL;
    gboolean is_right = FALSE;

    if (context != NULL) {
        xslt_guard_attach(&guard, context, stylesheet);
        result = xsltApplyStylesheetUser(stylesheet, document, NULL, NULL, NULL, context);
        is_right = result != NULL && is_trial_result(&guard, result);
    }
    xmlFreeDoc(result);
    xsltFreeTransformContext(context);
    xmlFreeDoc(document);
    if (stylesheet != NULL)
        xsltFreeStylesheet(stylesheet);
    else
        xmlFreeDoc(template);
    return is_right;
}

gboolean
xslt_guard_is_supported(void)
{
    static gsize answer; /* 1: yes, 2: no */

    if (g_once_init_enter(&answer))
        g_once_init_leave(&answer, xsltLibxsltVersion == TRIED_VERSION || xslt_guard_try() ? 1 : 2);
    return answer == 1;
}
