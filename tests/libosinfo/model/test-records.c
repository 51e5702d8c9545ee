/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entities over records: what the classes make of parts, edges and flags of a store, before and after
 * programs add to them, after a second store took the place of the first, and after the database has gone.
 */
#include "config.h"

#include "compile/builder.h"
#include "db/object_types.h"
#include "entity/osinfo_entity_private.h"
#include "entity/osinfo_list_private.h"
#include "model-helpers.h"

/* clang-format off */
#define ENTITY(KIND, own_id) {.code = STORE_OP_ENTITY, .kind = FACT_KIND_##KIND, .id = (own_id)}
#define PART(KIND, own_id) {.code = STORE_OP_PART, .kind = FACT_KIND_##KIND, .id = (own_id)}
#define END {.code = STORE_OP_END}
#define SET(name, text) {.code = STORE_OP_SET, .key = (name), .value = (text)}
#define ADD(name, text) {.code = STORE_OP_ADD, .key = (name), .value = (text)}
#define INHERIT {.code = STORE_OP_FLAGS, .flags = STORE_RECORD_INHERIT}
#define EDGE(EDGE_KIND, TARGET_KIND, target)                                                       \
    {.code = STORE_OP_EDGE,                                                                        \
     .relation = FACT_RELATION_##EDGE_KIND,                                                        \
     .target_kind = FACT_KIND_##TARGET_KIND,                                                       \
     .id = (target)}
/* clang-format on */

#define LINK(id) PART(DEVICE_LINK, id), EDGE(DEVICE, DEVICE, id)

#define RESOURCES(KIND, id, arch) PART(KIND##_RESOURCES, id), SET("architecture", arch)

/* clang-format off */
static const StoreOp ops[] = {
    ENTITY(DEVICE, "d"), SET("class", "net"),
    ENTITY(DEVICE, "e"), SET("class", "audio"),

    ENTITY(OS, "a"), SET("kernel-url-argument", "repo"),
    LINK("d"), END,
    LINK("e"), END,
    RESOURCES(MINIMUM, "a:0", "all"), SET("n-cpus", "1"), SET("cpu", "1"), SET("ram", "1"),
    SET("storage", "1"), END,
    PART(FIRMWARE, "a:0"), SET("architecture", "x86_64"), SET("type", "bios"),
    SET("supported", "true"), END,

    ENTITY(OS, "b"), EDGE(DERIVES_FROM, OS, "a"),
    LINK("d"), SET("supported", "false"), END,
    RESOURCES(MINIMUM, "b:0", "all"), INHERIT, END,
    RESOURCES(RECOMMENDED, "b:0", "all"), INHERIT, END,

    ENTITY(OS, "c"), EDGE(DERIVES_FROM, OS, "b"),
    RESOURCES(MINIMUM, "c:0", "all"), SET("n-cpus", "3"), SET("ram", "3"), END,
    RESOURCES(MINIMUM, "c:1", "x86_64"), INHERIT, SET("ram", "9"), END,

    ENTITY(OS, "d"), EDGE(DERIVES_FROM, OS, "c"),
    RESOURCES(MINIMUM, "d:0", "all"), SET("cpu", "3"), SET("storage", "3"), END,

    ENTITY(OS, "e"), EDGE(DERIVES_FROM, OS, "d"),
    RESOURCES(MINIMUM, "e:0", "all"), INHERIT, SET("x-note", "kept"), END,

    ENTITY(OS, "full"), ADD("short-id", "one"), ADD("short-id", "two"),
    EDGE(UPGRADES, OS, "a"), EDGE(UPGRADES, OS, "b"), EDGE(CLONES, OS, "full"),
    EDGE(SCRIPT, INSTALL_SCRIPT, "script"),
    PART(VARIANT, "desktop"), SET("name", "Desktop"), END,
    PART(VARIANT, "server"), SET("name", "Server"), END,
    PART(MEDIA, "full:0"), ADD("variant", "server"), ADD("variant", "desktop"),
    ADD("variant", "absent"), END,
    PART(MEDIA, "full:1"), SET("installer-script", "false"),
    PART(IMAGE, "full:1:0"), SET("url", "inner"), PART(VARIANT, "deep"), END, PART(VARIANT, "deeper"),
    END, END, PART(IMAGE, "full:1:1"), END, END,
    PART(TREE, "full:0"), SET("has-treeinfo", "true"), END,
    PART(IMAGE, "full:0"), SET("cloud-init", "true"), END,
    PART(DRIVER, "full:0"), ADD("file", "x.sys"), ADD("file", "x.inf"), EDGE(DEVICE, DEVICE, "d"),
    EDGE(DEVICE, DEVICE, "unknown"), END,
    PART(DRIVER, "full:1"), SET("priority", "70"), END,

    ENTITY(PLATFORM, "p"), LINK("d"), END, LINK("e"), END,

    ENTITY(DEPLOYMENT, "deployment"), EDGE(OS, OS, "full"), EDGE(PLATFORM, PLATFORM, "p"),
    LINK("e"), END, LINK("d"), SET("driver", "e1000"), END,

    ENTITY(DATAMAP, "map"),
    PART(ENTRIES, "map"), ADD("DE", "de_DE"), ADD("EN", "en_US"), ADD("GB", "en_US"), END,

    ENTITY(INSTALL_SCRIPT, "script"),
};
/* clang-format on */

