/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Computes cyclic redundancy checks four bits at a time: what is checked has some kilobytes.
 */

#include "config.h"

#include "disk/crc.h"

/* What four bits come to. */
static guint32
shift(guint32 polynomial, guint32 value)
{
    for (guint i = 0; i < 4; i++)
        value = value >> 1 ^ ((value & 1) != 0 ? polynomial : 0);
    return value;
}

guint32
crc_update(guint32 polynomial, guint32 start, const guint8 *bytes, gsize size)
{
    guint32 table[16];

    for (guint32 i = 0; i < G_N_ELEMENTS(table); i++)
        table[i] = shift(polynomial, i);
    for (gsize i = 0; i < size; i++) {
        start = start >> 4 ^ table[(start ^ bytes[i]) & 15];
        start = start >> 4 ^ table[(start ^ bytes[i] >> 4) & 15];
    }
    return start;
}

guint32
crc_get(guint32 polynomial, const guint8 *bytes, gsize size)
{
    return ~crc_update(polynomial, 0xFFFFFFFFu, bytes, size);
}
