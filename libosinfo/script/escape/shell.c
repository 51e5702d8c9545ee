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

static ShellState
state(const ShellScanner *self)
{
    return self->states[self->depth];
}

static void
enter(ShellScanner *self, ShellState what)
{
    if (self->depth + 1 < SHELL_MAX_DEPTH)
        self->states[++self->depth] = what;
    else
        self->is_lost = TRUE;
}

static void
leave(ShellScanner *self)
{
    if (self->depth > 0)
        self->depth--;
}

void
shell_append_single(Escaper *escaper, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '\'')
            g_string_append(escaper->output, "'\\''");
        else
            g_string_append_c(escaper->output, value[i]);
    }
}

const char *
shell_append_bare(Escaper *escaper, const char *value, gsize size, const char *characters)
{
    /* not an option */
    gboolean is_argument =
        escaper->at >= 4 && memcmp(escaper->text + escaper->at - 4, " -- ", 4) == 0;

    if (size > 0 && value[0] == '-' && is_blank(escaper->previous) && !is_argument)
        return no_first_dash;
    if (value_is_of(value, size, characters) && escaper->following != '<' &&
        escaper->following != '>') {
        escaper_append(escaper, value, size);
        return NULL;
    }
    g_string_append_c(escaper->output, '\'');
    shell_append_single(escaper, value, size);
    g_string_append_c(escaper->output, '\'');
    return NULL;
}

void
shell_reset(ShellScanner *self)
{
    self->depth = 0;
    self->is_escaped = FALSE;
    self->is_dollar = FALSE;
    self->here_line = self->here_end = 0;
}

