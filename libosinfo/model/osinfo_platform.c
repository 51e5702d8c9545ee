/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoPlatform:
 *
 * Something that runs virtual machines, in one version, with the devices that it can give them.
 *
 * ```c
 * OsinfoPlatform *platform = osinfo_db_get_platform(db, "http://qemu.org/qemu-kvm-1.2.0");
 * g_autoptr(OsinfoDeviceList) devices =
 *     platform != NULL ? osinfo_platform_get_all_devices(platform, NULL) : NULL;
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/list_class.h"
#include "model/device_links.h"
#include "model/osinfo_product_private.h"
#include "osinfo/osinfo_platform.h"

struct _OsinfoPlatform {
    OsinfoProduct parent_instance;
    GPtrArray *links; /* of OsinfoDeviceLink, those that a program added; NULL: none */
};

G_DEFINE_FINAL_TYPE(OsinfoPlatform, osinfo_platform, OSINFO_TYPE_PRODUCT)

static void
osinfo_platform_finalize(GObject *object)
{
    g_clear_pointer(&OSINFO_PLATFORM(object)->links, g_ptr_array_unref);
    G_OBJECT_CLASS(osinfo_platform_parent_class)->finalize(object);
}

static void
osinfo_platform_class_init(OsinfoPlatformClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_platform_finalize;
}

static void
osinfo_platform_init(OsinfoPlatform *self G_GNUC_UNUSED)
{
}

static GPtrArray *
collect_links(OsinfoPlatform *self)
{
    return device_links_collect(OSINFO_ENTITY(self), self->links, DEVICE_LINKS_REVERSED);
}

/**
 * osinfo_platform_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes a platform that nothing is known of.
 *
 * Returns: (transfer full): a new platform
 *
 * Since: 0.0.1
 */
OsinfoPlatform *
osinfo_platform_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_PLATFORM, "id", id, NULL);
}

/**
 * osinfo_platform_get_devices:
 * @platform: a platform
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Lists the platform's own devices, the last one first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceList *
osinfo_platform_get_devices(OsinfoPlatform *platform, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(platform);

    return device_links_to_devices(links, filter);
}

/**
 * osinfo_platform_get_all_devices:
 * @platform: a platform
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Lists the devices of the platform and of those that it derives from or upgrades, its own first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.7
 */
OsinfoDeviceList *
osinfo_platform_get_all_devices(OsinfoPlatform *platform, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) platforms =
        product_walk(OSINFO_PRODUCT(platform), fact_inheriting_relations(FACT_KIND_PLATFORM));
    OsinfoDeviceList *all = osinfo_devicelist_new();

    for (guint i = 0; i < platforms->len; i++) {
        g_autoptr(OsinfoDeviceList) some =
            osinfo_platform_get_devices(g_ptr_array_index(platforms, i), filter);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(some)); j++) {
            OsinfoEntity *device = osinfo_list_get_nth(OSINFO_LIST(some), j);
            const char *id = osinfo_entity_get_id(device);

            if (id == NULL || osinfo_list_find_by_id(OSINFO_LIST(all), id) == NULL)
                osinfo_list_add(OSINFO_LIST(all), device);
        }
    }
    return all;
}

/**
 * osinfo_platform_get_device_links:
 * @platform: a platform
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Lists the links to the platform's own devices, the last one first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceLinkList *
osinfo_platform_get_device_links(OsinfoPlatform *platform, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) links = collect_links(platform);

    return device_links_to_list(links, filter);
}

/**
 * osinfo_platform_add_device:
 * @platform: a platform
 * @dev: a device
 *
 * Says that the platform has a device.
 *
 * Returns: (transfer none): a new link to the device, held by the platform
 *
 * Since: 0.0.1
 */
OsinfoDeviceLink *
osinfo_platform_add_device(OsinfoPlatform *platform, OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_PLATFORM(platform), NULL);
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return device_links_add(&platform->links, OSINFO_ENTITY(platform), dev);
}

/**
 * OsinfoPlatformList:
 *
 * A list of platforms.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_platformlist_new:
 *
 * Makes an empty list of platforms.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_platformlist_new_copy:
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
 * osinfo_platformlist_new_filtered:
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
 * osinfo_platformlist_new_intersection:
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
 * osinfo_platformlist_new_union:
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
OSINFO_DEFINE_LIST(Platform, platform, OsinfoProductList, OSINFO_TYPE_PRODUCTLIST,
                   OSINFO_TYPE_PLATFORM)
OSINFO_DEFINE_LIST_COPIES(Platform, platform, PLATFORM)
