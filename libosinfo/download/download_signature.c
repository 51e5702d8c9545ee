/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who signed a list, or a file: which form the signature has, which key it must be by, and the words
 * for what is wrong with it. The mathematics are the signature module's.
 */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "base/modules.h"
#include "common/translate.h"
#include "download/clear_signed.h"
#include "download/download_keys.h"
#include "download/ed25519_signature.h"
#include "facts/download.h"
#include "signature/signature_module.h"

/* Bytes in memory, or of a file, in a row. */
typedef struct {
    const char *bytes;
    gsize size;
    int file; /* -1: what is above */
    guint64 offset;
} Flow;

static gssize
read_flow(gpointer data, void *buffer, gsize size)
{
    Flow *self = data;
    gssize count = 0;

    if (self->file >= 0) {
        count = pread(self->file, buffer, size, (off_t)self->offset);
    } else {
        count = (gssize)MIN(size, self->size - self->offset);
        if (count > 0)
            memcpy(buffer, self->bytes + self->offset, (gsize)count);
    }
    if (count > 0)
        self->offset += (guint64)count;
    return count;
}

static gboolean
fail(GError **error, OsinfoDownloadError code, const char *words, const char *name)
{
    /* Translators: an address, and what is wrong with its signature */
    g_set_error(error, OSINFO_DOWNLOAD_ERROR, (gint)code, _("'%s': %s"), name, words);
    return FALSE;
}

/* OpenPGP */

static gboolean
set_outcome_error(OpenpgpOutcome outcome, const char *name, const char *signer, const char *reason,
                  GError **error)
{
    static const struct {
        OsinfoDownloadError code;
        const char *words;
    } rows[] = {
        [OPENPGP_UNKNOWN_KEY] = {OSINFO_DOWNLOAD_ERROR_BAD_KEY,
                                 N_("signed with no key that the database names and that is here")},
        [OPENPGP_WEAK] = {OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE,
                          N_("the signature is over a digest that is too weak")},
        [OPENPGP_EXPIRED] = {OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE, N_("the signature has expired")},
        [OPENPGP_KEY_EXPIRED] = {OSINFO_DOWNLOAD_ERROR_BAD_KEY,
                                 N_("signed with a key that has expired")},
        [OPENPGP_KEY_REVOKED] = {OSINFO_DOWNLOAD_ERROR_BAD_KEY,
                                 N_("signed with a key that was revoked")},
        [OPENPGP_BAD] = {OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE, N_("the signature is bad")},
    };
    g_autoptr(GString) line = g_string_new(NULL);

    g_string_append_printf(line, _("'%s': %s"), name, _(rows[outcome].words));
    if (signer != NULL)
        g_string_append_printf(line, ", %s", signer);
    if (reason != NULL)
        g_string_append_printf(line, ": %s", reason);
    g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, (gint)rows[outcome].code, line->str);
    return FALSE;
}

/* Might newer copies of the keys change the outcome? */
static gboolean
may_be_out_of_date(OpenpgpOutcome outcome)
{
    return outcome == OPENPGP_UNKNOWN_KEY || outcome == OPENPGP_KEY_EXPIRED;
}

static gboolean
check_openpgp(OsinfoDownload *self, const SignatureModule *module, const char *name,
              GBytes *signature, gboolean is_of_text, Flow *flow, GCancellable *cancellable,
              GError **error)
{
    g_autoptr(GPtrArray) keys = download_keys_read(self);
    g_autofree char *signer = NULL;
    g_autofree char *reason = NULL;
    const OpenpgpQuestion question = {
        .fingerprints = (const char *const *)self->key_names->pdata,
        .keys = keys,
        .signature = signature,
        .is_of_text = is_of_text,
        .read = read_flow,
        .data = flow,
        .cancellable = cancellable,
    };
    OpenpgpOutcome outcome = OPENPGP_UNKNOWN_KEY;

    if (module->check_openpgp == NULL) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            _("this build of libosinfo cannot check OpenPGP signatures"));
        return FALSE;
    }
    if (keys->len > 0 && !module->check_openpgp(&question, &outcome, &signer, error))
        return FALSE;
    if (may_be_out_of_date(outcome)) {
        g_free(g_steal_pointer(&signer));
        flow->offset = 0;
        if (!download_keys_fetch(self, keys, &reason, cancellable, error) ||
            !module->check_openpgp(&question, &outcome, &signer, error))
            return FALSE;
    }
    if (outcome != OPENPGP_GOOD)
        return set_outcome_error(outcome, name, signer, reason, error);
    g_free(self->signer);
    self->signer = g_steal_pointer(&signer);
    return TRUE;
}

