/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the signature module offers to the library: the table it exports as osinfo_signature_module.
 */
#pragma once

#include <gio/gio.h>

#include "base/modules.h"

G_BEGIN_DECLS

#define SIGNATURE_MAX_BYTES (64 * 1024)       /* of an OpenPGP signature */
#define SIGNATURE_MAX_KEY_BYTES (1024 * 1024) /* of a file of OpenPGP keys */

#define ED25519_KEY_SIZE 32
#define ED25519_SIGNATURE_SIZE 64
#define BLAKE2B_SIZE 64

/* Of several signatures the one that stands last here counts. */
typedef enum {
    OPENPGP_UNKNOWN_KEY, /* by none of the keys that count */
    OPENPGP_WEAK,        /* over a digest for which other bytes can be found */
    OPENPGP_EXPIRED,
    OPENPGP_KEY_EXPIRED,
    OPENPGP_KEY_REVOKED,
    OPENPGP_GOOD,
    OPENPGP_BAD, /* of other bytes, of a kind that proves nothing, or no signature at all */
} OpenpgpOutcome;

/* What is signed: its bytes in a row, as read(2). */
typedef gssize (*SignatureRead)(gpointer data, void *buffer, gsize size);

typedef struct {
    const char *const *fingerprints; /* of the keys that count, upper case; ends with NULL */
    GPtrArray *keys;                 /* GBytes; files with keys, be it of others, too */
    GBytes *signature;               /* armored or not */
    gboolean is_of_text;             /* TRUE: as in what is clear-signed; FALSE: as in a file */
    SignatureRead read;
    gpointer data;             /* for @read */
    GCancellable *cancellable; /* borrowed, may be NULL */
} OpenpgpQuestion;

typedef struct {
    ModuleTable parent;
    /* Blocks. *@out_signer is the fingerprint of the key that decided it, a new text, or NULL when that
     * is not known. FALSE with an error when it cannot be found out. */
    gboolean (*check_openpgp)(const OpenpgpQuestion *question, OpenpgpOutcome *out_outcome,
                              char **out_signer, GError **error);
    gboolean (*check_ed25519)(const guint8 *key, const guint8 *signature, const guint8 *message,
                              gsize size);
    /* BLAKE2B_SIZE bytes; FALSE: it could not be read, and errno says why. */
    gboolean (*digest_blake2b)(SignatureRead read, gpointer data, guint8 *out_digest);
} SignatureModule;

extern const SignatureModule osinfo_signature_module;

G_END_DECLS
