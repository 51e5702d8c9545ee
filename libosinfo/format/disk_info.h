/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The file .disk/info, in which Debian, Ubuntu and what is made of them say what a medium is.
 */

#pragma once

#include "format/content.h"

G_BEGIN_DECLS

#define DISK_INFO_MAX_SIZE 4096 /* bytes that are read; what comes behind is not seen */
#define DISK_INFO_MAX_WORDS 64  /* of a line; likewise */

extern const ContentReader content_disk_info;

G_END_DECLS