/* What a second file adds. */
/* clang-format off */
static const StoreOp more_ops[] = {
    ENTITY(OS, "full"), SET("name", "Full"),
    PART(DRIVER, "full:2"), SET("priority", "70"), END,
    ENTITY(OS, "another"),
};
/* clang-format on */

static GBytes *
make_bytes(gboolean more)
{
    g_autoptr(Builder) builder = builder_new();

    builder_replay(builder, ops, G_N_ELEMENTS(ops));
    if (more)
        builder_replay(builder, more_ops, G_N_ELEMENTS(more_ops));
    return builder_finish(builder, "test", "build");
}

static void
load(Catalog *catalog, gboolean more)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = make_bytes(more);
    g_autoptr(Store) store = NULL;

    store = store_open_bytes(bytes, "build", TRUE, &error);
    g_assert_no_error(error);
    catalog_set_store(catalog, store, NULL, NULL, NULL);
}

typedef struct {
    Catalog *catalog;
    gboolean is_released;
} Database;

static void
set_up(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    database->catalog = catalog_new(&object_types);
    database->is_released = FALSE;
    load(database->catalog, FALSE);
}

/* What happens to the catalog when its database dies. */
static void
release(Database *database)
{
    if (!database->is_released)
        catalog_release(database->catalog);
    database->is_released = TRUE;
}

static void
tear_down(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    release(database);
    catalog_unref(database->catalog);
}

static gpointer
get(Database *database, FactKind kind, const char *id)
{
    RecordRef ref = catalog_find(database->catalog, kind, id);

    g_assert_cmpuint(ref, !=, RECORD_NONE);
    return catalog_get_object(database->catalog, ref);
}

static OsinfoOs *
get_os(Database *database, const char *id)
{
    return get(database, FACT_KIND_OS, id);
}

static gpointer
get_first(gpointer list)
{
    gpointer first = osinfo_list_get_nth(list, 0);

    g_object_unref(list);
    return first;
}

static void
test_products(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoOs *os = get_os(database, "full");
    g_autoptr(OsinfoOs) added = osinfo_os_new("added");

    g_assert_true(get_os(database, "full") == os);
    g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==, "one");
    assert_ids(osinfo_product_get_related(OSINFO_PRODUCT(os), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES),
               "b a");
    osinfo_product_add_related(OSINFO_PRODUCT(os), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
                               OSINFO_PRODUCT(added));
    assert_ids(osinfo_product_get_related(OSINFO_PRODUCT(os), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES),
               "added b a");
    g_assert_null(osinfo_os_get_kernel_url_argument(os)); /* a clone of itself */
    g_assert_cmpstr(osinfo_os_get_kernel_url_argument(get_os(database, "e")), ==, "repo");
}

