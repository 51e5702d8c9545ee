/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A table of entities or parts: which columns, in which order, as which text. Only the values of columns
 * that somebody sees, or that decide about the order, are fetched.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/json_text.h"
#include "common/text.h"
#include "common/translate.h"
#include "facts/version.h"
#include "tools/json_parts.h"
#include "tools/json_writer.h"
#include "tools/name_column.h"
#include "tools/query_conditions.h"
#include "tools/table.h"

/* Rows whose values are fetched together. */
#define BLOCK_ROWS 512

/* Of columns of names, of which many are longer. */
#define NAME_WIDTH 25

/* Of a line. Lengths in bytes. */
typedef struct {
    const char *text;
    gsize length;
    gsize width; /* bytes that it takes up at least */
} Cell;

struct _Table {
    const QueryType *type;
    const GArray *columns; /* of Column: those there are */
    const Column **shown;  /* those that are shown, in order */
    guint n_shown;
    GPtrArray *names; /* of Column, the last of those shown: what systems are called elsewhere */
    GPtrArray *parts; /* of texts: elements of parts that are shown, too */
    const Rows *rows;
    GArray *order;   /* of guint32, owned: rows as they are printed; NULL: none yet */
    Cell *cells;     /* of the line that is made, one a shown column */
    GPtrArray *held; /* of texts, owned: values of the rows that are written now */
};

/* Rows that follow each other with the same text: sorted as one, since devices have few vendors. */
typedef struct {
    guint64 prefix;   /* the text's first bytes as a number that compares like them */
    const char *text; /* NULL comes last */
    guint32 first;    /* row */
    guint32 n_rows;
} Run;

static const Column *
get_column(const Table *self, guint number)
{
    return &g_array_index(self->columns, Column, number);
}

static void
show_column(Table *self, const Column *column)
{
    for (guint i = 0; i < self->n_shown; i++) {
        if (self->shown[i] == column)
            return;
    }
    self->shown[self->n_shown++] = column;
}

/* Shows the columns that @names names, each once; NULL: those that are shown unasked. */
static void
show_columns(Table *self, const char *const *names, gboolean keeps_order)
{
    self->n_shown = 0;
    for (guint i = 0; names != NULL && !keeps_order && names[i] != NULL; i++) {
        const Column *column = columns_find(self->columns, names[i]);

        if (column != NULL)
            show_column(self, column);
    }
    for (guint i = 0; (names == NULL || keeps_order) && i < self->columns->len; i++) {
        const Column *column = get_column(self, i);

        if (names != NULL ? g_strv_contains(names, column->key) : column->is_shown)
            show_column(self, column);
    }
    for (guint i = 0; i < self->n_shown; i++)
        self->cells[i] = (Cell){NULL, 0, self->shown[i]->width};
}

static void
name_free(gpointer data)
{
    Column *name = data;

    g_free((char *)name->key);
    g_free((char *)name->heading);
    g_free(name);
}

Table *
table_new(const QueryType *type, const GArray *columns)
{
    Table *self = g_new0(Table, 1);

    self->type = type;
    self->columns = columns;
    self->names = g_ptr_array_new_with_free_func(name_free);
    self->parts = g_ptr_array_new();
    self->held = g_ptr_array_new_with_free_func(g_free);
    self->shown = g_new0(const Column *, columns->len);
    self->cells = g_new0(Cell, columns->len);
    show_columns(self, NULL, TRUE);
    return self;
}

void
table_free(Table *self)
{
    g_ptr_array_unref(self->names);
    g_ptr_array_unref(self->parts);
    g_clear_pointer(&self->order, g_array_unref);
    g_free(self->shown);
    g_ptr_array_unref(self->held);
    g_free(self->cells);
    g_free(self);
}

/* In the order of their rows. */
static void
show_parts(Table *self, const char *const *names)
{
    guint n_specs = 0;
    const FactPartSpec *specs = fact_parts_get(&n_specs);

    for (guint i = 0; i < n_specs; i++) {
        const char *element = fact_kind_get(specs[i].kind)->element;

        if (specs[i].owner == self->type->kind && g_strv_contains(names, element))
            g_ptr_array_add(self->parts, (gpointer)element);
    }
}

gboolean
table_set_fields(Table *self, const char *keys, Format format, gboolean keeps_order,
                 const char *message, GError **error)
{
    g_auto(GStrv) names = g_strsplit(keys, ",", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        gboolean is_part = (format == FORMAT_JSON || format == FORMAT_JSONL) &&
                           fact_kind_find_part(self->type->kind, names[i]) != FACT_N_KINDS;

        if (!is_part && !columns_check(self->columns, names[i], NULL, message, error))
            return FALSE;
    }
    show_columns(self, (const char *const *)names, keeps_order);
    if (format == FORMAT_JSON || format == FORMAT_JSONL)
        show_parts(self, (const char *const *)names);
    return TRUE;
}

