/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks LZO1X ("LZO stream format as understood by Linux' LZO decompressor", in the kernel's documentation).
 * A block is a row of instructions. Each copies bytes that were unpacked before, then up to three that follow
 * it; what a small instruction means depends on how many these were:
 *
 *     0000LLLL           after none: many bytes that follow; L 3, or with 0 the bytes behind it, 18
 *     0000DDSS H         after one to three: 2 bytes, H D 1 back; after many: 3 bytes, H D 2049 back
 *     0001HLLL DDDDDDSS D   L 2 bytes, H D 16384 back; 0 back is the end
 *     001LLLLL DDDDDDSS D   L 2 bytes, D 1 back
 *     01LDDDSS H         L 3 bytes, H D 1 back
 *     1LLDDDSS H         L 5 bytes, H D 1 back
 *
 * A length of 0 in its bits goes on in the bytes behind: zeros are 255 each, another one ends it.
 */

#include "config.h"

#include <string.h>

#include "format/lzo.h"

#define MANY 4 /* of the bytes that followed the last instruction */

typedef struct {
    const guint8 *in;
    gsize in_left; /* bytes */
    guint8 *out;
    gsize done;     /* bytes in out */
    gsize out_size; /* bytes */
    guint followed; /* by how many bytes the last instruction was */
} Unpacker;

static gboolean
take(Unpacker *self, guint8 *out_byte)
{
    if (self->in_left == 0)
        return FALSE;
    *out_byte = *self->in++;
    self->in_left--;
    return TRUE;
}

static gboolean
copy_following(Unpacker *self, gsize count)
{
    if (count > self->in_left || count > self->out_size - self->done)
        return FALSE;
    memcpy(self->out + self->done, self->in, count);
    self->in += count;
    self->in_left -= count;
    self->done += count;
    return TRUE;
}

/* Byte by byte, since what is copied may be what is just being written. */
static gboolean
copy_before(Unpacker *self, gsize distance, gsize count)
{
    if (distance > self->done || count > self->out_size - self->done)
        return FALSE;
    for (; count > 0; count--, self->done++)
        self->out[self->done] = self->out[self->done - distance];
    return TRUE;
}

/* What its bits say, or else the bytes behind it. */
static gboolean
take_length(Unpacker *self, gsize bits, gsize most, gsize *out_length)
{
    gsize length = most;
    guint8 byte = 0;

    *out_length = bits;
    if (bits > 0)
        return TRUE;
    do {
        if (!take(self, &byte))
            return FALSE;
        length += byte == 0 ? 255 : byte;
    } while (byte == 0 && length <= self->out_size);
    *out_length = length;
    return TRUE;
}

/* Copies what was before, then what follows. */
static gboolean
finish(Unpacker *self, gsize distance, gsize count, guint followed)
{
    self->followed = followed;
    return copy_before(self, distance, count) && copy_following(self, followed);
}

static gboolean
run_small(Unpacker *self, guint8 code)
{
    guint8 high = 0;
    gsize length;

    if (self->followed == 0) {
        self->followed = MANY;
        return take_length(self, code, 15, &length) && copy_following(self, length + 3);
    }
    return take(self, &high) &&
           finish(self, ((gsize)high << 2) + (code >> 2) + (self->followed == MANY ? 2049 : 1),
                  self->followed == MANY ? 3 : 2, code & 3);
}

/* *out_is_end: it was the mark at the end. */
static gboolean
run_far(Unpacker *self, guint8 code, gboolean *out_is_end)
{
    gboolean is_farthest = code < 32;
    guint8 low = 0, high = 0;
    gsize length, distance;

    if (!take_length(self, code & (is_farthest ? 7 : 31), is_farthest ? 7 : 31, &length) ||
        !take(self, &low) || !take(self, &high))
        return FALSE;
    distance = (gsize)high << 6 | low >> 2;
    if (!is_farthest)
        return finish(self, distance + 1, length + 2, low & 3);
    distance += (gsize)(code & 8) << 11;
    *out_is_end = distance == 0;
    return *out_is_end || finish(self, distance + 16384, length + 2, low & 3);
}

static gboolean
run_near(Unpacker *self, guint8 code)
{
    guint8 high = 0;
    gsize length = code < 128 ? 3 + (code >> 5 & 1u) : 5 + (code >> 5 & 3u);

    return take(self, &high) &&
           finish(self, ((gsize)high << 3) + (code >> 2 & 7u) + 1, length, code & 3);
}

/* The first one may say how many bytes a block begins with. */
static gboolean
run_first(Unpacker *self)
{
    gsize count;

    if (self->in_left == 0 || *self->in <= 17)
        return TRUE;
    count = *self->in - 17u;
    self->in++;
    self->in_left--;
    self->followed = (guint)MIN(count, MANY);
    return copy_following(self, count);
}

gssize
lzo_unpack(const guint8 *in, gsize in_size, guint8 *out, gsize out_size)
{
    Unpacker self = {in, in_size, out, 0, out_size, 0};
    gboolean is_good = run_first(&self), is_end = FALSE;

    while (is_good && !is_end) {
        guint8 code;

        if (!take(&self, &code))
            return -1;
        is_good = code < 16   ? run_small(&self, code)
                  : code < 64 ? run_far(&self, code, &is_end)
                              : run_near(&self, code);
    }
    return is_good ? (gssize)self.done : -1;
}
