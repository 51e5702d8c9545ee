/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Devices behind links: links themselves, platforms and deployments.
 */
#include "config.h"

#include "model-helpers.h"

typedef struct {
    OsinfoDevice *d; /* an Ethernet card */
    OsinfoDevice *e; /* a sound card */
} Devices;

static void
set_up(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    devices->d = osinfo_device_new("d");
    devices->e = osinfo_device_new("e");
    osinfo_entity_set_param(OSINFO_ENTITY(devices->d), OSINFO_DEVICE_PROP_CLASS, "net");
    osinfo_entity_set_param(OSINFO_ENTITY(devices->e), OSINFO_DEVICE_PROP_CLASS, "audio");
}

static void
tear_down(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    g_object_unref(devices->d);
    g_object_unref(devices->e);
}

static OsinfoFilter *
new_filter(const char *key, const char *value)
{
    OsinfoFilter *filter = osinfo_filter_new();

    osinfo_filter_add_constraint(filter, key, value);
    return filter;
}

static void
test_link_has_id_of_target(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDeviceLink) link = osinfo_devicelink_new(devices->d);
    g_autoptr(OsinfoDeviceLink) bare = g_object_new(OSINFO_TYPE_DEVICELINK, NULL);
    g_autoptr(OsinfoDevice) target = NULL;

    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(link)), ==, "d");
    g_assert_true(osinfo_devicelink_get_target(link) == devices->d);
    g_object_get(link, "target", &target, NULL);
    g_assert_true(target == devices->d);
    g_assert_null(osinfo_devicelink_get_driver(link));
    osinfo_entity_set_param(OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    g_assert_cmpstr(osinfo_devicelink_get_driver(link), ==, "e1000");
    g_assert_null(osinfo_devicelink_get_target(bare));
}

static void
test_list_filters_links(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoDeviceLinkList) list = osinfo_devicelinklist_new();
    g_autoptr(OsinfoDeviceLink) one = osinfo_devicelink_new(devices->d);
    g_autoptr(OsinfoDeviceLink) two = osinfo_devicelink_new(devices->e);
    g_autoptr(OsinfoFilter) filter = new_filter(OSINFO_DEVICELINK_PROP_DRIVER, "ac97");

    osinfo_entity_set_param(OSINFO_ENTITY(two), OSINFO_DEVICELINK_PROP_DRIVER, "ac97");
    osinfo_list_add(OSINFO_LIST(list), OSINFO_ENTITY(one));
    osinfo_list_add(OSINFO_LIST(list), OSINFO_ENTITY(two));
    assert_ids(osinfo_devicelinklist_get_devices(list, NULL), "d e");
    assert_ids(osinfo_devicelinklist_get_devices(list, filter), "e");
}

static void
test_platform_last_first(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoPlatform) old = osinfo_platform_new("old");
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("platform");
    g_autoptr(OsinfoFilter) audio = new_filter(OSINFO_DEVICE_PROP_CLASS, "audio");
    OsinfoDeviceLink *link = osinfo_platform_add_device(old, devices->d);

    osinfo_entity_set_param(OSINFO_ENTITY(link), OSINFO_DEVICELINK_PROP_SUPPORTED, "false");
    osinfo_platform_add_device(old, devices->e);
    assert_ids(osinfo_platform_get_devices(old, NULL), "e d"); /* "supported" is not looked at */
    assert_ids(osinfo_platform_get_device_links(old, NULL), "e d");
    assert_ids(osinfo_platform_get_devices(old, audio), "e");
    assert_ids(osinfo_platform_get_device_links(old, audio), "");

    osinfo_platform_add_device(platform, devices->d);
    osinfo_product_add_related(OSINFO_PRODUCT(platform), OSINFO_PRODUCT_RELATIONSHIP_CLONES,
                               OSINFO_PRODUCT(old));
    assert_ids(osinfo_platform_get_all_devices(platform, NULL), "d");
    osinfo_product_add_related(OSINFO_PRODUCT(platform), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
                               OSINFO_PRODUCT(old));
    assert_ids(osinfo_platform_get_all_devices(platform, NULL), "d e");
    assert_ids(osinfo_platform_get_all_devices(platform, audio), "e");
    assert_ids(osinfo_platform_get_devices(platform, NULL), "d");
}

static void
test_deployment_prefers_last(Devices *devices, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("platform");
    g_autoptr(OsinfoDeployment) deployment = osinfo_deployment_new("deployment", os, platform);
    g_autoptr(OsinfoFilter) net = new_filter(OSINFO_DEVICE_PROP_CLASS, "net");
    g_autoptr(OsinfoFilter) none = new_filter(OSINFO_DEVICE_PROP_CLASS, "input");
    g_autoptr(OsinfoFilter) driver = new_filter(OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    OsinfoDeviceLink *first = NULL;
    OsinfoDeviceLink *second = NULL;

    g_assert_true(osinfo_deployment_get_os(deployment) == os);
    g_assert_true(osinfo_deployment_get_platform(deployment) == platform);
    g_assert_null(osinfo_deployment_get_preferred_device(deployment, NULL));
    g_assert_null(osinfo_deployment_get_preferred_device_link(deployment, NULL));

    first = osinfo_deployment_add_device(deployment, devices->d);
    second = osinfo_deployment_add_device(deployment, devices->d);
    osinfo_deployment_add_device(deployment, devices->e);
    osinfo_entity_set_param(OSINFO_ENTITY(first), OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    assert_ids(osinfo_deployment_get_devices(deployment, NULL), "e d");
    assert_ids(osinfo_deployment_get_device_links(deployment, NULL), "e d");
    g_assert_true(osinfo_deployment_get_preferred_device(deployment, NULL) == devices->e);
    g_assert_true(osinfo_deployment_get_preferred_device(deployment, net) == devices->d);
    g_assert_null(osinfo_deployment_get_preferred_device(deployment, none));
    g_assert_true(osinfo_deployment_get_preferred_device_link(deployment, driver) == first);
    osinfo_entity_set_param(OSINFO_ENTITY(second), OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    g_assert_true(osinfo_deployment_get_preferred_device_link(deployment, driver) == second);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*func)(Devices *devices, gconstpointer data);
    } tests[] = {
        {"/device/link-has-id-of-target", test_link_has_id_of_target},
        {"/device/list-filters-links", test_list_filters_links},
        {"/device/platform-last-first", test_platform_last_first},
        {"/device/deployment-prefers-last", test_deployment_prefers_last},
    };

    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].name, Devices, NULL, set_up, tests[i].func, tear_down);
    return g_test_run();
}
