/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The configuration of an installation, from words of the command line and from key files. What
 * comes later replaces what came before.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "common/key_file.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/install_script_settings.h"

#define CONFIG_ID "https://libosinfo.org/config"
#define CONFIG_GROUP "install-script"
#define MAX_FILE_SIZE (1024 * 1024) /* bytes */

/* What files may set. */
static const char *const file_keys[] = {
    OSINFO_INSTALL_CONFIG_PROP_HARDWARE_ARCH,
    OSINFO_INSTALL_CONFIG_PROP_L10N_TIMEZONE,
    OSINFO_INSTALL_CONFIG_PROP_L10N_LANGUAGE,
    OSINFO_INSTALL_CONFIG_PROP_L10N_KEYBOARD,
    OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD,
    OSINFO_INSTALL_CONFIG_PROP_USER_PASSWORD,
    OSINFO_INSTALL_CONFIG_PROP_USER_LOGIN,
    OSINFO_INSTALL_CONFIG_PROP_USER_REALNAME,
    OSINFO_INSTALL_CONFIG_PROP_USER_AUTOLOGIN,
    OSINFO_INSTALL_CONFIG_PROP_USER_ADMIN,
    OSINFO_INSTALL_CONFIG_PROP_REG_LOGIN,
    OSINFO_INSTALL_CONFIG_PROP_REG_PASSWORD,
    OSINFO_INSTALL_CONFIG_PROP_REG_PRODUCTKEY,
    OSINFO_INSTALL_CONFIG_PROP_HOSTNAME,
    OSINFO_INSTALL_CONFIG_PROP_TARGET_DISK,
    OSINFO_INSTALL_CONFIG_PROP_SCRIPT_DISK,
    OSINFO_INSTALL_CONFIG_PROP_AVATAR_LOCATION,
    OSINFO_INSTALL_CONFIG_PROP_AVATAR_DISK,
    OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_DISK,
    OSINFO_INSTALL_CONFIG_PROP_PRE_INSTALL_DRIVERS_LOCATION,
    OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_DISK,
    OSINFO_INSTALL_CONFIG_PROP_POST_INSTALL_DRIVERS_LOCATION,
    OSINFO_INSTALL_CONFIG_PROP_DRIVER_SIGNING,
    OSINFO_INSTALL_CONFIG_PROP_INSTALLATION_URL,
};

static const char *const password_keys[] = {
    OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD,
    OSINFO_INSTALL_CONFIG_PROP_USER_PASSWORD,
    OSINFO_INSTALL_CONFIG_PROP_REG_PASSWORD,
    NULL,
};

OsinfoInstallConfig *
settings_get_config(Settings *self)
{
    if (self->config == NULL)
        self->config = osinfo_install_config_new(CONFIG_ID);
    return self->config;
}

static gboolean
is_password(const char *key)
{
    return g_strv_contains(password_keys, key);
}

static void
set_value(Settings *self, const char *key, const char *value)
{
    osinfo_entity_set_param(OSINFO_ENTITY(settings_get_config(self)), key, value);
    if (strcmp(key, OSINFO_INSTALL_CONFIG_PROP_ADMIN_PASSWORD) == 0)
        self->has_admin_password = TRUE;
}

gboolean
settings_add_pair(Settings *self, const char *pair, GError **error)
{
    const char *equals = strchr(pair, '=');

    if (equals == NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("Expected configuration key=value"));
        return FALSE;
    }

    g_autofree char *key = g_strndup(pair, (gsize)(equals - pair));

    /* everybody on this machine sees the command line */
    if (is_password(key))
        g_printerr("%s\n", _("When setting user or admin password, use --config-file instead."));
    set_value(self, key, equals + 1);
    return TRUE;
}

static void
set_errno(int code, GError **error)
{
    g_set_error_literal(error, G_FILE_ERROR, g_file_error_from_errno(code), g_strerror(code));
}

static FILE *
open_file(const char *location, GError **error)
{
    g_autofree char *path = NULL;
    FILE *file = NULL;

    if (strcmp(location, "-") == 0)
        return stdin;
    if (g_ascii_strncasecmp(location, "file:", strlen("file:")) == 0) {
        path = g_filename_from_uri(location, NULL, error);
        if (path == NULL)
            return NULL;
    }
    file = g_fopen(path != NULL ? path : location, "re");
    if (file == NULL)
        set_errno(errno, error);
    return file;
}

/* All of a file, which is closed. */
static char *
read_file(FILE *file, gsize *out_size, gboolean *out_is_public, GError **error)
{
    g_autofree char *text = g_malloc(MAX_FILE_SIZE + 1);
    gsize size = fread(text, 1, MAX_FILE_SIZE + 1, file);
    int failure = ferror(file) != 0 ? errno : 0;
    struct stat status = {0};

    if (failure == 0 && fstat(fileno(file), &status) != 0)
        failure = errno;
    if (file != stdin)
        fclose(file);
    if (failure != 0) {
        set_errno(failure, error);
        return NULL;
    }
    if (size > MAX_FILE_SIZE) {
        set_errno(EFBIG, error);
        return NULL;
    }
    *out_size = size;
    *out_is_public = S_ISREG(status.st_mode) && (status.st_mode & S_IROTH) != 0;
    return g_steal_pointer(&text);
}

static GKeyFile *
read_key_file(const char *location, gboolean *out_is_public, GError **error)
{
    FILE *file = open_file(location, error);
    gsize size = 0;
    g_autofree char *text = file != NULL ? read_file(file, &size, out_is_public, error) : NULL;
    g_autoptr(GKeyFile) keys = g_key_file_new();

    if (text == NULL || !g_key_file_load_from_data(keys, text, size, G_KEY_FILE_NONE, error))
        return NULL;
    return g_steal_pointer(&keys);
}

gboolean
settings_add_file(Settings *self, const char *location, GError **error)
{
    gboolean is_public = FALSE;
    gboolean has_passwords = FALSE;
    g_autoptr(GKeyFile) keys = read_key_file(location, &is_public, error);
    g_auto(GStrv) present =
        keys != NULL ? g_key_file_get_keys(keys, CONFIG_GROUP, NULL, error) : NULL;

    if (present == NULL)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(file_keys); i++) {
        if (!g_strv_contains((const char *const *)present, file_keys[i]))
            continue;

        g_autofree char *value = key_file_read_text(keys, CONFIG_GROUP, file_keys[i], error);

        if (value == NULL)
            return FALSE;
        has_passwords |= is_password(file_keys[i]);
        set_value(self, file_keys[i], value);
    }
    if (is_public && has_passwords) {
        g_autofree char *shown = g_filename_display_name(location);

        tool_print_message(_("Everybody can read the passwords in config file '%s'.\n"), shown);
    }
    return TRUE;
}
