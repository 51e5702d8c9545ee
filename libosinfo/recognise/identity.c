/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks names up in the index of the store. Every number in it is checked when it is followed, as
 * store_reader.h promises of all else.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"
#include "facts/cpe.h"
#include "facts/version.h"
#include "osinfo/osinfo_os.h"
#include "recognise/expression.h"
#include "recognise/expression_start.h"
#include "recognise/identity.h"

/* Words of ID_LIKE that are looked up. */
#define MAX_LIKE 8

/* The index, looked up once. */
typedef struct {
    Store *store;
    const StoreIdentityF *entries;
    guint n_entries;
} Index;

static Index
open_index(Store *store)
{
    Index self = {.store = store};

    self.entries = store_get_section(store, STORE_SECTION_IDENTITIES, &self.n_entries);
    return self;
}

static const char *
get_family(const Index *self, guint32 number)
{
    const char *text = store_get_string(self->store, self->entries[number].family);

    return text != NULL ? text : "";
}

/* The first entry whose family does not come before @text. */
static guint32
find_bound(const Index *self, const char *text)
{
    guint32 low = 0;
    guint32 high = self->n_entries;

    while (low < high) {
        guint32 middle = low + (high - low) / 2;

        if (strcmp(get_family(self, middle), text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The entries from @first on that are of its family. */
static IdentityFamily
get_range(const Index *self, guint32 first)
{
    return (IdentityFamily){first, CLAMP(self->entries[first].n_left, 1, self->n_entries - first)};
}

static gboolean
find_family(const Index *self, const char *text, IdentityFamily *out_family)
{
    guint32 first = find_bound(self, text);

    if (first >= self->n_entries || strcmp(get_family(self, first), text) != 0)
        return FALSE;
    *out_family = get_range(self, first);
    return TRUE;
}

/* An edition that has a family of its own, else that of all. */
static gboolean
find_family_of_name(const Index *self, const IdentityName *name, IdentityFamily *out_family)
{
    IdentityName plain = *name;
    g_autofree char *family = identity_new_family(name);
    g_autofree char *plain_family = NULL;

    if (family == NULL)
        return FALSE;
    if (find_family(self, family, out_family))
        return TRUE;
    plain.variant = NULL;
    plain_family = name->variant != NULL ? identity_new_family(&plain) : NULL;
    return plain_family != NULL && find_family(self, plain_family, out_family);
}

void
identity_claim_clear(IdentityClaim *self)
{
    g_clear_pointer(&self->version, g_free);
    g_clear_pointer(&self->name, g_free);
}

static void
clear_claim(gpointer data)
{
    identity_claim_clear(data);
}

/* FALSE: the store does not know the family. */
static gboolean
make_claim(const Index *self, const IdentityName *name, IdentityClaim *out_claim)
{
    IdentityClaim claim = {.scheme = name->scheme, .evidence = name->evidence};
    CpeName cpe;

    if (!find_family_of_name(self, name, &claim.family))
        return FALSE;
    claim.version = g_strdup(name->version);
    if (strcmp(name->scheme, IDENTITY_SCHEME_CPE) == 0 && cpe_parse(name->product, &cpe)) {
        claim.name = g_strdup(name->product);
        if (*cpe.fields[CPE_VERSION] != '\0')
            claim.version = g_strdup(cpe.fields[CPE_VERSION]);
    }
    *out_claim = claim;
    return TRUE;
}

/* A value as a text, be it a number; a new text, NULL: there is none. */
static char *
dup_evidence(const Evidence *evidence, const char *key)
{
    const char *text = key != NULL ? evidence_get_text(evidence, key) : NULL;
    gint64 number = key != NULL && text == NULL ? evidence_get_number(evidence, key) : -1;

    if (text != NULL)
        return *text != '\0' ? g_strdup(text) : NULL;
    return number >= 0 ? g_strdup_printf("%" G_GINT64_FORMAT, number) : NULL;
}

static void
claim_by_scheme(const Index *self, const IdentityScheme *scheme, const Evidence *evidence,
                GArray *claims)
{
    g_autofree char *product = dup_evidence(evidence, scheme->product_evidence);
    g_autofree char *version = NULL;
    g_autofree char *variant = NULL;
    IdentityName name = {.scheme = scheme->name, .evidence = scheme->product_evidence};
    IdentityClaim claim;

    if (product == NULL)
        return;
    version = dup_evidence(evidence, scheme->version_evidence);
    variant = dup_evidence(evidence, scheme->variant_evidence);
    name.product = product;
    name.version = version;
    name.variant = variant;
    if (make_claim(self, &name, &claim))
        g_array_append_val(claims, claim);
}

static guint
count_texts(const Evidence *evidence, const char *key)
{
    guint count = 0;

    for (guint i = 0; i < evidence->items->len; i++)
        count += strcmp(g_array_index(evidence->items, EvidenceItem, i).key, key) == 0;
    return count;
}

/* The systems that images on a medium install, each once. A product before which stands no build is one of which
 * no build is known, whatever stands before others. */
static void
claim_by_images(const Index *self, const IdentityScheme *scheme, const Evidence *evidence,
                GArray *claims)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *build = NULL;

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);
        IdentityName name = {.scheme = scheme->name,
                             .product = item->text,
                             .version = build,
                             .evidence = scheme->product_evidence};
        IdentityClaim claim;

        if (item->text == NULL)
            continue;
        if (strcmp(item->key, scheme->version_evidence) == 0)
            build = item->text;
        if (strcmp(item->key, scheme->product_evidence) != 0)
            continue;
        build = NULL;
        if (g_hash_table_add(seen, g_strconcat(name.product, ":", name.version, NULL)) &&
            make_claim(self, &name, &claim))
            g_array_append_val(claims, claim);
    }
}

/* The entries from @first on that begin with @start, where it is the first that does not come before; changes it
 * and back. */
static IdentityFamily
get_rules(const Index *self, guint32 first, char *start, gsize length)
{
    guint32 end = first;

    if (first < self->n_entries && strncmp(get_family(self, first), start, length) == 0) {
        /* what follows all that begins with it */
        start[length - 1]++;
        end = find_bound(self, start);
        start[length - 1]--;
    }
    return (IdentityFamily){first, end > first ? end - first : 0};
}

/* The expression of a family, which begins with '^' (schema/README.md); NULL: none. */
static const char *
get_expression(const Index *self, guint32 number, const char *start, gsize length)
{
    const char *family = get_family(self, number);

    return strncmp(family, start, length) == 0 && family[length] == '^' ? family + length : NULL;
}

/* Holds a text against the expressions that begin with @start, each once; @first: as get_rules() takes it. @key: the
 * evidence that it was found as. */
static void
claim_by_expressions(const Index *self, guint32 first, char *start, const char *key,
                     const char *text, ExpressionBudget *budget, GArray *claims)
{
    gsize length = strlen(start);
    IdentityFamily all = get_rules(self, first, start, length);
    guint32 bit = SYNTAX_START(*text) << STORE_IDENTITY_STARTS_SHIFT;

    for (guint32 number = all.first; number < all.first + all.count;) {
        IdentityClaim claim = {.scheme = IDENTITY_SCHEME_CONTENT, .evidence = key};
        ExpressionKind kind = (self->entries[number].flags & STORE_IDENTITY_SIMPLE) != 0
                                  ? EXPRESSION_SIMPLE
                                  : EXPRESSION_NOT_SIMPLE;
        const char *expression = NULL;

        claim.family = get_range(self, number);
        if ((self->entries[number].flags & bit) != 0)
            expression = get_expression(self, number, start, length);
        number += claim.family.count;
        if (expression == NULL)
            continue;
        if (expression_budget_is_spent(budget))
            return;
        if (!expression_matches_start(expression, kind, text, &claim.version))
            continue;
        if (claim.version != NULL && *claim.version == '\0')
            g_clear_pointer(&claim.version, g_free);
        g_array_append_val(claims, claim);
    }
}

/* @text, and those of the pieces of evidence KEY+KEY…, with blanks between; a new text. NULL: one is not there. */
static char *
join_texts(const char *text, const char *keys, const Evidence *evidence)
{
    g_autoptr(GString) all = g_string_new(text);
    g_auto(GStrv) names = g_strsplit(keys, "+", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        const char *next = evidence_get_text(evidence, names[i]);

        if (next == NULL)
            return NULL;
        g_string_append_printf(all, " %s", next);
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

/* Expressions for several pieces of evidence, KEY+KEY…, are held against all of their texts; @first is the first that
 * may begin with @start. */
static void
claim_by_several(const Index *self, guint32 first, const char *start, const EvidenceItem *item,
                 const Evidence *evidence, ExpressionBudget *budget, GArray *claims)
{
    g_autofree char *last = NULL;

    for (guint32 i = first; i < self->n_entries && g_str_has_prefix(get_family(self, i), start);
         i++) {
        const char *others = get_family(self, i) + strlen(start);
        g_autofree char *keys = g_strndup(others, strcspn(others, ":"));
        g_autofree char *text =
            g_strcmp0(keys, last) != 0 ? join_texts(item->text, keys, evidence) : NULL;

        if (text != NULL) {
            g_autofree char *rules = g_strconcat(start, keys, ":", NULL);

            claim_by_expressions(self, find_bound(self, rules), rules, item->key, text, budget,
                                 claims);
        }
        g_free(last);
        last = g_steal_pointer(&keys);
    }
}

/* What menus and /etc/fstab have is the label that the medium was made with. */
static gboolean
is_other_label(const char *key)
{
    return strcmp(key, "boot.label") == 0 || strcmp(key, "fstab.label") == 0;
}

/* One text against all expressions for it, then together with others. */
static void
claim_by_text(const Index *self, const EvidenceItem *item, const Evidence *evidence,
              ExpressionBudget *budget, GArray *claims)
{
    const char *rules = is_other_label(item->key) ? "iso9660.volume-id" : item->key;
    g_autofree char *start = identity_new_content_start(rules);
    g_autofree char *several = g_strconcat(IDENTITY_SCHEME_CONTENT ":", item->key, "+", NULL);
    guint32 first_of_several = find_bound(self, several);
    guint32 first = first_of_several;

    /* mostly it is the same one: '+' comes before ':' */
    if (rules != item->key ||
        (first < self->n_entries && strcmp(get_family(self, first), start) < 0))
        first = find_bound(self, start);
    claim_by_expressions(self, first, start, item->key, item->text, budget, claims);
    claim_by_several(self, first_of_several, several, item, evidence, budget, claims);
}

static GArray *
new_claims(void)
{
    GArray *claims = g_array_new(FALSE, FALSE, sizeof(IdentityClaim));

    g_array_set_clear_func(claims, clear_claim);
    return claims;
}

static gboolean
is_claimed(const GArray *claims, const char *evidence)
{
    for (guint i = 0; i < claims->len; i++) {
        if (g_strcmp0(g_array_index(claims, IdentityClaim, i).evidence, evidence) == 0)
            return TRUE;
    }
    return FALSE;
}

/* What a system that nobody knows says it is like, the nearest one first. */
static void
claim_by_likeness(const Index *self, const Evidence *evidence, GArray *claims)
{
    const char *text = evidence_get_text(evidence, IDENTITY_EVIDENCE_LIKE);
    g_auto(GStrv) words = NULL;

    if (text == NULL || is_claimed(claims, "os-release.id"))
        return;
    words = g_strsplit(text, " ", MAX_LIKE + 1);
    for (guint i = 0; words[i] != NULL && i < MAX_LIKE; i++) {
        IdentityName name = {.scheme = IDENTITY_SCHEME_OS_RELEASE,
                             .product = words[i],
                             .evidence = IDENTITY_EVIDENCE_LIKE};
        IdentityClaim claim;

        if (*words[i] != '\0' && make_claim(self, &name, &claim))
            g_array_append_val(claims, claim);
    }
}

GArray *
identity_find_claims(Store *store, const Evidence *evidence)
{
    Index index = open_index(store);
    GArray *claims = new_claims();
    ExpressionBudget budget = {0};

    if (index.n_entries == 0)
        return claims;
    for (const IdentityScheme *scheme = identity_schemes(); scheme->name != NULL; scheme++) {
        if (strcmp(scheme->name, IDENTITY_SCHEME_WINDOWS) == 0 &&
            count_texts(evidence, scheme->product_evidence) > 1)
            claim_by_images(&index, scheme, evidence, claims);
        else
            claim_by_scheme(&index, scheme, evidence, claims);
    }
    claim_by_likeness(&index, evidence, claims);
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text != NULL)
            claim_by_text(&index, item, evidence, &budget, claims);
    }
    return claims;
}

gboolean
identity_claim_name(Store *store, const char *scheme, const char *name, IdentityClaim *out_claim)
{
    Index index = open_index(store);
    g_autofree char *parts = NULL;
    g_autofree char *start = NULL;
    g_autoptr(GArray) claims = NULL;
    ExpressionBudget budget = {0};
    IdentityName parsed;

    if (!identity_name_parse(scheme, name, &parts, &parsed))
        return FALSE;
    if (strcmp(scheme, IDENTITY_SCHEME_CONTENT) != 0)
        return make_claim(&index, &parsed, out_claim);
    if (parsed.version == NULL)
        return FALSE;
    claims = new_claims();
    start = identity_new_content_start(parsed.product);
    claim_by_expressions(&index, find_bound(&index, start), start, parsed.product, parsed.version,
                         &budget, claims);
    if (claims->len == 0)
        return FALSE;
    *out_claim = g_array_index(claims, IdentityClaim, 0);
    out_claim->evidence = NULL; /* the text of a caller */
    out_claim->version = g_strdup(out_claim->version);
    return TRUE;
}

/* A claim, and what it needs to be held against entries. */
typedef struct {
    const Index *index;
    const char *version; /* NULL: none */
    gboolean is_shared;  /* IdentityScheme */
    const CpeName *cpe;  /* NULL: the version is all there is */
    guint32 product_key;
} Question;

/* How well an entry's version meets a claim; greater is better, 0: not at all. */
static gsize
rate_version(const Question *self, const StoreIdentityF *entry)
{
    const char *version = store_get_string(self->index->store, entry->version);

    if ((entry->flags & STORE_IDENTITY_PREVIEW) != 0)
        return 0;
    if ((entry->flags & STORE_IDENTITY_ANY) != 0)
        return 1;
    if (self->version == NULL || version == NULL)
        return self->version == version ? G_MAXSIZE : 0;
    if (strcmp(version, self->version) == 0)
        return G_MAXSIZE;
    if ((entry->flags & STORE_IDENTITY_BELOW) == 0 ||
        !identity_version_is_below(self->version, version))
        return 0;
    return self->is_shared ? G_MAXSIZE : 1 + strlen(version);
}

/* The same of a name whose version is not all. */
static gsize
rate_rest(const Question *self, const StoreIdentityF *entry)
{
    CpeName name;
    const char *text = store_get_value(self->index->store, entry->record, self->product_key);

    return text != NULL && cpe_parse(text, &name) ? cpe_compare_rest(&name, self->cpe)
                                                  : CPE_REST_DIFFERS;
}

static gsize
rate_entry(const Question *self, const StoreIdentityF *entry)
{
    gsize rate = rate_version(self, entry);

    return rate > 0 && self->cpe != NULL ? rate_rest(self, entry) : rate;
}

/* FALSE: the entry leads nowhere. */
static gboolean
get_match(const Index *self, guint32 number, IdentityMatch *out_match)
{
    const StoreRecordF *record = number < self->n_entries
                                     ? store_get_record(self->store, self->entries[number].record)
                                     : NULL;
    const StoreRecordF *os = record != NULL && record->kind == FACT_KIND_IDENTITY
                                 ? store_get_record(self->store, record->owner)
                                 : NULL;

    if (os == NULL || os->kind != FACT_KIND_OS)
        return FALSE;
    *out_match = (IdentityMatch){record->owner, self->entries[number].record};
    return TRUE;
}

GArray *
identity_find_systems(Store *store, const IdentityClaim *claim)
{
    Index index = open_index(store);
    const IdentityScheme *scheme = identity_scheme_find(claim->scheme);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(IdentityMatch));
    CpeName cpe;
    Question question = {.index = &index,
                         .version = claim->version,
                         .is_shared = scheme != NULL && scheme->is_shared,
                         .product_key = store_find_key(store, IDENTITY_PRODUCT)};
    gsize best = 1;

    if (claim->name != NULL && cpe_parse(claim->name, &cpe))
        question.cpe = &cpe;
    for (guint32 i = 0; i < claim->family.count; i++) {
        guint32 number = claim->family.first + i;
        IdentityMatch match;
        gsize rate;

        if (!get_match(&index, number, &match))
            continue;
        rate = rate_entry(&question, &index.entries[number]);
        if (rate < best)
            continue;
        if (rate > best)
            g_array_set_size(found, 0);
        best = rate;
        g_array_append_val(found, match);
    }
    return found;
}

