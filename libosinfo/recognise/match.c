/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds labels against entries. What is done with the entries that match, and in which order, is
 * osinfo_db_identify.c's business.
 */
#include "config.h"

#include <string.h>

#include "entity/osinfo_entity_private.h"
#include "recognise/expression.h"
#include "recognise/match.h"

#define N_FIELDS 4

/* What of a kind is compared. */
typedef struct {
    StoreField first_field;
    const char *keys[N_FIELDS];
    gboolean needs_treeinfo; /* only entries that have it count, and they need no field */
} MatchRules;

static const MatchRules media_rules = {
    STORE_FIELD_VOLUME_ID, {"volume-id", "system-id", "publisher-id", "application-id"}, FALSE};
static const MatchRules tree_rules = {
    STORE_FIELD_TREEINFO_FAMILY,
    {"treeinfo-family", "treeinfo-variant", "treeinfo-version", "treeinfo-arch"},
    TRUE};

/* What is to be recognised. */
typedef struct {
    const MatchRules *rules;
    const char *texts[N_FIELDS];
    const char *architecture;
    gint64 size; /* bytes; -1: not known */
} Subject;

/* Where an entry's values come from: an object or a record. */
typedef struct {
    OsinfoEntity *entity;
    Store *store; /* when there is no entity */
    guint32 record;
} Reference;

/* Names of one architecture, ours first. */
static const char *const aliases[][2] = {
    {"i686", "i386"},
    {"i686", "i486"},
    {"i686", "i586"},
    {"armv7l", "armhfp"},
    {"x86_64", "x86_64_v2"},
    {"x86_64", "x86_64_v3"},
    {"x86_64", "x86_64_v4"},
};

static const char *
get_architecture(const char *name)
{
    for (guint i = 0; name != NULL && i < G_N_ELEMENTS(aliases); i++) {
        if (strcmp(name, aliases[i][1]) == 0)
            return aliases[i][0];
    }
    return name;
}

/* Nothing said, on either side, excludes nothing. */
static gboolean
architectures_agree(const char *subject, const char *reference)
{
    if (subject == NULL || strcmp(subject, OSINFO_ARCHITECTURE_ALL) == 0 || reference == NULL ||
        strcmp(reference, OSINFO_ARCHITECTURE_ALL) == 0)
        return TRUE;
    return strcmp(get_architecture(subject), get_architecture(reference)) == 0;
}

static const char *
get_value(const Reference *reference, const char *key)
{
    if (reference->entity != NULL)
        return osinfo_entity_get_param_value(reference->entity, key);
    return store_get_value(reference->store, reference->record,
                           store_find_key(reference->store, key));
}

static gboolean
has_treeinfo(const Reference *reference)
{
    const char *value = get_value(reference, OSINFO_TREE_PROP_HAS_TREEINFO);

    return value != NULL && (strcmp(value, "true") == 0 || strcmp(value, "yes") == 0);
}

/* An entry that says nothing about a field does not care; one that does needs a text that matches.
 */
static gboolean
fields_agree(const Subject *subject, const Reference *reference, guint *out_n_fields)
{
    const char *patterns[N_FIELDS] = {NULL};

    *out_n_fields = 0;
    for (guint i = 0; i < N_FIELDS; i++) {
        patterns[i] = get_value(reference, subject->rules->keys[i]);
        if (patterns[i] == NULL)
            continue;
        if (subject->texts[i] == NULL)
            return FALSE;
        ++*out_n_fields;
    }
    for (guint i = 0; i < N_FIELDS; i++) {
        if (patterns[i] != NULL && !expression_matches(patterns[i], subject->texts[i]))
            return FALSE;
    }
    return TRUE;
}

static gboolean
subject_matches(const Subject *subject, const Reference *reference)
{
    gint64 size = 0;
    guint n_fields = 0;

    if (!architectures_agree(subject->architecture,
                             get_value(reference, OSINFO_MEDIA_PROP_ARCHITECTURE)))
        return FALSE;
    if (subject->rules->needs_treeinfo) {
        return has_treeinfo(reference) && fields_agree(subject, reference, &n_fields);
    } else {
        const char *text = get_value(reference, OSINFO_MEDIA_PROP_VOLUME_SIZE);

        size = text != NULL ? g_ascii_strtoll(text, NULL, 10) : -1;
    }
    if (size > 0 && size != subject->size)
        return FALSE;
    return fields_agree(subject, reference, &n_fields) && (n_fields > 0 || size > 0);
}

static Subject
get_subject(OsinfoEntity *entity)
{
    Subject subject = {.rules = OSINFO_IS_TREE(entity) ? &tree_rules : &media_rules, .size = -1};

    for (guint i = 0; i < N_FIELDS; i++)
        subject.texts[i] = osinfo_entity_get_param_value(entity, subject.rules->keys[i]);
    subject.architecture = osinfo_entity_get_param_value(entity, OSINFO_MEDIA_PROP_ARCHITECTURE);
    if (!subject.rules->needs_treeinfo)
        subject.size = osinfo_entity_get_param_value_int64(entity, OSINFO_MEDIA_PROP_VOLUME_SIZE);
    return subject;
}

