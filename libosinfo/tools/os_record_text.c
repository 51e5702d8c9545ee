/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The record as lines for people: what is not known is left out. Programs take JSON.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "facts/lifecycle.h"
#include "tools/entity_facts.h"
#include "tools/os_record.h"

/* Columns before a value. */
#define KEY_WIDTH 20

static void
write_line(Output *output, const char *key, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    output_add_format(output, "%s:%*s%s\n", key,
                      MAX(1, KEY_WIDTH - 1 - (int)g_utf8_strlen(key, -1)), "", value);
}

/* Takes over the container. */
static char *
join_list(GList *texts)
{
    GString *joined = g_string_new(NULL);

    for (GList *iter = texts; iter != NULL; iter = iter->next)
        g_string_append_printf(joined, "%s%s", iter != texts ? ", " : "", (const char *)iter->data);
    g_list_free(texts);
    return g_string_free(joined, FALSE);
}

static void
write_texts(Output *output, const char *key, GList *texts)
{
    g_autofree char *joined = join_list(texts);

    write_line(output, key, joined);
}

static char *
join_ids(OsinfoList *list)
{
    GString *joined = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        OsinfoEntity *entity = osinfo_list_get_nth(list, i);
        const char *name = osinfo_entity_get_param_value(entity, OSINFO_PRODUCT_PROP_SHORT_ID);

        g_string_append_printf(joined, "%s%s", i > 0 ? ", " : "",
                               name != NULL ? name : osinfo_entity_get_id(entity));
    }
    return g_string_free(joined, FALSE);
}

/* A heading of its own, once there is a line to stand below it. */
static void
write_heading(Output *output, const char *heading)
{
    output_add(output, "\n");
    output_add_format(output, "%s\n", heading);
}

static void
write_facts(Output *output, OsinfoOs *os)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    write_line(output, _("ID"), osinfo_entity_get_id(OSINFO_ENTITY(os)));
    field_iter_init(&iter, FACT_KIND_OS);
    while ((field = field_iter_next(&iter)) != NULL) {
        if (field->heading != NULL && !g_str_equal(field->key, OSINFO_ENTITY_PROP_ID))
            write_texts(output, _(field->heading),
                        osinfo_entity_get_param_value_list(OSINFO_ENTITY(os), field->key));
    }
    write_line(output, _("Kernel argument"), osinfo_os_get_kernel_url_argument(os));
    write_line(output, _("Cloud user"), osinfo_os_get_cloud_image_username(os));
}

static void
write_relations(Output *output, OsinfoOs *os)
{
    static const struct {
        OsinfoProductRelationship relation;
        const char *label;
    } relations[] = {
        {OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, N_("Derives from")},
        {OSINFO_PRODUCT_RELATIONSHIP_UPGRADES, N_("Upgrades")},
        {OSINFO_PRODUCT_RELATIONSHIP_CLONES, N_("Clones")},
    };

    for (guint i = 0; i < G_N_ELEMENTS(relations); i++) {
        g_autoptr(OsinfoProductList) related =
            osinfo_product_get_related(OSINFO_PRODUCT(os), relations[i].relation);
        g_autofree char *ids = join_ids(OSINFO_LIST(related));

        write_line(output, _(relations[i].label), ids);
    }
}

static void
write_lifecycle(Output *output, OsinfoOs *os)
{
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(OSINFO_PRODUCT(os));

    if (g_list_model_get_n_items(phases) == 0)
        return;
    write_heading(output, _("Lifecycle"));
    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
        const char *name = osinfo_lifecycle_phase_get_name(phase);
        const char *end = osinfo_lifecycle_phase_get_end_date_string(phase);

        output_add_format(output, "  %s: %s%s%s%s\n",
                          enum_get_nick(OSINFO_TYPE_LIFECYCLE_PHASE_KIND,
                                        (gint)osinfo_lifecycle_phase_get_kind(phase)),
                          end != NULL ? end : PHASE_END_NONE, name != NULL ? ", " : "",
                          name != NULL ? name : "",
                          osinfo_lifecycle_phase_is_paid(phase) ? _(", paid") : "");
    }
}

/* "key value" pairs of what a part says, beginning with the architecture. */
static char *
describe_part(OsinfoEntity *part, FactKind kind)
{
    GString *text = g_string_new(NULL);
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL) {
        g_autofree char *value = NULL;

        if (g_str_equal(field->key, OSINFO_ENTITY_PROP_ID) && kind != FACT_KIND_VARIANT)
            continue;
        value = join_list(osinfo_entity_get_param_value_list(part, field->key));
        if (*value == '\0')
            continue;
        if (text->len > 0)
            g_string_append(text, ", ");
        if (g_str_equal(field->key, OSINFO_MEDIA_PROP_ARCHITECTURE))
            g_string_append(text, value);
        else
            g_string_append_printf(text, "%s %s", field->key, value);
    }
    return g_string_free(text, FALSE);
}

static void
write_list(Output *output, const char *heading, OsinfoList *list, FactKind kind)
{
    if (osinfo_list_get_length(list) == 0)
        return;
    write_heading(output, heading);
    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        g_autofree char *text = describe_part(osinfo_list_get_nth(list, i), kind);

        output_add_format(output, "  %s\n", text);
    }
}

static void
write_resources(Output *output, OsinfoOs *os)
{
    gboolean has_heading = FALSE;

    for (const OsRecordList *row = os_record_resources(); row->key != NULL; row++) {
        g_autoptr(OsinfoList) list = row->list(os);

        for (gint i = 0; i < osinfo_list_get_length(list); i++) {
            g_autofree char *text = describe_part(osinfo_list_get_nth(list, i), row->kind);

            if (!has_heading)
                write_heading(output, _("Resources"));
            has_heading = TRUE;
            output_add_format(output, "  %s: %s\n", _(row->heading), text);
        }
    }
}

