/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the configuration: a table of what can be set, from a key file and the environment.
 */
#include "config.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "base/failure.h"
#include "base/settings.h"
#include "common/address.h"
#include "common/key_file.h"
#include "common/text.h"
#include "common/translate.h"

#define DEFAULT_MAX_SIZE (G_GUINT64_CONSTANT(512) << 20)
#define MAX_SECONDS (7 * 24 * 3600)
#define MAX_RETRIES 100

typedef struct {
    const char *group;
    const char *key;
    const char *variable; /* of the environment; NULL: none */
    gboolean (*set)(Settings *self, gsize offset, const char *value, GError **error);
    gsize offset; /* in Settings */
} Setting;

gboolean
settings_set_url(Settings *self, const char *url, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GUri) uri = address_parse(url, &cause);

    if (uri == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    _("'%s' is not a valid address: %s"), url, cause->message);
        return FALSE;
    }

    char *copy = g_strdup(url);

    for (gsize end = strlen(copy); end > 0 && copy[end - 1] == '/'; end--)
        copy[end - 1] = '\0';
    g_free(self->url);
    self->url = copy;
    return TRUE;
}

static gboolean
set_url(Settings *self, gsize offset G_GNUC_UNUSED, const char *value, GError **error)
{
    return settings_set_url(self, value, error);
}

static gboolean
set_path(Settings *self, gsize offset, const char *value, GError **error)
{
    char **member = G_STRUCT_MEMBER_P(self, offset);

    if (!g_path_is_absolute(value))
        return failure_set(error, G_IO_ERROR_INVALID_ARGUMENT, _("not an absolute path"));
    g_free(*member);
    *member = g_strdup(value);
    return TRUE;
}

static gboolean
set_folders(Settings *self, gsize offset, const char *value, GError **error)
{
    g_auto(GStrv) folders = g_strsplit(value, ":", -1);

    for (char **folder = folders; *folder != NULL; folder++) {
        if (!g_path_is_absolute(*folder))
            return failure_set(error, G_IO_ERROR_INVALID_ARGUMENT,
                               _("not a list of absolute paths separated by ':'"));
    }

    char ***member = G_STRUCT_MEMBER_P(self, offset);

    g_strfreev(*member);
    *member = g_steal_pointer(&folders);
    return TRUE;
}

/* Kept as milliseconds. */
static gboolean
set_seconds(Settings *self, gsize offset, const char *value, GError **error)
{
    char *end = NULL;
    double seconds = g_ascii_strtod(value, &end);

    if (end == value || *end != '\0' || !(seconds >= 0.001 && seconds <= MAX_SECONDS))
        return failure_set(error, G_IO_ERROR_INVALID_ARGUMENT, _("not a number of seconds"));
    *(guint *)G_STRUCT_MEMBER_P(self, offset) = (guint)lround(seconds * 1000);
    return TRUE;
}

static gboolean
set_count(Settings *self, gsize offset, const char *value, GError **error)
{
    guint64 count = 0;

    if (!g_ascii_string_to_unsigned(value, 10, 0, MAX_RETRIES, &count, error))
        return FALSE;
    *(guint *)G_STRUCT_MEMBER_P(self, offset) = (guint)count;
    return TRUE;
}

static gboolean
set_size(Settings *self, gsize offset, const char *value, GError **error)
{
    return g_ascii_string_to_unsigned(value, 10, 1, G_MAXINT64, G_STRUCT_MEMBER_P(self, offset),
                                      error);
}

static gboolean
set_signature(Settings *self, gsize offset G_GNUC_UNUSED, const char *value, GError **error)
{
    static const char *const words[] = {
        [SETTINGS_SIGNATURE_ANNOUNCED] = "announced",
        [SETTINGS_SIGNATURE_NONE] = "false",
        [SETTINGS_SIGNATURE_ALL] = "true",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_equal(value, words[i])) {
            self->signature = (SettingsSignature)i;
            return TRUE;
        }
    }
    return failure_set(error, G_IO_ERROR_INVALID_ARGUMENT, _("expected true, false or announced"));
}

