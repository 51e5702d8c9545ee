/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The system that a name means: by id, short id, and as what is newest on a day; and names that are like one.
 */
#include "config.h"

#include "lookup/latest.h"
#include "sandbox.h"

/* id below http://e.org/, short ids with blanks between, name, version, release date, status, what it upgrades; NULL: not said */
static const struct {
    const char *id, *short_ids, *name, *version, *date, *status, *upgrades;
} systems[] = {
    {"heron/9", "heron9 grey", "Heron 9 LTS", "9", "2020-01-01", NULL, NULL},
    {"heron/10", "heron10", "Heron 10", "10", "2022-01-01", "released", "heron/9"},
    {"heron/11", "heron11", "Heron 11", "11", "2024-01-01", NULL, "heron/10"},
    {"heron/12", "heron12", "Heron 12", "12", NULL, "prerelease", "heron/11"},
    {"heron/unknown", "heron-unknown", "Heron", "unknown", NULL, NULL, "heron/12"},
    {"heron/rolling", "heronrolling", "Heron Rolling", "rolling", NULL, "rolling", "heron/11"},
    /* of the same distribution */
    {"heronx/50", "heronx50", "Heron X 50", "50", "2023-01-01", NULL, NULL},
    /* that was renumbered: an old version is greater */
    {"crane/42.3", "crane42.3", "Crane 42.3", "42.3", "2017-01-01", NULL, NULL},
    {"crane/15", "crane15", "Crane Leap 15", "15", "2018-01-01", NULL, "crane/42.3"},
    /* two lines, of which the older one is released once more later */
    {"stork/1.9", "stork1.9", "Stork 1.9", "1.9", "2022-01-01", NULL, NULL},
    {"stork/1.10", "stork1.10", "Stork 1.10", "1.10", "2024-06-01", NULL, "stork/1.9"},
    {"stork/2.0", "stork2.0", "Stork 2.0", "2.0", "2024-01-01", NULL, "stork/1.9"},
    /* the same version: the day decides */
    {"duck/2k1", "duck2k1", "Duck Server 1", "1.0", "2001-01-01", NULL, NULL},
    {"duck/2k2", "duck2k2", "Duck Server 2", "1.0", "2002-01-01", NULL, NULL},
    {"duck/home", "duckhome", "Duck Home", "2.0", "2002-01-01", NULL, NULL},
    {"swanlinux/3", "swanlinux3", "Swan 3", "3", "2021-01-01", NULL, NULL},
    {"rook/unknown", "rook-unknown", "Rook", "unknown", NULL, NULL, NULL},
    {"wren/current", "wrencurrent", "Wren", "current", NULL, NULL, NULL},
    /* a short id that looks like such a name */
    {"kiwi/1", "kiwi-latest", "Kiwi 1", "1", "2020-01-01", NULL, NULL},
    {"kiwi/2", "kiwi2", "Kiwi 2", "2", "2021-01-01", NULL, NULL},
};

static void
append_element(GString *text, const char *element, const char *value)
{
    if (value != NULL)
        g_string_append_printf(text, "<%s>%s</%s>", element, value, element);
}

static OsinfoDb *
load(void)
{
    g_autofree char *folder = sandbox_new_folder();

    for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_auto(GStrv) ids = g_strsplit(systems[i].short_ids, " ", -1);
        g_autofree char *path = g_strdelimit(g_strdup(systems[i].id), "/", '-');
        g_autofree char *file = g_strdup_printf("os/e.org/%s.xml", path);

        g_string_append_printf(text, "<os id='http://e.org/%s'>", systems[i].id);
        for (guint j = 0; ids[j] != NULL; j++)
            append_element(text, "short-id", ids[j]);
        append_element(text, "name", systems[i].name);
        append_element(text, "version", systems[i].version);
        append_element(text, "distro", g_str_has_prefix(systems[i].id, "heron") ? "heron" : "bird");
        append_element(text, "release-date", systems[i].date);
        append_element(text, "release-status", systems[i].status);
        if (systems[i].upgrades != NULL)
            g_string_append_printf(text, "<upgrades id='http://e.org/%s'/>", systems[i].upgrades);
        g_string_append(text, "</os>");
        sandbox_write_xml(folder, file, text->str);
    }
    return sandbox_load(folder, NULL);
}

