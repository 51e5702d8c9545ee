/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDevice:
 *
 * A device that a machine, real or virtual, can have: what it is, not how it is driven.
 *
 * ```c
 * OsinfoDevice *device = osinfo_db_get_device(db, "http://pcisig.com/pci/1af4/1041");
 *
 * if (device != NULL)
 *     g_print("%s\n", osinfo_device_get_name(device));
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/list_class.h"
#include "osinfo/osinfo_device.h"

struct _OsinfoDevice {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoDevice, osinfo_device, OSINFO_TYPE_ENTITY)

static void
osinfo_device_class_init(OsinfoDeviceClass *klass G_GNUC_UNUSED)
{
}

static void
osinfo_device_init(OsinfoDevice *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_device_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes a device that nothing is known of.
 *
 * Returns: (transfer full): a new device
 *
 * Since: 0.0.1
 */
OsinfoDevice *
osinfo_device_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_DEVICE, "id", id, NULL);
}

/**
 * osinfo_device_get_vendor:
 * @dev: a device
 *
 * Gets who makes the device, in words.
 *
 * Returns: (transfer none) (nullable): the vendor; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_vendor(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_VENDOR);
}

/**
 * osinfo_device_get_vendor_id:
 * @dev: a device
 *
 * Gets who makes the device, as the number that its bus uses.
 *
 * Returns: (transfer none) (nullable): hexadecimal digits; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_vendor_id(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_VENDOR_ID);
}

/**
 * osinfo_device_get_product:
 * @dev: a device
 *
 * Gets what the vendor calls the device.
 *
 * Returns: (transfer none) (nullable): the product; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_product(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_PRODUCT);
}

/**
 * osinfo_device_get_product_id:
 * @dev: a device
 *
 * Gets what the device is, as the number that its bus uses.
 *
 * Returns: (transfer none) (nullable): hexadecimal digits; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_product_id(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_PRODUCT_ID);
}

/**
 * osinfo_device_get_bus_type:
 * @dev: a device
 *
 * Gets what the device is plugged into, such as `pci` or `usb`.
 *
 * Returns: (transfer none) (nullable): the bus; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_bus_type(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_BUS_TYPE);
}

/**
 * osinfo_device_get_class:
 * @dev: a device
 *
 * Gets what the device does, such as `net` or `audio`.
 *
 * Returns: (transfer none) (nullable): the class; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_class(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_CLASS);
}

/**
 * osinfo_device_get_name:
 * @dev: a device
 *
 * Gets the device's short name, such as `virtio-net`.
 *
 * Returns: (transfer none) (nullable): the name; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_device_get_name(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_NAME);
}

/**
 * osinfo_device_get_subsystem:
 * @dev: a device
 *
 * Gets the subsystem that the device belongs to.
 *
 * Returns: (transfer none) (nullable): the subsystem; %NULL when it is not known
 *
 * Since: 0.2.1
 */
const gchar *
osinfo_device_get_subsystem(OsinfoDevice *dev)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(dev), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(dev), OSINFO_DEVICE_PROP_SUBSYSTEM);
}

/**
 * OsinfoDeviceList:
 *
 * A list of devices.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_devicelist_new:
 *
 * Makes an empty list of devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_devicelist_new_copy:
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
 * osinfo_devicelist_new_filtered:
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
 * osinfo_devicelist_new_intersection:
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
 * osinfo_devicelist_new_union:
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
OSINFO_DEFINE_LIST(Device, device, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEVICE)
OSINFO_DEFINE_LIST_COPIES(Device, device, DEVICE)
