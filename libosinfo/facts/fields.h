/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What each kind can say: one row a fact. The row tells the XML reader where the value is written,
 * the class which property to install, the matching what a medium must say of itself, programs how
 * to show it, and everybody under which parameter it is kept.
 */
#pragma once

#include <glib-object.h>

#include "facts/kinds.h"

/* What a value is; in a store all values are texts. */
typedef enum {
    FIELD_STRING,
    FIELD_BOOLEAN,
    FIELD_INT,
    FIELD_INT64,
    FIELD_DATE, /* YYYY-MM-DD */
} FieldType;

typedef enum {
    FIELD_READ_SINGLE = 1 << 0, /* of several in a file the first one; a later file replaces it */
    FIELD_READ_LAST = 1 << 1,   /* of several the last one */
    FIELD_READ_ADD = 1 << 2,    /* values add up: a list */
    FIELD_READ_EXISTS = 1 << 3, /* "true" when there is such an element, else "false" */
    FIELD_TRUE_UNLESS_FALSE = 1 << 4, /* any text but "false" is stored as "true" */
    FIELD_FALSE_UNLESS_TRUE = 1 << 5, /* any text but "true" is stored as "false" */
    /* an element: "" and "true" are stored as "true", the rest as "false"; of several in a file
     * "true" wins */
    FIELD_ANSWER = 1 << 6,
    FIELD_TRUE_WHEN_ABSENT = 1 << 7,  /* an attribute: "true" is stored where there is none */
    FIELD_FALSE_WHEN_ABSENT = 1 << 8, /* "false" is stored where no file says anything */

    /* how a value takes part in recognition */
    FIELD_EXPRESSION = 1 << 9, /* a regular expression; as evidence, it must match the medium's */
    FIELD_EQUAL = 1 << 10,     /* evidence: a number above 0 must be the medium's */
    /* an answer: who says "true" can be recognised, whatever else it says; who does not, never */
    FIELD_CONDITION = 1 << 11,
} FieldFlags;

/* Members that a row does not mention are 0 or NULL, which is "none". */
typedef struct {
    const char *key; /* parameter */
    /* below the element: "url", "@live", "iso/volume-id"; a last step of "*" is any element; NULL:
     * not in the XML, or the reader has code for it */
    const char *path;
    guint flags; /* FieldFlags */
    FieldType type;

    /* the GObject property */
    const char *property;
    const char *nick;
    GParamFlags access;
    gint64 minimum;  /* for the integer types */
    gint64 fallback; /* what the property is when there is no value */

    /* what this is on a medium or tree, as FORMAT.NAME */
    const char *evidence;

    FactInheritance inheritance;

    /* how a table of entities shows it */
    guint column;        /* place among the columns, from 1; 0: tables do not show it */
    const char *heading; /* translatable */
    guint width;         /* bytes at least */
} FieldSpec;

typedef struct FieldTable FieldTable;
struct FieldTable {
    /* rows of the parent class: of products for OSes and platforms; NULL: none */
    const FieldTable *parent;
    const FieldSpec *fields;
    guint n_fields;
};

/* The rows of a kind. The kinds of resources share one table. */
const FieldTable *field_get_table(FactKind kind);
extern const FieldTable field_product_table;

/* The row of a parameter, be it a parent's; NULL: there is none. */
const FieldSpec *field_find(FactKind kind, const char *key);

/* All rows of a kind, those of parents first. */
typedef struct {
    const FieldTable *leaf;
    const FieldTable *table;
    guint next;
} FieldIter;

void field_iter_init(FieldIter *self, FactKind kind);
/* NULL: that was all. */
const FieldSpec *field_iter_next(FieldIter *self);

/* The rows that tables show, in the order of the columns; a new array of FieldSpec. */
GPtrArray *field_list_columns(FactKind kind);

#define FIELD_MAX_EVIDENCE 16

/* What a kind says of media or trees. */
typedef struct {
    /* expressions first, then what must be equal, then what is only shown */
    const FieldSpec *fields[FIELD_MAX_EVIDENCE];
    guint n_expressions;
    guint n_matched; /* expressions included */
    guint n_fields;
    guint first_number;         /* of the expressions: dense over all kinds, below 256 */
    const FieldSpec *condition; /* FIELD_CONDITION; NULL: none */
} FieldEvidence;

/* Empty for kinds that are not recognised. */
const FieldEvidence *field_get_evidence(FactKind kind);
