/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Forms of lists, and what they have in common: names of digests, and which names mean the file.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "download/checksums.h"
#include "osinfo/osinfo_download.h"

/* The one that shows itself surest first; the last is told by its lines alone. */
static const ChecksumForm *const forms[] = {
    &list_json_form, &list_metalink_form, &list_digest_form,
    &list_yaml_form, &list_lines_form,    &list_single_form,
};

static const struct {
    const char *name;
    GChecksumType type;
    guint n_digits;
} digests[DIGEST_N_TYPES] = {
    [DIGEST_MD5] = {"md5", G_CHECKSUM_MD5, 32},
    [DIGEST_SHA1] = {"sha1", G_CHECKSUM_SHA1, 40},
    [DIGEST_SHA256] = {"sha256", G_CHECKSUM_SHA256, 64},
    [DIGEST_SHA384] = {"sha384", G_CHECKSUM_SHA384, 96},
    [DIGEST_SHA512] = {"sha512", G_CHECKSUM_SHA512, 128},
};

const char *
digest_get_name(DigestType type)
{
    return digests[type].name;
}

GChecksumType
digest_get_checksum_type(DigestType type)
{
    return digests[type].type;
}

/* "SHA2-256", "sha-256", "SHA256", "sha256sum", "sha256_sum". */
int
digest_find(const char *name, gsize length)
{
    char word[16];
    gsize n = 0;

    for (gsize i = 0; i < length; i++) {
        if (name[i] == '-' || name[i] == '_')
            continue;
        if (n + 1 == sizeof(word))
            return -1;
        word[n++] = g_ascii_tolower(name[i]);
    }
    word[n] = '\0';
    if (g_str_has_suffix(word, "sum"))
        word[n - 3] = '\0';
    if (g_str_has_prefix(word, "sha2") && strlen(word) == strlen("sha2256"))
        memmove(word + 3, word + 4, strlen(word + 4) + 1);
    for (guint i = 0; i < DIGEST_N_TYPES; i++) {
        if (strcmp(word, digests[i].name) == 0)
            return (int)i;
    }
    return -1;
}

int
digest_find_by_digits(const char *digits, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (!g_ascii_isxdigit(digits[i]))
            return -1;
    }
    for (guint i = 0; i < DIGEST_N_TYPES; i++) {
        if (digests[i].n_digits == length)
            return (int)i;
    }
    return -1;
}

/* Names */

/* The path of what may be an address. */
static void
strip_host(const char **inout_name, gsize *inout_length)
{
    const char *end = *inout_name + *inout_length;
    const char *scheme = g_strstr_len(*inout_name, (gssize)*inout_length, "://");
    const char *path =
        scheme != NULL ? memchr(scheme + 3, '/', (gsize)(end - scheme - 3)) : *inout_name;

    if (path == NULL)
        path = end;
    while (end - path >= 2 && path[0] == '.' && path[1] == '/')
        path += 2;
    while (path < end && *path == '/')
        path++;
    *inout_name = path;
    *inout_length = (gsize)(end - path);
}

/* Is one of two paths the end of the other one, step by step? A name without folders is that of the
 * file wherever it is. */
static gboolean
is_file(const Checksums *self, const char *name, gsize length)
{
    const char *path = self->path + 1;
    gsize path_length = strlen(path);

    if (length > CHECKSUMS_MAX_TEXT)
        return FALSE;
    if (self->is_single)
        return TRUE;
    strip_host(&name, &length);

    gsize common = MIN(length, path_length);

    if (common == 0 || memcmp(name + length - common, path + path_length - common, common) != 0)
        return FALSE;
    return (common == length || name[length - common - 1] == '/') &&
           (common == path_length || path[path_length - common - 1] == '/');
}

void
checksums_add_own(Checksums *self, int type, const char *digits, gsize n_digits)
{
    int shown = digest_find_by_digits(digits, n_digits);

    if (shown < 0 || (type >= 0 && type != shown))
        return;
    self->n_entries++;

    g_autofree char *digest = g_ascii_strdown(digits, (gssize)n_digits);

    if (self->digests[shown] == NULL)
        self->digests[shown] = g_steal_pointer(&digest);
    else if (strcmp(self->digests[shown], digest) != 0)
        self->is_contradictory = TRUE;
}

void
checksums_add(Checksums *self, const char *name, gsize name_length, int type, const char *digits,
              gsize n_digits)
{
    if (is_file(self, name, name_length))
        checksums_add_own(self, type, digits, n_digits);
    else if (digest_find_by_digits(digits, n_digits) >= 0)
        self->n_entries++;
}

void
checksums_add_size(Checksums *self, const char *name, gsize name_length, guint64 size)
{
    if (size > G_MAXINT64 || !is_file(self, name, name_length))
        return;
    if (self->size >= 0 && (guint64)self->size != size)
        self->is_contradictory = TRUE;
    self->size = (gint64)size;
}

int
checksums_find_strongest(const Checksums *self)
{
    for (int i = DIGEST_N_TYPES - 1; i >= 0; i--) {
        if (self->digests[i] != NULL)
            return i;
    }
    return -1;
}

void
checksums_clear(Checksums *self)
{
    for (guint i = 0; i < DIGEST_N_TYPES; i++)
        g_clear_pointer(&self->digests[i], g_free);
    g_clear_pointer(&self->path, g_free);
}

/* The whole */

static const ChecksumForm *
find_form(const char *name, const char *bytes, gsize size)
{
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (name != NULL ? strcmp(forms[i]->name, name) == 0 : forms[i]->is(bytes, size))
            return forms[i];
    }
    return NULL;
}

/* "/" alone where the address has no path. */
static char *
get_path(const char *address)
{
    const char *scheme = strstr(address, "://");
    const char *path = strchr(scheme != NULL ? scheme + 3 : address, '/');
    gsize length = path != NULL ? strcspn(path, "?#") : 0;
    g_autofree char *decoded =
        path != NULL ? g_uri_unescape_segment(path, path + length, NULL) : NULL;

    if (decoded != NULL)
        return g_steal_pointer(&decoded);
    return path != NULL ? g_strndup(path, length) : g_strdup("/");
}

gboolean
checksums_read(Checksums *self, const char *form, const char *bytes, gsize size,
               const char *address, GError **error)
{
    const ChecksumForm *found = NULL;
    g_auto(Checksums) checksums = {.path = get_path(address), .size = -1};
    const char *name = strrchr(checksums.path, '/') + 1;

    if (size > 0 && size <= CHECKSUMS_MAX_LIST)
        found = find_form(form, bytes, size);
    if (found == NULL || !found->read(&checksums, bytes, size) || checksums.n_entries == 0) {
        g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_BAD_LIST,
                            _("not a list of checksums"));
        return FALSE;
    }
    if (checksums.is_contradictory) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_BAD_LIST,
                    _("it has several different checksums of '%s'"), name);
        return FALSE;
    }
    if (checksums_find_strongest(&checksums) < 0) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_LISTED,
                    _("it does not have '%s'"), name);
        return FALSE;
    }
    *self = checksums;
    checksums = (Checksums){0};
    return TRUE;
}
