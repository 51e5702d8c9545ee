/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Agrees with a server of network block devices on what is read (NBD's doc/proto.md).
 *
 *     server   "NBDMAGIC" "IHAVEOPT" flags
 *     client   flags
 *     client   "IHAVEOPT", option, length, data         TLS first of all, then structured answers, then the
 *     server   mark, option, kind, length, data         export; some of these for an option
 *
 * An address that asks for TLS gets it or nothing, and one that does not is not upgraded: what somebody says
 * before TLS is there is never taken for what the server says.
 */

#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "source/nbd.h"

#define GREETING "NBDMAGIC"
#define OPTION_MARK "IHAVEOPT"
#define OLD_MARK "\x00\x00\x42\x02\x81\x86\x12\x53"
#define REPLY_MARK "\x00\x03\xe8\x89\x04\x55\x65\xa9"
#define MARK_SIZE 8
#define OLD_REST 128 /* bytes behind the size of the old style: flags, zeros */

enum {
    FLAG_FIXED = 1 << 0,
    FLAG_NO_ZEROS = 1 << 1,
};

enum {
    OPTION_EXPORT_NAME = 1,
    OPTION_STARTTLS = 5,
    OPTION_GO = 7,
    OPTION_STRUCTURED = 8,
};

enum {
    REPLY_ACK = 1,
    REPLY_INFO = 3,
};

#define REPLY_ERROR 0x80000000u /* and more: kinds of errors */
#define REPLY_UNSUPPORTED 0x80000001u
#define REPLY_POLICY 0x80000002u
#define REPLY_TLS_REQUIRED 0x80000005u
#define REPLY_UNKNOWN 0x80000006u

enum {
    INFO_EXPORT = 0,
    INFO_BLOCK_SIZE = 3,
};

typedef struct {
    NbdConnection *connection;
    const NbdAddress *address;
    gboolean has_zeros; /* the server sends 124 zeros behind an export */
} Handshake;

/* An answer to an option. */
typedef struct {
    guint32 kind;
    guint32 size; /* bytes of data */
    guint8 *data; /* owned */
} Reply;

static void
reply_clear(Reply *self)
{
    g_clear_pointer(&self->data, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reply, reply_clear)

static void
put32(guint8 *bytes, guint32 number)
{
    for (guint i = 0; i < 4; i++)
        bytes[i] = (guint8)(number >> (24 - 8 * i));
}

static gboolean
fail(GError **error, gint code, const char *text)
{
    g_set_error_literal(error, G_IO_ERROR, code, text);
    return FALSE;
}

char *
nbd_show_text(const guint8 *bytes, gsize size)
{
    char *text = g_utf8_make_valid((const char *)bytes, (gssize)MIN(size, NBD_MAX_MESSAGE));

    for (char *c = text; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    }
    return text;
}

/* Options */

static gboolean
send_option(Handshake *self, guint32 option, const guint8 *data, guint32 size, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(MARK_SIZE + 8 + size);

    memcpy(bytes, OPTION_MARK, MARK_SIZE);
    put32(bytes + 8, option);
    put32(bytes + 12, size);
    if (size > 0)
        memcpy(bytes + 16, data, size);
    return nbd_connection_write(self->connection, bytes, MARK_SIZE + 8 + size, error);
}

static gboolean
read_reply(Handshake *self, guint32 option, Reply *out_reply, GError **error)
{
    guint8 head[MARK_SIZE + 12];

    reply_clear(out_reply);
    if (!nbd_connection_read(self->connection, head, sizeof(head), error))
        return FALSE;
    if (memcmp(head, REPLY_MARK, MARK_SIZE) != 0 || nbd_get32(head + 8) != option)
        return fail(error, G_IO_ERROR_INVALID_DATA, _("the server's answer makes no sense"));
    out_reply->kind = nbd_get32(head + 12);
    out_reply->size = nbd_get32(head + 16);
    if (out_reply->size > NBD_MAX_REPLY)
        return fail(error, G_IO_ERROR_INVALID_DATA, _("the server's answer is too long"));
    out_reply->data = g_malloc(out_reply->size + 1);
    return nbd_connection_read(self->connection, out_reply->data, out_reply->size, error);
}

/* An error that a server answers with. */
static gboolean
fail_reply(Handshake *self, const Reply *reply, GError **error)
{
    g_autofree char *text = nbd_show_text(reply->data, reply->size);

    switch (reply->kind) {
    case REPLY_TLS_REQUIRED:
        return fail(error, G_IO_ERROR_PERMISSION_DENIED,
                    self->address->is_encrypted
                        ? _("the server requires TLS encryption, and does not see it")
                    : self->address->socket != NULL
                        ? _("the server requires TLS encryption: use nbds+unix://")
                        : _("the server requires TLS encryption: use nbds://"));
    case REPLY_UNKNOWN:
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("the server has no export '%s'"),
                    self->address->export_name);
        return FALSE;
    case REPLY_POLICY:
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                    _("the server refuses that: %s"), text);
        return FALSE;
    default:
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("the server answers error %u: %s"),
                    reply->kind & ~REPLY_ERROR, text);
        return FALSE;
    }
}

