/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One file for each plan and build, named after both. Written beside its place and renamed, so that
 * a reader sees an old one or a new one and two writers do not disturb each other.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "db/store_cache.h"
#include "store/freshness.h"

/* Stores that nobody has written or read for this long belong to a plan, a build or a folder of the
 * past. Where a file system does not say when they were read it is when they were written. */
#define STALE_SECONDS (30 * 24 * 60 * 60)
#define DIGITS "0123456789abcdef"
/* Digits that the name of a temporary file has more, behind a dot. */
#define TEMPORARY_LENGTH 6

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

/* Is it `db-`, 16 hexadecimal digits and `.store`, perhaps with the ending of a temporary file? */
static gboolean
is_store_name(const char *name)
{
    const char *end = name + strlen("db-");

    if (!g_str_has_prefix(name, "db-") || strspn(end, DIGITS) != 16 ||
        !g_str_has_prefix(end + 16, ".store"))
        return FALSE;
    end += 16 + strlen(".store");
    return *end == '\0' || (*end == '.' && strlen(end) == 1 + TEMPORARY_LENGTH &&
                            strspn(end + 1, DIGITS) == TEMPORARY_LENGTH);
}

/* Stores of old, which would otherwise stay for ever. */
static void
remove_stale(int folder, const char *keep)
{
    g_autoptr(GPtrArray) names = descriptor_list_names(folder, DESCRIPTOR_ALL);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        struct stat status;

        if (!is_store_name(name) || strcmp(name, keep) == 0)
            continue;
        if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
            status.st_uid == geteuid() &&
            now - MAX(status.st_mtim.tv_sec, status.st_atim.tv_sec) > STALE_SECONDS)
            unlinkat(folder, name, 0);
    }
}

/* A new file beside its place; -1: there can be none. */
static int
open_temporary(int folder, const char *name, mode_t mode, char **out_name)
{
    for (guint i = 0; i < 100; i++) {
        g_autofree char *temporary =
            g_strdup_printf("%s.%0*x", name, TEMPORARY_LENGTH, g_random_int() & 0xffffff);
        int file =
            openat(folder, temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);

        if (file < 0 && errno == EEXIST)
            continue;
        *out_name = g_steal_pointer(&temporary);
        return file;
    }
    return -1;
}

static gboolean
write_file(int folder, const char *name, GBytes *bytes, mode_t mode)
{
    g_autofree char *temporary = NULL;
    int file = open_temporary(folder, name, mode, &temporary);
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    gboolean written = FALSE;

    if (file < 0)
        return FALSE;
    written = descriptor_write_all(file, data, size) && fchmod(file, mode) == 0;
    if (close(file) != 0 || !written || renameat(folder, temporary, folder, name) != 0) {
        int saved = errno;

        unlinkat(folder, temporary, 0);
        errno = saved;
        return FALSE;
    }
    return TRUE;
}

/* Nobody but this user and root may say where it is written: a folder or link on the way that is
 * somebody else's would lead a program of root's to wherever that one likes. */
static gboolean
is_trusted(const struct stat *status)
{
    return status->st_uid == 0 || status->st_uid == geteuid();
}

/* Makes a folder. A file in it is tried before: there are sandboxes that refuse to open a file for
 * writing, and kill for making a folder, whether it is there or not. */
static gboolean
make_folder(int parent, const char *name, mode_t mode)
{
    g_autofree char *probe = g_build_filename(name, "probe", NULL);
    g_auto(AutoFd) file =
        openat(parent, probe, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (file >= 0) {
        unlinkat(parent, probe, 0); /* somebody else has made it meanwhile */
        return TRUE;
    }
    return errno == ENOENT && (mkdirat(parent, name, mode) == 0 || errno == EEXIST);
}

/* One step down, to a folder that is made if need be; -1: no. */
static int
open_step(int parent, const char *name, mode_t mode)
{
    struct stat above;
    struct stat status;
    int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;

    if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        if (S_ISLNK(status.st_mode) && !is_trusted(&status)) {
            errno = EPERM;
            return -1;
        }
        return openat(parent, name, S_ISLNK(status.st_mode) ? flags : flags | O_NOFOLLOW);
    }
    if (errno != ENOENT || fstat(parent, &above) != 0)
        return -1;
    if (!is_trusted(&above)) {
        errno = EPERM;
        return -1;
    }
    return make_folder(parent, name, mode) ? openat(parent, name, flags | O_NOFOLLOW) : -1;
}

/* The folder @path to write into, made if need be; -1: there can be none, as errno says. */
static int
open_folder(const char *path, mode_t mode)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);
    g_auto(AutoFd) folder = open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct stat status;

    for (guint i = 0; names[i] != NULL && folder >= 0; i++) {
        int below = *names[i] != '\0' ? open_step(folder, names[i], mode) : g_steal_fd(&folder);

        auto_fd_clear(&folder);
        folder = below;
    }
    if (folder < 0 || fstat(folder, &status) != 0)
        return -1;
    if (!is_trusted(&status)) {
        errno = EPERM;
        return -1;
    }
    return g_steal_fd(&folder);
}

static char *
write_to(const char *directory, const LoadPlan *plan, GBytes *bytes, mode_t folder_mode,
         mode_t mode)
{
    g_auto(AutoFd) folder = open_folder(directory, folder_mode);
    g_autofree char *name = get_name(plan);

    if (folder < 0 || !write_file(folder, name, bytes, mode))
        return NULL;
    remove_stale(folder, name);
    return g_build_filename(directory, name, NULL);
}

void
store_cache_write(const LoadPlan *plan, GBytes *bytes, const Store *store, gint64 start)
{
    g_autofree char *directory = get_user_directory();
    g_autofree char *path = NULL;

    if (freshness_find_unknown(store) != NULL || freshness_get_wait(store, start) > 0)
        return;
    path = write_to(directory, plan, bytes, 0700, 0600);
    if (path == NULL)
        g_debug("store cannot be kept in %s: %s", directory, g_strerror(errno));
}

char *
store_cache_write_to(const char *directory, const LoadPlan *plan, GBytes *bytes, gboolean is_public,
                     GError **error)
{
    char *path = write_to(directory, plan, bytes, 0755, is_public ? 0644 : 0600);

    if (path == NULL)
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(errno),
                    _("cannot write a store to %s: %s"), directory, g_strerror(errno));
    return path;
}
