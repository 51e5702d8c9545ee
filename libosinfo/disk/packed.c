/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks as far as is asked for, within a budget: what lies behind it gives the advice to unpack the file.
 */

#include "config.h"

#include <string.h>

#include "disk/packed.h"
#include "format/unpack.h"

#define IN_SIZE (64 * 1024)   /* bytes that are read at a time */
#define OUT_STEP (256 * 1024) /* bytes that are unpacked at a time */
#define MAX_IDLE 64           /* steps behind each other that nothing comes of */

/* A block that is being unpacked. */
typedef struct {
    PackedBlock block;
    gpointer state;   /* owned; NULL: nothing is here */
    GByteArray *out;  /* owned; what has come so far */
    guint64 position; /* in @block: of the next byte that is read */
    guint8 *in;       /* owned; IN_SIZE bytes */
    gsize in_start, in_end;
    gboolean is_in_over; /* there is nothing more to read */
    gboolean is_over;    /* nothing more comes */
    guint64 used;        /* when */
} Unpacking;

typedef struct {
    Source parent;
    const Layer *layer; /* borrowed */
    const UnpackStream *stream;
    GArray *blocks; /* owned; of PackedBlock */
    guint8 head[PACKED_MAX_HEAD];
    gsize head_size;
    guint64 budget; /* bytes that may be unpacked yet */
    gint64 size;    /* bytes; -1: not known */
    guint64 now;    /* counts reads */
    Unpacking kept[PACKED_KEPT_BLOCKS];
} PackedSource;

static void
unpacking_clear(PackedSource *self, Unpacking *unpacking)
{
    if (unpacking->state != NULL)
        self->stream->close(unpacking->state);
    if (unpacking->out != NULL)
        g_byte_array_unref(unpacking->out);
    g_free(unpacking->in);
    *unpacking = (Unpacking){.state = NULL};
}

static gboolean
unpacking_start(PackedSource *self, Unpacking *unpacking, const PackedBlock *block, GError **error)
{
    unpacking_clear(self, unpacking);
    unpacking->state = self->stream->open();
    if (unpacking->state == NULL)
        return layer_refuse(self->layer, error, "there is not enough memory to unpack it");
    unpacking->block = *block;
    unpacking->out = g_byte_array_new();
    unpacking->in = g_malloc(IN_SIZE);
    memcpy(unpacking->in, self->head, self->head_size);
    unpacking->in_end = self->head_size;
    return TRUE;
}

/* Reads on, if all that was read is used up. */
static gboolean
fill(PackedSource *self, Unpacking *unpacking, GError **error)
{
    const PackedBlock *block = &unpacking->block;
    gsize size = (gsize)MIN(IN_SIZE, block->in_size - unpacking->position);
    gssize count;

    if (unpacking->in_start < unpacking->in_end || unpacking->is_in_over)
        return TRUE;
    count = source_read(self->layer->below, block->in + unpacking->position, unpacking->in, size,
                        error);
    if (count < 0)
        return FALSE;
    unpacking->is_in_over = count == 0;
    unpacking->position += (guint64)count;
    unpacking->in_start = 0;
    unpacking->in_end = (gsize)count;
    return TRUE;
}

/* Several streams in a row are one; zeros behind the last one are none. */
static gboolean
is_last_stream(PackedSource *self, Unpacking *unpacking)
{
    if (!fill(self, unpacking, NULL) || unpacking->in_start == unpacking->in_end)
        return TRUE;
    return unpacking->in[unpacking->in_start] == 0;
}

static gboolean
step(PackedSource *self, Unpacking *unpacking, gsize wanted, GError **error)
{
    gsize before = unpacking->out->len;
    UnpackPiece piece;
    UnpackResult result;

    if (!fill(self, unpacking, error))
        return FALSE;
    g_byte_array_set_size(unpacking->out, (guint)(before + wanted));
    piece =
        (UnpackPiece){unpacking->in + unpacking->in_start, unpacking->in_end - unpacking->in_start,
                      unpacking->out->data + before, wanted};
    result = self->stream->run(unpacking->state, &piece);
    g_byte_array_set_size(unpacking->out, (guint)(before + wanted - piece.out_size));
    unpacking->in_start = unpacking->in_end - piece.in_size;
    self->budget -= MIN(self->budget, wanted - piece.out_size);
    if (result == UNPACK_DAMAGED)
        return layer_fail(self->layer, error, "data");
    if (result == UNPACK_END)
        unpacking->is_over = is_last_stream(self, unpacking);
    return TRUE;
}

static gboolean
fail_budget(const PackedSource *self, GError **error)
{
    return layer_refuse(self->layer, error,
                        "what is needed is too far inside of it: unpack it first");
}

