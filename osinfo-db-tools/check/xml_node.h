/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rules ask of the XML. Elements are those without a namespace. */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

gboolean xml_node_is(const xmlNode *node, const char *name);

/* First child element, and the next one, of a name; NULL as @name is any. */
xmlNode *xml_node_child(const xmlNode *parent, const char *name);
xmlNode *xml_node_next(const xmlNode *node, const char *name);

/* New texts; xml_node_text() is without the white space around it, "" for an empty element. */
char *xml_node_text(const xmlNode *node);
char *xml_node_attribute(const xmlNode *node, const char *name);

/* What xml:lang says; NULL: nothing. A new text. */
char *xml_node_language(const xmlNode *node);

/* Text of the first child of that name, or NULL. */
char *xml_node_child_text(const xmlNode *parent, const char *name);

/* The elements at a path below @parent, such as "iso/volume-id"; a last step of an attribute gives
 * those it may stand at. A new array that owns nothing. */
GPtrArray *xml_node_list(const xmlNode *parent, const char *path);

#define XML_NODE_FOREACH(child, parent, name)                                                      \
    for (xmlNode *child = xml_node_child(parent, name); child != NULL;                             \
         child = xml_node_next(child, name))
