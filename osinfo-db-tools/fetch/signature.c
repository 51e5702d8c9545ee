/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes and checks signatures with GPGME, which runs gpg. Which outcome is good enough is left to
 * trust.c.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "common/descriptor.h"
#include "common/openpgp/gnupg.h"
#include "common/openpgp/signature_packets.h"
#include "common/text.h"
#include "common/translate.h"
#include "fetch/key_chain.h"
#include "fetch/signature.h"

#define MAX_KEY_FILE (4 * 1024 * 1024) /* bytes */

/* Keys */

/* Up to MAX_KEY_FILE bytes of a regular file: a FIFO would be waited for. -1: it cannot be read. */
static gssize
read_key_file(const char *path, char *content)
{
    struct stat status;
    g_auto(AutoFd) file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (file < 0 || fstat(file, &status) != 0)
        return -1;
    if (S_ISREG(status.st_mode))
        return descriptor_read_start(file, content, MAX_KEY_FILE);
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return -1;
}

static gboolean
import_file(gpgme_ctx_t context, const char *path, GError **error)
{
    g_auto(gpgme_data_t) data = NULL;
    g_autofree char *content = g_malloc(MAX_KEY_FILE);
    gssize length = read_key_file(path, content);

    if (length < 0)
        return failure_set_errno(error, errno, "%s", g_strerror(errno));

    gpgme_error_t cause = gpgme_data_new_from_mem(&data, content, (gsize)length, 0);

    if (cause == 0)
        cause = gpgme_op_import(context, data);

    gpgme_import_result_t result = cause == 0 ? gpgme_op_import_result(context) : NULL;

    if (result == NULL || result->imported + result->unchanged + result->new_revocations +
                                  result->new_signatures + result->new_sub_keys +
                                  result->new_user_ids ==
                              0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("it has no OpenPGP key"));
        return FALSE;
    }
    return TRUE;
}

static gboolean
import_folder(gpgme_ctx_t context, const char *folder, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) entries = g_dir_open(folder, 0, &cause);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *entry;

    if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
        g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        return TRUE;
    while (entries != NULL && (entry = g_dir_read_name(entries)) != NULL) {
        if (*entry != '.' && (g_str_has_suffix(entry, ".asc") || g_str_has_suffix(entry, ".gpg")))
            g_ptr_array_add(names, g_strdup(entry));
    }
    g_ptr_array_sort(names, text_compare_items);
    for (guint i = 0; i < names->len && cause == NULL; i++) {
        g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

        if (!import_file(context, path, &cause))
            g_prefix_error(&cause, _("cannot use the key in '%s': "), path);
    }
    if (cause == NULL)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* Checking */

static SignatureOutcome
get_outcome(const struct _gpgme_signature *signature)
{
    static const struct {
        gpgme_err_code_t status;
        SignatureOutcome outcome;
    } rows[] = {
        {GPG_ERR_NO_PUBKEY, SIGNATURE_UNKNOWN_KEY},   {GPG_ERR_SIG_EXPIRED, SIGNATURE_EXPIRED},
        {GPG_ERR_KEY_EXPIRED, SIGNATURE_KEY_EXPIRED}, {GPG_ERR_CERT_REVOKED, SIGNATURE_KEY_REVOKED},
        {GPG_ERR_NO_ERROR, SIGNATURE_GOOD},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].status == gpgme_err_code(signature->status))
            return rows[i].outcome == SIGNATURE_GOOD && gnupg_is_weak(signature->hash_algo)
                       ? SIGNATURE_BAD
                       : rows[i].outcome;
    }
    return SIGNATURE_BAD;
}

/* The owner of a key; NULL: nobody knows. */
static char *
find_user(gpgme_ctx_t context, const char *fingerprint)
{
    g_auto(gpgme_key_t) key = NULL;

    if (fingerprint == NULL || gpgme_get_key(context, fingerprint, &key, 0) != 0 ||
        key->uids == NULL)
        return NULL;
    return g_utf8_make_valid(key->uids->uid, -1);
}

/* Whose keys count. */
typedef struct {
    GHashTable *keys;    /* NULL: all that are there */
    GHashTable *revoked; /* borrowed */
} Keys;

