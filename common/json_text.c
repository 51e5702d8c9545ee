/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "common/json_text.h"
#include "common/text.h"

JsonNode *
json_text_node(const char *text)
{
    JsonNode *node = NULL;

    if (text == NULL)
        return json_node_new(JSON_NODE_NULL);
    node = json_node_new(JSON_NODE_VALUE);
    if (g_utf8_validate(text, -1, NULL)) {
        json_node_set_string(node, text);
    } else {
        g_autofree char *valid = g_utf8_make_valid(text, -1);

        json_node_set_string(node, valid);
    }
    return node;
}

void
json_add_text(JsonBuilder *builder, const char *member, const char *text)
{
    json_builder_set_member_name(builder, member);
    json_builder_add_value(builder, json_text_node(text));
}

/* json-glib escapes what JSON wants to be escaped, which is less than what terminals do not show; such
 * characters are in strings only. */
char *
json_text_to_string(JsonNode *root, gboolean is_pretty)
{
    g_autofree char *text = json_to_string(root, is_pretty);
    GString *shown = NULL;

    if (text_is_plain(text, strlen(text)))
        return g_steal_pointer(&text);
    shown = g_string_new(NULL);
    for (const char *at = text; *at != '\0';) {
        gunichar letter = 0;
        gsize n_hidden = *at == '\n' ? 0 : text_get_hidden(at, &letter);
        const char *next = n_hidden > 0 ? at + n_hidden : g_utf8_next_char(at);

        if (n_hidden > 0)
            g_string_append_printf(shown, "\\u%04x", letter);
        else
            g_string_append_len(shown, at, next - at);
        at = next;
    }
    return g_string_free(shown, FALSE);
}
