/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks a block of known bounds for formats that are packed. The libraries for that are behind the
 * unpack module, which is opened when the first block comes.
 */

#pragma once

#include "format/format.h"
#include "unpack/unpack_module.h"

G_BEGIN_DECLS

/**
 * unpack_block:
 * @method: how it is packed
 * @block: where it is, and where it goes
 * @error: return location
 *
 * Unpacks as much as there is a place for. Fails with %FORMAT_ERROR_INVALID when the block is damaged,
 * with %G_IO_ERROR_NOT_SUPPORTED when the module, or the library that it would need, is not there.
 *
 * Returns: bytes that were unpacked, less than there was a place for only where the block holds less; -1
 *     when it could not be unpacked
 */
gssize unpack_block(UnpackMethod method, const UnpackBlock *block, GError **error);

/* How streams of a kind are unpacked; NULL with an error when that is not there, as above. */
const UnpackStream *unpack_find_stream(UnpackStreamKind kind, GError **error);

G_END_DECLS
