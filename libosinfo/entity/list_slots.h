/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a list holds: objects, and records whose objects are made when they are asked for. Several
 * threads may ask at once.
 */
#pragma once

#include "entity/catalog.h"

typedef struct {
    OsinfoEntity *object; /* held; NULL: nobody asked for it yet */
    RecordRef record;     /* of the element, while there is no object */
} ListSlot;

typedef struct {
    GArray *slots;     /* of ListSlot */
    Catalog *catalog;  /* that of the records; NULL: there are none */
    guint generation;  /* of the records */
    GHashTable *index; /* id to position + 1; NULL: not made, or no longer true */
} ListSlots;

void list_slots_init(ListSlots *self);
void list_slots_clear(ListSlots *self);

/* After loading again the records have other numbers: to be called before anything else. */
void list_slots_sync(ListSlots *self);

/* What is there at this moment; the object is borrowed. */
ListSlot list_slots_get(const ListSlots *self, guint position);
const char *list_slots_get_id(const ListSlots *self, guint position);
/* The element's object, from now on in place of its record. Borrowed. */
OsinfoEntity *list_slots_get_object(ListSlots *self, guint position);
gboolean list_slots_find(ListSlots *self, const char *id, guint *out_position);

/* At the end, in place of one with the same id. Takes over the reference. */
void list_slots_add_object(ListSlots *self, OsinfoEntity *object);
void list_slots_add_record(ListSlots *self, Catalog *catalog, RecordRef ref);
/* An element of another list, as record where that is possible. */
void list_slots_add_from(ListSlots *self, const ListSlots *source, guint position);
/* Records without an id in common, all at once; there must be nothing yet. */
void list_slots_fill(ListSlots *self, Catalog *catalog, const RecordRef *refs, guint n_refs);
