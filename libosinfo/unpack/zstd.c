/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks what zstd has packed, by libzstd.
 */

#include "config.h"

#include <zstd.h>

#include "unpack/methods.h"

/* Piece by piece, since that is how it stops where the output is full. */
static gboolean
run(ZSTD_DCtx *context, ZSTD_inBuffer *in, ZSTD_outBuffer *out)
{
    gsize before, left;

    do {
        before = in->pos + out->pos;
        left = ZSTD_decompressStream(context, out, in);
        if (ZSTD_isError(left))
            return FALSE;
    } while (left > 0 && out->pos < out->size && in->pos + out->pos > before);
    return left == 0 || out->pos == out->size;
}

gssize
unpack_zstd(const UnpackBlock *block)
{
    ZSTD_inBuffer in = {block->in, block->in_size, 0};
    ZSTD_outBuffer out = {block->out, block->out_size, 0};
    ZSTD_DCtx *context = ZSTD_createDCtx();
    gboolean is_good = context != NULL &&
                       !ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax,
                                                            UNPACK_MAX_WINDOW_BITS)) &&
                       run(context, &in, &out);

    ZSTD_freeDCtx(context);
    return is_good ? (gssize)out.pos : -1;
}

static gpointer
open_stream(void)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();

    if (context != NULL)
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, UNPACK_STREAM_MAX_WINDOW_BITS);
    return context;
}

static UnpackResult
run_stream(gpointer state, UnpackPiece *piece)
{
    ZSTD_inBuffer in = {piece->in, piece->in_size, 0};
    ZSTD_outBuffer out = {piece->out, piece->out_size, 0};
    gsize left = ZSTD_decompressStream(state, &out, &in);

    if (ZSTD_isError(left))
        return UNPACK_DAMAGED;
    piece->in += in.pos;
    piece->in_size -= in.pos;
    piece->out += out.pos;
    piece->out_size -= out.pos;
    return left == 0 ? UNPACK_END : UNPACK_MORE;
}

static void
close_stream(gpointer state)
{
    ZSTD_freeDCtx(state);
}

const UnpackStream unpack_stream_zstd = {open_stream, run_stream, close_stream};
