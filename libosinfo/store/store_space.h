/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A store that is written where it stays: memory for as many elements as there can be at most, of
 * which what is not touched costs nothing. For stores whose number of records is known beforehand;
 * store_writer.h has what others need.
 */
#pragma once

#include "store/store_format.h"

typedef struct {
    guint8 *data;
    gsize size; /* bytes, room included */
    StoreHeaderF *header;
} StoreSpace;

/* FALSE: there is no memory for that, or a store could not say where things are in it; sets errno. */
gboolean store_space_init(StoreSpace *self, const gsize capacities[STORE_N_SECTIONS],
                          const char *build);
/* Where the elements of a section go. The strings begin with the two that every store has. */
gpointer store_space_get(const StoreSpace *self, StoreSection section);
/* Asks for memory that will be written to, all at once: a fault for each page costs more than the
 * work that is done there. Where the system does not know this, pages come one by one. */
void store_space_populate(const StoreSpace *self, StoreSection section, gsize size);
/* How much of a section is in use. */
void store_space_set_count(StoreSpace *self, StoreSection section, guint32 count);
void store_space_clear(StoreSpace *self);
/* The bytes of the store, without a checksum; the space is theirs now. */
GBytes *store_space_finish(StoreSpace *self);
