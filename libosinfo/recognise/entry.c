/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entries that are records. Those that are objects are made in entity_evidence.c.
 */
#include "config.h"

#include "recognise/entry.h"

static const char *
get_record_value(const Entry *self, const char *key)
{
    return store_get_value(self->store, self->record, store_find_key(self->store, key));
}

Entry
entry_of_record(Store *store, guint32 record)
{
    const StoreRecordF *data = store_get_record(store, record);

    return (Entry){.kind = data != NULL ? data->kind : STORE_N_KINDS,
                   .id = store_get_id(store, record),
                   .get_value = get_record_value,
                   .store = store,
                   .record = record};
}

const char *
entry_get_value(const Entry *self, const char *key)
{
    return self->get_value(self, key);
}

gboolean
entry_is_same(const Entry *self, const Entry *other)
{
    return self->store == other->store && self->record == other->record &&
           self->other == other->other;
}
