/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads ranges of a network block device. A request is 28 bytes; its answer is whole, or in chunks that come in
 * any order, of data or of zeros.
 *
 * What a server says is not trusted: an answer must be to our request, each chunk inside of it, and all of them
 * as long as it. After an error nothing is read from that connection any more.
 */

#include "config.h"

#include <errno.h>
#include <string.h>

#include "common/translate.h"
#include "source/nbd.h"

#define REQUEST_MARK 0x25609513u
#define SIMPLE_MARK 0x67446698u
#define CHUNK_MARK 0x668e33efu
#define REQUEST_SIZE 28
#define COMMAND_READ 0
#define COMMAND_DISCONNECT 2

enum {
    CHUNK_NONE = 0,
    CHUNK_DATA = 1,
    CHUNK_HOLE = 2,
    CHUNK_ERROR = 0x8000, /* and more: kinds of errors */
};

#define CHUNK_IS_LAST 1
#define MAX_ERROR_CHUNK 4096 /* bytes */

typedef struct {
    Source parent;
    NbdConnection connection;
    NbdAgreement agreement;
    char *name;     /* owned; the address */
    guint64 handle; /* of the last request */
    gboolean is_broken;
} NbdSource;

/* A range that is being read. */
typedef struct {
    guint64 offset;
    guint8 *buffer; /* borrowed */
    gsize size;     /* bytes */
    gsize done;     /* bytes that came */
} Range;

static void
put(guint8 *bytes, guint64 number, guint size)
{
    for (guint i = 0; i < size; i++)
        bytes[i] = (guint8)(number >> (8 * (size - 1 - i)));
}

static gboolean
fail(GError **error, const char *text)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, text);
    return FALSE;
}

/* Errors of NBD are those of Linux. */
static gboolean
fail_errno(guint32 number, const char *text, GError **error)
{
    int code = number <= G_MAXINT ? (int)number : EIO;

    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(code),
                _("the server could not read that: %s"),
                text != NULL && *text != '\0' ? text : g_strerror(code));
    return FALSE;
}

static void
make_request(guint8 request[REQUEST_SIZE], guint16 command, guint64 handle, guint64 offset,
             guint32 size)
{
    put(request, REQUEST_MARK, 4);
    put(request + 4, 0, 2);
    put(request + 6, command, 2);
    put(request + 8, handle, 8);
    put(request + 16, offset, 8);
    put(request + 24, size, 4);
}

static gboolean
read_simple(NbdSource *self, Range *range, GError **error)
{
    guint8 rest[12];

    if (!nbd_connection_read(&self->connection, rest, sizeof(rest), error))
        return FALSE;
    if (nbd_get64(rest + 4) != self->handle)
        return fail(error, _("the server answers what it was not asked"));
    if (nbd_get32(rest) != 0)
        return fail_errno(nbd_get32(rest), NULL, error);
    range->done = range->size;
    return nbd_connection_read(&self->connection, range->buffer, range->size, error);
}

/* Where a chunk belongs; it must be inside of what was asked for. */
static gboolean
check_chunk(Range *range, guint64 offset, guint64 size, GError **error)
{
    if (offset < range->offset || offset - range->offset > range->size ||
        size > range->size - (offset - range->offset) || size > range->size - range->done)
        return fail(error, _("the server sends bytes that it was not asked for"));
    range->done += (gsize)size;
    return TRUE;
}

static gboolean
read_data(NbdSource *self, Range *range, guint32 size, GError **error)
{
    guint8 head[8];

    if (size <= sizeof(head))
        return fail(error, _("the server's answer makes no sense"));
    if (!nbd_connection_read(&self->connection, head, sizeof(head), error) ||
        !check_chunk(range, nbd_get64(head), size - sizeof(head), error))
        return FALSE;
    return nbd_connection_read(&self->connection, range->buffer + (nbd_get64(head) - range->offset),
                               size - sizeof(head), error);
}

static gboolean
read_hole(NbdSource *self, Range *range, guint32 size, GError **error)
{
    guint8 head[12];

    if (size != sizeof(head))
        return fail(error, _("the server's answer makes no sense"));
    if (!nbd_connection_read(&self->connection, head, sizeof(head), error) ||
        !check_chunk(range, nbd_get64(head), nbd_get32(head + 8), error))
        return FALSE;
    memset(range->buffer + (nbd_get64(head) - range->offset), 0, nbd_get32(head + 8));
    return TRUE;
}

static gboolean
read_error(NbdSource *self, guint32 size, GError **error)
{
    guint8 bytes[MAX_ERROR_CHUNK];
    g_autofree char *text = NULL;

    if (size < 6 || size > sizeof(bytes))
        return fail(error, _("the server's answer makes no sense"));
    if (!nbd_connection_read(&self->connection, bytes, size, error))
        return FALSE;
    text = nbd_show_text(bytes + 6, MIN(nbd_get16(bytes + 4), size - 6));
    return fail_errno(nbd_get32(bytes), text, error);
}

