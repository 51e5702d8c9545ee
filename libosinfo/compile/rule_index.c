/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds the expressions of all records, by the rows with evidence, and makes an index of the texts
 * that they cannot do without. How such texts are found is literals.c's business.
 */
#include "config.h"

#include <string.h>

#include "compile/literals.h"
#include "compile/rule_index.h"
#include "facts/fields.h"

/* What a store has of the evidence of one kind. */
typedef struct {
    const FieldEvidence *evidence;
    guint32 keys[FIELD_MAX_EVIDENCE]; /* of the store; STORE_NONE: no record has it */
    guint32 condition_key;
} RuleKind;

/* Rules under one trigram from which on alternatives are looked at; how many of these at most; letters at
 * the end of each, where they differ. */
#define MANY_RULES 8
#define MOST_STARTS 8
#define START_LETTERS 6

#define COUNT_BITS 16

typedef struct {
    StoreWriter *writer;
    RuleInternFunc intern;
    gpointer data;
    RuleKind kinds[FACT_N_KINDS];
} RuleIndex;

static gconstpointer
get_section(const StoreWriter *writer, StoreSection section)
{
    return writer->sections[section]->data;
}

static guint32
find_key(const StoreWriter *writer, const char *name)
{
    const guint32 *keys = get_section(writer, STORE_SECTION_KEYS);
    const char *strings = get_section(writer, STORE_SECTION_STRINGS);

    for (guint32 i = 0; i < store_writer_count(writer, STORE_SECTION_KEYS); i++) {
        if (strcmp(strings + keys[i], name) == 0)
            return i;
    }
    return STORE_NONE;
}

static void
find_keys(RuleIndex *self)
{
    for (guint i = 0; i < FACT_N_KINDS; i++) {
        RuleKind *kind = &self->kinds[i];

        kind->evidence = field_get_evidence((FactKind)i);
        for (guint j = 0; j < kind->evidence->n_matched; j++)
            kind->keys[j] = find_key(self->writer, kind->evidence->fields[j]->key);
        if (kind->evidence->condition != NULL)
            kind->condition_key = find_key(self->writer, kind->evidence->condition->key);
    }
}

/* The first value; NULL: there is none. */
static const char *
find_value(const RuleIndex *self, const StoreRecordF *record, guint32 key)
{
    const StoreParamF *params = get_section(self->writer, STORE_SECTION_PARAMS);
    const char *strings = get_section(self->writer, STORE_SECTION_STRINGS);

    for (guint i = 0; i < record->n_params; i++) {
        if (params[record->first_param + i].key == key)
            return strings + params[record->first_param + i].value;
    }
    return NULL;
}

/* Can anything match the record at all? */
static gboolean
is_rule(const RuleIndex *self, const StoreRecordF *record)
{
    const RuleKind *kind = &self->kinds[record->kind];

    if (kind->evidence->condition != NULL)
        return g_strcmp0(find_value(self, record, kind->condition_key), "true") == 0;
    for (guint i = 0; i < kind->evidence->n_matched; i++) {
        const char *value = find_value(self, record, kind->keys[i]);

        if (value != NULL &&
            (i < kind->evidence->n_expressions || g_ascii_strtoll(value, NULL, 10) > 0))
            return TRUE;
    }
    return FALSE;
}

static void
write_literals(RuleIndex *self, const StoreRecordF *record, StoreRuleF *rule)
{
    const RuleKind *kind = &self->kinds[record->kind];

    rule->first_literal = store_writer_count(self->writer, STORE_SECTION_LITERALS);
    for (guint i = 0; i < kind->evidence->n_expressions; i++) {
        const char *expression = find_value(self, record, kind->keys[i]);
        g_autoptr(GPtrArray) found = NULL;

        if (expression == NULL)
            continue;
        found = literals_extract(expression, 3);
        for (guint j = 0; j < found->len; j++) {
            StoreLiteralF literal = {
                .field = kind->evidence->first_number + i,
                .text = self->intern(g_ptr_array_index(found, j), self->data),
            };

            store_writer_append(self->writer, STORE_SECTION_LITERALS, &literal);
            rule->n_literals++;
        }
    }
}

typedef void (*TrigramFunc)(guint32 key, gpointer data);

static void
foreach_trigram(const StoreWriter *writer, const StoreRuleF *rule, TrigramFunc func, gpointer data)
{
    const StoreLiteralF *literals = get_section(writer, STORE_SECTION_LITERALS);
    const char *strings = get_section(writer, STORE_SECTION_STRINGS);

    for (guint i = 0; i < rule->n_literals; i++) {
        const StoreLiteralF *literal = &literals[rule->first_literal + i];
        const char *text = strings + literal->text;

        for (; text[0] != '\0' && text[1] != '\0' && text[2] != '\0'; text++)
            func(STORE_TRIGRAM_KEY(literal->field, text), data);
    }
}

/* How many rules have which trigram. Now and then two share a number; then one is taken for more
 * common than it is. */
typedef struct {
    guint32 numbers[1 << COUNT_BITS];
} TrigramCounts;

static guint32 *
get_count(TrigramCounts *counts, guint32 key)
{
    return &counts->numbers[(key * 2654435769u) >> (32 - COUNT_BITS)];
}

static void
count_trigram(guint32 key, gpointer data)
{
    ++*get_count(data, key);
}

