/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds the expressions of all records, by the rows with evidence, and makes an index of the texts
 * that they cannot do without. How such texts are found is literals.c's business.
 */
#include "config.h"

#include <string.h>

#include "base/expression_syntax.h"
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
write_literal(RuleIndex *self, guint32 field, const char *text, StoreRuleF *rule)
{
    StoreLiteralF literal = {.field = field, .text = self->intern(text, self->data)};

    store_writer_append(self->writer, STORE_SECTION_LITERALS, &literal);
    rule->n_literals++;
}

/* One that has no alternative. */
static void
write_needed_literal(RuleIndex *self, guint32 field, const char *text, StoreRuleF *rule)
{
    write_literal(self, field, text, rule);
    rule->pairs |= store_list_pairs(field, text);
}

static void
write_literals(RuleIndex *self, const StoreRecordF *record, StoreRuleF *rule)
{
    const RuleKind *kind = &self->kinds[record->kind];

    rule->first_literal = store_writer_count(self->writer, STORE_SECTION_LITERALS);
    for (guint i = 0; i < kind->evidence->n_expressions; i++) {
        const char *expression = find_value(self, record, kind->keys[i]);
        guint32 field = kind->evidence->first_number + i;
        g_autoptr(GPtrArray) choices = NULL;
        g_autoptr(GPtrArray) found = NULL;

        if (expression == NULL)
            continue;
        if (syntax_is_simple(expression))
            rule->simple |= 1u << i;
        if (strchr(expression, '|') != NULL)
            choices = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
        found = literals_extract(expression, 3, choices);
        for (guint j = 0; j < found->len; j++)
            write_needed_literal(self, field, g_ptr_array_index(found, j), rule);
        for (guint j = 0; choices != NULL && j < choices->len; j++) {
            char **texts = g_ptr_array_index(choices, j);

            for (guint k = 0; texts[k] != NULL; k++)
                write_literal(self, texts[k + 1] != NULL ? field | STORE_LITERAL_OR : field,
                              texts[k], rule);
        }
    }
}

typedef void (*TrigramFunc)(guint32 key, gpointer data);

static void
foreach_trigram_of(guint32 field, const char *text, TrigramFunc func, gpointer data)
{
    for (; text[0] != '\0' && text[1] != '\0' && text[2] != '\0'; text++)
        func(STORE_TRIGRAM_KEY(field, text), data);
}

/* Those of texts that have no alternative. */
static void
foreach_trigram(const StoreWriter *writer, const StoreRuleF *rule, TrigramFunc func, gpointer data)
{
    const StoreLiteralF *literals = get_section(writer, STORE_SECTION_LITERALS);
    const char *strings = get_section(writer, STORE_SECTION_STRINGS);
    gboolean is_choice = FALSE;

    for (guint i = 0; i < rule->n_literals; i++) {
        const StoreLiteralF *literal = &literals[rule->first_literal + i];

        if ((literal->field & STORE_LITERAL_OR) != 0)
            is_choice = TRUE;
        else if (is_choice)
            is_choice = FALSE; /* the last one */
        else
            foreach_trigram_of(literal->field, strings + literal->text, func, data);
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

/* The alternatives that one of a rule's expressions begins with. */
typedef struct {
    guint32 rule;
    guint32 field;
    GPtrArray *texts;
} RuleStarts;

static void
clear_starts(gpointer data)
{
    RuleStarts *starts = data;

    g_ptr_array_unref(starts->texts);
}

/* Letters of a start that tell it from others. */
static const char *
get_end(const char *start)
{
    gsize length = strlen(start);

    return start + (length > START_LETTERS ? length - START_LETTERS : 0);
}

/* FALSE: there is one alone, or one that is too short. */
static gboolean
list_starts(guint32 rule, guint32 field, const char *expression, GArray *all)
{
    RuleStarts starts = {rule, field, literals_list_starts(expression, MOST_STARTS)};
    gboolean are_good = starts.texts->len > 1;

    for (guint i = 0; i < starts.texts->len; i++)
        are_good = are_good && strlen(g_ptr_array_index(starts.texts, i)) >= 3;
    if (are_good)
        g_array_append_val(all, starts);
    else
        clear_starts(&starts);
    return are_good;
}

/* Those of the first of a rule's expressions that has some. Without literals any are welcome, of classes, too. */
static gboolean
list_starts_of_rule(const RuleIndex *self, guint32 rule, gboolean has_literals, GArray *all)
{
    const StoreRuleF *rules = get_section(self->writer, STORE_SECTION_RULES);
    const StoreRecordF *records = get_section(self->writer, STORE_SECTION_RECORDS);
    const StoreRecordF *record = &records[rules[rule].record];
    const RuleKind *kind = &self->kinds[record->kind];

    for (guint i = 0; i < kind->evidence->n_expressions; i++) {
        const char *expression = find_value(self, record, kind->keys[i]);

        if (expression != NULL && (!has_literals || strchr(expression, '|') != NULL) &&
            list_starts(rule, kind->evidence->first_number + i, expression, all))
            return TRUE;
    }
    return FALSE;
}

/* Enters the rule under the rarest trigram of each of its starts. */
static void
post_starts(TrigramCounts *counts, const RuleStarts *starts, GArray *postings)
{
    for (guint i = 0; i < starts->texts->len; i++) {
        Rarest rarest = {.counts = counts};
        Posting posting = {0, starts->rule};

        foreach_trigram_of(starts->field, get_end(g_ptr_array_index(starts->texts, i)), keep_rarest,
                           &rarest);
        posting.key = rarest.key;
        g_array_append_val(postings, posting);
    }
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
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(RuleStarts));

    g_array_set_clear_func(starts, clear_starts);
    for (guint i = 0; i < n_rules; i++)
        foreach_trigram(writer, &rules[i], count_trigram, counts);
    for (guint32 i = 0; i < n_rules; i++) {
        Rarest rarest = {.counts = counts};
        Posting posting = {0, i};

        foreach_trigram(writer, &rules[i], keep_rarest, &rarest);
        posting.key = rarest.key;
        if ((rarest.count == 0 || rarest.count >= MANY_RULES) &&
            list_starts_of_rule(self, i, rarest.count > 0, starts))
            continue;
        if (rarest.count > 0)
            g_array_append_val(postings, posting);
        else
            store_writer_append(writer, STORE_SECTION_ALWAYS, &i);
    }
    for (guint i = 0; i < starts->len; i++) {
        const RuleStarts *one = &g_array_index(starts, RuleStarts, i);

        for (guint j = 0; j < one->texts->len; j++)
            foreach_trigram_of(one->field, get_end(g_ptr_array_index(one->texts, j)), count_trigram,
                               counts);
    }
    for (guint i = 0; i < starts->len; i++)
        post_starts(counts, &g_array_index(starts, RuleStarts, i), postings);
    g_array_sort(postings, compare_postings);
    for (guint i = 0; i < postings->len;) {
        StoreTrigramF trigram = {.key = g_array_index(postings, Posting, i).key,
                                 .first_posting =
                                     store_writer_count(writer, STORE_SECTION_POSTINGS)};
        guint32 last = G_MAXUINT32;

        for (; i < postings->len && g_array_index(postings, Posting, i).key == trigram.key; i++) {
            const Posting *posting = &g_array_index(postings, Posting, i);

            if (posting->rule == last) /* two of its starts */
                continue;
            last = posting->rule;
            store_writer_append(writer, STORE_SECTION_POSTINGS, &last);
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
