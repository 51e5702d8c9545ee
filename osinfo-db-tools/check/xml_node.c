/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks over elements and texts, with GLib's memory. */
#include <string.h>

#include "check/xml_node.h"

gboolean
xml_node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns == NULL &&
           (name == NULL || xmlStrEqual(node->name, BAD_CAST name));
}

static xmlNode *
find(xmlNode *node, const char *name)
{
    while (node != NULL && !xml_node_is(node, name))
        node = node->next;
    return node;
}

xmlNode *
xml_node_child(const xmlNode *parent, const char *name)
{
    return find(parent->children, name);
}

xmlNode *
xml_node_next(const xmlNode *node, const char *name)
{
    return find(node->next, name);
}

static char *
take(xmlChar *text)
{
    char *result = g_strdup((const char *)text);

    xmlFree(text);
    return result;
}

char *
xml_node_text(const xmlNode *node)
{
    char *text = take(xmlNodeGetContent(node));

    return text != NULL ? g_strstrip(text) : g_strdup("");
}

char *
xml_node_attribute(const xmlNode *node, const char *name)
{
    return take(xmlGetNoNsProp(node, BAD_CAST name));
}

char *
xml_node_language(const xmlNode *node)
{
    return take(xmlGetNsProp(node, BAD_CAST "lang", XML_XML_NAMESPACE));
}

char *
xml_node_child_text(const xmlNode *parent, const char *name)
{
    const xmlNode *child = xml_node_child(parent, name);

    return child != NULL ? xml_node_text(child) : NULL;
}

static void
add_nodes(GPtrArray *nodes, const xmlNode *parent, char *const *steps)
{
    if (*steps == NULL || **steps == '@') {
        g_ptr_array_add(nodes, (gpointer)parent);
        return;
    }
    XML_NODE_FOREACH (child, parent, strcmp(*steps, "*") != 0 ? *steps : NULL) {
        add_nodes(nodes, child, steps + 1);
    }
}

GPtrArray *
xml_node_list(const xmlNode *parent, const char *path)
{
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);
    GPtrArray *nodes = g_ptr_array_new();

    add_nodes(nodes, parent, steps);
    return nodes;
}
