/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes archives of databases: POSIX tar, compressed with xz. What goes in decides every byte that
 * comes out. A file appears under its name when it is whole; until then the old one stays.
 */
#pragma once

#include <glib.h>

typedef struct ArchiveWriter ArchiveWriter;

/* @path: "-" is standard output, which gets the archive as it is made. @time: of all entries,
 * seconds since 1970. NULL with an error. */
ArchiveWriter *archive_writer_new(const char *path, gint64 time, GError **error);

/* Names are UTF-8 and without a slash at the end; a folder comes before what is in it. */
gboolean archive_writer_add_folder(ArchiveWriter *self, const char *name, GError **error);
gboolean archive_writer_add_file(ArchiveWriter *self, const char *name, GBytes *content,
                                 GError **error);

/* Ends the archive, and puts the file in its place. */
gboolean archive_writer_finish(ArchiveWriter *self, GError **error);

/* An archive that was not finished leaves nothing behind. */
void archive_writer_free(ArchiveWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveWriter, archive_writer_free)
