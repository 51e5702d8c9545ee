/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one place where kinds of records and classes meet. Pairs of data maps need none.
 */
#include "config.h"

#include "db/object_types.h"
#include "osinfo/osinfo.h"

GType
object_type_get(StoreKind kind)
{
    switch (kind) {
    case STORE_KIND_DATAMAP:
        return OSINFO_TYPE_DATAMAP;
    case STORE_KIND_DEPLOYMENT:
        return OSINFO_TYPE_DEPLOYMENT;
    case STORE_KIND_DEVICE:
        return OSINFO_TYPE_DEVICE;
    case STORE_KIND_INSTALL_SCRIPT:
        return OSINFO_TYPE_INSTALL_SCRIPT;
    case STORE_KIND_OS:
        return OSINFO_TYPE_OS;
    case STORE_KIND_PLATFORM:
        return OSINFO_TYPE_PLATFORM;
    case STORE_KIND_AVATAR_FORMAT:
        return OSINFO_TYPE_AVATAR_FORMAT;
    case STORE_KIND_CONFIG_PARAM:
        return OSINFO_TYPE_INSTALL_CONFIG_PARAM;
    case STORE_KIND_DEVICE_LINK:
        return OSINFO_TYPE_DEVICELINK;
    case STORE_KIND_DRIVER:
        return OSINFO_TYPE_DEVICE_DRIVER;
    case STORE_KIND_FIRMWARE:
        return OSINFO_TYPE_FIRMWARE;
    case STORE_KIND_IMAGE:
        return OSINFO_TYPE_IMAGE;
    case STORE_KIND_MEDIA:
        return OSINFO_TYPE_MEDIA;
    case STORE_KIND_MINIMUM_RESOURCES:
    case STORE_KIND_RECOMMENDED_RESOURCES:
    case STORE_KIND_MAXIMUM_RESOURCES:
    case STORE_KIND_NETWORK_INSTALL_RESOURCES:
        return OSINFO_TYPE_RESOURCES;
    case STORE_KIND_TREE:
        return OSINFO_TYPE_TREE;
    case STORE_KIND_VARIANT:
        return OSINFO_TYPE_OS_VARIANT;
    default:
        return G_TYPE_INVALID;
    }
}
