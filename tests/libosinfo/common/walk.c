/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "walk.h"

/* A damaged database may have cycles where there should be none. */
#define MAX_DEPTH 2

static void describe_list(GString *out, const char *title, gpointer list, guint depth);

static void
describe_text(GString *out, const char *name, const char *text)
{
    g_string_append_printf(out, "  %s=%s\n", name, text != NULL ? text : "(none)");
}

static void
describe_params(GString *out, OsinfoEntity *entity)
{
    g_autoptr(GList) keys = osinfo_entity_get_param_keys(entity);

    for (GList *key = keys; key != NULL; key = key->next) {
        g_autoptr(GList) values = osinfo_entity_get_param_value_list(entity, key->data);

        for (GList *value = values; value != NULL; value = value->next)
            describe_text(out, key->data, value->data);
    }
}

/* Numbers, so that every one of the class's getters is asked. */
static void
describe_properties(GString *out, GObject *object)
{
    guint n_specs = 0;
    g_autofree GParamSpec **specs =
        g_object_class_list_properties(G_OBJECT_GET_CLASS(object), &n_specs);

    for (guint i = 0; i < n_specs; i++) {
        g_auto(GValue) value = G_VALUE_INIT;
        g_autofree char *text = NULL;

        if (G_IS_PARAM_SPEC_POINTER(specs[i]) || G_IS_PARAM_SPEC_OBJECT(specs[i]) ||
            strcmp(specs[i]->name, "installer-reboots") == 0)
            continue;
        g_value_init(&value, specs[i]->value_type);
        g_object_get_property(object, specs[i]->name, &value);
        text = g_strdup_value_contents(&value);
        describe_text(out, specs[i]->name, text);
    }
}

static void
describe_date(GString *out, const char *name, GDate *date)
{
    char text[32] = "(none)";

    if (date != NULL) {
        g_date_strftime(text, sizeof(text), "%Y-%m-%d", date);
        g_date_free(date);
    }
    describe_text(out, name, text);
}

static void
describe_lifecycle(GString *out, OsinfoProduct *product)
{
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(product);
    g_autoptr(GDate) date = g_date_new_dmy(1, G_DATE_JANUARY, 2025);

    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);

        g_string_append_printf(out, " phase %d %d", (int)osinfo_lifecycle_phase_get_kind(phase),
                               osinfo_lifecycle_phase_is_paid(phase));
        describe_text(out, "called", osinfo_lifecycle_phase_get_name(phase));
        describe_date(out, "ends", osinfo_lifecycle_phase_get_end_date(phase));
    }
    g_string_append_printf(out, " support %d\n", (int)osinfo_product_get_support_on(product, date));
}

static void
describe_product(GString *out, OsinfoProduct *product)
{
    g_autoptr(GList) short_ids = osinfo_product_get_short_id_list(product);

    for (GList *iter = short_ids; iter != NULL; iter = iter->next)
        describe_text(out, "short-id", iter->data);
    describe_text(out, "name", osinfo_product_get_name(product));
    describe_date(out, "release", osinfo_product_get_release_date(product));
    describe_date(out, "eol", osinfo_product_get_eol_date(product));
    describe_lifecycle(out, product);
    for (gint i = OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM; i <= OSINFO_PRODUCT_RELATIONSHIP_CLONES;
         i++) {
        g_autoptr(OsinfoProductList) related =
            osinfo_product_get_related(product, (OsinfoProductRelationship)i);

        describe_list(out, "related", g_object_ref(related), MAX_DEPTH);
    }
}

static void
describe_os(GString *out, OsinfoOs *os, guint depth)
{
    describe_product(out, OSINFO_PRODUCT(os));
    describe_text(out, "kernel-url-argument", osinfo_os_get_kernel_url_argument(os));
    describe_text(out, "cloud-image-username", osinfo_os_get_cloud_image_username(os));
    describe_list(out, "devices", osinfo_os_get_devices(os, NULL), MAX_DEPTH);
    describe_list(out, "all-devices", osinfo_os_get_all_devices(os, NULL), MAX_DEPTH);
    describe_list(out, "links", osinfo_os_get_device_links(os, NULL), depth);
    describe_list(out, "all-links", osinfo_os_get_all_device_links(os, NULL), MAX_DEPTH);
    describe_list(out, "drivers", g_object_ref(osinfo_os_get_device_drivers(os)), depth);
    describe_list(out, "prioritized", osinfo_os_get_device_drivers_prioritized(os), MAX_DEPTH);
    describe_list(out, "firmware", osinfo_os_get_firmware_list(os, NULL), depth);
    describe_list(out, "complete-firmware", osinfo_os_get_complete_firmware_list(os, NULL),
                  MAX_DEPTH);
    describe_list(out, "images", osinfo_os_get_image_list(os), depth);
    describe_list(out, "scripts", osinfo_os_get_install_script_list(os), MAX_DEPTH);
    describe_list(out, "media", osinfo_os_get_media_list(os), depth);
    describe_list(out, "trees", osinfo_os_get_tree_list(os), depth);
    describe_list(out, "variants", osinfo_os_get_variant_list(os), depth);
    describe_list(out, "minimum", osinfo_os_get_minimum_resources(os), depth);
    describe_list(out, "recommended", osinfo_os_get_recommended_resources(os), depth);
    describe_list(out, "maximum", osinfo_os_get_maximum_resources(os), depth);
    describe_list(out, "network-install", osinfo_os_get_network_install_resources(os), depth);
}

