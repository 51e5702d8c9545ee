/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Carrying out a template: it and a document become text. Templates come from databases, and
 * these from the network, so a template is locked up:
 *
 *  - libxslt's security preferences refuse to write, to make folders and to read; what would load
 *    another stylesheet is refused before the template is compiled, since the preferences of one
 *    transformation do not count yet.
 *  - No DTD, hence no entities: neither files nor bombs come in that way.
 *  - What it may use up is limited by xslt_guard.c.
 *
 * A template that names its format (xsl:output/@media-type) gets its values escaped: xslt_guard.c
 * tells which parts of the result are values, and escape/escape.h writes the text.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlIO.h>
#include <libxslt/imports.h>
#include <libxslt/pattern.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>

#include "common/translate.h"
#include "common/xml_limits.h"
#include "script/escape/escape.h"
#include "script/script_module.h"
#include "script/user_name.h"
#include "script/xslt_guard.h"
#include "script/xslt_report.h"
#include "script/xslt_run.h"

/* One piece of work, from template to text. */
typedef struct {
    const ScriptInput *input;
    const ScriptFormat *format; /* that the template names; NULL: none, or none that we know */
    GCancellable *cancellable;
    gint64 end;        /* monotonic time */
    XsltReport report; /* messages of the libraries */
    XsltGuard guard;
} Transformation;

/* Sets the error out of what failed and why. @refused: NULL if the libraries say why. */
static void
fail(Transformation *self, const char *what, const char *refused, GError **error)
{
    g_autofree char *report = g_utf8_make_valid(g_strchomp(self->report.text->str), -1);
    const char *reason = refused != NULL ? _(refused) : report;

    if (g_cancellable_set_error_if_cancelled(self->cancellable, error))
        return;
    g_set_error(error, self->input->domain, 0, "%s%s%s", _(what), *reason != '\0' ? ": " : "",
                reason);
}

/* What a template may not have, seen before it is compiled. NULL: nothing of that kind. */
static const char *
find_refused(xmlDoc *stylesheet)
{
    xmlNode *root = xmlDocGetRootElement(stylesheet);

    if (stylesheet->intSubset != NULL || stylesheet->extSubset != NULL)
        return N_("a template cannot have a document type declaration");
    for (xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        if (xslt_is_element(node, "import") || xslt_is_element(node, "include"))
            return N_("a template cannot load other files: xsl:import and xsl:include are refused");
    }
    return NULL;
}

/* A stylesheet, and not just its content. */
static gboolean
is_stylesheet(xmlDoc *document)
{
    const xmlNode *root = xmlDocGetRootElement(document);

    return root != NULL &&
           (xslt_is_element(root, "stylesheet") || xslt_is_element(root, "transform"));
}

/* Are values written by us, and not by the serializer or as they are? */
static gboolean
writes_values(const Transformation *self)
{
    return self->format != NULL && !script_format_is_markup(self->format);
}

/* The format that the template names. */
static void
find_format(Transformation *self, xmlNode *root)
{
    gboolean is_command_line = strcmp(self->input->document->root, "command-line") == 0;
    gboolean is_text = FALSE;
    g_autofree char *media_type = NULL;

    for (xmlNode *node = root->children; node != NULL; node = node->next) {
        if (!xslt_is_element(node, "output"))
            continue;

        xmlChar *method = xmlGetNoNsProp(node, (const xmlChar *)"method");
        xmlChar *type = xmlGetNoNsProp(node, (const xmlChar *)"media-type");

        if (method != NULL)
            is_text = xmlStrEqual(method, (const xmlChar *)"text");
        if (type != NULL) {
            g_free(media_type);
            media_type = g_strdup((const char *)type);
        }
        xmlFree(method);
        xmlFree(type);
    }
    self->format = is_text ? script_format_find(media_type) : script_format_find_markup(media_type);
    if (self->format != NULL && is_command_line)
        self->format = script_format_command_line();
}

static xsltStylesheet *
compile_template(Transformation *self, GError **error)
{
    gsize size = self->input->template_size;
    const char *refused = NULL;
    xmlDoc *document = NULL;
    xsltStylesheet *stylesheet = NULL;

    if (size > SCRIPT_MAX_TEMPLATE_SIZE)
        refused = N_("the template is too large");
    else
        refused = xml_limits_find_excess(self->input->template_text, size, NULL);
    /* neither entities nor DTDs are loaded; CDATA becomes text, as libxslt wants it */
    if (refused == NULL)
        document = xmlReadMemory(self->input->template_text, (int)size, "data", NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOCDATA);

    if (document == NULL) {
        fail(self, N_("Failed to apply script template: Unable to read XSL template"), refused,
             error);
        return NULL;
    }
    refused = find_refused(document);
    if (refused == NULL && is_stylesheet(document)) {
        find_format(self, xmlDocGetRootElement(document));
        if (writes_values(self))
            xslt_guard_add_text_rules(xmlDocGetRootElement(document));
    }
    if (refused == NULL)
        stylesheet = xsltParseStylesheetDoc(document);
    if (stylesheet != NULL && stylesheet->errors == 0)
        return stylesheet;
    fail(self, N_("Failed to apply script template: Unable to parse XSL template"), refused, error);
    if (stylesheet != NULL)
        xsltFreeStylesheet(stylesheet);
    else
        xmlFreeDoc(document);
    return NULL;
}

