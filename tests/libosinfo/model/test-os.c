/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operating systems that programs made: parts, drivers, what is inherited and what is not.
 */
#include "config.h"

#include "model-helpers.h"

static void
derive(OsinfoOs *os, OsinfoProductRelationship relationship, OsinfoOs *from)
{
    osinfo_product_add_related(OSINFO_PRODUCT(os), relationship, OSINFO_PRODUCT(from));
}

static OsinfoOs *
new_os(const char *id, OsinfoProductRelationship relationship, OsinfoOs *from)
{
    OsinfoOs *os = osinfo_os_new(id);

    if (from != NULL)
        derive(os, relationship, from);
    return os;
}

static OsinfoDevice *
new_device(const char *id, const char *class)
{
    OsinfoDevice *device = osinfo_device_new(id);

    osinfo_entity_set_param(OSINFO_ENTITY(device), OSINFO_DEVICE_PROP_CLASS, class);
    return device;
}

static void
add_device(OsinfoOs *os, OsinfoDevice *device, const char *supported)
{
    OsinfoDeviceLink *link = osinfo_os_add_device(os, device);

    if (supported != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_SUPPORTED, supported);
}

static void
test_no_id(void)
{
    g_autoptr(OsinfoOs) os = g_object_new(OSINFO_TYPE_OS, NULL);

    g_assert_null(osinfo_entity_get_id(OSINFO_ENTITY(os)));
    g_assert_null(osinfo_product_get_name(OSINFO_PRODUCT(os)));
    g_assert_null(osinfo_product_get_release_date(OSINFO_PRODUCT(os)));
    g_assert_null(osinfo_os_get_family(os));
    g_assert_null(osinfo_os_get_distro(os));
    g_assert_null(osinfo_os_get_kernel_url_argument(os));
    g_assert_null(osinfo_os_get_cloud_image_username(os));
    g_assert_cmpint(osinfo_os_get_release_status(os), ==, OSINFO_RELEASE_STATUS_RELEASED);
    assert_ids(osinfo_os_get_media_list(os), "");
    assert_ids(osinfo_os_get_tree_list(os), "");
    assert_ids(osinfo_os_get_image_list(os), "");
    assert_ids(osinfo_os_get_variant_list(os), "");
    assert_ids(osinfo_os_get_minimum_resources(os), "");
    assert_ids(osinfo_os_get_recommended_resources(os), "");
    assert_ids(osinfo_os_get_maximum_resources(os), "");
    assert_ids(osinfo_os_get_network_install_resources(os), "");
    assert_ids(osinfo_os_get_firmware_list(os, NULL), "");
    assert_ids(osinfo_os_get_complete_firmware_list(os, NULL), "");
    assert_ids(osinfo_os_get_devices(os, NULL), "");
    assert_ids(osinfo_os_get_device_links(os, NULL), "");
    assert_ids(osinfo_os_get_all_devices(os, NULL), "");
    assert_ids(osinfo_os_get_all_device_links(os, NULL), "");
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "");
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(osinfo_os_get_device_drivers(os))), ==, 0);
}

static void
test_not_an_os(void)
{
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_os_get_media_list(NULL));
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_os_get_all_devices(NULL, NULL));
    g_test_assert_expected_messages();
}

static void
test_release_status(void)
{
    static const struct {
        const char *word; /* NULL: no value */
        int expected;
    } cases[] = {
        {NULL, OSINFO_RELEASE_STATUS_RELEASED},
        {"released", OSINFO_RELEASE_STATUS_RELEASED},
        {"snapshot", OSINFO_RELEASE_STATUS_SNAPSHOT},
        {"prerelease", OSINFO_RELEASE_STATUS_PRERELEASE},
        {"rolling", OSINFO_RELEASE_STATUS_ROLLING},
        {"junk", OSINFO_RELEASE_STATUS_RELEASED},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoOs) os = osinfo_os_new("os");

        if (cases[i].word != NULL)
            osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_OS_PROP_RELEASE_STATUS,
                                    cases[i].word);
        g_assert_cmpint(osinfo_os_get_release_status(os), ==, cases[i].expected);
    }
}

