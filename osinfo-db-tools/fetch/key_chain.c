/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Follows certifications from keys that count to others. GnuPG checks each of them when it lists
 * the keys, once.
 */
#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "common/openpgp/gnupg.h"
#include "common/translate.h"
#include "fetch/key_chain.h"

static GPtrArray *
list_keys(gpgme_ctx_t context, gpgme_keylist_mode_t mode, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)gpgme_key_unref);
    gpgme_key_t key = NULL;
    char reason[256];
    gpgme_error_t cause = gpgme_set_keylist_mode(context, mode);

    if (cause == 0)
        cause = gpgme_op_keylist_start(context, NULL, 0);
    while (cause == 0 && (cause = gpgme_op_keylist_next(context, &key)) == 0)
        g_ptr_array_add(list, key);
    if (gpgme_err_code(cause) == GPG_ERR_EOF)
        return g_steal_pointer(&list);
    gpgme_strerror_r(cause, reason, sizeof(reason));
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s: %s"), _("cannot use GnuPG"), reason);
    return NULL;
}

static gboolean
is_valid(gpgme_key_t key)
{
    return !key->revoked && !key->expired && !key->invalid && !key->disabled;
}

static void
add(GHashTable *keys, gpgme_key_t key)
{
    g_hash_table_add(keys, g_strdup(key->subkeys->fpr));
}

static gboolean
is_known_as_revoked(GHashTable *revoked, gpgme_key_t key)
{
    return g_hash_table_contains(revoked, key->subkeys->fpr);
}

GHashTable *
key_chain_new(gpgme_ctx_t context, GHashTable *revoked, GError **error)
{
    g_autoptr(GPtrArray) list = list_keys(context, GPGME_KEYLIST_MODE_LOCAL, error);
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; list != NULL && i < list->len; i++) {
        if (is_valid(list->pdata[i]) && !is_known_as_revoked(revoked, list->pdata[i]))
            add(keys, list->pdata[i]);
    }
    return list != NULL ? g_steal_pointer(&keys) : NULL;
}

/* The key that a certification names, by 64 bits of its fingerprint: NULL if several keys, or parts
 * of them, have these. */
static gpgme_key_t
find_issuer(GPtrArray *list, const char *name)
{
    gpgme_key_t found = NULL;
    guint count = 0;

    for (guint i = 0; i < list->len; i++) {
        gpgme_key_t key = list->pdata[i];

        for (gpgme_subkey_t part = key->subkeys; part != NULL; part = part->next) {
            if (strcmp(part->keyid, name) != 0)
                continue;
            count++;
            found = part == key->subkeys ? key : NULL;
        }
    }
    return count == 1 ? found : NULL;
}

/* How the set of what was revoked calls it that one key certified this name of another: as long as a
 * fingerprint, whatever the name is. */
static char *
name_certification(gpgme_key_t issuer, gpgme_key_t key, gpgme_user_id_t name)
{
    g_autofree char *text =
        g_strdup_printf("%s %s %s", issuer->subkeys->fpr, key->subkeys->fpr, name->uid);
    g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);

    return g_ascii_strup(digest, -1);
}

static gboolean
is_taken_back(GHashTable *revoked, gpgme_key_t issuer, gpgme_key_t key, gpgme_user_id_t name)
{
    g_autofree char *known = name_certification(issuer, key, name);

    return g_hash_table_contains(revoked, known);
}

/* Certifications of names have classes of their own; what cannot be checked has another status. */
static gboolean
is_good(gpgme_key_sig_t signature)
{
    return gpgme_err_code(signature->status) == GPG_ERR_NO_ERROR &&
           (signature->sig_class & ~3U) == 0x10 && !signature->revoked && !signature->expired &&
           !signature->invalid;
}

static gboolean
is_certified(GHashTable *keys, GPtrArray *list, GHashTable *revoked, gpgme_key_t key,
             gpgme_user_id_t name)
{
    for (gpgme_key_sig_t each = name->signatures; each != NULL; each = each->next) {
        gpgme_key_t issuer = is_good(each) ? find_issuer(list, each->keyid) : NULL;

        if (issuer != NULL && is_valid(issuer) &&
            g_hash_table_contains(keys, issuer->subkeys->fpr) &&
            !is_taken_back(revoked, issuer, key, name))
            return TRUE;
    }
    return FALSE;
}

