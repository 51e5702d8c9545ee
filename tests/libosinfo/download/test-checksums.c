/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tests download/checksums.c and the forms of lists: lines that vendors publish, and what must not be
 * taken for them.
 */
#include "config.h"

#include <string.h>

#include "download/checksums.h"
#include "osinfo/osinfo_download.h"

#define DEBIAN "013f5b44670d81280b5b1bc02455842b250df2f0c6763398feb69af1a805a14f"
#define UBUNTU "a4acfda10b18da50e2ec50ccaf860d7f20b389df8765611142305c0e911d16fd"
#define FEDORA "4d0f6653e2e0860c99ffe0ef274a46d875fb85bd2a40cb896dce1ed013566924"
#define ROCKY "aed9449cf79eb2d1c365f4f2561f923a80451b3e8fdbf595889b4cf0ac6c58b8"
#define OPENBSD "d247251fbde091a12fc37c61e2aca158a9fe9bb503caa21659a5779e68137307"
#define NETBSD                                                                                     \
    "0f69e7b4f71325f9d6946a8d2481b61fec8dcb07f1a38c1cd4533763d27b699569d3954b416823cc8e8d2a3c18"   \
    "983af5df1abd11b076278b3c3cf7be3a6432d7"
#define MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"

typedef struct {
    const char *name;
    const char *form; /* NULL: what it looks like */
    const char *text;
    const char *address;
    const char *digest; /* the strongest; NULL: there is an error */
    gint64 size;        /* -1: not said */
    int code;           /* of the error */
} Row;

#define BAD OSINFO_DOWNLOAD_ERROR_BAD_LIST
#define NONE OSINFO_DOWNLOAD_ERROR_NOT_LISTED

