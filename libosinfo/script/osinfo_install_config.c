/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoInstallConfig:
 *
 * What an installation shall be like: everything that an [class@Libosinfo.InstallScript] may want
 * to know. Which of it a script looks at stands in its config parameters. A configuration may have
 * parameters beyond those that have calls of their own; scripts see all of them.
 *
 * A new one speaks American English, is in New York and has a random password for the
 * administrator.
 *
 * ```c
 * g_autoptr(OsinfoInstallConfig) config =
 * osinfo_install_config_new("http://example.com/my-config");
 *
 * osinfo_install_config_set_hostname(config, "penguin");
 * osinfo_install_config_set_l10n_timezone(config, "Europe/Berlin");
 * ```
 *
 * Since: 0.2.0
 */
#include "config.h"

#include "osinfo/osinfo_install_config.h"
#include "script/random_password.h"

struct _OsinfoInstallConfig {
    OsinfoEntity parent_instance;
};

G_DEFINE_FINAL_TYPE(OsinfoInstallConfig, osinfo_install_config, OSINFO_TYPE_ENTITY)

static void
osinfo_install_config_class_init(OsinfoInstallConfigClass *klass G_GNUC_UNUSED)
{
}

static void
osinfo_install_config_init(OsinfoInstallConfig *self)
{
    OsinfoEntity *entity = OSINFO_ENTITY(self);
    char password[RANDOM_PASSWORD_LENGTH + 1];

    osinfo_entity_set_param(entity, OSINFO_INSTALL_CONFIG_PROP_L10N_KEYBOARD, "en_US");
    osinfo_entity_set_param(entity, OSINFO_INSTALL_CONFIG_PROP_L10N_LANGUAGE, "en_US");
    osinfo_entity_set_param(entity, OSINFO_INSTALL_CONFIG_PROP_L10N_TIMEZONE, "America/New_York");
    if (random_password_fill(password))
        osinfo_entity_set_param(entity, OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD, password);
}

/* The two calls for a text, and those for an answer. */
#define DEFINE_TEXT(name, KEY, argument)                                                           \
    const gchar *osinfo_install_config_get_##name(OsinfoInstallConfig *config)                     \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG(config), NULL);                              \
                                                                                                   \
        return osinfo_entity_get_param_value(OSINFO_ENTITY(config),                                \
                                             OSINFO_INSTALL_CONFIG_PROP_##KEY);                    \
    }                                                                                              \
                                                                                                   \
    void osinfo_install_config_set_##name(OsinfoInstallConfig *config, const gchar *argument)      \
    {                                                                                              \
        g_return_if_fail(OSINFO_IS_INSTALL_CONFIG(config));                                        \
        g_return_if_fail((argument) != NULL);                                                      \
                                                                                                   \
        osinfo_entity_set_param(OSINFO_ENTITY(config), OSINFO_INSTALL_CONFIG_PROP_##KEY,           \
                                argument);                                                         \
    }

