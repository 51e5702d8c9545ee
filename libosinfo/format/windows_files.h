/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Files of Windows media, for windows_media.c and windows_legacy.c: many names of a folder looked up at
 * once, as folders have hundreds of them, and small text files, which are mostly .ini files.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define WINDOWS_MAX_TEXT_FILE (16 * 1024) /* bytes of a small text file that are read */
#define WINDOWS_MAX_LINES 64              /* of a section of an .ini file */
#define WINDOWS_MAX_LINE 256              /* bytes of a line; it is cut there */

/* A name that is looked for, and what is there. */
typedef struct {
    const char *name; /* in any case; NULL: the last row */
    gboolean is_found;
    FileNode node; /* with is_found */
} WindowsFile;

/* Looks all of @wanted up in a folder; of several names that differ in case, the first one counts. FALSE:
 * the folder is damaged, or cannot be read; what was found before is there. */
gboolean windows_find_files(FileSystem *files, const FileNode *folder, WindowsFile *wanted,
                            GError **error);

/* The first @max bytes of a file, as UTF-8; what is UTF-16 is marked by its first bytes. NULL: it cannot
 * be read, or it was not found, which is no error. */
char *windows_read_text(FileSystem *files, const WindowsFile *file, gsize max, GError **error);

/* The lines of a section of an .ini file that say something, without white space around them. */
char **windows_ini_section(const char *text, const char *section);

/* The value of a key, without quotes; NULL: there is none. */
char *windows_ini_value(char *const *lines, const char *key);

G_END_DECLS
