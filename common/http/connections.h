/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The connections of a client, so that they can be cut in the middle of whatever reads from them:
 * libsoup does not always look at a cancellable while a server keeps it busy, but nothing reads on
 * at the end of a connection.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct HttpConnections HttpConnections;

HttpConnections *http_connections_new(void);
/* Nothing is held. NULL is fine. */
void http_connections_free(HttpConnections *self);

/* A new connection; streams without a socket are left out. */
void http_connections_add(HttpConnections *self, GIOStream *stream);

/* From here to http_connections_release() what is there, and what is added, can be cut. */
void http_connections_hold(HttpConnections *self);
void http_connections_release(HttpConnections *self);

/* Ends all connections that are held, and those that still come. In any thread. */
void http_connections_cut(HttpConnections *self);

G_END_DECLS