static void
keys_clear(Keys *self)
{
    g_clear_pointer(&self->keys, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Keys, keys_clear)

static SignatureOutcome
judge_key(const Keys *keys, gpgme_ctx_t context, const char *fingerprint)
{
    if (key_chain_is_revoked(keys->revoked, context, fingerprint))
        return SIGNATURE_KEY_REVOKED;
    return keys->keys == NULL || key_chain_has(keys->keys, context, fingerprint)
               ? SIGNATURE_GOOD
               : SIGNATURE_UNKNOWN_KEY;
}

static void
read_result(Signature *self, gpgme_ctx_t context, const Keys *keys)
{
    gpgme_verify_result_t result = gpgme_op_verify_result(context);
    gpgme_signature_t signature = result != NULL ? result->signatures : NULL;
    gpgme_signature_t decisive = NULL;

    self->outcome = SIGNATURE_BAD;
    for (; signature != NULL; signature = signature->next) {
        SignatureOutcome outcome = get_outcome(signature);

        if (outcome == SIGNATURE_GOOD)
            outcome = judge_key(keys, context, signature->fpr);
        if (decisive == NULL || outcome > self->outcome) {
            self->outcome = outcome;
            decisive = signature;
        }
    }
    if (decisive == NULL)
        return;
    self->key = g_strdup(decisive->fpr);
    self->user = find_user(context, decisive->fpr);
    self->date = (gint64)decisive->timestamp;
}

/* The bytes that are signed. */
static gssize
read_file(gpointer file, void *buffer, gsize size)
{
    return read(*(const int *)file, buffer, size);
}

/* What a stranger says are keys: GnuPG takes what is one. */
static gboolean
import_others(gpgme_ctx_t context, int file, GError **error)
{
    g_autofree char *content = g_malloc(SIGNATURE_MAX_KEYS);
    gssize length = descriptor_read_start(file, content, SIGNATURE_MAX_KEYS);
    g_auto(gpgme_data_t) data = NULL;
    GnupgFlow flow = {0};
    gpgme_error_t cause = 0;

    if (length < 0)
        return failure_set_errno(error, errno, "%s", g_strerror(errno));
    cause = gpgme_data_new_from_mem(&data, content, (gsize)length, 0);
    if (cause == 0)
        cause = gpgme_op_import_start(context, data);
    if (cause != 0)
        return gnupg_fail(error, cause, _("GnuPG says"));
    return gpgme_err_code(gnupg_wait(context, &flow, NULL)) != GPG_ERR_TIMEOUT ||
           gnupg_fail(error, gpgme_error(GPG_ERR_TIMEOUT), _("GnuPG says"));
}

/* NULL: it is none. What lies beyond the largest size is not looked at. */
static GBytes *
read_signature(int file)
{
    g_autofree guint8 *bytes = g_malloc(SIGNATURE_MAX_SIZE);
    gssize size = descriptor_read_start(file, bytes, SIGNATURE_MAX_SIZE);

    return size < 0 ? NULL : signature_packets_read(bytes, (gsize)size, SIGNATURE_OF_BYTES);
}

static gboolean
verify(Signature *self, gpgme_ctx_t context, const Keys *keys, int data, GBytes *signature,
       GError **error)
{
    GnupgFlow flow = {.read = read_file, .data = &data};
    g_auto(gpgme_data_t) signed_data = NULL;
    g_auto(gpgme_data_t) signature_data = NULL;
    gsize size = 0;
    const char *bytes = g_bytes_get_data(signature, &size);
    gpgme_error_t cause = lseek(data, 0, SEEK_SET) == 0 ? 0 : gpgme_error_from_errno(errno);

    if (cause == 0)
        cause = gnupg_flow_open(&flow, &signed_data);
    if (cause == 0)
        cause = gpgme_data_new_from_mem(&signature_data, bytes, size, 0);
    if (cause == 0)
        cause = gpgme_op_verify_start(context, signature_data, signed_data, NULL);
    if (cause == 0)
        cause = gnupg_wait(context, &flow, NULL);
    lseek(data, 0, SEEK_SET);

    /* packets that are called signatures, with nonsense in them */
    gpgme_err_code_t code = gpgme_err_code(cause);

    if (code == GPG_ERR_NO_DATA || code == GPG_ERR_BAD_DATA || code == GPG_ERR_GENERAL)
        self->outcome = SIGNATURE_BAD;
    else if (cause != 0)
        return gnupg_fail(error, cause, _("GnuPG says"));
    else
        read_result(self, context, keys);
    return TRUE;
}

static gboolean
import_keys(gpgme_ctx_t context, const char *const *folders, int others, Keys *keys, GError **error)
{
    for (; *folders != NULL; folders++) {
        if (!import_folder(context, *folders, error))
            return FALSE;
    }
    if (others < 0)
        return TRUE;
    keys->keys = key_chain_new(context, keys->revoked, error);
    return keys->keys != NULL && import_others(context, others, error) &&
           key_chain_extend(keys->keys, context, keys->revoked, error);
}

Signature *
signature_read(int data, int signature, const char *const *key_folders, int keys,
               GHashTable *revoked, GError **error)
{
    g_autoptr(Signature) self = g_new0(Signature, 1);
    g_auto(Keys) counting = {NULL, revoked};

    if (signature < 0)
        return g_steal_pointer(&self);

    g_autoptr(GBytes) packets = read_signature(signature);

    if (packets == NULL) {
        self->outcome = SIGNATURE_BAD;
        return g_steal_pointer(&self);
    }

    g_autoptr(GnupgHome) home = gnupg_home_new(error);
    g_auto(gpgme_ctx_t) context = home != NULL ? gnupg_context_new(home, error) : NULL;

    if (context == NULL)
        return NULL;
    return import_keys(context, key_folders, keys, &counting, error) &&
                   verify(self, context, &counting, data, packets, error)
               ? g_steal_pointer(&self)
               : NULL;
}

gboolean
signature_learn(const char *const *key_folders, int keys, GHashTable *revoked, GError **error)
{
    g_auto(Keys) counting = {NULL, revoked};
    g_autoptr(GnupgHome) home = gnupg_home_new(error);
    g_auto(gpgme_ctx_t) context = home != NULL ? gnupg_context_new(home, error) : NULL;

    return context != NULL && import_keys(context, key_folders, keys, &counting, error);
}

char *
signature_describe(const Signature *self, const char *name)
{
    static const char *const words[] = {
        [SIGNATURE_MISSING] = N_("there is no signature"),
        [SIGNATURE_UNKNOWN_KEY] = N_("signed with an unknown key"),
        [SIGNATURE_EXPIRED] = N_("the signature has expired"),
        [SIGNATURE_KEY_EXPIRED] = N_("signed with a key that has expired"),
        [SIGNATURE_KEY_REVOKED] = N_("signed with a key that was revoked"),
        [SIGNATURE_GOOD] = N_("the signature is good"),
        [SIGNATURE_BAD] = N_("the signature is bad"),
    };
    GString *line = g_string_new(NULL);

    g_string_append_printf(line, _("'%s': %s"), name, _(words[self->outcome]));
    if (self->user != NULL)
        g_string_append_printf(line, ", %s", self->user);
    if (self->key != NULL)
        g_string_append_printf(line, ", %s", self->key);
    if (self->date > 0) {
        g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(self->date);
        g_autofree char *day = date != NULL ? g_date_time_format(date, "%Y-%m-%d") : NULL;

        g_string_append_printf(line, ", %s", day != NULL ? day : "?");
    }
    return g_string_free(line, FALSE);
}

void
signature_free(Signature *self)
{
    if (self == NULL)
        return;
    g_free(self->key);
    g_free(self->user);
    g_free(self);
}

/* Making */

static gboolean
choose_key(gpgme_ctx_t context, const char *name, GError **error)
{
    g_auto(gpgme_key_t) key = NULL;
    gpgme_error_t cause = gpgme_get_key(context, name, &key, 1);

    if (cause == 0)
        cause = gpgme_signers_add(context, key);
    if (gpgme_err_code(cause) == GPG_ERR_EOF) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("no secret key matches '%s'"), name);
        return FALSE;
    }
    if (cause != 0)
        return gnupg_fail(error, cause, name);
    return TRUE;
}

