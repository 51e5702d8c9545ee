/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entities grow here while files are replayed, then become sections of a store. Which file comes
 * when is db/'s business, how bytes are laid out store_writer.c's.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "compile/builder_private.h"
#include "compile/identities.h"
#include "compile/lifecycle.h"
#include "compile/rule_index.h"
#include "store/store_writer.h"

/* Different names of parameters, or languages, in one store, which numbers them with 16 bits; a few
 * are left for what the ids files add. */
#define MAX_NAMES (G_MAXUINT16 - 100)

/* So many parameters have most records. */
#define PARAMS_RESERVED 5

typedef struct {
    StoreWriter writer;
    GPtrArray *texts;      /* the builder's own texts */
    GHashTable *strings;   /* text to offset; texts are the builder's */
    GHashTable *keys;      /* text to index */
    GHashTable *languages; /* text to index + 1 */
    GPtrArray *order;      /* records in the order of the store */
    Recent recent;         /* keys, and their numbers */
    guint16 numbers[RECENT_NAMES];
} Output;

/* Takes away all that earlier definitions said. */
static void
clear_record(Record *record)
{
    g_clear_pointer(&record->params, g_array_unref);
    g_clear_pointer(&record->parts, g_ptr_array_unref);
    g_clear_pointer(&record->edges, g_array_unref);
}

static void
record_free(Record *record)
{
    clear_record(record);
    g_free(record);
}

Builder *
builder_new(void)
{
    Builder *self = g_new0(Builder, 1);

    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++)
        self->entities[i] = g_hash_table_new(g_str_hash, g_str_equal);
    self->records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
    self->keys = g_hash_table_new(g_str_hash, g_str_equal);
    self->languages = g_hash_table_new(g_str_hash, g_str_equal);
    self->sources = g_array_new(FALSE, FALSE, sizeof(StoreSourceF));
    self->problems = g_array_new(FALSE, FALSE, sizeof(StoreProblemF));
    self->versions = g_array_new(FALSE, FALSE, sizeof(StoreVersionF));
    self->overridden_ids = g_ptr_array_new_with_free_func(g_free);
    self->texts = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void
builder_free(Builder *self)
{
    if (self == NULL)
        return;
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++)
        g_hash_table_unref(self->entities[i]);
    g_ptr_array_unref(self->records);
    g_hash_table_unref(self->keys);
    g_hash_table_unref(self->languages);
    g_array_unref(self->sources);
    g_array_unref(self->problems);
    g_array_unref(self->versions);
    g_ptr_array_unref(self->overridden_ids);
    g_ptr_array_unref(self->texts);
    g_free(self);
}

static Record *
add_record(Builder *self, FactKind kind, const char *id)
{
    Record *record = g_new0(Record, 1);

    record->kind = kind;
    record->id = id;
    g_ptr_array_add(self->records, record);
    return record;
}

static Record *
find_or_add_entity(Builder *self, FactKind kind, const char *id)
{
    Record *record = g_hash_table_lookup(self->entities[kind], id);

    if (record == NULL) {
        record = add_record(self, kind, id);
        record->flags = STORE_RECORD_SHELL;
        g_hash_table_insert(self->entities[kind], (gpointer)id, record);
    }
    return record;
}

Record *
builder_add_part(Builder *self, Record *owner, FactKind kind, const char *id)
{
    FactCombination combination = fact_kind_get(kind)->combination;
    Record *part = NULL;

    if (owner->parts == NULL)
        owner->parts = g_ptr_array_new();
    for (guint i = 0; combination != FACT_COMBINE_APPEND && i < owner->parts->len; i++) {
        Record *other = g_ptr_array_index(owner->parts, i);

        if (other->kind != kind || g_strcmp0(other->id, id) != 0)
            continue;
        if (combination == FACT_COMBINE_MERGE)
            return other;
        g_ptr_array_remove_index(owner->parts, i);
        break;
    }
    part = add_record(self, kind, id);
    part->owner = owner;
    part->definition = owner->definition;
    g_ptr_array_add(owner->parts, part);
    return part;
}

static void
append_param(Record *record, const StoreOp *op)
{
    Param param = {op->key, op->value, op->language, record->definition};

    if (record->params == NULL)
        record->params = g_array_sized_new(FALSE, FALSE, sizeof(Param), PARAMS_RESERVED);
    g_array_append_val(record->params, param);
}

