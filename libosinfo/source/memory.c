/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source of bytes that are in memory already: a file that somebody else has read, a sample of a
 * test. Whose memory it is, the caller says.
 */

#include "config.h"

#include <string.h>

#include "source/source.h"

typedef struct {
    Source parent;
    const guint8 *data;
    gsize size;     /* bytes */
    gpointer owned; /* what is freed in the end; may be NULL */
} MemorySource;

static gssize
memory_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error G_GNUC_UNUSED)
{
    const MemorySource *self = (const MemorySource *)source;

    if (offset >= self->size || size == 0)
        return 0;
    size = MIN(size, self->size - (gsize)offset);
    memcpy(buffer, self->data + offset, size);
    return (gssize)size;
}

static gint64
memory_get_size(Source *source)
{
    return (gint64)((const MemorySource *)source)->size;
}

static void
memory_close(Source *source)
{
    g_free(((MemorySource *)source)->owned);
    g_free(source);
}

static const SourceOperations memory_operations = {
    .read = memory_read,
    .get_size = memory_get_size,
    .close = memory_close,
};

Source *
source_new_memory(gconstpointer data, gsize size)
{
    MemorySource *self = g_new0(MemorySource, 1);

    self->parent.operations = &memory_operations;
    self->data = data;
    self->size = size;
    return &self->parent;
}

Source *
source_new_taken(gpointer data, gsize size)
{
    Source *self = source_new_memory(data, size);

    ((MemorySource *)self)->owned = data;
    return self;
}
