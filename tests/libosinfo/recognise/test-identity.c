/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What systems are called elsewhere: which names a system has of its own and of its series, which
 * systems a name means, and which relative is the nearest of one that is not there.
 */
#include "config.h"

#include <string.h>

#include "recognise/identity.h"
#include "sandbox.h"
#include "store-helpers.h"

#define NAME(scheme, words) "<identity scheme='" scheme "'>" words "</identity>"
#define LATER(scheme, words) "<identity scheme='" scheme "' scope='later'>" words "</identity>"
#define HERON "<product>heron</product>"

/* A system of the database; the id is http://example.org/ and the place. */
typedef struct {
    const char *place;
    const char *version; /* NULL: none */
    const char *status;  /* NULL: released */
    const char *identities;
} System;

/* clang-format off */
static const System systems[] = {
    {"heron/1", "1", NULL, NULL},
    {"heron/2", "2", NULL, LATER("os-release", HERON "<version>{version}</version>")
                           LATER("cpe", "<product>cpe:/o:example:heron:{version}</product>")
                           LATER("endoflife.date", HERON "<version>{version.major}</version>")},
    {"heron/9", "9", NULL, NULL},
    {"heron/10", "10", NULL, NULL},
    {"heron/10.1", "10.1", NULL, NAME("os-release", HERON "<version>10.1.*</version>")},
    {"heron/10.2", "10.2", "prerelease", NULL},
    {"heron/11", "11", "rolling", NULL},
    {"heron/11.0", "11", NULL, LATER("cpe", "<product>cpe:/o:example:heron:{version}:ga</product>")
                               LATER("cpe", "<product>cpe:/o:example:egret:{version}</product>")},
    {"heron/12", "12", NULL, LATER("cpe", "<product>cpe:/o:example:heron:{version}:sp{version.minor}</product>")},
    {"heron/12.3", "12.3", NULL, NULL},
    {"heron/12-unknown", "12-unknown", "prerelease", NULL},
    {"heron/unknown", "unknown", NULL, NULL},
    {"heron/git", "git", "rolling", NAME("os-release", HERON)},
    {"heron-edge/10", "10", NULL, LATER("os-release", HERON "<variant>edge</variant><version>{version}</version>")},
    {"wader/7", "7", NULL, LATER("content", "<version>{version}.*</version>"
                                            "<expression evidence='wader.name'>^wader-[a-z]+-([0-9.]{1,9})</expression>")
                           LATER("content", "<version>{version}</version><expression evidence='sbat.vendor'>^Wader</expression>")
                           LATER("content", "<expression evidence='wader.maker'>^Wader</expression>")
                           LATER("content", "<version>{version}</version><expression evidence='wader.id+wader.version'>^wader ([0-9.]+)$</expression>")},
    {"wader/8", "8", NULL, NAME("content", "<expression evidence='sbat.vendor'>^Wader 8</expression>")},
    {"wader/8.1", "8.1", NULL, NULL},
    {"win/a", "6.1", NULL, NAME("windows", "<product>client</product><version>7600</version><version>7601</version>")},
    {"win/b", "6.2", NULL, NAME("windows", "<product>client</product><version>9200</version>")},
    {"win/c", "6.2", NULL, NAME("windows", "<product>server</product><version>9200</version>")},
    {"gull/1", NULL, NULL, NAME("os-release", "<product>gull</product><version>*</version>")
                           NAME("libguestfs", "<product>redbird</product><version>1.0</version>")},
    {"gull/2", "2", NULL, NAME("libguestfs", "<product>redbird</product><version>1.0</version>")},
    {"gull/3", "3", NULL, NAME("libguestfs", "<product>bluebird</product><version>3.*</version>")},
    {"gull/3.1", "3.1", NULL, NAME("libguestfs", "<product>bluebird</product><version>3.1</version>")},
    {"faults/1", "1", NULL, NAME("other", HERON) NAME("os-release", "") NAME("content", "<version>1</version>")
                            NAME("cpe", "<product>heron</product>") "<identity/>"},
    {"faults/2", NULL, NULL, LATER("os-release", "<product>faults</product>")},
};

