/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The edge between evidence and objects: what was found becomes parameters of a medium or tree, and
 * what a medium or tree says becomes evidence. Which parameter is which evidence is said by
 * facts/fields.h.
 */
#pragma once

#include "entity/osinfo_entity_private.h"
#include "format/evidence.h"
#include "recognise/entry.h"

/* FACT_KIND_MEDIA or FACT_KIND_TREE: what an entity is. */
FactKind entity_get_matched_kind(OsinfoEntity *entity);

/* Sets the parameters that @evidence has values for. */
void entity_set_evidence(OsinfoEntity *entity, const Evidence *evidence);
/* Keeps all of @evidence, which is empty then, for as long as there is the entity: more is read from a
 * medium than its parameters say. */
void entity_take_evidence(OsinfoEntity *entity, Evidence *evidence);
/* What was kept; NULL: nothing was read. */
const Evidence *entity_get_evidence(OsinfoEntity *entity);
/* Adds what the parameters say. */
void evidence_add_entity(Evidence *self, OsinfoEntity *entity);

/* An entry whose values are those of an entity, which is borrowed. */
Entry entry_of_entity(FactKind kind, OsinfoEntity *entity);
