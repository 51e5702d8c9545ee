/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists of entities that programs made: order, ids, sets, and that every typed list is of its own class.
 */
#include "config.h"

#include "model-helpers.h"

static OsinfoList *
new_list(const char *ids)
{
    OsinfoList *list = OSINFO_LIST(osinfo_devicelist_new());
    g_auto(GStrv) words = g_strsplit(ids, " ", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        g_autoptr(OsinfoDevice) device = osinfo_device_new(words[i]);

        osinfo_list_add(list, OSINFO_ENTITY(device));
    }
    return list;
}

static void
test_same_id_moves_to_end(void)
{
    g_autoptr(OsinfoList) list = new_list("a b c");
    g_autoptr(OsinfoDevice) other = osinfo_device_new("a");

    osinfo_list_add(list, OSINFO_ENTITY(other));
    g_assert_cmpint(osinfo_list_get_length(list), ==, 3);
    g_assert_true(osinfo_list_find_by_id(list, "a") == OSINFO_ENTITY(other));
    assert_ids(g_steal_pointer(&list), "b c a");
}

static void
test_many_elements(void)
{
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_devicelist_new());

    for (guint i = 0; i < 500; i++) {
        g_autofree char *id = g_strdup_printf("%u", i % 400);
        g_autoptr(OsinfoDevice) device = osinfo_device_new(id);

        osinfo_list_add(list, OSINFO_ENTITY(device));
    }
    g_assert_cmpint(osinfo_list_get_length(list), ==, 400);
    g_assert_cmpstr(osinfo_entity_get_id(osinfo_list_get_nth(list, 0)), ==, "100");
    g_assert_cmpstr(osinfo_entity_get_id(osinfo_list_get_nth(list, 399)), ==, "99");
    g_assert_nonnull(osinfo_list_find_by_id(list, "250"));
    g_assert_null(osinfo_list_find_by_id(list, "400"));
}

static void
test_entities_without_id(void)
{
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_devicelist_new());
    g_autoptr(OsinfoDevice) one = osinfo_device_new(NULL);
    g_autoptr(OsinfoDevice) two = osinfo_device_new(NULL);

    osinfo_list_add(list, OSINFO_ENTITY(one));
    osinfo_list_add(list, OSINFO_ENTITY(two));
    g_assert_true(osinfo_list_get_nth(list, 0) == OSINFO_ENTITY(one));
    g_assert_null(osinfo_list_find_by_id(list, "a"));
}

static void
test_id_changes_later(void)
{
    g_autoptr(OsinfoList) list = new_list("a b");

    g_object_set(osinfo_list_get_nth(list, 0), "id", "z", NULL);
    assert_ids(g_steal_pointer(&list), "z b");
}

static void
test_sets(void)
{
    g_autoptr(OsinfoList) one = new_list("a b c");
    g_autoptr(OsinfoList) two = new_list("d c b");

    assert_ids(osinfo_list_new_union(one, two), "a b c d");
    assert_ids(osinfo_list_new_intersection(one, two), "b c");
    assert_ids(osinfo_list_new_copy(one), "a b c");
    assert_ids(osinfo_devicelist_new_union(OSINFO_DEVICELIST(one), OSINFO_DEVICELIST(two)),
               "a b c d");
    assert_ids(osinfo_devicelist_new_intersection(OSINFO_DEVICELIST(one), OSINFO_DEVICELIST(two)),
               "b c");
    assert_ids(osinfo_devicelist_new_copy(OSINFO_DEVICELIST(one)), "a b c");
    assert_ids(osinfo_devicelist_new_filtered(OSINFO_DEVICELIST(one), NULL), "a b c");
}

/* Whichever call gives them, elements come in the order of the list. */
static void
test_elements_in_order(void)
{
    g_autoptr(OsinfoList) list = new_list("q w e r t y u i o p a s d f g h j k l z x c v b n m");
    g_autoptr(GList) elements = osinfo_list_get_elements(list);
    const GList *element = elements;

    for (gint i = 0; i < osinfo_list_get_length(list); i++, element = element->next)
        g_assert_true(element->data == osinfo_list_get_nth(list, i));
    g_assert_null(element);
}

static void
test_elements_are_held(void)
{
    OsinfoList *list = new_list("a b");
    OsinfoList *copy = osinfo_list_new_copy(list);
    gpointer first = osinfo_list_get_nth(list, 0);
    gpointer kept = first;

    g_assert_true(osinfo_list_get_nth(copy, 0) == first);
    g_object_add_weak_pointer(first, &kept);
    g_object_unref(list);
    g_assert_nonnull(kept);
    g_object_unref(copy);
    g_assert_null(kept);
}

