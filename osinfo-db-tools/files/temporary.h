/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that are gone when the program is, and that nobody else can open.
 */
#pragma once

#include <glib.h>

/* A file without a name, where this system has temporary files. Returns its descriptor, for the
 * caller to close; -1 with an error. */
int temporary_file_open(GError **error);