static const struct {
    const char *scheme;
    const char *name;
    const char *found;   /* places, with blanks between */
    const char *nearest; /* a place; "-": there is no such family */
} name_rows[] = {
    {"os-release", "heron:9", "heron/9", "heron/9"},
    {"os-release", "heron:2", "heron/2", "heron/2"},
    {"os-release", "heron:1", "", "heron/2"},            /* before the statement */
    {"os-release", "heron:10", "heron/10", "heron/10"},
    {"os-release", "heron:10.0", "", "heron/10"},
    {"os-release", "heron:10.1", "heron/10.1", "heron/10.1"},
    {"os-release", "heron:10.1.7", "heron/10.1", "heron/10.1"},
    {"os-release", "heron:10.10", "", "heron/10.1"},     /* 10.2 is not released */
    {"os-release", "heron:10.2", "heron/10.2", "heron/10.1"},
    {"os-release", "heron:11", "heron/11 heron/11.0", "heron/11.0"}, /* not the rolling one */
    {"os-release", "heron:11.9", "", "heron/11.0"},
    {"os-release", "heron:99", "", "heron/12.3"},
    {"os-release", "heron", "heron/git", "heron/12.3"},
    {"os-release", "heron:10:edge", "heron-edge/10", "heron-edge/10"},
    {"os-release", "heron:9:edge", "", "heron-edge/10"},
    {"os-release", "heron:9:desktop", "heron/9", "heron/9"}, /* an edition that nobody speaks of */
    {"os-release", "gull", "gull/1", "gull/1"},
    {"os-release", "gull:20260101", "gull/1", "gull/1"},
    {"os-release", "Heron:9", "", "-"},
    {"os-release", "hero:9", "", "-"},
    {"os-release", "herons:9", "", "-"},
    {"os-release", "faults", "", "-"},                   /* stated where there is no order */
    {"endoflife.date", "heron/12", "heron/12 heron/12.3", "heron/12.3"},
    {"endoflife.date", "heron/10", "heron/10 heron/10.1 heron/10.2", "heron/10.1"},
    {"cpe", "cpe:/o:example:heron:9", "heron/9", "heron/9"},
    {"cpe", "cpe:2.3:o:Example:heron:9:*:*:*:*:*:*:*", "heron/9", "heron/9"},
    {"cpe", "cpe:/o:example:heron:9:sp1", "heron/9", "heron/9"},
    {"cpe", "cpe:/o:example:heron:11", "heron/11", "heron/11.0"},
    {"cpe", "cpe:/o:example:heron:11:ga", "heron/11.0", "heron/11.0"},
    {"cpe", "cpe:/o:example:heron:11:ga:server", "heron/11 heron/11.0", "heron/11.0"},
    {"cpe", "cpe:/o:example:heron:11:sp1", "heron/11", "heron/11.0"},
    {"cpe", "cpe:/o:example:egret:11", "heron/11.0", "heron/11.0"},
    {"cpe", "cpe:/o:example:heron:12.3:sp3", "heron/12.3", "heron/12.3"},
    {"cpe", "cpe:/o:example:heron:12.3:sp4", "", "heron/12.3"},
    {"cpe", "cpe:/o:example:heron:12", "", "heron/11.0"}, /* that one has no minor number */
    {"cpe", "cpe:/o:example:heron", "", "heron/12.3"},
    {"cpe", "heron", "", "-"},
    {"windows", "client:7601", "win/a", "win/a"},
    {"windows", "client:9200", "win/b", "win/b"},
    {"windows", "server:9200", "win/c", "win/c"},
    {"windows", "client:8400", "", "win/a"},
    {"windows", "client:26100", "", "win/b"},
    {"windows", "server:1", "", "win/c"},
    {"windows", "pe:9200", "", "-"},
    {"libguestfs", "redbird1.0", "gull/1 gull/2", "gull/2"},
    {"libguestfs", "redbird1.0.5", "", "gull/2"},
    {"libguestfs", "bluebird3.1", "gull/3 gull/3.1", "gull/3.1"}, /* 3.* and 3.1 */
    {"libguestfs", "redbird2.0", "", "gull/2"},
    {"libguestfs", "gull-2", "gull/2", "-"},             /* a short id */
    {"content", "wader.name=wader-full-7.4", "wader/7", "wader/7"},
    {"content", "wader.name=wader-full-8.1.2", "wader/8.1", "wader/8.1"},
    {"content", "wader.name=wader-full-8.2", "wader/8", "wader/8.1"},
    {"content", "wader.name=wader-full-12", "", "wader/8.1"},
    {"content", "wader.name=my wader-full-8", "", "-"},
    {"content", "wader.maker=Wader", "", "wader/8.1"}, /* the family alone */
    {"content", "wader.id+wader.version=wader 8.1", "wader/8.1", "wader/8.1"},
    {"content", "wader.id=wader 8.1", "", "-"},
    {"content", "other=wader-full-8", "", "-"},
    {"content", "wader.name", "", "-"},
    {"other", "heron:9", "", "-"},
    {"", "", "", "-"},
};
/* clang-format on */

