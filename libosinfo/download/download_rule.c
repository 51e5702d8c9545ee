/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "download/download_rule.h"
#include "facts/download.h"
#include "facts/identity.h"
#include "facts/version.h"
#include "osinfo/osinfo_part.h"
#include "recognise/expression.h"

#define MAX_POINT 64   /* bytes of a point release */
#define MAX_PIECE 4096 /* bytes of an index that an expression sees at a time */

/* Systems */

static char *
dup_value(OsinfoEntity *part, const char *key)
{
    const char *value = osinfo_entity_get_param_value(part, key);

    return value != NULL && *value != '\0' ? g_strdup(value) : NULL;
}

static char **
dup_values(OsinfoEntity *part, const char *key)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(part, key);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (GList *value = values; value != NULL; value = value->next)
        g_strv_builder_add(builder, value->data);
    return g_strv_builder_end(builder);
}

/* The system and those of its series that it is made of or comes after, the nearest first. */
static GPtrArray *
list_systems(OsinfoOs *os)
{
    g_autoptr(GPtrArray) all =
        product_walk(OSINFO_PRODUCT(os),
                     PRODUCT_WALK_DERIVES_FROM | PRODUCT_WALK_CLONES | PRODUCT_WALK_UPGRADES);
    GPtrArray *systems = g_ptr_array_new_with_free_func(g_object_unref);
    const char *id = osinfo_entity_get_id(OSINFO_ENTITY(os));
    gsize length = id != NULL ? identity_series_length(id) : 0;

    for (guint i = 0; i < all->len; i++) {
        OsinfoEntity *system = g_ptr_array_index(all, i);
        const char *other = osinfo_entity_get_id(system);
        gboolean is_of_series = length > 0 && other != NULL &&
                                identity_series_length(other) == length &&
                                strncmp(id, other, length) == 0;

        if (i == 0 || is_of_series)
            g_ptr_array_add(systems, g_object_ref(system));
    }
    return systems;
}

/* What the system says of itself goes into an expression as it stands there. */
static char *
fill_expression(const char *expression, OsinfoProduct *product)
{
    const char *version = osinfo_product_get_version(product);
    const char *point = version != NULL ? strchr(version, '.') : NULL;
    g_autofree char *major = version != NULL ? g_strndup(version, strcspn(version, ".")) : NULL;
    g_autofree char *minor = point != NULL ? g_strndup(point + 1, strcspn(point + 1, ".")) : NULL;
    const char *const rows[][2] = {
        {"{version}", version},
        {"{version.major}", major},
        {"{version.minor}", minor},
        {"{codename}", osinfo_product_get_codename(product)},
    };
    GString *text = g_string_new(expression);

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *escaped =
            rows[i][1] != NULL ? g_regex_escape_string(rows[i][1], -1) : NULL;

        if (escaped != NULL)
            g_string_replace(text, rows[i][0], escaped, 0);
    }
    return g_string_free(text, FALSE);
}

static DownloadRule *
new_rule(OsinfoEntity *part, OsinfoOs *os)
{
    DownloadRule *self = g_new0(DownloadRule, 1);
    g_autofree char *of = dup_value(part, DOWNLOAD_SIGNATURE_OF);
    g_autofree char *expression = dup_value(part, DOWNLOAD_INDEX_EXPRESSION);

    self->address = dup_value(part, DOWNLOAD_ADDRESS);
    self->index = dup_value(part, DOWNLOAD_INDEX);
    if (expression != NULL)
        self->index_expression = fill_expression(expression, OSINFO_PRODUCT(os));
    self->mirrors = dup_values(part, DOWNLOAD_MIRROR);
    self->lists = dup_values(part, DOWNLOAD_LIST);
    self->list_form = dup_value(part, DOWNLOAD_LIST_FORM);
    self->signature = dup_value(part, DOWNLOAD_SIGNATURE);
    self->signature_form = dup_value(part, DOWNLOAD_SIGNATURE_FORM);
    self->is_of_file = g_strcmp0(of, SIGNATURE_OF_FILE) == 0;
    self->version = g_strdup(osinfo_product_get_version(OSINFO_PRODUCT(os)));
    self->codename = g_strdup(osinfo_product_get_codename(OSINFO_PRODUCT(os)));
    return self;
}