GArray *
identity_list_family(Store *store, const IdentityClaim *claim)
{
    Index index = open_index(store);
    GArray *found = g_array_new(FALSE, FALSE, sizeof(IdentityMatch));

    for (guint32 i = 0; i < claim->family.count; i++) {
        IdentityMatch match;

        if (get_match(&index, claim->family.first + i, &match))
            g_array_append_val(found, match);
    }
    return found;
}

/* A candidate for the nearest relative. */
typedef struct {
    const char *version; /* NULL: it has none */
    gboolean is_aside;
    gboolean is_rolling;
    int order; /* against the claimed version: below 0, 0, above; below where one has none */
    guint32 os;
} Relative;

/* As version_order(), which a version that both or one of them agree with spares. */
static int
compare_versions(const Relative *a, const Relative *b)
{
    if (a->version == NULL)
        return 0;
    return a->order == 0 || b->order == 0 ? a->order - b->order
                                          : version_order(a->version, b->version);
}

/* The system's own version; "": it has none. */
static const char *
get_release(Store *store, guint32 os)
{
    const char *version = store_get_value(store, os, store_find_key(store, "version"));

    return identity_is_release(version) ? version : "";
}

/* Is @a nearer than @b? */
static gboolean
is_nearer(Store *store, const Relative *a, const Relative *b)
{
    int order;

    if (b->os == STORE_NONE || a->is_aside != b->is_aside)
        return b->os == STORE_NONE || b->is_aside;
    if ((a->version == NULL) != (b->version == NULL))
        return a->version != NULL;
    if ((a->order > 0) != (b->order > 0))
        return b->order > 0;
    order = compare_versions(a, b);
    if (order != 0)
        return a->order > 0 ? order < 0 : order > 0;
    if (a->is_rolling != b->is_rolling)
        return b->is_rolling;
    return version_order(get_release(store, a->os), get_release(store, b->os)) > 0;
}

