/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knows of the XML only what makes an item out of an element: a table. What the schema gets in the
 * future is compared as well, by the names of its elements.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libxml/parser.h>

#include "check/validate.h"
#include "check/xml_node.h"
#include "diff/diff_facts.h"

#define MAX_DEPTH 8       /* of elements inside an item; the schema has four */
#define MAX_STEP 128      /* bytes of an element's part in the place of a fact */
#define MAX_FACTS 1000000 /* of a database; ours has some 60,000 */

/* How the items of a subject are named: after attributes, then after the first place that has a
 * text. */
typedef struct {
    const char *subject;
    const char *attributes[3]; /* all that are there; ends with NULL */
    const char *places[4];     /* paths below the element; "" is its own text */
    const char *likeness[4];   /* more paths, for items whose name changed */
    gboolean is_digested;      /* is its content too long to show? */
} ItemNaming;

/* clang-format off */
static const ItemNaming namings[] = {
    {"device",           {"id"},             {NULL},                  {NULL}, FALSE},
    {"driver",           {"arch", NULL},     {NULL},                  {NULL}, FALSE},
    {"entry",            {"inval"},          {NULL},                  {NULL}, FALSE},
    {"firmware",         {"arch", "type"},   {NULL},                  {NULL}, FALSE},
    {"image",            {"arch", "format"}, {"url", NULL},           {"variant", NULL}, FALSE},
    {"injection-method", {NULL},             {"", NULL},              {NULL}, FALSE},
    {"media",            {"arch"},           {"url", "iso/volume-id", "iso/system-id"},
                                             {"iso/volume-id", "iso/system-id"}, FALSE},
    {"param",            {"name"},           {NULL},                  {NULL}, FALSE},
    {"resources",        {"arch"},           {NULL},                  {NULL}, FALSE},
    {"script",           {"id"},             {NULL},                  {NULL}, FALSE},
    {"short-id",         {NULL},             {"", NULL},              {NULL}, FALSE},
    {"template",         {NULL},             {NULL},                  {NULL}, TRUE},
    {"tree",             {"arch"},           {"url", "treeinfo/version", "treeinfo/family"},
                                             {"treeinfo/variant", "treeinfo/version"}, FALSE},
    {"upgrades",         {"id"},             {NULL},                  {NULL}, FALSE},
    {"derives-from",     {"id"},             {NULL},                  {NULL}, FALSE},
    {"clones",           {"id"},             {NULL},                  {NULL}, FALSE},
    {"variant",          {"id"},             {NULL},                  {NULL}, FALSE},
};

/* Elements of an entity that only hold others: these are the items. */
static const char *const containers[] = {"config", "devices", "installer"};
/* clang-format on */

static void
fact_free(Fact *fact)
{
    g_free(fact->part);
    g_free(fact->value);
    g_free(fact);
}

static void
item_free(FactItem *item)
{
    g_free(item->subject);
    g_free(item->item);
    g_free(item->likeness);
    g_ptr_array_unref(item->facts);
    g_free(item);
}

static void
entity_free(FactEntity *entity)
{
    g_free(entity->kind);
    g_free(entity->id);
    g_free(entity->name);
    g_free(entity->short_id);
    g_free(entity->release_date);
    g_ptr_array_unref(entity->items);
    g_hash_table_unref(entity->counts);
    g_hash_table_unref(entity->names);
    g_free(entity);
}

static char *
make_key(const char *subject, const char *item)
{
    return g_strconcat(subject, " ", item, NULL);
}

FactItem *
diff_facts_find(const FactEntity *entity, const char *subject, const char *item)
{
    g_autofree char *key = make_key(subject, item);

    return g_hash_table_lookup(entity->names, key);
}

static FactItem *
add_item(FactEntity *entity, const char *subject, const char *name)
{
    FactItem *item = g_new0(FactItem, 1);

    item->subject = g_strdup(subject);
    item->item = g_strdup(name);
    item->n_facts = entity->n_facts;
    item->facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free);
    g_ptr_array_add(entity->items, item);
    g_hash_table_insert(entity->names, make_key(subject, name), item);
    return item;
}

