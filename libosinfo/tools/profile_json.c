/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A profile as JSON, in the shape of schema/osinfo-profile.schema.json: every member is always there.
 */
#include "config.h"

#include "tools/json_parts.h"
#include "tools/profile_form.h"

/* Members may be added without a new number; none goes or comes to mean something else. */
#define FORMAT_VERSION 1

static void
add_value(JsonBuilder *builder, const char *value, gboolean is_number)
{
    json_builder_set_member_name(builder, "value");
    if (is_number)
        json_builder_add_int_value(builder, g_ascii_strtoll(value, NULL, 10));
    else
        json_builder_add_string_value(builder, value);
}

static void
add_setting(JsonBuilder *builder, const ProfileForm *self, const char *setting)
{
    OsinfoGuestProfile *profile = self->profile;
    const gchar *const *values = osinfo_guest_profile_get_values(profile, setting);
    gboolean is_number = g_strv_contains(profile_numbers, setting);

    json_builder_set_member_name(builder, setting);
    json_builder_begin_array(builder);
    for (; *values != NULL; values++) {
        json_builder_begin_object(builder);
        add_value(builder, *values, is_number);
        json_add_text(builder, "rule", osinfo_guest_profile_get_rule(profile, setting, *values));
        json_add_text(builder, "reason",
                      osinfo_guest_profile_get_reason(profile, setting, *values));
        json_add_text(builder, "fact", osinfo_guest_profile_get_fact(profile, setting, *values));
        json_add_text(builder, "origin",
                      osinfo_guest_profile_get_origin(profile, setting, *values));
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_names(JsonBuilder *builder, const char *member, OsinfoProduct *product)
{
    json_builder_set_member_name(builder, member);
    if (product == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    json_add_text(builder, "id", osinfo_entity_get_id(OSINFO_ENTITY(product)));
    json_add_text(builder, "short-id", osinfo_product_get_short_id(product));
    json_add_text(builder, "name", osinfo_product_get_name(product));
    json_builder_end_object(builder);
}

void
profile_write_json(const ProfileForm *self, Output *output)
{
    static const char *const phases[] = {
        [OSINFO_GUEST_PHASE_INSTALL] = "install",
        [OSINFO_GUEST_PHASE_RUN] = "run",
    };
    static const char *const purposes[] = {
        [OSINFO_GUEST_PURPOSE_DESKTOP] = "desktop",
        [OSINFO_GUEST_PURPOSE_SERVER] = "server",
    };
    const gchar *const *settings = osinfo_guest_profile_get_settings(self->profile);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) root = NULL;
    g_autofree char *text = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "format-version");
    json_builder_add_int_value(builder, FORMAT_VERSION);
    add_names(builder, "os", OSINFO_PRODUCT(self->os));
    json_add_text(builder, "architecture", osinfo_guest_profile_get_architecture(self->profile));
    json_add_text(builder, "phase", phases[osinfo_guest_profile_get_phase(self->profile)]);
    json_add_text(builder, "purpose", purposes[self->purpose]);
    add_names(builder, "platform", (OsinfoProduct *)self->platform);
    json_builder_set_member_name(builder, "settings");
    json_builder_begin_object(builder);
    for (; *settings != NULL; settings++)
        add_setting(builder, self, *settings);
    json_builder_end_object(builder);
    json_builder_end_object(builder);
    root = json_builder_get_root(builder);
    text = json_text_to_string(root, TRUE);
    output_add(output, text);
    output_add(output, "\n");
}
