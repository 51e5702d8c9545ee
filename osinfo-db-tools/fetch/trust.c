/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules for archives and their signatures.
 */
#include "config.h"

#include <gio/gio.h>

#include "base/settings.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "fetch/download.h"
#include "fetch/signature.h"
#include "fetch/trust.h"

typedef struct {
    const char *name;    /* of what is signed */
    int data;            /* borrowed */
    char *place;         /* owned; of the signature: path or address; NULL: there can be none */
    Latest *latest;      /* borrowed; what has keys beside it; NULL: nothing has */
    GHashTable *revoked; /* borrowed; keys known as revoked */
    gboolean is_announced;
    gboolean is_required;
} Question;

static char *
make_address(const char *location)
{
    g_autoptr(GFile) file = NULL;

    if (g_uri_peek_scheme(location) != NULL)
        return g_strdup(location);
    file = g_file_new_for_path(location);
    return g_file_get_uri(file);
}

/* Opens the signature; *@out_signature -1: there is none. */
static gboolean
open_signature(const Question *question, int *out_signature, GError **error)
{
    const DownloadOptions options = {
        .max_size = SIGNATURE_MAX_SIZE, .is_quiet = TRUE, .is_tried_once = !question->is_required};
    g_autoptr(GError) cause = NULL;

    if (question->place == NULL)
        return TRUE;

    g_autofree char *address = make_address(question->place);

    *out_signature = download_fetch(address, &options, &cause);
    if (*out_signature >= 0 ||
        (!question->is_announced && g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

static Signature *
find_signature(const Question *question, const Settings *settings, GError **error)
{
    const char *const *folders = (const char *const *)settings->key_folders;
    g_auto(AutoFd) file = -1;
    Signature *signature = NULL;
    int keys = -1;

    if (!open_signature(question, &file, error))
        return NULL;
    signature = signature_read(question->data, file, folders, -1, question->revoked, error);
    if (signature != NULL && signature->outcome == SIGNATURE_UNKNOWN_KEY &&
        question->latest != NULL)
        keys = latest_fetch_keys(question->latest);
    if (keys >= 0) {
        signature_free(signature);
        signature = signature_read(question->data, file, folders, keys, question->revoked, error);
    }
    if (signature == NULL)
        g_prefix_error(error, _("cannot check the signature of '%s': "), question->name);
    return signature;
}

/* Asks for the signature and whether it may be used; outcomes that never may are errors. One that
 * cannot be had is none where none is required, and *@out_reason says why. */
static Signature *
ask(const Question *question, const Settings *settings, char **out_reason, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(Signature) signature = find_signature(question, settings, &cause);
    g_autofree char *line = NULL;

    g_clear_pointer(out_reason, g_free);
    if (signature == NULL && question->is_required) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    if (signature == NULL) {
        *out_reason = g_strdup(cause->message);
        return g_new0(Signature, 1);
    }
    if (signature->outcome == SIGNATURE_MISSING || signature->outcome == SIGNATURE_UNKNOWN_KEY ||
        signature->outcome == SIGNATURE_GOOD)
        return g_steal_pointer(&signature);
    line = signature_describe(signature, question->name);
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, line);
    return NULL;
}

static gboolean
is_required(const Settings *settings, const Latest *latest)
{
    return settings->signature == SETTINGS_SIGNATURE_ALL ||
           (settings->signature == SETTINGS_SIGNATURE_ANNOUNCED && latest != NULL);
}

static gboolean
is_expired(const Latest *latest, const Settings *settings, GError **error)
{
    g_autoptr(GDateTime) end = g_date_time_new_from_unix_utc(latest->expires);
    g_autofree char *day = end != NULL ? g_date_time_format(end, "%Y-%m-%d") : NULL;

    if (!is_required(settings, latest) || latest->expires > g_get_real_time() / G_USEC_PER_SEC)
        return FALSE;
    g_set_error(
        error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
        _("'%s' expired on %s, so that it is an old copy or this computer's clock is wrong"),
        latest->uri, day != NULL ? day : "?");
    return TRUE;
}

/* Once. NULL with an error: the document must not be used. */
static const Signature *
ask_for_document(Latest *latest, GHashTable *revoked, const Settings *settings, char **out_reason,
                 GError **error)
{
    if (latest->document_signature != NULL)
        return latest->document_signature;
    g_autofree char *place = address_append(latest->uri, ".asc");
    const Question question = {
        .name = latest->uri,
        .data = latest->document,
        .place = place,
        .latest = latest,
        .revoked = revoked,
        .is_required = is_required(settings, latest),
    };

    if (!is_expired(latest, settings, error))
        latest->document_signature = ask(&question, settings, out_reason, error);
    return latest->document_signature;
}

/* Reads the keys of the site when they are not those that were read last. Whether there is something
 * new that was revoked. */
static gboolean
learn(Latest *latest, GHashTable *revoked, const char *known_keys, const Settings *settings)
{
    guint n_revoked = g_hash_table_size(revoked);

    if (latest->keys_sha256 == NULL || g_strcmp0(latest->keys_sha256, known_keys) == 0 ||
        latest->is_asked_for_keys || latest_fetch_keys(latest) < 0)
        return FALSE;
    /* what cannot be found out now is asked again, as it is when the keys cannot be had */
    if (!signature_learn((const char *const *)settings->key_folders, latest->keys, revoked, NULL))
        auto_fd_clear(&latest->keys);
    return g_hash_table_size(revoked) > n_revoked;
}

gboolean
trust_check_document(Latest *latest, GHashTable *revoked, const char *known_keys,
                     TrustVerdict *out_verdict, char **out_note, GError **error)
{
    const Settings *settings = settings_get(error);
    g_autofree char *reason = NULL;
    const Signature *signature =
        settings != NULL ? ask_for_document(latest, revoked, settings, &reason, error) : NULL;

    if (signature != NULL && signature->outcome == SIGNATURE_GOOD &&
        learn(latest, revoked, known_keys, settings)) {
        g_clear_pointer(&latest->document_signature, signature_free);
        signature = ask_for_document(latest, revoked, settings, &reason, error);
    }
    if (signature == NULL)
        return FALSE;
    *out_note = signature_describe(signature, latest->uri);
    *out_verdict = signature->outcome == SIGNATURE_GOOD            ? TRUST_SIGNED
                   : settings->signature == SETTINGS_SIGNATURE_ALL ? TRUST_REFUSED
                   : is_required(settings, latest)                 ? TRUST_DOUBTFUL
                                                                   : TRUST_NOT_ASKED_FOR;
    return TRUE;
}

/* Of the signature; NULL: there can be none. */
static char *
find_place(const char *location, const Latest *latest)
{
    if (latest != NULL && latest->signature != NULL)
        return g_strdup(latest->signature);
    return location != NULL ? address_append(location, ".asc") : NULL;
}

static Signature *
ask_for_archive(int archive, const char *location, Latest *latest, GHashTable *revoked,
                const Settings *settings, char **out_reason, GError **error)
{
    gboolean is_announced = latest != NULL && latest->signature != NULL;
    g_autofree char *place = find_place(location, latest);
    const Question question = {
        .name = location != NULL ? location : "-",
        .data = archive,
        .place = place,
        .latest = latest,
        .revoked = revoked,
        .is_announced = is_announced,
        .is_required = is_required(settings, latest),
    };

    return ask(&question, settings, out_reason, error);
}

gboolean
trust_check(int archive, const char *location, Latest *latest, GHashTable *revoked,
            gboolean *out_is_signed, char **out_note, GError **error)
{
    const Settings *settings = settings_get(error);
    g_autoptr(Signature) own = NULL;
    const Signature *signature = NULL;
    g_autofree char *note = NULL;
    g_autofree char *reason = NULL;
    const char *name = location != NULL ? location : "-";

    if (settings == NULL)
        return FALSE;
    if (latest != NULL) {
        if (!latest_check_archive(latest, archive, error))
            return FALSE;
        signature = ask_for_document(latest, revoked, settings, &reason, error);
        if (signature == NULL)
            return FALSE;
        name = latest->uri;
    }
    if (signature == NULL || signature->outcome != SIGNATURE_GOOD || latest->sha256 == NULL) {
        own = ask_for_archive(archive, location, latest, revoked, settings, &reason, error);
        if (own == NULL)
            return FALSE;
        signature = own;
        name = location != NULL ? location : "-";
    }

    gboolean is_signed = signature->outcome == SIGNATURE_GOOD;

    note = signature_describe(signature, name);
    if (reason != NULL) {
        g_autofree char *line = g_steal_pointer(&note);

        note = g_strdup_printf(_("%s: %s"), line, reason);
    }
    if (!is_signed && is_required(settings, latest)) {
        /* Translators: %s: what was found out of a signature, and a folder */
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                    _("%s, and a good signature is required; keys that count belong in '%s'"), note,
                    settings_get_key_folder(settings));
        return FALSE;
    }
    if (out_is_signed != NULL)
        *out_is_signed = is_signed;
    if (out_note != NULL)
        *out_note = g_steal_pointer(&note);
    return TRUE;
}