/* TLS, and nothing before it. */
static gboolean
start_tls(Handshake *self, const RemoteOptions *options, GError **error)
{
    g_auto(Reply) reply = {.data = NULL};

    if (!send_option(self, OPTION_STARTTLS, NULL, 0, error) ||
        !read_reply(self, OPTION_STARTTLS, &reply, error))
        return FALSE;
    if (reply.kind != REPLY_ACK || reply.size != 0)
        return fail(error, G_IO_ERROR_NOT_SUPPORTED,
                    _("the server offers no TLS encryption, which nbds:// asks for; nothing was "
                      "read"));
    return nbd_connection_encrypt(self->connection, self->address, options, error);
}

/* Answers in chunks: not every server has them. */
static gboolean
ask_for_chunks(Handshake *self, NbdAgreement *agreement, GError **error)
{
    g_auto(Reply) reply = {.data = NULL};

    if (!send_option(self, OPTION_STRUCTURED, NULL, 0, error) ||
        !read_reply(self, OPTION_STRUCTURED, &reply, error))
        return FALSE;
    if (reply.kind == REPLY_TLS_REQUIRED)
        return fail_reply(self, &reply, error);
    agreement->is_structured = reply.kind == REPLY_ACK;
    return TRUE;
}

static gboolean
take_info(const Reply *reply, NbdAgreement *agreement, gboolean *has_size)
{
    guint32 kind = reply->size >= 2 ? (guint32)reply->data[0] << 8 | reply->data[1] : G_MAXUINT32;

    if (kind == INFO_EXPORT && reply->size >= 12) {
        agreement->size = nbd_get64(reply->data + 2);
        *has_size = TRUE;
    } else if (kind == INFO_BLOCK_SIZE && reply->size >= 14) {
        agreement->block = nbd_get32(reply->data + 2);
    }
    return kind != G_MAXUINT32;
}

/* The name of the export, and that its smallest block is wanted. */
static gboolean
send_go(Handshake *self, GError **error)
{
    gsize length = strlen(self->address->export_name);
    guint8 data[4 + NBD_MAX_NAME + 4] = {0};

    put32(data, (guint32)length);
    memcpy(data + 4, self->address->export_name, length);
    data[4 + length + 1] = 1;
    data[4 + length + 3] = INFO_BLOCK_SIZE;
    return send_option(self, OPTION_GO, data, (guint32)(4 + length + 4), error);
}

/* Servers that know no other way say nothing if there is no such export. */
static gboolean
choose_export(Handshake *self, NbdAgreement *agreement, GError **error)
{
    const char *name = self->address->export_name;
    guint8 answer[10], zeros[124];

    if (!send_option(self, OPTION_EXPORT_NAME, (const guint8 *)name, (guint32)strlen(name),
                     error) ||
        !nbd_connection_read(self->connection, answer, sizeof(answer), error) ||
        (self->has_zeros && !nbd_connection_read(self->connection, zeros, sizeof(zeros), error)))
        return FALSE;
    agreement->size = nbd_get64(answer);
    return TRUE;
}

