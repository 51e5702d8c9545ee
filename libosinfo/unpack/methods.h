/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The methods by which blocks and streams are unpacked, a library a file.
 */

#pragma once

#include "unpack/unpack_module.h"

G_BEGIN_DECLS

gssize unpack_zlib(const UnpackBlock *block);
gssize unpack_deflate(const UnpackBlock *block);
gssize unpack_xz(const UnpackBlock *block);
gssize unpack_micro_lzma(const UnpackBlock *block);
gssize unpack_zstd(const UnpackBlock *block);
gssize unpack_lz4(const UnpackBlock *block);

extern const UnpackStream unpack_stream_bzip2;
extern const UnpackStream unpack_stream_gzip;
extern const UnpackStream unpack_stream_xz;
extern const UnpackStream unpack_stream_zstd;

G_END_DECLS
