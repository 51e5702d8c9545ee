/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of entities: which columns, in which order, as which text. Only the values of columns
 * that somebody sees, or that decide about the order, are fetched.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json_text.h"
#include "common/text.h"
#include "common/translate.h"
#include "tools/json_parts.h"
#include "tools/table.h"

/* Rows whose values are fetched together. */
#define BLOCK_ROWS 512

/* Of a line. Lengths in bytes. */
typedef struct {
    const char *text;
    gsize length;
    gsize width; /* what it takes up at least */
} Cell;

struct _Table {
    FactKind kind;
    GPtrArray *columns;      /* of FieldSpec: those there are */
    const FieldSpec **shown; /* those that are shown, in order */
    guint n_shown;
    GPtrArray *parts; /* of texts: elements of parts that are shown, too */
    OsinfoList *list;
    guint n_rows;
    guint32 *order; /* positions in the list, as they are printed */
    Cell *cells;    /* of the line that is made, one a shown column */
};

/* Rows that follow each other with the same text: sorted as one, since devices have few vendors. */
typedef struct {
    guint64 prefix;   /* the text's first bytes as a number that compares like them */
    const char *text; /* NULL comes last */
    guint32 first;    /* row */
    guint32 n_rows;
} Run;

static const FieldSpec *
get_column(const Table *self, guint number)
{
    return g_ptr_array_index(self->columns, number);
}

/* Shows the columns that @names names, in their own order. */
static void
show_columns(Table *self, const char *const *names)
{
    self->n_shown = 0;
    for (guint i = 0; i < self->columns->len; i++) {
        if (names == NULL || g_strv_contains(names, get_column(self, i)->key))
            self->shown[self->n_shown++] = get_column(self, i);
    }
    for (guint i = 0; i < self->n_shown; i++)
        self->cells[i] = (Cell){NULL, 0, self->shown[i]->width};
}

Table *
table_new(FactKind kind)
{
    const char *unasked = fact_kind_get(kind)->columns;
    g_auto(GStrv) names = unasked != NULL ? g_strsplit(unasked, ",", -1) : NULL;
    Table *self = g_new0(Table, 1);

    self->kind = kind;
    self->columns = field_list_columns(kind);
    self->parts = g_ptr_array_new();
    self->shown = g_new0(const FieldSpec *, self->columns->len);
    self->cells = g_new0(Cell, self->columns->len);
    show_columns(self, (const char *const *)names);
    return self;
}

void
table_free(Table *self)
{
    g_ptr_array_unref(self->columns);
    g_ptr_array_unref(self->parts);
    g_clear_object(&self->list);
    g_free(self->shown);
    g_free(self->order);
    g_free(self->cells);
    g_free(self);
}

gboolean
table_check_key(Table *self, const char *key, const char *message, GError **error)
{
    for (guint i = 0; i < self->columns->len; i++) {
        if (strcmp(get_column(self, i)->key, key) == 0)
            return TRUE;
    }
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                /* Translators: first what cannot be done, "Unable to set field visibility" */
                _("%s: Unknown property name %s"), message, key);
    return FALSE;
}

/* In the order of their rows. */
static void
show_parts(Table *self, const char *const *names)
{
    guint n_specs = 0;
    const FactPartSpec *specs = fact_parts_get(&n_specs);

    for (guint i = 0; i < n_specs; i++) {
        const char *element = fact_kind_get(specs[i].kind)->element;

        if (specs[i].owner == self->kind && g_strv_contains(names, element))
            g_ptr_array_add(self->parts, (gpointer)element);
    }
}

gboolean
table_set_fields(Table *self, const char *keys, Format format, const char *message, GError **error)
{
    g_auto(GStrv) names = g_strsplit(keys, ",", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        gboolean is_part =
            format == FORMAT_JSON && fact_kind_find_part(self->kind, names[i]) != FACT_N_KINDS;

        if (!is_part && !table_check_key(self, names[i], message, error))
            return FALSE;
    }
    show_columns(self, (const char *const *)names);
    if (format == FORMAT_JSON)
        show_parts(self, (const char *const *)names);
    return TRUE;
}

static guint64
get_prefix(const char *text)
{
    guint64 prefix = 0;

    if (text == NULL)
        return G_MAXUINT64;
    memcpy(&prefix, text, strnlen(text, sizeof(prefix)));
    return GUINT64_FROM_BE(prefix);
}

