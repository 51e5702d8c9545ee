/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a store (README.md) from a file or from memory. Knows bytes and GLib only; what the
 * records mean is entity/'s business.
 *
 * Every function checks what it follows: with a damaged store a record is without values, a text is
 * NULL or a list is short, but nothing outside the bytes is ever touched. All texts live as long as
 * the store. What it says does not change after it was opened, so threads may share it.
 */
#pragma once

#include "store/store_format.h"

typedef struct _Store Store;

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);

typedef enum {
    STORE_ERROR_NOT_A_STORE, /* not ours at all, or of another version, build or byte order */
    STORE_ERROR_DAMAGED,     /* ours, but not as it was written */
    STORE_ERROR_NOT_TRUSTED, /* belongs to somebody else */
} StoreError;

/* @bytes must be aligned to 8. Bytes that this process has just made need not be verified. */
Store *store_open_bytes(GBytes *bytes, const char *build, gboolean verify, GError **error);

/* @path is opened if it belongs to this user or to root and nobody else may write to it. */
Store *store_open_file(const char *path, const char *build, GError **error);

Store *store_ref(Store *self);
void store_unref(Store *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_unref)

/* Makes something of a store that is wanted again; NULL: nothing is called so, which is not kept. */
typedef gpointer (*StoreMakeFunc)(Store *self, const char *name);
/* What was made for the first who asked for @name; it lives as long as the store. @make must not ask
 * for such things itself. */
gconstpointer store_get_made(Store *self, const char *name, StoreMakeFunc make,
                             GDestroyNotify destroy);

/* Which translations are preferred: best first, as g_get_language_names(). Before the first use. */
void store_set_languages(Store *self, const char *const *names);

const char *store_get_plan(const Store *self);
const char *store_get_string(const Store *self, guint32 offset);

/* The elements of a section; the pointer may be followed for @out_count elements. */
gconstpointer store_get_section(const Store *self, StoreSection section, guint *out_count);

/* Records that stand alone: kind by kind, sorted by id. */
guint store_get_range(const Store *self, FactKind kind, guint32 *out_first);
guint32 store_find(const Store *self, FactKind kind, const char *id);

const StoreRecordF *store_get_record(const Store *self, guint32 record);
const char *store_get_id(const Store *self, guint32 record);
/* Parts of @record of one kind, in document order. */
guint store_get_parts(const Store *self, guint32 record, FactKind kind, guint32 *out_first);
const StoreEdgeF *store_get_edges(const Store *self, guint32 record, guint *out_count);
const StoreParamF *store_get_params(const Store *self, guint32 record, guint *out_count);

/* Index of a parameter's name for the calls below, STORE_NONE when no record has such a parameter.
 */
guint32 store_find_key(const Store *self, const char *key);
const char *store_get_key(const Store *self, guint32 key);

/* First value, in the best language; NULL when there is none. */
const char *store_get_value(const Store *self, guint32 record, guint32 key);
/* Several parameters of many records: the same answers as store_get_value(), with all that does not
 * change looked up once. A column of its own is "id". */
typedef struct {
    const Store *store;
    guint n_columns;
    guint16 *columns; /* of each key of the store: column + 1, or 0 */
    guint n_keys;
    const StoreRecordF *records;
    guint n_records;
    const StoreParamF *params;
    guint n_params;
    const char *strings;
    guint last_string; /* highest offset that there may be */
    GArray *copies; /* of StoreTableCopy: columns that are not a parameter, or another column's */
} StoreTable;

void store_table_init(StoreTable *self, const Store *store, const char *const *keys);
void store_table_clear(StoreTable *self);
/* Puts the values that there are into @out, which has NULL for each column. */
void store_table_read(const StoreTable *self, guint32 record, const char **out);

/* All values, in order, of a translated parameter only the best one. Appended to @out. */
void store_get_values(const Store *self, guint32 record, guint32 key, GPtrArray *out);