/* Of several values that one definition gives in one language the first one counts. */
static void
set_param(Record *record, const StoreOp *op)
{
    for (guint i = record->params != NULL ? record->params->len : 0; i > 0; i--) {
        const Param *param = &g_array_index(record->params, Param, i - 1);

        if (strcmp(param->key, op->key) != 0)
            continue;
        if (param->definition != record->definition)
            g_array_remove_index(record->params, i - 1);
        else if (g_strcmp0(param->language, op->language) == 0)
            return;
    }
    append_param(record, op);
}

static void
clear_param(Record *record, const StoreOp *op)
{
    for (guint i = record->params != NULL ? record->params->len : 0; i > 0; i--) {
        if (strcmp(g_array_index(record->params, Param, i - 1).key, op->key) == 0)
            g_array_remove_index(record->params, i - 1);
    }
}

static gboolean
has_param(const Record *record, const char *key)
{
    for (guint i = 0; record->params != NULL && i < record->params->len; i++) {
        if (strcmp(g_array_index(record->params, Param, i).key, key) == 0)
            return TRUE;
    }
    return FALSE;
}

const char *
record_find_param(const Record *record, const char *key)
{
    for (guint i = 0; record->params != NULL && i < record->params->len; i++) {
        const Param *param = &g_array_index(record->params, Param, i);

        if (param->language == NULL && strcmp(param->key, key) == 0)
            return param->value;
    }
    return NULL;
}

static void
add_edge(Record *record, FactRelation kind, Record *target)
{
    Edge edge = {kind, target};

    if (record->edges == NULL)
        record->edges = g_array_new(FALSE, FALSE, sizeof(Edge));
    g_array_append_val(record->edges, edge);
}

static Record *
define_entity(Builder *self, FactKind kind, const char *id)
{
    Record *record = find_or_add_entity(self, kind, id);

    record->flags &= ~(guint)STORE_RECORD_SHELL;
    record->definition = ++self->n_definitions;
    if (fact_kind_get(kind)->combination == FACT_COMBINE_REPLACE)
        clear_record(record);
    return record;
}

static guint
get_place(const char *name)
{
    return ((guintptr)name >> 3) % RECENT_NAMES;
}

/* Was it met? It is now. */
static gboolean
meet(Recent *self, const char *name)
{
    const char **place = &self->names[get_place(name)];
    gboolean was_met = *place == name;

    *place = name;
    return was_met;
}

static void
add_name(GHashTable *names, const char *name, GPtrArray *added)
{
    if (g_hash_table_add(names, (gpointer)name))
        g_ptr_array_add(added, (gpointer)name);
}

static gboolean
keep_if_room(GHashTable *names, const GPtrArray *added)
{
    if (g_hash_table_size(names) < MAX_NAMES)
        return TRUE;
    for (guint i = 0; i < added->len; i++)
        g_hash_table_remove(names, g_ptr_array_index(added, i));
    return FALSE;
}

gboolean
builder_has_room(Builder *self, const StoreOp *ops, guint n_ops)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_autoptr(GPtrArray) languages = g_ptr_array_new();
    gboolean has_room = FALSE;

    for (guint i = 0; i < n_ops; i++) {
        gboolean is_value = ops[i].code >= STORE_OP_SET && ops[i].code <= STORE_OP_DEFAULT;

        if (is_value && !meet(&self->recent, ops[i].key))
            add_name(self->keys, ops[i].key, keys);
        if (ops[i].code == STORE_OP_SET && ops[i].language != NULL)
            add_name(self->languages, ops[i].language, languages);
    }
    has_room = keep_if_room(self->keys, keys) && keep_if_room(self->languages, languages);
    /* these names go, and others may come to stand where they stood */
    if (!has_room)
        self->recent = (Recent){{NULL}};
    return has_room;
}

