/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The record as JSON: every member is always there. Rows of facts/ say what a part has and of which type it is, so
 * that what files come to say is in the record, too.
 */
#include "config.h"

#include <string.h>

#include "facts/lifecycle.h"
#include "tools/entity_facts.h"
#include "tools/os_record.h"

/* What holds where nothing is said, as the class has it. */
static gint64
get_number(OsinfoEntity *entity, const FieldSpec *field, gboolean is_said)
{
    if (is_said)
        return entity_get_number(entity, field);
    return field->property != NULL ? field->fallback : -1;
}

static void
write_texts_of(JsonWriter *writer, OsinfoEntity *entity, const char *key)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(entity, key);

    json_writer_texts(writer, key, values);
}

static void
write_fact(JsonWriter *writer, OsinfoEntity *entity, const FieldSpec *field)
{
    const char *value = NULL;

    if ((field->flags & FIELD_READ_ADD) != 0) {
        write_texts_of(writer, entity, field->key);
        return;
    }
    value = osinfo_entity_get_param_value(entity, field->key);
    if (value == NULL && field->path == NULL)
        /* what media alone say of themselves has no default in a database */
        json_writer_null(writer, field->key);
    else if (field->type == FIELD_BOOLEAN)
        json_writer_boolean(writer, field->key, entity_get_boolean(entity, field));
    else if (field->type == FIELD_INT || field->type == FIELD_INT64)
        json_writer_number(writer, field->key, get_number(entity, field, value != NULL));
    else
        json_writer_text(writer, field->key, value);
}

static void write_part_lists(JsonWriter *writer, OsinfoEntity *owner, FactKind kind);

static void
write_ids(JsonWriter *writer, const char *key, OsinfoList *list)
{
    json_writer_begin_array(writer, key);
    for (gint i = 0; i < osinfo_list_get_length(list); i++)
        json_writer_text(writer, NULL, osinfo_entity_get_id(osinfo_list_get_nth(list, i)));
    json_writer_end_array(writer);
}

static void
write_part(JsonWriter *writer, OsinfoEntity *part, FactKind kind)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    json_writer_begin_object(writer, NULL);
    field_iter_init(&iter, kind);
    while ((field = field_iter_next(&iter)) != NULL)
        write_fact(writer, part, field);
    if (kind == FACT_KIND_MEDIA) {
        g_autoptr(OsinfoInstallScriptList) scripts =
            osinfo_media_get_install_script_list(OSINFO_MEDIA(part));

        write_ids(writer, "scripts", OSINFO_LIST(scripts));
    }
    write_part_lists(writer, part, kind);
    json_writer_end_object(writer);
}

static void
write_list(JsonWriter *writer, const char *key, OsinfoList *list, FactKind kind)
{
    json_writer_begin_array(writer, key);
    for (gint i = 0; i < osinfo_list_get_length(list); i++)
        write_part(writer, osinfo_list_get_nth(list, i), kind);
    json_writer_end_array(writer);
}

/* Parts of parts. */
static void
write_part_lists(JsonWriter *writer, OsinfoEntity *owner, FactKind kind)
{
    guint n_specs = 0;
    const FactPartSpec *specs = fact_parts_get(&n_specs);

    for (guint i = 0; i < n_specs; i++) {
        const char *element = fact_kind_get(specs[i].kind)->element;

        if (specs[i].owner != kind)
            continue;

        g_autoptr(OsinfoPartList) parts = osinfo_entity_get_parts(owner, element);

        write_list(writer, element, OSINFO_LIST(parts), specs[i].kind);
    }
}

/* What products and systems say in one word, in the order of the rows. */
static void
write_plain_facts(JsonWriter *writer, OsinfoOs *os)
{
    const FieldSpec *field = NULL;
    FieldIter iter;

    field_iter_init(&iter, FACT_KIND_OS);
    while ((field = field_iter_next(&iter)) != NULL) {
        if (g_str_equal(field->key, OSINFO_PRODUCT_PROP_SHORT_ID)) {
            g_autoptr(GList) ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));

            json_writer_text(writer, field->key, ids != NULL ? ids->data : NULL);
            json_writer_texts(writer, "short-ids", ids);
        } else if (g_str_equal(field->key, OSINFO_OS_PROP_RELEASE_STATUS)) {
            json_writer_text(
                writer, field->key,
                enum_get_nick(OSINFO_TYPE_RELEASE_STATUS, (gint)osinfo_os_get_release_status(os)));
        } else if (g_str_equal(field->key, OSINFO_OS_PROP_KERNEL_URL_ARGUMENT)) {
            json_writer_text(writer, field->key, osinfo_os_get_kernel_url_argument(os));
        } else if (g_str_equal(field->key, OSINFO_OS_PROP_CLOUD_IMAGE_USERNAME)) {
            json_writer_text(writer, field->key, osinfo_os_get_cloud_image_username(os));
        } else if (!g_str_equal(field->key, LIFECYCLE_SOURCE)) {
            write_fact(writer, OSINFO_ENTITY(os), field);
        }
    }
}

