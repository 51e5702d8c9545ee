/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an archive of a database holds, in memory.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *name;      /* in the archive */
    char *path;      /* without the top folder; "": the top folder itself */
    GBytes *content; /* NULL: a folder */
} ArchiveContentEntry;

typedef struct {
    GPtrArray *entries;  /* of ArchiveContentEntry, in the archive's order */
    GHashTable *by_path; /* the same without top folders; borrows */
    guint n_files;
    char *version; /* trimmed; NULL: it has none */
} ArchiveContent;

/* Reads a whole archive from a regular file. NULL with an error when it is not right; @name is for
 * errors. */
ArchiveContent *archive_content_read(int archive, const char *name, GError **error);
void archive_content_free(ArchiveContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveContent, archive_content_free)

/* NULL: it has nothing of this path. */
const ArchiveContentEntry *archive_content_find(const ArchiveContent *self, const char *path);