gboolean
match_media(OsinfoMedia *media, OsinfoMedia *reference)
{
    Subject subject = get_subject(OSINFO_ENTITY(media));

    return subject_matches(&subject, &(Reference){.entity = OSINFO_ENTITY(reference)});
}

gboolean
match_tree(OsinfoTree *tree, OsinfoTree *reference)
{
    Subject subject = get_subject(OSINFO_ENTITY(tree));

    return subject_matches(&subject, &(Reference){.entity = OSINFO_ENTITY(reference)});
}

gboolean
match_record(Catalog *catalog, RecordRef ref, OsinfoEntity *subject)
{
    Subject described = get_subject(subject);
    Reference reference = {0};

    reference.store = catalog_resolve(catalog, ref, &reference.record);
    return reference.store != NULL && subject_matches(&described, &reference);
}

/* What a search in the index needs again and again. */
typedef struct {
    const Subject *subject;
    StoreKind kind;
    Store *store;
    const StoreTrigramF *trigrams;
    guint n_trigrams;
    const guint32 *postings;
    guint n_postings;
    const StoreRuleF *rules;
    guint n_rules;
    const StoreLiteralF *literals;
    guint n_literals;
    GArray *found; /* of RecordRef */
} Search;

/* Texts that the rule cannot do without, before any expression is tried. */
static gboolean
has_literals(const Search *search, const StoreRuleF *rule)
{
    if (rule->first_literal > search->n_literals ||
        rule->n_literals > search->n_literals - rule->first_literal)
        return FALSE;
    for (guint i = 0; i < rule->n_literals; i++) {
        const StoreLiteralF *literal = &search->literals[rule->first_literal + i];
        guint field = literal->field - (guint)search->subject->rules->first_field;
        const char *text = store_get_string(search->store, literal->text);

        if (field >= N_FIELDS || text == NULL || search->subject->texts[field] == NULL ||
            strstr(search->subject->texts[field], text) == NULL)
            return FALSE;
    }
    return TRUE;
}

static void
try_rule(Search *search, guint32 number)
{
    Reference reference = {.store = search->store};
    const StoreRecordF *record = NULL;

    if (number >= search->n_rules || !has_literals(search, &search->rules[number]))
        return;
    reference.record = search->rules[number].record;
    record = store_get_record(search->store, reference.record);
    if (record != NULL && record->kind == search->kind &&
        subject_matches(search->subject, &reference))
        g_array_append_val(search->found, reference.record);
}

static void
try_trigram(Search *search, guint32 key)
{
    guint low = 0;
    guint high = search->n_trigrams;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (search->trigrams[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= search->n_trigrams || search->trigrams[low].key != key)
        return;

    const StoreTrigramF *trigram = &search->trigrams[low];

    if (trigram->first_posting > search->n_postings ||
        trigram->n_postings > search->n_postings - trigram->first_posting)
        return;
    for (guint i = 0; i < trigram->n_postings; i++)
        try_rule(search, search->postings[trigram->first_posting + i]);
}

static gint
compare_refs(gconstpointer a, gconstpointer b)
{
    RecordRef first = *(const RecordRef *)a;
    RecordRef second = *(const RecordRef *)b;

    return first < second ? -1 : first > second;
}

/* A trigram that a text has twice finds its rules twice. */
static void
sort_and_unify(GArray *refs)
{
    guint kept = 0;

    g_array_sort(refs, compare_refs);
    for (guint i = 0; i < refs->len; i++) {
        RecordRef ref = g_array_index(refs, RecordRef, i);

        if (kept == 0 || g_array_index(refs, RecordRef, kept - 1) != ref)
            g_array_index(refs, RecordRef, kept++) = ref;
    }
    g_array_set_size(refs, kept);
}

GArray *
match_find(Catalog *catalog, StoreKind kind, OsinfoEntity *subject)
{
    Subject described = get_subject(subject);
    Search search = {.subject = &described,
                     .kind = kind,
                     .store = catalog_get_store(catalog),
                     .found = g_array_new(FALSE, FALSE, sizeof(RecordRef))};
    guint n_always = 0;
    const guint32 *always = NULL;

    if (search.store == NULL)
        return search.found;
    search.trigrams = store_get_section(search.store, STORE_SECTION_TRIGRAMS, &search.n_trigrams);
    search.postings = store_get_section(search.store, STORE_SECTION_POSTINGS, &search.n_postings);
    search.rules = store_get_section(search.store, STORE_SECTION_RULES, &search.n_rules);
    search.literals = store_get_section(search.store, STORE_SECTION_LITERALS, &search.n_literals);
    always = store_get_section(search.store, STORE_SECTION_ALWAYS, &n_always);

    for (guint i = 0; i < N_FIELDS; i++) {
        const char *text = described.texts[i];
        guint field = (guint)described.rules->first_field + i;

        if (text == NULL || text[0] == '\0' || text[1] == '\0')
            continue;
        for (; text[2] != '\0'; text++)
            try_trigram(&search, STORE_TRIGRAM_KEY(field, text));
    }
    for (guint i = 0; i < n_always; i++)
        try_rule(&search, always[i]);
    sort_and_unify(search.found);
    return search.found;
}
