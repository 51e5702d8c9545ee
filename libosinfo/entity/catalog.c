/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which records exist as objects. How one is made and what it says is others' business: here it is
 * something to hold, and to tell when its record moves.
 */
#include "config.h"

#include <string.h>

#include "entity/catalog.h"

/* The highest bit of a RecordRef says which store. */
#define IDS_BIT 0x80000000u

enum {
    SLOT_FILES, /* records of the XML files */
    SLOT_IDS,   /* records of pci.ids and usb.ids */
    N_SLOTS
};

typedef struct {
    Store *store;      /* NULL: nothing there */
    gpointer *objects; /* for each record its object, or NULL */
    guint n_objects;
} StoreSlot;

typedef struct {
    StoreSlot slots[N_SLOTS];
} Generation;

struct _Catalog {
    gatomicrefcount references;
    const CatalogObjects *objects;
    GRecMutex mutex;
    Generation *now;
    GPtrArray *past; /* of Generation; the index is the number */
    gint ids_ready;
    CatalogIdsFunc ids_func;
    gpointer ids_data;
    GDestroyNotify ids_destroy;
    gint changed;
    gint released;
};

static void
set_slot(StoreSlot *slot, Store *store)
{
    guint n_records = 0;

    store_get_section(store, STORE_SECTION_RECORDS, &n_records);
    slot->store = store_ref(store);
    slot->n_objects = n_records;
    slot->objects = g_new0(gpointer, n_records);
}

static void
generation_free(Generation *generation)
{
    for (guint i = 0; i < N_SLOTS; i++) {
        store_unref(generation->slots[i].store);
        g_free(generation->slots[i].objects);
    }
    g_free(generation);
}

Catalog *
catalog_new(const CatalogObjects *objects)
{
    Catalog *self = g_new0(Catalog, 1);

    g_atomic_ref_count_init(&self->references);
    g_rec_mutex_init(&self->mutex);
    self->objects = objects;
    self->now = g_new0(Generation, 1);
    self->past = g_ptr_array_new_with_free_func((GDestroyNotify)generation_free);
    return self;
}

Catalog *
catalog_ref(Catalog *self)
{
    g_atomic_ref_count_inc(&self->references);
    return self;
}

void
catalog_unref(Catalog *self)
{
    if (self == NULL || !g_atomic_ref_count_dec(&self->references))
        return;
    if (self->ids_destroy != NULL)
        self->ids_destroy(self->ids_data);
    generation_free(self->now);
    g_ptr_array_unref(self->past);
    g_rec_mutex_clear(&self->mutex);
    g_free(self);
}

void
catalog_release(Catalog *self)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(g_object_unref);

    /* what is made from now on is nobody's to let go; objects die outside of the lock */
    g_rec_mutex_lock(&self->mutex);
    g_atomic_int_set(&self->released, 1);
    for (guint i = 0; i < N_SLOTS; i++) {
        StoreSlot *slot = &self->now->slots[i];

        for (guint j = 0; j < slot->n_objects; j++) {
            if (slot->objects[j] != NULL)
                g_ptr_array_add(held, slot->objects[j]);
        }
    }
    g_rec_mutex_unlock(&self->mutex);
}

Store *
catalog_get_store(Catalog *self)
{
    return self->now->slots[SLOT_FILES].store;
}

guint
catalog_get_generation(Catalog *self)
{
    return self->past->len;
}

void
catalog_set_changed(Catalog *self)
{
    g_atomic_int_set(&self->changed, 1);
}

gboolean
catalog_is_changed(Catalog *self)
{
    return g_atomic_int_get(&self->changed) != 0;
}

/* Reads pci.ids and usb.ids when they are needed for the first time. */
static Store *
get_ids_store(Catalog *self)
{
    StoreSlot *slot = &self->now->slots[SLOT_IDS];

    if (g_atomic_int_get(&self->ids_ready) != 0)
        return slot->store;
    g_rec_mutex_lock(&self->mutex);
    if (self->ids_ready == 0) {
        Store *files = catalog_get_store(self);
        g_autoptr(Store) store = NULL;

        if (self->ids_func != NULL && files != NULL)
            store = self->ids_func(files, self->ids_data);
        if (store != NULL)
            set_slot(slot, store);
        g_atomic_int_set(&self->ids_ready,
                         store != NULL || self->ids_func == NULL || files == NULL);
    }
    g_rec_mutex_unlock(&self->mutex);
    return slot->store;
}

static Store *
resolve_in(const Generation *generation, RecordRef ref, guint32 *out_record)
{
    *out_record = ref & ~IDS_BIT;
    return generation->slots[(ref & IDS_BIT) != 0 ? SLOT_IDS : SLOT_FILES].store;
}

Store *
catalog_resolve(Catalog *self, RecordRef ref, guint32 *out_record)
{
    return ref != RECORD_NONE ? resolve_in(self->now, ref, out_record) : NULL;
}

const char *
catalog_get_id(Catalog *self, RecordRef ref)
{
    guint32 record = 0;
    Store *store = catalog_resolve(self, ref, &record);

    return store != NULL ? store_get_id(store, record) : NULL;
}