void
builder_replay(Builder *self, const StoreOp *ops, guint n_ops)
{
    Record *record = NULL;

    for (guint i = 0; i < n_ops; i++) {
        const StoreOp *op = &ops[i];

        switch ((StoreOpCode)op->code) {
        case STORE_OP_ENTITY:
            record = define_entity(self, (FactKind)op->kind, op->id);
            break;
        case STORE_OP_PART:
            record = builder_add_part(self, record, (FactKind)op->kind, op->id);
            break;
        case STORE_OP_END:
            record = record->owner;
            break;
        case STORE_OP_SET:
            set_param(record, op);
            break;
        case STORE_OP_REPLACE:
            clear_param(record, op);
            append_param(record, op);
            break;
        case STORE_OP_DEFAULT:
            if (!has_param(record, op->key))
                append_param(record, op);
            break;
        case STORE_OP_CLEAR:
            clear_param(record, op);
            break;
        case STORE_OP_ADD:
            append_param(record, op);
            break;
        case STORE_OP_EDGE:
            add_edge(record, (FactRelation)op->relation,
                     find_or_add_entity(self, (FactKind)op->target_kind, op->id));
            break;
        case STORE_OP_FLAGS:
            record->flags |= op->flags;
            break;
        }
    }
}

const char *
builder_keep_text(Builder *self, char *text)
{
    g_ptr_array_add(self->texts, text);
    return text;
}

static guint32
add_text(Builder *self, const char *text)
{
    builder_keep_text(self, g_strdup(text));
    return self->texts->len - 1;
}

void
builder_add_source(Builder *self, const StoreSourceF *source, const char *path)
{
    StoreSourceF copy = *source;

    copy.path = add_text(self, path);
    g_array_append_val(self->sources, copy);
}

void
builder_add_problem(Builder *self, guint step, StoreProblemLevel level, const char *text)
{
    StoreProblemF problem = {add_text(self, text), (guint16)level, (guint16)step};

    g_array_append_val(self->problems, problem);
}

void
builder_add_version(Builder *self, const char *path, const char *version)
{
    StoreVersionF own = {add_text(self, path), add_text(self, version)};

    g_array_append_val(self->versions, own);
}

void
builder_add_overridden_id(Builder *self, const char *id)
{
    g_ptr_array_add(self->overridden_ids, g_strdup(id));
}

static gint
compare_records(gconstpointer a, gconstpointer b)
{
    const Record *first = *(Record *const *)a;
    const Record *second = *(Record *const *)b;

    return strcmp(first->id, second->id);
}

/* The entities of a kind sorted by id; a new array. */
static GPtrArray *
sort_entities(Builder *self, FactKind kind)
{
    GPtrArray *entities = g_ptr_array_sized_new(g_hash_table_size(self->entities[kind]));
    GHashTableIter iter;
    gpointer record = NULL;

    g_hash_table_iter_init(&iter, self->entities[kind]);
    while (g_hash_table_iter_next(&iter, NULL, &record))
        g_ptr_array_add(entities, record);
    g_ptr_array_sort(entities, compare_records);
    return entities;
}

void
builder_complete(Builder *self, FactKind kind, BuilderCompleteFunc func, gpointer data)
{
    g_autoptr(GArray) ops = g_array_new(FALSE, FALSE, sizeof(StoreOp));
    GHashTableIter iter;
    gpointer value = NULL;

    g_hash_table_iter_init(&iter, self->entities[kind]);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Record *record = value;

        g_array_set_size(ops, 0);
        if (!func(record->id, ops, data))
            continue;
        record->flags &= ~(guint)STORE_RECORD_SHELL;
        for (guint i = 0; i < ops->len; i++) {
            const StoreOp *op = &g_array_index(ops, StoreOp, i);

            if (!has_param(record, op->key))
                append_param(record, op);
        }
    }
}

gboolean
builder_has_kind(Builder *self, FactKind kind)
{
    GHashTableIter iter;
    gpointer record = NULL;

    g_hash_table_iter_init(&iter, self->entities[kind]);
    while (g_hash_table_iter_next(&iter, NULL, &record)) {
        if ((((const Record *)record)->flags & STORE_RECORD_SHELL) == 0)
            return TRUE;
    }
    return FALSE;
}

void
builder_foreach_shell(Builder *self, FactKind kind, BuilderShellFunc func, gpointer data)
{
    g_autoptr(GPtrArray) entities = sort_entities(self, kind);

    for (guint i = 0; i < entities->len; i++) {
        const Record *record = g_ptr_array_index(entities, i);

        if ((record->flags & STORE_RECORD_SHELL) != 0)
            func(record->id, data);
    }
}

/* As g_str_hash() does, but a word at a time: texts are long, and there are many. */
static guint
hash_text(gconstpointer key)
{
    const char *text = key;
    gsize left = strlen(text);
    guint64 hash = left;

    while (left > 0) {
        gsize size = MIN(left, sizeof(guint64));
        guint64 word = 0;

        if (size == sizeof word)
            memcpy(&word, text, sizeof word);
        else
            memcpy(&word, text, size);
        hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
        text += size;
        left -= size;
    }
    return (guint)hash;
}

