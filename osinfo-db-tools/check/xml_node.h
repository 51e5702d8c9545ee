/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rules ask of the XML. Elements are those without a namespace. */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

gboolean node_is(const xmlNode *node, const char *name);

/* First child element, and the next one, of a name; NULL as @name is any. */
xmlNode *node_child(const xmlNode *parent, const char *name);
xmlNode *node_next(const xmlNode *node, const char *name);

/* New texts; node_text() is without the white space around it, "" for an empty element. */
char *node_text(const xmlNode *node);
char *node_attribute(const xmlNode *node, const char *name);

/* What xml:lang says; NULL: nothing. A new text. */
char *node_language(const xmlNode *node);

/* Text of the first child of that name, or NULL. */
char *node_child_text(const xmlNode *parent, const char *name);

#define NODE_FOREACH(child, parent, name)                                                          \
    for (xmlNode *child = node_child(parent, name); child != NULL; child = node_next(child, name))
