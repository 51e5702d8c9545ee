/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds compile/literals.c with an expression, and the expression with a text, a NUL between them:
 * what matches must contain each literal. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "compile/literals.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    if (size == 0)
        return 0;
    const guint8 *end = memchr(data, '\0', size);
    gsize length = end != NULL ? (gsize)(end - data) : size;
    g_autofree char *expression = g_strndup((const char *)data, length);
    g_autofree char *text =
        end != NULL ? g_strndup((const char *)end + 1, size - length - 1) : g_strdup("");

    if (!g_utf8_validate(expression, -1, NULL) || !g_utf8_validate(text, -1, NULL))
        return 0;
    g_autoptr(GPtrArray) literals = literals_extract(expression, 3);
    g_autofree char *limited = g_strconcat("(*LIMIT_MATCH=20000)", expression, NULL);
    g_autoptr(GRegex) regex = g_regex_new(limited, 0, 0, NULL);

    if (regex == NULL || !g_regex_match(regex, text, 0, NULL))
        return 0;
    for (guint i = 0; i < literals->len; i++) {
        const char *literal = g_ptr_array_index(literals, i);

        if (strstr(text, literal) == NULL)
            g_error("'%s' matches '%s' without '%s'", expression, text, literal);
    }
    return 0;
}
