/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unpacks what LZO1X has packed. The library for that is under the GPL, so this is one of our own.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * lzo_unpack:
 * @in: (array length=in_size): a block
 * @in_size: bytes in @in
 * @out: (out caller-allocates) (array length=out_size): where it goes
 * @out_size: bytes in @out
 *
 * Returns: bytes that were unpacked; -1: the block is damaged, or has more than @out_size bytes
 */
gssize lzo_unpack(const guint8 *in, gsize in_size, guint8 *out, gsize out_size);

G_END_DECLS