/* The name of one more thing that is called so: "x (2)". */
static char *
make_unique(FactEntity *entity, const char *subject, const char *name)
{
    char *key = make_key(subject, name);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(entity->counts, key));
    g_autofree char *unique = g_strdup(name);

    while (count++ > 0 || diff_facts_find(entity, subject, unique) != NULL) {
        g_free(unique);
        unique = g_strdup_printf("%s%s(%u)", name, *name != '\0' ? " " : "", MAX(count, 2));
        if (diff_facts_find(entity, subject, unique) == NULL)
            break;
    }
    g_hash_table_insert(entity->counts, key, GUINT_TO_POINTER(count));
    return g_steal_pointer(&unique);
}

static void
add_fact(FactItem *item, const char *part, const char *value)
{
    Fact *fact;

    if (++*item->n_facts > MAX_FACTS)
        return;
    fact = g_new0(Fact, 1);
    fact->part = g_strdup(part);
    fact->value = g_utf8_make_valid(value, -1);
    g_ptr_array_add(item->facts, fact);
}

static char *
find_text(const xmlNode *node, const char *path)
{
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);

    for (char **step = steps; node != NULL && *step != NULL; step++)
        node = xml_node_child(node, *step);
    return node != NULL ? xml_node_text(node) : NULL;
}

/* The first of the places with a text; NULL: none has one. */
static char *
find_first_text(const xmlNode *node, const char *const *places, gsize n_places)
{
    for (gsize i = 0; i < n_places && places[i] != NULL; i++) {
        g_autofree char *text =
            *places[i] != '\0' ? find_text(node, places[i]) : xml_node_text(node);

        if (text != NULL && *text != '\0')
            return g_steal_pointer(&text);
    }
    return NULL;
}

static void
append_word(GString *words, const char *word)
{
    if (word == NULL)
        return;
    if (words->len > 0)
        g_string_append_c(words, ' ');
    g_string_append(words, word);
}

static char *
make_attribute_words(const xmlNode *node, const ItemNaming *naming)
{
    GString *words = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(naming->attributes) && naming->attributes[i] != NULL; i++) {
        g_autofree char *value = xml_node_attribute(node, naming->attributes[i]);

        append_word(words, value);
    }
    return g_string_free(words, FALSE);
}

static char *
make_words(const xmlNode *node, const ItemNaming *naming, const char *const *places, gsize n_places)
{
    g_autofree char *attributes = make_attribute_words(node, naming);
    g_autofree char *text = find_first_text(node, places, n_places);
    GString *words = g_string_new(attributes);

    append_word(words, text);
    return g_string_free(words, FALSE);
}

static const ItemNaming *
find_naming(const char *subject)
{
    for (gsize i = 0; i < G_N_ELEMENTS(namings); i++) {
        if (strcmp(namings[i].subject, subject) == 0)
            return &namings[i];
    }
    return NULL;
}

static gboolean
is_in_name(const ItemNaming *naming, const char *attribute)
{
    for (gsize i = 0; naming != NULL && i < G_N_ELEMENTS(naming->attributes); i++) {
        if (g_strcmp0(naming->attributes[i], attribute) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
add_attributes(FactItem *item, const xmlNode *node, const char *path, const ItemNaming *naming)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        xmlChar *value = xmlNodeListGetString(node->doc, attribute->children, 1);
        g_autofree char *part = g_strdup_printf("%s@%s", path, name);

        if (!is_in_name(naming, name))
            add_fact(item, part, value != NULL ? (const char *)value : "");
        xmlFree(value);
    }
}

/* "variant full" for what has an id, since others may come before it; else how many came before. */
static char *
make_step(const xmlNode *node, GHashTable *counts)
{
    g_autofree char *id = xml_node_attribute(node, "id");
    g_autofree char *language = xml_node_language(node);
    g_autofree char *step = g_strdup((const char *)node->name);
    guint count;

    if (id != NULL || language != NULL) {
        char *longer = g_strdup_printf("%s %s", step, id != NULL ? id : language);

        g_free(step);
        step = longer;
    }
    if (strlen(step) > MAX_STEP)
        *g_utf8_find_prev_char(step, step + MAX_STEP + 1) = '\0';
    count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, step)) + 1;
    g_hash_table_insert(counts, g_strdup(step), GUINT_TO_POINTER(count));
    return count == 1 ? g_steal_pointer(&step) : g_strdup_printf("%s (%u)", step, count);
}

