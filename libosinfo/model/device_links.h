/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The device links of an operating system, a platform or a deployment: those of its record and
 * those that a program added. There may be several for one device, so they come as arrays, not as
 * lists.
 */
#pragma once

#include "osinfo/osinfo_devicelink.h"
#include "osinfo/osinfo_lists.h"

typedef enum {
    DEVICE_LINKS_ALL = 0,
    DEVICE_LINKS_SUPPORTED = 1 << 0, /* without those that say they are not */
    DEVICE_LINKS_REVERSED = 1 << 1,  /* what was said last comes first */
} DeviceLinksFlags;

/* Adds a new link to @links, which is made if it is NULL. Borrowed. */
OsinfoDeviceLink *device_links_add(GPtrArray **links, OsinfoEntity *owner, OsinfoDevice *device);

/* All links of @owner in the order of the document, then @added, which may be NULL. A new array
 * that holds its elements. */
GPtrArray *device_links_collect(OsinfoEntity *owner, GPtrArray *added, DeviceLinksFlags flags);

gboolean device_links_is_supported(OsinfoDeviceLink *link);

/* The links that @filter lets pass; NULL: all. Of several for one device the last one stays. */
OsinfoDeviceLinkList *device_links_to_list(GPtrArray *links, OsinfoFilter *filter);
/* The devices that @filter lets pass; NULL: all. */
OsinfoDeviceList *device_links_to_devices(GPtrArray *links, OsinfoFilter *filter);
