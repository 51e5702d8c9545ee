/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which parameters of media and trees are evidence: the one place in recognise/ that names them.
 */
#pragma once

#include "store/store_format.h"

typedef struct {
    const char *key; /* parameter */
    const char *evidence;
} MatchedField;

#define MAX_MATCHED_FIELDS 8

typedef struct {
    /* expressions first, then what must be equal, then what is only shown */
    const MatchedField *fields;
    guint n_expressions;
    guint n_matched; /* expressions included */
    guint n_fields;
    guint first_number;    /* of the expressions, in the index */
    const char *condition; /* parameter: only entries that have it count; NULL: none */
} MatchedFields;

const MatchedFields *matched_fields_get(FactKind kind);
