/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of a squashfs image, which most live media have inside. What is in them is left
 * to others.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define SQUASHFS_MAX_BLOCK (1024 * 1024) /* bytes of a block of a file */
#define SQUASHFS_MAX_FILE_BLOCKS 65536   /* of a file; what comes behind cannot be read */

/**
 * squashfs_open:
 * @source: an image, which must outlive the file system
 * @out_files: (out): its folders and files
 * @error: return location
 *
 * Reads what an image of version 4.0 starts with. Fails with %G_IO_ERROR_NOT_SUPPORTED when it is of
 * another version or compressed by LZMA or LZO.
 *
 * Returns: what the image is
 */
FormatAnswer squashfs_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