/* All names of a key that was revoked are, too. */
static gboolean
is_name_revoked(gpgme_key_t key, gpgme_user_id_t name)
{
    return name->revoked && !key->revoked;
}

static gboolean
has_certified_name(GHashTable *keys, GPtrArray *list, GHashTable *revoked, gpgme_key_t key)
{
    for (gpgme_user_id_t name = key->uids; name != NULL; name = name->next) {
        if (!is_name_revoked(key, name) && !name->invalid &&
            is_certified(keys, list, revoked, key, name))
            return TRUE;
    }
    return FALSE;
}

/* The issuer has taken it back, or the owner the name that it is for. */
static gboolean
ends(gpgme_key_t key, gpgme_user_id_t name, gpgme_key_sig_t signature)
{
    if (gpgme_err_code(signature->status) != GPG_ERR_NO_ERROR)
        return FALSE;
    return signature->revoked || is_name_revoked(key, name);
}

/* By keys that count, or did until they were revoked. */
static void
learn_taken_back(GHashTable *keys, GPtrArray *list, GHashTable *revoked, gpgme_key_t key,
                 gpgme_user_id_t name)
{
    for (gpgme_key_sig_t each = name->signatures; each != NULL; each = each->next) {
        gpgme_key_t issuer = ends(key, name, each) ? find_issuer(list, each->keyid) : NULL;

        if (issuer != NULL && issuer != key && g_hash_table_contains(keys, issuer->subkeys->fpr))
            g_hash_table_add(revoked, name_certification(issuer, key, name));
    }
}

/* Each by its own signature, which GnuPG has checked. Parts go with their key. */
static void
learn_revoked(GHashTable *keys, GPtrArray *list, GHashTable *revoked)
{
    for (guint i = 0; i < list->len; i++) {
        gpgme_key_t key = list->pdata[i];

        if (!g_hash_table_contains(keys, key->subkeys->fpr))
            continue;
        if (key->revoked)
            add(revoked, key);
        for (gpgme_subkey_t part = key->subkeys; part != NULL && !key->revoked; part = part->next) {
            if (part->revoked)
                g_hash_table_add(revoked, g_strdup(part->fpr));
        }
    }
}

gboolean
key_chain_extend(GHashTable *keys, gpgme_ctx_t context, GHashTable *revoked, GError **error)
{
    g_autoptr(GPtrArray) list =
        list_keys(context, GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_SIGS, error);
    gboolean is_extended = list != NULL;

    is_extended = is_extended && g_hash_table_size(revoked) < KEY_CHAIN_MAX_REVOKED;
    while (is_extended) {
        is_extended = FALSE;
        for (guint i = 0; i < list->len; i++) {
            gpgme_key_t key = list->pdata[i];

            for (gpgme_user_id_t name = key->uids; name != NULL; name = name->next)
                learn_taken_back(keys, list, revoked, key, name);
            if (g_hash_table_contains(keys, key->subkeys->fpr) ||
                is_known_as_revoked(revoked, key) || !has_certified_name(keys, list, revoked, key))
                continue;
            add(keys, key);
            is_extended = TRUE;
        }
    }
    if (list != NULL)
        learn_revoked(keys, list, revoked);
    return list != NULL;
}

gboolean
key_chain_has(GHashTable *keys, gpgme_ctx_t context, const char *fingerprint)
{
    g_auto(gpgme_key_t) key = NULL;

    return fingerprint != NULL && gpgme_get_key(context, fingerprint, &key, 0) == 0 &&
           g_hash_table_contains(keys, key->subkeys->fpr);
}

gboolean
key_chain_is_revoked(GHashTable *revoked, gpgme_ctx_t context, const char *fingerprint)
{
    g_auto(gpgme_key_t) key = NULL;

    if (fingerprint == NULL || g_hash_table_size(revoked) == 0)
        return FALSE;
    return g_hash_table_contains(revoked, fingerprint) ||
           (gpgme_get_key(context, fingerprint, &key, 0) == 0 && is_known_as_revoked(revoked, key));
}
