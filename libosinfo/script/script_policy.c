/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parameters that a script declares, one by one. A required one must have been set; an empty
 * value is an answer, too: graphical programs set one for a user without a password. Values that
 * are not empty have a shape that follows from the parameter's name. Which names of time zones,
 * locales or keyboards there are, is for the installer to say: the machine at hand knows only its
 * own.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/osinfo_install_config_param_private.h"
#include "script/script_policy.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* Is the value as the script's mask wants it? '@' any character, '%' a letter, '#' a digit, '$' a
 * letter or a digit; others stand for themselves. */
static gboolean
is_product_key(OsinfoInstallScript *script, const char *value)
{
    const char *mask = osinfo_install_script_get_product_key_format(script);

    if (mask == NULL)
        return TRUE;
    for (; *mask != '\0' && *value != '\0'; mask++, value = g_utf8_next_char(value)) {
        gboolean fits = *mask == '@'   ? TRUE
                        : *mask == '%' ? g_ascii_isalpha(*value)
                        : *mask == '#' ? g_ascii_isdigit(*value)
                        : *mask == '$' ? g_ascii_isalnum(*value)
                                       : *mask == *value;

        if (!fits)
            return FALSE;
    }
    return *mask == '\0' && *value == '\0';
}

/* C, C: and C:\ are disks of DOS, and so is a number; others have a name. */
static gboolean
is_dos_disk(const char *value)
{
    if (strspn(value, DIGITS) == strlen(value))
        return TRUE;
    return g_ascii_isalpha(value[0]) &&
           (value[1] == '\0' || strcmp(value + 1, ":") == 0 || strcmp(value + 1, ":\\") == 0);
}

static gboolean
is_disk(OsinfoInstallScript *script, const char *value)
{
    gboolean is_dos = osinfo_install_script_get_path_format(script) == OSINFO_PATH_FORMAT_DOS;

    return is_dos == is_dos_disk(value);
}

/* Area/City, UTC, Etc/GMT+1: parts of letters and a few other characters. */
static gboolean
is_time_zone(OsinfoInstallScript *script G_GNUC_UNUSED, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, "/", -1);

    for (guint i = 0; parts[i] != NULL; i++) {
        if (!g_ascii_isalpha(parts[i][0]) ||
            strspn(parts[i], LETTERS DIGITS "_+-") != strlen(parts[i]))
            return FALSE;
    }
    return parts[0] != NULL;
}

/* de, de_AT, de-AT, sr_RS.UTF-8@latin, C. */
static gboolean
is_locale(OsinfoInstallScript *script G_GNUC_UNUSED, const char *value)
{
    return g_ascii_isalpha(value[0]) && strspn(value, LETTERS DIGITS "_.@-") == strlen(value);
}

/* us, de_CH, de-latin1, ca (eng), us(dvorak-intl), de,us. */
static gboolean
is_keyboard(OsinfoInstallScript *script G_GNUC_UNUSED, const char *value)
{
    return g_ascii_isalnum(value[0]) && strspn(value, LETTERS DIGITS "_.@,+() -") == strlen(value);
}

static const struct {
    const char *name;
    gboolean (*is_right)(OsinfoInstallScript *script, const char *value);
} shapes[] = {
    {OSINFO_INSTALL_CONFIG_PROP_AVATAR_DISK, is_disk},
    {OSINFO_INSTALL_CONFIG_PROP_L10N_KEYBOARD, is_keyboard},
    {OSINFO_INSTALL_CONFIG_PROP_L10N_LANGUAGE, is_locale},
    {OSINFO_INSTALL_CONFIG_PROP_L10N_TIMEZONE, is_time_zone},
    {OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_DISK, is_disk},
    {OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_DISK, is_disk},
    {OSINFO_INSTALL_CONFIG_PROP_REG_PRODUCTKEY, is_product_key},
    {OSINFO_INSTALL_CONFIG_PROP_SCRIPT_DISK, is_disk},
    {OSINFO_INSTALL_CONFIG_PROP_TARGET_DISK, is_disk},
};

static char *
check_param(OsinfoInstallScript *script, OsinfoInstallConfigParam *param,
            OsinfoInstallConfig *config)
{
    const char *name = osinfo_install_config_param_get_name(param);
    const char *value = osinfo_entity_get_param_value(OSINFO_ENTITY(config), name);
    const char *mapped = NULL;

    if (value == NULL && osinfo_install_config_param_is_required(param))
        /* Translators: name of a parameter */
        return g_strdup_printf(_("the parameter %s is required"), name);
    if (value == NULL || *value == '\0')
        return NULL;
    mapped = install_config_param_map(param, value);
    if (mapped != NULL && *mapped == '\0')
        /* Translators: value and name of a parameter */
        return g_strdup_printf(_("no replacement for the value '%s' of %s"), value, name);
    for (guint i = 0; mapped == NULL && i < G_N_ELEMENTS(shapes); i++) {
        if (strcmp(name, shapes[i].name) == 0 && !shapes[i].is_right(script, value))
            /* Translators: name of a parameter. The value is not shown: it may be a secret. */
            return g_strdup_printf(_("the value of %s has an invalid format"), name);
    }
    return NULL;
}

char *
script_policy_check(OsinfoInstallScript *script, OsinfoInstallConfig *config)
{
    g_autoptr(GList) params = osinfo_install_script_get_config_param_list(script);
    char *complaint = NULL;

    for (GList *param = params; param != NULL && complaint == NULL; param = param->next)
        complaint = check_param(script, param->data, config);
    return complaint;
}

static const char *
get_text(OsinfoInstallConfig *config, const char *name)
{
    const char *value = osinfo_entity_get_param_value(OSINFO_ENTITY(config), name);

    return value != NULL && *value != '\0' ? value : NULL;
}

const char *
script_policy_get_user_name(OsinfoInstallScript *script, OsinfoInstallConfig *config)
{
    const char *login = get_text(config, OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN);

    /* scripts of Windows make one, whatever they declare, and name it after its owner if need be */
    if (osinfo_install_script_get_path_format(script) == OSINFO_PATH_FORMAT_DOS)
        return login != NULL ? login : get_text(config, OSINFO_INSTALL_CONFIG_PROP_USER_REALNAME);
    if (!osinfo_install_script_has_config_param_name(script, OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN))
        return NULL;
    return login;
}
