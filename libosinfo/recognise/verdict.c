/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From claims and labels to candidates: the best claim decides, and labels are held against it. What a
 * claim means is left to said.c.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "recognise/derivation.h"
#include "recognise/identity.h"
#include "recognise/label_version.h"
#include "recognise/own_name.h"
#include "recognise/said.h"
#include "recognise/systems.h"
#include "recognise/verdict.h"

#define OS_RELEASE_ID "os-release.id"

typedef struct {
    Store *store;
    FactKind kind;
    const GArray *labelled; /* of Candidate */
    const GArray *nothing;  /* likewise */
    GArray *said;           /* of Said */
    const Said *best;       /* NULL: nothing decides */
    gboolean is_claim;      /* what the best one says is what the medium claims to be */
    const Evidence *evidence;
    IdentityClaim to_come; /* what a label says that only entries for releases to come have */
    const OwnName *own;    /* that of a system that is not known; NULL: it has none */
    gboolean is_denied;    /* what it calls itself is said of none of those that its label means */
    GArray *candidates;    /* of VerdictCandidate */
} Court;

static const char *
get_text(Store *store, guint32 os, const char *key)
{
    return store_get_value(store, os, store_find_key(store, key));
}

/* The systems that the best one names, and those beside them. */
static GArray *
list_named(const Court *self)
{
    GArray *systems = g_array_copy(self->best->systems);

    for (guint i = 0; i < self->said->len; i++) {
        const Said *said = &g_array_index(self->said, Said, i);

        for (guint j = 0; said_is_beside(said, self->best) && j < said->systems->len; j++) {
            if (!systems_have(systems, g_array_index(said->systems, guint32, j)))
                g_array_append_val(systems, g_array_index(said->systems, guint32, j));
        }
    }
    return systems;
}

/* Is another system on the medium, too, known or not? */
static gboolean
has_several(const Court *self)
{
    for (guint i = 0; i < self->said->len; i++) {
        const Said *said = &g_array_index(self->said, Said, i);

        if (said_is_beside(said, self->best) &&
            (said->systems->len == 0 ||
             !systems_have(self->best->systems, g_array_index(said->systems, guint32, 0))))
            return TRUE;
    }
    return FALSE;
}

/* Systems beside each other do not speak against one another. */
static gboolean
is_one_of_several(const Court *self, const Said *said)
{
    return self->best != NULL && (said == self->best || said_is_beside(said, self->best)) &&
           has_several(self);
}

/* Systems that all of the weight of the best one name, where that leaves any. */
static GArray *
narrow(const Court *self)
{
    GArray *systems = g_array_copy(self->best->systems);

    for (guint i = 0; i < self->said->len && systems->len > 1; i++) {
        const Said *said = &g_array_index(self->said, Said, i);
        GArray *common = g_array_new(FALSE, FALSE, sizeof(guint32));

        for (guint j = 0; j < systems->len; j++) {
            if (systems_have(said->systems, g_array_index(systems, guint32, j)))
                g_array_append_val(common, g_array_index(systems, guint32, j));
        }
        if (common->len > 0 && common->len < systems->len) {
            g_array_unref(systems);
            systems = common;
        } else {
            g_array_unref(common);
        }
    }
    return systems;
}

static const Candidate *
get_labelled(const Court *self, guint number)
{
    return &g_array_index(self->labelled, Candidate, number);
}

/* The record of a labelled candidate's system in the store; STORE_NONE: a program added it. */
static guint32
get_os_record(const Court *self, const Candidate *candidate)
{
    if (candidate->os.store == self->store && candidate->os.other == NULL)
        return candidate->os.record;
    return self->store != NULL && candidate->os.id != NULL
               ? store_find(self->store, FACT_KIND_OS, candidate->os.id)
               : STORE_NONE;
}

static void
clear_candidate(gpointer data)
{
    VerdictCandidate *self = data;

    g_ptr_array_unref(self->supported_by);
    g_ptr_array_unref(self->contradicted_by);
}

static void
add_key(GPtrArray *keys, const char *key)
{
    if (!g_ptr_array_find_with_equal_func(keys, key, g_str_equal, NULL))
        g_ptr_array_add(keys, (gpointer)key);
}

