/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Holds evidence against entries, by the rows that say what of an entry is compared with which
 * evidence. What is done with the entries that match, and in which order, is left to rank.c.
 */
#include "config.h"

#include <string.h>

#include "facts/fields.h"
#include "osinfo/osinfo_media.h"
#include "recognise/expression.h"
#include "recognise/expression_start.h"
#include "recognise/match.h"

/* What is compared, looked up once for entries of one kind. */
typedef struct {
    const FieldEvidence *rows;
    EntryKey keys[FIELD_MAX_EVIDENCE];
    const char *texts[FIELD_MAX_EVIDENCE]; /* for the expressions; NULL: nothing was found */
    gint64 numbers[FIELD_MAX_EVIDENCE];    /* for what must be equal; -1 likewise */
    EntryKey condition_key;
    EntryKey architecture_key;
    const char *architecture;
} Comparison;

/* @store: that of the entries; NULL: they are not records. */
static Comparison
compare_with(FactKind kind, Store *store, const Evidence *evidence)
{
    Comparison self = {.rows = field_get_evidence(kind)};

    for (guint i = 0; i < self.rows->n_matched; i++) {
        const FieldSpec *field = self.rows->fields[i];

        self.keys[i] = entry_key_find(field->key, store);
        if (i < self.rows->n_expressions)
            self.texts[i] = evidence_get_text(evidence, field->evidence);
        else
            self.numbers[i] = evidence_get_number(evidence, field->evidence);
    }
    if (self.rows->condition != NULL)
        self.condition_key = entry_key_find(self.rows->condition->key, store);
    self.architecture_key = entry_key_find(OSINFO_MEDIA_PROP_ARCHITECTURE, store);
    self.architecture = evidence_get_text(evidence, EVIDENCE_ARCHITECTURE);
    return self;
}

/* Names of one architecture. What Debian and boot loaders call them stands on media, not in databases. */
static const struct {
    const char *ours;
    const char *other;
    gboolean is_on_media;
} aliases[] = {
    /* clang-format off */
    {"i686",    "i386",      FALSE},
    {"i686",    "i486",      FALSE},
    {"i686",    "i586",      FALSE},
    {"i686",    "ia32",      TRUE},
    {"armv7l",  "armhfp",    FALSE},
    {"aarch64", "arm64",     TRUE},
    {"aarch64", "aa64",      TRUE},
    {"ppc64le", "ppc64el",   TRUE},
    {"x86_64",  "x86_64_v2", FALSE},
    {"x86_64",  "x86_64_v3", FALSE},
    {"x86_64",  "x86_64_v4", FALSE},
    {"x86_64",  "amd64",     TRUE},
    {"x86_64",  "x64",       TRUE},
    /* clang-format on */
};

static const char *
find_architecture(const char *name, gboolean is_on_media)
{
    for (guint i = 0; name != NULL && i < G_N_ELEMENTS(aliases); i++) {
        if ((is_on_media || !aliases[i].is_on_media) && strcmp(name, aliases[i].other) == 0)
            return aliases[i].ours;
    }
    return name;
}

const char *
match_get_architecture(const char *name)
{
    return find_architecture(name, TRUE);
}

/* Nothing said, on either side, excludes nothing. */
gboolean
match_architectures(const char *found, const char *wanted)
{
    if (found == NULL || strcmp(found, OSINFO_ARCHITECTURE_ALL) == 0 || wanted == NULL ||
        strcmp(wanted, OSINFO_ARCHITECTURE_ALL) == 0)
        return TRUE;
    return strcmp(find_architecture(found, FALSE), find_architecture(wanted, FALSE)) == 0;
}

/* What is left to be tried, once all else agrees. */
static gboolean
expressions_agree(const Comparison *comparison, const char *const *left)
{
    for (guint i = 0; i < comparison->rows->n_expressions; i++) {
        if (left[i] != NULL && !expression_matches(left[i], comparison->texts[i]))
            return FALSE;
    }
    return TRUE;
}

