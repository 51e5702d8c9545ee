/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A format is a pair of functions: one follows the template's own bytes and so knows at any time
 * whether it is inside quotes, in a comment, in a section …; the other writes a value at the place
 * that has been reached, or says why that cannot be done. They read the text as the programs do
 * that the text is for, which each file names. Where the readers of a format do not agree, the
 * value is refused. Here are the table of all formats and the loop over a text.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

static const char *const no_text = N_("the text is not UTF-8");

static const ScriptFormat *const formats[] = {
    &escape_kickstart, &escape_preseed,  &escape_shell, &escape_yaml, &escape_json,
    &escape_answer,    &escape_registry, &escape_batch, &escape_xml,
};

static const ScriptFormat *
find_format(const char *media_type, gboolean is_markup)
{
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
        if (script_format_is_markup(formats[i]) == is_markup &&
            g_strcmp0(media_type, formats[i]->media_type) == 0)
            return formats[i];
    }
    return NULL;
}

const ScriptFormat *
script_format_find(const char *media_type)
{
    return find_format(media_type, FALSE);
}

const ScriptFormat *
script_format_find_markup(const char *media_type)
{
    return find_format(media_type, TRUE);
}

const char *
script_format_get_media_type(const ScriptFormat *format)
{
    return format->media_type;
}

gboolean
script_format_is_markup(const ScriptFormat *format)
{
    return format->can_hold != NULL;
}

gboolean
script_format_can_hold(const ScriptFormat *format, const char *text)
{
    return format->can_hold(text);
}

const ScriptFormat *
script_format_command_line(void)
{
    return &escape_command_line;
}

/* Takes the template's bytes up to the next value. */
static void
scan(Escaper *self, const ScriptFormat *format)
{
    while (self->at < self->limit) {
        char byte = self->text[self->at];

        if (format->scan != NULL)
            format->scan(self, byte);
        g_string_append_c(self->output, byte);
        self->previous = byte;
        self->at++;
        if (byte == '\n')
            self->line_start = self->at;
    }
}

static guint
count_lines(const char *text, gsize size)
{
    guint lines = 1;

    for (gsize i = 0; i < size; i++)
        lines += text[i] == '\n';
    return lines;
}

gboolean
script_escape(const ScriptFormat *format, const char *text, gsize size, const ScriptValue *values,
              guint n_values, GString *output, ScriptFault *fault)
{
    g_autofree gpointer scanner = g_malloc0(format->scanner_size);
    Escaper self = {
        /* nothing may come as no pointer at all, from which none can be made */
        .text = text != NULL ? text : "",
        .size = size,
        .output = output,
        .scanner = scanner,
    };

    *fault = (ScriptFault){1, n_values, no_text};
    if (!g_utf8_validate_len(self.text, size, NULL))
        return FALSE;
    for (guint i = 0; i < n_values; i++) {
        const ScriptValue *value = &values[i];
        gsize start = 0;

        self.limit = value->start;
        scan(&self, format);
        start = output->len;
        if (i + 1 < n_values && values[i + 1].start == value->end)
            self.following = ESCAPE_VALUE;
        else
            self.following = value->end < size ? (guchar)self.text[value->end] : 0;
        fault->reason =
            format->write_value(&self, self.text + value->start, value->end - value->start);
        if (fault->reason != NULL) {
            fault->line = count_lines(output->str, start);
            fault->value = i;
            return FALSE;
        }
        self.previous = ESCAPE_VALUE;
        self.at = value->end;
    }
    self.limit = size;
    scan(&self, format);
    return TRUE;
}
