/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines of Windows; quotes end with the line at the latest. Answer files have the rules of .inf
 * files: quotes and percent signs are doubled. Registry files have a backslash before quotes and
 * backslashes.
 */
#include "config.h"

#include <string.h>

#include "script/escape/escaper.h"

typedef enum { BARE, QUOTED, REMARK } State;

typedef struct {
    State state;
    gboolean is_escaped; /* a backslash is before; of registry files */
} WindowsScanner;

static void
scan_windows(Escaper *escaper, char byte)
{
    WindowsScanner *self = escaper->scanner;

    if (byte == '\n')
        self->state = BARE;
    else if (self->state == BARE && byte == ';')
        self->state = REMARK;
    else if (byte == '"' && self->state != REMARK)
        self->state = self->state == QUOTED ? BARE : QUOTED;
}

static void
scan_registry(Escaper *escaper, char byte)
{
    WindowsScanner *self = escaper->scanner;

    if (self->is_escaped && byte != '\n')
        self->is_escaped = FALSE;
    else if (self->state == QUOTED && byte == '\\')
        self->is_escaped = TRUE;
    else {
        self->is_escaped = FALSE;
        scan_windows(escaper, byte);
    }
}

/* Between an equals sign or a comma, and a comma or the end of the line? */
static gboolean
is_windows_entry(const Escaper *escaper)
{
    return (escaper->previous == '=' || escaper->previous == ',') &&
           (is_line_end(escaper->following) || escaper->following == ',');
}

static const char *
write_windows(Escaper *escaper, const char *value, gsize size,
              void (*append_quoted)(Escaper *, const char *, gsize), gboolean has_words)
{
    const WindowsScanner *self = escaper->scanner;
    const char *reason = escape_check_line(value, size);

    if (reason != NULL || self->is_escaped)
        return reason != NULL ? reason : escape_no_place;
    if (self->state == REMARK) {
        escaper_append(escaper, value, size);
        return NULL;
    }
    if (self->state == QUOTED) {
        append_quoted(escaper, value, size);
        return NULL;
    }
    if ((has_words && value_is_of(value, size, ESCAPE_WORD)) || !is_windows_entry(escaper))
        return escaper_append_word(escaper, value, size);
    g_string_append_c(escaper->output, '"');
    append_quoted(escaper, value, size);
    g_string_append_c(escaper->output, '"');
    return NULL;
}

static void
append_answer(Escaper *escaper, const char *value, gsize size)
{
    escaper_append_doubled(escaper, value, size, "\"%");
}

static const char *
write_answer(Escaper *escaper, const char *value, gsize size)
{
    return write_windows(escaper, value, size, append_answer, TRUE);
}

static void
append_registry(Escaper *escaper, const char *value, gsize size)
{
    escaper_append_escaped(escaper, value, size, "\"\\", '\\');
}

/* What has no quotes is not text in a registry file. */
static const char *
write_registry(Escaper *escaper, const char *value, gsize size)
{
    return write_windows(escaper, value, size, append_registry, FALSE);
}

const ScriptFormat escape_answer = {
    .media_type = "text/x-windows-answer",
    .scanner_size = sizeof(WindowsScanner),
    .scan = scan_windows,
    .write_value = write_answer,
};

const ScriptFormat escape_registry = {
    .media_type = "text/x-windows-registry",
    .scanner_size = sizeof(WindowsScanner),
    .scan = scan_registry,
    .write_value = write_registry,
};
