/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What each path below an entity or a part stands for, by the rows of facts/.
 */
#pragma once

#include "facts/fields.h"

/* Elements that are more than a row can say. */
typedef enum {
    XML_SPECIAL_NONE,
    XML_SPECIAL_INJECTION, /* <injection-method>: all together are one number */
    XML_SPECIAL_LANGUAGE,  /* <l10n-language>: a language, or what finds one in a label */
    XML_SPECIAL_RESOURCES, /* <resources>: around a group of parts */
    XML_SPECIAL_TEMPLATE,  /* <template> */
} XmlSpecial;

/* Members are NULL for "nothing". */
typedef struct XmlPath XmlPath;
struct XmlPath {
    const FieldSpec *field;
    const FactPartSpec *part;
    const FactRelationSpec *relation;
    XmlSpecial special;
    gboolean has_attributes; /* are there values at its attributes? */
    const XmlPath *any;      /* what any element in it stands for */
};

typedef struct {
    GHashTable *paths[FACT_N_KINDS]; /* text to XmlPath */
    gboolean has_any[FACT_N_KINDS];  /* is there a path with `any`? */
} XmlPaths;

void xml_paths_init(XmlPaths *self);
void xml_paths_clear(XmlPaths *self);

/* @path: below the element of a thing of this kind, "@name" for an attribute. NULL: nothing. */
const XmlPath *xml_paths_find(const XmlPaths *self, FactKind scope, const char *path);
/* What stands at a path that is just known by the one around it. */
const XmlPath *xml_paths_find_any(const XmlPaths *self, FactKind scope, const char *around);
