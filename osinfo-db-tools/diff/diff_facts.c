/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Knows of the XML only what makes an item out of an element, by the rows of facts. What the schema gets in the
 * future is compared as well, by the names of its elements.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <libxml/parser.h>

#include "check/validate.h"
#include "check/xml_node.h"
#include "common/translate.h"
#include "diff/diff_facts.h"
#include "facts/fields.h"

#define MAX_DEPTH 8       /* of elements inside an item; the schema has four */
#define MAX_STEP 128      /* bytes of an element's part in the place of a fact */
#define MAX_FACTS 1000000 /* of a database; ours has some 60,000 */

/* How the items of a subject are named: after attributes, then after the first place that has a
 * text. Lists end with NULL. */
typedef struct {
    char **attributes;    /* all that are there */
    char **places;        /* paths below the element; "" is its own text */
    char **likeness;      /* more paths, for items whose name changed */
    gboolean is_digested; /* is its content too long to show? */
} ItemNaming;

/* What the rows of facts do not tell, since the reader of a database has code for it. */
static const struct {
    const char *subject;
    gboolean is_digested; /* else items are named after their text */
} special_subjects[] = {
    {"injection-method", FALSE},
    {"template", TRUE},
};

static void
naming_free(ItemNaming *naming)
{
    g_strfreev(naming->attributes);
    g_strfreev(naming->places);
    g_strfreev(naming->likeness);
    g_free(naming);
}

static char **
split(const char *list)
{
    return g_strsplit(list != NULL ? list : "", ",", -1);
}

/* The place of an element's own text. */
static char **
own_text(void)
{
    char **places = g_new0(char *, 2);

    places[0] = g_strdup("");
    return places;
}

static ItemNaming *
add_naming(GHashTable *namings, const char *subject, const char *attributes, char **places,
           const char *likeness)
{
    ItemNaming *naming = g_new0(ItemNaming, 1);

    naming->attributes = split(attributes);
    naming->places = places;
    naming->likeness = split(likeness);
    g_hash_table_replace(namings, g_strdup(subject), naming);
    return naming;
}

/* The parts of what stands alone; of elements that group parts the group. */
static void
add_part_namings(GHashTable *namings, GHashTable *containers)
{
    guint count = 0;
    const FactPartSpec *parts = fact_parts_get(&count);

    for (guint i = 0; i < count; i++) {
        const FactKindSpec *kind = fact_kind_get(parts[i].kind);
        g_auto(GStrv) steps = g_strsplit(parts[i].path, "/", -1);
        gboolean is_grouped = kind->identity == FACT_IDENTITY_GROUPED;
        const char *attributes =
            kind->identity == FACT_IDENTITY_OWN ? kind->id_attribute : kind->name_attributes;

        if (kind->identity == FACT_IDENTITY_NONE)
            continue;
        if (steps[1] != NULL && !is_grouped && parts[i].owner < FACT_N_ENTITY_KINDS)
            g_hash_table_add(containers, g_strdup(steps[0]));
        add_naming(namings, is_grouped ? steps[0] : kind->element, attributes,
                   split(kind->name_paths), kind->likeness_paths);
    }
}

static void
add_relation_namings(GHashTable *namings, GHashTable *containers)
{
    guint count = 0;
    const FactRelationSpec *relations = fact_relations_get(&count);

    for (guint i = 0; i < count; i++) {
        g_auto(GStrv) steps = g_strsplit(relations[i].path, "/", -1);
        guint n_steps = g_strv_length(steps);

        if (relations[i].kind >= FACT_N_ENTITY_KINDS || relations[i].is_single || n_steps < 2)
            continue;
        if (n_steps > 2)
            g_hash_table_add(containers, g_strdup(steps[0]));
        add_naming(namings, steps[n_steps - 2], steps[n_steps - 1] + 1, split(NULL), NULL);
    }
}

/* The element that a fact of an entity is an item for; NULL: it stands deeper. */
static const char *
find_subject(GHashTable *containers, const char *path)
{
    const char *slash = strchr(path, '/');
    g_autofree char *first = slash != NULL ? g_strndup(path, (gsize)(slash - path)) : NULL;

    if (slash == NULL)
        return path;
    return g_hash_table_contains(containers, first) && strchr(slash + 1, '/') == NULL ? slash + 1
                                                                                      : NULL;
}

/* Facts of which there may be several are named after their text. */
static void
add_list_namings(GHashTable *namings, GHashTable *containers)
{
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++) {
        const FieldSpec *field = NULL;
        FieldIter iter;

        field_iter_init(&iter, (FactKind)i);
        while ((field = field_iter_next(&iter)) != NULL) {
            const char *subject =
                field->path != NULL ? find_subject(containers, field->path) : NULL;

            if ((field->flags & FIELD_READ_ADD) != 0 && subject != NULL)
                add_naming(namings, subject, NULL, own_text(), NULL);
        }
    }
}

/* The namings by subject, made once; in @out_containers the elements of an entity that only hold
 * others: these are the items. */