static void
add_children(FactItem *item, const xmlNode *node, const char *path, guint depth)
{
    static const ItemNaming by_id = {NULL, {"id", "lang"}, {NULL}, {NULL}, FALSE};
    g_autoptr(GHashTable) counts = NULL;

    if (depth > MAX_DEPTH)
        return;
    counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    XML_NODE_FOREACH (child, node, NULL) {
        g_autofree char *step = make_step(child, counts);
        g_autofree char *part = g_strconcat(path, step, NULL);
        g_autofree char *below = g_strconcat(part, "/", NULL);

        if (xml_node_child(child, NULL) == NULL) {
            g_autofree char *text = xml_node_text(child);

            add_fact(item, part, text);
        }
        add_attributes(item, child, below, &by_id);
        add_children(item, child, below, depth + 1);
    }
}

static int
compare_facts(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const Fact *const *)a)->part, (*(const Fact *const *)b)->part);
}

/* What is long is known by its checksum. */
static void
add_digest(FactItem *item, xmlNode *node)
{
    xmlBuffer *buffer = xmlBufferCreate();
    g_autofree char *digest = NULL;

    xmlNodeDump(buffer, node->doc, node, 0, 0);
    digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, xmlBufferContent(buffer),
                                         (gsize)xmlBufferLength(buffer));
    xmlBufferFree(buffer);

    g_autofree char *value = g_strconcat("sha256:", digest, NULL);

    add_fact(item, "", value);
}

static gboolean
is_repeated(const FactEntity *entity, const char *subject, const char *name, const char *text)
{
    const FactItem *item = diff_facts_find(entity, subject, name);
    const Fact *fact =
        item != NULL && item->facts->len > 0 ? g_ptr_array_index(item->facts, 0) : NULL;

    return fact != NULL && *text != '\0' && strcmp(fact->value, text) == 0;
}

/* Names in other languages are items, too. */
static void
add_plain(FactEntity *entity, const xmlNode *node)
{
    const char *subject = (const char *)node->name;
    g_autofree char *language = xml_node_language(node);
    g_autofree char *text = xml_node_child(node, NULL) == NULL ? xml_node_text(node) : g_strdup("");
    g_autofree char *name = NULL;
    FactItem *item;
    static const ItemNaming by_language = {NULL, {"lang"}, {NULL}, {NULL}, FALSE};

    /* files that add to an entity repeat what the schema wants to see */
    if (is_repeated(entity, subject, language != NULL ? language : "", text))
        return;
    name = make_unique(entity, subject, language != NULL ? language : "");
    item = add_item(entity, subject, name);

    add_fact(item, "", text);
    add_attributes(item, node, "", &by_language);
    add_children(item, node, "", 0);
}

static void
add_named(FactEntity *entity, xmlNode *node, const ItemNaming *naming)
{
    g_autofree char *words = make_words(node, naming, naming->places, G_N_ELEMENTS(naming->places));
    gboolean is_text = naming->places[0] != NULL && *naming->places[0] == '\0';
    g_autofree char *name = NULL;
    FactItem *item;

    if (is_text && diff_facts_find(entity, naming->subject, words) != NULL)
        return;
    name = make_unique(entity, naming->subject, words);
    item = add_item(entity, naming->subject, name);
    if (naming->likeness[0] != NULL)
        item->likeness = make_words(node, naming, naming->likeness, G_N_ELEMENTS(naming->likeness));
    if (naming->is_digested) {
        add_digest(item, node);
        return;
    }
    add_fact(item, "", "");
    add_attributes(item, node, "", naming);
    add_children(item, node, "", 0);
}

