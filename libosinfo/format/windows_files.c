/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks up and reads what windows_media.c and windows_legacy.c want to see. What it means is left to
 * them.
 */

#include "config.h"

#include <string.h>

#include "format/windows_files.h"
#include "format/wim_xml.h"

static gboolean
visit(const char *name, const FileNode *node, gpointer data)
{
    gboolean is_missing = FALSE;

    for (WindowsFile *file = data; file->name != NULL; file++) {
        if (!file->is_found && g_ascii_strcasecmp(file->name, name) == 0) {
            file->is_found = TRUE;
            file->node = *node;
        }
        is_missing |= !file->is_found;
    }
    return is_missing;
}

gboolean
windows_find_files(FileSystem *files, const FileNode *folder, WindowsFile *wanted, GError **error)
{
    return file_system_list(files, folder, visit, wanted, error);
}

static char *
to_utf8(const guint8 *bytes, gsize size)
{
    if (size >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        return wim_xml_to_utf8(bytes + 2, (size - 2) / 2 * 2);
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        return g_utf8_make_valid((const char *)bytes + 3, (gssize)size - 3);
    return g_utf8_make_valid((const char *)bytes, (gssize)size);
}

char *
windows_read_text(FileSystem *files, const WindowsFile *file, gsize max, GError **error)
{
    if (!file->is_found || file->node.kind != FILE_NODE_FILE)
        return NULL;

    g_autoptr(Source) source = files->operations->open(files, &file->node, error);

    if (source == NULL)
        return NULL;

    gint64 size = source_get_size(source);
    gsize wanted = size >= 0 ? (gsize)MIN((guint64)size, max) : max;
    g_autofree guint8 *bytes = g_malloc(wanted + 1);
    gssize count = source_read(source, 0, bytes, wanted, error);

    return count >= 0 ? to_utf8(bytes, (gsize)count) : NULL;
}

static gboolean
is_section(const char *line, const char *section)
{
    gsize length = strlen(section);

    return *line == '[' && g_ascii_strncasecmp(line + 1, section, length) == 0 &&
           line[1 + length] == ']';
}

char **
windows_ini_section(const char *text, const char *section)
{
    GPtrArray *lines = g_ptr_array_new();
    gboolean is_inside = FALSE;

    while (*text != '\0' && lines->len < WINDOWS_MAX_LINES) {
        gsize length = strcspn(text, "\r\n");
        g_autofree char *line = g_strstrip(g_strndup(text, MIN(length, (gsize)WINDOWS_MAX_LINE)));

        if (*line == '[')
            is_inside = is_section(line, section);
        else if (is_inside && *line != '\0' && *line != ';')
            g_ptr_array_add(lines, g_steal_pointer(&line));
        text += length;
        text += strspn(text, "\r\n");
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}

char *
windows_ini_value(char *const *lines, const char *key)
{
    gsize length = strlen(key);

    for (; *lines != NULL; lines++) {
        const char *value = *lines + length;

        if (g_ascii_strncasecmp(*lines, key, length) != 0)
            continue;
        value += strspn(value, " \t");
        if (*value != '=')
            continue;
        value += 1 + strspn(value + 1, " \t\"");

        char *copy = g_strdup(value);

        copy[strcspn(copy, "\"")] = '\0';
        return g_strchomp(copy);
    }
    return NULL;
}
