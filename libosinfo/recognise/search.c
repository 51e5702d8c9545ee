/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes evidence of a medium or tree, has entries matched and ranked, and asks for a verdict.
 */
#include "config.h"

#include <string.h>

#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "osinfo/osinfo.h"
#include "recognise/entity_evidence.h"
#include "recognise/expression.h"
#include "recognise/match.h"
#include "recognise/search.h"
#include "recognise/variants.h"

/* Through the index of the store. */
static void
find_by_index(Store *store, FactKind kind, const Evidence *evidence, GArray *candidates)
{
    g_autoptr(GArray) records = store != NULL ? match_find(store, kind, evidence) : NULL;

    for (guint i = 0; records != NULL && i < records->len; i++) {
        guint32 record = g_array_index(records, guint32, i);
        Entry entry = entry_of_record(store, record);
        Entry os = entry_of_record(store, store_get_record(store, record)->owner);

        if (os.kind == FACT_KIND_OS)
            rank_add(candidates, &entry, &os);
    }
}

/* Through the objects, when a program has changed or added some. */
static void
find_by_trial(Search *self, FactKind kind, GArray *candidates)
{
    OsinfoOsList *oses = osinfo_db_get_os_list(self->db);
    ExpressionBudget budget = {0};

    g_ptr_array_add(self->held, oses);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(oses)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(oses), i));
        Entry owner = entry_of_entity(FACT_KIND_OS, OSINFO_ENTITY(os));
        OsinfoList *entries = kind == FACT_KIND_MEDIA ? OSINFO_LIST(osinfo_os_get_media_list(os))
                                                      : OSINFO_LIST(osinfo_os_get_tree_list(os));

        g_ptr_array_add(self->held, entries);
        for (gint j = 0; j < osinfo_list_get_length(entries); j++) {
            Entry entry = entry_of_entity(kind, osinfo_list_get_nth(entries, j));

            if (!expression_budget_is_spent(&budget) && match_entry(&entry, &self->evidence))
                rank_add(candidates, &entry, &owner);
        }
    }
}

void
search_init(Search *self, OsinfoDb *db, OsinfoEntity *subject)
{
    FactKind kind = entity_get_matched_kind(subject);
    const Evidence *kept = entity_get_evidence(subject);
    Store *store = catalog_get_store(db_get_catalog(db));
    g_autoptr(GArray) labelled = rank_new();

    *self =
        (Search){.db = db, .kind = kind, .held = g_ptr_array_new_with_free_func(g_object_unref)};
    evidence_init(&self->evidence);
    evidence_add_entity(&self->evidence, subject);
    if (kept != NULL)
        evidence_add_missing(&self->evidence, kept);
    if (db_get_added(db, FACT_KIND_OS) != NULL || catalog_is_changed(db_get_catalog(db)))
        find_by_trial(self, kind, labelled);
    else
        find_by_index(store, kind, &self->evidence, labelled);
    rank_sort(labelled);
    verdict_make(store, kind, &self->evidence, labelled, &self->verdict);
}

void
search_init_disk(Search *self, OsinfoDb *db, const Evidence *evidence)
{
    g_autoptr(GArray) labelled = rank_new();

    *self = (Search){
        .db = db, .kind = FACT_KIND_IMAGE, .held = g_ptr_array_new_with_free_func(g_object_unref)};
    evidence_init(&self->evidence);
    evidence_add_all(&self->evidence, evidence);
    verdict_make(catalog_get_store(db_get_catalog(db)), self->kind, &self->evidence, labelled,
                 &self->verdict);
}

void
search_clear(Search *self)
{
    verdict_clear(&self->verdict);
    if (self->evidence.items != NULL)
        evidence_clear(&self->evidence);
    g_clear_pointer(&self->held, g_ptr_array_unref);
}

const VerdictCandidate *
search_get(const Search *self, guint number)
{
    return &g_array_index(self->verdict.candidates, VerdictCandidate, number);
}

