/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one entity that another one refers to, held from the moment it was first asked for.
 */
#pragma once

#include "entity/osinfo_entity_private.h"

/* What @place holds, or else the record's first target of that kind, which @place holds from now
 * on. Borrowed; NULL: there is none. Several threads may ask at once. */
gpointer cached_target_get(OsinfoEntity *self, FactRelation kind, gpointer *place);
