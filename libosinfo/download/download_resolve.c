/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From what the database says to what the file must be: the newest point release, the vendor's list,
 * its signature, the digest.
 *
 * A list that is signed may come from anywhere, since the signature decides. One that nobody signs
 * counts because of where it comes from: by https, from the host that the database names, without
 * a redirect to another one and from no mirror.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "download/osinfo_download_private.h"

typedef struct {
    OsinfoDownload *download; /* borrowed */
    GCancellable *cancellable;
    gboolean is_signed; /* whether lists have to be */
} Search;

static gboolean
fail(GError **error, OsinfoDownloadError code, const char *words)
{
    g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, (gint)code, words);
    return FALSE;
}

GPtrArray *
download_list_places(OsinfoDownload *self, const char *url)
{
    GPtrArray *places = g_ptr_array_new_with_free_func(g_free);

    g_ptr_array_add(places, g_strdup(url));
    for (guint i = 0; self->rule != NULL && self->rule->mirrors[i] != NULL; i++) {
        char *mirror = download_rule_expand(self->rule, self->rule->mirrors[i], url, NULL);

        if (mirror != NULL && !g_ptr_array_find_with_equal_func(places, mirror, g_str_equal, NULL))
            g_ptr_array_add(places, mirror);
        else
            g_free(mirror);
    }
    return places;
}

/* The address of the newest point release; NULL: the database has it, or nobody can tell. An index
 * that cannot be had takes nothing away: what the database names is there, too. */
static char *
find_newest(const Search *search)
{
    OsinfoDownload *self = search->download;
    g_autofree char *point = download_rule_get_point(self->rule, self->stated_url);
    g_autofree char *index =
        point != NULL && self->rule->index != NULL
            ? download_rule_expand(self->rule, self->rule->index, self->stated_url, NULL)
            : NULL;
    g_autoptr(GBytes) text = index != NULL ? download_read_text(self, index, DOWNLOAD_MAX_INDEX,
                                                                FALSE, search->cancellable, NULL)
                                           : NULL;
    g_autofree char *newest = NULL;
    gsize size = 0;

    if (text == NULL)
        return NULL;

    const char *bytes = g_bytes_get_data(text, &size);

    newest = download_rule_read_index(self->rule, bytes, size, point);
    return newest != NULL ? download_rule_set_point(self->rule, self->stated_url, newest) : NULL;
}

/* Digests */

static void
set_digest(OsinfoDownload *self, int type, const char *digest, gint64 size,
           OsinfoDownloadTrust trust)
{
    self->digest_type = type;
    self->digest = g_strdup(digest);
    self->size = size;
    self->trust = trust;
}

/* What the database itself says of the file. */
static gboolean
use_stated(OsinfoDownload *self)
{
    for (int i = DIGEST_N_TYPES - 1; i >= DIGEST_FIRST_STRONG; i--) {
        if (self->stated[i] == NULL)
            continue;
        set_digest(self, i, self->stated[i], self->stated_size, OSINFO_DOWNLOAD_TRUST_DATABASE);
        return TRUE;
    }
    return FALSE;
}

/* What the list says. One of weak digests helps where the file itself is signed, and only there. */
static gboolean
use_list(const Search *search, const char *list, GBytes *text, GError **error)
{
    OsinfoDownload *self = search->download;
    g_auto(Checksums) checksums = {0};
    gsize size = 0;
    const char *bytes = g_bytes_get_data(text, &size);
    int type = -1;

    if (!checksums_read(&checksums, self->rule->list_form, bytes, size, self->url, error)) {
        g_prefix_error(error, _("list of checksums '%s': "), list);
        return FALSE;
    }
    type = checksums_find_strongest(&checksums);
    if (type < DIGEST_FIRST_STRONG && !self->rule->is_of_file) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_WEAK,
                    _("list of checksums '%s': it has only %s, for which other files can be made"),
                    list, digest_get_name((DigestType)type));
        return FALSE;
    }
    set_digest(self, type, checksums.digests[type], checksums.size,
               search->is_signed ? OSINFO_DOWNLOAD_TRUST_SIGNED : OSINFO_DOWNLOAD_TRUST_UNSIGNED);
    return TRUE;
}

/* Lists */

static gboolean
try_list(const Search *search, const char *list, GError **error)
{
    OsinfoDownload *self = search->download;
    g_autoptr(GBytes) bytes = download_read_text(self, list, CHECKSUMS_MAX_LIST, !search->is_signed,
                                                 search->cancellable, error);
    g_autoptr(GBytes) text = NULL;

    if (bytes == NULL ||
        !download_check_list(self, list, bytes, &text, search->cancellable, error) ||
        !use_list(search, list, text, error))
        return FALSE;
    g_free(self->list);
    self->list = g_strdup(list);
    return TRUE;
}

/* Whether a list that nobody signs may be believed. */
static gboolean
check_transport(const char *list, GError **error)
{
    if (g_str_has_prefix(list, "https://"))
        return TRUE;
    g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_STATED,
                _("list of checksums '%s': it is neither signed nor fetched by https"), list);
    return FALSE;
}