static Store *store;

static void
write_system(const char *folder, const System *system)
{
    g_autofree char *id = g_strconcat("http://example.org/", system->place, NULL);
    g_autofree char *name = g_strdelimit(g_strdup(system->place), "/", '-');
    g_autofree char *path = g_strdup_printf("os/example.org/%s.xml", name);
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "<os id='%s'><short-id>%s</short-id>", id, name);
    if (system->version != NULL)
        g_string_append_printf(text, "<version>%s</version>", system->version);
    if (system->status != NULL)
        g_string_append_printf(text, "<release-status>%s</release-status>", system->status);
    g_string_append_printf(text, "%s</os>", system->identities != NULL ? system->identities : "");
    sandbox_write_xml(folder, path, text->str);
}

static Store *
compile_systems(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(GBytes) bytes = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(systems); i++)
        write_system(folder, &systems[i]);
    bytes = store_compile_folder(folder);
    return store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, NULL);
}

static const char *
get_place(guint32 os)
{
    const char *id = store_get_id(store, os);

    g_assert_true(g_str_has_prefix(id, "http://example.org/"));
    return id + strlen("http://example.org/");
}

static void
add_place(GString *places, guint32 os)
{
    g_string_append_printf(places, "%s%s", places->len > 0 ? " " : "", get_place(os));
}

static void
test_names(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        g_autoptr(GArray) found =
            identity_find_by_name(store, name_rows[i].scheme, name_rows[i].name);
        g_autoptr(GString) places = g_string_new(NULL);
        g_auto(IdentityClaim) claim = {.scheme = NULL};
        const char *nearest = "-";

        for (guint j = 0; j < found->len; j++)
            add_place(places, g_array_index(found, guint32, j));
        if (identity_claim_name(store, name_rows[i].scheme, name_rows[i].name, &claim))
            nearest = get_place(identity_find_nearest(store, &claim));
        g_test_message("%s %s", name_rows[i].scheme, name_rows[i].name);
        g_assert_cmpstr(places->str, ==, name_rows[i].found);
        g_assert_cmpstr(nearest, ==, name_rows[i].nearest);
    }
}

