/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one place where kinds of records and classes meet.
 */
#include "config.h"

#include "db/object_types.h"
#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo.h"

/* By kind; NULL: OsinfoPart. */
static GType (*const types[FACT_N_KINDS])(void) = {
    [FACT_KIND_AVATAR_FORMAT] = osinfo_avatar_format_get_type,
    [FACT_KIND_CONFIG_PARAM] = osinfo_install_config_param_get_type,
    [FACT_KIND_DATAMAP] = osinfo_datamap_get_type,
    [FACT_KIND_DEPLOYMENT] = osinfo_deployment_get_type,
    [FACT_KIND_DEVICE] = osinfo_device_get_type,
    [FACT_KIND_DEVICE_LINK] = osinfo_devicelink_get_type,
    [FACT_KIND_DRIVER] = osinfo_device_driver_get_type,
    [FACT_KIND_FIRMWARE] = osinfo_firmware_get_type,
    [FACT_KIND_IMAGE] = osinfo_image_get_type,
    [FACT_KIND_INSTALL_SCRIPT] = osinfo_install_script_get_type,
    [FACT_KIND_MAXIMUM_RESOURCES] = osinfo_resources_get_type,
    [FACT_KIND_MEDIA] = osinfo_media_get_type,
    [FACT_KIND_MINIMUM_RESOURCES] = osinfo_resources_get_type,
    [FACT_KIND_NETWORK_INSTALL_RESOURCES] = osinfo_resources_get_type,
    [FACT_KIND_OS] = osinfo_os_get_type,
    [FACT_KIND_PLATFORM] = osinfo_platform_get_type,
    [FACT_KIND_RECOMMENDED_RESOURCES] = osinfo_resources_get_type,
    [FACT_KIND_TREE] = osinfo_tree_get_type,
    [FACT_KIND_VARIANT] = osinfo_os_variant_get_type,
};

static GType
get_type(FactKind kind)
{
    g_assert(kind < FACT_N_KINDS);
    return types[kind] != NULL ? types[kind]() : OSINFO_TYPE_PART;
}

static OsinfoEntity *
make_object(FactKind kind, Catalog *catalog, RecordRef ref)
{
    OsinfoEntity *object = g_object_new(get_type(kind), NULL);

    entity_bind(object, catalog, ref);
    return object;
}

const CatalogObjects object_types = {.make = make_object, .rebind = entity_bind};
