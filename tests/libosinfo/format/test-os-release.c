/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/os_release.c: quoting, what is no assignment, bounds. Real files are among the rows.
 */

#include "config.h"

#include <string.h>

#include "format/os_release.h"

typedef struct {
    const char *name;
    const char *text;
    const char *id; /* NULL: nothing is said */
    const char *pretty_name;
    FormatAnswer answer;
} Row;

static const Row rows[] = {
    {"plain", "ID=debian\n", "debian", NULL, FORMAT_FOUND},
    {"no-newline", "ID=debian", "debian", NULL, FORMAT_FOUND},
    {"carriage-returns", "ID=debian\r\nPRETTY_NAME=\"A B\"\r\n", "debian", "A B", FORMAT_FOUND},
    {"blanks", "  ID=debian  \n\tPRETTY_NAME='x'\t\n", "debian", "x", FORMAT_FOUND},
    {"export", "export ID=debian\n", "debian", NULL, FORMAT_FOUND},
    {"byte-order-mark", "\xEF\xBB\xBFID=debian\n", "debian", NULL, FORMAT_FOUND},
    {"double-quotes", "ID=\"opensuse-leap\"\n", "opensuse-leap", NULL, FORMAT_FOUND},
    {"single-quotes", "ID='nixos'\n", "nixos", NULL, FORMAT_FOUND},
    {"escapes", "PRETTY_NAME=\"a \\\"b\\\" \\$c \\`d\\` \\\\ \\n\"\n", NULL,
     "a \"b\" $c `d` \\ \\n", FORMAT_FOUND},
    {"escapes-single", "PRETTY_NAME='a \\\"b'\n", NULL, "a \\\"b", FORMAT_FOUND},
    {"escapes-bare", "PRETTY_NAME=a\\ b\\\"\n", NULL, "a b\"", FORMAT_FOUND},
    {"pieces", "PRETTY_NAME=a\"b c\"'d e'f\n", NULL, "ab cd ef", FORMAT_FOUND},
    {"no-quotes", "PRETTY_NAME=My Remaster 3\n", NULL, "My Remaster 3", FORMAT_FOUND},
    {"quoted-blanks", "PRETTY_NAME=\" a \" \n", NULL, " a ", FORMAT_FOUND},
    {"comment", "#ID=no\n # ID=no\nID=yes # no\n", "yes", NULL, FORMAT_FOUND},
    {"hash-in-a-word", "ID=a#b\nPRETTY_NAME=\"c # d\"\n", "a#b", "c # d", FORMAT_FOUND},
    {"last-counts", "ID=one\nID=two\n", "two", NULL, FORMAT_FOUND},
    {"last-is-empty", "ID=one\nID=\n", NULL, NULL, FORMAT_NOT_THIS},
    {"last-is-void", "ID=one\nID=\"two\n", "one", NULL, FORMAT_FOUND},
    {"open-double", "PRETTY_NAME=\"A\nID=debian\n", "debian", NULL, FORMAT_FOUND},
    {"open-single", "PRETTY_NAME='A\nID=debian\n", "debian", NULL, FORMAT_FOUND},
    {"open-after-backslash", "ID=\"a\\\n", NULL, NULL, FORMAT_NOT_THIS},
    {"backslash-at-end", "ID=a\\", "a\\", NULL, FORMAT_FOUND},
    {"variables", "ID=$NAME\n", "$NAME", NULL, FORMAT_FOUND},
    {"other-names", "MYID=a\nID_=b\nid=c\nID =d\nIDLE=e\n", NULL, NULL, FORMAT_NOT_THIS},
    {"none", "hello\n\n= \n", NULL, NULL, FORMAT_NOT_THIS},
    {"empty", "", NULL, NULL, FORMAT_NOT_THIS},
    {"mark-only", "\xEF\xBB\xBF", NULL, NULL, FORMAT_NOT_THIS},
    {"not-utf8", "ID=Gr\374n\n", "Gr\357\277\275n", NULL, FORMAT_FOUND},
    {"control-characters", "ID=\"\033[31m\"\n", "\357\277\275[31m", NULL, FORMAT_FOUND},
};

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_auto(Evidence) evidence = {.items = NULL};
    /* in memory of just that size */
    gsize size = strlen(row->text);
    g_autofree char *copy = g_memdup2(row->text, size);

    evidence_init(&evidence);
    g_assert_cmpint(os_release_read(size > 0 ? copy : "", size, "here", &evidence), ==,
                    row->answer);
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.id"), ==, row->id);
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.pretty-name"), ==, row->pretty_name);
}

static void
test_all_keys(void)
{
    static const char text[] = "NAME=\"Fedora Linux\"\n"
                               "VERSION=\"44 (Server Edition)\"\n"
                               "ID=fedora\n"
                               "ID_LIKE=\"rhel centos\"\n"
                               "VERSION_ID=44\n"
                               "VERSION_CODENAME=\"forty\"\n"
                               "PRETTY_NAME=\"Fedora Linux 44 (Server Edition)\"\n"
                               "ANSI_COLOR=\"0;38;2;60;110;180\"\n"
                               "CPE_NAME=\"cpe:/o:fedoraproject:fedora:44\"\n"
                               "VARIANT_ID=server\n"
                               "IMAGE_ID=live\n"
                               "IMAGE_VERSION=44.20260401.0\n"
                               "BUILD_ID=\"2026-04-01\"\n";
    static const char *const expected[][2] = {
        {"os-release.id", "fedora"},
        {"os-release.id-like", "rhel centos"},
        {"os-release.version-id", "44"},
        {"os-release.variant-id", "server"},
        {"os-release.version-codename", "forty"},
        {"os-release.name", "Fedora Linux"},
        {"os-release.pretty-name", "Fedora Linux 44 (Server Edition)"},
        {"os-release.version", "44 (Server Edition)"},
        {"os-release.image-id", "live"},
        {"os-release.image-version", "44.20260401.0"},
        {"os-release.build-id", "2026-04-01"},
        {"os-release.cpe-name", "cpe:/o:fedoraproject:fedora:44"},
    };
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    g_assert_cmpint(os_release_read(text, strlen(text), "here", &evidence), ==, FORMAT_FOUND);
    g_assert_cmpuint(evidence.items->len, ==, G_N_ELEMENTS(expected));
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpstr(evidence_get_text(&evidence, expected[i][0]), ==, expected[i][1]);
}

/* A NUL hides nothing, and nothing is taken from behind the end. */
static void
test_ends(void)
{
    static const char text[] = "ID=one\0two\nPRETTY_NAME=x\nVERSION_ID=5\n";
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);
    g_assert_cmpint(os_release_read(text, sizeof(text) - 2, "here", &evidence), ==, FORMAT_FOUND);
    g_assert_null(evidence_get_text(&evidence, "os-release.id"));
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.version-id"), ==, "5");

    g_autoptr(GString) large = g_string_new("ID=one\n");

    while (large->len < OS_RELEASE_MAX_SIZE)
        g_string_append_c(large, '\n');
    g_string_append(large, "ID=two\n");
    evidence_clear(&evidence);
    evidence_init(&evidence);
    os_release_read(large->str, large->len, "here", &evidence);
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.id"), ==, "one");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/os-release/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/os-release/all-keys", test_all_keys);
    g_test_add_func("/os-release/ends", test_ends);
    return g_test_run();
}
