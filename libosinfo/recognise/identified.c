/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes objects of the verdict: an identification, and its candidates.
 */
#include "config.h"

#include "entity/osinfo_entity_private.h"
#include "osinfo/osinfo.h"
#include "recognise/build.h"
#include "recognise/entity_evidence.h"
#include "recognise/identified.h"
#include "recognise/osinfo_candidate_private.h"
#include "recognise/osinfo_identification_private.h"

/* Texts of a list as an array. */
static GStrv
new_texts(GPtrArray *keys)
{
    GStrv texts = g_new0(char *, keys->len + 1);

    for (guint i = 0; i < keys->len; i++)
        texts[i] = g_strdup(g_ptr_array_index(keys, i));
    return texts;
}

/* What the medium says itself goes before what the entry says, which may be NULL. */
static GStrv
list_editions(const Search *search, OsinfoEntity *entry)
{
    GStrv editions = search_dup_values(search, BUILD_EDITION_KEY, NULL);

    if (*editions != NULL || entry == NULL)
        return editions;
    g_strfreev(editions);
    return entity_dup_values(entry, OSINFO_MEDIA_PROP_VARIANT);
}

static const char *
find_architecture(const Search *search, OsinfoEntity *entry)
{
    const char *found = search->verdict.architecture;

    if (found == NULL && entry != NULL)
        found = osinfo_entity_get_param_value(entry, OSINFO_MEDIA_PROP_ARCHITECTURE);
    return found;
}

/* The object of the entry that says most of a candidate's media; NULL: there is none. */
static OsinfoEntity *
find_typical(const Search *search, const VerdictCandidate *candidate)
{
    Entry entry = search_find_entry(search, candidate);

    return entry.kind != FACT_N_KINDS ? search_get_object(search, &entry) : NULL;
}

static void
add_candidate(OsinfoIdentification *self, const Search *search, const VerdictCandidate *candidate)
{
    OsinfoEntity *entry =
        candidate->entry.kind != FACT_N_KINDS ? search_get_object(search, &candidate->entry) : NULL;
    OsinfoEntity *typical = find_typical(search, candidate);
    CandidateFacts facts = {
        .os = search_get_object(search, &candidate->os),
        .entry = entry,
        .known_entry = candidate->known_os.kind != FACT_N_KINDS ? typical : NULL,
        .confidence = candidate->confidence,
        .architecture = find_architecture(search, entry),
        .build = build_find_text(&search->evidence, BUILD_KEY),
        .update = build_find_text(&search->evidence, BUILD_UPDATE_KEY),
        .service_pack = build_find_text(&search->evidence, BUILD_SERVICE_PACK_KEY),
        .editions = list_editions(search, entry),
        .languages = search_dup_languages(search, typical),
        .supported_by = new_texts(candidate->supported_by),
        .contradicted_by = new_texts(candidate->contradicted_by),
    };
    g_autoptr(OsinfoCandidate) object = candidate_object_new(&facts);

    identification_add_candidate(self, object);
}

/* Those of the best candidate, or what the medium says itself. */
static GStrv
dup_languages(OsinfoIdentification *self, const Search *search)
{
    g_autoptr(OsinfoCandidate) best =
        g_list_model_get_item(osinfo_identification_get_candidates(self), 0);

    return best != NULL ? g_strdupv((char **)osinfo_candidate_get_languages(best))
                        : search_dup_languages(search, NULL);
}

static void
add_candidates(OsinfoIdentification *self, const Search *search)
{
    for (guint i = 0; i < search->verdict.candidates->len; i++)
        add_candidate(self, search, search_get(search, i));
}

void
identified_add(OsinfoIdentification *self, Search *search, gboolean has_candidates)
{
    if (has_candidates)
        add_candidates(self, search);
    identification_move_evidence(self, &search->evidence);
}

OsinfoIdentification *
identified_new(Search *search, OsinfoEntity *subject)
{
    OsinfoIdentification *self = identification_object_new(subject);

    identification_set_claim(self, search->verdict.family, search->verdict.version);
    identification_set_architecture(self, search->verdict.architecture);
    add_candidates(self, search);
    identification_take_languages(self, dup_languages(self, search));
    identification_move_evidence(self, &search->evidence);
    return self;
}

OsinfoIdentification *
identified_subject(OsinfoDb *db, OsinfoEntity *subject)
{
    g_auto(Search) search = {.db = NULL};

    search_init(&search, db, subject);
    search_tell_subject(&search, subject);
    return identified_new(&search, subject);
}