/* A device that a system drops and a later one brings back. */
static void
test_devices_dropped_and_back(void)
{
    static const struct {
        const char *id;
        const char *all;
        const char *own;
    } expected[] = {
        {"b1", "d", "d"}, {"r1", "", ""}, {"r2", "", ""}, {"r3", "d", "d"}, {"r4", "d", ""},
    };
    g_autoptr(OsinfoDevice) device = new_device("d", "net");
    g_autoptr(GPtrArray) systems = g_ptr_array_new_with_free_func(g_object_unref);
    OsinfoOs *last = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        last = new_os(expected[i].id, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, last);
        g_ptr_array_add(systems, last);
    }
    add_device(systems->pdata[0], device, NULL);
    add_device(systems->pdata[1], device, "false");
    add_device(systems->pdata[3], device, NULL);

    for (guint i = 0; i < systems->len; i++) {
        g_autoptr(OsinfoOs) clone =
            new_os("clone", OSINFO_PRODUCT_RELATIONSHIP_CLONES, systems->pdata[i]);
        OsinfoOs *os = systems->pdata[i];

        assert_ids(osinfo_os_get_all_devices(os, NULL), expected[i].all);
        assert_ids(osinfo_os_get_all_device_links(os, NULL), expected[i].all);
        assert_ids(osinfo_os_get_all_devices(clone, NULL), expected[i].all);
        assert_ids(osinfo_os_get_devices(os, NULL), expected[i].own);
        assert_ids(osinfo_os_get_device_links(os, NULL), expected[i].own);
        /* What the caller filters does not bring back what was dropped. */
        assert_ids(osinfo_os_get_devices_by_property(os, OSINFO_DEVICE_PROP_CLASS, "net", TRUE),
                   expected[i].all);
        assert_ids(osinfo_os_get_devices_by_property(os, OSINFO_DEVICE_PROP_CLASS, "net", FALSE),
                   expected[i].own);
        assert_ids(osinfo_os_get_devices_by_property(os, OSINFO_DEVICE_PROP_CLASS, "audio", TRUE),
                   "");
    }
}

static void
test_devices_nearest_parent_counts(void)
{
    g_autoptr(OsinfoDevice) device = new_device("d", "net");
    g_autoptr(OsinfoOs) one = osinfo_os_new("one");
    g_autoptr(OsinfoOs) two = osinfo_os_new("two");
    g_autoptr(OsinfoOs) os = new_os("os", OSINFO_PRODUCT_RELATIONSHIP_CLONES, one);

    derive(os, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, two);
    add_device(one, device, "false");
    add_device(two, device, NULL);
    assert_ids(osinfo_os_get_all_devices(os, NULL), "d");
    derive(os, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, one);
    assert_ids(osinfo_os_get_all_devices(os, NULL), "");
}

static void
test_devices_several_links(void)
{
    g_autoptr(OsinfoDevice) d = new_device("d", "net");
    g_autoptr(OsinfoDevice) e = new_device("e", "audio");
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");

    add_device(os, d, NULL);
    add_device(os, e, NULL);
    assert_ids(osinfo_os_get_devices(os, NULL), "d e");
    add_device(os, d, "false");
    assert_ids(osinfo_os_get_devices(os, NULL), "d e");
    assert_ids(osinfo_os_get_all_devices(os, NULL), "e");
    add_device(os, d, "true");
    assert_ids(osinfo_os_get_devices(os, NULL), "e d");
    assert_ids(osinfo_os_get_all_devices(os, NULL), "e d");
}

