/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDeviceLink:
 *
 * Says that a product has, or can use, a device, and how. Its id is that of the device.
 *
 * ```c
 * OsinfoDeviceLink *link = osinfo_os_add_device(os, device);
 *
 * osinfo_entity_set_param(OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
 * ```
 *
 * Since: 0.0.1
 */
#include "config.h"

#include "entity/list_class.h"
#include "model/cached_target.h"
#include "osinfo/osinfo_devicelink.h"

struct _OsinfoDeviceLink {
    OsinfoEntity parent_instance;
    gpointer target; /* an OsinfoDevice, held; NULL: none, or that of the record */
};

G_DEFINE_FINAL_TYPE(OsinfoDeviceLink, osinfo_devicelink, OSINFO_TYPE_ENTITY)

enum { PROP_TARGET = 1 };

static void
osinfo_devicelink_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec)
{
    if (property_id == PROP_TARGET)
        g_value_set_object(value, osinfo_devicelink_get_target(OSINFO_DEVICELINK(object)));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_devicelink_set_property(GObject *object, guint property_id, const GValue *value,
                               GParamSpec *spec)
{
    if (property_id == PROP_TARGET)
        g_set_object((OsinfoDevice **)&OSINFO_DEVICELINK(object)->target,
                     g_value_get_object(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, property_id, spec);
}

static void
osinfo_devicelink_finalize(GObject *object)
{
    g_clear_object((OsinfoDevice **)&OSINFO_DEVICELINK(object)->target);
    G_OBJECT_CLASS(osinfo_devicelink_parent_class)->finalize(object);
}

static void
osinfo_devicelink_class_init(OsinfoDeviceLinkClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->get_property = osinfo_devicelink_get_property;
    object_class->set_property = osinfo_devicelink_set_property;
    object_class->finalize = osinfo_devicelink_finalize;

    /**
     * OsinfoDeviceLink:target:
     *
     * The device.
     */
    g_object_class_install_property(
        object_class, PROP_TARGET,
        g_param_spec_object("target", "Target", "The device", OSINFO_TYPE_DEVICE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
osinfo_devicelink_init(OsinfoDeviceLink *self G_GNUC_UNUSED)
{
}

/**
 * osinfo_devicelink_new:
 * @target: a device, which the link holds
 *
 * Makes a link to a device, with the id of the device.
 *
 * Returns: (transfer full): a new link
 *
 * Since: 0.0.1
 */
OsinfoDeviceLink *
osinfo_devicelink_new(OsinfoDevice *target)
{
    g_return_val_if_fail(OSINFO_IS_DEVICE(target), NULL);

    return g_object_new(OSINFO_TYPE_DEVICELINK, "target", target, "id",
                        osinfo_entity_get_id(OSINFO_ENTITY(target)), NULL);
}

/**
 * osinfo_devicelink_get_target:
 * @link: a link to a device
 *
 * Gets the device.
 *
 * Returns: (transfer none) (nullable): the device; %NULL for a link that was made without one
 *
 * Since: 0.0.1
 */
OsinfoDevice *
osinfo_devicelink_get_target(OsinfoDeviceLink *link)
{
    g_return_val_if_fail(OSINFO_IS_DEVICELINK(link), NULL);

    return cached_target_get(OSINFO_ENTITY(link), FACT_RELATION_DEVICE, &link->target);
}

/**
 * osinfo_devicelink_get_driver:
 * @link: a link to a device
 *
 * Gets what drives the device.
 *
 * Returns: (transfer none) (nullable): name of the driver; %NULL when it is not known
 *
 * Since: 0.0.1
 */
const gchar *
osinfo_devicelink_get_driver(OsinfoDeviceLink *link)
{
    g_return_val_if_fail(OSINFO_IS_DEVICELINK(link), NULL);

    return osinfo_entity_get_param_value(OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_DRIVER);
}

/**
 * OsinfoDeviceLinkList:
 *
 * A list of links to devices.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_devicelinklist_new:
 *
 * Makes an empty list of links to devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_devicelinklist_new_copy:
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
 * osinfo_devicelinklist_new_filtered:
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
 * osinfo_devicelinklist_new_intersection:
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
 * osinfo_devicelinklist_new_union:
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
OSINFO_DEFINE_LIST(DeviceLink, devicelink, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEVICELINK)
OSINFO_DEFINE_LIST_COPIES(DeviceLink, devicelink, DEVICELINK)
