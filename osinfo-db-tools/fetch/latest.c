/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads latest.json and nightly.json. Nothing in them is believed before it was checked; whether
 * their signature is good is left to trust.c.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/failure.h"
#include "base/settings.h"
#include "common/address.h"
#include "common/descriptor.h"
#include "common/translate.h"
#include "fetch/download.h"
#include "fetch/latest.h"
#include "fetch/signature.h"

#define FORMAT 1
#define MAX_DOCUMENT (64 * 1024) /* bytes */
#define MAX_DEPTH 16             /* json-glib 1.6 recurses as deep as the text says */
#define MAX_VERSION 64           /* bytes */

/* Counts brackets outside of strings; the rest is left to the parser. */
static gboolean
is_flat(const char *text, gsize length)
{
    gboolean is_string = FALSE;
    gsize depth = 0;

    for (gsize i = 0; i < length; i++) {
        char byte = text[i];

        if (is_string && byte == '\\')
            i++;
        else if (byte == '"')
            is_string = !is_string;
        else if (!is_string && (byte == '[' || byte == '{'))
            depth++;
        else if (!is_string && (byte == ']' || byte == '}') && depth > 0)
            depth--;
        if (depth > MAX_DEPTH)
            return FALSE;
    }
    return TRUE;
}

/* Members. Each reader gets NULL when there is none, and then leaves its target alone. */

static gboolean
get_text(JsonNode *node, const char **out_text)
{
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING)
        return FALSE;
    *out_text = json_node_get_string(node);
    return TRUE;
}

static gboolean
read_version(Latest *self, JsonNode *node, gsize offset G_GNUC_UNUSED, GError **error)
{
    const char *text = NULL;

    if (!get_text(node, &text))
        return failure_set(error, G_IO_ERROR_INVALID_DATA, _("it is not a string"));

    g_autofree char *version = g_strstrip(g_strdup(text));

    if (*version == '\0' || strlen(version) > MAX_VERSION)
        return failure_set(error, G_IO_ERROR_INVALID_DATA, _("its length is invalid"));
    for (const char *byte = version; *byte != '\0'; byte++) {
        if (!g_ascii_isalnum(*byte) && strchr(".-+_~:", *byte) == NULL)
            return failure_set(error, G_IO_ERROR_INVALID_DATA,
                               _("it has characters that are invalid in a version"));
    }
    self->version = g_steal_pointer(&version);
    return TRUE;
}

static gboolean
read_uri(Latest *self, JsonNode *node, gsize offset, GError **error)
{
    const char *text = NULL;

    if (!get_text(node, &text))
        return failure_set(error, G_IO_ERROR_INVALID_DATA, _("it is not a string"));

    g_autoptr(GUri) base = address_parse(self->uri, error);
    g_autoptr(GUri) uri = base != NULL ? address_parse_relative(base, text, error) : NULL;

    if (uri == NULL)
        return FALSE;
    if (!address_may_lead_to(base, uri)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("'%s' must not refer to '%s'"),
                    self->uri, text);
        return FALSE;
    }
    *(char **)G_STRUCT_MEMBER_P(self, offset) = g_uri_to_string(uri);
    return TRUE;
}

static gboolean
read_sha256(Latest *self, JsonNode *node, gsize offset, GError **error)
{
    const char *text = NULL;

    if (!get_text(node, &text) || strlen(text) != 64 ||
        strspn(text, "0123456789abcdefABCDEF") != 64)
        return failure_set(error, G_IO_ERROR_INVALID_DATA, _("it is not 64 hexadecimal digits"));
    *(char **)G_STRUCT_MEMBER_P(self, offset) = g_ascii_strdown(text, -1);
    return TRUE;
}

static gboolean
read_size(Latest *self, JsonNode *node, gsize offset G_GNUC_UNUSED, GError **error)
{
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64 ||
        json_node_get_int(node) <= 0)
        return failure_set(error, G_IO_ERROR_INVALID_DATA, _("it is not a number of bytes"));
    self->size = json_node_get_int(node);
    return TRUE;
}

typedef struct {
    const char *name;
    gboolean (*read)(Latest *self, JsonNode *node, gsize offset, GError **error);
    gsize offset;          /* in Latest */
    gboolean is_needed[2]; /* by LatestKind */
} Member;

