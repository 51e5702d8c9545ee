/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A catalog holds the stores of one database and the objects that were made of their records. The
 * same record is the same object on every call, for as long as the database or somebody else holds
 * it.
 *
 * A RecordRef names a record of either store: that of the XML files, which is always there, or that
 * of pci.ids and usb.ids, which is made when a device is asked for that the first one lacks.
 *
 * Reading from several threads is safe; loading (catalog_set_store) is not.
 */
#pragma once

#include "osinfo/osinfo_entity.h"
#include "store/store_reader.h"

typedef struct _Catalog Catalog;
typedef guint32 RecordRef;

#define RECORD_NONE STORE_NONE

/* Makes the store of pci.ids and usb.ids without the devices that @store defines; NULL: it cannot be
 * found out now what is in them, so that the next one who needs it tries again. */
typedef Store *(*CatalogIdsFunc)(Store *store, gpointer data);

/* What is done with objects by who knows their classes. */
typedef struct {
    /* A new object for a record. */
    OsinfoEntity *(*make)(FactKind kind, Catalog *catalog, RecordRef ref);
    /* The object's record is @ref now, RECORD_NONE: it no longer exists. */
    void (*rebind)(OsinfoEntity *object, Catalog *catalog, RecordRef ref);
} CatalogObjects;

Catalog *catalog_new(const CatalogObjects *objects);
Catalog *catalog_ref(Catalog *self);
void catalog_unref(Catalog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Catalog, catalog_unref)
/* The database is gone: from now on objects live only as long as others hold them. */
void catalog_release(Catalog *self);

/* From now on the records are those of @store; objects that exist already get their new record.
 * Older stores stay, since texts of theirs are in the hands of callers. */
void catalog_set_store(Catalog *self, Store *store, CatalogIdsFunc ids_func, gpointer ids_data,
                       GDestroyNotify ids_destroy);
/* The store of the XML files, NULL before anything was loaded. Borrowed. */
Store *catalog_get_store(Catalog *self);
/* How often catalog_set_store() was called. */
guint catalog_get_generation(Catalog *self);
/* What a reference of an older generation is now; RECORD_NONE: it no longer exists. */
RecordRef catalog_translate(Catalog *self, guint generation, RecordRef ref);

/* Somebody wrote to an entity that has a record: answers must be taken from objects. */
void catalog_set_changed(Catalog *self);
gboolean catalog_is_changed(Catalog *self);

/* The store and the record in it that @ref names. Borrowed. */
Store *catalog_resolve(Catalog *self, RecordRef ref, guint32 *out_record);
const char *catalog_get_id(Catalog *self, RecordRef ref);
FactKind catalog_get_kind(Catalog *self, RecordRef ref);
/* The nearest record of @kind that a record is part of, at whatever depth; RECORD_NONE: it is part
 * of none. */
RecordRef catalog_get_owner(Catalog *self, RecordRef ref, FactKind kind);
RecordRef catalog_find(Catalog *self, FactKind kind, const char *id);
/* All records of a kind, sorted by id; a new array. */
GArray *catalog_get_all(Catalog *self, FactKind kind);

/* A new reference to the record's object, which is made if need be. */
OsinfoEntity *catalog_dup_object(Catalog *self, RecordRef ref);
/* The same as a borrowed pointer. Only for callers that know the database to be alive. */
OsinfoEntity *catalog_get_object(Catalog *self, RecordRef ref);
/* NULL when the database is gone and nobody holds the object. */
OsinfoEntity *catalog_dup_living_object(Catalog *self, RecordRef ref);
/* entity/ only: the object of @ref is about to die. */
void catalog_forget_object(Catalog *self, RecordRef ref, OsinfoEntity *object);
