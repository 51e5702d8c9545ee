/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON that is written as it is made: for answers of a hundred thousand values, of which no tree of nodes is wanted.
 * What stands between values is put there; that what is begun is ended is the caller's business.
 */
#pragma once

#include "tools/output.h"

/* Begins with zeros but for the output. */
typedef struct {
    Output *output;
    gboolean has_value; /* before the place where it writes now */
} JsonWriter;

/* @key: of a member of an object; NULL: an element of an array, or the whole. */
void json_writer_begin_object(JsonWriter *self, const char *key);
void json_writer_end_object(JsonWriter *self);
void json_writer_begin_array(JsonWriter *self, const char *key);
void json_writer_end_array(JsonWriter *self);

/* NULL becomes null. */
void json_writer_text(JsonWriter *self, const char *key, const char *text);
/* Below zero becomes null: not known. */
void json_writer_number(JsonWriter *self, const char *key, gint64 number);
void json_writer_boolean(JsonWriter *self, const char *key, gboolean value);
void json_writer_null(JsonWriter *self, const char *key);

/* A value of json-glib's; takes it over. */
void json_writer_node(JsonWriter *self, const char *key, JsonNode *node);

/* An array of texts. */
void json_writer_texts(JsonWriter *self, const char *key, GList *texts);
/* The same of an array that ends with NULL. */
void json_writer_strings(JsonWriter *self, const char *key, const char *const *texts);
