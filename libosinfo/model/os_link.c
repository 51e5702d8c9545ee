/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a part of an operating system to the system, for all classes of parts. What the part and the
 * system say is left to their classes.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "model/os_link.h"

void
os_link_init(OsLink *self)
{
    g_weak_ref_init(&self->os, NULL);
}

void
os_link_clear(OsLink *self)
{
    g_weak_ref_clear(&self->os);
}

void
os_link_set(OsLink *self, OsinfoOs *os)
{
    g_weak_ref_set(&self->os, os);
    g_atomic_int_set(&self->is_set, 1);
}

OsinfoOs *
os_link_dup(OsLink *self, OsinfoEntity *part)
{
    Catalog *catalog = entity_get_catalog(part);

    if (g_atomic_int_get(&self->is_set) != 0)
        return g_weak_ref_get(&self->os);
    if (catalog == NULL)
        return NULL;
    return (OsinfoOs *)catalog_dup_living_object(
        catalog, catalog_get_owner(catalog, entity_get_record(part), FACT_KIND_OS));
}

OsinfoOsVariantList *
os_link_dup_variants(OsLink *self, OsinfoEntity *part, const char *key)
{
    g_autoptr(OsinfoOs) os = os_link_dup(self, part);

    if (os == NULL)
        return NULL;

    OsinfoOsVariantList *list = osinfo_os_variantlist_new();
    g_autoptr(OsinfoOsVariantList) known = osinfo_os_get_variant_list(os);
    g_autoptr(GList) ids = osinfo_entity_get_param_value_list(part, key);

    for (GList *id = ids; id != NULL; id = id->next) {
        OsinfoEntity *variant = osinfo_list_find_by_id(OSINFO_LIST(known), id->data);

        if (variant != NULL)
            osinfo_list_add(OSINFO_LIST(list), variant);
    }
    return list;
}
