/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoPart:
 *
 * A part of something in the database whose kind has no class of its own. What it states are its
 * parameters; parts may have parts.
 *
 * ```c
 * g_autoptr(OsinfoPartList) pairs = osinfo_entity_get_parts(OSINFO_ENTITY(datamap), "entry");
 * ```
 *
 * Since: 2.0.0
 */
#include "config.h"

#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo_part.h"

struct _OsinfoPart {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoPart, osinfo_part, OSINFO_TYPE_ENTITY)

static void
osinfo_part_class_init(OsinfoPartClass *klass G_GNUC_UNUSED)
{
}

static void
osinfo_part_init(OsinfoPart *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_entity_get_parts:
 * @entity: an entity, be it a part itself
 * @element: what the parts are called in the files of a database: `media`, `minimum`
 *
 * Lists what the database says of the parts of an entity, in the order of the database. Parts whose
 * kind has a class are objects of that class, others of [class@Libosinfo.Part]. What a program added
 * to @entity, and what is inherited, is not among them.
 *
 * Returns: (transfer full): a new list; an empty one when @entity has no such parts
 *
 * Since: 2.0.0
 */
OsinfoPartList *
osinfo_entity_get_parts(OsinfoEntity *entity, const char *element)
{
    g_return_val_if_fail(OSINFO_IS_ENTITY(entity), NULL);
    g_return_val_if_fail(element != NULL, NULL);

    OsinfoPartList *list = osinfo_partlist_new();
    Catalog *catalog = entity_get_catalog(entity);
    RecordRef record = entity_get_record(entity);

    if (catalog == NULL || record == RECORD_NONE)
        return list;

    FactKind kind = fact_kind_find_part(catalog_get_kind(catalog, record), element);

    if (kind != FACT_N_KINDS)
        list_add_parts(OSINFO_LIST(list), entity, kind);
    return list;
}

/**
 * OsinfoPartList:
 *
 * A list of parts of one entity.
 *
 * Since: 2.0.0
 */

/**
 * osinfo_partlist_new:
 *
 * Makes an empty list of parts.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 2.0.0
 */
OSINFO_DEFINE_LIST(Part, part, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_ENTITY)
