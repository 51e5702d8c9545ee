/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists folders, sorts what is in them and says what each name leads to. What to make of it is the
 * visitor's business.
 */
#include "config.h"
#include "facts/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "common/descriptor.h"
#include "common/folder_trail.h"
#include "common/translate.h"
#include "files/folder_walk.h"

typedef struct {
    WalkVisit visit;
    gpointer data;
    const char *link; /* the outermost link to a folder on the way; NULL: none */
    guint n_entries;  /* that were visited */
} Walk;

static gboolean walk_folder(Walk *walk, const FolderTrail *trail, const char *path,
                            const char *name, GError **error);

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

static GPtrArray *
list_folder(const char *path, GError **error)
{
    g_auto(AutoFd) folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    GPtrArray *names = folder >= 0 ? descriptor_list_names(folder, DATABASE_MAX_ENTRIES) : NULL;

    if (names == NULL)
        failure_set_path(error, errno, _("cannot read directory"), path);
    return names;
}

/* The link is at fault when there is one. */
static gboolean
fail_with_too_many(const Walk *walk, GError **error)
{
    if (walk->link != NULL)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                    _("more than %d files and folders, many of them behind link %s"),
                    DATABASE_MAX_ENTRIES, walk->link);
    else
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d files and folders"),
                    DATABASE_MAX_ENTRIES);
    return FALSE;
}

static gboolean
walk_entry(Walk *walk, const FolderTrail *parent, const char *path, const char *name,
           GError **error)
{
    struct stat status;
    WalkEntry entry = {.path = path, .name = name};

    if (++walk->n_entries > DATABASE_MAX_ENTRIES)
        return fail_with_too_many(walk, error);
    entry.is_link = lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
    if (stat(path, &status) != 0) {
        entry.kind = WALK_BROKEN;
        entry.failure = errno;
        return walk->visit(&entry, walk->data, error);
    }
    entry.kind = get_kind(&status);
    entry.is_entered = entry.kind == WALK_FOLDER && !folder_trail_contains(parent, &status);
    if (!walk->visit(&entry, walk->data, error))
        return FALSE;
    if (!entry.is_entered)
        return TRUE;

    FolderTrail trail = folder_trail_enter(parent, parent->above, &status);
    const char *link = walk->link;

    if (link == NULL && entry.is_link)
        walk->link = path;
    if (!walk_folder(walk, &trail, path, name, error))
        return FALSE;
    walk->link = link;
    return TRUE;
}

static gboolean
walk_folder(Walk *walk, const FolderTrail *trail, const char *path, const char *name,
            GError **error)
{
    g_autoptr(GPtrArray) names = NULL;

    if (trail->depth >= DATABASE_MAX_DEPTH) {
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

        if (!walk_entry(walk, trail, inner_path, inner_name, error))
            return FALSE;
    }
    return names != NULL;
}

gboolean
folder_walk(const char *path, WalkVisit visit, gpointer data, GError **error)
{
    Walk walk = {.visit = visit, .data = data};
    g_auto(AutoFd) folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    g_autoptr(GArray) above = NULL;
    struct stat status;

    if (folder < 0 || fstat(folder, &status) != 0)
        return failure_set_path(error, errno, _("cannot read directory"), path);
    above = folder_trail_find_above(folder);

    FolderTrail trail = folder_trail_enter(NULL, above, &status);

    return walk_folder(&walk, &trail, path, "", error);
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
