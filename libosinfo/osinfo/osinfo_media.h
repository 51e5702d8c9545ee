/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_os.h>

G_BEGIN_DECLS

/**
 * OSINFO_MEDIA_ERROR:
 *
 * Error domain of reading media; its codes are those of [error@Libosinfo.MediaError].
 */
#define OSINFO_MEDIA_ERROR (osinfo_media_error_quark())
GQuark osinfo_media_error_quark(void);

/**
 * OsinfoMediaError:
 * @OSINFO_MEDIA_ERROR_NO_DESCRIPTORS: there are no volume descriptors: no ISO 9660 image
 * @OSINFO_MEDIA_ERROR_NO_PVD: there is no primary volume descriptor, or only the start of it
 * @OSINFO_MEDIA_ERROR_NO_SVD: the data ends before the supplementary volume descriptor does
 * @OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA: the medium does not say what it is
 * @OSINFO_MEDIA_ERROR_NOT_BOOTABLE: no machine can start from the medium
 * @OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT: a directory lies behind the end of the data
 *
 * Why a medium could not be read.
 */
typedef enum {
    OSINFO_MEDIA_ERROR_NO_DESCRIPTORS,
    OSINFO_MEDIA_ERROR_NO_PVD,
    OSINFO_MEDIA_ERROR_NO_SVD,
    OSINFO_MEDIA_ERROR_INSUFFICIENT_METADATA,
    OSINFO_MEDIA_ERROR_NOT_BOOTABLE,
    OSINFO_MEDIA_ERROR_NO_DIRECTORY_RECORD_EXTENT,
} OsinfoMediaError;

/**
 * OsinfoMediaDetectFlags:
 * @OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE: a medium that no machine can start from is an error
 * @OSINFO_MEDIA_DETECT_REQUIRE_INTACT: so is one that is cut off before what tells whether a
 *     machine can start from it. Since: 2.0.0
 * @OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE: one whose label is blank, or that ends behind its primary
 *     volume descriptor, is none: what could be read is told. Since: 2.0.0
 *
 * What is asked of a medium that is read.
 *
 * Since: 1.6.0
 */
typedef enum {                                                 /*< flags >*/
               OSINFO_MEDIA_DETECT_REQUIRE_BOOTABLE = 1 << 0,  /*< nick=bootable >*/
               OSINFO_MEDIA_DETECT_REQUIRE_INTACT = 1 << 1,    /*< nick=intact >*/
               OSINFO_MEDIA_DETECT_ACCEPT_INCOMPLETE = 1 << 2, /*< nick=incomplete >*/
} OsinfoMediaDetectFlags;

#define OSINFO_TYPE_MEDIA (osinfo_media_get_type())
G_DECLARE_FINAL_TYPE(OsinfoMedia, osinfo_media, OSINFO, MEDIA, OsinfoEntity)

/**
 * OSINFO_MEDIA_PROP_ARCHITECTURE:
 *
 * Parameter of media: the architecture that it is for.
 */
#define OSINFO_MEDIA_PROP_ARCHITECTURE "architecture"

/**
 * OSINFO_MEDIA_PROP_URL:
 *
 * Parameter of media: where to get it.
 */
#define OSINFO_MEDIA_PROP_URL "url"

/**
 * OSINFO_MEDIA_PROP_VOLUME_ID:
 *
 * Parameter of media: the volume's name; in a database, a regular expression for it.
 */
#define OSINFO_MEDIA_PROP_VOLUME_ID "volume-id"

/**
 * OSINFO_MEDIA_PROP_SYSTEM_ID:
 *
 * Parameter of media: the system that the volume is for; in a database, a regular expression for
 * it.
 */
#define OSINFO_MEDIA_PROP_SYSTEM_ID "system-id"

/**
 * OSINFO_MEDIA_PROP_PUBLISHER_ID:
 *
 * Parameter of media: who publishes the volume; in a database, a regular expression for it.
 */
#define OSINFO_MEDIA_PROP_PUBLISHER_ID "publisher-id"

/**
 * OSINFO_MEDIA_PROP_APPLICATION_ID:
 *
 * Parameter of media: what the volume was made with; in a database, a regular expression for it.
 */
#define OSINFO_MEDIA_PROP_APPLICATION_ID "application-id"

/**
 * OSINFO_MEDIA_PROP_KERNEL:
 *
 * Parameter of media: path of the kernel in the volume.
 */
#define OSINFO_MEDIA_PROP_KERNEL "kernel"

/**
 * OSINFO_MEDIA_PROP_INITRD:
 *
 * Parameter of media: path of the initial file system in the volume.
 */
#define OSINFO_MEDIA_PROP_INITRD "initrd"

/**
 * OSINFO_MEDIA_PROP_LIVE:
 *
 * Parameter of media: whether a system can be used without being installed.
 */
#define OSINFO_MEDIA_PROP_LIVE "live"

/**
 * OSINFO_MEDIA_PROP_INSTALLER:
 *
 * Parameter of media: whether a system can be installed, which it can when nothing is said.
 */
#define OSINFO_MEDIA_PROP_INSTALLER "installer"

