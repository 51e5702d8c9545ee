/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Folders that are gone when whoever made them is done: nobody else can guess their names, or look into them.
 */
#pragma once

#include <glib.h>

/* A new folder that only this user can enter, where this system has temporary files. @form: its name, which ends with
 * "XXXXXX". Returns its path, for temporary_folder_remove(); NULL with an error. */
char *temporary_folder_new(const char *form, GError **error);

/* Removes the folder with all that is in it, and frees @path. NULL is fine. */
void temporary_folder_remove(char *path);
