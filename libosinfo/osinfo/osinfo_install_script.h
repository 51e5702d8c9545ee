/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <osinfo/osinfo_avatar_format.h>
#include <osinfo/osinfo_install_config.h>
#include <osinfo/osinfo_install_config_param.h>
#include <osinfo/osinfo_lists.h>
#include <osinfo/osinfo_media.h>
#include <osinfo/osinfo_os.h>
#include <osinfo/osinfo_tree.h>

G_BEGIN_DECLS

/**
 * OsinfoPathFormat:
 * @OSINFO_PATH_FORMAT_UNIX: `/dev/vda`, and paths with slashes
 * @OSINFO_PATH_FORMAT_DOS: letters of drives without colon, and paths with backslashes
 *
 * How disks and paths are written in a configuration.
 *
 * Since: 0.2.2
 */
typedef enum {
    OSINFO_PATH_FORMAT_UNIX,
    OSINFO_PATH_FORMAT_DOS,
} OsinfoPathFormat;

/**
 * OsinfoDeviceDriverSigningReq:
 * @OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE: drivers need no signature
 * @OSINFO_DEVICE_DRIVER_SIGNING_REQ_STRICT: drivers without signature are refused
 * @OSINFO_DEVICE_DRIVER_SIGNING_REQ_WARN: drivers without signature stop an installation that
 * nobody watches, unless signing is switched off
 *
 * What an installer wants of drivers.
 *
 * Since: 0.2.6
 */
typedef enum {
    OSINFO_DEVICE_DRIVER_SIGNING_REQ_NONE,
    OSINFO_DEVICE_DRIVER_SIGNING_REQ_STRICT,
    OSINFO_DEVICE_DRIVER_SIGNING_REQ_WARN,
} OsinfoDeviceDriverSigningReq;

/**
 * OsinfoInstallScriptInjectionMethod:
 * @OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_CDROM: on a CD
 * @OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK: on a disk
 * @OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_FLOPPY: on a floppy disk
 * @OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD: in the installer's initial file system
 * @OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_WEB: from a web server
 *
 * How a script comes to the installer.
 *
 * Since: 0.2.10
 */
typedef enum { /*< flags >*/
               OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_CDROM = 1 << 0,
               OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_DISK = 1 << 1,
               OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_FLOPPY = 1 << 2,
               OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_INITRD = 1 << 3,
               OSINFO_INSTALL_SCRIPT_INJECTION_METHOD_WEB = 1 << 4,
} OsinfoInstallScriptInjectionMethod;

/**
 * OsinfoInstallScriptInstallationSource:
 * @OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA: the medium
 * @OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK: a tree in the network
 *
 * Where the installer takes the system from.
 *
 * Since: 1.3.0
 */
typedef enum {
    OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_MEDIA,
    OSINFO_INSTALL_SCRIPT_INSTALLATION_SOURCE_NETWORK,
} OsinfoInstallScriptInstallationSource;

#define OSINFO_TYPE_INSTALL_SCRIPT (osinfo_install_script_get_type())
G_DECLARE_FINAL_TYPE(OsinfoInstallScript, osinfo_install_script, OSINFO, INSTALL_SCRIPT,
                     OsinfoEntity)

/**
 * OSINFO_INSTALL_SCRIPT_PROFILE_JEOS:
 *
 * The profile of scripts for a small system: just enough operating system.
 */
#define OSINFO_INSTALL_SCRIPT_PROFILE_JEOS "jeos"

/**
 * OSINFO_INSTALL_SCRIPT_PROFILE_DESKTOP:
 *
 * The profile of scripts for a system with a desktop.
 */
#define OSINFO_INSTALL_SCRIPT_PROFILE_DESKTOP "desktop"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_URI:
 *
 * Parameter of install scripts: where the template is.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_URI "template-uri"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_DATA:
 *
 * Parameter of install scripts: the template itself, an XSLT stylesheet.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_TEMPLATE_DATA "template-data"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_PROFILE:
 *
 * Parameter of install scripts: what the installed system is for.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_PROFILE "profile"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_PRODUCT_KEY_FORMAT:
 *
 * Parameter of install scripts: what product keys look like.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_PRODUCT_KEY_FORMAT "product-key-format"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_EXPECTED_FILENAME:
 *
 * Parameter of install scripts: the name under which the installer looks for the
 * script.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_EXPECTED_FILENAME "expected-filename"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_PATH_FORMAT:
 *
 * Parameter of install scripts: how disks and paths are written, as nick of
 * [enum@Libosinfo.PathFormat].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_PATH_FORMAT "path-format"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_CAN_PRE_INSTALL_DRIVERS:
 *
 * Parameter of install scripts: whether the installer itself can be given drivers.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_CAN_PRE_INSTALL_DRIVERS "can-pre-install-drivers"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_CAN_POST_INSTALL_DRIVERS:
 *
 * Parameter of install scripts: whether drivers can be installed in the end.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_CAN_POST_INSTALL_DRIVERS "can-post-install-drivers"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_NEEDS_INTERNET:
 *
 * Parameter of install scripts: whether the installation needs the Internet.
 */
