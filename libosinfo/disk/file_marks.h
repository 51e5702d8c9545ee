/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The marks of file systems that are read elsewhere: where one stands, no layer is looked for.
 */

#pragma once

#include "format/format.h"

/* Is one of them there? What its file system says is not looked at. */
FormatAnswer file_marks_find(Source *source, GError **error);

/* Does a sector begin as the boot sector of FAT, exFAT or NTFS does? Their last two bytes are those of a
 * partition table, too. */
gboolean file_marks_is_boot_sector(const guint8 sector[512]);
