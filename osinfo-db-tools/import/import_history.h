/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What imports into a folder have put there, and the archives they took it from. It stands outside
 * the database, since nothing may be added to that: in /var/lib/osinfo-db-tools for root, in
 * $XDG_STATE_HOME/osinfo-db-tools for others, a folder for each target:
 *
 *     record          text: see record.c
 *     lock            held by an import while it runs
 *     SHA-256.tar     the archives of the last two imports, and of those that were interrupted
 *
 * What an archive holds is ours where it still is as it was. A record that is lost means that
 * nothing is known to be ours, so that nothing is removed.
 */
#pragma once

#include <glib.h>

typedef struct Record Record;

/* Opens the record of a target, an absolute path, without changing anything. There is always one,
 * perhaps empty.
 * @root: NULL, or the --root that the target is below: the record is there too, or, if it is no
 * whole system with /var/lib, nowhere. */
Record *record_open(const char *target, const char *root);
void record_free(Record *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

/* Makes the folder of the record, waits for others who hold it, and reads it again. A record that
 * cannot be kept gets a warning and is no error; another import that does not end is one. */
gboolean record_lock(Record *self, GError **error);

/* What a server said of an archive that it sent. All may be NULL. */
typedef struct {
    char *uri;
    char *etag;
    char *modified; /* Last-Modified */
} RecordSource;
void record_source_clear(RecordSource *self);

/* Descriptor of the archive of the last import, if it came from @uri; -1: it did not, or is lost.
 * @out_source: what the server said then. */
int record_open_current(const Record *self, const char *uri, RecordSource *out_source);

/* Where the next import's archive comes from. Before record_begin(). */
void record_set_source(Record *self, const RecordSource *source);

/* Was a folder, or a regular file with the content that it has below @target now, put there by an
 * import? */
gboolean record_owns(Record *self, int target, const char *path, gboolean is_folder);

/* The next import: from here until record_finish() everything of both imports is ours, so that it
 * does not matter when we are interrupted. @archive is copied. */
gboolean record_begin(Record *self, int archive, GError **error);

/* Which folder will take the target's place; the import has happened if it has. */
gboolean record_expect(Record *self, guint64 device, guint64 inode, GError **error);

/* The import has not happened. Nothing of it is left, and a record that says more than there is
 * does no harm. */
void record_cancel(Record *self);

/* The import has happened. */
void record_finish(Record *self);

/* Descriptor of the archive of the import before the last one; -1 with an error: there is none. */
int record_open_previous(const Record *self, GError **error);
