/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Of the statements of a table the last one counts that is about a system and an architecture, so that
 * what holds in general stands before its exceptions, and an extension of the file has the last word.
 */
#include "config.h"

#include <string.h>

#include "facts/identity.h"
#include "facts/version.h"
#include "recognise/naming.h"

/* Tables; ours are 18. */
#define MAX_SCHEMES 256
/* Statements of a table, ours have up to 129; those behind are passed over. */
#define MAX_NAMINGS 1024
/* Bytes of a list of systems, distributions, families; a statement with a longer one is passed over. */
#define MAX_LIST 4096
/* Architectures on which a system does not run; of those that follow nothing is asked. */
#define MAX_ARCHITECTURES 32

/* When processors for x86_64 came out, and when systems that name no architecture left i686 behind. */
#define FIRST_DAY_OF_X86_64 "2003-04-22"
#define LAST_DAY_OF_I686 "2014-12-31"

/* A statement. Texts are the store's. */
typedef struct {
    NamingRange range;
    const char *architectures; /* with blanks between; NULL: all are one */
    const char *match;         /* NULL: the names are theirs */
    guint32 record;
} Statement;

/* Keys of what is said of a system. */
static const struct {
    const char *key;
    gsize offset; /* in NamingSystem */
} system_keys[] = {
    {"short-id", G_STRUCT_OFFSET(NamingSystem, short_id)},
    {"version", G_STRUCT_OFFSET(NamingSystem, version)},
    {"codename", G_STRUCT_OFFSET(NamingSystem, codename)},
    {"family", G_STRUCT_OFFSET(NamingSystem, family)},
    {"distro", G_STRUCT_OFFSET(NamingSystem, distro)},
    {"release-date", G_STRUCT_OFFSET(NamingSystem, release_date)},
};

struct Naming {
    Store *store;
    GArray *statements;
    GPtrArray *architectures; /* of texts, owned: those of the statements, each once; NULL: all */
    guint32 first_word;       /* records */
    guint n_words;
    guint32 system_keys[G_N_ELEMENTS(system_keys)];
    guint32 architecture_key;
    guint32 name_key;
};

/* Keys of what a statement says. */
static const struct {
    const char *key;
    gsize offset; /* in Statement */
} statement_keys[] = {
    {NAMING_OS, G_STRUCT_OFFSET(Statement, range.os)},
    {NAMING_DISTRO, G_STRUCT_OFFSET(Statement, range.distro)},
    {NAMING_FAMILY, G_STRUCT_OFFSET(Statement, range.family)},
    {NAMING_FROM, G_STRUCT_OFFSET(Statement, range.from)},
    {NAMING_TO, G_STRUCT_OFFSET(Statement, range.to)},
    {NAMING_SINCE, G_STRUCT_OFFSET(Statement, range.since)},
    {NAMING_ARCHITECTURE, G_STRUCT_OFFSET(Statement, architectures)},
    {NAMING_MATCH, G_STRUCT_OFFSET(Statement, match)},
};

static const char *
get_value(Store *store, guint32 record, const char *key)
{
    return store_get_value(store, record, store_find_key(store, key));
}

/* @keys: numbers of statement_keys in the store. */
static gboolean
read_statement(Store *store, const guint32 *keys, guint32 record, Statement *out_statement)
{
    Statement statement = {.record = record};
    guint n_params = 0;
    const StoreParamF *params = store_get_params(store, record, &n_params);

    for (guint i = 0; i < n_params; i++) {
        for (guint j = 0; j < G_N_ELEMENTS(statement_keys); j++) {
            const char *value = NULL;

            if (params[i].key != keys[j])
                continue;
            value = store_get_string(store, params[i].value);
            if (value != NULL && strnlen(value, MAX_LIST + 1) > MAX_LIST)
                return FALSE;
            G_STRUCT_MEMBER(const char *, &statement, statement_keys[j].offset) = value;
        }
    }
    *out_statement = statement;
    return TRUE;
}

static gboolean
has_same_text(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(a, b) == 0;
}

static void
read_statements(Naming *self, guint32 first, guint n_namings)
{
    guint32 keys[G_N_ELEMENTS(statement_keys)];

    for (guint i = 0; i < G_N_ELEMENTS(statement_keys); i++)
        keys[i] = store_find_key(self->store, statement_keys[i].key);
    for (guint i = 0; i < n_namings; i++) {
        Statement statement;

        if (read_statement(self->store, keys, first + i, &statement))
            g_array_append_val(self->statements, statement);
    }
}

