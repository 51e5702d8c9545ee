/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The file systems that a disk, a partition or a volume can have.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

/* Evidence of file systems: which one, and its label; where: how to get there. */
#define DISK_FILE_SYSTEM "disk.file-system"
#define DISK_FILE_SYSTEM_LABEL "disk.file-system-label"

/* Tries one kind after the other, by what the bytes begin with. %FORMAT_DAMAGED: it is one of them, and cannot be
 * read; the error begins with its name. */
FormatAnswer disk_file_system_open(Source *source, FileSystem **out_files, GError **error);

G_END_DECLS
