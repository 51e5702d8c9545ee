/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A <resources> element: one group of parts (FACT_IDENTITY_GROUPED), one for each list in it. Its
 * values wait until it is known which lists exist.
 */
#pragma once

#include "compile/builder.h"
#include "facts/fields.h"

typedef struct {
    gsize depth;              /* of the element; 0: none is open */
    const char *id;           /* of all its parts */
    const char *architecture; /* NULL: not said */
    gboolean is_inheriting;
    FactKind current; /* part whose element is open; FACT_N_KINDS: none */
    gboolean exists[FACT_N_KINDS];
    GArray *values; /* of Value */
} XmlResources;

void xml_resources_init(XmlResources *self);
void xml_resources_clear(XmlResources *self);

/* The texts must live as long as the operations. */
void xml_resources_open(XmlResources *self, gsize depth, const char *id, const char *architecture,
                        gboolean is_inheriting);
/* An element opens inside. Returns the value that it is, NULL: none. */
const FieldSpec *xml_resources_open_element(XmlResources *self, gsize depth, const char *name);
/* The value's text, which is empty when there is none. */
void xml_resources_add_value(XmlResources *self, const FieldSpec *field, const char *text);
/* A list exists when something stands in its element, or when it is inherited. */
void xml_resources_close(XmlResources *self, GArray *ops);
