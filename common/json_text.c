/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "common/json_text.h"

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
