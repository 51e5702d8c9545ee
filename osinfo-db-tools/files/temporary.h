/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files and folders that are gone when the program is: nobody else can guess their names, or open
 * them.
 */
#pragma once

#include <glib.h>

/* A file without a name, where this system has temporary files. Returns its descriptor, for the
 * caller to close; -1 with an error. */
int temporary_file_open(GError **error);

/* A new folder that only this user can enter. Returns its path, for temporary_folder_remove(); NULL
 * with an error. */
char *temporary_folder_new(GError **error);

/* Removes the folder with all that is in it, and frees @path. NULL is fine. */
void temporary_folder_remove(char *path);
