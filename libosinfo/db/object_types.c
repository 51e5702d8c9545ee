/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one place where kinds of records and classes meet. Pairs of data maps need none.
 */
#include "config.h"

#include "db/object_types.h"
#include "osinfo/osinfo.h"

GType
object_type_get(FactKind kind)
{
    switch (kind) {
    case FACT_KIND_DATAMAP:
        return OSINFO_TYPE_DATAMAP;
    case FACT_KIND_DEPLOYMENT:
        return OSINFO_TYPE_DEPLOYMENT;
    case FACT_KIND_DEVICE:
        return OSINFO_TYPE_DEVICE;
    case FACT_KIND_INSTALL_SCRIPT:
        return OSINFO_TYPE_INSTALL_SCRIPT;
    case FACT_KIND_OS:
        return OSINFO_TYPE_OS;
    case FACT_KIND_PLATFORM:
        return OSINFO_TYPE_PLATFORM;
    case FACT_KIND_AVATAR_FORMAT:
        return OSINFO_TYPE_AVATAR_FORMAT;
    case FACT_KIND_CONFIG_PARAM:
        return OSINFO_TYPE_INSTALL_CONFIG_PARAM;
    case FACT_KIND_DEVICE_LINK:
        return OSINFO_TYPE_DEVICELINK;
    case FACT_KIND_DRIVER:
        return OSINFO_TYPE_DEVICE_DRIVER;
    case FACT_KIND_FIRMWARE:
        return OSINFO_TYPE_FIRMWARE;
    case FACT_KIND_IMAGE:
        return OSINFO_TYPE_IMAGE;
    case FACT_KIND_MEDIA:
        return OSINFO_TYPE_MEDIA;
    case FACT_KIND_MINIMUM_RESOURCES:
    case FACT_KIND_RECOMMENDED_RESOURCES:
    case FACT_KIND_MAXIMUM_RESOURCES:
    case FACT_KIND_NETWORK_INSTALL_RESOURCES:
        return OSINFO_TYPE_RESOURCES;
    case FACT_KIND_TREE:
        return OSINFO_TYPE_TREE;
    case FACT_KIND_VARIANT:
        return OSINFO_TYPE_OS_VARIANT;
    default:
        return G_TYPE_INVALID;
    }
}