/* The key of the text that says most of what entries are held against. */
static const char *
get_label_key(const Court *self)
{
    return self->kind == FACT_KIND_TREE ? "treeinfo.family" : "iso9660.volume-id";
}

/* What was said of the system itself, and of others that it is not made of. */
static void
add_reasons(const Court *self, VerdictCandidate *candidate, guint32 os)
{
    const char *distro = os != STORE_NONE ? get_text(self->store, os, OSINFO_OS_PROP_DISTRO) : NULL;
    gboolean is_relative = candidate->confidence <= OSINFO_CONFIDENCE_RELATIVE;

    for (guint i = 0; i < self->said->len; i++) {
        const Said *said = &g_array_index(self->said, Said, i);
        gboolean is_family = distro != NULL && g_strcmp0(said->distro, distro) == 0;

        if (systems_have(said->systems, os) ||
            (is_family && (is_relative || said->claim->version == NULL)))
            add_key(candidate->supported_by, said->claim->evidence);
        else if (os != STORE_NONE && said->distro != NULL && !said_is_hint(said) &&
                 !derivation_is_from(self->store, os, said->distro) &&
                 !is_one_of_several(self, said))
            add_key(candidate->contradicted_by, said->claim->evidence);
    }
}

static VerdictCandidate
new_candidate(const Entry *os, const Entry *entry, OsinfoConfidence confidence)
{
    return (VerdictCandidate){.os = *os,
                              .entry = entry != NULL ? *entry : (Entry){.kind = FACT_N_KINDS},
                              .known_os = *os,
                              .confidence = confidence,
                              .supported_by = g_ptr_array_new(),
                              .contradicted_by = g_ptr_array_new()};
}

/* One whose label matches. */
static void
add_labelled(Court *self, const Candidate *labelled, OsinfoConfidence confidence)
{
    VerdictCandidate candidate = new_candidate(&labelled->os, &labelled->entry, confidence);

    if (confidence == OSINFO_CONFIDENCE_CERTAIN)
        add_reasons(self, &candidate, get_os_record(self, labelled));
    add_key(candidate.supported_by, get_label_key(self));
    if (confidence != OSINFO_CONFIDENCE_CERTAIN)
        add_reasons(self, &candidate, get_os_record(self, labelled));
    g_array_append_val(self->candidates, candidate);
}

/* One that content alone speaks for. */
static void
add_system(Court *self, guint32 os, OsinfoConfidence confidence)
{
    Entry entry = entry_of_record(self->store, os);
    VerdictCandidate candidate = new_candidate(&entry, NULL, confidence);

    add_reasons(self, &candidate, os);
    if (self->labelled->len > 0)
        add_key(candidate.contradicted_by, get_label_key(self));
    g_array_append_val(self->candidates, candidate);
}

/* Labels of which @is_meant; how many systems they are of. */
typedef gboolean (*LabelFilter)(const Court *self, const Candidate *labelled, gconstpointer data);

static guint
count_systems(const Court *self, LabelFilter is_meant, gconstpointer data)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();

    for (guint i = 0; i < self->labelled->len; i++) {
        const Candidate *labelled = get_labelled(self, i);

        if (is_meant(self, labelled, data) && labelled->os.id != NULL)
            add_key(ids, labelled->os.id);
    }
    return ids->len;
}

/* FALSE: there are none. */
static gboolean
add_labels(Court *self, LabelFilter is_meant, gconstpointer data, OsinfoConfidence one)
{
    guint count = count_systems(self, is_meant, data);

    for (guint i = 0; i < self->labelled->len; i++) {
        const Candidate *labelled = get_labelled(self, i);

        if (is_meant(self, labelled, data))
            add_labelled(self, labelled, count > 1 ? OSINFO_CONFIDENCE_AMBIGUOUS : one);
    }
    return count > 0;
}

static gboolean
is_any(const Court *self G_GNUC_UNUSED, const Candidate *labelled G_GNUC_UNUSED,
       gconstpointer data G_GNUC_UNUSED)
{
    return TRUE;
}

static gboolean
is_among(const Court *self, const Candidate *labelled, gconstpointer data)
{
    return systems_have(data, get_os_record(self, labelled));
}

