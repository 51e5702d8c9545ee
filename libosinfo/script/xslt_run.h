/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within the script module: what tests need of carrying out a template.
 */
#pragma once

#include <libxml/tree.h>

#include "script/script_document.h"

/* The XML that a template gets to see. */
xmlDoc *xslt_build_document(const ScriptDocument *document);
