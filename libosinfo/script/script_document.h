/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a template gets to see, taken down when a script is asked for: nothing that happens to the
 * entities afterwards counts, so that the rest of the work may be done in another thread. It is
 * texts; the XML that they are the content of is made by the module.
 */
#pragma once

#include "osinfo/osinfo_install_script.h"

/* One element below one of the five parts of the document: <os>, <config> … */
typedef struct {
    const char *part; /* name of the part, a static text */
    char *name;
    char *text;
} ScriptElement;

typedef struct {
    const char *root; /* name of the document's root element, a static text */
    GArray *elements; /* of ScriptElement, those of a part behind each other */
} ScriptDocument;

/* @media and @tree: NULL for none. */
ScriptDocument *script_document_new(const char *root, OsinfoInstallScript *script, OsinfoOs *os,
                                    OsinfoMedia *media, OsinfoTree *tree,
                                    OsinfoInstallConfig *config);
void script_document_free(ScriptDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScriptDocument, script_document_free)
