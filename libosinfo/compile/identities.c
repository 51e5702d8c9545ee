/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The names that a series has in common. A statement with a scope is taken away from the system that
 * makes it; that system, and those of the series that come later, get names made of it, up to the
 * next one that has a statement of the same subject.
 */
#include "config.h"

#include <string.h>

#include "compile/builder_private.h"
#include "compile/identities.h"
#include "facts/identity.h"
#include "facts/version.h"

/* Statements that hold at a time in one series; ours have up to 12. */
#define MAX_STATEMENTS 64
/* Values of a statement; ours have up to 5. */
#define MAX_PARAMS 16
/* Bytes of all names that are made of statements; ours take half a megabyte. */
#define MAX_DERIVED (32 << 20)

/* A release of a series. */
typedef struct {
    Record *os;
    const char *version;
    GPtrArray *statements; /* of Record, taken from it; NULL: none */
} Release;

/* Names of one subject replace one another: a scheme, of expressions the evidence, too. */
static gboolean
has_same_subject(const Record *a, const Record *b)
{
    return g_strcmp0(record_find_param(a, IDENTITY_SCHEME),
                     record_find_param(b, IDENTITY_SCHEME)) == 0 &&
           g_strcmp0(record_find_param(a, IDENTITY_EVIDENCE),
                     record_find_param(b, IDENTITY_EVIDENCE)) == 0;
}

static gboolean
is_statement(const Record *part)
{
    return part->kind == FACT_KIND_IDENTITY && record_find_param(part, IDENTITY_SCOPE) != NULL;
}

/* Takes the statements of a system away from it. */
static GPtrArray *
take_statements(Record *os)
{
    GPtrArray *statements = NULL;
    guint kept = 0;

    for (guint i = 0; os->parts != NULL && i < os->parts->len; i++) {
        Record *part = g_ptr_array_index(os->parts, i);

        if (!is_statement(part)) {
            g_ptr_array_index(os->parts, kept++) = part;
            continue;
        }
        if (statements == NULL)
            statements = g_ptr_array_new();
        g_ptr_array_add(statements, part);
    }
    if (statements != NULL)
        g_ptr_array_set_size(os->parts, (gint)kept);
    return statements;
}

static gint
compare_releases(gconstpointer a, gconstpointer b)
{
    const Release *first = *(const Release *const *)a;
    const Release *second = *(const Release *const *)b;
    int order = version_order(first->version, second->version);

    return order != 0 ? order : strcmp(first->os->id, second->os->id);
}

static void
release_free(Release *release)
{
    if (release->statements != NULL)
        g_ptr_array_unref(release->statements);
    g_free(release);
}

/* The releases of each series that has statements; others are of no interest. */
static GHashTable *
find_series(Builder *builder, GPtrArray *releases)
{
    GHashTable *series =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GHashTableIter iter;
    gpointer value = NULL;

    g_hash_table_iter_init(&iter, builder->entities[FACT_KIND_OS]);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Record *os = value;
        g_autofree char *name = g_strndup(os->id, identity_series_length(os->id));
        Release *release = g_new0(Release, 1);
        GPtrArray *members = NULL;

        g_ptr_array_add(releases, release);
        release->os = os;
        release->version = record_find_param(os, IDENTITY_VERSION);
        release->statements = take_statements(os);
        if (*name == '\0' || !identity_is_release(release->version))
            continue;
        members = g_hash_table_lookup(series, name);
        if (members == NULL) {
            members = g_ptr_array_new();
            g_hash_table_insert(series, g_steal_pointer(&name), members);
        }
        g_ptr_array_add(members, release);
    }
    return series;
}

/* Fills in what the statement leaves open; NULL: the system has no such thing. */
static const char *
expand(Builder *builder, const Param *param, const Release *release)
{
    char *filled = NULL;

    /* expressions have braces of their own */
    if (strchr(param->value, '{') == NULL || strcmp(param->key, IDENTITY_EXPRESSION) == 0)
        return param->value;
    if (strcmp(param->value, "{version}") == 0)
        return release->version;
    filled =
        identity_expand(param->value, release->version, record_find_param(release->os, "codename"));
    return filled != NULL ? builder_keep_text(builder, filled) : NULL;
}

/* Does a statement tell which release it is, or the family alone? */
static gboolean
tells_release(const Record *statement)
{
    const char *expression = record_find_param(statement, IDENTITY_EXPRESSION);

    for (; expression != NULL && *expression != '\0'; expression++) {
        if (*expression == '\\' && expression[1] != '\0')
            expression++;
        else if (*expression == '(' && expression[1] != '?')
            return TRUE;
    }
    return expression == NULL;
}

