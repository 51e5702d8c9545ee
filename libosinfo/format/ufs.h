/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of UFS, also called FFS, as BSDs have it.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define UFS_MAX_BLOCK (64 * 1024) /* bytes of a block */

/**
 * ufs_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files
 * @error: return location
 *
 * Looks for the superblock of version 1 or 2, of machines that have the lowest byte first.
 *
 * Returns: what the partition is
 */
FormatAnswer ufs_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
