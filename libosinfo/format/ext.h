/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of ext2, ext3 and ext4.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define EXT_MAX_DEPTH 5      /* levels of a tree of extents */
#define EXT_MAX_LEVELS 3     /* levels of the index of a folder */
#define EXT_MAX_COLLISIONS 8 /* blocks of a folder whose names have the same hash */

/**
 * ext_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files
 * @error: return location
 *
 * Reads the superblock. What the journal has that is not in its place yet is not seen. Fails with
 * %G_IO_ERROR_NOT_SUPPORTED when the file system has features that nobody could read it without.
 *
 * Returns: what the partition is
 */
FormatAnswer ext_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
