/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report for programs; osinfo-db-diff(1) describes its shape.
 */
#include "config.h"

#include <json-glib/json-glib.h>

#include "common/json_text.h"
#include "diff/diff_report.h"

static const char *const fate_words[] = {
    [DIFF_ADDED] = "added",
    [DIFF_REMOVED] = "removed",
    [DIFF_CHANGED] = "changed",
};

static void
add_optional_text(JsonBuilder *builder, const char *member, const char *text)
{
    json_add_text(builder, member, text != NULL && *text != '\0' ? text : NULL);
}

static void
add_changes(JsonBuilder *builder, const DiffEntity *entity)
{
    json_builder_set_member_name(builder, "changes");
    json_builder_begin_array(builder);
    for (guint i = 0; i < entity->changes->len; i++) {
        const DiffChange *change = g_ptr_array_index(entity->changes, i);

        json_builder_begin_object(builder);
        json_add_text(builder, "subject", change->subject);
        add_optional_text(builder, "item", change->item);
        add_optional_text(builder, "part", change->part);
        json_add_text(builder, "old", change->old);
        json_add_text(builder, "new", change->current);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_entity(JsonBuilder *builder, const DiffEntity *entity)
{
    json_builder_begin_object(builder);
    json_add_text(builder, "kind", entity->kind);
    json_add_text(builder, "id", entity->id);
    json_add_text(builder, "fate", fate_words[diff_report_fate(entity)]);
    add_optional_text(builder, "name", entity->name);
    add_optional_text(builder, "short-id", entity->short_id);
    add_optional_text(builder, "release-date", entity->release_date);
    add_changes(builder, entity);
    json_builder_end_object(builder);
}

void
diff_report_json(GPtrArray *entities, const InputFiles *old, const InputFiles *current)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *old_version = g_utf8_make_valid(old->version != NULL ? old->version : "", -1);
    g_autofree char *version =
        g_utf8_make_valid(current->version != NULL ? current->version : "", -1);
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    add_optional_text(builder, "old-version", old_version);
    add_optional_text(builder, "new-version", version);
    json_builder_set_member_name(builder, "entities");
    json_builder_begin_array(builder);
    for (guint i = 0; i < entities->len; i++)
        add_entity(builder, g_ptr_array_index(entities, i));
    json_builder_end_array(builder);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_text_to_string(root, TRUE);
    g_print("%s\n", text);
}
