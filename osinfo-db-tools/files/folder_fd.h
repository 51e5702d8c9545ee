/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files and folders below a descriptor. No symbolic link on the way is followed: who owns a folder
 * cannot lead us out of it. Functions set errno; a path is relative, "" is the folder itself.
 */
#pragma once

#include <glib.h>

/* What is not yet under its name; left behind only by a program that was killed. */
#define FOLDER_FD_TEMPORARY_PREFIX ".osinfo-db-import-"

/* Descriptor of a folder below @root; -1: it cannot be had. */
int folder_fd_open(int root, const char *path);

/* Makes a folder and those above it, where they are missing. */
gboolean folder_fd_make(int root, const char *path);

/* Makes a file in a folder that nobody else looks into yet. */
gboolean folder_fd_write_new(int folder, const char *name, const guint8 *content, gsize size);

/* Puts a file in the place of what was there, at once; folders above it must be there. */
gboolean folder_fd_write_file(int root, const char *path, const guint8 *content, gsize size);

/* The same with what is in a regular file now. */
gboolean folder_fd_write_copy(int root, const char *path, int from);

/* Puts the same file or link, or a folder, below another root: as a hard link where that is
 * possible. What is there already stays. */
gboolean folder_fd_carry_over(int from, int to, const char *path);

/* Gives a folder below @to the owner and the rights that it has below @from, as far as we may. */
void folder_fd_copy_rights(int from, int to, const char *path);

/* Is there a regular file, which may be read, that holds just this? FALSE: it cannot be found out. */
gboolean folder_fd_compare(int root, const char *path, GBytes *content, gboolean *out_is_same);

/* Gives a file of another folder, which holds @content, the same name in a folder that nobody else
 * looks into yet, if it is what folder_fd_write_new() would make. FALSE: it is not. */
gboolean folder_fd_link_new(int from, int to, const char *name, GBytes *content);

/* Removes a file or an empty folder. */
gboolean folder_fd_remove_one(int root, const char *path);

/* Removes everything of this name in a folder, as far as possible. */
void folder_fd_remove_all(int folder, const char *name);
