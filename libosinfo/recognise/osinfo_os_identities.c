/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoOs that tells what a system is called elsewhere: what it states itself, then what
 * the tables of schemes say of it.
 */
#include "config.h"

#include <string.h>

#include "common/text.h"
#include "db/osinfo_db_private.h"
#include "entity/osinfo_entity_private.h"
#include "facts/identity.h"
#include "osinfo/osinfo.h"
#include "recognise/naming.h"
#include "recognise/osinfo_identity_private.h"

/* What is asked: the names of a system in one scheme or all. */
typedef struct {
    Store *store;
    guint32 os;
    const char *scheme; /* NULL: all */
    GListStore *found;
} Question;

static void
append(const Question *self, const char *scheme, const char *architecture, const char *name,
       OsinfoIdentityMatch match, gboolean is_prefix)
{
    g_autoptr(OsinfoIdentity) identity =
        identity_object_new(scheme, architecture, name, match, is_prefix);

    g_list_store_append(self->found, identity);
}

static gboolean
is_found(const Question *self, const char *scheme)
{
    for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->found)); i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(G_LIST_MODEL(self->found), i);

        if (strcmp(osinfo_identity_get_scheme(identity), scheme) == 0)
            return TRUE;
    }
    return FALSE;
}

/* One version of a statement, NULL: none. The name is as identity_name_parse() takes it apart. */
static void
append_version(const Question *self, const IdentityScheme *scheme, const char *product,
               const char *version, const char *variant)
{
    const char *separator = scheme->separator != NULL ? scheme->separator : "";
    gsize length = 0;
    IdentityReach reach =
        version != NULL ? identity_version_reach(version, &length) : IDENTITY_JUST_THIS;
    g_autoptr(GString) name = g_string_new(product);

    if (length > 0 || variant != NULL) {
        g_string_append(name, separator);
        if (length > 0)
            g_string_append_len(name, version, (gssize)length);
    }
    if (variant != NULL)
        g_string_append_printf(name, "%s%s", separator, variant);
    append(self, scheme->name, NULL, name->str, OSINFO_IDENTITY_MATCH_EXACT,
           reach != IDENTITY_JUST_THIS);
}

/* Expressions are no names. */
static void
append_statement(const Question *self, guint32 record)
{
    const char *word =
        store_get_value(self->store, record, store_find_key(self->store, IDENTITY_SCHEME));
    const IdentityScheme *scheme = word != NULL ? identity_scheme_find(word) : NULL;
    const char *product = NULL;
    const char *variant = NULL;
    const char *preview = NULL;
    g_autoptr(GPtrArray) versions = g_ptr_array_new();

    if (scheme == NULL || (self->scheme != NULL && strcmp(self->scheme, word) != 0))
        return;
    product = store_get_value(self->store, record, store_find_key(self->store, IDENTITY_PRODUCT));
    variant = store_get_value(self->store, record, store_find_key(self->store, IDENTITY_VARIANT));
    preview = store_get_value(self->store, record, store_find_key(self->store, IDENTITY_PREVIEW));
    if (product == NULL)
        return;
    store_get_values(self->store, record, store_find_key(self->store, IDENTITY_VERSION), versions);
    for (guint i = 0; i < versions->len; i++)
        append_version(self, scheme, product, g_ptr_array_index(versions, i), variant);
    /* with previews alone it is called so nowhere */
    if (versions->len == 0 && preview == NULL)
        append_version(self, scheme, product, NULL, variant);
}

static void
append_statements(const Question *self)
{
    guint32 first = 0;
    guint n_statements = store_get_parts(self->store, self->os, FACT_KIND_IDENTITY, &first);

    for (guint i = 0; i < n_statements; i++)
        append_statement(self, first + i);
}

static void
append_table(const Question *self, const char *scheme)
{
    const Naming *naming = naming_get(self->store, scheme);
    g_autoptr(GArray) names = naming != NULL ? naming_find_names(naming, self->os) : NULL;

    for (guint i = 0; names != NULL && i < names->len; i++) {
        const NamingName *name = &g_array_index(names, NamingName, i);
        OsinfoIdentityMatch match =
            name->is_nearest ? OSINFO_IDENTITY_MATCH_NEAREST : OSINFO_IDENTITY_MATCH_EXACT;
        gboolean is_prefix = name->name != NULL && g_str_has_suffix(name->name, "*");

        if (is_prefix)
            name->name[strlen(name->name) - 1] = '\0';
        append(self, scheme, name->architecture, name->name,
               name->name != NULL ? match : OSINFO_IDENTITY_MATCH_NONE, is_prefix);
    }
}

