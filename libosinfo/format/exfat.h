/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of exFAT.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define EXFAT_MAX_SET 19 /* entries that tell of one file */

/**
 * exfat_open:
 * @source: a partition, which must outlive the file system
 * @out_files: (out): its folders and files; names compare without regard to case
 * @error: return location
 *
 * Reads the boot sector, and the start of the root folder, where the label is.
 *
 * Returns: what the partition is
 */
FormatAnswer exfat_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