FactKind
catalog_get_kind(Catalog *self, RecordRef ref)
{
    guint32 record = 0;
    Store *store = catalog_resolve(self, ref, &record);
    const StoreRecordF *data = store != NULL ? store_get_record(store, record) : NULL;

    return data != NULL ? (FactKind)data->kind : FACT_N_KINDS;
}

/* The record that @record is part of, NULL for none. An owner stands before its parts: a store that
 * says otherwise is damaged. */
static const StoreRecordF *
get_owner(Store *store, guint32 record, guint32 *out_owner)
{
    const StoreRecordF *data = store_get_record(store, record);

    if (data == NULL || data->owner >= record)
        return NULL;
    *out_owner = data->owner;
    return store_get_record(store, data->owner);
}

/* Only records of the XML files are parts of others. */
RecordRef
catalog_get_owner(Catalog *self, RecordRef ref, FactKind kind)
{
    guint32 record = 0;
    Store *store = catalog_resolve(self, ref, &record);
    const StoreRecordF *owner = NULL;

    while (store != NULL && (owner = get_owner(store, record, &record)) != NULL) {
        if (owner->kind == kind)
            return record;
    }
    return RECORD_NONE;
}

RecordRef
catalog_find(Catalog *self, FactKind kind, const char *id)
{
    Store *files = catalog_get_store(self);
    RecordRef ref = files != NULL ? store_find(files, kind, id) : RECORD_NONE;

    if (ref == RECORD_NONE && kind == FACT_KIND_DEVICE) {
        Store *ids = get_ids_store(self);

        ref = ids != NULL ? store_find(ids, kind, id) : RECORD_NONE;
        if (ref != RECORD_NONE)
            ref |= IDS_BIT;
    }
    return ref;
}

static void
append_device(GArray *refs, Store *files, guint32 record)
{
    if (store_get_record(files, record)->kind == FACT_KIND_DEVICE)
        g_array_append_val(refs, record);
}

/* Both stores are sorted by id and have no id in common. */
static void
merge_ids(GArray *refs, Store *files, guint32 first, guint n_files, Store *ids)
{
    guint32 ids_first = 0;
    guint n_ids = store_get_range(ids, FACT_KIND_DEVICE, &ids_first);
    guint i = 0;

    for (guint j = 0; j < n_ids;) {
        const char *id = i < n_files ? store_get_id(files, first + i) : NULL;
        guint start = refs->len;
        guint end = j;

        while (end < n_ids &&
               (id == NULL || g_strcmp0(store_get_id(ids, ids_first + end), id) <= 0))
            end++;
        g_array_set_size(refs, start + end - j);
        for (guint k = j; k < end; k++)
            g_array_index(refs, RecordRef, start + k - j) = (ids_first + k) | IDS_BIT;
        j = end;
        if (i < n_files)
            append_device(refs, files, first + i++);
    }
    for (; i < n_files; i++)
        append_device(refs, files, first + i);
}

/* A range is inside of the section, so that one check does for all of it. */
static void
append_files(GArray *refs, Store *files, FactKind kind, guint32 first, guint count)
{
    const StoreRecordF *records = count > 0 ? store_get_record(files, first) : NULL;
    guint n_refs = refs->len;

    g_array_set_size(refs, n_refs + count);
    for (guint i = 0; i < count; i++) {
        if ((FactKind)records[i].kind == kind)
            g_array_index(refs, RecordRef, n_refs++) = first + i;
    }
    g_array_set_size(refs, n_refs);
}

GArray *
catalog_get_all(Catalog *self, FactKind kind)
{
    Store *files = catalog_get_store(self);
    Store *ids = files != NULL && kind == FACT_KIND_DEVICE ? get_ids_store(self) : NULL;
    guint32 first = 0;
    guint n_files = files != NULL ? store_get_range(files, kind, &first) : 0;
    guint32 ids_first = 0;
    guint n_ids = ids != NULL ? store_get_range(ids, kind, &ids_first) : 0;
    GArray *refs = g_array_sized_new(FALSE, FALSE, sizeof(RecordRef), n_files + n_ids);

    if (ids != NULL) {
        merge_ids(refs, files, first, n_files, ids);
        return refs;
    }
    append_files(refs, files, kind, first, n_files);
    return refs;
}

static gpointer *
find_place(Catalog *self, RecordRef ref)
{
    StoreSlot *slot = &self->now->slots[(ref & IDS_BIT) != 0 ? SLOT_IDS : SLOT_FILES];
    guint32 record = ref & ~IDS_BIT;

    return ref != RECORD_NONE && record < slot->n_objects ? &slot->objects[record] : NULL;
}

OsinfoEntity *
catalog_dup_object(Catalog *self, RecordRef ref)
{
    gpointer *place = find_place(self, ref);
    OsinfoEntity *object = NULL;

    if (place == NULL)
        return NULL;
    /* what is in its place cannot die while the lock is held: catalog_forget_object() */
    g_rec_mutex_lock(&self->mutex);
    if (*place != NULL) {
        object = g_object_ref(*place);
    } else {
        object = self->objects->make(catalog_get_kind(self, ref), self, ref);
        *place = object;
        if (self->released == 0)
            g_object_ref(object);
    }
    g_rec_mutex_unlock(&self->mutex);
    return object;
}

