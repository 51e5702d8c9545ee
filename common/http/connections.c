/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets are cut through descriptors of their own: libsoup may close its one at the same time, and
 * the number be that of another file then.
 */
#include "config.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/http/connections.h"

struct HttpConnections {
    GPtrArray *sockets; /* of GSocket, owned; some may be closed; for the client's thread only */
    GMutex mutex;       /* of all that follows */
    GArray *held;       /* of int, owned */
    gboolean is_held;
    gboolean is_cut;
};

HttpConnections *
http_connections_new(void)
{
    HttpConnections *self = g_new0(HttpConnections, 1);

    self->sockets = g_ptr_array_new_with_free_func(g_object_unref);
    self->held = g_array_new(FALSE, FALSE, sizeof(int));
    g_mutex_init(&self->mutex);
    return self;
}

void
http_connections_free(HttpConnections *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->sockets);
    g_array_unref(self->held);
    g_mutex_clear(&self->mutex);
    g_free(self);
}

/* With the lock. */
static void
hold(HttpConnections *self, GSocket *socket)
{
    int descriptor = fcntl(g_socket_get_fd(socket), F_DUPFD_CLOEXEC, 3);

    if (descriptor < 0)
        return;
    g_array_append_val(self->held, descriptor);
    if (self->is_cut)
        shutdown(descriptor, SHUT_RDWR);
}

static void
forget_closed(HttpConnections *self)
{
    for (guint i = self->sockets->len; i-- > 0;) {
        if (g_socket_is_closed(g_ptr_array_index(self->sockets, i)))
            g_ptr_array_remove_index_fast(self->sockets, i);
    }
}

void
http_connections_add(HttpConnections *self, GIOStream *stream)
{
    if (!G_IS_SOCKET_CONNECTION(stream))
        return;

    GSocket *socket = g_socket_connection_get_socket(G_SOCKET_CONNECTION(stream));

    if (g_ptr_array_find(self->sockets, socket, NULL))
        return;
    forget_closed(self);
    g_ptr_array_add(self->sockets, g_object_ref(socket));
    g_mutex_lock(&self->mutex);
    if (self->is_held)
        hold(self, socket);
    g_mutex_unlock(&self->mutex);
}

void
http_connections_hold(HttpConnections *self)
{
    forget_closed(self);
    g_mutex_lock(&self->mutex);
    self->is_held = TRUE;
    self->is_cut = FALSE;
    for (guint i = 0; i < self->sockets->len; i++)
        hold(self, g_ptr_array_index(self->sockets, i));
    g_mutex_unlock(&self->mutex);
}

void
http_connections_release(HttpConnections *self)
{
    g_mutex_lock(&self->mutex);
    for (guint i = 0; i < self->held->len; i++)
        close(g_array_index(self->held, int, i));
    g_array_set_size(self->held, 0);
    self->is_held = FALSE;
    g_mutex_unlock(&self->mutex);
}

void
http_connections_cut(HttpConnections *self)
{
    g_mutex_lock(&self->mutex);
    self->is_cut = TRUE;
    for (guint i = 0; i < self->held->len; i++)
        shutdown(g_array_index(self->held, int, i), SHUT_RDWR);
    g_mutex_unlock(&self->mutex);
}
