/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "http-server.h"

#define MAX_HEAD 65536 /* bytes */

struct HttpServer {
    GSocketService *service;
    GMainContext *context; /* of accepting connections */
    GMainLoop *loop;
    GThread *thread;
    GCancellable *stop; /* ends all that handlers do */
    GTlsCertificate *certificate;
    guint16 port;
    HttpHandler handler;
    gpointer data;
    GMutex mutex; /* of all below */
    GCond idle;
    guint running; /* connections */
    guint connections;
    guint requests;
    guint64 bytes;
    char *last_head;
};

gboolean
http_request_send(HttpRequest *self, const void *data, gsize size)
{
    gsize written = 0;
    gboolean is_sent = g_output_stream_write_all(g_io_stream_get_output_stream(self->stream), data,
                                                 size, &written, self->server->stop, NULL);

    g_mutex_lock(&self->server->mutex);
    self->server->bytes += written;
    g_mutex_unlock(&self->server->mutex);
    return is_sent;
}

gboolean
http_request_print(HttpRequest *self, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return http_request_send(self, text, strlen(text));
}

gboolean
http_request_sleep(HttpRequest *self, guint milliseconds)
{
    GIOStream *base = NULL;

    if (G_IS_TLS_CONNECTION(self->stream))
        g_object_get(self->stream, "base-io-stream", &base, NULL);
    else
        base = g_object_ref(self->stream);

    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(base));
    gboolean is_over =
        g_socket_condition_timed_wait(socket, G_IO_IN | G_IO_HUP | G_IO_ERR,
                                      (gint64)milliseconds * 1000, self->server->stop, NULL);

    g_object_unref(base);
    return !is_over && !g_cancellable_is_cancelled(self->server->stop);
}

void
http_request_hang(HttpRequest *self)
{
    http_request_sleep(self, 600 * 1000);
}

/* The lines up to the empty one; NULL when there are no more. */
static char *
read_head(HttpServer *self, GInputStream *input)
{
    g_autoptr(GString) head = g_string_new(NULL);
    char next;

    while (head->len < MAX_HEAD && g_input_stream_read(input, &next, 1, self->stop, NULL) == 1) {
        g_string_append_c(head, next);
        if (g_str_has_suffix(head->str, "\r\n\r\n"))
            return g_string_free(g_steal_pointer(&head), FALSE);
    }
    return NULL;
}

