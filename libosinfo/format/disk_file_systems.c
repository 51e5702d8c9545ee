/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of file systems of disks. Those that are read as media are, too, follow links here.
 */

#include "config.h"

#include "format/btrfs.h"
#include "format/disk_file_systems.h"
#include "format/erofs.h"
#include "format/ext.h"
#include "format/ntfs.h"
#include "format/squashfs.h"
#include "format/xfs.h"

typedef FormatAnswer (*OpenFileSystem)(Source *source, FileSystem **out_files, GError **error);

/* The surest mark first. */
static const OpenFileSystem kinds[] = {xfs_open,   ntfs_open,  squashfs_open,
                                       erofs_open, btrfs_open, ext_open};

FormatAnswer
disk_file_system_open(Source *source, FileSystem **out_files, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        FormatAnswer answer = kinds[i](source, out_files, error);

        if (answer == FORMAT_FOUND && kinds[i] != ntfs_open)
            (*out_files)->follows_links = TRUE;
        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
    return FORMAT_NOT_THIS;
}
