/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What osinfo-query has tables of, what stands in their columns, and which rows there are.
 */
#pragma once

#include <osinfo/osinfo.h>

#include "facts/fields.h"

/* What stands before a scheme of names in the key of a column or condition. */
#define IDENTITY_KEY "identity."

/* Of whom a column tells. */
typedef enum {
    COLUMN_ROW,   /* the entity or part itself */
    COLUMN_OWNER, /* the system that a part is of */
    COLUMN_LEVEL, /* of resources: "minimum" and so on */
    COLUMN_NAMES, /* what the system is called in a scheme */
} ColumnPlace;

typedef struct {
    const char *key; /* as users write it: "name", "os", "os.name" */
    ColumnPlace place;
    const FieldSpec *field; /* NULL: a level, names */
    const char *heading;    /* to be translated, unless it is the key */
    guint width;            /* bytes at least; 0: as much as the values need */
    gboolean is_shown;      /* unasked */
} Column;

/* A kind of rows. */
typedef struct {
    const char *name;
    FactKind kind;
    gboolean is_part; /* of systems */
} QueryType;

/* NULL: there is no such type. */
const QueryType *query_type_find(const char *name);
/* The names of all, ending with NULL. */
const char *const *query_type_list_names(void);

/* The parts of a system, for a type of parts; a new list. Of resources those at least needed. */
OsinfoList *query_type_list_parts(const QueryType *type, OsinfoOs *os);

/* The columns, in their own order; a new array of Column. */
GArray *query_type_list_columns(const QueryType *type);
/* NULL: there is no such column. Borrowed. */
const Column *columns_find(const GArray *columns, const char *key);

/* Begins with zeros. */
typedef struct {
    const QueryType *type;
    OsinfoList *list;  /* owned; NULL: rows are parts */
    GPtrArray *parts;  /* of OsinfoEntity, owned; NULL: rows are no parts */
    GPtrArray *owners; /* likewise, of OsinfoOs, borrowed */
    GPtrArray *levels; /* likewise, of texts; NULL stands for parts that are no resources */
} Rows;

/* The entities of a list, or the parts of its systems. */
void rows_init(Rows *self, const QueryType *type, OsinfoList *entities);
void rows_clear(Rows *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Rows, rows_clear)

guint rows_get_n(const Rows *self);
/* The first value; NULL: there is none. It lives as long as the database. */
const char *rows_get_value(const Rows *self, guint row, const Column *column);
/* All of them; the caller frees the container. */
GList *rows_list_values(const Rows *self, guint row, const Column *column);
OsinfoEntity *rows_get_entity(const Rows *self, guint row);
/* The system that the row is, or is a part of; NULL: it is of another kind. */
OsinfoOs *rows_get_os(const Rows *self, guint row);