static void
test_parts_know_their_system(void)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("os:0", "x86_64");
    g_autoptr(OsinfoTree) tree = osinfo_tree_new("os:0", "x86_64");
    g_autoptr(OsinfoImage) image = osinfo_image_new("os:0", "x86_64", "raw");
    g_autoptr(OsinfoOsVariant) variant = osinfo_os_variant_new("server");
    OsinfoOs *os = osinfo_os_new("os");

    osinfo_os_add_media(os, media);
    osinfo_os_add_tree(os, tree);
    osinfo_os_add_image(os, image);
    osinfo_os_add_variant(os, variant);
    for (guint i = 0; i < 2; i++) {
        g_autoptr(OsinfoOs) of_media = osinfo_media_get_os(media);
        g_autoptr(OsinfoOs) of_tree = osinfo_tree_get_os(tree);
        g_autoptr(OsinfoOs) of_image = osinfo_image_get_os(image);
        g_autoptr(OsinfoOs) property = NULL;

        g_object_get(media, "os", &property, NULL);
        g_assert_true(of_media == os && of_tree == os && of_image == os && property == os);
        /* The second time nobody holds the system but those in this block. */
        if (i == 0)
            assert_ids(osinfo_os_get_media_list(os), "os:0");
    }
    osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VARIANT, "desktop");
    osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VARIANT, "server");
    assert_ids(osinfo_media_get_os_variants(media), "server");
    assert_ids(osinfo_tree_get_os_variants(tree), "");
    assert_ids(osinfo_image_get_os_variants(image), "");

    g_object_unref(os);
    g_assert_null(osinfo_media_get_os(media));
    g_assert_null(osinfo_tree_get_os(tree));
    g_assert_null(osinfo_image_get_os(image));
    g_assert_null(osinfo_media_get_os_variants(media));
    g_assert_null(osinfo_tree_get_os_variants(tree));
    g_assert_null(osinfo_image_get_os_variants(image));
}

static void
test_texts_inherited(void)
{
    g_autoptr(OsinfoOs) far = osinfo_os_new("far");
    g_autoptr(OsinfoOs) near = new_os("near", OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, far);
    g_autoptr(OsinfoOs) os = new_os("os", OSINFO_PRODUCT_RELATIONSHIP_CLONES, near);
    g_autofree char *own = NULL;

    g_assert_null(osinfo_os_get_kernel_url_argument(os));
    osinfo_entity_set_param(OSINFO_ENTITY(far), OSINFO_OS_PROP_KERNEL_URL_ARGUMENT, "far");
    osinfo_entity_set_param(OSINFO_ENTITY(far), OSINFO_OS_PROP_CLOUD_IMAGE_USERNAME, "user");
    osinfo_entity_set_param(OSINFO_ENTITY(far), OSINFO_OS_PROP_FAMILY, "linux");
    g_assert_cmpstr(osinfo_os_get_kernel_url_argument(os), ==, "far");
    g_assert_cmpstr(osinfo_os_get_cloud_image_username(os), ==, "user");
    g_object_get(os, "kernel-url-argument", &own, NULL);
    g_assert_null(own);
    g_assert_null(osinfo_os_get_family(os));
    osinfo_entity_set_param(OSINFO_ENTITY(near), OSINFO_OS_PROP_KERNEL_URL_ARGUMENT, "near");
    g_assert_cmpstr(osinfo_os_get_kernel_url_argument(os), ==, "near");
}

static void
add_firmware(OsinfoOs *os, const char *id, const char *type, const char *supported)
{
    g_autoptr(OsinfoFirmware) firmware = osinfo_firmware_new(id, "x86_64", type);

    if (supported != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(firmware), OSINFO_FIRMWARE_PROP_SUPPORTED, supported);
    osinfo_os_add_firmware(os, firmware);
}

static void
test_firmware(void)
{
    g_autoptr(OsinfoOs) far = osinfo_os_new("far");
    g_autoptr(OsinfoOs) near = osinfo_os_new("near");
    g_autoptr(OsinfoOs) os = new_os("os", OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, far);
    g_autoptr(OsinfoFilter) bios = osinfo_filter_new();
    g_autoptr(OsinfoFirmware) bare = osinfo_firmware_new("bare", NULL, NULL);

    derive(os, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, near); /* the last one is the nearest */
    osinfo_filter_add_constraint(bios, OSINFO_FIRMWARE_PROP_TYPE, "bios");
    add_firmware(far, "far:0", "bios", "true");
    add_firmware(near, "near:0", "bios", "false");
    add_firmware(near, "near:1", "efi", NULL); /* says neither */
    assert_ids(osinfo_os_get_firmware_list(far, NULL), "far:0");
    assert_ids(osinfo_os_get_firmware_list(near, NULL), "near:1");
    assert_ids(osinfo_os_get_firmware_list(os, NULL), "near:1");
    assert_ids(osinfo_os_get_firmware_list(os, bios), "");
    assert_ids(osinfo_os_get_complete_firmware_list(os, NULL), "near:0 near:1");
    assert_ids(osinfo_os_get_complete_firmware_list(os, bios), "near:0");

    /* A system that supports what its parents do not. */
    add_firmware(os, "os:0", "bios", "true");
    add_firmware(os, "os:1", "bios", "true");
    assert_ids(osinfo_os_get_firmware_list(os, NULL), "os:0 os:1 near:1");
    assert_ids(osinfo_os_get_complete_firmware_list(os, NULL), "os:0 os:1 near:1");
    osinfo_os_add_firmware(os, bare);
    osinfo_os_add_firmware(far, bare);
    assert_ids(osinfo_os_get_complete_firmware_list(os, NULL), "os:0 os:1 bare near:1");
}