Entry
search_find_entry(const Search *self, const VerdictCandidate *candidate)
{
    const Entry *os = &candidate->known_os;
    const char *architecture = self->verdict.architecture;
    Entry found = {.kind = FACT_N_KINDS};
    guint best = 0;
    guint32 first = 0;
    guint count;

    if (candidate->entry.kind != FACT_N_KINDS || os->kind == FACT_N_KINDS || os->store == NULL ||
        self->kind != FACT_KIND_MEDIA)
        return candidate->entry;
    /* of several that which stands first on the medium */
    if (architecture == NULL)
        architecture = evidence_get_text(&self->evidence, "windows.architecture");
    count = store_get_parts(os->store, os->record, FACT_KIND_MEDIA, &first);
    for (guint i = 0; i < count; i++) {
        Entry entry = entry_of_record(os->store, first + i);
        const char *made_for = entry_get_value(&entry, OSINFO_MEDIA_PROP_ARCHITECTURE);
        guint rate;

        if (!match_architectures(architecture, made_for))
            continue;
        /* one for just these machines goes before those for all */
        rate = 1 + variants_rate(&entry, os, &self->evidence);
        if (architecture != NULL && g_strcmp0(made_for, OSINFO_ARCHITECTURE_ALL) != 0)
            rate += VARIANTS_MOST;
        if (rate <= best)
            continue;
        best = rate;
        found = entry;
    }
    return found;
}

gpointer
search_get_object(const Search *self, const Entry *entry)
{
    return entry->other != NULL ? entry->other
                                : catalog_get_object(db_get_catalog(self->db), entry->record);
}

GStrv
search_dup_values(const Search *self, const char *key, char *(*convert)(const char *))
{
    GPtrArray *values = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < self->evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(self->evidence.items, EvidenceItem, i);
        g_autofree char *value = NULL;

        if (item->text == NULL || strcmp(item->key, key) != 0)
            continue;
        value = convert != NULL ? convert(item->text) : g_strdup(item->text);
        if (!g_ptr_array_find_with_equal_func(values, value, g_str_equal, NULL))
            g_ptr_array_add(values, g_steal_pointer(&value));
    }
    g_ptr_array_add(values, NULL);
    return (GStrv)g_ptr_array_free(values, FALSE);
}

/* The language that the label tells as the entry's expression says; NULL: none. A new text. */
static char *
dup_label_language(const Search *self, OsinfoEntity *entry, const char *pattern)
{
    const char *map_id = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_LANG_MAP);
    const char *label = evidence_get_text(&self->evidence, "iso9660.volume-id");
    OsinfoDatamap *map = map_id != NULL ? osinfo_db_get_datamap(self->db, map_id) : NULL;
    g_autofree char *raw = label != NULL ? expression_capture(pattern, label) : NULL;
    const char *mapped = raw != NULL && map != NULL ? osinfo_datamap_lookup(map, raw) : NULL;

    return mapped != NULL ? g_strdup(mapped) : g_steal_pointer(&raw);
}

GStrv
search_dup_languages(const Search *self, OsinfoEntity *entry)
{
    const char *pattern =
        entry != NULL ? osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_LANG_REGEX) : NULL;
    GStrv languages = search_dup_values(self, "windows.language", search_dup_language);

    if (*languages != NULL || entry == NULL)
        return languages;
    g_strfreev(languages);
    if (pattern == NULL)
        return entity_dup_values(entry, OSINFO_MEDIA_PROP_LANG);
    languages = g_new0(char *, 2);
    languages[0] = dup_label_language(self, entry, pattern);
    return languages;
}

char *
search_dup_language(const char *found)
{
    char *language = g_strdup(found);
    char *region = strchr(language, '-');

    if (region == NULL)
        return language;
    *region = '_';
    /* a script, which has four letters, is no region */
    for (char *c = region + 1; strlen(region + 1) == 2 && *c != '\0'; c++)
        *c = g_ascii_toupper(*c);
    return language;
}
