/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writing values, with what a format wants before or behind a byte; why one cannot be written.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

const char *const escape_no_line_break = N_("a line break cannot be written here");
const char *const escape_no_control = N_("a control character cannot be written here");
const char *const escape_no_place = N_("a value cannot be written here");
const char *const escape_no_word = N_("only letters, digits and . _ / - can be written here");
const char *const escape_no_last_backslash = N_("a backslash at the end cannot be written here");
const char *const escape_no_long_key =
    N_("a key of more than 1024 characters cannot be written here");
const char *const escape_no_quote = N_("a quotation mark cannot be written here");

const char *
escape_check_line(const char *value, gsize size)
{
    if (value_has_line_break(value, size))
        return escape_no_line_break;
    return value_has_control(value, size) ? escape_no_control : NULL;
}

void
escaper_append(Escaper *self, const char *value, gsize size)
{
    g_string_append_len(self->output, value, (gssize)size);
}

const char *
escaper_append_word(Escaper *self, const char *value, gsize size)
{
    if (!value_is_of(value, size, ESCAPE_WORD))
        return escape_no_word;
    escaper_append(self, value, size);
    return NULL;
}

void
escaper_append_escaped(Escaper *self, const char *value, gsize size, const char *characters,
                       char prefix)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, prefix);
        g_string_append_c(self->output, value[i]);
    }
}

void
escaper_append_doubled(Escaper *self, const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, value[i]);
        g_string_append_c(self->output, value[i]);
    }
}