static void
add_architecture(Naming *self, const char *start, gsize length)
{
    g_autofree char *architecture = g_strndup(start, length);

    if (!g_ptr_array_find_with_equal_func(self->architectures, architecture, has_same_text, NULL))
        g_ptr_array_add(self->architectures, g_steal_pointer(&architecture));
}

static gboolean
has_too_many(const Naming *self)
{
    return self->architectures->len > MAX_ARCHITECTURES;
}

static void
list_architectures(Naming *self)
{
    for (guint i = 0; i < self->statements->len && !has_too_many(self); i++) {
        const char *list = g_array_index(self->statements, Statement, i).architectures;
        const char *start = NULL;
        gsize length = 0;

        if (list == NULL && !g_ptr_array_find(self->architectures, NULL, NULL))
            g_ptr_array_add(self->architectures, NULL);
        while (list != NULL && !has_too_many(self) &&
               (start = naming_next_word(&list, &length)) != NULL)
            add_architecture(self, start, length);
    }
}

static Naming *
read_table(Store *store, guint32 scheme)
{
    Naming *self = g_new0(Naming, 1);
    guint32 first = 0;
    guint n_namings = store_get_parts(store, scheme, FACT_KIND_NAMING, &first);

    self->store = store;
    self->statements = g_array_new(FALSE, FALSE, sizeof(Statement));
    self->architectures = g_ptr_array_new_with_free_func(g_free);
    self->n_words = store_get_parts(store, scheme, FACT_KIND_WORD, &self->first_word);
    self->n_words = MIN(self->n_words, MAX_ARCHITECTURES);
    for (guint i = 0; i < G_N_ELEMENTS(system_keys); i++)
        self->system_keys[i] = store_find_key(store, system_keys[i].key);
    self->architecture_key = store_find_key(store, NAMING_ARCHITECTURE);
    self->name_key = store_find_key(store, NAMING_NAME);
    read_statements(self, first, MIN(n_namings, MAX_NAMINGS));
    list_architectures(self);
    return self;
}

/* NULL: there is none. */
static gpointer
open_table(Store *store, const char *scheme)
{
    guint32 first = 0;
    guint n_schemes = store_get_range(store, FACT_KIND_SCHEME, &first);

    for (guint i = 0; i < MIN(n_schemes, MAX_SCHEMES); i++) {
        if (g_strcmp0(get_value(store, first + i, SCHEME_NAME), scheme) == 0)
            return read_table(store, first + i);
    }
    return NULL;
}

static void
free_table(gpointer data)
{
    Naming *self = data;

    g_array_unref(self->statements);
    g_ptr_array_unref(self->architectures);
    g_free(self);
}

const Naming *
naming_get(Store *store, const char *scheme)
{
    return store_get_made(store, scheme, open_table, free_table);
}

GPtrArray *
naming_list_schemes(Store *store)
{
    GPtrArray *words = g_ptr_array_new();
    guint32 first = 0;
    guint n_schemes = store_get_range(store, FACT_KIND_SCHEME, &first);

    for (guint i = 0; i < MIN(n_schemes, MAX_SCHEMES); i++) {
        const char *word = get_value(store, first + i, SCHEME_NAME);

        if (word != NULL && !g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
            g_ptr_array_add(words, (gpointer)word);
    }
    return words;
}

static NamingSystem
read_system(const Naming *self, guint32 os)
{
    NamingSystem system = {.id = store_get_id(self->store, os)};

    for (guint i = 0; i < G_N_ELEMENTS(system_keys); i++)
        G_STRUCT_MEMBER(const char *, &system, system_keys[i].offset) =
            store_get_value(self->store, os, self->system_keys[i]);
    if (system.id == NULL)
        system.id = "";
    return system;
}

/* What a system's media, trees and so on are for, the more the later. */
typedef enum {
    FOR_ALL,
    FOR_OTHERS,
    FOR_PC, /* i686 or x86_64, but not the one that was asked for */
    FOR_IT,
} Mention;

static gboolean
is_of_pc(const char *architecture)
{
    return strcmp(architecture, "i686") == 0 || strcmp(architecture, "x86_64") == 0;
}

static Mention
find_mention(const Naming *self, guint32 os, const char *architecture)
{
    static const FactKind kinds[] = {
        FACT_KIND_FIRMWARE,
        FACT_KIND_IMAGE,
        FACT_KIND_MEDIA,
        FACT_KIND_MINIMUM_RESOURCES,
        FACT_KIND_MAXIMUM_RESOURCES,
        FACT_KIND_RECOMMENDED_RESOURCES,
        FACT_KIND_TREE,
    };
    Mention mention = FOR_ALL;

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        guint32 first = 0;
        guint n_parts = store_get_parts(self->store, os, kinds[i], &first);

        for (guint j = 0; j < n_parts; j++) {
            const char *of = store_get_value(self->store, first + j, self->architecture_key);

            if (of == NULL || strcmp(of, "all") == 0)
                continue;
            if (strcmp(of, architecture) == 0)
                return FOR_IT;
            mention = MAX(mention, is_of_pc(of) ? FOR_PC : FOR_OTHERS);
        }
    }
    return mention;
}

