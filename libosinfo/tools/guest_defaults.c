/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guest defaults: what the database recommends for a machine that shall run a system of a certain
 * architecture.
 */
#include "config.h"

#include <string.h>

#include "tools/guest_defaults.h"
#include "tools/json_parts.h"

/* -1 where the database says nothing. */
typedef struct {
    gint64 n_cpus;
    gint64 cpu;     /* Hz */
    gint64 ram;     /* bytes */
    gint64 storage; /* bytes */
} Needs;

typedef struct {
    const char *name;
    OsinfoResourcesList *(*get_list)(OsinfoOs *os);
} NeedsLevel;

static const NeedsLevel levels[] = {
    {"minimum", osinfo_os_get_minimum_resources},
    {"recommended", osinfo_os_get_recommended_resources},
    {"maximum", osinfo_os_get_maximum_resources},
    {"network-install", osinfo_os_get_network_install_resources},
};

typedef struct {
    const char *name;
    gint64 size;
} Unit;

static const Unit byte_units[] = {
    {"TiB", (gint64)1 << 40},
    {"GiB", OSINFO_GIBIBYTES},
    {"MiB", OSINFO_MEBIBYTES},
    {"KiB", OSINFO_KIBIBYTES},
    {"bytes", 1},
};

static const Unit hertz_units[] = {
    {"GHz", 1000 * (gint64)OSINFO_MEGAHERTZ},
    {"MHz", OSINFO_MEGAHERTZ},
    {"kHz", 1000},
    {"Hz", 1},
};

static void
override(gint64 *value, gint64 other)
{
    if (other >= 0)
        *value = other;
}

static void
override_all(Needs *needs, OsinfoResourcesList *list, const char *architecture)
{
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoResources *entry = OSINFO_RESOURCES(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (g_strcmp0(osinfo_resources_get_architecture(entry), architecture) != 0)
            continue;
        override(&needs->n_cpus, osinfo_resources_get_n_cpus(entry));
        override(&needs->cpu, osinfo_resources_get_cpu(entry));
        override(&needs->ram, osinfo_resources_get_ram(entry));
        override(&needs->storage, osinfo_resources_get_storage(entry));
    }
}

/* What holds for all architectures, and field by field what is said of this one. */
static Needs
get_needs(const NeedsLevel *level, OsinfoOs *os, const char *architecture)
{
    g_autoptr(OsinfoResourcesList) list = level->get_list(os);
    Needs needs = {-1, -1, -1, -1};

    override_all(&needs, list, OSINFO_ARCHITECTURE_ALL);
    override_all(&needs, list, architecture);
    return needs;
}

/* A tree says itself where its kernel is. */
static OsinfoEntity *
get_boot_source(const Identification *self, gint match)
{
    return self->type == SUBJECT_TREE ? self->subject : identification_get_match(self, match);
}

static gboolean
is_for_architecture(OsinfoFirmware *firmware, const char *architecture)
{
    const char *own = osinfo_firmware_get_architecture(firmware);

    return g_strcmp0(own, OSINFO_ARCHITECTURE_ALL) == 0 || g_strcmp0(own, architecture) == 0;
}

static void
write_text(Output *output, const char *prefix, const char *key, const char *text)
{
    if (text != NULL)
        output_add_format(output, "%s%s: %s\n", prefix, key, text);
}

/* In the largest unit that does not need a fraction. */
static void
write_amount(Output *output, const char *prefix, const char *level, const char *key, gint64 amount,
             const Unit *units)
{
    if (amount < 0)
        return;
    while (amount % units->size != 0 || (amount == 0 && units->size > 1))
        units++;
    output_add_format(output, "%s%s %s: %" G_GINT64_FORMAT " %s\n", prefix, level, key,
                      amount / units->size, units->name);
}

static void
write_needs(Output *output, const char *prefix, OsinfoOs *os, const char *architecture)
{
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        Needs needs = get_needs(&levels[i], os, architecture);

        if (needs.n_cpus >= 0)
            output_add_format(output, "%s%s cpus: %" G_GINT64_FORMAT "\n", prefix, levels[i].name,
                              needs.n_cpus);
        write_amount(output, prefix, levels[i].name, "cpu speed", needs.cpu, hertz_units);
        write_amount(output, prefix, levels[i].name, "memory", needs.ram, byte_units);
        write_amount(output, prefix, levels[i].name, "storage", needs.storage, byte_units);
    }
}

