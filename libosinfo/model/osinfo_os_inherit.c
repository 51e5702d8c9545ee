/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an operating system has together with those that it derives from or clones: devices,
 * resources, firmware. Rows of facts/ say what is inherited, how, along which relations and which
 * parts are alike; what blocks what is said here. The way through the systems is product_walk()'s.
 */
#include "config.h"

#include "facts/fields.h"
#include "model/osinfo_os_private.h"
#include "model/osinfo_resources_private.h"

GPtrArray *
os_walk(OsinfoOs *self, FactInheritance inheritance)
{
    gboolean is_inherited = inheritance != FACT_INHERIT_NONE;

    return product_walk(OSINFO_PRODUCT(self),
                        is_inherited ? fact_inheriting_relations(FACT_KIND_OS) : 0);
}

static GPtrArray *
walk_for_parts(OsinfoOs *self, FactKind kind)
{
    return os_walk(self, fact_part_find(FACT_KIND_OS, kind)->inheritance);
}

/* Have two parts the same values where their row wants it? */
static gboolean
is_alike(FactKind kind, OsinfoEntity *part, OsinfoEntity *other)
{
    const char *const *keys = fact_part_find(FACT_KIND_OS, kind)->alike;

    for (; *keys != NULL; keys++) {
        if (g_strcmp0(osinfo_entity_get_param_value(part, *keys),
                      osinfo_entity_get_param_value(other, *keys)) != 0)
            return FALSE;
    }
    return TRUE;
}

/* The links of all systems, the nearest first; of those for one device only that of the nearest
 * system. Systems can also say that a device does not work, which hides what the others say. */
static OsinfoDeviceLinkList *
collect_links(OsinfoOs *self, OsinfoFilter *filter)
{
    g_autoptr(GPtrArray) systems = walk_for_parts(self, FACT_KIND_DEVICE_LINK);
    g_autoptr(OsinfoDeviceLinkList) all = osinfo_devicelinklist_new();
    OsinfoDeviceLinkList *supported = osinfo_devicelinklist_new();

    for (guint i = 0; i < systems->len; i++) {
        g_autoptr(GPtrArray) links = os_dup_links(g_ptr_array_index(systems, i), DEVICE_LINKS_ALL);
        g_autoptr(OsinfoDeviceLinkList) some = device_links_to_list(links, filter);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(some)); j++) {
            OsinfoEntity *link = osinfo_list_get_nth(OSINFO_LIST(some), j);
            const char *id = osinfo_entity_get_id(link);

            if (id == NULL || osinfo_list_find_by_id(OSINFO_LIST(all), id) == NULL)
                osinfo_list_add(OSINFO_LIST(all), link);
        }
    }
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(all)); i++) {
        OsinfoEntity *link = osinfo_list_get_nth(OSINFO_LIST(all), i);

        if (device_links_is_supported(OSINFO_DEVICELINK(link)))
            osinfo_list_add(OSINFO_LIST(supported), link);
    }
    return supported;
}

/**
 * osinfo_os_get_all_device_links:
 * @os: an operating system
 * @filter: (nullable): which links; %NULL lets all pass
 *
 * Lists the links to the devices that the system supports, with inherited ones. Of several links to
 * a device that of the nearest system counts; when it says that the device does not work, there is
 * none. What @filter holds back is as if it had never been said.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OsinfoDeviceLinkList *
osinfo_os_get_all_device_links(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    return collect_links(os, filter);
}

/**
 * osinfo_os_get_all_devices:
 * @os: an operating system
 * @filter: (nullable): which devices; %NULL lets all pass
 *
 * Lists the devices that the system supports, with inherited ones, the system's own first.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.5
 */
OsinfoDeviceList *
osinfo_os_get_all_devices(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(OsinfoDeviceLinkList) links = collect_links(os, NULL);
    OsinfoDeviceList *devices = osinfo_devicelist_new();

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(links)); i++) {
        OsinfoEntity *link = osinfo_list_get_nth(OSINFO_LIST(links), i);
        OsinfoDevice *device = osinfo_devicelink_get_target(OSINFO_DEVICELINK(link));

        if (device != NULL &&
            (filter == NULL || osinfo_filter_matches(filter, OSINFO_ENTITY(device))))
            osinfo_list_add(OSINFO_LIST(devices), OSINFO_ENTITY(device));
    }
    return devices;
}

/**
 * osinfo_os_get_devices_by_property:
 * @os: an operating system
 * @property: name of a parameter of devices
 * @value: its value
 * @inherited: whether to list inherited devices as well
 *
 * Lists the devices that the system supports and that have this value.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.6
 */
OsinfoDeviceList *
osinfo_os_get_devices_by_property(OsinfoOs *os, const char *property, const char *value,
                                  gboolean inherited)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(property != NULL, NULL);
    g_return_val_if_fail(value != NULL, NULL);

    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();

    osinfo_filter_add_constraint(filter, property, value);
    return inherited ? osinfo_os_get_all_devices(os, filter) : osinfo_os_get_devices(os, filter);
}

/* A copy of an entry, with what it does not say itself filled in from the systems behind
 * @systems[0]. */
