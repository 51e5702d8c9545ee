/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guest defaults: what the database recommends for a machine that shall run a system of a certain
 * architecture.
 */
#include "config.h"

#include <string.h>

#include "facts/fields.h"
#include "tools/entity_facts.h"
#include "tools/guest_defaults.h"
#include "tools/json_parts.h"

/* Levels of resources. What a level is called is said by its kind. */
typedef struct {
    FactKind kind;
    OsinfoResourcesList *(*get_list)(OsinfoOs *os);
} NeedsLevel;

static const NeedsLevel levels[] = {
    {FACT_KIND_MINIMUM_RESOURCES, osinfo_os_get_minimum_resources},
    {FACT_KIND_RECOMMENDED_RESOURCES, osinfo_os_get_recommended_resources},
    {FACT_KIND_MAXIMUM_RESOURCES, osinfo_os_get_maximum_resources},
    {FACT_KIND_NETWORK_INSTALL_RESOURCES, osinfo_os_get_network_install_resources},
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

/* How text names a number of resources where that is not its parameter. */
typedef struct {
    const char *key;
    const char *label;
    const Unit *units; /* NULL: none */
} Amount;

static const Amount amounts[] = {
    {OSINFO_RESOURCES_PROP_N_CPUS, "cpus", NULL},
    {OSINFO_RESOURCES_PROP_CPU, "cpu speed", hertz_units},
    {OSINFO_RESOURCES_PROP_RAM, "memory", byte_units},
    {OSINFO_RESOURCES_PROP_STORAGE, "storage", byte_units},
};

static void
override(gint64 *number, OsinfoResourcesList *list, const FieldSpec *field,
         const char *architecture)
{
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoEntity *entry = osinfo_list_get_nth(OSINFO_LIST(list), i);
        gint64 own = entity_get_number(entry, field);

        if (own >= 0 && g_strcmp0(osinfo_resources_get_architecture(OSINFO_RESOURCES(entry)),
                                  architecture) == 0)
            *number = own;
    }
}

/* What holds for all architectures, unless something is said of this one. -1: nothing. */
static gint64
get_need(OsinfoResourcesList *list, const FieldSpec *field, const char *architecture)
{
    gint64 number = -1;

    override(&number, list, field, OSINFO_ARCHITECTURE_ALL);
    override(&number, list, field, architecture);
    return number;
}

/* The next row that is a number; NULL: that was all. */
static const FieldSpec *
find_next_number(FieldIter *iter)
{
    const FieldSpec *field = NULL;

    do
        field = field_iter_next(iter);
    while (field != NULL && field->type != FIELD_INT && field->type != FIELD_INT64);
    return field;
}

typedef struct {
    OsinfoOs *os;
    OsinfoEntity *entry; /* of the match; may be NULL */
    OsinfoEntity *boot; /* what says where the kernel is: a tree itself, or the entry of a medium */
    const char *const *languages;
    const char *architecture;
} Guest;

/* All of it is borrowed. */
static void
guest_init(Guest *self, const Identification *identification, gint number)
{
    const Match *match = identification_get_match(identification, number);

    self->entry = match->entry;
    self->os = match->os;
    self->boot = identification->type == SUBJECT_TREE ? identification->subject : self->entry;
    self->languages = osinfo_candidate_get_languages(match->candidate);
    self->architecture = match_get_any_architecture(match);
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
write_need(Output *output, const char *prefix, const char *level, const char *key, gint64 amount)
{
    const Unit *units = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(amounts); i++) {
        if (strcmp(amounts[i].key, key) == 0) {
            key = amounts[i].label;
            units = amounts[i].units;
            break;
        }
    }
    while (units != NULL && (amount % units->size != 0 || (amount == 0 && units->size > 1)))
        units++;
    output_add_format(output, "%s%s %s: %" G_GINT64_FORMAT "%s%s\n", prefix, level, key,
                      units != NULL ? amount / units->size : amount, units != NULL ? " " : "",
                      units != NULL ? units->name : "");
}

static void
write_needs(const Guest *self, const char *prefix, Output *output)
{
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        g_autoptr(OsinfoResourcesList) list = levels[i].get_list(self->os);
        const FieldSpec *field = NULL;
        FieldIter iter;

        field_iter_init(&iter, levels[i].kind);
        while ((field = find_next_number(&iter)) != NULL) {
            gint64 need = get_need(list, field, self->architecture);

            if (need >= 0)
                write_need(output, prefix, fact_kind_get(levels[i].kind)->element, field->key,
                           need);
        }
    }
}

