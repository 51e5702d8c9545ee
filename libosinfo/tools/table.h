/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "tools/output.h"
#include "tools/query_rows.h"

typedef struct _Table Table;

/* How rows are sorted. */
typedef struct {
    const char *key;     /* of any parameter; NULL: as they are */
    gboolean is_version; /* numbers in values count as numbers */
    gboolean is_descending;
    gboolean is_by_id; /* rows come sorted by id */
} TableOrder;

/* How a table is written. */
typedef struct {
    Format format;
    gboolean has_head;  /* where the format has one */
    gboolean ends_zero; /* each value ends with NUL, and there is nothing else */
} TableStyle;

/* A table of a type of rows; all is borrowed and must live as long. */
Table *table_new(const QueryType *type, const GArray *columns);
void table_free(Table *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* Shows just the columns that @keys names, with commas between; in JSON also parts. @keeps_order: in their own order
 * instead of that of @keys. */
gboolean table_set_fields(Table *self, const char *keys, Format format, gboolean keeps_order,
                          const char *message, GError **error);

/* Shows what systems are called in some schemes, in columns behind the others, each once. Tables of systems only. */
void table_show_names(Table *self, const char *const *schemes);

/* Takes those of @rows that @positions has, which is taken over: an array of guint32. */
void table_fill(Table *self, const Rows *rows, GArray *positions, const TableOrder *order);

guint table_get_n_rows(Table *self);
void table_write(Table *self, const TableStyle *style, Output *output);
