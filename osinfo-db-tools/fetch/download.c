/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The client side of HTTP, and the only file here that knows libsoup. What the bytes mean is left
 * to others.
 *
 * A transfer is a row of attempts, and an attempt a row of requests: redirects are followed here,
 * where they can be judged. After a break the next attempt asks for the rest, on condition that the
 * file is still the same (RFC 9110, 13.1.5); a server that sends the whole again is followed, too.
 *
 * libsoup works in a main context of the transfer's own, that runs while a call waits. Everything
 * that can end a wait is an event in it, so that no server can hold the program.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "base/settings.h"
#include "fetch/download.h"
#include "fetch/progress.h"
#include "files/descriptor.h"
#include "files/temporary.h"

#define MAX_REDIRECTS 10
#define MAX_DELAY 60000 /* milliseconds between attempts, whatever the server wishes */
#define BUFFER_SIZE 65536

typedef struct {
    const DownloadOptions *options;
    const Settings *settings;
    GMainContext *context; /* owned */
    SoupSession *session;  /* owned */
    GUri *start;           /* owned; what was asked for */
    GUri *uri;             /* owned; where redirects led to */
    Progress *progress;    /* owned; NULL: nobody looks */
    int file;              /* owned */
    guint64 received;      /* bytes, all in the file */
    gint64 total;          /* bytes; -1: not known */
    guint64 max_size;      /* bytes */
    gint64 deadline;       /* monotonic time, microseconds */
    guint wished_delay;    /* milliseconds; what the server wishes before the next attempt */
    char *etag;            /* owned */
    char *modified;        /* owned */
    gboolean is_unchanged; /* what the caller has is still right */
    gboolean is_transient; /* the error may go away by itself */
} Transfer;

static void
transfer_clear(Transfer *self)
{
    if (self->context != NULL) {
        g_main_context_push_thread_default(self->context);
        g_clear_object(&self->session);
        /* connections are closed by callbacks */
        while (g_main_context_iteration(self->context, FALSE))
            ;
        g_main_context_pop_thread_default(self->context);
        g_main_context_unref(self->context);
    }
    g_clear_pointer(&self->start, g_uri_unref);
    g_clear_pointer(&self->uri, g_uri_unref);
    g_clear_pointer(&self->progress, progress_free);
    if (self->file >= 0)
        close(self->file);
    g_free(self->etag);
    g_free(self->modified);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Transfer, transfer_clear)

/* Waiting */

typedef struct {
    GCancellable *cancellable; /* owned; of the operation that is waited for */
    GAsyncResult *result;      /* owned; NULL: not there yet */
    gboolean is_timed_out;
} Wait;

static void
wait_clear(Wait *self)
{
    g_clear_object(&self->result);
    g_clear_object(&self->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wait, wait_clear)

static void
on_result(GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    ((Wait *)data)->result = g_object_ref(result);
}

static gboolean
on_timeout(gpointer data)
{
    Wait *wait = data;

    wait->is_timed_out = TRUE;
    g_cancellable_cancel(wait->cancellable);
    return G_SOURCE_REMOVE;
}

/* Milliseconds until the deadline. */
static guint
get_time_left(const Transfer *self)
{
    gint64 left = (self->deadline - g_get_monotonic_time()) / 1000;

    return (guint)CLAMP(left, 0, self->settings->total_timeout);
}

/* Runs until the operation that was started with @wait has a result. */
static void
wait_for_result(Transfer *self, Wait *wait)
{
    GSource *timer = g_timeout_source_new(MIN(self->settings->idle_timeout, get_time_left(self)));

    g_source_set_callback(timer, on_timeout, wait, NULL);
    g_source_attach(timer, self->context);
    while (wait->result == NULL)
        g_main_context_iteration(self->context, TRUE);
    g_source_destroy(timer);
    g_source_unref(timer);
}

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
fail_timed_out(Transfer *self, GError **error)
{
    if (get_time_left(self) == 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("not done after %g seconds"),
                    self->settings->total_timeout / 1000.0);
        return FALSE;
    }
    self->is_transient = TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("'%s' was silent for %g seconds"),
                g_uri_get_host(self->uri), self->settings->idle_timeout / 1000.0);
    return FALSE;
}

