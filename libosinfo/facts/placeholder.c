/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "facts/placeholder.h"

/* NULL: none of that name that has a value. */
static const Placeholder *
find(const Placeholder *known, guint n_known, const char *name, gsize length)
{
    for (guint i = 0; i < n_known; i++) {
        if (known[i].value != NULL && strlen(known[i].name) == length &&
            strncmp(known[i].name, name, length) == 0)
            return &known[i];
    }
    return NULL;
}

char *
placeholder_fill(const char *text, const Placeholder *known, guint n_known)
{
    char filled[PLACEHOLDER_MAX_TEXT + 1];
    gsize size = 0;

    while (*text != '\0') {
        gsize length = strcspn(text, "{");
        const char *value = text;
        const char *end = length == 0 ? strchr(text, '}') : NULL;

        if (end != NULL) {
            const Placeholder *found = find(known, n_known, text + 1, (gsize)(end - text - 1));

            value = found != NULL ? found->value : NULL;
            length = found != NULL ? found->length : 0;
            text = end + 1;
        } else {
            length = MAX(length, 1);
            text += length;
        }
        if (value == NULL || length > PLACEHOLDER_MAX_TEXT - size)
            return NULL;
        memcpy(filled + size, value, length);
        size += length;
    }
    return g_strndup(filled, size);
}
