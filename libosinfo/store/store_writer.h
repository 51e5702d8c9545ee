/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts the sections of a store behind each other. What goes into them is the business of
 * compile/builder.c; what is written where it stays has store_space.h.
 */
#pragma once

#include "store/store_format.h"

/* Offsets for sections of so many elements at the most, behind the header; the size of the whole. A
 * section may hold less in the end. */
gsize store_header_init(StoreHeaderF *header, const gsize capacities[STORE_N_SECTIONS],
                        const char *build);

typedef struct {
    GByteArray *sections[STORE_N_SECTIONS]; /* elements in native layout */
    guint32 plan;                           /* string */
} StoreWriter;

/* With the two strings that every store begins with, and an empty range for each kind. */
void store_writer_init(StoreWriter *self);
void store_writer_clear(StoreWriter *self);
/* Number of elements of @section so far. */
guint32 store_writer_count(const StoreWriter *self, StoreSection section);
void store_writer_append(StoreWriter *self, StoreSection section, gconstpointer element);
/* Adds a text without looking for an equal one; its offset in the blob. */
guint32 store_writer_add_string(StoreWriter *self, const char *text);
void store_writer_set_range(StoreWriter *self, FactKind kind, guint32 first, guint32 count);
/* NULL when the store would be larger than its offsets can say. */
GBytes *store_writer_finish(StoreWriter *self, const char *build);
