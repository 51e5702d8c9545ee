/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Scripts as lists tell them: the established lines, one kind a list, and JSON in the shape that
 * osinfo-install-script(1) documents, with all there is, whichever list was asked for.
 */
#include "config.h"

#include "tools/entity_facts.h"
#include "tools/json_parts.h"
#include "tools/install_script_list.h"

static const char *
get_profile(OsinfoInstallScript *script)
{
    const char *profile = osinfo_install_script_get_profile(script);

    return profile != NULL ? profile : "(null)";
}

void
install_script_list_write_config(OsinfoInstallScript *script, Output *output)
{
    g_autoptr(GList) params = osinfo_install_script_get_config_param_list(script);

    for (GList *iter = params; iter != NULL; iter = iter->next) {
        OsinfoInstallConfigParam *param = iter->data;

        output_add_format(output, "%s: %s\n", osinfo_install_config_param_get_name(param),
                          osinfo_install_config_param_is_required(param) ? "required" : "optional");
    }
}

void
install_script_list_write_profile(OsinfoInstallScript *script, Output *output)
{
    const char *name = osinfo_install_script_get_expected_filename(script);

    output_add_format(output, "%s: %s\n", get_profile(script), name != NULL ? name : "(null)");
}

void
install_script_list_write_injection_methods(OsinfoInstallScript *script, Output *output)
{
    g_autoptr(GList) nicks = flags_list_nicks(OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD,
                                              osinfo_install_script_get_injection_methods(script));

    output_add_format(output, "%s:", get_profile(script));
    for (GList *iter = nicks; iter != NULL; iter = iter->next)
        output_add_format(output, " %s", (const char *)iter->data);
    output_add(output, "\n");
}

static void
add_config(JsonBuilder *builder, OsinfoInstallScript *script)
{
    g_autoptr(GList) params = osinfo_install_script_get_config_param_list(script);

    json_builder_set_member_name(builder, "config");
    json_builder_begin_array(builder);
    for (GList *iter = params; iter != NULL; iter = iter->next) {
        OsinfoInstallConfigParam *param = iter->data;
        OsinfoDatamap *map = osinfo_install_config_param_get_value_map(param);

        json_builder_begin_object(builder);
        json_add_text(builder, "name", osinfo_install_config_param_get_name(param));
        json_add_boolean(builder, "required", osinfo_install_config_param_is_required(param));
        json_add_text(builder, "value-map",
                      map != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(map)) : NULL);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

void
install_script_list_write_json(OsinfoInstallScript *script, Output *output)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(GList) nicks = flags_list_nicks(OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD,
                                              osinfo_install_script_get_injection_methods(script));

    json_builder_begin_object(builder);
    json_add_text(builder, "id", osinfo_entity_get_id(OSINFO_ENTITY(script)));
    json_add_text(builder, OSINFO_INSTALL_SCRIPT_PROP_PROFILE,
                  osinfo_install_script_get_profile(script));
    json_add_text(builder, OSINFO_INSTALL_SCRIPT_PROP_EXPECTED_FILENAME,
                  osinfo_install_script_get_expected_filename(script));
    json_add_text(builder, OSINFO_INSTALL_SCRIPT_PROP_PATH_FORMAT,
                  enum_get_nick(OSINFO_TYPE_PATH_FORMAT,
                                (gint)osinfo_install_script_get_path_format(script)));
    json_add_text(builder, OSINFO_INSTALL_SCRIPT_PROP_PRODUCT_KEY_FORMAT,
                  osinfo_install_script_get_product_key_format(script));
    json_add_boolean(builder, OSINFO_INSTALL_SCRIPT_PROP_NEEDS_INTERNET,
                     osinfo_install_script_get_needs_internet(script));
    json_add_boolean(builder, OSINFO_INSTALL_SCRIPT_PROP_CAN_PRE_INSTALL_DRIVERS,
                     osinfo_install_script_get_can_pre_install_drivers(script));
    json_add_boolean(builder, OSINFO_INSTALL_SCRIPT_PROP_CAN_POST_INSTALL_DRIVERS,
                     osinfo_install_script_get_can_post_install_drivers(script));
    json_add_texts(builder, "injection-methods", nicks);
    add_config(builder, script);
    json_builder_end_object(builder);
    output_add_json_item(output, json_builder_get_root(builder));
}
