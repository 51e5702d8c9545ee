/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "common/address.h"
#include "common/certificate.h"
#include "common/http/connections.h"
#include "common/http/http.h"
#include "common/http/response_head.h"
#include "common/http/watchdog.h"
#include "common/translate.h"

#define MAX_REDIRECTS 10
#define READ_SIZE 16384    /* bytes; http_answer_read() says why they are many */
#define CLOSE_TIMEOUT 1000 /* milliseconds */
#define MAX_TRAILERS (256 * 1024)

gboolean
http_client_init(HttpClient *self, GUri *uri, const HttpOptions *options, GError **error)
{
    self->watchdog = http_watchdog_new(error);
    if (self->watchdog == NULL)
        return FALSE;
    self->connections = http_connections_new();
    self->options = *options;
    self->context = g_main_context_new();
    g_main_context_push_thread_default(self->context);
    self->session = soup_session_new_with_options("user-agent", options->user_agent, NULL);
    g_main_context_pop_thread_default(self->context);
    if (options->certificates != NULL)
        soup_session_set_tls_database(self->session, options->certificates);
    self->options.certificates = NULL;
    self->uri = g_uri_ref(uri);
    self->deadline = g_get_monotonic_time() + (gint64)options->total_timeout * 1000;
    return TRUE;
}

void
http_client_clear(HttpClient *self)
{
    if (self->context == NULL)
        return;

    gint64 end = g_get_monotonic_time() + CLOSE_TIMEOUT * 1000;

    g_main_context_push_thread_default(self->context);
    soup_session_abort(self->session);
    g_clear_object(&self->session);
    /* connections are closed by callbacks */
    while (g_main_context_iteration(self->context, FALSE) && g_get_monotonic_time() < end)
        ;
    g_main_context_pop_thread_default(self->context);
    g_clear_pointer(&self->watchdog, http_watchdog_free);
    g_clear_pointer(&self->connections, http_connections_free);
    g_clear_pointer(&self->context, g_main_context_unref);
    g_clear_pointer(&self->uri, g_uri_unref);
}

guint
http_client_get_time_left(const HttpClient *self)
{
    gint64 left = (self->deadline - g_get_monotonic_time()) / 1000;

    return (guint)CLAMP(left, 0, self->options.total_timeout);
}

void
http_client_set_uri(HttpClient *self, GUri *uri)
{
    g_uri_ref(uri);
    g_uri_unref(self->uri);
    self->uri = uri;
}

/* Waiting */

typedef struct {
    GCancellable *cancellable; /* owned; of the operation that is waited for; for our thread */
    GCancellable *end;         /* owned; what others cancel */
    gulong end_handler;
    GAsyncResult *result; /* owned; NULL: not there yet */
    GCancellable *stop;   /* owned; the caller's; NULL: there is none */
    gulong stop_handler;
    gint stop_code; /* GIOErrorEnum: why the operation was cancelled; 0: it was not */
} Wait;

static void
on_result(GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    ((Wait *)data)->result = g_object_ref(result);
}

/* In the thread that cancels: libsoup may read on without a look at its cancellable. */
static void
on_end(GCancellable *end G_GNUC_UNUSED, HttpClient *client)
{
    http_connections_cut(client->connections);
    g_main_context_wakeup(client->context);
}

static void
on_cancelled(GCancellable *stop G_GNUC_UNUSED, GCancellable *end)
{
    g_cancellable_cancel(end);
}

/* From here on the operation ends by itself: when time is up, or when the caller wishes. */
static void
wait_begin(Wait *self, HttpClient *client, guint timeout, GCancellable *stop)
{
    gint64 now = g_get_monotonic_time();

    *self = (Wait){.cancellable = g_cancellable_new(), .end = g_cancellable_new()};
    http_connections_hold(client->connections);
    self->end_handler = g_cancellable_connect(self->end, G_CALLBACK(on_end), client, NULL);
    g_set_object(&self->stop, stop);
    if (stop != NULL)
        self->stop_handler = g_cancellable_connect(stop, G_CALLBACK(on_cancelled), self->end, NULL);
    http_watchdog_start(client->watchdog, self->end,
                        MIN(now + (gint64)timeout * 1000, MAX(client->deadline, now)));
}

