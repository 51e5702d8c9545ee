/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything of libxslt: a template and a document become text. Templates come from databases, and
 * these from the network, so a template is locked up:
 *
 *  - libxslt's security preferences refuse to write, to make folders and to read; what would load
 *    another stylesheet is refused before the template is compiled, since the preferences of one
 *    transformation do not count yet.
 *  - No DTD, hence no entities: neither files nor bombs come in that way.
 *  - libxslt counts instructions and the depth of calls, libxml2 the steps of expressions. Every
 *    instruction goes through run_instruction() besides, which looks at the clock and at how much
 *    was made so far.
 *
 * Messages of libxml2 go through handlers of this thread. libxslt has one for each transformation,
 * but for the compiler just one for the process: ours passes on what other threads cause.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlIO.h>
#include <libxml/xpathInternals.h>
#include <libxslt/imports.h>
#include <libxslt/pattern.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "script/script_module.h"
#include "translate.h"

/* Bytes of messages that are kept. */
#define MAX_REPORT 400
/* Types of instructions that libxslt knows; there are some thirty. */
#define N_FUNCTIONS 64
/* Variables and parameters that exist at once. */
#define MAX_VARIABLES 15000

/* One piece of work, from template to text. */
typedef struct {
    const ScriptInput *input;
    GCancellable *cancellable;
    gint64 end;          /* monotonic time */
    GString *report;     /* messages of the libraries, in one line */
    const char *stopped; /* why it was stopped; NULL: it was not */
    xsltTransformContext *context;
    xsltTransformFunction functions[N_FUNCTIONS]; /* what carries out instructions of each type */
    gsize produced;                               /* bytes */
} Work;

/* The work that this thread is at. */
static __thread Work *current_work;

/* The process's handler of messages before ours. */
static xmlGenericErrorFunc other_handler;
static void *other_context;
static GMutex handler_mutex;

/* Adds a message, its lines joined by blanks. */
static void
add_report(Work *work, const char *text)
{
    for (; *text != '\0' && work->report->len < MAX_REPORT; text++) {
        gboolean is_blank = g_ascii_isspace(*text) || g_ascii_iscntrl(*text);

        if (!is_blank)
            g_string_append_c(work->report, *text);
        else if (work->report->len > 0 && work->report->str[work->report->len - 1] != ' ')
            g_string_append_c(work->report, ' ');
    }
}