static guint32
intern(Output *output, const char *text)
{
    gpointer offset = NULL;

    if (text == NULL)
        return STORE_STRING_NONE;
    if (g_hash_table_lookup_extended(output->strings, text, NULL, &offset))
        return GPOINTER_TO_UINT(offset);
    offset = GUINT_TO_POINTER(store_writer_add_string(&output->writer, text));
    g_hash_table_insert(output->strings, (gpointer)text, offset);
    return GPOINTER_TO_UINT(offset);
}

/* The same for a text that does not last. */
static guint32
intern_copy(const char *text, gpointer data)
{
    Output *output = data;
    gpointer offset = NULL;

    if (g_hash_table_lookup_extended(output->strings, text, NULL, &offset))
        return GPOINTER_TO_UINT(offset);
    g_ptr_array_add(output->texts, g_strdup(text));
    return intern(output, g_ptr_array_index(output->texts, output->texts->len - 1));
}

static gint
compare_kinds(gconstpointer a, gconstpointer b)
{
    const Record *first = *(Record *const *)a;
    const Record *second = *(Record *const *)b;

    return (gint)first->kind - (gint)second->kind;
}

static void
push_record(Output *output, Record *record)
{
    record->number = output->order->len;
    g_ptr_array_add(output->order, record);
}

/* README 5: entities by kind and id, then the parts of each record, by kind and in document order:
 * first those of all entities, then those of their parts, and so on. */
static void
order_records(Builder *self, Output *output)
{
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++) {
        g_autoptr(GPtrArray) entities = sort_entities(self, (FactKind)i);

        store_writer_set_range(&output->writer, (FactKind)i, output->order->len, entities->len);
        for (guint j = 0; j < entities->len; j++)
            push_record(output, g_ptr_array_index(entities, j));
    }
    for (guint i = 0; i < output->order->len; i++) {
        Record *owner = g_ptr_array_index(output->order, i);

        if (owner->parts == NULL)
            continue;
        g_ptr_array_sort(owner->parts, compare_kinds); /* GLib's sort is stable */
        for (guint j = 0; j < owner->parts->len; j++)
            push_record(output, g_ptr_array_index(owner->parts, j));
    }
}

/* Gives numbers to the parameters' names, sorted, and to the languages. */
static gboolean
number_keys(Output *output)
{
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    Recent recent = {{NULL}};

    for (guint i = 0; i < output->order->len; i++) {
        const Record *record = g_ptr_array_index(output->order, i);

        for (guint j = 0; record->params != NULL && j < record->params->len; j++) {
            const Param *param = &g_array_index(record->params, Param, j);

            if (!meet(&recent, param->key) && g_hash_table_add(output->keys, (gpointer)param->key))
                g_ptr_array_add(keys, (gpointer)param->key);
            if (param->language == NULL ||
                g_hash_table_contains(output->languages, param->language))
                continue;

            guint32 offset = intern(output, param->language);

            store_writer_append(&output->writer, STORE_SECTION_LANGUAGES, &offset);
            g_hash_table_insert(
                output->languages, (gpointer)param->language,
                GUINT_TO_POINTER(store_writer_count(&output->writer, STORE_SECTION_LANGUAGES)));
        }
    }
    g_ptr_array_sort(keys, text_compare_items);
    for (guint i = 0; i < keys->len; i++) {
        const char *key = g_ptr_array_index(keys, i);
        guint32 offset = intern(output, key);

        store_writer_append(&output->writer, STORE_SECTION_KEYS, &offset);
        g_hash_table_insert(output->keys, (gpointer)key, GUINT_TO_POINTER(i));
    }
    return keys->len < G_MAXUINT16 && g_hash_table_size(output->languages) < G_MAXUINT16;
}

/* The number of a name, which mostly is a text that was asked for just before. */
static guint16
find_number(Output *output, const char *key)
{
    guint place = get_place(key);

    if (!meet(&output->recent, key))
        output->numbers[place] = (guint16)GPOINTER_TO_UINT(g_hash_table_lookup(output->keys, key));
    return output->numbers[place];
}

