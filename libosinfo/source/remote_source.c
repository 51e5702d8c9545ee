/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Gives ranges of the bytes that a web server has: the whole of the remote module. What the bytes
 * mean is left to the formats.
 *
 * One answer of the server is open at a time, with a body that begins and ends somewhere in the
 * data (RFC 9110, 14): in the part that was asked for when the server knows ranges, otherwise at
 * the start. A read takes from that body what it has, or sends another request.
 *
 * libsoup works in a main context that belongs to the source and runs only while a call waits, so
 * the caller's own context stays as it is, and everything that can end a wait is a GSource: an
 * answer, time that is up, the caller's cancellable.
 *
 * What a server says is not trusted: parts other than the one asked for, sizes that change, bodies
 * that end early or never are errors, and time and bytes that a source may cost are limited.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <libsoup/soup.h>

#include "common/translate.h"
#include "source/remote_module.h"

/* Some mirrors send other data to programs they do not know. */
#define USER_AGENT "Wget/1.0"

#define MAX_REDIRECTS 10
#define IDLE_TIMEOUT (30 * 1000)    /* milliseconds */
#define TOTAL_TIMEOUT (60 * 1000)   /* milliseconds */
#define MAX_SKIP (64 * 1024 * 1024) /* bytes that a source reads and throws away */

typedef struct {
    Source parent;
    GMainContext *context;     /* owned */
    SoupSession *session;      /* owned */
    GUri *uri;                 /* owned; where redirects led to */
    GCancellable *cancellable; /* owned, may be NULL */
    char *name;                /* owned; of the URI that was asked for, without a password */
    guint idle_timeout;        /* milliseconds */
    guint total_timeout;       /* milliseconds */
    gint64 deadline;           /* monotonic time, microseconds */
    gint64 size;               /* bytes; -1: not known */
    guint64 limit;             /* there is nothing from here on; G_MAXUINT64: not known */
    guint64 skipped;           /* bytes */
    GInputStream *body;        /* owned; NULL: none is open */
    gboolean is_chunked;       /* the body */
    guint64 position;          /* of the next byte of the body in the data */
    guint64 end;               /* where the body must end; G_MAXUINT64: not known */
    gsize taken, filled;       /* bytes of buffer */
    guint8 buffer[16384];      /* of the body */
} RemoteSource;

static void
set_invalid(GError **error, const char *reason)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, reason);
}

/* Waiting */

typedef struct {
    GCancellable *cancellable; /* owned; of the operation that is waited for */
    GAsyncResult *result;      /* owned; NULL: not there yet */
    gint stop_code;            /* GIOErrorEnum: why the operation was cancelled; 0: it was not */
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
on_time_up(gpointer data)
{
    Wait *wait = data;

    wait->stop_code = G_IO_ERROR_TIMED_OUT;
    g_cancellable_cancel(wait->cancellable);
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled(GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
    Wait *wait = data;

    wait->stop_code = G_IO_ERROR_CANCELLED;
    g_cancellable_cancel(wait->cancellable);
    return G_SOURCE_REMOVE;
}

static void
attach(RemoteSource *self, GSource *source, GSourceFunc function, Wait *wait)
{
    g_source_set_callback(source, function, wait, NULL);
    g_source_attach(source, self->context);
}

static void
detach(GSource *source)
{
    g_source_destroy(source);
    g_source_unref(source);
}

/* Milliseconds until the deadline. */
static guint
get_time_left(const RemoteSource *self)
{
    gint64 left = (self->deadline - g_get_monotonic_time()) / 1000;

    return (guint)CLAMP(left, 0, self->total_timeout);
}

/* Runs until the operation that was started with @wait has a result. */
static void
wait_for_result(RemoteSource *self, Wait *wait, GCancellable *cancellable)
{
    GSource *timer = g_timeout_source_new(MIN(self->idle_timeout, get_time_left(self)));
    GSource *stop = g_cancellable_source_new(cancellable);

    attach(self, timer, on_time_up, wait);
    attach(self, stop, G_SOURCE_FUNC(on_cancelled), wait);
    while (wait->result == NULL)
        g_main_context_iteration(self->context, TRUE);
    detach(timer);
    detach(stop);
}

/* Errors */

/* What is wrong with a certificate. */
static char *
list_certificate_errors(GTlsCertificateFlags flags)
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
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if ((flags & rows[i].flag) != 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", _(rows[i].words));
    }
    if (text->len == 0)
        g_string_append(text, _("not valid"));
    return g_string_free(text, FALSE);
}

static void
set_stop_error(RemoteSource *self, gint code, GError **error)
{
    if (code == G_IO_ERROR_CANCELLED)
        g_set_error_literal(error, G_IO_ERROR, code, _("Operation was cancelled"));
    else if (get_time_left(self) == 0)
        g_set_error(error, G_IO_ERROR, code, _("not done after %g seconds"),
                    self->total_timeout / 1000.0);
    else
        g_set_error(error, G_IO_ERROR, code, _("'%s' was silent for %g seconds"),
                    g_uri_get_host(self->uri), self->idle_timeout / 1000.0);
}

/* Turns the error of an operation into one that a caller without libsoup understands. Takes over
 * @cause. */
static void
set_operation_error(RemoteSource *self, const Wait *wait, SoupMessage *message, GError *cause,
                    GError **error)
{
    g_autoptr(GError) owned = cause;

    if (wait->stop_code != 0) {
        set_stop_error(self, wait->stop_code, error);
    } else if (message != NULL &&
               g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)) {
        g_autofree char *words =
            list_certificate_errors(soup_message_get_tls_peer_certificate_errors(message));

        g_set_error(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                    _("the certificate of '%s' is not trusted: %s"), g_uri_get_host(self->uri),
                    words);
    } else if (cause->domain == G_RESOLVER_ERROR) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, cause->message);
    } else if (cause->domain == SOUP_SESSION_ERROR) {
        set_invalid(error, cause->message);
    } else {
        g_propagate_error(error, g_steal_pointer(&owned));
    }
}

