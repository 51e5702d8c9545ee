/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The hashes by which ext3 and ext4 find a name in a large folder.
 */

#pragma once

#include <glib.h>

typedef enum {
    EXT_HASH_LEGACY,
    EXT_HASH_HALF_MD4,
    EXT_HASH_TEA,
    EXT_N_HASHES,
} ExtHash;

#define EXT_HASH_UNSIGNED 3 /* what is added to the number of a hash whose letters have no sign */

/**
 * ext_hash_name:
 * @hash: which one
 * @is_unsigned: how letters above 127 count
 * @seed: (array fixed-size=4): of the file system
 * @name: (array length=length): a name
 * @length: bytes of @name
 *
 * Returns: the hash as an index of a folder has it; its lowest bit is 0
 */
guint32 ext_hash_name(ExtHash hash, gboolean is_unsigned, const guint32 *seed, const char *name,
                      gsize length);
