/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Folders on the way to where a walk is, so that links which lead back to one of them are noticed.
 * Those above the folder where the walk began count, too: a link to "/" holds itself.
 */
#pragma once

#include <sys/stat.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct FolderTrail FolderTrail;
struct FolderTrail {
    const FolderTrail *parent; /* NULL: where the walk began */
    const GArray *above;       /* of FolderId, folders above that one; the caller's */
    guint64 device;
    guint64 inode;
    guint depth; /* folders behind one another, the first one is 0 */
};

/* Folders above an open one, as far as they may be looked at. Leaves errno alone. */
GArray *folder_trail_find_above(int folder);

/* The way to a folder inside of @parent, or with NULL to the one where the walk begins. */
FolderTrail folder_trail_enter(const FolderTrail *parent, const GArray *above,
                               const struct stat *status);

/* Is this folder one of those on the way? */
gboolean folder_trail_contains(const FolderTrail *self, const struct stat *status);

G_END_DECLS
