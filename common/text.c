/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "common/text.h"

char *
text_escape(const char *text)
{
    GString *escaped = g_string_new(NULL);

    while (*text != '\0') {
        gunichar letter = g_utf8_get_char_validated(text, -1);
        gboolean is_whole = letter != (gunichar)-1 && letter != (gunichar)-2;

        if (is_whole && letter != '\\' && !g_unichar_iscntrl(letter)) {
            const char *next = g_utf8_next_char(text);

            g_string_append_len(escaped, text, next - text);
            text = next;
        } else {
            g_string_append_printf(escaped, "\\%03o", (guchar)*text++);
        }
    }
    return g_string_free(escaped, FALSE);
}

gint
text_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

gint
text_compare_items(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}
