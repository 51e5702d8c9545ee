/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds the facts of two databases against one another: entity by entity, item by item.
 */
#include "config.h"

#include <string.h>

#include "diff/diff.h"
#include "diff/diff_facts.h"

static void
change_free(DiffChange *change)
{
    g_free(change->subject);
    g_free(change->item);
    g_free(change->part);
    g_free(change->old);
    g_free(change->current);
    g_free(change);
}

static void
entity_free(DiffEntity *entity)
{
    g_free(entity->kind);
    g_free(entity->id);
    g_free(entity->name);
    g_free(entity->short_id);
    g_free(entity->release_date);
    g_ptr_array_unref(entity->changes);
    g_free(entity);
}

static int
compare_changes(gconstpointer a, gconstpointer b)
{
    const DiffChange *first = *(const DiffChange *const *)a;
    const DiffChange *second = *(const DiffChange *const *)b;
    int order = strcmp(first->subject, second->subject);

    if (order == 0)
        order = strcmp(first->item, second->item);
    return order != 0 ? order : strcmp(first->part, second->part);
}

static int
compare_entities(gconstpointer a, gconstpointer b)
{
    const DiffEntity *first = *(const DiffEntity *const *)a;
    const DiffEntity *second = *(const DiffEntity *const *)b;
    int order = strcmp(first->kind, second->kind);

    return order != 0 ? order : strcmp(first->id, second->id);
}

static void
add_change(DiffEntity *entity, const FactItem *item, const char *part, const char *old,
           const char *current)
{
    DiffChange *change = g_new0(DiffChange, 1);

    change->subject = g_strdup(item->subject);
    change->item = g_strdup(item->item);
    change->part = g_strdup(part);
    change->old = g_strdup(old);
    change->current = g_strdup(current);
    g_ptr_array_add(entity->changes, change);
}

static const Fact *
get_fact(const FactItem *item, guint i)
{
    return item != NULL && i < item->facts->len ? g_ptr_array_index(item->facts, i) : NULL;
}

/* Both lists of facts are sorted; an item that is not there is NULL. */
static void
compare_items(DiffEntity *entity, const FactItem *old, const FactItem *current)
{
    const FactItem *item = current != NULL ? current : old;
    guint i = 0, j = 0;

    for (;;) {
        const Fact *first = get_fact(old, i);
        const Fact *second = get_fact(current, j);
        int order;

        if (first == NULL && second == NULL)
            break;
        order = first == NULL ? 1 : second == NULL ? -1 : strcmp(first->part, second->part);
        if (order < 0)
            add_change(entity, item, first->part, first->value, NULL);
        else if (order > 0)
            add_change(entity, item, second->part, NULL, second->value);
        else if (strcmp(first->value, second->value) != 0)
            add_change(entity, item, first->part, first->value, second->value);
        i += order <= 0;
        j += order >= 0;
    }
}

/* Items that the other entity lacks: "SUBJECT LIKENESS" to the first of them. */
static GHashTable *
find_lost(const FactEntity *entity, const FactEntity *other)
{
    GHashTable *lost = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < entity->items->len; i++) {
        FactItem *item = g_ptr_array_index(entity->items, i);
        char *key;

        if (item->likeness == NULL || diff_facts_find(other, item->subject, item->item) != NULL)
            continue;
        key = g_strconcat(item->subject, " ", item->likeness, NULL);
        if (!g_hash_table_contains(lost, key))
            g_hash_table_insert(lost, key, item);
        else
            g_free(key);
    }
    return lost;
}

/* What a new item was before: called so, or like it and gone. */
static FactItem *
find_former(const FactEntity *old, GHashTable *lost, const FactItem *item)
{
    FactItem *former = diff_facts_find(old, item->subject, item->item);
    g_autofree char *key = NULL;

    if (former != NULL || item->likeness == NULL)
        return former;
    key = g_strconcat(item->subject, " ", item->likeness, NULL);
    former = g_hash_table_lookup(lost, key);
    g_hash_table_remove(lost, key);
    return former;
}

static void
compare_entity(DiffEntity *entity, const FactEntity *old, const FactEntity *current)
{
    g_autoptr(GHashTable) lost = find_lost(old, current);
    g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < current->items->len; i++) {
        const FactItem *item = g_ptr_array_index(current->items, i);
        FactItem *former = find_former(old, lost, item);

        compare_items(entity, former, item);
        g_hash_table_add(done, former);
    }
    for (guint i = 0; i < old->items->len; i++) {
        FactItem *item = g_ptr_array_index(old->items, i);

        if (!g_hash_table_contains(done, item))
            compare_items(entity, item, NULL);
    }
    g_ptr_array_sort(entity->changes, compare_changes);
}

static DiffEntity *
new_entity(const FactEntity *facts)
{
    DiffEntity *entity = g_new0(DiffEntity, 1);

    entity->kind = g_strdup(facts->kind);
    entity->id = g_strdup(facts->id);
    entity->name = g_strdup(facts->name);
    entity->short_id = g_strdup(facts->short_id);
    entity->release_date = g_strdup(facts->release_date);
    entity->changes = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
    return entity;
}

static void
add_changed(GPtrArray *entities, const FactEntity *old, const FactEntity *current)
{
    DiffEntity *entity = new_entity(current);

    entity->is_added = old == NULL;
    if (old != NULL)
        compare_entity(entity, old, current);
    if (entity->is_added || entity->changes->len > 0)
        g_ptr_array_add(entities, entity);
    else
        entity_free(entity);
}

static void
add_removed(GPtrArray *entities, const FactEntity *old)
{
    DiffEntity *entity = new_entity(old);

    entity->is_removed = TRUE;
    g_ptr_array_add(entities, entity);
}

GPtrArray *
diff_databases(const InputFiles *old, const InputFiles *current, GError **error)
{
    g_autoptr(GHashTable) old_facts = diff_facts_read(old, error);
    g_autoptr(GHashTable) current_facts =
        old_facts != NULL ? diff_facts_read(current, error) : NULL;
    GPtrArray *entities;
    GHashTableIter iter;
    gpointer key, facts;

    if (current_facts == NULL)
        return NULL;
    entities = g_ptr_array_new_with_free_func((GDestroyNotify)entity_free);
    g_hash_table_iter_init(&iter, current_facts);
    while (g_hash_table_iter_next(&iter, &key, &facts))
        add_changed(entities, g_hash_table_lookup(old_facts, key), facts);
    g_hash_table_iter_init(&iter, old_facts);
    while (g_hash_table_iter_next(&iter, &key, &facts)) {
        if (!g_hash_table_contains(current_facts, key))
            add_removed(entities, facts);
    }
    g_ptr_array_sort(entities, compare_entities);
    return entities;
}
