/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Batch files: percent signs are doubled; what stands in quotes is left alone otherwise.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

static const char *const no_delayed = N_("neither ! nor ^ can be written here");

typedef enum { BARE, QUOTED, REMARK } State;

typedef struct {
    State state;
    gboolean is_escaped; /* a caret is before */
    gboolean is_percent; /* a percent sign that the next byte belongs to is before */
    gboolean is_delayed; /* exclamation marks are expanded, too */
} BatchScanner;

/* Does the template's line begin with this word? */
static gboolean
begins_with_word(const Escaper *escaper, const char *word)
{
    gsize at = escaper->line_start;
    gsize length = strlen(word);

    while (at < escaper->limit && (is_blank(escaper->text[at]) || escaper->text[at] == '@'))
        at++;
    return at + length <= escaper->limit &&
           g_ascii_strncasecmp(escaper->text + at, word, length) == 0 &&
           (at + length == escaper->size || !g_ascii_isalnum(escaper->text[at + length]));
}

/* Is there nothing but blanks between the first word of the line and the value? */
static gboolean
is_first_argument(const Escaper *escaper, const char *word)
{
    gsize at = escaper->at;

    while (at > escaper->line_start && is_blank(escaper->text[at - 1]))
        at--;
    return at >= escaper->line_start + strlen(word) &&
           g_ascii_strncasecmp(escaper->text + at - strlen(word), word, strlen(word)) == 0;
}

static void
start_batch_line(Escaper *escaper)
{
    BatchScanner *self = escaper->scanner;
    const char *line = escaper->text + escaper->at;
    const char *end = memchr(line, '\n', escaper->limit - escaper->at);
    g_autofree char *lower =
        g_ascii_strdown(line, end != NULL ? end - line : (gssize)(escaper->limit - escaper->at));

    if (begins_with_word(escaper, "rem") || begins_with_word(escaper, "::"))
        self->state = REMARK;
    else if (begins_with_word(escaper, "endlocal") ||
             strstr(lower, "disabledelayedexpansion") != NULL)
        self->is_delayed = FALSE;
    else if (strstr(lower, "enabledelayedexpansion") != NULL)
        self->is_delayed = TRUE;
}

static void
scan_batch(Escaper *escaper, char byte)
{
    BatchScanner *self = escaper->scanner;

    if (escaper->at == escaper->line_start) {
        self->state = BARE;
        self->is_escaped = FALSE;
        start_batch_line(escaper);
    }
    if (self->is_escaped)
        self->is_escaped = FALSE;
    else if (byte == '^' && self->state == BARE)
        self->is_escaped = TRUE;
    else if (byte == '"' && self->state != REMARK)
        self->state = self->state == QUOTED ? BARE : QUOTED;
    /* of two percent signs the second is just a sign */
    self->is_percent = byte == '%' && !self->is_percent;
}

static const char *
append_batch_quoted(Escaper *escaper, const char *value, gsize size, int behind)
{
    /* programs take the two for a quotation mark */
    if (size > 0 && value[size - 1] == '\\' && behind == '"')
        return escape_no_last_backslash;
    if (value_has(value, size, '"'))
        return escape_no_quote;
    escaper_append_doubled(escaper, value, size, "%");
    return NULL;
}

/* What follows set or echo, to the end of the line. */
static const char *
append_batch_rest(Escaper *escaper, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '%')
            g_string_append_c(escaper->output, '%');
        else if (strchr("\"^&|<>()", value[i]) != NULL)
            g_string_append_c(escaper->output, '^');
        g_string_append_c(escaper->output, value[i]);
    }
    return NULL;
}

static const char *
write_batch(Escaper *escaper, const char *value, gsize size)
{
    BatchScanner *self = escaper->scanner;
    const char *reason = escape_check_line(value, size);
    gboolean is_rest = FALSE;

    if (escaper->at == escaper->line_start) {
        self->state = BARE;
        self->is_escaped = FALSE;
    }
    if (reason == NULL && (self->is_escaped || self->is_percent))
        reason = escape_no_place;
    if (reason == NULL && self->is_delayed &&
        (value_has(value, size, '!') || value_has(value, size, '^')))
        reason = no_delayed;
    if (reason != NULL)
        return reason;
    if (self->state == QUOTED)
        return append_batch_quoted(escaper, value, size, escaper->following);
    if (self->state == REMARK)
        return escaper_append_word(escaper, value, size);
    /* echo says what it is when it is given nothing, and has words of its own */
    if (is_first_argument(escaper, "echo"))
        return escape_no_place;
    if (value_is_of(value, size, ESCAPE_WORD ":")) {
        escaper_append(escaper, value, size);
        return NULL;
    }
    is_rest = is_line_end(escaper->following) &&
              (begins_with_word(escaper, "echo") ||
               (begins_with_word(escaper, "set") && escaper->previous == '='));
    if (is_rest)
        return append_batch_rest(escaper, value, size);
    if ((is_blank(escaper->previous) || escaper->previous == '=') &&
        !begins_with_word(escaper, "set") && !begins_with_word(escaper, "echo") &&
        (is_blank(escaper->following) || is_line_end(escaper->following))) {
        g_string_append_c(escaper->output, '"');
        reason = append_batch_quoted(escaper, value, size, '"');
        g_string_append_c(escaper->output, '"');
        return reason;
    }
    return escape_no_word;
}

const ScriptFormat escape_batch = {
    .media_type = "text/x-windows-batch",
    .scanner_size = sizeof(BatchScanner),
    .scan = scan_batch,
    .write_value = write_batch,
};
