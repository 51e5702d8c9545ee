/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists folders, sorts what is in them and says what each name leads to. What to make of it is the
 * visitor's business.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "base/limits.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "files/folder_walk.h"

/* A folder that is being walked, and those around it. */
typedef struct Place Place;
struct Place {
    const Place *parent; /* NULL: where the walk began */
    dev_t device;
    ino_t inode;
    guint depth;
};

typedef struct {
    WalkVisit visit;
    gpointer data;
    guint n_entries; /* that were visited */
} Walk;

static gboolean walk_folder(Walk *walk, const Place *place, const char *path, const char *name,
                            GError **error);

static gboolean
is_null_device(const struct stat *status)
{
    return S_ISCHR(status->st_mode) && major(status->st_rdev) == 1 && minor(status->st_rdev) == 3;
}

static WalkKind
get_kind(const struct stat *status)
{
    if (S_ISREG(status->st_mode))
        return WALK_FILE;
    if (S_ISDIR(status->st_mode))
        return WALK_FOLDER;
    return is_null_device(status) ? WALK_NULL : WALK_OTHER;
}

static gboolean
is_around(const Place *place, const struct stat *status)
{
    for (; place != NULL; place = place->parent) {
        if (place->device == status->st_dev && place->inode == status->st_ino)
            return TRUE;
    }
    return FALSE;
}

static GPtrArray *
list_folder(const char *path, GError **error)
{
    g_auto(AutoFd) folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    GPtrArray *names = folder >= 0 ? descriptor_list_names(folder, DATABASE_MAX_ENTRIES) : NULL;

    if (names == NULL)
        failure_set_path(error, errno, _("cannot read directory"), path);
    return names;
}

static gboolean
walk_entry(Walk *walk, const Place *parent, const char *path, const char *name, GError **error)
{
    struct stat status;
    WalkEntry entry = {.path = path, .name = name};

    if (++walk->n_entries > DATABASE_MAX_ENTRIES) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d files and folders"),
                    DATABASE_MAX_ENTRIES);
        return FALSE;
    }
    entry.is_link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    if (stat(path, &status) != 0) {
        entry.kind = WALK_BROKEN;
        entry.failure = errno;
        return walk->visit(&entry, walk->data, error);
    }
    entry.kind = get_kind(&status);
    entry.is_entered = entry.kind == WALK_FOLDER && !is_around(parent, &status);
    if (!walk->visit(&entry, walk->data, error))
        return FALSE;
    if (!entry.is_entered)
        return TRUE;

    Place place = {parent, status.st_dev, status.st_ino, parent->depth + 1};

    return walk_folder(walk, &place, path, name, error);
}

static gboolean
walk_folder(Walk *walk, const Place *place, const char *path, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = NULL;

    if (place->depth >= DATABASE_MAX_DEPTH) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("folders are nested too deeply: %s"),
                    path);
        return FALSE;
    }
    names = list_folder(path, error);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        const char *last = g_ptr_array_index(names, i);
        g_autofree char *inner_path = g_build_filename(path, last, NULL);
        g_autofree char *inner_name =
            *name != '\0' ? g_build_filename(name, last, NULL) : g_strdup(last);

        if (!walk_entry(walk, place, inner_path, inner_name, error))
            return FALSE;
    }
    return names != NULL;
}

gboolean
folder_walk(const char *path, WalkVisit visit, gpointer data, GError **error)
{
    Walk walk = {.visit = visit, .data = data};
    Place place = {0};
    struct stat status;

    if (stat(path, &status) != 0)
        return failure_set_path(error, errno, _("cannot read directory"), path);
    place.device = status.st_dev;
    place.inode = status.st_ino;
    return walk_folder(&walk, &place, path, "", error);
}

static gboolean
read_all(int file, GByteArray *content, gsize max_size, const char *path, GError **error)
{
    guint8 block[64 * 1024];
    gssize count;

    do {
        count = read(file, block, sizeof(block));
        if (count < 0 && errno != EINTR)
            return failure_set_path(error, errno, _("cannot read file"), path);
        if (count > 0)
            g_byte_array_append(content, block, (guint)count);
        if (content->len > max_size) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s is larger than %u MiB"), path,
                        (guint)(max_size >> 20));
            return FALSE;
        }
    } while (count != 0);
    return TRUE;
}

GBytes *
folder_walk_read_descriptor(int file, const char *path, gsize max_size, GError **error)
{
    g_autoptr(GByteArray) content = g_byte_array_new();

    if (!read_all(file, content, max_size, path, error))
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&content));
}

GBytes *
folder_walk_read(const char *path, gsize max_size, GError **error)
{
    struct stat status;
    g_auto(AutoFd) file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (file < 0 || fstat(file, &status) != 0) {
        failure_set_path(error, errno, _("cannot read file"), path);
        return NULL;
    }
    if (!S_ISREG(status.st_mode) && !is_null_device(&status)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _("%s is not a regular file"),
                    path);
        return NULL;
    }
    return folder_walk_read_descriptor(file, path, max_size, error);
}
