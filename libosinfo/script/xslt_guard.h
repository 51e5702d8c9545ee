/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within the script module: what a template may use up while it is carried out, and which parts of
 * its result are values.
 */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>
#include <libxslt/xsltInternals.h>

#include "script/escape/escape.h"
#include "script/script_module.h"

/* Types of instructions that libxslt knows; there are some thirty. */
#define XSLT_N_FUNCTIONS 64

/* What belongs to one transformation. Who begins one fills in what is above the line. */
typedef struct {
    ScriptLimits limits;
    gint64 end;                /* monotonic time */
    GCancellable *cancellable; /* borrowed; NULL: none */
    gboolean marks_values;     /* values that go to the result are enclosed in marks */
    /* ---- */
    const char *stopped;           /* why it was stopped, not translated; NULL: it was not */
    gsize produced;                /* bytes */
    xsltTransformContext *context; /* borrowed */
    xsltTransformFunction functions[XSLT_N_FUNCTIONS]; /* what carries out each type */
} XsltGuard;

gboolean xslt_is_element(const xmlNode *node, const char *name);
/* What comes after @node: what is in it, then what is behind it, below @root. NULL: nothing more. */
xmlNode *xslt_next_node(const xmlNode *root, const xmlNode *node);

/* Before a template is compiled: what the built-in rules hand on shall be marked, too. */
void xslt_guard_add_text_rules(xmlNode *root);
/* Before a template is carried out. The context's private data is the guard's. */
void xslt_guard_attach(XsltGuard *self, xsltTransformContext *context,
                       const xsltStylesheet *stylesheet);
/* The text of a result that has marks, and which parts of it are values: ScriptValue. */
void xslt_guard_collect(const xmlDoc *result, GString *text, GArray *values);

/* Does the guard work with the libxslt that is loaded? It is tried once if its version is unknown. */
gboolean xslt_guard_is_supported(void);
/* Tries it in any case. */
gboolean xslt_guard_try(void);