/* What is added comes behind what is there, and counts instead of what has the same id. */
static void
test_adding_to_what_is_there(void)
{
    g_autoptr(OsinfoList) one = new_list("a b c");
    g_autoptr(OsinfoList) two = new_list("c d");
    g_autoptr(OsinfoList) list = new_list("x b");
    OsinfoEntity *own = osinfo_list_find_by_id(list, "b");

    osinfo_list_add_intersection(list, one, two);
    assert_ids(g_object_ref(list), "x b c");
    g_assert_true(osinfo_list_find_by_id(list, "c") == osinfo_list_find_by_id(one, "c"));
    osinfo_list_add_union(list, two, one);
    assert_ids(g_object_ref(list), "x c d a b");
    g_assert_true(osinfo_list_find_by_id(list, "c") == osinfo_list_find_by_id(two, "c"));
    g_assert_true(osinfo_list_find_by_id(list, "b") != own);
}

/* Also where the list is its own source: what is added moves to the end, in order. */
static void
test_adding_a_list_to_itself(void)
{
    g_autoptr(OsinfoList) list = new_list("a b c d e");
    g_autoptr(OsinfoList) other = new_list("d x b");
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();

    osinfo_list_add_all(list, list);
    assert_ids(g_object_ref(list), "a b c d e");
    osinfo_list_add_intersection(list, list, other);
    assert_ids(g_object_ref(list), "a c e b d");
    osinfo_list_add_union(list, list, other);
    assert_ids(g_object_ref(list), "a c e b d x");
    osinfo_filter_add_constraint(filter, OSINFO_ENTITY_PROP_ID, "c");
    osinfo_list_add_filtered(list, list, filter);
    assert_ids(g_object_ref(list), "a e b d x c");
}

static void
test_filtered(void)
{
    g_autoptr(OsinfoList) list = new_list("a b c");
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();

    osinfo_filter_add_constraint(filter, OSINFO_DEVICE_PROP_CLASS, "net");
    assert_ids(osinfo_list_new_filtered(list, filter), "");
    osinfo_entity_set_param(osinfo_list_get_nth(list, 2), OSINFO_DEVICE_PROP_CLASS, "net");
    osinfo_entity_set_param(osinfo_list_get_nth(list, 0), OSINFO_DEVICE_PROP_CLASS, "net");
    assert_ids(osinfo_list_new_filtered(list, filter), "a c");
    assert_ids(osinfo_list_new_filtered(list, NULL), "a b c");
    assert_ids(osinfo_devicelist_new_filtered(OSINFO_DEVICELIST(list), filter), "a c");
}

/* Lists of different classes do not mix, not even when one class is below the other. */
static void
test_other_lists_are_refused(void)
{
    g_autoptr(OsinfoList) devices = new_list("a");
    g_autoptr(OsinfoList) oses = OSINFO_LIST(osinfo_oslist_new());
    g_autoptr(OsinfoList) products = OSINFO_LIST(osinfo_productlist_new());
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");

    osinfo_list_add(oses, OSINFO_ENTITY(os));
    osinfo_list_add(products, OSINFO_ENTITY(os));

#define ASSERT_REFUSED(call)                                                                       \
    G_STMT_START                                                                                   \
    {                                                                                              \
        g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");                                    \
        call;                                                                                      \
        g_test_assert_expected_messages();                                                         \
    }                                                                                              \
    G_STMT_END

    ASSERT_REFUSED(osinfo_list_add_all(oses, devices));
    ASSERT_REFUSED(osinfo_list_add_all(products, oses));
    ASSERT_REFUSED(osinfo_list_add_filtered(oses, products, NULL));
    ASSERT_REFUSED(osinfo_list_add_union(oses, oses, devices));
    ASSERT_REFUSED(osinfo_list_add_intersection(devices, oses, oses));
    ASSERT_REFUSED(g_assert_null(osinfo_list_new_union(oses, products)));
    ASSERT_REFUSED(g_assert_null(osinfo_list_new_intersection(devices, oses)));
    ASSERT_REFUSED(osinfo_list_add(oses, NULL));
    g_assert_cmpint(osinfo_list_get_length(devices), ==, 1);
    g_assert_cmpint(osinfo_list_get_length(oses), ==, 1);
    g_assert_cmpint(osinfo_list_get_length(products), ==, 1);
}

static void
test_wrong_class_is_refused(void)
{
    g_autoptr(OsinfoList) list = new_list("a");
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");

    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_list_add(list, OSINFO_ENTITY(os));
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_list_get_nth(list, 1));
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_null(osinfo_list_get_nth(list, -1));
    g_test_assert_expected_messages();
    g_assert_cmpint(osinfo_list_get_length(list), ==, 1);
}