OsinfoEntity *
catalog_get_object(Catalog *self, RecordRef ref)
{
    OsinfoEntity *object = catalog_dup_object(self, ref);

    if (object != NULL)
        g_object_unref(object);
    return object;
}

OsinfoEntity *
catalog_dup_living_object(Catalog *self, RecordRef ref)
{
    gpointer *place = find_place(self, ref);
    OsinfoEntity *object = NULL;

    if (g_atomic_int_get(&self->released) == 0)
        return catalog_dup_object(self, ref);
    g_rec_mutex_lock(&self->mutex);
    if (place != NULL && *place != NULL)
        object = g_object_ref(*place);
    g_rec_mutex_unlock(&self->mutex);
    return object;
}

void
catalog_forget_object(Catalog *self, RecordRef ref, OsinfoEntity *object)
{
    gpointer *place = find_place(self, ref);

    g_rec_mutex_lock(&self->mutex);
    if (place != NULL && *place == (gpointer)object)
        *place = NULL;
    g_rec_mutex_unlock(&self->mutex);
}

/* How many parts of the same kind and id stand before @record below the same owner. */
static guint
count_before(Store *store, guint32 record, FactKind kind, guint32 owner)
{
    guint32 first = 0;
    guint n_parts = store_get_parts(store, owner, kind, &first);
    guint count = 0;

    for (guint i = 0; i < n_parts && first + i < record; i++)
        count += g_strcmp0(store_get_id(store, first + i), store_get_id(store, record)) == 0;
    return count;
}

static RecordRef
find_part(Catalog *self, RecordRef owner, FactKind kind, const char *id, guint before)
{
    Store *store = catalog_get_store(self);
    guint32 first = 0;
    guint n_parts = store_get_parts(store, owner, kind, &first);

    for (guint i = 0; i < n_parts; i++) {
        if (g_strcmp0(store_get_id(store, first + i), id) == 0 && before-- == 0)
            return first + i;
    }
    return RECORD_NONE;
}

/* Parts inside of parts, as deep as files may go: a damaged store must not exhaust the stack. */
#define MAX_DEPTH 64

static RecordRef
translate_from(Catalog *self, const Generation *from, RecordRef ref, guint depth)
{
    guint32 record = 0;
    Store *store = resolve_in(from, ref, &record);
    const StoreRecordF *data = store != NULL ? store_get_record(store, record) : NULL;
    const char *id = data != NULL ? store_get_id(store, record) : NULL;
    guint32 old_owner = 0;
    RecordRef owner = RECORD_NONE;

    if (data == NULL || depth > MAX_DEPTH)
        return RECORD_NONE;
    if (data->owner == STORE_NONE)
        return id != NULL ? catalog_find(self, (FactKind)data->kind, id) : RECORD_NONE;
    if (get_owner(store, record, &old_owner) != NULL)
        owner = translate_from(self, from, old_owner, depth + 1);
    return owner != RECORD_NONE
               ? find_part(self, owner, (FactKind)data->kind, id,
                           count_before(store, record, (FactKind)data->kind, old_owner))
               : RECORD_NONE;
}

RecordRef
catalog_translate(Catalog *self, guint generation, RecordRef ref)
{
    if (generation >= self->past->len)
        return ref;
    return translate_from(self, g_ptr_array_index(self->past, generation), ref, 0);
}

/* The objects of @from move to their new records. */
static void
move_objects(Catalog *self, Generation *from)
{
    for (guint i = 0; i < N_SLOTS; i++) {
        StoreSlot *slot = &from->slots[i];

        for (guint j = 0; j < slot->n_objects; j++) {
            OsinfoEntity *object = g_steal_pointer(&slot->objects[j]);

            if (object == NULL)
                continue;

            RecordRef ref = translate_from(self, from, i == SLOT_IDS ? j | IDS_BIT : j, 0);
            gpointer *place = find_place(self, ref);

            self->objects->rebind(object, self, ref);
            if (place != NULL && *place == NULL)
                *place = object;
            else
                g_object_unref(object);
        }
    }
}

void
catalog_set_store(Catalog *self, Store *store, CatalogIdsFunc ids_func, gpointer ids_data,
                  GDestroyNotify ids_destroy)
{
    Generation *from = self->now;

    g_rec_mutex_lock(&self->mutex);
    g_ptr_array_add(self->past, from);
    self->now = g_new0(Generation, 1);
    set_slot(&self->now->slots[SLOT_FILES], store);
    if (self->ids_destroy != NULL)
        self->ids_destroy(self->ids_data);
    self->ids_func = ids_func;
    self->ids_data = ids_data;
    self->ids_destroy = ids_destroy;
    self->ids_ready = 0;
    move_objects(self, from);
    g_rec_mutex_unlock(&self->mutex);
}
