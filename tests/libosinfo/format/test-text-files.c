/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/text_files.c: which files of a medium are read. Samples of all of them are in
 * recognise/content.tsv, forms of files in test-text-file.c.
 */

#include "config.h"

#include "content-helpers.h"
#include "format/text_files.h"
#include "format/treeinfo.h"

/* clang-format off */
static const FakeFile nothing[] = {{"README", .text = "x"}, {.path = NULL}};
static const FakeFile alpine[] = {{".alpine-release", .text = "alpine-virt-3.20.3 240906\n"}, {.path = NULL}};
static const FakeFile upper_case[] = {{"BOOT.CFG", .text = "build=8.0.3-0.0.24022510\n"}, {.path = NULL}};
static const FakeFile several[] = {
    {"media.1/products", .text = "/ SLES 15.5-0\n"},
    {".discinfo", .text = "1\nSLES 15.5\nx86_64\n"},
    {.path = NULL},
};
static const FakeFile empty[] = {
    {".alpine-release", .text = ""},
    {"arch/", .kind = FILE_NODE_FOLDER},
    {"version.txt/", .kind = FILE_NODE_FOLDER},
    {"VERSION", .kind = FILE_NODE_OTHER},
    {.path = NULL},
};
static const FakeFile longer_name[] = {
    {"versions.txt", .text = "1"},
    {"content.txt", .text = "LABEL x"},
    {"arch2/version", .text = "1"},
    {.path = NULL},
};
static const FakeFile damaged[] = {
    {".alpine-release", .damage = "cut off"},
    {"version.txt", .text = "24.05"},
    {.path = NULL},
};
static const FakeFile unreadable[] = {
    {".alpine-release", .unreadable = "limit"},
    {"version.txt", .text = "24.05"},
    {.path = NULL},
};

static const ContentCase cases[] = {
    {"nothing",     nothing,     "", CONTENT_GOOD},
    {"alpine",      alpine,      "alpine-release.text=alpine-virt-3.20.3 240906 @ .alpine-release", CONTENT_GOOD},
    {"upper-case",  upper_case,  "boot-cfg.build=8.0.3-0.0.24022510 @ boot.cfg", CONTENT_GOOD},
    {"several",     several,     "discinfo.release=SLES 15.5 @ .discinfo|discinfo.arch=x86_64 @ .discinfo|"
                                 "suse-products.product=SLES 15.5-0 @ media.1/products", CONTENT_GOOD},
    {"empty",       empty,       "", CONTENT_GOOD},
    {"longer-name", longer_name, "", CONTENT_GOOD},
    {"damaged",     damaged,     "version-txt.text=24.05 @ version.txt", CONTENT_DAMAGED},
    {"unreadable",  unreadable,  "", CONTENT_UNREADABLE},
};

static const FakeFile treeinfo[] = {
    {".treeinfo", .text = "[general]\nfamily=Fedora\nversion=41\narch=x86_64\n"},
    {.path = NULL},
};
static const FakeFile treeinfo_short[] = {{".TREEINF", .text = "[release]\nname=X\nversion=1\n"}, {.path = NULL}};
static const FakeFile treeinfo_other[] = {{".treeinfo", .text = "[platform]\nname=XCP\n"}, {.path = NULL}};
static const FakeFile treeinfo_text[] = {{".treeinfo", .text = "no key file\n"}, {.path = NULL}};
static const FakeFile treeinfo_broken[] = {{".treeinfo", .text = "[general]\nno key\n"}, {.path = NULL}};
static const FakeFile treeinfo_empty[] = {{".treeinfo", .text = ""}, {.path = NULL}};
static const FakeFile treeinfo_damaged[] = {{".treeinfo", .damage = "cut off"}, {.path = NULL}};
static const FakeFile treeinfo_unreadable[] = {{".treeinfo", .unreadable = "limit"}, {.path = NULL}};

static const ContentCase treeinfo_cases[] = {
    {"treeinfo",   treeinfo,            "treeinfo.family=Fedora @ .treeinfo|treeinfo.version=41 @ .treeinfo|"
                                        "treeinfo.arch=x86_64 @ .treeinfo", CONTENT_GOOD},
    {"short",      treeinfo_short,      "treeinfo.family=X @ .treeinf|treeinfo.version=1 @ .treeinf", CONTENT_GOOD},
    {"branding",   treeinfo_other,      "treeinfo.platform-name=XCP @ .treeinfo", CONTENT_GOOD},
    {"text",       treeinfo_text,       "", CONTENT_GOOD},
    {"broken",     treeinfo_broken,     "", CONTENT_DAMAGED},
    {"empty",      treeinfo_empty,      "", CONTENT_GOOD},
    {"damaged",    treeinfo_damaged,    "", CONTENT_DAMAGED},
    {"unreadable", treeinfo_unreadable, "", CONTENT_UNREADABLE},
    {"nothing",    nothing,             "", CONTENT_GOOD},
};
/* clang-format on */

static void
test_files(void)
{
    content_assert_all(&content_text_files, cases, G_N_ELEMENTS(cases));
}

/* What they say keeps nobody from telling the release. */
static void
test_added_files(void)
{
    static const FakeFile medium[] = {
        {"casper/install-sources.yaml", .text = "- id: ubuntu-server\n  variant: server\n"},
        {"version.txt", .text = "24.05"},
        {.path = NULL},
    };
    static const ContentCase all = {
        "medium", medium,
        "install-sources.id=ubuntu-server @ casper/install-sources.yaml|"
        "install-sources.variant=server @ casper/install-sources.yaml",
        CONTENT_GOOD};
    static const ContentCase telling = {"medium", medium, "version-txt.text=24.05 @ version.txt",
                                        CONTENT_GOOD};

    content_assert(&content_added_text_files, &all);
    content_assert(&content_text_files, &telling);
}

static void
test_treeinfo(void)
{
    content_assert_all(&content_treeinfo, treeinfo_cases, G_N_ELEMENTS(treeinfo_cases));
}

/* Of a huge file the start counts. */
static void
test_treeinfo_size(void)
{
    g_autoptr(GString) text = g_string_new("[general]\nfamily=Fedora\n[checksums]\n");
    const FakeFile files[] = {{".treeinfo", .text = NULL}, {.path = NULL}};
    FakeFile huge[G_N_ELEMENTS(files)];

    while (text->len < 2 * TREEINFO_MAX_ON_MEDIUM)
        g_string_append(text, "images/boot.iso = sha256:0123456789abcdef\n");
    memcpy(huge, files, sizeof(files));
    huge[0].text = text->str;
    content_assert(&content_treeinfo,
                   &(ContentCase){.files = huge, .expected = "treeinfo.family=Fedora @ .treeinfo"});
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text-files/files", test_files);
    g_test_add_func("/text-files/added-files", test_added_files);
    g_test_add_func("/text-files/treeinfo", test_treeinfo);
    g_test_add_func("/text-files/treeinfo-size", test_treeinfo_size);
    return g_test_run();
}