static void
write_lifecycle(JsonWriter *writer, OsinfoOs *os)
{
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(OSINFO_PRODUCT(os));
    g_autoptr(GList) sources =
        osinfo_entity_get_param_value_list(OSINFO_ENTITY(os), LIFECYCLE_SOURCE);

    json_writer_begin_object(writer, "lifecycle");
    json_writer_texts(writer, "sources", sources);
    json_writer_begin_array(writer, "phases");
    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
        const char *end = osinfo_lifecycle_phase_get_end_date_string(phase);

        json_writer_begin_object(writer, NULL);
        json_writer_text(writer, PHASE_KIND,
                         enum_get_nick(OSINFO_TYPE_LIFECYCLE_PHASE_KIND,
                                       (gint)osinfo_lifecycle_phase_get_kind(phase)));
        json_writer_text(writer, PHASE_END, end != NULL ? end : PHASE_END_NONE);
        json_writer_boolean(writer, PHASE_PAID, osinfo_lifecycle_phase_is_paid(phase));
        json_writer_text(writer, PHASE_NAME, osinfo_lifecycle_phase_get_name(phase));
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
    json_writer_end_object(writer);
}

static void
write_relations(JsonWriter *writer, OsinfoOs *os)
{
    static const OsinfoProductRelationship relations[] = {
        OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM,
        OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
        OSINFO_PRODUCT_RELATIONSHIP_CLONES,
    };

    for (guint i = 0; i < G_N_ELEMENTS(relations); i++) {
        g_autoptr(OsinfoProductList) related =
            osinfo_product_get_related(OSINFO_PRODUCT(os), relations[i]);

        write_ids(writer, enum_get_nick(OSINFO_TYPE_PRODUCT_RELATIONSHIP, (gint)relations[i]),
                  OSINFO_LIST(related));
    }
}

static void
write_resources(JsonWriter *writer, OsinfoOs *os)
{
    json_writer_begin_object(writer, "resources");
    for (const OsRecordList *row = os_record_resources(); row->key != NULL; row++) {
        g_autoptr(OsinfoList) list = row->list(os);

        write_list(writer, row->key, list, row->kind);
    }
    json_writer_end_object(writer);
}

static void
write_compatibility(JsonWriter *writer, const char *key, OsinfoCompatibility value)
{
    json_writer_text(writer, key, enum_get_nick(OSINFO_TYPE_COMPATIBILITY, (gint)value));
}

static void
write_machine(JsonWriter *writer, OsinfoMachine *machine)
{
    json_writer_begin_object(writer, NULL);
    json_writer_text(writer, "architecture", osinfo_machine_get_architecture(machine));
    json_writer_strings(writer, "types", osinfo_machine_get_machine_types(machine));
    write_compatibility(writer, "bios", osinfo_machine_get_firmware(machine, "bios"));
    write_compatibility(writer, "efi", osinfo_machine_get_firmware(machine, "efi"));
    write_compatibility(writer, "secure-boot", osinfo_machine_get_secure_boot(machine));
    json_writer_strings(writer, "media-signers", osinfo_machine_get_media_signers(machine));
    json_writer_strings(writer, "updated-signers", osinfo_machine_get_updated_signers(machine));
    write_compatibility(writer, "tpm", osinfo_machine_get_tpm(machine));
    json_writer_text(writer, "tpm-version", osinfo_machine_get_tpm_version(machine));
    json_writer_text(writer, "cpu-level", osinfo_machine_get_cpu_level(machine));
    json_writer_strings(writer, "cpu-features", osinfo_machine_get_cpu_features(machine));
    json_writer_strings(writer, "unfit-cpus", osinfo_machine_get_unfit_cpus(machine));
    json_writer_text(writer, "clock", osinfo_machine_get_clock(machine));
    json_writer_strings(writer, "timers", osinfo_machine_get_timers(machine));
    json_writer_strings(writer, "enlightenments", osinfo_machine_get_enlightenments(machine));
    json_writer_strings(writer, "first-boot", osinfo_machine_get_first_boot_methods(machine));
    json_writer_strings(writer, "hotplug", osinfo_machine_get_hotplug(machine));
    json_writer_strings(writer, "sources", osinfo_machine_get_sources(machine));
    json_writer_end_object(writer);
}

