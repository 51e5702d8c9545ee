/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From operations through the builder and bytes to the reader: what goes in comes out, merged by the
 * rules of builder.h. Damaged bytes are in test-store-damage.c.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "sandbox.h"
#include "store-helpers.h"
#include "store/freshness.h"
#include "store/store_writer.h"

#define BUILD OSINFO_STORE_BUILD

static void
assert_values(Store *store, FactKind kind, const char *id, const char *key, const char *expected)
{
    g_autofree char *values = store_join_values(store, store_find(store, kind, id), key);

    g_assert_cmpstr(values, ==, expected);
}

static void
assert_parts(Store *store, const char *os, FactKind kind, const char *expected)
{
    g_autofree char *ids = store_join_parts(store, store_find(store, FACT_KIND_OS, os), kind);

    g_assert_cmpstr(ids, ==, expected);
}

static void
test_empty(void)
{
    g_autoptr(Store) store = store_from_ops(NULL, 0);
    guint32 first = 0;
    guint count = 0;

    g_assert_cmpstr(store_get_plan(store), ==, "plan");
    for (guint i = 0; i < FACT_N_ENTITY_KINDS; i++) {
        g_assert_cmpuint(store_get_range(store, (FactKind)i, &first), ==, 0);
        g_assert_cmpuint(store_find(store, (FactKind)i, "x"), ==, STORE_NONE);
    }
    for (guint i = 0; i < STORE_N_SECTIONS; i++) {
        store_get_section(store, (StoreSection)i, &count);
        if (i != STORE_SECTION_STRINGS && i != STORE_SECTION_KINDS)
            g_assert_cmpuint(count, ==, 0);
    }
    g_assert_null(store_get_record(store, 0));
    g_assert_null(store_get_record(store, STORE_NONE));
    g_assert_null(store_get_id(store, 0));
    g_assert_null(store_get_string(store, STORE_STRING_NONE));
    g_assert_cmpstr(store_get_string(store, 1), ==, "");
    g_assert_null(store_get_string(store, G_MAXUINT32));
    g_assert_cmpuint(store_find_key(store, "name"), ==, STORE_NONE);
    g_assert_null(store_get_key(store, STORE_NONE));
    g_assert_null(store_get_value(store, 0, 0));
    g_assert_null(store_get_value(store, STORE_NONE, STORE_NONE));
    g_assert_cmpuint(store_get_parts(store, 0, FACT_KIND_MEDIA, &first), ==, 0);
    store_get_edges(store, 0, &count);
    g_assert_cmpuint(count, ==, 0);
    store_get_params(store, 0, &count);
    g_assert_cmpuint(count, ==, 0);
}

static guint n_made, n_freed;

static gpointer
make_text(Store *store, const char *name)
{
    n_made++;
    return *name != '-' ? g_strconcat(store_get_plan(store), name, NULL) : NULL;
}

static void
free_text(gpointer text)
{
    n_freed++;
    g_free(text);
}

/* Made for the first who asks, by name; what could not be made is tried again; all goes with the store. */
static void
test_made(void)
{
    Store *store = store_from_ops(NULL, 0);
    gconstpointer first = store_get_made(store, "a", make_text, free_text);

    g_assert_cmpstr(first, ==, "plana");
    g_assert_true(store_get_made(store, "a", make_text, free_text) == first);
    g_assert_cmpstr(store_get_made(store, "b", make_text, free_text), ==, "planb");
    g_assert_cmpuint(n_made, ==, 2);
    g_assert_null(store_get_made(store, "-", make_text, free_text));
    g_assert_null(store_get_made(store, "-", make_text, free_text));
    g_assert_cmpuint(n_made, ==, 4);
    g_assert_cmpuint(n_freed, ==, 0);
    store_unref(store);
    g_assert_cmpuint(n_freed, ==, 2);
}

/* Found whatever the order in which they came. */
static void
test_find(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "m"),       OP_ENTITY(FACT_KIND_OS, "z"),
        OP_ENTITY(FACT_KIND_OS, "a"),       OP_ENTITY(FACT_KIND_PLATFORM, "a"),
        OP_ENTITY(FACT_KIND_DEVICE, "m"),   OP_ENTITY(FACT_KIND_OS, ""),
        OP_ENTITY(FACT_KIND_OS, "\303\244"), OP_ENTITY(FACT_KIND_OS, "mm"),
    };
    /* clang-format on */
    static const char *const sorted[] = {"", "a", "m", "mm", "z", "\303\244"};
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 first = 0;

    g_assert_cmpuint(store_get_range(store, FACT_KIND_OS, &first), ==, G_N_ELEMENTS(sorted));
    for (guint i = 0; i < G_N_ELEMENTS(sorted); i++) {
        g_assert_cmpstr(store_get_id(store, first + i), ==, sorted[i]);
        g_assert_cmpuint(store_find(store, FACT_KIND_OS, sorted[i]), ==, first + i);
        g_assert_cmpint(store_get_record(store, first + i)->kind, ==, FACT_KIND_OS);
        g_assert_cmpuint(store_get_record(store, first + i)->owner, ==, STORE_NONE);
    }
    g_assert_cmpuint(store_find(store, FACT_KIND_OS, "b"), ==, STORE_NONE);
    g_assert_cmpuint(store_find(store, FACT_KIND_OS, "zz"), ==, STORE_NONE);
    g_assert_cmpuint(store_find(store, FACT_KIND_DATAMAP, "m"), ==, STORE_NONE);
    g_assert_cmpuint(store_find(store, FACT_KIND_MEDIA, "m"), ==, STORE_NONE);
    g_assert_cmpuint(store_find(store, FACT_KIND_DEVICE, "m"), !=,
                     store_find(store, FACT_KIND_OS, "m"));
}

