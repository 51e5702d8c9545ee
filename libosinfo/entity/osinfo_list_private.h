/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists of records: their elements become objects when they are asked for.
 */
#pragma once

#include "entity/catalog.h"
#include "osinfo/osinfo_list.h"

/* For the instance init function of each typed list class: what its elements are. */
void list_set_element_type(OsinfoList *self, GType element_type);
/* As osinfo_list_add(), without making an object. */
void list_add_record(OsinfoList *self, Catalog *catalog, RecordRef ref);
/* All parts of one kind that the record of @owner has, in document order. */
void list_add_parts(OsinfoList *self, OsinfoEntity *owner, FactKind kind);
/* All entities that the record of @owner refers to by one kind of edge, in document order. */
void list_add_edges(OsinfoList *self, OsinfoEntity *owner, FactRelation kind);
/* All records of a kind, sorted by id. The list must be empty. */
void list_add_kind(OsinfoList *self, Catalog *catalog, FactKind kind);
