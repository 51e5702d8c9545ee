/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "common/json_text.h"
#include "common/text.h"
#include "tools/json_writer.h"

static gboolean
needs_no_escape(const char *text)
{
    return strpbrk(text, "\"\\") == NULL && text_is_plain(text, strlen(text));
}

/* In quotation marks, as JSON of json-glib has it. */
static void
add_quoted(Output *output, const char *text)
{
    g_autoptr(JsonNode) node = NULL;
    g_autofree char *quoted = NULL;

    if (needs_no_escape(text)) {
        output_add(output, "\"");
        output_add(output, text);
        output_add(output, "\"");
        return;
    }
    node = json_text_node(text);
    quoted = json_text_to_string(node, FALSE);
    output_add(output, quoted);
}

/* What stands before a value. */
static void
begin_value(JsonWriter *self, const char *key)
{
    if (self->has_value)
        output_add(self->output, ",");
    self->has_value = TRUE;
    if (key == NULL)
        return;
    add_quoted(self->output, key);
    output_add(self->output, ":");
}

static void
begin(JsonWriter *self, const char *key, const char *bracket)
{
    begin_value(self, key);
    output_add(self->output, bracket);
    self->has_value = FALSE;
}

static void
end(JsonWriter *self, const char *bracket)
{
    output_add(self->output, bracket);
    self->has_value = TRUE;
}

void
json_writer_begin_object(JsonWriter *self, const char *key)
{
    begin(self, key, "{");
}

void
json_writer_end_object(JsonWriter *self)
{
    end(self, "}");
}

void
json_writer_begin_array(JsonWriter *self, const char *key)
{
    begin(self, key, "[");
}

void
json_writer_end_array(JsonWriter *self)
{
    end(self, "]");
}

void
json_writer_null(JsonWriter *self, const char *key)
{
    begin_value(self, key);
    output_add(self->output, "null");
}

void
json_writer_text(JsonWriter *self, const char *key, const char *text)
{
    if (text == NULL) {
        json_writer_null(self, key);
        return;
    }
    begin_value(self, key);
    add_quoted(self->output, text);
}

void
json_writer_number(JsonWriter *self, const char *key, gint64 number)
{
    char digits[32];

    if (number < 0) {
        json_writer_null(self, key);
        return;
    }
    begin_value(self, key);
    g_snprintf(digits, sizeof(digits), "%" G_GINT64_FORMAT, number);
    output_add(self->output, digits);
}

void
json_writer_boolean(JsonWriter *self, const char *key, gboolean value)
{
    begin_value(self, key);
    output_add(self->output, value ? "true" : "false");
}

void
json_writer_node(JsonWriter *self, const char *key, JsonNode *node)
{
    g_autofree char *text = json_text_to_string(node, FALSE);

    begin_value(self, key);
    output_add(self->output, text);
    json_node_unref(node);
}

void
json_writer_texts(JsonWriter *self, const char *key, GList *texts)
{
    json_writer_begin_array(self, key);
    for (; texts != NULL; texts = texts->next)
        json_writer_text(self, NULL, texts->data);
    json_writer_end_array(self);
}

void
json_writer_strings(JsonWriter *self, const char *key, const char *const *texts)
{
    json_writer_begin_array(self, key);
    for (; texts != NULL && *texts != NULL; texts++)
        json_writer_text(self, NULL, *texts);
    json_writer_end_array(self);
}
