/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The properties that field tables make: their types, defaults and limits, and the parameters behind
 * them. Also the getters whose answer for nothing is not NULL.
 */
#include "config.h"

#include "model-helpers.h"

typedef enum {
    IS_READ_ONLY = 1 << 0,
    IS_CONSTRUCT_ONLY = 1 << 1,
} Access;

typedef struct {
    const char *class;
    const char *property;
    const char *key; /* parameter */
    GType type;
    gint64 fallback;
    gint64 minimum; /* of numbers */
    Access access;
} Row;

/* clang-format off */
static const Row rows[] = {
    {"OsinfoProduct",   "name",                 "name",                 G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoProduct",   "short-id",             "short-id",             G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoProduct",   "vendor",               "vendor",               G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoProduct",   "version",              "version",              G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoProduct",   "codename",             "codename",             G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoProduct",   "logo",                 "logo",                 G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoOs",        "family",               "family",               G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoOs",        "distro",               "distro",               G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoOs",        "kernel-url-argument",  "kernel-url-argument",  G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoOs",        "cloud-image-username", "cloud-image-username", G_TYPE_STRING,  0,  0,        IS_READ_ONLY},
    {"OsinfoFirmware",  "architecture",         "architecture",         G_TYPE_STRING,  0,  0,        0},
    {"OsinfoFirmware",  "type",                 "type",                 G_TYPE_STRING,  0,  0,        0},
    {"OsinfoImage",     "architecture",         "architecture",         G_TYPE_STRING,  0,  0,        0},
    {"OsinfoImage",     "format",               "format",               G_TYPE_STRING,  0,  0,        0},
    {"OsinfoImage",     "url",                  "url",                  G_TYPE_STRING,  0,  0,        0},
    {"OsinfoImage",     "cloud-init",           "cloud-init",           G_TYPE_BOOLEAN, 0,  0,        0},
    {"OsinfoMedia",     "architecture",         "architecture",         G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "url",                  "url",                  G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "volume-id",            "volume-id",            G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "system-id",            "system-id",            G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "publisher-id",         "publisher-id",         G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "application-id",       "application-id",       G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "kernel-path",          "kernel",               G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "initrd-path",          "initrd",               G_TYPE_STRING,  0,  0,        0},
    {"OsinfoMedia",     "installer",            "installer",            G_TYPE_BOOLEAN, 1,  0,        0},
    {"OsinfoMedia",     "live",                 "live",                 G_TYPE_BOOLEAN, 0,  0,        0},
    {"OsinfoMedia",     "installer-reboots",    "installer-reboots",    G_TYPE_INT,     1,  G_MININT, 0},
    {"OsinfoMedia",     "volume-size",          "volume-size",          G_TYPE_INT64,   -1, G_MININT, 0},
    {"OsinfoMedia",     "eject-after-install",  "eject-after-install",  G_TYPE_BOOLEAN, 1,  0,        0},
    {"OsinfoMedia",     "installer-script",     "installer-script",     G_TYPE_BOOLEAN, 1,  0,        0},
    {"OsinfoOsVariant", "name",                 "name",                 G_TYPE_STRING,  0,  0,        0},
    {"OsinfoResources", "architecture",         "architecture",         G_TYPE_STRING,  0,  0,        IS_CONSTRUCT_ONLY},
    {"OsinfoResources", "n-cpus",               "n-cpus",               G_TYPE_INT,     -1, -1,       0},
    {"OsinfoResources", "cpu",                  "cpu",                  G_TYPE_INT64,   -1, -1,       0},
    {"OsinfoResources", "ram",                  "ram",                  G_TYPE_INT64,   -1, -1,       0},
    {"OsinfoResources", "storage",              "storage",              G_TYPE_INT64,   -1, -1,       0},
    {"OsinfoTree",      "architecture",         "architecture",         G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "url",                  "url",                  G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "treeinfo-family",      "treeinfo-family",      G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "treeinfo-variant",     "treeinfo-variant",     G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "treeinfo-version",     "treeinfo-version",     G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "treeinfo-arch",        "treeinfo-arch",        G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "kernel-path",          "kernel",               G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "initrd-path",          "initrd",               G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "boot-iso-path",        "boot-iso",             G_TYPE_STRING,  0,  0,        0},
    {"OsinfoTree",      "has-treeinfo",         "has-treeinfo",         G_TYPE_BOOLEAN, 0,  0,        0},
};
/* clang-format on */

static void
count_notification(GObject *object G_GNUC_UNUSED, GParamSpec *spec G_GNUC_UNUSED, gpointer data)
{
    guint *count = data;

    ++*count;
}

/* Counts in @count how often @object says that its property changed. */
static void
listen(gpointer object, const char *property, guint *count)
{
    g_autofree char *signal = g_strconcat("notify::", property, NULL);

    *count = 0;
    g_signal_connect(object, signal, G_CALLBACK(count_notification), count);
}

/* The value as text, for comparison with the parameter. */
static char *
get_text(OsinfoEntity *entity, GParamSpec *spec)
{
    g_auto(GValue) value = G_VALUE_INIT;
    g_auto(GValue) text = G_VALUE_INIT;

    g_value_init(&value, spec->value_type);
    g_value_init(&text, G_TYPE_STRING);
    g_object_get_property(G_OBJECT(entity), spec->name, &value);
    if (spec->value_type == G_TYPE_BOOLEAN)
        return g_strdup(g_value_get_boolean(&value) ? "true" : "false");
    g_assert_true(g_value_transform(&value, &text));
    return g_value_dup_string(&text);
}

static void
assert_default(const Row *row, GParamSpec *spec)
{
    gint64 fallback = 0;
    gint64 minimum = 0;

    if (row->type == G_TYPE_BOOLEAN) {
        fallback = G_PARAM_SPEC_BOOLEAN(spec)->default_value;
    } else if (row->type == G_TYPE_INT) {
        fallback = G_PARAM_SPEC_INT(spec)->default_value;
        minimum = G_PARAM_SPEC_INT(spec)->minimum;
    } else if (row->type == G_TYPE_INT64) {
        fallback = G_PARAM_SPEC_INT64(spec)->default_value;
        minimum = G_PARAM_SPEC_INT64(spec)->minimum;
    }
    g_assert_cmpint(fallback, ==, row->fallback);
    g_assert_cmpint(minimum, ==, row->minimum);
}

static OsinfoEntity *
new_entity(GType type)
{
    return g_object_new(type == OSINFO_TYPE_PRODUCT ? OSINFO_TYPE_PLATFORM : type, NULL);
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    GType type = g_type_from_name(row->class);
    g_autoptr(OsinfoEntity) entity = new_entity(type);
    GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(entity), row->property);
    const char *sample = row->type == G_TYPE_BOOLEAN ? (row->fallback ? "false" : "true") : "42";
    g_autofree char *nothing = NULL;
    g_autofree char *something = NULL;
    g_auto(GValue) value = G_VALUE_INIT;
    guint n_notifications = 0;

    g_assert_nonnull(spec);
    g_assert_true((spec->flags & G_PARAM_READABLE) != 0);
    g_assert_cmpint(spec->owner_type, ==, type);
    g_assert_cmpint(spec->value_type, ==, row->type);
    g_assert_cmpint((spec->flags & G_PARAM_WRITABLE) == 0, ==, (row->access & IS_READ_ONLY) != 0);
    g_assert_cmpint((spec->flags & G_PARAM_CONSTRUCT_ONLY) != 0, ==,
                    (row->access & IS_CONSTRUCT_ONLY) != 0);
    assert_default(row, spec);

    /* Reading: nothing gives the default, a parameter is seen. */
    nothing = get_text(entity, spec);
    if (row->type == G_TYPE_STRING)
        g_assert_null(nothing);
    osinfo_entity_set_param(entity, row->key, sample);
    something = get_text(entity, spec);
    g_assert_cmpstr(something, ==, sample);

    /* Writing: the parameter changes. */
    if (row->access != 0)
        return;
    g_value_init(&value, spec->value_type);
    g_object_get_property(G_OBJECT(entity), spec->name, &value);
    osinfo_entity_clear_param(entity, row->key);
    listen(entity, row->property, &n_notifications);
    g_object_set_property(G_OBJECT(entity), spec->name, &value);
    g_assert_cmpuint(n_notifications, ==, 1);
    g_assert_cmpstr(osinfo_entity_get_param_value(entity, row->key), ==, sample);
}