/* Are there labels, and all of them so? */
static gboolean
are_all(const Court *self, LabelFilter is_meant)
{
    guint count = count_systems(self, is_meant, NULL);

    return count > 0 && count == count_systems(self, is_any, NULL);
}

/* Content names the system that this one is made of. */
static gboolean
is_made_of_best(const Court *self, const Candidate *labelled, gconstpointer data G_GNUC_UNUSED)
{
    guint32 os = get_os_record(self, labelled);

    return os != STORE_NONE && derivation_is_from(self->store, os, self->best->distro);
}

/* Is one version the other one, or the start of it? */
static gboolean
versions_agree(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || identity_version_is_below(a, b) || identity_version_is_below(b, a);
}

/* Windows for clients and for servers are one family, but no label of the one can be of the other. */
static gboolean
is_of_best_product(const Court *self, guint32 os)
{
    g_autoptr(GArray) family = NULL;

    if (strcmp(self->best->claim->scheme, IDENTITY_SCHEME_WINDOWS) != 0)
        return TRUE;
    family = identity_list_family(self->store, self->best->claim);
    for (guint i = 0; i < family->len; i++) {
        if (g_array_index(family, IdentityMatch, i).os == os)
            return TRUE;
    }
    return FALSE;
}

/* The label names a release of the family that is as exact as content says. */
static gboolean
is_of_best_version(const Court *self, const Candidate *labelled, gconstpointer data G_GNUC_UNUSED)
{
    const char *version = entry_get_value(&labelled->os, OSINFO_PRODUCT_PROP_VERSION);
    const char *distro = entry_get_value(&labelled->os, OSINFO_OS_PROP_DISTRO);

    return g_strcmp0(distro, self->best->distro) == 0 &&
           is_of_best_product(self, get_os_record(self, labelled)) &&
           (self->best->claim->version == NULL ||
            (version != NULL && versions_agree(version, self->best->claim->version)));
}

/* An entry for releases to come. */
static gboolean
is_unknown(const Court *self, const Candidate *labelled, gconstpointer data G_GNUC_UNUSED)
{
    guint32 os = get_os_record(self, labelled);

    return os != STORE_NONE && system_is_unknown(self->store, os);
}

/* The entries for releases to come of what was claimed whose labels match. */
static gboolean
is_to_come(const Court *self, const Candidate *labelled, gconstpointer data)
{
    const char *distro = entry_get_value(&labelled->os, OSINFO_OS_PROP_DISTRO);

    return is_unknown(self, labelled, data) && g_strcmp0(distro, self->best->distro) == 0;
}

/* How sure it is that the nearest relative of what was claimed is there. A label can name a release that is known
 * and still be none of its entries', of other machines for example. */
static OsinfoConfidence
get_relative_confidence(const Court *self)
{
    const Said *best = self->best;

    /* a version is that of what it was made of, where it has a name of its own */
    if (self->own != NULL || system_is_unknown(self->store, best->nearest))
        return OSINFO_CONFIDENCE_FAMILY;
    if (best->weight == IDENTITY_WEIGHT_LABEL && systems_have(best->systems, best->nearest))
        return best->systems->len > 1 ? OSINFO_CONFIDENCE_AMBIGUOUS : OSINFO_CONFIDENCE_LABEL;
    return best->claim->version != NULL ? OSINFO_CONFIDENCE_RELATIVE : OSINFO_CONFIDENCE_FAMILY;
}

static VerdictCandidate
new_relative(const Court *self)
{
    const Said *best = self->best;
    Entry os = entry_of_record(self->store, best->nearest);
    VerdictCandidate candidate = new_candidate(&os, NULL, get_relative_confidence(self));

    add_reasons(self, &candidate, best->nearest);
    return candidate;
}

/* Other systems that are called so; calls that can name a system only leave them out. */
static void
add_namesakes(Court *self)
{
    for (guint i = 0; i < self->best->systems->len; i++) {
        guint32 record = g_array_index(self->best->systems, guint32, i);
        Entry os = entry_of_record(self->store, record);
        VerdictCandidate candidate;

        if (record == self->best->nearest)
            continue;
        candidate = new_candidate(&os, NULL, OSINFO_CONFIDENCE_AMBIGUOUS);
        candidate.known_os = (Entry){.kind = FACT_N_KINDS};
        add_reasons(self, &candidate, record);
        g_array_append_val(self->candidates, candidate);
    }
}

