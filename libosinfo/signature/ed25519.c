/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ed25519 (RFC 8032) and BLAKE2b (RFC 7693), as signify and minisign use them.
 */
#include "config.h"

#include <sodium.h>

#include "signature/checks.h"

#define BUFFER_SIZE 65536

G_STATIC_ASSERT(crypto_sign_PUBLICKEYBYTES == ED25519_KEY_SIZE);
G_STATIC_ASSERT(crypto_sign_BYTES == ED25519_SIGNATURE_SIZE);
G_STATIC_ASSERT(crypto_generichash_BYTES_MAX == BLAKE2B_SIZE);

gboolean
ed25519_check(const guint8 *key, const guint8 *signature, const guint8 *message, gsize size)
{
    return sodium_init() >= 0 && crypto_sign_verify_detached(signature, message, size, key) == 0;
}

gboolean
blake2b_digest(SignatureRead read, gpointer data, guint8 *out_digest)
{
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    crypto_generichash_state state;
    gssize count = 0;

    if (sodium_init() < 0)
        return FALSE;
    crypto_generichash_init(&state, NULL, 0, BLAKE2B_SIZE);
    while ((count = read(data, buffer, BUFFER_SIZE)) > 0)
        crypto_generichash_update(&state, buffer, (gsize)count);
    crypto_generichash_final(&state, out_digest, BLAKE2B_SIZE);
    return count == 0;
}
