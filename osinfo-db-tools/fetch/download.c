/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fetches a file over the network or from this computer. What the bytes mean is left to others, how
 * requests and waits go is common/http/'s.
 *
 * A transfer is a row of attempts. After a break the next attempt asks for the rest, on condition
 * that the file is still the same (RFC 9110, 13.1.5); a server that sends the whole again is
 * followed, too.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/http/http.h"
#include "common/progress.h"
#include "common/translate.h"
#include "fetch/download.h"
#include "files/temporary.h"

#define MAX_DELAY 60000 /* milliseconds between attempts, whatever the server wishes */
#define BUFFER_SIZE 65536

typedef struct {
    const DownloadOptions *options;
    const Settings *settings;
    HttpClient http;       /* zeroes for a file of this computer */
    GUri *start;           /* owned; what was asked for */
    Progress *progress;    /* owned; NULL: nobody looks */
    int file;              /* owned */
    guint64 received;      /* bytes, all in the file */
    gint64 total;          /* bytes; -1: not known */
    guint64 max_size;      /* bytes */
    guint wished_delay;    /* milliseconds; what the server wishes before the next attempt */
    char *etag;            /* owned */
    char *modified;        /* owned */
    gboolean is_unchanged; /* what the caller has is still right */
    gboolean is_transient; /* the error may go away by itself */
} Transfer;

static void
transfer_clear(Transfer *self)
{
    http_client_clear(&self->http);
    g_clear_pointer(&self->start, g_uri_unref);
    g_clear_pointer(&self->progress, progress_free);
    if (self->file >= 0)
        close(self->file);
    g_free(self->etag);
    g_free(self->modified);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Transfer, transfer_clear)

/* Errors */

static gboolean
fail(GError **error, GIOErrorEnum code, const char *reason)
{
    g_set_error_literal(error, G_IO_ERROR, (gint)code, reason);
    return FALSE;
}

static gboolean
fail_errno(GError **error, const char *what)
{
    int saved = errno;

    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), _("%s: %s"), what,
                g_strerror(saved));
    return FALSE;
}

/* An error that the next attempt may not have. */
static gboolean
fail_for_now(Transfer *self, GError **error, GIOErrorEnum code, const char *reason)
{
    self->is_transient = TRUE;
    return fail(error, code, reason);
}

static gboolean
fail_too_large(Transfer *self, GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                _("it is larger than the %" PRIu64 " bytes that are allowed"), self->max_size);
    return FALSE;
}

static gboolean
fail_status(Transfer *self, const HttpAnswer *answer, GError **error)
{
    const char *wish = http_answer_get_header(answer, "Retry-After");
    guint64 seconds = 0;

    /* it may be a date instead, which is ignored */
    if (wish != NULL && g_ascii_string_to_unsigned(wish, 10, 0, G_MAXUINT32, &seconds, NULL))
        self->wished_delay = (guint)MIN(seconds * 1000, MAX_DELAY);
    return http_answer_fail(answer, &self->is_transient, error);
}

static void
set_refusal(GUri *target, GError **error)
{
    g_autofree char *name = g_uri_to_string_partial(target, G_URI_HIDE_PASSWORD);

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                _("the server redirects to '%s', which is not allowed"), name);
}

/* Bodies */

static gboolean
write_body(const Transfer *self, const guint8 *bytes, gsize size, GError **error)
{
    return descriptor_write_all(self->file, bytes, size) ||
           fail_errno(error, _("cannot write to a temporary file"));
}

/* Forgets what arrived. */
static gboolean
start_anew(Transfer *self, GError **error)
{
    self->received = 0;
    self->total = -1;
    g_clear_pointer(&self->etag, g_free);
    g_clear_pointer(&self->modified, g_free);
    if (ftruncate(self->file, 0) != 0 || lseek(self->file, 0, SEEK_SET) != 0)
        return fail_errno(error, _("cannot write to a temporary file"));
    return TRUE;
}

static gboolean
receive(Transfer *self, HttpAnswer *answer, GError **error)
{
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    gssize count = 0;

    while ((count = http_answer_read(answer, buffer, BUFFER_SIZE, NULL, error)) > 0) {
        if ((guint64)count > self->max_size - self->received)
            return fail_too_large(self, error);
        if (!write_body(self, buffer, (gsize)count, error))
            return FALSE;
        self->received += (guint64)count;
        progress_update(self->progress, self->received, self->total);
    }
    if (count == 0 && ((self->total >= 0 && self->received != (guint64)self->total) ||
                       http_answer_is_truncated(answer)))
        return fail(error, G_IO_ERROR_PARTIAL_INPUT, _("the transfer was interrupted"));
    return count == 0;
}

