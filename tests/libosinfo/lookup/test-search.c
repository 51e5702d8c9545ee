/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Systems by the words that people use.
 */
#include "config.h"

#include "sandbox.h"

#define SYSTEM(id, elements)                                                                       \
    {                                                                                              \
        id, "<os id='http://e.org/" id "'>" elements "</os>"                                       \
    }

static const struct {
    const char *id, *elements;
} files[] = {
    SYSTEM(
        "heron/9",
        "<short-id>heron9</short-id><short-id>oldheron</short-id><name>Heron Linux "
        "9</name><version>9</version>"
        "<codename>Grey Bird</codename><vendor>Big Pond, "
        "Inc</vendor><distro>heron</distro><family>linux</family>"
        "<release-date>2020-01-01</release-date><variant id='v'><name>Kheron 9</name></variant>"),
    SYSTEM("heron/9.1", "<short-id>heron9.1</short-id><name>Heron Linux 9.1</name><name "
                        "xml:lang='fr'>Héron gris 9.1</name>"
                        "<version>9.1</version><vendor>Big Pond, "
                        "Inc</vendor><distro>heron</distro><family>linux</family>"
                        "<release-date>2021-01-01</release-date>"),
    SYSTEM("heron/unknown", "<short-id>heron-unknown</short-id><name>Heron</name><version>unknown</"
                            "version><distro>heron</distro>"),
    SYSTEM("heron/10", "<short-id>heron10</short-id><name>Heron Linux "
                       "10</name><version>10</version><distro>heron</distro>"
                       "<release-status>prerelease</release-status>"),
    SYSTEM("win/2k22",
           "<short-id>win2k22</short-id><name>Microsoft Windows Server "
           "2022</name><version>10.0</version>"
           "<vendor>Microsoft Corporation</vendor><distro>win</distro><family>winnt</family>"
           "<release-date>2021-08-18</release-date>"),
    SYSTEM("win/2k25",
           "<short-id>win2k25</short-id><name>Microsoft Windows Server "
           "2025</name><version>10.0</version>"
           "<vendor>Microsoft Corporation</vendor><distro>win</distro><family>winnt</family>"
           "<release-date>2024-11-01</release-date>"),
    SYSTEM("gull/1",
           "<short-id>gull1</short-id><name>Gull 1</name><version>1</version><codename>grey "
           "bird</codename>"
           "<vendor>Other</vendor><distro>gull</distro><release-date>2025-01-01</release-date>"),
};

/* words, short ids in order, key and text of the first */
static const struct {
    const char *words, *found, *key, *text;
} searches[] = {
    {"heron 9", "heron9 heron9.1", "short-id", "heron9"},
    {"HERON-9", "heron9 heron9.1", "short-id", "heron9"},
    {"9 heron", "heron9 heron9.1", "short-id", "heron9"},
    {"heron linux version 9.1", "heron9.1 heron9", "name", "Heron Linux 9.1"},
    {"oldheron", "heron9", "short-id", "oldheron"},
    {"heron 9.1.3", "heron9.1 heron9", "short-id", "heron9.1"},
    {"her", "heron9.1 heron9 heron10 heron-unknown", "short-id", "heron9.1"},
    {"heron", "heron9.1 heron9 heron10 heron-unknown", "short-id", "heron9.1"},
    {"heron unknown", "heron-unknown", "short-id", "heron-unknown"},
    {"win 2022", "win2k22", "name", "Microsoft Windows Server 2022"},
    {"win2k22", "win2k22", "short-id", "win2k22"},
    {"windows server", "win2k25 win2k22", "name", "Microsoft Windows Server 2025"},
    {"server 2k22", "win2k22", "short-id", "win2k22"},
    {"microsoft", "win2k25 win2k22", "name", "Microsoft Windows Server 2025"},
    {"grey bird", "gull1 heron9", "codename", "grey bird"},
    {"heron grey", "heron9", "short-id", "heron9"},
    /* names in all languages */
    {"héron gris", "heron9.1", "name", "Héron gris 9.1"},
    {"heron gris", "heron9.1", "name", "Héron gris 9.1"},
    {"kheron", "heron9", "variant", "Kheron 9"},
    {"bigpond", "heron9.1 heron9", "vendor", "Big Pond, Inc"},
    {"eron", "heron9.1 heron9 heron10 heron-unknown", "short-id", "heron9.1"},
    {"linux", "heron9.1 heron9 heron10", "name", "Heron Linux 9.1"},
    {"heron latest", "heron9.1", "latest", "Heron Linux 9.1"},
    {"heron 9 win", "", NULL, NULL},
    {"heron 91", "", NULL, NULL},
    {"", "", NULL, NULL},
    {" - ", "", NULL, NULL},
    {"\xff\xfe", "", NULL, NULL},
    /* almost: a guess */
    {"hreon 9", "heron9 heron9.1", "short-id", "heron9"},
    {"windwos 2022", "win2k22", "name", "Microsoft Windows Server 2022"},
    {"zzzzzz", "", NULL, NULL},
};