static void on_message(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
on_message(void *data, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    add_report(data, text);
}

static void on_any_message(void *data, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The process's handler: messages of the compiler, of whichever thread. */
static void
on_any_message(void *data G_GNUC_UNUSED, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    if (current_work != NULL)
        add_report(current_work, text);
    else if (other_handler != NULL)
        other_handler(other_context, "%s", text);
}

static void
on_xml_error(void *data, xmlErrorPtr problem)
{
    if (problem->message != NULL)
        add_report(data, problem->message);
}

static void
install_handler(void)
{
    g_mutex_lock(&handler_mutex);
    if (xsltGenericError != on_any_message) {
        other_handler = xsltGenericError;
        other_context = xsltGenericErrorContext;
        xsltSetGenericErrorFunc(NULL, on_any_message);
    }
    g_mutex_unlock(&handler_mutex);
}

/* Sets the error out of what failed and why. */
static void
fail(Work *work, const char *what, GError **error)
{
    g_autofree char *report = g_utf8_make_valid(g_strchomp(work->report->str), -1);
    const char *reason = work->stopped != NULL ? _(work->stopped) : report;

    if (g_cancellable_set_error_if_cancelled(work->cancellable, error))
        return;
    g_set_error(error, work->input->domain, 0, "%s%s%s", _(what), *reason != '\0' ? ": " : "",
                reason);
}

static gboolean
is_xslt(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
           strcmp((const char *)node->name, name) == 0;
}

/* What a template may not have, seen before it is compiled. NULL: nothing of that kind. */
static const char *
find_refused(xmlDoc *stylesheet)
{
    xmlNode *root = xmlDocGetRootElement(stylesheet);

    if (stylesheet->intSubset != NULL || stylesheet->extSubset != NULL)
        return N_("a template cannot have a document type declaration");
    for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        if (is_xslt(node, "import") || is_xslt(node, "include"))
            return N_("a template cannot load other files: xsl:import and xsl:include are refused");
    }
    return NULL;
}

static xsltStylesheet *
compile_template(Work *work, GError **error)
{
    gsize size = work->input->template_size;
    xmlDoc *document = NULL;
    xsltStylesheet *stylesheet = NULL;

    /* neither entities nor DTDs are loaded; CDATA becomes text, as libxslt wants it */
    if (size <= SCRIPT_MAX_TEMPLATE_SIZE)
        document = xmlReadMemory(work->input->template_text, (int)size, "data", NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOCDATA);
    else
        work->stopped = N_("the template is too large");

    if (document == NULL) {
        fail(work, N_("Failed to apply script template: Unable to read XSL template"), error);
        return NULL;
    }
    work->stopped = find_refused(document);
    if (work->stopped == NULL)
        stylesheet = xsltParseStylesheetDoc(document);
    if (stylesheet != NULL && stylesheet->errors == 0)
        return stylesheet;
    fail(work, N_("Failed to apply script template: Unable to parse XSL template"), error);
    if (stylesheet != NULL)
        xsltFreeStylesheet(stylesheet);
    else
        xmlFreeDoc(document);
    return NULL;
}

/* A parameter whose name is no element's cannot be asked for by a template either. */
static xmlDoc *
build_document(const ScriptDocument *document)
{
    xmlDoc *result = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *root = xmlNewDocNode(result, NULL, (const xmlChar *)document->root, NULL);
    xmlNode *part = NULL;

    xmlDocSetRootElement(result, root);
    for (guint i = 0; i < document->elements->len; i++) {
        const ScriptElement *element = &g_array_index(document->elements, ScriptElement, i);

        if (part == NULL || strcmp((const char *)part->name, element->part) != 0)
            part = xmlNewChild(root, NULL, (const xmlChar *)element->part, NULL);
        if (xmlValidateNCName((const xmlChar *)element->name, 0) == 0)
            xmlNewTextChild(part, NULL, (const xmlChar *)element->name,
                            (const xmlChar *)element->text);
    }
    return result;
}

static void
stop(Work *work, const char *reason)
{
    if (work->stopped == NULL)
        work->stopped = reason;
    work->context->state = XSLT_STATE_STOPPED;
}

/* May the template go on? */
static gboolean
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

    while (node != NULL) {
        size += sizeof(xmlNode);
        if (node->type == XML_ELEMENT_NODE) {
            for (const xmlAttr *attribute = node->properties; attribute != NULL;
                 attribute = attribute->next)
                size += sizeof(xmlAttr) + measure(attribute->children);
        } else if (node->content != NULL) {
            size += strlen((const char *)node->content);
        }
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != NULL && node != top && node->next == NULL)
            node = node->parent;
        node = node != NULL && node != top ? node->next : NULL;
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

/* Carries out any instruction of the template. */
static void
run_instruction(xsltTransformContextPtr context, xmlNodePtr node, xmlNodePtr instruction,
                xsltElemPreCompPtr compiled)
{
    Work *work = context->_private;
    Mark before = mark_end(context);

    if (compiled->type == XSLT_FUNC_DOCUMENT)
        stop(work, N_("a template cannot write files: xsl:document is refused"));
    if (!check(work))
        return;
    work->functions[compiled->type](context, node, instruction, compiled);
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

/* Puts run_instruction() in the place of what carries out instructions. */
static void
take_instructions(Work *work, xmlNode *root)
{
    for (xmlNode *node = root; node != NULL;) {
        xsltElemPreComp *compiled = node->type == XML_ELEMENT_NODE ? node->psvi : NULL;

        if (compiled != NULL && node->ns != NULL && xmlStrEqual(node->ns->href, XSLT_NAMESPACE) &&
            compiled->func != NULL && compiled->func != run_instruction &&
            (guint)compiled->type < N_FUNCTIONS) {
            work->functions[compiled->type] = compiled->func;
            compiled->func = run_instruction;
        }
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL)
            node = node->parent;
        node = node != root ? node->next : NULL;
    }
}

/* The value of a variable: whoever doubles a text again and again must read it again and again. */
static xmlXPathObjectPtr
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

/* Text nodes of a template may be copied with each instruction that is carried out. */
static gsize
find_longest_text(xmlNode *root)
{
    gsize longest = 0;

    for (xmlNode *node = root; node != NULL;) {
        if (node->type == XML_TEXT_NODE && node->content != NULL)
            longest = MAX(longest, strlen((const char *)node->content));
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        while (node != root && node->next == NULL)
            node = node->parent;
        node = node != root ? node->next : NULL;
    }
    return longest;
}

static xsltTransformContext *
new_context(Work *work, xsltStylesheet *stylesheet, xmlDoc *document, xsltSecurityPrefs *security)
{
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_READ_FILE,    XSLT_SECPREF_WRITE_FILE,    XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
    };
    xsltTransformContext *context = xsltNewTransformContext(stylesheet, document);
    gsize longest = 0;

    if (context == NULL || security == NULL)
        return context;
    longest = find_longest_text(xmlDocGetRootElement(stylesheet->doc));
    for (guint i = 0; i < G_N_ELEMENTS(options); i++)
        xsltSetSecurityPrefs(security, options[i], xsltSecurityForbid);
    context->_private = work;
    context->maxTemplateDepth = work->input->limits.depth;
    context->maxTemplateVars = MAX_VARIABLES;
    /* what literal texts may add up to is bounded as well */
    context->opLimit =
        MIN(work->input->limits.operations, 16 * work->input->limits.produced / (longest + 1));
    context->xpathCtxt->opLimit = work->input->limits.xpath_operations;
    xsltSetTransformErrorFunc(context, work, on_message);
    if (xsltSetCtxtSecurityPrefs(security, context) != 0) {
        xsltFreeTransformContext(context);
        return NULL;
    }
    xmlXPathRegisterVariableLookup(context->xpathCtxt, look_up_variable, work);
    return context;
}

