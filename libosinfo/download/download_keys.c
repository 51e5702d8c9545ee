/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "db/locations.h"
#include "download/download_keys.h"
#include "signature/signature_module.h"

#define KEYS_FOLDER "keys" /* below the folder of a database */
#define MAX_ADDRESSES 16   /* that are asked for keys */

static gboolean
has_key_suffix(const char *name)
{
    return *name != '.' && (g_str_has_suffix(name, ".asc") || g_str_has_suffix(name, ".gpg"));
}

/* A FIFO would be waited for. */
static void
add_file(GPtrArray *keys, int folder, const char *name)
{
    g_auto(AutoFd) file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    g_autofree guint8 *bytes = NULL;
    struct stat status;
    gssize size = -1;

    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > SIGNATURE_MAX_KEY_BYTES)
        return;
    bytes = g_malloc(SIGNATURE_MAX_KEY_BYTES);
    size = descriptor_read_start(file, bytes, SIGNATURE_MAX_KEY_BYTES);
    if (size > 0)
        g_ptr_array_add(keys, g_bytes_new(bytes, (gsize)size));
}

static void
add_folder(GPtrArray *keys, const char *path)
{
    g_auto(AutoFd) folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GPtrArray) names =
        folder >= 0 ? descriptor_list_names(folder, DOWNLOAD_KEYS_MAX_FILES) : NULL;

    for (guint i = 0; names != NULL && i < MIN(names->len, DOWNLOAD_KEYS_MAX_FILES); i++) {
        if (has_key_suffix(names->pdata[i]))
            add_file(keys, folder, names->pdata[i]);
    }
}

/* Takes over @base; NULL: there is no such database. */
static void
add_database(GPtrArray *keys, char *base)
{
    g_autofree char *path = base != NULL ? g_build_filename(base, KEYS_FOLDER, NULL) : NULL;

    if (path != NULL)
        add_folder(keys, path);
    g_free(base);
}

GPtrArray *
download_keys_read(OsinfoDownload *self)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; i < self->key_folders->len; i++)
        add_folder(keys, g_ptr_array_index(self->key_folders, i));
    add_database(keys, locations_get_user());
    add_database(keys, locations_get_local());
    add_database(keys, locations_get_refreshed());
    add_database(keys, locations_get_system());
    return keys;
}

gboolean
download_keys_fetch(OsinfoDownload *self, GPtrArray *keys, char **out_reason,
                    GCancellable *cancellable, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    *out_reason = NULL;
    for (guint i = 0; i < self->keys->len; i++) {
        const SigningKey *key = g_ptr_array_index(self->keys, i);

        for (guint j = 0; key->addresses[j] != NULL; j++) {
            g_autoptr(GError) cause = NULL;
            GBytes *bytes = NULL;

            if (g_hash_table_size(seen) == MAX_ADDRESSES ||
                !g_hash_table_add(seen, key->addresses[j]))
                continue;
            bytes = download_read_text(self, key->addresses[j], SIGNATURE_MAX_KEY_BYTES, FALSE,
                                       cancellable, &cause);
            if (g_cancellable_set_error_if_cancelled(cancellable, error)) {
                g_clear_pointer(&bytes, g_bytes_unref);
                return FALSE;
            }
            if (bytes != NULL)
                g_ptr_array_add(keys, bytes);
            else if (*out_reason == NULL)
                *out_reason = g_strdup(cause->message);
        }
    }
    return TRUE;
}
