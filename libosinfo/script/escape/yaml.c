/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * YAML 1.2 (and the types of 1.1, which many readers still have).
 */
#include "config.h"

#include <string.h>

#include "script/escape/escaper.h"

#define YAML_MAX_KEY 1024 /* characters, with quotation marks and what stands before it */

typedef enum {
    START,    /* a scalar may begin */
    PROPERTY, /* a tag or an anchor */
    PLAIN,    /* a scalar has begun */
    SINGLE,
    DOUBLE,
    COMMENT,
    BLOCK,
} State;

typedef struct {
    State state;
    gboolean is_escaped;   /* a backslash, or the first of two single quotes, is before */
    gboolean begins_block; /* the line has the header of a block scalar */
    gsize block_column;    /* where the lines of a block scalar begin, at least */
    guint n_brackets;      /* that are open */
} YamlScanner;

static gboolean
begins_yaml_comment(const Escaper *escaper, char byte)
{
    return byte == '#' && (escaper->at == escaper->line_start || is_blank(escaper->previous));
}

/* The column that the content of a block scalar must be beyond, whose header stands in the line
 * that ends here; -1: none. */
static int
find_block_column(const Escaper *escaper)
{
    gsize at = escaper->line_start;
    int dash = -1;

    while (at < escaper->at && escaper->text[at] == ' ')
        at++;
    while (at + 1 < escaper->at && escaper->text[at] == '-' && escaper->text[at + 1] == ' ') {
        dash = (int)(at - escaper->line_start);
        at++;
        while (at < escaper->at && escaper->text[at] == ' ')
            at++;
    }
    return escaper->text[at] == '|' || escaper->text[at] == '>' ? dash
                                                                : (int)(at - escaper->line_start);
}

static void
scan_yaml_line_end(Escaper *escaper)
{
    YamlScanner *self = escaper->scanner;
    int indentation = 0;

    if (self->state == DOUBLE || self->state == SINGLE)
        return;
    if (self->begins_block) {
        self->block_column = (gsize)(find_block_column(escaper) + 1);
        self->state = BLOCK;
    }
    self->begins_block = FALSE;
    while (escaper_peek(escaper, 1 + (gsize)indentation) == ' ')
        indentation++;
    if (self->state == BLOCK && (is_line_end(escaper_peek(escaper, 1 + (gsize)indentation)) &&
                                 escaper->at + 1 + (gsize)indentation != escaper->limit))
        return;
    if (self->state != BLOCK || (gsize)indentation < self->block_column)
        self->state = START;
}

static void
scan_yaml_start(Escaper *escaper, char byte)
{
    YamlScanner *self = escaper->scanner;
    gboolean is_alone = is_blank(escaper_peek(escaper, 1)) || is_line_end(escaper_peek(escaper, 1));

    if (byte == '"')
        self->state = DOUBLE;
    else if (byte == '\'')
        self->state = SINGLE;
    else if (begins_yaml_comment(escaper, byte))
        self->state = COMMENT;
    else if (byte == '!' || byte == '&')
        self->state = PROPERTY;
    else if (byte == '[' || byte == '{')
        self->n_brackets++;
    else if (self->n_brackets > 0 && (byte == ']' || byte == '}')) {
        self->n_brackets--;
        self->state = PLAIN;
    } else if ((byte == '|' || byte == '>') && self->n_brackets == 0) {
        self->begins_block = TRUE;
        self->state = PLAIN;
    } else if (!is_blank(byte) && byte != '\r' && !(self->n_brackets > 0 && byte == ',') &&
               !(strchr("-?:", byte) != NULL && is_alone)) {
        self->state = PLAIN;
    }
}

static void
scan_yaml(Escaper *escaper, char byte)
{
    YamlScanner *self = escaper->scanner;

    if (byte == '\n') {
        self->is_escaped = FALSE;
        scan_yaml_line_end(escaper);
        return;
    }
    if (self->is_escaped) {
        self->is_escaped = FALSE;
        return;
    }
    switch (self->state) {
    case DOUBLE:
        if (byte == '\\')
            self->is_escaped = TRUE;
        else if (byte == '"')
            self->state = PLAIN;
        break;
    case SINGLE:
        if (byte == '\'' && escaper_peek(escaper, 1) == '\'')
            self->is_escaped = TRUE;
        else if (byte == '\'')
            self->state = PLAIN;
        break;
    case START:
        scan_yaml_start(escaper, byte);
        break;
    case PROPERTY:
        if (is_blank(byte))
            self->state = START;
        break;
    case PLAIN:
        if (begins_yaml_comment(escaper, byte))
            self->state = COMMENT;
        else if (byte == ':' &&
                 (is_blank(escaper_peek(escaper, 1)) || is_line_end(escaper_peek(escaper, 1))))
            self->state = START;
        else if (self->n_brackets > 0 && byte == ',')
            self->state = START;
        else if (self->n_brackets > 0 && (byte == ']' || byte == '}'))
            self->n_brackets--;
        break;
    default:
        break;
    }
}

/* YAML 1.2, 5.1, less what looks like nothing or like a line break. */
static gboolean
is_yaml_printable(gunichar letter)
{
    return (letter >= 0x20 && letter < 0x7f) ||
           (letter >= 0xa0 && letter < 0xd800 && letter != 0x2028 && letter != 0x2029) ||
           (letter >= 0xe000 && letter < 0xfffe && letter != 0xfeff) ||
           (letter >= 0x10000 && (letter & 0xffff) < 0xfffe);
}

