/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says in plain words what in a document a schema does not allow: a line for each fault. */
#pragma once

#include "check/schema_model.h"

typedef void (*SchemaFaultFunc)(void *data, long line, const char *text);

/* Calls back for each fault, in the order of the document. None does not mean that the document is
 * valid: a model knows less than its schema. */
void schema_faults_find(const SchemaModel *model, const xmlDoc *document, SchemaFaultFunc report,
                        void *data);
