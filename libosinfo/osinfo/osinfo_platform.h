/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_devicelink.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_product.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_PLATFORM (osinfo_platform_get_type())
G_DECLARE_FINAL_TYPE(OsinfoPlatform, osinfo_platform, OSINFO, PLATFORM, OsinfoProduct)

OsinfoPlatform *osinfo_platform_new(const gchar *id);
OsinfoDeviceLink *osinfo_platform_add_device(OsinfoPlatform *platform, OsinfoDevice *dev);
OsinfoDeviceList *osinfo_platform_get_all_devices(OsinfoPlatform *platform, OsinfoFilter *filter);
OsinfoDeviceLinkList *osinfo_platform_get_device_links(OsinfoPlatform *platform,
                                                       OsinfoFilter *filter);
OsinfoDeviceList *osinfo_platform_get_devices(OsinfoPlatform *platform, OsinfoFilter *filter);

G_END_DECLS
