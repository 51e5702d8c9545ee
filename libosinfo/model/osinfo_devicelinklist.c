/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a list of device links can do beyond other lists; the class itself stands in osinfo_lists.c.
 */
#include "config.h"

#include "osinfo/osinfo_devicelink.h"
#include "osinfo/osinfo_lists.h"

/**
 * osinfo_devicelinklist_get_devices:
 * @list: a list of links
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Collects the devices of the links that @filter lets pass. The filter sees the links: for one that
 * sees the devices there is [class@Libosinfo.DeviceLinkFilter].
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoDeviceList *
osinfo_devicelinklist_get_devices(OsinfoDeviceLinkList *list, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_DEVICELINKLIST(list), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    OsinfoDeviceList *devices = osinfo_devicelist_new();
    gint length = osinfo_list_get_length(OSINFO_LIST(list));

    for (gint i = 0; i < length; i++) {
        OsinfoEntity *link = osinfo_list_get_nth(OSINFO_LIST(list), i);
        OsinfoDevice *device = NULL;

        if (filter == NULL || osinfo_filter_matches(filter, link))
            device = osinfo_devicelink_get_target(OSINFO_DEVICELINK(link));
        if (device != NULL)
            osinfo_list_add(OSINFO_LIST(devices), OSINFO_ENTITY(device));
    }
    return devices;
}