static void
write_params(Output *output, const Record *record, StoreRecordF *data)
{
    data->first_param = store_writer_count(&output->writer, STORE_SECTION_PARAMS);
    data->n_params = record->params != NULL ? record->params->len : 0;
    for (guint i = 0; i < data->n_params; i++) {
        const Param *param = &g_array_index(record->params, Param, i);
        StoreParamF out = {.value = intern(output, param->value)};

        out.key = find_number(output, param->key);
        if (param->language != NULL)
            out.language =
                (guint16)GPOINTER_TO_UINT(g_hash_table_lookup(output->languages, param->language));
        store_writer_append(&output->writer, STORE_SECTION_PARAMS, &out);
    }
}

static void
write_edges(Output *output, const Record *record, StoreRecordF *data)
{
    data->first_edge = store_writer_count(&output->writer, STORE_SECTION_EDGES);
    data->n_edges = record->edges != NULL ? record->edges->len : 0;
    for (guint i = 0; i < data->n_edges; i++) {
        const Edge *edge = &g_array_index(record->edges, Edge, i);
        StoreEdgeF out = {edge->kind, edge->target->number};

        store_writer_append(&output->writer, STORE_SECTION_EDGES, &out);
    }
}

static void
write_records(Output *output)
{
    for (guint i = 0; i < output->order->len; i++) {
        const Record *record = g_ptr_array_index(output->order, i);
        StoreRecordF data = {
            .id = intern(output, record->id),
            .kind = (guint16)record->kind,
            .flags = (guint16)record->flags,
            .owner = record->owner != NULL ? record->owner->number : STORE_NONE,
        };

        if (record->parts != NULL && record->parts->len > 0) {
            data.first_part = ((Record *)g_ptr_array_index(record->parts, 0))->number;
            data.n_parts = record->parts->len;
        }
        write_params(output, record, &data);
        write_edges(output, record, &data);
        store_writer_append(&output->writer, STORE_SECTION_RECORDS, &data);
    }
}

static void
write_rest(Builder *self, Output *output)
{
    for (guint i = 0; i < self->sources->len; i++) {
        StoreSourceF source = g_array_index(self->sources, StoreSourceF, i);

        source.path = intern(output, g_ptr_array_index(self->texts, source.path));
        store_writer_append(&output->writer, STORE_SECTION_SOURCES, &source);
    }
    for (guint i = 0; i < self->problems->len; i++) {
        StoreProblemF problem = g_array_index(self->problems, StoreProblemF, i);

        problem.text = intern(output, g_ptr_array_index(self->texts, problem.text));
        store_writer_append(&output->writer, STORE_SECTION_PROBLEMS, &problem);
    }
    for (guint i = 0; i < self->versions->len; i++) {
        StoreVersionF version = g_array_index(self->versions, StoreVersionF, i);

        version.path = intern(output, g_ptr_array_index(self->texts, version.path));
        version.text = intern(output, g_ptr_array_index(self->texts, version.text));
        store_writer_append(&output->writer, STORE_SECTION_VERSIONS, &version);
    }
    g_ptr_array_sort(self->overridden_ids, text_compare_items);
    for (guint i = 0; i < self->overridden_ids->len; i++) {
        guint32 offset = intern(output, g_ptr_array_index(self->overridden_ids, i));

        store_writer_append(&output->writer, STORE_SECTION_OVERRIDDEN_IDS, &offset);
    }
}

GBytes *
builder_finish(Builder *self, const char *plan, const char *build)
{
    Output output = {
        .texts = self->texts,
        .strings = g_hash_table_new(hash_text, g_str_equal),
        .keys = g_hash_table_new(g_str_hash, g_str_equal),
        .languages = g_hash_table_new(g_str_hash, g_str_equal),
        .order = g_ptr_array_sized_new(self->records->len),
    };
    GBytes *bytes = NULL;

    identities_derive(self);
    lifecycle_derive(self);
    store_writer_init(&output.writer);
    output.writer.plan = intern(&output, plan);
    order_records(self, &output);
    if (number_keys(&output)) {
        write_records(&output);
        rule_index_write(&output.writer, intern_copy, &output);
        identities_write_index(&output.writer, intern_copy, &output);
        write_rest(self, &output);
        bytes = store_writer_finish(&output.writer, build);
    }
    store_writer_clear(&output.writer);
    g_hash_table_unref(output.strings);
    g_hash_table_unref(output.keys);
    g_hash_table_unref(output.languages);
    g_ptr_array_unref(output.order);
    return bytes;
}