/* signify, minisign */

/* The key with this name, among those that count. */
static const SigningKey *
find_ed25519_key(OsinfoDownload *self, const guint8 *id, Ed25519PublicKey *out_key)
{
    for (guint i = 0; i < self->keys->len; i++) {
        const SigningKey *key = g_ptr_array_index(self->keys, i);

        if (key->public_key != NULL && g_strcmp0(key->form, self->rule->signature_form) == 0 &&
            ed25519_public_key_read(out_key, key->public_key) &&
            memcmp(out_key->id, id, ED25519_ID_SIZE) == 0)
            return key;
    }
    return NULL;
}

/* The second signature of minisign, over the first one and a comment. */
static gboolean
is_comment_good(const SignatureModule *module, const Ed25519PublicKey *key,
                const Ed25519Signature *signature)
{
    g_autoptr(GByteArray) of = NULL;
    guint8 second[ED25519_SIGNATURE_SIZE];

    return ed25519_signature_read_comment(signature, &of, second) &&
           module->check_ed25519(key->key, second, of->data, of->len);
}

static gboolean
is_ed25519_good(const SignatureModule *module, const Ed25519PublicKey *key,
                const Ed25519Signature *signature, Flow *flow)
{
    guint8 digest[BLAKE2B_SIZE];

    if (!signature->is_over_digest)
        return flow->file < 0 && module->check_ed25519(key->key, signature->signature,
                                                       (const guint8 *)flow->bytes, flow->size);
    return module->digest_blake2b(read_flow, flow, digest) &&
           module->check_ed25519(key->key, signature->signature, digest, sizeof(digest));
}

static gboolean
check_ed25519(OsinfoDownload *self, const SignatureModule *module, const char *name,
              const Ed25519Signature *signature, Flow *flow, GError **error)
{
    gboolean is_minisign = strcmp(self->rule->signature_form, SIGNATURE_MINISIGN) == 0;
    Ed25519PublicKey public_key;
    const SigningKey *key = find_ed25519_key(self, signature->id, &public_key);

    if (key == NULL)
        return set_outcome_error(OPENPGP_UNKNOWN_KEY, name, NULL, NULL, error);
    if ((signature->is_over_digest && !is_minisign) ||
        !is_ed25519_good(module, &public_key, signature, flow) ||
        (is_minisign && !is_comment_good(module, &public_key, signature)))
        return set_outcome_error(OPENPGP_BAD, name, key->public_key, NULL, error);
    g_free(self->signer);
    self->signer = g_strdup(key->public_key);
    return TRUE;
}

/* What is signed beside its signature. */
static gboolean
check_detached(OsinfoDownload *self, const SignatureModule *module, const char *name,
               GBytes *signature, Flow *flow, GCancellable *cancellable, GError **error)
{
    Ed25519Signature parts;
    gsize size = 0;
    const char *bytes = g_bytes_get_data(signature, &size);

    if (strcmp(self->rule->signature_form, SIGNATURE_OPENPGP) == 0)
        return check_openpgp(self, module, name, signature, FALSE, flow, cancellable, error);
    if (!ed25519_signature_read(&parts, bytes, size))
        return set_outcome_error(OPENPGP_BAD, name, NULL, NULL, error);
    return check_ed25519(self, module, name, &parts, flow, error);
}