/* The entry for releases to come, for calls that can name a system only. A release that is known is
 * none of them, not even where no medium of it is for such a machine. */
static Entry
get_to_come(const Court *self)
{
    const Said *best = self->best;
    guint32 unknown = identity_find_unknown(self->store, best->nearest, best->claim->version);

    if (unknown == STORE_NONE || said_is_hint(best) || self->own != NULL ||
        systems_have(best->systems, best->nearest))
        return (Entry){.kind = FACT_N_KINDS};
    return entry_of_record(self->store, unknown);
}

/* The nearest relative of what was claimed: for each entry whose label matches, or once. */
static void
add_relative(Court *self)
{
    VerdictCandidate candidate;

    self->is_claim = TRUE;
    for (guint i = 0; i < self->labelled->len; i++) {
        const Candidate *labelled = get_labelled(self, i);

        if (!is_to_come(self, labelled, NULL))
            continue;
        candidate = new_relative(self);
        candidate.entry = labelled->entry;
        candidate.known_os = labelled->os;
        add_key(candidate.supported_by, get_label_key(self));
        g_array_append_val(self->candidates, candidate);
    }
    if (self->candidates->len > 0)
        return;
    candidate = new_relative(self);
    candidate.known_os = get_to_come(self);
    if ((self->labelled->len > 0 || self->is_denied) &&
        !g_ptr_array_find_with_equal_func(candidate.supported_by, get_label_key(self), g_str_equal,
                                          NULL))
        add_key(candidate.contradicted_by, get_label_key(self));
    g_array_append_val(self->candidates, candidate);
    if (candidate.confidence == OSINFO_CONFIDENCE_AMBIGUOUS)
        add_namesakes(self);
}

/* Several systems are on the medium: none of them is the answer. */
static void
judge_several(Court *self)
{
    g_autoptr(GArray) systems = list_named(self);

    for (guint i = 0; i < systems->len; i++) {
        g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(guint32));
        guint n_before = self->candidates->len;

        g_array_append_val(one, g_array_index(systems, guint32, i));
        add_labels(self, is_among, one, OSINFO_CONFIDENCE_AMBIGUOUS);
        if (self->candidates->len == n_before)
            add_system(self, g_array_index(systems, guint32, i), OSINFO_CONFIDENCE_AMBIGUOUS);
    }
}

/* Known systems of families that content names besides, none of which is made of another one. */
static GArray *
list_rivals(const Court *self)
{
    GArray *rivals = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint i = 0; i < self->said->len; i++) {
        const Said *said = &g_array_index(self->said, Said, i);
        gboolean is_rival = said_is_rival(self->store, self->said, said, self->best);

        for (guint j = 0; is_rival && j < said->systems->len; j++) {
            if (!systems_have(rivals, g_array_index(said->systems, guint32, j)))
                g_array_append_val(rivals, g_array_index(said->systems, guint32, j));
        }
    }
    return rivals;
}

static gint
compare_systems(gconstpointer a, gconstpointer b, gpointer store)
{
    Entry first = entry_of_record(store, *(const guint32 *)a);
    Entry second = entry_of_record(store, *(const guint32 *)b);

    return rank_compare_systems(&first, &second);
}

/* The label decides, where it is that of one of them; or nothing does, least of all which file was read first. */
static void
judge_rivals(Court *self, GArray *systems, const GArray *rivals)
{
    self->is_claim = FALSE;
    g_array_append_vals(systems, rivals->data, rivals->len);
    g_array_sort_with_data(systems, compare_systems, self->store);
    if (add_labels(self, is_among, systems, OSINFO_CONFIDENCE_LABEL))
        return;
    for (guint i = 0; i < systems->len; i++)
        add_system(self, g_array_index(systems, guint32, i), OSINFO_CONFIDENCE_AMBIGUOUS);
}