/**
 * OSINFO_MEDIA_PROP_INSTALLER_REBOOTS:
 *
 * Parameter of media: how often an installation restarts the machine; 1 when nothing is said.
 */
#define OSINFO_MEDIA_PROP_INSTALLER_REBOOTS "installer-reboots"

/**
 * OSINFO_MEDIA_PROP_LANG:
 *
 * Parameter of media: languages of the installer, one value each.
 */
#define OSINFO_MEDIA_PROP_LANG "l10n-language"

/**
 * OSINFO_MEDIA_PROP_LANG_REGEX:
 *
 * Parameter of media in a database: a regular expression that finds the language in the volume's
 * name.
 */
#define OSINFO_MEDIA_PROP_LANG_REGEX "l10n-language-regex"

/**
 * OSINFO_MEDIA_PROP_LANG_MAP:
 *
 * Parameter of media in a database: id of the datamap that turns what the expression found into a
 * language.
 */
#define OSINFO_MEDIA_PROP_LANG_MAP "l10n-language-map"

/**
 * OSINFO_MEDIA_PROP_VARIANT:
 *
 * Parameter of media: ids of the variants that it holds, one value each.
 */
#define OSINFO_MEDIA_PROP_VARIANT "variant"

/**
 * OSINFO_MEDIA_PROP_VOLUME_SIZE:
 *
 * Parameter of media: size of the volume in bytes.
 */
#define OSINFO_MEDIA_PROP_VOLUME_SIZE "volume-size"

/**
 * OSINFO_MEDIA_PROP_EJECT_AFTER_INSTALL:
 *
 * Parameter of media: whether to take it out after an installation, which is so when nothing is
 * said.
 */
#define OSINFO_MEDIA_PROP_EJECT_AFTER_INSTALL "eject-after-install"

/**
 * OSINFO_MEDIA_PROP_INSTALLER_SCRIPT:
 *
 * Parameter of media: whether install scripts work with it, which they do when nothing is said.
 */
#define OSINFO_MEDIA_PROP_INSTALLER_SCRIPT "installer-script"

/**
 * OSINFO_MEDIA_PROP_BOOTABLE:
 *
 * Parameter of media: whether a machine can start from it.
 */
#define OSINFO_MEDIA_PROP_BOOTABLE "bootable"

OsinfoMedia *osinfo_media_new(const gchar *id, const gchar *architecture);
void osinfo_media_add_install_script(OsinfoMedia *media, OsinfoInstallScript *script);
const gchar *osinfo_media_get_application_id(OsinfoMedia *media);
const gchar *osinfo_media_get_architecture(OsinfoMedia *media);
const gchar *osinfo_media_get_build(OsinfoMedia *media);
GList *osinfo_media_get_editions(OsinfoMedia *media);
gboolean osinfo_media_get_eject_after_install(OsinfoMedia *media);
const gchar *osinfo_media_get_initrd_path(OsinfoMedia *media);
OsinfoInstallScriptList *osinfo_media_get_install_script_list(OsinfoMedia *media);
gboolean osinfo_media_get_installer(OsinfoMedia *media);
gint osinfo_media_get_installer_reboots(OsinfoMedia *media);
const gchar *osinfo_media_get_kernel_path(OsinfoMedia *media);
GList *osinfo_media_get_languages(OsinfoMedia *media);
gboolean osinfo_media_get_live(OsinfoMedia *media);
OsinfoOs *osinfo_media_get_os(OsinfoMedia *media);
OsinfoOsVariantList *osinfo_media_get_os_variants(OsinfoMedia *media);
const gchar *osinfo_media_get_publisher_id(OsinfoMedia *media);
const gchar *osinfo_media_get_service_pack(OsinfoMedia *media);
const gchar *osinfo_media_get_system_id(OsinfoMedia *media);
const gchar *osinfo_media_get_update(OsinfoMedia *media);
const gchar *osinfo_media_get_url(OsinfoMedia *media);
const gchar *osinfo_media_get_volume_id(OsinfoMedia *media);
gint64 osinfo_media_get_volume_size(OsinfoMedia *media);
gboolean osinfo_media_is_bootable(OsinfoMedia *media);
gboolean osinfo_media_matches(OsinfoMedia *media, OsinfoMedia *reference);
gboolean osinfo_media_supports_installer_script(OsinfoMedia *media);
OsinfoMedia *osinfo_media_create_from_location(const gchar *location, GCancellable *cancellable,
                                               GError **error);
void osinfo_media_create_from_location_async(const gchar *location, gint priority,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
OsinfoMedia *osinfo_media_create_from_location_finish(GAsyncResult *res, GError **error);
OsinfoMedia *osinfo_media_create_from_location_with_flags(const gchar *location,
                                                          GCancellable *cancellable, guint flags,
                                                          GError **error);
void osinfo_media_create_from_location_with_flags_async(const gchar *location, gint priority,
                                                        GCancellable *cancellable,
                                                        GAsyncReadyCallback callback, guint flags,
                                                        gpointer user_data);
OsinfoMedia *osinfo_media_create_from_location_with_flags_finish(GAsyncResult *res, GError **error);

G_END_DECLS