/* Properties that are not parameters. */
static const struct {
    const char *class;
    const char *property;
    const char *type;
    Access access;
} others[] = {
    {"OsinfoEntity", "id", "gchararray", 0},
    {"OsinfoDeployment", "os", "OsinfoOs", IS_CONSTRUCT_ONLY},
    {"OsinfoDeployment", "platform", "OsinfoPlatform", IS_CONSTRUCT_ONLY},
    {"OsinfoDeviceLink", "target", "OsinfoDevice", IS_CONSTRUCT_ONLY},
    {"OsinfoDeviceLinkFilter", "target-filter", "OsinfoFilter", IS_CONSTRUCT_ONLY},
    {"OsinfoList", "element-type", "GType", IS_CONSTRUCT_ONLY},
    {"OsinfoMedia", "os", "OsinfoOs", 0},
    {"OsinfoMedia", "languages", "gpointer", IS_READ_ONLY},
    {"OsinfoTree", "os", "OsinfoOs", 0},
};

static void
test_other_properties(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        GType type = g_type_from_name(others[i].class);
        GObjectClass *klass = g_type_class_ref(type);
        const GParamSpec *spec = g_object_class_find_property(klass, others[i].property);

        g_test_message("%s:%s", others[i].class, others[i].property);
        g_assert_nonnull(spec);
        g_assert_cmpint(spec->owner_type, ==, type);
        g_assert_cmpstr(g_type_name(spec->value_type), ==, others[i].type);
        g_assert_true((spec->flags & G_PARAM_READABLE) != 0);
        g_assert_cmpint((spec->flags & G_PARAM_WRITABLE) == 0, ==,
                        (others[i].access & IS_READ_ONLY) != 0);
        g_assert_cmpint((spec->flags & G_PARAM_CONSTRUCT_ONLY) != 0, ==,
                        (others[i].access & IS_CONSTRUCT_ONLY) != 0);
        g_type_class_unref(klass);
    }
}

