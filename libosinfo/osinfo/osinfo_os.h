/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_device_driver.h>
#include <osinfo/osinfo_devicelink.h>
#include <osinfo/osinfo_firmware.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_machine.h>
#include <osinfo/osinfo_os_variant.h>
#include <osinfo/osinfo_product.h>
#include <osinfo/osinfo_resources.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_OS (osinfo_os_get_type())
G_DECLARE_FINAL_TYPE(OsinfoOs, osinfo_os, OSINFO, OS, OsinfoProduct)

/* Parts of an operating system that name it in their own headers. */
typedef struct _OsinfoImage OsinfoImage;
typedef struct _OsinfoInstallScript OsinfoInstallScript;
typedef struct _OsinfoMedia OsinfoMedia;
typedef struct _OsinfoTree OsinfoTree;

/**
 * OSINFO_OS_PROP_FAMILY:
 *
 * Parameter of operating systems: the family, such as `linux` or `winnt`.
 */
#define OSINFO_OS_PROP_FAMILY "family"

/**
 * OSINFO_OS_PROP_DISTRO:
 *
 * Parameter of operating systems: the distribution, such as `fedora` or `win`.
 */
#define OSINFO_OS_PROP_DISTRO "distro"

/**
 * OSINFO_OS_PROP_RELEASE_STATUS:
 *
 * Parameter of operating systems: nick of an [enum@Libosinfo.ReleaseStatus]; `released` when
 * nothing is said.
 */
#define OSINFO_OS_PROP_RELEASE_STATUS "release-status"

/**
 * OSINFO_OS_PROP_LIFECYCLE_SOURCE:
 *
 * Parameter of operating systems: where the dates of its lifecycle are from, one value each.
 *
 * Since: 2.0.0
 */
#define OSINFO_OS_PROP_LIFECYCLE_SOURCE "lifecycle-source"

/**
 * OSINFO_OS_PROP_STANDARD_END:
 *
 * Parameter of operating systems: the last day of standard support, as YYYY-MM-DD, or `none` when
 * the vendor announces none.
 *
 * Since: 2.0.0
 */
#define OSINFO_OS_PROP_STANDARD_END "standard-end"

/**
 * OSINFO_OS_PROP_SECURITY_END:
 *
 * Parameter of operating systems: the last day on which everybody gets security updates without a
 * fee, as YYYY-MM-DD, or `none` when the vendor announces none.
 *
 * Since: 2.0.0
 */
#define OSINFO_OS_PROP_SECURITY_END "security-end"

/**
 * OSINFO_OS_PROP_EXTENDED_END:
 *
 * Parameter of operating systems: the last day of extended support, of the last kind, as YYYY-MM-DD,
 * or `none` when the vendor announces none.
 *
 * Since: 2.0.0
 */
#define OSINFO_OS_PROP_EXTENDED_END "extended-end"

/**
 * OSINFO_OS_PROP_KERNEL_URL_ARGUMENT:
 *
 * Parameter of operating systems: the argument that tells an installer's kernel the URL of the
 * tree.
 */
#define OSINFO_OS_PROP_KERNEL_URL_ARGUMENT "kernel-url-argument"

/**
 * OSINFO_OS_PROP_CLOUD_IMAGE_USERNAME:
 *
 * Parameter of operating systems: the user that its cloud images have.
 */
#define OSINFO_OS_PROP_CLOUD_IMAGE_USERNAME "cloud-image-username"

/**
 * OsinfoReleaseStatus:
 * @OSINFO_RELEASE_STATUS_RELEASED: a finished version
 * @OSINFO_RELEASE_STATUS_SNAPSHOT: a development state, such as a nightly build
 * @OSINFO_RELEASE_STATUS_PRERELEASE: a version on its way to be finished, such as a beta
 * @OSINFO_RELEASE_STATUS_ROLLING: a system without versions, which is always being updated
 *
 * How finished an operating system is.
 *
 * Since: 0.2.9
 */
typedef enum {
    OSINFO_RELEASE_STATUS_RELEASED,
    OSINFO_RELEASE_STATUS_SNAPSHOT,
    OSINFO_RELEASE_STATUS_PRERELEASE,
    OSINFO_RELEASE_STATUS_ROLLING,
} OsinfoReleaseStatus;