/* Entries do not list all that there was: of the two of the PC, the age tells, too. */
static gboolean
runs_on(const Naming *self, guint32 os, const NamingSystem *system, const char *architecture)
{
    Mention mention = find_mention(self, os, architecture);
    const char *day = system->release_date;

    if (mention == FOR_IT || mention == FOR_OTHERS || !is_of_pc(architecture))
        return mention == FOR_IT;
    if (strcmp(architecture, "i686") == 0)
        return day != NULL && strcmp(day, LAST_DAY_OF_I686) <= 0;
    return day != NULL ? strcmp(day, FIRST_DAY_OF_X86_64) >= 0 : mention == FOR_ALL;
}

/* What an architecture is in names; NULL: nothing. */
static const char *
find_word(const Naming *self, const char *architecture)
{
    for (guint i = 0; architecture != NULL && i < self->n_words; i++) {
        const char *of = get_value(self->store, self->first_word + i, NAMING_WORD_ARCHITECTURE);

        if (g_strcmp0(of, architecture) == 0)
            return get_value(self->store, self->first_word + i, NAMING_WORD_TEXT);
    }
    return NULL;
}

static void
clear_name(gpointer data)
{
    NamingName *name = data;

    g_free(name->architecture);
    g_free(name->name);
}

/* A system whose names are looked for. */
typedef struct {
    const Naming *table;
    guint32 os;
    NamingSystem system;
    GArray *names;     /* of NamingName: so far */
    GPtrArray *absent; /* architectures on which it does not run: there is an end to asking */
} Question;

static void
add_name(Question *self, const Statement *statement, const char *architecture, char *name)
{
    NamingName added = {g_strdup(architecture), name,
                        g_strcmp0(statement->match, NAMING_NEAREST) == 0};

    g_array_append_val(self->names, added);
}

/* Nothing, when the system lacks what a name wants, so that the statement is not about it. */
static void
add_names(Question *self, const Statement *statement, const char *architecture)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new();
    const char *word = find_word(self->table, architecture);
    guint n_before = self->names->len;

    if (g_strcmp0(statement->match, NAMING_NONE) == 0) {
        add_name(self, statement, architecture, NULL);
        return;
    }
    store_get_values(self->table->store, statement->record, self->table->name_key, values);
    for (guint i = 0; i < values->len; i++) {
        char *name = naming_expand(g_ptr_array_index(values, i), &self->system, word);

        if (name == NULL) {
            g_array_set_size(self->names, n_before);
            return;
        }
        add_name(self, statement, architecture, name);
    }
}

