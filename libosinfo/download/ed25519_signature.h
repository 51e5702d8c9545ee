/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keys and signatures of signify (OpenBSD) and minisign, which have one form of keys and of the first
 * two lines:
 *
 *   untrusted comment: verify with openbsd-76-base.pub
 *   BASE64 of "Ed" (minisign over a BLAKE2b digest: "ED"), 8 bytes that name the key, 64 of signature
 *
 * Behind that the file that is signed may follow (signify -e), or a comment and a signature over
 * signature and comment:
 *
 *   trusted comment: timestamp:1555779966	file:test
 *   BASE64 of 64 bytes of signature
 *
 * Bytes in, struct out; nothing is checked here but the form.
 */
#pragma once

#include <glib.h>

#define ED25519_ID_SIZE 8

typedef struct {
    guint8 id[ED25519_ID_SIZE];
    guint8 key[32];
} Ed25519PublicKey;

typedef struct {
    gboolean is_over_digest;
    guint8 id[ED25519_ID_SIZE];
    guint8 signature[64];
    const char *rest; /* borrowed of what was read; what stands behind the first two lines */
    gsize rest_size;
} Ed25519Signature;

/* FALSE: it is none. */
gboolean ed25519_public_key_read(Ed25519PublicKey *self, const char *base64);
gboolean ed25519_signature_read(Ed25519Signature *self, const char *bytes, gsize size);

/* What stands behind a signature of minisign: what the second signature is over, a new array of bytes,
 * and itself, 64 bytes. FALSE: it is not there. */
gboolean ed25519_signature_read_comment(const Ed25519Signature *self, GByteArray **out_signed,
                                        guint8 *out_signature);