/* Holds it against the version that was claimed, which may be NULL, and keeps it where it is nearer. */
static void
keep_nearer(Store *store, Relative relative, const char *claimed, Relative *best)
{
    relative.order =
        relative.version != NULL && claimed != NULL ? version_order(relative.version, claimed) : -1;
    if (is_nearer(store, &relative, best))
        *best = relative;
}

gboolean
identity_has_scheme(Store *store, guint32 os, const char *scheme)
{
    Index index = open_index(store);
    g_autofree char *start = g_strconcat(scheme, ":", NULL);
    IdentityMatch match;

    for (guint32 i = find_bound(&index, start);
         i < index.n_entries && g_str_has_prefix(get_family(&index, i), start); i++) {
        if (get_match(&index, i, &match) && match.os == os)
            return TRUE;
    }
    return FALSE;
}

guint32
identity_find_nearest(Store *store, const IdentityClaim *claim)
{
    Index index = open_index(store);
    Relative best = {.os = STORE_NONE};

    for (guint32 i = 0; i < claim->family.count; i++) {
        guint32 number = claim->family.first + i;
        IdentityMatch match;

        if (!get_match(&index, number, &match))
            continue;
        keep_nearer(store,
                    (Relative){
                        .version = store_get_string(store, index.entries[number].version),
                        .is_aside = (index.entries[number].flags & STORE_IDENTITY_ASIDE) != 0,
                        .is_rolling = (index.entries[number].flags & STORE_IDENTITY_ROLLING) != 0,
                        .os = match.os,
                    },
                    claim->version, &best);
    }
    return best.os;
}

