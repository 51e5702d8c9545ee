/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lists of one kind of entity each. What they can do stands in osinfo_list.h.
 */
#pragma once

#include <osinfo/osinfo_list.h>

G_BEGIN_DECLS

#define OSINFO_DECLARE_LIST(Name, name, NAME, Parent)                                              \
    G_DECLARE_FINAL_TYPE(Osinfo##Name##List, osinfo_##name##list, OSINFO, NAME##LIST, Parent)      \
    Osinfo##Name##List *osinfo_##name##list_new(void);

/* Deprecated: what the calls of osinfo_list.h do for every list. */
#define OSINFO_DECLARE_LIST_COPIES(Name, name)                                                     \
    Osinfo##Name##List *osinfo_##name##list_new_copy(Osinfo##Name##List *source);                  \
    Osinfo##Name##List *osinfo_##name##list_new_filtered(Osinfo##Name##List *source,               \
                                                         OsinfoFilter *filter);                    \
    Osinfo##Name##List *osinfo_##name##list_new_intersection(Osinfo##Name##List *sourceOne,        \
                                                             Osinfo##Name##List *sourceTwo);       \
    Osinfo##Name##List *osinfo_##name##list_new_union(Osinfo##Name##List *sourceOne,               \
                                                      Osinfo##Name##List *sourceTwo);

#define OSINFO_TYPE_DATAMAPLIST (osinfo_datamaplist_get_type())
OSINFO_DECLARE_LIST(Datamap, datamap, DATAMAP, OsinfoList)

#define OSINFO_TYPE_DEPLOYMENTLIST (osinfo_deploymentlist_get_type())
OSINFO_DECLARE_LIST(Deployment, deployment, DEPLOYMENT, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(Deployment, deployment)

#define OSINFO_TYPE_DEVICELIST (osinfo_devicelist_get_type())
OSINFO_DECLARE_LIST(Device, device, DEVICE, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(Device, device)

#define OSINFO_TYPE_DEVICE_DRIVERLIST (osinfo_device_driverlist_get_type())
OSINFO_DECLARE_LIST(DeviceDriver, device_driver, DEVICE_DRIVER, OsinfoList)

#define OSINFO_TYPE_DEVICELINKLIST (osinfo_devicelinklist_get_type())
OSINFO_DECLARE_LIST(DeviceLink, devicelink, DEVICELINK, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(DeviceLink, devicelink)
OsinfoDeviceList *osinfo_devicelinklist_get_devices(OsinfoDeviceLinkList *list,
                                                    OsinfoFilter *filter);

#define OSINFO_TYPE_FIRMWARELIST (osinfo_firmwarelist_get_type())
OSINFO_DECLARE_LIST(Firmware, firmware, FIRMWARE, OsinfoList)

#define OSINFO_TYPE_IMAGELIST (osinfo_imagelist_get_type())
OSINFO_DECLARE_LIST(Image, image, IMAGE, OsinfoList)

#define OSINFO_TYPE_INSTALL_CONFIG_PARAMLIST (osinfo_install_config_paramlist_get_type())
OSINFO_DECLARE_LIST(InstallConfigParam, install_config_param, INSTALL_CONFIG_PARAM, OsinfoList)

#define OSINFO_TYPE_INSTALL_SCRIPTLIST (osinfo_install_scriptlist_get_type())
OSINFO_DECLARE_LIST(InstallScript, install_script, INSTALL_SCRIPT, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(InstallScript, install_script)

#define OSINFO_TYPE_MEDIALIST (osinfo_medialist_get_type())
OSINFO_DECLARE_LIST(Media, media, MEDIA, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(Media, media)

#define OSINFO_TYPE_PARTLIST (osinfo_partlist_get_type())
OSINFO_DECLARE_LIST(Part, part, PART, OsinfoList)

#define OSINFO_TYPE_PRODUCTLIST (osinfo_productlist_get_type())
G_DECLARE_DERIVABLE_TYPE(OsinfoProductList, osinfo_productlist, OSINFO, PRODUCTLIST, OsinfoList)
OsinfoProductList *osinfo_productlist_new(void);
OSINFO_DECLARE_LIST_COPIES(Product, product)

/**
 * OsinfoProductListClass:
 * @parent_class: the parent's class
 *
 * The class of every list of products; it adds nothing that can be overridden.
 *
 * Since: 0.0.1
 */
struct _OsinfoProductListClass {
    /*< private >*/
    OsinfoListClass parent_class;
};

#define OSINFO_TYPE_OSLIST (osinfo_oslist_get_type())
OSINFO_DECLARE_LIST(Os, os, OS, OsinfoProductList)
OSINFO_DECLARE_LIST_COPIES(Os, os)

#define OSINFO_TYPE_OS_VARIANTLIST (osinfo_os_variantlist_get_type())
OSINFO_DECLARE_LIST(OsVariant, os_variant, OS_VARIANT, OsinfoList)

#define OSINFO_TYPE_PLATFORMLIST (osinfo_platformlist_get_type())
OSINFO_DECLARE_LIST(Platform, platform, PLATFORM, OsinfoProductList)
OSINFO_DECLARE_LIST_COPIES(Platform, platform)

#define OSINFO_TYPE_RESOURCESLIST (osinfo_resourceslist_get_type())
OSINFO_DECLARE_LIST(Resources, resources, RESOURCES, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(Resources, resources)

#define OSINFO_TYPE_TREELIST (osinfo_treelist_get_type())
OSINFO_DECLARE_LIST(Tree, tree, TREE, OsinfoList)
OSINFO_DECLARE_LIST_COPIES(Tree, tree)

G_END_DECLS
