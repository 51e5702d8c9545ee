/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A source that keeps the last few ranges that were read, so that looking into one folder time and
 * again costs one read, and reading on in it goes on where the last read ended. What is read for
 * good, and once, goes by.
 *
 *     below    0 ... [ a ] ......... [ b   ] ... [ c ] ....... end
 *     cache          what begins in one of these comes from memory, as far as that goes; anything
 *                    else is asked for below
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

/* The range that has most of what begins at @offset; NULL: none has the first byte. */
static Range *
find_range(CacheSource *self, guint64 offset)
{
    Range *best = NULL;

    for (guint i = 0; i < N_RANGES; i++) {
        Range *range = &self->ranges[i];

        if (range->data == NULL || offset < range->offset || offset - range->offset >= range->size)
            continue;
        if (best == NULL || range->offset + range->size > best->offset + best->size)
            best = range;
    }
    return best;
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
    gboolean is_over = FALSE;
    gsize done = 0;

    if (size > KEPT_SIZE)
        return source_read(self->below, offset, buffer, size, error);
    while (done < size && !is_over) {
        guint64 next = offset + done;
        Range *range = find_range(self, next);

        if (range == NULL) {
            range = fill_range(self, next, size - done, error);
            if (range == NULL)
                return -1;
            is_over = range->size < size - done;
        }

        gsize position = (gsize)(next - range->offset);
        gsize count = MIN(size - done, range->size - position);

        range->used = ++self->now;
        memcpy((guint8 *)buffer + done, range->data + position, count);
        done += count;
    }
    return (gssize)done;
}

static gint64
cache_get_size(Source *source)
{
    return source_get_size(((CacheSource *)source)->below);
}

static void
cache_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((CacheSource *)source)->below, bytes);
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
    .close = cache_close,
    .use_reserve = cache_use_reserve,
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
