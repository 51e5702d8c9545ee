/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Metalink, version 4 (RFC 5854) and 3: of each `file` its name, size and `hash` elements. What is
 * around them, addresses of mirrors too, is passed over.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"
#include "download/list_object.h"

typedef struct {
    Checksums *checksums; /* borrowed */
    ListObject file;
    guint depth;
    guint file_depth; /* of the `file` that is open; 0: none is */
    GString *text;    /* of the element that is open */
    char *type;       /* owned; of the `hash` that is open; NULL: none is */
} Metalink;

static const char *
find_attribute(const char **names, const char **values, const char *name)
{
    for (guint i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], name) == 0)
            return values[i];
    }
    return NULL;
}

static void
on_start(GMarkupParseContext *context G_GNUC_UNUSED, const char *element, const char **names,
         const char **values, gpointer data, GError **error)
{
    Metalink *self = data;

    if (++self->depth > CHECKSUMS_MAX_DEPTH) {
        g_set_error_literal(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "too deep");
        return;
    }
    g_string_truncate(self->text, 0);
    if (strcmp(element, "file") == 0 && self->file_depth == 0) {
        const char *name = find_attribute(names, values, "name");

        self->file_depth = self->depth;
        if (name != NULL)
            list_object_add(&self->file, "name", name);
    } else if (strcmp(element, "hash") == 0 && self->file_depth > 0) {
        g_free(self->type);
        self->type = g_strdup(find_attribute(names, values, "type"));
    }
}

static void
on_end(GMarkupParseContext *context G_GNUC_UNUSED, const char *element, gpointer data,
       GError **error G_GNUC_UNUSED)
{
    Metalink *self = data;
    const char *text = g_strstrip(self->text->str);

    if (strcmp(element, "hash") == 0 && self->type != NULL) {
        list_object_add(&self->file, self->type, text);
        g_clear_pointer(&self->type, g_free);
    } else if (strcmp(element, "size") == 0 && self->depth == self->file_depth + 1) {
        list_object_add(&self->file, "size", text);
    } else if (self->depth == self->file_depth) {
        list_object_end(&self->file, self->checksums);
        self->file_depth = 0;
    }
    g_string_truncate(self->text, 0);
    self->depth--;
}

static void
on_text(GMarkupParseContext *context G_GNUC_UNUSED, const char *text, gsize length, gpointer data,
        GError **error G_GNUC_UNUSED)
{
    Metalink *self = data;

    if (self->text->len + length <= CHECKSUMS_MAX_TEXT)
        g_string_append_len(self->text, text, (gssize)length);
}

static gboolean
is_metalink(const char *bytes, gsize size)
{
    return g_strstr_len(bytes, (gssize)MIN(size, CHECKSUMS_MAX_TEXT), "<metalink") != NULL;
}

static gboolean
read_metalink(Checksums *checksums, const char *bytes, gsize size)
{
    static const GMarkupParser parser = {
        .start_element = on_start,
        .end_element = on_end,
        .text = on_text,
    };
    Metalink metalink = {.checksums = checksums, .text = g_string_new(NULL)};
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, &metalink, NULL);
    gboolean is_good = g_markup_parse_context_parse(context, bytes, (gssize)size, NULL) &&
                       g_markup_parse_context_end_parse(context, NULL);

    g_markup_parse_context_free(context);
    g_string_free(metalink.text, TRUE);
    g_free(metalink.type);
    list_object_clear(&metalink.file);
    return is_good;
}

const ChecksumForm list_metalink_form = {"metalink", is_metalink, read_metalink};
