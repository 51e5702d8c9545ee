/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds a file against what it must be.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/translate.h"
#include "download/osinfo_download_private.h"

#define BUFFER_SIZE (256 * 1024)
#define SIGNAL_INTERVAL (100 * 1000) /* microseconds */

typedef struct {
    OsinfoDownload *download; /* owned */
    gint64 done;
    gint64 total;
} Progress;

static gboolean
tell(gpointer data)
{
    Progress *progress = data;

    g_signal_emit_by_name(progress->download, "progress", progress->done, progress->total);
    return G_SOURCE_REMOVE;
}

static void
progress_free(gpointer data)
{
    g_object_unref(((Progress *)data)->download);
    g_free(data);
}

void
download_tell_progress(OsinfoDownload *self, guint64 done, gint64 total, gboolean is_last)
{
    gint64 now = g_get_monotonic_time();
    Progress progress = {self, (gint64)done, total};
    Progress *copy = NULL;

    if (!is_last && now < self->next_signal)
        return;
    self->next_signal = now + SIGNAL_INTERVAL;
    if (self->context == NULL) {
        tell(&progress);
        return;
    }
    copy = g_memdup2(&progress, sizeof(progress));
    g_object_ref(copy->download);
    g_main_context_invoke_full(self->context, G_PRIORITY_DEFAULT, tell, copy, progress_free);
}

GChecksum *
download_new_checksum(OsinfoDownload *self)
{
    return self->digest != NULL
               ? g_checksum_new(digest_get_checksum_type((DigestType)self->digest_type))
               : NULL;
}

gboolean
download_compare(OsinfoDownload *self, guint64 size, const char *digest, GError **error)
{
    if (self->size >= 0 && size != (guint64)self->size) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT,
                    _("it has %" PRIu64 " bytes, and %" PRId64 " were published"), size,
                    self->size);
        return FALSE;
    }
    if (digest != NULL && strcmp(digest, self->digest) != 0) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT,
                    _("it is not the file that was published: its %s is %s, and should be %s"),
                    digest_get_name((DigestType)self->digest_type), digest, self->digest);
        return FALSE;
    }
    return TRUE;
}

static gboolean
fail_errno(GError **error)
{
    int saved = errno;

    g_set_error_literal(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), g_strerror(saved));
    return FALSE;
}

static gboolean
digest_file(OsinfoDownload *self, int file, guint64 size, GChecksum *checksum, guint64 *out_done,
            GCancellable *cancellable, GError **error)
{
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    guint64 done = 0;
    gssize count = 0;

    while ((count = pread(file, buffer, BUFFER_SIZE, (off_t)done)) > 0) {
        if (g_cancellable_set_error_if_cancelled(cancellable, error))
            return FALSE;
        g_checksum_update(checksum, buffer, count);
        done += (guint64)count;
        download_tell_progress(self, done, (gint64)size, FALSE);
    }
    *out_done = done;
    return count == 0 || fail_errno(error);
}

gboolean
download_verify_file(OsinfoDownload *self, int file, GCancellable *cancellable, GError **error)
{
    g_autoptr(GChecksum) checksum = download_new_checksum(self);
    struct stat status;
    guint64 done = 0;

    if (fstat(file, &status) != 0)
        return fail_errno(error);
    if (!S_ISREG(status.st_mode)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                            _("not a regular file"));
        return FALSE;
    }
    if (!download_compare(self, (guint64)status.st_size, NULL, error))
        return FALSE;
    if (checksum != NULL &&
        (!digest_file(self, file, (guint64)status.st_size, checksum, &done, cancellable, error) ||
         !download_compare(self, done, g_checksum_get_string(checksum), error)))
        return FALSE;
    if (self->signature != NULL && !download_check_file(self, file, cancellable, error))
        return FALSE;
    download_tell_progress(self, (guint64)status.st_size, (gint64)status.st_size, TRUE);
    return TRUE;
}
