/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Records while they grow, for builder.c and for what completes them before a store is written.
 */
#pragma once

#include "compile/builder.h"

typedef struct {
    const char *key;
    const char *value;
    const char *language;
    guint definition; /* of the entity, the one that said it; 0: before all of them */
} Param;

typedef struct Record Record;

typedef struct {
    FactRelation kind;
    Record *target;
} Edge;

struct Record {
    FactKind kind;
    guint flags;
    const char *id;
    Record *owner;
    guint definition; /* of the entity, the last one */
    guint32 number;   /* in the store, once that is known */
    GArray *params;   /* of Param; NULL for none */
    GPtrArray *parts; /* of Record; NULL for none */
    GArray *edges;    /* of Edge; NULL for none */
};

/* Names by their address, those that were met last: nearly all are constants, so that most need not
 * be looked up by their letters. */
#define RECENT_NAMES 64

typedef struct {
    const char *names[RECENT_NAMES];
} Recent;

struct Builder {
    GHashTable *entities[FACT_N_ENTITY_KINDS]; /* id to Record */
    GPtrArray *records;                        /* all of them, to be freed */
    GArray *sources;                           /* of StoreSourceF, path being an index into texts */
    GArray *problems;          /* of StoreProblemF, text being an index into texts */
    GArray *versions;          /* of StoreVersionF, path and text being indexes into texts */
    GPtrArray *overridden_ids; /* own texts */
    GPtrArray *texts;          /* own texts */
    GHashTable *keys;          /* texts: names of parameters so far */
    GHashTable *languages;     /* texts: languages so far */
    Recent recent;             /* of keys */
    guint n_definitions;
};

/* A part of @owner, as its kind's row says of one with that id. */
Record *builder_add_part(Builder *self, Record *owner, FactKind kind, const char *id);
/* The first value without a language; NULL: none. */
const char *record_find_param(const Record *record, const char *key);
/* A text that lives as long as the builder, which owns it now. */
const char *builder_keep_text(Builder *self, char *text);