/* Content names systems. */
static void
judge_content(Court *self)
{
    g_autoptr(GArray) systems = narrow(self);
    g_autoptr(GArray) rivals = list_rivals(self);

    self->is_claim = TRUE;
    if (has_several(self)) {
        judge_several(self);
        return;
    }
    if (rivals->len > 0) {
        judge_rivals(self, systems, rivals);
        return;
    }
    if (add_labels(self, is_among, systems, OSINFO_CONFIDENCE_CERTAIN) ||
        add_labels(self, is_made_of_best, NULL, OSINFO_CONFIDENCE_LABEL))
        return;
    for (guint i = 0; i < systems->len; i++)
        add_system(self, g_array_index(systems, guint32, i),
                   systems->len > 1 ? OSINFO_CONFIDENCE_AMBIGUOUS : OSINFO_CONFIDENCE_CERTAIN);
}

/* Content names a family, and a version that is not known perhaps. */
static void
judge_family(Court *self)
{
    self->is_claim = TRUE;
    if (!add_labels(self, is_of_best_version, NULL, OSINFO_CONFIDENCE_LABEL) &&
        !add_labels(self, is_made_of_best, NULL, OSINFO_CONFIDENCE_LABEL))
        add_relative(self);
}

/* The family that hints name is the label's, of several. */
static gboolean
is_hinted(const Court *self, const Candidate *labelled, gconstpointer data G_GNUC_UNUSED)
{
    return systems_have(self->best->systems, get_os_record(self, labelled)) ||
           g_strcmp0(entry_get_value(&labelled->os, OSINFO_OS_PROP_DISTRO), self->best->distro) ==
               0;
}

/* The version that nobody knows, as trees tell it or the label has it; a new text. NULL: neither does. */
static char *
dup_version_to_come(const Court *self)
{
    const char *text = evidence_get_text(
        self->evidence, self->kind == FACT_KIND_TREE ? "treeinfo.version" : get_label_key(self));

    return text != NULL ? label_dup_version(text) : NULL;
}

/* No more is said than by a label that the entry for releases to come of a series has: then that is a claim. FALSE: the
 * series has no release. */
static gboolean
claim_to_come(Court *self)
{
    guint32 unknown = get_os_record(self, get_labelled(self, 0));
    Said said = {.claim = &self->to_come, .weight = IDENTITY_WEIGHT_LABEL};
    g_autofree char *version = dup_version_to_come(self);

    said.nearest = identity_find_nearest_of_series(self->store, unknown, version);
    if (said.nearest == STORE_NONE)
        return FALSE;
    self->to_come = (IdentityClaim){.scheme = IDENTITY_SCHEME_CONTENT,
                                    .evidence = get_label_key(self),
                                    .version = g_steal_pointer(&version)};
    said.systems = g_array_new(FALSE, FALSE, sizeof(guint32));
    said.distro = get_text(self->store, said.nearest, OSINFO_OS_PROP_DISTRO);
    g_array_append_val(self->said, said);
    self->best = &g_array_index(self->said, Said, self->said->len - 1);
    return TRUE;
}

/* Only the label says something, or hints do. */
static void
judge_label(Court *self)
{
    gboolean are_unknown = are_all(self, is_unknown);

    if (are_unknown && (self->best == NULL || said_is_hint(self->best)) && claim_to_come(self))
        add_relative(self);
    else if (self->best != NULL && self->best->nearest != STORE_NONE &&
             (self->labelled->len == 0 ||
              (are_unknown && self->best->weight == IDENTITY_WEIGHT_LABEL)))
        add_relative(self);
    else if (self->best == NULL || !said_is_hint(self->best) ||
             !add_labels(self, is_hinted, NULL, OSINFO_CONFIDENCE_LABEL))
        add_labels(self, is_any, NULL, OSINFO_CONFIDENCE_LABEL);
}

/* Does somebody know the system by the file that @key is of? What it is like is another one. */
static gboolean
is_known_by(const Court *self, const char *key)
{
    gsize length = strcspn(key, ".") + 1;

    for (guint i = 0; i < self->said->len; i++) {
        const char *evidence = g_array_index(self->said, Said, i).claim->evidence;

        if (strncmp(evidence, key, length) == 0 && strcmp(evidence, IDENTITY_EVIDENCE_LIKE) != 0)
            return TRUE;
    }
    return FALSE;
}

