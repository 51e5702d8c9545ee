/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A part of another source, as a partition is of a disk or a member of an archive.
 *
 *     below   0 ....... offset ............. offset + size ....... end
 *     slice             0 .................. size
 *
 * Offset and size may come from the image itself, so nothing is taken on trust: what lies behind
 * the end of the source below, or of all numbers, is not there.
 */

#include "config.h"

#include "source/source.h"

typedef struct {
    Source parent;
    Source *below;  /* borrowed */
    guint64 offset; /* of the first byte in the source below */
    guint64 limit;  /* bytes at most */
} SliceSource;

static gssize
slice_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    const SliceSource *self = (const SliceSource *)source;

    if (offset >= self->limit || offset > G_MAXUINT64 - self->offset)
        return 0;
    size = (gsize)MIN(size, self->limit - offset);
    return source_read(self->below, self->offset + offset, buffer, size, error);
}

static gint64
slice_get_size(Source *source)
{
    const SliceSource *self = (const SliceSource *)source;
    gint64 below = source_get_size(self->below);

    if (below < 0)
        return self->limit <= G_MAXINT64 ? (gint64)self->limit : -1;
    if (self->offset >= (guint64)below)
        return 0;
    return (gint64)MIN(self->limit, (guint64)below - self->offset);
}

static void
slice_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((SliceSource *)source)->below, bytes);
}

static void
slice_close(Source *source)
{
    g_free(source);
}

static const SourceOperations slice_operations = {
    .read = slice_read,
    .get_size = slice_get_size,
    .close = slice_close,
    .use_reserve = slice_use_reserve,
};

Source *
source_new_slice(Source *below, guint64 offset, gint64 size)
{
    SliceSource *self = g_new(SliceSource, 1);

    self->parent.operations = &slice_operations;
    self->below = below;
    self->offset = offset;
    self->limit = size < 0 ? G_MAXUINT64 : (guint64)size;
    return &self->parent;
}