static gboolean
fail_certificate(Transfer *self, GTlsCertificateFlags flags, GError **error)
{
    static const struct {
        GTlsCertificateFlags flag;
        const char *words;
    } rows[] = {
        {G_TLS_CERTIFICATE_UNKNOWN_CA, N_("signed by an unknown authority")},
        {G_TLS_CERTIFICATE_BAD_IDENTITY, N_("made for another host")},
        {G_TLS_CERTIFICATE_NOT_ACTIVATED, N_("not valid yet")},
        {G_TLS_CERTIFICATE_EXPIRED, N_("expired")},
        {G_TLS_CERTIFICATE_REVOKED, N_("revoked")},
        {G_TLS_CERTIFICATE_INSECURE, N_("insecure")},
    };
    g_autoptr(GString) reasons = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if ((flags & rows[i].flag) != 0)
            g_string_append_printf(reasons, "%s%s", reasons->len > 0 ? ", " : "", _(rows[i].words));
    }
    g_set_error(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                _("the certificate of '%s' is not trusted: %s"), g_uri_get_host(self->uri),
                reasons->len > 0 ? reasons->str : _("not valid"));
    return FALSE;
}

/* Of an operation of libsoup. Takes over @cause. */
static gboolean
fail_operation(Transfer *self, const Wait *wait, SoupMessage *message, GError *cause,
               GError **error)
{
    static const GIOErrorEnum transient[] = {
        G_IO_ERROR_CONNECTION_CLOSED,
        G_IO_ERROR_PARTIAL_INPUT,
        G_IO_ERROR_TIMED_OUT,
    };

    if (wait->is_timed_out) {
        g_error_free(cause);
        return fail_timed_out(self, error);
    }
    if (g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)) {
        g_error_free(cause);
        return fail_certificate(self, soup_message_get_tls_peer_certificate_errors(message), error);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(transient); i++) {
        if (g_error_matches(cause, G_IO_ERROR, (gint)transient[i]))
            self->is_transient = TRUE;
    }
    if (g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_EOF))
        self->is_transient = TRUE;
    g_propagate_error(error, cause);
    return FALSE;
}

static gboolean
fail_status(Transfer *self, SoupMessage *message, GError **error)
{
    static const struct {
        guint status;
        gboolean is_transient;
        GIOErrorEnum code;
    } rows[] = {
        {SOUP_STATUS_UNAUTHORIZED, FALSE, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_FORBIDDEN, FALSE, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_NOT_FOUND, FALSE, G_IO_ERROR_NOT_FOUND},
        {SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, FALSE, G_IO_ERROR_PROXY_NEED_AUTH},
        {SOUP_STATUS_REQUEST_TIMEOUT, TRUE, G_IO_ERROR_TIMED_OUT},
        {SOUP_STATUS_GONE, FALSE, G_IO_ERROR_NOT_FOUND},
        {429 /* too many requests; libsoup has no name */, TRUE, G_IO_ERROR_BUSY},
        {SOUP_STATUS_INTERNAL_SERVER_ERROR, TRUE, G_IO_ERROR_FAILED},
        {SOUP_STATUS_BAD_GATEWAY, TRUE, G_IO_ERROR_FAILED},
        {SOUP_STATUS_SERVICE_UNAVAILABLE, TRUE, G_IO_ERROR_BUSY},
        {SOUP_STATUS_GATEWAY_TIMEOUT, TRUE, G_IO_ERROR_TIMED_OUT},
    };
    guint status = soup_message_get_status(message);
    GIOErrorEnum code = G_IO_ERROR_FAILED;
    const char *wish =
        soup_message_headers_get_one(soup_message_get_response_headers(message), "Retry-After");
    guint64 seconds = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == status) {
            code = rows[i].code;
            self->is_transient = rows[i].is_transient;
        }
    }
    /* it may be a date instead, which is ignored */
    if (wish != NULL && g_ascii_string_to_unsigned(wish, 10, 0, G_MAXUINT32, &seconds, NULL))
        self->wished_delay = (guint)MIN(seconds * 1000, MAX_DELAY);
    /* in the words of the standard: the server's own could be anything */
    g_set_error(error, G_IO_ERROR, (gint)code, _("the server says %u %s"), status,
                soup_status_get_phrase(status));
    return FALSE;
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

