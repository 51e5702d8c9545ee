/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a database says of one medium, tree or system, be it a record of a store or something else
 * that has values.
 */
#pragma once

#include "store/store_reader.h"

typedef struct Entry Entry;
struct Entry {
    StoreKind kind;
    const char *id;                                               /* borrowed */
    const char *(*get_value)(const Entry *self, const char *key); /* NULL: nothing is said */
    Store *store;                                                 /* borrowed; of a record */
    guint32 record;                                               /* likewise */
    gpointer other;                                               /* borrowed; of something else */
};

Entry entry_of_record(Store *store, guint32 record);

const char *entry_get_value(const Entry *self, const char *key);
gboolean entry_is_same(const Entry *self, const Entry *other);