static gboolean
is_container(const xmlNode *node)
{
    for (gsize i = 0; i < G_N_ELEMENTS(containers); i++) {
        if (xml_node_is(node, containers[i]))
            return TRUE;
    }
    return FALSE;
}

static void
add_element(FactEntity *entity, xmlNode *node)
{
    const ItemNaming *naming = find_naming((const char *)node->name);

    if (is_container(node)) {
        XML_NODE_FOREACH (child, node, NULL) {
            add_element(entity, child);
        }
    } else if (naming != NULL) {
        add_named(entity, node, naming);
    } else {
        add_plain(entity, node);
    }
}

static void
set_if_empty(char **text, const xmlNode *node, const char *child)
{
    g_autofree char *found = **text == '\0' ? xml_node_child_text(node, child) : NULL;

    if (found == NULL)
        return;
    g_free(*text);
    *text = g_utf8_make_valid(found, -1);
}

static FactEntity *
ensure_entity(GHashTable *entities, guint *n_facts, const char *kind, const char *id)
{
    g_autofree char *key = make_key(kind, id);
    FactEntity *entity = g_hash_table_lookup(entities, key);

    if (entity != NULL)
        return entity;
    entity = g_new0(FactEntity, 1);
    entity->n_facts = n_facts;
    entity->kind = g_strdup(kind);
    entity->id = g_utf8_make_valid(id, -1);
    entity->name = g_strdup("");
    entity->short_id = g_strdup("");
    entity->release_date = g_strdup("");
    entity->items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
    entity->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    entity->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_insert(entities, g_steal_pointer(&key), entity);
    return entity;
}

static void
add_entity(GHashTable *entities, guint *n_facts, const xmlNode *node)
{
    g_autofree char *id = xml_node_attribute(node, "id");
    FactEntity *entity =
        ensure_entity(entities, n_facts, (const char *)node->name, id != NULL ? id : "");

    set_if_empty(&entity->name, node, "name");
    set_if_empty(&entity->short_id, node, "short-id");
    set_if_empty(&entity->release_date, node, "release-date");
    XML_NODE_FOREACH (child, node, NULL) {
        add_element(entity, child);
    }
}

static void
sort_facts(FactEntity *entity)
{
    for (guint i = 0; i < entity->items->len; i++) {
        const FactItem *item = g_ptr_array_index(entity->items, i);

        g_ptr_array_sort(item->facts, compare_facts);
    }
}

static gboolean
check_result(const ValidateResult *result, GError **error)
{
    const ValidateFault *fault;

    if (result->document != NULL || result->faults->len == 0)
        return TRUE;
    fault = g_ptr_array_index(result->faults, 0);
    if (fault->line > 0)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%ld: %s", result->file->uri,
                    fault->line, fault->text);
    else
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, fault->text);
    return FALSE;
}

GHashTable *
diff_facts_read(const InputFiles *database, GError **error)
{
    g_autoptr(GHashTable) entities =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)entity_free);
    g_autoptr(GPtrArray) results = validate_files(database->files, NULL, NULL, TRUE, error);
    GHashTableIter iter;
    gpointer entity;
    guint n_facts = 0;

    if (results == NULL)
        return NULL;
    for (guint i = 0; i < results->len; i++) {
        const ValidateResult *result = g_ptr_array_index(results, i);

        if (!check_result(result, error))
            return NULL;
        if (result->document == NULL)
            continue;
        XML_NODE_FOREACH (node, xmlDocGetRootElement(result->document), NULL) {
            add_entity(entities, &n_facts, node);
        }
        if (n_facts > MAX_FACTS) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d facts"), MAX_FACTS);
            return NULL;
        }
    }
    g_hash_table_iter_init(&iter, entities);
    while (g_hash_table_iter_next(&iter, NULL, &entity))
        sort_facts(entity);
    return g_steal_pointer(&entities);
}