static void
test_resources_are_the_same_objects(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autoptr(OsinfoResources) resources = osinfo_resources_new("os:0", "all");
    g_autoptr(OsinfoResourcesList) list = NULL;

    osinfo_os_add_minimum_resources(os, resources);
    list = osinfo_os_get_minimum_resources(os);
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(list), 0) == OSINFO_ENTITY(resources));
    assert_ids(osinfo_os_get_recommended_resources(os), "");
    osinfo_os_add_recommended_resources(os, resources);
    osinfo_os_add_maximum_resources(os, resources);
    osinfo_os_add_network_install_resources(os, resources);
    assert_ids(osinfo_os_get_recommended_resources(os), "os:0");
    assert_ids(osinfo_os_get_maximum_resources(os), "os:0");
    assert_ids(osinfo_os_get_network_install_resources(os), "os:0");
}

static OsinfoDeviceDriver *
add_driver(OsinfoOs *os, const char *id, const char *priority)
{
    g_autoptr(OsinfoDeviceDriver) driver = g_object_new(OSINFO_TYPE_DEVICE_DRIVER, "id", id, NULL);

    if (priority != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(driver), OSINFO_DEVICE_DRIVER_PROP_PRIORITY,
                                priority);
    osinfo_os_add_device_driver(os, driver);
    return driver;
}

static void
test_drivers(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    OsinfoDeviceDriverList *live = osinfo_os_get_device_drivers(os);
    OsinfoDeviceDriver *driver = add_driver(os, "a", "40");

    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "a");
    g_assert_cmpint(osinfo_device_driver_get_priority(driver), ==, 40);
    driver = add_driver(os, "b", NULL);
    g_assert_cmpint(osinfo_device_driver_get_priority(driver), ==, 50);
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "b");
    add_driver(os, "c", "50");
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "b c");
    add_driver(os, "d", "9000000000");
    assert_ids(osinfo_os_get_device_drivers_prioritized(os), "d");
    g_assert_true(osinfo_os_get_device_drivers(os) == live);
    assert_ids(g_object_ref(live), "a b c d");

    g_assert_false(osinfo_device_driver_get_signed(driver));
    g_assert_false(osinfo_device_driver_get_pre_installable(driver));
    g_assert_null(osinfo_device_driver_get_files(driver));
    g_assert_true(osinfo_device_driver_get_devices(driver) ==
                  osinfo_device_driver_get_devices(driver));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/os/no-id", test_no_id);
    g_test_add_func("/os/not-an-os", test_not_an_os);
    g_test_add_func("/os/release-status", test_release_status);
    g_test_add_func("/os/devices/dropped-and-back", test_devices_dropped_and_back);
    g_test_add_func("/os/devices/nearest-parent-counts", test_devices_nearest_parent_counts);
    g_test_add_func("/os/devices/several-links", test_devices_several_links);
    g_test_add_func("/os/parts-know-their-system", test_parts_know_their_system);
    g_test_add_func("/os/texts-inherited", test_texts_inherited);
    g_test_add_func("/os/firmware", test_firmware);
    g_test_add_func("/os/resources-are-the-same-objects", test_resources_are_the_same_objects);
    g_test_add_func("/os/drivers", test_drivers);
    return g_test_run();
}
