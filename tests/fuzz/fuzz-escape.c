/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds script/escape/escape.c, in each format: what stands between \x01 and \x02 is a value. What
 * runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "script/escape/escape.h"

static const char *const media_types[] = {
    "application/json",     "application/yaml",        "text/x-kickstart",
    "text/x-preseed",       "text/x-shellscript",      "text/x-windows-answer",
    "text/x-windows-batch", "text/x-windows-registry",
};

static void
try_format(const ScriptFormat *format, const GString *text, const GArray *values)
{
    g_autoptr(GString) output = g_string_new(NULL);
    ScriptFault fault = {0, 0, NULL};

    if (script_escape(format, text->str, text->len, (const ScriptValue *)(gpointer)values->data,
                      values->len, output, &fault)) {
        if (!g_utf8_validate_len(output->str, output->len, NULL))
            g_error("the output is not UTF-8");
    } else if (fault.reason == NULL || fault.line == 0 || fault.value > values->len) {
        g_error("no reason is given");
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *valid = g_utf8_make_valid(size > 0 ? (const char *)data : "", (gssize)size);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(ScriptValue));
    ScriptValue value = {0, 0};
    gboolean is_open = FALSE;

    for (const char *at = valid; *at != '\0'; at++) {
        if (*at == '\x01' && !is_open) {
            value.start = text->len;
            is_open = TRUE;
        } else if (*at == '\x02' && is_open) {
            value.end = text->len;
            g_array_append_val(values, value);
            is_open = FALSE;
        } else {
            g_string_append_c(text, *at);
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(media_types); i++)
        try_format(script_format_find(media_types[i]), text, values);
    try_format(script_format_command_line(), text, values);
    return 0;
}
