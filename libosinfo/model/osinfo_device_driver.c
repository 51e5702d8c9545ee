/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDeviceDriver:
 *
 * A driver that an operating system can be given for devices it does not know: files below a URL.
 *
 * ```c
 * g_autoptr(GList) files = osinfo_device_driver_get_files(driver);
 *
 * for (GList *file = files; file != NULL; file = file->next)
 *     g_print("%s/%s\n", osinfo_device_driver_get_location(driver), (char *)file->data);
 * ```
 *
 * Since: 0.2.2
 */
#include "config.h"

#include "entity/list_class.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo_device_driver.h"

struct _OsinfoDeviceDriver {
    OsinfoEntity parent_instance;
    OsinfoDeviceList *devices; /* NULL: nobody asked yet */
};

G_DEFINE_FINAL_TYPE(OsinfoDeviceDriver, osinfo_device_driver, OSINFO_TYPE_ENTITY)

static void
osinfo_device_driver_finalize(GObject *object)
{
    g_clear_object(&OSINFO_DEVICE_DRIVER(object)->devices);
    G_OBJECT_CLASS(osinfo_device_driver_parent_class)->finalize(object);
}

static void
osinfo_device_driver_class_init(OsinfoDeviceDriverClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_device_driver_finalize;
}

static void
osinfo_device_driver_init(OsinfoDeviceDriver *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_device_driver_get_architecture:
 * @driver: a driver
 *
 * Gets what the driver runs on.
 *
 * Returns: (transfer none) (nullable): the architecture; %NULL when it is not known
 *
 * Since: 0.2.2
 */
const gchar *
osinfo_device_driver_get_architecture(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(driver),
                                         OSINFO_DEVICE_DRIVER_PROP_ARCHITECTURE);
}

/**
 * osinfo_device_driver_get_location:
 * @driver: a driver
 *
 * Gets where the driver's files are.
 *
 * Returns: (transfer none) (nullable): a URL, which the names of the files are relative to; %NULL
 *   when it is not known
 *
 * Since: 0.2.2
 */
const gchar *
osinfo_device_driver_get_location(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(driver), OSINFO_DEVICE_DRIVER_PROP_LOCATION);
}

/**
 * osinfo_device_driver_get_pre_installable:
 * @driver: a driver
 *
 * Tells whether an installer can load the driver; otherwise it is for the installed system.
 *
 * Returns: %TRUE when it can; %FALSE when nothing is said
 *
 * Since: 0.2.2
 */
gboolean
osinfo_device_driver_get_pre_installable(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(driver),
                                                 OSINFO_DEVICE_DRIVER_PROP_PRE_INSTALLABLE);
}

/**
 * osinfo_device_driver_get_files:
 * @driver: a driver
 *
 * Lists the driver's files.
 *
 * Returns: (transfer container) (element-type utf8) (nullable): names below the location; free with
 *   [func@GLib.List.free]; %NULL for none
 *
 * Since: 0.2.2
 */
GList *
osinfo_device_driver_get_files(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), NULL);

    return osinfo_entity_get_param_value_list(OSINFO_ENTITY(driver),
                                              OSINFO_DEVICE_DRIVER_PROP_FILE);
}

static OsinfoDeviceList *
make_devices(OsinfoDeviceDriver *self)
{
    OsinfoDeviceList *devices = osinfo_devicelist_new();
    g_autoptr(GArray) refs = entity_get_edges(OSINFO_ENTITY(self), FACT_RELATION_DEVICE);

    for (guint i = 0; refs != NULL && i < refs->len; i++)
        list_add_record(OSINFO_LIST(devices), entity_get_catalog(OSINFO_ENTITY(self)),
                        g_array_index(refs, RecordRef, i));
    return devices;
}

/**
 * osinfo_device_driver_get_devices:
 * @driver: a driver
 *
 * Lists the devices that the driver is for. The list is the driver's own, and the same on every
 * call.
 *
 * Returns: (transfer none): devices
 *
 * Since: 0.2.2
 */
OsinfoDeviceList *
osinfo_device_driver_get_devices(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), NULL);

    OsinfoDeviceList *devices = g_atomic_pointer_get(&driver->devices);

    if (devices != NULL)
        return devices;
    devices = make_devices(driver);
    if (g_atomic_pointer_compare_and_exchange(&driver->devices, NULL, devices))
        return devices;
    g_object_unref(devices); /* another thread was faster */
    return g_atomic_pointer_get(&driver->devices);
}

/**
 * osinfo_device_driver_get_signed:
 * @driver: a driver
 *
 * Tells whether the driver is signed.
 *
 * Returns: %TRUE when it is; %FALSE when nothing is said
 *
 * Since: 0.2.6
 */
gboolean
osinfo_device_driver_get_signed(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), FALSE);

    return osinfo_entity_get_param_value_boolean(OSINFO_ENTITY(driver),
                                                 OSINFO_DEVICE_DRIVER_PROP_SIGNED);
}

/**
 * osinfo_device_driver_get_priority:
 * @driver: a driver
 *
 * Gets how good the driver is compared with others for the same device.
 *
 * Returns: the priority, higher is better; %OSINFO_DEVICE_DRIVER_DEFAULT_PRIORITY when nothing is
 *   said
 *
 * Since: 1.7.0
 */
gint64
osinfo_device_driver_get_priority(OsinfoDeviceDriver *driver)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE_DRIVER(driver), -1);

    return osinfo_entity_get_param_value_int64_with_default(OSINFO_ENTITY(driver),
                                                            OSINFO_DEVICE_DRIVER_PROP_PRIORITY,
                                                            OSINFO_DEVICE_DRIVER_DEFAULT_PRIORITY);
}

/**
 * OsinfoDeviceDriverList:
 *
 * A list of drivers of devices.
 *
 * Since: 0.2.2
 */

/**
 * osinfo_device_driverlist_new:
 *
 * Makes an empty list of drivers of devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OSINFO_DEFINE_LIST(DeviceDriver, device_driver, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_DEVICE_DRIVER)
