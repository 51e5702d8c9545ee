/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whose keys count: those that are here, and those that a key which counts has certified. So a
 * project can go on to a new key: the old one certifies it, and its site has both.
 */
#pragma once

#include <glib.h>
#include <gpgme.h>

/* So many revocations are remembered: see below. */
#define KEY_CHAIN_MAX_REVOKED 256

/* Sets of fingerprints. @revoked has keys and parts of keys that are known as revoked, whatever the
 * home says of them, and digests of certifications that were taken back. */

/* The keys in the context's home, which count from now on; what is expired or revoked does not,
 * whatever others say later. NULL with an error. */
GHashTable *key_chain_new(gpgme_ctx_t context, GHashTable *revoked, GError **error);

/* Adds those that came to the home since: each that has a name which a key that counts, and is
 * neither revoked nor expired, has certified and not taken back; then those that these have
 * certified, and so on. Adds to @revoked what the home says of the keys that count, or did until it
 * said that, and of what they certified. While that has as many as are remembered nothing is added to
 * @keys: whoever stole a key could fill it, and no later revocation would hold. FALSE with an error. */
gboolean key_chain_extend(GHashTable *keys, gpgme_ctx_t context, GHashTable *revoked,
                          GError **error);

/* Does the key count that a fingerprint, of it or of a part of it, means? */
gboolean key_chain_has(GHashTable *keys, gpgme_ctx_t context, const char *fingerprint);

/* Is what it means known as revoked, or the key that it is a part of? */
gboolean key_chain_is_revoked(GHashTable *revoked, gpgme_ctx_t context, const char *fingerprint);
