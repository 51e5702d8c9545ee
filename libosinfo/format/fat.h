/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of FAT: of 12, 16 and 32 bits, with long names.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define FAT_MAX_PARTS 20 /* entries that a long name takes */

/**
 * fat_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files; names compare without regard to case
 * @error: return location
 *
 * Reads the boot sector, which has no mark that is sure: all of its numbers have to make sense.
 *
 * Returns: what the partition is; never %FORMAT_DAMAGED but when it could not be read
 */
FormatAnswer fat_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
