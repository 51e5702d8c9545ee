/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Filters: what passes a plain one, one for products, one for device links.
 */
#include "config.h"

#include "model-helpers.h"

static OsinfoEntity *
new_device(const char *id, const char *class, const char *bus)
{
    OsinfoEntity *device = OSINFO_ENTITY(osinfo_device_new(id));

    osinfo_entity_add_param(device, OSINFO_DEVICE_PROP_CLASS, class);
    osinfo_entity_add_param(device, OSINFO_DEVICE_PROP_BUS_TYPE, bus);
    return device;
}

static void
test_all_must_hold(void)
{
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoEntity) card = new_device("card", "net", "pci");
    g_autoptr(OsinfoEntity) stick = new_device("stick", "net", "usb");
    g_autoptr(GList) values = NULL;

    g_assert_true(osinfo_filter_matches(filter, card));
    osinfo_filter_add_constraint(filter, OSINFO_DEVICE_PROP_CLASS, "net");
    g_assert_true(osinfo_filter_matches(filter, stick));
    osinfo_filter_add_constraint(filter, OSINFO_DEVICE_PROP_BUS_TYPE, "pci");
    g_assert_true(osinfo_filter_matches(filter, card));
    g_assert_false(osinfo_filter_matches(filter, stick));
    osinfo_filter_add_constraint(filter, OSINFO_DEVICE_PROP_BUS_TYPE, "usb");
    g_assert_false(osinfo_filter_matches(filter, card));
    osinfo_entity_add_param(card, OSINFO_DEVICE_PROP_BUS_TYPE, "usb");
    g_assert_true(osinfo_filter_matches(filter, card));

    values = osinfo_filter_get_constraint_values(filter, OSINFO_DEVICE_PROP_BUS_TYPE);
    g_assert_cmpstr(values->data, ==, "usb");
    g_assert_cmpstr(values->next->data, ==, "pci");
    osinfo_filter_clear_constraint(filter, OSINFO_DEVICE_PROP_BUS_TYPE);
    g_assert_true(osinfo_filter_matches(filter, stick));
    osinfo_filter_clear_constraints(filter);
    g_assert_null(osinfo_filter_get_constraint_keys(filter));
}

static void
test_no_value_no_match(void)
{
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoMedia) media = osinfo_media_new("m", NULL);

    osinfo_filter_add_constraint(filter, OSINFO_MEDIA_PROP_LIVE, "false");
    g_assert_false(osinfo_filter_matches(filter, OSINFO_ENTITY(media)));
    g_object_set(media, "live", FALSE, NULL);
    g_assert_true(osinfo_filter_matches(filter, OSINFO_ENTITY(media)));
}

static void
test_id(void)
{
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoEntity) card = new_device("card", "net", "pci");

    osinfo_filter_add_constraint(filter, "id", "card");
    g_assert_true(osinfo_filter_matches(filter, card));
    osinfo_filter_add_constraint(filter, "id", "stick");
    g_assert_false(osinfo_filter_matches(filter, card));
}

static void
test_product_relations(void)
{
    g_autoptr(OsinfoProductFilter) filter = osinfo_productfilter_new();
    g_autoptr(OsinfoProduct) base = OSINFO_PRODUCT(osinfo_os_new("base"));
    g_autoptr(OsinfoProduct) old = OSINFO_PRODUCT(osinfo_os_new("old"));
    g_autoptr(OsinfoProduct) os = OSINFO_PRODUCT(osinfo_os_new("os"));
    g_autoptr(GList) values = NULL;

    osinfo_product_add_related(os, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, base);
    g_assert_cmpint(osinfo_productfilter_add_product_constraint(
                        filter, OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM, base),
                    ==, 0);
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(os)));
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(base)));

    /* Both relations must hold, whichever is looked at last. */
    osinfo_productfilter_add_product_constraint(filter, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES, old);
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(os)));
    osinfo_product_add_related(os, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES, old);
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(os)));

    osinfo_productfilter_add_product_constraint(filter, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES, base);
    values = osinfo_productfilter_get_product_constraint_values(
        filter, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES);
    g_assert_true(values->data == base && values->next->data == old);
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(os)));
    osinfo_productfilter_clear_product_constraint(filter, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES);
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(os)));
    osinfo_productfilter_clear_product_constraints(filter);
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), OSINFO_ENTITY(base)));
}

