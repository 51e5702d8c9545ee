/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Cyclic redundancy checks of 32 bits, the lowest bit first.
 */

#pragma once

#include <glib.h>

#define CRC_32 0xEDB88320u  /* that of IEEE 802.3: GPT, xz, LVM */
#define CRC_32C 0x82F63B78u /* Castagnoli's: VHDX */

/* Goes on from @start, without turning bits at the start or end. */
guint32 crc_update(guint32 polynomial, guint32 start, const guint8 *bytes, gsize size);

/* As GPT, xz and VHDX have it: begins with ones, and is turned at the end. */
guint32 crc_get(guint32 polynomial, const guint8 *bytes, gsize size);
