/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <osinfo/osinfo.h>

#include "common/json_text.h"
#include "facts/fields.h"
#include "tools/output.h"

/* Members of the object that is being built. */
void json_add_number(JsonBuilder *builder, const char *key, gint64 number);
void json_add_boolean(JsonBuilder *builder, const char *key, gboolean value);
void json_add_texts(JsonBuilder *builder, const char *key, GList *texts);
/* The same of an array that ends with NULL. */
void json_add_strings(JsonBuilder *builder, const char *key, const char *const *texts);
/* The value of that row, in the type it has; null without an entity. */
void json_add_fact(JsonBuilder *builder, OsinfoEntity *entity, const FieldSpec *field);
/* The value: an array of the parts of @owner, a thing of @kind, that are called @element, each with all its facts
 * and parts. */
void json_add_parts(JsonBuilder *builder, OsinfoEntity *owner, FactKind kind, const char *element);
void json_add_variants(JsonBuilder *builder, OsinfoList *variants);
