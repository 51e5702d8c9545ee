/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Folders and files of an EROFS image, which newer live media have inside. What is in them is left to
 * others.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

/**
 * erofs_open:
 * @source: an image, which must outlive the file system
 * @out_files: (out): its folders and files
 * @error: return location
 *
 * Reads what an image starts with. Fails with %G_IO_ERROR_NOT_SUPPORTED when it has features that are not
 * known here; a file that is stored in chunks fails likewise when it is opened.
 *
 * Returns: what the image is
 */
FormatAnswer erofs_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
