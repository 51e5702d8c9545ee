/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must hold of a row: KEY, an operator and VALUE.
 */
#pragma once

#include "tools/query_rows.h"

/* Begins with zeros. */
typedef struct {
    OsinfoDb *db; /* borrowed */
    const QueryType *type;
    const GArray *columns; /* borrowed; of the type */
    OsinfoFilter *filter;  /* owned; of entities, what is asked to the letter; NULL: nothing */
    GPtrArray *others;     /* owned; NULL: none */
    GPtrArray
        *names; /* owned; of texts: systems that were named, ending without NULL; NULL: none */
} Conditions;

/* Reads all of them. */
gboolean conditions_init(Conditions *self, OsinfoDb *db, const QueryType *type,
                         const GArray *columns, char **texts, GError **error);
void conditions_clear(Conditions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Conditions, conditions_clear)

/* Those that hold for a whole list; a new list. */
OsinfoList *conditions_filter(const Conditions *self, OsinfoList *list);
/* The rows for which the rest holds; a new array of guint32. */
GArray *conditions_list_rows(const Conditions *self, const Rows *rows);

/* Fails with what is wrong with a key: there is none like it, but perhaps others. @message precedes that. @others: what is
 * known besides columns, ending with NULL; NULL: nothing. */
gboolean columns_check(const GArray *columns, const char *key, const char *const *others,
                       const char *message, GError **error);
