/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tables of names: which statement counts for a system and an architecture, what is filled in, which
 * systems a name means and in which order, and what a table that is no such thing says.
 */
#include "config.h"

#include <string.h>

#include "osinfo/osinfo.h"
#include "sandbox.h"

#define NAMING(attributes, names) "<naming" attributes ">" names "</naming>"
#define CALLED(name) "<name>" name "</name>"

/* A system of the database; the id is http://e.org/ and the place, the short id the place without '/'. */
typedef struct {
    const char *place;
    const char *elements;
} System;

/* clang-format off */
static const System systems[] = {
    {"heron/1",         "<version>1</version><family>linux</family><distro>heron</distro><release-date>1999-01-01</release-date>"},
    {"heron/2.1",       "<version>2.1</version><codename>Sandy Shore</codename><family>linux</family><distro>heron</distro><release-date>2003-04-22</release-date>"},
    {"heron/2.10",      "<version>2.10</version><family>linux</family><distro>heron</distro><release-date>2014-12-31</release-date>"},
    {"heron/3-unknown", "<version>3-unknown</version><family>linux</family><distro>heron</distro>"},
    {"heron/git",       "<version>git</version><family>linux</family><distro>heron</distro><release-status>rolling</release-status>"},
    {"heron/4",         "<version>4</version><family>linux</family><distro>heron</distro><release-date>2020-01-01</release-date>"
                        "<media arch='aarch64'/><tree arch='all'/>"},
    {"egret/1",         "<version>1</version><family>freebsd</family><distro>egret</distro>"
                        "<identity scheme='os-release'><product>egret</product><version>1.*</version><version>7</version></identity>"
                        "<identity scheme='endoflife.date'><product>egret</product><version>1</version></identity>"
                        "<identity scheme='libguestfs'><product>egret</product><version>1.0</version></identity>"
                        "<identity scheme='cpe'><product>cpe:/o:e:egret:1</product></identity>"
                        "<identity scheme='treeinfo'><product>Egret</product><variant>sea</variant></identity>"
                        "<identity scheme='content'><expression evidence='a.b'>^Egret</expression></identity>"},
    {"unknown",         "<name>U</name>"},
};

/* Names: architecture, "all" for none; name, "-" for nothing; "~" in front of the nearest, "*" behind a beginning. */
static const struct {
    const char *place;
    const char *scheme;
    const char *names;
} name_rows[] = {
    {"heron/1",         "words",  "i686:linux-1"},
    {"heron/2.1",       "words",  "i686:heron21 x86_64:heron21_64"},
    {"heron/2.10",      "words",  "i686:heron210 x86_64:heron210_64"},
    {"heron/3-unknown", "words",  "x86_64:heron3-_64"},
    {"heron/git",       "words",  "x86_64:~linux_64"},
    {"heron/4",         "words",  "aarch64:~linux_arm"},
    {"egret/1",         "words",  ""},
    {"unknown",         "words",  ""},
    {"heron/1",         "plain",  "all:one all:heron/1"},
    {"heron/2.1",       "plain",  "all:sandy Sandy Shore 1"},
    {"heron/2.10",      "plain",  "all:other"},
    {"heron/4",         "plain",  "all:since2020*"},
    {"heron/git",       "plain",  "all:since2020*"},
    {"egret/1",         "plain",  "all:-"},
    {"unknown",         "plain",  "all:~any"},
    {"heron/1",         "odd",    "all:b"},
    {"heron/1",         "absent", ""},
    {"egret/1",         "os-release", "all:egret:1* all:egret:7"},
    {"heron/1",         "os-release", "all:heron:1"},
    {"egret/1",         "endoflife.date", "all:egret/1"},
    {"egret/1",         "libguestfs", "all:egret1.0"},
    {"egret/1",         "cpe",    "all:cpe:/o:e:egret:1"},
    {"egret/1",         "treeinfo", "all:Egret::sea"},
    {"egret/1",         "content", ""},
};

static const struct {
    const char *scheme;
    const char *name;
    const char *found; /* places, best first */
} system_rows[] = {
    {"words",  "heron21_64",  "heron/2.1"},
    {"words",  "linux_64",    "heron/git"},
    {"words",  "linux_arm",   "heron/4"},
    {"words",  "linux",       ""},
    {"plain",  "since2020",   "heron/4 heron/git heron/3-unknown"},
    {"plain",  "since2020-x", "heron/4 heron/git heron/3-unknown"},
    {"plain",  "since202",    ""},
    {"plain",  "one",         "heron/1"},
    {"plain",  "any",         "unknown"},
    {"plain",  "-",           ""},
    {"plain",  "",            ""},
    {"order",  "bird",        "heron/4 heron/2.10 heron/2.1 heron/1 heron/git heron/3-unknown egret/1 unknown"},
    {"os-release", "egret:7", "egret/1"},
    {"os-release", "heron:1", "heron/1"},
    {"absent", "one",         ""},
};