static gboolean
go(Handshake *self, NbdAgreement *agreement, GError **error)
{
    g_auto(Reply) reply = {.data = NULL};
    gboolean has_size = FALSE;

    if (!send_go(self, error))
        return FALSE;
    for (guint i = 0; i < NBD_MAX_REPLIES; i++) {
        if (!read_reply(self, OPTION_GO, &reply, error))
            return FALSE;
        if (reply.kind == REPLY_UNSUPPORTED)
            return choose_export(self, agreement, error);
        if ((reply.kind & REPLY_ERROR) != 0)
            return fail_reply(self, &reply, error);
        if (reply.kind == REPLY_ACK)
            return has_size || fail(error, G_IO_ERROR_INVALID_DATA,
                                    _("the server does not say how large the export is"));
        if (reply.kind != REPLY_INFO || !take_info(&reply, agreement, &has_size))
            return fail(error, G_IO_ERROR_INVALID_DATA, _("the server's answer makes no sense"));
    }
    return fail(error, G_IO_ERROR_INVALID_DATA, _("the server's answer is too long"));
}

/* The greeting */

/* Servers of the old style say how large their one export is, and that is all. */
static gboolean
take_old_style(Handshake *self, NbdAgreement *agreement, GError **error)
{
    guint8 rest[MARK_SIZE + OLD_REST];

    if (self->address->is_encrypted)
        return fail(error, G_IO_ERROR_NOT_SUPPORTED,
                    _("the server offers no TLS encryption, which nbds:// asks for; nothing was "
                      "read"));
    if (*self->address->export_name != '\0')
        return fail(error, G_IO_ERROR_NOT_FOUND, _("the server is too old to have named exports"));
    if (!nbd_connection_read(self->connection, rest, sizeof(rest), error))
        return FALSE;
    agreement->size = nbd_get64(rest);
    return TRUE;
}

/* FALSE without an error: it is of the old style. */
static gboolean
read_greeting(Handshake *self, gboolean *out_is_old, GError **error)
{
    guint8 greeting[2 * MARK_SIZE];

    if (!nbd_connection_read(self->connection, greeting, MARK_SIZE, error))
        return FALSE;
    if (memcmp(greeting, GREETING, MARK_SIZE) != 0)
        return fail(error, G_IO_ERROR_INVALID_DATA, _("this is not an NBD server"));
    if (!nbd_connection_read(self->connection, greeting + MARK_SIZE, MARK_SIZE, error))
        return FALSE;
    *out_is_old = memcmp(greeting + MARK_SIZE, OLD_MARK, MARK_SIZE) == 0;
    return *out_is_old || memcmp(greeting + MARK_SIZE, OPTION_MARK, MARK_SIZE) == 0 ||
           fail(error, G_IO_ERROR_INVALID_DATA, _("this is not an NBD server"));
}

static gboolean
exchange_flags(Handshake *self, GError **error)
{
    guint8 flags[2], answer[4] = {0};

    if (!nbd_connection_read(self->connection, flags, sizeof(flags), error))
        return FALSE;
    if ((flags[1] & FLAG_FIXED) == 0)
        return fail(error, G_IO_ERROR_NOT_SUPPORTED, _("the server is too old"));
    self->has_zeros = (flags[1] & FLAG_NO_ZEROS) == 0;
    answer[3] = (guint8)(FLAG_FIXED | (flags[1] & FLAG_NO_ZEROS));
    return nbd_connection_write(self->connection, answer, sizeof(answer), error);
}

static gboolean
check_agreement(NbdAgreement *agreement, GError **error)
{
    guint32 block = MAX(agreement->block, 1);

    agreement->block = block;
    if (agreement->size > G_MAXINT64)
        return fail(error, G_IO_ERROR_INVALID_DATA, _("the size of the export makes no sense"));
    if (block > NBD_MAX_BLOCK || (block & (block - 1)) != 0)
        return fail(error, G_IO_ERROR_NOT_SUPPORTED, _("the server's smallest block is too large"));
    return TRUE;
}

gboolean
nbd_agree(NbdConnection *connection, const NbdAddress *address, const RemoteOptions *options,
          NbdAgreement *out_agreement, GError **error)
{
    Handshake handshake = {.connection = connection, .address = address};
    gboolean is_old;

    *out_agreement = (NbdAgreement){.block = 0};
    if (!read_greeting(&handshake, &is_old, error))
        return FALSE;
    if (is_old)
        return take_old_style(&handshake, out_agreement, error) &&
               check_agreement(out_agreement, error);
    return exchange_flags(&handshake, error) &&
           (!address->is_encrypted || start_tls(&handshake, options, error)) &&
           ask_for_chunks(&handshake, out_agreement, error) &&
           go(&handshake, out_agreement, error) && check_agreement(out_agreement, error);
}