/* Is a text one of the first @n_texts? */
static gboolean
is_among(const char *const *texts, guint n_texts, const char *text)
{
    for (guint i = 0; i < n_texts; i++) {
        if (strcmp(texts[i], text) == 0)
            return TRUE;
    }
    return FALSE;
}

static Column *
name_new(const char *scheme)
{
    Column *self = g_new0(Column, 1);

    self->key = g_strconcat(IDENTITY_KEY, scheme, NULL);
    self->place = COLUMN_NAMES;
    /* Translators: heading of a column; %s is whose names these are: vmware, os-release */
    self->heading = g_strdup_printf(_("Name in %s"), scheme);
    self->width = NAME_WIDTH;
    return self;
}

void
table_show_names(Table *self, const char *const *schemes)
{
    guint n_all = self->n_shown + g_strv_length((char **)schemes);

    self->shown = g_renew(const Column *, self->shown, MAX(n_all, 1));
    self->cells = g_renew(Cell, self->cells, MAX(n_all, 1));
    for (guint i = 0; schemes[i] != NULL; i++) {
        Column *name = NULL;

        if (is_among(schemes, i, schemes[i]))
            continue;
        name = name_new(schemes[i]);
        g_ptr_array_add(self->names, name);
        self->cells[self->n_shown] = (Cell){NULL, 0, name->width};
        self->shown[self->n_shown++] = name;
    }
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

/* The values of a list, with commas between; held until the next rows are written. */
static const char *
join_values(Table *self, guint row, const Column *column)
{
    g_autoptr(GList) values = rows_list_values(self->rows, row, column);
    GString *text = NULL;

    if (values == NULL || values->next == NULL)
        return values != NULL ? values->data : NULL;
    text = g_string_new(NULL);
    for (GList *iter = values; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", iter != values ? "," : "", (const char *)iter->data);
    g_ptr_array_add(self->held, text->str);
    return g_string_free(text, FALSE);
}

static gboolean
is_list(const Column *column)
{
    return column->place == COLUMN_ROW && (column->field->flags & FIELD_READ_ADD) != 0;
}

/* The first values of some columns in rows, NULL of all entities, one row behind the other; a new array. What entities say themselves is asked at
 * once, without making objects; of parts lists are told as a whole. */
static const char **
get_values(Table *self, const Column *const *columns, guint n_columns, const guint32 *positions,
           guint n_positions)
{
    const char **values = NULL;

    if (!self->type->is_part) {
        g_autofree const char **keys = g_new0(const char *, n_columns + 1);
        gsize n_values = 0;

        for (guint i = 0; i < n_columns; i++)
            keys[i] = columns[i]->key;
        return osinfo_list_get_values(self->rows->list, keys, positions, n_positions, &n_values);
    }
    values = g_new0(const char *, (gsize)n_columns *n_positions + 1);
    for (guint i = 0; i < n_positions; i++) {
        for (guint j = 0; j < n_columns; j++)
            values[(gsize)i * n_columns + j] =
                is_list(columns[j]) ? join_values(self, positions[i], columns[j])
                                    : rows_get_value(self->rows, positions[i], columns[j]);
    }
    return values;
}

static int
compare_versions(gconstpointer a, gconstpointer b)
{
    const Run *first = a;
    const Run *second = b;
    int order = 0;

    if (first->text == NULL || second->text == NULL)
        order = (first->text == NULL) - (second->text == NULL);
    else
        order = version_compare(first->text, second->text);
    if (order != 0)
        return order;
    return first->first < second->first ? -1 : 1;
}

/* What has no value stays last. */
static void
reverse_runs(Run *runs, guint n_runs)
{
    guint n_values = n_runs;

    while (n_values > 0 && runs[n_values - 1].text == NULL)
        n_values--;
    for (guint i = 0; i < n_values / 2; i++) {
        Run held = runs[i];

        runs[i] = runs[n_values - 1 - i];
        runs[n_values - 1 - i] = held;
    }
    /* equal ones as they were */
    for (guint i = 0; i < n_values;) {
        guint end = i + 1;

        while (end < n_values && texts_are_equal(runs[i].text, runs[end].text))
            end++;
        for (guint j = 0; j < (end - i) / 2; j++) {
            Run held = runs[i + j];

            runs[i + j] = runs[end - 1 - j];
            runs[end - 1 - j] = held;
        }
        i = end;
    }
}

/* Brings the rows into the order of a column; what has equal values stays as it is. */
static void
sort_rows(Table *self, const Column *column, const TableOrder *by)
{
    const Column *const columns[] = {column};
    guint32 *order = (guint32 *)(gpointer)self->order->data;
    guint n_rows = self->order->len;
    /* all rows are asked for in another way than many */
    gboolean is_whole = !self->type->is_part && n_rows == rows_get_n(self->rows);
    g_autofree const char **values =
        get_values(self, columns, 1, is_whole ? NULL : order, is_whole ? 0 : n_rows);
    g_autofree guint32 *before = g_memdup2(order, n_rows * sizeof(guint32));
    g_autofree Run *runs = g_new(Run, MAX(n_rows, 1));
    guint n_runs = 0;
    guint n_done = 0;

    for (guint i = 0; i < n_rows; i++) {
        const char *text = values[i];

        if (n_runs > 0 && texts_are_equal(runs[n_runs - 1].text, text))
            runs[n_runs - 1].n_rows++;
        else
            runs[n_runs++] = (Run){get_prefix(text), text, i, 1};
    }
    qsort(runs, n_runs, sizeof(Run), by->is_version ? compare_versions : compare_runs);
    if (by->is_descending)
        reverse_runs(runs, n_runs);
    for (guint i = 0; i < n_runs; i++) {
        memcpy(order + n_done, before + runs[i].first, runs[i].n_rows * sizeof(guint32));
        n_done += runs[i].n_rows;
    }
}

void
table_fill(Table *self, const Rows *rows, GArray *positions, const TableOrder *order)
{
    const Column *known = order->key != NULL ? columns_find(self->columns, order->key) : NULL;
    /* any parameter, be it shown in a column or not */
    FieldSpec field = {.key = order->key};
    Column other = {.key = order->key, .place = COLUMN_ROW, .field = &field};

    self->rows = rows;
    self->order = positions;
    if (order->key == NULL || positions->len == 0)
        return;
    /* lists of a database are sorted by id */
    if (strcmp(order->key, OSINFO_ENTITY_PROP_ID) == 0 && !self->type->is_part && order->is_by_id &&
        !order->is_descending && !order->is_version)
        return;
    sort_rows(self, known != NULL ? known : &other, order);
}

guint
table_get_n_rows(Table *self)
{
    return self->order->len;
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
        gsize n_letters = (gsize)g_utf8_strlen(texts[i], -1);
        gsize n_blanks = self->cells[i].width - MIN(n_letters, self->cells[i].width);

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
        memset(output_reserve(output, self->cells[i].width), '-', self->cells[i].width);
        output->size += self->cells[i].width;
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
write_json_value(JsonWriter *writer, const Rows *rows, guint row, const Column *column)
{
    const FieldSpec *field = column->field;
    g_autoptr(GList) values = rows_list_values(rows, row, column);
    const char *first = values != NULL ? values->data : NULL;

    /* of the system that a part is of columns say what they do in its own table: the first text */
    if (is_list(column))
        json_writer_texts(writer, column->key, values);
    else if (column->place == COLUMN_ROW && first != NULL && field->type == FIELD_BOOLEAN)
        json_writer_boolean(writer, column->key, strcmp(first, "true") == 0);
    else if (column->place == COLUMN_ROW && first != NULL &&
             (field->type == FIELD_INT || field->type == FIELD_INT64))
        json_writer_number(writer, column->key, g_ascii_strtoll(first, NULL, 10));
    else
        json_writer_text(writer, column->key, first);
}

static void
write_json_item(Table *self, guint32 row, const char *const *texts, Output *output)
{
    JsonWriter writer = {.output = output};

    json_writer_begin_object(&writer, NULL);
    for (guint i = 0; i < self->n_shown; i++) {
        const Column *column = self->shown[i];

        if (column->place == COLUMN_NAMES)
            name_column_write(&writer, column->key, rows_get_os(self->rows, row));
        else if (self->type->is_part)
            write_json_value(&writer, self->rows, row, column);
        else
            json_writer_text(&writer, column->key, texts[i]);
    }
    for (guint i = 0; i < self->parts->len; i++) {
        const char *element = g_ptr_array_index(self->parts, i);
        g_autoptr(JsonBuilder) builder = json_builder_new();

        json_add_parts(builder, rows_get_entity(self->rows, row), self->type->kind, element);
        json_writer_node(&writer, element, json_builder_get_root(builder));
    }
    json_writer_end_object(&writer);
}

static const char *
get_heading(const Column *column)
{
    return column->heading != NULL ? _(column->heading) : column->key;
}

/* Columns of parts are as wide as what stands in them. */
static void
measure_columns(Table *self)
{
    guint n_rows = self->order->len;
    g_autofree const char **values = get_values(
        self, self->shown, self->n_shown, (const guint32 *)(gpointer)self->order->data, n_rows);

    for (guint i = 0; i < self->n_shown; i++)
        self->cells[i].width = strlen(get_heading(self->shown[i]));
    for (gsize i = 0; i < (gsize)n_rows * self->n_shown; i++) {
        Cell *cell = &self->cells[i % self->n_shown];

        if (values[i] != NULL)
            cell->width = MAX(cell->width, strlen(values[i]));
    }
    g_ptr_array_set_size(self->held, 0);
}

/* Values as they are: none of a command line, a file name or an address has a NUL. */
static void
write_zero_line(Table *self, const char *const *texts, Output *output)
{
    for (guint i = 0; i < self->n_shown; i++) {
        output_add(output, texts[i] != NULL ? texts[i] : "");
        *output_reserve(output, 1) = '\0';
        output->size++;
    }
}

static void
write_tsv_line(Table *self, const char *const *texts, Output *output)
{
    for (guint i = 0; i < self->n_shown; i++)
        output_add_tsv_field(output, texts[i], i == 0);
    output_add(output, "\n");
}

static void
write_head(Table *self, const TableStyle *style, Output *output)
{
    gboolean is_table = style->format == FORMAT_TEXT;
    g_autofree const char **texts = g_new(const char *, MAX(self->n_shown, 1));

    if (!style->has_head || style->ends_zero)
        return;
    for (guint i = 0; i < self->n_shown; i++)
        texts[i] = is_table ? get_heading(self->shown[i]) : self->shown[i]->key;
    if (style->format == FORMAT_CSV) {
        write_csv_line(self, texts, output);
    } else if (style->format == FORMAT_TSV) {
        write_tsv_line(self, texts, output);
    } else if (is_table) {
        write_headings(self, texts, output);
        write_rule(self, output);
    }
}

/* @number: how many stand before it. */
static void
write_row(Table *self, const TableStyle *style, guint number, const char *const *texts,
          Output *output)
{
    guint32 row = g_array_index(self->order, guint32, number);

    if (style->ends_zero) {
        write_zero_line(self, texts, output);
    } else if (style->format == FORMAT_JSON) {
        output_add(output, number == 0 ? "[\n  " : ",\n  ");
        write_json_item(self, row, texts, output);
    } else if (style->format == FORMAT_JSONL) {
        write_json_item(self, row, texts, output);
        output_add(output, "\n");
    } else if (style->format == FORMAT_CSV) {
        write_csv_line(self, texts, output);
    } else if (style->format == FORMAT_TSV) {
        write_tsv_line(self, texts, output);
    } else {
        write_line(self, texts, output);
    }
}

/* What the columns of names have in some rows, as texts, which are held until the next rows are written. */
static void
fill_names(Table *self, const guint32 *positions, guint n_positions, const char **values)
{
    for (guint i = 0; i < n_positions; i++) {
        for (guint j = self->n_shown - self->names->len; j < self->n_shown; j++) {
            char *text =
                name_column_dup_text(self->shown[j]->key, rows_get_os(self->rows, positions[i]));

            values[(gsize)i * self->n_shown + j] = text;
            g_ptr_array_add(self->held, text);
        }
    }
}

void
table_write(Table *self, const TableStyle *style, Output *output)
{
    guint n_rows = self->order->len;
    const guint32 *order = (const guint32 *)(gpointer)self->order->data;

    if (self->type->is_part && style->format == FORMAT_TEXT)
        measure_columns(self);
    write_head(self, style, output);
    for (guint i = 0; i < n_rows && output->failure == 0; i += BLOCK_ROWS) {
        guint n_now = MIN(BLOCK_ROWS, n_rows - i);
        g_autofree const char **values =
            get_values(self, self->shown, self->n_shown, order + i, n_now);

        if (style->format != FORMAT_JSON && style->format != FORMAT_JSONL)
            fill_names(self, order + i, n_now, values);
        for (guint j = 0; j < n_now; j++)
            write_row(self, style, i + j, values + (gsize)j * self->n_shown, output);
        g_ptr_array_set_size(self->held, 0);
        forget_texts(self);
    }
    if (style->format == FORMAT_JSON)
        output_add(output, n_rows == 0 ? "[]\n" : "\n]\n");
}