/* An object that was written, or given at construction, is read again. */
static void
test_objects(void)
{
    g_autoptr(OsinfoDevice) device = osinfo_device_new("d");
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("platform");
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoTree) tree = osinfo_tree_new("t", NULL);
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);
    g_autoptr(OsinfoEntity) deployment =
        g_object_new(OSINFO_TYPE_DEPLOYMENT, "os", os, "platform", platform, NULL);
    g_autoptr(OsinfoDeviceLink) link = g_object_new(OSINFO_TYPE_DEVICELINK, "target", device, NULL);
    g_autoptr(OsinfoDeviceLinkFilter) link_filter =
        g_object_new(OSINFO_TYPE_DEVICELINKFILTER, "target-filter", filter, NULL);
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_devicelist_new());
    GType type = G_TYPE_INVALID;
    const struct {
        gpointer object;
        const char *property;
        gpointer expected;
        gboolean writable;
    } objects[] = {
        {deployment, "os", os, FALSE},   {deployment, "platform", platform, FALSE},
        {link, "target", device, FALSE}, {link_filter, "target-filter", filter, FALSE},
        {media, "os", os, TRUE},         {tree, "os", os, TRUE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(objects); i++) {
        g_autoptr(GObject) value = NULL;
        guint n_notifications = 0;

        if (objects[i].writable) {
            listen(objects[i].object, objects[i].property, &n_notifications);
            g_object_set(objects[i].object, objects[i].property, objects[i].expected, NULL);
            g_assert_cmpuint(n_notifications, ==, 1);
        }
        g_object_get(objects[i].object, objects[i].property, &value, NULL);
        g_assert_true(value == objects[i].expected);
    }
    g_object_get(list, "element-type", &type, NULL);
    g_assert_cmpint(type, ==, OSINFO_TYPE_DEVICE);
}