static void
write_firmware(const Guest *self, const char *prefix, Output *output)
{
    g_autoptr(OsinfoFirmwareList) list = osinfo_os_get_firmware_list(self->os, NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoFirmware *firmware = OSINFO_FIRMWARE(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (is_for_architecture(firmware, self->architecture))
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   osinfo_firmware_get_firmware_type(firmware));
    }
    write_text(output, prefix, "firmware", text->len > 0 ? text->str : NULL);
}

/* A line for each group, in the order in which they come first. */
static void
write_devices(const Guest *self, const char *prefix, Output *output)
{
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(self->os, NULL);
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
write_variants(const Guest *self, const char *prefix, Output *output)
{
    g_autoptr(OsinfoList) variants = entry_list_variants(self->entry);
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
write_languages(const Guest *self, const char *prefix, Output *output)
{
    g_autofree char *text = g_strjoinv(", ", (char **)self->languages);

    write_text(output, prefix, "languages", *text != '\0' ? text : NULL);
}

static void
add_needs(const Guest *self, JsonBuilder *builder)
{
    json_builder_set_member_name(builder, "resources");
    json_builder_begin_object(builder);
    for (guint i = 0; i < G_N_ELEMENTS(levels); i++) {
        g_autoptr(OsinfoResourcesList) list = levels[i].get_list(self->os);
        const FieldSpec *field = NULL;
        FieldIter iter;

        json_builder_set_member_name(builder, fact_kind_get(levels[i].kind)->element);
        json_builder_begin_object(builder);
        field_iter_init(&iter, levels[i].kind);
        while ((field = find_next_number(&iter)) != NULL)
            json_add_number(builder, field->key, get_need(list, field, self->architecture));
        json_builder_end_object(builder);
    }
    json_builder_end_object(builder);
}

/* An object of those facts, in the order that the manual page shows. */
static void
add_part(JsonBuilder *builder, OsinfoEntity *part, FactKind kind, const char *const *keys)
{
    json_builder_begin_object(builder);
    for (guint i = 0; keys[i] != NULL; i++)
        json_add_fact(builder, part, field_find(kind, keys[i]));
    json_builder_end_object(builder);
}

static void
add_firmware(const Guest *self, JsonBuilder *builder)
{
    static const char *const keys[] = {OSINFO_FIRMWARE_PROP_TYPE, OSINFO_FIRMWARE_PROP_ARCHITECTURE,
                                       OSINFO_FIRMWARE_PROP_SUPPORTED, NULL};
    g_autoptr(OsinfoFirmwareList) list = osinfo_os_get_complete_firmware_list(self->os, NULL);

    json_builder_set_member_name(builder, "firmware");
    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoFirmware *firmware = OSINFO_FIRMWARE(osinfo_list_get_nth(OSINFO_LIST(list), i));

        if (!is_for_architecture(firmware, self->architecture))
            continue;
        add_part(builder, OSINFO_ENTITY(firmware), FACT_KIND_FIRMWARE, keys);
    }
    json_builder_end_array(builder);
}

static void
add_devices(const Guest *self, JsonBuilder *builder)
{
    static const char *const keys[] = {
        OSINFO_ENTITY_PROP_ID,       OSINFO_DEVICE_PROP_NAME,       OSINFO_DEVICE_PROP_CLASS,
        OSINFO_DEVICE_PROP_BUS_TYPE, OSINFO_DEVICE_PROP_VENDOR,     OSINFO_DEVICE_PROP_VENDOR_ID,
        OSINFO_DEVICE_PROP_PRODUCT,  OSINFO_DEVICE_PROP_PRODUCT_ID, NULL};
    g_autoptr(OsinfoDeviceList) list = osinfo_os_get_all_devices(self->os, NULL);

    json_builder_set_member_name(builder, "devices");
    json_builder_begin_array(builder);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++)
        add_part(builder, osinfo_list_get_nth(OSINFO_LIST(list), i), FACT_KIND_DEVICE, keys);
    json_builder_end_array(builder);
}

/* What an ancestor says counts, too. */
static const char *
get_kernel_url_argument(const Guest *self)
{
    return osinfo_os_get_kernel_url_argument(self->os);
}

typedef enum {
    SOURCE_OS,
    SOURCE_ENTRY,
    SOURCE_BOOT,
} Source;

typedef enum {
    IN_TEXT = 1 << 0,
    IN_JSON = 1 << 1,
    IN_BOTH = IN_TEXT | IN_JSON,
} Place;

/* What is told, in this order: a text, or what has writers of its own. */
typedef struct {
    const char *key;   /* parameter */
    const char *label; /* in text; NULL: the key with spaces */
    Place places;
    Source source;
    const char *(*get_text)(const Guest *self); /* NULL: the parameter's value */
    void (*write)(const Guest *self, const char *prefix, Output *output);
    void (*add)(const Guest *self, JsonBuilder *builder);
} Default;

