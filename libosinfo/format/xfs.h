/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of XFS.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define XFS_MAX_LEVELS 9      /* of a tree of extents, or of hashes */
#define XFS_MAX_COLLISIONS 64 /* names of a folder that have the same hash */

/**
 * xfs_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files
 * @error: return location
 *
 * Reads the superblock of version 4 or 5. Fails with %G_IO_ERROR_NOT_SUPPORTED when the file system has
 * features that nobody could read it without.
 *
 * Returns: what the partition is
 */
FormatAnswer xfs_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
