/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Products: relations, the walk along them, dates, short ids.
 */
#include "config.h"

#include "model-helpers.h"
#include "model/osinfo_product_private.h"

#define DERIVES_FROM OSINFO_PRODUCT_RELATIONSHIP_DERIVES_FROM
#define UPGRADES OSINFO_PRODUCT_RELATIONSHIP_UPGRADES
#define CLONES OSINFO_PRODUCT_RELATIONSHIP_CLONES

typedef struct {
    int from; /* a letter; 0: end */
    OsinfoProductRelationship relationship;
    int to;
} Relation;

/* Makes products a to h with @relations and walks from a. */
static void
assert_walk(const Relation *relations, guint ways, const char *expected)
{
    OsinfoProduct *products[8];
    g_autoptr(GPtrArray) visited = NULL;
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < G_N_ELEMENTS(products); i++) {
        const char id[] = {(char)('a' + (char)i), '\0'};

        products[i] = OSINFO_PRODUCT(osinfo_os_new(id));
    }
    for (; relations->from != 0; relations++)
        osinfo_product_add_related(products[relations->from - 'a'], relations->relationship,
                                   products[relations->to - 'a']);
    visited = product_walk(products[0], ways);
    for (guint i = 0; i < visited->len; i++)
        g_string_append(text, osinfo_entity_get_id(g_ptr_array_index(visited, i)));
    g_assert_cmpstr(text->str, ==, expected);
    for (guint i = 0; i < G_N_ELEMENTS(products); i++)
        g_object_unref(products[i]);
}

#define ALL (PRODUCT_WALK_DERIVES_FROM | PRODUCT_WALK_UPGRADES | PRODUCT_WALK_CLONES)

static void
test_walk_order(void)
{
    static const Relation relations[] = {
        {'a', CLONES, 'b'},       {'a', UPGRADES, 'c'}, {'a', DERIVES_FROM, 'd'},
        {'a', DERIVES_FROM, 'e'}, {'e', CLONES, 'f'},   {'b', DERIVES_FROM, 'g'},
        {0, DERIVES_FROM, 0},
    };

    assert_walk(relations, ALL, "aefdcbg");
    assert_walk(relations, PRODUCT_WALK_DERIVES_FROM | PRODUCT_WALK_CLONES, "aefdbg");
    assert_walk(relations, PRODUCT_WALK_DERIVES_FROM, "aed");
    assert_walk(relations, 0, "a");
}

static void
test_walk_two_ways_to_one(void)
{
    static const Relation relations[] = {
        {'a', DERIVES_FROM, 'c'}, {'a', DERIVES_FROM, 'b'}, {'b', DERIVES_FROM, 'd'},
        {'c', DERIVES_FROM, 'd'}, {'a', CLONES, 'b'},       {0, DERIVES_FROM, 0},
    };

    assert_walk(relations, ALL, "abdc");
}

static void
test_walk_circles(void)
{
    /* Products that hold each other are never freed: here, at least, they can be found. */
    static OsinfoProduct *a, *b, *c;
    g_autoptr(GPtrArray) visited = NULL;

    a = OSINFO_PRODUCT(osinfo_os_new("a"));
    b = OSINFO_PRODUCT(osinfo_os_new("b"));
    c = OSINFO_PRODUCT(osinfo_os_new("c"));
    osinfo_product_add_related(a, DERIVES_FROM, b);
    osinfo_product_add_related(b, CLONES, c);
    osinfo_product_add_related(c, UPGRADES, a);
    osinfo_product_add_related(c, CLONES, c);
    visited = product_walk(a, ALL);
    g_assert_cmpuint(visited->len, ==, 3);
    g_assert_true(visited->pdata[0] == a && visited->pdata[1] == b && visited->pdata[2] == c);
    g_assert_null(osinfo_os_get_kernel_url_argument(OSINFO_OS(a)));
}

