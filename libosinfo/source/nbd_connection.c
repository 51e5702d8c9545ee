/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The connection to a server of network block devices: connecting, TLS, and bytes in both directions, each with
 * a time limit, and each ended by the caller's cancellable.
 *
 * Bytes are read as they come, as many as are wanted and no more: what somebody writes into the connection
 * before the handshake of TLS is no part of what comes after it.
 */

#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <gio/gunixsocketaddress.h>

#include "common/certificate.h"
#include "common/translate.h"
#include "source/nbd.h"

/* While TLS is set up: between two acknowledgements that are not put off, ms. */
#define ACKNOWLEDGE_INTERVAL 1

/* Waiting */

/* What is waited for, and until when. */
typedef struct {
    NbdConnection *connection;
    gint64 end;        /* monotonic, microseconds */
    gulong handler;    /* of the caller's cancellable */
    gboolean is_ready; /* it has come */
} Wait;

static void
on_cancelled(GCancellable *stop G_GNUC_UNUSED, gpointer context)
{
    g_main_context_wakeup(context);
}

static void
wait_begin(Wait *self, NbdConnection *connection)
{
    gint64 now = g_get_monotonic_time();

    *self = (Wait){.connection = connection};
    self->end = MIN(now + connection->idle_timeout * G_GINT64_CONSTANT(1000), connection->deadline);
    g_source_set_ready_time(connection->timer, self->end);
    if (connection->stop != NULL)
        self->handler = g_cancellable_connect(connection->stop, G_CALLBACK(on_cancelled),
                                              connection->context, NULL);
}

static void
wait_end(Wait *self)
{
    g_source_set_ready_time(self->connection->timer, -1);
    g_cancellable_disconnect(self->connection->stop, self->handler);
}

/* Is there reason to give up? */
static gboolean
is_over(const Wait *self, GError **error)
{
    const NbdConnection *connection = self->connection;
    gint64 now = g_get_monotonic_time();

    if (g_cancellable_set_error_if_cancelled(connection->stop, error))
        return TRUE;
    if (now < self->end)
        return FALSE;
    if (now >= connection->deadline)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("not finished after %g seconds"),
                    connection->total_timeout / 1000.0);
    else
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("no data from '%s' for %g seconds"),
                    connection->peer, connection->idle_timeout / 1000.0);
    return TRUE;
}