#define OSINFO_INSTALL_SCRIPT_PROP_NEEDS_INTERNET "needs-internet"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_PRE_INSTALL_DRIVERS_SIGNING_REQ:
 *
 * Parameter of install scripts: what the installer wants of its own drivers, as
 * nick of [enum@Libosinfo.DeviceDriverSigningReq].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_PRE_INSTALL_DRIVERS_SIGNING_REQ "pre-install-drivers-signing-req"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_POST_INSTALL_DRIVERS_SIGNING_REQ:
 *
 * Parameter of install scripts: what the installer wants of the system's drivers, as
 * nick of [enum@Libosinfo.DeviceDriverSigningReq].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_POST_INSTALL_DRIVERS_SIGNING_REQ                                \
    "post-install-drivers-signing-req"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_INJECTION_METHOD:
 *
 * Parameter of install scripts: ways to the installer, as a number: the sum of
 * [flags@Libosinfo.InstallScriptInjectionMethod].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_INJECTION_METHOD "injection-method"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_PREFERRED_INJECTION_METHOD:
 *
 * Parameter of install scripts: the way that was chosen, as nick of
 * [flags@Libosinfo.InstallScriptInjectionMethod].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_PREFERRED_INJECTION_METHOD "preferred-injection-method"

/**
 * OSINFO_INSTALL_SCRIPT_PROP_INSTALLATION_SOURCE:
 *
 * Parameter of install scripts: where the system comes from, as nick of
 * [enum@Libosinfo.InstallScriptInstallationSource].
 */
#define OSINFO_INSTALL_SCRIPT_PROP_INSTALLATION_SOURCE "installation-source"

OsinfoInstallScript *osinfo_install_script_new(const gchar *id);
OsinfoInstallScript *osinfo_install_script_new_data(const gchar *id, const gchar *profile,
                                                    const gchar *templateData);
OsinfoInstallScript *osinfo_install_script_new_uri(const gchar *id, const gchar *profile,
                                                   const gchar *templateUri);
OsinfoAvatarFormat *osinfo_install_script_get_avatar_format(OsinfoInstallScript *script);
gboolean osinfo_install_script_get_can_post_install_drivers(OsinfoInstallScript *script);
gboolean osinfo_install_script_get_can_pre_install_drivers(OsinfoInstallScript *script);
OsinfoInstallConfigParam *osinfo_install_script_get_config_param(OsinfoInstallScript *script,
                                                                 const gchar *name);
