/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The small text files by which media name themselves. How such a file is taken apart is told by
 * text_file.c.
 */

#pragma once

#include "format/content.h"
#include "format/text_file.h"

G_BEGIN_DECLS

/* Those that tell the system, and those that say something more of it. */
extern const ContentReader content_text_files;
extern const ContentReader content_added_text_files;

/* The rows, for tests. */
extern const TextFile text_files[];
extern const gsize text_files_count;
extern const TextFile added_text_files[];
extern const gsize added_text_files_count;

G_END_DECLS
