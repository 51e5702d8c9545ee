/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_entity.h>

G_BEGIN_DECLS

#define OSINFO_TYPE_INSTALL_CONFIG (osinfo_install_config_get_type())
G_DECLARE_FINAL_TYPE(OsinfoInstallConfig, osinfo_install_config, OSINFO, INSTALL_CONFIG,
                     OsinfoEntity)

/**
 * OSINFO_INSTALL_CONFIG_PROP_HARDWARE_ARCH:
 *
 * Parameter of configurations: the architecture of the machine, such as `x86_64`.
 */
#define OSINFO_INSTALL_CONFIG_PROP_HARDWARE_ARCH "hardware-arch"

/**
 * OSINFO_INSTALL_CONFIG_PROP_L10N_TIMEZONE:
 *
 * Parameter of configurations: the time zone, such as `Europe/Berlin`.
 */
#define OSINFO_INSTALL_CONFIG_PROP_L10N_TIMEZONE "l10n-timezone"

/**
 * OSINFO_INSTALL_CONFIG_PROP_L10N_LANGUAGE:
 *
 * Parameter of configurations: the language, such as `de_DE`.
 */
#define OSINFO_INSTALL_CONFIG_PROP_L10N_LANGUAGE "l10n-language"

/**
 * OSINFO_INSTALL_CONFIG_PROP_L10N_KEYBOARD:
 *
 * Parameter of configurations: the keyboard, such as `de_DE`.
 */
#define OSINFO_INSTALL_CONFIG_PROP_L10N_KEYBOARD "l10n-keyboard"

/**
 * OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD:
 *
 * Parameter of configurations: the password of the administrator.
 */
#define OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD "admin-password"

/**
 * OSINFO_INSTALL_CONFIG_PROP_USER_PASSWORD:
 *
 * Parameter of configurations: the password of the user.
 */
#define OSINFO_INSTALL_CONFIG_PROP_USER_PASSWORD "user-password"

/**
 * OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN:
 *
 * Parameter of configurations: the name that the user logs in with.
 */
#define OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN "user-login"

/**
 * OSINFO_INSTALL_CONFIG_PROP_USER_REALNAME:
 *
 * Parameter of configurations: the name that the user has in life.
 */
#define OSINFO_INSTALL_CONFIG_PROP_USER_REALNAME "user-realname"

/**
 * OSINFO_INSTALL_CONFIG_PROP_USER_AUTOLOGIN:
 *
 * Parameter of configurations: whether the user is logged in without being asked.
 */
#define OSINFO_INSTALL_CONFIG_PROP_USER_AUTOLOGIN "user-autologin"

/**
 * OSINFO_INSTALL_CONFIG_PROP_USER_ADMIN:
 *
 * Parameter of configurations: whether the user may administer the machine.
 */
#define OSINFO_INSTALL_CONFIG_PROP_USER_ADMIN "user-admin"

/**
 * OSINFO_INSTALL_CONFIG_PROP_REG_LOGIN:
 *
 * Parameter of configurations: the name to register the system with.
 */
#define OSINFO_INSTALL_CONFIG_PROP_REG_LOGIN "reg-login"

/**
 * OSINFO_INSTALL_CONFIG_PROP_REG_PASSWORD:
 *
 * Parameter of configurations: the password to register the system with.
 */
#define OSINFO_INSTALL_CONFIG_PROP_REG_PASSWORD "reg-password"

/**
 * OSINFO_INSTALL_CONFIG_PROP_REG_PRODUCTKEY:
 *
 * Parameter of configurations: the product key.
 */
#define OSINFO_INSTALL_CONFIG_PROP_REG_PRODUCTKEY "reg-product-key"

/**
 * OSINFO_INSTALL_CONFIG_PROP_HOSTNAME:
 *
 * Parameter of configurations: the name of the machine.
 */
#define OSINFO_INSTALL_CONFIG_PROP_HOSTNAME "hostname"

/**
 * OSINFO_INSTALL_CONFIG_PROP_TARGET_DISK:
 *
 * Parameter of configurations: the disk to install to, as the installer calls it.
 */
#define OSINFO_INSTALL_CONFIG_PROP_TARGET_DISK "target-disk"

/**
 * OSINFO_INSTALL_CONFIG_PROP_SCRIPT_DISK:
 *
 * Parameter of configurations: the disk that holds the script, as the installer calls it.
 */
#define OSINFO_INSTALL_CONFIG_PROP_SCRIPT_DISK "script-disk"

/**
 * OSINFO_INSTALL_CONFIG_PROP_AVATAR_LOCATION:
 *
 * Parameter of configurations: the path of the user's picture, on its disk.
 */
#define OSINFO_INSTALL_CONFIG_PROP_AVATAR_LOCATION "avatar-location"

/**
 * OSINFO_INSTALL_CONFIG_PROP_AVATAR_DISK:
 *
 * Parameter of configurations: the disk that holds the user's picture, as the installer calls it.
 */