/* Was there a later statement for it? */
static gboolean
is_answered(const Question *self, const char *architecture)
{
    for (guint i = 0; i < self->names->len; i++) {
        if (g_strcmp0(g_array_index(self->names, NamingName, i).architecture, architecture) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_absent(const Question *self, const char *architecture)
{
    return architecture != NULL &&
           g_ptr_array_find_with_equal_func(self->absent, architecture, g_str_equal, NULL);
}

/* Is there nothing left to ask the statements for? */
static gboolean
is_complete(const Question *self)
{
    const GPtrArray *architectures = self->table->architectures;

    for (guint i = 0; i < architectures->len; i++) {
        const char *architecture = g_ptr_array_index(architectures, i);

        if (!is_answered(self, architecture) && !is_absent(self, architecture))
            return FALSE;
    }
    return !has_too_many(self->table);
}

/* Does the system run on it, and has no name yet? */
static gboolean
is_open(Question *self, const char *architecture)
{
    if (is_answered(self, architecture) || is_absent(self, architecture) ||
        self->absent->len >= MAX_ARCHITECTURES)
        return FALSE;
    if (runs_on(self->table, self->os, &self->system, architecture))
        return TRUE;
    g_ptr_array_add(self->absent, g_strdup(architecture));
    return FALSE;
}

static void
apply(Question *self, const Statement *statement)
{
    const char *list = statement->architectures;
    const char *start = NULL;
    gsize length = 0;

    if (list == NULL && !is_answered(self, NULL))
        add_names(self, statement, NULL);
    while (list != NULL && (start = naming_next_word(&list, &length)) != NULL) {
        g_autofree char *architecture = g_strndup(start, length);

        if (is_open(self, architecture))
            add_names(self, statement, architecture);
    }
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(((const NamingName *)a)->architecture, ((const NamingName *)b)->architecture);
}

GArray *
naming_find_names(const Naming *self, guint32 os)
{
    g_autoptr(GPtrArray) absent = g_ptr_array_new_with_free_func(g_free);
    Question question = {.table = self,
                         .os = os,
                         .system = read_system(self, os),
                         .names = g_array_new(FALSE, FALSE, sizeof(NamingName)),
                         .absent = absent};

    g_array_set_clear_func(question.names, clear_name);
    for (guint i = self->statements->len; i > 0; i--) {
        const Statement *statement = &g_array_index(self->statements, Statement, i - 1);

        if (!naming_fits(&statement->range, &question.system))
            continue;
        apply(&question, statement);
        if (is_complete(&question))
            break;
    }
    g_array_sort(question.names, compare_names); /* GLib's sort is stable */
    return question.names;
}

/* A system that is called so. */
typedef struct {
    guint32 os;
    NamingSystem system;
    gboolean is_nearest;
    gboolean is_aside; /* not released, or not one release */
} Found;

static gint
compare_found(gconstpointer a, gconstpointer b)
{
    const Found *first = a;
    const Found *second = b;
    int order = 0;

    if (first->is_nearest != second->is_nearest)
        return first->is_nearest - second->is_nearest;
    if (first->is_aside != second->is_aside)
        return first->is_aside - second->is_aside;
    order = g_strcmp0(second->system.release_date, first->system.release_date);
    if (order == 0 && first->system.version != NULL && second->system.version != NULL)
        order = version_order(second->system.version, first->system.version);
    return order != 0 ? order : (first->os > second->os) - (first->os < second->os);
}

/* Can one of its names be @text? What they begin with tells, up to where something is left open. */
static gboolean
can_mean(const Naming *self, const Statement *statement, const char *text)
{
    g_autoptr(GPtrArray) values = g_ptr_array_new();

    store_get_values(self->store, statement->record, self->name_key, values);
    for (guint i = 0; i < values->len; i++) {
        const char *name = g_ptr_array_index(values, i);
        gsize length = strcspn(name, "{*");

        if (strncmp(name, text, length) == 0 && (name[length] != '\0' || text[length] == '\0'))
            return TRUE;
    }
    return FALSE;
}

/* The statements that can mean @text; a new array of pointers to them. */
static GPtrArray *
list_candidates(const Naming *self, const char *text)
{
    GPtrArray *candidates = g_ptr_array_new();

    for (guint i = 0; i < self->statements->len; i++) {
        Statement *statement = &g_array_index(self->statements, Statement, i);

        if (can_mean(self, statement, text))
            g_ptr_array_add(candidates, statement);
    }
    return candidates;
}

static gboolean
is_about(const GPtrArray *statements, const NamingSystem *system)
{
    for (guint i = 0; i < statements->len; i++) {
        const Statement *statement = g_ptr_array_index(statements, i);

        if (naming_fits(&statement->range, system))
            return TRUE;
    }
    return FALSE;
}

/* Is the system called so? @out_is_nearest: only since it has no nearer name. */
static gboolean
is_called(const Naming *self, guint32 os, const char *text, gboolean *out_is_nearest)
{
    g_autoptr(GArray) names = naming_find_names(self, os);
    gboolean is_called = FALSE;

    *out_is_nearest = TRUE;
    for (guint i = 0; i < names->len; i++) {
        const NamingName *name = &g_array_index(names, NamingName, i);

        if (name->name == NULL || !naming_means(name->name, text))
            continue;
        is_called = TRUE;
        *out_is_nearest = *out_is_nearest && name->is_nearest;
    }
    return is_called;
}

GArray *
naming_find_systems(const Naming *self, const char *name)
{
    GArray *records = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
    g_autoptr(GPtrArray) candidates = list_candidates(self, name);
    guint32 first = 0;
    guint n_systems = store_get_range(self->store, FACT_KIND_OS, &first);

    for (guint i = 0; i < n_systems; i++) {
        const StoreRecordF *record = store_get_record(self->store, first + i);
        Found one = {.os = first + i};

        if (record->kind != FACT_KIND_OS || candidates->len == 0)
            continue;
        one.system = read_system(self, one.os);
        if (!is_about(candidates, &one.system) || !is_called(self, one.os, name, &one.is_nearest))
            continue;
        one.is_aside = get_value(self->store, one.os, "release-status") != NULL ||
                       identity_is_unknown(one.system.id);
        g_array_append_val(found, one);
    }
    g_array_sort(found, compare_found);
    for (guint i = 0; i < found->len; i++)
        g_array_append_val(records, g_array_index(found, Found, i).os);
    return records;
}