/* Values of one opening, then of another. */
static void
test_values(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),  OP_SET("name", "first"),  OP_SET("name", "second"),
        OP_SET("version", "1"),         OP_ADD("short-id", "x"),  OP_ADD("short-id", "y"),
        OP_ADD("short-id", "x"),        OP_SET("empty", ""),      OP_SET("x-own", "1"),
        OP_ENTITY(FACT_KIND_OS, "b"),  OP_SET("name", "other"),  OP_ENTITY(FACT_KIND_OS, "a"),
        OP_SET("name", "later"),        OP_ADD("short-id", "z"),
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));

    assert_values(store, FACT_KIND_OS, "a", "name", "later");
    assert_values(store, FACT_KIND_OS, "a", "version", "1");
    assert_values(store, FACT_KIND_OS, "a", "short-id", "x|y|x|z");
    assert_values(store, FACT_KIND_OS, "a", "empty", "");
    assert_values(store, FACT_KIND_OS, "b", "name", "other");
    assert_values(store, FACT_KIND_OS, "b", "version", "");
    g_assert_cmpstr(store_get_value(store, store_find(store, FACT_KIND_OS, "a"),
                                    store_find_key(store, "short-id")),
                    ==, "x");
    g_assert_cmpstr(store_get_value(store, store_find(store, FACT_KIND_OS, "a"),
                                    store_find_key(store, "empty")),
                    ==, "");
}

/* Of one opening the first value counts. */
static void
test_first_value_counts(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"), OP_SET("name", "first"), OP_SET("name", "second"),
        OP_PART(FACT_KIND_MEDIA, "m"), OP_SET("url", "one"), OP_SET("url", "two"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 first = 0;

    assert_values(store, FACT_KIND_OS, "a", "name", "first");
    g_assert_cmpuint(
        store_get_parts(store, store_find(store, FACT_KIND_OS, "a"), FACT_KIND_MEDIA, &first), ==,
        1);
    g_assert_cmpstr(store_get_value(store, first, store_find_key(store, "url")), ==, "one");
}

/* Unless the later one is to replace it. */
static void
test_replaced(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"), OP_REPLACE("name", "first"), OP_ADD("name", "second"),
        OP_SET("version", "1"),        OP_REPLACE("name", "third"), OP_REPLACE("version", "2"),
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));

    assert_values(store, FACT_KIND_OS, "a", "name", "third");
    assert_values(store, FACT_KIND_OS, "a", "version", "2");
}

static void
test_keys(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"), OP_SET("version", "1"), OP_SET("name", "n"), OP_ADD("x-a", "1"),
        OP_ADD("", "nameless"),        OP_ADD("X", "1"),
    };
    /* clang-format on */
    static const char *const sorted[] = {"", "X", "name", "version", "x-a"};
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));

    for (guint i = 0; i < G_N_ELEMENTS(sorted); i++) {
        g_assert_cmpuint(store_find_key(store, sorted[i]), ==, i);
        g_assert_cmpstr(store_get_key(store, i), ==, sorted[i]);
    }
    g_assert_null(store_get_key(store, G_N_ELEMENTS(sorted)));
    g_assert_cmpuint(store_find_key(store, "nam"), ==, STORE_NONE);
    g_assert_cmpuint(store_find_key(store, "zzz"), ==, STORE_NONE);
}

/* clang-format off */
static const StoreOp translated[] = {
    OP_ENTITY(FACT_KIND_OS, "plain-first"),
    OP_SET("name", "Plain"),
    OP_SET_IN("name", "Deutsch", "de"),
    OP_SET_IN("name", "Schweiz", "de_CH"),
    OP_SET_IN("name", "Brasil", "pt_BR"),
    OP_SET_IN("name", "Deutsch 2", "de"),
    OP_ENTITY(FACT_KIND_OS, "plain-last"),
    OP_SET_IN("name", "Brasil", "pt_BR"),
    OP_SET_IN("name", "Deutsch", "de"),
    OP_SET("name", "Plain"),
    OP_ENTITY(FACT_KIND_OS, "no-plain"),
    OP_SET_IN("name", "Brasil", "pt_BR"),
    OP_SET_IN("name", "Deutsch", "de"),
};
/* clang-format on */

static const struct {
    const char *languages; /* in order of preference */
    const char *plain_first;
    const char *plain_last;
    const char *no_plain;
} preferences[] = {
    {"", "Plain", "Plain", "Brasil"},
    {"C", "Plain", "Plain", "Brasil"},
    {"fr C", "Plain", "Plain", "Brasil"},
    {"de C", "Deutsch", "Deutsch", "Deutsch"},
    {"de_CH de C", "Schweiz", "Deutsch", "Deutsch"},
    {"pt_BR de C", "Brasil", "Brasil", "Brasil"},
    {"de pt_BR C", "Deutsch", "Deutsch", "Deutsch"},
    {"fr pt_BR C", "Brasil", "Brasil", "Brasil"},
    {"DE C", "Plain", "Plain", "Brasil"},
};

