/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Gives bytes of memory, and counts them.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"

static gssize
counted_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    CountedSource *self = (CountedSource *)source;

    self->n_reads++;
    self->last_size = size;
    if (self->is_failing) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "made to fail");
        return -1;
    }
    if (self->gap_size > 0 && offset >= self->gap_start) {
        if (offset - self->gap_start < self->gap_size)
            return 0;
        offset -= self->gap_size;
    }
    if (offset >= self->size)
        return 0;
    size = MIN(size, self->size - (gsize)offset);
    memcpy(buffer, self->data + offset, size);
    self->n_bytes += size;
    return (gssize)size;
}

static gint64
counted_get_size(Source *source)
{
    const CountedSource *self = (const CountedSource *)source;

    return self->told_size >= 0 ? self->told_size + (gint64)self->gap_size : -1;
}

static void
counted_close(Source *source)
{
    (void)source;
}

static const SourceOperations counted_operations = {
    .read = counted_read,
    .get_size = counted_get_size,
    .close = counted_close,
};

CountedSource
counted_source(gconstpointer data, gsize size)
{
    return (CountedSource){.parent.operations = &counted_operations,
                           .data = data,
                           .size = size,
                           .told_size = (gint64)size};
}
