/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gathers the answer of a program and writes it in large pieces. Knows the syntax of CSV, and of
 * JSON what stands between the items of an array: json-glib does the items, one by one, so that a
 * long table is never in memory as a whole.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "common/json_text.h"
#include "common/text.h"
#include "common/translate.h"
#include "tools/output.h"

#define FLUSH_SIZE (64 * 1024) /* bytes */

void
output_clear(Output *self)
{
    g_clear_pointer(&self->data, g_free);
}

void
output_flush(Output *self)
{
    if (self->failure == 0 &&
        !descriptor_write_all(STDOUT_FILENO, (const guint8 *)self->data, self->size))
        self->failure = errno;
    self->size = 0;
}

gboolean
output_finish(Output *self)
{
    output_flush(self);
    if (self->failure == 0)
        return TRUE;
    g_printerr(_("Unable to write output: %s\n"), g_strerror(self->failure));
    return FALSE;
}

char *
output_reserve(Output *self, gsize size)
{
    if (self->size >= FLUSH_SIZE)
        output_flush(self);
    if (self->data == NULL || size > self->capacity - self->size) {
        self->capacity = MAX(self->size + size, 2 * FLUSH_SIZE);
        self->data = g_realloc(self->data, self->capacity);
    }
    return self->data + self->size;
}

static void
add_bytes(Output *self, const char *bytes, gsize size)
{
    memcpy(output_reserve(self, size), bytes, size);
    self->size += size;
}

void
output_add(Output *self, const char *text)
{
    add_bytes(self, text, strlen(text));
}

void
output_add_format(Output *self, const char *format, ...)
{
    va_list arguments;
    g_autofree char *text = NULL;
    g_autofree char *shown = NULL;
    gboolean ends_line = FALSE;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    ends_line = g_str_has_suffix(text, "\n");
    if (ends_line)
        text[strlen(text) - 1] = '\0';
    if (!text_is_plain(text, strlen(text)))
        shown = text_show(text);
    output_add(self, shown != NULL ? shown : text);
    if (ends_line)
        output_add(self, "\n");
}

/* RFC 4180 would end a line with a carriage return, too, which is in the way of awk, cut and read, and keep a line break, in quotation marks. Both is given up: CSV is printed on terminals
 * and read by cut, awk and wc, for which a line is a record, and no name of a real database has one.
 * Who wants values to the letter takes JSON. */
void
output_add_csv_field(Output *self, const char *text, gboolean is_first)
{
    const char *rest = text != NULL ? text : "";
    g_autofree char *shown = NULL;

    if (!is_first)
        output_add(self, ",");
    if (!text_is_plain(rest, strlen(rest)))
        rest = shown = text_show(rest);
    if (strpbrk(rest, ",\"") == NULL) {
        output_add(self, rest);
        return;
    }
    output_add(self, "\"");
    for (const char *quote = strchr(rest, '"'); quote != NULL; quote = strchr(rest, '"')) {
        add_bytes(self, rest, (gsize)(quote - rest) + 1);
        output_add(self, "\"");
        rest = quote + 1;
    }
    output_add(self, rest);
    output_add(self, "\"");
}

void
output_end_csv_line(Output *self)
{
    output_add(self, "\n");
}

static const char *
get_tsv_escape(char letter)
{
    switch (letter) {
    case '\t':
        return "\\t";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\\':
        return "\\\\";
    default:
        return NULL;
    }
}

void
output_add_tsv_field(Output *self, const char *text, gboolean is_first)
{
    const char *rest = text != NULL ? text : "";

    if (!is_first)
        output_add(self, "\t");
    while (*rest != '\0') {
        const char *escape = get_tsv_escape(*rest);
        gunichar letter = 0;
        gsize n_hidden = text_get_hidden(rest, &letter);

        if (escape != NULL) {
            output_add(self, escape);
            rest++;
        } else if (n_hidden > 0) {
            for (gsize i = 0; i < n_hidden; i++) {
                char octal[8];

                g_snprintf(octal, sizeof(octal), "\\%03o", (guint)(guchar)rest[i]);
                output_add(self, octal);
            }
            rest += n_hidden;
        } else {
            const char *next = g_utf8_next_char(rest);

            add_bytes(self, rest, (gsize)(next - rest));
            rest = next;
        }
    }
}

void
output_add_json_item(Output *self, JsonNode *item)
{
    g_autofree char *text = json_text_to_string(item, FALSE);

    output_add(self, self->n_items++ == 0 ? "[\n  " : ",\n  ");
    output_add(self, text);
    json_node_unref(item);
}

void
output_end_json(Output *self)
{
    output_add(self, self->n_items == 0 ? "[]\n" : "\n]\n");
}