/* Only numbers above 0 say something. */
static gboolean
numbers_agree(const Comparison *comparison, const Entry *entry, guint *n_agreed)
{
    for (guint i = comparison->rows->n_expressions; i < comparison->rows->n_matched; i++) {
        const char *text = entry_get_found(entry, &comparison->keys[i]);
        gint64 number = text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;

        if (number <= 0)
            continue;
        if (number != comparison->numbers[i])
            return FALSE;
        ++*n_agreed;
    }
    return TRUE;
}

/* Where there is a condition, it says as much as a field that agrees. */
static gboolean
condition_holds(const Comparison *comparison, const Entry *entry, guint *n_agreed)
{
    const char *value = NULL;

    if (comparison->rows->condition == NULL)
        return TRUE;
    value = entry_get_found(entry, &comparison->condition_key);
    ++*n_agreed;
    return value != NULL && (strcmp(value, "true") == 0 || strcmp(value, "yes") == 0);
}

/* Of the expression with that number. */
static ExpressionKind
get_kind(const StoreRuleF *rule, guint number)
{
    if (rule == NULL)
        return EXPRESSION_NOT_KNOWN;
    return (rule->simple & 1u << number) != 0 ? EXPRESSION_SIMPLE : EXPRESSION_NOT_SIMPLE;
}

/* An entry that says nothing about a field does not care; one that does needs a text that matches. Most entries
 * that the index proposes name another release, which their letters tell. *@out_left are expressions of which letters
 * tell nothing. @rule: of the entry, or NULL. */
static gboolean
expressions_may_agree(const Comparison *comparison, const Entry *entry, const StoreRuleF *rule,
                      const char **out_left, guint *n_agreed)
{
    for (guint i = 0; i < comparison->rows->n_expressions; i++) {
        const char *pattern = entry_get_found(entry, &comparison->keys[i]);
        const char *text = comparison->texts[i];
        ExpressionAnswer answer = EXPRESSION_DIFFERS;

        if (pattern == NULL)
            continue;
        if (text != NULL)
            answer = expression_try(pattern, get_kind(rule, i), text, NULL);
        if (answer == EXPRESSION_DIFFERS)
            return FALSE;
        out_left[i] = answer == EXPRESSION_MAY_MATCH ? pattern : NULL;
        ++*n_agreed;
    }
    return TRUE;
}

static gboolean
entry_agrees(const Comparison *comparison, const Entry *entry, const StoreRuleF *rule)
{
    const char *left[FIELD_MAX_EVIDENCE] = {NULL};
    guint n_agreed = 0;

    return expressions_may_agree(comparison, entry, rule, left, &n_agreed) &&
           match_architectures(comparison->architecture,
                               entry_get_found(entry, &comparison->architecture_key)) &&
           condition_holds(comparison, entry, &n_agreed) &&
           numbers_agree(comparison, entry, &n_agreed) && expressions_agree(comparison, left) &&
           n_agreed > 0;
}

gboolean
match_entry(const Entry *entry, const Evidence *evidence)
{
    Comparison comparison = compare_with(entry->kind, entry->store, evidence);

    return entry_agrees(&comparison, entry, NULL);
}

/* What a search in the index needs again and again. */
typedef struct {
    const Comparison *comparison;
    FactKind kind;
    Store *store;
    const StoreTrigramF *trigrams;
    guint n_trigrams;
    const guint32 *postings;
    guint n_postings;
    const StoreRuleF *rules;
    guint n_rules;
    const StoreLiteralF *literals;
    guint n_literals;
    guint64 pairs; /* store_list_pairs() of all that is compared */
    guint8 *tried; /* a bit for each rule: alternatives may find it more than once */
    GArray *found; /* of records */
    ExpressionBudget budget;
} Search;

