/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a part knows what it is part of without holding it: the owner holds its parts.
 */
#pragma once

#include "entity/osinfo_entity_private.h"

typedef struct {
    GWeakRef owner;
    gint is_set; /* a program said which one; otherwise the record's owner counts */
} PartOwner;

void part_owner_init(PartOwner *self);
void part_owner_clear(PartOwner *self);

/* NULL: from now on none, whatever the record says. */
void part_owner_set(PartOwner *self, gpointer owner);
/* A new reference to the nearest owner of @kind; NULL when there is none or it is gone. @part is
 * what the struct is a member of. */
gpointer part_owner_dup(PartOwner *self, OsinfoEntity *part, FactKind kind);