/* clang-format off */

#define FACT(key_, source_, places_) .key = (key_), .source = (source_), .places = (places_)
#define OTHER(write_, add_, places_) .write = (write_), .add = (add_), .places = (places_)

static const Default defaults[] = {
    {FACT(OSINFO_ENTITY_PROP_ID, SOURCE_OS, IN_TEXT), .label = "os"},
    {FACT(OSINFO_PRODUCT_PROP_SHORT_ID, SOURCE_OS, IN_TEXT)},
    {FACT(OSINFO_PRODUCT_PROP_NAME, SOURCE_OS, IN_TEXT)},
    {FACT(OSINFO_PRODUCT_PROP_VERSION, SOURCE_OS, IN_BOTH)},
    {FACT(OSINFO_OS_PROP_FAMILY, SOURCE_OS, IN_BOTH)},
    {FACT(OSINFO_OS_PROP_DISTRO, SOURCE_OS, IN_BOTH)},
    {FACT(OSINFO_PRODUCT_PROP_RELEASE_DATE, SOURCE_OS, IN_BOTH)},
    {FACT(OSINFO_PRODUCT_PROP_EOL_DATE, SOURCE_OS, IN_BOTH), .label = "end of life"},
    {FACT(OSINFO_MEDIA_PROP_ARCHITECTURE, SOURCE_ENTRY, IN_TEXT)},
    {OTHER(write_needs, add_needs, IN_BOTH)},
    {OTHER(write_firmware, add_firmware, IN_BOTH)},
    {OTHER(write_devices, add_devices, IN_BOTH)},
    {FACT(OSINFO_MEDIA_PROP_KERNEL, SOURCE_BOOT, IN_BOTH)},
    {FACT(OSINFO_MEDIA_PROP_INITRD, SOURCE_BOOT, IN_BOTH)},
    {FACT(OSINFO_OS_PROP_KERNEL_URL_ARGUMENT, SOURCE_OS, IN_BOTH), .get_text = get_kernel_url_argument},
    {OTHER(write_variants, NULL, IN_TEXT)},
    {OTHER(write_languages, NULL, IN_TEXT)},
};

/* clang-format on */

static const char *
get_text(const Guest *self, const Default *row)
{
    OsinfoEntity *const sources[] = {
        [SOURCE_OS] = OSINFO_ENTITY(self->os),
        [SOURCE_ENTRY] = self->entry,
        [SOURCE_BOOT] = self->boot,
    };

    if (row->get_text != NULL)
        return row->get_text(self);
    return sources[row->source] != NULL
               ? osinfo_entity_get_param_value(sources[row->source], row->key)
               : NULL;
}

void
guest_defaults_describe(const Identification *self, gint match, GString *text)
{
    Guest guest;

    guest_init(&guest, self, match);
    for (guint i = 0; i < G_N_ELEMENTS(defaults); i++) {
        const char *value = NULL;

        if (defaults[i].write == NULL && defaults[i].source != SOURCE_OS)
            value = get_text(&guest, &defaults[i]);
        g_string_append_printf(text, "\n%s", value != NULL ? value : "");
    }
    for (const char *const *language = guest.languages; *language != NULL; language++)
        g_string_append_printf(text, "\n%s", *language);
}

void
guest_defaults_write_plain(const Identification *self, gint match, const char *prefix,
                           Output *output)
{
    Guest guest;

    guest_init(&guest, self, match);
    for (guint i = 0; i < G_N_ELEMENTS(defaults); i++) {
        const Default *row = &defaults[i];
        g_autofree char *label = NULL;

        if ((row->places & IN_TEXT) == 0)
            continue;
        if (row->write != NULL) {
            row->write(&guest, prefix, output);
            continue;
        }
        label = g_strdelimit(g_strdup(row->label != NULL ? row->label : row->key), "-", ' ');
        write_text(output, prefix, label, get_text(&guest, row));
    }
}

void
guest_defaults_add_json(const Identification *self, gint match, JsonBuilder *builder)
{
    Guest guest;

    guest_init(&guest, self, match);
    json_builder_set_member_name(builder, "defaults");
    json_builder_begin_object(builder);
    for (guint i = 0; i < G_N_ELEMENTS(defaults); i++) {
        const Default *row = &defaults[i];

        if ((row->places & IN_JSON) == 0)
            continue;
        if (row->add != NULL)
            row->add(&guest, builder);
        else
            json_add_text(builder, row->key, get_text(&guest, row));
    }
    json_builder_end_object(builder);
}
