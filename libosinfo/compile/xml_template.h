/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The XML in a <template>, written down as it is read: the parser's events become text again.
 */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* Attributes of an element as the parser gives them: name, prefix, namespace, start, end. */
typedef struct {
    const xmlChar **list;
    int count;
} XmlAttributes;

/* Namespaces that an element declares, as the parser gives them: prefix, address. */
typedef struct {
    const xmlChar **list;
    int count;
} XmlNamespaces;

typedef struct {
    gsize depth;          /* of the open <template>; 0: none */
    gsize root_depth;     /* of the element in it that is being written down; 0: none */
    gboolean is_open_tag; /* the last start tag may still become an empty one */
    gboolean is_done;     /* the first element of the template was seen */
    GString *text;
    GArray *namespaces; /* of Namespace: those of open elements outside of the root */
} XmlTemplate;

void xml_template_init(XmlTemplate *self);
void xml_template_clear(XmlTemplate *self);
/* Before a file. */
void xml_template_reset(XmlTemplate *self);

/* A <template> opens. */
void xml_template_open(XmlTemplate *self, gsize depth);
/* An element opens: is it to be written down? Of a <template> the first one is, with all in it. */
gboolean xml_template_wants(XmlTemplate *self, gsize depth);
/* Is something being written down? */
gboolean xml_template_is_writing(const XmlTemplate *self);

/* An element opens that is not written down: its namespaces are those of a template in it. */
void xml_template_enter(XmlTemplate *self, gsize depth, const XmlNamespaces *namespaces);
/* It closes. */
void xml_template_leave(XmlTemplate *self, gsize depth);

/* What is written down. */
void xml_template_start(XmlTemplate *self, gsize depth, const xmlChar *name, const xmlChar *prefix,
                        const XmlNamespaces *namespaces, const XmlAttributes *attributes);
/* TRUE: this was the root, and the text is complete. */
gboolean xml_template_end(XmlTemplate *self, gsize depth, const xmlChar *name,
                          const xmlChar *prefix);
void xml_template_add_text(XmlTemplate *self, const char *text, gsize length);
void xml_template_add_comment(XmlTemplate *self, const char *text);
void xml_template_add_instruction(XmlTemplate *self, const char *target, const char *text);
