/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows the patterns of each <element> of the schema, through definitions, as far as other elements.
 * Of a choice everything may be there and nothing must. A schema with patterns that are not known
 * here gives a table that is marked as partial, and its notes.
 */
#include <string.h>

#include <libxml/parser.h>

#include "check/near.h"
#include "check/schema_model.h"
#include "common/xml_error.h"
#include "common/xml_limits.h"

#define RELAXNG "http://relaxng.org/ns/structure/1.0"
#define NOTES "urn:osinfo:notes"

#define MAX_PATTERN_DEPTH 64
#define MAX_PATTERNS 100000 /* definitions that are used twice count twice */

typedef struct {
    SchemaModel *model;
    GHashTable *definitions; /* name: node */
    GQueue waiting;          /* of SchemaItem: their patterns are to be followed */
    guint n_patterns;
} Reader;

/* How often a pattern stands where it does. */
typedef struct {
    gboolean is_required;
    gboolean is_repeatable;
} Occurrence;

static void
item_free(SchemaItem *item)
{
    g_ptr_array_unref(item->attributes);
    g_ptr_array_unref(item->children);
    g_ptr_array_unref(item->words);
    g_ptr_array_unref(item->patterns);
    g_free(item);
}

static SchemaItem *
item_new(const char *name)
{
    SchemaItem *item = g_new0(SchemaItem, 1);

    item->name = name;
    item->attributes = g_ptr_array_new_with_free_func(g_free);
    item->children = g_ptr_array_new_with_free_func(g_free);
    item->words = g_ptr_array_new();
    item->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)xmlRegFreeRegexp);
    return item;
}

/* A text that lives as long as the model. */
static const char *
keep(SchemaModel *model, xmlChar *text)
{
    char *copy = g_strdup(text != NULL ? (const char *)text : "");

    xmlFree(text);
    g_ptr_array_add(model->texts, copy);
    return copy;
}

static gboolean
is_in(const xmlNode *node, const char *uri)
{
    return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
           xmlStrEqual(node->ns->href, BAD_CAST uri);
}

static const char *
get_attribute(SchemaModel *model, const xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetNoNsProp(node, BAD_CAST name);

    return text != NULL ? keep(model, text) : NULL;
}

static void read_patterns(Reader *reader, SchemaItem *item, const xmlNode *parent,
                          Occurrence occurrence, guint depth);

static void
add_part(Reader *reader, GPtrArray *parts, SchemaItem *item, Occurrence occurrence)
{
    SchemaPart *part = (SchemaPart *)schema_part_find(parts, item->name);

    if (part != NULL) {
        part->is_repeatable = TRUE;
        reader->model->is_partial = reader->model->is_partial || part->item != item;
        return;
    }
    part = g_new0(SchemaPart, 1);
    part->item = item;
    part->is_required = occurrence.is_required;
    part->is_repeatable = occurrence.is_repeatable;
    g_ptr_array_add(parts, part);
}

/* What an <element> or <attribute> of the schema is about; it is entered once. */
static void
read_item(Reader *reader, SchemaItem *around, const xmlNode *node, Occurrence occurrence)
{
    gboolean is_attribute = xmlStrEqual(node->name, BAD_CAST "attribute");
    SchemaItem *item = g_hash_table_lookup(reader->model->items, node);
    const char *name = NULL;

    if (item == NULL) {
        name = get_attribute(reader->model, node, "name");
        if (name == NULL) {
            around->is_open = TRUE;
            return;
        }
        item = item_new(name);
        item->has_text = is_attribute && node->children == NULL;
        g_hash_table_insert(reader->model->items, (gpointer)node, item);
        g_queue_push_tail(&reader->waiting, (gpointer)node);
    }
    add_part(reader, is_attribute ? around->attributes : around->children, item, occurrence);
}

static void
read_data(SchemaItem *item, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        xmlChar *name = is_in(child, RELAXNG) ? xmlGetNoNsProp(child, BAD_CAST "name") : NULL;
        xmlChar *text = xmlStrEqual(name, BAD_CAST "pattern") ? xmlNodeGetContent(child) : NULL;
        xmlRegexp *pattern = text != NULL ? xmlRegexpCompile(text) : NULL;

        if (pattern != NULL)
            g_ptr_array_add(item->patterns, pattern);
        xmlFree(name);
        xmlFree(text);
    }
    /* other types and limits are libxml2's matter */
    if (item->patterns->len == 0)
        item->has_text = TRUE;
}