/* @inout_size: bytes of names so far. */
static void
derive(Builder *builder, const Release *release, const Record *statement, gsize *inout_size)
{
    Param params[MAX_PARAMS];
    guint n_params = 0;
    gsize size = sizeof(Record);
    Record *part = NULL;

    for (guint i = 0; i < statement->params->len; i++) {
        Param param = g_array_index(statement->params, Param, i);

        if (strcmp(param.key, IDENTITY_SCOPE) == 0)
            continue;
        param.value = n_params < MAX_PARAMS ? expand(builder, &param, release) : NULL;
        if (param.value == NULL)
            return;
        size += sizeof(Param) + strlen(param.value);
        params[n_params++] = param;
    }
    /* of a family no release is meant, so that none is said to be there without its version */
    if (n_params < MAX_PARAMS && !tells_release(statement) &&
        record_find_param(statement, IDENTITY_VERSION) == NULL) {
        params[n_params++] = (Param){.key = IDENTITY_VERSION, .value = release->version};
        size += sizeof(Param) + strlen(release->version);
    }
    *inout_size += size;
    part = builder_add_part(builder, release->os, FACT_KIND_IDENTITY, NULL);
    part->params = g_array_sized_new(FALSE, FALSE, sizeof(Param), n_params);
    g_array_append_vals(part->params, params, n_params);
}

/* Does the system say itself what it is called? */
static gboolean
has_own(const Record *os, const Record *statement, guint n_own)
{
    for (guint i = 0; i < n_own; i++) {
        const Record *part = g_ptr_array_index(os->parts, i);

        if (part->kind == FACT_KIND_IDENTITY && has_same_subject(part, statement))
            return TRUE;
    }
    return FALSE;
}

/* Of earlier statements those that these do not replace count, too. */
static void
replace_statements(GPtrArray *valid, const GPtrArray *statements)
{
    for (guint i = valid->len; i > 0; i--) {
        for (guint j = 0; j < statements->len; j++) {
            if (!has_same_subject(g_ptr_array_index(valid, i - 1), statements->pdata[j]))
                continue;
            g_ptr_array_remove_index(valid, i - 1);
            break;
        }
    }
    for (guint i = 0; i < statements->len && valid->len < MAX_STATEMENTS; i++)
        g_ptr_array_add(valid, statements->pdata[i]);
}

static gboolean
is_released(const Release *release)
{
    return g_strcmp0(record_find_param(release->os, "release-status"), "released") == 0 ||
           record_find_param(release->os, "release-status") == NULL;
}

/* The newest one that is released, or the newest. */
static const Release *
find_newest(const GPtrArray *releases)
{
    for (guint i = releases->len; i > 0; i--) {
        if (is_released(g_ptr_array_index(releases, i - 1)))
            return g_ptr_array_index(releases, i - 1);
    }
    return g_ptr_array_index(releases, releases->len - 1);
}

static void
derive_in_series(Builder *builder, GPtrArray *releases, gsize *inout_size)
{
    g_autoptr(GPtrArray) valid = g_ptr_array_new();
    const Release *newest = NULL;

    g_ptr_array_sort(releases, compare_releases);
    newest = find_newest(releases);
    for (guint i = 0; i < releases->len; i++) {
        const Release *release = g_ptr_array_index(releases, i);
        guint n_own = release->os->parts != NULL ? release->os->parts->len : 0;

        if (release->statements != NULL)
            replace_statements(valid, release->statements);
        for (guint j = 0; j < valid->len && *inout_size < MAX_DERIVED; j++) {
            if ((release == newest || tells_release(valid->pdata[j])) &&
                !has_own(release->os, valid->pdata[j], n_own))
                derive(builder, release, valid->pdata[j], inout_size);
        }
    }
}

void
identities_derive(Builder *builder)
{
    g_autoptr(GPtrArray) releases = g_ptr_array_new_with_free_func((GDestroyNotify)release_free);
    g_autoptr(GHashTable) series = find_series(builder, releases);
    GHashTableIter iter;
    gpointer members = NULL;
    gsize size = 0;

    g_hash_table_iter_init(&iter, series);
    while (g_hash_table_iter_next(&iter, NULL, &members))
        derive_in_series(builder, members, &size);
    if (size >= MAX_DERIVED)
        builder_add_problem(builder, 0, STORE_PROBLEM_WARNING,
                            "too many names of systems: some are left out");
}