static void
test_support_dates(void)
{
    static const struct {
        const char *release; /* NULL: not known */
        const char *eol;
        gboolean expected; /* on 2020-06-15 */
    } cases[] = {
        {NULL, NULL, TRUE},
        {"2020-06-15", "2020-06-15", TRUE},
        {"2020-06-16", NULL, FALSE},
        {NULL, "2020-06-14", FALSE},
        {"2019-01-01", "2021-01-01", TRUE},
        {"2021", "junk", TRUE},
    };
    g_autoptr(OsinfoProductFilter) filter = osinfo_productfilter_new();
    g_autoptr(GDate) day = g_date_new_dmy(15, G_DATE_JUNE, 2020);

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoEntity) os = OSINFO_ENTITY(osinfo_os_new("os"));

        if (cases[i].release != NULL)
            osinfo_entity_set_param(os, OSINFO_PRODUCT_PROP_RELEASE_DATE, cases[i].release);
        if (cases[i].eol != NULL)
            osinfo_entity_set_param(os, OSINFO_PRODUCT_PROP_EOL_DATE, cases[i].eol);
        osinfo_productfilter_add_support_date_constraint(filter, day);
        g_assert_cmpint(osinfo_filter_matches(OSINFO_FILTER(filter), os), ==, cases[i].expected);
        osinfo_productfilter_add_support_date_constraint(filter, NULL);
        g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), os));
    }
}

static void
test_device_links(void)
{
    g_autoptr(OsinfoFilter) target_filter = osinfo_filter_new();
    g_autoptr(OsinfoDeviceLinkFilter) filter = osinfo_devicelinkfilter_new(target_filter);
    g_autoptr(OsinfoDeviceLinkFilter) open = osinfo_devicelinkfilter_new(NULL);
    g_autoptr(OsinfoEntity) device = new_device("card", "net", "pci");
    g_autoptr(OsinfoEntity) link = OSINFO_ENTITY(osinfo_devicelink_new(OSINFO_DEVICE(device)));

    g_assert_true(osinfo_devicelinkfilter_get_target_filter(filter) == target_filter);
    g_assert_null(osinfo_devicelinkfilter_get_target_filter(open));
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(open), link));
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), link));
    osinfo_filter_add_constraint(target_filter, OSINFO_DEVICE_PROP_CLASS, "net");
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), link));
    osinfo_filter_add_constraint(OSINFO_FILTER(filter), OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), link));
    osinfo_entity_set_param(link, OSINFO_DEVICELINK_PROP_DRIVER, "e1000");
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), link));
    osinfo_filter_add_constraint(target_filter, OSINFO_DEVICE_PROP_CLASS, "audio");
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), link));
}

static void
test_keys(void)
{
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(GList) keys = NULL;

    osinfo_filter_add_constraint(filter, "b", "1");
    osinfo_filter_add_constraint(filter, "a", "1");
    osinfo_filter_add_constraint(filter, "b", "2");
    keys = osinfo_filter_get_constraint_keys(filter);
    g_assert_cmpuint(g_list_length(keys), ==, 2);
    g_assert_cmpstr(keys->data, ==, "b");
    g_assert_cmpstr(keys->next->data, ==, "a");
    g_assert_null(osinfo_filter_get_constraint_values(filter, "c"));
    osinfo_filter_clear_constraint(filter, "c");
}

/* Filters for products and for links say no to anything else, loudly. */
static void
test_other_entities_are_refused(void)
{
    g_autoptr(OsinfoFilter) products = OSINFO_FILTER(osinfo_productfilter_new());
    g_autoptr(OsinfoFilter) links = OSINFO_FILTER(osinfo_devicelinkfilter_new(NULL));
    g_autoptr(OsinfoEntity) device = new_device("card", "net", "pci");
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_devicelist_new());
    OsinfoFilter *filters[] = {products, links};

    osinfo_list_add(list, device);
    for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
        g_assert_false(osinfo_filter_matches(filters[i], device));
        g_test_assert_expected_messages();
        g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
        assert_ids(osinfo_list_new_filtered(list, filters[i]), "");
        g_test_assert_expected_messages();
    }
}

/* The caller's date may change afterwards. */
static void
test_date_is_copied(void)
{
    g_autoptr(OsinfoProductFilter) filter = osinfo_productfilter_new();
    g_autoptr(OsinfoEntity) os = OSINFO_ENTITY(osinfo_os_new("os"));
    g_autoptr(GDate) day = g_date_new_dmy(15, G_DATE_JUNE, 2020);

    osinfo_entity_set_param(os, OSINFO_PRODUCT_PROP_EOL_DATE, "2020-12-31");
    osinfo_productfilter_add_support_date_constraint(filter, day);
    g_date_add_years(day, 5);
    g_assert_true(osinfo_filter_matches(OSINFO_FILTER(filter), os));
    osinfo_productfilter_add_support_date_constraint(filter, day);
    g_assert_false(osinfo_filter_matches(OSINFO_FILTER(filter), os));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filter/all-must-hold", test_all_must_hold);
    g_test_add_func("/filter/no-value-no-match", test_no_value_no_match);
    g_test_add_func("/filter/id", test_id);
    g_test_add_func("/filter/product-relations", test_product_relations);
    g_test_add_func("/filter/support-dates", test_support_dates);
    g_test_add_func("/filter/keys", test_keys);
    g_test_add_func("/filter/other-entities-are-refused", test_other_entities_are_refused);
    g_test_add_func("/filter/date-is-copied", test_date_is_copied);
    g_test_add_func("/filter/device-links", test_device_links);
    return g_test_run();
}
