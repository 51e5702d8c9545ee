/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compares the sources of a store with what is on disk. Directories alone would not do: an edit in
 * place changes a file and not its folder.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "common/descriptor.h"
#include "store/freshness.h"

/* The text of the first problem of a level; NULL: there is none. */
static const char *
find_problem(const Store *store, StoreProblemLevel level)
{
    guint n_problems = 0;
    const StoreProblemF *problems = store_get_section(store, STORE_SECTION_PROBLEMS, &n_problems);

    for (guint i = 0; i < n_problems; i++) {
        const char *text = store_get_string(store, problems[i].text);

        if (problems[i].level == level)
            return text != NULL ? text : "";
    }
    return NULL;
}

const char *
freshness_find_unknown(const Store *store)
{
    const char *text = find_problem(store, STORE_PROBLEM_UNKNOWN);

    return text != NULL ? text : find_problem(store, STORE_PROBLEM_CHANGED);
}

gboolean
freshness_is_changing(const Store *store)
{
    return find_problem(store, STORE_PROBLEM_CHANGED) != NULL;
}

static gint64
to_ns(const struct timespec *time)
{
    return (gint64)time->tv_sec * 1000000000 + time->tv_nsec;
}

void
freshness_fill(StoreSourceF *source, const struct stat *status)
{
    source->device = (guint64)status->st_dev;
    source->inode = (guint64)status->st_ino;
    if (!S_ISREG(status->st_mode) && !S_ISDIR(status->st_mode))
        return; /* /dev/null, the mask, has times of its own */
    source->size = (gint64)status->st_size;
    source->modified = to_ns(&status->st_mtim);
    source->changed = to_ns(&status->st_ctim);
}

static gboolean
is_same_place(const StoreSourceF *source, const struct stat *status)
{
    return (guint64)status->st_dev == source->device && (guint64)status->st_ino == source->inode;
}

static gboolean
is_same(const StoreSourceF *source, const struct stat *status)
{
    StoreSourceF now = {0};

    freshness_fill(&now, status);
    return is_same_place(source, status) && now.size == source->size &&
           now.modified == source->modified && now.changed == source->changed;
}

/* A name that could not be looked at has nothing but zeros; it must stay like that. */
static gboolean
check_entry(const StoreSourceF *source, int root, const char *path)
{
    struct stat status;

    if (root < 0)
        return FALSE;
    if (fstatat(root, path, &status, 0) != 0)
        return descriptor_is_proof(errno) && source->inode == 0 && source->changed == 0;
    return is_same(source, &status);
}

static gboolean
check_root(const StoreSourceF *source, const char *path, int *out_root)
{
    struct stat status;

    *out_root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *out_root >= 0 && fstat(*out_root, &status) == 0 && is_same(source, &status);
}

static gboolean
check_source(const StoreSourceF *source, const char *path, int *root)
{
    struct stat status;

    if (path == NULL)
        return FALSE;
    switch ((StoreSourceType)source->type) {
    case STORE_SOURCE_ENTRY:
        return check_entry(source, *root, path);
    case STORE_SOURCE_ROOT:
        if (*root >= 0)
            close(*root);
        return check_root(source, path, root);
    case STORE_SOURCE_FILE_ROOT:
        return stat(path, &status) == 0 && is_same(source, &status);
    case STORE_SOURCE_ABSENT:
        return access(path, R_OK) != 0 && descriptor_is_proof(errno);
    default:
        return FALSE;
    }
}

gboolean
freshness_check(const Store *store)
{
    guint n_sources = 0;
    const StoreSourceF *sources = store_get_section(store, STORE_SECTION_SOURCES, &n_sources);
    int root = -1;
    gboolean fresh = TRUE;

    for (guint i = 0; i < n_sources && fresh; i++)
        fresh = check_source(&sources[i], store_get_string(store, sources[i].path), &root);
    if (root >= 0)
        close(root);
    return fresh;
}

