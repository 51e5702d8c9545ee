/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What each kind can say: one row a fact. The row tells the XML reader where the value is written,
 * the class which property to install, and everybody under which parameter it is kept.
 */
#pragma once

#include <glib-object.h>

#include "facts/kinds.h"

typedef enum {
    FIELD_STRING,
    FIELD_BOOLEAN,
    FIELD_INT,
    FIELD_INT64,
} FieldType;

typedef enum {
    FIELD_READ_SINGLE = 1 << 0, /* of several in a file the first one; a later file replaces it */
    FIELD_READ_LAST = 1 << 1,   /* of several the last one */
    FIELD_READ_ADD = 1 << 2,    /* values add up */
    FIELD_TRUE_UNLESS_FALSE = 1 << 3, /* any text but "false" is stored as "true" */
    FIELD_FALSE_UNLESS_TRUE = 1 << 4, /* any text but "true" is stored as "false" */
    FIELD_ANSWER = 1 << 5, /* an element: "" and "true" are stored as "true", the rest as "false"; of
                              several in a file "true" wins */
} FieldFlags;

typedef struct {
    const char *key;  /* parameter */
    const char *path; /* below the element: "url", "@live", "iso/volume-id"; NULL: not in the XML */
    guint flags;      /* FieldFlags */
    FieldType type;
    const char *property; /* GObject property, NULL for none */
    const char *nick;
    GParamFlags access;
    gint64 minimum;  /* of the property, for the integer types */
    gint64 fallback; /* what the property is when there is no value */
} FieldSpec;

typedef struct FieldTable FieldTable;
struct FieldTable {
    const FieldTable
        *parent; /* rows of the parent class: of products for OSes and platforms; or NULL */
    const FieldSpec *fields;
    guint n_fields;
};

/* The rows of a kind. The kinds of resources share one table; kinds without values have an empty
 * one. */
const FieldTable *field_get_table(FactKind kind);
extern const FieldTable field_product_table;
