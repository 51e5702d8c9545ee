/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two words an element: for all 38,000 devices that is some 300 KiB more than one word that is
 * either pointer or number, and needs no explanation.
 */
#include "config.h"

#include "entity/list_slots.h"

/* Shorter lists are searched without an index. */
#define INDEX_FROM 16

static GMutex index_mutex;

static void
clear_slot(gpointer data)
{
    g_clear_object(&((ListSlot *)data)->object);
}

void
list_slots_init(ListSlots *self)
{
    *self = (ListSlots){.slots = g_array_new(FALSE, FALSE, sizeof(ListSlot))};
    g_array_set_clear_func(self->slots, clear_slot);
}

void
list_slots_clear(ListSlots *self)
{
    g_array_unref(self->slots);
    g_clear_pointer(&self->index, g_hash_table_unref);
    catalog_unref(self->catalog);
}

static ListSlot *
get_place(const ListSlots *self, guint position)
{
    return &g_array_index(self->slots, ListSlot, position);
}

void
list_slots_sync(ListSlots *self)
{
    if (self->catalog == NULL || self->generation == catalog_get_generation(self->catalog))
        return;
    for (guint i = self->slots->len; i > 0; i--) {
        ListSlot *slot = get_place(self, i - 1);

        if (slot->object != NULL)
            continue;
        slot->record = catalog_translate(self->catalog, self->generation, slot->record);
        if (slot->record == RECORD_NONE)
            g_array_remove_index(self->slots, i - 1);
    }
    self->generation = catalog_get_generation(self->catalog);
    g_clear_pointer(&self->index, g_hash_table_unref);
}

/* Another thread may just put an object in. */
ListSlot
list_slots_get(const ListSlots *self, guint position)
{
    ListSlot *slot = get_place(self, position);

    return (ListSlot){g_atomic_pointer_get(&slot->object), slot->record};
}

static const char *
get_id(const ListSlots *self, const ListSlot *slot)
{
    return slot->object != NULL ? osinfo_entity_get_id(slot->object)
                                : catalog_get_id(self->catalog, slot->record);
}

const char *
list_slots_get_id(const ListSlots *self, guint position)
{
    ListSlot slot = list_slots_get(self, position);

    return get_id(self, &slot);
}

OsinfoEntity *
list_slots_get_object(ListSlots *self, guint position)
{
    ListSlot *slot = get_place(self, position);
    OsinfoEntity *object = g_atomic_pointer_get(&slot->object);

    if (object != NULL)
        return object;
    object = catalog_dup_object(self->catalog, slot->record);
    if (object != NULL && !g_atomic_pointer_compare_and_exchange(&slot->object, NULL, object)) {
        g_object_unref(object); /* another thread was faster */
        object = g_atomic_pointer_get(&slot->object);
    }
    return object;
}

static void
make_index(ListSlots *self)
{
    g_mutex_lock(&index_mutex);
    if (self->index == NULL) {
        GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        for (guint i = 0; i < self->slots->len; i++) {
            const char *id = list_slots_get_id(self, i);

            if (id != NULL)
                g_hash_table_insert(index, g_strdup(id), GUINT_TO_POINTER(i + 1));
        }
        g_atomic_pointer_set(&self->index, index);
    }
    g_mutex_unlock(&index_mutex);
}

gboolean
list_slots_find(ListSlots *self, const char *id, guint *out_position)
{
    if (self->slots->len < INDEX_FROM) {
        for (guint i = 0; i < self->slots->len; i++) {
            if (g_strcmp0(list_slots_get_id(self, i), id) != 0)
                continue;
            *out_position = i;
            return TRUE;
        }
        return FALSE;
    }
    if (g_atomic_pointer_get(&self->index) == NULL)
        make_index(self);

    guint position = GPOINTER_TO_UINT(g_hash_table_lookup(self->index, id));

    if (position == 0)
        return FALSE;
    *out_position = position - 1;
    return TRUE;
}

static void
append(ListSlots *self, ListSlot slot)
{
    const char *id = get_id(self, &slot);
    guint position = 0;

    if (id != NULL && list_slots_find(self, id, &position)) {
        g_array_remove_index(self->slots, position);
        g_clear_pointer(&self->index, g_hash_table_unref);
    }
    g_array_append_val(self->slots, slot);
    if (self->index != NULL && id != NULL)
        g_hash_table_insert(self->index, g_strdup(id), GUINT_TO_POINTER(self->slots->len));
}

void
list_slots_add_object(ListSlots *self, OsinfoEntity *object)
{
    append(self, (ListSlot){object, RECORD_NONE});
}

/* Can records of @catalog stand in the list as such? */
static gboolean
accept_catalog(ListSlots *self, Catalog *catalog)
{
    if (self->catalog == NULL) {
        self->catalog = catalog_ref(catalog);
        self->generation = catalog_get_generation(catalog);
    }
    return self->catalog == catalog;
}

void
list_slots_add_record(ListSlots *self, Catalog *catalog, RecordRef ref)
{
    list_slots_sync(self);
    if (accept_catalog(self, catalog))
        append(self, (ListSlot){NULL, ref});
    else
        list_slots_add_object(self, catalog_dup_object(catalog, ref));
}

void
list_slots_add_from(ListSlots *self, const ListSlots *source, guint position)
{
    ListSlot slot = list_slots_get(source, position);

    if (slot.object == NULL)
        list_slots_add_record(self, source->catalog, slot.record);
    else
        list_slots_add_object(self, g_object_ref(slot.object));
}

void
list_slots_fill(ListSlots *self, Catalog *catalog, const RecordRef *refs, guint n_refs)
{
    g_return_if_fail(self->slots->len == 0 && accept_catalog(self, catalog));

    g_array_set_size(self->slots, n_refs);
    for (guint i = 0; i < n_refs; i++)
        *get_place(self, i) = (ListSlot){NULL, refs[i]};
}