guint32
identity_find_nearest_of_series(Store *store, guint32 unknown, const char *version)
{
    const char *id = store_get_id(store, unknown);
    gsize length = id != NULL ? identity_series_length(id) : 0;
    guint32 status_key = store_find_key(store, OSINFO_OS_PROP_RELEASE_STATUS);
    Relative best = {.os = STORE_NONE};
    guint32 first = 0;
    guint n_systems = length > 0 ? store_get_range(store, FACT_KIND_OS, &first) : 0;

    for (guint i = 0; i < n_systems; i++) {
        const char *other = store_get_id(store, first + i);
        const char *status = store_get_value(store, first + i, status_key);
        const char *release = get_release(store, first + i);

        if (other == NULL || strncmp(other, id, length + 1) != 0 || identity_is_unknown(other))
            continue;
        keep_nearer(store,
                    (Relative){
                        .version = *release != '\0' ? release : NULL,
                        .is_aside = version_is_aside(status),
                        .is_rolling = g_strcmp0(status, "rolling") == 0,
                        .os = first + i,
                    },
                    version, &best);
    }
    return best.os;
}

guint32
identity_find_unknown(Store *store, guint32 os, const char *version)
{
    const char *id = store_get_id(store, os);
    gsize length = id != NULL ? identity_series_length(id) : 0;
    g_autofree char *of_version = NULL;
    g_autofree char *of_series = NULL;
    guint32 found = STORE_NONE;

    if (length == 0)
        return STORE_NONE;
    if (version != NULL && identity_is_release(version)) {
        of_version = g_strdup_printf("%.*s/%.*s-" IDENTITY_UNKNOWN, (int)length, id,
                                     (int)strcspn(version, "."), version);
        found = store_find(store, FACT_KIND_OS, of_version);
    }
    if (found != STORE_NONE)
        return found;
    of_series = g_strdup_printf("%.*s/" IDENTITY_UNKNOWN, (int)length, id);
    return store_find(store, FACT_KIND_OS, of_series);
}