#define MEMBER(name) G_STRUCT_OFFSET(Settings, name)
/* clang-format off */
static const Setting settings[] = {
    {"server",    "url",           "OSINFO_DB_URL",     set_url,     MEMBER(url)},
    {"server",    "ca-file",       "OSINFO_DB_CA_FILE", set_path,    MEMBER(ca_file)},
    {"download",  "idle-timeout",  NULL,                set_seconds, MEMBER(idle_timeout)},
    {"download",  "total-timeout", NULL,                set_seconds, MEMBER(total_timeout)},
    {"download",  "retries",       NULL,                set_count,   MEMBER(retries)},
    {"download",  "retry-delay",   NULL,                set_seconds, MEMBER(retry_delay)},
    {"download",  "max-size",      NULL,                set_size,    MEMBER(max_size)},
    {"signature", "keys",          "OSINFO_DB_KEYS",    set_folders, MEMBER(key_folders)},
    {"signature", "required",      NULL,                set_signature, 0},
};
/* clang-format on */

static const Setting *
find_setting(const char *group, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
        if (g_str_equal(settings[i].group, group) && g_str_equal(settings[i].key, key))
            return &settings[i];
    }
    return NULL;
}

static gboolean
read_group(Settings *self, GKeyFile *file, const char *group, GError **error)
{
    g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, error);

    for (char **key = keys; key != NULL && *key != NULL; key++) {
        const Setting *setting = find_setting(group, *key);
        g_autofree char *value = NULL;
        gboolean is_set = FALSE;

        if (setting == NULL)
            failure_set(error, G_IO_ERROR_INVALID_ARGUMENT, _("unknown setting"));
        else if ((value = key_file_read_text(file, group, *key, error)) != NULL)
            is_set = setting->set(self, setting->offset, g_strstrip(value), error);

        if (!is_set) {
            g_prefix_error(error, _("[%s] %s: "), group, *key);
            return FALSE;
        }
    }
    return keys != NULL;
}

static gboolean
read_file(Settings *self, const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) cause = NULL;
    gboolean is_read = g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &cause);

    if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;

    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

    for (char **group = groups; is_read && *group != NULL; group++)
        is_read = read_group(self, file, *group, &cause);
    if (!is_read) {
        /* it may quote a value, which may have escaped line breaks */
        char *shown = text_show(cause->message);

        g_free(cause->message);
        cause->message = shown;
        g_propagate_prefixed_error(error, g_steal_pointer(&cause), _("cannot use '%s': "), path);
    }
    return is_read;
}

static gboolean
read_environment(Settings *self, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
        const char *name = settings[i].variable;
        const char *value = name != NULL ? g_getenv(name) : NULL;

        if (value == NULL || *value == '\0')
            continue;
        if (!settings[i].set(self, settings[i].offset, value, error)) {
            g_prefix_error(error, _("%s: "), name);
            return FALSE;
        }
    }
    return TRUE;
}

const char *
settings_get_key_folder(const Settings *self)
{
    guint count = g_strv_length(self->key_folders);

    return count > 0 ? self->key_folders[count - 1] : strrchr(KEY_FOLDERS, ':') + 1;
}

void
settings_free(Settings *self)
{
    if (self == NULL)
        return;
    g_free(self->url);
    g_free(self->ca_file);
    g_strfreev(self->key_folders);
    g_free(self);
}

Settings *
settings_read(const char *path, GError **error)
{
    g_autoptr(Settings) self = g_new0(Settings, 1);

    self->key_folders = g_strsplit(KEY_FOLDERS, ":", -1);
    self->idle_timeout = 30 * 1000;
    self->total_timeout = 900 * 1000;
    self->retries = 4;
    self->retry_delay = 1000;
    self->max_size = DEFAULT_MAX_SIZE;
    if (*DATABASE_URL != '\0' && !settings_set_url(self, DATABASE_URL, error))
        return NULL;
    if (!read_file(self, path, error) || !read_environment(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

Settings *
settings_get(GError **error)
{
    static Settings *self;
    const char *path = g_getenv("OSINFO_DB_TOOLS_CONF");

    if (self == NULL)
        self = settings_read(path != NULL && *path != '\0' ? path : CONFIG_FILE, error);
    return self;
}
