/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What classes of entities need beyond the public calls: the record below an entity.
 */
#pragma once

#include "entity/catalog.h"
#include "osinfo/osinfo_entity.h"

/* Binds a new entity to its record, or one that exists to the record's successor: what a catalogue
 * needs for its objects. */
void entity_bind(OsinfoEntity *self, Catalog *catalog, RecordRef ref);
/* NULL for an entity that a program made. Borrowed. */
Catalog *entity_get_catalog(OsinfoEntity *self);
RecordRef entity_get_record(OsinfoEntity *self);

/* The entity gets or loses something that its record does not say. */
void entity_set_changed(OsinfoEntity *self);
/* Has the entity this value among those of @key? The id counts as the value of "id". */
gboolean entity_has_value(OsinfoEntity *self, const char *key, const char *value);
/* All values of a key, as entity_has_value() looks at them: a reference to an array of texts, which are borrowed, or copies. */
GPtrArray *entity_borrow_values(OsinfoEntity *self, const char *key);
GStrv entity_dup_values(OsinfoEntity *self, const char *key);

/* Targets of the record's edges of one kind, in document order; NULL for none. Free with
 * g_array_unref(). */
GArray *entity_get_edges(OsinfoEntity *self, FactRelation kind);
/* First of them, RECORD_NONE for none. */
RecordRef entity_get_edge(OsinfoEntity *self, FactRelation kind);

/* Parts of the record of one kind, in document order, two of the same id both; NULL for none. Free
 * with g_array_unref(). */
GArray *entity_get_parts(OsinfoEntity *self, FactKind kind);
