/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a database says of one medium, tree or system, be it a record of a store or something else
 * that has values.
 */
#pragma once

#include "store/store_reader.h"

typedef struct Entry Entry;
struct Entry {
    FactKind kind;
    const char *id; /* borrowed */
    /* NULL: nothing is said; of what is not a record */
    const char *(*get_value)(const Entry *self, const char *key);
    Store *store;   /* borrowed; of a record */
    guint32 record; /* likewise */
    gpointer other; /* borrowed; of something else */
};

/* A key that is looked up in a store once, for many entries of it. */
typedef struct {
    const char *name; /* static */
    guint32 number;   /* in the store */
} EntryKey;

/* @store is that of the entries; NULL: they are not records. */
EntryKey entry_key_find(const char *name, Store *store);

Entry entry_of_record(Store *store, guint32 record);

/* NULL: nothing is said. */
const char *entry_get_value(const Entry *self, const char *key);
const char *entry_get_found(const Entry *self, const EntryKey *key);
gboolean entry_is_same(const Entry *self, const Entry *other);
