/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source that keeps the last few ranges that were read, so that looking into one folder time and
 * again costs one read. What is read for good, and once, goes by.
 *
 *     below    0 ... [ a ] ......... [ b   ] ... [ c ] ....... end
 *     cache          a part of one of these comes from memory; anything else is asked for below
 */

#include "config.h"

#include <string.h>

#include "source/source.h"

#define N_RANGES 16
#define KEPT_SIZE (64 * 1024) /* bytes of a range that is kept */

typedef struct {
    guint64 offset; /* in the source below */
    guint8 *data;   /* owned; NULL: nothing is kept here */
    gsize size;     /* bytes */
    guint64 used;   /* when, in reads */
} Range;

typedef struct {
    Source parent;
    Source *below; /* borrowed */
    gsize step;    /* bytes that are asked for at least */
    guint64 now;   /* counts reads */
    Range ranges[N_RANGES];
} CacheSource;

static Range *
find_range(CacheSource *self, guint64 offset, gsize size)
{
    for (guint i = 0; i < N_RANGES; i++) {
        Range *range = &self->ranges[i];

        if (range->data != NULL && offset >= range->offset &&
            offset - range->offset <= range->size && size <= range->size - (offset - range->offset))
            return range;
    }
    return NULL;
}

/* The one that nobody has wanted for the longest time. */
static Range *
find_oldest(CacheSource *self)
{
    Range *oldest = self->ranges;

    for (guint i = 1; i < N_RANGES; i++) {
        if (self->ranges[i].used < oldest->used)
            oldest = &self->ranges[i];
    }
    return oldest;
}

/* Reads @size bytes at least, if there are so many. */
static Range *
fill_range(CacheSource *self, guint64 offset, gsize size, GError **error)
{
    gsize wanted = MAX(size, self->step);
    g_autofree guint8 *data = g_malloc(wanted);
    gssize count = source_read(self->below, offset, data, wanted, error);
    Range *range = find_oldest(self);

    if (count < 0)
        return NULL;
    g_free(range->data);
    *range = (Range){.offset = offset, .data = g_steal_pointer(&data), .size = (gsize)count};
    return range;
}

static gssize
cache_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    CacheSource *self = (CacheSource *)source;

    if (size > KEPT_SIZE)
        return source_read(self->below, offset, buffer, size, error);

    Range *range = find_range(self, offset, size);

    if (range == NULL)
        range = fill_range(self, offset, size, error);
    if (range == NULL)
        return -1;

    gsize position = (gsize)(offset - range->offset);

    range->used = ++self->now;
    size = MIN(size, range->size - position);
    memcpy(buffer, range->data + position, size);
    return (gssize)size;
}

static gint64
cache_get_size(Source *source)
{
    return source_get_size(((CacheSource *)source)->below);
}

static void
cache_close(Source *source)
{
    CacheSource *self = (CacheSource *)source;

    for (guint i = 0; i < N_RANGES; i++)
        g_free(self->ranges[i].data);
    g_free(self);
}

static const SourceOperations cache_operations = {
    .read = cache_read,
    .get_size = cache_get_size,
static void
cache_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((CacheSource *)source)->below, bytes);
}

    .close = cache_close,
};

Source *
source_new_cache(Source *below, gsize step)
{
    CacheSource *self = g_new0(CacheSource, 1);

    self->parent.operations = &cache_operations;
    self->below = below;
    self->step = step;
    return &self->parent;
}
    .use_reserve = cache_use_reserve,