static void
test_translations(void)
{
    g_autoptr(Store) store = store_from_ops(translated, G_N_ELEMENTS(translated));

    for (guint i = 0; i < G_N_ELEMENTS(preferences); i++) {
        g_auto(GStrv) names = g_strsplit(preferences[i].languages, " ", -1);

        store_set_languages(store, (const char *const *)names);
        assert_values(store, FACT_KIND_OS, "plain-first", "name", preferences[i].plain_first);
        assert_values(store, FACT_KIND_OS, "plain-last", "name", preferences[i].plain_last);
        assert_values(store, FACT_KIND_OS, "no-plain", "name", preferences[i].no_plain);
        g_assert_cmpstr(store_get_value(store, store_find(store, FACT_KIND_OS, "plain-last"),
                                        store_find_key(store, "name")),
                        ==, preferences[i].plain_last);
    }
}

/* Whatever stands far behind in the list of wishes counts less. */
static void
test_many_languages(void)
{
    g_autoptr(Store) store = store_from_ops(translated, G_N_ELEMENTS(translated));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < 400; i++)
        g_ptr_array_add(names, g_strdup_printf("x%u", i));
    g_ptr_array_add(names, g_strdup("de"));
    g_ptr_array_add(names, NULL);
    store_set_languages(store, (const char *const *)names->pdata);
    assert_values(store, FACT_KIND_OS, "plain-first", "name", "Plain");
    g_free(g_ptr_array_index(names, 200));
    g_ptr_array_index(names, 200) = g_strdup("pt_BR");
    store_set_languages(store, (const char *const *)names->pdata);
    assert_values(store, FACT_KIND_OS, "plain-first", "name", "Brasil");
}

/* A later file says the name anew: the translations of before are gone with it. */
static void
test_translations_are_replaced(void)
{
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"), OP_SET("name", "Plain"), OP_SET_IN("name", "Deutsch", "de"),
        OP_ENTITY(FACT_KIND_OS, "a"), OP_SET("name", "New"),   OP_SET_IN("name", "Nouveau", "fr"),
    };
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));

    store_set_languages(store, (const char *const[]){"de", NULL});
    assert_values(store, FACT_KIND_OS, "a", "name", "New");
    store_set_languages(store, (const char *const[]){"fr", NULL});
    assert_values(store, FACT_KIND_OS, "a", "name", "Nouveau");
}

/* In the order of their coming; one of the same kind and id takes the place of the other, at the end. */
static void
test_parts(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_TREE, "a:0"), OP_END,
        OP_PART(FACT_KIND_MEDIA, "a:0"), OP_SET("url", "old"), OP_SET("live", "true"), OP_END,
        OP_PART(FACT_KIND_MEDIA, "a:1"), OP_END,
        OP_PART(FACT_KIND_IMAGE, "a:0"), OP_END,
        OP_PART(FACT_KIND_MEDIA, "a:2"), OP_END,
        OP_SET("name", "A"),
        OP_ENTITY(FACT_KIND_OS, "b"),
        OP_PART(FACT_KIND_MEDIA, "b:0"), OP_END,
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_MEDIA, "a:0"), OP_SET("url", "new"), OP_END,
        OP_PART(FACT_KIND_VARIANT, "v"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 a = store_find(store, FACT_KIND_OS, "a");
    guint32 first = 0;

    assert_parts(store, "a", FACT_KIND_MEDIA, "a:1|a:2|a:0");
    assert_parts(store, "a", FACT_KIND_TREE, "a:0");
    assert_parts(store, "a", FACT_KIND_IMAGE, "a:0");
    assert_parts(store, "a", FACT_KIND_VARIANT, "v");
    assert_parts(store, "a", FACT_KIND_FIRMWARE, "");
    assert_parts(store, "b", FACT_KIND_MEDIA, "b:0");
    assert_values(store, FACT_KIND_OS, "a", "name", "A");
    g_assert_cmpuint(store_get_parts(store, a, FACT_KIND_MEDIA, &first), ==, 3);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpuint(store_get_record(store, first + i)->owner, ==, a);
    g_assert_cmpstr(store_get_value(store, first + 2, store_find_key(store, "url")), ==, "new");
    g_assert_null(store_get_value(store, first + 2, store_find_key(store, "live")));
    g_assert_cmpuint(store_find(store, FACT_KIND_MEDIA, "a:0"), ==, STORE_NONE);
}