static void
test_devices(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoFilter) net = osinfo_filter_new();
    g_autoptr(OsinfoDevice) added = osinfo_device_new("added");

    osinfo_filter_add_constraint(net, OSINFO_DEVICE_PROP_CLASS, "net");
    assert_ids(osinfo_os_get_devices(get_os(database, "a"), NULL), "d e");
    assert_ids(osinfo_os_get_all_devices(get_os(database, "a"), net), "d");
    assert_ids(osinfo_os_get_devices(get_os(database, "b"), NULL), "");
    assert_ids(osinfo_os_get_all_devices(get_os(database, "e"), NULL), "e");
    assert_ids(osinfo_os_get_all_devices(get_os(database, "e"), net), "");
    osinfo_os_add_device(get_os(database, "c"), get(database, FACT_KIND_DEVICE, "d"));
    osinfo_os_add_device(get_os(database, "c"), added);
    assert_ids(osinfo_os_get_all_devices(get_os(database, "e"), NULL), "d added e");
    assert_ids(osinfo_os_get_all_devices(get_os(database, "e"), net), "d");
    assert_ids(osinfo_platform_get_devices(get(database, FACT_KIND_PLATFORM, "p"), NULL), "e d");
}

/* A filter that a program wrote: what it says counts, also for elements that are records yet. */
#define TYPE_SECOND_LETTERS (second_letters_get_type())

typedef struct {
    OsinfoFilter parent_instance;
} SecondLetters;

typedef struct {
    OsinfoFilterClass parent_class;
} SecondLettersClass;

GType second_letters_get_type(void);

G_DEFINE_TYPE(SecondLetters, second_letters, OSINFO_TYPE_FILTER)

static gboolean
second_letters_matches(OsinfoFilter *filter G_GNUC_UNUSED, OsinfoEntity *entity)
{
    return osinfo_entity_get_id(entity)[0] == 'b';
}

static void
second_letters_class_init(SecondLettersClass *klass)
{
    OSINFO_FILTER_CLASS(klass)->matches = second_letters_matches;
}

static void
second_letters_init(SecondLetters *self G_GNUC_UNUSED)
{
}

static void
test_own_filter(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoFilter) filter = g_object_new(TYPE_SECOND_LETTERS, NULL);
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_oslist_new());

    list_add_kind(list, database->catalog, FACT_KIND_OS);
    assert_ids(osinfo_list_new_filtered(list, filter), "b");
}