static gboolean
on_timer(gpointer data)
{
    g_source_set_ready_time(data, -1);
    return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_timer(GSource *source, GSourceFunc callback G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    return on_timer(source);
}

static GSourceFuncs timer_functions = {.dispatch = dispatch_timer};

static gboolean
on_ready(GObject *stream G_GNUC_UNUSED, gpointer data)
{
    ((Wait *)data)->is_ready = TRUE;
    return G_SOURCE_REMOVE;
}

/* Waits for what @source, which is taken over, tells of. */
static gboolean
wait_for_source(NbdConnection *self, GSource *source, GError **error)
{
    Wait wait;
    gboolean is_good = TRUE;

    wait_begin(&wait, self);
    g_source_set_callback(source, G_SOURCE_FUNC(on_ready), &wait, NULL);
    g_source_attach(source, self->context);
    while (!wait.is_ready && is_good) {
        is_good = !is_over(&wait, error);
        if (is_good)
            g_main_context_iteration(self->context, TRUE);
    }
    g_source_destroy(source);
    g_source_unref(source);
    wait_end(&wait);
    return is_good;
}

/* An operation of GIO that ends in our context. */
typedef struct {
    Wait wait;
    GCancellable *cancellable; /* owned; of the operation */
    GAsyncResult *result;      /* owned; NULL: not there yet */
} Operation;

static void
operation_begin(Operation *self, NbdConnection *connection)
{
    *self = (Operation){.cancellable = g_cancellable_new()};
    wait_begin(&self->wait, connection);
    g_main_context_push_thread_default(connection->context);
}

static void
on_result(GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
    ((Operation *)data)->result = g_object_ref(result);
}

/* Waits until it has ended, by itself or because it was cancelled in this thread. FALSE: the latter. */
static gboolean
operation_wait(Operation *self, GError **error)
{
    NbdConnection *connection = self->wait.connection;
    gboolean is_good = TRUE;

    while (self->result == NULL) {
        if (is_good && is_over(&self->wait, error)) {
            is_good = FALSE;
            g_cancellable_cancel(self->cancellable);
        }
        if (self->result == NULL)
            g_main_context_iteration(connection->context, TRUE);
    }
    g_main_context_pop_thread_default(connection->context);
    wait_end(&self->wait);
    return is_good;
}

static void
operation_clear(Operation *self)
{
    g_clear_object(&self->result);
    g_clear_object(&self->cancellable);
}

/* Connecting */

static GSocketConnectable *
new_target(const NbdAddress *address)
{
    return address->socket != NULL
               ? G_SOCKET_CONNECTABLE(g_unix_socket_address_new(address->socket))
               : g_network_address_new(address->host, address->port);
}

static gboolean
connect_to(NbdConnection *self, const NbdAddress *address, GError **error)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnectable) target = new_target(address);
    g_autoptr(GError) cause = NULL;
    Operation operation;
    gboolean is_good;

    g_socket_client_set_enable_proxy(client, FALSE);
    operation_begin(&operation, self);
    g_socket_client_connect_async(client, target, operation.cancellable, on_result, &operation);
    is_good = operation_wait(&operation, error);
    self->socket =
        g_socket_client_connect_finish(client, operation.result, is_good ? &cause : NULL);
    operation_clear(&operation);
    if (cause != NULL)
        g_propagate_error(error, g_steal_pointer(&cause));
    return is_good && self->socket != NULL;
}

static GSocket *
get_socket(const NbdConnection *self)
{
    return g_socket_connection_get_socket(self->socket);
}

/* Servers send a header and its data apart, and wait for the first to be acknowledged; 40 ms, where that is left to the
 * kernel. It goes back to that by itself. */
static void
acknowledge_at_once(NbdConnection *self)
{
#ifdef TCP_QUICKACK
    g_socket_set_option(get_socket(self), IPPROTO_TCP, TCP_QUICKACK, 1, NULL);
#endif
}

gboolean
nbd_connection_open(NbdConnection *self, const NbdAddress *address, const SourceRequest *how,
                    GError **error)
{
    const RemoteOptions *options = &how->remote;

    *self = (NbdConnection){.context = g_main_context_new()};
    self->idle_timeout = options->idle_timeout != 0 ? options->idle_timeout : NBD_IDLE_TIMEOUT;
    self->total_timeout = options->total_timeout != 0 ? options->total_timeout : NBD_TOTAL_TIMEOUT;
    self->deadline = g_get_monotonic_time() + self->total_timeout * G_GINT64_CONSTANT(1000);
    self->peer = g_strdup(address->socket != NULL ? address->socket : address->host);
    g_set_object(&self->stop, how->cancellable);
    self->timer = g_source_new(&timer_functions, sizeof(GSource));
    g_source_attach(self->timer, self->context);
    if (!connect_to(self, address, error))
        return FALSE;
    self->stream = g_object_ref(G_IO_STREAM(self->socket));
    g_socket_set_blocking(get_socket(self), FALSE);
    if (address->socket == NULL)
        g_socket_set_option(get_socket(self), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    return TRUE;
}

/* TLS */

static gboolean
on_certificate(GTlsConnection *connection G_GNUC_UNUSED, GTlsCertificate *certificate G_GNUC_UNUSED,
               GTlsCertificateFlags flags, gpointer data)
{
    ((NbdConnection *)data)->wrong = flags;
    return FALSE;
}

/* From the folder that an address names, with the names that QEMU and libnbd have for what is in it. NULL without an
 * error: it has no authorities. */
static GTlsDatabase *
load_authorities(const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "ca-cert.pem", NULL);
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_tls_file_database_new(absolute, error) : NULL;
}

