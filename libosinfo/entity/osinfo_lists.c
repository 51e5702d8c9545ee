/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The classes of lists, one for each kind of entity: a class is its name and the class of its
 * elements. What a list can do is written in osinfo_list.c.
 */
#include "config.h"

#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo_datamap.h"
#include "osinfo/osinfo_deployment.h"
#include "osinfo/osinfo_device.h"
#include "osinfo/osinfo_device_driver.h"
#include "osinfo/osinfo_devicelink.h"
#include "osinfo/osinfo_firmware.h"
#include "osinfo/osinfo_image.h"
#include "osinfo/osinfo_install_config_param.h"
#include "osinfo/osinfo_install_script.h"
#include "osinfo/osinfo_lists.h"
#include "osinfo/osinfo_media.h"
#include "osinfo/osinfo_os.h"
#include "osinfo/osinfo_os_variant.h"
#include "osinfo/osinfo_platform.h"
#include "osinfo/osinfo_product.h"
#include "osinfo/osinfo_resources.h"
#include "osinfo/osinfo_tree.h"

#define OSINFO_DEFINE_LIST_CALLS(Name, name, ELEMENT)                                              \
    static void osinfo_##name##list_class_init(Osinfo##Name##ListClass *klass G_GNUC_UNUSED)       \
    {                                                                                              \
    }                                                                                              \
                                                                                                   \
    static void osinfo_##name##list_init(Osinfo##Name##List *self)                                 \
    {                                                                                              \
        list_set_element_type(OSINFO_LIST(self), ELEMENT);                                         \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new(void)                                              \
    {                                                                                              \
        return g_object_new(osinfo_##name##list_get_type(), "element-type", ELEMENT, NULL);        \
    }

/* The list of the entities @name, whose class is @ELEMENT; @Parent is the class it derives from. */
#define OSINFO_DEFINE_LIST(Name, name, Parent, PARENT, ELEMENT)                                    \
    struct _Osinfo##Name##List {                                                                   \
        Parent parent_instance;                                                                    \
    };                                                                                             \
                                                                                                   \
    G_DEFINE_FINAL_TYPE(Osinfo##Name##List, osinfo_##name##list, PARENT)                           \
    OSINFO_DEFINE_LIST_CALLS(Name, name, ELEMENT)

/* The four ways to make a list of others, with the class fixed. */
#define OSINFO_DEFINE_LIST_COPIES(Name, name, NAME)                                                \
    Osinfo##Name##List *osinfo_##name##list_new_copy(Osinfo##Name##List *source)                   \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(source), NULL);                                \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_all(OSINFO_LIST(list), OSINFO_LIST(source));                               \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_filtered(Osinfo##Name##List *source,               \
                                                         OsinfoFilter *filter)                     \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(source), NULL);                                \
        g_return_val_if_fail(filter == NULL || OSINFO_IS_FILTER(filter), NULL);                    \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_filtered(OSINFO_LIST(list), OSINFO_LIST(source), filter);                  \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_intersection(Osinfo##Name##List *sourceOne,        \
                                                             Osinfo##Name##List *sourceTwo)        \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceOne), NULL);                             \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceTwo), NULL);                             \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_intersection(OSINFO_LIST(list), OSINFO_LIST(sourceOne),                    \
                                     OSINFO_LIST(sourceTwo));                                      \
        return list;                                                                               \
    }                                                                                              \
                                                                                                   \
    Osinfo##Name##List *osinfo_##name##list_new_union(Osinfo##Name##List *sourceOne,               \
                                                      Osinfo##Name##List *sourceTwo)               \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceOne), NULL);                             \
        g_return_val_if_fail(OSINFO_IS_##NAME##LIST(sourceTwo), NULL);                             \
                                                                                                   \
        Osinfo##Name##List *list = osinfo_##name##list_new();                                      \
                                                                                                   \
        osinfo_list_add_union(OSINFO_LIST(list), OSINFO_LIST(sourceOne), OSINFO_LIST(sourceTwo));  \
        return list;                                                                               \
    }

