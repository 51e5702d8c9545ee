/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of systems elsewhere: taken apart, and made of what one statement leaves open.
 */
#include "config.h"

#include <string.h>

#include "facts/cpe.h"
#include "facts/identity.h"
#include "facts/placeholder.h"
#include "facts/version.h"

/* clang-format off */
static const struct {
    const char *text;
    const char *fields; /* with blanks between; NULL: no name */
} cpe_rows[] = {
    {"cpe:/o:fedoraproject:fedora:44", "o fedoraproject fedora 44       "},
    {"cpe:2.3:o:fedoraproject:fedora:44:*:*:*:*:*:*:*", "o fedoraproject fedora 44       "},
    {"cpe:/o:redhat:enterprise_linux:7.5:GA:server", "o redhat enterprise_linux 7.5 ga server     "},
    {"cpe:2.3:o:redhat:enterprise_linux:7.5:GA:server:*:*:*:*:*", "o redhat enterprise_linux 7.5 ga server     "},
    {"cpe:/o:redhat:enterprise_linux:8::baseos", "o redhat enterprise_linux 8  baseos     "},
    {"CPE:2.3:O:Microsoft:Windows_10:-:*:*:*:*:*:*:*", "o microsoft windows_10        "},
    {"cpe:/o:a:b", "o a b        "},
    {"cpe:/o:a:b:1%21%3a", "o a b 1!:       "},
    {"cpe:2.3:o:a:b:1\\!\\:", "o a b 1!:       "},
    {"cpe:/o:canonical:ubuntu_linux:22.04::~~lts~~~", "o canonical ubuntu_linux 22.04    lts   "},
    {"cpe:2.3:o:canonical:ubuntu_linux:22.04:*:*:*:lts:*:*:*", "o canonical ubuntu_linux 22.04    lts   "},
    {"cpe:/o:a:b:1:2:3:en", "o a b 1 2 3     "},
    {"cpe:2.3:o:a:b:1:2:3:4:5:6:7:8:9:10", "o a b 1 2 3 4 5 6 7 8"},
    {"cpe:2.3:o:a:b:\\", "o a b \\       "},
    {"cpe:/o:a", NULL},
    {"cpe:/", NULL},
    {"cpe:2.3:", NULL},
    {"cpe:2.2:o:a:b", NULL},
    {"cpe:2.3:*:*:*", NULL},
    {"fedora:44", NULL},
    {"", NULL},
};

static const struct {
    const char *a;
    const char *b;
    CpeRest rest;
} cpe_rest_rows[] = {
    {"cpe:/o:a:b:1", "cpe:/o:a:b:1:sp1:x", CPE_REST_AGREES},
    {"cpe:/o:a:b:1:sp1", "cpe:/o:a:b:1:sp1:x", CPE_REST_AGREES},
    {"cpe:/o:a:b:1:SP1", "cpe:/o:a:b:1:sp1", CPE_REST_IS_SAME},
    {"cpe:/o:a:b:1", "cpe:2.3:o:a:b:1:*:*:*:*:*:*:*", CPE_REST_IS_SAME},
    {"cpe:/o:a:b:1:sp1", "cpe:/o:a:b:1:sp2", CPE_REST_DIFFERS},
    {"cpe:/o:a:b:1:sp1:x", "cpe:/o:a:b:1::y", CPE_REST_DIFFERS},
    {"cpe:/o:a:b:1::x", "cpe:/o:a:b:1::y", CPE_REST_DIFFERS},
};

