/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "facts/places.h"

#include <string.h>

/* ASCII only, whatever the locale says of letters. */
char *
place_new_key(const char *element, const char *id)
{
    GString *key = g_string_new(element);
    gboolean in_host = TRUE;

    g_string_append_c(key, '/');
    if (g_str_has_prefix(id, "http://"))
        id += strlen("http://");
    for (; *id != '\0'; id++) {
        gboolean is_kept = g_ascii_isalnum(*id) || strchr("-._", *id) != NULL;

        if (*id == '/' && in_host) {
            is_kept = TRUE;
            in_host = FALSE;
        }
        g_string_append_c(key, is_kept ? *id : '-');
    }
    return g_string_free(key, FALSE);
}

char *
place_parse(const char *path, gboolean *out_is_extension)
{
    g_autofree char *folder = g_path_get_dirname(path);

    *out_is_extension = g_str_has_suffix(folder, PLACE_FOLDER_ENDING);
    if (*out_is_extension)
        return g_strndup(folder, strlen(folder) - strlen(PLACE_FOLDER_ENDING));
    return g_strndup(path, strlen(path) - strlen(PLACE_FILE_ENDING));
}
