/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Collects device links for the classes that have them. What is inherited from whom is left to the
 * classes.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "model/device_links.h"

OsinfoDeviceLink *
device_links_add(GPtrArray **links, OsinfoEntity *owner, OsinfoDevice *device)
{
    OsinfoDeviceLink *link = osinfo_devicelink_new(device);

    if (*links == NULL)
        *links = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(*links, link);
    entity_set_changed(owner);
    return link;
}

static void
reverse(GPtrArray *array)
{
    for (guint i = 0; i < array->len / 2; i++) {
        gpointer *left = &g_ptr_array_index(array, i);
        gpointer *right = &g_ptr_array_index(array, array->len - 1 - i);
        gpointer held = *left;

        *left = *right;
        *right = held;
    }
}

/* Takes over the reference. */
static void
collect(GPtrArray *links, OsinfoDeviceLink *link, DeviceLinksFlags flags)
{
    if (link == NULL)
        return;
    if ((flags & DEVICE_LINKS_SUPPORTED) == 0 || device_links_is_supported(link))
        g_ptr_array_add(links, link);
    else
        g_object_unref(link);
}

GPtrArray *
device_links_collect(OsinfoEntity *owner, GPtrArray *added, DeviceLinksFlags flags)
{
    GPtrArray *links = g_ptr_array_new_with_free_func(g_object_unref);
    Catalog *catalog = entity_get_catalog(owner);
    g_autoptr(GArray) parts = entity_get_parts(owner, FACT_KIND_DEVICE_LINK);

    for (guint i = 0; parts != NULL && i < parts->len; i++) {
        RecordRef ref = g_array_index(parts, RecordRef, i);

        collect(links, (OsinfoDeviceLink *)catalog_dup_object(catalog, ref), flags);
    }
    for (guint i = 0; added != NULL && i < added->len; i++)
        collect(links, g_object_ref(g_ptr_array_index(added, i)), flags);
    if ((flags & DEVICE_LINKS_REVERSED) != 0)
        reverse(links);
    return links;
}

gboolean
device_links_is_supported(OsinfoDeviceLink *link)
{
    return osinfo_entity_get_param_value_boolean_with_default(
        OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_SUPPORTED, TRUE);
}

OsinfoDeviceLinkList *
device_links_to_list(GPtrArray *links, OsinfoFilter *filter)
{
    OsinfoDeviceLinkList *list = osinfo_devicelinklist_new();

    for (guint i = 0; i < links->len; i++) {
        OsinfoEntity *link = g_ptr_array_index(links, i);

        if (filter == NULL || osinfo_filter_matches(filter, link))
            osinfo_list_add(OSINFO_LIST(list), link);
    }
    return list;
}

OsinfoDeviceList *
device_links_to_devices(GPtrArray *links, OsinfoFilter *filter)
{
    OsinfoDeviceList *list = osinfo_devicelist_new();

    for (guint i = 0; i < links->len; i++) {
        OsinfoDevice *device = osinfo_devicelink_get_target(g_ptr_array_index(links, i));

        if (device != NULL &&
            (filter == NULL || osinfo_filter_matches(filter, OSINFO_ENTITY(device))))
            osinfo_list_add(OSINFO_LIST(list), OSINFO_ENTITY(device));
    }
    return list;
}