static const struct {
    const char *scheme;
    const char *text;
    const char *parts; /* product|version|variant; NULL: no name */
    const char *family;
} name_rows[] = {
    {"os-release", "fedora:44", "fedora|44|-", "os-release:fedora"},
    {"os-release", "fedora:44:silverblue", "fedora|44|silverblue", "os-release:fedora:silverblue"},
    {"os-release", "fedora", "fedora|-|-", "os-release:fedora"},
    {"os-release", "fedora:", "fedora|-|-", "os-release:fedora"},
    {"os-release", "fedora::coreos", "fedora|-|coreos", "os-release:fedora:coreos"},
    {"os-release", "fedora:44:", "fedora|44|-", "os-release:fedora"},
    {"os-release", "a:1:b:c", "a|1|b:c", "os-release:a:b:c"},
    {"os-release", ":44", "|44|-", NULL},
    {"os-release", "", NULL, NULL},
    {"windows", "server:26100", "server|26100|-", "windows:server"},
    {"endoflife.date", "rhel/9", "rhel|9|-", "endoflife.date:rhel"},
    {"libguestfs", "oraclelinux8.5", "oraclelinux|8.5|-", "libguestfs:oraclelinux"},
    {"libguestfs", "sles12sp5", "sles12sp|5|-", "libguestfs:sles12sp"},
    {"libguestfs", "unknown", "unknown|-|-", "libguestfs:unknown"},
    {"libguestfs", "8.5", "8.5|-|-", "libguestfs:8.5"},
    {"disk-info", "Debian GNU/Linux:12", "Debian GNU/Linux|12|-", "disk-info:Debian GNU/Linux"},
    {"cpe", "cpe:/o:A:B:1", "cpe:/o:A:B:1|-|-", "cpe:o:a:b"},
    {"cpe", "fedora:44", "fedora:44|-|-", NULL},
    {"content", "key=text", "key|text|-", NULL},
    {"other", "fedora:44", NULL, NULL},
    {"", "fedora:44", NULL, NULL},
};

static const struct {
    const char *text;
    const char *version;
    const char *codename;
    const char *filled; /* NULL: the system has no such thing */
} expand_rows[] = {
    {"44", "1", NULL, "44"},
    {"{version}", "3.20", NULL, "3.20"},
    {"{version}.*", "3.20", NULL, "3.20.*"},
    {"a{version.major}:sp{version.minor}b", "15.4", NULL, "a15:sp4b"},
    {"{version.major}", "15", NULL, "15"},
    {"{version.minor}", "15", NULL, NULL},
    {"{version.minor}", "15.4.2", NULL, "4"},
    {"{version.minor}", "15.", NULL, NULL},
    {"{codename}", "12", "Bookworm", "Bookworm"},
    {"{codename}", "12", NULL, NULL},
    {"{version}", NULL, NULL, NULL},
    {"{other}", "12", "Bookworm", NULL},
    {"{}", "12", "Bookworm", NULL},
    {"{version", "12", NULL, "{version"},
    {"version}", "12", NULL, "version}"},
    {"{{version}}", "12", NULL, NULL},
    {"", "12", NULL, ""},
};

static const struct {
    const char *version;
    IdentityReach reach;
    gsize length;
} reach_rows[] = {
    {"44", IDENTITY_JUST_THIS, 2},
    {"3.20.*", IDENTITY_THIS_AND_BELOW, 4},
    {"3.20*", IDENTITY_JUST_THIS, 5},
    {"*", IDENTITY_ANY, 0},
    {".*", IDENTITY_THIS_AND_BELOW, 0},
    {"", IDENTITY_JUST_THIS, 0},
};

static const struct {
    const char *version;
    const char *start;
    gboolean is_below;
} below_rows[] = {
    {"3.20.3", "3.20", TRUE},  {"3.20", "3.20", TRUE}, {"3.201", "3.20", FALSE}, {"3.2", "3.20", FALSE},
    {"3.20-rc1", "3.20", FALSE}, {"3.20_alpha", "3.20", FALSE}, {"3.20.", "3.20", TRUE},
};