static void
test_typed_lists(void)
{
    const struct {
        GType list;
        GType element;
        GType parent;
    } cases[] = {
        {OSINFO_TYPE_DATAMAPLIST, OSINFO_TYPE_DATAMAP, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_DEPLOYMENTLIST, OSINFO_TYPE_DEPLOYMENT, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_DEVICELIST, OSINFO_TYPE_DEVICE, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_DEVICE_DRIVERLIST, OSINFO_TYPE_DEVICE_DRIVER, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_DEVICELINKLIST, OSINFO_TYPE_DEVICELINK, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_FIRMWARELIST, OSINFO_TYPE_FIRMWARE, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_IMAGELIST, OSINFO_TYPE_IMAGE, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_MEDIALIST, OSINFO_TYPE_MEDIA, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_OSLIST, OSINFO_TYPE_OS, OSINFO_TYPE_PRODUCTLIST},
        {OSINFO_TYPE_OS_VARIANTLIST, OSINFO_TYPE_OS_VARIANT, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_PLATFORMLIST, OSINFO_TYPE_PLATFORM, OSINFO_TYPE_PRODUCTLIST},
        {OSINFO_TYPE_PRODUCTLIST, OSINFO_TYPE_PRODUCT, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_RESOURCESLIST, OSINFO_TYPE_RESOURCES, OSINFO_TYPE_LIST},
        {OSINFO_TYPE_TREELIST, OSINFO_TYPE_TREE, OSINFO_TYPE_LIST},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoList) list = g_object_new(cases[i].list, NULL);
        g_autoptr(OsinfoList) copy = osinfo_list_new_copy(list);
        g_autoptr(OsinfoList) filtered = osinfo_list_new_filtered(list, NULL);
        g_autoptr(OsinfoList) common = osinfo_list_new_intersection(list, copy);
        g_autoptr(OsinfoList) joined = osinfo_list_new_union(list, copy);
        OsinfoList *all[] = {list, copy, filtered, common, joined};

        for (guint j = 0; j < G_N_ELEMENTS(all); j++) {
            g_assert_cmpint(G_OBJECT_TYPE(all[j]), ==, cases[i].list);
            g_assert_cmpint(osinfo_list_get_element_type(all[j]), ==, cases[i].element);
        }
        g_assert_cmpint(g_type_parent(cases[i].list), ==, cases[i].parent);
        g_assert_cmpint(osinfo_list_get_length(list), ==, 0);
        g_assert_null(osinfo_list_find_by_id(list, "a"));
        g_assert_null(osinfo_list_get_elements(list));
    }
}

static void
test_values(void)
{
    g_autoptr(OsinfoList) list = new_list("a b");
    static const char *const keys[] = {"id", "name", "id", NULL};
    static const char *const none[] = {NULL};
    g_autofree const char **values = NULL;
    static const guint positions[] = {1, 7, 0};
    g_autofree const char **some = NULL;
    g_autofree const char **nothing = NULL;
    gsize n_values = 0;

    osinfo_entity_set_param(osinfo_list_get_nth(list, 1), "name", "thing");
    values = osinfo_list_get_values(list, keys, NULL, 0, &n_values);
    g_assert_cmpuint(n_values, ==, 6);
    g_assert_cmpstr(values[0], ==, "a");
    g_assert_null(values[1]);
    g_assert_cmpstr(values[2], ==, "a");
    g_assert_cmpstr(values[3], ==, "b");
    g_assert_cmpstr(values[4], ==, "thing");
    some = osinfo_list_get_values(list, keys, positions, G_N_ELEMENTS(positions), &n_values);
    g_assert_cmpuint(n_values, ==, 9);
    g_assert_cmpstr(some[0], ==, "b");
    g_assert_null(some[3]);
    g_assert_cmpstr(some[6], ==, "a");
    nothing = osinfo_list_get_values(list, none, NULL, 0, &n_values);
    g_assert_cmpuint(n_values, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/list/same-id-moves-to-end", test_same_id_moves_to_end);
    g_test_add_func("/list/many-elements", test_many_elements);
    g_test_add_func("/list/entities-without-id", test_entities_without_id);
    g_test_add_func("/list/id-changes-later", test_id_changes_later);
    g_test_add_func("/list/sets", test_sets);
    g_test_add_func("/list/elements-in-order", test_elements_in_order);
    g_test_add_func("/list/elements-are-held", test_elements_are_held);
    g_test_add_func("/list/adding-to-what-is-there", test_adding_to_what_is_there);
    g_test_add_func("/list/adding-a-list-to-itself", test_adding_a_list_to_itself);
    g_test_add_func("/list/filtered", test_filtered);
    g_test_add_func("/list/other-lists-are-refused", test_other_lists_are_refused);
    g_test_add_func("/list/wrong-class-is-refused", test_wrong_class_is_refused);
    g_test_add_func("/list/typed-lists", test_typed_lists);
    g_test_add_func("/list/values", test_values);
    return g_test_run();
}
