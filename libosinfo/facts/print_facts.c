/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the rows of kinds and facts as JSON, for those who do not read C: the scripts that keep
 * the database. osinfo-db/facts.json is what it prints; it is not installed.
 */
#include "config.h"

#include <json-glib/json-glib.h>

#include "facts/fields.h"

static void
add_text(JsonBuilder *builder, const char *member, const char *text)
{
    if (text == NULL)
        return;
    json_builder_set_member_name(builder, member);
    json_builder_add_string_value(builder, text);
}

/* Only when it is so: a row has many answers, most of which are no. */
static void
add_yes(JsonBuilder *builder, const char *member, gboolean is_so)
{
    if (!is_so)
        return;
    json_builder_set_member_name(builder, member);
    json_builder_add_boolean_value(builder, TRUE);
}

static void
add_field(JsonBuilder *builder, const FieldSpec *field)
{
    static const char *const types[] = {
        [FIELD_STRING] = "string", [FIELD_BOOLEAN] = "boolean", [FIELD_INT] = "integer",
        [FIELD_INT64] = "integer", [FIELD_DATE] = "date",
    };

    json_builder_begin_object(builder);
    add_text(builder, "parameter", field->key);
    add_text(builder, "path", field->path);
    add_text(builder, "type", types[field->type]);
    add_yes(builder, "list", (field->flags & FIELD_READ_ADD) != 0);
    add_yes(builder, "expression", (field->flags & FIELD_EXPRESSION) != 0);
    add_text(builder, "evidence", field->evidence);
    json_builder_end_object(builder);
}

static void
add_kind(JsonBuilder *builder, FactKind kind)
{
    const FactKindSpec *spec = fact_kind_get(kind);
    const FieldSpec *field = NULL;
    FieldIter iter;

    json_builder_begin_object(builder);
    add_text(builder, "element", spec->element);
    add_yes(builder, "stands-alone", kind < FACT_N_ENTITY_KINDS);
    json_builder_set_member_name(builder, "fields");
    json_builder_begin_array(builder);
    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL)
        add_field(builder, field);
    json_builder_end_array(builder);
    json_builder_end_object(builder);
}

int
main(void)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonGenerator) generator = json_generator_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "kinds");
    json_builder_begin_array(builder);
    for (guint i = 0; i < FACT_N_KINDS; i++)
        add_kind(builder, (FactKind)i);
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    json_generator_set_root(generator, root);
    json_generator_set_pretty(generator, TRUE);
    json_generator_set_indent(generator, 1);
    text = json_generator_to_data(generator, NULL);
    g_print("%s\n", text);
    return 0;
}