/* The first list that is there counts, be it good or bad. */
static gboolean
try_lists(const Search *search, const char *url, GHashTable *tried, GError **error)
{
    OsinfoDownload *self = search->download;
    g_autoptr(GError) first = NULL;

    g_free(self->url);
    self->url = g_strdup(url);
    for (guint i = 0; self->rule->lists[i] != NULL; i++) {
        g_autofree char *list = download_rule_expand(self->rule, self->rule->lists[i], url, NULL);
        g_autofree char *key = g_strdup_printf("%s %s", list != NULL ? list : "", url);
        g_autoptr(GError) cause = NULL;

        if (list == NULL || !g_hash_table_add(tried, g_steal_pointer(&key)))
            continue;
        if ((search->is_signed || check_transport(list, &cause)) && try_list(search, list, &cause))
            return TRUE;
        if (!download_is_elsewhere(cause)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (first == NULL)
            first = g_steal_pointer(&cause);
    }
    if (first == NULL)
        return fail(error, OSINFO_DOWNLOAD_ERROR_NOT_STATED,
                    _("the database names no list of checksums"));
    g_propagate_error(error, g_steal_pointer(&first));
    return FALSE;
}

/* The file itself is signed; a list beside it is asked first, if there is one. */
static gboolean
use_file_signature(const Search *search, const char *url, GHashTable *tried, GError **error)
{
    OsinfoDownload *self = search->download;
    g_autoptr(GError) cause = NULL;

    if (self->rule->lists[0] != NULL && g_str_has_prefix(url, "https://") &&
        !try_lists(search, url, tried, &cause) && !download_is_elsewhere(cause)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    g_free(self->url);
    self->url = g_strdup(url);
    self->trust = OSINFO_DOWNLOAD_TRUST_NONE;
    if (!download_fetch_signature(self, search->cancellable, error))
        return FALSE;
    self->trust = OSINFO_DOWNLOAD_TRUST_SIGNED;
    return TRUE;
}

static gboolean
try_place(const Search *search, const char *url, GHashTable *tried, GError **error)
{
    if (search->download->rule->is_of_file)
        return use_file_signature(search, url, tried, error);
    return try_lists(search, url, tried, error);
}

/* Of @places, the first is the vendor's own. */
static gboolean
try_places(const Search *search, GPtrArray *places, GHashTable *tried, GError **error)
{
    g_autoptr(GError) first = NULL;
    guint count = search->is_signed || search->download->rule->is_of_file ? places->len : 1;

    for (guint i = 0; i < count; i++) {
        g_autoptr(GError) cause = NULL;

        if (try_place(search, g_ptr_array_index(places, i), tried, &cause))
            return TRUE;
        if (!download_is_elsewhere(cause)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (first == NULL)
            first = g_steal_pointer(&cause);
    }
    g_propagate_error(error, g_steal_pointer(&first));
    return FALSE;
}

/* The newest point release that an index names, else what the database names: a release that is not
 * there yet in all its files takes nothing away. */
static gboolean
search_lists(const Search *search, const char *newest, GError **error)
{
    OsinfoDownload *self = search->download;
    g_autoptr(GHashTable) tried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError) cause = NULL;

    if (newest != NULL) {
        g_autoptr(GPtrArray) places = download_list_places(self, newest);

        if (try_places(search, places, tried, &cause))
            return TRUE;
        if (!download_is_elsewhere(cause) &&
            !g_error_matches(cause, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_LISTED)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        g_free(self->url);
        self->url = g_strdup(self->stated_url);
        if (use_stated(self))
            return TRUE;
    }

    g_autoptr(GPtrArray) places = download_list_places(self, self->stated_url);

    return try_places(search, places, tried, error);
}

static void
forget(OsinfoDownload *self)
{
    g_free(self->url);
    self->url = g_strdup(self->stated_url);
    g_clear_pointer(&self->list, g_free);
    g_clear_pointer(&self->digest, g_free);
    g_clear_pointer(&self->signature, g_bytes_unref);
    g_clear_pointer(&self->signer, g_free);
    self->size = -1;
    self->trust = OSINFO_DOWNLOAD_TRUST_NONE;
}

gboolean
download_resolve(OsinfoDownload *self, gboolean is_newest_wanted, GCancellable *cancellable,
                 GError **error)
{
    DownloadRule *rule = self->rule;
    Search search = {self, cancellable,
                     rule != NULL && rule->signature_form != NULL && !rule->is_of_file};
    g_autofree char *newest = NULL;

    if (self->trust == OSINFO_DOWNLOAD_TRUST_CALLER)
        return TRUE;
    forget(self);
    if (rule != NULL && is_newest_wanted)
        newest = find_newest(&search);
    if (g_cancellable_set_error_if_cancelled(cancellable, error))
        return FALSE;
    if (newest == NULL && use_stated(self)) {
        self->is_resolved = TRUE;
        return TRUE;
    }
    if (rule == NULL || (rule->lists[0] == NULL && !rule->is_of_file))
        return fail(error, OSINFO_DOWNLOAD_ERROR_NOT_STATED,
                    _("the database does not say how this file is told from others"));
    if (!search_lists(&search, newest, error)) {
        forget(self);
        return FALSE;
    }
    self->is_resolved = TRUE;
    return TRUE;
}
