/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/treeinfo.c on the files of tests/treeinfo/, whose README says what each of them
 * proves, and on damaged and huge ones made here.
 */

#include "config.h"

#include <string.h>

#include "format/treeinfo.h"

typedef struct {
    const char *file;
    Treeinfo expected;
} GoodRow;

typedef struct {
    const char *file;
    GKeyFileError code;
} BadRow;

static char *
load_sample(const char *name, gsize *out_size)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "treeinfo", name, NULL);
    g_autoptr(GError) error = NULL;
    char *text;

    g_file_get_contents(path, &text, out_size, &error);
    g_assert_no_error(error);
    return text;
}

static void
assert_equal(const Treeinfo *treeinfo, const Treeinfo *expected)
{
    g_assert_cmpstr(treeinfo->family, ==, expected->family);
    g_assert_cmpstr(treeinfo->variant, ==, expected->variant);
    g_assert_cmpstr(treeinfo->version, ==, expected->version);
    g_assert_cmpstr(treeinfo->arch, ==, expected->arch);
    g_assert_cmpstr(treeinfo->kernel, ==, expected->kernel);
    g_assert_cmpstr(treeinfo->initrd, ==, expected->initrd);
    g_assert_cmpstr(treeinfo->boot_iso, ==, expected->boot_iso);
}

static const GoodRow good_rows[] = {
    {"good-general",
     {.family = "Fedora",
      .variant = "Server",
      .version = "20",
      .arch = "x86_64",
      .kernel = "images/pxeboot/vmlinuz",
      .initrd = "images/pxeboot/initrd.img",
      .boot_iso = "images/boot.iso"}},
    {"good-both-generations",
     {.family = "Example Linux",
      .variant = "BaseOS",
      .version = "9",
      .arch = "aarch64",
      .kernel = "images/pxeboot/vmlinuz",
      .initrd = "images/pxeboot/initrd.img",
      .boot_iso = "images/boot.iso"}},
    {"good-productmd",
     {.family = "Example Linux",
      .variant = "Everything",
      .version = "10",
      .arch = "s390x",
      .kernel = "images/kernel.img",
      .initrd = "images/initrd.img"}},
    {"good-several-variants", {.family = "Example Linux", .version = "10", .arch = "x86_64"}},
    {"good-empty", {.family = NULL}},
    {"good-comment", {.family = NULL}},
    {"good-blank", {.family = NULL}},
    {"good-duplicates", {.family = "Second", .version = "5", .arch = "i386", .kernel = "two"}},
    {"good-escapes", {.family = "Two Words\\", .version = "1\n2"}},
    {"good-crlf", {.family = "Example", .arch = "x86_64", .kernel = "images/vmlinuz"}},
    {"good-utf8", {.family = "Beispiel Größe"}},
};

static void
test_good(gconstpointer data)
{
    const GoodRow *row = data;
    g_autoptr(GError) error = NULL;
    g_auto(Treeinfo) treeinfo = {.family = NULL}, other = {.family = NULL};
    gsize size;
    g_autofree char *text = load_sample(row->file, &size);

    g_assert_true(treeinfo_parse(text, -1, &treeinfo, &error));
    g_assert_no_error(error);
    assert_equal(&treeinfo, &row->expected);

    /* In a buffer of just that size, without a place for an error (KB-15). */
    g_autofree char *copy = g_memdup2(text, size);
    g_assert_true(treeinfo_parse(size > 0 ? copy : "", (gssize)size, &other, NULL));
    assert_equal(&other, &row->expected);
}

