/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Predicates on values: where one matters, and what follows from it, is the formats' business.
 */
#include "config.h"

#include <string.h>

#include "script/escape/value.h"

gboolean
value_is_of(const char *value, gsize size, const char *characters)
{
    for (gsize i = 0; i < size; i++) {
        if (strchr(characters, value[i]) == NULL)
            return FALSE;
    }
    return size > 0;
}

gboolean
value_has(const char *value, gsize size, char byte)
{
    return memchr(value, byte, size) != NULL;
}

gboolean
value_has_control(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (g_ascii_iscntrl(value[i]) && value[i] != '\t')
            return TRUE;
    }
    return FALSE;
}

gboolean
value_has_line_break(const char *value, gsize size)
{
    return value_has(value, size, '\n') || value_has(value, size, '\r');
}

gsize
value_measure_break(const char *value, gsize size)
{
    static const char *const breaks[] = {
        "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};

    /* what nearly every byte is */
    if (size > 0 && g_ascii_isprint(*value))
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS(breaks); i++) {
        gsize length = strlen(breaks[i]);

        if (length <= size && memcmp(value, breaks[i], length) == 0)
            return length;
    }
    return 0;
}

gboolean
value_has_any_break(const char *value, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        if (value_measure_break(value + i, size - i) > 0)
            return TRUE;
    }
    return FALSE;
}
