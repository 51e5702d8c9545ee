/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks blocks of LZ4, by liblz4.
 */

#include "config.h"

#include <lz4.h>

#include "unpack/methods.h"

gssize
unpack_lz4(const UnpackBlock *block)
{
    if (block->in_size > G_MAXINT || block->out_size > G_MAXINT)
        return -1;

    int size = LZ4_decompress_safe_partial((const char *)block->in, (char *)block->out,
                                           (int)block->in_size, (int)block->out_size,
                                           (int)block->out_size);

    return size < 0 ? -1 : size;
}
