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
scan_windows(Escaper *self, char byte)
{
    WindowsScanner *windows = self->scanner;

    if (byte == '\n')
        windows->state = BARE;
    else if (windows->state == BARE && byte == ';')
        windows->state = REMARK;
    else if (byte == '"' && windows->state != REMARK)
        windows->state = windows->state == QUOTED ? BARE : QUOTED;
}

static void
scan_registry(Escaper *self, char byte)
{
    WindowsScanner *windows = self->scanner;

    if (windows->is_escaped && byte != '\n')
        windows->is_escaped = FALSE;
    else if (windows->state == QUOTED && byte == '\\')
        windows->is_escaped = TRUE;
    else {
        windows->is_escaped = FALSE;
        scan_windows(self, byte);
    }
}

/* Between an equals sign or a comma, and a comma or the end of the line? */
static gboolean
is_windows_entry(const Escaper *self)
{
    return (self->previous == '=' || self->previous == ',') &&
           (is_line_end(self->following) || self->following == ',');
}

static const char *
write_windows(Escaper *self, const char *value, gsize size,
              void (*append_quoted)(Escaper *, const char *, gsize), gboolean has_words)
{
    const WindowsScanner *windows = self->scanner;
    const char *reason = escape_check_line(value, size);

    if (reason != NULL || windows->is_escaped)
        return reason != NULL ? reason : escape_no_place;
    if (windows->state == REMARK) {
        escaper_append(self, value, size);
        return NULL;
    }
    if (windows->state == QUOTED) {
        append_quoted(self, value, size);
        return NULL;
    }
    if ((has_words && value_is_of(value, size, ESCAPE_WORD)) || !is_windows_entry(self))
        return escaper_append_word(self, value, size);
    g_string_append_c(self->output, '"');
    append_quoted(self, value, size);
    g_string_append_c(self->output, '"');
    return NULL;
}

static void
append_answer(Escaper *self, const char *value, gsize size)
{
    escaper_append_doubled(self, value, size, "\"%");
}

static const char *
write_answer(Escaper *self, const char *value, gsize size)
{
    return write_windows(self, value, size, append_answer, TRUE);
}

static void
append_registry(Escaper *self, const char *value, gsize size)
{
    escaper_append_escaped(self, value, size, "\"\\", '\\');
}

/* What has no quotes is no text in a registry file. */
static const char *
write_registry(Escaper *self, const char *value, gsize size)
{
    return write_windows(self, value, size, append_registry, FALSE);
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
