/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

#include "facts/fields.h"
#include "tools/output.h"

typedef struct _Table Table;

/* A table of entities of a kind, whose columns are those of facts/fields.h; the first is what rows
 * are sorted by. */
Table *table_new(FactKind kind);
void table_free(Table *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

/* Is there such a column? @message precedes the error. */
gboolean table_check_key(Table *self, const char *key, const char *message, GError **error);

/* Shows just the columns that @keys names, with commas between; in JSON also parts. */
gboolean table_set_fields(Table *self, const char *keys, Format format, const char *message,
                          GError **error);

/* Takes the list's entities as rows, which must live as long as the table. @sort_key may be the
 * name of any parameter, NULL is the first column. */
void table_fill(Table *self, OsinfoList *list, const char *sort_key);

guint table_get_n_rows(Table *self);
void table_write(Table *self, Format format, Output *output);
