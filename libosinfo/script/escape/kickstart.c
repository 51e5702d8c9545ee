/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Kickstart: lines of words as Python's shlex.split() takes them apart, lines being what
 * str.splitlines() makes; sections for programs, of which those of shells are followed.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"
#include "script/escape/shell.h"

static const char *const no_percent_line =
    N_("a line that begins with a percent sign cannot be written here");

/* A line of words, each of them perhaps in quotes. */
static void
scan_words(Escaper *self, char byte)
{
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (byte == '\\' && place(self) != SINGLE)
        self->is_escaped = TRUE;
    else if (place(self) == SINGLE || place(self) == DOUBLE) {
        if (byte == (place(self) == SINGLE ? '\'' : '"'))
            leave(self);
    } else if (byte == '\'') {
        enter(self, SINGLE);
    } else if (byte == '"') {
        enter(self, DOUBLE);
    }
}

static const char *
write_words(Escaper *self, const char *value, gsize size)
{
    if (value_has_any_break(value, size))
        return escape_no_line_break;
    if (self->is_escaped)
        return escape_no_place;
    if (place(self) == SINGLE) {
        shell_append_single(self, value, size);
    } else if (place(self) == DOUBLE) {
        /* a dollar sign would keep its backslash */
        escaper_append_escaped(self, value, size, "\\\"", '\\');
    } else if (place(self) == COMMENT) {
        escaper_append(self, value, size);
    } else {
        return shell_append_bare(self, value, size, ESCAPE_WORD ":@,+");
    }
    return NULL;
}

static void
reset_places(Escaper *self)
{
    self->depth = 0;
    self->is_escaped = FALSE;
    self->is_dollar = FALSE;
    self->here_line = self->skip_end = 0;
}

static const struct {
    const char *name;
    Section section;
} sections[] = {
    {"pre", SHELL},       {"post", SHELL},        {"pre-install", SHELL}, {"onerror", SHELL},
    {"traceback", SHELL}, {"packages", PACKAGES}, {"end", COMMANDS},      {"anaconda", COMMANDS},
};

/* Does the line that begins a section name an interpreter that is no shell? */
static gboolean
has_other_interpreter(const char *line, gsize size)
{
    static const char *const shells[] = {"sh", "bash", "dash", "ksh", "ash", "busybox"};
    const char *option = g_strstr_len(line, (gssize)size, "--interpreter");
    const char *name = NULL;
    gsize length = 0;

    if (option == NULL)
        return FALSE;
    name = option + strlen("--interpreter");
    while (name < line + size && strchr("= \t'\"", *name) != NULL)
        name++;
    while (name + length < line + size && strchr(" \t'\"\r", name[length]) == NULL)
        length++;
    for (gsize i = length; i > 0; i--) {
        if (name[i - 1] == '/') {
            name += i;
            length -= i;
            break;
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(shells); i++) {
        if (length == strlen(shells[i]) && memcmp(name, shells[i], length) == 0)
            return FALSE;
    }
    return TRUE;
}

/* At the first byte of a line. */
static void
start_kickstart_line(Escaper *self)
{
    const char *line = self->text + self->at;
    gsize left = self->limit - self->at;
    const char *end = memchr(line, '\n', left);
    gsize size = end != NULL ? (gsize)(end - line) : left;
    gsize first = 0;
    gsize length = 0;

    if (self->section != self->next_section || self->next_section != SHELL)
        reset_places(self);
    self->section = self->next_section;
    self->is_words = self->section == COMMANDS;
    while (first < size && is_blank(line[first]))
        first++;
    if (self->is_words && first < size && line[first] == '#')
        enter(self, COMMENT);
    if (first == size || line[first] != '%')
        return;
    first++;
    while (first + length < size &&
           (g_ascii_isalnum(line[first + length]) || line[first + length] == '-'))
        length++;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        if (strlen(sections[i].name) == length &&
            memcmp(line + first, sections[i].name, length) == 0) {
            self->next_section = sections[i].section;
            if (self->next_section == SHELL && has_other_interpreter(line, size))
                self->next_section = OTHER;
            self->section = COMMANDS;
            self->is_words = TRUE;
            reset_places(self);
            return;
        }
    }
    /* one that we do not know, or a file that is included */
    if (self->section == COMMANDS && !(length == 7 && memcmp(line + first, "include", 7) == 0))
        self->next_section = OTHER;
}

static void
scan_kickstart(Escaper *self, char byte)
{
    if (self->at == self->line_start)
        start_kickstart_line(self);
    if (self->is_words)
        scan_words(self, byte);
    else if (self->section == SHELL)
        shell_scan(self, byte);
}

/* A section ends at any line with %end, also in quotes, and files are included anywhere: does what
 * was written since @start begin a line with a percent sign? */
static gboolean
makes_percent_line(const Escaper *self, gsize start)
{
    const char *text = self->output->str;
    const char *end = text + self->output->len;
    const char *at = text + start;
    gboolean is_line_start = TRUE;

    while (at > text && at[-1] != '\n')
        at--;
    while (at < end) {
        gsize length = value_measure_break(at, (gsize)(end - at));

        if (length > 0) {
            is_line_start = TRUE;
            at += length;
            continue;
        }
        /* what the template itself writes is its own affair */
        if (is_line_start && *at == '%' && at >= text + start)
            return TRUE;
        if (!g_unichar_isspace(g_utf8_get_char(at)))
            is_line_start = FALSE;
        at = g_utf8_next_char(at);
    }
    return FALSE;
}

static const char *
write_kickstart(Escaper *self, const char *value, gsize size)
{
    gsize start = self->output->len;
    const char *reason = NULL;

    if (self->at == self->line_start)
        start_kickstart_line(self);
    if (self->is_words)
        reason = write_words(self, value, size);
    else if (self->section == SHELL)
        reason = shell_write_value(self, value, size);
    else
        reason =
            self->section == PACKAGES ? escaper_append_word(self, value, size) : escape_no_place;
    if (reason == NULL && makes_percent_line(self, start))
        return no_percent_line;
    return reason;
}

const ScriptFormat escape_kickstart = {
    .media_type = "text/x-kickstart",
    .scan = scan_kickstart,
    .write_value = write_kickstart,
};
