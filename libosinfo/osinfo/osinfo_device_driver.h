/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_lists.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DEVICE_DRIVER (osinfo_device_driver_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDeviceDriver, osinfo_device_driver, OSINFO, DEVICE_DRIVER, OsinfoEntity)

/**
 * OSINFO_DEVICE_DRIVER_PROP_ARCHITECTURE:
 *
 * Parameter of drivers: the architecture that it runs on.
 */
#define OSINFO_DEVICE_DRIVER_PROP_ARCHITECTURE "arch"

/**
 * OSINFO_DEVICE_DRIVER_PROP_LOCATION:
 *
 * Parameter of drivers: the URL below which its files are.
 */
#define OSINFO_DEVICE_DRIVER_PROP_LOCATION "location"

/**
 * OSINFO_DEVICE_DRIVER_PROP_PRE_INSTALLABLE:
 *
 * Parameter of drivers: whether an installer can load it.
 */
#define OSINFO_DEVICE_DRIVER_PROP_PRE_INSTALLABLE "pre-installable"

/**
 * OSINFO_DEVICE_DRIVER_PROP_FILE:
 *
 * Parameter of drivers: names of its files, one value each.
 */
#define OSINFO_DEVICE_DRIVER_PROP_FILE "file"

/**
 * OSINFO_DEVICE_DRIVER_PROP_DEVICE:
 *
 * Name under which the XML lists the devices of a driver; it is not a parameter.
 */
#define OSINFO_DEVICE_DRIVER_PROP_DEVICE "device"

/**
 * OSINFO_DEVICE_DRIVER_PROP_SIGNED:
 *
 * Parameter of drivers: whether it is signed.
 */
#define OSINFO_DEVICE_DRIVER_PROP_SIGNED "signed"

/**
 * OSINFO_DEVICE_DRIVER_PROP_PRIORITY:
 *
 * Parameter of drivers: which one to take; higher is better.
 */
#define OSINFO_DEVICE_DRIVER_PROP_PRIORITY "priority"

/**
 * OSINFO_DEVICE_DRIVER_DEFAULT_PRIORITY:
 *
 * The priority of a driver that does not say one.
 */
#define OSINFO_DEVICE_DRIVER_DEFAULT_PRIORITY 50

const gchar *osinfo_device_driver_get_architecture(OsinfoDeviceDriver *driver);
OsinfoDeviceList *osinfo_device_driver_get_devices(OsinfoDeviceDriver *driver);
GList *osinfo_device_driver_get_files(OsinfoDeviceDriver *driver);
const gchar *osinfo_device_driver_get_location(OsinfoDeviceDriver *driver);
gboolean osinfo_device_driver_get_pre_installable(OsinfoDeviceDriver *driver);
gint64 osinfo_device_driver_get_priority(OsinfoDeviceDriver *driver);
gboolean osinfo_device_driver_get_signed(OsinfoDeviceDriver *driver);

G_END_DECLS
