/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts in the JSON that programs print.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A new node: a string, whose bytes that are not UTF-8 are replaced, since the generator would write
 * JSON that nobody can read; null for NULL. */
JsonNode *json_text_node(const char *text);

/* Adds a member to the object that is being built. */
void json_add_text(JsonBuilder *builder, const char *member, const char *text);

/* The JSON as a text, with escapes for all that a terminal would not show. A new text. */
char *json_text_to_string(JsonNode *root, gboolean is_pretty);

G_END_DECLS