/* name, short id of the system; NULL: none. It is long after all of the days above. */
static const char *const names[][2] = {
    {"http://e.org/heron/9", "heron9"},
    {"heron9", "heron9"},
    {"grey", "heron9"},
    {"HERON9", NULL},
    {"", NULL},
    {"heron", NULL},
    {"heron-latest", "heron11"},
    {"heron-lts-latest", "heron9"},
    {"heron-10-latest", "heron10"},
    {"heron-12-latest", NULL},
    {"heron-lts-9-latest", "heron9"},
    {"heron-lts-10-latest", NULL},
    {"heron-rolling-latest", "heronrolling"},
    {"heronx-latest", "heronx50"},
    {"heron-x-latest", "heronx50"}, /* of the distribution, with a word of its name */
    {"crane-latest", "crane15"},
    {"crane-leap-latest", "crane15"},
    {"stork-latest", "stork2.0"},
    {"stork-1-latest", "stork1.10"},
    {"duck-latest", "duckhome"},
    {"duck-server-latest", "duck2k2"},
    {"swan-latest", "swanlinux3"},
    {"swanlinux-latest", "swanlinux3"},
    {"bird-latest", "crane15"}, /* a distribution without a series of its name */
    {"rook-latest", NULL},
    {"wren-latest", "wrencurrent"},
    {"kiwi-latest", "kiwi-latest"},
    {"-latest", NULL},
    {"latest", NULL},
    {"heron--latest", NULL},
    {"none-latest", NULL},
    {"heron-latest ", NULL},
};

static void
test_find(void)
{
    g_autoptr(OsinfoDb) db = load();

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        OsinfoOs *os = osinfo_db_find_os(db, names[i][0]);

        g_test_message("%s", names[i][0]);
        g_assert_cmpstr(os != NULL ? osinfo_product_get_short_id(OSINFO_PRODUCT(os)) : NULL, ==,
                        names[i][1]);
    }
}

static void
test_days(void)
{
    static const struct {
        GDateYear year;
        GDateMonth month;
        const char *newest;
    } days[] = {
        {2019, 12, NULL},     {2020, 1, "heron9"},   {2021, 12, "heron9"},
        {2022, 1, "heron10"}, {2023, 12, "heron10"}, {2024, 1, "heron11"},
    };
    g_autoptr(OsinfoDb) db = load();

    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        GDate date;
        OsinfoOs *os = NULL;

        g_date_clear(&date, 1);
        g_date_set_dmy(&date, 1, days[i].month, days[i].year);
        os = latest_find(db, "heron-latest", &date);
        /* before all releases there is what is always being updated */
        g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==,
                        days[i].newest != NULL ? days[i].newest : "heronrolling");
    }
}

/* What a program adds counts, too. */
static void
test_added(void)
{
    g_autoptr(OsinfoDb) db = load();
    g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/heron/99");

    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_SHORT_ID, "own");
    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_VERSION, "99");
    osinfo_db_add_os(db, os);
    g_assert_true(osinfo_db_find_os(db, "own") == os);
    g_assert_true(osinfo_db_find_os(db, "heron-latest") == os);
}

static void
test_suggest(void)
{
    static const char *const suggestions[][2] = {
        {"heron13", "heron10"},
        {"heron 10", "heron10"},
        {"hreon10", "heron10"},
        {"stork1.1", "stork1.9"},
        {"zzz", ""},
        {"", ""},
    };
    g_autoptr(OsinfoDb) db = load();

    for (guint i = 0; i < G_N_ELEMENTS(suggestions); i++) {
        g_auto(GStrv) found = osinfo_db_suggest_os(db, suggestions[i][0]);

        g_test_message("%s: %s", suggestions[i][0], found[0] != NULL ? found[0] : "");
        g_assert_cmpuint(g_strv_length(found), <=, 3);
        g_assert_cmpint(found[0] == NULL, ==, *suggestions[i][1] == '\0');
        if (found[0] != NULL)
            g_assert_true(g_strv_contains((const char *const *)found, suggestions[i][1]));
    }
}

/* Names of the real database whose meaning does not change with the years. */
static void
test_real(void)
{
    static const char *const families[] = {"alpine",     "debian", "fedora",    "freebsd",
                                           "opensuse",   "rhel",   "rhel-9",    "ubuntu",
                                           "ubuntu-lts", "win",    "win-server"};
    g_autoptr(OsinfoDb) db = NULL;
    g_autofree char *data = NULL;

    if (sandbox_skips_without_data())
        return;
    data = sandbox_get_data();
    db = sandbox_load(data, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(families); i++) {
        g_autofree char *name = g_strconcat(families[i], "-latest", NULL);
        OsinfoOs *os = osinfo_db_find_os(db, name);

        g_assert_nonnull(os);
        g_assert_cmpint(osinfo_os_get_release_status(os), ==, OSINFO_RELEASE_STATUS_RELEASED);
        g_assert_nonnull(osinfo_product_get_release_date_string(OSINFO_PRODUCT(os)));
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/lookup/find", test_find);
    g_test_add_func("/lookup/days", test_days);
    g_test_add_func("/lookup/added", test_added);
    g_test_add_func("/lookup/suggest", test_suggest);
    g_test_add_func("/lookup/real", test_real);
    return sandbox_run();
}