/* Runs until the operation has a result. It is cancelled in this thread, that of its sources: GLib
 * 2.74 loses a source that goes while another thread cancels. */
static void
wait_for_result(HttpClient *self, Wait *wait)
{
    while (wait->result == NULL) {
        if (g_cancellable_is_cancelled(wait->end))
            g_cancellable_cancel(wait->cancellable);
        g_main_context_iteration(self->context, TRUE);
    }
}

/* Nothing that was told of it is called any more. */
static void
wait_end(Wait *self, HttpClient *client)
{
    if (http_watchdog_stop(client->watchdog))
        self->stop_code = G_IO_ERROR_TIMED_OUT;
    else if (g_cancellable_is_cancelled(self->end))
        self->stop_code = G_IO_ERROR_CANCELLED;
    g_cancellable_disconnect(self->stop, self->stop_handler);
    g_cancellable_disconnect(self->end, self->end_handler);
    http_connections_release(client->connections);
    g_clear_object(&self->stop);
    g_clear_object(&self->result);
    g_clear_object(&self->cancellable);
    g_clear_object(&self->end);
}

/* Errors */

static void
set_stop_error(HttpClient *self, gint code, GError **error)
{
    if (code == G_IO_ERROR_CANCELLED)
        g_set_error_literal(error, G_IO_ERROR, code, _("Operation was cancelled"));
    else if (http_client_get_time_left(self) == 0)
        g_set_error(error, G_IO_ERROR, code, _("not finished after %g seconds"),
                    self->options.total_timeout / 1000.0);
    else
        g_set_error(error, G_IO_ERROR, code, _("no data from '%s' for %g seconds"),
                    g_uri_get_host(self->uri), self->options.idle_timeout / 1000.0);
}

/* Turns the error of an operation into one that a caller without libsoup understands. Takes over
 * @cause, which may be NULL if the operation was stopped: what it has may be cut. @message: NULL
 * once the connection is there. */
static void
set_operation_error(HttpClient *self, const Wait *wait, SoupMessage *message, GError *cause,
                    GError **error)
{
    g_autoptr(GError) owned = cause;

    if (wait->stop_code != 0) {
        set_stop_error(self, wait->stop_code, error);
    } else if (message != NULL &&
               g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)) {
        g_autofree char *words =
            certificate_list_errors(soup_message_get_tls_peer_certificate_errors(message));

        g_set_error(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                    _("the certificate of '%s' is not trusted: %s"), g_uri_get_host(self->uri),
                    words);
    } else if (cause->domain == G_RESOLVER_ERROR) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, cause->message);
    } else if (cause->domain == SOUP_SESSION_ERROR) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, cause->message);
    } else {
        g_propagate_error(error, g_steal_pointer(&owned));
    }
}

gboolean
http_is_transient(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
           g_error_matches(error, G_TLS_ERROR, G_TLS_ERROR_EOF);
}

/* Trailers */

/* For each piece that came over the network, in the middle of an operation of libsoup. */
static void
on_body_data(SoupMessage *message G_GNUC_UNUSED, guint count, HttpClient *client)
{
    client->arrived += count;
    if (client->arrived > client->most_arriving)
        g_cancellable_cancel(client->reading);
}

static void
watch_body_data(HttpClient *self, SoupMessage *message)
{
    /* libsoup before 3.4 has no such signal, and before 3.6.5 takes any trailer for the last */
    if (g_signal_lookup("got-body-data", SOUP_TYPE_MESSAGE) != 0)
        g_signal_connect(message, "got-body-data", G_CALLBACK(on_body_data), self);
}

