/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads archives of databases: tar, plain or compressed with xz. They are hostile until proven
 * otherwise: nothing but files and folders with plain relative names comes out, each once, within
 * limits.
 */
#pragma once

#include <glib.h>

#define ARCHIVE_MAX_PACKED_SIZE (G_GUINT64_CONSTANT(512) << 20) /* bytes of the archive itself */
#define ARCHIVE_MAX_FILE_SIZE (64 << 20)                        /* bytes */
#define ARCHIVE_MAX_TOTAL_SIZE (G_GUINT64_CONSTANT(256) << 20)  /* bytes, all files */
#define ARCHIVE_MAX_PATH_LENGTH 1024                            /* bytes */

/* An entry. All is borrowed until the visit is over. */
typedef struct {
    const char *name; /* in the archive, UTF-8 */
    /* without the top folder, and without a slash at its end; "": the top folder */
    const char *path;
    gboolean is_folder;
    const guint8 *content; /* of a file; NULL: it is empty, or a folder */
    gsize size;            /* bytes */
} ArchiveEntry;

/* Returns FALSE with an error to stop. */
typedef gboolean (*ArchiveVisit)(const ArchiveEntry *entry, gpointer data, GError **error);

/* Copies what comes from a descriptor, perhaps a pipe, into a temporary file without a name, and
 * returns its descriptor at the beginning; -1 with an error. @name is for errors. */
int archive_reader_spool(int input, const char *name, GError **error);

/* Visits all entries of an archive from the beginning of a regular file, in their order. FALSE with
 * an error when it is not a valid archive; by then entries may have been visited.
 * @name is for errors. */
gboolean archive_reader_read(int input, const char *name, ArchiveVisit visit, gpointer data,
                             GError **error);
