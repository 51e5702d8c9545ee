/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the signature module can do, one library a file; as signature_module.h says it.
 */
#pragma once

#include "signature/signature_module.h"

G_BEGIN_DECLS

/* GnuPG, through GPGME */
gboolean openpgp_check(const OpenpgpQuestion *question, OpenpgpOutcome *out_outcome,
                       char **out_signer, GError **error);

/* libsodium */
gboolean ed25519_check(const guint8 *key, const guint8 *signature, const guint8 *message,
                       gsize size);
gboolean blake2b_digest(SignatureRead read, gpointer data, guint8 *out_digest);

G_END_DECLS