/* Of HTTP/2, and of what is decoded, much may arrive before something can be told. */
static gboolean
has_plain_chunks(const HttpAnswer *self)
{
    return soup_message_get_http_version(self->message) <= SOUP_HTTP_1_1 &&
           soup_message_headers_get_encoding(soup_message_get_response_headers(self->message)) ==
               SOUP_ENCODING_CHUNKED &&
           !http_answer_is_encoded(self);
}

/*
 * libsoup reads trailers to their end, however many there are, and does not come back meanwhile. A
 * read of plain chunks takes in what it gives and the short lines around it, else it is in the
 * trailers: all of the body is here.
 */
static void
limit_trailers(const HttpAnswer *self, gsize size, GCancellable *reading)
{
    self->client->reading = reading;
    self->client->arrived = 0;
    self->client->most_arriving = has_plain_chunks(self) ? size + MAX_TRAILERS : G_MAXUINT64;
}

/* Whether they were too many: the read was ended for that, or would have been. */
static gboolean
see_trailers(HttpClient *self)
{
    self->reading = NULL;
    return self->arrived > self->most_arriving;
}

/* Requests */

static gboolean
is_redirect(guint status)
{
    switch (status) {
    case SOUP_STATUS_MOVED_PERMANENTLY:
    case SOUP_STATUS_FOUND:
    case SOUP_STATUS_SEE_OTHER:
    case SOUP_STATUS_TEMPORARY_REDIRECT:
    case SOUP_STATUS_PERMANENT_REDIRECT:
        return TRUE;
    default:
        return FALSE;
    }
}

static gboolean
follow_redirect(HttpClient *self, const char *location, GError **error)
{
    g_autoptr(GUri) target =
        location != NULL ? address_parse_relative(self->uri, location, NULL) : NULL;

    if (target == NULL) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            _("the server redirects to an address that is not supported"));
        return FALSE;
    }
    if (!address_may_lead_to(self->uri, target) ||
        (self->options.stays_on_host &&
         g_ascii_strcasecmp(g_uri_get_host(self->uri), g_uri_get_host(target)) != 0)) {
        self->options.set_refusal(target, error);
        return FALSE;
    }
    http_client_set_uri(self, target);
    return TRUE;
}

static void
on_network_event(SoupMessage *message G_GNUC_UNUSED, GSocketClientEvent event, GIOStream *stream,
                 HttpClient *client)
{
    if (event == G_SOCKET_CLIENT_CONNECTED)
        http_connections_add(client->connections, stream);
}

static SoupMessage *
new_message(HttpClient *self, const HttpRequest *request)
{
    SoupMessage *message = soup_message_new_from_uri(SOUP_METHOD_GET, self->uri);
    SoupMessageHeaders *headers = soup_message_get_request_headers(message);
    const struct {
        const char *name;
        const char *value;
    } conditions[] = {
        {"If-Range", request->if_range},
        {"If-None-Match", request->if_none_match},
        {"If-Modified-Since", request->if_modified_since},
    };

    g_signal_connect(message, "network-event", G_CALLBACK(on_network_event), self);
    soup_message_add_flags(message, SOUP_MESSAGE_NO_REDIRECT);
    soup_message_headers_replace(headers, "Accept-Encoding", "identity");
    if (request->first > 0 || (request->last > 0 && request->last < G_MAXUINT64))
        soup_message_headers_set_range(headers, (goffset)request->first,
                                       request->last < G_MAXUINT64 ? (goffset)request->last : -1);
    for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
        if (conditions[i].value != NULL)
            soup_message_headers_replace(headers, conditions[i].name, conditions[i].value);
    }
    return message;
}