/* Texts that the rule cannot do without, before any expression is tried. */
static gboolean
has_literals(const Search *search, const StoreRuleF *rule)
{
    const Comparison *comparison = search->comparison;
    gboolean is_there = FALSE; /* one of those that are alternatives */

    if (rule->first_literal > search->n_literals ||
        rule->n_literals > search->n_literals - rule->first_literal)
        return FALSE;
    for (guint i = 0; i < rule->n_literals; i++) {
        const StoreLiteralF *literal = &search->literals[rule->first_literal + i];
        guint field = (literal->field & ~STORE_LITERAL_OR) - comparison->rows->first_number;
        const char *text = store_get_string(search->store, literal->text);

        if (field >= comparison->rows->n_expressions || text == NULL ||
            comparison->texts[field] == NULL)
            return FALSE;
        if (strstr(comparison->texts[field], text) != NULL)
            is_there = TRUE;
        if ((literal->field & STORE_LITERAL_OR) != 0)
            continue;
        if (!is_there)
            return FALSE;
        is_there = FALSE;
    }
    return TRUE;
}

static void
try_rule(Search *search, guint32 number)
{
    const StoreRuleF *rule;
    Entry entry;

    if (number >= search->n_rules || (search->rules[number].pairs & ~search->pairs) != 0 ||
        (search->tried[number / 8] & 1 << number % 8) != 0)
        return;
    rule = &search->rules[number];
    search->tried[number / 8] |= (guint8)(1 << number % 8);
    if (!has_literals(search, rule) || expression_budget_is_spent(&search->budget))
        return;
    entry = entry_of_record(search->store, rule->record);
    if (entry.kind == search->kind && entry_agrees(search->comparison, &entry, rule))
        g_array_append_val(search->found, entry.record);
}

static void
try_trigram(Search *search, guint32 key)
{
    const StoreTrigramF *trigram = search->trigrams;

    if (search->n_trigrams == 0)
        return;
    /* without a branch that nobody can predict: the last one that is not above it is in what is left */
    for (guint left = search->n_trigrams; left > 1; left -= left / 2)
        trigram += trigram[left / 2].key <= key ? left / 2 : 0;
    if (trigram->key != key)
        return;
    if (trigram->first_posting > search->n_postings ||
        trigram->n_postings > search->n_postings - trigram->first_posting)
        return;
    for (guint i = 0; i < trigram->n_postings; i++)
        try_rule(search, search->postings[trigram->first_posting + i]);
}

static gint
compare_records(gconstpointer a, gconstpointer b)
{
    guint32 first = *(const guint32 *)a;
    guint32 second = *(const guint32 *)b;

    return first < second ? -1 : first > second;
}

GArray *
match_find(Store *store, FactKind kind, const Evidence *evidence)
{
    Comparison comparison = compare_with(kind, store, evidence);
    Search search = {.comparison = &comparison,
                     .kind = kind,
                     .store = store,
                     .found = g_array_new(FALSE, FALSE, sizeof(guint32))};
    g_autofree guint8 *tried = NULL;
    guint n_always = 0;
    const guint32 *always = store_get_section(store, STORE_SECTION_ALWAYS, &n_always);

    search.trigrams = store_get_section(store, STORE_SECTION_TRIGRAMS, &search.n_trigrams);
    search.postings = store_get_section(store, STORE_SECTION_POSTINGS, &search.n_postings);
    search.rules = store_get_section(store, STORE_SECTION_RULES, &search.n_rules);
    search.literals = store_get_section(store, STORE_SECTION_LITERALS, &search.n_literals);
    search.tried = tried = g_malloc0(search.n_rules / 8 + 1);

    for (guint i = 0; i < comparison.rows->n_expressions; i++) {
        if (comparison.texts[i] != NULL)
            search.pairs |=
                store_list_pairs(comparison.rows->first_number + i, comparison.texts[i]);
    }
    for (guint i = 0; i < comparison.rows->n_expressions; i++) {
        const char *text = comparison.texts[i];
        guint field = comparison.rows->first_number + i;

        if (text == NULL || text[0] == '\0' || text[1] == '\0')
            continue;
        for (; text[2] != '\0'; text++)
            try_trigram(&search, STORE_TRIGRAM_KEY(field, text));
    }
    for (guint i = 0; i < n_always; i++)
        try_rule(&search, always[i]);
    g_array_sort(search.found, compare_records);
    return search.found;
}