#define OSINFO_INSTALL_CONFIG_PROP_AVATAR_DISK "avatar-disk"

/**
 * OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_DISK:
 *
 * Parameter of configurations: the disk with drivers that the installer itself needs, as the
 * installer calls it.
 */
#define OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_DISK "pre-install-drivers-disk"

/**
 * OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_LOCATION:
 *
 * Parameter of configurations: the path of drivers that the installer itself needs, on their disk.
 */
#define OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_LOCATION "pre-install-drivers-location"

/**
 * OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_DISK:
 *
 * Parameter of configurations: the disk with drivers to be installed in the end, as the system
 * calls it.
 */
#define OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_DISK "post-install-drivers-disk"

/**
 * OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_LOCATION:
 *
 * Parameter of configurations: the path of drivers to be installed in the end, on their disk.
 */
#define OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_LOCATION "post-install-drivers-location"

/**
 * OSINFO_INSTALL_CONFIG_PROP_DRIVER_SIGNING:
 *
 * Parameter of configurations: whether drivers must be signed.
 */
#define OSINFO_INSTALL_CONFIG_PROP_DRIVER_SIGNING "driver-signing"

/**
 * OSINFO_INSTALL_CONFIG_PROP_INSTALLATION_URL:
 *
 * Parameter of configurations: the URL to install from.
 */
#define OSINFO_INSTALL_CONFIG_PROP_INSTALLATION_URL "installation-url"

OsinfoInstallConfig *osinfo_install_config_new(const gchar *id);
const gchar *osinfo_install_config_get_admin_password(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_avatar_disk(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_avatar_location(OsinfoInstallConfig *config);
gboolean osinfo_install_config_get_driver_signing(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_hardware_arch(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_hostname(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_installation_url(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_l10n_keyboard(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_l10n_language(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_l10n_timezone(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_post_install_drivers_disk(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_post_install_drivers_location(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_pre_install_drivers_disk(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_pre_install_drivers_location(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_reg_login(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_reg_password(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_reg_product_key(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_script_disk(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_target_disk(OsinfoInstallConfig *config);
gboolean osinfo_install_config_get_user_administrator(OsinfoInstallConfig *config);
gboolean osinfo_install_config_get_user_autologin(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_user_login(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_user_password(OsinfoInstallConfig *config);
const gchar *osinfo_install_config_get_user_realname(OsinfoInstallConfig *config);
void osinfo_install_config_set_admin_password(OsinfoInstallConfig *config, const gchar *password);
void osinfo_install_config_set_avatar_disk(OsinfoInstallConfig *config, const gchar *disk);
void osinfo_install_config_set_avatar_location(OsinfoInstallConfig *config, const gchar *location);
void osinfo_install_config_set_driver_signing(OsinfoInstallConfig *config, gboolean signing);
void osinfo_install_config_set_hardware_arch(OsinfoInstallConfig *config, const gchar *arch);
void osinfo_install_config_set_hostname(OsinfoInstallConfig *config, const gchar *hostname);
void osinfo_install_config_set_installation_url(OsinfoInstallConfig *config, const gchar *url);
void osinfo_install_config_set_l10n_keyboard(OsinfoInstallConfig *config, const gchar *keyboard);
void osinfo_install_config_set_l10n_language(OsinfoInstallConfig *config, const gchar *language);
void osinfo_install_config_set_l10n_timezone(OsinfoInstallConfig *config, const gchar *tz);
void osinfo_install_config_set_post_install_drivers_disk(OsinfoInstallConfig *config,
                                                         const gchar *disk);
void osinfo_install_config_set_post_install_drivers_location(OsinfoInstallConfig *config,
                                                             const gchar *location);
void osinfo_install_config_set_pre_install_drivers_disk(OsinfoInstallConfig *config,
                                                        const gchar *disk);
void osinfo_install_config_set_pre_install_drivers_location(OsinfoInstallConfig *config,
                                                            const gchar *location);
void osinfo_install_config_set_reg_login(OsinfoInstallConfig *config, const gchar *name);
void osinfo_install_config_set_reg_password(OsinfoInstallConfig *config, const gchar *password);
void osinfo_install_config_set_reg_product_key(OsinfoInstallConfig *config, const gchar *key);
void osinfo_install_config_set_script_disk(OsinfoInstallConfig *config, const gchar *disk);
void osinfo_install_config_set_target_disk(OsinfoInstallConfig *config, const gchar *disk);
void osinfo_install_config_set_user_administrator(OsinfoInstallConfig *config, gboolean admin);
void osinfo_install_config_set_user_autologin(OsinfoInstallConfig *config, gboolean autologin);
void osinfo_install_config_set_user_login(OsinfoInstallConfig *config, const gchar *username);
void osinfo_install_config_set_user_password(OsinfoInstallConfig *config, const gchar *password);
void osinfo_install_config_set_user_realname(OsinfoInstallConfig *config, const gchar *name);

G_END_DECLS