static void
assert_resources(OsinfoOs *os, gint index, const char *id, const char *expected)
{
    g_autoptr(OsinfoResourcesList) list = osinfo_os_get_minimum_resources(os);
    OsinfoEntity *entity = osinfo_list_get_nth(OSINFO_LIST(list), index);
    OsinfoResources *resources = OSINFO_RESOURCES(entity);
    g_autofree char *text = g_strdup_printf(
        "%s: %d %d %d %d", osinfo_resources_get_architecture(resources),
        osinfo_resources_get_n_cpus(resources), (int)osinfo_resources_get_cpu(resources),
        (int)osinfo_resources_get_ram(resources), (int)osinfo_resources_get_storage(resources));

    g_assert_cmpstr(osinfo_entity_get_id(entity), ==, id);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_resources(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoResourcesList) list = NULL;
    OsinfoEntity *copy = NULL;
    RecordRef ref = RECORD_NONE;

    for (guint i = 0; i < 2; i++) {
        assert_resources(get_os(database, "a"), 0, "a:0", "all: 1 1 1 1");
        assert_resources(get_os(database, "b"), 0, "b:0", "all: 1 1 1 1");
        assert_resources(get_os(database, "c"), 0, "c:0", "all: 3 -1 3 -1");
        assert_resources(get_os(database, "c"), 1, "c:1", "x86_64: -1 -1 9 -1");
        assert_resources(get_os(database, "d"), 0, "d:0", "all: -1 3 -1 3");
        assert_resources(get_os(database, "e"), 0, "e:0", "all: 3 3 3 3");
    }
    assert_ids(osinfo_os_get_minimum_resources(get_os(database, "full")), "");
    assert_ids(osinfo_os_get_recommended_resources(get_os(database, "b")), "b:0");

    /* Asking does not write into the database. */
    list = osinfo_os_get_minimum_resources(get_os(database, "e"));
    copy = osinfo_list_get_nth(OSINFO_LIST(list), 0);
    g_assert_cmpstr(osinfo_entity_get_param_value(copy, "x-note"), ==, "kept");
    osinfo_resources_set_ram(OSINFO_RESOURCES(copy), 77);
    assert_resources(get_os(database, "e"), 0, "e:0", "all: 3 3 3 3");
    ref = catalog_find(database->catalog, FACT_KIND_OS, "e");
    g_assert_cmpuint(ref, !=, RECORD_NONE);
    {
        g_autoptr(GArray) parts =
            entity_get_parts(OSINFO_ENTITY(get_os(database, "e")), FACT_KIND_MINIMUM_RESOURCES);
        OsinfoEntity *stored =
            catalog_get_object(database->catalog, g_array_index(parts, RecordRef, 0));

        g_assert_null(osinfo_entity_get_param_value(stored, OSINFO_RESOURCES_PROP_RAM));
        g_assert_cmpstr(osinfo_resources_get_architecture(OSINFO_RESOURCES(stored)), ==, "all");
    }

    /* An ancestor that changes later is seen. */
    osinfo_entity_clear_param(
        OSINFO_ENTITY(get_first(osinfo_os_get_minimum_resources(get_os(database, "d")))),
        OSINFO_RESOURCES_PROP_CPU);
    assert_resources(get_os(database, "e"), 0, "e:0", "all: 3 1 3 3");
}

static void
test_parts(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoOs *os = get_os(database, "full");
    g_autoptr(OsinfoMedia) added = osinfo_media_new("mine", NULL);
    OsinfoMedia *media = NULL;

    assert_ids(osinfo_os_get_media_list(os), "full:0 full:1");
    assert_ids(osinfo_os_get_tree_list(os), "full:0");
    assert_ids(osinfo_os_get_image_list(os), "full:0");
    assert_ids(osinfo_os_get_variant_list(os), "desktop server");
    osinfo_os_add_media(os, added);
    assert_ids(osinfo_os_get_media_list(os), "full:0 full:1 mine");

    media = get_first(osinfo_os_get_media_list(os));
    g_assert_true(get_first(osinfo_os_get_media_list(os)) == media);
    assert_ids(osinfo_media_get_os_variants(media), "server desktop");
    g_assert_true(osinfo_media_supports_installer_script(media));
    {
        g_autoptr(OsinfoMediaList) list = osinfo_os_get_media_list(os);
        OsinfoEntity *without = osinfo_list_find_by_id(OSINFO_LIST(list), "full:1");
        g_autoptr(OsinfoOs) owner = osinfo_media_get_os(OSINFO_MEDIA(without));

        g_assert_true(owner == os);
        g_assert_false(osinfo_media_supports_installer_script(OSINFO_MEDIA(without)));
    }
    g_assert_true(osinfo_tree_has_treeinfo(get_first(osinfo_os_get_tree_list(os))));
    g_assert_true(osinfo_image_get_cloud_init(get_first(osinfo_os_get_image_list(os))));
    assert_ids(osinfo_os_get_firmware_list(get_os(database, "e"), NULL), "a:0");
}

/* The parts of a part, as a list of a class that knows nothing of them. */
static gpointer
list_parts(gpointer list, gpointer owner, FactKind kind)
{
    list_add_parts(list, owner, kind);
    return list;
}

