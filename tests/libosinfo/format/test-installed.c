/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/installed.c, cloud_config.c and elf.c on roots in memory: which files count, and what comes of
 * damage. Real file systems are test-tools-disks.py's.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"
#include "format/cloud_config.h"
#include "format/elf.h"
#include "format/installed.h"

typedef struct {
    const char *name;
    FakeFile files[10];
    FormatAnswer answer;
    const char *expected[8]; /* KEY=VALUE, WHERE; all of them are there */
} RootRow;

static const RootRow root_rows[] = {
    {"link",
     {{"etc/os-release", .kind = FILE_NODE_LINK, .text = "../usr/lib/os-release"},
      {"usr/lib/os-release", .text = "ID=debian\nVERSION_ID=12\n"}},
     FORMAT_FOUND,
     {"os-release.id=debian, etc/os-release", "machine-id.state=absent, etc/machine-id"}},
    {"etc-first",
     {{"etc/os-release", .text = "ID=mine\nVERSION_ID=1\n"},
      {"usr/lib/os-release", .text = "ID=debian\n"}},
     FORMAT_FOUND,
     {"os-release.id=mine, etc/os-release"}},
    {"usr-alone",
     {{"lib/os-release", .text = "ID=flatcar\nVERSION_ID=1\n"}},
     FORMAT_FOUND,
     {"os-release.id=flatcar, lib/os-release"}},
    {"nix",
     {{"nix/var/nix/profiles/system", .kind = FILE_NODE_LINK, .text = "system-1-link"},
      {"nix/var/nix/profiles/system-1-link", .kind = FILE_NODE_LINK, .text = "/nix/store/abc"},
      {"nix/store/abc/etc/os-release", .text = "ID=nixos\nVERSION_ID=\"24.05\"\n"}},
     FORMAT_FOUND,
     {"os-release.id=nixos, nix/var/nix/profiles/system/etc/os-release"}},
    {"derivative-first",
     {{"etc/redhat-release", .text = "Red Hat Enterprise Linux Server release 6.9\n"},
      {"etc/oracle-release", .text = "Oracle Linux Server release 6.9\n"}},
     FORMAT_FOUND,
     {"release-file.text=Oracle Linux Server release 6.9, etc/oracle-release"}},
    {"cloud",
     {{"etc/os-release", .text = "ID=debian\nVERSION_ID=12\n"},
      {"etc/machine-id", .text = "uninitialized\n"},
      {"usr/bin/cloud-init", .text = ""},
      {"etc/cloud/cloud.cfg", .text = "system_info:\n  default_user:\n    name: debian\n"},
      {"etc/cloud/cloud.cfg.d/90_b.cfg",
       .text = "system_info: {}\nsystem_info:\n  default_user:\n    name: last\n"},
      {"etc/cloud/cloud.cfg.d/10_a.cfg",
       .text = "system_info:\n  default_user:\n    name: first\n"},
      {"etc/cloud/cloud.cfg.d/99.txt", .text = "system_info:\n  default_user:\n    name: not\n"}},
     FORMAT_FOUND,
     {"cloud-init.state=present, usr/bin/cloud-init",
      "machine-id.state=uninitialized, etc/machine-id",
      "cloud-config.default-user=last, etc/cloud/cloud.cfg.d/90_b.cfg"}},
    {"disabled",
     {{"etc/os-release", .text = "ID=debian\nVERSION_ID=12\n"},
      {"etc/machine-id", .text = "0123456789abcdef0123456789abcdef\n"},
      {"etc/cloud/cloud-init.disabled", .text = ""},
      {"usr/bin/cloud-init", .text = ""}},
     FORMAT_FOUND,
     {"cloud-init.state=disabled, etc/cloud/cloud-init.disabled",
      "machine-id.state=set, etc/machine-id"}},
    {"damage-elsewhere",
     {{"etc/os-release", .text = "ID=debian\nVERSION_ID=12\n"},
      {"usr/bin/", .kind = FILE_NODE_FOLDER, .damage = "cut off"}},
     FORMAT_DAMAGED,
     {"os-release.id=debian, etc/os-release"}},
    {"nothing", {{"photos/1.jpg", .text = "x"}}, FORMAT_NOT_THIS, {NULL}},
};