static gboolean
send_message(HttpClient *self, const HttpRequest *request, HttpAnswer *answer,
             GCancellable *cancellable, GError **error)
{
    Wait wait;
    GError *cause = NULL;

    http_answer_clear(answer);
    answer->client = self;
    answer->message = new_message(self, request);
    watch_body_data(self, answer->message);
    response_head_watch(answer->message);
    wait_begin(&wait, self, self->options.idle_timeout, cancellable);
    soup_session_send_async(self->session, answer->message, G_PRIORITY_DEFAULT, wait.cancellable,
                            on_result, &wait);
    wait_for_result(self, &wait);
    answer->body = soup_session_send_finish(self->session, wait.result, &cause);
    wait_end(&wait, self);
    if (wait.stop_code != 0 || answer->body == NULL) {
        set_operation_error(self, &wait, answer->message, cause, error);
        return FALSE;
    }
    answer->status = soup_message_get_status(answer->message);
    if (response_head_is_overcoded(answer->message)) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                            _("the server compressed its answer too many times"));
        return FALSE;
    }
    return TRUE;
}

gboolean
http_client_request(HttpClient *self, const HttpRequest *request, HttpAnswer *out_answer,
                    GCancellable *cancellable, GError **error)
{
    g_auto(HttpAnswer) answer = {0};

    for (guint i = 0; i <= MAX_REDIRECTS; i++) {
        if (!send_message(self, request, &answer, cancellable, error))
            return FALSE;
        if (!is_redirect(answer.status)) {
            *out_answer = answer;
            answer = (HttpAnswer){0};
            return TRUE;
        }
        if (!follow_redirect(self, http_answer_get_header(&answer, "Location"), error))
            return FALSE;
    }
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("more than %d redirects"), MAX_REDIRECTS);
    return FALSE;
}

/* Answers */

/* libsoup reads what is left of a body, so that the connection stays. */
static void
close_body(HttpAnswer *self)
{
    Wait wait;

    wait_begin(&wait, self->client, MIN(CLOSE_TIMEOUT, self->client->options.idle_timeout), NULL);
    g_input_stream_close_async(self->body, G_PRIORITY_DEFAULT, wait.cancellable, on_result, &wait);
    wait_for_result(self->client, &wait);
    g_input_stream_close_finish(self->body, wait.result, NULL);
    wait_end(&wait, self->client);
}

void
http_answer_clear(HttpAnswer *self)
{
    if (self->body != NULL)
        close_body(self);
    g_clear_object(&self->body);
    if (self->message != NULL)
        g_signal_handlers_disconnect_by_data(self->message, self->client);
    g_clear_object(&self->message);
}

static SoupMessageHeaders *
get_headers(const HttpAnswer *self)
{
    return soup_message_get_response_headers(self->message);
}

const char *
http_answer_get_header(const HttpAnswer *self, const char *name)
{
    return soup_message_headers_get_one(get_headers(self), name);
}

gint64
http_answer_get_length(const HttpAnswer *self)
{
    if (http_answer_is_encoded(self) ||
        soup_message_headers_get_encoding(get_headers(self)) != SOUP_ENCODING_CONTENT_LENGTH)
        return -1;
    return soup_message_headers_get_content_length(get_headers(self));
}

gboolean
http_answer_get_range(const HttpAnswer *self, gint64 *out_first, gint64 *out_last, gint64 *out_size)
{
    goffset first = 0, last = 0, size = 0;

    if (!soup_message_headers_get_content_range(get_headers(self), &first, &last, &size))
        return FALSE;
    *out_first = first;
    *out_last = last;
    *out_size = size;
    return TRUE;
}

gboolean
http_answer_is_encoded(const HttpAnswer *self)
{
    const char *encoding = soup_message_headers_get_list(get_headers(self), "Content-Encoding");

    return encoding != NULL && *encoding != '\0' && g_ascii_strcasecmp(encoding, "identity") != 0;
}