gboolean
freshness_is_replaced(const Store *store)
{
    guint n_sources = 0;
    const StoreSourceF *sources = store_get_section(store, STORE_SECTION_SOURCES, &n_sources);

    for (guint i = 0; i < n_sources; i++) {
        const char *path = store_get_string(store, sources[i].path);
        gboolean is_location =
            sources[i].type == STORE_SOURCE_ROOT || sources[i].type == STORE_SOURCE_FILE_ROOT;
        struct stat status;

        if (is_location && path != NULL && stat(path, &status) == 0 &&
            !is_same_place(&sources[i], &status))
            return TRUE;
    }
    return FALSE;
}

/* May owner, group and others do what reading needs? */
static gboolean
is_open(const struct stat *status)
{
    mode_t wanted = S_ISDIR(status->st_mode) ? 0555 : 0444;

    return (status->st_mode & wanted) == wanted;
}

/* The same, with all folders that lead to @path. */
static gboolean
is_open_path(const char *path)
{
    g_autofree char *real = realpath(path, NULL);
    struct stat status;

    if (real == NULL || stat(real, &status) != 0 || !is_open(&status))
        return FALSE;
    for (char *end = strrchr(real, '/'); end != NULL; end = strrchr(real, '/')) {
        *end = '\0';
        if (stat(*real != '\0' ? real : "/", &status) != 0 || (status.st_mode & 0111) != 0111)
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_open_source(const StoreSourceF *source, const char *root, const char *path)
{
    g_autofree char *whole = NULL;
    struct stat status;

    if (source->type == STORE_SOURCE_ABSENT || source->inode == 0)
        return TRUE;
    if (source->type != STORE_SOURCE_ENTRY)
        return is_open_path(path);
    /* folders between the root and this one are sources themselves */
    whole = g_build_filename(root, path, NULL);
    if (lstat(whole, &status) != 0)
        return FALSE;
    return S_ISLNK(status.st_mode) ? is_open_path(whole) : is_open(&status);
}

gboolean
freshness_is_public(const Store *store)
{
    guint n_sources = 0;
    const StoreSourceF *sources = store_get_section(store, STORE_SECTION_SOURCES, &n_sources);
    const char *root = "/";

    for (guint i = 0; i < n_sources; i++) {
        const char *path = store_get_string(store, sources[i].path);

        if (path == NULL)
            return FALSE;
        if (sources[i].type == STORE_SOURCE_ROOT)
            root = path;
        if (!is_open_source(&sources[i], root, path))
            return FALSE;
    }
    return TRUE;
}

/* A time in whole seconds is of a file system that has no others: some of them count by twos. Else it
 * is the kernel's clock, which ticks each 10 ms at the slowest. */
static gint64
get_tick(gint64 time)
{
    return time % 1000000000 == 0 ? G_GINT64_CONSTANT(2000000000) : 20000000;
}

/* Servers and programs give times by clocks of their own. */
static gboolean
is_remote(const char *path)
{
    static const unsigned long remote[] = {
        NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, SMB2_SUPER_MAGIC, CIFS_SUPER_MAGIC, V9FS_MAGIC,
        FUSE_SUPER_MAGIC, AFS_SUPER_MAGIC, AFS_FS_MAGIC,     CEPH_SUPER_MAGIC, CODA_SUPER_MAGIC};
    struct statfs status;

    if (statfs(path, &status) != 0)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(remote); i++) {
        if ((unsigned long)status.f_type == remote[i])
            return TRUE;
    }
    return FALSE;
}

gint64
freshness_get_wait(const Store *store, gint64 start)
{
    guint n_sources = 0;
    const StoreSourceF *sources = store_get_section(store, STORE_SECTION_SOURCES, &n_sources);
    gboolean is_far = FALSE;
    gint64 wait = 0;

    for (guint i = 0; i < n_sources; i++) {
        const char *path = store_get_string(store, sources[i].path);
        gint64 changed = 0;

        if (sources[i].type == STORE_SOURCE_ROOT || sources[i].type == STORE_SOURCE_FILE_ROOT)
            is_far = path == NULL || is_remote(path);
        /* so that nothing can overflow */
        changed = CLAMP(sources[i].changed, 0, G_MAXINT64 / 2);
        wait = MAX(wait, changed + get_tick(is_far ? 0 : changed) - start);
    }
    return wait;
}
