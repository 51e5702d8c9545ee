/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every entity can do, tried on a device, and how parameters and getters are the same thing.
 */
#include "config.h"

#include <osinfo/osinfo.h>

static OsinfoEntity *
new_entity(void)
{
    return OSINFO_ENTITY(osinfo_device_new("http://example.org/device"));
}

static void
assert_values(OsinfoEntity *entity, const char *key, const char *expected)
{
    g_autoptr(GList) values = osinfo_entity_get_param_value_list(entity, key);
    g_autoptr(GString) text = g_string_new(NULL);

    for (GList *value = values; value != NULL; value = value->next)
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", (char *)value->data);
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_values_add_up(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();

    assert_values(entity, "colour", "");
    osinfo_entity_add_param(entity, "colour", "red");
    osinfo_entity_add_param(entity, "colour", "blue");
    osinfo_entity_add_param(entity, "colour", "red");
    assert_values(entity, "colour", "red blue red");
    osinfo_entity_set_param(entity, "colour", "green");
    assert_values(entity, "colour", "green");
    osinfo_entity_clear_param(entity, "colour");
    assert_values(entity, "colour", "");
    g_assert_null(osinfo_entity_get_param_value(entity, "colour"));
}

static void
test_id_is_a_parameter(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();
    g_autoptr(GList) keys = NULL;

    osinfo_entity_set_param(entity, "name", "thing");
    osinfo_entity_set_param(entity, "id", "something else");
    g_assert_cmpstr(osinfo_entity_get_id(entity), ==, "http://example.org/device");
    assert_values(entity, "id", "http://example.org/device");
    keys = osinfo_entity_get_param_keys(entity);
    g_assert_cmpstr(g_list_last(keys)->data, ==, "id");
    g_object_set(entity, "id", "new", NULL);
    assert_values(entity, "id", "new");
}

static void
test_no_id(void)
{
    g_autoptr(OsinfoEntity) entity = OSINFO_ENTITY(osinfo_device_new(NULL));

    g_assert_null(osinfo_entity_get_id(entity));
    g_assert_null(osinfo_entity_get_param_value(entity, "id"));
}

static void
test_null_is_refused(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();

    osinfo_entity_set_param(entity, "name", "thing");
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_entity_set_param(entity, "name", NULL);
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_entity_add_param(entity, NULL, "x");
    g_test_assert_expected_messages();
    assert_values(entity, "name", "thing");
}

static void
test_booleans(void)
{
    static const struct {
        const char *text; /* NULL: no value */
        gboolean plain;
        gboolean with_default;
    } cases[] = {
        {NULL, FALSE, TRUE}, {"true", TRUE, TRUE},   {"yes", TRUE, TRUE},  {"false", FALSE, FALSE},
        {"1", FALSE, FALSE}, {"TRUE", FALSE, FALSE}, {"on", FALSE, FALSE}, {"", FALSE, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoEntity) entity = new_entity();

        if (cases[i].text != NULL)
            osinfo_entity_set_param(entity, "flag", cases[i].text);
        g_assert_cmpint(osinfo_entity_get_param_value_boolean(entity, "flag"), ==, cases[i].plain);
        g_assert_cmpint(osinfo_entity_get_param_value_boolean_with_default(entity, "flag", TRUE),
                        ==, cases[i].with_default);
    }
}

static void
test_numbers(void)
{
    static const struct {
        const char *text; /* NULL: no value */
        gint64 expected;
    } cases[] = {
        {NULL, -1},
        {"0", 0},
        {"12", 12},
        {"-7", -7},
        {" 5", 5},
        {"12abc", 12},
        {"zz", 0},
        {"0x1f", 31},
        {"-0X1F", -31},
        {"0x", 0},
        {"+5", 5},
        {"010", 10}, /* nobody means eight */
        {"-0010", -10},
        {"9223372036854775807", G_MAXINT64},
        {"99999999999999999999", G_MAXINT64},
        {"-99999999999999999999", G_MININT64},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoEntity) entity = new_entity();

        if (cases[i].text != NULL)
            osinfo_entity_set_param(entity, "number", cases[i].text);
        g_assert_cmpint(osinfo_entity_get_param_value_int64(entity, "number"), ==,
                        cases[i].expected);
    }
}