static void
assert_owner(Database *database, gpointer part, FactKind kind, gpointer owner)
{
    RecordRef ref = owner != NULL ? entity_get_record(owner) : RECORD_NONE;

    g_assert_cmpuint(catalog_get_owner(database->catalog, entity_get_record(part), kind), ==, ref);
}

static void
test_parts_of_parts(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoOs *os = get_os(database, "full");
    g_autoptr(OsinfoMediaList) all = osinfo_os_get_media_list(os);
    OsinfoEntity *media = osinfo_list_get_nth(OSINFO_LIST(all), 1);
    g_autoptr(OsinfoImageList) images = list_parts(osinfo_imagelist_new(), media, FACT_KIND_IMAGE);
    OsinfoEntity *image = osinfo_list_get_nth(OSINFO_LIST(images), 0);
    g_autoptr(OsinfoOsVariantList) variants =
        list_parts(osinfo_os_variantlist_new(), image, FACT_KIND_VARIANT);
    OsinfoEntity *deeper = osinfo_list_get_nth(OSINFO_LIST(variants), 1);
    g_autoptr(OsinfoOs) owner = NULL;

    assert_ids(g_object_ref(images), "full:1:0 full:1:1");
    assert_ids(g_object_ref(variants), "deep deeper");
    assert_ids(osinfo_os_get_image_list(os), "full:0");
    assert_ids(osinfo_os_get_variant_list(os), "desktop server");
    for (guint i = 0; i < 2; i++) {
        assert_owner(database, deeper, FACT_KIND_IMAGE, image);
        assert_owner(database, deeper, FACT_KIND_MEDIA, media);
        assert_owner(database, deeper, FACT_KIND_OS, os);
        assert_owner(database, deeper, FACT_KIND_TREE, NULL);
        assert_owner(database, os, FACT_KIND_OS, NULL);
        g_assert_cmpstr(osinfo_image_get_url(OSINFO_IMAGE(image)), ==, "inner");
        /* the same objects and lists after loading more */
        if (i == 0)
            load(database->catalog, TRUE);
    }
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(variants), 1) == deeper);
    g_clear_object(&variants);
    variants = list_parts(osinfo_os_variantlist_new(), image, FACT_KIND_VARIANT);
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(variants), 1) == deeper);
    owner = osinfo_image_get_os(OSINFO_IMAGE(image));
    g_assert_true(owner == os);
}

/* Parts by the names of their elements, be there a class for them or not. */
static void
test_parts_by_element(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoEntity *os = OSINFO_ENTITY(get_os(database, "full"));
    OsinfoEntity *map = get(database, FACT_KIND_DATAMAP, "map");
    g_autoptr(OsinfoPartList) media = osinfo_entity_get_parts(os, "media");
    g_autoptr(OsinfoPartList) pairs = osinfo_entity_get_parts(map, "entry");
    OsinfoEntity *pair = osinfo_list_get_nth(OSINFO_LIST(pairs), 0);
    g_autoptr(OsinfoOs) made = osinfo_os_new("made");
    g_autoptr(OsinfoMedia) added = osinfo_media_new("mine", NULL);

    assert_ids(g_object_ref(media), "full:0 full:1");
    g_assert_true(OSINFO_IS_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 1)));
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(media), 0) ==
                  get_first(osinfo_os_get_media_list(OSINFO_OS(os))));
    assert_ids(osinfo_entity_get_parts(os, "variant"), "desktop server");
    assert_ids(osinfo_entity_get_parts(os, "entry"), "");
    assert_ids(osinfo_entity_get_parts(os, ""), "");

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(pairs)), ==, 1);
    g_assert_true(OSINFO_IS_PART(pair));
    g_assert_cmpstr(osinfo_entity_get_param_value(pair, "DE"), ==, "de_DE");
    assert_ids(osinfo_entity_get_parts(pair, "entry"), "");

    osinfo_os_add_media(OSINFO_OS(os), added);
    assert_ids(osinfo_entity_get_parts(os, "media"), "full:0 full:1");
    osinfo_os_add_media(made, added);
    assert_ids(osinfo_entity_get_parts(OSINFO_ENTITY(made), "media"), "");
}

