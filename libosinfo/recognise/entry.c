/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entries that are records. Those that are objects are made in entity_evidence.c.
 */
#include "config.h"

#include "recognise/entry.h"

EntryKey
entry_key_find(const char *name, Store *store)
{
    return (EntryKey){.name = name,
                      .number = store != NULL ? store_find_key(store, name) : STORE_NONE};
}

Entry
entry_of_record(Store *store, guint32 record)
{
    const StoreRecordF *data = store_get_record(store, record);

    return (Entry){.kind = data != NULL ? data->kind : FACT_N_KINDS,
                   .id = store_get_id(store, record),
                   .store = store,
                   .record = record};
}

const char *
entry_get_value(const Entry *self, const char *key)
{
    EntryKey found = entry_key_find(key, self->store);

    return entry_get_found(self, &found);
}

const char *
entry_get_found(const Entry *self, const EntryKey *key)
{
    return self->store != NULL ? store_get_value(self->store, self->record, key->number)
                               : self->get_value(self, key->name);
}

gboolean
entry_is_same(const Entry *self, const Entry *other)
{
    return self->store == other->store && self->record == other->record &&
           self->other == other->other;
}
