/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoOs:
 *
 * An operating system in one version: where to get it, what it needs, which devices it knows.
 *
 * Devices, resources, firmware and two small facts are inherited from the systems that it derives
 * from or clones; the calls that do so say it. Media, trees, images, variants, drivers, scripts,
 * names and dates are its own.
 *
 * ```c
 * OsinfoOs *os = osinfo_db_get_os(db, "http://debian.org/debian/12");
 *
 * if (os != NULL)
 *     g_print("%s\n", osinfo_product_get_name(OSINFO_PRODUCT(os)));
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/field.h"
#include "entity/list_class.h"
#include "model/osinfo_media_private.h"
#include "model/osinfo_os_private.h"
#include "osinfo/osinfo_enum_types.h"
#include "osinfo/osinfo_image.h"
#include "osinfo/osinfo_tree.h"

struct _OsinfoOs {
    OsinfoProduct parent_instance;
    GPtrArray *links; /* of OsinfoDeviceLink, those that a program added; NULL: none */
    /* parts that a program added, by FactKind; NULL: none at all or of a kind */
    OsinfoList **added;
    OsinfoDeviceDriverList *drivers; /* all drivers, lent to callers, under drivers_mutex */
    guint drivers_generation;        /* of the catalog, when the list was made */
    GPtrArray *borrowed; /* objects in the hands of callers, under borrowed_mutex; NULL: none */
};

static GMutex drivers_mutex;
static GMutex borrowed_mutex;

G_DEFINE_FINAL_TYPE(OsinfoOs, osinfo_os, OSINFO_TYPE_PRODUCT)

static void
osinfo_os_finalize(GObject *object)
{
    OsinfoOs *self = OSINFO_OS(object);

    for (guint i = 0; self->added != NULL && i < FACT_N_KINDS; i++)
        g_clear_object(&self->added[i]);
    g_free(self->added);
    g_clear_pointer(&self->links, g_ptr_array_unref);
    g_clear_object(&self->drivers);
    g_clear_pointer(&self->borrowed, g_ptr_array_unref);
    G_OBJECT_CLASS(osinfo_os_parent_class)->finalize(object);
}

/**
 * OsinfoOs:family:
 *
 * The family, such as `linux` or `winnt`.
 */

/**
 * OsinfoOs:distro:
 *
 * The distribution, such as `fedora` or `win`.
 */

/**
 * OsinfoOs:kernel-url-argument:
 *
 * The argument that tells an installer's kernel the URL of the tree, as far as the system itself
 * says: nothing is inherited.
 */

/**
 * OsinfoOs:cloud-image-username:
 *
 * The user that cloud images have, as far as the system itself says: nothing is inherited.
 */

static void
osinfo_os_class_init(OsinfoOsClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_os_finalize;
    field_install(G_OBJECT_CLASS(klass), field_get_table(FACT_KIND_OS));
}

static void
osinfo_os_init(OsinfoOs *self G_GNUC_UNUSED)
{
}

OsinfoList *
os_dup_parts(OsinfoOs *self, FactKind kind, GType list_type)
{
    OsinfoList *list = g_object_new(list_type, NULL);

    if (kind == FACT_KIND_INSTALL_SCRIPT)
        list_add_edges(list, OSINFO_ENTITY(self), FACT_RELATION_SCRIPT);
    else
        list_add_parts(list, OSINFO_ENTITY(self), kind);
    if (self->added != NULL && self->added[kind] != NULL)
        osinfo_list_add_all(list, self->added[kind]);
    return list;
}

void
os_add_part(OsinfoOs *self, FactKind kind, GType list_type, OsinfoEntity *part)
{
    if (self->added == NULL)
        self->added = g_new0(OsinfoList *, FACT_N_KINDS);
    if (self->added[kind] == NULL)
        self->added[kind] = g_object_new(list_type, NULL);
    osinfo_list_add(self->added[kind], part);
    entity_set_changed(OSINFO_ENTITY(self));
}

OsinfoEntity *
os_borrow(OsinfoOs *self, OsinfoEntity *entity)
{
    g_mutex_lock(&borrowed_mutex);
    if (self->borrowed == NULL)
        self->borrowed = g_ptr_array_new_with_free_func(g_object_unref);
    if (!g_ptr_array_find(self->borrowed, entity, NULL))
        g_ptr_array_add(self->borrowed, g_object_ref(entity));
    g_mutex_unlock(&borrowed_mutex);
    return entity;
}

GPtrArray *
os_dup_links(OsinfoOs *self, DeviceLinksFlags flags)
{
    return device_links_collect(OSINFO_ENTITY(self), self->links, flags);
}

gboolean
os_has_scripts(OsinfoOs *self)
{
    return (self->added != NULL && self->added[FACT_KIND_INSTALL_SCRIPT] != NULL) ||
           entity_get_edge(OSINFO_ENTITY(self), FACT_RELATION_SCRIPT) != RECORD_NONE;
}

/**
 * osinfo_os_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes an operating system that nothing is known of.
 *
 * Returns: (transfer full): a new operating system
 *
 * Since: 0.0.1
 */
OsinfoOs *
osinfo_os_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_OS, "id", id, NULL);
}

/**
 * osinfo_os_get_devices:
 * @os: an operating system
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Lists the devices that the system itself says it supports; nothing is inherited.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceList *
osinfo_os_get_devices(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = os_dup_links(os, DEVICE_LINKS_SUPPORTED);

    return device_links_to_devices(links, filter);
}

/**
 * osinfo_os_get_device_links:
 * @os: an operating system
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Lists the links to the devices that the system itself says it supports; nothing is inherited.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceLinkList *
osinfo_os_get_device_links(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = os_dup_links(os, DEVICE_LINKS_SUPPORTED);

    return device_links_to_list(links, filter);
}

/**
 * osinfo_os_add_device:
 * @os: an operating system
 * @dev: a device
 *
 * Says that the system supports a device. Calls for the same device make several links.
 *
 * Returns: (transfer none): a new link to the device, held by the operating system
 *
 * Since: 0.0.1
 */
OsinfoDeviceLink *
osinfo_os_add_device(OsinfoOs *os, OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return device_links_add(&os->links, OSINFO_ENTITY(os), dev);
}

/**
 * osinfo_os_get_family:
 * @os: an operating system
 *
 * Gets the family, such as `linux` or `winnt`.
 *
 * Returns: (transfer none) (nullable): the family; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_os_get_family(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(os), OSINFO_OS_PROP_FAMILY);
}

/**
 * osinfo_os_get_distro:
 * @os: an operating system
 *
 * Gets the distribution, such as `fedora` or `win`.
 *
 * Returns: (transfer none) (nullable): the distribution; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_os_get_distro(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(os), OSINFO_OS_PROP_DISTRO);
}

/**
 * osinfo_os_get_release_status:
 * @os: an operating system
 *
 * Gets how finished the system is.
 *
 * Returns: (type OsinfoReleaseStatus): the status; %OSINFO_RELEASE_STATUS_RELEASED when nothing is
 * said or the word is not known
 *
 * Since: 0.2.9
 */
int
osinfo_os_get_release_status(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), OSINFO_RELEASE_STATUS_RELEASED);

    const char *nick =
        osinfo_entity_get_param_value(OSINFO_ENTITY(os), OSINFO_OS_PROP_RELEASE_STATUS);

    if (nick == NULL)
        return OSINFO_RELEASE_STATUS_RELEASED;

    g_autoptr(GEnumClass) words = g_type_class_ref(OSINFO_TYPE_RELEASE_STATUS);
    const GEnumValue *status = g_enum_get_value_by_nick(words, nick);

    return status != NULL ? status->value : OSINFO_RELEASE_STATUS_RELEASED;
}

/* The value that the system itself has; by the row of the fact else the nearest one that it
 * inherits from. */
static const char *
find_inherited(OsinfoOs *self, const char *key)
{
    const char *value = osinfo_entity_get_param_value(OSINFO_ENTITY(self), key);
    g_autoptr(GPtrArray) systems = NULL;

    if (value != NULL)
        return value;
    systems = os_walk(self, field_find(FACT_KIND_OS, key)->inheritance);
    for (guint i = 1; i < systems->len && value == NULL; i++)
        value = osinfo_entity_get_param_value(g_ptr_array_index(systems, i), key);
    return value;
}

/**
 * osinfo_os_get_kernel_url_argument:
 * @os: an operating system
 *
 * Gets the argument that tells an installer's kernel the URL of the tree. It is inherited.
 *
 * Returns: (transfer none) (nullable): the argument, such as `inst.repo`; %NULL when it is not
 * known
 *
 * Since: 1.6.0
 */
const gchar *
osinfo_os_get_kernel_url_argument(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return find_inherited(os, OSINFO_OS_PROP_KERNEL_URL_ARGUMENT);
}

/**
 * osinfo_os_get_cloud_image_username:
 * @os: an operating system
 *
 * Gets the user that the system's cloud images have. It is inherited.
 *
 * Returns: (transfer none) (nullable): the name to log in with; %NULL when it is not known
 *
 * Since: 1.8.0
 */
const gchar *
osinfo_os_get_cloud_image_username(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return find_inherited(os, OSINFO_OS_PROP_CLOUD_IMAGE_USERNAME);
}

/**
 * osinfo_os_get_media_list:
 * @os: an operating system
 *
 * Lists the media that the system comes on, in the order of the database.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoMediaList *
osinfo_os_get_media_list(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return OSINFO_MEDIALIST(os_dup_parts(os, FACT_KIND_MEDIA, OSINFO_TYPE_MEDIALIST));
}

/**
 * osinfo_os_add_media:
 * @os: an operating system
 * @media: a medium, which the operating system holds
 *
 * Adds a medium, and tells it that it belongs to this system.
 *
 * Since: 0.0.1
 */
void
osinfo_os_add_media(OsinfoOs *os, OsinfoMedia *media)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_MEDIA(media));

    os_add_part(os, FACT_KIND_MEDIA, OSINFO_TYPE_MEDIALIST, OSINFO_ENTITY(media));
    media_set_os(media, os);
}

/**
 * osinfo_os_get_tree_list:
 * @os: an operating system
 *
 * Lists the trees that the system can be installed from, in the order of the database.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoTreeList *
osinfo_os_get_tree_list(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return OSINFO_TREELIST(os_dup_parts(os, FACT_KIND_TREE, OSINFO_TYPE_TREELIST));
}

/**
 * osinfo_os_add_tree:
 * @os: an operating system
 * @tree: a tree, which the operating system holds
 *
 * Adds a tree, and tells it that it belongs to this system.
 *
 * Since: 0.0.1
 */
void
osinfo_os_add_tree(OsinfoOs *os, OsinfoTree *tree)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_TREE(tree));

    os_add_part(os, FACT_KIND_TREE, OSINFO_TYPE_TREELIST, OSINFO_ENTITY(tree));
    osinfo_tree_set_os(tree, os);
}

/**
 * osinfo_os_get_variant_list:
 * @os: an operating system
 *
 * Lists the variants of the system, in the order of the database.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.9
 */
OsinfoOsVariantList *
osinfo_os_get_variant_list(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return OSINFO_OS_VARIANTLIST(os_dup_parts(os, FACT_KIND_VARIANT, OSINFO_TYPE_OS_VARIANTLIST));
}

/* What a program added takes the place of what has the same id in the database. */
static void
add_variant(OsinfoOs *self, const GArray *known, const char *id, OsinfoList *list)
{
    OsinfoList *added = self->added != NULL ? self->added[FACT_KIND_VARIANT] : NULL;
    OsinfoEntity *object = added != NULL ? osinfo_list_find_by_id(added, id) : NULL;
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(self));

    if (object != NULL)
        osinfo_list_add(list, object);
    for (guint i = 0; object == NULL && known != NULL && i < known->len; i++) {
        RecordRef ref = g_array_index(known, RecordRef, i);

        if (g_strcmp0(catalog_get_id(catalog, ref), id) == 0)
            list_add_record(list, catalog, ref);
    }
}

OsinfoOsVariantList *
os_dup_named_variants(OsinfoOs *self, OsinfoEntity *part, const char *key)
{
    OsinfoOsVariantList *list = osinfo_os_variantlist_new();
    g_autoptr(GList) ids = osinfo_entity_get_param_value_list(part, key);
    g_autoptr(GArray) known =
        ids != NULL ? entity_get_parts(OSINFO_ENTITY(self), FACT_KIND_VARIANT) : NULL;

    for (GList *id = ids; id != NULL; id = id->next)
        add_variant(self, known, id->data, OSINFO_LIST(list));
    return list;
}

/**
 * osinfo_os_add_variant:
 * @os: an operating system
 * @variant: a variant, which the operating system holds
 *
 * Adds a variant.
 *
 * Since: 0.2.9
 */
void
osinfo_os_add_variant(OsinfoOs *os, OsinfoOsVariant *variant)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_OS_VARIANT(variant));

    os_add_part(os, FACT_KIND_VARIANT, OSINFO_TYPE_OS_VARIANTLIST, OSINFO_ENTITY(variant));
}

/**
 * osinfo_os_get_image_list:
 * @os: an operating system
 *
 * Lists the images with the system installed, in the order of the database.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OsinfoImageList *
osinfo_os_get_image_list(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return OSINFO_IMAGELIST(os_dup_parts(os, FACT_KIND_IMAGE, OSINFO_TYPE_IMAGELIST));
}

/**
 * osinfo_os_add_image:
 * @os: an operating system
 * @image: an image, which the operating system holds
 *
 * Adds an image, and tells it that it belongs to this system.
 *
 * Since: 1.3.0
 */
void
osinfo_os_add_image(OsinfoOs *os, OsinfoImage *image)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_IMAGE(image));

    os_add_part(os, FACT_KIND_IMAGE, OSINFO_TYPE_IMAGELIST, OSINFO_ENTITY(image));
    osinfo_image_set_os(image, os);
}

/* Brings the list of drivers up to what the database says now. */
static OsinfoDeviceDriverList *
get_drivers(OsinfoOs *self)
{
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(self));
    guint generation = catalog != NULL ? catalog_get_generation(catalog) : 0;

    g_mutex_lock(&drivers_mutex);
    if (self->drivers == NULL || self->drivers_generation != generation) {
        if (self->drivers == NULL)
            self->drivers = osinfo_device_driverlist_new();
        list_add_parts(OSINFO_LIST(self->drivers), OSINFO_ENTITY(self), FACT_KIND_DRIVER);
        self->drivers_generation = generation;
    }
    g_mutex_unlock(&drivers_mutex);
    return self->drivers;
}

/**
 * osinfo_os_get_device_drivers:
 * @os: an operating system
 *
 * Lists the drivers that the system can be given, in the order of the database. The list is the
 * system's own, and the same on every call.
 *
 * Returns: (transfer none): drivers
 *
 * Since: 0.2.2
 */
OsinfoDeviceDriverList *
osinfo_os_get_device_drivers(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return get_drivers(os);
}

/**
 * osinfo_os_get_device_drivers_prioritized:
 * @os: an operating system
 *
 * Lists the drivers with the highest priority: all of them, if there are several.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.7.0
 */
OsinfoDeviceDriverList *
osinfo_os_get_device_drivers_prioritized(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    OsinfoList *all = OSINFO_LIST(get_drivers(os));
    OsinfoDeviceDriverList *best = osinfo_device_driverlist_new();
    gint length = osinfo_list_get_length(all);
    gint64 highest = G_MININT64;

    for (gint i = 0; i < length; i++) {
        OsinfoEntity *driver = osinfo_list_get_nth(all, i);

        highest = MAX(highest, osinfo_device_driver_get_priority(OSINFO_DEVICE_DRIVER(driver)));
    }
    for (gint i = 0; i < length; i++) {
        OsinfoEntity *driver = osinfo_list_get_nth(all, i);

        if (osinfo_device_driver_get_priority(OSINFO_DEVICE_DRIVER(driver)) == highest)
            osinfo_list_add(OSINFO_LIST(best), driver);
    }
    return best;
}

/**
 * osinfo_os_add_device_driver:
 * @os: an operating system
 * @driver: a driver, which the operating system holds
 *
 * Adds a driver.
 *
 * Since: 0.2.2
 */
void
osinfo_os_add_device_driver(OsinfoOs *os, OsinfoDeviceDriver *driver)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_DEVICE_DRIVER(driver));

    osinfo_list_add(OSINFO_LIST(get_drivers(os)), OSINFO_ENTITY(driver));
    entity_set_changed(OSINFO_ENTITY(os));
}

/**
 * OsinfoOsList:
 *
 * A list of operating systems.
 *
 * ```c
 * for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
 *     OsinfoEntity *entity = osinfo_list_get_nth(OSINFO_LIST(list), i);
 *
 *     g_print("%s\n", osinfo_entity_get_id(entity));
 * }
 * ```
 *
 * Since: 0.0.1
 */

/**
 * osinfo_oslist_new:
 *
 * Makes an empty list of operating systems.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_oslist_new_copy:
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
 * osinfo_oslist_new_filtered:
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
 * osinfo_oslist_new_intersection:
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
 * osinfo_oslist_new_union:
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
OSINFO_DEFINE_LIST(Os, os, OsinfoProductList, OSINFO_TYPE_PRODUCTLIST, OSINFO_TYPE_OS)
OSINFO_DEFINE_LIST_COPIES(Os, os, OS)
