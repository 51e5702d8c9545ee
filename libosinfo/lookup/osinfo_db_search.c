/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The part of OsinfoDb that finds all systems that words can mean.
 */
#include "config.h"

#include <string.h>

#include "db/osinfo_db_private.h"
#include "entity/osinfo_entity_private.h"
#include "facts/version.h"
#include "lookup/grade.h"
#include "lookup/latest.h"
#include "lookup/osinfo_search_hit_private.h"
#include "osinfo/osinfo.h"

/* What is said of the hit that the words themselves name: the newest of a family. */
#define KEY_LATEST "latest"
#define KEY_VARIANT "variant"

/* Texts of systems that are looked into, and what finding a word there is worth, in percent. */
static const struct {
    const char *key;
    guint weight;
    gboolean is_name;
} fields[] = {
    {OSINFO_PRODUCT_PROP_SHORT_ID, 100, TRUE}, {OSINFO_PRODUCT_PROP_NAME, 98, TRUE},
    {OSINFO_PRODUCT_PROP_CODENAME, 98, TRUE},  {OSINFO_PRODUCT_PROP_VERSION, 95, FALSE},
    {OSINFO_OS_PROP_DISTRO, 95, FALSE},        {OSINFO_PRODUCT_PROP_VENDOR, 60, FALSE},
    {OSINFO_OS_PROP_FAMILY, 50, FALSE},
};

#define WEIGHT_VARIANT 75

/* A system that answers. Of a record texts are the store's. */
typedef struct {
    RecordRef ref;
    OsinfoOs *os; /* borrowed; NULL: it is made when it is handed out */
    guint score;
    guint n_keys;             /* kinds of its texts that say something of what is looked for */
    gboolean is_aside;        /* not released */
    const char *release_date; /* NULL: not known */
    const char *version;
    const char *id;
    const char *key;
    const char *text;
} Found;

typedef struct {
    OsinfoDb *db;
    Grade grade;
    GArray *found; /* of Found */
} Finder;

/* Takes note of the thing whose texts were graded. */
static void
add_found(Finder *self, Found found)
{
    found.score = grade_get(&self->grade);
    if (found.score == 0)
        return;
    /* "Fedora" is the name of the entry for its releases to come, which nobody looks for */
    if (version_is_to_come(found.version) && !words_have(&self->grade.wanted, "unknown"))
        found.score = (found.score + 3) / 4;
    for (guint32 keys = self->grade.keys; keys != 0; keys &= keys - 1)
        found.n_keys++;
    found.key = self->grade.key;
    found.text = self->grade.text;
    g_array_append_val(self->found, found);
}

/* Keys as the store numbers them. */
typedef struct {
    guint32 fields[G_N_ELEMENTS(fields)];
    guint32 name;
    guint32 status;
    guint32 release_date;
    guint32 version;
} StoreKeys;

static void
store_keys_init(StoreKeys *self, Store *store)
{
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        self->fields[i] = store_find_key(store, fields[i].key);
    self->name = store_find_key(store, OSINFO_OS_VARIANT_PROP_NAME);
    self->status = store_find_key(store, OSINFO_OS_PROP_RELEASE_STATUS);
    self->release_date = store_find_key(store, OSINFO_PRODUCT_PROP_RELEASE_DATE);
    self->version = store_find_key(store, OSINFO_PRODUCT_PROP_VERSION);
}

/* All texts, of all languages. */
static void
grade_record(Grade *grade, Store *store, const StoreKeys *keys, guint32 record)
{
    guint n_params = 0;
    const StoreParamF *params = store_get_params(store, record, &n_params);
    guint32 first = 0;
    guint n_variants = store_get_parts(store, record, FACT_KIND_VARIANT, &first);

    for (guint i = 0; i < n_params; i++) {
        for (guint j = 0; j < G_N_ELEMENTS(fields); j++) {
            const char *text = NULL;

            if (params[i].key != keys->fields[j])
                continue;
            text = store_get_string(store, params[i].value);
            if (text != NULL)
                grade_add(grade, j, fields[j].key, text, fields[j].weight, fields[j].is_name);
        }
    }
    for (guint i = 0; i < n_variants; i++) {
        params = store_get_params(store, first + i, &n_params);
        for (guint j = 0; j < n_params; j++) {
            const char *text =
                params[j].key == keys->name ? store_get_string(store, params[j].value) : NULL;

            if (text != NULL)
                grade_add(grade, G_N_ELEMENTS(fields), KEY_VARIANT, text, WEIGHT_VARIANT, FALSE);
        }
    }
}