static gboolean
sign(gpgme_ctx_t context, int file, const char *signature_path, GError **error)
{
    g_auto(gpgme_data_t) data = NULL;
    g_auto(gpgme_data_t) signature = NULL;
    gpgme_error_t cause = gpgme_data_new_from_fd(&data, file);
    gsize length = 0;

    if (cause == 0)
        cause = gpgme_data_new(&signature);
    if (cause == 0)
        cause = gpgme_op_sign(context, data, signature, GPGME_SIG_MODE_DETACH);
    if (cause != 0)
        return gnupg_fail(error, cause, _("GnuPG made no signature"));

    char *text = gpgme_data_release_and_get_mem(g_steal_pointer(&signature), &length);
    gboolean is_written = g_file_set_contents_full(signature_path, text, (gssize)length,
                                                   G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);

    gpgme_free(text);
    return is_written;
}

gboolean
signature_make(const char *path, const char *key, const char *signature_path, GError **error)
{
    g_auto(AutoFd) file = open(path, O_RDONLY | O_CLOEXEC);
    g_auto(gpgme_ctx_t) context = NULL;
    gboolean is_made = FALSE;

    if (file < 0) {
        failure_set_errno(error, errno, "%s", g_strerror(errno));
    } else {
        context = gnupg_context_new(NULL, error);
    }
    if (context != NULL) {
        gpgme_set_armor(context, 1);
        is_made = choose_key(context, key, error) && sign(context, file, signature_path, error);
    }
    if (!is_made)
        g_prefix_error(error, _("cannot sign '%s': "), path);
    return is_made;
}