static void
set_status_error(guint status, GError **error)
{
    static const struct {
        guint status;
        GIOErrorEnum code;
    } rows[] = {
        {SOUP_STATUS_UNAUTHORIZED, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_FORBIDDEN, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_NOT_FOUND, G_IO_ERROR_NOT_FOUND},
        {SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_REQUEST_TIMEOUT, G_IO_ERROR_TIMED_OUT},
        {SOUP_STATUS_GONE, G_IO_ERROR_NOT_FOUND},
        {SOUP_STATUS_SERVICE_UNAVAILABLE, G_IO_ERROR_BUSY},
        {SOUP_STATUS_GATEWAY_TIMEOUT, G_IO_ERROR_TIMED_OUT},
    };
    gint code = G_IO_ERROR_FAILED;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == status)
            code = (gint)rows[i].code;
    }
    /* in the words of the standard: the server's own could be anything */
    g_set_error(error, G_IO_ERROR, code, _("the server says %u %s"), status,
                soup_status_get_phrase(status));
}

/* Bodies */

/*
 * Did a body in chunks, all read, end without the last one? libsoup takes a connection that ends
 * between two chunks for the end of the body, but would read on, as it would not after the last
 * chunk. So it is asked to, while the connection refuses to be read; below all that decompresses,
 * which would not read on either way.
 */
static gboolean
is_cut_off(RemoteSource *self)
{
    GInputStream *chunks = self->body;
    GInputStream *connection = self->body;

    while (G_IS_FILTER_INPUT_STREAM(connection)) {
        gboolean is_decoder = G_IS_CONVERTER_INPUT_STREAM(connection);

        connection = g_filter_input_stream_get_base_stream(G_FILTER_INPUT_STREAM(connection));
        if (is_decoder)
            chunks = connection;
    }
    if (!self->is_chunked || !g_input_stream_set_pending(connection, NULL))
        return FALSE;

    gssize count = g_input_stream_read(chunks, self->buffer, sizeof(self->buffer), NULL, NULL);

    g_input_stream_clear_pending(connection);
    return count < 0;
}

/*
 * Makes the buffer hold bytes, if the body has any more. At its end the end of the data is known; a
 * body that ends too early is an error. libsoup is never asked for single bytes, since it reads
 * what follows the last chunk into the same memory, and complains when that is too short.
 */
static gboolean
fill_buffer(RemoteSource *self, GCancellable *cancellable, GError **error)
{
    GError *cause = NULL;

    if (self->taken < self->filled)
        return TRUE;

    g_auto(Wait) wait = {.cancellable = g_cancellable_new()};

    g_input_stream_read_async(self->body, self->buffer, sizeof(self->buffer), G_PRIORITY_DEFAULT,
                              wait.cancellable, on_result, &wait);
    wait_for_result(self, &wait, cancellable);

    gssize count = g_input_stream_read_finish(self->body, wait.result, &cause);

    if (count < 0) {
        set_operation_error(self, &wait, NULL, cause, error);
        return FALSE;
    }
    if (count == 0 && (self->end != G_MAXUINT64 || is_cut_off(self))) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                            _("the server sent less than it had announced"));
        return FALSE;
    }
    if (count == 0) {
        self->limit = self->position;
        self->size = (gint64)self->position;
    }
    self->taken = 0;
    self->filled = (gsize)count;
    return TRUE;
}