static void
test_words(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();
    GType type = OSINFO_TYPE_RELEASE_STATUS;

    g_assert_cmpint(
        osinfo_entity_get_param_value_enum(entity, "status", type, OSINFO_RELEASE_STATUS_SNAPSHOT),
        ==, OSINFO_RELEASE_STATUS_SNAPSHOT);
    osinfo_entity_set_param_enum(entity, "status", OSINFO_RELEASE_STATUS_ROLLING, type);
    assert_values(entity, "status", "rolling");
    g_assert_cmpint(
        osinfo_entity_get_param_value_enum(entity, "status", type, OSINFO_RELEASE_STATUS_RELEASED),
        ==, OSINFO_RELEASE_STATUS_ROLLING);
}

static void
test_words_that_are_none(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();
    GType type = OSINFO_TYPE_RELEASE_STATUS;

    osinfo_entity_set_param(entity, "status", "unheard of");
    g_assert_cmpint(
        osinfo_entity_get_param_value_enum(entity, "status", type, OSINFO_RELEASE_STATUS_SNAPSHOT),
        ==, OSINFO_RELEASE_STATUS_SNAPSHOT);
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_entity_set_param_enum(entity, "status", 99, type);
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    osinfo_entity_set_param_enum(entity, "status", OSINFO_RELEASE_STATUS_ROLLING, G_TYPE_STRING);
    g_test_assert_expected_messages();
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*");
    g_assert_cmpint(osinfo_entity_get_param_value_enum(entity, "status", G_TYPE_STRING, 7), ==, 7);
    g_test_assert_expected_messages();
    assert_values(entity, "status", "unheard of");
}

/* A text that a getter gave stays while values are added; and it may be set again itself. */
static void
test_texts_stay(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();
    const char *first = NULL;

    osinfo_entity_add_param(entity, "colour", "red");
    first = osinfo_entity_get_param_value(entity, "colour");
    for (guint i = 0; i < 100; i++)
        osinfo_entity_add_param(entity, "colour", first);
    g_assert_true(osinfo_entity_get_param_value(entity, "colour") == first);
    osinfo_entity_set_param(entity, "colour", first);
    assert_values(entity, "colour", "red");
}

static void
test_keys(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();
    static const char *const expected[] = {"a", "b", "id"};
    g_autoptr(GList) keys = NULL;
    const GList *key = NULL;

    osinfo_entity_add_param(entity, "b", "1");
    osinfo_entity_add_param(entity, "b", "2");
    osinfo_entity_add_param(entity, "c", "1");
    osinfo_entity_add_param(entity, "a", "1");
    osinfo_entity_clear_param(entity, "c");
    keys = osinfo_entity_get_param_keys(entity);
    key = keys;
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++, key = key->next) {
        g_assert_nonnull(key);
        g_assert_cmpstr(key->data, ==, expected[i]);
    }
    g_assert_null(key);
}

static void
test_getters_are_views(void)
{
    g_autoptr(OsinfoEntity) entity = new_entity();

    g_assert_null(osinfo_device_get_bus_type(OSINFO_DEVICE(entity)));
    osinfo_entity_set_param(entity, OSINFO_DEVICE_PROP_BUS_TYPE, "pci");
    g_assert_cmpstr(osinfo_device_get_bus_type(OSINFO_DEVICE(entity)), ==, "pci");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/entity/values-add-up", test_values_add_up);
    g_test_add_func("/entity/id-is-a-parameter", test_id_is_a_parameter);
    g_test_add_func("/entity/no-id", test_no_id);
    g_test_add_func("/entity/null-is-refused", test_null_is_refused);
    g_test_add_func("/entity/booleans", test_booleans);
    g_test_add_func("/entity/numbers", test_numbers);
    g_test_add_func("/entity/words", test_words);
    g_test_add_func("/entity/words-that-are-none", test_words_that_are_none);
    g_test_add_func("/entity/texts-stay", test_texts_stay);
    g_test_add_func("/entity/keys", test_keys);
    g_test_add_func("/entity/getters-are-views", test_getters_are_views);
    return g_test_run();
}