typedef struct {
    TrigramCounts *counts;
    guint32 key;
    guint count; /* 0: none found */
} Rarest;

static void
keep_rarest(guint32 key, gpointer data)
{
    Rarest *rarest = data;
    guint count = *get_count(rarest->counts, key);

    if (rarest->count == 0 || count < rarest->count ||
        (count == rarest->count && key < rarest->key)) {
        rarest->key = key;
        rarest->count = count;
    }
}

typedef struct {
    guint32 key;
    guint32 rule;
} Posting;

static gint
compare_postings(gconstpointer a, gconstpointer b)
{
    const Posting *first = a;
    const Posting *second = b;

    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    return first->rule < second->rule ? -1 : first->rule > second->rule;
}

/* The rarest trigram of a start in the literals of all rules; of equals the last one. */
static guint32
find_key_of_start(TrigramCounts *counts, guint32 field, const char *start)
{
    gsize length = strlen(start);
    const char *text = start + (length > START_LETTERS ? length - START_LETTERS : 0);
    guint32 key = 0;
    guint least = G_MAXUINT;

    for (; text[2] != '\0'; text++) {
        guint32 next = STORE_TRIGRAM_KEY(field, text);
        guint count = *get_count(counts, next);

        if (count <= least) {
            key = next;
            least = count;
        }
    }
    return key;
}

/* Enters a rule under each alternative that an expression begins with. FALSE: there are none. */
static gboolean
post_starts(TrigramCounts *counts, guint32 rule, guint32 field, const char *expression,
            GArray *postings)
{
    g_autoptr(GPtrArray) starts = literals_list_starts(expression, MOST_STARTS);

    for (guint i = 0; i < starts->len; i++) {
        if (strlen(g_ptr_array_index(starts, i)) < 3)
            return FALSE;
    }
    for (guint i = 0; i < starts->len && starts->len > 1; i++) {
        Posting posting = {find_key_of_start(counts, field, g_ptr_array_index(starts, i)), rule};

        g_array_append_val(postings, posting);
    }
    return starts->len > 1;
}

/* The same for the first of a rule's expressions that has some. */
static gboolean
post_alternatives(const RuleIndex *self, TrigramCounts *counts, guint32 rule, GArray *postings)
{
    const StoreRuleF *rules = get_section(self->writer, STORE_SECTION_RULES);
    const StoreRecordF *records = get_section(self->writer, STORE_SECTION_RECORDS);
    const StoreRecordF *record = &records[rules[rule].record];
    const RuleKind *kind = &self->kinds[record->kind];

    for (guint i = 0; i < kind->evidence->n_expressions; i++) {
        const char *expression = find_value(self, record, kind->keys[i]);

        if (expression != NULL && strchr(expression, '|') != NULL &&
            post_starts(counts, rule, kind->evidence->first_number + i, expression, postings))
            return TRUE;
    }
    return FALSE;
}

/* README 9: each rule is found through the rarest of the trigrams that it cannot do without, or
 * through one of each alternative that it begins with. */
static void
write_index(const RuleIndex *self)
{
    StoreWriter *writer = self->writer;
    guint n_rules = store_writer_count(writer, STORE_SECTION_RULES);
    const StoreRuleF *rules = get_section(writer, STORE_SECTION_RULES);
    g_autofree TrigramCounts *counts = g_new0(TrigramCounts, 1);
    g_autoptr(GArray) postings = g_array_new(FALSE, FALSE, sizeof(Posting));

    for (guint i = 0; i < n_rules; i++)
        foreach_trigram(writer, &rules[i], count_trigram, counts);
    for (guint32 i = 0; i < n_rules; i++) {
        Rarest rarest = {.counts = counts};
        Posting posting = {0, i};

        foreach_trigram(writer, &rules[i], keep_rarest, &rarest);
        posting.key = rarest.key;
        if ((rarest.count == 0 || rarest.count >= MANY_RULES) &&
            post_alternatives(self, counts, i, postings))
            continue;
        if (rarest.count > 0)
            g_array_append_val(postings, posting);
        else
            store_writer_append(writer, STORE_SECTION_ALWAYS, &i);
    }
    g_array_sort(postings, compare_postings);
    for (guint i = 0; i < postings->len;) {
        StoreTrigramF trigram = {.key = g_array_index(postings, Posting, i).key,
                                 .first_posting = i};

        for (; i < postings->len && g_array_index(postings, Posting, i).key == trigram.key; i++) {
            store_writer_append(writer, STORE_SECTION_POSTINGS,
                                &g_array_index(postings, Posting, i).rule);
            trigram.n_postings++;
        }
        store_writer_append(writer, STORE_SECTION_TRIGRAMS, &trigram);
    }
}

void
rule_index_write(StoreWriter *writer, RuleInternFunc intern, gpointer data)
{
    RuleIndex self = {.writer = writer, .intern = intern, .data = data};

    find_keys(&self);
    for (guint32 i = 0; i < store_writer_count(writer, STORE_SECTION_RECORDS); i++) {
        const StoreRecordF *records = get_section(writer, STORE_SECTION_RECORDS);
        StoreRuleF rule = {.record = i};

        if (!is_rule(&self, &records[i]))
            continue;
        write_literals(&self, &records[i], &rule);
        store_writer_append(writer, STORE_SECTION_RULES, &rule);
    }
    write_index(&self);
}