/* Links to one device are all kept; pairs of a datamap add up, the last one of a word wins later on. */
/* Parts may have parts, which stand together behind the parts of entities. */
static void
test_parts_of_parts(void)
{
    /* clang-format off */
    static const StoreOp nested[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_MEDIA, "a:0"),
        OP_PART(FACT_KIND_IMAGE, "i"), OP_PART(FACT_KIND_VARIANT, "v"), OP_SET("name", "V"), OP_END,
        OP_SET("url", "of i"), OP_END,
        OP_PART(FACT_KIND_FIRMWARE, "f"), OP_END,
        OP_PART(FACT_KIND_IMAGE, "j"), OP_END,
        OP_SET("url", "of a:0"), OP_END,
        OP_PART(FACT_KIND_MEDIA, "a:1"), OP_PART(FACT_KIND_IMAGE, "k"), OP_END, OP_END,
        OP_SET("name", "A"),
        OP_ENTITY(FACT_KIND_OS, "b"), OP_PART(FACT_KIND_TREE, "b:0"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(nested, G_N_ELEMENTS(nested));
    guint32 os = store_find(store, FACT_KIND_OS, "a");
    guint32 media = STORE_NONE;
    guint32 image = STORE_NONE;
    guint32 variant = STORE_NONE;
    const struct {
        const guint32 *owner;
        FactKind kind;
        const char *expected;
    } cases[] = {
        {&os, FACT_KIND_MEDIA, "a:0|a:1"}, {&os, FACT_KIND_IMAGE, ""},
        {&media, FACT_KIND_IMAGE, "i|j"},  {&media, FACT_KIND_FIRMWARE, "f"},
        {&image, FACT_KIND_VARIANT, "v"},  {&variant, FACT_KIND_VARIANT, ""},
    };

    g_assert_cmpuint(store_get_parts(store, os, FACT_KIND_MEDIA, &media), ==, 2);
    g_assert_cmpuint(store_get_parts(store, media, FACT_KIND_IMAGE, &image), ==, 2);
    g_assert_cmpuint(store_get_parts(store, image, FACT_KIND_VARIANT, &variant), ==, 1);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *ids = store_join_parts(store, *cases[i].owner, cases[i].kind);

        g_assert_cmpstr(ids, ==, cases[i].expected);
    }
    g_assert_cmpuint(store_get_record(store, variant)->owner, ==, image);
    g_assert_cmpuint(store_get_record(store, image)->owner, ==, media);
    g_assert_cmpuint(store_get_record(store, media)->owner, ==, os);
    g_assert_cmpuint(store_get_record(store, media)->n_parts, ==, 3);
    g_assert_cmpstr(store_get_value(store, media, store_find_key(store, "url")), ==, "of a:0");
    g_assert_cmpstr(store_get_value(store, image, store_find_key(store, "url")), ==, "of i");
    g_assert_cmpstr(store_get_value(store, variant, store_find_key(store, "name")), ==, "V");
    assert_values(store, FACT_KIND_OS, "a", "name", "A");
}

/* A part that is defined again loses the parts it had. */
static void
test_parts_of_replaced_parts(void)
{
    /* clang-format off */
    static const StoreOp twice[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_MEDIA, "a:0"), OP_PART(FACT_KIND_IMAGE, "i"), OP_END, OP_END,
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_MEDIA, "a:0"), OP_PART(FACT_KIND_IMAGE, "j"), OP_END, OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(twice, G_N_ELEMENTS(twice));
    guint32 media = STORE_NONE;
    g_autofree char *ids = NULL;

    g_assert_cmpuint(
        store_get_parts(store, store_find(store, FACT_KIND_OS, "a"), FACT_KIND_MEDIA, &media), ==,
        1);
    ids = store_join_parts(store, media, FACT_KIND_IMAGE);
    g_assert_cmpstr(ids, ==, "j");
}

static void
test_parts_that_add_up(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_DEVICE_LINK, "d"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "d"), OP_END,
        OP_PART(FACT_KIND_DEVICE_LINK, "e"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "e"), OP_END,
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_DEVICE_LINK, "d"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "d"), OP_END,
        OP_ENTITY(FACT_KIND_DATAMAP, "m"),
        OP_PART(FACT_KIND_ENTRIES, "m"), OP_ADD("DE", "de_DE"), OP_ADD("EN", "en_US"), OP_END,
        OP_ENTITY(FACT_KIND_DATAMAP, "m"),
        OP_PART(FACT_KIND_ENTRIES, "m"), OP_ADD("DE", "de_AT"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 first = 0;
    guint32 map = store_find(store, FACT_KIND_DATAMAP, "m");

    assert_parts(store, "a", FACT_KIND_DEVICE_LINK, "d|e|d");
    g_assert_cmpuint(store_get_parts(store, map, FACT_KIND_ENTRIES, &first), ==, 1);

    g_autofree char *values = store_join_values(store, first, "DE");

    g_assert_cmpstr(values, ==, "de_DE|de_AT");
}

