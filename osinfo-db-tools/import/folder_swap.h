/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Puts the content of an archive into a folder, so that everybody else sees the old content or the
 * new one. The new folder is made beside the target and takes its place in one step:
 *
 *  1. The history says what is ours now, what will be, and which folder is going to be the target.
 *  2. .osinfo-db-import-XXXXXXXX beside the target gets the archive, as links to the target's files
 *     where these stay as they are, and links to what others put there. All goes to the disk.
 *  3. It is exchanged with the target.
 *  4. The history says that it is done, and the old folder is removed.
 *
 * A target that cannot be exchanged, since it is a mount point, its folder may not be written or
 * its file system cannot do that, has its files replaced one by one instead. What a program that
 * was killed left is removed by the next one.
 */
#pragma once

#include <glib.h>

#include "import/import_history.h"
#include "import/import_plan.h"

typedef struct {
    const char *target; /* absolute, without symbolic links */
    int archive;        /* descriptor of a regular file */
    const ArchiveContent *content;
    const ImportOrigin *origin; /* of the archive */
    ImportHistory *history;     /* locked */
    gboolean is_verbose;        /* says on standard output what happens */
} ImportJob;

/* Does it all. Blocks. FALSE with an error: the target is as it was, unless its files had to be
 * replaced one by one. @out_old: path of the old folder, which whoever is reading it may still need
 * for a moment, for folder_swap_remove_old(); NULL: none. */
gboolean folder_swap_run(const ImportJob *job, char **out_old, GError **error);

/* Removes what folder_swap_run() left, and frees the path. NULL is fine. */
void folder_swap_remove_old(char *old);