/*
 * Did a body in chunks, all read, end without the last one? libsoup takes a connection that ends
 * between two chunks for the end of the body, but would read on, as it would not after the last
 * chunk. So it is asked to, while the connection refuses to be read; below all that decompresses,
 * which would not read on either way.
 */
static gboolean
is_cut_off(SoupMessageHeaders *headers, GInputStream *body)
{
    GInputStream *chunks = body;
    GInputStream *connection = body;
    guint8 buffer[64];

    while (G_IS_FILTER_INPUT_STREAM(connection)) {
        gboolean is_decoder = G_IS_CONVERTER_INPUT_STREAM(connection);

        connection = g_filter_input_stream_get_base_stream(G_FILTER_INPUT_STREAM(connection));
        if (is_decoder)
            chunks = connection;
    }
    if (soup_message_headers_get_encoding(headers) != SOUP_ENCODING_CHUNKED ||
        !g_input_stream_set_pending(connection, NULL))
        return FALSE;

    gssize count = g_input_stream_read(chunks, buffer, sizeof(buffer), NULL, NULL);

    g_input_stream_clear_pending(connection);
    return count < 0;
}

static gboolean
receive(Transfer *self, SoupMessageHeaders *headers, GInputStream *body, GError **error)
{
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);

    for (;;) {
        g_auto(Wait) wait = {.cancellable = g_cancellable_new()};
        GError *cause = NULL;

        g_input_stream_read_async(body, buffer, BUFFER_SIZE, G_PRIORITY_DEFAULT, wait.cancellable,
                                  on_result, &wait);
        wait_for_result(self, &wait);

        gssize count = g_input_stream_read_finish(body, wait.result, &cause);

        if (count < 0)
            return fail_operation(self, &wait, NULL, cause, error);
        if (count == 0)
            break;
        if ((guint64)count > self->max_size - self->received)
            return fail_too_large(self, error);
        if (!write_body(self, buffer, (gsize)count, error))
            return FALSE;
        self->received += (guint64)count;
        progress_update(self->progress, self->received, self->total);
    }
    if ((self->total >= 0 && self->received != (guint64)self->total) || is_cut_off(headers, body))
        return fail_for_now(self, error, G_IO_ERROR_PARTIAL_INPUT, _("the transfer broke off"));
    return TRUE;
}

/* Answers */

static gboolean
is_encoded(SoupMessageHeaders *headers)
{
    const char *encoding = soup_message_headers_get_list(headers, "Content-Encoding");

    return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp(encoding, "identity") != 0;
}

static gboolean
accept_whole(Transfer *self, SoupMessageHeaders *headers, GInputStream *body, GError **error)
{
    if (!start_anew(self, error))
        return FALSE;
    /* What libsoup gives is decoded, so it is longer, and parts of it cannot be asked for. */
    if (!is_encoded(headers)) {
        if (soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CONTENT_LENGTH)
            self->total = soup_message_headers_get_content_length(headers);
        self->etag = g_strdup(soup_message_headers_get_one(headers, "ETag"));
        self->modified = g_strdup(soup_message_headers_get_one(headers, "Last-Modified"));
    }
    if (self->total > 0 && (guint64)self->total > self->max_size)
        return fail_too_large(self, error);
    return receive(self, headers, body, error);
}

