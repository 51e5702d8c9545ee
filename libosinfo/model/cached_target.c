/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps what an entity's record refers to alive for callers that only borrow it. Which record that
 * is is the catalog's business.
 */
#include "config.h"

#include "model/cached_target.h"

gpointer
cached_target_get(OsinfoEntity *self, FactRelation kind, gpointer *place)
{
    Catalog *catalog = entity_get_catalog(self);
    gpointer held = g_atomic_pointer_get(place);

    if (held != NULL || catalog == NULL)
        return held;

    OsinfoEntity *target = catalog_dup_object(catalog, entity_get_edge(self, kind));

    if (target == NULL || g_atomic_pointer_compare_and_exchange(place, NULL, target))
        return target;
    g_object_unref(target); /* another thread was faster */
    return g_atomic_pointer_get(place);
}
