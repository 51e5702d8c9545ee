/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checks OpenPGP signatures (RFC 9580) with GnuPG, in a home that has the given keys and nothing
 * else. The keys that count are told by the fingerprints of their primary parts; a part that signs
 * counts as its key does, which GnuPG sees to.
 */
#include "config.h"

#include <string.h>

#include "common/openpgp/gnupg.h"
#include "common/openpgp/signature_packets.h"
#include "common/translate.h"
#include "signature/checks.h"

/* What is no key, or a broken one, GnuPG passes over. */
static gboolean
import_keys(gpgme_ctx_t context, const OpenpgpQuestion *question, GError **error)
{
    for (guint i = 0; i < question->keys->len; i++) {
        g_auto(gpgme_data_t) data = NULL;
        GnupgFlow flow = {0};
        gsize size = 0;
        const char *bytes = g_bytes_get_data(g_ptr_array_index(question->keys, i), &size);
        gpgme_error_t cause = gpgme_data_new_from_mem(&data, bytes, size, 0);

        if (cause == 0)
            cause = gpgme_op_import_start(context, data);
        if (cause != 0)
            return gnupg_fail(error, cause, _("GnuPG says"));
        cause = gnupg_wait(context, &flow, question->cancellable);
        if (gpgme_err_code(cause) == GPG_ERR_TIMEOUT || gpgme_err_code(cause) == GPG_ERR_CANCELED)
            return gnupg_fail(error, cause, _("GnuPG says"));
    }
    return TRUE;
}

/* What gpg says of a signature, whoever made it. */
static OpenpgpOutcome
get_outcome(gpgme_signature_t signature)
{
    static const struct {
        gpgme_err_code_t status;
        OpenpgpOutcome outcome;
    } rows[] = {
        {GPG_ERR_NO_PUBKEY, OPENPGP_UNKNOWN_KEY},   {GPG_ERR_SIG_EXPIRED, OPENPGP_EXPIRED},
        {GPG_ERR_KEY_EXPIRED, OPENPGP_KEY_EXPIRED}, {GPG_ERR_CERT_REVOKED, OPENPGP_KEY_REVOKED},
        {GPG_ERR_NO_ERROR, OPENPGP_GOOD},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == gpgme_err_code(signature->status))
            return rows[i].outcome == OPENPGP_GOOD && gnupg_is_weak(signature->hash_algo)
                       ? OPENPGP_WEAK
                       : rows[i].outcome;
    }
    return OPENPGP_BAD;
}

/* The key that a signature is by, if it is one that counts; NULL: it is not. */
static char *
find_signer(gpgme_ctx_t context, const OpenpgpQuestion *question, const char *fingerprint,
            OpenpgpOutcome *inout_outcome)
{
    g_auto(gpgme_key_t) key = NULL;

    if (fingerprint == NULL || gpgme_get_key(context, fingerprint, &key, 0) != 0 ||
        key->subkeys == NULL || key->subkeys->fpr == NULL ||
        !g_strv_contains(question->fingerprints, key->subkeys->fpr))
        return NULL;
    if (*inout_outcome == OPENPGP_GOOD && key->revoked)
        *inout_outcome = OPENPGP_KEY_REVOKED;
    else if (*inout_outcome == OPENPGP_GOOD && (key->expired || key->invalid || key->disabled))
        *inout_outcome = OPENPGP_KEY_EXPIRED;
    return g_strdup(key->subkeys->fpr);
}

/* Others may sign, too: what they say does not matter. */
static void
judge(gpgme_ctx_t context, const OpenpgpQuestion *question, OpenpgpOutcome *out_outcome,
      char **out_signer)
{
    gpgme_verify_result_t result = gpgme_op_verify_result(context);
    gpgme_signature_t signature = result != NULL ? result->signatures : NULL;

    *out_outcome = signature != NULL ? OPENPGP_UNKNOWN_KEY : OPENPGP_BAD;
    for (; signature != NULL; signature = signature->next) {
        OpenpgpOutcome outcome = get_outcome(signature);
        g_autofree char *signer = find_signer(context, question, signature->fpr, &outcome);

        if (signer == NULL)
            outcome = OPENPGP_UNKNOWN_KEY;
        if (*out_signer != NULL && outcome <= *out_outcome)
            continue;
        g_free(*out_signer);
        *out_signer = signer != NULL ? g_steal_pointer(&signer) : g_strdup(signature->fpr);
        *out_outcome = outcome;
    }
}

static gboolean
verify(gpgme_ctx_t context, const OpenpgpQuestion *question, GBytes *packets,
       OpenpgpOutcome *out_outcome, char **out_signer, GError **error)
{
    GnupgFlow flow = {.read = question->read, .data = question->data};
    g_auto(gpgme_data_t) signed_data = NULL;
    g_auto(gpgme_data_t) signature_data = NULL;
    gsize size = 0;
    const char *bytes = g_bytes_get_data(packets, &size);
    gpgme_error_t cause = gnupg_flow_open(&flow, &signed_data);

    if (cause == 0)
        cause = gpgme_data_new_from_mem(&signature_data, bytes, size, 0);
    if (cause == 0)
        cause = gpgme_op_verify_start(context, signature_data, signed_data, NULL);
    if (cause == 0)
        cause = gnupg_wait(context, &flow, question->cancellable);

    /* packets that are called signatures, with nonsense in them */
    gpgme_err_code_t code = gpgme_err_code(cause);

    if (code == GPG_ERR_NO_DATA || code == GPG_ERR_BAD_DATA || code == GPG_ERR_GENERAL)
        *out_outcome = OPENPGP_BAD;
    else if (cause != 0)
        return gnupg_fail(error, cause, _("GnuPG says"));
    else
        judge(context, question, out_outcome, out_signer);
    return TRUE;
}

gboolean
openpgp_check(const OpenpgpQuestion *question, OpenpgpOutcome *out_outcome, char **out_signer,
              GError **error)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(question->signature, &size);
    g_autoptr(GBytes) packets = signature_packets_read(
        bytes, size, question->is_of_text ? SIGNATURE_OF_TEXT : SIGNATURE_OF_BYTES);

    *out_signer = NULL;
    *out_outcome = OPENPGP_BAD;
    if (packets == NULL)
        return TRUE;

    g_autoptr(GnupgHome) home = gnupg_home_new(error);
    g_auto(gpgme_ctx_t) context = home != NULL ? gnupg_context_new(home, error) : NULL;

    return context != NULL && import_keys(context, question, error) &&
           verify(context, question, packets, out_outcome, out_signer, error);
}
