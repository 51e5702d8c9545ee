/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of file systems of disks. Those that are read as media are, too, follow links here.
 */

#include "config.h"

#include "format/btrfs.h"
#include "format/disk_file_systems.h"
#include "format/erofs.h"
#include "format/exfat.h"
#include "format/ext.h"
#include "format/fat.h"
#include "format/ntfs.h"
#include "format/squashfs.h"
#include "format/ufs.h"
#include "format/xfs.h"

typedef FormatAnswer (*OpenFileSystem)(Source *source, FileSystem **out_files, GError **error);

/* The surest mark first. */
static const struct {
    OpenFileSystem open;
    gboolean follows_links;
} kinds[] = {
    /* clang-format off */
    {xfs_open,      TRUE},
    {ntfs_open,     FALSE},
    {exfat_open,    FALSE},
    {squashfs_open, TRUE},
    {erofs_open,    TRUE},
    {btrfs_open,    TRUE},
    {ext_open,      TRUE},
    {ufs_open,      TRUE},
    {fat_open,      FALSE},
    /* clang-format on */
};

FormatAnswer
disk_file_system_open(Source *source, FileSystem **out_files, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        FormatAnswer answer = kinds[i].open(source, out_files, error);

        if (answer == FORMAT_FOUND)
            (*out_files)->follows_links = kinds[i].follows_links;
        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
    return FORMAT_NOT_THIS;
}
