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
write_argument(Escaper *self, const char *value, gsize size)
{
    if (has_any_break(value, size))
        return no_line_break;
    if (has_control(value, size))
        return no_control;
    for (gsize i = 0; i < size; i++) {
        if (strchr("\"'\\", value[i]) != NULL)
            return no_quote;
        if (is_blank(value[i]))
            return no_blank;
    }
    append(self, value, size);
    return NULL;
}

const ScriptFormat format_command_line = {NULL, follow_nothing, write_argument, PLAIN};
