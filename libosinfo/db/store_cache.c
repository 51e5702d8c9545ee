/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One file for each plan and build, named after both. Written beside its place and renamed, so that
 * a reader sees an old one or a new one and two writers do not disturb each other.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "db/store_cache.h"
#include "store/freshness.h"

/* Stores that nobody has written for this long belong to a plan or build of the past. */
#define STALE_SECONDS (30 * 24 * 60 * 60)

StoreMode
store_cache_get_mode(void)
{
    const char *value = g_getenv("OSINFO_STORE");

    if (g_strcmp0(value, "off") == 0)
        return STORE_MODE_OFF;
    return g_strcmp0(value, "strict") == 0 ? STORE_MODE_STRICT : STORE_MODE_CACHE;
}

const char *
store_cache_get_system_directory(void)
{
    return OSINFO_CACHEDIR;
}

static char *
get_user_directory(void)
{
    return g_build_filename(g_get_user_cache_dir(), "libosinfo", NULL);
}

static char *
get_name(const LoadPlan *plan)
{
    g_autofree char *text = load_plan_to_string(plan);
    StoreChecksum checksum = STORE_CHECKSUM_INIT;

    store_checksum_update(&checksum, text, strlen(text));
    store_checksum_update(&checksum, OSINFO_STORE_BUILD, strlen(OSINFO_STORE_BUILD));
    return g_strdup_printf("db-%016" G_GINT64_MODIFIER "x.store", store_checksum_final(&checksum));
}

static Store *
open_in(const char *directory, const char *name, const LoadPlan *plan)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open_file(path, OSINFO_STORE_BUILD, &error);

    if (store == NULL) {
        g_debug("store %s is not used: %s", path, error->message);
        return NULL;
    }
    text = load_plan_to_string(plan);
    if (g_strcmp0(store_get_plan(store), text) != 0 || !freshness_check(store)) {
        g_debug("store %s is out of date", path);
        return NULL;
    }
    return g_steal_pointer(&store);
}

Store *
store_cache_open(const LoadPlan *plan)
{
    g_autofree char *name = get_name(plan);
    g_autofree char *directory = get_user_directory();
    Store *store = open_in(directory, name, plan);

    return store != NULL ? store : open_in(OSINFO_CACHEDIR, name, plan);
}

/* Stores of old, which would otherwise stay for ever. */
static void
remove_stale(const char *directory, const char *keep)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    const char *name = NULL;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        struct stat status;

        if (!g_str_has_prefix(name, "db-") || strcmp(name, keep) == 0)
            continue;
        if (lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
            now - status.st_mtim.tv_sec > STALE_SECONDS)
            unlink(path);
    }
}

static gboolean
write_file(const char *path, GBytes *bytes, mode_t mode)
{
    g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
    int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, (int)mode);
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    gboolean written = FALSE;

    if (fd < 0)
        return FALSE;
    written = descriptor_write_all(fd, data, size) && fchmod(fd, mode) == 0;
    if (close(fd) != 0 || !written || g_rename(temporary, path) != 0) {
        int saved = errno;

        g_unlink(temporary);
        errno = saved;
        return FALSE;
    }
    return TRUE;
}

static char *
write_to(const char *directory, const LoadPlan *plan, GBytes *bytes, mode_t mode)
{
    g_autofree char *name = get_name(plan);
    g_autofree char *path = g_build_filename(directory, name, NULL);

    if (!write_file(path, bytes, mode))
        return NULL;
    remove_stale(directory, name);
    return g_steal_pointer(&path);
}

gboolean
store_cache_is_settled(const Store *store)
{
    return freshness_get_newest(store) +
               STORE_CACHE_SETTLE_SECONDS * G_GINT64_CONSTANT(1000000000) <
           g_get_real_time() * 1000;
}

void
store_cache_write(const LoadPlan *plan, GBytes *bytes, const Store *store)
{
    g_autofree char *directory = get_user_directory();
    g_autofree char *path = NULL;

    if (freshness_find_unknown(store) != NULL || !store_cache_is_settled(store))
        return;
    /* Folders are made only when a file has been tried: there are sandboxes that refuse to open a file
     * for writing, and kill for making a folder, whether it is there or not. */
    path = write_to(directory, plan, bytes, 0600);
    if (path == NULL && errno == ENOENT && g_mkdir_with_parents(directory, 0700) == 0)
        path = write_to(directory, plan, bytes, 0600);
    if (path == NULL)
        g_debug("store cannot be kept in %s: %s", directory, g_strerror(errno));
}

char *
store_cache_write_to(const char *directory, const LoadPlan *plan, GBytes *bytes, GError **error)
{
    char *path = NULL;

    if (g_mkdir_with_parents(directory, 0755) == 0)
        path = write_to(directory, plan, bytes, 0644);
    if (path == NULL)
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno),
                    _("cannot write a store to %s: %s"), directory, g_strerror(errno));
    return path;
}