static gboolean
has_item(const Evidence *evidence, const char *expected)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);
        g_autofree char *text = g_strdup_printf("%s=%s, %s", item->key, item->text, item->where);

        if (strcmp(text, expected) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
test_root(gconstpointer data)
{
    const RootRow *row = data;
    g_autoptr(FileSystem) files = fake_file_system_new(row->files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    files->follows_links = TRUE;
    files->is_case_sensitive = TRUE;
    g_assert_cmpint(installed_read(files, &evidence, &error), ==, row->answer);
    g_assert_true((row->answer == FORMAT_DAMAGED) == (error != NULL));
    for (guint i = 0; row->expected[i] != NULL; i++) {
        g_test_message("%s", row->expected[i]);
        g_assert_true(has_item(&evidence, row->expected[i]));
    }
    if (row->answer == FORMAT_NOT_THIS)
        g_assert_cmpuint(evidence.items->len, ==, 0);
    for (guint i = 0; i < evidence.items->len; i++) {
        const char *text = g_array_index(evidence.items, EvidenceItem, i).text;

        g_assert_null(strstr(text, "0123456789abcdef"));
    }
}

static void
test_cloud_config(void)
{
    static const char *const cases[][2] = {
        {"system_info:\n  default_user:\n    name: debian\n", "debian"},
        {"system_info:\n   default_user:\n     shell: sh\n     name: 'a b'  # c\n", "a b"},
        {"system_info:\n  paths:\n    name: no\n  default_user:\n    name: yes\n", "yes"},
        {"system_info:\n  default_user:\n    groups:\n      name: no\n", NULL},
        {"system_info:\n  x:\n    default_user:\n      name: no\n", NULL},
        {"default_user:\n  name: no\n", NULL},
        {"system_info:\nname: no\n  default_user:\n    name: no\n", NULL},
        {"users:\n  - name: no\nsystem_info:\n  default_user:\n    name: \"q\"\n", "q"},
        {"system_info:\n  default_user:\n    name: *alias\n", NULL},
        {"system_info:\r\n  default_user:\r\n    name: windows\r\n", "windows"},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = cloud_config_parse(cases[i][0]);

        g_test_message("%s", cases[i][0]);
        g_assert_cmpstr(found, ==, cases[i][1]);
    }
}

static void
test_elf(void)
{
    static const struct {
        const char *bytes;
        FormatAnswer answer;
        const char *name;
    } cases[] = {
        {"\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3E\0", FORMAT_FOUND, "x86_64"},
        {"\177ELF\1\1\1\0\0\0\0\0\0\0\0\0\2\0\3\0", FORMAT_FOUND, "i686"},
        {"\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\xB7\0", FORMAT_FOUND, "aarch64"},
        {"\177ELF\2\2\1\0\0\0\0\0\0\0\0\0\0\2\0\x16", FORMAT_FOUND, "s390x"},
        {"\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x15\0", FORMAT_FOUND, "ppc64le"},
        {"\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\xFF\xFF", FORMAT_NOT_THIS, NULL},
        {"#!/bin/sh -e\n# a script", FORMAT_NOT_THIS, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Source) source = source_new_memory(cases[i].bytes, 20);
        const char *name = NULL;

        g_assert_cmpint(elf_find_architecture(source, &name, NULL), ==, cases[i].answer);
        g_assert_cmpstr(name, ==, cases[i].name);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(root_rows); i++) {
        g_autofree char *path = g_strconcat("/installed/", root_rows[i].name, NULL);

        g_test_add_data_func(path, &root_rows[i], test_root);
    }
    g_test_add_func("/installed/cloud-config", test_cloud_config);
    g_test_add_func("/installed/elf", test_elf);
    return g_test_run();
}
