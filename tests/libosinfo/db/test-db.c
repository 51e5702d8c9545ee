/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Databases that programs filled: finding entities, lists, and what all entities say together.
 */
#include "config.h"

#include "model-helpers.h"

#define UPGRADES OSINFO_PRODUCT_RELATIONSHIP_UPGRADES

static OsinfoOs *
add_os(OsinfoDb *db, const char *id, const char *vendor)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new(id);

    if (vendor != NULL)
        osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_VENDOR, vendor);
    osinfo_db_add_os(db, os);
    return osinfo_db_get_os(db, id);
}

static void
assert_texts(GList *texts, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (const GList *iter = texts; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", iter != texts ? " " : "", (const char *)iter->data);
    g_assert_cmpstr(text->str, ==, expected);
    g_list_free(texts);
}

static void
test_empty(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();

    g_assert_null(osinfo_db_get_os(db, "a"));
    g_assert_null(osinfo_db_get_platform(db, "a"));
    g_assert_null(osinfo_db_get_device(db, "a"));
    g_assert_null(osinfo_db_get_deployment(db, "a"));
    g_assert_null(osinfo_db_get_datamap(db, "a"));
    assert_ids(osinfo_db_get_os_list(db), "");
    assert_ids(osinfo_db_get_platform_list(db), "");
    assert_ids(osinfo_db_get_device_list(db), "");
    assert_ids(osinfo_db_get_deployment_list(db), "");
    assert_ids(osinfo_db_get_datamap_list(db), "");
    g_assert_null(osinfo_db_unique_values_for_property_in_os(db, "vendor"));
    g_assert_null(osinfo_db_unique_values_for_property_in_platform(db, "vendor"));
    g_assert_null(osinfo_db_unique_values_for_property_in_device(db, "vendor"));
    g_assert_null(osinfo_db_unique_values_for_property_in_deployment(db, "vendor"));
    assert_ids(osinfo_db_unique_values_for_os_relationship(db, UPGRADES), "");
    assert_ids(osinfo_db_unique_values_for_platform_relationship(db, UPGRADES), "");
}

static void
test_added(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("p");
    g_autoptr(OsinfoDevice) device = osinfo_device_new("d");
    g_autoptr(OsinfoDatamap) map = osinfo_datamap_new("m");
    OsinfoOs *os = add_os(db, "a", NULL);
    OsinfoOs *again = NULL;
    g_autoptr(OsinfoOsList) before = osinfo_db_get_os_list(db);

    osinfo_db_add_platform(db, platform);
    osinfo_db_add_device(db, device);
    osinfo_db_add_datamap(db, map);
    g_assert_true(osinfo_db_get_platform(db, "p") == platform);
    g_assert_true(osinfo_db_get_device(db, "d") == device);
    g_assert_true(osinfo_db_get_datamap(db, "m") == map);
    g_assert_null(osinfo_db_get_os(db, "p"));

    /* of two with one id the last counts; a list that somebody has stays as it is */
    add_os(db, "b", NULL);
    again = add_os(db, "a", NULL);
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(before), 0) == OSINFO_ENTITY(os));
    g_assert_true(again != os);
    assert_ids(g_object_ref(before), "a");
    assert_ids(osinfo_db_get_os_list(db), "b a");
}

static void
test_unique_values(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();
    OsinfoOs *a = add_os(db, "a", "X");

    add_os(db, "b", "Y");
    add_os(db, "c", NULL);
    add_os(db, "d", "X");
    osinfo_entity_add_param(OSINFO_ENTITY(a), OSINFO_PRODUCT_PROP_VENDOR, "Z");
    assert_texts(osinfo_db_unique_values_for_property_in_os(db, OSINFO_PRODUCT_PROP_VENDOR),
                 "X Z Y");
    assert_texts(osinfo_db_unique_values_for_property_in_os(db, OSINFO_ENTITY_PROP_ID), "a b c d");
    assert_texts(osinfo_db_unique_values_for_property_in_os(db, "nothing"), "");
}

static void
test_unique_relations(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();
    OsinfoProduct *a = OSINFO_PRODUCT(add_os(db, "a", NULL));
    OsinfoProduct *b = OSINFO_PRODUCT(add_os(db, "b", NULL));
    OsinfoProduct *c = OSINFO_PRODUCT(add_os(db, "c", NULL));

    osinfo_product_add_related(b, UPGRADES, a);
    osinfo_product_add_related(c, UPGRADES, a);
    osinfo_product_add_related(c, UPGRADES, b);
    assert_ids(osinfo_db_unique_values_for_os_relationship(db, UPGRADES), "a b");
    assert_ids(
        osinfo_db_unique_values_for_os_relationship(db, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM),
        "");
    assert_ids(osinfo_db_unique_values_for_platform_relationship(db, UPGRADES), "");
}

static void
test_find_deployment(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("p");
    g_autoptr(OsinfoPlatform) namesake = osinfo_platform_new("p");
    OsinfoOs *a = add_os(db, "a", NULL);
    OsinfoOs *b = add_os(db, "b", NULL);
    g_autoptr(OsinfoDeployment) one = osinfo_deployment_new("one", a, platform);
    g_autoptr(OsinfoDeployment) two = osinfo_deployment_new("two", a, platform);

    g_assert_null(osinfo_db_find_deployment(db, a, platform));
    osinfo_db_add_deployment(db, one);
    osinfo_db_add_deployment(db, two);
    g_assert_true(osinfo_db_find_deployment(db, a, platform) == one);
    g_assert_true(osinfo_db_find_deployment(db, a, namesake) == one); /* ids are compared */
    g_assert_null(osinfo_db_find_deployment(db, b, platform));
    assert_texts(osinfo_db_unique_values_for_property_in_deployment(db, OSINFO_ENTITY_PROP_ID),
                 "one two");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db/empty", test_empty);
    g_test_add_func("/db/added", test_added);
    g_test_add_func("/db/unique-values", test_unique_values);
    g_test_add_func("/db/unique-relations", test_unique_relations);
    g_test_add_func("/db/find-deployment", test_find_deployment);
    return g_test_run();
}
