/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_device.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_DEVICELINK (osinfo_devicelink_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDeviceLink, osinfo_devicelink, OSINFO, DEVICELINK, OsinfoEntity)

/**
 * OSINFO_DEVICELINK_PROP_DRIVER:
 *
 * Parameter of device links: name of the driver for the device.
 */
#define OSINFO_DEVICELINK_PROP_DRIVER "driver"

/**
 * OSINFO_DEVICELINK_PROP_SUPPORTED:
 *
 * Parameter of device links: whether the device works, which it does when nothing is said.
 */
#define OSINFO_DEVICELINK_PROP_SUPPORTED "supported"

OsinfoDeviceLink *osinfo_devicelink_new(OsinfoDevice *target);
const gchar *osinfo_devicelink_get_driver(OsinfoDeviceLink *link);
OsinfoDevice *osinfo_devicelink_get_target(OsinfoDeviceLink *link);

G_END_DECLS