gboolean
http_answer_fail(const HttpAnswer *self, gboolean *out_is_transient, GError **error)
{
    static const struct {
        guint status;
        gboolean is_transient;
        GIOErrorEnum code;
    } rows[] = {
        {SOUP_STATUS_UNAUTHORIZED, FALSE, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_FORBIDDEN, FALSE, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_NOT_FOUND, FALSE, G_IO_ERROR_NOT_FOUND},
        {SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, FALSE, G_IO_ERROR_PERMISSION_DENIED},
        {SOUP_STATUS_REQUEST_TIMEOUT, TRUE, G_IO_ERROR_TIMED_OUT},
        {SOUP_STATUS_GONE, FALSE, G_IO_ERROR_NOT_FOUND},
        {429 /* too many requests; libsoup has no name */, TRUE, G_IO_ERROR_BUSY},
        {SOUP_STATUS_INTERNAL_SERVER_ERROR, TRUE, G_IO_ERROR_FAILED},
        {SOUP_STATUS_BAD_GATEWAY, TRUE, G_IO_ERROR_FAILED},
        {SOUP_STATUS_SERVICE_UNAVAILABLE, TRUE, G_IO_ERROR_BUSY},
        {SOUP_STATUS_GATEWAY_TIMEOUT, TRUE, G_IO_ERROR_TIMED_OUT},
    };
    GIOErrorEnum code = G_IO_ERROR_FAILED;
    gboolean is_transient = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == self->status) {
            code = rows[i].code;
            is_transient = rows[i].is_transient;
        }
    }
    if (out_is_transient != NULL)
        *out_is_transient = is_transient;
    /* in the words of the standard: the server's own could be anything */
    g_set_error(error, G_IO_ERROR, (gint)code, _("the server answered %u %s"), self->status,
                soup_status_get_phrase(self->status));
    return FALSE;
}

/* Bodies */

gssize
http_answer_read(HttpAnswer *self, void *buffer, gsize size, GCancellable *cancellable,
                 GError **error)
{
    HttpClient *client = self->client;
    Wait wait;
    GError *cause = NULL;

    wait_begin(&wait, client, client->options.idle_timeout, cancellable);
    limit_trailers(self, size, wait.cancellable);
    g_input_stream_read_async(self->body, buffer, size, G_PRIORITY_DEFAULT, wait.cancellable,
                              on_result, &wait);
    wait_for_result(client, &wait);

    gssize count = g_input_stream_read_finish(self->body, wait.result, &cause);

    wait_end(&wait, client);
    if (see_trailers(client) && count < 0) {
        g_error_free(cause);
        return 0;
    }
    if (wait.stop_code == 0 && count >= 0)
        return count;
    set_operation_error(client, &wait, NULL, cause, error);
    return -1;
}

void
http_answer_see_end(HttpAnswer *self)
{
    guint8 rest[READ_SIZE];
    Wait wait;

    if (self->body == NULL)
        return;
    wait_begin(&wait, self->client, CLOSE_TIMEOUT, NULL);
    g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(self->body), rest,
                                             sizeof(rest), wait.cancellable, NULL);
    wait_end(&wait, self->client);
}

/*
 * libsoup before 3.6.5 (its commit 1e32b5e1 mended it) takes a connection that ends between two
 * chunks for the end of the body, but would read on, as it would not after the last chunk. So it is
 * asked to, while the connection refuses to be read; below all that decompresses, which would not
 * read on either way. This leans on how its streams are built, so newer ones, which fail by
 * themselves in http_answer_read(), are left alone, also if they came after we were built.
 */
gboolean
http_answer_is_truncated(const HttpAnswer *self)
{
    if (soup_check_version(3, 6, 5))
        return FALSE;

    GInputStream *chunks = self->body;
    GInputStream *connection = self->body;
    guint8 buffer[READ_SIZE];

    while (G_IS_FILTER_INPUT_STREAM(connection)) {
        gboolean is_decoder = G_IS_CONVERTER_INPUT_STREAM(connection);

        connection = g_filter_input_stream_get_base_stream(G_FILTER_INPUT_STREAM(connection));
        if (is_decoder)
            chunks = connection;
    }
    if (soup_message_headers_get_encoding(get_headers(self)) != SOUP_ENCODING_CHUNKED ||
        !g_input_stream_set_pending(connection, NULL))
        return FALSE;

    gssize count = g_input_stream_read(chunks, buffer, sizeof(buffer), NULL, NULL);

    g_input_stream_clear_pending(connection);
    return count < 0;
}
