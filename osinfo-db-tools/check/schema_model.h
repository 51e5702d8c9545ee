/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a RELAX NG schema allows where, as a table of elements: enough to say in plain words what is
 * wrong with a document that libxml2 has refused. It also has the notes of the schema, which say what
 * a schema cannot: words that are known, and what is meant by others.
 */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>
#include <libxml/xmlregexp.h>

/* An element, or an attribute, which has neither attributes nor children. */
typedef struct {
    const char *name;      /* "media"; of attributes also "xml:lang" */
    GPtrArray *attributes; /* of SchemaPart */
    GPtrArray *children;   /* of SchemaPart */
    GPtrArray *words;      /* texts that it may be as a whole */
    GPtrArray *patterns;   /* of xmlRegexp, that its text may match */
    const char *type;      /* name of the definition of these: "type.date"; NULL: none */
    gboolean has_text;     /* it may be any text */
    gboolean is_open;      /* it may hold what it likes */
} SchemaItem;

typedef struct {
    SchemaItem *item;
    gboolean is_required;
    gboolean is_repeatable;
} SchemaPart;

typedef struct {
    xmlDoc *document;    /* the schema; names and words are its texts, or of @texts */
    GHashTable *items;   /* node of the schema: SchemaItem */
    GPtrArray *texts;    /* of char */
    SchemaItem *top;     /* its children are what may be the root element */
    gboolean is_partial; /* the schema says more than such a table can */
    GHashTable *known;   /* name of an element: GPtrArray of words, by the notes */
    GHashTable *meant;   /* word: the one that is meant, by the notes */
} SchemaModel;

/* NULL: not XML. The schema itself is libxml2's matter. */
SchemaModel *schema_model_new(GBytes *schema);
void schema_model_free(SchemaModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SchemaModel, schema_model_free)

/* NULL: none of that name. */
const SchemaPart *schema_part_find(const GPtrArray *parts, const char *name);

/* Is there an element of that name, wherever it belongs? A partial model may not know. */
gboolean schema_model_has_element(const SchemaModel *self, const char *name);

/* The words that are known for an element; NULL: any is. */
const GPtrArray *schema_model_get_known(const SchemaModel *self, const char *element);
/* Of @words the one that @word stands for, by the notes or as the nearest; NULL: none. */
const char *schema_model_find_meant(const SchemaModel *self, const char *word,
                                    const GPtrArray *words);