static void
test_edges_and_shells(void)
{
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "b"),
        OP_EDGE(FACT_RELATION_UPGRADES, FACT_KIND_OS, "a"),
        OP_EDGE(FACT_RELATION_UPGRADES, FACT_KIND_OS, "z"),
        OP_EDGE(FACT_RELATION_CLONES, FACT_KIND_OS, "b"),
        OP_ENTITY(FACT_KIND_OS, "z"),
    };
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    static const char *const targets[] = {"a", "z", "b"};
    static const FactRelation kinds[] = {FACT_RELATION_UPGRADES, FACT_RELATION_UPGRADES,
                                         FACT_RELATION_CLONES};
    guint count = 0;
    const StoreEdgeF *edges = store_get_edges(store, store_find(store, FACT_KIND_OS, "b"), &count);

    g_assert_cmpuint(count, ==, G_N_ELEMENTS(targets));
    for (guint i = 0; i < count; i++) {
        g_assert_cmpuint(edges[i].kind, ==, kinds[i]);
        g_assert_cmpuint(edges[i].target, ==, store_find(store, FACT_KIND_OS, targets[i]));
    }
    g_assert_cmpuint(store_get_record(store, edges[0].target)->flags, ==, STORE_RECORD_SHELL);
    g_assert_cmpuint(store_get_record(store, edges[1].target)->flags, ==, 0);
    g_assert_cmpuint(store_get_record(store, edges[2].target)->flags, ==, 0);
}

static void
test_flags(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_MINIMUM_RESOURCES, "a:0"), OP_FLAGS(STORE_RECORD_INHERIT), OP_END,
        OP_PART(FACT_KIND_MINIMUM_RESOURCES, "a:1"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 first = 0;

    g_assert_cmpuint(store_get_parts(store, store_find(store, FACT_KIND_OS, "a"),
                                     FACT_KIND_MINIMUM_RESOURCES, &first),
                     ==, 2);
    g_assert_cmpuint(store_get_record(store, first)->flags, ==, STORE_RECORD_INHERIT);
    g_assert_cmpuint(store_get_record(store, first + 1)->flags, ==, 0);
}

/* Of a deployment nothing of before is left. */
static void
test_deployments(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_DEPLOYMENT, "d"),
        OP_EDGE(FACT_RELATION_OS, FACT_KIND_OS, "a"),
        OP_ADD("x-own", "1"),
        OP_PART(FACT_KIND_DEVICE_LINK, "e"), OP_END,
        OP_ENTITY(FACT_KIND_DEPLOYMENT, "d"),
        OP_EDGE(FACT_RELATION_OS, FACT_KIND_OS, "b"),
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint32 record = store_find(store, FACT_KIND_DEPLOYMENT, "d");
    guint32 first = 0;
    guint count = 0;
    const StoreEdgeF *edges = store_get_edges(store, record, &count);

    g_assert_cmpuint(count, ==, 1);
    g_assert_cmpstr(store_get_id(store, edges[0].target), ==, "b");
    g_assert_cmpuint(store_get_parts(store, record, FACT_KIND_DEVICE_LINK, &first), ==, 0);
    assert_values(store, FACT_KIND_DEPLOYMENT, "d", "x-own", "");
}

static gboolean
complete_device(const char *id, GArray *out_ops, gpointer data)
{
    static const StoreOp ops[] = {OP_SET("vendor", "of the list"),
                                  OP_SET("product", "of the list")};

    (void)data;
    if (strcmp(id, "known") != 0 && strcmp(id, "own") != 0)
        return FALSE;
    g_array_append_vals(out_ops, ops, G_N_ELEMENTS(ops));
    return TRUE;
}

static void
collect_shell(const char *id, gpointer data)
{
    g_string_append_printf(data, "%s ", id);
}

static void
test_completed(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_DEVICE, "own"), OP_SET("vendor", "mine"),
        OP_ENTITY(FACT_KIND_OS, "a"),
        OP_PART(FACT_KIND_DEVICE_LINK, "known"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "known"), OP_END,
        OP_PART(FACT_KIND_DEVICE_LINK, "x"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "unknown"), OP_END,
        OP_PART(FACT_KIND_DEVICE_LINK, "x"), OP_EDGE(FACT_RELATION_DEVICE, FACT_KIND_DEVICE, "also unknown"), OP_END,
    };
    /* clang-format on */
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GString) shells = g_string_new(NULL);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) store = NULL;

    builder_replay(builder, ops, G_N_ELEMENTS(ops));
    builder_complete(builder, FACT_KIND_DEVICE, complete_device, NULL);
    builder_foreach_shell(builder, FACT_KIND_DEVICE, collect_shell, shells);
    g_assert_cmpstr(shells->str, ==, "also unknown unknown ");
    bytes = builder_finish(builder, "plan", BUILD);
    store = store_open_bytes(bytes, BUILD, TRUE, NULL);
    assert_values(store, FACT_KIND_DEVICE, "own", "vendor", "mine");
    assert_values(store, FACT_KIND_DEVICE, "own", "product", "of the list");
    assert_values(store, FACT_KIND_DEVICE, "known", "vendor", "of the list");
    assert_values(store, FACT_KIND_DEVICE, "unknown", "vendor", "");
}

