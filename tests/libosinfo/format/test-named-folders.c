/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/named_folders.c: names of folders and files that are facts.
 */

#include "config.h"

#include "content-helpers.h"
#include "format/named_folders.h"

/* clang-format off */
static const FakeFile nothing[] = {{.path = NULL}};
static const FakeFile unreadable[] = {
    {"", .kind = FILE_NODE_FOLDER, .unreadable = "limit"},
    {.path = NULL},
};

static const FakeFile openbsd[] = {
    {"etc/boot.conf", .text = "set image /7.6/amd64/bsd.rd\n"},
    {"7.6/amd64/BUILDINFO", .text = "x"},
    {"7.6/index.txt", .text = "x"},
    {.path = NULL},
};
static const FakeFile no_releases[] = {
    {"7/x", .text = "x"},
    {"7./x", .text = "x"},
    {".6/x", .text = "x"},
    {"7.6.1/x", .text = "x"},
    {"v7.6/x", .text = "x"},
    {"7.6a/x", .text = "x"},
    {"7.6", .text = "a file"},
    {.path = NULL},
};
static const FakeFile two_releases[] = {
    {"7.5/", .kind = FILE_NODE_FOLDER},
    {"7.6/amd64/x", .text = "x"},
    {.path = NULL},
};

static const ContentCase release_cases[] = {
    {"openbsd",      openbsd,      "release-folder.name=7.6 @ /|release-folder.below=amd64 @ 7.6", CONTENT_GOOD},
    {"no-releases",  no_releases,  "", CONTENT_GOOD},
    {"two-releases", two_releases, "release-folder.name=7.5 @ /", CONTENT_GOOD},
    {"nothing",      nothing,      "", CONTENT_GOOD},
};

static const FakeFile slackware[] = {{"ANNOUNCE.15_0", .text = "x"}, {.path = NULL}};
static const FakeFile slackware_lower[] = {{"announce.14_2", .text = "x"}, {.path = NULL}};
static const FakeFile announcements[] = {
    {"ANNOUNCE.TXT", .text = "x"},
    {"ANNOUNCE", .text = "x"},
    {"ANNOUNCE.", .text = "x"},
    {"ANNOUNCE.15/x", .text = "x"},
    {.path = NULL},
};

static const ContentCase announce_cases[] = {
    {"slackware",     slackware,       "announce.version=15.0 @ ANNOUNCE.15_0", CONTENT_GOOD},
    {"lower-case",    slackware_lower, "announce.version=14.2 @ announce.14_2", CONTENT_GOOD},
    {"announcements", announcements,   "", CONTENT_GOOD},
};

static const FakeFile debian[] = {
    {"dists/stable", .kind = FILE_NODE_OTHER},
    {"dists/trixie/Release", .text = "Origin: Debian\nLabel: Debian\nSuite: stable\nVersion: 13.1\n"
                                     "Codename: trixie\nArchitectures: all amd64\n"},
    {.path = NULL},
};
static const FakeFile no_release[] = {{"dists/trixie/main/x", .text = "x"}, {.path = NULL}};
static const FakeFile no_dists[] = {{"dists/README", .text = "x"}, {.path = NULL}};
static const FakeFile damaged_release[] = {{"dists/sid/Release", .damage = "cut off"}, {.path = NULL}};

static const ContentCase dists_cases[] = {
    {"debian", debian, "dists.origin=Debian @ dists/trixie/Release|dists.label=Debian @ dists/trixie/Release|"
                       "dists.suite=stable @ dists/trixie/Release|dists.version=13.1 @ dists/trixie/Release|"
                       "dists.codename=trixie @ dists/trixie/Release|"
                       "dists.architectures=all amd64 @ dists/trixie/Release", CONTENT_GOOD},
    {"no-release",      no_release,      "", CONTENT_GOOD},
    {"no-dists",        no_dists,        "", CONTENT_GOOD},
    {"nothing",         nothing,         "", CONTENT_GOOD},
    {"damaged-release", damaged_release, "", CONTENT_DAMAGED},
};

static const FakeFile root[] = {
    {"KNOPPIX/KNOPPIX", .text = "x"},
    {"kolibri.img", .text = "x"},
    {".miso", .text = ""},
    {"link", .kind = FILE_NODE_OTHER},
    {.path = NULL},
};

static const ContentCase root_cases[] = {
    {"root",       root,       "root.name=KNOPPIX @ /|root.name=kolibri.img @ /|root.name=.miso @ /|"
                               "root.name=link @ /", CONTENT_GOOD},
    {"nothing",    nothing,    "", CONTENT_GOOD},
};