/* Of the document. */
static const Member keys_member = {
    "keys", read_sha256, G_STRUCT_OFFSET(Latest, keys_sha256), {FALSE, FALSE}};

/* Of the release in it. */
/* clang-format off */
static const Member members[] = {
    {"version",   read_version, 0,                                   {TRUE,  FALSE}},
    {"archive",   read_uri,     G_STRUCT_OFFSET(Latest, archive),    {TRUE,  TRUE}},
    {"signature", read_uri,     G_STRUCT_OFFSET(Latest, signature),  {FALSE, FALSE}},
    {"sha256",    read_sha256,  G_STRUCT_OFFSET(Latest, sha256),     {FALSE, FALSE}},
    {"size",      read_size,    0,                                   {FALSE, FALSE}},
};
/* clang-format on */

static gboolean
read_member(Latest *self, JsonObject *object, const Member *member, LatestKind kind, GError **error)
{
    JsonNode *node = json_object_get_member(object, member->name);
    gboolean is_read = node == NULL && !member->is_needed[kind];

    if (!is_read && node == NULL)
        failure_set(error, G_IO_ERROR_INVALID_DATA, _("it is missing"));
    else if (!is_read)
        is_read = member->read(self, node, member->offset, error);
    if (!is_read)
        g_prefix_error(error, _("Failed to read the \"%s\" member of the %s file: "), member->name,
                       self->uri);
    return is_read;
}

static gboolean
read_release(Latest *self, JsonObject *release, LatestKind kind, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        if (!read_member(self, release, &members[i], kind, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_format(JsonObject *root, const char *uri, GError **error)
{
    JsonNode *node = json_object_get_member(root, "version");

    if (node == NULL ||
        (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_INT64 &&
         json_node_get_int(node) == FORMAT))
        return TRUE;
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                _("Failed to read '%s': its format is not supported"), uri);
    return FALSE;
}

static gboolean
read_expires(Latest *self, JsonObject *root, GError **error)
{
    JsonNode *node = json_object_get_member(root, "expires");
    const char *text = NULL;

    if (node == NULL)
        return TRUE;

    /* without a zone it would be anybody's */
    g_autoptr(GDateTime) time =
        get_text(node, &text) ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    if (time == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("Failed to read the \"%s\" member of the %s file: %s"), "expires", self->uri,
                    _("not a time like 2026-04-03T00:00:00Z"));
        return FALSE;
    }
    self->expires = g_date_time_to_unix(time);
    return TRUE;
}

static JsonObject *
get_object(JsonNode *node)
{
    return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

Latest *
latest_parse(const char *text, gsize length, const char *uri, LatestKind kind, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GError) cause = NULL;
    gboolean is_parsed = FALSE;

    if (length > MAX_DOCUMENT || !is_flat(text, length))
        failure_set(&cause, G_IO_ERROR_INVALID_DATA, _("it is too large or too deep"));
    else if (!g_utf8_validate_len(text, length, NULL))
        failure_set(&cause, G_IO_ERROR_INVALID_DATA, _("it is not UTF-8"));
    else
        is_parsed = json_parser_load_from_data(parser, text, (gssize)length, &cause);
    if (!is_parsed) {
        g_propagate_prefixed_error(error, g_steal_pointer(&cause),
                                   _("Failed to parse the content of %s: "), uri);
        return NULL;
    }

    JsonObject *root = get_object(json_parser_get_root(parser));
    JsonObject *release = root != NULL ? get_object(json_object_get_member(root, "release")) : NULL;

    if (release == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    _("Failed to read the \"%s\" member of the %s file: it is missing"), "release",
                    uri);
        return NULL;
    }

    g_autoptr(Latest) self = g_new0(Latest, 1);

    self->uri = g_strdup(uri);
    self->document = -1;
    self->keys = -1;
    self->size = -1;
    self->expires = G_MAXINT64;
    if (!check_format(root, uri, error) || !read_expires(self, root, error) ||
        !read_member(self, root, &keys_member, kind, error) ||
        !read_release(self, release, kind, error))
        return NULL;
    return g_steal_pointer(&self);
}