/* Answers */

static gboolean
accept_whole(Transfer *self, HttpAnswer *answer, GError **error)
{
    if (!start_anew(self, error))
        return FALSE;
    /* of what is decoded on the way parts cannot be asked for */
    if (!http_answer_is_encoded(answer)) {
        self->total = http_answer_get_length(answer);
        self->etag = g_strdup(http_answer_get_header(answer, "ETag"));
        self->modified = g_strdup(http_answer_get_header(answer, "Last-Modified"));
    }
    if (self->total > 0 && (guint64)self->total > self->max_size)
        return fail_too_large(self, error);
    return receive(self, answer, error);
}

static gboolean
accept_part(Transfer *self, HttpAnswer *answer, GError **error)
{
    gint64 start = 0, last = 0, size = 0;
    gboolean is_rest = self->received > 0 && !http_answer_is_encoded(answer) &&
                       http_answer_get_range(answer, &start, &last, &size) &&
                       (guint64)start == self->received && (size < 0 || last == size - 1) &&
                       (self->total < 0 || last == self->total - 1);

    if (!is_rest)
        return start_anew(self, error) &&
               fail_for_now(self, error, G_IO_ERROR_INVALID_DATA,
                            _("the server sent a different range than requested"));
    if ((guint64)last >= self->max_size)
        return fail_too_large(self, error);
    self->total = last + 1;
    return receive(self, answer, error);
}

/* Requests */

/* What tells whether the file is still the one of which a part is here: a strong validator, since
 * files with the same weak one may differ in bytes. NULL: nothing does. */
static const char *
get_part_validator(const Transfer *self)
{
    if (self->etag != NULL && !g_str_has_prefix(self->etag, "W/"))
        return self->etag;
    return self->modified;
}

static gboolean
accept(Transfer *self, HttpAnswer *answer, GError **error)
{
    switch (answer->status) {
    case HTTP_OK:
        return accept_whole(self, answer, error);
    case HTTP_PARTIAL_CONTENT:
        return accept_part(self, answer, error);
    case HTTP_NOT_MODIFIED:
        self->is_unchanged = self->options->etag != NULL || self->options->modified != NULL;
        return self->is_unchanged || fail_status(self, answer, error);
    case HTTP_RANGE_NOT_SATISFIABLE:
        /* the file shrank; the next attempt wants it all */
        return start_anew(self, error) && fail_for_now(self, error, G_IO_ERROR_INVALID_DATA,
                                                       _("the file changed while it was read"));
    default:
        return fail_status(self, answer, error);
    }
}

static gboolean
attempt(Transfer *self, GError **error)
{
    g_auto(HttpAnswer) answer = {0};
    HttpRequest request = {.last = G_MAXUINT64};

    self->is_transient = FALSE;
    self->wished_delay = 0;
    http_client_set_uri(&self->http, self->start);
    if (self->received > 0 && get_part_validator(self) == NULL && !start_anew(self, error))
        return FALSE;
    if (self->received > 0) {
        request.first = self->received;
        request.if_range = get_part_validator(self);
    } else {
        request.if_none_match = self->options->etag;
        request.if_modified_since = self->options->modified;
    }
    return http_client_request(&self->http, &request, &answer, NULL, error) &&
           accept(self, &answer, error);
}

/* Attempts until one is good, or trying is of no use. */
static gboolean
transfer(Transfer *self, GError **error)
{
    guint delay = self->settings->retry_delay;

    for (guint count = 1;; count++) {
        g_autoptr(GError) cause = NULL;

        if (attempt(self, &cause))
            return TRUE;

        guint pause = MAX(delay, self->wished_delay);
        gboolean is_transient = self->is_transient || http_is_transient(cause);
        gboolean is_last = self->options->is_tried_once || count > self->settings->retries ||
                           pause >= http_client_get_time_left(&self->http);

        if (!is_transient || is_last) {
            g_propagate_error(error, g_steal_pointer(&cause));
            if (count > 1)
                g_prefix_error(error, _("attempt %u: "), count);
            return FALSE;
        }
        g_debug("attempt %u: %s", count, cause->message);
        g_usleep((gulong)pause * 1000);
        delay = MIN(delay * 2, MAX_DELAY);
    }
}

/* Files */