static GHashTable *
get_namings(GHashTable **out_containers)
{
    static GHashTable *namings;
    static GHashTable *containers;

    if (namings == NULL) {
        namings =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)naming_free);
        containers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        add_part_namings(namings, containers);
        add_relation_namings(namings, containers);
        add_list_namings(namings, containers);
        for (gsize i = 0; i < G_N_ELEMENTS(special_subjects); i++) {
            gboolean is_digested = special_subjects[i].is_digested;

            add_naming(namings, special_subjects[i].subject, NULL,
                       is_digested ? split(NULL) : own_text(), NULL)
                ->is_digested = is_digested;
        }
    }
    *out_containers = containers;
    return namings;
}

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
find_first_text(const xmlNode *node, char *const *places)
{
    for (; *places != NULL; places++) {
        g_autofree char *text = **places != '\0' ? find_text(node, *places) : xml_node_text(node);

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
make_words(const xmlNode *node, const ItemNaming *naming, char *const *places)
{
    g_autofree char *text = find_first_text(node, places);
    GString *words = g_string_new(NULL);

    for (char *const *attribute = naming->attributes; *attribute != NULL; attribute++) {
        g_autofree char *value = xml_node_attribute(node, *attribute);

        append_word(words, value);
    }
    append_word(words, text);
    return g_string_free(words, FALSE);
}

static void
add_attributes(FactItem *item, const xmlNode *node, const char *path, const char *const *in_name)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        xmlChar *value = xmlNodeListGetString(node->doc, attribute->children, 1);
        g_autofree char *part = g_strdup_printf("%s@%s", path, name);

        if (!g_strv_contains(in_name, name))
            add_fact(item, part, value != NULL ? (const char *)value : "");
        xmlFree(value);
    }
}

/* The attributes that name an element inside an item: those that its kind has for it, else its id;
 * and its language. */
static const char *const *
get_naming_attributes(const xmlNode *node)
{
    static const char *const unknown[] = {"id", "lang", NULL};
    GHashTable *containers = NULL;
    const ItemNaming *naming = g_hash_table_lookup(get_namings(&containers), node->name);

    return naming != NULL && naming->attributes[0] != NULL ? (const char *const *)naming->attributes
                                                           : unknown;
}

/* "variant full" for what has a name, since others may come before it; else how many came before. */
static char *
make_step(const xmlNode *node, const char *const *attributes, GHashTable *counts)
{
    g_autoptr(GString) words = g_string_new((const char *)node->name);
    g_autofree char *language = xml_node_language(node);
    g_autofree char *step = NULL;
    gsize length = words->len;
    guint count;

    for (; *attributes != NULL; attributes++) {
        g_autofree char *value = xml_node_attribute(node, *attributes);

        append_word(words, value);
    }
    if (words->len == length)
        append_word(words, language);
    step = g_strdup(words->str);
    if (strlen(step) > MAX_STEP)
        *g_utf8_find_prev_char(step, step + MAX_STEP + 1) = '\0';
    count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, step)) + 1;
    g_hash_table_insert(counts, g_strdup(step), GUINT_TO_POINTER(count));
    return count == 1 ? g_steal_pointer(&step) : g_strdup_printf("%s (%u)", step, count);
}

static void
add_children(FactItem *item, const xmlNode *node, const char *path, guint depth)
{
    g_autoptr(GHashTable) counts = NULL;

    if (depth > MAX_DEPTH)
        return;
    counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    XML_NODE_FOREACH (child, node, NULL) {
        const char *const *in_step = get_naming_attributes(child);
        g_autofree char *step = make_step(child, in_step, counts);
        g_autofree char *part = g_strconcat(path, step, NULL);
        g_autofree char *below = g_strconcat(part, "/", NULL);

        if (xml_node_child(child, NULL) == NULL) {
            g_autofree char *text = xml_node_text(child);

            add_fact(item, part, text);
        }
        add_attributes(item, child, below, in_step);
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
    static const char *const in_name[] = {"lang", NULL};

    /* files that add to an entity repeat what the schema wants to see */
    if (is_repeated(entity, subject, language != NULL ? language : "", text))
        return;
    name = make_unique(entity, subject, language != NULL ? language : "");
    item = add_item(entity, subject, name);

    add_fact(item, "", text);
    add_attributes(item, node, "", in_name);
    add_children(item, node, "", 0);
}

static void
add_named(FactEntity *entity, xmlNode *node, const ItemNaming *naming)
{
    const char *subject = (const char *)node->name;
    g_autofree char *words = make_words(node, naming, naming->places);
    gboolean is_text = naming->places[0] != NULL && *naming->places[0] == '\0';
    g_autofree char *name = NULL;
    FactItem *item;

    if (is_text && diff_facts_find(entity, subject, words) != NULL)
        return;
    name = make_unique(entity, subject, words);
    item = add_item(entity, subject, name);
    if (naming->likeness[0] != NULL)
        item->likeness = make_words(node, naming, naming->likeness);
    if (naming->is_digested) {
        add_digest(item, node);
        return;
    }
    add_fact(item, "", "");
    add_attributes(item, node, "", (const char *const *)naming->attributes);
    add_children(item, node, "", 0);
}

static void
add_element(FactEntity *entity, xmlNode *node)
{
    GHashTable *containers = NULL;
    GHashTable *namings = get_namings(&containers);
    const ItemNaming *naming = g_hash_table_lookup(namings, node->name);

    if (g_hash_table_contains(containers, node->name)) {
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
    g_autoptr(GPtrArray) results = validate_files(database->files, NULL, NULL, NULL, TRUE, error);
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