static void
write_firmware(Output *output, const char *prefix, OsinfoOs *os, const char *architecture)
{
    g_autoptr(OsinfoFirmwareList) list = osinfo_os_get_firmware_list(os, NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoFirmware *firmware = OSINFO_FIRMWARE(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (is_for_architecture(firmware, architecture))
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   osinfo_firmware_get_firmware_type(firmware));
    }
    write_text(output, prefix, "firmware", text->len > 0 ? text->str : NULL);
}

/* A line for each group, in the order in which they come first. */
static void
write_devices(Output *output, const char *prefix, OsinfoOs *os)
{
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(os, NULL);
    g_autoptr(GPtrArray) classes = g_ptr_array_new();
    g_autoptr(GHashTable) lines =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_free);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoDevice *device = OSINFO_DEVICE(osinfo_list_get_nth(OSINFO_LIST(list), i));
        const char *group = osinfo_device_get_class(device);
        const char *name = osinfo_device_get_name(device);
        const char *before = NULL;

        if (group == NULL)
            group = "other";
        if (name == NULL)
            name = osinfo_entity_get_id(OSINFO_ENTITY(device));
        before = g_hash_table_lookup(lines, group);
        if (before == NULL)
            g_ptr_array_add(classes, (gpointer)group);
        g_hash_table_replace(lines, (gpointer)group,
                             before != NULL ? g_strconcat(before, ", ", name, NULL)
                                            : g_strdup(name));
    }
    for (guint i = 0; i < classes->len; i++) {
        const char *group = g_ptr_array_index(classes, i);

        output_add_format(output, "%s%s devices: %s\n", prefix, group,
                          (const char *)g_hash_table_lookup(lines, group));
    }
}

static void
write_variants(Output *output, const char *prefix, OsinfoEntity *entry)
{
    g_autoptr(OsinfoList) variants = entry_list_variants(entry);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(variants); i++) {
        OsinfoEntity *variant = osinfo_list_get_nth(variants, i);
        const char *name = osinfo_os_variant_get_name(OSINFO_OS_VARIANT(variant));

        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
                               name != NULL ? name : osinfo_entity_get_id(variant));
    }
    write_text(output, prefix, "variants", text->len > 0 ? text->str : NULL);
}

static void
write_languages(Output *output, const char *prefix, GList *languages)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (GList *iter = languages; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", (const char *)iter->data);
    write_text(output, prefix, "languages", text->len > 0 ? text->str : NULL);
}

void
guest_defaults_write_plain(const Identification *self, gint match, const char *prefix,
                           Output *output)
{
    OsinfoEntity *entry = identification_get_match(self, match);
    const char *architecture = entry_get_architecture(entry);
    g_autoptr(OsinfoOs) os = entry_dup_os(entry);
    g_autoptr(GList) languages = identification_get_languages(self, match);
    OsinfoProduct *product = OSINFO_PRODUCT(os);

    write_text(output, prefix, "os", osinfo_entity_get_id(OSINFO_ENTITY(os)));
    write_text(output, prefix, "short id", osinfo_product_get_short_id(product));
    write_text(output, prefix, "name", osinfo_product_get_name(product));
    write_text(output, prefix, "version", osinfo_product_get_version(product));
    write_text(output, prefix, "family", osinfo_os_get_family(os));
    write_text(output, prefix, "distro", osinfo_os_get_distro(os));
    write_text(output, prefix, "release date", osinfo_product_get_release_date_string(product));
    write_text(output, prefix, "end of life", osinfo_product_get_eol_date_string(product));
    write_text(output, prefix, "architecture", architecture);
    write_needs(output, prefix, os, architecture);
    write_firmware(output, prefix, os, architecture);
    write_devices(output, prefix, os);
    write_text(output, prefix, "kernel", entry_get_kernel(get_boot_source(self, match)));
    write_text(output, prefix, "initrd", entry_get_initrd(get_boot_source(self, match)));
    write_text(output, prefix, "kernel url argument", osinfo_os_get_kernel_url_argument(os));
    write_variants(output, prefix, entry);
    write_languages(output, prefix, languages);
}

