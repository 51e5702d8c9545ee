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
begins_with_word(const Escaper *self, const char *word)
{
    gsize at = self->line_start;
    gsize length = strlen(word);

    while (at < self->limit && (is_blank(self->text[at]) || self->text[at] == '@'))
        at++;
    return at + length <= self->limit && g_ascii_strncasecmp(self->text + at, word, length) == 0 &&
           (at + length == self->size || !g_ascii_isalnum(self->text[at + length]));
}

/* Is there nothing but blanks between the first word of the line and the value? */
static gboolean
is_first_argument(const Escaper *self, const char *word)
{
    gsize at = self->at;

    while (at > self->line_start && is_blank(self->text[at - 1]))
        at--;
    return at >= self->line_start + strlen(word) &&
           g_ascii_strncasecmp(self->text + at - strlen(word), word, strlen(word)) == 0;
}

static void
start_batch_line(Escaper *self)
{
    BatchScanner *batch = self->scanner;
    const char *line = self->text + self->at;
    const char *end = memchr(line, '\n', self->limit - self->at);
    g_autofree char *lower =
        g_ascii_strdown(line, end != NULL ? end - line : (gssize)(self->limit - self->at));

    if (begins_with_word(self, "rem") || begins_with_word(self, "::"))
        batch->state = REMARK;
    else if (begins_with_word(self, "endlocal") || strstr(lower, "disabledelayedexpansion") != NULL)
        batch->is_delayed = FALSE;
    else if (strstr(lower, "enabledelayedexpansion") != NULL)
        batch->is_delayed = TRUE;
}

static void
scan_batch(Escaper *self, char byte)
{
    BatchScanner *batch = self->scanner;

    if (self->at == self->line_start) {
        batch->state = BARE;
        batch->is_escaped = FALSE;
        start_batch_line(self);
    }
    if (batch->is_escaped)
        batch->is_escaped = FALSE;
    else if (byte == '^' && batch->state == BARE)
        batch->is_escaped = TRUE;
    else if (byte == '"' && batch->state != REMARK)
        batch->state = batch->state == QUOTED ? BARE : QUOTED;
    /* of two percent signs the second is just a sign */
    batch->is_percent = byte == '%' && !batch->is_percent;
}

static const char *
append_batch_quoted(Escaper *self, const char *value, gsize size, int behind)
{
    /* programs take the two for a quotation mark */
    if (size > 0 && value[size - 1] == '\\' && behind == '"')
        return escape_no_last_backslash;
    if (value_has(value, size, '"'))
        return escape_no_quote;
    escaper_append_doubled(self, value, size, "%");
    return NULL;
}

/* What follows set or echo, to the end of the line. */
static const char *
append_batch_rest(Escaper *self, const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value[i] == '%')
            g_string_append_c(self->output, '%');
        else if (strchr("\"^&|<>()", value[i]) != NULL)
            g_string_append_c(self->output, '^');
        g_string_append_c(self->output, value[i]);
    }
    return NULL;
}

static const char *
write_batch(Escaper *self, const char *value, gsize size)
{
    BatchScanner *batch = self->scanner;
    const char *reason = escape_check_line(value, size);
    gboolean is_rest = FALSE;

    if (self->at == self->line_start) {
        batch->state = BARE;
        batch->is_escaped = FALSE;
    }
    if (reason == NULL && (batch->is_escaped || batch->is_percent))
        reason = escape_no_place;
    if (reason == NULL && batch->is_delayed &&
        (value_has(value, size, '!') || value_has(value, size, '^')))
        reason = no_delayed;
    if (reason != NULL)
        return reason;
    if (batch->state == QUOTED)
        return append_batch_quoted(self, value, size, self->following);
    if (batch->state == REMARK)
        return escaper_append_word(self, value, size);
    /* echo says what it is when it is given nothing, and has words of its own */
    if (is_first_argument(self, "echo"))
        return escape_no_place;
    if (value_is_of(value, size, ESCAPE_WORD ":")) {
        escaper_append(self, value, size);
        return NULL;
    }
    is_rest =
        is_line_end(self->following) && (begins_with_word(self, "echo") ||
                                         (begins_with_word(self, "set") && self->previous == '='));
    if (is_rest)
        return append_batch_rest(self, value, size);
    if ((is_blank(self->previous) || self->previous == '=') && !begins_with_word(self, "set") &&
        !begins_with_word(self, "echo") &&
        (is_blank(self->following) || is_line_end(self->following))) {
        g_string_append_c(self->output, '"');
        reason = append_batch_quoted(self, value, size, '"');
        g_string_append_c(self->output, '"');
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
