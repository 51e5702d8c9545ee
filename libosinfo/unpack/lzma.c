/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks xz, and what EROFS stores of LZMA, by liblzma.
 */

#include "config.h"

#include <lzma.h>

#include "unpack/methods.h"

static gssize
run(lzma_stream *stream, const UnpackBlock *block)
{
    lzma_ret result = LZMA_OK;

    stream->next_in = block->in;
    stream->avail_in = block->in_size;
    stream->next_out = block->out;
    stream->avail_out = block->out_size;
    while (result == LZMA_OK && stream->avail_out > 0)
        result = lzma_code(stream, LZMA_FINISH);
    lzma_end(stream);
    return result == LZMA_OK || result == LZMA_STREAM_END
               ? (gssize)(block->out_size - stream->avail_out)
               : -1;
}

gssize
unpack_xz(const UnpackBlock *block)
{
    lzma_stream stream = LZMA_STREAM_INIT;

    return lzma_stream_decoder(&stream, UNPACK_MAX_MEMORY, 0) == LZMA_OK ? run(&stream, block) : -1;
}

#ifdef HAVE_MICRO_LZMA
gssize
unpack_micro_lzma(const UnpackBlock *block)
{
    lzma_stream stream = LZMA_STREAM_INIT;

    if (block->dictionary > UNPACK_MAX_DICTIONARY)
        return -1;
    return lzma_microlzma_decoder(&stream, block->in_size, block->out_size, FALSE,
                                  block->dictionary) == LZMA_OK
               ? run(&stream, block)
               : -1;
}
#endif

static gpointer
open_stream(void)
{
    lzma_stream *stream = g_new(lzma_stream, 1);

    *stream = (lzma_stream)LZMA_STREAM_INIT;
    if (lzma_stream_decoder(stream, UNPACK_STREAM_MAX_MEMORY, 0) == LZMA_OK)
        return stream;
    g_free(stream);
    return NULL;
}

static UnpackResult
run_stream(gpointer state, UnpackPiece *piece)
{
    lzma_stream *stream = state;
    lzma_ret result;

    stream->next_in = piece->in;
    stream->avail_in = piece->in_size;
    stream->next_out = piece->out;
    stream->avail_out = piece->out_size;
    result = lzma_code(stream, LZMA_RUN);
    piece->in = stream->next_in;
    piece->in_size = stream->avail_in;
    piece->out = stream->next_out;
    piece->out_size = stream->avail_out;
    if (result == LZMA_STREAM_END)
        result = lzma_stream_decoder(stream, UNPACK_STREAM_MAX_MEMORY, 0) == LZMA_OK
                     ? LZMA_STREAM_END
                     : LZMA_MEM_ERROR;
    if (result == LZMA_STREAM_END)
        return UNPACK_END;
    return result == LZMA_OK || result == LZMA_BUF_ERROR ? UNPACK_MORE : UNPACK_DAMAGED;
}

static void
close_stream(gpointer state)
{
    lzma_end(state);
    g_free(state);
}

const UnpackStream unpack_stream_xz = {open_stream, run_stream, close_stream};
