/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a medium or tree can be, asked of a database that programs may have changed: the edge between
 * objects and a verdict.
 */
#pragma once

#include "db/osinfo_db_private.h"
#include "recognise/verdict.h"

/* Begins with zeros. */
typedef struct {
    OsinfoDb *db;      /* borrowed */
    FactKind kind;     /* what is asked about: FACT_KIND_MEDIA, FACT_KIND_TREE, FACT_KIND_IMAGE */
    Evidence evidence; /* owned; what the parameters say, and what else was read */
    Verdict verdict;   /* owned */
    GPtrArray *held;   /* owned; objects that entries are, if any */
} Search;

/* @subject: OsinfoMedia or OsinfoTree. */
void search_init(Search *self, OsinfoDb *db, OsinfoEntity *subject);
/* A system on a disk, of which @evidence is. */
void search_init_disk(Search *self, OsinfoDb *db, const Evidence *evidence);
void search_clear(Search *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

/* Borrowed. */
const VerdictCandidate *search_get(const Search *self, guint number);

/* The entry of the known system that says most of the medium: the one whose label matches, or else the
 * first one for its machines, and for its editions where they tell media apart. Of kind %FACT_N_KINDS: there is none. */
Entry search_find_entry(const Search *self, const VerdictCandidate *candidate);

/* The object of an entry; borrowed from the database. */
gpointer search_get_object(const Search *self, const Entry *entry);

/* Tells the medium or tree that was asked about what the database knows of it; FALSE: nothing. Stands in
 * osinfo_db_identify.c. */
gboolean search_tell_subject(const Search *self, OsinfoEntity *subject);

/* All values of a key, each once; @convert: NULL, or how databases write them. */
GStrv search_dup_values(const Search *self, const char *key, char *(*convert)(const char *));

/* Languages of the medium, were @entry the one that says most of it: those that it says itself, the one
 * that its label tells, or else those of the entry, which may be NULL. */
GStrv search_dup_languages(const Search *self, OsinfoEntity *entry);

/* A language of a medium, such as "en-us", as databases write it: "en_US"; a new text. */
char *search_dup_language(const char *found);