static OsinfoResources *
make_inherited(OsinfoResources *entry, GPtrArray *systems, FactKind kind)
{
    OsinfoResources *copy = resources_copy(entry);

    for (guint i = 1; i < systems->len; i++) {
        g_autoptr(OsinfoList) others =
            os_dup_parts(g_ptr_array_index(systems, i), kind, OSINFO_TYPE_RESOURCESLIST);

        for (gint j = 0; j < osinfo_list_get_length(others); j++) {
            OsinfoEntity *other = osinfo_list_get_nth(others, j);

            if (is_alike(kind, OSINFO_ENTITY(copy), other))
                resources_fill(copy, OSINFO_RESOURCES(other));
        }
    }
    return copy;
}

static OsinfoResourcesList *
get_resources(OsinfoOs *self, FactKind kind)
{
    g_autoptr(OsinfoList) own = os_dup_parts(self, kind, OSINFO_TYPE_RESOURCESLIST);
    OsinfoResourcesList *list = osinfo_resourceslist_new();
    g_autoptr(GPtrArray) systems = NULL;

    for (gint i = 0; i < osinfo_list_get_length(own); i++) {
        OsinfoResources *entry = OSINFO_RESOURCES(osinfo_list_get_nth(own, i));
        g_autoptr(OsinfoResources) inherited = NULL;

        if (resources_inherit(entry)) {
            if (systems == NULL)
                systems = walk_for_parts(self, kind);
            entry = inherited = make_inherited(entry, systems, kind);
        }
        osinfo_list_add(OSINFO_LIST(list), OSINFO_ENTITY(entry));
    }
    return list;
}

/**
 * osinfo_os_get_minimum_resources:
 * @os: an operating system
 *
 * Lists what the system needs at least, one entry an architecture. Entries that are marked so
 * in the database are completed by what the systems that this one inherits from say of the same
 * architecture; they are new objects on every call.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoResourcesList *
osinfo_os_get_minimum_resources(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return get_resources(os, FACT_KIND_MINIMUM_RESOURCES);
}

/**
 * osinfo_os_add_minimum_resources:
 * @os: an operating system
 * @resources: resources, which the operating system holds
 *
 * Adds an entry to what the system needs at least.
 *
 * Since: 0.0.1
 */
void
osinfo_os_add_minimum_resources(OsinfoOs *os, OsinfoResources *resources)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    os_add_part(os, FACT_KIND_MINIMUM_RESOURCES, OSINFO_TYPE_RESOURCESLIST,
                OSINFO_ENTITY(resources));
}

/**
 * osinfo_os_get_recommended_resources:
 * @os: an operating system
 *
 * Lists what the system works well with, one entry an architecture. Entries that are marked so
 * in the database are completed by what the systems that this one inherits from say of the same
 * architecture; they are new objects on every call.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
OsinfoResourcesList *
osinfo_os_get_recommended_resources(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return get_resources(os, FACT_KIND_RECOMMENDED_RESOURCES);
}

/**
 * osinfo_os_add_recommended_resources:
 * @os: an operating system
 * @resources: resources, which the operating system holds
 *
 * Adds an entry to what the system works well with.
 *
 * Since: 0.0.1
 */
void
osinfo_os_add_recommended_resources(OsinfoOs *os, OsinfoResources *resources)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    os_add_part(os, FACT_KIND_RECOMMENDED_RESOURCES, OSINFO_TYPE_RESOURCESLIST,
                OSINFO_ENTITY(resources));
}

/**
 * osinfo_os_get_maximum_resources:
 * @os: an operating system
 *
 * Lists what the system can use at most, one entry an architecture. Entries that are marked so
 * in the database are completed by what the systems that this one inherits from say of the same
 * architecture; they are new objects on every call.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OsinfoResourcesList *
osinfo_os_get_maximum_resources(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return get_resources(os, FACT_KIND_MAXIMUM_RESOURCES);
}

/**
 * osinfo_os_add_maximum_resources:
 * @os: an operating system
 * @resources: resources, which the operating system holds
 *
 * Adds an entry to what the system can use at most.
 *
 * Since: 1.3.0
 */
void
osinfo_os_add_maximum_resources(OsinfoOs *os, OsinfoResources *resources)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    os_add_part(os, FACT_KIND_MAXIMUM_RESOURCES, OSINFO_TYPE_RESOURCESLIST,
                OSINFO_ENTITY(resources));
}

/**
 * osinfo_os_get_network_install_resources:
 * @os: an operating system
 *
 * Lists what installing the system over a network needs, one entry an architecture. Entries that
 * are marked so in the database are completed by what the systems that this one inherits from say
 * of the same architecture; they are new objects on every call.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OsinfoResourcesList *
osinfo_os_get_network_install_resources(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return get_resources(os, FACT_KIND_NETWORK_INSTALL_RESOURCES);
}

/**
 * osinfo_os_add_network_install_resources:
 * @os: an operating system
 * @resources: resources, which the operating system holds
 *
 * Adds an entry to what installing the system over a network needs.
 *
 * Since: 1.3.0
 */