GList *osinfo_install_script_get_config_param_list(OsinfoInstallScript *script);
OsinfoInstallConfigParamList *osinfo_install_script_get_config_params(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_expected_filename(OsinfoInstallScript *script);
unsigned int osinfo_install_script_get_injection_methods(OsinfoInstallScript *script);
OsinfoInstallScriptInstallationSource osinfo_install_script_get_installation_source(
    OsinfoInstallScript *script);
gboolean osinfo_install_script_get_needs_internet(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_output_filename(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_output_prefix(OsinfoInstallScript *script);
OsinfoPathFormat osinfo_install_script_get_path_format(OsinfoInstallScript *script);
int osinfo_install_script_get_post_install_drivers_signing_req(OsinfoInstallScript *script);
int osinfo_install_script_get_pre_install_drivers_signing_req(OsinfoInstallScript *script);
OsinfoInstallScriptInjectionMethod osinfo_install_script_get_preferred_injection_method(
    OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_product_key_format(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_profile(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_template_data(OsinfoInstallScript *script);
const gchar *osinfo_install_script_get_template_uri(OsinfoInstallScript *script);
gboolean osinfo_install_script_has_config_param(OsinfoInstallScript *script,
                                                OsinfoInstallConfigParam *config_param);
gboolean osinfo_install_script_has_config_param_name(OsinfoInstallScript *script,
                                                     const gchar *name);
void osinfo_install_script_set_installation_source(OsinfoInstallScript *script,
                                                   OsinfoInstallScriptInstallationSource source);
void osinfo_install_script_set_output_prefix(OsinfoInstallScript *script, const gchar *prefix);
void osinfo_install_script_set_preferred_injection_method(
    OsinfoInstallScript *script, OsinfoInstallScriptInjectionMethod method);

gchar *osinfo_install_script_generate_command_line(OsinfoInstallScript *script, OsinfoOs *os,
                                                   OsinfoInstallConfig *config);
gchar *osinfo_install_script_generate(OsinfoInstallScript *script, OsinfoOs *os,
                                      OsinfoInstallConfig *config, GCancellable *cancellable,
                                      GError **error);
void osinfo_install_script_generate_async(OsinfoInstallScript *script, OsinfoOs *os,
                                          OsinfoInstallConfig *config, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
gchar *osinfo_install_script_generate_finish(OsinfoInstallScript *script, GAsyncResult *res,
                                             GError **error);
GFile *osinfo_install_script_generate_output(OsinfoInstallScript *script, OsinfoOs *os,
                                             OsinfoInstallConfig *config, GFile *output_dir,
                                             GCancellable *cancellable, GError **error);
void osinfo_install_script_generate_output_async(OsinfoInstallScript *script, OsinfoOs *os,
                                                 OsinfoInstallConfig *config, GFile *output_dir,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback, gpointer user_data);
GFile *osinfo_install_script_generate_output_finish(OsinfoInstallScript *script, GAsyncResult *res,
                                                    GError **error);
gchar *osinfo_install_script_generate_command_line_for_media(OsinfoInstallScript *script,
                                                             OsinfoMedia *media,
                                                             OsinfoInstallConfig *config);
gchar *osinfo_install_script_generate_for_media(OsinfoInstallScript *script, OsinfoMedia *media,
                                                OsinfoInstallConfig *config,
                                                GCancellable *cancellable, GError **error);
void osinfo_install_script_generate_for_media_async(OsinfoInstallScript *script, OsinfoMedia *media,
                                                    OsinfoInstallConfig *config,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
gchar *osinfo_install_script_generate_for_media_finish(OsinfoInstallScript *script,
                                                       GAsyncResult *res, GError **error);
GFile *osinfo_install_script_generate_output_for_media(OsinfoInstallScript *script,
                                                       OsinfoMedia *media,
                                                       OsinfoInstallConfig *config,
                                                       GFile *output_dir, GCancellable *cancellable,
                                                       GError **error);
void osinfo_install_script_generate_output_for_media_async(
    OsinfoInstallScript *script, OsinfoMedia *media, OsinfoInstallConfig *config, GFile *output_dir,
    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GFile *osinfo_install_script_generate_output_for_media_finish(OsinfoInstallScript *script,
                                                              GAsyncResult *res, GError **error);
gchar *osinfo_install_script_generate_command_line_for_tree(OsinfoInstallScript *script,
                                                            OsinfoTree *tree,
                                                            OsinfoInstallConfig *config);
gchar *osinfo_install_script_generate_for_tree(OsinfoInstallScript *script, OsinfoTree *tree,
                                               OsinfoInstallConfig *config,
                                               GCancellable *cancellable, GError **error);
void osinfo_install_script_generate_for_tree_async(OsinfoInstallScript *script, OsinfoTree *tree,
                                                   OsinfoInstallConfig *config,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
gchar *osinfo_install_script_generate_for_tree_finish(OsinfoInstallScript *script,
                                                      GAsyncResult *res, GError **error);
GFile *osinfo_install_script_generate_output_for_tree(OsinfoInstallScript *script, OsinfoTree *tree,
                                                      OsinfoInstallConfig *config,
                                                      GFile *output_dir, GCancellable *cancellable,
                                                      GError **error);
void osinfo_install_script_generate_output_for_tree_async(
    OsinfoInstallScript *script, OsinfoTree *tree, OsinfoInstallConfig *config, GFile *output_dir,
    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GFile *osinfo_install_script_generate_output_for_tree_finish(OsinfoInstallScript *script,
                                                             GAsyncResult *res, GError **error);

G_END_DECLS
