/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What imports into a folder have put there, and the archives they took it from. It stands outside
 * the database, since nothing may be added to that: in /var/lib/osinfo-db-tools for root, in
 * $XDG_STATE_HOME/osinfo-db-tools for others, a folder for each target:
 *
 *     record          text: see import_history.c
 *     lock            held by an import while it runs
 *     SHA-256.tar     the archives of the last two imports, and of those that were interrupted
 *
 * What an archive holds is ours where it still is as it was. A history that is lost means that
 * nothing is known to be ours, so that nothing is removed. One that is there and cannot be read is
 * another matter: an import would forget what is ours, and ends instead.
 */
#pragma once

#include <glib.h>

typedef struct ImportHistory ImportHistory;

/* Opens the history of a target, an absolute path, without changing anything. There is always one,
 * perhaps empty; NULL with an error: it cannot be read.
 * @root: NULL, or the --root that the target is below: it is kept there too, or, if it is no
 * whole system with /var/lib, nowhere. */
ImportHistory *import_history_open(const char *target, const char *root, GError **error);
void import_history_free(ImportHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportHistory, import_history_free)

/* Makes the folder of the history, waits for others who hold it, and reads it again. A history that
 * cannot be kept gets a warning and is not an error, unless there is one; another import that does not
 * end is an error, too. */
gboolean import_history_lock(ImportHistory *self, GError **error);

/* What a server said of an archive that it sent. All may be NULL. */
typedef struct {
    char *uri;
    char *etag;
    char *modified; /* Last-Modified */
} ImportOrigin;
void import_origin_clear(ImportOrigin *self);

/* Descriptor of the archive of the last import, if it came from @uri; -1: it did not, or is lost.
 * @out_origin: what the server said then. */
int import_history_open_current(const ImportHistory *self, const char *uri,
                                ImportOrigin *out_origin);

/* The highest version that a signed latest.json announced; NULL: none did. */
const char *import_history_get_seen(const ImportHistory *self);

/* Remembers one, if it is higher and the history can be kept at this moment. Of one that is not
 * locked. */
void import_history_see(ImportHistory *self, const char *version);

/* Fingerprints of keys, and of parts, that were seen as revoked: a set that others add to. */
GHashTable *import_history_get_revoked(ImportHistory *self);

/* The checksum of the site's keys that were read last; NULL: none were. */
const char *import_history_get_keys(const ImportHistory *self);

/* Remembers what was added to the set since it was read, and the checksum of the site's keys (NULL: as
 * it is), if it can be kept at this moment. Of one that is not locked. */
void import_history_keep_trust(ImportHistory *self, const char *keys);

/* Was a folder, or a regular file with the content that it has below @target now, put there by an
 * import? FALSE with an error: it cannot be found out. */
gboolean import_history_find_owner(ImportHistory *self, int target, const char *path,
                                   gboolean is_folder, gboolean *out_is_ours, GError **error);

/* Descriptor of the archive of the import before the last one; -1 with an error: there is none. */
int import_history_open_previous(const ImportHistory *self, GError **error);

/* An import that is under way. From its beginning to its end everything of both imports is ours, so
 * that it does not matter when we are interrupted. */
typedef struct PendingImport PendingImport;

/* Begins one, of a history that is locked, outlives it and has no other. @archive is copied; it
 * comes from @origin. NULL with an error. */
PendingImport *import_history_begin(ImportHistory *self, int archive, const ImportOrigin *origin,
                                    GError **error);

/* One that has not been finished has not happened. Nothing of it is left, and a history that says
 * more than there is does no harm; but where files were replaced one by one, some may be there. */
void pending_import_free(PendingImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PendingImport, pending_import_free)

/* Which folder will take the target's place; the import has happened if it has. */
gboolean pending_import_expect_folder(PendingImport *self, guint64 device, guint64 inode,
                                      GError **error);

/* The files of the target will be replaced one by one. */
gboolean pending_import_expect_files(PendingImport *self, GError **error);

/* What was expected has happened. */
void pending_import_finish(PendingImport *self);