/* clang-format off */
static const Row rows[] = {
    /* lines that vendors publish */
    {"debian", NULL, DEBIAN "  debian-12.5.0-amd64-netinst.iso\n", "https://cdimage.debian.org/x/debian-12.5.0-amd64-netinst.iso", DEBIAN, -1, 0},
    {"ubuntu", NULL, UBUNTU " *ubuntu-22.04.3-live-server-amd64.iso\n", "https://releases.ubuntu.com/jammy/ubuntu-22.04.3-live-server-amd64.iso", UBUNTU, -1, 0},
    {"fedora", NULL, "# Fedora-Workstation-Live-x86_64-32-1.6.iso: 1954545664 bytes\nSHA256 (Fedora-Workstation-Live-x86_64-32-1.6.iso) = " FEDORA "\n", "https://e.org/iso/Fedora-Workstation-Live-x86_64-32-1.6.iso", FEDORA, 1954545664, 0},
    {"rocky", NULL, "# Rocky-9-latest-x86_64-minimal.iso: 2252013568 bytes\nSHA256 (Rocky-9-latest-x86_64-minimal.iso) = " ROCKY, "https://e.org/Rocky-9-latest-x86_64-minimal.iso", ROCKY, 2252013568, 0},
    {"openbsd", NULL, "SHA256 (BOOTIA32.EFI) = " OPENBSD "\n", "https://e.org/BOOTIA32.EFI", OPENBSD, -1, 0},
    {"netbsd", NULL, "SHA512 (NetBSD-10.1-alpha.iso) = " NETBSD "\n", "https://e.org/NetBSD-10.1-alpha.iso", NETBSD, -1, 0},
    {"alpine-alone", NULL, NETBSD "\n", "https://e.org/alpine.qcow2", NETBSD, -1, 0},
    /* other ways to write the same */
    {"openssl", NULL, "SHA2-256(a.iso)= " FEDORA "\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"upper-case", NULL, "D41D8CD98F00B204E9800998ECF8427E  b\nE3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855  a.iso\n", "https://e.org/a.iso", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", -1, 0},
    {"tab", NULL, FEDORA "\ta.iso", "https://e.org/a.iso", FEDORA, -1, 0},
    {"parentheses-in-name", NULL, "SHA256 (a (1).iso) = " FEDORA, "https://e.org/a%20(1).iso", FEDORA, -1, 0},
    {"blank-in-name", NULL, FEDORA "  a b.iso", "https://e.org/a%20b.iso", FEDORA, -1, 0},
    {"query", NULL, FEDORA "  a.iso", "https://e.org/a.iso?x=/b.iso", FEDORA, -1, 0},
    {"strongest", NULL, MD5 "  a.iso\n" FEDORA "  a.iso\n" SHA1 "  a.iso\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"same-twice", NULL, FEDORA "  a.iso\nSHA256 (a.iso) = " FEDORA "\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"weak-only", NULL, MD5 "  a.iso\n", "https://e.org/a.iso", MD5, -1, 0},
    {"sha1-only", NULL, "SHA1 (a.iso) = " SHA1, "https://e.org/a.iso", SHA1, -1, 0},
    /* folders */
    {"folder", NULL, FEDORA "  ./iso/a.iso", "https://e.org/4/iso/a.iso", FEDORA, -1, 0},
    {"longer-than-address", NULL, FEDORA "  releases/4/a.iso", "https://e.org/4/a.iso", FEDORA, -1, 0},
    {"other-folder", NULL, FEDORA "  netboot/a.iso", "https://e.org/4/a.iso", NULL, -1, NONE},
    {"end-of-a-name", NULL, FEDORA "  xa.iso", "https://e.org/4/a.iso", NULL, -1, NONE},
    {"end-of-a-folder", NULL, FEDORA "  o/a.iso", "https://e.org/iso/a.iso", NULL, -1, NONE},
    {"dots", NULL, FEDORA "  ../5/a.iso", "https://e.org/4/a.iso", NULL, -1, NONE},
    {"host-is-no-folder", NULL, FEDORA "  https://other.org/a.iso", "https://e.org/a.iso", FEDORA, -1, 0},
    /* headings */
    {"heading", NULL, "# SHA512 HASH\n" NETBSD "  a.iso\n", "https://e.org/a.iso", NETBSD, -1, 0},
    {"heading-unknown", NULL, "# BLAKE2B HASH\n" NETBSD "  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"heading-other-digits", NULL, "sha256sum\n" NETBSD "  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"heading-with-colon", NULL, "SHA256:\n" FEDORA "  a.iso\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"words-are-no-heading", NULL, "md5 is weak\n" FEDORA "  a.iso\n", "https://e.org/a.iso", FEDORA, -1, 0},
    /* contradictions */
    {"two", NULL, FEDORA "  a.iso\n" ROCKY "  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"two-of-others", NULL, FEDORA "  a.iso\n" ROCKY "  b.iso\n" DEBIAN "  b.iso\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"two-forms", NULL, FEDORA "  a.iso\nSHA256 (a.iso) = " ROCKY "\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"two-sizes", NULL, "# a.iso: 1 bytes\n# a.iso: 2 bytes\n" FEDORA "  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    /* what is none */
    {"empty", NULL, "", "https://e.org/a.iso", NULL, -1, BAD},
    {"page", NULL, "<!DOCTYPE html><html><body>Sign in</body></html>", "https://e.org/a.iso", NULL, -1, BAD},
    {"not-there", NULL, FEDORA "  b.iso\n", "https://e.org/a.iso", NULL, -1, NONE},
    {"short-digest", NULL, "4d0f6653e2e0860c  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"no-blank", NULL, FEDORA "a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"escaped-name", NULL, "\\" FEDORA "  a\\n.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"wrong-type", NULL, "SHA512 (a.iso) = " FEDORA "\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"size-lacks", NULL, "# a.iso: bytes\n" FEDORA "  a.iso", "https://e.org/a.iso", FEDORA, -1, 0},
    {"size-blank", NULL, "# a.iso:  bytes\n" FEDORA "  a.iso", "https://e.org/a.iso", FEDORA, -1, 0},
    {"size-alone", NULL, "# a.iso: 5 bytes\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"size-too-large", NULL, "# a.iso: 99999999999999999999 bytes\n" FEDORA "  a.iso", "https://e.org/a.iso", FEDORA, -1, 0},
    {"address-without-path", NULL, FEDORA "  e.org", "https://e.org", NULL, -1, NONE},
    {"form-is-another", "json", FEDORA "  a.iso", "https://e.org/a.iso", NULL, -1, BAD},
    {"no-such-form", "csv", FEDORA "  a.iso", "https://e.org/a.iso", NULL, -1, BAD},
    {"digest-is-not-alone", "digest", FEDORA "  a.iso", "https://e.org/a.iso", NULL, -1, BAD},
    {"single", "single", FEDORA "  nixos-25.05.1.iso\n", "https://e.org/latest.iso", FEDORA, -1, 0},
    {"single/bsd", "single", "# comment\nSHA256 (b.iso) = " FEDORA "\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"single/two", "single", FEDORA "  a.iso\n" ROCKY "  b.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"single/two-of-one", "single", FEDORA "  a.iso\n" FEDORA "  a.iso\n", "https://e.org/a.iso", NULL, -1, BAD},
    {"single/page", "single", "<html>", "https://e.org/a.iso", NULL, -1, BAD},
    /* JSON */
    {"json/getfedora", NULL, "[{\"version\": \"44\", \"link\": \"https://dl.fedoraproject.org/pub/a.iso\", \"sha256\": \"" FEDORA "\", \"size\": \"5\"}]", "https://dl.fedoraproject.org/pub/a.iso", FEDORA, 5, 0},
    {"json/coreos", NULL, "{\"a\": {\"location\": \"https://e.org/p/a.iso\", \"signature\": \"https://e.org/p/a.iso.sig\", \"sha256\": \"" FEDORA "\", \"uncompressed-sha256\": \"" ROCKY "\"}}", "https://e.org/p/a.iso", FEDORA, -1, 0},
    {"json/escapes", NULL, "{\"na\\u006de\": \"\\u0061\\/a.iso\", \"sha256\":\"" FEDORA "\", \"o\": [1.5e3, true, null, \"\\n\\\"\"]}", "https://e.org/a/a.iso", FEDORA, -1, 0},
    {"json/size-is-a-number", NULL, "{\"name\":\"a.iso\",\"size\":7,\"sha256\":\"" FEDORA "\"}", "https://e.org/a.iso", FEDORA, 7, 0},
    {"json/two-in-one", NULL, "{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\",\"sha256\":\"" ROCKY "\"}", "https://e.org/a.iso", NULL, -1, BAD},
    {"json/two-in-another", NULL, "[{\"name\":\"b.iso\",\"sha256\":\"" FEDORA "\",\"sha256\":\"" ROCKY "\"},{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\"}]", "https://e.org/a.iso", FEDORA, -1, 0},
    {"json/not-of-this-object", NULL, "{\"name\":\"a.iso\",\"o\":{\"sha256\":\"" FEDORA "\",\"name\":\"b\"}}", "https://e.org/a.iso", NULL, -1, NONE},
    {"json/cut", NULL, "{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\"", "https://e.org/a.iso", NULL, -1, BAD},
    {"json/more-behind", NULL, "{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\"} x", "https://e.org/a.iso", NULL, -1, BAD},
    {"json/comma", NULL, "{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\",}", "https://e.org/a.iso", NULL, -1, BAD},
    {"json/bad-escape", NULL, "{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\",\"x\":\"\\q\"}", "https://e.org/a.iso", NULL, -1, BAD},
    {"json/control", NULL, "{\"name\":\"a\niso\"}", "https://e.org/a.iso", NULL, -1, BAD},
    /* YAML, metalink */
    {"yaml/alpine", NULL, "---\n-\n  title: \"Standard\"\n  file: a.iso\n  size: 9\n  sha256: " FEDORA "\n-\n  file: b.iso\n  sha256: " ROCKY "\n", "https://e.org/a.iso", FEDORA, 9, 0},
    {"yaml/second", NULL, "---\n- file: b.iso\n  sha256: " ROCKY "\n- file: 'a.iso'\n  sha256: \"" FEDORA "\"\n", "https://e.org/a.iso", FEDORA, -1, 0},
    {"yaml/of-another", NULL, "---\n-\n  file: a.iso\n-\n  file: b.iso\n  sha256: " ROCKY "\n", "https://e.org/a.iso", NULL, -1, NONE},
    {"metalink/4", NULL, "<metalink xmlns='urn:ietf:params:xml:ns:metalink'><file name='a.iso'><size>3</size><hash type='sha-256'>" FEDORA "</hash></file></metalink>", "https://e.org/a.iso", FEDORA, 3, 0},
    {"metalink/3", NULL, "<metalink version='3.0'><files><file name='a.iso'><verification><hash type='sha1'>" SHA1 "</hash><hash type='sha512'>\n" NETBSD "\n</hash></verification></file></files></metalink>", "https://e.org/a.iso", NETBSD, -1, 0},
    {"metalink/pieces", NULL, "<metalink><file name='a.iso'><pieces type='sha-256'><hash>" ROCKY "</hash></pieces><hash type='sha-256'>" FEDORA "</hash></file></metalink>", "https://e.org/a.iso", FEDORA, -1, 0},
    {"metalink/broken", NULL, "<metalink><file name='a.iso'><hash type='sha-256'>" FEDORA "</hash>", "https://e.org/a.iso", NULL, -1, BAD},
};
/* clang-format on */

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    g_auto(Checksums) checksums = {0};
    g_autoptr(GError) error = NULL;
    gboolean is_good =
        checksums_read(&checksums, row->form, row->text, strlen(row->text), row->address, &error);

    if (row->digest == NULL) {
        g_assert_false(is_good);
        g_assert_error(error, OSINFO_DOWNLOAD_ERROR, row->code);
        return;
    }
    g_assert_no_error(error);
    g_assert_true(is_good);
    g_assert_cmpstr(checksums.digests[checksums_find_strongest(&checksums)], ==, row->digest);
    g_assert_cmpint(checksums.size, ==, row->size);
}

/* A list with one byte too many is none, one of that size is read. */
static void
test_size(void)
{
    g_autoptr(GString) text = g_string_new(FEDORA "  a.iso\n");
    g_auto(Checksums) checksums = {0};
    g_auto(Checksums) others = {0};
    g_autoptr(GError) error = NULL;

    while (text->len < CHECKSUMS_MAX_LIST)
        g_string_append_c(text, '\n');
    g_assert_true(
        checksums_read(&checksums, NULL, text->str, text->len, "https://e.org/a.iso", &error));
    g_string_append_c(text, '\n');
    g_assert_false(
        checksums_read(&others, NULL, text->str, text->len, "https://e.org/a.iso", &error));
    g_assert_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_BAD_LIST);
}

/* Behind a line, a depth and a text that are too long the rest is read, or nothing is. */
static void
test_extremes(void)
{
    static const struct {
        const char *start;
        char filling;
        guint count;
        const char *end;
        gboolean is_good;
    } texts[] = {
        {"", 'x', CHECKSUMS_MAX_TEXT + 1, "\n" FEDORA "  a.iso\n", TRUE},
        {FEDORA "  ", 'x', CHECKSUMS_MAX_TEXT, "/a.iso\n", FALSE},
        {"{\"name\":\"a.iso\",\"sha256\":\"" FEDORA "\",\"x\":\"", 'x', 2 * CHECKSUMS_MAX_TEXT,
         "\"}", TRUE},
        {"{\"sha256\":\"" FEDORA "\",\"name\":\"", 'x', CHECKSUMS_MAX_TEXT, "/a.iso\"}", FALSE},
        {"", '[', CHECKSUMS_MAX_DEPTH + 1, "", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GString) text = g_string_new(texts[i].start);
        g_auto(Checksums) checksums = {0};

        for (guint j = 0; j < texts[i].count; j++)
            g_string_append_c(text, texts[i].filling);
        g_string_append(text, texts[i].end);
        g_assert_cmpint(
            checksums_read(&checksums, NULL, text->str, text->len, "https://e.org/a.iso", NULL), ==,
            texts[i].is_good);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/checksums/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/checksums/size", test_size);
    g_test_add_func("/checksums/extremes", test_extremes);
    return g_test_run();
}
