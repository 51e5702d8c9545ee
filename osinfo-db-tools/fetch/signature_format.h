/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The form of a detached OpenPGP signature: bytes in, bytes out, no GnuPG.
 */
#pragma once

#include <glib.h>

/* Takes a signature out of its armor, if it has one, and looks whether it is made of signature
 * packets and nothing else, each made of bytes and not of a text: what holds data of its own is not a detached signature, whatever it may
 * have signed. Returns the packets; NULL: it is none. */
GBytes *signature_format_read(const guint8 *bytes, gsize size);