/* Takes up to @size bytes of the body, into @buffer if that is not NULL; 0 only at its end. */
static gboolean
take(RemoteSource *self, void *buffer, guint64 size, gsize *out_taken, GCancellable *cancellable,
     GError **error)
{
    if (!fill_buffer(self, cancellable, error))
        return FALSE;

    gsize count = (gsize)MIN(size, self->filled - self->taken);

    if (buffer != NULL)
        memcpy(buffer, self->buffer + self->taken, count);
    self->taken += count;
    self->position += count;
    *out_taken = count;
    return TRUE;
}

/* Closes the body. If it was read to its end, the connection stays for the next request. */
static void
close_body(RemoteSource *self)
{
    if (self->body == NULL)
        return;
    /* Lets libsoup see the end, too, if it is there. */
    if (self->position == self->end && self->taken == self->filled)
        g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(self->body), self->buffer,
                                                 sizeof(self->buffer), NULL, NULL);
    g_input_stream_close(self->body, NULL, NULL);
    g_clear_object(&self->body);
    self->taken = self->filled = 0;
}

/* Reads on to @offset, or to the end of the data if that comes first. */
static gboolean
skip_to(RemoteSource *self, guint64 offset, GCancellable *cancellable, GError **error)
{
    if (offset - self->position > MAX_SKIP - self->skipped) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                    _("the server sends no parts of files, and what is needed lies too far from "
                      "the start (%" PRIu64 " bytes)"),
                    offset);
        return FALSE;
    }
    self->skipped += offset - self->position;
    while (self->position < offset && self->position < self->limit) {
        gsize count;

        if (!take(self, NULL, offset - self->position, &count, cancellable, error))
            return FALSE;
    }
    return TRUE;
}

/* Answers */

static gboolean
note_size(RemoteSource *self, goffset size, GError **error)
{
    if (size < 0)
        return TRUE;
    if (self->size >= 0 && self->size != size) {
        set_invalid(error, _("the file changed while it was read"));
        return FALSE;
    }
    self->size = size;
    self->limit = (guint64)size;
    return TRUE;
}

static gboolean
is_encoded(SoupMessageHeaders *headers)
{
    const char *encoding = soup_message_headers_get_list(headers, "Content-Encoding");

    return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp(encoding, "identity") != 0;
}

static gboolean
accept_part(RemoteSource *self, SoupMessageHeaders *headers, guint64 offset, GError **error)
{
    goffset start, last, size;

    if (is_encoded(headers)) {
        set_invalid(error, _("the server sent a part of a compressed file"));
        return FALSE;
    }
    if (!soup_message_headers_get_content_range(headers, &start, &last, &size)) {
        set_invalid(error, _("the server sent a part without saying which"));
        return FALSE;
    }
    if (start < 0 || last < start || (size >= 0 && last >= size) || (guint64)start > offset ||
        (guint64)last < offset) {
        g_set_error(
            error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
            _("the server sent another part than was asked for, from %" PRId64 " to %" PRId64),
            start, last);
        return FALSE;
    }
    self->position = (guint64)start;
    self->end = (guint64)last + 1;
    return note_size(self, size, error);
}

static gboolean
accept_whole(RemoteSource *self, SoupMessageHeaders *headers, GError **error)
{
    self->position = 0;
    self->end = G_MAXUINT64;
    /* What libsoup gives is decoded, and longer than what is sent. */
    if (is_encoded(headers) ||
        soup_message_headers_get_encoding(headers) != SOUP_ENCODING_CONTENT_LENGTH)
        return TRUE;

    goffset size = soup_message_headers_get_content_length(headers);

    self->end = (guint64)size;
    return note_size(self, size, error);
}

/* There is nothing at @offset. The server may tell the size behind "bytes *" and a slash. */
static gboolean
accept_end(RemoteSource *self, SoupMessageHeaders *headers, guint64 offset, GError **error)
{
    const char *range = soup_message_headers_get_one(headers, "Content-Range");
    guint64 size = 0;
    gboolean has_size =
        range != NULL && g_str_has_prefix(range, "bytes */") &&
        g_ascii_string_to_unsigned(range + strlen("bytes */"), 10, 0, G_MAXINT64, &size, NULL);

    close_body(self);
    if ((has_size && size > offset) || (self->size >= 0 && (guint64)self->size > offset)) {
        set_invalid(error, _("the server does not send a part that it has"));
        return FALSE;
    }
    self->limit = MIN(self->limit, offset);
    return note_size(self, has_size ? (goffset)size : -1, error);
}