static gboolean
copy_local(Transfer *self, GError **error)
{
    g_autofree char *text = g_uri_to_string(self->start);
    g_autofree char *path = g_filename_from_uri(text, NULL, error);
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    struct stat status;
    gssize count = 0;

    if (path == NULL)
        return FALSE;

    int input = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (input < 0)
        return fail_errno(error, _("cannot open it"));

    gboolean is_good = fstat(input, &status) == 0 && S_ISREG(status.st_mode);

    if (!is_good)
        fail(error, G_IO_ERROR_NOT_REGULAR_FILE, _("not a regular file"));
    while (is_good && (count = read(input, buffer, BUFFER_SIZE)) > 0) {
        is_good = (guint64)count <= self->max_size - self->received
                      ? write_body(self, buffer, (gsize)count, error)
                      : fail_too_large(self, error);
        self->received += (guint64)count;
    }
    if (is_good && count < 0)
        is_good = fail_errno(error, _("cannot read it"));
    close(input);
    return is_good;
}

/* The whole */

static gboolean
open_client(Transfer *self, GError **error)
{
    const Settings *settings = self->settings;
    g_autoptr(GTlsDatabase) certificates = NULL;

    if (settings->ca_file != NULL) {
        certificates = g_tls_file_database_new(settings->ca_file, error);
        if (certificates == NULL) {
            g_prefix_error(error, _("cannot use the certificates in '%s': "), settings->ca_file);
            return FALSE;
        }
    }
    return http_client_init(&self->http, self->start,
                            &(HttpOptions){
                                .user_agent = PACKAGE "/" VERSION,
                                .certificates = certificates,
                                .idle_timeout = settings->idle_timeout,
                                .total_timeout = settings->total_timeout,
                                .set_refusal = set_refusal,
                            },
                            error);
}

static gboolean
run(Transfer *self, const char *text, GError **error)
{
    const DownloadOptions *options = self->options;

    self->settings = settings_get(error);
    if (self->settings == NULL)
        return FALSE;
    self->start = address_parse(text, error);
    if (self->start == NULL)
        return FALSE;
    self->max_size = options->max_size > 0 ? options->max_size : self->settings->max_size;
    self->file = temporary_file_open(error);
    if (self->file < 0)
        return FALSE;
    if (strcmp(g_uri_get_scheme(self->start), "file") == 0)
        return copy_local(self, error);

    g_autofree char *label = g_path_get_basename(g_uri_get_path(self->start));

    self->progress = progress_new(label, options->is_quiet);
    if (!open_client(self, error))
        return FALSE;
    g_main_context_push_thread_default(self->http.context);

    gboolean is_done = transfer(self, error);

    g_main_context_pop_thread_default(self->http.context);
    return is_done;
}

gboolean
download_run(const char *uri, const DownloadOptions *options, Download *out_download,
             GError **error)
{
    static const DownloadOptions defaults;
    g_auto(Transfer)
        self = {.options = options != NULL ? options : &defaults, .file = -1, .total = -1};
    gboolean is_done = run(&self, uri, error);
    g_autofree char *name =
        self.start != NULL ? g_uri_to_string_partial(self.start, G_URI_HIDE_PASSWORD) : NULL;

    if (is_done && !self.is_unchanged && lseek(self.file, 0, SEEK_SET) != 0)
        is_done = fail_errno(error, _("cannot read a temporary file"));
    if (!is_done) {
        g_prefix_error(error, _("cannot fetch '%s': "), name != NULL ? name : uri);
        return FALSE;
    }
    out_download->file = self.is_unchanged ? -1 : self.file;
    if (!self.is_unchanged)
        self.file = -1;
    out_download->size = self.received;
    out_download->uri = g_uri_to_string_partial(self.http.uri != NULL ? self.http.uri : self.start,
                                                G_URI_HIDE_PASSWORD);
    out_download->etag = g_steal_pointer(&self.etag);
    out_download->modified = g_steal_pointer(&self.modified);
    return TRUE;
}

int
download_fetch(const char *uri, const DownloadOptions *options, GError **error)
{
    g_auto(Download) download = DOWNLOAD_INIT;

    if (!download_run(uri, options, &download, error))
        return -1;
    return g_steal_fd(&download.file);
}

void
download_clear(Download *self)
{
    if (self->file >= 0)
        close(self->file);
    self->file = -1;
    g_clear_pointer(&self->uri, g_free);
    g_clear_pointer(&self->etag, g_free);
    g_clear_pointer(&self->modified, g_free);
}
