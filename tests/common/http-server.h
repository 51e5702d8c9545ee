/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A web server on the loopback interface that does what a test tells it, byte by byte, in threads
 * of its own. It reads requests, counts, and leaves every byte of an answer to the test.
 */
#pragma once

#include <gio/gio.h>

typedef struct HttpServer HttpServer;

typedef struct {
    const char *path; /* "/image.iso", or a whole URI when the server stands in for a proxy */
    const char *head; /* the request line and all header lines */
    guint number;     /* of the request; the first one is 1 */
    gboolean has_range;
    guint64 first, last; /* bytes, as asked for; with has_range */
    /* for the functions below */
    HttpServer *server;
    GIOStream *stream;
} HttpRequest;

/* Answers a request; returns whether the connection may be used for another one. */
typedef gboolean (*HttpHandler)(HttpRequest *request, gpointer data);

/* With a folder of certificate.pem and key.pem it speaks TLS; NULL: it does not. */
HttpServer *http_server_new(const char *tls_folder, HttpHandler handler, gpointer data);
/* Ends all connections and waits until the handlers are done. */
void http_server_free(HttpServer *self);

/* A URI on the server; a new text. */
char *http_server_get_uri(HttpServer *self, const char *path);
guint http_server_get_requests(HttpServer *self);
guint http_server_get_connections(HttpServer *self);
/* Bytes of answers that clients were ready to take; the system's buffers hide some. */
guint64 http_server_get_bytes(HttpServer *self);
/* What the last request said, as HttpRequest.head; a new text. */
char *http_server_get_last_head(HttpServer *self);

/* For handlers; FALSE when the client is gone. */
gboolean http_request_send(HttpRequest *self, const void *data, gsize size);
gboolean http_request_print(HttpRequest *self, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Waits until the client is gone or the server is to end. */
void http_request_hang(HttpRequest *self);
/* The same, with an end: FALSE when the client is gone before. */
gboolean http_request_sleep(HttpRequest *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpServer, http_server_free)