static void
start_here_document(ShellScanner *self, const Escaper *escaper)
{
    gsize start = 2;
    char quote = '\0';
    gboolean strips = escaper_peek(escaper, start) == '-';
    g_autoptr(GString) end = g_string_new(NULL);
    gsize line = 0;

    start += strips ? 1 : 0;
    while (is_blank(escaper_peek(escaper, start)))
        start++;
    for (char next = escaper_peek(escaper, start); next != '\0';
         next = escaper_peek(escaper, ++start)) {
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
    line = escaper->at;
    while (line < escaper->size && escaper->text[line] != '\n')
        line++;
    if (self->here_line == 0)
        self->here_line = line;
    if (self->here_end > line)
        line = self->here_end;
    while (line < escaper->size) {
        gsize first = ++line;

        while (strips && first < escaper->size && escaper->text[first] == '\t')
            first++;
        while (line < escaper->size && escaper->text[line] != '\n')
            line++;
        if (line >= first && line - first == end->len &&
            memcmp(escaper->text + first, end->str, end->len) == 0)
            break;
    }
    self->here_end = MIN(line, escaper->size);
}

static gboolean
is_in_here_document(const ShellScanner *self, const Escaper *escaper)
{
    return self->here_line > 0 && escaper->at > self->here_line && escaper->at < self->here_end;
}

/* In $( ), in ( ) and outside. */
static void
scan_command(ShellScanner *self, const Escaper *escaper, char byte)
{
    gboolean is_word_start =
        escaper->previous == 0 ||
        (escaper->previous > 0 && strchr(" \t\r\n;&|()", escaper->previous) != NULL);

    if (byte == '\'')
        enter(self, self->is_dollar ? SHELL_DOLLAR_SINGLE : SHELL_SINGLE);
    else if (byte == '"')
        enter(self, SHELL_DOUBLE);
    else if (byte == '`')
        enter(self, SHELL_BACKQUOTE);
    else if (byte == '#' && is_word_start)
        enter(self, SHELL_COMMENT);
    else if (byte == '(' && self->depth > 0)
        enter(self, SHELL_COMMAND);
    else if (byte == ')' && state(self) == SHELL_COMMAND)
        leave(self);
    else if (byte == '<' && escaper_peek(escaper, 1) == '<' && escaper_peek(escaper, 2) != '<' &&
             escaper->previous != '<')
        start_here_document(self, escaper);
}

void
shell_scan(ShellScanner *self, const Escaper *escaper, char byte)
{
    gboolean was_dollar = self->is_dollar;
    ShellState now = state(self);

    if (self->here_line > 0 && escaper->at >= self->here_end)
        self->here_line = self->here_end = 0;
    if (is_in_here_document(self, escaper))
        return;
    if (self->is_escaped) {
        self->is_escaped = FALSE;
        return;
    }
    if (now == SHELL_COMMENT) {
        if (byte == '\n')
            leave(self);
        return;
    }
    if (now == SHELL_SINGLE) {
        if (byte == '\'')
            leave(self);
        return;
    }
    if (byte == '\\') {
        self->is_escaped = TRUE;
        self->is_dollar = FALSE;
        return;
    }
    if (was_dollar && (byte == '(' || byte == '{') && now != SHELL_DOLLAR_SINGLE &&
        now != SHELL_BACKQUOTE) {
        ShellState inner = byte == '{'                       ? SHELL_BRACE
                           : escaper_peek(escaper, 1) == '(' ? SHELL_ARITHMETIC
                                                             : SHELL_COMMAND;

        self->is_dollar = FALSE;
        enter(self, inner);
        return;
    }
    switch (now) {
    case SHELL_PLAIN:
    case SHELL_COMMAND:
        scan_command(self, escaper, byte);
        break;
    case SHELL_DOUBLE:
        if (byte == '"')
            leave(self);
        else if (byte == '`')
            enter(self, SHELL_BACKQUOTE);
        break;
    case SHELL_BRACE:
        if (byte == '}')
            leave(self);
        else if (byte == '"')
            enter(self, SHELL_DOUBLE);
        else if (byte == '\'' && self->states[self->depth - 1] != SHELL_DOUBLE)
            enter(self, SHELL_SINGLE);
        break;
    case SHELL_ARITHMETIC:
        if (byte == '(')
            enter(self, SHELL_ARITHMETIC);
        else if (byte == ')')
            leave(self);
        break;
    case SHELL_BACKQUOTE:
        if (byte == '`')
            leave(self);
        break;
    case SHELL_DOLLAR_SINGLE:
        if (byte == '\'')
            leave(self);
        break;
    default:
        break;
    }
    self->is_dollar = byte == '$' && !was_dollar && now != SHELL_DOLLAR_SINGLE;
}

const char *
shell_write_value(const ShellScanner *self, Escaper *escaper, const char *value, gsize size)
{
    if (self->is_lost || self->is_escaped || self->is_dollar || is_in_here_document(self, escaper))
        return escape_no_place;
    for (guint i = 0; i <= self->depth; i++) {
        ShellState each = self->states[i];

        if (each == SHELL_BRACE || each == SHELL_ARITHMETIC || each == SHELL_BACKQUOTE ||
            each == SHELL_DOLLAR_SINGLE)
            return escape_no_place;
    }
    switch (state(self)) {
    case SHELL_COMMENT:
        if (value_has_line_break(value, size))
            return escape_no_line_break;
        escaper_append(escaper, value, size);
        return NULL;
    case SHELL_SINGLE:
        shell_append_single(escaper, value, size);
        return NULL;
    case SHELL_DOUBLE:
        escaper_append_escaped(escaper, value, size, "\\\"$`", '\\');
        return NULL;
    default:
        return shell_append_bare(escaper, value, size, ESCAPE_WORD ":@,+");
    }
}

static void
scan_script(Escaper *escaper, char byte)
{
    shell_scan(escaper->scanner, escaper, byte);
}

static const char *
write_script_value(Escaper *escaper, const char *value, gsize size)
{
    return shell_write_value(escaper->scanner, escaper, value, size);
}

const ScriptFormat escape_shell = {
    .media_type = "text/x-shellscript",
    .scanner_size = sizeof(ShellScanner),
    .scan = scan_script,
    .write_value = write_script_value,
};