OsinfoOs *osinfo_os_new(const gchar *id);
OsinfoDeviceLink *osinfo_os_add_device(OsinfoOs *os, OsinfoDevice *dev);
void osinfo_os_add_device_driver(OsinfoOs *os, OsinfoDeviceDriver *driver);
void osinfo_os_add_firmware(OsinfoOs *os, OsinfoFirmware *firmware);
void osinfo_os_add_image(OsinfoOs *os, OsinfoImage *image);
void osinfo_os_add_install_script(OsinfoOs *os, OsinfoInstallScript *script);
void osinfo_os_add_maximum_resources(OsinfoOs *os, OsinfoResources *resources);
void osinfo_os_add_media(OsinfoOs *os, OsinfoMedia *media);
void osinfo_os_add_minimum_resources(OsinfoOs *os, OsinfoResources *resources);
void osinfo_os_add_network_install_resources(OsinfoOs *os, OsinfoResources *resources);
void osinfo_os_add_recommended_resources(OsinfoOs *os, OsinfoResources *resources);
void osinfo_os_add_tree(OsinfoOs *os, OsinfoTree *tree);
void osinfo_os_add_variant(OsinfoOs *os, OsinfoOsVariant *variant);
OsinfoInstallScript *osinfo_os_find_install_script(OsinfoOs *os, const gchar *profile);
OsinfoDeviceLinkList *osinfo_os_get_all_device_links(OsinfoOs *os, OsinfoFilter *filter);
OsinfoDeviceList *osinfo_os_get_all_devices(OsinfoOs *os, OsinfoFilter *filter);
const gchar *osinfo_os_get_cloud_image_username(OsinfoOs *os);
GListModel *osinfo_os_get_identities(OsinfoOs *os);
GListModel *osinfo_os_get_identities_in_scheme(OsinfoOs *os, const gchar *scheme);
OsinfoMachine *osinfo_os_get_machine(OsinfoOs *os, const gchar *architecture);
OsinfoFirmwareList *osinfo_os_get_complete_firmware_list(OsinfoOs *os, OsinfoFilter *filter);
OsinfoDeviceDriverList *osinfo_os_get_device_drivers(OsinfoOs *os);
OsinfoDeviceDriverList *osinfo_os_get_device_drivers_prioritized(OsinfoOs *os);
OsinfoDeviceLinkList *osinfo_os_get_device_links(OsinfoOs *os, OsinfoFilter *filter);
OsinfoDeviceList *osinfo_os_get_devices(OsinfoOs *os, OsinfoFilter *filter);
OsinfoDeviceList *osinfo_os_get_devices_by_property(OsinfoOs *os, const char *property,
                                                    const char *value, gboolean inherited);
const gchar *osinfo_os_get_distro(OsinfoOs *os);
const gchar *osinfo_os_get_family(OsinfoOs *os);
OsinfoFirmwareList *osinfo_os_get_firmware_list(OsinfoOs *os, OsinfoFilter *filter);
OsinfoImageList *osinfo_os_get_image_list(OsinfoOs *os);
OsinfoInstallScriptList *osinfo_os_get_install_script_list(OsinfoOs *os);
const gchar *osinfo_os_get_kernel_url_argument(OsinfoOs *os);
OsinfoResourcesList *osinfo_os_get_maximum_resources(OsinfoOs *os);
OsinfoMediaList *osinfo_os_get_media_list(OsinfoOs *os);
OsinfoResourcesList *osinfo_os_get_minimum_resources(OsinfoOs *os);
OsinfoResourcesList *osinfo_os_get_network_install_resources(OsinfoOs *os);
OsinfoResourcesList *osinfo_os_get_recommended_resources(OsinfoOs *os);
int osinfo_os_get_release_status(OsinfoOs *os);
OsinfoTreeList *osinfo_os_get_tree_list(OsinfoOs *os);
OsinfoOsVariantList *osinfo_os_get_variant_list(OsinfoOs *os);

G_END_DECLS