/* A parameter whose name is not an element's name cannot be asked for by a template either. */
xmlDoc *
xslt_build_document(const ScriptDocument *document)
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

static xsltTransformContext *
new_context(Transformation *self, xsltStylesheet *stylesheet, xmlDoc *document,
            xsltSecurityPrefs *security)
{
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_READ_FILE,    XSLT_SECPREF_WRITE_FILE,    XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
    };
    xsltTransformContext *context = xsltNewTransformContext(stylesheet, document);

    if (context == NULL || security == NULL)
        return context;
    for (guint i = 0; i < G_N_ELEMENTS(options); i++)
        xsltSetSecurityPrefs(security, options[i], xsltSecurityForbid);
    self->guard = (XsltGuard){
        .limits = self->input->limits,
        .end = self->end,
        .cancellable = self->cancellable,
        .marks_values = writes_values(self),
    };
    xslt_guard_attach(&self->guard, context, stylesheet);
    xslt_report_watch(&self->report, context);
    if (xsltSetCtxtSecurityPrefs(security, context) != 0) {
        xsltFreeTransformContext(context);
        return NULL;
    }
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

/* What somebody set that is this value, or has it in it; NULL: not known. */
static const char *
find_parameter(const ScriptDocument *document, const char *value, gsize size)
{
    for (guint i = 0; size > 0 && i < document->elements->len; i++) {
        const ScriptElement *element = &g_array_index(document->elements, ScriptElement, i);

        if (strcmp(element->part, "script") != 0 && g_strstr_len(element->text, -1, value) != NULL)
            return element->name;
    }
    return NULL;
}

static const char *
get_script_id(const ScriptDocument *document)
{
    const ScriptElement *first = (const ScriptElement *)(gpointer)document->elements->data;
    gboolean is_script = document->elements->len > 0 && strcmp(first->part, "script") == 0;

    return is_script ? first->text : "-";
}

static void
fail_at_value(Transformation *self, const ScriptFault *fault, const char *value, gsize size,
              GError **error)
{
    const ScriptDocument *document = self->input->document;
    g_autofree char *copy = g_strndup(value, size);
    const char *name = find_parameter(document, copy, size);

    if (name != NULL)
        /* Translators: id of a script, number of a line, name of a parameter, what is wrong with it
         */
        g_set_error(error, self->input->domain, 0, _("%s: line %u: %s: %s"),
                    get_script_id(document), fault->line, name, _(fault->reason));
    else
        /* Translators: id of a script, number of a line, what is wrong there */
        g_set_error(error, self->input->domain, 0, _("%s: line %u: %s"), get_script_id(document),
                    fault->line, _(fault->reason));
}

/* The text of a result, its values written as the format wants them; NULL with an error. */
static GString *
escape(Transformation *self, const xmlDoc *result, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) output = g_string_new(NULL);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ScriptValue));
    ScriptFault fault;

    xslt_guard_collect(result, text, values);
    if (script_escape(self->format, text->str, text->len,
                      (const ScriptValue *)(gpointer)values->data, values->len, output, &fault))
        return g_steal_pointer(&output);
    if (fault.value < values->len) {
        const ScriptValue *value = &g_array_index(values, ScriptValue, fault.value);

        fail_at_value(self, &fault, text->str + value->start, value->end - value->start, error);
    } else {
        fail_at_value(self, &fault, "", 0, error);
    }
    return NULL;
}

/* Is there a text in the result that the format cannot hold? */
static gboolean
has_bad_text(const ScriptFormat *format, xmlNode *root)
{
    for (xmlNode *node = root; node != NULL; node = xslt_next_node(root, node)) {
        const xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;

        for (; attribute != NULL; attribute = attribute->next) {
            for (const xmlNode *part = attribute->children; part != NULL; part = part->next) {
                if (part->content != NULL &&
                    !script_format_can_hold(format, (const char *)part->content))
                    return TRUE;
            }
        }
        if (node->type == XML_TEXT_NODE && node->content != NULL &&
            !script_format_can_hold(format, (const char *)node->content))
            return TRUE;
    }
    return FALSE;
}

static gboolean
check_markup(Transformation *self, xmlDoc *result, GError **error)
{
    const ScriptDocument *document = self->input->document;
    const char *name = NULL;

    if (!has_bad_text(self->format, (xmlNode *)result))
        return TRUE;
    for (guint i = 0; name == NULL && i < document->elements->len; i++) {
        const ScriptElement *element = &g_array_index(document->elements, ScriptElement, i);

        if (!script_format_can_hold(self->format, element->text))
            name = element->name;
    }
    /* Translators: id of a script, name of a parameter */
    g_set_error(error, self->input->domain, 0, _("%s: %s: XML cannot hold a control character"),
                get_script_id(document), name != NULL ? name : "-");
    return FALSE;
}

