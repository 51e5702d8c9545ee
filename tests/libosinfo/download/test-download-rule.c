/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests download/download_rule.c: templates, point releases, indexes.
 */
#include "config.h"

#include <string.h>

#include "download/download_rule.h"

#define URL "https://dl.example.org/pub/4.1/heron-4.1-full-x86_64.iso"

static DownloadRule rule = {
    .address =
        (char *)"^https://dl\\.example\\.org/pub/(?<point>[0-9.]+)/heron-[^-]+-([a-z]+)-(x)?",
    .index_expression = (char *)"href=\"([^\"]*)/\"",
    .version = (char *)"4.1.2",
    .codename = (char *)"grey",
};

static void
test_templates(void)
{
    static const struct {
        const char *template;
        const char *text; /* NULL: something is not there */
    } rows[] = {
        {"{url}.sha256", URL ".sha256"},
        {"{folder}SHA256SUMS", "https://dl.example.org/pub/4.1/SHA256SUMS"},
        {"http://m.org/{point}/{name}", "http://m.org/4.1/heron-4.1-full-x86_64.iso"},
        {"{folder}{stem}.txt", "https://dl.example.org/pub/4.1/heron-4.1-full-x86_64.txt"},
        {"{list}.asc", "LIST.asc"},
        {"{folder}{1}-{2}", "https://dl.example.org/pub/4.1/4.1-full"},
        {"{version} {version.major} {version.minor} {codename}", "4.1.2 4 1 grey"},
        {"{folder}{9}", NULL},
        {"{nothing}", NULL},
        {"{url", "{url"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = download_rule_expand(&rule, rows[i].template, URL, "LIST");

        g_assert_cmpstr(text, ==, rows[i].text);
    }

    g_autofree char *none = download_rule_expand(&rule, "{list}", URL, NULL);
    g_autofree char *filling = g_strnfill(DOWNLOAD_RULE_MAX_ADDRESS, 'x');
    g_autofree char *fits = download_rule_expand(&rule, filling, URL, NULL);
    g_autofree char *longer = g_strconcat(filling, "x", NULL);
    g_autofree char *too_long = download_rule_expand(&rule, longer, URL, NULL);

    g_assert_null(none);
    g_assert_nonnull(fits);
    g_assert_null(too_long);
}

static void
test_points(void)
{
    static const struct {
        const char *point;
        const char *url; /* NULL: it is none */
    } rows[] = {
        {"4.10", "https://dl.example.org/pub/4.10/heron-4.10-full-x86_64.iso"},
        {"5", "https://dl.example.org/pub/5/heron-5-full-x86_64.iso"},
        {"", NULL},
        {"4.1/..", NULL},
        {"../4.2", NULL},
        {"4%2e", NULL},
        {"x4", NULL},
        {"4.1b", NULL}, /* the expression has no letters */
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *url = download_rule_set_point(&rule, URL, rows[i].point);

        g_assert_cmpstr(url, ==, rows[i].url);
    }

    g_autofree char *point = download_rule_get_point(&rule, URL);
    g_autofree char *none = download_rule_get_point(&rule, "https://other.org/");

    g_assert_cmpstr(point, ==, "4.1");
    g_assert_null(none);
}

static void
test_index(void)
{
    static const struct {
        const char *text;
        const char *point; /* NULL: nothing newer */
    } rows[] = {
        {"", NULL},
        {"<a href=\"4.0/\">4.0</a> <a href=\"4.1/\">", NULL},
        {"<a href=\"4.2/\">4.2</a><a href=\"4.10/\">4.10</a><a href=\"4.9/\">", "4.10"},
        {"href=\"4.2/../\" href=\"../\" href=\"https://4.3/\"", NULL},
        {"href=\"4.2/\",href=\"4.3/\"\nhref=\"4.4/\"", "4.4"},
        {"\xff\xfe href=\"4.2/\"", NULL}, /* pieces that are no UTF-8 are passed over */
        {"href=\"4.2222222222222222222222222222222222222222222222222222222222222222/\"", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *point =
            download_rule_read_index(&rule, rows[i].text, strlen(rows[i].text), "4.1");

        g_assert_cmpstr(point, ==, rows[i].point);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/download-rule/templates", test_templates);
    g_test_add_func("/download-rule/points", test_points);
    g_test_add_func("/download-rule/index", test_index);
    return g_test_run();
}