/* What programs are given. */
static void
test_public(void)
{
    g_autoptr(OsinfoDb) db = store_to_db(store);
    g_autoptr(OsinfoDb) empty = osinfo_db_new();
    g_autoptr(OsinfoOsList) nothing = osinfo_db_find_os_by_identity(empty, "os-release", "heron:9");

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(nothing)), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        g_autoptr(OsinfoOsList) found =
            osinfo_db_find_os_by_identity(db, name_rows[i].scheme, name_rows[i].name);
        g_autoptr(GString) places = g_string_new(NULL);

        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(found)); j++) {
            const char *id = osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(found), j));

            g_assert_true(osinfo_list_get_nth(OSINFO_LIST(found), j) ==
                          OSINFO_ENTITY(osinfo_db_get_os(db, id)));
            g_string_append_printf(places, "%s%s", places->len > 0 ? " " : "",
                                   id + strlen("http://example.org/"));
        }
        g_assert_cmpstr(places->str, ==, name_rows[i].found);
    }
}

static void
test_family(void)
{
    g_auto(IdentityClaim) claim = {.scheme = NULL};
    g_autoptr(GArray) members = NULL;
    g_autoptr(GString) places = g_string_new(NULL);

    g_assert_true(identity_claim_name(store, "os-release", "heron:9", &claim));
    g_assert_cmpstr(claim.scheme, ==, "os-release");
    g_assert_cmpstr(claim.version, ==, "9");
    g_assert_null(claim.evidence);
    members = identity_list_family(store, &claim);
    for (guint i = 0; i < members->len; i++)
        add_place(places, g_array_index(members, IdentityMatch, i).os);
    g_assert_cmpstr(places->str, ==,
                    "heron/git heron/2 heron/9 heron/10 heron/10.1 heron/10.2 heron/11 heron/11.0"
                    " heron/12 heron/12.3");
}

static void
test_unknown(void)
{
    static const struct {
        const char *of;
        const char *version;
        const char *expected; /* NULL: there is none */
    } rows[] = {
        {"heron/12.3", "12.4", "heron/12-unknown"}, {"heron/12.3", "13", "heron/unknown"},
        {"heron/12.3", NULL, "heron/unknown"},      {"heron/9", "12", "heron/12-unknown"},
        {"heron/9", "../12", "heron/unknown"},      {"wader/8", "9", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *id = g_strconcat("http://example.org/", rows[i].of, NULL);
        guint32 os = store_find(store, FACT_KIND_OS, id);
        guint32 found = identity_find_unknown(store, os, rows[i].version);

        g_assert_cmpstr(found != STORE_NONE ? get_place(found) : NULL, ==, rows[i].expected);
    }
    g_assert_cmpuint(identity_find_unknown(store, STORE_NONE, "1"), ==, STORE_NONE);
}

/* "SCHEME EVIDENCE VERSION PLACES" for each claim, with commas between. */
static char *
describe_claims(const Evidence *evidence)
{
    g_autoptr(GArray) claims = identity_find_claims(store, evidence);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < claims->len; i++) {
        const IdentityClaim *claim = &g_array_index(claims, IdentityClaim, i);
        g_autoptr(GArray) found = identity_find_systems(store, claim);

        g_string_append_printf(text, "%s%s %s %s", i > 0 ? ", " : "", claim->scheme,
                               claim->evidence, claim->version != NULL ? claim->version : "-");
        for (guint j = 0; j < found->len; j++)
            g_string_append_printf(text, " %s",
                                   get_place(g_array_index(found, IdentityMatch, j).os));
    }
    return g_string_free(text, FALSE);
}

