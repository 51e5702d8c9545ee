/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of the unpack module: which methods this build has. What a block is of, and how large it
 * may be, is left to the formats.
 */

#include "config.h"

#include "unpack/methods.h"

const UnpackModule osinfo_unpack_module = {
    .parent = {.build = OSINFO_MODULE_BUILD},
    .functions =
        {
            [UNPACK_ZLIB] = unpack_zlib,
            [UNPACK_DEFLATE] = unpack_deflate,
#ifdef HAVE_LZMA
            [UNPACK_XZ] = unpack_xz,
#endif
#ifdef HAVE_MICRO_LZMA
            [UNPACK_MICRO_LZMA] = unpack_micro_lzma,
#endif
#ifdef HAVE_ZSTD
            [UNPACK_ZSTD] = unpack_zstd,
#endif
#ifdef HAVE_LZ4
            [UNPACK_LZ4] = unpack_lz4,
#endif
        },
    .streams =
        {
            [UNPACK_STREAM_GZIP] = &unpack_stream_gzip,
#ifdef HAVE_LZMA
            [UNPACK_STREAM_XZ] = &unpack_stream_xz,
#endif
#ifdef HAVE_ZSTD
            [UNPACK_STREAM_ZSTD] = &unpack_stream_zstd,
#endif
#ifdef HAVE_BZIP2
            [UNPACK_STREAM_BZIP2] = &unpack_stream_bzip2,
#endif
        },
};
