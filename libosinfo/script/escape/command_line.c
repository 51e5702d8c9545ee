/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A kernel's arguments: words between blanks, for programs that read quotes in several ways.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "script/escape/escaper.h"

static const char *const no_blank = N_("a blank cannot be written here");

static const char *
write_argument(Escaper *escaper, const char *value, gsize size)
{
    if (value_has_any_break(value, size))
        return escape_no_line_break;
    if (value_has_control(value, size))
        return escape_no_control;
    for (gsize i = 0; i < size; i++) {
        if (strchr("\"'\\", value[i]) != NULL)
            return escape_no_quote;
        if (is_blank(value[i]))
            return no_blank;
    }
    escaper_append(escaper, value, size);
    return NULL;
}

const ScriptFormat escape_command_line = {
    .write_value = write_argument,
};