static gboolean
follow_redirect(RemoteSource *self, SoupMessageHeaders *headers, GError **error)
{
    const char *location = soup_message_headers_get_one(headers, "Location");
    g_autoptr(GUri) target =
        location != NULL ? g_uri_parse_relative(self->uri, location, SOUP_HTTP_URI_FLAGS, NULL)
                         : NULL;
    gboolean is_secure = target != NULL && strcmp(g_uri_get_scheme(target), "https") == 0;

    close_body(self);
    if (target == NULL || g_uri_get_host(target) == NULL || *g_uri_get_host(target) == '\0' ||
        (!is_secure && strcmp(g_uri_get_scheme(target), "http") != 0)) {
        set_invalid(error, _("the server redirects to nothing that can be read"));
        return FALSE;
    }
    if (!is_secure && strcmp(g_uri_get_scheme(self->uri), "https") == 0) {
        g_set_error_literal(
            error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
            _("the server redirects from https to plain http, which is not followed"));
        return FALSE;
    }
    g_uri_unref(self->uri);
    self->uri = g_steal_pointer(&target);
    return TRUE;
}

/* Requests */

static SoupMessage *
new_message(RemoteSource *self, guint64 offset, gsize size)
{
    SoupMessage *message = soup_message_new_from_uri(SOUP_METHOD_GET, self->uri);
    SoupMessageHeaders *headers = soup_message_get_request_headers(message);

    soup_message_add_flags(message, SOUP_MESSAGE_NO_REDIRECT);
    soup_message_headers_replace(headers, "Accept-Encoding", "identity");
    /* From the start on, the body of any answer will do. */
    if (offset > 0)
        soup_message_headers_set_range(headers, (goffset)offset, (goffset)(offset + size - 1));
    return message;
}

/* Sends one request; the body of the answer is open then, whatever its status. */
static SoupMessage *
send_message(RemoteSource *self, guint64 offset, gsize size, GCancellable *cancellable,
             GError **error)
{
    g_autoptr(SoupMessage) message = new_message(self, offset, size);
    g_auto(Wait) wait = {.cancellable = g_cancellable_new()};
    GError *cause = NULL;

    soup_session_send_async(self->session, message, G_PRIORITY_DEFAULT, wait.cancellable, on_result,
                            &wait);
    wait_for_result(self, &wait, cancellable);
    self->body = soup_session_send_finish(self->session, wait.result, &cause);
    if (self->body == NULL) {
        set_operation_error(self, &wait, message, cause, error);
        return NULL;
    }
    self->is_chunked = soup_message_headers_get_encoding(
                           soup_message_get_response_headers(message)) == SOUP_ENCODING_CHUNKED;
    self->position = 0;
    self->end = G_MAXUINT64;
    return g_steal_pointer(&message);
}

/* Opens a body that has the byte at @offset, or learns that there is none. */
static gboolean
request(RemoteSource *self, guint64 offset, gsize size, GCancellable *cancellable, GError **error)
{
    for (guint i = 0; i <= MAX_REDIRECTS; i++) {
        close_body(self);

        g_autoptr(SoupMessage) message = send_message(self, offset, size, cancellable, error);

        if (message == NULL)
            return FALSE;

        SoupMessageHeaders *headers = soup_message_get_response_headers(message);
        guint status = soup_message_get_status(message);

        switch (status) {
        case SOUP_STATUS_PARTIAL_CONTENT:
            return accept_part(self, headers, offset, error);
        case SOUP_STATUS_OK:
        case SOUP_STATUS_NON_AUTHORITATIVE:
            return accept_whole(self, headers, error);
        case SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE:
            return accept_end(self, headers, offset, error);
        case SOUP_STATUS_MOVED_PERMANENTLY:
        case SOUP_STATUS_FOUND:
        case SOUP_STATUS_SEE_OTHER:
        case SOUP_STATUS_TEMPORARY_REDIRECT:
        case SOUP_STATUS_PERMANENT_REDIRECT:
            if (!follow_redirect(self, headers, error))
                return FALSE;
            break;
        default:
            set_status_error(status, error);
            return FALSE;
        }
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d redirects"), MAX_REDIRECTS);
    return FALSE;
}

/* Makes @offset the next byte of the body, unless there is nothing at it. */
static gboolean
seek(RemoteSource *self, guint64 offset, gsize size, GCancellable *cancellable, GError **error)
{
    gboolean has_offset = self->body != NULL && self->position <= offset && offset < self->end;

    if (!has_offset && !request(self, offset, size, cancellable, error))
        return FALSE;
    return offset >= self->limit || skip_to(self, offset, cancellable, error);
}

/* The source */

static gboolean
read_range(RemoteSource *self, guint64 offset, guint8 *buffer, gsize size, gsize *out_read,
           GCancellable *cancellable, GError **error)
{
    gsize done = 0;

    while (done < size && offset + done < self->limit) {
        guint64 next = offset + done;
        gsize count;

        if (!seek(self, next, size - done, cancellable, error))
            return FALSE;
        if (next >= self->limit)
            break;
        if (!take(self, buffer + done, MIN(size - done, self->end - next), &count, cancellable,
                  error))
            return FALSE;
        done += count;
    }
    *out_read = done;
    return TRUE;
}

static gssize
remote_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    RemoteSource *self = (RemoteSource *)source;
    gsize count = 0;

    /* HTTP counts further, but nobody else does. */
    size = offset > G_MAXINT64 ? 0 : (gsize)MIN(size, G_MAXINT64 - offset);

    g_main_context_push_thread_default(self->context);

    gboolean is_read = read_range(self, offset, buffer, size, &count, self->cancellable, error);

    /* The next read starts anew. */
    if (!is_read)
        close_body(self);
    g_main_context_pop_thread_default(self->context);
    if (!is_read)
        g_prefix_error(error, _("cannot read '%s': "), self->name);
    return is_read ? (gssize)count : -1;
}

