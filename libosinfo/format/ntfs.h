/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of NTFS.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define NTFS_MAX_RECORD 4096       /* bytes of a record of the master file table */
#define NTFS_MAX_INDEX (64 * 1024) /* bytes of a block of a folder's index */
#define NTFS_MAX_LEVELS 16         /* of a folder's index */
#define NTFS_MAX_RUNS 8192         /* pieces of a file */
#define NTFS_MAX_LIST (64 * 1024)  /* bytes of a list of attributes */
#define NTFS_MAX_LISTED 512        /* records that a list of attributes leads to */

/**
 * ntfs_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files; names compare without regard to case
 * @error: return location
 *
 * Reads the boot sector, and where the master file table is. Compressed and encrypted files are refused
 * (%G_IO_ERROR_NOT_SUPPORTED) when they are opened.
 *
 * Returns: what the partition is
 */
FormatAnswer ntfs_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