static void
add_once(GArray *records, GHashTable *seen, guint32 record)
{
    if (g_hash_table_add(seen, GUINT_TO_POINTER(record)))
        g_array_append_val(records, record);
}

static void
add_by_short_id(Store *store, const char *short_id, GArray *records, GHashTable *seen)
{
    guint32 first = 0;
    guint n_systems = store_get_range(store, FACT_KIND_OS, &first);
    guint32 key = store_find_key(store, "short-id");

    for (guint i = 0; i < n_systems; i++) {
        guint n_params = 0;
        const StoreParamF *params = store_get_params(store, first + i, &n_params);

        if (store_get_record(store, first + i)->kind != FACT_KIND_OS)
            continue;
        for (guint j = 0; j < n_params; j++) {
            if (params[j].key == key &&
                g_strcmp0(store_get_string(store, params[j].value), short_id) == 0)
                add_once(records, seen, first + i);
        }
    }
}

GArray *
identity_find_by_name(Store *store, const char *scheme, const char *name)
{
    GArray *records = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    g_auto(IdentityClaim) claim = {.scheme = NULL};
    g_autoptr(GArray) found = NULL;

    if (strcmp(scheme, IDENTITY_SCHEME_LIBGUESTFS) == 0)
        add_by_short_id(store, name, records, seen);
    if (!identity_claim_name(store, scheme, name, &claim))
        return records;
    found = identity_find_systems(store, &claim);
    for (guint i = 0; i < found->len; i++)
        add_once(records, seen, g_array_index(found, IdentityMatch, i).os);
    return records;
}
