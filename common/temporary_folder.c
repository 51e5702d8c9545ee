/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes temporary folders, and removes them with what is in them.
 */
#include "config.h"

#include <ftw.h>

#include <glib/gstdio.h>

#include "common/temporary_folder.h"
#include "common/translate.h"

#define MAX_OPEN_FOLDERS 16 /* descriptors that walking a tree may take */

char *
temporary_folder_new(const char *form, GError **error)
{
    char *path = g_dir_make_tmp(form, error);

    if (path == NULL)
        g_prefix_error(error, "%s", _("cannot make a temporary folder: "));
    return path;
}

static int
remove_entry(const char *path, const struct stat *status G_GNUC_UNUSED, int type G_GNUC_UNUSED,
             struct FTW *place G_GNUC_UNUSED)
{
    g_remove(path);
    return 0; /* what can be removed is removed */
}

void
temporary_folder_remove(char *path)
{
    if (path == NULL)
        return;
    nftw(path, remove_entry, MAX_OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
    g_free(path);
}
