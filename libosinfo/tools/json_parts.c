/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Members that several objects of our JSON have.
 */
#include "config.h"

#include "tools/entity_facts.h"
#include "tools/json_parts.h"

/* Numbers of the database are never below zero: that means unknown. */
void
json_add_number(JsonBuilder *builder, const char *key, gint64 number)
{
    json_builder_set_member_name(builder, key);
    if (number >= 0)
        json_builder_add_int_value(builder, number);
    else
        json_builder_add_null_value(builder);
}

void
json_add_boolean(JsonBuilder *builder, const char *key, gboolean value)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_boolean_value(builder, value);
}

void
json_add_texts(JsonBuilder *builder, const char *key, GList *texts)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (GList *iter = texts; iter != NULL; iter = iter->next)
        json_builder_add_value(builder, json_text_node(iter->data));
    json_builder_end_array(builder);
}

void
json_add_strings(JsonBuilder *builder, const char *key, const char *const *texts)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (; *texts != NULL; texts++)
        json_builder_add_value(builder, json_text_node(*texts));
    json_builder_end_array(builder);
}

void
json_add_fact(JsonBuilder *builder, OsinfoEntity *entity, const FieldSpec *field)
{
    if (entity == NULL)
        json_add_text(builder, field->key, NULL);
    else if (field->type == FIELD_BOOLEAN)
        json_add_boolean(builder, field->key, entity_get_boolean(entity, field));
    else if (field->type == FIELD_INT || field->type == FIELD_INT64)
        json_add_number(builder, field->key, entity_get_number(entity, field));
    else
        json_add_text(builder, field->key, osinfo_entity_get_param_value(entity, field->key));
}

static void
add_part(JsonBuilder *builder, OsinfoEntity *part, FactKind kind)
{
    guint n_specs = 0;
    const FactPartSpec *specs = fact_parts_get(&n_specs);
    const FieldSpec *field = NULL;
    FieldIter iter;

    json_builder_begin_object(builder);
    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        g_autoptr(GList) values = NULL;

        values = osinfo_entity_get_param_value_list(part, field->key);
        if ((field->flags & FIELD_READ_ADD) != 0)
            json_add_texts(builder, field->key, values);
        else
            /* what media alone say of themselves has no default in a database */
            json_add_fact(builder, values != NULL || field->path != NULL ? part : NULL, field);
    }
    for (guint i = 0; i < n_specs; i++) {
        const char *element = fact_kind_get(specs[i].kind)->element;

        if (specs[i].owner != kind)
            continue;
        json_builder_set_member_name(builder, element);
        json_add_parts(builder, part, kind, element);
    }
    json_builder_end_object(builder);
}

void
json_add_parts(JsonBuilder *builder, OsinfoEntity *owner, FactKind kind, const char *element)
{
    g_autoptr(OsinfoPartList) parts = osinfo_entity_get_parts(owner, element);

    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(parts)); i++)
        add_part(builder, osinfo_list_get_nth(OSINFO_LIST(parts), i),
                 fact_kind_find_part(kind, element));
    json_builder_end_array(builder);
}

void
json_add_variants(JsonBuilder *builder, OsinfoList *variants)
{
    json_builder_set_member_name(builder, "variants");
    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(variants); i++) {
        OsinfoEntity *variant = osinfo_list_get_nth(variants, i);

        json_builder_begin_object(builder);
        json_add_text(builder, "id", osinfo_entity_get_id(variant));
        json_add_text(builder, "name", osinfo_os_variant_get_name(OSINFO_OS_VARIANT(variant)));
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}
