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