static void
test_id(void)
{
    g_autoptr(OsinfoEntity) entity = g_object_new(OSINFO_TYPE_DEVICE, "id", "one", NULL);
    g_autofree char *id = NULL;
    guint n_notifications = 0;

    listen(entity, "id", &n_notifications);
    g_object_set(entity, "id", "two", NULL);
    g_object_get(entity, "id", &id, NULL);
    g_assert_cmpuint(n_notifications, ==, 1);
    g_assert_cmpstr(id, ==, "two");
    g_assert_cmpstr(osinfo_entity_get_id(entity), ==, "two");
    g_object_set(entity, "id", NULL, NULL);
    g_assert_null(osinfo_entity_get_id(entity));
}

static void
test_null_text_is_refused(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", "x86_64");

    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_object_set(media, "architecture", NULL, NULL);
    g_test_assert_expected_messages();
    g_assert_cmpstr(osinfo_media_get_architecture(media), ==, "x86_64");
}

static void
test_nothing_known_of_media(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new(NULL, NULL);
    g_autoptr(OsinfoOs) os = NULL;
    gpointer languages = media;

    g_assert_null(osinfo_media_get_architecture(media));
    g_assert_cmpint(osinfo_media_get_volume_size(media), ==, -1);
    g_assert_cmpint(osinfo_media_get_installer_reboots(media), ==, 1);
    g_assert_true(osinfo_media_get_installer(media));
    g_assert_true(osinfo_media_get_eject_after_install(media));
    g_assert_false(osinfo_media_get_live(media));
    g_assert_false(osinfo_media_is_bootable(media));
    g_assert_false(osinfo_media_supports_installer_script(media));
    g_assert_null(osinfo_media_get_languages(media));
    g_object_get(media, "os", &os, "languages", &languages, NULL);
    g_assert_null(os);
    g_assert_null(languages);
}

static void
test_media_languages(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);
    g_autoptr(GList) languages = NULL;

    osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG, "de_DE");
    osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG, "fr_FR");
    g_object_get(media, "languages", &languages, NULL);
    g_assert_cmpuint(g_list_length(languages), ==, 2);
    g_assert_cmpstr(languages->data, ==, "de_DE");
}

static void
test_media_without_installer(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);

    g_object_set(media, "installer", FALSE, NULL);
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_cmpint(osinfo_media_get_installer_reboots(media), ==, -1);
    g_test_assert_expected_messages();
}

static void
test_media_os_can_be_set(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autoptr(OsinfoOs) set = NULL;

    g_object_set(media, "os", os, NULL);
    set = osinfo_media_get_os(media);
    g_assert_true(set == os);
    g_object_set(media, "os", NULL, NULL);
    g_assert_null(osinfo_media_get_os(media));
}

static void
test_resources(void)
{
    g_autoptr(OsinfoResources) resources = osinfo_resources_new("r", NULL);

    g_assert_null(osinfo_resources_get_architecture(resources));
    g_assert_cmpint(osinfo_resources_get_n_cpus(resources), ==, -1);
    g_assert_cmpint(osinfo_resources_get_cpu(resources), ==, -1);
    g_assert_cmpint(osinfo_resources_get_ram(resources), ==, -1);
    g_assert_cmpint(osinfo_resources_get_storage(resources), ==, -1);
    osinfo_resources_set_n_cpus(resources, 4);
    osinfo_resources_set_cpu(resources, 3000000000);
    osinfo_resources_set_ram(resources, 8 * (gint64)OSINFO_GIBIBYTES);
    osinfo_resources_set_storage(resources, 20 * (gint64)OSINFO_GIBIBYTES);
    g_assert_cmpint(osinfo_resources_get_n_cpus(resources), ==, 4);
    g_assert_cmpint(osinfo_resources_get_cpu(resources), ==, 3000000000);
    g_assert_cmpint(osinfo_resources_get_ram(resources), ==, 8589934592);
    g_assert_cmpstr(
        osinfo_entity_get_param_value(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_STORAGE), ==,
        "21474836480");
}

