/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A file that lies in pieces, as a source of its bytes in a row:
 *
 *     below     ....... [ b ] ................ [ a  ] ....... [ d ]
 *     extents   [ a  ][ b ][zeros][ d ]
 *
 * Where pieces are may come from the image itself, so nothing is taken on trust: a piece that is not
 * all there ends the file.
 */

#include "config.h"

#include <string.h>

#include "source/source.h"

typedef struct {
    Source parent;
    Source *below;         /* borrowed */
    SourceExtent *extents; /* owned; neighbours are one, none is empty */
    guint n_extents;
    guint64 size; /* bytes of all, at most G_MAXINT64 */
} ExtentsSource;

/* Reads at most to the end of the extent that @offset is in. */
static gssize
read_extent(ExtentsSource *self, guint64 offset, guint8 *buffer, gsize size, gsize *out_wanted,
            GError **error)
{
    const SourceExtent *extent = self->extents;

    while (offset >= extent->size) {
        offset -= extent->size;
        extent++;
    }
    size = (gsize)MIN(size, extent->size - offset);
    *out_wanted = size;
    if (extent->offset == SOURCE_EXTENT_ZEROS) {
        memset(buffer, 0, size);
        return (gssize)size;
    }
    if (extent->offset > G_MAXUINT64 - offset)
        return 0;
    return source_read(self->below, extent->offset + offset, buffer, size, error);
}

static gssize
extents_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    ExtentsSource *self = (ExtentsSource *)source;
    gsize done = 0;

    if (offset >= self->size)
        return 0;
    size = (gsize)MIN(size, self->size - offset);
    while (done < size) {
        gsize wanted;
        gssize count =
            read_extent(self, offset + done, (guint8 *)buffer + done, size - done, &wanted, error);

        if (count < 0)
            return -1;
        done += (gsize)count;
        if ((gsize)count < wanted)
            break;
    }
    return (gssize)done;
}

static gint64
extents_get_size(Source *source)
{
    return (gint64)((ExtentsSource *)source)->size;
}

static void
extents_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((ExtentsSource *)source)->below, bytes);
}

static void
extents_close(Source *source)
{
    ExtentsSource *self = (ExtentsSource *)source;

    g_free(self->extents);
    g_free(self);
}

static const SourceOperations extents_operations = {
    .read = extents_read,
    .get_size = extents_get_size,
    .close = extents_close,
    .use_reserve = extents_use_reserve,
};

static gboolean
is_next(const SourceExtent *before, const SourceExtent *extent)
{
    if (before->offset == SOURCE_EXTENT_ZEROS || extent->offset == SOURCE_EXTENT_ZEROS)
        return before->offset == extent->offset;
    return before->offset <= G_MAXUINT64 - before->size &&
           before->offset + before->size == extent->offset;
}

static void
add_extent(ExtentsSource *self, SourceExtent extent)
{
    SourceExtent *last = self->n_extents > 0 ? &self->extents[self->n_extents - 1] : NULL;

    extent.size = MIN(extent.size, G_MAXINT64 - self->size);
    if (extent.size == 0)
        return;
    self->size += extent.size;
    if (last != NULL && is_next(last, &extent))
        last->size += extent.size;
    else
        self->extents[self->n_extents++] = extent;
}

Source *
source_new_extents(Source *below, const SourceExtent *extents, guint n_extents)
{
    ExtentsSource *self = g_new0(ExtentsSource, 1);

    self->parent.operations = &extents_operations;
    self->below = below;
    self->extents = g_new(SourceExtent, n_extents);
    for (guint i = 0; i < n_extents; i++)
        add_extent(self, extents[i]);
    return &self->parent;
}
