/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the script module offers to the library: the table it exports as osinfo_script_module.
 */
#pragma once

#include <gio/gio.h>

#include "base/modules.h"
#include "script/script_document.h"

/* What a template may use up. No real one comes near; they stop those that never end or that want
 * to fill the machine. */
typedef struct {
    gint depth;              /* templates called by templates */
    gulong operations;       /* instructions carried out, literal parts of the result included */
    gulong xpath_operations; /* steps of expressions */
    gint64 time;             /* µs */
    gsize produced; /* bytes that instructions made or variables were read for, all in all */
    gsize output;   /* bytes of the result */
} ScriptLimits;

#define SCRIPT_DEFAULT_LIMITS                                                                      \
    {                                                                                              \
        .depth = 3000, .operations = 1000000, .xpath_operations = 50000000,                        \
        .time = 10 * G_USEC_PER_SEC, .produced = 64 * 1024 * 1024, .output = 16 * 1024 * 1024,     \
    }

/* Bytes of a template. libxslt leaves out texts of more than 10 MB without a word. */
#define SCRIPT_MAX_TEMPLATE_SIZE (8 * 1024 * 1024)

typedef struct {
    const char *template_text; /* an XSLT 1.0 stylesheet */
    gsize template_size;       /* bytes */
    const ScriptDocument *document;
    gboolean
        is_optional; /* a template without a rule for the root element is not a template for it */
    ScriptLimits limits;
    /* What is wrong with the configuration, translated; NULL: nothing. It counts for templates that
     * name their format, as none of older databases does. */
    const char *complaint;
    /* That the first user's account would have, NULL: none. Looked at likewise. */
    const char *user_name;
    gboolean is_windows;
    GQuark domain; /* of errors that the template has, with the code 0 */
} ScriptInput;

typedef struct {
    ModuleTable parent;
    /* Puts the document through the template, which can neither read nor write files, nor reach the
     * network. A new text, perhaps an empty one. NULL without an error: no rule of the template is
     * about the root element, and none needs to be. */
    char *(*transform)(const ScriptInput *input, GCancellable *cancellable, GError **error);
} ScriptModule;

extern const ScriptModule osinfo_script_module;
