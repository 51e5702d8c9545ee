/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON, RFC 8259: strings in double quotes.
 */
#include "config.h"

#include <string.h>

#include "script/escape/escaper.h"

typedef struct {
    gboolean is_string;  /* within quotes */
    gboolean is_escaped; /* a backslash is before */
    gsize string_start;  /* behind the quote */
} JsonScanner;

static void
scan_json(Escaper *self, char byte)
{
    JsonScanner *json = self->scanner;

    if (json->is_escaped)
        json->is_escaped = FALSE;
    else if (json->is_string && byte == '\\')
        json->is_escaped = TRUE;
    else if (byte == '"') {
        json->is_string = !json->is_string;
        json->string_start = self->at + 1;
    }
}

static void
append_json(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '"' || value[i] == '\\')
            g_string_append_printf(self->output, "\\%c", value[i]);
        else if (value[i] == '\n')
            g_string_append(self->output, "\\n");
        else if (g_ascii_iscntrl(value[i]))
            g_string_append_printf(self->output, "\\u%04x", (guint)value[i]);
        else
            g_string_append_c(self->output, value[i]);
    }
}

/* The content of an address that carries its data itself, RFC 2397. */
static const char *
write_data_address(Escaper *self, const char *value, gsize size)
{
    const JsonScanner *json = self->scanner;
    const char *start = self->text + json->string_start;
    const char *comma = g_strstr_len(start, (gssize)(self->at - json->string_start), ",");

    if (comma == NULL || g_strstr_len(start, (gssize)(comma - start), ";base64") != NULL)
        return escape_no_place;
    for (gsize i = 0; i < size; i++) {
        if (strchr(ESCAPE_WORD "~", value[i]) != NULL)
            g_string_append_c(self->output, value[i]);
        else
            g_string_append_printf(self->output, "%%%02X", (guint)(guchar)value[i]);
    }
    return NULL;
}

/* The byte of the template before the value, blanks left out. */
static int
find_byte_before(const Escaper *self)
{
    gsize at = self->at;

    while (at > 0 && g_ascii_isspace(self->text[at - 1]))
        at--;
    if (self->previous == ESCAPE_VALUE)
        return ESCAPE_VALUE;
    return at > 0 ? self->text[at - 1] : '\0';
}

static int
find_byte_behind(const Escaper *self, gsize value_end)
{
    if (self->following == ESCAPE_VALUE)
        return ESCAPE_VALUE;
    while (value_end < self->size && g_ascii_isspace(self->text[value_end]))
        value_end++;
    return value_end < self->size ? self->text[value_end] : '\0';
}

static const char *
write_json(Escaper *self, const char *value, gsize size)
{
    const JsonScanner *json = self->scanner;
    int before = find_byte_before(self);
    int behind = find_byte_behind(self, self->at + size);

    if (json->is_escaped)
        return escape_no_place;
    if (json->is_string) {
        if (self->at - json->string_start >= 5 &&
            memcmp(self->text + json->string_start, "data:", 5) == 0)
            return write_data_address(self, value, size);
        append_json(self, value, size);
        return NULL;
    }
    /* a string of its own */
    if (before == ESCAPE_VALUE || behind == ESCAPE_VALUE ||
        (before != 0 && strchr("[{,:", before) == NULL) ||
        (behind != 0 && strchr("]},:", behind) == NULL))
        return escape_no_place;
    g_string_append_c(self->output, '"');
    append_json(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

const ScriptFormat escape_json = {
    .media_type = "application/json",
    .scanner_size = sizeof(JsonScanner),
    .scan = scan_json,
    .write_value = write_json,
};
