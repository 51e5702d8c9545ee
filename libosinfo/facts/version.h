/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Versions of databases, dates such as 20260320, in files and elsewhere perhaps with blanks around
 * or more behind them; and of what has versions of numbers with points between.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The file of a database that says it, below its folder, and the length that is read of it. */
#define VERSION_FILE "VERSION"
#define VERSION_MAX_LENGTH 256

/* Less than, equal to or greater than 0, as strcmp(): numbers in them compare as numbers, all else
 * byte by byte, blanks at the ends do not count. NULL is older than everything. */
int version_compare(const char *a, const char *b);
/* The same of texts without blanks, neither of them NULL: 3.9 is before 3.10, 3 before 3.0. */
int version_order(const char *a, const char *b);

/* Is it that of an entry for releases to come: "unknown", "9-unknown"? NULL is not. */
gboolean version_is_to_come(const char *version);

/* Is a release of that status (`release-status`) none yet, so that it answers where no other one does? NULL is not. */
gboolean version_is_aside(const char *status);

G_END_DECLS
