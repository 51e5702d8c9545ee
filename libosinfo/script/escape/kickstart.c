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

typedef enum { COMMANDS, SHELL, PACKAGES, OTHER } Section;

typedef struct {
    Section section;
    Section next_section; /* from the next line on */
    gboolean is_words;    /* a line of words, in whichever section */
    gboolean is_comment;  /* such a line, quotes in it aside */
    char quote;           /* that is open in a line of words; 0: none */
    gboolean is_escaped;  /* a backslash is before, in a line of words */
    ShellScanner shell;   /* in sections of shells */
} KickstartScanner;

/* A line of words, each of them perhaps in quotes. */
static void
scan_words(KickstartScanner *self, char byte)
{
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (byte == '\\' && self->quote != '\'')
        self->is_escaped = TRUE;
    else if (byte == self->quote)
        self->quote = '\0';
    else if (self->quote == '\0' && (byte == '\'' || byte == '"'))
        self->quote = byte;
}

static const char *
write_words(const KickstartScanner *self, Escaper *escaper, const char *value, gsize size)
{
    if (value_has_any_break(value, size))
        return escape_no_line_break;
    if (self->is_escaped)
        return escape_no_place;
    if (self->quote == '\'')
        shell_append_single(escaper, value, size);
    else if (self->quote == '"')
        /* a dollar sign would keep its backslash */
        escaper_append_escaped(escaper, value, size, "\\\"", '\\');
    else if (self->is_comment)
        escaper_append(escaper, value, size);
    else
        return shell_append_bare(escaper, value, size, ESCAPE_WORD ":@,+");
    return NULL;
}

/* Nothing is open any more. */
static void
reset_states(KickstartScanner *self)
{
    self->is_comment = FALSE;
    self->quote = '\0';
    self->is_escaped = FALSE;
    shell_reset(&self->shell);
}

static const struct {
    const char *name;
    Section section;
} sections[] = {
    {"pre", SHELL},       {"post", SHELL},        {"pre-install", SHELL}, {"onerror", SHELL},
    {"traceback", SHELL}, {"packages", PACKAGES}, {"end", COMMANDS},      {"anaconda", COMMANDS},
};

/* Does the line that begins a section name an interpreter that is not a shell? */
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
start_kickstart_line(KickstartScanner *self, const Escaper *escaper)
{
    const char *line = escaper->text + escaper->at;
    gsize left = escaper->limit - escaper->at;
    const char *end = memchr(line, '\n', left);
    gsize size = end != NULL ? (gsize)(end - line) : left;
    gsize first = 0;
    gsize length = 0;

    if (self->section != self->next_section || self->next_section != SHELL)
        reset_states(self);
    self->section = self->next_section;
    self->is_words = self->section == COMMANDS;
    while (first < size && is_blank(line[first]))
        first++;
    if (self->is_words && first < size && line[first] == '#')
        self->is_comment = TRUE;
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
            reset_states(self);
            return;
        }
    }
    /* one that we do not know, or a file that is included */
    if (self->section == COMMANDS && !(length == 7 && memcmp(line + first, "include", 7) == 0))
        self->next_section = OTHER;
}

static void
scan_kickstart(Escaper *escaper, char byte)
{
    KickstartScanner *self = escaper->scanner;

    if (escaper->at == escaper->line_start)
        start_kickstart_line(self, escaper);
    if (self->is_words)
        scan_words(self, byte);
    else if (self->section == SHELL)
        shell_scan(&self->shell, escaper, byte);
}

/* A section ends at any line with %end, also in quotes, and files are included anywhere: does what
 * was written since @start begin a line with a percent sign? */
static gboolean
makes_percent_line(const Escaper *escaper, gsize start)
{
    const char *text = escaper->output->str;
    const char *end = text + escaper->output->len;
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
write_kickstart(Escaper *escaper, const char *value, gsize size)
{
    KickstartScanner *self = escaper->scanner;
    gsize start = escaper->output->len;
    const char *reason = NULL;

    if (self->shell.is_lost)
        return escape_no_place;
    if (escaper->at == escaper->line_start)
        start_kickstart_line(self, escaper);
    if (self->is_words)
        reason = write_words(self, escaper, value, size);
    else if (self->section == SHELL)
        reason = shell_write_value(&self->shell, escaper, value, size);
    else
        reason =
            self->section == PACKAGES ? escaper_append_word(escaper, value, size) : escape_no_place;
    if (reason == NULL && makes_percent_line(escaper, start))
        return no_percent_line;
    return reason;
}

const ScriptFormat escape_kickstart = {
    .media_type = "text/x-kickstart",
    .scanner_size = sizeof(KickstartScanner),
    .scan = scan_kickstart,
    .write_value = write_kickstart,
};
