/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "common/key_file.h"

/* Is the last backslash the start of an escape? */
static gboolean
ends_in_escape(const char *value)
{
    gsize length = strlen(value), start = length;

    while (start > 0 && value[start - 1] == '\\')
        start--;
    return (length - start) % 2 != 0;
}

char *
key_file_read_text(GKeyFile *file, const char *group, const char *key, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *raw = g_key_file_get_value(file, group, key, NULL);
    g_autofree char *value = NULL;

    /* such a value is no boolean either, and GLib says so in the same words */
    if (raw != NULL && ends_in_escape(raw))
        g_key_file_get_boolean(file, group, key, &cause);
    else
        value = g_key_file_get_string(file, group, key, &cause);

    if (cause != NULL) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    return g_steal_pointer(&value);
}
