/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file arrives in pieces: from one attempt or many, from the vendor or a mirror, in this process or
 * an earlier one. Each piece is digested as it is written; when all of them are there, the digest
 * says whether they are the file. Only then does it get its name.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/modules.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "download/download_fetch.h"
#include "download/part_file.h"
#include "source/remote_module.h"

#define MAX_FAILURES 4                  /* behind each other without a byte, of one address */
#define FIRST_DELAY 500                 /* milliseconds behind the first one; doubles */
#define MAX_INTERRUPTIONS 10000         /* of one file, be there bytes in between */
#define FILE_TIMEOUT (24 * 3600 * 1000) /* milliseconds for one attempt */

typedef struct {
    OsinfoDownload *download; /* borrowed */
    const RemoteModule *module;
    GCancellable *cancellable;
    PartFile part;
    GChecksum *checksum;   /* owned; NULL: no digest is known */
    gint64 total;          /* bytes, as far as anybody says; -1: not known */
    guint64 max_size;      /* bytes */
    gboolean is_resumed;   /* some of it is from an earlier process, or from several answers */
    guint n_interruptions; /* attempts that ended early */
} Fetch;

static void
fetch_clear(Fetch *self)
{
    part_file_clear(&self->part);
    g_clear_pointer(&self->checksum, g_checksum_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fetch, fetch_clear)

static gboolean
fail(GError **error, OsinfoDownloadError code, const char *words)
{
    g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, (gint)code, words);
    return FALSE;
}

/* Pieces */

static gboolean
start_anew(Fetch *self, GError **error)
{
    if (self->checksum != NULL)
        g_checksum_reset(self->checksum);
    self->is_resumed = FALSE;
    return part_file_empty(&self->part, error);
}

static gboolean
begin_piece(gpointer data, guint64 first, gint64 size, const char *etag, const char *modified,
            GError **error)
{
    Fetch *self = data;
    /* files with the same weak validator may differ in bytes */
    const char *validator = etag != NULL && !g_str_has_prefix(etag, "W/") ? etag : modified;

    self->total = size;
    if (first > 0) {
        self->is_resumed = TRUE;
        return TRUE;
    }
    return start_anew(self, error) && part_file_remember(&self->part, validator, error);
}

static gboolean
write_piece(gpointer data, const guint8 *bytes, gsize size, GError **error)
{
    Fetch *self = data;

    if (!part_file_write(&self->part, bytes, size, error))
        return FALSE;
    if (self->checksum != NULL)
        g_checksum_update(self->checksum, bytes, (gssize)size);
    download_tell_progress(self->download, self->part.size, self->total, FALSE);
    return TRUE;
}

/* Digests what an earlier process left. */
static gboolean
take_over(Fetch *self, GError **error)
{
    g_autofree guint8 *buffer = g_malloc(1 << 18);
    guint64 done = 0;
    gssize count = 0;

    if (self->part.size == 0)
        return TRUE;
    if (self->part.size > self->max_size)
        return start_anew(self, error);
    while (self->checksum != NULL &&
           (count = pread(self->part.file, buffer, 1 << 18, (off_t)done)) > 0) {
        if (g_cancellable_set_error_if_cancelled(self->cancellable, error))
            return FALSE;
        g_checksum_update(self->checksum, buffer, count);
        done += (guint64)count;
    }
    if (self->checksum != NULL && done != self->part.size)
        return start_anew(self, error);
    self->is_resumed = TRUE;
    return TRUE;
}

/* Attempts */

typedef enum {
    ATTEMPT_DONE,
    ATTEMPT_AGAIN,     /* here, at once or after a while */
    ATTEMPT_ELSEWHERE, /* not here */
    ATTEMPT_FAILED,    /* nowhere */
} Attempt;