/* Where the text of the result goes. */
typedef struct {
    GString *text;
    gsize limit; /* bytes */
} Sink;

static int
write_text(void *data, const char *bytes, int length)
{
    Sink *sink = data;

    if (length < 0 || sink->text->len + (gsize)length > sink->limit)
        return -1;
    g_string_append_len(sink->text, bytes, length);
    return length;
}

static char *
serialize(Work *work, xsltStylesheet *stylesheet, xmlDoc *result, GError **error)
{
    Sink sink = {g_string_new(NULL), work->input->limits.output};
    const xmlChar *encoding = NULL;
    xmlCharEncodingHandler *encoder = NULL;
    xmlOutputBuffer *buffer = NULL;
    int written = -1;
    int closed = -1;

    XSLT_GET_IMPORT_PTR(encoding, stylesheet, encoding)
    if (encoding != NULL && !xmlStrEqual(encoding, (const xmlChar *)"UTF-8"))
        encoder = xmlFindCharEncodingHandler((const char *)encoding);
    buffer = xmlOutputBufferCreateIO(write_text, NULL, &sink, encoder);
    if (buffer != NULL) {
        /* a result without nodes is no result for libxslt */
        written = result->children != NULL ? xsltSaveResultTo(buffer, result, stylesheet) : 0;
        closed = xmlOutputBufferClose(buffer);
    }
    if (written >= 0 && closed >= 0)
        return g_string_free(sink.text, FALSE);
    if (closed < 0)
        work->stopped = N_("the result is too large");
    g_string_free(sink.text, TRUE);
    fail(work, N_("Failed to apply script template: Unable to convert XSL output to string"),
         error);
    return NULL;
}

/* Is there a rule for the root element, or for the document as a whole? Otherwise the result would
 * be all texts of the document, passwords included. */
static gboolean
has_rule(xsltTransformContext *context, xmlDoc *document)
{
    return xsltGetTemplate(context, (xmlNode *)document, NULL) != NULL ||
           xsltGetTemplate(context, xmlDocGetRootElement(document), NULL) != NULL;
}

static char *
apply(Work *work, xsltStylesheet *stylesheet, xmlDoc *document, xsltSecurityPrefs *security,
      GError **error)
{
    xmlDoc *result = NULL;
    char *text = NULL;

    work->context = new_context(work, stylesheet, document, security);
    if (work->context == NULL || security == NULL) {
        fail(work, N_("Failed to apply script template: Unable to create XSL transform context"),
             error);
    } else if (work->input->is_optional && !has_rule(work->context, document)) {
        /* nothing to say, and nothing wrong */
    } else {
        take_instructions(work, xmlDocGetRootElement(stylesheet->doc));
        result = xsltApplyStylesheetUser(stylesheet, document, NULL, NULL, NULL, work->context);
        if (result != NULL && work->context->state == XSLT_STATE_OK)
            text = serialize(work, stylesheet, result, error);
        else
            fail(work, N_("Failed to apply script template: Unable to apply XSL transform context"),
                 error);
    }
    if (result != NULL)
        xmlFreeDoc(result);
    if (work->context != NULL)
        xsltFreeTransformContext(work->context);
    return text;
}

static char *
transform(const ScriptInput *input, GCancellable *cancellable, GError **error)
{
    g_autoptr(GString) report = g_string_new(NULL);
    Work work = {
        .input = input,
        .cancellable = cancellable,
        .end = g_get_monotonic_time() + input->limits.time,
        .report = report,
    };
    xmlStructuredErrorFunc old_handler = xmlStructuredError;
    void *old_context = xmlStructuredErrorContext;
    xmlGenericErrorFunc old_generic_handler = xmlGenericError;
    void *old_generic_context = xmlGenericErrorContext;
    xsltStylesheet *stylesheet = NULL;
    char *text = NULL;

    xmlInitParser();
    install_handler();
    xmlSetStructuredErrorFunc(&work, on_xml_error);
    xmlSetGenericErrorFunc(&work, on_message);
    current_work = &work;
    stylesheet = compile_template(&work, error);
    if (stylesheet != NULL) {
        xmlDoc *document = build_document(input->document);
        xsltSecurityPrefs *security = xsltNewSecurityPrefs();

        text = apply(&work, stylesheet, document, security, error);
        xmlFreeDoc(document);
        xsltFreeSecurityPrefs(security);
        xsltFreeStylesheet(stylesheet);
    }
    current_work = NULL;
    xmlSetGenericErrorFunc(old_generic_context, old_generic_handler);
    xmlSetStructuredErrorFunc(old_context, old_handler);
    return text;
}

const ScriptModule osinfo_script_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .transform = transform,
};
