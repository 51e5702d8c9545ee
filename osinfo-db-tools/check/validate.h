/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds files against the schema and the semantic rules. All files, all faults, in an order that
 * depends on the files alone.
 */
#pragma once

#include <libxml/tree.h>

#include "check/schema_model.h"
#include "input/input_files.h"

typedef enum {
    VALIDATE_FILE,   /* it cannot be read */
    VALIDATE_SYNTAX, /* it is not well-formed XML */
    VALIDATE_SCHEMA, /* the schema does not allow it */
    VALIDATE_RULE,   /* a semantic rule does not */
} ValidateKind;

typedef struct {
    ValidateKind kind;
    const char *rule; /* static; of VALIDATE_RULE: ids, dates …; NULL otherwise */
    long line;        /* from 1; 0: it has none */
    char *text;       /* one line */
} ValidateFault;

/* What was found in a file. */
typedef struct {
    const InputFile *file; /* borrowed */
    GPtrArray *faults;     /* of ValidateFault, by line for each kind */
    guint n_rule_faults;   /* found by semantic rules, told or not */
    xmlDoc *document;      /* NULL: it is empty, or no XML, or was not to be kept */
} ValidateResult;

#define VALIDATE_MAX_KEPT (64 << 20) /* bytes of the files whose documents are kept */

/* Reads the files and holds them against the schema, two at a time. @schema_uri is for errors;
 * without @schema the files are only read. @model: that of the schema, if faults shall be told in
 * plain words where it has them; NULL: in those of libxml2. The results are in the order of the files.
 * NULL with an error when the schema is none. */
GPtrArray *validate_files(GPtrArray *files, GBytes *schema, const char *schema_uri,
                          const SchemaModel *model, gboolean keeps_documents, GError **error);

/* Holds results against the semantic rules, and adds faults to those of the files they are in.
 * @context: results of more files that belong to the same database; those with the place of one in
 * @results do not count. NULL: none. Takes the documents of both. @model: of the schema, for the words
 * that it knows; NULL: any word is known. @day: a Julian day to which releases are out; 0: none is given. */
void validate_rules(GPtrArray *results, GPtrArray *context, const SchemaModel *model, guint32 day);