static void
append_strings(GString *text, const char *label, const char *const *values)
{
    g_autofree char *joined = values != NULL ? g_strjoinv(" ", (char **)values) : NULL;

    if (joined != NULL && *joined != '\0')
        g_string_append_printf(text, ", %s %s", label, joined);
}

static void
append_text(GString *text, const char *label, const char *value)
{
    if (value != NULL)
        g_string_append_printf(text, ", %s %s", label, value);
}

static void
append_compatibility(GString *text, const char *label, OsinfoCompatibility value)
{
    if (value != OSINFO_COMPATIBILITY_UNKNOWN)
        g_string_append_printf(text, ", %s %s", label,
                               enum_get_nick(OSINFO_TYPE_COMPATIBILITY, (gint)value));
}

/* What is a list in a machine. */
static const struct {
    const char *label;
    const gchar *const *(*get)(OsinfoMachine *machine);
} machine_lists[] = {
    {"types", osinfo_machine_get_machine_types},
    {"media-signers", osinfo_machine_get_media_signers},
    {"updated-signers", osinfo_machine_get_updated_signers},
    {"cpu-features", osinfo_machine_get_cpu_features},
    {"unfit-cpus", osinfo_machine_get_unfit_cpus},
    {"timers", osinfo_machine_get_timers},
    {"enlightenments", osinfo_machine_get_enlightenments},
    {"first-boot", osinfo_machine_get_first_boot_methods},
    {"hotplug", osinfo_machine_get_hotplug},
};

static void
write_machines(Output *output, OsinfoOs *os)
{
    g_autoptr(GPtrArray) architectures = os_record_list_architectures(os);

    if (architectures->len > 0)
        write_heading(output, _("Machines"));
    for (guint i = 0; i < architectures->len; i++) {
        g_autoptr(OsinfoMachine) machine =
            osinfo_os_get_machine(os, g_ptr_array_index(architectures, i));
        g_autoptr(GString) text = g_string_new(osinfo_machine_get_architecture(machine));

        append_compatibility(text, "bios", osinfo_machine_get_firmware(machine, "bios"));
        append_compatibility(text, "efi", osinfo_machine_get_firmware(machine, "efi"));
        append_compatibility(text, "secure-boot", osinfo_machine_get_secure_boot(machine));
        append_compatibility(text, "tpm", osinfo_machine_get_tpm(machine));
        append_text(text, "tpm-version", osinfo_machine_get_tpm_version(machine));
        append_text(text, "cpu-level", osinfo_machine_get_cpu_level(machine));
        append_text(text, "clock", osinfo_machine_get_clock(machine));
        for (guint j = 0; j < G_N_ELEMENTS(machine_lists); j++)
            append_strings(text, machine_lists[j].label, machine_lists[j].get(machine));
        output_add_format(output, "  %s\n", text->str);
    }
}

static int
compare_devices(gconstpointer a, gconstpointer b)
{
    OsinfoDevice *first = *(OsinfoDevice *const *)a;
    OsinfoDevice *second = *(OsinfoDevice *const *)b;
    int order = g_strcmp0(osinfo_device_get_class(first), osinfo_device_get_class(second));

    return order != 0 ? order
                      : g_strcmp0(osinfo_device_get_name(first), osinfo_device_get_name(second));
}

/* A line for each class. */
static void
write_devices(Output *output, OsinfoOs *os)
{
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(os, NULL);
    g_autoptr(GPtrArray) devices = g_ptr_array_new();
    const char *group = NULL;

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++)
        g_ptr_array_add(devices, osinfo_list_get_nth(OSINFO_LIST(list), i));
    if (devices->len == 0)
        return;
    g_ptr_array_sort(devices, compare_devices);
    write_heading(output, _("Devices"));
    for (guint i = 0; i < devices->len; i++) {
        OsinfoDevice *device = g_ptr_array_index(devices, i);
        const char *own = osinfo_device_get_class(device);
        const char *name = osinfo_device_get_name(device);
        gboolean is_new = i == 0 || g_strcmp0(own, group) != 0;

        if (is_new && i > 0)
            output_add(output, "\n");
        if (is_new)
            output_add_format(output, "  %s: ", own != NULL ? own : "-");
        output_add_format(output, "%s%s", is_new ? "" : ", ",
                          name != NULL ? name : osinfo_entity_get_id(OSINFO_ENTITY(device)));
        group = own;
    }
    output_add(output, "\n");
}

static void
write_scripts(Output *output, OsinfoOs *os)
{
    g_autoptr(OsinfoInstallScriptList) scripts = osinfo_os_get_install_script_list(os);

    if (osinfo_list_get_length(OSINFO_LIST(scripts)) > 0)
        write_heading(output, _("Install scripts"));
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(scripts)); i++) {
        OsinfoInstallScript *script =
            OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(OSINFO_LIST(scripts), i));
        const char *profile = osinfo_install_script_get_profile(script);
        const char *name = osinfo_install_script_get_expected_filename(script);

        output_add_format(output, "  %s: %s\n", profile != NULL ? profile : "-",
                          name != NULL ? name : osinfo_entity_get_id(OSINFO_ENTITY(script)));
    }
}

void
os_record_write_text(OsinfoOs *os, Output *output)
{
    write_facts(output, os);
    write_relations(output, os);
    write_lifecycle(output, os);
    write_resources(output, os);
    write_machines(output, os);
    for (const OsRecordList *row = os_record_lists(); row->key != NULL; row++) {
        g_autoptr(OsinfoList) list = row->list(os);

        write_list(output, _(row->heading), list, row->kind);
    }
    write_devices(output, os);
    write_scripts(output, os);
}