static void
find_in_store(Finder *self, Catalog *catalog)
{
    g_autoptr(GArray) refs = catalog_get_all(catalog, FACT_KIND_OS);
    StoreKeys keys;

    if (refs->len > 0)
        store_keys_init(&keys, catalog_get_store(catalog));
    for (guint i = 0; i < refs->len; i++) {
        RecordRef ref = g_array_index(refs, RecordRef, i);
        guint32 record = 0;
        Store *store = catalog_resolve(catalog, ref, &record);

        grade_clear(&self->grade);
        grade_record(&self->grade, store, &keys, record);
        add_found(self,
                  (Found){.ref = ref,
                          .id = store_get_id(store, record),
                          .is_aside = version_is_aside(store_get_value(store, record, keys.status)),
                          .release_date = store_get_value(store, record, keys.release_date),
                          .version = store_get_value(store, record, keys.version)});
    }
}

/* What a program has changed is told by objects alone. */
static void
grade_object(Grade *grade, OsinfoOs *os)
{
    g_autoptr(OsinfoOsVariantList) variants = osinfo_os_get_variant_list(os);

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autoptr(GList) values =
            osinfo_entity_get_param_value_list(OSINFO_ENTITY(os), fields[i].key);

        for (GList *iter = values; iter != NULL; iter = iter->next)
            grade_add(grade, i, fields[i].key, iter->data, fields[i].weight, fields[i].is_name);
    }
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(variants)); i++) {
        OsinfoEntity *variant = osinfo_list_get_nth(OSINFO_LIST(variants), i);
        const char *name = osinfo_os_variant_get_name(OSINFO_OS_VARIANT(variant));

        if (name != NULL)
            grade_add(grade, G_N_ELEMENTS(fields), KEY_VARIANT, name, WEIGHT_VARIANT, FALSE);
    }
}

static void
find_in_objects(Finder *self)
{
    g_autoptr(OsinfoOsList) all = osinfo_db_get_os_list(self->db);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(all)); i++) {
        OsinfoEntity *os = osinfo_list_get_nth(OSINFO_LIST(all), i);
        OsinfoProduct *product = OSINFO_PRODUCT(os);

        grade_clear(&self->grade);
        grade_object(&self->grade, OSINFO_OS(os));
        add_found(self, (Found){.ref = RECORD_NONE,
                                .os = OSINFO_OS(os),
                                .id = osinfo_entity_get_id(os),
                                .is_aside = version_is_aside(osinfo_entity_get_param_value(
                                    os, OSINFO_OS_PROP_RELEASE_STATUS)),
                                .release_date = osinfo_product_get_release_date_string(product),
                                .version = osinfo_product_get_version(product)});
    }
}

/* The best first; of equal ones that which more texts say, then those that are released, then the
 * newest. */
static gint
compare_found(gconstpointer a, gconstpointer b)
{
    const Found *first = a;
    const Found *second = b;
    int order = 0;

    if (first->score != second->score)
        return first->score > second->score ? -1 : 1;
    if (first->n_keys != second->n_keys)
        return first->n_keys > second->n_keys ? -1 : 1;
    if (first->is_aside != second->is_aside)
        return first->is_aside ? 1 : -1;
    order = g_strcmp0(second->release_date, first->release_date);
    if (order == 0)
        order = version_compare(second->version, first->version);
    return order != 0 ? order : g_strcmp0(first->id, second->id);
}