static const BadRow bad_rows[] = {
    {"bad-escape", G_KEY_FILE_ERROR_INVALID_VALUE},
    {"bad-escape-and-end", G_KEY_FILE_ERROR_INVALID_VALUE},
    {"bad-escape-at-end", G_KEY_FILE_ERROR_INVALID_VALUE},
    {"bad-escape-in-images", G_KEY_FILE_ERROR_INVALID_VALUE},
    {"bad-escape-in-release", G_KEY_FILE_ERROR_INVALID_VALUE},
    {"bad-line", G_KEY_FILE_ERROR_PARSE},
    {"bad-no-group", G_KEY_FILE_ERROR_GROUP_NOT_FOUND},
    {"bad-group", G_KEY_FILE_ERROR_PARSE},
    {"bad-encoding", G_KEY_FILE_ERROR_UNKNOWN_ENCODING},
    {"bad-html", G_KEY_FILE_ERROR_PARSE},
};

static void
test_bad(gconstpointer data)
{
    const BadRow *row = data;
    g_autoptr(GError) error = NULL;
    Treeinfo treeinfo = {.family = (char *)"untouched"};
    gsize size;
    g_autofree char *text = load_sample(row->file, &size);

    g_assert_false(treeinfo_parse(text, (gssize)size, &treeinfo, &error));
    g_assert_error(error, G_KEY_FILE_ERROR, (gint)row->code);
    g_assert_cmpstr(treeinfo.family, ==, "untouched");
    g_assert_false(treeinfo_parse(text, (gssize)size, &treeinfo, NULL));
}

/* Up to the limit, in the ways that could be slow. */
static void
test_size(void)
{
    static const char *const lines[] = {"#\n", "[general]\n", "family=x\n", "[a]\nb=c\n", "\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GString) text = g_string_new("[general]\nfamily=first\n");
        g_autoptr(GError) error = NULL;
        g_auto(Treeinfo) treeinfo = {.family = NULL};

        while (text->len + strlen(lines[i]) <= TREEINFO_MAX_SIZE)
            g_string_append(text, lines[i]);
        g_assert_true(treeinfo_parse(text->str, (gssize)text->len, &treeinfo, NULL));
        g_assert_nonnull(treeinfo.family);

        g_string_append(text, "##########");
        g_assert_false(treeinfo_parse(text->str, -1, &treeinfo, &error));
        g_assert_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE);
        g_assert_false(treeinfo_parse(text->str, (gssize)text->len, &treeinfo, NULL));
    }
}

static void
test_damaged(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(12);
    gsize size;
    g_autofree char *text = load_sample("good-both-generations", &size);

    for (guint round = 0; round < 4000; round++) {
        gsize cut = (gsize)g_rand_int_range(random, 1, (gint32)size + 1);
        g_autofree char *copy = g_memdup2(text, cut);
        g_auto(Treeinfo) treeinfo = {.family = NULL};
        g_autoptr(GError) error = NULL;
        guint changes = (guint)g_rand_int_range(random, 0, 6);

        for (guint i = 0; i < changes; i++)
            copy[g_rand_int_range(random, 0, (gint32)cut)] ^=
                (char)(1 << g_rand_int_range(random, 0, 8));
        gboolean is_read = treeinfo_parse(copy, (gssize)cut, &treeinfo, &error);
        g_assert_cmpint(is_read, ==, error == NULL);
    }
}

static void
test_clear(void)
{
    Treeinfo treeinfo = {.family = NULL};

    treeinfo_clear(&treeinfo);
    g_assert_true(treeinfo_parse("[general]\nfamily=x\n", -1, &treeinfo, NULL));
    treeinfo_clear(&treeinfo);
    g_assert_null(treeinfo.family);
    treeinfo_clear(&treeinfo);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(good_rows); i++) {
        g_autofree char *name = g_strconcat("/treeinfo/", good_rows[i].file, NULL);
        g_test_add_data_func(name, &good_rows[i], test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad_rows); i++) {
        g_autofree char *name = g_strconcat("/treeinfo/", bad_rows[i].file, NULL);
        g_test_add_data_func(name, &bad_rows[i], test_bad);
    }
    g_test_add_func("/treeinfo/size", test_size);
    g_test_add_func("/treeinfo/damaged", test_damaged);
    g_test_add_func("/treeinfo/clear", test_clear);
    return g_test_run();
}
