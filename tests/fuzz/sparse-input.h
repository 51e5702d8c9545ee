/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A large image in a small input, for drivers about disks: what is not zeros, and where that is. Numbers have the
 * lowest byte first.
 *
 *     8 bytes   size of the image
 *     then      place (4 bytes), length (2), so many bytes; again and again
 */

#pragma once

#include <string.h>

#include "format/little_endian.h"
#include "source/source.h"

#define SPARSE_MAX_PIECES 512
#define SPARSE_MAX_SIZE (G_GUINT64_CONSTANT(1) << 40) /* bytes */

typedef struct {
    guint64 start;
    gsize size;
    const guint8 *bytes; /* borrowed; of the input */
} SparsePiece;

typedef struct {
    Source parent;
    guint64 size; /* bytes */
    guint n_pieces;
    SparsePiece pieces[SPARSE_MAX_PIECES];
} SparseSource;

static gssize
sparse_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error G_GNUC_UNUSED)
{
    const SparseSource *self = (const SparseSource *)source;

    if (offset >= self->size)
        return 0;
    size = (gsize)MIN(size, self->size - offset);
    memset(buffer, 0, size);
    for (guint i = 0; i < self->n_pieces; i++) {
        const SparsePiece *piece = &self->pieces[i];
        guint64 start = MAX(piece->start, offset);
        guint64 end = MIN(piece->start + piece->size, offset + size);

        if (start < end)
            memcpy((guint8 *)buffer + (start - offset), piece->bytes + (start - piece->start),
                   end - start);
    }
    return (gssize)size;
}

static gint64
sparse_get_size(Source *source)
{
    return (gint64)((const SparseSource *)source)->size;
}

static void
sparse_close(Source *source)
{
    g_free(source);
}

static const SourceOperations sparse_operations = {
    .read = sparse_read,
    .get_size = sparse_get_size,
    .close = sparse_close,
};

/* What is cut off or does not fit is left out. */
static inline Source *
sparse_source_new(const guint8 *data, gsize size)
{
    SparseSource *self = g_new0(SparseSource, 1);
    gsize at = 8;

    self->parent.operations = &sparse_operations;
    self->size = size >= 8 ? MIN(le64(data), SPARSE_MAX_SIZE) : 0;
    while (size >= 8 && at + 6 <= size && self->n_pieces < SPARSE_MAX_PIECES) {
        gsize length = MIN(le16(data + at + 4), size - at - 6);

        self->pieces[self->n_pieces++] = (SparsePiece){le32(data + at), length, data + at + 6};
        at += 6 + length;
    }
    return &self->parent;
}
