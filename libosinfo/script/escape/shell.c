/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shell scripts: POSIX.1-2017, volume 3, 2.2 and 2.3.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"
#include "script/escape/shell.h"

static const char *const no_first_dash = N_("a dash at the beginning cannot be written here");

Place
place(const Escaper *self)
{
    return (Place)self->places[self->depth];
}

void
enter(Escaper *self, Place what)
{
    if (self->depth + 1 < ESCAPE_MAX_DEPTH)
        self->places[++self->depth] = what;
    else
        self->is_lost = TRUE;
}

void
leave(Escaper *self)
{
    if (self->depth > 0)
        self->depth--;
}

void
shell_append_single(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '\'')
            g_string_append(self->output, "'\\''");
        else
            g_string_append_c(self->output, value[i]);
    }
}

const char *
shell_append_bare(Escaper *self, const char *value, gsize size, const char *characters)
{
    gboolean is_argument =
        self->at >= 4 && memcmp(self->text + self->at - 4, " -- ", 4) == 0; /* not an option */

    if (size > 0 && value[0] == '-' && is_blank(self->previous) && !is_argument)
        return no_first_dash;
    if (value_is_of(value, size, characters) && self->following != '<' && self->following != '>') {
        escaper_append(self, value, size);
        return NULL;
    }
    g_string_append_c(self->output, '\'');
    shell_append_single(self, value, size);
    g_string_append_c(self->output, '\'');
    return NULL;
}

static void
start_here_document(Escaper *self)
{
    gsize start = 2;
    char quote = '\0';
    gboolean strips = escaper_peek(self, start) == '-';
    g_autoptr(GString) end = g_string_new(NULL);
    gsize line = 0;

    start += strips ? 1 : 0;
    while (is_blank(escaper_peek(self, start)))
        start++;
    for (char next = escaper_peek(self, start); next != '\0'; next = escaper_peek(self, ++start)) {
        if (quote == '\0' && strchr(" \t\n;&|<>()", next) != NULL)
            break;
        if (quote == '\0' && (next == '\'' || next == '"'))
            quote = next;
        else if (next == quote)
            quote = '\0';
        else if (next != '\\')
            g_string_append_c(end, next);
    }
    /* the content begins with the next line */
    line = self->at;
    while (line < self->size && self->text[line] != '\n')
        line++;
    if (self->here_line == 0)
        self->here_line = line;
    if (self->skip_end > line)
        line = self->skip_end;
    while (line < self->size) {
        gsize first = ++line;

        while (strips && first < self->size && self->text[first] == '\t')
            first++;
        while (line < self->size && self->text[line] != '\n')
            line++;
        if (line >= first && line - first == end->len &&
            memcmp(self->text + first, end->str, end->len) == 0)
            break;
    }
    self->skip_end = MIN(line, self->size);
}

static gboolean
is_in_here_document(const Escaper *self)
{
    return self->here_line > 0 && self->at > self->here_line && self->at < self->skip_end;
}

/* In $( ), in ( ) and outside. */
static void
scan_command(Escaper *self, char byte)
{
    gboolean is_word_start = self->previous == 0 ||
                             (self->previous > 0 && strchr(" \t\r\n;&|()", self->previous) != NULL);

    if (byte == '\'')
        enter(self, self->is_dollar ? DOLLAR_SINGLE : SINGLE);
    else if (byte == '"')
        enter(self, DOUBLE);
    else if (byte == '`')
        enter(self, BACKQUOTE);
    else if (byte == '#' && is_word_start)
        enter(self, COMMENT);
    else if (byte == '(' && self->depth > 0)
        enter(self, COMMAND);
    else if (byte == ')' && place(self) == COMMAND)
        leave(self);
    else if (byte == '<' && escaper_peek(self, 1) == '<' && escaper_peek(self, 2) != '<' &&
             self->previous != '<')
        start_here_document(self);
}

void
shell_scan(Escaper *self, char byte)
{
    gboolean was_dollar = self->is_dollar;
    Place now = place(self);

    if (self->here_line > 0 && self->at >= self->skip_end)
        self->here_line = self->skip_end = 0;
    if (is_in_here_document(self))
        return;
    if (self->is_escaped) {
        self->is_escaped = FALSE;
        return;
    }
    if (now == COMMENT) {
        if (byte == '\n')
            leave(self);
        return;
    }
    if (now == SINGLE) {
        if (byte == '\'')
            leave(self);
        return;
    }
    if (byte == '\\') {
        self->is_escaped = TRUE;
        self->is_dollar = FALSE;
        return;
    }
    if (was_dollar && (byte == '(' || byte == '{') && now != DOLLAR_SINGLE && now != BACKQUOTE) {
        Place inner = byte == '{' ? BRACE : escaper_peek(self, 1) == '(' ? ARITHMETIC : COMMAND;

        self->is_dollar = FALSE;
        enter(self, inner);
        return;
    }
    switch (now) {
    case PLAIN:
    case COMMAND:
        scan_command(self, byte);
        break;
    case DOUBLE:
        if (byte == '"')
            leave(self);
        else if (byte == '`')
            enter(self, BACKQUOTE);
        break;
    case BRACE:
        if (byte == '}')
            leave(self);
        else if (byte == '"')
            enter(self, DOUBLE);
        else if (byte == '\'' && self->places[self->depth - 1] != DOUBLE)
            enter(self, SINGLE);
        break;
    case ARITHMETIC:
        if (byte == '(')
            enter(self, ARITHMETIC);
        else if (byte == ')')
            leave(self);
        break;
    case BACKQUOTE:
        if (byte == '`')
            leave(self);
        break;
    case DOLLAR_SINGLE:
        if (byte == '\'')
            leave(self);
        break;
    default:
        break;
    }
    self->is_dollar = byte == '$' && !was_dollar && now != DOLLAR_SINGLE;
}

const char *
shell_write_value(Escaper *self, const char *value, gsize size)
{
    if (self->is_escaped || self->is_dollar || is_in_here_document(self))
        return escape_no_place;
    for (guint i = 0; i <= self->depth; i++) {
        Place each = (Place)self->places[i];

        if (each == BRACE || each == ARITHMETIC || each == BACKQUOTE || each == DOLLAR_SINGLE)
            return escape_no_place;
    }
    switch (place(self)) {
    case COMMENT:
        if (value_has_line_break(value, size))
            return escape_no_line_break;
        escaper_append(self, value, size);
        return NULL;
    case SINGLE:
        shell_append_single(self, value, size);
        return NULL;
    case DOUBLE:
        escaper_append_escaped(self, value, size, "\\\"$`", '\\');
        return NULL;
    default:
        return shell_append_bare(self, value, size, ESCAPE_WORD ":@,+");
    }
}

const ScriptFormat escape_shell = {
    .media_type = "text/x-shellscript",
    .scan = shell_scan,
    .write_value = shell_write_value,
};