/* The label means systems that call themselves otherwise, or what the medium was made of. */
static gboolean
is_denied(const Court *self, const Candidate *labelled, gconstpointer data G_GNUC_UNUSED)
{
    guint32 os = get_os_record(self, labelled);

    if (os == STORE_NONE)
        return FALSE;
    if (self->own->is_product)
        return self->best != NULL &&
               g_strcmp0(get_text(self->store, os, OSINFO_OS_PROP_DISTRO), self->best->distro) == 0;
    return strcmp(self->own->key, OS_RELEASE_ID) == 0 &&
           identity_has_scheme(self->store, os, IDENTITY_SCHEME_OS_RELEASE);
}

/* A system that is not known has a name of its own: what else is said is said of its parent. */
static void
hear_own_name(Court *self, const OwnName *own)
{
    if (own->key == NULL || is_known_by(self, own->key))
        return;
    if (self->best != NULL && self->best->weight == IDENTITY_WEIGHT_CONTENT && !own->is_product)
        return;
    self->own = own;
    self->is_denied = are_all(self, is_denied);
}

/* A label is of no use where a system says itself that it is another one. */
static gboolean
has_parent(const Court *self)
{
    return self->best != NULL && self->best->nearest != STORE_NONE &&
           (self->best->weight != IDENTITY_WEIGHT_LABEL ||
            strcmp(self->own->key, OS_RELEASE_ID) != 0);
}

static void
judge(Court *self)
{
    if (self->own != NULL && (self->is_denied || self->labelled->len == 0)) {
        self->labelled = self->nothing;
        if (has_parent(self))
            add_relative(self);
    } else if (self->own != NULL || self->best == NULL ||
               self->best->weight != IDENTITY_WEIGHT_CONTENT) {
        judge_label(self);
    } else if (self->best->systems->len > 0) {
        judge_content(self);
    } else {
        judge_family(self);
    }
}

/* Few media need it. */
static gboolean
needs_own_name(const Court *self)
{
    return self->labelled->len == 0 ||
           (self->best != NULL && self->best->weight == IDENTITY_WEIGHT_CONTENT) ||
           evidence_get_text(self->evidence, OS_RELEASE_ID) != NULL;
}

/* What the medium claims to be, where that decided or nothing did. */
static void
take_claim(const Court *self, Verdict *verdict)
{
    if (self->own != NULL && self->labelled->len == 0) {
        verdict->family = g_strdup(self->own->name);
        verdict->version = g_strdup(self->own->version);
    } else if (self->is_claim) {
        verdict->family = g_strdup(self->best->distro);
        verdict->version = g_strdup(self->best->claim->version);
    }
}

void
verdict_make(Store *store, FactKind kind, const Evidence *evidence, const GArray *labelled,
             Verdict *out_verdict)
{
    const char *architecture = verdict_find_architecture(evidence);
    g_autoptr(GArray) fitting = verdict_filter_by_architecture(labelled, architecture, evidence);
    g_autoptr(GArray) claims = NULL;
    g_autoptr(GArray) said = said_new_list();
    g_autoptr(GArray) nothing = rank_new();
    g_auto(OwnName) own = {.key = NULL};
    Court self = {.store = store,
                  .kind = kind,
                  .labelled = fitting,
                  .nothing = nothing,
                  .said = said,
                  .evidence = evidence,
                  .candidates = g_array_new(FALSE, FALSE, sizeof(VerdictCandidate))};

    g_array_set_clear_func(self.candidates, clear_candidate);
    *out_verdict = (Verdict){.candidates = self.candidates, .architecture = architecture};
    if (store != NULL) {
        claims = identity_find_claims(store, evidence);
        said_interpret(store, kind, claims, said);
        self.best = said_find_best(store, said);
    }
    if (needs_own_name(&self)) {
        own_name_find(evidence, &own);
        hear_own_name(&self, &own);
    }
    judge(&self);
    take_claim(&self, out_verdict);
    identity_claim_clear(&self.to_come);
}

void
verdict_clear(Verdict *self)
{
    g_clear_pointer(&self->candidates, g_array_unref);
    g_clear_pointer(&self->family, g_free);
    g_clear_pointer(&self->version, g_free);
}