static void
append_yaml_double(Escaper *escaper, const char *value, gsize size)
{
    for (const char *at = value; at < value + size; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);

        if (letter == '"' || letter == '\\')
            g_string_append_printf(escaper->output, "\\%c", (char)letter);
        else if (letter == '\n')
            g_string_append(escaper->output, "\\n");
        else if (is_yaml_printable(letter))
            g_string_append_unichar(escaper->output, letter);
        else
            g_string_append_printf(escaper->output, letter < 0x10000 ? "\\u%04X" : "\\U%08X",
                                   letter);
    }
}

/* Would a reader take it for a text, without quotes? */
static gboolean
is_yaml_plain(const char *value, gsize size)
{
    static const char *const others[] = {"y",   "n",    "yes",   "no",   "on",
                                         "off", "true", "false", "null", NULL};
    g_autofree char *lower = g_ascii_strdown(value, (gssize)size);

    return size > 0 && g_ascii_isalpha(value[0]) && value_is_of(value, size, ESCAPE_WORD) &&
           !g_strv_contains(others, lower);
}

/* Is the value at hand a scalar of its own? */
static gboolean
is_yaml_scalar(const Escaper *escaper, gsize value_end)
{
    const YamlScanner *self = escaper->scanner;
    int next = escaper->following;

    if (self->state != START)
        return FALSE;
    if (is_blank(next)) {
        while (value_end < escaper->size && is_blank(escaper->text[value_end]))
            value_end++;
        next = value_end < escaper->size ? escaper->text[value_end] : 0;
        return is_line_end(next) || next == '#' ||
               (self->n_brackets > 0 && strchr(",]}", next) != NULL);
    }
    return next != ESCAPE_VALUE && (is_line_end(next) || next == ':' ||
                                    (self->n_brackets > 0 && strchr(",]}", next) != NULL));
}

/* If what is being written is a key: the characters of the template between the value and the colon,
 * quotation marks among them; -1: it is none. */
static glong
find_yaml_colon(const Escaper *escaper, gsize value_end)
{
    const YamlScanner *self = escaper->scanner;
    const char *start = escaper->text + value_end;
    const char *end = escaper->text + escaper->size;
    const char *at = start;
    gboolean is_quoted = self->state == DOUBLE || self->state == SINGLE;
    char quote = self->state == DOUBLE ? '"' : '\'';

    while (is_quoted && at < end && *at != quote && *at != '\n')
        at++;
    at += is_quoted && at < end && *at == quote;
    while (at < end && is_blank(*at))
        at++;
    if (at == end || *at != ':' || (at + 1 < end && !is_blank(at[1]) && !is_line_end(at[1])))
        return -1;
    return g_utf8_strlen(start, at - start);
}

/* YAML 1.2, 7.4.2: readers look for the colon of a key in so many characters. */
static gboolean
is_yaml_key_too_long(const GString *output, glong n_more)
{
    const char *line = g_strrstr_len(output->str, (gssize)output->len, "\n");

    return g_utf8_strlen(line != NULL ? line + 1 : output->str, -1) + n_more > YAML_MAX_KEY;
}

static const char *
write_yaml_value(Escaper *escaper, const char *value, gsize size)
{
    YamlScanner *self = escaper->scanner;
    gboolean is_printable = TRUE;

    for (const char *at = value; at < value + size; at = g_utf8_next_char(at))
        is_printable = is_printable && is_yaml_printable(g_utf8_get_char(at));
    if (self->is_escaped)
        return escape_no_place;
    switch (self->state) {
    case DOUBLE:
        append_yaml_double(escaper, value, size);
        return NULL;
    case SINGLE:
    case COMMENT:
        if (!is_printable)
            return value_has_any_break(value, size) ? escape_no_line_break : escape_no_control;
        if (self->state == SINGLE)
            escaper_append_doubled(escaper, value, size, "'");
        else
            escaper_append(escaper, value, size);
        return NULL;
    case BLOCK:
    case PROPERTY:
        return escape_no_place;
    default:
        break;
    }
    if (!is_yaml_scalar(escaper, escaper->at + size)) {
        self->state = PLAIN;
        return escaper_append_word(escaper, value, size);
    }
    self->state = PLAIN;
    if (is_yaml_plain(value, size)) {
        escaper_append(escaper, value, size);
        return NULL;
    }
    g_string_append_c(escaper->output, '"');
    append_yaml_double(escaper, value, size);
    g_string_append_c(escaper->output, '"');
    return NULL;
}

static const char *
write_yaml(Escaper *escaper, const char *value, gsize size)
{
    glong n_more = find_yaml_colon(escaper, escaper->at + size);
    const char *reason = write_yaml_value(escaper, value, size);

    if (reason == NULL && n_more >= 0 && is_yaml_key_too_long(escaper->output, n_more))
        return escape_no_long_key;
    return reason;
}

const ScriptFormat escape_yaml = {
    .media_type = "application/yaml",
    .scanner_size = sizeof(YamlScanner),
    .scan = scan_yaml,
    .write_value = write_yaml,
};
