/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The form of a detached OpenPGP signature: bytes in, bytes out, no GnuPG.
 */
#pragma once

#include <glib.h>

/* What is signed (RFC 9580, 5.2.1). */
typedef enum {
    SIGNATURE_OF_BYTES = 0,
    /* holds for other bytes, too: with other ends of lines, or blanks there */
    SIGNATURE_OF_TEXT = 1,
} SignatureType;

/* Takes a signature out of its armor, if it has one, and looks whether it is made of signature
 * packets of that type and nothing else: what holds data of its own is not a detached signature,
 * whatever it may have signed. Returns the packets; NULL: it is none. */
GBytes *signature_packets_read(const guint8 *bytes, gsize size, SignatureType type);
