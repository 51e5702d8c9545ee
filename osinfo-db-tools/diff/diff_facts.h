/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Takes the entities of a database apart into facts that can be compared. See DiffChange in diff.h
 * for what a fact is.
 */
#pragma once

#include "input/input_files.h"

typedef struct {
    char *part; /* "": the item itself */
    char *value;
} Fact;

/* A thing of which an entity may have several. */
typedef struct {
    char *subject;
    char *item; /* "": there is just one */
    /* what stays when the item's name changes, for media the label; NULL: nothing */
    char *likeness;
    GPtrArray *facts; /* of Fact, by part */
    guint *n_facts;   /* as that of the entity */
} FactItem;

typedef struct {
    char *kind;
    char *id;
    char *name;         /* "": none */
    char *short_id;     /* "": none */
    char *release_date; /* "": none */
    GPtrArray *items;   /* of FactItem, in the order of the files */
    GHashTable *names;  /* "SUBJECT ITEM": FactItem */
    GHashTable *counts; /* "SUBJECT ITEM": how many would be called so */
    guint *n_facts;     /* borrowed while the database is read: its facts so far */
} FactEntity;

/* Returns "KIND ID": FactEntity. Several elements for an id become one. NULL with an error. */
GHashTable *diff_facts_read(const InputFiles *database, GError **error);

/* NULL: the entity has no such item. */
FactItem *diff_facts_find(const FactEntity *entity, const char *subject, const char *item);