static const struct {
    const char *version;
    gboolean is_release;
} release_rows[] = {
    {"44", TRUE}, {"3.20", TRUE}, {"1.0A", TRUE}, {"2009.06", TRUE}, {"0.8", TRUE},
    {"8-unknown", FALSE}, {"unknown", FALSE}, {"Rawhide", FALSE}, {"p10", FALSE}, {"r1beta4", FALSE},
    {"", FALSE}, {NULL, FALSE}, {"1 2", FALSE}, {"\303\2741", FALSE},
};

static const struct {
    const char *id;
    gsize length;
} series_rows[] = {
    {"http://a.org/heron/4", 18}, {"http://a.org/heron", 0}, {"http://a.org/x/heron/4", 20},
    {"http://a.org/", 0}, {"http://", 0}, {"heron/4", 0}, {"", 0}, {"http://a.org/heron/", 18},
};

/* Each is before the next one. */
static const char *const order[] = {
    "", "0.8", "1", "1.0", "1.0A", "1.1", "1.9", "1.10", "2", "3.9", "3.10", "3.10.1", "3.100", "10", "010.1", "2024.10.01", "26100",
};
/* clang-format on */

static void
test_cpe(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cpe_rows); i++) {
        CpeName name;
        gboolean is_name = cpe_parse(cpe_rows[i].text, &name);
        g_autoptr(GString) fields = g_string_new(NULL);

        for (guint j = 0; is_name && j < CPE_N_FIELDS; j++)
            g_string_append_printf(fields, "%s%s", j > 0 ? " " : "", name.fields[j]);
        g_test_message("%s", cpe_rows[i].text);
        g_assert_cmpint(is_name, ==, cpe_rows[i].fields != NULL);
        g_assert_cmpstr(fields->str, ==, is_name ? cpe_rows[i].fields : "");
    }
}

static void
test_cpe_length(void)
{
    g_autofree char *many = g_strnfill(5000, 'a');
    g_autofree char *text = g_strconcat("cpe:/o:a:b:", many, NULL);
    CpeName name;

    g_assert_false(cpe_parse(text, &name));
    text[CPE_MAX_LENGTH] = '\0';
    g_assert_true(cpe_parse(text, &name));
    g_assert_cmpuint(strlen(name.fields[CPE_VERSION]), ==, CPE_MAX_LENGTH - strlen("cpe:/o:a:b:"));
}

static void
test_cpe_rest(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cpe_rest_rows); i++) {
        CpeName a;
        CpeName b;

        g_assert_true(cpe_parse(cpe_rest_rows[i].a, &a));
        g_assert_true(cpe_parse(cpe_rest_rows[i].b, &b));
        g_assert_cmpint(cpe_compare_rest(&a, &b), ==, cpe_rest_rows[i].rest);
        g_assert_cmpint(cpe_compare_rest(&b, &a), ==, cpe_rest_rows[i].rest);
    }
}

static const char *
show(const char *text)
{
    return text != NULL ? text : "-";
}

static void
test_parse(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        g_autofree char *parts = NULL;
        g_autofree char *found = NULL;
        g_autofree char *family = NULL;
        IdentityName name;

        g_test_message("%s %s", name_rows[i].scheme, name_rows[i].text);
        if (identity_name_parse(name_rows[i].scheme, name_rows[i].text, &parts, &name)) {
            found = g_strdup_printf("%s|%s|%s", show(name.product), show(name.version),
                                    show(name.variant));
            family = identity_new_family(&name);
        }
        g_assert_cmpstr(found, ==, name_rows[i].parts);
        g_assert_cmpstr(family, ==, name_rows[i].family);
    }
}

static void
test_content_family(void)
{
    IdentityName name = {.scheme = "content", .evidence = "a.b", .expression = "^c"};
    g_autofree char *family = identity_new_family(&name);
    g_autofree char *start = identity_new_content_start("a.b");

    g_assert_cmpstr(family, ==, "content:a.b:^c");
    g_assert_cmpstr(start, ==, "content:a.b:");
    name.expression = NULL;
    g_assert_null(identity_new_family(&name));
}

