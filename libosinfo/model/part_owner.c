/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a part to its owner, for all classes of parts. What the two say is left to their classes.
 */
#include "config.h"

#include "model/part_owner.h"

void
part_owner_init(PartOwner *self)
{
    g_weak_ref_init(&self->owner, NULL);
}

void
part_owner_clear(PartOwner *self)
{
    g_weak_ref_clear(&self->owner);
}

void
part_owner_set(PartOwner *self, gpointer owner)
{
    g_weak_ref_set(&self->owner, owner);
    g_atomic_int_set(&self->is_set, 1);
}

gpointer
part_owner_dup(PartOwner *self, OsinfoEntity *part, FactKind kind)
{
    Catalog *catalog = entity_get_catalog(part);

    if (g_atomic_int_get(&self->is_set) != 0)
        return g_weak_ref_get(&self->owner);
    if (catalog == NULL)
        return NULL;
    return catalog_dup_living_object(catalog,
                                     catalog_get_owner(catalog, entity_get_record(part), kind));
}