static gint64
remote_get_size(Source *source)
{
    return ((RemoteSource *)source)->size;
}

static void
remote_close(Source *source)
{
    RemoteSource *self = (RemoteSource *)source;

    g_main_context_push_thread_default(self->context);
    close_body(self);
    soup_session_abort(self->session);
    g_object_unref(self->session);
    /* Connections are closed by callbacks. */
    while (g_main_context_iteration(self->context, FALSE))
        ;
    g_main_context_pop_thread_default(self->context);
    g_main_context_unref(self->context);
    g_clear_object(&self->cancellable);
    g_uri_unref(self->uri);
    g_free(self->name);
    g_free(self);
}

static const SourceOperations remote_operations = {
    .read = remote_read,
    .get_size = remote_get_size,
    .close = remote_close,
};

static GUri *
parse_uri(const char *text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GUri) uri = g_uri_parse(text, SOUP_HTTP_URI_FLAGS, &cause);
    const char *host = uri != NULL ? g_uri_get_host(uri) : NULL;

    if (host != NULL && *host != '\0')
        return g_steal_pointer(&uri);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("'%s' is no address: %s"), text,
                cause != NULL ? cause->message : _("it names no host"));
    return NULL;
}

/* Runs inside of the new source's context. */
static RemoteSource *
new_source(GMainContext *context, GUri *uri, const SourceRequest *how)
{
    const RemoteOptions *options = &how->remote;
    RemoteSource *self = g_new0(RemoteSource, 1);

    self->parent.operations = &remote_operations;
    self->context = g_main_context_ref(context);
    self->session = soup_session_new_with_options("user-agent", USER_AGENT, NULL);
    if (options->tls_database != NULL)
        soup_session_set_tls_database(self->session, options->tls_database);
    self->uri = g_uri_ref(uri);
    self->name = g_uri_to_string_partial(uri, G_URI_HIDE_PASSWORD);
    g_set_object(&self->cancellable, how->cancellable);
    self->idle_timeout = options->idle_timeout != 0 ? options->idle_timeout : IDLE_TIMEOUT;
    self->total_timeout = options->total_timeout != 0 ? options->total_timeout : TOTAL_TIMEOUT;
    self->deadline = g_get_monotonic_time() + (gint64)self->total_timeout * 1000;
    self->size = -1;
    self->limit = G_MAXUINT64;
    return self;
}

static Source *
open_remote(const char *text, const SourceRequest *how, GError **error)
{
    g_autoptr(GUri) uri = parse_uri(text, error);

    if (uri == NULL)
        return NULL;

    g_autoptr(GMainContext) context = g_main_context_new();

    g_main_context_push_thread_default(context);

    RemoteSource *self = new_source(context, uri, how);
    gboolean is_open = request(self, how->first_offset, how->first_size, self->cancellable, error);

    g_main_context_pop_thread_default(context);
    if (is_open)
        return &self->parent;
    g_prefix_error(error, _("cannot read '%s': "), self->name);
    remote_close(&self->parent);
    return NULL;
}

const RemoteModule osinfo_remote_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .open = open_remote,
};