/* Until there are @size bytes, or no more come. */
static gboolean
unpack_to(PackedSource *self, Unpacking *unpacking, guint64 size, GError **error)
{
    guint n_idle = 0;

    size = MIN(size, unpacking->block.out_size);
    while (unpacking->out->len < size && !unpacking->is_over) {
        gsize before = unpacking->out->len;

        if (self->budget == 0 || size - before > self->budget)
            return fail_budget(self, error);
        if (!step(self, unpacking,
                  (gsize)MIN(OUT_STEP, MIN(self->budget, unpacking->block.out_size - before)),
                  error))
            return FALSE;
        n_idle = unpacking->out->len == before ? n_idle + 1 : 0;
        /* the end came too early, or it is made to lead nowhere */
        if (n_idle > MAX_IDLE || (n_idle > 0 && unpacking->is_in_over))
            return layer_fail(self->layer, error, "data, which are cut off");
    }
    if (unpacking->is_over && unpacking->block.out_size != G_MAXUINT64 &&
        unpacking->out->len < unpacking->block.out_size)
        return layer_fail(self->layer, error, "size of a block");
    return TRUE;
}

/* The block that has @offset; NULL: there is none. */
static const PackedBlock *
find_block(const PackedSource *self, guint64 offset)
{
    guint low = 0, high = self->blocks->len;

    while (low < high) {
        guint middle = (low + high) / 2;
        const PackedBlock *block = &g_array_index(self->blocks, PackedBlock, middle);

        if (offset < block->out)
            high = middle;
        else if (offset - block->out >= block->out_size)
            low = middle + 1;
        else
            return block;
    }
    return NULL;
}

static Unpacking *
get_unpacking(PackedSource *self, const PackedBlock *block, GError **error)
{
    Unpacking *oldest = self->kept;

    for (guint i = 0; i < PACKED_KEPT_BLOCKS; i++) {
        Unpacking *unpacking = &self->kept[i];

        if (unpacking->state != NULL && unpacking->block.out == block->out) {
            unpacking->used = ++self->now;
            return unpacking;
        }
        if (unpacking->used < oldest->used)
            oldest = unpacking;
    }
    if (!unpacking_start(self, oldest, block, error)) {
        unpacking_clear(self, oldest);
        return NULL;
    }
    oldest->used = ++self->now;
    return oldest;
}

/* What there is of it in one block; 0: nothing. */
static gssize
read_block(PackedSource *self, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
    const PackedBlock *block = find_block(self, offset);
    Unpacking *unpacking = block != NULL ? get_unpacking(self, block, error) : NULL;
    guint64 start = block != NULL ? offset - block->out : 0;

    if (block == NULL)
        return 0;
    if (unpacking == NULL)
        return -1;
    if (start > G_MAXUINT64 - size || start + size > G_MAXUINT / 2) {
        fail_budget(self, error);
        return -1;
    }
    if (!unpack_to(self, unpacking, start + size, error)) {
        unpacking_clear(self, unpacking);
        return -1;
    }
    if (start >= unpacking->out->len)
        return 0;
    size = MIN(size, unpacking->out->len - (gsize)start);
    memcpy(buffer, unpacking->out->data + start, size);
    return (gssize)size;
}

static gssize
packed_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    PackedSource *self = (PackedSource *)source;
    gsize done = 0;

    while (done < size) {
        gssize count = read_block(self, offset + done, (guint8 *)buffer + done, size - done, error);

        if (count < 0)
            return -1;
        if (count == 0)
            break;
        done += (gsize)count;
    }
    return (gssize)done;
}

static gint64
packed_get_size(Source *source)
{
    return ((PackedSource *)source)->size;
}

static void
packed_close(Source *source)
{
    PackedSource *self = (PackedSource *)source;

    for (guint i = 0; i < PACKED_KEPT_BLOCKS; i++)
        unpacking_clear(self, &self->kept[i]);
    g_array_unref(self->blocks);
    g_free(self);
}

static const SourceOperations packed_operations = {
    .read = packed_read,
    .get_size = packed_get_size,
    .close = packed_close,
};

Source *
packed_new(const Layer *layer, UnpackStreamKind kind, GArray *blocks, const guint8 *head,
           gsize head_size, GError **error)
{
    const UnpackStream *stream = unpack_find_stream(kind, error);
    const PackedBlock *last = &g_array_index(blocks, PackedBlock, blocks->len - 1);
    PackedSource *self;

    if (stream == NULL) {
        g_array_unref(blocks);
        g_prefix_error(error, "%s: ", layer->name);
        return NULL;
    }
    self = g_new0(PackedSource, 1);
    self->parent.operations = &packed_operations;
    self->layer = layer;
    self->stream = stream;
    self->blocks = blocks;
    self->budget = last->out_size == G_MAXUINT64 ? PACKED_MAX_UNPACKED : PACKED_MAX_INDEXED;
    self->size = last->out_size == G_MAXUINT64 ? -1 : (gint64)(last->out + last->out_size);
    self->head_size = head_size;
    if (head_size > 0)
        memcpy(self->head, head, head_size);
    return &self->parent;
}