/**
 * OsinfoDatamapList:
 *
 * A list of datamaps.
 *
 * Since: 0.2.3
 */

/**
 * osinfo_datamaplist_new:
 *
 * Makes an empty list of datamaps.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.3
 */
OSINFO_DEFINE_LIST(Datamap, datamap, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DATAMAP)

/**
 * OsinfoDeploymentList:
 *
 * A list of deployments.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_deploymentlist_new:
 *
 * Makes an empty list of deployments.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_deploymentlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_deploymentlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_deploymentlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_deploymentlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Deployment, deployment, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEPLOYMENT)
OSINFO_DEFINE_LIST_COPIES(Deployment, deployment, DEPLOYMENT)

/**
 * OsinfoDeviceList:
 *
 * A list of devices.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_devicelist_new:
 *
 * Makes an empty list of devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_devicelist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_devicelist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_devicelist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_devicelist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Device, device, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEVICE)
OSINFO_DEFINE_LIST_COPIES(Device, device, DEVICE)

/**
 * OsinfoDeviceDriverList:
 *
 * A list of drivers of devices.
 *
 * Since: 0.2.2
 */

/**
 * osinfo_device_driverlist_new:
 *
 * Makes an empty list of drivers of devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.2
 */
OSINFO_DEFINE_LIST(DeviceDriver, device_driver, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_DEVICE_DRIVER)

/**
 * OsinfoDeviceLinkList:
 *
 * A list of links to devices.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_devicelinklist_new:
 *
 * Makes an empty list of links to devices.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_devicelinklist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_devicelinklist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_devicelinklist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_devicelinklist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(DeviceLink, devicelink, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_DEVICELINK)
OSINFO_DEFINE_LIST_COPIES(DeviceLink, devicelink, DEVICELINK)

/**
 * OsinfoFirmwareList:
 *
 * A list of kinds of firmware.
 *
 * Since: 1.7.0
 */

/**
 * osinfo_firmwarelist_new:
 *
 * Makes an empty list of kinds of firmware.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.7.0
 */
OSINFO_DEFINE_LIST(Firmware, firmware, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_FIRMWARE)

/**
 * OsinfoImageList:
 *
 * A list of images of installed systems.
 *
 * Since: 1.3.0
 */

/**
 * osinfo_imagelist_new:
 *
 * Makes an empty list of images of installed systems.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 1.3.0
 */
OSINFO_DEFINE_LIST(Image, image, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_IMAGE)

/**
 * OsinfoInstallConfigParamList:
 *
 * A list of parameters that an install script knows.
 *
 * Since: 0.2.3
 */

/**
 * osinfo_install_config_paramlist_new:
 *
 * Makes an empty list of parameters that an install script knows.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.3
 */
OSINFO_DEFINE_LIST(InstallConfigParam, install_config_param, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_INSTALL_CONFIG_PARAM)

/**
 * OsinfoInstallScriptList:
 *
 * A list of install scripts.
 *
 * Since: 0.2.0
 */