static void
describe_media(GString *out, OsinfoMedia *media)
{
    g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);
    g_autoptr(GList) languages = osinfo_media_get_languages(media);

    for (GList *iter = languages; iter != NULL; iter = iter->next)
        describe_text(out, "language", iter->data);
    describe_text(out, "os", os != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(os)) : NULL);
    describe_list(out, "scripts", osinfo_media_get_install_script_list(media), MAX_DEPTH);
    if (os != NULL)
        describe_list(out, "os-variants", osinfo_media_get_os_variants(media), MAX_DEPTH);
}

static void
describe_script(GString *out, OsinfoInstallScript *script, guint depth)
{
    OsinfoAvatarFormat *avatar = osinfo_install_script_get_avatar_format(script);

    describe_text(out, "output", osinfo_install_script_get_output_filename(script));
    describe_list(out, "parameters", g_object_ref(osinfo_install_script_get_config_params(script)),
                  depth);
    if (avatar != NULL) {
        g_autoptr(GList) types = osinfo_avatar_format_get_mime_types(avatar);

        for (GList *iter = types; iter != NULL; iter = iter->next)
            describe_text(out, "mime-type", iter->data);
    }
}

static void
describe_param(GString *out, OsinfoInstallConfigParam *param)
{
    OsinfoDatamap *map = osinfo_install_config_param_get_value_map(param);

    describe_text(out, "map", map != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(map)) : NULL);
}

static void
describe_deployment(GString *out, OsinfoDeployment *deployment)
{
    OsinfoOs *os = osinfo_deployment_get_os(deployment);
    OsinfoPlatform *platform = osinfo_deployment_get_platform(deployment);
    OsinfoDevice *device = osinfo_deployment_get_preferred_device(deployment, NULL);

    describe_text(out, "os", os != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(os)) : NULL);
    describe_text(out, "platform",
                  platform != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(platform)) : NULL);
    describe_text(out, "preferred",
                  device != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(device)) : NULL);
    describe_list(out, "devices", osinfo_deployment_get_devices(deployment, NULL), MAX_DEPTH);
    describe_list(out, "links", osinfo_deployment_get_device_links(deployment, NULL), 1);
}

static void
describe_entity(GString *out, OsinfoEntity *entity, guint depth)
{
    g_string_append_printf(out, "%s %s\n", G_OBJECT_TYPE_NAME(entity),
                           osinfo_entity_get_id(entity));
    if (depth >= MAX_DEPTH)
        return;
    depth++;
    describe_params(out, entity);
    describe_properties(out, G_OBJECT(entity));
    if (OSINFO_IS_OS(entity)) {
        describe_os(out, OSINFO_OS(entity), depth);
    } else if (OSINFO_IS_PLATFORM(entity)) {
        describe_product(out, OSINFO_PRODUCT(entity));
        describe_list(out, "devices", osinfo_platform_get_devices(OSINFO_PLATFORM(entity), NULL),
                      MAX_DEPTH);
        describe_list(out, "all-devices",
                      osinfo_platform_get_all_devices(OSINFO_PLATFORM(entity), NULL), MAX_DEPTH);
        describe_list(out, "links", osinfo_platform_get_device_links(OSINFO_PLATFORM(entity), NULL),
                      depth);
    } else if (OSINFO_IS_DEVICELINK(entity)) {
        OsinfoDevice *target = osinfo_devicelink_get_target(OSINFO_DEVICELINK(entity));

        describe_text(out, "target",
                      target != NULL ? osinfo_entity_get_id(OSINFO_ENTITY(target)) : NULL);
    } else if (OSINFO_IS_DEVICE_DRIVER(entity)) {
        describe_list(out, "devices",
                      g_object_ref(osinfo_device_driver_get_devices(OSINFO_DEVICE_DRIVER(entity))),
                      MAX_DEPTH);
    } else if (OSINFO_IS_INSTALL_SCRIPT(entity)) {
        describe_script(out, OSINFO_INSTALL_SCRIPT(entity), depth);
    } else if (OSINFO_IS_INSTALL_CONFIG_PARAM(entity)) {
        describe_param(out, OSINFO_INSTALL_CONFIG_PARAM(entity));
    } else if (OSINFO_IS_MEDIA(entity)) {
        describe_media(out, OSINFO_MEDIA(entity));
    } else if (OSINFO_IS_DEPLOYMENT(entity)) {
        describe_deployment(out, OSINFO_DEPLOYMENT(entity));
    } else if (OSINFO_IS_DATAMAP(entity)) {
        describe_text(out, "DE", osinfo_datamap_lookup(OSINFO_DATAMAP(entity), "DE"));
        describe_text(out, "de_DE", osinfo_datamap_reverse_lookup(OSINFO_DATAMAP(entity), "de_DE"));
    } else if (OSINFO_IS_TREE(entity)) {
        g_autoptr(OsinfoOs) os = osinfo_tree_get_os(OSINFO_TREE(entity));

        if (os != NULL)
            describe_list(out, "os-variants", osinfo_tree_get_os_variants(OSINFO_TREE(entity)),
                          MAX_DEPTH);
    } else if (OSINFO_IS_IMAGE(entity)) {
        g_autoptr(OsinfoOs) os = osinfo_image_get_os(OSINFO_IMAGE(entity));

        if (os != NULL)
            describe_list(out, "os-variants", osinfo_image_get_os_variants(OSINFO_IMAGE(entity)),
                          MAX_DEPTH);
    }
}

