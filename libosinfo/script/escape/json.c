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
scan_json(Escaper *escaper, char byte)
{
    JsonScanner *self = escaper->scanner;

    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (self->is_string && byte == '\\')
        self->is_escaped = TRUE;
    else if (byte == '"') {
        self->is_string = !self->is_string;
        self->string_start = escaper->at + 1;
    }
}

static void
append_json(Escaper *escaper, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '"' || value[i] == '\\')
            g_string_append_printf(escaper->output, "\\%c", value[i]);
        else if (value[i] == '\n')
            g_string_append(escaper->output, "\\n");
        else if (g_ascii_iscntrl(value[i]))
            g_string_append_printf(escaper->output, "\\u%04x", (guint)value[i]);
        else
            g_string_append_c(escaper->output, value[i]);
    }
}

/* The content of an address that carries its data itself, RFC 2397. */
static const char *
write_data_address(Escaper *escaper, const char *value, gsize size)
{
    const JsonScanner *self = escaper->scanner;
    const char *start = escaper->text + self->string_start;
    const char *comma = g_strstr_len(start, (gssize)(escaper->at - self->string_start), ",");

    if (comma == NULL || g_strstr_len(start, (gssize)(comma - start), ";base64") != NULL)
        return escape_no_place;
    for (gsize i = 0; i < size; i++) {
        if (strchr(ESCAPE_WORD "~", value[i]) != NULL)
            g_string_append_c(escaper->output, value[i]);
        else
            g_string_append_printf(escaper->output, "%%%02X", (guint)(guchar)value[i]);
    }
    return NULL;
}

/* The byte of the template before the value, blanks left out. */
static int
find_byte_before(const Escaper *escaper)
{
    gsize at = escaper->at;

    while (at > 0 && g_ascii_isspace(escaper->text[at - 1]))
        at--;
    if (escaper->previous == ESCAPE_VALUE)
        return ESCAPE_VALUE;
    return at > 0 ? escaper->text[at - 1] : '\0';
}

static int
find_byte_behind(const Escaper *escaper, gsize value_end)
{
    if (escaper->following == ESCAPE_VALUE)
        return ESCAPE_VALUE;
    while (value_end < escaper->size && g_ascii_isspace(escaper->text[value_end]))
        value_end++;
    return value_end < escaper->size ? escaper->text[value_end] : '\0';
}

static const char *
write_json(Escaper *escaper, const char *value, gsize size)
{
    const JsonScanner *self = escaper->scanner;
    int before = find_byte_before(escaper);
    int behind = find_byte_behind(escaper, escaper->at + size);

    if (self->is_escaped)
        return escape_no_place;
    if (self->is_string) {
        if (escaper->at - self->string_start >= 5 &&
            memcmp(escaper->text + self->string_start, "data:", 5) == 0)
            return write_data_address(escaper, value, size);
        append_json(escaper, value, size);
        return NULL;
    }
    /* a string of its own */
    if (before == ESCAPE_VALUE || behind == ESCAPE_VALUE ||
        (before != 0 && strchr("[{,:", before) == NULL) ||
        (behind != 0 && strchr("]},:", behind) == NULL))
        return escape_no_place;
    g_string_append_c(escaper->output, '"');
    append_json(escaper, value, size);
    g_string_append_c(escaper->output, '"');
    return NULL;
}

const ScriptFormat escape_json = {
    .media_type = "application/json",
    .scanner_size = sizeof(JsonScanner),
    .scan = scan_json,
    .write_value = write_json,
};
