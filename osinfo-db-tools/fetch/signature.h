/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Detached OpenPGP signatures, made and checked with GnuPG (through GPGME).
 *
 * The keys that count are those in the folders of the configuration, *.asc and *.gpg: the piece
 * installs <datadir>/osinfo-db-tools/keys, the administrator has <sysconfdir>/osinfo-db-tools/keys.
 * They are read into a temporary GNUPGHOME for each check; the user's own keys, trust and settings
 * play no part, and no agent is started.
 */
#pragma once

#include <glib.h>

#define SIGNATURE_MAX_SIZE (64 * 1024) /* bytes of a signature */
#define SIGNATURE_MAX_KEYS (64 * 1024) /* bytes of keys that come with one */

/* What a file's signatures come to. Of several, the one that stands last here counts. */
typedef enum {
    SIGNATURE_MISSING,
    SIGNATURE_UNKNOWN_KEY, /* made with a key that is not here */
    SIGNATURE_EXPIRED,
    SIGNATURE_KEY_EXPIRED,
    SIGNATURE_KEY_REVOKED,
    SIGNATURE_GOOD,
    SIGNATURE_BAD, /* of other bytes, of a kind that proves nothing, or no signature at all */
} SignatureOutcome;

typedef struct Signature {
    SignatureOutcome outcome;
    char *key;   /* fingerprint, or what else names the key; NULL: not known */
    char *user;  /* whose key it is, as UTF-8; NULL: not known */
    gint64 date; /* when it was made, seconds since 1970; 0: not known */
} Signature;

/* What the signature is for these bytes; both are descriptors of regular files, read from the
 * beginning; that of @data is left there. @signature -1: there is none. @key_folders ends with
 * NULL; one that does not exist is empty. @keys is a descriptor of keys that came with the
 * signature, which count by key_chain.h's rules, and may be no keys at all; -1: none did. @revoked is
 * a set of fingerprints of keys, and of parts, that are known as revoked, and gets those that @keys
 * tell. Blocks. NULL with an error when it cannot be found out: no GnuPG, keys that cannot be read. */
Signature *signature_read(int data, int signature, const char *const *key_folders, int keys,
                          GHashTable *revoked, GError **error);

/* Adds to @revoked what @keys, a descriptor as above, tell of those that count. FALSE with an error
 * when it cannot be found out. Blocks. */
gboolean signature_learn(const char *const *key_folders, int keys, GHashTable *revoked,
                         GError **error);

void signature_free(Signature *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Signature, signature_free)

/* The outcome in a line for the user, with key, owner and date as far as they are known: "'NAME':
 * the signature is good, OWNER, KEY, YYYY-MM-DD". A new text. */
char *signature_describe(const Signature *self, const char *name);

/* Signs the file at @path with the user's own key, which any name that GnuPG knows stands for, and
 * writes an armored signature to @signature_path; one that is there is replaced when the new one is
 * complete. GnuPG may ask for a passphrase. FALSE with an error. */
gboolean signature_make(const char *path, const char *key, const char *signature_path,
                        GError **error);
