/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source that keeps a range of the source below, so that formats which look at the same few
 * sectors, one after the other, cost one read. The range grows when somebody reads on at its end:
 *
 *     below    0 ....... start ================ start + size ....... end
 *     window             kept, from memory      | grows, in steps; elsewhere: asks below
 */

#include "config.h"

#include <string.h>

#include "source/source.h"

typedef struct {
    Source parent;
    Source *below;        /* borrowed */
    Source *beside;       /* borrowed; the same bytes, for what is not kept here */
    guint64 start;        /* of the range in the source below */
    guint8 *data;         /* owned, but for the room of a caller; the range */
    guint8 *room;         /* borrowed; NULL: there is none */
    gsize size;           /* bytes in data */
    gsize step;           /* bytes by which it grows at least */
    gboolean is_complete; /* the source below ends where the range does */
} WindowSource;

/* Memory for @size bytes more. */
static void
make_space(WindowSource *self, gsize size)
{
    if (self->data != self->room) {
        self->data = g_realloc(self->data, self->size + size);
        return;
    }
    self->data = g_malloc(self->size + size);
    if (self->size > 0)
        memcpy(self->data, self->room, self->size);
}

/* By @size bytes, as far as there are so many. */
static gboolean
grow(WindowSource *self, gsize size, GError **error)
{
    if (self->data == NULL && self->room != NULL)
        self->data = self->room;
    else
        make_space(self, size);

    gssize count =
        source_read(self->below, self->start + self->size, self->data + self->size, size, error);

    if (count < 0)
        return FALSE;
    self->size += (gsize)count;
    self->is_complete = (gsize)count < size;
    return TRUE;
}

static gssize
window_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    WindowSource *self = (WindowSource *)source;

    if (offset < self->start || offset - self->start > self->size)
        return source_read(self->beside, offset, buffer, size, error);

    gsize position = (gsize)(offset - self->start);
    gsize available = self->size - position;

    if (size > available && !self->is_complete &&
        !grow(self, MAX(size - available, self->step), error))
        return -1;
    size = MIN(size, self->size - position);
    if (size == 0)
        return 0;
    memcpy(buffer, self->data + position, size);
    return (gssize)size;
}

static gint64
window_get_size(Source *source)
{
    return source_get_size(((WindowSource *)source)->below);
}

static void
window_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((WindowSource *)source)->below, bytes);
}

static void
window_close(Source *source)
{
    WindowSource *self = (WindowSource *)source;

    if (self->data != self->room)
        g_free(self->data);
    g_free(self);
}

static const SourceOperations window_operations = {
    .read = window_read,
    .get_size = window_get_size,
    .close = window_close,
    .use_reserve = window_use_reserve,
};

Source *
source_open_window_beside(Source *below, Source *beside, guint64 start, guint8 *room, gsize first,
                          gsize step, GError **error)
{
    WindowSource *self = g_new0(WindowSource, 1);

    self->parent.operations = &window_operations;
    self->below = below;
    self->beside = beside;
    self->start = start;
    self->room = room;
    self->step = step;
    if (grow(self, first, error))
        return &self->parent;
    window_close(&self->parent);
    return NULL;
}

Source *
source_open_window(Source *below, guint64 start, gsize step, GError **error)
{
    return source_open_window_beside(below, below, start, NULL, step, step, error);
}