static void
read_reference(Reader *reader, SchemaItem *item, const xmlNode *node, Occurrence occurrence,
               guint depth)
{
    const char *name = get_attribute(reader->model, node, "name");
    const xmlNode *definition =
        name != NULL ? g_hash_table_lookup(reader->definitions, name) : NULL;

    if (definition == NULL) {
        reader->model->is_partial = TRUE;
        return;
    }
    if (item->type == NULL && g_str_has_prefix(name, "type."))
        item->type = name;
    read_patterns(reader, item, definition, occurrence, depth);
}

static void
read_pattern(Reader *reader, SchemaItem *item, const xmlNode *node, Occurrence occurrence,
             guint depth)
{
    const char *name = (const char *)node->name;

    if (depth > MAX_PATTERN_DEPTH || reader->n_patterns++ > MAX_PATTERNS) {
        reader->model->is_partial = TRUE;
    } else if (strcmp(name, "element") == 0 || strcmp(name, "attribute") == 0) {
        read_item(reader, item, node, occurrence);
    } else if (strcmp(name, "ref") == 0) {
        read_reference(reader, item, node, occurrence, depth + 1);
    } else if (strcmp(name, "group") == 0 || strcmp(name, "interleave") == 0) {
        read_patterns(reader, item, node, occurrence, depth + 1);
    } else if (strcmp(name, "optional") == 0 || strcmp(name, "choice") == 0) {
        occurrence.is_required = FALSE;
        read_patterns(reader, item, node, occurrence, depth + 1);
    } else if (strcmp(name, "zeroOrMore") == 0 || strcmp(name, "oneOrMore") == 0) {
        occurrence.is_required = occurrence.is_required && *name == 'o';
        occurrence.is_repeatable = TRUE;
        read_patterns(reader, item, node, occurrence, depth + 1);
    } else if (strcmp(name, "text") == 0) {
        item->has_text = TRUE;
    } else if (strcmp(name, "value") == 0) {
        g_ptr_array_add(item->words, (gpointer)keep(reader->model, xmlNodeGetContent(node)));
    } else if (strcmp(name, "data") == 0) {
        read_data(item, node);
    } else if (strcmp(name, "empty") != 0) {
        reader->model->is_partial = TRUE;
    }
}

static void
read_patterns(Reader *reader, SchemaItem *item, const xmlNode *parent, Occurrence occurrence,
              guint depth)
{
    for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
        if (is_in(node, RELAXNG))
            read_pattern(reader, item, node, occurrence, depth);
    }
}

static void
read_note(SchemaModel *model, const xmlNode *node)
{
    const char *key = get_attribute(model, node, "of");
    const char *word = keep(model, xmlNodeGetContent(node));
    GPtrArray *words = NULL;

    if (key == NULL)
        return;
    if (xmlStrEqual(node->name, BAD_CAST "meant")) {
        g_hash_table_insert(model->meant, (gpointer)key, (gpointer)word);
    } else if (xmlStrEqual(node->name, BAD_CAST "known")) {
        words = g_hash_table_lookup(model->known, key);
        if (words == NULL) {
            words = g_ptr_array_new();
            g_hash_table_insert(model->known, (gpointer)key, words);
        }
        g_ptr_array_add(words, (gpointer)word);
    }
}

/* The start, definitions by name, and notes. */
static const xmlNode *
read_grammar(Reader *reader, const xmlNode *grammar)
{
    const xmlNode *start = NULL;

    for (const xmlNode *node = grammar->children; node != NULL; node = node->next) {
        const char *name = is_in(node, RELAXNG) ? get_attribute(reader->model, node, "name") : NULL;

        if (is_in(node, NOTES)) {
            read_note(reader->model, node);
        } else if (is_in(node, RELAXNG) && xmlStrEqual(node->name, BAD_CAST "start")) {
            reader->model->is_partial = reader->model->is_partial || start != NULL;
            start = node;
        } else if (is_in(node, RELAXNG)) {
            /* what is defined twice is combined, what is no definition comes from another file */
            if (name == NULL || !xmlStrEqual(node->name, BAD_CAST "define") ||
                !g_hash_table_insert(reader->definitions, (gpointer)name, (gpointer)node))
                reader->model->is_partial = TRUE;
        }
    }
    return start;
}