/* Of what this computer cannot do, or the user does not want, another server can do nothing. */
static gboolean
is_fatal(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_READ_ONLY) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static Attempt
try_once(Fetch *self, const char *url, GError **error)
{
    const RemoteFetch request = {
        .uri = url,
        .first = self->part.size,
        .validator = self->part.size > 0 ? self->part.validator : NULL,
        .max_size = self->max_size,
        .remote = {.total_timeout = FILE_TIMEOUT, .tls_database = self->download->certificates},
        .cancellable = self->cancellable,
        .begin = begin_piece,
        .write = write_piece,
        .data = self,
    };
    g_autoptr(GError) cause = NULL;
    gboolean is_transient = FALSE;

    if (self->module->fetch(&request, &is_transient, &cause))
        return ATTEMPT_DONE;
    if (is_fatal(cause) || is_transient) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return is_transient ? ATTEMPT_AGAIN : ATTEMPT_FAILED;
    }
    /* an answer to a range that makes no sense: the whole, once */
    if (request.first > 0 && self->part.size > 0 &&
        g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
        if (!start_anew(self, error))
            return ATTEMPT_FAILED;
        g_propagate_error(error, g_steal_pointer(&cause));
        return ATTEMPT_AGAIN;
    }
    g_propagate_error(error, g_steal_pointer(&cause));
    return ATTEMPT_ELSEWHERE;
}

/* Until all is there, or it is of no use. */
static Attempt
try_address(Fetch *self, const char *url, GError **error)
{
    guint n_failures = 0;

    for (;;) {
        guint64 before = self->part.size;
        g_autoptr(GError) cause = NULL;
        Attempt attempt = try_once(self, url, &cause);

        if (attempt == ATTEMPT_AGAIN) {
            n_failures = self->part.size > before ? 0 : n_failures + 1;
            if (n_failures > MAX_FAILURES || ++self->n_interruptions > MAX_INTERRUPTIONS)
                attempt = ATTEMPT_ELSEWHERE;
        }
        if (attempt == ATTEMPT_AGAIN && n_failures > 0 &&
            !download_pause(FIRST_DELAY << (n_failures - 1), self->cancellable, error))
            return ATTEMPT_FAILED;
        if (attempt == ATTEMPT_AGAIN)
            continue;
        if (attempt != ATTEMPT_DONE)
            g_propagate_prefixed_error(error, g_steal_pointer(&cause), _("cannot fetch '%s': "),
                                       url);
        return attempt;
    }
}

/* The vendor first, then mirrors. */
static gboolean
try_addresses(Fetch *self, GError **error)
{
    g_autoptr(GPtrArray) places = download_list_places(self->download, self->download->url);
    g_autoptr(GError) first = NULL;

    for (guint i = 0; i < places->len; i++) {
        const char *url = g_ptr_array_index(places, i);
        g_autoptr(GError) cause = NULL;
        Attempt attempt = ATTEMPT_ELSEWHERE;

        if (address_is_remote(url))
            attempt = try_address(self, url, &cause);
        else
            g_set_error(&cause, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                        _("'%s' is not an address of the web"), url);
        if (attempt == ATTEMPT_DONE)
            return TRUE;
        if (first == NULL || attempt == ATTEMPT_FAILED) {
            g_clear_error(&first);
            first = g_steal_pointer(&cause);
        }
        if (attempt == ATTEMPT_FAILED)
            break;
    }
    g_propagate_error(error, g_steal_pointer(&first));
    return FALSE;
}

/* The whole file */

/* Is what is there what it should be? */
static gboolean
check(Fetch *self, GError **error)
{
    g_autoptr(GChecksum) checksum = self->checksum != NULL ? g_checksum_copy(self->checksum) : NULL;

    return download_compare(self->download, self->part.size,
                            checksum != NULL ? g_checksum_get_string(checksum) : NULL, error) &&
           (self->download->signature == NULL ||
            download_check_file(self->download, self->part.file, self->cancellable, error));
}