static const struct {
    const char *name;
    const char *elements;
} tables[] = {
    {"words",
     "<word arch='x86_64' text='_64'/><word arch='aarch64' text='_arm'/>"
     NAMING(" family='linux' arch='i686 x86_64 aarch64' match='nearest'", CALLED("linux{arch}"))
     NAMING(" os='http://e.org/heron/1' arch='i686'", CALLED("linux-1"))
     NAMING(" distro='egret heron' from='2' to='3' arch='i686 x86_64'", CALLED("heron{version.major}-{arch}"))
     NAMING(" distro='heron' from='2.1' to='2' arch='i686 x86_64'", CALLED("heron{version.major}{version.minor}{arch}"))},
    {"plain",
     NAMING(" match='nearest'", CALLED("any"))
     NAMING(" family='freebsd' match='none'", "")
     NAMING(" distro='heron'", CALLED("other"))
     NAMING(" distro='heron' since='2020-01-01'", CALLED("since2020*"))
     NAMING(" os='http://e.org/heron/*' from='2' to='3'", CALLED("{codename.word} {codename} {version.minor}"))
     NAMING(" os='http://e.org/none http://e.org/heron/1'", CALLED("one") CALLED("{distro}/{version}"))},
    {"odd",
     NAMING(" from='x'", CALLED("a{other}")) NAMING(" arch=''", CALLED("b")) NAMING(" os=' '", CALLED("c"))},
    {"order",
     NAMING(" match='nearest'", CALLED("bird")) NAMING(" distro='heron'", CALLED("bird"))},
    {"os-release",
     NAMING("", CALLED("{distro}:{version}"))},
};
/* clang-format on */

static OsinfoDb *db;

static OsinfoDb *
load(void)
{
    g_autofree char *folder = sandbox_new_folder();

    for (guint i = 0; i < G_N_ELEMENTS(systems); i++) {
        g_autofree char *name = g_strdelimit(g_strdup(systems[i].place), "/", '-');
        g_autofree char *path = g_strconcat("os/e.org/", name, ".xml", NULL);
        g_autofree char *text = g_strdup_printf("<os id='http://e.org/%s'>%s</os>",
                                                systems[i].place, systems[i].elements);

        sandbox_write_xml(folder, path, text);
    }
    for (guint i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autofree char *path = g_strconcat("scheme/e.org/", tables[i].name, ".xml", NULL);
        g_autofree char *text =
            g_strdup_printf("<scheme id='http://e.org/%s'><short-id>%s</short-id>%s</scheme>",
                            tables[i].name, tables[i].name, tables[i].elements);

        sandbox_write_xml(folder, path, text);
    }
    return sandbox_load(folder, NULL);
}

static OsinfoOs *
get_os(const char *place)
{
    g_autofree char *id = g_strconcat("http://e.org/", place, NULL);
    OsinfoOs *os = osinfo_db_get_os(db, id);

    g_assert_nonnull(os);
    return os;
}

static void
describe(GString *text, OsinfoIdentity *identity)
{
    const char *architecture = osinfo_identity_get_architecture(identity);
    const char *name = osinfo_identity_get_name(identity);
    OsinfoIdentityMatch match = osinfo_identity_get_match(identity);

    g_assert_cmpint(match == OSINFO_IDENTITY_MATCH_NONE, ==, name == NULL);
    g_string_append_printf(
        text, "%s%s:%s%s%s", text->len > 0 ? " " : "", architecture != NULL ? architecture : "all",
        match == OSINFO_IDENTITY_MATCH_NEAREST ? "~" : "", name != NULL ? name : "-",
        osinfo_identity_is_prefix(identity) ? "*" : "");
}

static void
test_names(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        g_autoptr(GListModel) names =
            osinfo_os_get_identities_in_scheme(get_os(name_rows[i].place), name_rows[i].scheme);
        g_autoptr(GString) text = g_string_new(NULL);

        g_test_message("%s in %s", name_rows[i].place, name_rows[i].scheme);
        for (guint j = 0; j < g_list_model_get_n_items(names); j++) {
            g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, j);

            g_assert_cmpstr(osinfo_identity_get_scheme(identity), ==, name_rows[i].scheme);
            describe(text, identity);
        }
        g_assert_cmpstr(text->str, ==, name_rows[i].names);
    }
}

static void
test_systems(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(system_rows); i++) {
        g_autoptr(OsinfoOsList) found =
            osinfo_db_find_os_by_identity(db, system_rows[i].scheme, system_rows[i].name);
        g_autoptr(GString) text = g_string_new(NULL);

        g_test_message("'%s' in %s", system_rows[i].name, system_rows[i].scheme);
        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(found)); j++)
            g_string_append_printf(
                text, "%s%s", j > 0 ? " " : "",
                osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(found), j)) +
                    strlen("http://e.org/"));
        g_assert_cmpstr(text->str, ==, system_rows[i].found);
    }
}