static void
read_schema(SchemaModel *model, const xmlNode *grammar)
{
    static const Occurrence once = {TRUE, FALSE};
    g_autoptr(GHashTable) definitions = g_hash_table_new(g_str_hash, g_str_equal);
    Reader reader = {model, definitions, G_QUEUE_INIT, 0};
    const xmlNode *start = NULL;
    const xmlNode *node = NULL;

    if (grammar == NULL || !is_in(grammar, RELAXNG) ||
        !xmlStrEqual(grammar->name, BAD_CAST "grammar")) {
        model->is_partial = TRUE;
        return;
    }
    start = read_grammar(&reader, grammar);
    if (start == NULL)
        model->is_partial = TRUE;
    else
        read_patterns(&reader, model->top, start, once, 0);
    while ((node = g_queue_pop_head(&reader.waiting)) != NULL)
        read_patterns(&reader, g_hash_table_lookup(model->items, node), node, once, 0);
}

/* libxml2 refuses the schema later, and says why. */
static void
ignore(void *data G_GNUC_UNUSED, XmlErrorArgument error G_GNUC_UNUSED)
{
}

SchemaModel *
schema_model_new(GBytes *schema)
{
    gsize size = 0;
    const char *text = g_bytes_get_data(schema, &size);
    int line = 0;
    SchemaModel *model = NULL;
    xmlDoc *document = NULL;

    if (size > 0 && xml_limits_find_excess(text, size, &line) == NULL)
        document = xmlReadMemory(text, (int)size, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document == NULL)
        return NULL;
    model = g_new0(SchemaModel, 1);
    model->document = document;
    model->items = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)item_free);
    model->texts = g_ptr_array_new_with_free_func(g_free);
    model->top = item_new("");
    model->known =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    model->meant = g_hash_table_new(g_str_hash, g_str_equal);
    xmlSetStructuredErrorFunc(NULL, ignore);
    read_schema(model, xmlDocGetRootElement(document));
    xmlSetStructuredErrorFunc(NULL, NULL);
    return model;
}

void
schema_model_free(SchemaModel *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref(self->known);
    g_hash_table_unref(self->meant);
    g_hash_table_unref(self->items);
    item_free(self->top);
    g_ptr_array_unref(self->texts);
    xmlFreeDoc(self->document);
    g_free(self);
}

const SchemaPart *
schema_part_find(const GPtrArray *parts, const char *name)
{
    for (guint i = 0; i < parts->len; i++) {
        const SchemaPart *part = g_ptr_array_index(parts, i);

        if (strcmp(part->item->name, name) == 0)
            return part;
    }
    return NULL;
}

gboolean
schema_model_has_element(const SchemaModel *self, const char *name)
{
    GHashTableIter iter;
    gpointer node = NULL;
    gpointer item = NULL;

    g_hash_table_iter_init(&iter, self->items);
    while (g_hash_table_iter_next(&iter, &node, &item)) {
        if (xmlStrEqual(((const xmlNode *)node)->name, BAD_CAST "element") &&
            strcmp(((SchemaItem *)item)->name, name) == 0)
            return TRUE;
    }
    return FALSE;
}

const GPtrArray *
schema_model_get_known(const SchemaModel *self, const char *element)
{
    return g_hash_table_lookup(self->known, element);
}

const char *
schema_model_find_meant(const SchemaModel *self, const char *word, const GPtrArray *words)
{
    const char *meant = g_hash_table_lookup(self->meant, word);

    for (guint i = 0; meant != NULL && i < words->len; i++) {
        if (strcmp(meant, g_ptr_array_index(words, i)) == 0)
            return meant;
    }
    return near_find(word, words);
}