/* A store that says what cannot be: every part belongs to itself, to what stands behind it or to the
 * record before. Parts may get lost, and nothing hangs or reads where nothing is. */
static void
test_damaged_owners(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    for (gint shift = -1; shift <= 1; shift++) {
        g_autoptr(GBytes) bytes = make_bytes(FALSE);
        gsize size = 0;
        guint8 *copy = g_memdup2(g_bytes_get_data(bytes, &size), g_bytes_get_size(bytes));
        const StoreSectionF *section =
            &((const StoreHeaderF *)(gpointer)copy)->sections[STORE_SECTION_RECORDS];
        StoreRecordF *records = (StoreRecordF *)(gpointer)(copy + section->offset);
        g_autoptr(GBytes) damaged = g_bytes_new_take(copy, g_bytes_get_size(bytes));
        g_autoptr(Store) store = NULL;

        for (guint32 i = 1; i < section->count; i++)
            records[i].owner = (guint32)((gint)i + shift);
        store = store_open_bytes(damaged, "build", FALSE, NULL);
        g_assert_nonnull(store);
        catalog_set_store(database->catalog, store, NULL, NULL, NULL);
        for (guint32 i = 0; i < section->count; i++) {
            OsinfoEntity *object = catalog_dup_object(database->catalog, i);

            g_clear_object(&object);
            catalog_get_owner(database->catalog, i, FACT_KIND_OS);
        }
    }
    load(database->catalog, FALSE);
}

static void
test_drivers(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoOs *os = get_os(database, "full");
    OsinfoDeviceDriverList *live = osinfo_os_get_device_drivers(os);
    OsinfoEntity *first = osinfo_list_get_nth(OSINFO_LIST(live), 0);
    g_autoptr(GList) files = osinfo_device_driver_get_files(OSINFO_DEVICE_DRIVER(first));

    assert_ids(g_object_ref(live), "full:0 full:1");
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "full:1");
    g_assert_cmpuint(g_list_length(files), ==, 2);
    g_assert_cmpstr(files->data, ==, "x.sys");
    assert_ids(g_object_ref(osinfo_device_driver_get_devices(OSINFO_DEVICE_DRIVER(first))),
               "d unknown");

    /* The list that callers have shows what was loaded later. */
    load(database->catalog, TRUE);
    g_assert_true(get_os(database, "full") == os);
    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "Full");
    g_assert_true(osinfo_os_get_device_drivers(os) == live);
    assert_ids(g_object_ref(live), "full:0 full:1 full:2");
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "full:1 full:2");
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(live), 0) == first);
}

static void
test_deployment(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoDeployment *deployment = get(database, FACT_KIND_DEPLOYMENT, "deployment");
    OsinfoDeviceLink *link = osinfo_deployment_get_preferred_device_link(deployment, NULL);

    g_assert_true(osinfo_deployment_get_os(deployment) == get_os(database, "full"));
    g_assert_true(osinfo_deployment_get_platform(deployment) ==
                  get(database, FACT_KIND_PLATFORM, "p"));
    assert_ids(osinfo_deployment_get_devices(deployment, NULL), "d e");
    g_assert_cmpstr(osinfo_devicelink_get_driver(link), ==, "e1000");
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(link)), ==, "d");
    osinfo_deployment_add_device(deployment, get(database, FACT_KIND_DEVICE, "e"));
    assert_ids(osinfo_deployment_get_device_links(deployment, NULL), "d e");
    g_assert_true(osinfo_deployment_get_preferred_device(deployment, NULL) ==
                  get(database, FACT_KIND_DEVICE, "e"));
}

