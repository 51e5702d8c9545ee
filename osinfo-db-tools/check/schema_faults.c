/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walks over a document and the table of its schema together. Below an element that does not belong
 * where it is nothing is looked at.
 */
#include <string.h>

#include "check/near.h"
#include "check/schema_faults.h"
#include "check/xml_node.h"
#include "common/translate.h"

#define SHOWN_BYTES 60 /* bytes of a value in a message */
#define MAX_TOLD 1000  /* faults of a document: what is behind is not looked at */
#define MAX_DEPTH 256  /* elements in elements */

typedef struct {
    const SchemaModel *model;
    SchemaFaultFunc report;
    void *data;
    guint *n_told;
} Walk;

/* What texts of a definition are, for people. */
static const struct {
    const char *type;
    const char *description;
} types[] = {
    {"type.alpha", N_("letters")},
    {"type.date", N_("a day as YYYY-MM-DD")},
    {"type.hexid", N_("hexadecimal digits without 0x")},
    {"type.num", N_("decimal digits, without a unit")},
    {"type.url", N_("an address such as https://example.org/file")},
};

static void report(const Walk *walk, const xmlNode *node, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void
report(const Walk *walk, const xmlNode *node, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    walk->report(walk->data, xmlGetLineNo(node), text);
    ++*walk->n_told;
}

static GPtrArray *
list_names(const GPtrArray *parts)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < parts->len; i++) {
        const SchemaPart *part = g_ptr_array_index(parts, i);

        g_ptr_array_add(names, (gpointer)part->item->name);
    }
    return names;
}

static gint
compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "<os>, <platform>": where an element may stand; NULL: nowhere. */
static char *
describe_places(const SchemaModel *model, const char *name)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter iter;
    gpointer item = NULL;

    g_hash_table_iter_init(&iter, model->items);
    while (g_hash_table_iter_next(&iter, NULL, &item)) {
        g_autofree char *place = NULL;

        if (schema_part_find(((SchemaItem *)item)->children, name) == NULL)
            continue;
        place = g_strdup_printf("<%s>", ((SchemaItem *)item)->name);
        if (!g_ptr_array_find_with_equal_func(places, place, g_str_equal, NULL))
            g_ptr_array_add(places, g_steal_pointer(&place));
    }
    if (places->len == 0)
        return NULL;
    g_ptr_array_sort(places, compare_texts);
    g_ptr_array_add(places, NULL);
    return g_strjoinv(", ", (char **)places->pdata);
}

/* An element that is not in the table of the one around it. */
static void
report_stranger(const Walk *walk, const SchemaItem *item, const xmlNode *node)
{
    const char *name = (const char *)node->name;
    g_autoptr(GPtrArray) names = list_names(item->children);
    const char *near = near_find(name, names);
    g_autofree char *places = NULL;

    if (node->ns != NULL) {
        report(walk, node, _("<%s> in <%s> is in namespace '%s', expected none"), name, item->name,
               (const char *)node->ns->href);
        return;
    }
    if (schema_part_find(item->attributes, name) != NULL) {
        report(walk, node, _("'%s' of <%s> is an attribute, not an element"), name, item->name);
        return;
    }
    places = describe_places(walk->model, name);
    if (places != NULL)
        report(walk, node, _("<%s> does not belong in <%s>, only in %s"), name, item->name, places);
    else if (near != NULL)
        report(walk, node, _("unknown element <%s> in <%s>; did you mean <%s>?"), name, item->name,
               near);
    else
        report(walk, node, _("unknown element <%s> in <%s>"), name, item->name);
}

static gboolean
fits(const SchemaItem *item, const char *text)
{
    if (item->has_text || item->is_open)
        return TRUE;
    for (guint i = 0; i < item->words->len; i++) {
        if (strcmp(g_ptr_array_index(item->words, i), text) == 0)
            return TRUE;
    }
    for (guint i = 0; i < item->patterns->len; i++) {
        if (xmlRegexpExec(g_ptr_array_index(item->patterns, i), BAD_CAST text) == 1)
            return TRUE;
    }
    return FALSE;
}

/* What a text had to be. */
static char *
describe_expected(const SchemaItem *item)
{
    GString *words = g_string_new(NULL);

    for (gsize i = 0; item->type != NULL && item->patterns->len > 0 && i < G_N_ELEMENTS(types);
         i++) {
        if (strcmp(types[i].type, item->type) == 0)
            g_string_append(words, _(types[i].description));
    }
    for (guint i = 0; i < item->words->len; i++) {
        const char *word = g_ptr_array_index(item->words, i);

        if (*word != '\0')
            g_string_append_printf(words, "%s'%s'", words->len > 0 ? ", " : "", word);
    }
    if (words->len == 0)
        g_string_append(words, item->patterns->len > 0 ? _("another text") : _("no text"));
    return g_string_free(words, FALSE);
}

static char *
shorten(const char *text)
{
    g_autofree char *part = g_strndup(text, SHOWN_BYTES);

    return g_utf8_make_valid(part, -1);
}

/* @attribute: whose text this is; NULL: it is that of the element. */
static void
check_text(const Walk *walk, const xmlNode *node, const SchemaItem *attribute,
           const SchemaItem *item, const char *text)
{
    const char *element = (const char *)node->name;
    const char *meant = schema_model_find_meant(walk->model, text, item->words);
    g_autofree char *shown = shorten(text);
    g_autofree char *expected = NULL;

    if (fits(item, text))
        return;
    expected = describe_expected(item);
    if (attribute != NULL && meant != NULL)
        report(walk, node, _("attribute '%s' of <%s> cannot be '%s'; did you mean '%s'?"),
               attribute->name, element, shown, meant);
    else if (attribute != NULL)
        report(walk, node, _("attribute '%s' of <%s> cannot be '%s': expected %s"), attribute->name,
               element, shown, expected);
    else if (meant != NULL)
        report(walk, node, _("<%s> cannot be '%s'; did you mean '%s'?"), element, shown, meant);
    else
        report(walk, node, _("<%s> cannot be '%s': expected %s"), element, shown, expected);
}

