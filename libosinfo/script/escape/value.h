/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Within escape/: what the bytes of a value are like, whichever format they are written in.
 */
#pragma once

#include <glib.h>

static inline gboolean
is_blank(int byte)
{
    return byte == ' ' || byte == '\t';
}

static inline gboolean
is_line_end(int byte)
{
    return byte == '\0' || byte == '\n' || byte == '\r';
}

/* Only @characters, and at least one. */
gboolean value_is_of(const char *value, gsize size, const char *characters);
gboolean value_has(const char *value, gsize size, char byte);
gboolean value_has_control(const char *value, gsize size);
gboolean value_has_line_break(const char *value, gsize size);
/* One that str.splitlines() of Python sees, at @value; its length in bytes, 0: none. */
gsize value_measure_break(const char *value, gsize size);
gboolean value_has_any_break(const char *value, gsize size);