static void
test_datamap(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    OsinfoDatamap *map = get(database, FACT_KIND_DATAMAP, "map");

    g_assert_cmpstr(osinfo_datamap_lookup(map, "DE"), ==, "de_DE");
    g_assert_null(osinfo_datamap_lookup(map, "FR"));
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "en_US"), ==, "GB");
    osinfo_datamap_insert(map, "DE", "german");
    osinfo_datamap_insert(map, "FR", "fr_FR");
    g_assert_cmpstr(osinfo_datamap_lookup(map, "DE"), ==, "german");
    g_assert_cmpstr(osinfo_datamap_lookup(map, "EN"), ==, "en_US");
    g_assert_cmpstr(osinfo_datamap_reverse_lookup(map, "fr_FR"), ==, "FR");
}

static void
test_borrowed_results_stay(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDeployment) deployment =
        g_object_ref(get(database, FACT_KIND_DEPLOYMENT, "deployment"));
    OsinfoDeviceLink *link = NULL;
    OsinfoDevice *device = NULL;
    OsinfoOs *os = NULL;

    release(database);
    link = osinfo_deployment_get_preferred_device_link(deployment, NULL);
    device = osinfo_deployment_get_preferred_device(deployment, NULL);
    os = osinfo_deployment_get_os(deployment);
    g_assert_true(osinfo_devicelink_get_target(link) == device);
    g_assert_cmpstr(osinfo_device_get_class(device), ==, "net");
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(os)), ==, "full");
}

static void
test_system_dies_with_database(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoOs) os = g_object_ref(get_os(database, "full"));
    g_autoptr(OsinfoMedia) media = g_object_ref(get_first(osinfo_os_get_media_list(os)));
    g_autoptr(OsinfoOs) owner = NULL;

    release(database);
    owner = osinfo_media_get_os(media);
    g_assert_true(owner == os);
    g_clear_object(&owner);
    g_clear_object(&os);
    g_assert_null(osinfo_media_get_os(media));
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, "full:0");
}

#define N_THREADS 4

static gpointer
ask_everything(gpointer data)
{
    OsinfoOs *os = data;

    for (guint i = 0; i < 200; i++) {
        OsinfoDeviceDriverList *drivers = osinfo_os_get_device_drivers(os);
        OsinfoEntity *driver = osinfo_list_get_nth(OSINFO_LIST(drivers), 0);
        g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
        g_autoptr(OsinfoDeviceList) devices = osinfo_os_get_all_devices(os, NULL);
        g_autoptr(OsinfoOs) owner =
            osinfo_media_get_os(OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 0)));

        g_assert_true(owner == os);
        g_assert_nonnull(devices);
        g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(
                            osinfo_device_driver_get_devices(OSINFO_DEVICE_DRIVER(driver)))),
                        ==, 2);
    }
    return NULL;
}

static void
test_several_threads_ask(Database *database, gconstpointer data G_GNUC_UNUSED)
{
    GThread *threads[N_THREADS];

    for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new("ask", ask_everything, get_os(database, "full"));
    for (guint i = 0; i < N_THREADS; i++)
        g_thread_join(threads[i]);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*func)(Database *database, gconstpointer data);
    } tests[] = {
        {"/records/products", test_products},
        {"/records/devices", test_devices},
        {"/records/own-filter", test_own_filter},
        {"/records/resources", test_resources},
        {"/records/parts", test_parts},
        {"/records/parts-of-parts", test_parts_of_parts},
        {"/records/damaged-owners", test_damaged_owners},
        {"/records/drivers", test_drivers},
        {"/records/deployment", test_deployment},
        {"/records/datamap", test_datamap},
        {"/records/parts-by-element", test_parts_by_element},
        {"/records/borrowed-results-stay", test_borrowed_results_stay},
        {"/records/system-dies-with-database", test_system_dies_with_database},
        {"/records/several-threads-ask", test_several_threads_ask},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].name, Database, NULL, set_up, tests[i].func, tear_down);
    return g_test_run();
}