static OsinfoDb *
load(void)
{
    g_autofree char *folder = sandbox_new_folder();

    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *name = g_strdelimit(g_strdup(files[i].id), "/", '-');
        g_autofree char *path = g_strdup_printf("os/e.org/%s.xml", name);

        sandbox_write_xml(folder, path, files[i].elements);
    }
    return sandbox_load(folder, NULL);
}

static char *
join(GListModel *hits)
{
    GString *text = g_string_new(NULL);
    guint before = 100;

    for (guint i = 0; i < g_list_model_get_n_items(hits); i++) {
        g_autoptr(OsinfoSearchHit) hit = g_list_model_get_item(hits, i);
        guint score = osinfo_search_hit_get_score(hit);

        g_string_append_printf(
            text, "%s%s", i > 0 ? " " : "",
            osinfo_product_get_short_id(OSINFO_PRODUCT(osinfo_search_hit_get_os(hit))));
        g_assert_cmpuint(score, >=, 1);
        g_assert_cmpuint(score, <=, before);
        before = score;
    }
    return g_string_free(text, FALSE);
}

static void
check(OsinfoDb *db)
{
    for (guint i = 0; i < G_N_ELEMENTS(searches); i++) {
        g_autoptr(GListModel) hits = osinfo_db_search_os(db, searches[i].words, 0);
        g_autoptr(OsinfoSearchHit) first = g_list_model_get_item(hits, 0);
        g_autofree char *found = join(hits);
        g_autofree char *shown = g_strescape(searches[i].words, NULL);

        g_test_message("%s", shown);
        g_assert_cmpstr(found, ==, searches[i].found);
        if (first == NULL)
            continue;
        g_assert_cmpstr(osinfo_search_hit_get_key(first), ==, searches[i].key);
        g_assert_cmpstr(osinfo_search_hit_get_text(first), ==, searches[i].text);
        g_assert_cmpint(osinfo_search_hit_is_guess(first), ==,
                        g_str_has_prefix(searches[i].words, "hreon") ||
                            g_str_has_prefix(searches[i].words, "windwos"));
    }
}

static void
test_words(void)
{
    g_autoptr(OsinfoDb) db = load();

    check(db);
}

static void
test_whole(void)
{
    static const char *const whole[] = {"heron9", "Heron Linux 9", "HERON LINUX 9", "win2k22",
                                        "Grey-Bird"};
    g_autoptr(OsinfoDb) db = load();

    for (guint i = 0; i < G_N_ELEMENTS(whole); i++) {
        g_autoptr(GListModel) hits = osinfo_db_search_os(db, whole[i], 0);
        g_autoptr(OsinfoSearchHit) first = g_list_model_get_item(hits, 0);

        g_assert_cmpuint(osinfo_search_hit_get_score(first), ==, 100);
    }
}

static void
test_limit(void)
{
    g_autoptr(OsinfoDb) db = load();
    g_autoptr(GListModel) hits = osinfo_db_search_os(db, "heron", 2);
    g_autofree char *found = join(hits);

    g_assert_cmpstr(found, ==, "heron9.1 heron9");
}

/* What programs add or change is found as what files say. */
static void
test_changed(void)
{
    g_autoptr(OsinfoDb) db = load();
    g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/own");
    g_autoptr(OsinfoOsVariant) variant = osinfo_os_variant_new("v");
    g_autoptr(GListModel) hits = NULL;
    g_autofree char *found = NULL;
    OsinfoOs *heron = osinfo_db_find_os(db, "heron9");

    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_SHORT_ID, "own");
    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_NAME, "Petrel");
    osinfo_entity_set_param(OSINFO_ENTITY(variant), OSINFO_OS_VARIANT_PROP_NAME, "Petrel Desk");
    osinfo_os_add_variant(os, variant);
    osinfo_db_add_os(db, os);
    osinfo_entity_set_param(OSINFO_ENTITY(heron), OSINFO_PRODUCT_PROP_CODENAME, "petrel nine");
    hits = osinfo_db_search_os(db, "petrel", 0);
    found = join(hits);
    g_assert_cmpstr(found, ==, "own heron9");
}

/* An empty database, and one without systems. */
static void
test_nothing(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();
    g_autoptr(GListModel) hits = osinfo_db_search_os(db, "heron", 0);

    g_assert_cmpuint(g_list_model_get_n_items(hits), ==, 0);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/search/words", test_words);
    g_test_add_func("/search/whole", test_whole);
    g_test_add_func("/search/limit", test_limit);
    g_test_add_func("/search/changed", test_changed);
    g_test_add_func("/search/nothing", test_nothing);
    return sandbox_run();
}
