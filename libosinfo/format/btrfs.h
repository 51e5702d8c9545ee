/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of btrfs: of a file system that lies on one device, or whose devices are copies of one
 * another.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define BTRFS_MAX_LEVELS 8           /* of a tree */
#define BTRFS_MAX_NODE (64 * 1024)   /* bytes of a block of a tree */
#define BTRFS_MAX_PIECE (128 * 1024) /* bytes of a compressed piece of a file, packed or not */
#define BTRFS_MAX_CHUNKS 64          /* that are remembered of where logical addresses are */
#define BTRFS_MAX_SYSTEM_CHUNKS 2048 /* bytes of those that the superblock has */

/**
 * btrfs_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files; the root is the top one, in which all subvolumes are
 * @error: return location
 *
 * Reads the superblock. What was written to the log only is not seen. Fails with %G_IO_ERROR_NOT_SUPPORTED
 * when the file system has features that nobody could read it without.
 *
 * Returns: what the partition is
 */
FormatAnswer btrfs_open(Source *source, FileSystem **out_files, GError **error);

/* The subvolume that is mounted when nobody names one, which may be the root. */
FormatAnswer btrfs_find_default(FileSystem *self, FileNode *out_node, GError **error);

/* Is it a file system that btrfs_open() has opened? */
gboolean btrfs_is_it(const FileSystem *self);

G_END_DECLS
