/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rules for archives and their signatures.
 */
#include "config.h"

#include <gio/gio.h>

#include "base/settings.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "fetch/download.h"
#include "fetch/signature.h"
#include "fetch/trust.h"

typedef struct {
    const char *name; /* of what is signed */
    int data;         /* borrowed */
    char *place;      /* owned; of the signature: path or address; NULL: there can be none */
    gboolean is_announced;
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
    const DownloadOptions options = {.max_size = SIGNATURE_MAX_SIZE, .is_quiet = TRUE};
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

/* Asks for the signature and whether it may be used; outcomes that never may are errors. */
static Signature *
ask(const Question *question, const Settings *settings, GError **error)
{
    g_auto(AutoFd) file = -1;
    g_autoptr(Signature) signature = NULL;
    g_autofree char *line = NULL;

    if (!open_signature(question, &file, error))
        return NULL;
    signature =
        signature_read(question->data, file, (const char *const *)settings->key_folders, error);
    if (signature == NULL) {
        g_prefix_error(error, _("cannot check the signature of '%s': "), question->name);
        return NULL;
    }
    if (signature->outcome == SIGNATURE_MISSING || signature->outcome == SIGNATURE_UNKNOWN_KEY ||
        signature->outcome == SIGNATURE_GOOD)
        return g_steal_pointer(&signature);
    line = signature_describe(signature, question->name);
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, line);
    return NULL;
}

static char *
append_suffix(const char *location)
{
    g_autoptr(GUri) uri = NULL;
    g_autofree char *path = NULL;

    if (location == NULL)
        return NULL;
    if (g_uri_peek_scheme(location) != NULL)
        uri = g_uri_parse(location, G_URI_FLAGS_ENCODED, NULL);
    if (uri == NULL)
        return g_strconcat(location, ".asc", NULL);

    /* a query stays behind */
    g_autoptr(GUri) signature = NULL;

    path = g_strconcat(g_uri_get_path(uri), ".asc", NULL);
    signature =
        g_uri_build(G_URI_FLAGS_ENCODED, g_uri_get_scheme(uri), g_uri_get_userinfo(uri),
                    g_uri_get_host(uri), g_uri_get_port(uri), path, g_uri_get_query(uri), NULL);
    return g_uri_to_string(signature);
}

/* NULL with an error: the document must not be used. */
static Signature *
ask_for_document(const Latest *latest, const Settings *settings, GError **error)
{
    g_autofree char *place = append_suffix(latest->uri);
    const Question question = {.name = latest->uri, .data = latest->document, .place = place};

    return ask(&question, settings, error);
}

static Signature *
ask_for_archive(int archive, const char *location, const Latest *latest, const Settings *settings,
                GError **error)
{
    gboolean is_announced = latest != NULL && latest->signature != NULL;
    g_autofree char *place = is_announced ? g_strdup(latest->signature) : append_suffix(location);
    const Question question = {
        .name = location != NULL ? location : "-",
        .data = archive,
        .place = place,
        .is_announced = is_announced,
    };

    return ask(&question, settings, error);
}

gboolean
trust_check(int archive, const char *location, const Latest *latest, gboolean *out_is_signed,
            char **out_note, GError **error)
{
    const Settings *settings = settings_get(error);
    g_autoptr(Signature) signature = NULL;
    g_autofree char *note = NULL;
    const char *name = location != NULL ? location : "-";

    if (settings == NULL)
        return FALSE;
    if (latest != NULL) {
        if (!latest_check_archive(latest, archive, error))
            return FALSE;
        signature = ask_for_document(latest, settings, error);
        if (signature == NULL)
            return FALSE;
        name = latest->uri;
    }
    if (signature == NULL || signature->outcome != SIGNATURE_GOOD || latest->sha256 == NULL) {
        g_clear_pointer(&signature, signature_free);
        signature = ask_for_archive(archive, location, latest, settings, error);
        if (signature == NULL)
            return FALSE;
        name = location != NULL ? location : "-";
    }

    gboolean is_signed = signature->outcome == SIGNATURE_GOOD;

    note = signature_describe(signature, name);
    gboolean is_required = settings->signature == SETTINGS_SIGNATURE_ALL ||
                           (settings->signature == SETTINGS_SIGNATURE_ANNOUNCED && latest != NULL);

    if (!is_signed && is_required) {
        g_set_error(
            error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
            _("%s, and a good signature is required; --no-require-signature imports it anyway"),
            note);
        return FALSE;
    }
    if (out_is_signed != NULL)
        *out_is_signed = is_signed;
    if (out_note != NULL)
        *out_note = g_steal_pointer(&note);
    return TRUE;
}