static void
add_needs(JsonBuilder *builder, OsinfoOs *os, const char *architecture)
{
    json_builder_set_member_name(builder, "resources");
    json_builder_begin_object(builder);
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        Needs needs = get_needs(&levels[i], os, architecture);

        json_builder_set_member_name(builder, levels[i].name);
        json_builder_begin_object(builder);
        json_add_number(builder, OSINFO_RESOURCES_PROP_N_CPUS, needs.n_cpus);
        json_add_number(builder, OSINFO_RESOURCES_PROP_CPU, needs.cpu);
        json_add_number(builder, OSINFO_RESOURCES_PROP_RAM, needs.ram);
        json_add_number(builder, OSINFO_RESOURCES_PROP_STORAGE, needs.storage);
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

static void
add_firmware(JsonBuilder *builder, OsinfoOs *os, const char *architecture)
{
    g_autoptr(OsinfoFirmwareList) list = osinfo_os_get_complete_firmware_list(os, NULL);

    json_builder_set_member_name(builder, "firmware");
    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoFirmware *firmware = OSINFO_FIRMWARE(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (!is_for_architecture(firmware, architecture))
            continue;
        json_builder_begin_object(builder);
        json_add_text(builder, OSINFO_FIRMWARE_PROP_TYPE,
                      osinfo_firmware_get_firmware_type(firmware));
        json_add_text(builder, OSINFO_FIRMWARE_PROP_ARCHITECTURE,
                      osinfo_firmware_get_architecture(firmware));
        json_add_boolean(builder, OSINFO_FIRMWARE_PROP_SUPPORTED,
                         osinfo_firmware_is_supported(firmware));
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void
add_devices(JsonBuilder *builder, OsinfoOs *os)
{
    static const char *const keys[] = {OSINFO_ENTITY_PROP_ID,      OSINFO_DEVICE_PROP_NAME,
                                       OSINFO_DEVICE_PROP_CLASS,   OSINFO_DEVICE_PROP_BUS_TYPE,
                                       OSINFO_DEVICE_PROP_VENDOR,  OSINFO_DEVICE_PROP_VENDOR_ID,
                                       OSINFO_DEVICE_PROP_PRODUCT, OSINFO_DEVICE_PROP_PRODUCT_ID};
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(os, NULL);

    json_builder_set_member_name(builder, "devices");
    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoEntity *device = osinfo_list_get_nth(OSINFO_LIST(list), i);

        json_builder_begin_object(builder);
        for (guint j = 0; j < G_N_ELEMENTS(keys); j++)
            json_add_text(builder, keys[j], osinfo_entity_get_param_value(device, keys[j]));
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

void
guest_defaults_add_json(const Identification *self, gint match, JsonBuilder *builder)
{
    OsinfoEntity *entry = identification_get_match(self, match);
    const char *architecture = entry_get_architecture(entry);
    g_autoptr(OsinfoOs) os = entry_dup_os(entry);
    OsinfoProduct *product = OSINFO_PRODUCT(os);

    json_builder_set_member_name(builder, "defaults");
    json_builder_begin_object(builder);
    json_add_text(builder, OSINFO_PRODUCT_PROP_VERSION, osinfo_product_get_version(product));
    json_add_text(builder, OSINFO_OS_PROP_FAMILY, osinfo_os_get_family(os));
    json_add_text(builder, OSINFO_OS_PROP_DISTRO, osinfo_os_get_distro(os));
    json_add_text(builder, OSINFO_PRODUCT_PROP_RELEASE_DATE,
                  osinfo_product_get_release_date_string(product));
    json_add_text(builder, OSINFO_PRODUCT_PROP_EOL_DATE,
                  osinfo_product_get_eol_date_string(product));
    add_needs(builder, os, architecture);
    add_firmware(builder, os, architecture);
    add_devices(builder, os);
    json_add_text(builder, OSINFO_MEDIA_PROP_KERNEL,
                  entry_get_kernel(get_boot_source(self, match)));
    json_add_text(builder, OSINFO_MEDIA_PROP_INITRD,
                  entry_get_initrd(get_boot_source(self, match)));
    json_add_text(builder, OSINFO_OS_PROP_KERNEL_URL_ARGUMENT,
                  osinfo_os_get_kernel_url_argument(os));
    json_builder_end_object(builder);
}