/* What a system states itself goes before what tables of the schemes say. */
static void
append_tables(const Question *self)
{
    g_autoptr(GPtrArray) tables = naming_list_schemes(self->store);

    for (guint i = 0; i < tables->len; i++) {
        const char *table = g_ptr_array_index(tables, i);

        if (!is_found(self, table))
            append_table(self, table);
    }
}

static GListModel *
find_identities(OsinfoOs *os, const char *scheme)
{
    Catalog *catalog = entity_get_catalog(OSINFO_ENTITY(os));
    Question question = {.scheme = scheme, .found = g_list_store_new(OSINFO_TYPE_IDENTITY)};

    if (catalog == NULL || entity_get_record(OSINFO_ENTITY(os)) == RECORD_NONE)
        return G_LIST_MODEL(question.found);
    question.store = catalog_resolve(catalog, entity_get_record(OSINFO_ENTITY(os)), &question.os);
    if (scheme == NULL || identity_scheme_find(scheme) != NULL) /* others have tables alone */
        append_statements(&question);
    if (scheme == NULL)
        append_tables(&question);
    else if (!is_found(&question, scheme))
        append_table(&question, scheme);
    return G_LIST_MODEL(question.found);
}

/**
 * osinfo_os_get_identities:
 * @os: an operating system
 *
 * Lists what a system is called elsewhere, in all schemes that the files of the database tell of: those that
 * identify a system, as the names of os-release files do, and those that only narrow down which one it is,
 * as the guest ids of hypervisors do. [method@Libosinfo.Db.find_os_by_identity] has the schemes.
 *
 * A scheme that is not in the list is one of which nothing is known. One that is known to have nothing
 * for the system is in it, without a name. A name may hold for one architecture, and there may be
 * several. Of a system that a program made, nothing is known.
 *
 * ```c
 * g_autoptr(GListModel) identities = osinfo_os_get_identities(os);
 *
 * for (guint i = 0; i < g_list_model_get_n_items(identities); i++) {
 *     g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(identities, i);
 *     const char *name = osinfo_identity_get_name(identity);
 *
 *     g_print("%s: %s\n", osinfo_identity_get_scheme(identity), name != NULL ? name : "nothing");
 * }
 * ```
 *
 * Returns: (transfer full): a new list of [class@Libosinfo.Identity], by scheme, those that the system
 *   states first
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_os_get_identities(OsinfoOs *os)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);

    return find_identities(os, NULL);
}

/**
 * osinfo_os_get_identities_in_scheme:
 * @os: an operating system
 * @scheme: whose names they are, such as `vmware`
 *
 * Lists what a system is called in one scheme, as [method@Libosinfo.Os.get_identities] does in all.
 *
 * Returns: (transfer full): a new list of [class@Libosinfo.Identity], empty when nothing is known
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_os_get_identities_in_scheme(OsinfoOs *os, const gchar *scheme)
{
    g_return_val_if_fail(OSINFO_IS_OS(os), NULL);
    g_return_val_if_fail(scheme != NULL, NULL);

    return find_identities(os, scheme);
}

/**
 * osinfo_db_get_identity_schemes:
 * @db: a database
 *
 * Lists the schemes of names elsewhere that [method@Libosinfo.Db.find_os_by_identity] can be asked for:
 * those of which systems state their names, and those that the database has tables of.
 *
 * Returns: (transfer full) (array zero-terminated=1): a new array of words such as `vmware`, sorted
 *
 * Since: 2.0.0
 */
gchar **
osinfo_db_get_identity_schemes(OsinfoDb *db)
{
    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);

    Store *store = catalog_get_store(db_get_catalog(db));
    g_autoptr(GPtrArray) words = store != NULL ? naming_list_schemes(store) : g_ptr_array_new();

    for (const IdentityScheme *scheme = identity_schemes(); scheme->name != NULL; scheme++) {
        if (!g_ptr_array_find_with_equal_func(words, scheme->name, g_str_equal, NULL))
            g_ptr_array_add(words, (gpointer)scheme->name);
    }
    g_ptr_array_sort(words, text_compare_items);
    g_ptr_array_add(words, NULL);
    return g_strdupv((char **)words->pdata);
}
