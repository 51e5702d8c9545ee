/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Finds one value in YAML as cloud-init's files are written: mappings, a key a line, deeper ones indented
 * more. What else YAML knows says nothing here.
 *
 *     system_info:
 *       default_user:
 *         name: debian        # or quoted
 */

#include "config.h"

#include <string.h>

#include "format/cloud_config.h"

#define FOLDER "etc/cloud/cloud.cfg.d"
#define MAIN_FILE "etc/cloud/cloud.cfg"

static const char *const keys[] = {"system_info:", "default_user:", "name:"};

/* How far the keys have been found, and how far in each stands. */
typedef struct {
    guint depth; /* keys that are open */
    gsize indents[G_N_ELEMENTS(keys)];
    gsize children; /* how far in those below the last one stand; 0: none came yet */
} Position;

/* Without a comment, blanks around it and quotes; NULL: there is none. */
static char *
dup_value(const char *text)
{
    g_autofree char *value = g_strdup(text);
    char *comment = strstr(value, " #");

    if (comment != NULL)
        *comment = '\0';
    g_strstrip(value);
    if ((*value == '"' || *value == '\'') && strlen(value) > 2 &&
        value[strlen(value) - 1] == *value) {
        value[strlen(value) - 1] = '\0';
        return g_strdup(value + 1);
    }
    return *value != '\0' && strchr("\"'&*!|>{[#", *value) == NULL ? g_steal_pointer(&value) : NULL;
}

/* NULL: the line is not the value. */
static char *
read_line(Position *self, const char *line)
{
    gsize indent = strspn(line, " ");
    const char *text = line + indent;

    if (*text == '\0' || *text == '#')
        return NULL;
    while (self->depth > 0 && indent <= self->indents[self->depth - 1]) {
        self->depth--;
        self->children = 0;
    }
    /* a key further in belongs to another one beside it */
    if (self->depth == 0 ? indent > 0 : self->children > 0 && indent > self->children)
        return NULL;
    self->children = indent;
    if (!g_str_has_prefix(text, keys[self->depth]))
        return NULL;
    text += strlen(keys[self->depth]);
    if (self->depth == G_N_ELEMENTS(keys) - 1)
        return *text == ' ' ? dup_value(text) : NULL;
    self->indents[self->depth++] = indent;
    self->children = 0;
    return NULL;
}

char *
cloud_config_parse(const char *text)
{
    Position position = {0};
    char *found = NULL;

    while (*text != '\0' && found == NULL) {
        gsize length = strcspn(text, "\r\n");

        if (length <= CLOUD_CONFIG_MAX_LINE) {
            g_autofree char *line = g_strndup(text, length);

            found = read_line(&position, line);
        }
        text += length;
        text += strspn(text, "\r\n");
    }
    return found;
}

/* FALSE: it could not be read. */
static gboolean
read_file(FileSystem *files, const char *path, char **name, char **where, gboolean *out_is_there,
          GError **error)
{
    GError *file_error = NULL;
    g_autofree char *text = file_system_read(files, path, CLOUD_CONFIG_MAX_SIZE, NULL, &file_error);
    char *found;

    *out_is_there = text != NULL;
    if (file_error != NULL) {
        g_propagate_error(error, file_error);
        return FALSE;
    }
    found = text != NULL ? cloud_config_parse(text) : NULL;
    if (found == NULL)
        return TRUE;
    g_free(*name);
    g_free(*where);
    *name = found;
    *where = g_strdup(path);
    return TRUE;
}

static gboolean
collect_name(const char *name, const FileNode *node, gpointer data)
{
    GPtrArray *names = data;

    if (g_str_has_suffix(name, ".cfg") && node->kind != FILE_NODE_FOLDER)
        g_ptr_array_add(names, g_strdup(name));
    return names->len < CLOUD_CONFIG_MAX_FILES;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

FormatAnswer
cloud_config_read(FileSystem *files, Evidence *evidence, GError **error)
{
    g_autofree char *name = NULL, *where = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    gboolean is_there;
    FileNode folder;

    if (!read_file(files, MAIN_FILE, &name, &where, &is_there, error))
        return FORMAT_DAMAGED;
    if (!is_there)
        return FORMAT_NOT_THIS;
    switch (file_system_find(files, FOLDER, &folder, error)) {
    case FORMAT_DAMAGED:
        return FORMAT_DAMAGED;
    case FORMAT_FOUND:
        if (!file_system_list(files, &folder, collect_name, names, error))
            return FORMAT_DAMAGED;
        break;
    case FORMAT_NOT_THIS:
    default:
        break;
    }
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_strconcat(FOLDER "/", g_ptr_array_index(names, i), NULL);

        if (!read_file(files, path, &name, &where, &is_there, error))
            return FORMAT_DAMAGED;
    }
    evidence_add_found(evidence, "cloud-config.default-user", name, where);
    return FORMAT_FOUND;
}