static gboolean
use_certificate(GTlsConnection *tls, const char *folder, GError **error)
{
    g_autofree char *certificate = g_build_filename(folder, "client-cert.pem", NULL);
    g_autofree char *key = g_build_filename(folder, "client-key.pem", NULL);
    g_autoptr(GTlsCertificate) own = NULL;

    if (!g_file_test(certificate, G_FILE_TEST_EXISTS))
        return TRUE;
    own = g_tls_certificate_new_from_files(certificate, key, error);
    if (own == NULL)
        return FALSE;
    g_tls_connection_set_certificate(tls, own);
    return TRUE;
}

/* The identity that the certificate must have; a socket of Unix has no name but that of this machine. */
static GSocketConnectable *
new_identity(const NbdAddress *address)
{
    const char *host = address->tls_host != NULL ? address->tls_host : address->host;

    return g_network_address_new(host != NULL ? host : "localhost", address->port);
}

/* With authorities of its own from the beginning: else it would read those of the system, some hundred. */
static GIOStream *
new_stream(NbdConnection *self, const NbdAddress *address, GTlsDatabase *authorities,
           GError **error)
{
    g_autoptr(GSocketConnectable) identity = new_identity(address);
    GType type = g_tls_backend_get_client_connection_type(g_tls_backend_get_default());

    if (authorities == NULL)
        return g_tls_client_connection_new(self->stream, identity, error);
    return g_initable_new(type, NULL, error, "base-io-stream", self->stream, "server-identity",
                          identity, "database", authorities, NULL);
}

static GTlsConnection *
new_tls(NbdConnection *self, const NbdAddress *address, const RemoteOptions *options,
        GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GTlsDatabase) own =
        address->certificates != NULL ? load_authorities(address->certificates, &cause) : NULL;
    g_autoptr(GIOStream) stream = NULL;

    if (cause != NULL) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    stream = new_stream(self, address, own != NULL ? own : options->tls_database, error);
    if (stream == NULL)
        return NULL;
    if (options->tls_certificate != NULL)
        g_tls_connection_set_certificate(G_TLS_CONNECTION(stream), options->tls_certificate);
    if (address->certificates != NULL &&
        !use_certificate(G_TLS_CONNECTION(stream), address->certificates, error))
        return NULL;
    g_signal_connect(stream, "accept-certificate", G_CALLBACK(on_certificate), self);
    return G_TLS_CONNECTION(g_steal_pointer(&stream));
}

static gboolean
on_tick(gpointer data)
{
    acknowledge_at_once(data);
    return G_SOURCE_CONTINUE;
}

/* What is read meanwhile nobody tells us of: GIO has a thread of its own for it. */
static gboolean
shake_hands(NbdConnection *self, GTlsConnection *tls, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GSource) tick = g_timeout_source_new(ACKNOWLEDGE_INTERVAL);
    Operation operation;
    gboolean is_good, is_done;

    g_source_set_callback(tick, on_tick, self, NULL);
    g_source_attach(tick, self->context);
    operation_begin(&operation, self);
    g_tls_connection_handshake_async(tls, G_PRIORITY_DEFAULT, operation.cancellable, on_result,
                                     &operation);
    is_good = operation_wait(&operation, error);
    g_source_destroy(tick);
    is_done = g_tls_connection_handshake_finish(tls, operation.result, is_good ? &cause : NULL);
    operation_clear(&operation);
    if (cause != NULL && self->wrong != 0) {
        g_autofree char *what = certificate_list_errors(self->wrong);

        g_set_error(error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                    _("the certificate of '%s' is not trusted: %s"), self->peer, what);
    } else if (cause != NULL) {
        g_propagate_prefixed_error(error, g_steal_pointer(&cause), "%s", _("cannot set up TLS: "));
    }
    return is_good && is_done;
}

