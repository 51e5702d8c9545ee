/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within the script module: what a template may use up while it is carried out, and which parts of
 * its result are values.
 */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxslt/xsltInternals.h>

#include "script/escape/escape.h"
#include "script/script_module.h"

/* Types of instructions that libxslt knows; there are some thirty. */
#define N_FUNCTIONS 64

/* One piece of work, from template to text. */
typedef struct {
    const ScriptInput *input;
    const ScriptFormat *format; /* NULL: values stay as they are, or are the serializer's affair */
    gboolean is_named;          /* the template names a format that we know */
    GCancellable *cancellable;
    gint64 end;          /* monotonic time */
    GString *report;     /* messages of the libraries, in one line */
    const char *stopped; /* why it was stopped; NULL: it was not */
    xsltTransformContext *context;
    xsltTransformFunction functions[N_FUNCTIONS]; /* what carries out instructions of each type */
    gsize produced;                               /* bytes */
} Work;

gboolean is_xslt(const xmlNode *node, const char *name);
/* What comes after @node: what is in it, then what is behind it, below @root. NULL: nothing more. */
xmlNode *next_node(const xmlNode *root, const xmlNode *node);
/* In each mode. */
void add_text_rules(xmlNode *root);
void stop(Work *work, const char *reason);
/* May the template go on? */
gboolean check(Work *work);
/* Puts run_instruction() in the place of what carries out instructions. */
void take_instructions(Work *work, xmlNode *root);
/* The value of a variable: whoever doubles a text again and again must read it again and again. */
xmlXPathObjectPtr look_up_variable(void *data, const xmlChar *name, const xmlChar *uri);
/* Text nodes of a template may be copied with each instruction that is carried out. */
gsize find_longest_text(xmlNode *root);
/* The text of a result, and which parts of it are values. */
void collect(const xmlDoc *result, GString *text, GArray *values);