/* In all schemes at once; a property is what the getter says. */
static void
test_all(void)
{
    g_autoptr(GListModel) names = osinfo_os_get_identities(get_os("egret/1"));
    g_autoptr(GString) schemes = g_string_new(NULL);

    g_assert_true(g_list_model_get_item_type(names) == OSINFO_TYPE_IDENTITY);
    for (guint i = 0; i < g_list_model_get_n_items(names); i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, i);
        g_autofree char *scheme = NULL;
        g_autofree char *name = NULL;
        g_autofree char *architecture = NULL;
        OsinfoIdentityMatch match = OSINFO_IDENTITY_MATCH_NONE;
        gboolean is_prefix = FALSE;

        g_object_get(identity, "scheme", &scheme, "name", &name, "architecture", &architecture,
                     "match", &match, "prefix", &is_prefix, NULL);
        g_assert_cmpstr(scheme, ==, osinfo_identity_get_scheme(identity));
        g_assert_cmpstr(name, ==, osinfo_identity_get_name(identity));
        g_assert_cmpstr(architecture, ==, osinfo_identity_get_architecture(identity));
        g_assert_cmpint(match, ==, osinfo_identity_get_match(identity));
        g_assert_cmpint(is_prefix, ==, osinfo_identity_is_prefix(identity));
        g_string_append_printf(schemes, "%s ", scheme);
    }
    g_assert_cmpstr(
        schemes->str, ==,
        "os-release os-release endoflife.date libguestfs cpe treeinfo odd order plain ");
}

static void
test_schemes(void)
{
    g_auto(GStrv) schemes = osinfo_db_get_identity_schemes(db);
    g_autofree char *text = g_strjoinv(" ", schemes);

    g_assert_cmpstr(text, ==,
                    "content cpe disk-info endoflife.date libguestfs odd order os-release plain "
                    "treeinfo windows words");
}

/* What a program made, and a database that holds nothing, have no names. */
static void
test_nothing(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("http://e.org/heron/1");
    g_autoptr(GListModel) names = osinfo_os_get_identities(os);
    g_autoptr(OsinfoDb) empty = osinfo_db_new();
    g_auto(GStrv) schemes = osinfo_db_get_identity_schemes(empty);
    g_autoptr(OsinfoOsList) found = osinfo_db_find_os_by_identity(empty, "words", "linux");

    g_assert_cmpuint(g_list_model_get_n_items(names), ==, 0);
    g_assert_true(g_strv_contains((const char *const *)schemes, "os-release"));
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(found)), ==, 0);
}

/* The names of a system, in a database with one table. */
static GListModel *
find_names_of(const char *os, const char *namings)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *table =
        g_strdup_printf("<scheme id='http://e.org/s'><short-id>s</short-id>%s</scheme>", namings);
    g_autoptr(OsinfoDb) database = NULL;

    sandbox_write_xml(folder, "os/e.org/a-1.xml", os);
    sandbox_write_xml(folder, "scheme/e.org/s.xml", table);
    database = sandbox_load(folder, NULL);
    return osinfo_os_get_identities(osinfo_db_get_os(database, "http://e.org/a/1"));
}

static void
assert_names(GListModel *names, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(names); i++) {
        g_autoptr(OsinfoIdentity) identity = g_list_model_get_item(names, i);

        describe(text, identity);
    }
    g_assert_cmpstr(text->str, ==, expected);
}

/* What is too much is passed over, and takes its time but no more. */
static void
test_limits(void)
{
    g_autofree char *long_list = g_strnfill(4097, 'a');
    g_autofree char *too_long =
        g_strdup_printf("<naming os='%s http://e.org/a/1'><name>a</name></naming>", long_list);
    g_autoptr(GString) too_many = g_string_new(NULL);
    g_autoptr(GString) architectures =
        g_string_new("<naming arch='x86_64'><name>b</name></naming>");
    g_autoptr(GListModel) of_long = find_names_of("<os id='http://e.org/a/1'/>", too_long);
    g_autoptr(GListModel) of_many = NULL;
    g_autoptr(GListModel) of_architectures = NULL;

    for (guint i = 0; i < 1024; i++)
        g_string_append_printf(too_many, "<naming><name>n%u</name></naming>", i);
    g_string_append(too_many, "<naming><name>late</name></naming>");
    for (guint i = 0; i < 32; i++)
        g_string_append_printf(architectures, "<naming arch='a%u'><name>c</name></naming>", i);
    of_many = find_names_of("<os id='http://e.org/a/1'/>", too_many->str);
    of_architectures = find_names_of("<os id='http://e.org/a/1'/>", architectures->str);
    assert_names(of_long, "");
    assert_names(of_many, "all:n1023");
    assert_names(of_architectures, "");
    g_clear_object(&of_architectures);
    /* one fewer */
    g_string_truncate(architectures,
                      architectures->len - strlen("<naming arch='a31'><name>c</name></naming>"));
    of_architectures = find_names_of("<os id='http://e.org/a/1'/>", architectures->str);
    assert_names(of_architectures, "x86_64:b");
}

int
main(int argc, char **argv)
{
    int result = 0;

    sandbox_init(&argc, &argv);
    db = load();
    g_test_add_func("/naming/names", test_names);
    g_test_add_func("/naming/systems", test_systems);
    g_test_add_func("/naming/all", test_all);
    g_test_add_func("/naming/schemes", test_schemes);
    g_test_add_func("/naming/nothing", test_nothing);
    g_test_add_func("/naming/limits", test_limits);
    result = sandbox_run();
    g_object_unref(db);
    return result;
}