/* What is signed with its signature in or around it; *@out_text is that. */
static gboolean
check_inside(OsinfoDownload *self, const SignatureModule *module, const char *name, GBytes *list,
             GBytes **out_text, GCancellable *cancellable, GError **error)
{
    g_auto(ClearSigned) clear = {0};
    Ed25519Signature parts;
    gsize size = 0;
    const char *bytes = g_bytes_get_data(list, &size);

    if (strcmp(self->rule->signature_form, SIGNATURE_OPENPGP) != 0) {
        Flow flow = {.file = -1};

        if (!ed25519_signature_read(&parts, bytes, size))
            return set_outcome_error(OPENPGP_BAD, name, NULL, NULL, error);
        flow.bytes = parts.rest;
        flow.size = parts.rest_size;
        *out_text = g_bytes_new_from_bytes(list, (gsize)(parts.rest - bytes), parts.rest_size);
        return check_ed25519(self, module, name, &parts, &flow, error);
    }
    if (!clear_signed_read(&clear, bytes, size))
        return fail(error, OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE,
                    _("not a text with a signature around it"), name);

    g_autoptr(GBytes) signature = g_bytes_new(clear.signature, strlen(clear.signature));
    Flow flow = {.bytes = clear.text, .size = clear.size, .file = -1};

    if (!check_openpgp(self, module, name, signature, TRUE, &flow, cancellable, error))
        return FALSE;
    *out_text = g_bytes_new(clear.text, clear.size);
    return TRUE;
}

/* The signature of what is at an address; NULL with an error. */
static GBytes *
fetch_signature(OsinfoDownload *self, const char *of, const char *list, GCancellable *cancellable,
                GError **error)
{
    g_autofree char *url = download_rule_expand(self->rule, self->rule->signature, self->url, list);
    g_autoptr(GError) cause = NULL;
    GBytes *signature = NULL;

    if (url == NULL) {
        fail(error, OSINFO_DOWNLOAD_ERROR_NOT_STATED, _("the database names no signature"), of);
        return NULL;
    }
    signature = download_read_text(self, url, SIGNATURE_MAX_BYTES, FALSE, cancellable, &cause);
    if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        fail(error, OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE, _("there is no signature"), url);
    else if (cause != NULL)
        g_propagate_error(error, g_steal_pointer(&cause));
    return signature;
}

static const SignatureModule *
get_module(GError **error)
{
    return modules_get(MODULE_SIGNATURE, error);
}

/* The whole */

gboolean
download_check_list(OsinfoDownload *self, const char *url, GBytes *list, GBytes **out_text,
                    GCancellable *cancellable, GError **error)
{
    const SignatureModule *module = NULL;
    gsize size = 0;
    const char *bytes = g_bytes_get_data(list, &size);
    Flow flow = {.bytes = bytes, .size = size, .file = -1};

    *out_text = NULL;
    if (self->rule->signature_form == NULL || self->rule->is_of_file) {
        *out_text = g_bytes_ref(list);
        return TRUE;
    }
    module = get_module(error);
    if (module == NULL)
        return FALSE;
    if (self->rule->signature == NULL)
        return check_inside(self, module, url, list, out_text, cancellable, error);

    g_autoptr(GBytes) signature = fetch_signature(self, url, url, cancellable, error);

    if (signature == NULL ||
        !check_detached(self, module, url, signature, &flow, cancellable, error))
        return FALSE;
    *out_text = g_bytes_ref(list);
    return TRUE;
}

gboolean
download_fetch_signature(OsinfoDownload *self, GCancellable *cancellable, GError **error)
{
    g_clear_pointer(&self->signature, g_bytes_unref);
    self->signature = fetch_signature(self, self->url, NULL, cancellable, error);
    return self->signature != NULL;
}

gboolean
download_check_file(OsinfoDownload *self, int file, GCancellable *cancellable, GError **error)
{
    const SignatureModule *module = get_module(error);
    Flow flow = {.file = file};

    return module != NULL &&
           check_detached(self, module, self->url, self->signature, &flow, cancellable, error);
}