/* At most what a document may be long. */
static char *
read_document(int file, gsize *out_length, GError **error)
{
    g_autofree char *text = g_malloc(MAX_DOCUMENT + 1);
    gssize length = descriptor_read_start(file, text, MAX_DOCUMENT);

    if (length < 0) {
        failure_set_errno(error, errno, "%s", g_strerror(errno));
        return NULL;
    }
    text[length] = '\0';
    *out_length = (gsize)length;
    return g_steal_pointer(&text);
}

Latest *
latest_fetch(LatestKind kind, GError **error)
{
    static const char *const names[] = {
        [LATEST_RELEASE] = "/latest.json",
        [LATEST_NIGHTLY] = "/nightly.json",
    };
    const DownloadOptions options = {.max_size = MAX_DOCUMENT, .is_quiet = TRUE};
    g_auto(Download) download = DOWNLOAD_INIT;
    const Settings *settings = settings_get(error);
    gsize length = 0;

    if (settings == NULL)
        return NULL;
    if (settings->url == NULL) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    _("no site of the database is known here: --url names one, or 'url' in the "
                      "group [server] of '%s'"),
                    CONFIG_FILE);
        return NULL;
    }

    g_autofree char *uri = address_append(settings->url, names[kind]);

    if (!download_run(uri, &options, &download, error))
        return NULL;

    g_autofree char *text = read_document(download.file, &length, error);
    Latest *self = text != NULL ? latest_parse(text, length, uri, kind, error) : NULL;

    if (self != NULL)
        self->document = g_steal_fd(&download.file);
    return self;
}

int
latest_fetch_keys(Latest *self)
{
    const DownloadOptions options = {
        .max_size = SIGNATURE_MAX_KEYS, .is_quiet = TRUE, .is_tried_once = TRUE};
    const Settings *settings = settings_get(NULL);

    if (!self->is_asked_for_keys && settings != NULL && settings->url != NULL) {
        g_autofree char *uri = address_append(settings->url, "/keys.asc");

        self->keys = download_fetch(uri, &options, NULL);
    }
    self->is_asked_for_keys = TRUE;
    return self->keys;
}

gboolean
latest_has_right_keys(const Latest *self)
{
    g_autofree char *digest = self->keys >= 0 ? descriptor_digest(self->keys) : NULL;

    return digest != NULL && g_strcmp0(digest, self->keys_sha256) == 0;
}

gboolean
latest_is_same(const Latest *a, const Latest *b)
{
    g_autofree char *digest_a = descriptor_digest(a->document);
    g_autofree char *digest_b = descriptor_digest(b->document);

    return digest_a != NULL && g_strcmp0(digest_a, digest_b) == 0;
}

static gboolean
check_digest(const Latest *self, int archive, GError **error)
{
    g_autofree char *digest = descriptor_digest(archive);

    if (digest == NULL)
        return failure_set(error, G_IO_ERROR_INVALID_DATA, g_strerror(errno));
    return strcmp(digest, self->sha256) == 0 ||
           failure_set(error, G_IO_ERROR_INVALID_DATA, _("its sha256 differs"));
}

gboolean
latest_check_archive(const Latest *self, int archive, GError **error)
{
    struct stat status;
    gboolean is_good = fstat(archive, &status) == 0 && lseek(archive, 0, SEEK_SET) == 0;

    if (!is_good)
        failure_set(error, G_IO_ERROR_INVALID_DATA, g_strerror(errno));
    else if (self->size >= 0 && status.st_size != self->size)
        is_good = failure_set(error, G_IO_ERROR_INVALID_DATA, _("its size differs"));
    else if (self->sha256 != NULL)
        is_good = check_digest(self, archive, error);
    if (!is_good)
        g_prefix_error(error, _("'%s' is not what '%s' announces: "), self->archive, self->uri);
    return is_good && lseek(archive, 0, SEEK_SET) == 0;
}

void
latest_free(Latest *self)
{
    if (self == NULL)
        return;
    auto_fd_clear(&self->document);
    auto_fd_clear(&self->keys);
    signature_free(self->document_signature);
    g_free(self->version);
    g_free(self->archive);
    g_free(self->signature);
    g_free(self->sha256);
    g_free(self->keys_sha256);
    g_free(self->uri);
    g_free(self);
}