/* A size that was said is the largest one. */
static void
explain_size(Fetch *self, GError **error)
{
    if (self->download->size < 0 ||
        !g_error_matches(*error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
        return;
    g_clear_error(error);
    g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT,
                _("'%s': it is longer than the %" PRId64 " bytes that were published"),
                self->download->url, self->download->size);
}

/* Pieces of several answers that do not go together are fetched once more, as one. */
static gboolean
fetch_and_check(Fetch *self, GError **error)
{
    for (;;) {
        g_autoptr(GError) cause = NULL;
        gboolean is_there = try_addresses(self, &cause);

        if (is_there && check(self, &cause))
            return TRUE;
        explain_size(self, &cause);
        if (self->is_resumed &&
            g_error_matches(cause, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_DIFFERENT) &&
            start_anew(self, error))
            continue;
        /* what is wrong is of no use for another attempt, what is not all there is */
        if (is_there || cause->domain == OSINFO_DOWNLOAD_ERROR ||
            g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
            part_file_discard(&self->part);
        if (is_there)
            g_prefix_error(&cause, "'%s': ", self->download->url);
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
}

/* Whether the name is taken: by the very file, which is then all that is wanted, or by another. */
static gboolean
look_at_old(OsinfoDownload *self, const char *path, gboolean may_replace, gboolean *out_is_there,
            GCancellable *cancellable, GError **error)
{
    g_auto(AutoFd) file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    g_autoptr(GError) cause = NULL;
    struct stat status;

    *out_is_there = FALSE;
    if (file < 0 && errno == ENOENT)
        return TRUE;
    if (file >= 0 && download_verify_file(self, file, cancellable, &cause)) {
        *out_is_there = TRUE;
        return TRUE;
    }
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    if (file >= 0 && may_replace && fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        return TRUE;
    g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_EXISTS,
                _("'%s' is there already, and is not this file"), path);
    return FALSE;
}

static gboolean
run(Fetch *self, const char *folder, const char *name, OsinfoDownloadFlags flags, GError **error)
{
    OsinfoDownload *download = self->download;

    self->module = modules_get(MODULE_REMOTE, error);
    if (self->module == NULL ||
        !part_file_open(&self->part, folder, name,
                        download->digest != NULL ? download->digest : download->url,
                        (flags & OSINFO_DOWNLOAD_ANEW) != 0, error))
        return FALSE;
    self->checksum = download_new_checksum(download);
    self->max_size = download->size >= 0 ? (guint64)download->size : download->max_size;
    if (!take_over(self, error) || !fetch_and_check(self, error) ||
        !part_file_publish(&self->part, (flags & OSINFO_DOWNLOAD_REPLACE) != 0, error))
        return FALSE;
    download_tell_progress(download, self->part.size, (gint64)self->part.size, TRUE);
    return TRUE;
}

char *
download_fetch(OsinfoDownload *self, const char *folder, const char *name,
               OsinfoDownloadFlags flags, GCancellable *cancellable, GError **error)
{
    g_auto(Fetch) fetch = {
        .download = self,
        .cancellable = cancellable,
        .part = PART_FILE_INIT,
        .total = -1,
    };
    const char *wanted = name != NULL ? name : osinfo_download_get_file_name(self);
    g_autofree char *path = g_build_filename(folder, wanted, NULL);
    gboolean is_there = FALSE;

    if (self->trust == OSINFO_DOWNLOAD_TRUST_NONE) {
        fail(error, OSINFO_DOWNLOAD_ERROR_NOT_STATED,
             _("nothing is known that tells this file from others"));
        return NULL;
    }
    if (!part_file_check_name(wanted, error) ||
        !look_at_old(self, path, (flags & OSINFO_DOWNLOAD_REPLACE) != 0, &is_there, cancellable,
                     error))
        return NULL;
    if (!is_there && !run(&fetch, folder, wanted, flags, error))
        return NULL;
    return g_steal_pointer(&path);
}