void
osinfo_os_add_network_install_resources(OsinfoOs *os, OsinfoResources *resources)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_RESOURCES(resources));

    os_add_part(os, FACT_KIND_NETWORK_INSTALL_RESOURCES, OSINFO_TYPE_RESOURCESLIST,
                OSINFO_ENTITY(resources));
}

/* Firmware that says so. Nothing said is not the same. */
static gboolean
is_unsupported(OsinfoEntity *firmware)
{
    return !osinfo_entity_get_param_value_boolean_with_default(
        firmware, OSINFO_FIRMWARE_PROP_SUPPORTED, TRUE);
}

/* Is one of the first @length entries about the same firmware? */
static gboolean
has_alike(GPtrArray *others, guint length, OsinfoEntity *firmware)
{
    for (guint i = 0; i < length; i++) {
        if (is_alike(FACT_KIND_FIRMWARE, firmware, others->pdata[i]))
            return TRUE;
    }
    return FALSE;
}

/* What one system says, without what nearer systems, or it itself, block. */
static void
add_firmware(OsinfoList *list, OsinfoList *own, GPtrArray *blocked, OsinfoFilter *filter)
{
    for (gint i = 0; i < osinfo_list_get_length(own); i++) {
        OsinfoEntity *firmware = osinfo_list_get_nth(own, i);

        if (is_unsupported(firmware))
            g_ptr_array_add(blocked, g_object_ref(firmware));
    }
    for (gint i = 0; i < osinfo_list_get_length(own); i++) {
        OsinfoEntity *firmware = osinfo_list_get_nth(own, i);

        if ((filter == NULL || osinfo_filter_matches(filter, firmware)) &&
            !has_alike(blocked, blocked->len, firmware))
            osinfo_list_add(list, firmware);
    }
}

/* What one system says, as far as nearer systems say nothing of the same firmware. */
static void
add_complete_firmware(OsinfoList *list, OsinfoList *own, GPtrArray *said, OsinfoFilter *filter)
{
    guint length = said->len;

    for (gint i = 0; i < osinfo_list_get_length(own); i++) {
        OsinfoEntity *firmware = osinfo_list_get_nth(own, i);

        if ((filter != NULL && !osinfo_filter_matches(filter, firmware)) ||
            has_alike(said, length, firmware))
            continue;
        g_ptr_array_add(said, g_object_ref(firmware));
        osinfo_list_add(list, firmware);
    }
}

/**
 * osinfo_os_get_firmware_list:
 * @os: an operating system
 * @filter: (nullable): which firmware; %NULL lets all pass
 *
 * Lists the firmware that the system can be used with, with inherited entries, the system's own
 * first. A system can say that it does not work with firmware that it would inherit. An empty list
 * means that nothing is known.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.7.0
 */
OsinfoFirmwareList *
osinfo_os_get_firmware_list(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) systems = walk_for_parts(os, FACT_KIND_FIRMWARE);
    g_autoptr(GPtrArray) blocked = g_ptr_array_new_with_free_func(g_object_unref);
    OsinfoFirmwareList *list = osinfo_firmwarelist_new();

    for (guint i = 0; i < systems->len; i++) {
        g_autoptr(OsinfoList) own = os_dup_parts(g_ptr_array_index(systems, i), FACT_KIND_FIRMWARE,
                                                 OSINFO_TYPE_FIRMWARELIST);

        add_firmware(OSINFO_LIST(list), own, blocked, filter);
    }
    return list;
}

/**
 * osinfo_os_get_complete_firmware_list:
 * @os: an operating system
 * @filter: (nullable): which firmware; %NULL lets all pass
 *
 * Lists all that is said of firmware, whether it works or not, with inherited entries. Of what
 * several systems say of the same firmware, the nearest one counts.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.10.0
 */
OsinfoFirmwareList *
osinfo_os_get_complete_firmware_list(OsinfoOs *os, OsinfoFilter *filter)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);

    g_autoptr(GPtrArray) systems = walk_for_parts(os, FACT_KIND_FIRMWARE);
    g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_object_unref);
    OsinfoFirmwareList *list = osinfo_firmwarelist_new();

    for (guint i = 0; i < systems->len; i++) {
        g_autoptr(OsinfoList) own = os_dup_parts(g_ptr_array_index(systems, i), FACT_KIND_FIRMWARE,
                                                 OSINFO_TYPE_FIRMWARELIST);

        add_complete_firmware(OSINFO_LIST(list), own, said, filter);
    }
    return list;
}

/**
 * osinfo_os_add_firmware:
 * @os: an operating system
 * @firmware: firmware, which the operating system holds
 *
 * Adds what the system says of a kind of firmware.
 *
 * Since: 1.7.0
 */
void
osinfo_os_add_firmware(OsinfoOs *os, OsinfoFirmware *firmware)
{
    g_return_if_fail(OSINFO_IS_OS(os));
    g_return_if_fail(OSINFO_IS_FIRMWARE(firmware));

    os_add_part(os, FACT_KIND_FIRMWARE, OSINFO_TYPE_FIRMWARELIST, OSINFO_ENTITY(firmware));
}