static void
find_all(Finder *self)
{
    Catalog *catalog = db_get_catalog(self->db);

    if (catalog_is_changed(catalog) || db_get_added(self->db, FACT_KIND_OS) != NULL)
        find_in_objects(self);
    else
        find_in_store(self, catalog);
    g_array_sort(self->found, compare_found);
}

static OsinfoOs *
get_os(Finder *self, const Found *found)
{
    if (found->os != NULL)
        return found->os;
    return OSINFO_OS(catalog_get_object(db_get_catalog(self->db), found->ref));
}

/* "Ubuntu LTS latest": words that make such a name; NULL: they make none. */
static OsinfoOs *
find_latest_by_words(OsinfoDb *db, const Words *words)
{
    g_autoptr(GString) name = NULL;

    if (words->n_words < 2 || strcmp(words_get(words, words->n_words - 1), "latest") != 0)
        return NULL;
    name = g_string_new(NULL);
    for (guint i = 0; i < words->n_words; i++) {
        g_string_append(name, i > 0 ? "-" : "");
        g_string_append_len(name, words_get(words, i), words->words[i].length);
    }
    return latest_find_today(db, name->str);
}

/**
 * osinfo_db_search_os:
 * @db: a database
 * @words: what a user types, such as `win 2022`, `rhel`, `ubuntu noble`
 * @limit: how many systems at most; 0: all
 *
 * Searches operating systems by words: in short ids, also old ones, names in all languages, code
 * names, versions, names of variants, distributions and vendors. Case, accents and what stands
 * between words do not matter, nor does their order. All words must be found; the beginning of one will
 * do, of a version its first numbers. Words such as `linux` and `version` may be missing.
 *
 * The best answers come first: systems of which more is asked for, and of these the newest releases. If
 * there is no answer, words that are almost those of a system count; see
 * [method@Libosinfo.SearchHit.is_guess]. Of the text 256 bytes and 24 words are looked at.
 *
 * ```c
 * g_autoptr(GListModel) hits = osinfo_db_search_os(db, "win 2022", 10);
 * ```
 *
 * Returns: (transfer full): a new list of [class@Libosinfo.SearchHit]; empty when nothing is found
 *
 * Since: 2.0.0
 */
GListModel *
osinfo_db_search_os(OsinfoDb *db, const gchar *words, guint limit)
{
    GListStore *hits = NULL;
    g_autoptr(GArray) found = NULL;
    Finder finder = {.db = db};
    OsinfoOs *latest = NULL;

    g_return_val_if_fail(OSINFO_IS_DB(db), NULL);
    g_return_val_if_fail(words != NULL, NULL);

    hits = g_list_store_new(OSINFO_TYPE_SEARCH_HIT);
    if (!grade_init(&finder.grade, words))
        return G_LIST_MODEL(hits);
    latest = find_latest_by_words(db, &finder.grade.wanted);
    if (latest != NULL) {
        g_autoptr(OsinfoSearchHit) hit = search_hit_new(
            latest, GRADE_BEST, FALSE, KEY_LATEST, osinfo_product_get_name(OSINFO_PRODUCT(latest)));

        g_list_store_append(hits, hit);
        return G_LIST_MODEL(hits);
    }
    G_STATIC_ASSERT(G_N_ELEMENTS(fields) < GRADE_N_KINDS);
    finder.found = found = g_array_new(FALSE, FALSE, sizeof(Found));
    find_all(&finder);
    if (found->len == 0) {
        grade_init(&finder.grade, words);
        finder.grade.takes_likeness = TRUE;
        find_all(&finder);
    }
    for (guint i = 0; i < found->len && (limit == 0 || i < limit); i++) {
        const Found *one = &g_array_index(found, Found, i);
        g_autoptr(OsinfoSearchHit) hit = search_hit_new(
            get_os(&finder, one), one->score, finder.grade.takes_likeness, one->key, one->text);

        g_list_store_append(hits, hit);
    }
    return G_LIST_MODEL(hits);
}
