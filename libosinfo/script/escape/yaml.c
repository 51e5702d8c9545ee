/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * YAML 1.2 (and the types of 1.1, which many readers still have).
 */
#include "config.h"

#include <string.h>

#include "script/escape/escaper.h"

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
begins_yaml_comment(const Escaper *self, char byte)
{
    return byte == '#' && (self->at == self->line_start || is_blank(self->previous));
}

/* The column that the content of a block scalar must be beyond, whose header stands in the line
 * that ends here; -1: none. */
static int
find_block_column(const Escaper *self)
{
    gsize at = self->line_start;
    int dash = -1;

    while (at < self->at && self->text[at] == ' ')
        at++;
    while (at + 1 < self->at && self->text[at] == '-' && self->text[at + 1] == ' ') {
        dash = (int)(at - self->line_start);
        at++;
        while (at < self->at && self->text[at] == ' ')
            at++;
    }
    return self->text[at] == '|' || self->text[at] == '>' ? dash : (int)(at - self->line_start);
}

static void
scan_yaml_line_end(Escaper *self)
{
    YamlScanner *yaml = self->scanner;
    int indentation = 0;

    if (yaml->state == DOUBLE || yaml->state == SINGLE)
        return;
    if (yaml->begins_block) {
        yaml->block_column = (gsize)(find_block_column(self) + 1);
        yaml->state = BLOCK;
    }
    yaml->begins_block = FALSE;
    while (escaper_peek(self, 1 + (gsize)indentation) == ' ')
        indentation++;
    if (yaml->state == BLOCK && (is_line_end(escaper_peek(self, 1 + (gsize)indentation)) &&
                                 self->at + 1 + (gsize)indentation != self->limit))
        return;
    if (yaml->state != BLOCK || (gsize)indentation < yaml->block_column)
        yaml->state = START;
}

static void
scan_yaml_start(Escaper *self, char byte)
{
    YamlScanner *yaml = self->scanner;
    gboolean is_alone = is_blank(escaper_peek(self, 1)) || is_line_end(escaper_peek(self, 1));

    if (byte == '"')
        yaml->state = DOUBLE;
    else if (byte == '\'')
        yaml->state = SINGLE;
    else if (begins_yaml_comment(self, byte))
        yaml->state = COMMENT;
    else if (byte == '!' || byte == '&')
        yaml->state = PROPERTY;
    else if (byte == '[' || byte == '{')
        yaml->n_brackets++;
    else if (yaml->n_brackets > 0 && (byte == ']' || byte == '}')) {
        yaml->n_brackets--;
        yaml->state = PLAIN;
    } else if ((byte == '|' || byte == '>') && yaml->n_brackets == 0) {
        yaml->begins_block = TRUE;
        yaml->state = PLAIN;
    } else if (!is_blank(byte) && byte != '\r' && !(yaml->n_brackets > 0 && byte == ',') &&
               !(strchr("-?:", byte) != NULL && is_alone)) {
        yaml->state = PLAIN;
    }
}

static void
scan_yaml(Escaper *self, char byte)
{
    YamlScanner *yaml = self->scanner;

    if (byte == '\n') {
        yaml->is_escaped = FALSE;
        scan_yaml_line_end(self);
        return;
    }
    if (yaml->is_escaped) {
        yaml->is_escaped = FALSE;
        return;
    }
    switch (yaml->state) {
    case DOUBLE:
        if (byte == '\\')
            yaml->is_escaped = TRUE;
        else if (byte == '"')
            yaml->state = PLAIN;
        break;
    case SINGLE:
        if (byte == '\'' && escaper_peek(self, 1) == '\'')
            yaml->is_escaped = TRUE;
        else if (byte == '\'')
            yaml->state = PLAIN;
        break;
    case START:
        scan_yaml_start(self, byte);
        break;
    case PROPERTY:
        if (is_blank(byte))
            yaml->state = START;
        break;
    case PLAIN:
        if (begins_yaml_comment(self, byte))
            yaml->state = COMMENT;
        else if (byte == ':' &&
                 (is_blank(escaper_peek(self, 1)) || is_line_end(escaper_peek(self, 1))))
            yaml->state = START;
        else if (yaml->n_brackets > 0 && byte == ',')
            yaml->state = START;
        else if (yaml->n_brackets > 0 && (byte == ']' || byte == '}'))
            yaml->n_brackets--;
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
append_yaml_double(Escaper *self, const char *value, gsize size)
{
    for (const char *at = value; at < value + size; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);

        if (letter == '"' || letter == '\\')
            g_string_append_printf(self->output, "\\%c", (char)letter);
        else if (letter == '\n')
            g_string_append(self->output, "\\n");
        else if (is_yaml_printable(letter))
            g_string_append_unichar(self->output, letter);
        else
            g_string_append_printf(self->output, letter < 0x10000 ? "\\u%04X" : "\\U%08X", letter);
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
is_yaml_scalar(const Escaper *self, gsize value_end)
{
    const YamlScanner *yaml = self->scanner;
    int next = self->following;

    if (yaml->state != START)
        return FALSE;
    if (is_blank(next)) {
        while (value_end < self->size && is_blank(self->text[value_end]))
            value_end++;
        next = value_end < self->size ? self->text[value_end] : 0;
        return is_line_end(next) || next == '#' ||
               (yaml->n_brackets > 0 && strchr(",]}", next) != NULL);
    }
    return next != ESCAPE_VALUE && (is_line_end(next) || next == ':' ||
                                    (yaml->n_brackets > 0 && strchr(",]}", next) != NULL));
}

static const char *
write_yaml(Escaper *self, const char *value, gsize size)
{
    YamlScanner *yaml = self->scanner;
    gboolean is_printable = TRUE;

    for (const char *at = value; at < value + size; at = g_utf8_next_char(at))
        is_printable = is_printable && is_yaml_printable(g_utf8_get_char(at));
    if (yaml->is_escaped)
        return escape_no_place;
    switch (yaml->state) {
    case DOUBLE:
        append_yaml_double(self, value, size);
        return NULL;
    case SINGLE:
    case COMMENT:
        if (!is_printable)
            return value_has_any_break(value, size) ? escape_no_line_break : escape_no_control;
        if (yaml->state == SINGLE)
            escaper_append_doubled(self, value, size, "'");
        else
            escaper_append(self, value, size);
        return NULL;
    case BLOCK:
    case PROPERTY:
        return escape_no_place;
    default:
        break;
    }
    if (!is_yaml_scalar(self, self->at + size)) {
        yaml->state = PLAIN;
        return escaper_append_word(self, value, size);
    }
    yaml->state = PLAIN;
    if (is_yaml_plain(value, size)) {
        escaper_append(self, value, size);
        return NULL;
    }
    g_string_append_c(self->output, '"');
    append_yaml_double(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

const ScriptFormat escape_yaml = {
    .media_type = "application/yaml",
    .scanner_size = sizeof(YamlScanner),
    .scan = scan_yaml,
    .write_value = write_yaml,
};