/* "arch", "xml:lang"; a new text. */
static char *
get_name(const xmlAttr *attribute)
{
    const xmlNs *space = attribute->ns;

    if (space == NULL)
        return g_strdup((const char *)attribute->name);
    return g_strdup_printf("%s:%s", space->prefix != NULL ? (const char *)space->prefix : "",
                           (const char *)attribute->name);
}

static void
check_attribute(const Walk *walk, const SchemaItem *item, const xmlNode *node,
                const xmlAttr *attribute)
{
    g_autofree char *name = get_name(attribute);
    const SchemaPart *part = schema_part_find(item->attributes, name);
    g_autoptr(GPtrArray) names = list_names(item->attributes);
    const char *near = near_find(name, names);
    xmlChar *text = NULL;

    if (part != NULL) {
        text = xmlNodeGetContent((const xmlNode *)attribute);
        check_text(walk, node, part->item, part->item, text != NULL ? (const char *)text : "");
        xmlFree(text);
    } else if (schema_part_find(item->children, name) != NULL) {
        report(walk, node, _("'%s' of <%s> is an element, not an attribute"), name, item->name);
    } else if (near != NULL) {
        report(walk, node, _("unknown attribute '%s' of <%s>; did you mean '%s'?"), name,
               item->name, near);
    } else {
        report(walk, node, _("unknown attribute '%s' of <%s>"), name, item->name);
    }
}

static void
check_attributes(const Walk *walk, const SchemaItem *item, const xmlNode *node)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        g_hash_table_add(seen, get_name(attribute));
        check_attribute(walk, item, node, attribute);
    }
    for (guint i = 0; i < item->attributes->len; i++) {
        const SchemaPart *part = g_ptr_array_index(item->attributes, i);

        if (part->is_required && !g_hash_table_contains(seen, part->item->name))
            report(walk, node, _("<%s> has no attribute '%s'"), item->name, part->item->name);
    }
}

static void check_element(const Walk *walk, const SchemaItem *item, const xmlNode *node,
                          guint depth);

static void
check_children(const Walk *walk, const SchemaItem *item, const xmlNode *node, guint depth)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

    for (const xmlNode *child = node->children; child != NULL && *walk->n_told < MAX_TOLD;
         child = child->next) {
        const SchemaPart *part = NULL;

        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (child->ns == NULL)
            part = schema_part_find(item->children, (const char *)child->name);
        if (part == NULL)
            report_stranger(walk, item, child);
        else if (!g_hash_table_add(seen, (gpointer)part) && !part->is_repeatable)
            report(walk, child, _("second <%s> in <%s>, expected one"), part->item->name,
                   item->name);
        if (part != NULL)
            check_element(walk, part->item, child, depth + 1);
    }
    for (guint i = 0; i < item->children->len && *walk->n_told < MAX_TOLD; i++) {
        const SchemaPart *part = g_ptr_array_index(item->children, i);

        if (part->is_required && !g_hash_table_contains(seen, part))
            report(walk, node, _("<%s> has no <%s>"), item->name, part->item->name);
    }
}

/* The text of an element that has no others in it, or what stands between those. */
static void
check_content(const Walk *walk, const SchemaItem *item, const xmlNode *node)
{
    gboolean may_say = item->has_text || item->words->len > 0 || item->patterns->len > 0;
    g_autofree char *text = NULL;
    xmlChar *content = NULL;

    if (may_say && xmlChildElementCount((xmlNode *)node) == 0) {
        content = xmlNodeGetContent(node);
        check_text(walk, node, NULL, item, content != NULL ? (const char *)content : "");
        xmlFree(content);
        return;
    }
    for (const xmlNode *child = node->children; child != NULL && !item->has_text;
         child = child->next) {
        if ((child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) ||
            xmlIsBlankNode((xmlNode *)child))
            continue;
        text = g_strstrip(shorten((const char *)child->content));
        report(walk, child, _("text between the elements of <%s>: '%s'"), item->name, text);
        return;
    }
}

static void
check_element(const Walk *walk, const SchemaItem *item, const xmlNode *node, guint depth)
{
    if (item->is_open || depth > MAX_DEPTH)
        return;
    check_attributes(walk, item, node);
    check_content(walk, item, node);
    check_children(walk, item, node, depth);
}

void
schema_faults_find(const SchemaModel *model, const xmlDoc *document, SchemaFaultFunc report_fault,
                   void *data)
{
    guint n_told = 0;
    const Walk walk = {model, report_fault, data, &n_told};
    const xmlNode *root = xmlDocGetRootElement(document);
    const SchemaPart *part = NULL;
    g_autofree char *roots = NULL;
    g_autoptr(GPtrArray) names = list_names(model->top->children);

    if (model->is_partial || root == NULL)
        return;
    part = schema_part_find(model->top->children, (const char *)root->name);
    if (root->ns != NULL) {
        report(&walk, root, _("<%s> is in namespace '%s', expected none"), root->name,
               (const char *)root->ns->href);
    } else if (part == NULL) {
        g_ptr_array_add(names, NULL);
        roots = g_strjoinv(">, <", (char **)names->pdata);
        report(&walk, root, _("the root element is <%s>, expected <%s>"), root->name, roots);
    } else {
        check_element(&walk, part->item, root, 0);
    }
}
