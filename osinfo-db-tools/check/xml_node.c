/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks over elements and texts, with GLib's memory. */
#include "check/xml_node.h"

gboolean
node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && node->ns == NULL &&
           (name == NULL || xmlStrEqual(node->name, BAD_CAST name));
}

static xmlNode *
find(xmlNode *node, const char *name)
{
    while (node != NULL && !node_is(node, name))
        node = node->next;
    return node;
}

xmlNode *
node_child(const xmlNode *parent, const char *name)
{
    return find(parent->children, name);
}

xmlNode *
node_next(const xmlNode *node, const char *name)
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
node_text(const xmlNode *node)
{
    char *text = take(xmlNodeGetContent(node));

    return text != NULL ? g_strstrip(text) : g_strdup("");
}

char *
node_attribute(const xmlNode *node, const char *name)
{
    return take(xmlGetNoNsProp(node, BAD_CAST name));
}

char *
node_language(const xmlNode *node)
{
    return take(xmlGetNsProp(node, BAD_CAST "lang", XML_XML_NAMESPACE));
}

char *
node_child_text(const xmlNode *parent, const char *name)
{
    const xmlNode *child = node_child(parent, name);

    return child != NULL ? node_text(child) : NULL;
}