static void
test_sources_problems_overridden(void)
{
    StoreSourceF source = {.device = 1,
                           .inode = G_MAXUINT64,
                           .size = -1,
                           .modified = G_MININT64,
                           .changed = G_MAXINT64,
                           .type = STORE_SOURCE_ROOT};
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) store = NULL;
    guint count = 0;

    builder_add_source(builder, &source, "/folder");
    source.type = STORE_SOURCE_ENTRY;
    builder_add_source(builder, &source, "os/a.xml");
    builder_add_problem(builder, 3, STORE_PROBLEM_WARNING, "careful");
    builder_add_problem(builder, 0, STORE_PROBLEM_ERROR, "oh");
    builder_add_overridden_id(builder, "z");
    builder_add_overridden_id(builder, "a");
    bytes = builder_finish(builder, "", BUILD);
    store = store_open_bytes(bytes, BUILD, TRUE, NULL);
    g_assert_cmpstr(store_get_plan(store), ==, "");

    const StoreSourceF *sources = store_get_section(store, STORE_SECTION_SOURCES, &count);

    g_assert_cmpuint(count, ==, 2);
    g_assert_cmpstr(store_get_string(store, sources[0].path), ==, "/folder");
    g_assert_cmpstr(store_get_string(store, sources[1].path), ==, "os/a.xml");
    g_assert_cmpuint(sources[1].inode, ==, G_MAXUINT64);
    g_assert_cmpint(sources[1].changed, ==, G_MAXINT64);
    g_assert_cmpuint(sources[1].type, ==, STORE_SOURCE_ENTRY);

    const StoreProblemF *problems = store_get_section(store, STORE_SECTION_PROBLEMS, &count);

    g_assert_cmpuint(count, ==, 2);
    g_assert_cmpstr(store_get_string(store, problems[0].text), ==, "careful");
    g_assert_cmpuint(problems[0].step, ==, 3);
    g_assert_cmpuint(problems[1].level, ==, STORE_PROBLEM_ERROR);

    const guint32 *overridden = store_get_section(store, STORE_SECTION_OVERRIDDEN_IDS, &count);

    g_assert_cmpuint(count, ==, 2);
    g_assert_cmpstr(store_get_string(store, overridden[0]), ==, "a");
    g_assert_cmpstr(store_get_string(store, overridden[1]), ==, "z");
}

/* How long must one wait with files that changed just before they were read? A time in whole seconds,
 * or by a clock of which nothing is known, takes two seconds. */
static void
test_young_sources(void)
{
    static const struct {
        const char *root;
        gint64 changed; /* ns */
        gint64 start;
        gint64 wait;
    } cases[] = {
        {"/proc", 1001000000001, 1001000000001, 20000000},
        {"/proc", 1001000000001, 1001020000000, 1},
        {"/proc", 1001000000001, 1001020000001, 0},
        {"/proc", 1001000000001, 1000900000000, 120000001},
        {"/proc", 1001000000000, 1001000000001, 1999999999},
        {"/proc", 1001000000000, 1003000000000, 0},
        {"/proc", 0, 1003000000000, 0},
        {"/proc", G_MININT64, 1003000000000, 0},
        {"/nonexistent", 1001000000001, 1001000000001, 2000000000},
        {"/nonexistent", 1001000000001, 1003000000001, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        StoreSourceF source = {.type = STORE_SOURCE_ROOT};
        g_autoptr(Builder) builder = builder_new();
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(Store) store = NULL;

        builder_add_source(builder, &source, cases[i].root);
        source.type = STORE_SOURCE_ENTRY;
        source.changed = cases[i].changed;
        builder_add_source(builder, &source, "os/a.xml");
        bytes = builder_finish(builder, "", BUILD);
        store = store_open_bytes(bytes, BUILD, TRUE, NULL);
        g_assert_cmpint(freshness_get_wait(store, cases[i].start), ==, cases[i].wait);
    }
}

/* clang-format off */
static const StoreOp rule_ops[] = {
    OP_ENTITY(FACT_KIND_OS, "a"),
    OP_PART(FACT_KIND_MEDIA, "0"), OP_SET("volume-id", "^FEDORA_38$"), OP_END,
    OP_PART(FACT_KIND_MEDIA, "1"), OP_SET("volume-id", ".*"), OP_SET("system-id", "LINUX"), OP_END,
    OP_PART(FACT_KIND_MEDIA, "2"), OP_SET("volume-id", "^[A-Z]+$"), OP_END, /* no literal */
    OP_PART(FACT_KIND_MEDIA, "3"), OP_SET("url", "http://e.org"), OP_END,   /* no rule */
    OP_PART(FACT_KIND_MEDIA, "4"), OP_SET("volume-size", "1024"), OP_END,
    OP_PART(FACT_KIND_MEDIA, "5"), OP_SET("volume-size", "0"), OP_END,      /* no rule */
    OP_PART(FACT_KIND_TREE, "6"), OP_SET("has-treeinfo", "true"), OP_END,
    OP_PART(FACT_KIND_TREE, "7"), OP_SET("treeinfo-family", "Fedora"), OP_END, /* no rule */
    OP_PART(FACT_KIND_TREE, "8"), OP_SET("has-treeinfo", "true"), OP_SET("treeinfo-family", "^Fedora$"), OP_END,
};
/* clang-format on */

/* Every record that can match is in the index, either below one of its trigrams or among those that are
 * always tried. */
static void
test_index(void)
{
    g_autoptr(Store) store = store_from_ops(rule_ops, G_N_ELEMENTS(rule_ops));
    guint n_rules = 0;
    guint n_postings = 0;
    guint n_trigrams = 0;
    guint n_always = 0;
    const StoreRuleF *rules = store_get_section(store, STORE_SECTION_RULES, &n_rules);
    const StoreTrigramF *trigrams = store_get_section(store, STORE_SECTION_TRIGRAMS, &n_trigrams);
    const guint32 *always = store_get_section(store, STORE_SECTION_ALWAYS, &n_always);
    g_autoptr(GString) ids = g_string_new(NULL);
    g_autoptr(GString) always_ids = g_string_new(NULL);

    store_get_section(store, STORE_SECTION_POSTINGS, &n_postings);
    for (guint i = 0; i < n_rules; i++)
        g_string_append(ids, store_get_id(store, rules[i].record));
    for (guint i = 0; i < n_always; i++)
        g_string_append(always_ids, store_get_id(store, rules[always[i]].record));
    g_assert_cmpstr(ids->str, ==, "012468");
    g_assert_cmpstr(always_ids->str, ==, "246");
    g_assert_cmpuint(n_postings, ==, 3);
    for (guint i = 1; i < n_trigrams; i++)
        g_assert_cmpuint(trigrams[i - 1].key, <, trigrams[i].key);
}

/* The same operations give the same bytes, without any of the process's addresses in them. */
static void
test_reproducible(void)
{
    g_autofree char *data = sandbox_get_data();
    g_autoptr(GBytes) first = store_compile_folder(data);
    g_autoptr(GBytes) second = store_compile_folder(data);

    if (!sandbox_skips_without_data())
        g_assert_true(g_bytes_equal(first, second));
}

/* Texts stand once in the blob. */
static void
test_texts_are_shared(void)
{
    /* clang-format off */
    static const StoreOp ops[] = {
        OP_ENTITY(FACT_KIND_OS, "shared text"), OP_SET("name", "shared text"),
        OP_ADD("x-a", "shared text"), OP_ADD("shared text", "shared text"),
    };
    /* clang-format on */
    g_autoptr(Store) store = store_from_ops(ops, G_N_ELEMENTS(ops));
    guint size = 0;
    const char *blob = store_get_section(store, STORE_SECTION_STRINGS, &size);
    const char *end = blob + size;
    guint count = 0;

    for (; (blob = memmem(blob, (gsize)(end - blob), "shared text", 11)) != NULL; blob++)
        count++;
    g_assert_cmpuint(count, ==, 1);
}

/* Headers of others. Each is told from damage, since it is no reason to worry. */
static void
put_magic(StoreHeaderF *header)
{
    header->magic[0] = 'X';
}

static void
put_byte_order(StoreHeaderF *header)
{
    header->byte_order = GUINT32_SWAP_LE_BE(STORE_BYTE_ORDER);
}

static void
put_version(StoreHeaderF *header)
{
    header->version = STORE_VERSION + 1;
}

static void
put_n_sections(StoreHeaderF *header)
{
    header->n_sections++;
}

static void
put_build(StoreHeaderF *header)
{
    header->build[0]++;
}

static void
put_longer_build(StoreHeaderF *header)
{
    header->build[strlen(header->build)] = 'x';
}

static void
put_size(StoreHeaderF *header)
{
    header->file_size += 8;
}

static void
put_checksum(StoreHeaderF *header)
{
    header->checksum++;
}

static void
put_offset(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_RECORDS].offset += 4;
}

