/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What each kind of entity can say: one row a fact. The row tells the XML reader where the value is
 * written, the class which property to install, and everybody under which parameter it is kept.
 */
#pragma once

#include <glib-object.h>

#include "store/store_format.h"

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
    /* an element: "" and "true" are stored as "true", the rest as "false"; of several in a file
     * "true" wins */
    FIELD_ANSWER = 1 << 5,
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
    /* rows of the parent class: of products for OSes and platforms; or NULL */
    const FieldTable *parent;
    const FieldSpec *fields;
    guint n_fields;
};

/* The rows of a kind. The kinds of resources share one table; kinds without values have an empty
 * one. */
const FieldTable *field_get_table(StoreKind kind);
extern const FieldTable field_product_table;

/* Installs the properties of the table's own rows (not of its parent's) with ids from
 * FIELD_FIRST_PROPERTY on, and sets the class's get_property and set_property to the two functions
 * below. A class with properties of its own gives them lower ids, sets its own functions afterwards
 * and lets them call these for the rest. */
#define FIELD_FIRST_PROPERTY 100
void field_install(GObjectClass *klass, const FieldTable *table);
void field_get_property(GObject *object, guint property_id, GValue *value, GParamSpec *spec);
void field_set_property(GObject *object, guint property_id, const GValue *value, GParamSpec *spec);