static void
test_related_last_first(void)
{
    g_autoptr(OsinfoProduct) os = OSINFO_PRODUCT(osinfo_os_new("os"));
    g_autoptr(OsinfoProduct) a = OSINFO_PRODUCT(osinfo_os_new("a"));
    g_autoptr(OsinfoProduct) b = OSINFO_PRODUCT(osinfo_os_new("b"));

    assert_ids(osinfo_product_get_related(os, DERIVES_FROM), "");
    osinfo_product_add_related(os, DERIVES_FROM, a);
    osinfo_product_add_related(os, DERIVES_FROM, b);
    osinfo_product_add_related(os, UPGRADES, a);
    assert_ids(osinfo_product_get_related(os, DERIVES_FROM), "b a");
    assert_ids(osinfo_product_get_related(os, UPGRADES), "a");
    assert_ids(osinfo_product_get_related(os, CLONES), "");
}

static void
test_dates(void)
{
    static const struct {
        const char *text;     /* NULL: no value */
        int year, month, day; /* 0: no date */
    } cases[] = {
        {NULL, 0, 0, 0},         {"2024-02-29", 2024, 2, 29}, {"2023-02-29", 0, 0, 0},
        {"2020", 0, 0, 0},       {"2020-06", 0, 0, 0},        {"junk", 0, 0, 0},
        {"", 0, 0, 0},           {"2020-13-01", 0, 0, 0},     {"2020-00-10", 0, 0, 0},
        {"0000-01-01", 0, 0, 0}, {"20a0-01-01", 0, 0, 0},     {"2020-01-01 ", 0, 0, 0},
        {"2020/01/01", 0, 0, 0}, {"2020-1-001", 0, 0, 0},     {"1999-12-31", 1999, 12, 31},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(OsinfoProduct) os = OSINFO_PRODUCT(osinfo_os_new("os"));
        g_autoptr(GDate) release = NULL;
        g_autoptr(GDate) eol = NULL;

        if (cases[i].text != NULL) {
            osinfo_entity_set_param(OSINFO_ENTITY(os), "release-date", cases[i].text);
            osinfo_entity_set_param(OSINFO_ENTITY(os), "eol-date", cases[i].text);
        }
        g_assert_cmpstr(osinfo_product_get_release_date_string(os), ==, cases[i].text);
        g_assert_cmpstr(osinfo_product_get_eol_date_string(os), ==, cases[i].text);
        release = osinfo_product_get_release_date(os);
        eol = osinfo_product_get_eol_date(os);
        g_assert_cmpint(release != NULL, ==, cases[i].year != 0);
        g_assert_cmpint(eol != NULL, ==, cases[i].year != 0);
        if (release == NULL)
            continue;
        g_assert_cmpint(g_date_get_year(release), ==, cases[i].year);
        g_assert_cmpint((int)g_date_get_month(release), ==, cases[i].month);
        g_assert_cmpint(g_date_get_day(release), ==, cases[i].day);
    }
}

static void
test_short_ids(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autoptr(GList) ids = NULL;
    g_autofree char *property = NULL;

    g_assert_null(osinfo_product_get_short_id_list(OSINFO_PRODUCT(os)));
    osinfo_entity_add_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_SHORT_ID, "one");
    osinfo_entity_add_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_SHORT_ID, "two");
    g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==, "one");
    ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));
    g_assert_cmpuint(g_list_length(ids), ==, 2);
    g_object_get(os, "short-id", &property, NULL);
    g_assert_cmpstr(property, ==, "one");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/product/walk-order", test_walk_order);
    g_test_add_func("/product/walk-two-ways-to-one", test_walk_two_ways_to_one);
    g_test_add_func("/product/walk-circles", test_walk_circles);
    g_test_add_func("/product/related-last-first", test_related_last_first);
    g_test_add_func("/product/dates", test_dates);
    g_test_add_func("/product/short-ids", test_short_ids);
    return g_test_run();
}