DownloadRule *
download_rule_find(OsinfoOs *os, const char *url)
{
    g_autoptr(GPtrArray) systems = list_systems(os);

    for (guint i = 0; i < systems->len; i++) {
        OsinfoOs *system = g_ptr_array_index(systems, i);
        g_autoptr(OsinfoList) parts =
            os_dup_parts(system, FACT_KIND_DOWNLOAD, OSINFO_TYPE_PARTLIST);

        for (gint j = 0; j < osinfo_list_get_length(parts); j++) {
            OsinfoEntity *part = osinfo_list_get_nth(parts, j);
            const char *address = osinfo_entity_get_param_value(part, DOWNLOAD_ADDRESS);

            if (address != NULL && expression_matches(address, url))
                return new_rule(part, os);
        }
    }
    return NULL;
}

void
download_rule_free(DownloadRule *self)
{
    if (self == NULL)
        return;
    g_free(self->address);
    g_free(self->index);
    g_free(self->index_expression);
    g_strfreev(self->mirrors);
    g_strfreev(self->lists);
    g_free(self->list_form);
    g_free(self->signature);
    g_free(self->signature_form);
    g_free(self->version);
    g_free(self->codename);
    g_free(self);
}

static void
signing_key_free(gpointer data)
{
    SigningKey *key = data;

    g_free(key->form);
    g_free(key->fingerprint);
    g_free(key->public_key);
    g_strfreev(key->addresses);
    g_free(key);
}

GPtrArray *
download_rule_list_keys(OsinfoOs *os)
{
    g_autoptr(GPtrArray) systems = list_systems(os);
    GPtrArray *keys = g_ptr_array_new_with_free_func(signing_key_free);

    for (guint i = 0; i < systems->len && keys->len == 0; i++) {
        OsinfoOs *system = g_ptr_array_index(systems, i);
        g_autoptr(OsinfoList) parts =
            os_dup_parts(system, FACT_KIND_SIGNING_KEY, OSINFO_TYPE_PARTLIST);

        for (gint j = 0; j < osinfo_list_get_length(parts); j++) {
            OsinfoEntity *part = osinfo_list_get_nth(parts, j);
            SigningKey *key = g_new0(SigningKey, 1);

            key->form = dup_value(part, SIGNING_KEY_FORM);
            key->fingerprint = dup_value(part, SIGNING_KEY_FINGERPRINT);
            key->public_key = dup_value(part, SIGNING_KEY_PUBLIC_KEY);
            key->addresses = dup_values(part, SIGNING_KEY_ADDRESS);
            g_ptr_array_add(keys, key);
        }
    }
    return keys;
}

/* Templates */

/* What placeholders stand for. */
typedef struct {
    const DownloadRule *rule;
    const char *url;
    const char *list; /* NULL: there is none */
    char **groups;    /* NULL: the address does not fit */
    const char *point;
} Meaning;

static const char *
find_name(const char *url)
{
    const char *slash = strrchr(url, '/');

    return slash != NULL ? slash + 1 : url;
}

/* Without what stands behind the last point. */
static gsize
get_stem_length(const char *name)
{
    const char *point = strrchr(name, '.');

    return point != NULL ? (gsize)(point - name) : strlen(name);
}

/* FALSE: there is no such thing. */
static gboolean
append_value(GString *text, const char *word, const Meaning *meaning)
{
    const char *name = find_name(meaning->url);
    const char *version = meaning->rule->version;
    const char *minor = version != NULL ? strchr(version, '.') : NULL;
    const struct {
        const char *word;
        const char *value;
        gssize length; /* -1: all of it */
    } rows[] = {
        {"url", meaning->url, -1},
        {"folder", meaning->url, name - meaning->url},
        {"name", name, -1},
        {"stem", name, (gssize)get_stem_length(name)},
        {"list", meaning->list, -1},
        {DOWNLOAD_POINT, meaning->point, -1},
        {"version", version, -1},
        {"version.major", version, version != NULL ? (gssize)strcspn(version, ".") : -1},
        {"version.minor", minor != NULL ? minor + 1 : NULL,
         minor != NULL ? (gssize)strcspn(minor + 1, ".") : -1},
        {"codename", meaning->rule->codename, -1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].word, word) == 0) {
            if (rows[i].value != NULL)
                g_string_append_len(text, rows[i].value, rows[i].length);
            return rows[i].value != NULL;
        }
    }
    if (!g_ascii_isdigit(word[0]) || word[1] != '\0' || meaning->groups == NULL ||
        (guint)(word[0] - '0') >= g_strv_length(meaning->groups))
        return FALSE;
    g_string_append(text, meaning->groups[word[0] - '0']);
    return TRUE;
}