static gboolean
answer(HttpServer *self, GIOStream *stream, char *head)
{
    g_auto(GStrv) words = g_strsplit_set(head, " \r", 3);
    const char *range = strstr(head, "\r\nRange: bytes=");
    HttpRequest request = {.path = words[1], .head = head, .server = self, .stream = stream};

    g_assert_cmpuint(g_strv_length(words), ==, 3);
    request.has_range =
        range != NULL && sscanf(range, "\r\nRange: bytes=%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                &request.first, &request.last) == 2;
    g_mutex_lock(&self->mutex);
    request.number = ++self->requests;
    g_free(self->last_head);
    self->last_head = g_strdup(head);
    g_mutex_unlock(&self->mutex);
    return self->handler(&request, self->data);
}

static void
serve(HttpServer *self, GIOStream *stream)
{
    gboolean goes_on = TRUE;

    while (goes_on) {
        g_autofree char *head = read_head(self, g_io_stream_get_input_stream(stream));

        goes_on = head != NULL && answer(self, stream, head);
    }
    g_io_stream_close(stream, NULL, NULL);
}

/* Counts in the thread that accepts, so that http_server_free() knows of all. */
static gboolean
on_incoming(GSocketService *service G_GNUC_UNUSED, GSocketConnection *connection G_GNUC_UNUSED,
            GObject *source G_GNUC_UNUSED, HttpServer *self)
{
    g_mutex_lock(&self->mutex);
    self->running++;
    self->connections++;
    g_mutex_unlock(&self->mutex);
    return FALSE;
}

static gboolean
on_run(GThreadedSocketService *service G_GNUC_UNUSED, GSocketConnection *connection,
       GObject *source G_GNUC_UNUSED, HttpServer *self)
{
    if (self->certificate != NULL) {
        g_autoptr(GIOStream) tls =
            g_tls_server_connection_new(G_IO_STREAM(connection), self->certificate, NULL);

        if (g_tls_connection_handshake(G_TLS_CONNECTION(tls), self->stop, NULL))
            serve(self, tls);
    } else {
        serve(self, G_IO_STREAM(connection));
    }
    g_mutex_lock(&self->mutex);
    self->running--;
    g_cond_signal(&self->idle);
    g_mutex_unlock(&self->mutex);
    return TRUE;
}

static gpointer
accept_connections(gpointer data)
{
    HttpServer *self = data;

    g_main_context_push_thread_default(self->context);
    g_main_loop_run(self->loop);
    g_main_context_pop_thread_default(self->context);
    return NULL;
}

static GTlsCertificate *
read_certificate(const char *folder)
{
    g_autofree char *certificate_path = g_build_filename(folder, "certificate.pem", NULL);
    g_autofree char *key_path = g_build_filename(folder, "key.pem", NULL);
    g_autoptr(GError) error = NULL;
    GTlsCertificate *certificate =
        g_tls_certificate_new_from_files(certificate_path, key_path, &error);

    g_assert_no_error(error);
    return certificate;
}

HttpServer *
http_server_new(const char *tls_folder, HttpHandler handler, gpointer data)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, 0);
    g_autoptr(GSocketAddress) effective = NULL;
    g_autoptr(GError) error = NULL;
    HttpServer *self = g_new0(HttpServer, 1);

    self->handler = handler;
    self->data = data;
    self->stop = g_cancellable_new();
    self->certificate = tls_folder != NULL ? read_certificate(tls_folder) : NULL;
    g_mutex_init(&self->mutex);
    g_cond_init(&self->idle);
    self->context = g_main_context_new();
    self->loop = g_main_loop_new(self->context, FALSE);
    g_main_context_push_thread_default(self->context);
    self->service = g_threaded_socket_service_new(-1);
    g_signal_connect(self->service, "incoming", G_CALLBACK(on_incoming), self);
    g_signal_connect(self->service, "run", G_CALLBACK(on_run), self);
    g_socket_listener_add_address(G_SOCKET_LISTENER(self->service), address, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
    g_assert_no_error(error);
    self->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(effective));
    g_socket_service_start(self->service);
    g_main_context_pop_thread_default(self->context);
    self->thread = g_thread_new("http-server", accept_connections, self);
    return self;
}

static gboolean
on_end(gpointer loop)
{
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

void
http_server_free(HttpServer *self)
{
    /* From inside: the thread may not have begun to run the loop, which would forget it. */
    g_autoptr(GSource) end = g_idle_source_new();

    g_source_set_callback(end, on_end, self->loop, NULL);
    g_source_attach(end, self->context);
    g_thread_join(self->thread);
    g_main_context_push_thread_default(self->context);
    g_socket_service_stop(self->service);
    g_socket_listener_close(G_SOCKET_LISTENER(self->service));
    g_cancellable_cancel(self->stop);
    g_mutex_lock(&self->mutex);
    while (self->running > 0)
        g_cond_wait(&self->idle, &self->mutex);
    g_mutex_unlock(&self->mutex);
    while (g_main_context_iteration(self->context, FALSE))
        ;
    g_object_unref(self->service);
    g_main_context_pop_thread_default(self->context);
    g_main_loop_unref(self->loop);
    g_main_context_unref(self->context);
    g_clear_object(&self->certificate);
    g_object_unref(self->stop);
    g_free(self->last_head);
    g_mutex_clear(&self->mutex);
    g_cond_clear(&self->idle);
    g_free(self);
}

char *
http_server_get_uri(HttpServer *self, const char *path)
{
    return g_strdup_printf("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                           self->port, path);
}

guint
http_server_get_requests(HttpServer *self)
{
    g_mutex_lock(&self->mutex);

    guint requests = self->requests;

    g_mutex_unlock(&self->mutex);
    return requests;
}

guint
http_server_get_connections(HttpServer *self)
{
    g_mutex_lock(&self->mutex);

    guint connections = self->connections;

    g_mutex_unlock(&self->mutex);
    return connections;
}

guint64
http_server_get_bytes(HttpServer *self)
{
    g_mutex_lock(&self->mutex);

    guint64 bytes = self->bytes;

    g_mutex_unlock(&self->mutex);
    return bytes;
}

char *
http_server_get_last_head(HttpServer *self)
{
    g_mutex_lock(&self->mutex);

    char *head = g_strdup(self->last_head);

    g_mutex_unlock(&self->mutex);
    return head;
}
