/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compares folders by device and inode, which are the same by whatever name they are reached.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include "common/folder_trail.h"

/* Folders above a database. */
#define MAX_ABOVE 256

typedef struct {
    guint64 device;
    guint64 inode;
} FolderId;

static gboolean
is_same(FolderId id, guint64 device, guint64 inode)
{
    return id.device == device && id.inode == inode;
}

GArray *
folder_trail_find_above(int folder)
{
    GArray *above = g_array_new(FALSE, FALSE, sizeof(FolderId));
    g_autoptr(GString) path = g_string_new("..");
    FolderId last = {0};
    struct stat status;
    int saved = errno;

    while (above->len < MAX_ABOVE && fstatat(folder, path->str, &status, 0) == 0) {
        FolderId id = {(guint64)status.st_dev, (guint64)status.st_ino};

        /* what is above "/" is "/" */
        if (above->len > 0 && is_same(last, id.device, id.inode))
            break;
        g_array_append_val(above, id);
        last = id;
        g_string_append(path, "/..");
    }
    errno = saved;
    return above;
}

FolderTrail
folder_trail_enter(const FolderTrail *parent, const GArray *above, const struct stat *status)
{
    FolderTrail trail = {
        .parent = parent,
        .above = above,
        .device = (guint64)status->st_dev,
        .inode = (guint64)status->st_ino,
        .depth = parent != NULL ? parent->depth + 1 : 0,
    };

    return trail;
}

gboolean
folder_trail_contains(const FolderTrail *self, const struct stat *status)
{
    guint64 device = (guint64)status->st_dev;
    guint64 inode = (guint64)status->st_ino;
    const GArray *above = self->above;

    for (; self != NULL; self = self->parent) {
        if (self->device == device && self->inode == inode)
            return TRUE;
    }
    for (guint i = 0; i < above->len; i++) {
        if (is_same(g_array_index(above, FolderId, i), device, inode))
            return TRUE;
    }
    return FALSE;
}