/* One chunk, behind its mark. */
static gboolean
read_chunk(NbdSource *self, Range *range, gboolean *out_is_last, GError **error)
{
    guint8 head[16];
    guint32 kind, size;

    if (!nbd_connection_read(&self->connection, head, sizeof(head), error))
        return FALSE;
    kind = nbd_get16(head + 2);
    size = nbd_get32(head + 12);
    *out_is_last = (nbd_get16(head) & CHUNK_IS_LAST) != 0;
    if (nbd_get64(head + 4) != self->handle)
        return fail(error, _("the server answers what it was not asked"));
    if ((kind & CHUNK_ERROR) != 0)
        return read_error(self, size, error);
    switch (kind) {
    case CHUNK_NONE:
        return size == 0 || fail(error, _("the server's answer makes no sense"));
    case CHUNK_DATA:
        return read_data(self, range, size, error);
    case CHUNK_HOLE:
        return read_hole(self, range, size, error);
    default:
        return fail(error, _("the server's answer makes no sense"));
    }
}

static gboolean
read_chunks(NbdSource *self, Range *range, GError **error)
{
    gboolean is_last = FALSE;
    guint8 mark[4];

    for (guint i = 0; i < NBD_MAX_CHUNKS; i++) {
        if (!read_chunk(self, range, &is_last, error))
            return FALSE;
        if (is_last)
            return range->done == range->size ||
                   fail(error, _("the server sends less than it was asked for"));
        if (!nbd_connection_read(&self->connection, mark, sizeof(mark), error))
            return FALSE;
        if (nbd_get32(mark) != CHUNK_MARK)
            return fail(error, _("the server's answer makes no sense"));
    }
    return fail(error, _("the server's answer is too long"));
}

static gboolean
read_range(NbdSource *self, Range *range, GError **error)
{
    guint8 request[REQUEST_SIZE], mark[4];

    make_request(request, COMMAND_READ, ++self->handle, range->offset, (guint32)range->size);
    memset(range->buffer, 0, range->size);
    if (!nbd_connection_write(&self->connection, request, sizeof(request), error) ||
        !nbd_connection_read(&self->connection, mark, sizeof(mark), error))
        return FALSE;
    if (nbd_get32(mark) == SIMPLE_MARK && !self->agreement.is_structured)
        return read_simple(self, range, error);
    if (nbd_get32(mark) == CHUNK_MARK && self->agreement.is_structured)
        return read_chunks(self, range, error);
    return fail(error, _("the server's answer makes no sense"));
}

/* A piece of what is wanted, in whole blocks of the server. */
static gboolean
read_blocks(NbdSource *self, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
    guint32 block = self->agreement.block;
    guint64 start = offset - offset % block;
    guint64 end = MIN((offset + size + block - 1) / block * block, self->agreement.size);
    g_autofree guint8 *bounce = NULL;
    Range range = {.offset = offset, .buffer = buffer, .size = size};

    if (start == offset && end == offset + size)
        return read_range(self, &range, error);
    bounce = g_malloc(end - start);
    range = (Range){.offset = start, .buffer = bounce, .size = (gsize)(end - start)};
    if (!read_range(self, &range, error))
        return FALSE;
    memcpy(buffer, bounce + (offset - start), size);
    return TRUE;
}

static gssize
nbd_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    NbdSource *self = (NbdSource *)source;
    gsize done = 0;

    if (offset >= self->agreement.size)
        return 0;
    size = (gsize)MIN(size, self->agreement.size - offset);
    if (self->is_broken) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                    _("cannot read '%s': an earlier read has failed"), self->name);
        return -1;
    }
    while (done < size) {
        gsize piece = MIN(size - done, NBD_MAX_REQUEST);

        if (!read_blocks(self, offset + done, (guint8 *)buffer + done, piece, error)) {
            g_prefix_error(error, _("cannot read '%s': "), self->name);
            self->is_broken = TRUE;
            return -1;
        }
        done += piece;
    }
    return (gssize)done;
}

static gint64
nbd_get_size(Source *source)
{
    return (gint64)((NbdSource *)source)->agreement.size;
}

static void
nbd_close(Source *source)
{
    NbdSource *self = (NbdSource *)source;
    guint8 request[REQUEST_SIZE];

    make_request(request, COMMAND_DISCONNECT, ++self->handle, 0, 0);
    nbd_connection_close(&self->connection, request, self->is_broken ? 0 : sizeof(request));
    g_free(self->name);
    g_free(self);
}

static const SourceOperations nbd_operations = {
    .read = nbd_read,
    .get_size = nbd_get_size,
    .close = nbd_close,
};

Source *
nbd_open(const char *location, const SourceRequest *request, GError **error)
{
    NbdAddress address;
    NbdSource *self;
    gboolean is_good;

    if (!nbd_address_parse(&address, location, error))
        return NULL;
    self = g_new0(NbdSource, 1);
    self->parent.operations = &nbd_operations;
    self->name = g_strdup(location);
    is_good = nbd_connection_open(&self->connection, &address, request, error) &&
              nbd_agree(&self->connection, &address, &request->remote, &self->agreement, error);
    nbd_address_clear(&address);
    if (is_good)
        return &self->parent;
    g_prefix_error(error, _("cannot read '%s': "), self->name);
    self->is_broken = TRUE;
    nbd_close(&self->parent);
    return NULL;
}
