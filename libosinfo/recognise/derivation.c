/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Follows the relations of a store, which may lead in a circle.
 */
#include "config.h"

#include "osinfo/osinfo.h"
#include "recognise/derivation.h"
#include "recognise/systems.h"

/* Systems that a chain of derivations is followed through; the longest of today has some 60. */
#define MAX_ANCESTORS 512

static const char *
get_distro(Store *store, guint32 os)
{
    return store_get_value(store, os, store_find_key(store, OSINFO_OS_PROP_DISTRO));
}

gboolean
derivation_is_from(Store *store, guint32 os, const char *distro)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(guint32));

    if (distro == NULL || g_strcmp0(get_distro(store, os), distro) == 0)
        return FALSE;
    g_array_append_val(queue, os);
    for (guint next = 0; next < queue->len && next < MAX_ANCESTORS; next++) {
        guint32 current = g_array_index(queue, guint32, next);
        guint n_edges = 0;
        const StoreEdgeF *edges = store_get_edges(store, current, &n_edges);

        if (g_strcmp0(get_distro(store, current), distro) == 0)
            return TRUE;
        for (guint i = 0; i < n_edges; i++) {
            guint32 target = edges[i].target;

            if ((edges[i].kind == FACT_RELATION_DERIVES_FROM ||
                 edges[i].kind == FACT_RELATION_CLONES) &&
                !systems_have(queue, target))
                g_array_append_val(queue, target);
        }
    }
    return FALSE;
}