static void
test_claims(void)
{
    g_auto(Evidence) evidence = {.items = NULL};
    g_autofree char *nothing = NULL;
    g_autofree char *all = NULL;

    evidence_init(&evidence);
    nothing = describe_claims(&evidence);
    g_assert_cmpstr(nothing, ==, "");
    evidence_add_found(&evidence, "sbat.vendor", "Other", "EFI/BOOT/BOOTX64.EFI");
    evidence_add_found(&evidence, "sbat.vendor", "Wader 8.1", "EFI/BOOT/GRUBX64.EFI");
    evidence_add_found(&evidence, "os-release.id", "heron", "os-release");
    evidence_add_found(&evidence, "os-release.version-id", "10.1.4", "os-release");
    evidence_add_found(&evidence, "os-release.variant-id", "server", "os-release");
    evidence_add_found(&evidence, "os-release.cpe-name", "cpe:/o:example:heron:9", "os-release");
    evidence_add_found(&evidence, "windows.product", "server", "install.wim");
    evidence_add_number(&evidence, "windows.build", 9200, "install.wim");
    evidence_add_found(&evidence, "treeinfo.family", "Heron", ".treeinfo");
    evidence_add_found(&evidence, "wader.name", "wader-full-8", "wader");
    all = describe_claims(&evidence);
    g_assert_cmpstr(all, ==,
                    "cpe os-release.cpe-name 9 heron/9, os-release os-release.id 10.1.4 heron/10.1,"
                    " windows windows.product 9200 win/c, content sbat.vendor -,"
                    " content sbat.vendor - wader/8, content wader.name 8 wader/8");
}

/* What tells no release is said of the newest one alone. */
static void
test_family_alone(void)
{
    g_auto(IdentityClaim) claim = {.scheme = NULL};
    g_autoptr(GArray) members = NULL;

    g_assert_true(identity_claim_name(store, "content", "sbat.vendor=Wader 7", &claim));
    g_assert_null(claim.version);
    members = identity_list_family(store, &claim);
    g_assert_cmpuint(members->len, ==, 1);
    g_assert_cmpstr(get_place(identity_find_nearest(store, &claim)), ==, "wader/8.1");
}

/* What a system has is what is made of the statements; a scope is never seen. */
static void
test_records(void)
{
    guint32 os = store_find(store, FACT_KIND_OS, "http://example.org/heron/12.3");
    guint32 first = 0;
    guint n_parts = store_get_parts(store, os, FACT_KIND_IDENTITY, &first);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < n_parts; i++) {
        g_autofree char *scheme = store_join_values(store, first + i, "scheme");
        g_autofree char *product = store_join_values(store, first + i, "product");
        g_autofree char *version = store_join_values(store, first + i, "version");

        g_string_append_printf(text, "%s %s %s, ", scheme, product, version);
    }
    g_assert_cmpstr(text->str, ==,
                    "os-release heron 12.3, endoflife.date heron 12,"
                    " cpe cpe:/o:example:heron:12.3:sp3 , ");
    g_assert_cmpuint(store_find_key(store, "scope"), ==, STORE_NONE);
}

/* A folder that means harm: so many statements that each system would have thousands of names. */
static void
test_many(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(GString) text = g_string_new(NULL);
    System first = {"many/1", "1", NULL, NULL};
    System second = {"many/2", "2", NULL, NULL};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(Store) own = NULL;
    guint32 parts = 0;

    for (guint i = 0; i < 1000; i++)
        g_string_append_printf(text, LATER("endoflife.date", "<product>p%u</product>"), i);
    first.identities = text->str;
    write_system(folder, &first);
    write_system(folder, &second);
    bytes = store_compile_folder(folder);
    own = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, NULL);
    g_assert_cmpuint(store_get_parts(own,
                                     store_find(own, FACT_KIND_OS, "http://example.org/many/2"),
                                     FACT_KIND_IDENTITY, &parts),
                     ==, 64);
}

int
main(int argc, char **argv)
{
    int result = 0;

    sandbox_init(&argc, &argv);
    store = compile_systems();
    g_test_add_func("/identity/names", test_names);
    g_test_add_func("/identity/public", test_public);
    g_test_add_func("/identity/family", test_family);
    g_test_add_func("/identity/unknown", test_unknown);
    g_test_add_func("/identity/claims", test_claims);
    g_test_add_func("/identity/family-alone", test_family_alone);
    g_test_add_func("/identity/records", test_records);
    g_test_add_func("/identity/many", test_many);
    result = sandbox_run();
    store_unref(store);
    return result;
}