static void
put_offset_behind(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_RECORDS].offset = 0x7ffffff8;
}

static void
put_offset_into_header(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_RECORDS].offset = 8;
}

static void
put_count(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_RECORDS].count = 0x10000000;
}

static void
put_kinds(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_KINDS].count = 1;
}

static void
put_no_strings(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_STRINGS].count = 0;
}

static void
put_open_text(StoreHeaderF *header)
{
    header->sections[STORE_SECTION_STRINGS].count -= 1;
}

static const struct {
    const char *name;
    void (*put)(StoreHeaderF *header);
    gboolean seal; /* the checksum is right for it */
    StoreError error;
} headers[] = {
    {"magic", put_magic, TRUE, STORE_ERROR_NOT_A_STORE},
    {"byte-order", put_byte_order, TRUE, STORE_ERROR_NOT_A_STORE},
    {"version", put_version, TRUE, STORE_ERROR_NOT_A_STORE},
    {"sections", put_n_sections, TRUE, STORE_ERROR_NOT_A_STORE},
    {"build", put_build, TRUE, STORE_ERROR_NOT_A_STORE},
    {"longer-build", put_longer_build, TRUE, STORE_ERROR_NOT_A_STORE},
    {"size", put_size, TRUE, STORE_ERROR_DAMAGED},
    {"checksum", put_checksum, FALSE, STORE_ERROR_DAMAGED},
    {"unaligned-section", put_offset, TRUE, STORE_ERROR_DAMAGED},
    {"section-behind-the-end", put_offset_behind, TRUE, STORE_ERROR_DAMAGED},
    {"section-in-the-header", put_offset_into_header, TRUE, STORE_ERROR_DAMAGED},
    {"long-section", put_count, TRUE, STORE_ERROR_DAMAGED},
    {"few-kinds", put_kinds, TRUE, STORE_ERROR_DAMAGED},
    {"no-strings", put_no_strings, TRUE, STORE_ERROR_DAMAGED},
    {"open-text", put_open_text, TRUE, STORE_ERROR_DAMAGED},
};