static char *
serialize(Transformation *self, xsltStylesheet *stylesheet, xmlDoc *result, GError **error)
{
    Sink sink = {NULL, self->input->limits.output};
    const xmlChar *encoding = NULL;
    xmlCharEncodingHandler *encoder = NULL;
    xmlOutputBuffer *buffer = NULL;
    g_autoptr(GString) escaped = NULL;
    int written = -1;
    int closed = -1;

    if (writes_values(self))
        escaped = escape(self, result, error);
    if (writes_values(self) ? escaped == NULL
                            : self->format != NULL && !check_markup(self, result, error))
        return NULL;
    sink.text = g_string_new(NULL);
    XSLT_GET_IMPORT_PTR(encoding, stylesheet, encoding)
    if (encoding != NULL && !xmlStrEqual(encoding, (const xmlChar *)"UTF-8"))
        encoder = xmlFindCharEncodingHandler((const char *)encoding);
    buffer = xmlOutputBufferCreateIO(write_text, NULL, &sink, encoder);
    if (buffer != NULL) {
        /* a result without nodes is not a result for libxslt */
        if (escaped != NULL)
            written = escaped->len <= sink.limit
                          ? xmlOutputBufferWrite(buffer, (int)escaped->len, escaped->str)
                          : 0;
        else
            written = result->children != NULL ? xsltSaveResultTo(buffer, result, stylesheet) : 0;
        closed = xmlOutputBufferClose(buffer);
    }
    if (escaped != NULL && escaped->len > sink.limit)
        closed = -1;
    if (written >= 0 && closed >= 0)
        return g_string_free(sink.text, FALSE);
    g_string_free(sink.text, TRUE);
    fail(self, N_("Failed to apply script template: Unable to convert XSL output to string"),
         closed < 0 ? N_("the result is too large") : NULL, error);
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
apply(Transformation *self, xsltStylesheet *stylesheet, xmlDoc *document,
      xsltSecurityPrefs *security, GError **error)
{
    xsltTransformContext *context = new_context(self, stylesheet, document, security);
    xmlDoc *result = NULL;
    char *text = NULL;

    if (context == NULL || security == NULL) {
        fail(self, N_("Failed to apply script template: Unable to create XSL transform context"),
             NULL, error);
    } else if (self->input->is_optional && !has_rule(context, document)) {
        /* nothing to say, and nothing wrong */
    } else {
        result = xsltApplyStylesheetUser(stylesheet, document, NULL, NULL, NULL, context);
        if (result != NULL && context->state == XSLT_STATE_OK)
            text = serialize(self, stylesheet, result, error);
        else
            fail(self, N_("Failed to apply script template: Unable to apply XSL transform context"),
                 self->guard.stopped, error);
    }
    if (result != NULL)
        xmlFreeDoc(result);
    if (context != NULL)
        xsltFreeTransformContext(context);
    return text;
}

/* What is wrong with the configuration, for a script of this format; NULL: nothing. */
static char *
find_complaint(const Transformation *self)
{
    const ScriptInput *input = self->input;

    if (self->format == NULL)
        return NULL;
    if (input->complaint != NULL)
        return g_strdup(input->complaint);
    return input->user_name == NULL
               ? NULL
               : user_name_find_fault(input->user_name, script_format_get_media_type(self->format),
                                      input->is_windows);
}

static char *
run(Transformation *self, GError **error)
{
    const ScriptInput *input = self->input;
    xsltStylesheet *stylesheet = NULL;
    xmlDoc *document = NULL;
    xsltSecurityPrefs *security = NULL;
    g_autofree char *complaint = NULL;
    char *text = NULL;

    if (!xslt_guard_is_supported()) {
        /* Translators: a version */
        g_set_error(error, input->domain, 0,
                    _("libxslt %s is not supported: templates could not be limited"),
                    xsltEngineVersion);
        return NULL;
    }
    stylesheet = compile_template(self, error);
    if (stylesheet == NULL)
        return NULL;
    complaint = find_complaint(self);
    if (complaint != NULL) {
        g_set_error(error, input->domain, 0, "%s: %s", get_script_id(input->document), complaint);
        xsltFreeStylesheet(stylesheet);
        return NULL;
    }
    document = xslt_build_document(input->document);
    security = xsltNewSecurityPrefs();
    text = apply(self, stylesheet, document, security, error);
    xmlFreeDoc(document);
    xsltFreeSecurityPrefs(security);
    xsltFreeStylesheet(stylesheet);
    return text;
}

static char *
transform(const ScriptInput *input, GCancellable *cancellable, GError **error)
{
    Transformation self = {
        .input = input,
        .cancellable = cancellable,
        .end = g_get_monotonic_time() + input->limits.time,
    };
    char *text = NULL;

    xmlInitParser();
    xslt_report_begin(&self.report);
    text = run(&self, error);
    xslt_report_end(&self.report);
    g_string_free(self.report.text, TRUE);
    return text;
}

const ScriptModule osinfo_script_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .transform = transform,
};
