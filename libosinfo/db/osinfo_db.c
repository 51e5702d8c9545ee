/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDb:
 *
 * Everything that was loaded: operating systems, platforms, devices, deployments, data
 * maps and install scripts. Lists are sorted by id; what a program adds stands behind.
 *
 * An entity is the same object on every call. Entities live as long as the database; whoever keeps
 * one longer takes a reference.
 *
 * Once it is loaded, any number of threads may read the same database at a time, also through
 * entities and lists that they share, and drop their references in any order; media and trees to be
 * identified must be each thread's own. Loading, adding to the database or to a list and setting
 * parameters are not safe while another thread uses the same object. Loaders and databases of their
 * own never disturb one another.
 *
 * ```c
 * g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
 *
 * osinfo_loader_process_default_path(loader, NULL);
 * OsinfoOs *os = osinfo_db_get_os(osinfo_loader_get_db(loader), "http://debian.org/debian/12");
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "db/object_types.h"
#include "db/osinfo_db_private.h"
#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo.h"

struct _OsinfoDb {
    GObject parent_instance;

    Catalog *catalog;
    OsinfoList *added[FACT_N_ENTITY_KINDS]; /* by programs; NULL: nothing */
};

G_DEFINE_FINAL_TYPE(OsinfoDb, osinfo_db, G_TYPE_OBJECT)

static void
osinfo_db_finalize(GObject *object)
{
    OsinfoDb *self = OSINFO_DB(object);

    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++)
        g_clear_object(&self->added[i]);
    catalog_release(self->catalog);
    catalog_unref(self->catalog);
    G_OBJECT_CLASS(osinfo_db_parent_class)->finalize(object);
}

static void
osinfo_db_class_init(OsinfoDbClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_db_finalize;
}

static void
osinfo_db_init(OsinfoDb *self)
{
    self->catalog = catalog_new(&object_types);
}

Catalog *
db_get_catalog(OsinfoDb *self)
{
    return self->catalog;
}

OsinfoList *
db_get_added(OsinfoDb *self, FactKind kind)
{
    return self->added[kind];
}

static gpointer
find_entity(OsinfoDb *self, FactKind kind, const char *id)
{
    OsinfoEntity *added = NULL;
    RecordRef ref = RECORD_NONE;

    g_return_val_if_fail(OSINFO_IS_DB(self), NULL);
    g_return_val_if_fail(id != NULL, NULL);

    if (self->added[kind] != NULL)
        added = osinfo_list_find_by_id(self->added[kind], id);
    if (added != NULL)
        return added;
    ref = catalog_find(self->catalog, kind, id);
    return ref != RECORD_NONE ? catalog_get_object(self->catalog, ref) : NULL;
}

static gpointer
make_list(OsinfoDb *self, FactKind kind, GType type)
{
    OsinfoList *list = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(self), NULL);

    list = g_object_new(type, NULL);
    list_add_kind(list, self->catalog, kind);
    if (self->added[kind] != NULL)
        osinfo_list_add_all(list, self->added[kind]);
    return list;
}

static void
add_entity(OsinfoDb *self, FactKind kind, GType type, gpointer entity)
{
    g_return_if_fail(OSINFO_IS_DB(self));
    g_return_if_fail(OSINFO_IS_ENTITY(entity));

    if (self->added[kind] == NULL)
        self->added[kind] = g_object_new(type, NULL);
    osinfo_list_add(self->added[kind], entity);
}

/**
 * osinfo_db_new:
 *
 * Makes an empty database. Those with content come from a [class@Libosinfo.Loader].
 *
 * Returns: (transfer full): a new database
 *
 * Since: 0.0.1
 */
OsinfoDb *
osinfo_db_new(void)
{
    return g_object_new(OSINFO_TYPE_DB, NULL);
}

/**
 * osinfo_db_get_device:
 * @db: a database
 * @id: an id, to the letter
 *
 * Looks for a device. Those of pci.ids and usb.ids count, if they were loaded.
 *
 * Returns: (transfer none) (nullable): the device, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoDevice *
osinfo_db_get_device(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_DEVICE, id);
}

/**
 * osinfo_db_get_device_list:
 * @db: a database
 *
 * Lists all devices; with pci.ids and usb.ids some 38,000.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceList *
osinfo_db_get_device_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_DEVICE, OSINFO_TYPE_DEVICELIST);
}

/**
 * osinfo_db_get_platform:
 * @db: a database
 * @id: an id, to the letter
 *
 * Looks for a virtualization platform.
 *
 * Returns: (transfer none) (nullable): the platform, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoPlatform *
osinfo_db_get_platform(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_PLATFORM, id);
}

/**
 * osinfo_db_get_platform_list:
 * @db: a database
 *
 * Lists all virtualization platforms.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoPlatformList *
osinfo_db_get_platform_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_PLATFORM, OSINFO_TYPE_PLATFORMLIST);
}

/**
 * osinfo_db_get_os:
 * @db: a database
 * @id: an id, to the letter; a short id is none
 *
 * Looks for an operating system.
 *
 * Returns: (transfer none) (nullable): the operating system, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoOs *
osinfo_db_get_os(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_OS, id);
}

/**
 * osinfo_db_get_os_list:
 * @db: a database
 *
 * Lists all operating systems.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoOsList *
osinfo_db_get_os_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_OS, OSINFO_TYPE_OSLIST);
}

/**
 * osinfo_db_get_deployment:
 * @db: a database
 * @id: an id, to the letter
 *
 * Looks for a deployment, that is an operating system on a platform.
 *
 * Returns: (transfer none) (nullable): the deployment, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoDeployment *
osinfo_db_get_deployment(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_DEPLOYMENT, id);
}

/**
 * osinfo_db_get_deployment_list:
 * @db: a database
 *
 * Lists all deployments.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeploymentList *
osinfo_db_get_deployment_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_DEPLOYMENT, OSINFO_TYPE_DEPLOYMENTLIST);
}

static gboolean
has_same_id(gpointer a, gpointer b)
{
    return a != NULL && g_strcmp0(osinfo_entity_get_id(OSINFO_ENTITY(a)),
                                  osinfo_entity_get_id(OSINFO_ENTITY(b))) == 0;
}

/**
 * osinfo_db_find_deployment:
 * @db: a database
 * @os: an operating system
 * @platform: a platform
 *
 * Looks for the deployment of @os on @platform.
 *
 * Returns: (transfer none) (nullable): the first one in the order of ids, %NULL when there is none
 *
 * Since: 0.0.1
 */
OsinfoDeployment *
osinfo_db_find_deployment(OsinfoDb *db, OsinfoOs *os, OsinfoPlatform *platform)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);

    g_autoptr(OsinfoDeploymentList) list = osinfo_db_get_deployment_list(db);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoDeployment *deployment = OSINFO_DEPLOYMENT(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (has_same_id(osinfo_deployment_get_os(deployment), os) &&
            has_same_id(osinfo_deployment_get_platform(deployment), platform))
            return deployment;
    }
    return NULL;
}

/**
 * osinfo_db_get_datamap:
 * @db: a database
 * @id: an id, to the letter
 *
 * Looks for a data map.
 *
 * Returns: (transfer none) (nullable): the data map, %NULL when there is none
 *
 * Since: 0.2.3
 */
OsinfoDatamap *
osinfo_db_get_datamap(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_DATAMAP, id);
}

/**
 * osinfo_db_get_install_script:
 * @db: a database
 * @id: an id, to the letter
 *
 * Looks for an install script.
 *
 * Returns: (transfer none) (nullable): the script, %NULL when there is none
 *
 * Since: 0.2.0
 */
OsinfoInstallScript *
osinfo_db_get_install_script(OsinfoDb *db, const gchar *id)
{
    return find_entity(db, FACT_KIND_INSTALL_SCRIPT, id);
}

/**
 * osinfo_db_get_datamap_list:
 * @db: a database
 *
 * Lists all data maps.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.3
 */
OsinfoDatamapList *
osinfo_db_get_datamap_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_DATAMAP, OSINFO_TYPE_DATAMAPLIST);
}

/**
 * osinfo_db_get_install_script_list:
 * @db: a database
 *
 * Lists all install scripts.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 */
OsinfoInstallScriptList *
osinfo_db_get_install_script_list(OsinfoDb *db)
{
    return make_list(db, FACT_KIND_INSTALL_SCRIPT, OSINFO_TYPE_INSTALL_SCRIPTLIST);
}

/**
 * osinfo_db_add_os:
 * @db: a database
 * @os: an operating system
 *
 * Adds an operating system, in place of one with the same id.
 *
 * Since: 0.0.1
 */
void
osinfo_db_add_os(OsinfoDb *db, OsinfoOs *os)
{
    add_entity(db, FACT_KIND_OS, OSINFO_TYPE_OSLIST, os);
}

/**
 * osinfo_db_add_platform:
 * @db: a database
 * @platform: a platform
 *
 * Adds a platform, in place of one with the same id.
 *
 * Since: 0.0.1
 */
void
osinfo_db_add_platform(OsinfoDb *db, OsinfoPlatform *platform)
{
    add_entity(db, FACT_KIND_PLATFORM, OSINFO_TYPE_PLATFORMLIST, platform);
}

/**
 * osinfo_db_add_device:
 * @db: a database
 * @device: a device
 *
 * Adds a device, in place of one with the same id.
 *
 * Since: 0.0.1
 */
void
osinfo_db_add_device(OsinfoDb *db, OsinfoDevice *device)
{
    add_entity(db, FACT_KIND_DEVICE, OSINFO_TYPE_DEVICELIST, device);
}

/**
 * osinfo_db_add_deployment:
 * @db: a database
 * @deployment: a deployment
 *
 * Adds a deployment, in place of one with the same id.
 *
 * Since: 0.0.1
 */
void
osinfo_db_add_deployment(OsinfoDb *db, OsinfoDeployment *deployment)
{
    add_entity(db, FACT_KIND_DEPLOYMENT, OSINFO_TYPE_DEPLOYMENTLIST, deployment);
}

/**
 * osinfo_db_add_datamap:
 * @db: a database
 * @datamap: a data map
 *
 * Adds a data map, in place of one with the same id.
 *
 * Since: 0.2.3
 */
void
osinfo_db_add_datamap(OsinfoDb *db, OsinfoDatamap *datamap)
{
    add_entity(db, FACT_KIND_DATAMAP, OSINFO_TYPE_DATAMAPLIST, datamap);
}

/**
 * osinfo_db_add_install_script:
 * @db: a database
 * @script: an install script
 *
 * Adds an install script, in place of one with the same id.
 *
 * Since: 0.2.0
 */
void
osinfo_db_add_install_script(OsinfoDb *db, OsinfoInstallScript *script)
{
    add_entity(db, FACT_KIND_INSTALL_SCRIPT, OSINFO_TYPE_INSTALL_SCRIPTLIST, script);
}

/* All values of a parameter, each once, in the order in which they turn up. */
static GList *
collect_unique(OsinfoList *list, const char *key)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GList *values = NULL;

    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        g_autoptr(GList) all =
            osinfo_entity_get_param_value_list(osinfo_list_get_nth(list, i), key);

        for (GList *iter = all; iter != NULL; iter = iter->next) {
            if (iter->data != NULL && g_hash_table_add(seen, iter->data))
                values = g_list_prepend(values, iter->data);
        }
    }
    return g_list_reverse(values);
}

/**
 * osinfo_db_unique_values_for_property_in_os:
 * @db: a database
 * @propName: name of a parameter; `id` gives the ids
 *
 * Lists the values that a parameter has among operating systems, each once.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_db_unique_values_for_property_in_os(OsinfoDb *db, const gchar *propName)
{
    g_return_val_if_fail(OSINFO_IS_DB(db) && propName != NULL, NULL);

    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);

    return collect_unique(OSINFO_LIST(list), propName);
}

/**
 * osinfo_db_unique_values_for_property_in_platform:
 * @db: a database
 * @propName: name of a parameter; `id` gives the ids
 *
 * Lists the values that a parameter has among platforms, each once.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_db_unique_values_for_property_in_platform(OsinfoDb *db, const gchar *propName)
{
    g_return_val_if_fail(OSINFO_IS_DB(db) && propName != NULL, NULL);

    g_autoptr(OsinfoPlatformList) list = osinfo_db_get_platform_list(db);

    return collect_unique(OSINFO_LIST(list), propName);
}

/**
 * osinfo_db_unique_values_for_property_in_device:
 * @db: a database
 * @propName: name of a parameter; `id` gives the ids
 *
 * Lists the values that a parameter has among devices, each once.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_db_unique_values_for_property_in_device(OsinfoDb *db, const gchar *propName)
{
    g_return_val_if_fail(OSINFO_IS_DB(db) && propName != NULL, NULL);

    g_autoptr(OsinfoDeviceList) list = osinfo_db_get_device_list(db);

    return collect_unique(OSINFO_LIST(list), propName);
}

/**
 * osinfo_db_unique_values_for_property_in_deployment:
 * @db: a database
 * @propName: name of a parameter; `id` gives the ids
 *
 * Lists the values that a parameter has among deployments, each once.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): values; %NULL for none
 *
 * Since: 0.0.1
 */
GList *
osinfo_db_unique_values_for_property_in_deployment(OsinfoDb *db, const gchar *propName)
{
    g_return_val_if_fail(OSINFO_IS_DB(db) && propName != NULL, NULL);

    g_autoptr(OsinfoDeploymentList) list = osinfo_db_get_deployment_list(db);

    return collect_unique(OSINFO_LIST(list), propName);
}

/* Adds the targets of a relation of all @products. */
static void
collect_related(OsinfoList *products, OsinfoProductRelationship relationship, OsinfoList *targets)
{
    for (gint i = 0; i < osinfo_list_get_length(products); i++) {
        g_autoptr(OsinfoProductList) related = osinfo_product_get_related(
            OSINFO_PRODUCT(osinfo_list_get_nth(products, i)), relationship);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(related)); j++) {
            OsinfoEntity *target = osinfo_list_get_nth(OSINFO_LIST(related), j);

            const char *id = osinfo_entity_get_id(target);

            if (id == NULL || osinfo_list_find_by_id(targets, id) == NULL)
                osinfo_list_add(targets, target);
        }
    }
}

/**
 * osinfo_db_unique_values_for_os_relationship:
 * @db: a database
 * @relshp: a relation
 *
 * Lists the operating systems that others have the relation @relshp to, each once.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoOsList *
osinfo_db_unique_values_for_os_relationship(OsinfoDb *db, OsinfoProductRelationship relshp)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);

    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);
    OsinfoOsList *targets = osinfo_oslist_new();

    collect_related(OSINFO_LIST(list), relshp, OSINFO_LIST(targets));
    return targets;
}

/**
 * osinfo_db_unique_values_for_platform_relationship:
 * @db: a database
 * @relshp: a relation
 *
 * Lists the platforms that others have the relation @relshp to, each once.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoPlatformList *
osinfo_db_unique_values_for_platform_relationship(OsinfoDb *db, OsinfoProductRelationship relshp)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);

    g_autoptr(OsinfoPlatformList) list = osinfo_db_get_platform_list(db);
    OsinfoPlatformList *targets = osinfo_platformlist_new();

    collect_related(OSINFO_LIST(list), relshp, OSINFO_LIST(targets));
    return targets;
}
