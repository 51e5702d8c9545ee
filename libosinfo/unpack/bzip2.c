/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks what bzip2 has packed, by libbz2.
 */

#include "config.h"

#include <bzlib.h>

#include "unpack/methods.h"

static gpointer
open_stream(void)
{
    bz_stream *stream = g_new0(bz_stream, 1);

    if (BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK)
        return stream;
    g_free(stream);
    return NULL;
}

static UnpackResult
start_again(bz_stream *stream)
{
    BZ2_bzDecompressEnd(stream);
    *stream = (bz_stream){.next_in = NULL};
    return BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK ? UNPACK_END : UNPACK_DAMAGED;
}

static UnpackResult
run_stream(gpointer state, UnpackPiece *piece)
{
    bz_stream *stream = state;
    unsigned int in_size = (unsigned int)MIN(piece->in_size, G_MAXUINT);
    unsigned int out_size = (unsigned int)MIN(piece->out_size, G_MAXUINT);
    int result;

    /* it does not write there */
    stream->next_in = (char *)(gpointer)piece->in;
    stream->avail_in = in_size;
    stream->next_out = (char *)piece->out;
    stream->avail_out = out_size;
    result = BZ2_bzDecompress(stream);
    piece->in += in_size - stream->avail_in;
    piece->in_size -= in_size - stream->avail_in;
    piece->out += out_size - stream->avail_out;
    piece->out_size -= out_size - stream->avail_out;
    if (result == BZ_STREAM_END)
        return start_again(stream);
    return result == BZ_OK ? UNPACK_MORE : UNPACK_DAMAGED;
}

static void
close_stream(gpointer state)
{
    BZ2_bzDecompressEnd(state);
    g_free(state);
}

const UnpackStream unpack_stream_bzip2 = {open_stream, run_stream, close_stream};