/* Getters and properties agree on numbers that are too large, or none. */
static void
test_odd_numbers(void)
{
    static const struct {
        const char *text;
        int number;
    } cases[] = {
        {"99999999999", G_MAXINT},
        {"-99999999999", G_MININT},
        {"-5", -5},
        {"many", 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoResources) resources = osinfo_resources_new("r", "all");
        g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);
        int n_cpus = 0;
        int reboots = 0;

        osinfo_entity_set_param(OSINFO_ENTITY(resources), OSINFO_RESOURCES_PROP_N_CPUS,
                                cases[i].text);
        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_INSTALLER_REBOOTS,
                                cases[i].text);
        g_object_get(resources, "n-cpus", &n_cpus, NULL);
        g_object_get(media, "installer-reboots", &reboots, NULL);
        g_assert_cmpint(osinfo_resources_get_n_cpus(resources), ==, cases[i].number);
        g_assert_cmpint(osinfo_media_get_installer_reboots(media), ==, cases[i].number);
        g_assert_cmpint(n_cpus, ==, cases[i].number);
        g_assert_cmpint(reboots, ==, cases[i].number);
    }
}

static void
test_constructors(void)
{
    g_autoptr(OsinfoResources) resources = osinfo_resources_new("r", "all");
    g_autoptr(OsinfoFirmware) firmware = osinfo_firmware_new("f", "x86_64", "efi");
    g_autoptr(OsinfoImage) image = osinfo_image_new("i", "x86_64", "qcow2");
    g_autoptr(OsinfoTree) tree = osinfo_tree_new("t", "x86_64");
    g_autoptr(OsinfoOsVariant) variant = osinfo_os_variant_new("v");

    g_assert_cmpstr(osinfo_resources_get_architecture(resources), ==, "all");
    g_assert_cmpstr(osinfo_firmware_get_architecture(firmware), ==, "x86_64");
    g_assert_cmpstr(osinfo_firmware_get_firmware_type(firmware), ==, "efi");
    g_assert_false(osinfo_firmware_is_supported(firmware));
    g_assert_cmpstr(osinfo_image_get_format(image), ==, "qcow2");
    g_assert_false(osinfo_image_get_cloud_init(image));
    g_assert_cmpstr(osinfo_tree_get_architecture(tree), ==, "x86_64");
    g_assert_false(osinfo_tree_has_treeinfo(tree));
    g_assert_null(osinfo_os_variant_get_name(variant));
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(variant)), ==, "v");
}

int
main(int argc, char **argv)
{
    const GType types[] = {
        OSINFO_TYPE_PRODUCT,    OSINFO_TYPE_OS,         OSINFO_TYPE_FIRMWARE,
        OSINFO_TYPE_IMAGE,      OSINFO_TYPE_MEDIA,      OSINFO_TYPE_OS_VARIANT,
        OSINFO_TYPE_TREE,       OSINFO_TYPE_RESOURCES,  OSINFO_TYPE_PLATFORM,
        OSINFO_TYPE_DEPLOYMENT, OSINFO_TYPE_DEVICELINK, OSINFO_TYPE_DEVICELINKFILTER,
        OSINFO_TYPE_LIST,       OSINFO_TYPE_ENTITY,
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        g_type_ensure(types[i]);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name =
            g_strdup_printf("/properties/%s/%s", rows[i].class, rows[i].property);

        g_test_add_data_func(name, &rows[i], test_row);
    }
    g_test_add_func("/properties/other-properties", test_other_properties);
    g_test_add_func("/properties/objects", test_objects);
    g_test_add_func("/properties/id", test_id);
    g_test_add_func("/properties/null-text-is-refused", test_null_text_is_refused);
    g_test_add_func("/properties/nothing-known-of-media", test_nothing_known_of_media);
    g_test_add_func("/properties/media-languages", test_media_languages);
    g_test_add_func("/properties/media-without-installer", test_media_without_installer);
    g_test_add_func("/properties/media-os-can-be-set", test_media_os_can_be_set);
    g_test_add_func("/properties/resources", test_resources);
    g_test_add_func("/properties/odd-numbers", test_odd_numbers);
    g_test_add_func("/properties/constructors", test_constructors);
    return g_test_run();
}