/**
 * osinfo_install_scriptlist_new:
 *
 * Makes an empty list of install scripts.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_scriptlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_install_scriptlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_install_scriptlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_install_scriptlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(InstallScript, install_script, OsinfoList, OSINFO_TYPE_LIST,
                   OSINFO_TYPE_INSTALL_SCRIPT)
OSINFO_DEFINE_LIST_COPIES(InstallScript, install_script, INSTALL_SCRIPT)

/**
 * OsinfoMediaList:
 *
 * A list of installation media.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_medialist_new:
 *
 * Makes an empty list of installation media.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_medialist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_medialist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_medialist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_medialist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Media, media, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_MEDIA)
OSINFO_DEFINE_LIST_COPIES(Media, media, MEDIA)

/**
 * OsinfoProductList:
 *
 * A list of products.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_productlist_new:
 *
 * Makes an empty list of products.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_productlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_productlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_productlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_productlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
G_DEFINE_TYPE(OsinfoProductList, osinfo_productlist, OSINFO_TYPE_LIST)
OSINFO_DEFINE_LIST_CALLS(Product, product, OSINFO_TYPE_PRODUCT)
OSINFO_DEFINE_LIST_COPIES(Product, product, PRODUCT)

/**
 * OsinfoOsList:
 *
 * A list of operating systems.
 *
 * ```c
 * for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
 *     OsinfoEntity *entity = osinfo_list_get_nth(OSINFO_LIST(list), i);
 *
 *     g_print("%s\n", osinfo_entity_get_id(entity));
 * }
 * ```
 *
 * Since: 0.0.1
 */

/**
 * osinfo_oslist_new:
 *
 * Makes an empty list of operating systems.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_oslist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_oslist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_oslist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_oslist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Os, os, OsinfoProductList, OSINFO_TYPE_PRODUCTLIST, OSINFO_TYPE_OS)
OSINFO_DEFINE_LIST_COPIES(Os, os, OS)

/**
 * OsinfoOsVariantList:
 *
 * A list of variants of an operating system.
 *
 * Since: 0.2.9
 */

/**
 * osinfo_os_variantlist_new:
 *
 * Makes an empty list of variants of an operating system.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.2.9
 */
OSINFO_DEFINE_LIST(OsVariant, os_variant, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_OS_VARIANT)

/**
 * OsinfoPlatformList:
 *
 * A list of platforms.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_platformlist_new:
 *
 * Makes an empty list of platforms.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_platformlist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_platformlist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_platformlist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_platformlist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Platform, platform, OsinfoProductList, OSINFO_TYPE_PRODUCTLIST,
                   OSINFO_TYPE_PLATFORM)
OSINFO_DEFINE_LIST_COPIES(Platform, platform, PLATFORM)

/**
 * OsinfoResourcesList:
 *
 * A list of resources, one entry an architecture.
 *
 * Since: 0.0.1
 */

/**
 * osinfo_resourceslist_new:
 *
 * Makes an empty list of resources, one entry an architecture.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 */
/**
 * osinfo_resourceslist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_resourceslist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_resourceslist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_resourceslist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.0.1
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Resources, resources, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_RESOURCES)
OSINFO_DEFINE_LIST_COPIES(Resources, resources, RESOURCES)

/**
 * OsinfoTreeList:
 *
 * A list of installation trees.
 *
 * Since: 0.1.0
 */

/**
 * osinfo_treelist_new:
 *
 * Makes an empty list of installation trees.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 */
/**
 * osinfo_treelist_new_copy:
 * @source: a list
 *
 * Makes a list with the same elements as @source.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_copy] instead.
 */
/**
 * osinfo_treelist_new_filtered:
 * @source: a list
 * @filter: (nullable): which elements; %NULL lets all pass
 *
 * Makes a list of the elements of @source that @filter lets pass.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_filtered] instead.
 */
/**
 * osinfo_treelist_new_intersection:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of the elements of @sourceOne whose ids @sourceTwo has as well.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_intersection] instead.
 */
/**
 * osinfo_treelist_new_union:
 * @sourceOne: a list
 * @sourceTwo: a list
 *
 * Makes a list of all of @sourceOne and those of @sourceTwo whose ids @sourceOne has not.
 *
 * Returns: (transfer full): a new list
 *
 * Since: 0.1.0
 * Deprecated: 0.2.2: Use [method@Libosinfo.List.new_union] instead.
 */
OSINFO_DEFINE_LIST(Tree, tree, OsinfoList, OSINFO_TYPE_LIST, OSINFO_TYPE_TREE)
OSINFO_DEFINE_LIST_COPIES(Tree, tree, TREE)
