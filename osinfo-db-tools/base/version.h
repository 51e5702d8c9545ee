/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Versions of databases: dates such as 20260320, in files and elsewhere perhaps with blanks around
 * or more behind them.
 */
#pragma once

#include <glib.h>

/* The length of a version that is read. */
#define VERSION_MAX_LENGTH 256

/* Less than, equal to or greater than 0, as strcmp(): numbers in them compare as numbers, all else
 * byte by byte, blanks at the ends do not count. NULL is older than everything. */
int version_compare(const char *a, const char *b);

/* The version of the database in @directory, trimmed. NULL without an error: it has none. */
char *version_read(const char *directory, GError **error);