/* Frees the list. */
static void
describe_list(GString *out, const char *title, gpointer list, guint depth)
{
    gint length = osinfo_list_get_length(OSINFO_LIST(list));

    g_string_append_printf(out, " %s: %d\n", title, length);
    for (gint i = 0; i < length; i++)
        describe_entity(out, osinfo_list_get_nth(OSINFO_LIST(list), i), depth);
    g_object_unref(list);
}

static void
describe_identified(GString *out, OsinfoDb *db)
{
    static const char *const labels[][2] = {{"PENGUIN_3_DESKTOP", "LINUX"},
                                            {"PENGUIN_2_DE", "LINUX"},
                                            {"Fedora-WS-Live-38-1-6", "LINUX"},
                                            {"anything", NULL}};

    for (guint i = 0; i < G_N_ELEMENTS(labels); i++) {
        g_autoptr(OsinfoMedia) media = osinfo_media_new("label", NULL);

        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, labels[i][0]);
        if (labels[i][1] != NULL)
            osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_SYSTEM_ID,
                                    labels[i][1]);
        describe_list(out, labels[i][0], osinfo_db_identify_medialist(db, media), MAX_DEPTH);
        osinfo_db_identify_media(db, media);
        describe_entity(out, OSINFO_ENTITY(media), 0);
    }

    g_autoptr(OsinfoTree) tree = osinfo_tree_new("tree", "x86_64");

    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_FAMILY, "Penguin");
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VERSION, "3.1");
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_ARCH, "x86_64");
    describe_list(out, "tree", osinfo_db_identify_treelist(db, tree), MAX_DEPTH);
}

static void
describe_named(GString *out, OsinfoDb *db)
{
    static const char *const names[][2] = {
        {"os-release", "penguin:2"},    {"os-release", "penguin:2.5"},
        {"os-release", "fedora"},       {"cpe", "cpe:/o:example:penguin:3"},
        {"libguestfs", "penguin2"},     {"content", "penguin.name=penguin-2.1"},
        {"endoflife.date", "penguin/2"}};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        describe_list(out, names[i][1], osinfo_db_find_os_by_identity(db, names[i][0], names[i][1]),
                      MAX_DEPTH);
}

char *
walk_describe(OsinfoDb *db)
{
    g_autoptr(GString) out = g_string_new(NULL);

    describe_list(out, "oses", osinfo_db_get_os_list(db), 0);
    describe_list(out, "platforms", osinfo_db_get_platform_list(db), 0);
    describe_list(out, "devices", osinfo_db_get_device_list(db), 0);
    describe_list(out, "deployments", osinfo_db_get_deployment_list(db), 0);
    describe_list(out, "datamaps", osinfo_db_get_datamap_list(db), 0);
    describe_list(out, "scripts", osinfo_db_get_install_script_list(db), 0);
    describe_identified(out, db);
    describe_named(out, db);
    g_list_free(osinfo_db_unique_values_for_property_in_os(db, OSINFO_PRODUCT_PROP_VENDOR));
    g_list_free(osinfo_db_unique_values_for_property_in_device(db, OSINFO_DEVICE_PROP_CLASS));
    describe_list(
        out, "upgraded",
        osinfo_db_unique_values_for_os_relationship(db, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES),
        MAX_DEPTH);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