gboolean
nbd_connection_encrypt(NbdConnection *self, const NbdAddress *address, const RemoteOptions *options,
                       GError **error)
{
    g_autoptr(GTlsConnection) tls = new_tls(self, address, options, error);

    if (tls == NULL || !shake_hands(self, tls, error))
        return FALSE;
    g_set_object(&self->stream, G_IO_STREAM(tls));
    return TRUE;
}

/* Bytes */

static gboolean
fail_closed(NbdConnection *self, GError **error)
{
    if (G_IS_TLS_CONNECTION(self->stream))
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                    _("'%s' has closed the connection; it may want a client's certificate"),
                    self->peer);
    else
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                    _("'%s' has closed the connection"), self->peer);
    return FALSE;
}

static gboolean
fail_stream(NbdConnection *self, GError *cause, GError **error)
{
    gboolean is_closed = g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
                         g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) ||
                         g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_EOF);

    if (g_error_matches(cause, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED)) {
        g_set_error(error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED,
                    _("'%s' wants a client's certificate"), self->peer);
        g_error_free(cause);
        return FALSE;
    }
    if (is_closed) {
        g_error_free(cause);
        return fail_closed(self, error);
    }
    g_propagate_error(error, cause);
    return FALSE;
}

gboolean
nbd_connection_read(NbdConnection *self, void *buffer, gsize size, GError **error)
{
    GPollableInputStream *input =
        G_POLLABLE_INPUT_STREAM(g_io_stream_get_input_stream(self->stream));
    gsize done = 0;

    while (done < size) {
        GError *cause = NULL;
        gssize count = g_pollable_input_stream_read_nonblocking(input, (guint8 *)buffer + done,
                                                                size - done, NULL, &cause);

        if (count == 0)
            return fail_closed(self, error);
        if (count < 0 && !g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            return fail_stream(self, cause, error);
        g_clear_error(&cause);
        done += (gsize)MAX(count, 0);
        if (count > 0)
            continue;
        acknowledge_at_once(self);
        if (!wait_for_source(self, g_pollable_input_stream_create_source(input, NULL), error))
            return FALSE;
    }
    return TRUE;
}

gboolean
nbd_connection_write(NbdConnection *self, const void *buffer, gsize size, GError **error)
{
    GPollableOutputStream *output =
        G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(self->stream));
    gsize done = 0;

    while (done < size) {
        GError *cause = NULL;
        gssize count = g_pollable_output_stream_write_nonblocking(
            output, (const guint8 *)buffer + done, size - done, NULL, &cause);

        if (count < 0 && !g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            return fail_stream(self, cause, error);
        g_clear_error(&cause);
        done += (gsize)MAX(count, 0);
        if (count <= 0 &&
            !wait_for_source(self, g_pollable_output_stream_create_source(output, NULL), error))
            return FALSE;
    }
    return TRUE;
}

void
nbd_connection_close(NbdConnection *self, const void *last, gsize size)
{
    if (self->context == NULL)
        return;
    if (self->stream != NULL && size > 0)
        g_pollable_output_stream_write_nonblocking(
            G_POLLABLE_OUTPUT_STREAM(g_io_stream_get_output_stream(self->stream)), last, size, NULL,
            NULL);
    if (self->socket != NULL)
        g_socket_close(get_socket(self), NULL);
    g_main_context_push_thread_default(self->context);
    g_clear_object(&self->stream);
    g_clear_object(&self->socket);
    g_main_context_pop_thread_default(self->context);
    g_source_destroy(self->timer);
    g_clear_pointer(&self->timer, g_source_unref);
    g_clear_pointer(&self->context, g_main_context_unref);
    g_clear_object(&self->stop);
    g_clear_pointer(&self->peer, g_free);
}