static void
test_expand(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(expand_rows); i++) {
        g_autofree char *filled =
            identity_expand(expand_rows[i].text, expand_rows[i].version, expand_rows[i].codename);

        g_assert_cmpstr(filled, ==, expand_rows[i].filled);
    }
}

/* What is too long is nothing, however it came about. */
static void
test_expand_length(void)
{
    g_autofree char *most = g_strnfill(PLACEHOLDER_MAX_TEXT, 'a');
    g_autofree char *more = g_strnfill(PLACEHOLDER_MAX_TEXT + 1, 'a');
    g_autofree char *filled = identity_expand("{version}", most, NULL);

    g_assert_cmpstr(filled, ==, most);
    g_assert_null(identity_expand("{version}", more, NULL));
    g_assert_null(identity_expand("{version}b", most, NULL));
    g_assert_null(identity_expand("{version}{version}{version}", most, NULL));
    g_assert_null(identity_expand(more, "1", NULL));
}

static void
test_versions(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(reach_rows); i++) {
        gsize length = 99;

        g_assert_cmpint(identity_version_reach(reach_rows[i].version, &length), ==,
                        reach_rows[i].reach);
        g_assert_cmpuint(length, ==, reach_rows[i].length);
    }
    for (guint i = 0; i < G_N_ELEMENTS(below_rows); i++)
        g_assert_cmpint(identity_version_is_below(below_rows[i].version, below_rows[i].start), ==,
                        below_rows[i].is_below);
    for (guint i = 0; i < G_N_ELEMENTS(release_rows); i++)
        g_assert_cmpint(identity_is_release(release_rows[i].version), ==,
                        release_rows[i].is_release);
}

static void
test_order(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        for (guint j = 0; j < G_N_ELEMENTS(order); j++) {
            int found = version_order(order[i], order[j]);

            g_assert_cmpint((found > 0) - (found < 0), ==, (i > j) - (i < j));
        }
    }
}

static void
test_series(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(series_rows); i++)
        g_assert_cmpuint(identity_series_length(series_rows[i].id), ==, series_rows[i].length);
}

static void
test_unknown(void)
{
    static const struct {
        const char *id;
        gboolean is_unknown;
    } cases[] = {
        {"http://fedoraproject.org/fedora/unknown", TRUE},
        {"http://redhat.com/rhel/8-unknown", TRUE},
        {"http://nixos.org/nixos/unstable", FALSE},
        {"http://example.org/series/notunknown", FALSE},
        {"http://example.org/unknown/1", FALSE},
        {"http://example.org/series/unknown-1", FALSE},
        /* in no series */
        {"http://libosinfo.org/unknown", FALSE},
        {"unknown", FALSE},
        {"", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(identity_is_unknown(cases[i].id), ==, cases[i].is_unknown);
}

static void
test_schemes(void)
{
    const char *before = "";

    for (const IdentityScheme *scheme = identity_schemes(); scheme->name != NULL; scheme++) {
        g_assert_cmpstr(before, <, scheme->name);
        g_assert_true(identity_scheme_find(scheme->name) == scheme);
        before = scheme->name;
    }
    g_assert_null(identity_scheme_find("other"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/names/cpe", test_cpe);
    g_test_add_func("/names/cpe-length", test_cpe_length);
    g_test_add_func("/names/cpe-rest", test_cpe_rest);
    g_test_add_func("/names/parse", test_parse);
    g_test_add_func("/names/content-family", test_content_family);
    g_test_add_func("/names/expand", test_expand);
    g_test_add_func("/names/expand-length", test_expand_length);
    g_test_add_func("/names/versions", test_versions);
    g_test_add_func("/names/order", test_order);
    g_test_add_func("/names/series", test_series);
    g_test_add_func("/names/unknown", test_unknown);
    g_test_add_func("/names/schemes", test_schemes);
    return g_test_run();
}
