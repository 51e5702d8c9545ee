/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks what zlib has packed, by GIO, which has zlib anyway.
 */

#include "config.h"

#include <gio/gio.h>

#include "unpack/methods.h"

static gssize
inflate_block(const UnpackBlock *block, GZlibCompressorFormat format)
{
    g_autoptr(GZlibDecompressor) decompressor = g_zlib_decompressor_new(format);
    GConverterResult result = G_CONVERTER_CONVERTED;
    gsize in = 0, out = 0;

    while (result == G_CONVERTER_CONVERTED && out < block->out_size) {
        gsize read = 0, written = 0;

        result = g_converter_convert(G_CONVERTER(decompressor), block->in + in, block->in_size - in,
                                     block->out + out, block->out_size - out,
                                     G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
        in += read;
        out += written;
    }
    return result == G_CONVERTER_ERROR ? -1 : (gssize)out;
}

gssize
unpack_zlib(const UnpackBlock *block)
{
    return inflate_block(block, G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
}

gssize
unpack_deflate(const UnpackBlock *block)
{
    return inflate_block(block, G_ZLIB_COMPRESSOR_FORMAT_RAW);
}

static gpointer
open_gzip(void)
{
    return g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
}

static UnpackResult
run_gzip(gpointer state, UnpackPiece *piece)
{
    gsize read = 0, written = 0;
    g_autoptr(GError) error = NULL;
    GConverterResult result;

    if (piece->in_size == 0 || piece->out_size == 0)
        return UNPACK_MORE;
    result = g_converter_convert(state, piece->in, piece->in_size, piece->out, piece->out_size,
                                 G_CONVERTER_NO_FLAGS, &read, &written, &error);
    piece->in += read;
    piece->in_size -= read;
    piece->out += written;
    piece->out_size -= written;
    if (result == G_CONVERTER_FINISHED)
        g_converter_reset(state);
    if (result == G_CONVERTER_ERROR)
        return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ? UNPACK_MORE
                                                                            : UNPACK_DAMAGED;
    return result == G_CONVERTER_FINISHED ? UNPACK_END : UNPACK_MORE;
}

const UnpackStream unpack_stream_gzip = {open_gzip, run_gzip, g_object_unref};