static char *
fill(const char *template, const Meaning *meaning)
{
    g_autoptr(GString) text = g_string_new(NULL);

    while (*template != '\0') {
        const char *close = *template == '{' ? strchr(template, '}') : NULL;

        if (close == NULL) {
            g_string_append_c(text, *template ++);
            continue;
        }

        g_autofree char *word = g_strndup(template + 1, (gsize)(close - template - 1));

        if (!append_value(text, word, meaning))
            return NULL;
        template = close + 1;
    }
    return text->len <= DOWNLOAD_RULE_MAX_ADDRESS ? g_string_free(g_steal_pointer(&text), FALSE)
                                                  : NULL;
}

char *
download_rule_expand(const DownloadRule *self, const char *template, const char *url,
                     const char *list)
{
    g_autofree char *point = NULL;
    g_auto(GStrv) groups = expression_capture_groups(self->address, url, DOWNLOAD_POINT, &point);

    return fill(template, &(Meaning){self, url, list, groups, point});
}

/* Point releases */

char *
download_rule_get_point(const DownloadRule *self, const char *url)
{
    g_autofree char *point = NULL;

    g_strfreev(expression_capture_groups(self->address, url, DOWNLOAD_POINT, &point));
    return point != NULL && *point != '\0' ? g_steal_pointer(&point) : NULL;
}

/* Nothing that could lead out of its place in an address. */
static gboolean
is_point(const char *text)
{
    gsize length = strlen(text);

    if (length == 0 || length > MAX_POINT || !g_ascii_isdigit(*text))
        return FALSE;
    for (; *text != '\0'; text++) {
        if (!g_ascii_isalnum(*text) && strchr(".-_", *text) == NULL)
            return FALSE;
    }
    return TRUE;
}

char *
download_rule_set_point(const DownloadRule *self, const char *url, const char *point)
{
    g_autofree char *old = download_rule_get_point(self, url);
    g_autofree char *address = NULL;
    g_autofree char *result = NULL;

    if (old == NULL || !is_point(point))
        return NULL;

    g_auto(GStrv) pieces = g_strsplit(url, old, -1);

    address = g_strjoinv(point, pieces);
    result = download_rule_get_point(self, address);
    return g_strcmp0(result, point) == 0 ? g_steal_pointer(&address) : NULL;
}

/* Indexes can be one line, so they are cut where the syntax of pages and of JSON lets them be. */
static gsize
find_piece_end(const char *bytes, gsize size)
{
    gsize length = 0;

    while (length < MIN(size, MAX_PIECE) && strchr("\n,>", bytes[length]) == NULL)
        length++;
    return length;
}

char *
download_rule_read_index(const DownloadRule *self, const char *bytes, gsize size, const char *point)
{
    ExpressionBudget budget = {0};
    g_autofree char *newest = NULL;

    while (size > 0 && self->index_expression != NULL && !expression_budget_is_spent(&budget)) {
        gsize length = find_piece_end(bytes, size);
        g_autofree char *piece = g_strndup(bytes, length);
        g_auto(GStrv) groups = expression_capture_groups(self->index_expression, piece, NULL, NULL);
        const char *found = groups != NULL && groups[0] != NULL ? groups[1] : NULL;

        if (found != NULL && is_point(found) && version_order(found, point) > 0 &&
            (newest == NULL || version_order(found, newest) > 0)) {
            g_free(newest);
            newest = g_strdup(found);
        }
        length = MIN(length + 1, size);
        bytes += length;
        size -= length;
    }
    return g_steal_pointer(&newest);
}