static void
test_header(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GBytes) bytes = NULL;
    gsize size = 0;
    g_autofree guint8 *copy = NULL;
    g_autoptr(GBytes) changed = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "store", NULL);

    builder_replay(builder, rule_ops, G_N_ELEMENTS(rule_ops));
    bytes = builder_finish(builder, "plan", BUILD);
    copy = store_copy_bytes(bytes, &size);
    headers[row].put((StoreHeaderF *)(gpointer)copy);
    if (headers[row].seal)
        store_seal(copy, size);
    changed = g_bytes_new(copy, size);
    g_assert_null(store_open_bytes(changed, BUILD, TRUE, &error));
    g_assert_error(error, STORE_ERROR, (int)headers[row].error);
    g_clear_error(&error);

    /* the same from a file */
    g_assert_true(g_file_set_contents_full(path, (const char *)copy, (gssize)size,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
    g_assert_null(store_open_file(path, BUILD, &error));
    g_assert_error(error, STORE_ERROR, (int)headers[row].error);
}

static void
test_file(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "store", NULL);
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    Store *store = NULL;

    g_assert_null(store_open_file(path, BUILD, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_clear_error(&error);
    g_assert_null(store_open_file(folder, BUILD, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_TRUSTED);
    g_clear_error(&error);
    sandbox_write(folder, "short", "OSISTORE");

    g_autofree char *short_path = g_build_filename(folder, "short", NULL);

    g_assert_null(store_open_file(short_path, BUILD, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_A_STORE);
    g_clear_error(&error);

    builder_replay(builder, rule_ops, G_N_ELEMENTS(rule_ops));
    bytes = builder_finish(builder, "plan", BUILD);
    g_assert_true(g_file_set_contents(path, g_bytes_get_data(bytes, NULL),
                                      (gssize)g_bytes_get_size(bytes), NULL));
    store = store_open_file(path, BUILD, &error);
    g_assert_no_error(error);
    assert_parts(store, "a", FACT_KIND_TREE, "6|7|8");
    /* the file may go while it is in use */
    g_assert_cmpint(unlink(path), ==, 0);
    assert_parts(store, "a", FACT_KIND_MEDIA, "0|1|2|3|4|5");
    store_unref(store_ref(store));
    store_unref(store);
}

/* As many of everything as a database a hundred times the real one has. */
static void
test_large(void)
{
    g_autoptr(Builder) builder = builder_new();
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    g_autoptr(GArray) ops = g_array_new(FALSE, FALSE, sizeof(StoreOp));
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) store = NULL;

    for (guint i = 0; i < 100000; i++) {
        g_autofree char *id = g_strdup_printf("http://e.org/%u", i * 7919 % 100000);
        const char *kept = g_string_chunk_insert(texts, id);
        StoreOp entity[] = {OP_ENTITY(FACT_KIND_OS, kept), OP_SET("name", kept),
                            OP_PART(FACT_KIND_MEDIA, kept), OP_SET("volume-id", kept), OP_END};

        g_array_append_vals(ops, entity, G_N_ELEMENTS(entity));
    }
    builder_replay(builder, (const StoreOp *)(gpointer)ops->data, ops->len);
    bytes = builder_finish(builder, "plan", BUILD);
    store = store_open_bytes(bytes, BUILD, TRUE, NULL);
    g_assert_nonnull(store);
    for (guint i = 0; i < 100000; i += 997) {
        g_autofree char *id = g_strdup_printf("http://e.org/%u", i);

        assert_values(store, FACT_KIND_OS, id, "name", id);
        assert_parts(store, id, FACT_KIND_MEDIA, id);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/store/empty", test_empty);
    g_test_add_func("/store/made", test_made);
    g_test_add_func("/store/find", test_find);
    g_test_add_func("/store/values", test_values);
    g_test_add_func("/store/first-value-counts", test_first_value_counts);
    g_test_add_func("/store/replaced", test_replaced);
    g_test_add_func("/store/keys", test_keys);
    g_test_add_func("/store/translations", test_translations);
    g_test_add_func("/store/many-languages", test_many_languages);
    g_test_add_func("/store/translations-are-replaced", test_translations_are_replaced);
    g_test_add_func("/store/parts", test_parts);
    g_test_add_func("/store/parts-of-parts", test_parts_of_parts);
    g_test_add_func("/store/parts-of-replaced-parts", test_parts_of_replaced_parts);
    g_test_add_func("/store/parts-that-add-up", test_parts_that_add_up);
    g_test_add_func("/store/edges-and-shells", test_edges_and_shells);
    g_test_add_func("/store/flags", test_flags);
    g_test_add_func("/store/deployments", test_deployments);
    g_test_add_func("/store/completed", test_completed);
    g_test_add_func("/store/sources-problems-overridden", test_sources_problems_overridden);
    g_test_add_func("/store/young-sources", test_young_sources);
    g_test_add_func("/store/index", test_index);
    g_test_add_func("/store/reproducible", test_reproducible);
    g_test_add_func("/store/texts-are-shared", test_texts_are_shared);
    for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
        g_autofree char *path = g_strconcat("/store/header/", headers[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_header);
    }
    g_test_add_func("/store/file", test_file);
    g_test_add_func("/store/large", test_large);
    return sandbox_run();
}
