/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looking at values, and writing them with what a format wants before or behind a byte.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

const char *const no_line_break = N_("a line break cannot be written here");
const char *const no_control = N_("a control character cannot be written here");
const char *const no_place = N_("no value can be written at this place");
const char *const no_word = N_("only letters, digits and . _ / - can be written at this place");
const char *const no_last_backslash = N_("a backslash at the end cannot be written here");
const char *const no_quote = N_("a quotation mark cannot be written here");

Place
place(const Escaper *self)
{
    return self->places[self->depth];
}

void
enter(Escaper *self, Place what)
{
    if (self->depth + 1 < MAX_DEPTH)
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
move_to(Escaper *self, Place what)
{
    self->places[self->depth] = what;
}

char
peek(const Escaper *self, gsize distance)
{
    return self->at + distance < self->limit ? self->text[self->at + distance] : '\0';
}

gboolean
is_blank(int byte)
{
    return byte == ' ' || byte == '\t';
}

gboolean
is_line_end(int byte)
{
    return byte == '\0' || byte == '\n' || byte == '\r';
}

gboolean
is_of(const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) == NULL)
            return FALSE;
    }
    return size > 0;
}

gboolean
has(const char *value, gsize size, char byte)
{
    return memchr(value, byte, size) != NULL;
}

gboolean
has_control(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (g_ascii_iscntrl(value[i]) && value[i] != '\t')
            return TRUE;
    }
    return FALSE;
}

gboolean
has_line_break(const char *value, gsize size)
{
    return has(value, size, '\n') || has(value, size, '\r');
}

gsize
measure_break(const char *value, gsize size)
{
    static const char *const breaks[] = {
        "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

    for (guint i = 0; i < G_N_ELEMENTS(breaks); i++) {
        gsize length = strlen(breaks[i]);

        if (length <= size && memcmp(value, breaks[i], length) == 0)
            return length;
    }
    return 0;
}

gboolean
has_any_break(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (measure_break(value + i, size - i) > 0)
            return TRUE;
    }
    return FALSE;
}

const char *
check_line(const char *value, gsize size)
{
    if (has_line_break(value, size))
        return no_line_break;
    return has_control(value, size) ? no_control : NULL;
}

void
append(Escaper *self, const char *value, gsize size)
{
    g_string_append_len(self->output, value, (gssize)size);
}

const char *
append_word(Escaper *self, const char *value, gsize size)
{
    if (!is_of(value, size, WORD))
        return no_word;
    append(self, value, size);
    return NULL;
}

void
append_escaped(Escaper *self, const char *value, gsize size, const char *characters, char prefix)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, prefix);
        g_string_append_c(self->output, value[i]);
    }
}

void
append_doubled(Escaper *self, const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) != NULL)
            g_string_append_c(self->output, value[i]);
        g_string_append_c(self->output, value[i]);
    }
}

void
follow_nothing(Escaper *self G_GNUC_UNUSED, char byte G_GNUC_UNUSED)
{
}
