/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a network block device (NBD) is to the files that read one: its address, its connection, and what both
 * sides have agreed on. Numbers have the highest byte first; there is no command here that writes.
 */

#pragma once

#include "source/source.h"

G_BEGIN_DECLS

#define NBD_PORT 10809
#define NBD_MAX_NAME 256              /* bytes of the name of an export */
#define NBD_MAX_REPLY 65536           /* bytes of an answer before reading begins */
#define NBD_MAX_REPLIES 64            /* to one option */
#define NBD_MAX_REQUEST (1024 * 1024) /* bytes that are asked for at a time */
#define NBD_MAX_BLOCK (64 * 1024)     /* bytes of the smallest block that a server may insist on */
#define NBD_MAX_CHUNKS 4096           /* of the answer to one request */
#define NBD_MAX_MESSAGE 200           /* bytes of a text of the server that are told */
#define NBD_IDLE_TIMEOUT (30 * 1000)  /* milliseconds */
#define NBD_TOTAL_TIMEOUT (60 * 1000) /* milliseconds */

/* Where a device is, and how its server is asked. */
typedef struct {
    gboolean is_encrypted;
    char *host; /* owned; NULL: a socket of Unix */
    guint16 port;
    char *socket;      /* owned; its path; NULL: @host */
    char *export_name; /* owned; "" is that of the server's choice */
    char *
        certificates; /* owned, may be NULL; folder with ca-cert.pem, client-cert.pem, client-key.pem */
    char *tls_host; /* owned, may be NULL; whom the certificate must be made for */
} NbdAddress;

/* Is it one of nbd://, nbds://, nbd+unix://, nbds+unix://? */
gboolean nbd_is_address(const char *location);

/* FALSE with %G_IO_ERROR_INVALID_ARGUMENT. */
gboolean nbd_address_parse(NbdAddress *self, const char *text, GError **error);
void nbd_address_clear(NbdAddress *self);

/* A connection, plain or encrypted. All of it runs in the caller's thread, in a main context of its own. */
typedef struct {
    GMainContext *context;     /* owned */
    GSource *timer;            /* owned; wakes the context when time is up */
    GCancellable *stop;        /* owned, may be NULL; the caller's */
    GIOStream *stream;         /* owned; what is read and written: plain or TLS */
    GSocketConnection *socket; /* owned; below it */
    char *peer;                /* owned; the host, or the path of the socket */
    guint idle_timeout;        /* milliseconds */
    guint total_timeout;
    gint64 deadline;            /* monotonic, microseconds */
    GTlsCertificateFlags wrong; /* with the certificate of the server */
} NbdConnection;

gboolean nbd_connection_open(NbdConnection *self, const NbdAddress *address,
                             const SourceRequest *how, GError **error);

/* Nothing that came before is taken for something encrypted: no byte is kept in a buffer. */
gboolean nbd_connection_encrypt(NbdConnection *self, const NbdAddress *address,
                                const RemoteOptions *options, GError **error);

/* All of it, or an error. Fails with %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED,
 * %G_IO_ERROR_PARTIAL_INPUT when the server has closed the connection, or as the stream does. */
gboolean nbd_connection_read(NbdConnection *self, void *buffer, gsize size, GError **error);
gboolean nbd_connection_write(NbdConnection *self, const void *buffer, gsize size, GError **error);

/* What can be written at once is written; then it is closed, which waits for nobody. */
void nbd_connection_close(NbdConnection *self, const void *last, gsize size);

/* What both sides have agreed on. */
typedef struct {
    guint64 size;           /* bytes of the device */
    guint32 block;          /* bytes; what is read begins and ends at a multiple */
    gboolean is_structured; /* answers come in chunks */
} NbdAgreement;

/* From the first byte of the server to where reading begins. */
gboolean nbd_agree(NbdConnection *connection, const NbdAddress *address,
                   const RemoteOptions *options, NbdAgreement *out_agreement, GError **error);

static inline guint32
nbd_get16(const guint8 *bytes)
{
    return (guint32)bytes[0] << 8 | bytes[1];
}

static inline guint32
nbd_get32(const guint8 *bytes)
{
    return nbd_get16(bytes) << 16 | nbd_get16(bytes + 2);
}

static inline guint64
nbd_get64(const guint8 *bytes)
{
    return (guint64)nbd_get32(bytes) << 32 | nbd_get32(bytes + 4);
}

/* Text of a server, as an error may show it. */
char *nbd_show_text(const guint8 *bytes, gsize size);

/* As source_open(), for an address of NBD. */
Source *nbd_open(const char *location, const SourceRequest *request, GError **error);

G_END_DECLS
