/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the administrator and the user set once: where the project's server is, how patient
 * downloads are, which keys count.
 *
 * Each value comes from the first of: the option, the environment, the file, what is built in.
 *
 * | file: group, key         | environment           | value, built in                             |
 * | ------------------------ | --------------------- | ------------------------------------------- |
 * | server, url              | OSINFO_DB_URL         | folder of latest.json, -Ddatabase-url=      |
 * | server, ca-file          | OSINFO_DB_CA_FILE     | certificates instead of the system's        |
 * | download, idle-timeout   |                       | seconds without a byte, 30                  |
 * | download, total-timeout  |                       | seconds for one file, 900                   |
 * | download, retries        |                       | attempts after the first, 4                 |
 * | download, retry-delay    |                       | seconds before the second, 1; doubles       |
 * | download, max-size       |                       | bytes of an archive, 512 MiB                |
 * | signature, keys          | OSINFO_DB_KEYS        | folders, with ':' between, of *.asc, *.gpg  |
 * | signature, required      |                       | true: all; false: none; announced           |
 *
 * The file is <sysconfdir>/osinfo-db-tools.conf, or what OSINFO_DB_TOOLS_CONF names: a key file as
 * GLib reads it. A file that is not there is fine; one with a word that is not known is refused,
 * since what its author wanted would not happen.
 */
#pragma once

#include <glib.h>

/* Which archives are refused without a good signature? */
typedef enum {
    SETTINGS_SIGNATURE_ANNOUNCED, /* those that latest.json or nightly.json announce */
    SETTINGS_SIGNATURE_NONE,
    SETTINGS_SIGNATURE_ALL,
} SettingsSignature;

typedef struct {
    char *url;           /* without a slash at its end; NULL: none was named */
    char *ca_file;       /* NULL: the system's certificates */
    char **key_folders;  /* ends with NULL; some may be missing */
    guint idle_timeout;  /* milliseconds */
    guint total_timeout; /* milliseconds */
    guint retries;       /* attempts after the first */
    guint retry_delay;   /* milliseconds */
    guint64 max_size;    /* bytes */
    SettingsSignature signature;
} Settings;

/* Where the administrator's keys belong: the last one of the folders. Borrowed. */
const char *settings_get_key_folder(const Settings *self);

/* The value of an option. @url: a folder, http:, https: or file:. FALSE with an error: none. */
gboolean settings_set_url(Settings *self, const char *url, GError **error);

/* Reads a file, which need not exist, and the environment. NULL with an error when a value is
 * wrong. */
Settings *settings_read(const char *path, GError **error);
void settings_free(Settings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

/* The program's own: read by the first call, and borrowed. NULL with an error, every time, when a
 * value is wrong. */
Settings *settings_get(GError **error);