static gboolean
accept_part(Transfer *self, SoupMessageHeaders *headers, GInputStream *body, GError **error)
{
    goffset start = 0, last = 0, size = 0;
    gboolean is_rest = self->received > 0 && !is_encoded(headers) &&
                       soup_message_headers_get_content_range(headers, &start, &last, &size) &&
                       (guint64)start == self->received && (size < 0 || last == size - 1) &&
                       (self->total < 0 || last == self->total - 1);

    if (!is_rest)
        return start_anew(self, error) &&
               fail_for_now(self, error, G_IO_ERROR_INVALID_DATA,
                            _("the server sent another part than was asked for"));
    if ((guint64)last >= self->max_size)
        return fail_too_large(self, error);
    self->total = last + 1;
    return receive(self, headers, body, error);
}

gboolean
download_may_lead_to(GUri *from, GUri *to)
{
    static const struct {
        const char *from;
        const char *to;
    } rows[] = {
        {"file", "file"}, {"file", "http"},  {"file", "https"},
        {"http", "http"}, {"http", "https"}, {"https", "https"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].from, g_uri_get_scheme(from)) == 0 &&
            strcmp(rows[i].to, g_uri_get_scheme(to)) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_host(GUri *uri)
{
    return g_uri_get_host(uri) != NULL && *g_uri_get_host(uri) != '\0';
}

static gboolean
follow_redirect(Transfer *self, SoupMessageHeaders *headers, GError **error)
{
    const char *location = soup_message_headers_get_one(headers, "Location");
    g_autoptr(GUri) target =
        location != NULL ? g_uri_parse_relative(self->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                         : NULL;

    if (target == NULL || !has_host(target))
        return fail(error, G_IO_ERROR_INVALID_DATA,
                    _("the server redirects to nothing that can be read"));
    if (!download_may_lead_to(self->uri, target)) {
        g_autofree char *name = g_uri_to_string_partial(target, G_URI_HIDE_PASSWORD);

        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                    _("the server redirects to '%s', which is not protected as before"), name);
        return FALSE;
    }
    g_uri_unref(self->uri);
    self->uri = g_steal_pointer(&target);
    return TRUE;
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

static SoupMessage *
new_message(Transfer *self, GError **error)
{
    SoupMessage *message = soup_message_new_from_uri("GET", self->uri);
    SoupMessageHeaders *headers = soup_message_get_request_headers(message);
    const DownloadOptions *options = self->options;

    soup_message_add_flags(message, SOUP_MESSAGE_NO_REDIRECT);
    /* the bytes that were signed */
    soup_message_headers_replace(headers, "Accept-Encoding", "identity");
    if (self->received > 0 && get_part_validator(self) == NULL && !start_anew(self, error))
        g_clear_object(&message);
    else if (self->received > 0) {
        soup_message_headers_set_range(headers, (goffset)self->received, -1);
        soup_message_headers_replace(headers, "If-Range", get_part_validator(self));
    } else {
        if (options->etag != NULL)
            soup_message_headers_replace(headers, "If-None-Match", options->etag);
        if (options->modified != NULL)
            soup_message_headers_replace(headers, "If-Modified-Since", options->modified);
    }
    return message;
}

/* Sends one request and takes what comes. *@out_again: it has to be sent to another address. */
static gboolean
request(Transfer *self, gboolean *out_again, GError **error)
{
    g_autoptr(SoupMessage) message = new_message(self, error);
    g_auto(Wait) wait = {.cancellable = g_cancellable_new()};
    GError *cause = NULL;

    if (message == NULL)
        return FALSE;
    soup_session_send_async(self->session, message, G_PRIORITY_DEFAULT, wait.cancellable, on_result,
                            &wait);
    wait_for_result(self, &wait);

    g_autoptr(GInputStream) body = soup_session_send_finish(self->session, wait.result, &cause);

    if (body == NULL)
        return fail_operation(self, &wait, message, cause, error);

    SoupMessageHeaders *headers = soup_message_get_response_headers(message);

    *out_again = FALSE;
    switch (soup_message_get_status(message)) {
    case SOUP_STATUS_OK:
        return accept_whole(self, headers, body, error);
    case SOUP_STATUS_PARTIAL_CONTENT:
        return accept_part(self, headers, body, error);
    case SOUP_STATUS_NOT_MODIFIED:
        self->is_unchanged = self->options->etag != NULL || self->options->modified != NULL;
        return self->is_unchanged || fail_status(self, message, error);
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
        *out_again = TRUE;
        return follow_redirect(self, headers, error);
    case SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE:
        /* the file shrank; the next attempt wants it all */
        return start_anew(self, error) && fail_for_now(self, error, G_IO_ERROR_INVALID_DATA,
                                                       _("the file changed while it was read"));
    default:
        return fail_status(self, message, error);
    }
}

static gboolean
attempt(Transfer *self, GError **error)
{
    gboolean again = TRUE;

    self->is_transient = FALSE;
    self->wished_delay = 0;
    g_uri_unref(self->uri);
    self->uri = g_uri_ref(self->start);
    for (int i = 0; again && i <= MAX_REDIRECTS; i++) {
        if (!request(self, &again, error))
            return FALSE;
    }
    if (again) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d redirects"),
                    MAX_REDIRECTS);
        return FALSE;
    }
    return TRUE;
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
        gboolean is_last = count > self->settings->retries || pause >= get_time_left(self);

        if (!self->is_transient || is_last) {
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
    g_autofree char *text = g_uri_to_string(self->uri);
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
        fail(error, G_IO_ERROR_NOT_REGULAR_FILE, _("it is no regular file"));
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
open_session(Transfer *self, GError **error)
{
    self->session = soup_session_new_with_options("user-agent", PACKAGE "/" VERSION, NULL);
    if (self->settings->ca_file == NULL)
        return TRUE;

    g_autoptr(GTlsDatabase) database = g_tls_file_database_new(self->settings->ca_file, error);

    if (database == NULL) {
        g_prefix_error(error, _("cannot use the certificates in '%s': "), self->settings->ca_file);
        return FALSE;
    }
    soup_session_set_tls_database(self->session, database);
    return TRUE;
}

static GUri *
parse_uri(const char *text, gboolean *out_is_local, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(text, SOUP_HTTP_URI_FLAGS, error);

    if (uri == NULL)
        return NULL;

    const char *scheme = g_uri_get_scheme(uri);
    gboolean is_local = strcmp(scheme, "file") == 0;

    if (!is_local && !download_is_uri(text)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("'%s' is not supported, only https, http and file are"), scheme);
        return NULL;
    }
    if (!is_local && !has_host(uri)) {
        fail(error, G_IO_ERROR_INVALID_ARGUMENT, _("it names no host"));
        return NULL;
    }
    *out_is_local = is_local;
    return g_steal_pointer(&uri);
}

static gboolean
run(Transfer *self, const char *text, GError **error)
{
    const DownloadOptions *options = self->options;
    gboolean is_local = FALSE;

    self->settings = settings_get(error);
    if (self->settings == NULL)
        return FALSE;
    self->start = parse_uri(text, &is_local, error);
    if (self->start == NULL)
        return FALSE;
    self->uri = g_uri_ref(self->start);
    self->max_size = options->max_size > 0 ? options->max_size : self->settings->max_size;
    self->deadline = g_get_monotonic_time() + (gint64)self->settings->total_timeout * 1000;
    self->file = temporary_file_open(error);
    if (self->file < 0)
        return FALSE;
    if (is_local)
        return copy_local(self, error);

    g_autofree char *label = g_path_get_basename(g_uri_get_path(self->start));

    self->progress = progress_new(label, options->is_quiet);
    self->context = g_main_context_new();
    g_main_context_push_thread_default(self->context);

    gboolean is_done = open_session(self, error) && transfer(self, error);

    g_main_context_pop_thread_default(self->context);
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
    out_download->uri = g_uri_to_string_partial(self.uri, G_URI_HIDE_PASSWORD);
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

gboolean
download_is_uri(const char *text)
{
    const char *scheme = g_uri_peek_scheme(text); /* in lower case */

    return scheme != NULL && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
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
