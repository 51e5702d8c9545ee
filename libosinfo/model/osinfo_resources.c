/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoResources:
 *
 * What an operating system asks of a machine of one architecture: least, best or most, depending on
 * the list that the entry is in. A value that is not known is -1.
 *
 * ```c
 * g_autoptr(OsinfoResources) resources = osinfo_resources_new("mine:0", OSINFO_ARCHITECTURE_ALL);
 *
 * osinfo_resources_set_ram(resources, 2 * (gint64)OSINFO_GIBIBYTES);
 * osinfo_os_add_minimum_resources(os, resources);
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include <string.h>

#include "entity/field.h"
#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "model/osinfo_resources_private.h"

struct _OsinfoResources {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoResources, osinfo_resources, OSINFO_TYPE_ENTITY)

/**
 * OsinfoResources:architecture:
 *
 * The architecture that this is said of, `all` for every one.
 */

/**
 * OsinfoResources:cpu:
 *
 * Speed of a processor in Hz; -1: not known.
 */

/**
 * OsinfoResources:n-cpus:
 *
 * Number of processors; -1: not known.
 */

/**
 * OsinfoResources:ram:
 *
 * Memory in bytes; -1: not known.
 */

/**
 * OsinfoResources:storage:
 *
 * Room on a disk in bytes; -1: not known.
 */

static void
osinfo_resources_class_init(OsinfoResourcesClass *klass)
{
    field_install(G_OBJECT_CLASS(klass), field_get_table(FACT_KIND_MINIMUM_RESOURCES));
}

static void
osinfo_resources_init(OsinfoResources *self G_GNUC_UNUSED)
{
}

gboolean
resources_inherit(OsinfoResources *self)
{
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(self));
    guint32 record = 0;
    Store *store = catalog != NULL
                       ? catalog_resolve(catalog, entity_get_record(OSINFO_ENTITY(self)), &record)
                       : NULL;
    const StoreRecordF *data = store != NULL ? store_get_record(store, record) : NULL;

    return data != NULL && (data->flags & STORE_RECORD_INHERIT) != 0;
}

OsinfoResources *
resources_copy(OsinfoResources *self)
{
    OsinfoEntity *entity = OSINFO_ENTITY(self);
    OsinfoResources *copy = osinfo_resources_new(osinfo_entity_get_id(entity), NULL);
    g_autoptr(GList) keys = osinfo_entity_get_param_keys(entity);

    for (GList *key = keys; key != NULL; key = key->next) {
        g_autoptr(GList) values = NULL;

        if (strcmp(key->data, OSINFO_ENTITY_PROP_ID) == 0)
            continue;
        values = osinfo_entity_get_param_value_list(entity, key->data);
        for (GList *value = values; value != NULL; value = value->next)
            osinfo_entity_add_param(OSINFO_ENTITY(copy), key->data, value->data);
    }
    return copy;
}

void
resources_fill(OsinfoResources *self, OsinfoResources *from)
{
    const FieldTable *table = field_get_table(FACT_KIND_MINIMUM_RESOURCES);

    for (guint i = 0; i < table->n_fields; i++) {
        const FieldSpec *field = &table->fields[i];
        gint64 value = osinfo_entity_get_param_value_int64(OSINFO_ENTITY(from), field->key);

        if (field->inheritance == FACT_INHERIT_FILL && value != -1 &&
            osinfo_entity_get_param_value_int64(OSINFO_ENTITY(self), field->key) == -1)
            osinfo_entity_set_param_int64(OSINFO_ENTITY(self), field->key, value);
    }
}

/**
 * osinfo_resources_new:
 * @id: (nullable): unique identifier
 * @architecture: (nullable): architecture that this is said of; %OSINFO_ARCHITECTURE_ALL for every
 * one
 *
 * Makes an entry without values.
 *
 * Returns: (transfer full): new resources
 *
 * Since: 0.0.1
 */
OsinfoResources *
osinfo_resources_new(const gchar *id, const gchar *architecture)
{
    return g_object_new(OSINFO_TYPE_RESOURCES, "id", id, "architecture", architecture, NULL);
}

/**
 * osinfo_resources_get_architecture:
 * @resources: resources
 *
 * Gets the architecture that this is said of, `all` for every one.
 *
 * Returns: (transfer none) (nullable): the architecture; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_resources_get_architecture(OsinfoResources *resources)
{
    g_return_val_if_fail(OSINFO_IS_RESOURCES(resources), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(resources),
                                         OSINFO_RESOURCES_PROP_ARCHITECTURE);
}

/**
 * osinfo_resources_get_n_cpus:
 * @resources: resources
 *
 * Gets the number of processors.
 *
 * Returns: the number; -1 when it is not known
 *
 * Since: 0.0.1
 */
gint
osinfo_resources_get_n_cpus(OsinfoResources *resources)
{
    g_return_val_if_fail(OSINFO_IS_RESOURCES(resources), -1);

    gint64 number =
        osinfo_entity_get_param_value_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_N_CPUS);

    return (gint)CLAMP(number, G_MININT, G_MAXINT);
}

/**
 * osinfo_resources_get_cpu:
 * @resources: resources
 *
 * Gets the speed of a processor.
 *
 * Returns: Hz; -1 when it is not known
 *
 * Since: 0.0.1
 */
gint64
osinfo_resources_get_cpu(OsinfoResources *resources)
{
    g_return_val_if_fail(OSINFO_IS_RESOURCES(resources), -1);

    return osinfo_entity_get_param_value_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_CPU);
}

/**
 * osinfo_resources_get_ram:
 * @resources: resources
 *
 * Gets the size of the memory.
 *
 * Returns: bytes; -1 when it is not known
 *
 * Since: 0.0.1
 */
gint64
osinfo_resources_get_ram(OsinfoResources *resources)
{
    g_return_val_if_fail(OSINFO_IS_RESOURCES(resources), -1);

    return osinfo_entity_get_param_value_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_RAM);
}

/**
 * osinfo_resources_get_storage:
 * @resources: resources
 *
 * Gets the room on a disk.
 *
 * Returns: bytes; -1 when it is not known
 *
 * Since: 0.0.1
 */
gint64
osinfo_resources_get_storage(OsinfoResources *resources)
{
    g_return_val_if_fail(OSINFO_IS_RESOURCES(resources), -1);

    return osinfo_entity_get_param_value_int64(OSINFO_ENTITY(resources),
                                               OSINFO_RESOURCES_PROP_STORAGE);
}

/**
 * osinfo_resources_set_n_cpus:
 * @resources: resources
 * @n_cpus: number of processors; -1: not known
 *
 * Sets the number of processors.
 *
 * Since: 0.0.1
 */
void
osinfo_resources_set_n_cpus(OsinfoResources *resources, gint n_cpus)
{
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    osinfo_entity_set_param_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_N_CPUS, n_cpus);
}

/**
 * osinfo_resources_set_cpu:
 * @resources: resources
 * @cpu: Hz; -1: not known
 *
 * Sets the speed of a processor.
 *
 * Since: 0.0.1
 */
void
osinfo_resources_set_cpu(OsinfoResources *resources, gint64 cpu)
{
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    osinfo_entity_set_param_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_CPU, cpu);
}

/**
 * osinfo_resources_set_ram:
 * @resources: resources
 * @ram: bytes; -1: not known
 *
 * Sets the size of the memory.
 *
 * Since: 0.0.1
 */
void
osinfo_resources_set_ram(OsinfoResources *resources, gint64 ram)
{
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    osinfo_entity_set_param_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_RAM, ram);
}

/**
 * osinfo_resources_set_storage:
 * @resources: resources
 * @storage: bytes; -1: not known
 *
 * Sets the room on a disk.
 *
 * Since: 0.0.1
 */
void
osinfo_resources_set_storage(OsinfoResources *resources, gint64 storage)
{
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    osinfo_entity_set_param_int64(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_STORAGE, storage);
}

/**
 * OsinfoResourcesList:
 *
 * A list of resources, one entry an architecture.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_resourceslist_new:
 *
 * Makes an empty list of resources, one entry an architecture.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_resourceslist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_resourceslist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_resourceslist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_resourceslist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Resources, resources, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_RESOURCES)
OSINFO_DEFINE_LIST_COPIES(Resources, resources, RESOURCES)