static void
write_machines(JsonWriter *writer, OsinfoOs *os)
{
    g_autoptr(GPtrArray) architectures = os_record_list_architectures(os);

    json_writer_begin_array(writer, "machines");
    for (guint i = 0; i < architectures->len; i++) {
        g_autoptr(OsinfoMachine) machine =
            osinfo_os_get_machine(os, g_ptr_array_index(architectures, i));

        write_machine(writer, machine);
    }
    json_writer_end_array(writer);
}

/* Those of the system and inherited ones. What else is known of a device has the list of all devices. */
static void
write_devices(JsonWriter *writer, OsinfoOs *os)
{
    static const char *const keys[] = {OSINFO_DEVICE_PROP_NAME, OSINFO_DEVICE_PROP_CLASS,
                                       OSINFO_DEVICE_PROP_BUS_TYPE};
    g_autoptr(OsinfoDeviceLinkList) links = osinfo_os_get_all_device_links(os, NULL);

    json_writer_begin_array(writer, "devices");
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(links)); i++) {
        OsinfoDeviceLink *link = OSINFO_DEVICELINK(osinfo_list_get_nth(OSINFO_LIST(links), i));
        OsinfoEntity *device = OSINFO_ENTITY(osinfo_devicelink_get_target(link));

        if (device == NULL)
            continue;
        json_writer_begin_object(writer, NULL);
        json_writer_text(writer, OSINFO_ENTITY_PROP_ID, osinfo_entity_get_id(device));
        for (guint j = 0; j < G_N_ELEMENTS(keys); j++)
            json_writer_text(writer, keys[j], osinfo_entity_get_param_value(device, keys[j]));
        json_writer_text(writer, OSINFO_DEVICELINK_PROP_DRIVER, osinfo_devicelink_get_driver(link));
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

static void
write_scripts(JsonWriter *writer, OsinfoOs *os)
{
    g_autoptr(OsinfoInstallScriptList) scripts = osinfo_os_get_install_script_list(os);

    json_writer_begin_array(writer, "scripts");
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(scripts)); i++) {
        OsinfoInstallScript *script =
            OSINFO_INSTALL_SCRIPT(osinfo_list_get_nth(OSINFO_LIST(scripts), i));
        g_autoptr(GList) methods =
            flags_list_nicks(OSINFO_TYPE_INSTALL_SCRIPT_INJECTION_METHOD,
                             osinfo_install_script_get_injection_methods(script));

        json_writer_begin_object(writer, NULL);
        json_writer_text(writer, OSINFO_ENTITY_PROP_ID,
                         osinfo_entity_get_id(OSINFO_ENTITY(script)));
        json_writer_text(writer, OSINFO_INSTALL_SCRIPT_PROP_PROFILE,
                         osinfo_install_script_get_profile(script));
        json_writer_text(writer, OSINFO_INSTALL_SCRIPT_PROP_EXPECTED_FILENAME,
                         osinfo_install_script_get_expected_filename(script));
        json_writer_texts(writer, "injection-methods", methods);
        json_writer_end_object(writer);
    }
    json_writer_end_array(writer);
}

void
os_record_write_json(OsinfoOs *os, JsonWriter *writer)
{
    json_writer_begin_object(writer, NULL);
    json_writer_number(writer, "format-version", OS_RECORD_FORMAT_VERSION);
    write_plain_facts(writer, os);
    write_lifecycle(writer, os);
    write_relations(writer, os);
    write_resources(writer, os);
    write_machines(writer, os);
    for (const OsRecordList *row = os_record_lists(); row->key != NULL; row++) {
        g_autoptr(OsinfoList) list = row->list(os);

        write_list(writer, row->key, list, row->kind);
    }
    write_devices(writer, os);
    write_scripts(writer, os);
    json_writer_end_object(writer);
}