#define DEFINE_ANSWER(name, KEY, argument, fallback)                                               \
    gboolean osinfo_install_config_get_##name(OsinfoInstallConfig *config)                         \
    {                                                                                              \
        g_return_val_if_fail(OSINFO_IS_INSTALL_CONFIG(config), fallback);                          \
                                                                                                   \
        return osinfo_entity_get_param_value_boolean_with_default(                                 \
            OSINFO_ENTITY(config), OSINFO_INSTALL_CONFIG_PROP_##KEY, fallback);                    \
    }                                                                                              \
                                                                                                   \
    void osinfo_install_config_set_##name(OsinfoInstallConfig *config, gboolean argument)          \
    {                                                                                              \
        g_return_if_fail(OSINFO_IS_INSTALL_CONFIG(config));                                        \
                                                                                                   \
        osinfo_entity_set_param_boolean(OSINFO_ENTITY(config), OSINFO_INSTALL_CONFIG_PROP_##KEY,   \
                                        argument);                                                 \
    }

/**
 * osinfo_install_config_new:
 * @id: (nullable): unique identifier, an URL by convention
 *
 * Makes a configuration with a few defaults. The random password is the system's best; without
 * a source of randomness there is none.
 *
 * Returns: (transfer full): a new configuration
 *
 * Since: 0.2.0
 */
OsinfoInstallConfig *
osinfo_install_config_new(const gchar *id)
{
    return g_object_new(OSINFO_TYPE_INSTALL_CONFIG, "id", id, NULL);
}

/**
 * osinfo_install_config_get_hardware_arch:
 * @config: a configuration
 *
 * Gets the architecture of the machine.
 *
 * Returns: (transfer none) (nullable): the value, such as `x86_64`; %NULL when it is not set
 *
 * Since: 0.2.8
 */
/**
 * osinfo_install_config_set_hardware_arch:
 * @config: a configuration
 * @arch: the architecture of the machine, such as `x86_64`
 *
 * Sets the architecture of the machine.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(hardware_arch, HARDWARE_ARCH, arch)

/**
 * osinfo_install_config_get_l10n_timezone:
 * @config: a configuration
 *
 * Gets the time zone. A new
 * configuration has `America/New_York`.
 *
 * Returns: (transfer none) (nullable): the value, such as `Europe/Berlin`; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_l10n_timezone:
 * @config: a configuration
 * @tz: the time zone, such as `Europe/Berlin`
 *
 * Sets the time zone.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(l10n_timezone, L10N_TIMEZONE, tz)

/**
 * osinfo_install_config_get_l10n_language:
 * @config: a configuration
 *
 * Gets the language. A new
 * configuration has `en_US`.
 *
 * Returns: (transfer none) (nullable): the value, such as `de_DE`; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_l10n_language:
 * @config: a configuration
 * @language: the language, such as `de_DE`
 *
 * Sets the language.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(l10n_language, L10N_LANGUAGE, language)

/**
 * osinfo_install_config_get_l10n_keyboard:
 * @config: a configuration
 *
 * Gets the keyboard. A new
 * configuration has `en_US`.
 *
 * Returns: (transfer none) (nullable): the value, such as `de_DE`; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_l10n_keyboard:
 * @config: a configuration
 * @keyboard: the keyboard, such as `de_DE`
 *
 * Sets the keyboard.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(l10n_keyboard, L10N_KEYBOARD, keyboard)

/**
 * osinfo_install_config_get_admin_password:
 * @config: a configuration
 *
 * Gets the password of the administrator. A new
 * configuration has a random one.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_admin_password:
 * @config: a configuration
 * @password: the password of the administrator
 *
 * Sets the password of the administrator.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(admin_password, ADMIN_PASSWORD, password)

/**
 * osinfo_install_config_get_user_password:
 * @config: a configuration
 *
 * Gets the password of the user.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_user_password:
 * @config: a configuration
 * @password: the password of the user
 *
 * Sets the password of the user.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(user_password, USER_PASSWORD, password)

/**
 * osinfo_install_config_get_user_login:
 * @config: a configuration
 *
 * Gets the name that the user logs in with.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_user_login:
 * @config: a configuration
 * @username: the name that the user logs in with
 *
 * Sets the name that the user logs in with.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(user_login, USER_LOGIN, username)

/**
 * osinfo_install_config_get_user_realname:
 * @config: a configuration
 *
 * Gets the name that the user has in life.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_user_realname:
 * @config: a configuration
 * @name: the name that the user has in life
 *
 * Sets the name that the user has in life.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(user_realname, USER_REALNAME, name)

/**
 * osinfo_install_config_get_user_autologin:
 * @config: a configuration
 *
 * Tells whether the user is logged in without being asked.
 *
 * Returns: the answer; %FALSE when nothing is said
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_user_autologin:
 * @config: a configuration
 * @autologin: whether the user is logged in without being asked
 *
 * Says whether the user is logged in without being asked.
 *
 * Since: 0.2.0
 */
DEFINE_ANSWER(user_autologin, USER_AUTOLOGIN, autologin, FALSE)

/**
 * osinfo_install_config_get_user_administrator:
 * @config: a configuration
 *
 * Tells whether the user may administer the machine.
 *
 * Returns: the answer; %FALSE when nothing is said
 *
 * Since: 0.2.0
 */
/**
 * osinfo_install_config_set_user_administrator:
 * @config: a configuration
 * @admin: whether the user may administer the machine
 *
 * Says whether the user may administer the machine.
 *
 * Since: 0.2.0
 */
DEFINE_ANSWER(user_administrator, USER_ADMIN, admin, FALSE)

/**
 * osinfo_install_config_get_reg_login:
 * @config: a configuration
 *
 * Gets the name to register the system with.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.8
 */
/**
 * osinfo_install_config_set_reg_login:
 * @config: a configuration
 * @name: the name to register the system with
 *
 * Sets the name to register the system with.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(reg_login, REG_LOGIN, name)

/**
 * osinfo_install_config_get_reg_password:
 * @config: a configuration
 *
 * Gets the password to register the system with.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.8
 */
/**
 * osinfo_install_config_set_reg_password:
 * @config: a configuration
 * @password: the password to register the system with
 *
 * Sets the password to register the system with.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(reg_password, REG_PASSWORD, password)

/**
 * osinfo_install_config_get_reg_product_key:
 * @config: a configuration
 *
 * Gets the product key.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.8
 */
/**
 * osinfo_install_config_set_reg_product_key:
 * @config: a configuration
 * @key: the product key
 *
 * Sets the product key.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(reg_product_key, REG_PRODUCTKEY, key)

/**
 * osinfo_install_config_get_hostname:
 * @config: a configuration
 *
 * Gets the name of the machine.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 0.2.8
 */
/**
 * osinfo_install_config_set_hostname:
 * @config: a configuration
 * @hostname: the name of the machine
 *
 * Sets the name of the machine.
 *
 * Since: 0.2.0
 */
DEFINE_TEXT(hostname, HOSTNAME, hostname)

/**
 * osinfo_install_config_get_target_disk:
 * @config: a configuration
 *
 * Gets the disk to install to.
 *
 * Returns: (transfer none) (nullable): the value, as the installer calls it; %NULL when it is not
 * set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_target_disk:
 * @config: a configuration
 * @disk: the disk to install to, as the installer calls it
 *
 * Sets the disk to install to.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(target_disk, TARGET_DISK, disk)

/**
 * osinfo_install_config_get_script_disk:
 * @config: a configuration
 *
 * Gets the disk that holds the script.
 *
 * Returns: (transfer none) (nullable): the value, as the installer calls it; %NULL when it is not
 * set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_script_disk:
 * @config: a configuration
 * @disk: the disk that holds the script, as the installer calls it
 *
 * Sets the disk that holds the script.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(script_disk, SCRIPT_DISK, disk)

/**
 * osinfo_install_config_get_avatar_location:
 * @config: a configuration
 *
 * Gets the path of the user's picture.
 *
 * Returns: (transfer none) (nullable): the value, on its disk; %NULL when it is not set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_avatar_location:
 * @config: a configuration
 * @location: the path of the user's picture, on its disk
 *
 * Sets the path of the user's picture.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(avatar_location, AVATAR_LOCATION, location)

/**
 * osinfo_install_config_get_avatar_disk:
 * @config: a configuration
 *
 * Gets the disk that holds the user's picture.
 *
 * Returns: (transfer none) (nullable): the value, as the installer calls it; %NULL when it is not
 * set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_avatar_disk:
 * @config: a configuration
 * @disk: the disk that holds the user's picture, as the installer calls it
 *
 * Sets the disk that holds the user's picture.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(avatar_disk, AVATAR_DISK, disk)

/**
 * osinfo_install_config_get_pre_install_drivers_disk:
 * @config: a configuration
 *
 * Gets the disk with drivers that the installer itself needs.
 *
 * Returns: (transfer none) (nullable): the value, as the installer calls it; %NULL when it is not
 * set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_pre_install_drivers_disk:
 * @config: a configuration
 * @disk: the disk with drivers that the installer itself needs, as the installer calls it
 *
 * Sets the disk with drivers that the installer itself needs.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(pre_install_drivers_disk, PRE_INSTALL_DRIVERS_DISK, disk)

/**
 * osinfo_install_config_get_pre_install_drivers_location:
 * @config: a configuration
 *
 * Gets the path of drivers that the installer itself needs.
 *
 * Returns: (transfer none) (nullable): the value, on their disk; %NULL when it is not set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_pre_install_drivers_location:
 * @config: a configuration
 * @location: the path of drivers that the installer itself needs, on their disk
 *
 * Sets the path of drivers that the installer itself needs.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(pre_install_drivers_location, PRE_INSTALL_DRIVERS_LOCATION, location)

/**
 * osinfo_install_config_get_post_install_drivers_disk:
 * @config: a configuration
 *
 * Gets the disk with drivers to be installed in the end.
 *
 * Returns: (transfer none) (nullable): the value, as the system calls it; %NULL when it is not set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_post_install_drivers_disk:
 * @config: a configuration
 * @disk: the disk with drivers to be installed in the end, as the system calls it
 *
 * Sets the disk with drivers to be installed in the end.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(post_install_drivers_disk, POST_INSTALL_DRIVERS_DISK, disk)

/**
 * osinfo_install_config_get_post_install_drivers_location:
 * @config: a configuration
 *
 * Gets the path of drivers to be installed in the end.
 *
 * Returns: (transfer none) (nullable): the value, on their disk; %NULL when it is not set
 *
 * Since: 0.2.2
 */
/**
 * osinfo_install_config_set_post_install_drivers_location:
 * @config: a configuration
 * @location: the path of drivers to be installed in the end, on their disk
 *
 * Sets the path of drivers to be installed in the end.
 *
 * Since: 0.2.2
 */
DEFINE_TEXT(post_install_drivers_location, POST_INSTALL_DRIVERS_LOCATION, location)

/**
 * osinfo_install_config_get_driver_signing:
 * @config: a configuration
 *
 * Tells whether drivers must be signed.
 *
 * Returns: the answer; %TRUE when nothing is said
 *
 * Since: 0.2.6
 */
/**
 * osinfo_install_config_set_driver_signing:
 * @config: a configuration
 * @signing: whether drivers must be signed
 *
 * Says whether drivers must be signed.
 *
 * Since: 0.2.6
 */
DEFINE_ANSWER(driver_signing, DRIVER_SIGNING, signing, TRUE)

/**
 * osinfo_install_config_get_installation_url:
 * @config: a configuration
 *
 * Gets the URL to install from.
 *
 * Returns: (transfer none) (nullable): the value; %NULL when it is not set
 *
 * Since: 1.5.0
 */
/**
 * osinfo_install_config_set_installation_url:
 * @config: a configuration
 * @url: the URL to install from
 *
 * Sets the URL to install from.
 *
 * Since: 1.5.0
 */
DEFINE_TEXT(installation_url, INSTALLATION_URL, url)