static const FakeFile relatives[] = {
    {"TrueNAS-MANIFEST", .text = "x"},
    {"usr/MidnightBSD-dist/base.txz", .text = "x"},
    {"usr/freebsd-dist/MANIFEST", .text = "x"},
    {.path = NULL},
};
static const FakeFile no_marks[] = {
    {"usr/lib/x", .text = "x"},
    {"TrueNAS-SCALE.update", .text = "x"},
    {.path = NULL},
};
static const FakeFile damaged_usr[] = {
    {"usr/", .kind = FILE_NODE_FOLDER, .damage = "cut off"},
    {"FreeNAS-MANIFEST", .text = "x"},
    {.path = NULL},
};
static const FakeFile only_damaged[] = {
    {"usr/", .kind = FILE_NODE_FOLDER, .damage = "cut off"},
    {.path = NULL},
};

static const ContentCase marks_cases[] = {
    {"relatives",    relatives,    "mark.path=TrueNAS-MANIFEST @ TrueNAS-MANIFEST|"
                                   "mark.path=usr/midnightbsd-dist @ usr/midnightbsd-dist", CONTENT_GOOD},
    {"no-marks",     no_marks,     "", CONTENT_GOOD},
    {"nothing",      nothing,      "", CONTENT_GOOD},
    {"damaged-usr",  damaged_usr,  "mark.path=FreeNAS-MANIFEST @ FreeNAS-MANIFEST", CONTENT_DAMAGED},
    {"only-damaged", only_damaged, "", CONTENT_DAMAGED},
};

static const FakeFile freedos[] = {{"ISOLINUX/FDBOOT.IMG", .text = "x"}, {.path = NULL}};

static const ContentCase hidden_marks_cases[] = {
    {"freedos",  freedos,   "mark.path=isolinux/fdboot.img @ isolinux/fdboot.img", CONTENT_GOOD},
    {"no-marks", relatives, "", CONTENT_GOOD},
};
/* clang-format on */

static void
test_release(void)
{
    content_assert_all(&content_release_folder, release_cases, G_N_ELEMENTS(release_cases));
}

static void
test_announce(void)
{
    content_assert_all(&content_announce, announce_cases, G_N_ELEMENTS(announce_cases));
}

static void
test_dists(void)
{
    content_assert_all(&content_dists, dists_cases, G_N_ELEMENTS(dists_cases));
}

static void
test_root(void)
{
    content_assert_all(&content_root_names, root_cases, G_N_ELEMENTS(root_cases));
}

static void
test_marks(void)
{
    content_assert_all(&content_marks, marks_cases, G_N_ELEMENTS(marks_cases));
    content_assert_all(&content_hidden_marks, hidden_marks_cases, G_N_ELEMENTS(hidden_marks_cases));
}

/* As many names as may become evidence. */
static void
test_many_names(void)
{
    FakeFile files[ROOT_NAMES_MAX_FACTS + 10] = {{.path = NULL}};
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(FileSystem) medium = NULL;
    g_auto(Evidence) evidence = {.items = NULL};

    for (guint i = 0; i + 1 < G_N_ELEMENTS(files); i++) {
        g_ptr_array_add(names, g_strdup_printf("name-%u", i));
        files[i] = (FakeFile){g_ptr_array_index(names, i), .text = "x"};
    }
    medium = fake_file_system_new(files);
    evidence_init(&evidence);
    g_assert_cmpint(content_root_names.read(medium, &evidence, NULL), ==, FORMAT_FOUND);
    g_assert_cmpuint(evidence.items->len, ==, ROOT_NAMES_MAX_FACTS);
}

static void
test_unreadable(void)
{
    static const ContentReader *const readers[] = {&content_release_folder, &content_announce,
                                                   &content_dists,          &content_root_names,
                                                   &content_marks,          &content_hidden_marks};
    static const ContentCase row = {"unreadable", unreadable, "", CONTENT_UNREADABLE};

    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
        content_assert(readers[i], &row);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/named-folders/release", test_release);
    g_test_add_func("/named-folders/announce", test_announce);
    g_test_add_func("/named-folders/dists", test_dists);
    g_test_add_func("/named-folders/root", test_root);
    g_test_add_func("/named-folders/marks", test_marks);
    g_test_add_func("/named-folders/many-names", test_many_names);
    g_test_add_func("/named-folders/unreadable", test_unreadable);
    return g_test_run();
}