static int
compare_runs(const void *a, const void *b)
{
    const Run *first = a;
    const Run *second = b;
    int order = 0;

    if (first->prefix != second->prefix)
        return first->prefix < second->prefix ? -1 : 1;
    if (first->text == NULL || second->text == NULL)
        order = (first->text == NULL) - (second->text == NULL);
    else if (first->text != second->text)
        order = strcmp(first->text, second->text);
    if (order != 0)
        return order;
    return first->first < second->first ? -1 : 1;
}

static gboolean
texts_are_equal(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The values of @keys in some rows; NULL for all rows. */
static const char **
get_values(Table *self, const char *const *keys, const guint32 *positions, guint n_positions)
{
    gsize n_values = 0;

    return osinfo_list_get_values(self->list, keys, positions, n_positions, &n_values);
}

/* Brings the rows into the order of a parameter; what has equal values stays as it is. */
static void
sort_rows(Table *self, const char *key)
{
    const char *const keys[] = {key, NULL};
    g_autofree const char **values = get_values(self, keys, NULL, 0);
    guint32 *order = self->order;
    guint n_rows = self->n_rows;
    g_autofree guint32 *before = g_memdup2(order, n_rows * sizeof(guint32));
    g_autofree Run *runs = g_new(Run, MAX(n_rows, 1));
    guint n_runs = 0;
    guint n_done = 0;

    for (guint i = 0; i < n_rows; i++) {
        const char *text = values[before[i]];

        if (n_runs > 0 && texts_are_equal(runs[n_runs - 1].text, text))
            runs[n_runs - 1].n_rows++;
        else
            runs[n_runs++] = (Run){get_prefix(text), text, i, 1};
    }
    qsort(runs, n_runs, sizeof(Run), compare_runs);
    for (guint i = 0; i < n_runs; i++) {
        memcpy(order + n_done, before + runs[i].first, runs[i].n_rows * sizeof(guint32));
        n_done += runs[i].n_rows;
    }
}

void
table_fill(Table *self, OsinfoList *list, const char *sort_key)
{
    const char *key = sort_key != NULL ? sort_key : get_column(self, 0)->key;

    g_set_object(&self->list, list);
    self->n_rows = (guint)osinfo_list_get_length(list);
    self->order = g_new(guint32, MAX(self->n_rows, 1));
    for (guint i = 0; i < self->n_rows; i++)
        self->order[i] = i;
    /* lists of a database are sorted by id */
    if (strcmp(key, OSINFO_ENTITY_PROP_ID) != 0)
        sort_rows(self, key);
}

guint
table_get_n_rows(Table *self)
{
    return self->n_rows;
}

/* Bytes of a line of @texts, one a shown column, padded to its width. In most columns a text often
 * is that of the row before. */
static gsize
measure_line(Table *self, const char *const *texts)
{
    Cell *cells = self->cells;
    gsize size = 1;

    for (guint i = 0; i < self->n_shown; i++) {
        if (texts[i] != cells[i].text) {
            cells[i].text = texts[i];
            cells[i].length = texts[i] != NULL ? strlen(texts[i]) : 0;
        }
        size += 3 + MAX(cells[i].length, cells[i].width);
    }
    return size;
}

/* FALSE: nothing, since a terminal would not show it as it is; never for texts that @are_visible. */
static gboolean
add_line(Table *self, const char *const *texts, gboolean are_visible, Output *output)
{
    const Cell *cells = self->cells;
    gsize size = measure_line(self, texts);
    char *start = output_reserve(output, size);
    char *end = start;

    /* blanks first, then what stands in them */
    memset(start, ' ', size);
    for (guint i = 0; i < self->n_shown; i++) {
        if (i > 0) {
            end[1] = '|';
            end += 2;
        }
        end++;
        if (cells[i].length > 0)
            memcpy(end, cells[i].text, cells[i].length);
        end += MAX(cells[i].length, cells[i].width);
    }
    if (!are_visible && !text_is_plain(start, (gsize)(end - start)))
        return FALSE;
    *end++ = '\n';
    output->size += (gsize)(end - start);
    return TRUE;
}

/* Where the texts of a line do not live on: others may come to stand at their addresses. */
static void
forget_texts(Table *self)
{
    for (guint i = 0; i < self->n_shown; i++) {
        self->cells[i].text = NULL;
        self->cells[i].length = 0;
    }
}

static void
write_line(Table *self, const char *const *texts, Output *output)
{
    g_auto(GStrv) visible = NULL;

    if (add_line(self, texts, FALSE, output))
        return;
    visible = g_new0(char *, self->n_shown + 1);
    for (guint i = 0; i < self->n_shown; i++)
        visible[i] = text_show(texts[i] != NULL ? texts[i] : "");
    add_line(self, (const char *const *)visible, TRUE, output);
    forget_texts(self);
}

/* Headings may be translated: their width is counted in letters, unlike that of values. */
static void
write_headings(Table *self, const char *const *texts, Output *output)
{
    g_auto(GStrv) padded = g_new0(char *, self->n_shown + 1);

    for (guint i = 0; i < self->n_shown; i++) {
        glong n_letters = g_utf8_strlen(texts[i], -1);
        gsize n_blanks =
            self->shown[i]->width - (gsize)MIN(n_letters, (glong)self->shown[i]->width);

        padded[i] = g_strdup_printf("%s%*s", texts[i], (int)n_blanks, "");
    }
    write_line(self, (const char *const *)padded, output);
    forget_texts(self);
}

static void
write_rule(Table *self, Output *output)
{
    for (guint i = 0; i < self->n_shown; i++) {
        output_add(output, i == 0 ? "-" : "-+-");
        memset(output_reserve(output, self->shown[i]->width), '-', self->shown[i]->width);
        output->size += self->shown[i]->width;
    }
    output_add(output, "\n");
}

static void
write_csv_line(Table *self, const char *const *texts, Output *output)
{
    for (guint i = 0; i < self->n_shown; i++)
        output_add_csv_field(output, texts[i], i == 0);
    output_end_csv_line(output);
}

static void
write_json_item(Table *self, guint32 position, const char *const *texts, Output *output)
{
    JsonObject *object = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    for (guint i = 0; i < self->n_shown; i++)
        json_object_set_member(object, self->shown[i]->key, json_text_node(texts[i]));
    for (guint i = 0; i < self->parts->len; i++) {
        const char *element = g_ptr_array_index(self->parts, i);
        g_autoptr(JsonBuilder) builder = json_builder_new();

        json_add_parts(builder, osinfo_list_get_nth(self->list, (gint)position), self->kind,
                       element);
        json_object_set_member(object, element, json_builder_get_root(builder));
    }
    json_node_take_object(node, object);
    output_add_json_item(output, node);
}

static void
write_head(Table *self, Format format, Output *output)
{
    g_autofree const char **texts = g_new(const char *, self->columns->len);

    for (guint i = 0; i < self->n_shown; i++)
        texts[i] = format == FORMAT_CSV ? self->shown[i]->key : _(self->shown[i]->heading);
    if (format == FORMAT_CSV) {
        write_csv_line(self, texts, output);
    } else if (format == FORMAT_TEXT) {
        write_headings(self, texts, output);
        write_rule(self, output);
    }
}

static void
write_row(Table *self, Format format, guint32 position, const char *const *texts, Output *output)
{
    if (format == FORMAT_JSON)
        write_json_item(self, position, texts, output);
    else if (format == FORMAT_CSV)
        write_csv_line(self, texts, output);
    else
        write_line(self, texts, output);
}

void
table_write(Table *self, Format format, Output *output)
{
    g_autofree const char **keys = g_new0(const char *, self->columns->len + 1);

    for (guint i = 0; i < self->n_shown; i++)
        keys[i] = self->shown[i]->key;
    write_head(self, format, output);
    for (guint i = 0; i < self->n_rows && output->failure == 0; i += BLOCK_ROWS) {
        guint n_rows = MIN(BLOCK_ROWS, self->n_rows - i);
        g_autofree const char **values = get_values(self, keys, self->order + i, n_rows);

        for (guint j = 0; j < n_rows; j++)
            write_row(self, format, self->order[i + j], values + (gsize)j * self->n_shown, output);
    }
    if (format == FORMAT_JSON)
        output_end_json(output);
}
