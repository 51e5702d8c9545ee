/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes XML. Where a template stands and what becomes of its text is xml_reader.c's business.
 */
#include "config.h"

#include <string.h>

#include "compile/xml_template.h"

/* A namespace that an element declares. */
typedef struct {
    char *prefix; /* NULL: the default one */
    char *uri;    /* NULL: none from here on */
    gsize depth;  /* of the element */
} Namespace;

static void
clear_namespace(gpointer data)
{
    Namespace *namespace = data;

    g_free(namespace->prefix);
    g_free(namespace->uri);
}

void
xml_template_init(XmlTemplate *self)
{
    *self = (XmlTemplate){
        .text = g_string_new(NULL),
        .namespaces = g_array_new(FALSE, FALSE, sizeof(Namespace)),
    };
    g_array_set_clear_func(self->namespaces, clear_namespace);
}

void
xml_template_clear(XmlTemplate *self)
{
    g_string_free(self->text, TRUE);
    g_array_unref(self->namespaces);
}

void
xml_template_reset(XmlTemplate *self)
{
    self->depth = self->root_depth = 0;
    g_array_set_size(self->namespaces, 0);
}

void
xml_template_open(XmlTemplate *self, gsize depth)
{
    self->depth = depth;
    self->is_done = FALSE;
}

gboolean
xml_template_is_writing(const XmlTemplate *self)
{
    return self->root_depth != 0;
}

gboolean
xml_template_wants(XmlTemplate *self, gsize depth)
{
    if (self->root_depth != 0)
        return TRUE;
    if (self->depth == 0 || self->is_done)
        return FALSE;
    self->root_depth = depth;
    self->is_open_tag = FALSE;
    self->is_done = TRUE;
    g_string_truncate(self->text, 0);
    return TRUE;
}

void
xml_template_enter(XmlTemplate *self, gsize depth, const XmlNamespaces *namespaces)
{
    for (int i = 0; i < namespaces->count; i++) {
        Namespace namespace = {
            .prefix = g_strdup((const char *)namespaces->list[(gsize)i * 2]),
            .uri = g_strdup((const char *)namespaces->list[(gsize)i * 2 + 1]),
            .depth = depth,
        };

        g_array_append_val(self->namespaces, namespace);
    }
}

void
xml_template_leave(XmlTemplate *self, gsize depth)
{
    GArray *outer = self->namespaces;

    while (outer->len > 0 && g_array_index(outer, Namespace, outer->len - 1).depth >= depth)
        g_array_set_size(outer, outer->len - 1);
    if (self->depth == depth)
        self->depth = 0;
}

/* Escapes text for a place between tags, or with @quote between quotes, as the parser must not take
 * it for markup or normalise it. */
static void
write_escaped(GString *out, const char *text, gsize length, gboolean quote)
{
    const char *end = text + length;

    for (; text < end; text++) {
        if (*text == '&')
            g_string_append(out, "&amp;");
        else if (*text == '<')
            g_string_append(out, "&lt;");
        else if (*text == '>')
            g_string_append(out, "&gt;");
        else if (*text == '\r' || (quote && (*text == '\n' || *text == '\t' || *text == '"')))
            g_string_append_printf(out, "&#%d;", *text);
        else
            g_string_append_c(out, *text);
    }
}

static void
write_name(GString *out, const xmlChar *prefix, const xmlChar *name)
{
    if (prefix != NULL)
        g_string_append_printf(out, "%s:", (const char *)prefix);
    g_string_append(out, (const char *)name);
}

static void
write_namespace(GString *out, const char *prefix, const char *uri)
{
    g_string_append_printf(out, prefix != NULL ? " xmlns:%s=\"" : " xmlns%s=\"",
                           prefix != NULL ? prefix : "");
    if (uri != NULL)
        write_escaped(out, uri, strlen(uri), TRUE);
    g_string_append_c(out, '"');
}

/* Does the element with these namespaces, or an open one inside of the @from-th namespace's,
 * declare the prefix anew? */
static gboolean
is_declared(const XmlTemplate *self, const char *prefix, guint from,
            const XmlNamespaces *namespaces)
{
    const GArray *outer = self->namespaces;

    for (int i = 0; i < namespaces->count; i++) {
        if (g_strcmp0((const char *)namespaces->list[(gsize)i * 2], prefix) == 0)
            return TRUE;
    }
    for (guint i = from + 1; i < outer->len; i++) {
        if (g_strcmp0(g_array_index(outer, Namespace, i).prefix, prefix) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What elements around the template declare is valid in it as well. */
static void
write_outer_namespaces(XmlTemplate *self, const XmlNamespaces *namespaces)
{
    const GArray *outer = self->namespaces;

    for (guint i = 0; i < outer->len; i++) {
        const Namespace *namespace = &g_array_index(outer, Namespace, i);

        if (namespace->uri != NULL && !is_declared(self, namespace->prefix, i, namespaces))
            write_namespace(self->text, namespace->prefix, namespace->uri);
    }
}

static void
write_attributes(GString *out, const XmlAttributes *attributes)
{
    for (int i = 0; i < attributes->count; i++) {
        const xmlChar **attribute = attributes->list + (gsize)i * 5;

        g_string_append_c(out, ' ');
        write_name(out, attribute[1], attribute[0]);
        g_string_append(out, "=\"");
        write_escaped(out, (const char *)attribute[3], (gsize)(attribute[4] - attribute[3]), TRUE);
        g_string_append_c(out, '"');
    }
}

/* A start tag, without its end, since the element may be empty. */
void
xml_template_start(XmlTemplate *self, gsize depth, const xmlChar *name, const xmlChar *prefix,
                   const XmlNamespaces *namespaces, const XmlAttributes *attributes)
{
    GString *out = self->text;

    if (self->is_open_tag)
        g_string_append_c(out, '>');
    g_string_append_c(out, '<');
    write_name(out, prefix, name);
    for (int i = 0; i < namespaces->count; i++)
        write_namespace(out, (const char *)namespaces->list[(gsize)i * 2],
                        (const char *)namespaces->list[(gsize)i * 2 + 1]);
    if (depth == self->root_depth)
        write_outer_namespaces(self, namespaces);
    write_attributes(out, attributes);
    self->is_open_tag = TRUE;
}

gboolean
xml_template_end(XmlTemplate *self, gsize depth, const xmlChar *name, const xmlChar *prefix)
{
    GString *out = self->text;

    if (self->is_open_tag) {
        g_string_append(out, "/>");
    } else {
        g_string_append(out, "</");
        write_name(out, prefix, name);
        g_string_append_c(out, '>');
    }
    self->is_open_tag = FALSE;
    if (depth != self->root_depth)
        return FALSE;
    self->root_depth = 0;
    return TRUE;
}

/* Text, a comment or an instruction for programs, which ends a start tag. */
static GString *
write_content(XmlTemplate *self)
{
    if (self->is_open_tag)
        g_string_append_c(self->text, '>');
    self->is_open_tag = FALSE;
    return self->text;
}

void
xml_template_add_text(XmlTemplate *self, const char *text, gsize length)
{
    write_escaped(write_content(self), text, length, FALSE);
}

void
xml_template_add_comment(XmlTemplate *self, const char *text)
{
    g_string_append_printf(write_content(self), "<!--%s-->", text);
}

void
xml_template_add_instruction(XmlTemplate *self, const char *target, const char *text)
{
    g_string_append_printf(write_content(self), "<?%s%s%s?>", target, text != NULL ? " " : "",
                           text != NULL ? text : "");
}
