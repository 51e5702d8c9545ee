/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/kernels.c: which files of a medium are taken for its kernel.
 */

#include "config.h"

#include "content-helpers.h"
#include "format/kernels.h"

#define RELEASE "6.1.0-50-amd64"
#define FACTS(where)                                                                               \
    "kernel.is-64-bit=true @ " where "|kernel.version-text=" RELEASE " (x) @ " where               \
    "|kernel.release=" RELEASE " @ " where

static void
test_places(void)
{
    static const struct {
        const char *path;
        const char *expected;
    } rows[] = {
        {"install.amd/vmlinuz", FACTS("install.amd/vmlinuz")},
        {"live/vmlinuz-" RELEASE, FACTS("live/vmlinuz-" RELEASE)},
        {"CASPER/VMLINUZ", FACTS("casper/VMLINUZ")},
        {"casper/vmlinuz.efi", FACTS("casper/vmlinuz.efi")},
        {"images/pxeboot/vmlinuz", FACTS("images/pxeboot/vmlinuz")},
        {"boot/x86_64/loader/linux", FACTS("boot/x86_64/loader/linux")},
        {"arch/boot/x86_64/vmlinuz-linux", FACTS("arch/boot/x86_64/vmlinuz-linux")},
        {"boot/vmlinuz-lts", FACTS("boot/vmlinuz-lts")},
        {"boot/bzImage", FACTS("boot/bzImage")},
        {"boot/gentoo", FACTS("boot/gentoo")},
        {"boot/linux26", FACTS("boot/linux26")},
        {"kernels/huge.s/bzImage", FACTS("kernels/huge.s/bzImage")},
        {"isolinux/vmlinuz0", FACTS("isolinux/vmlinuz0")},
        {"kernel", FACTS("kernel")},
        {"vmlinuz", FACTS("vmlinuz")},
        {"somewhere/vmlinuz", ""},
        {"boot/initrd.img", ""},
        {"boot/x86_64/linux", ""},
        {"vmlinuz.old", ""},
    };
    g_autoptr(GByteArray) kernel = content_make_kernel(RELEASE " (x)");

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const FakeFile files[] = {
            {"README", .text = "x"},
            {rows[i].path, .text = (const char *)kernel->data, .size = kernel->len},
            {.path = NULL},
        };

        g_test_message("%s", rows[i].path);
        content_assert(&content_kernels,
                       &(ContentCase){.files = files, .expected = rows[i].expected});
    }
}

static void
test_others(void)
{
    g_autoptr(GByteArray) kernel = content_make_kernel(RELEASE " (x)");
    const FakeFile second[] = {
        {"install.amd/vmlinuz", .text = "no kernel"},
        {"install.386/", .kind = FILE_NODE_FOLDER},
        {"live/vmlinuz", .kind = FILE_NODE_OTHER},
        {"boot/vmlinuz/", .kind = FILE_NODE_FOLDER},
        {"isolinux/vmlinuz", .text = (const char *)kernel->data, .size = kernel->len},
        {.path = NULL},
    };
    const FakeFile damaged[] = {
        {"install.amd/vmlinuz", .damage = "cut off"},
        {"isolinux/vmlinuz", .text = (const char *)kernel->data, .size = kernel->len},
        {.path = NULL},
    };
    const FakeFile damaged_alone[] = {{"live/vmlinuz", .damage = "cut off"}, {.path = NULL}};
    const FakeFile cut[] = {{"live/vmlinuz", .text = (const char *)kernel->data, .size = 0x800},
                            {.path = NULL}};
    const FakeFile unreadable[] = {
        {"live/vmlinuz", .unreadable = "limit"},
        {"vmlinuz", .text = (const char *)kernel->data, .size = kernel->len},
        {.path = NULL},
    };
    const FakeFile too_many[] = {
        {"install.amd/vmlinuz", .text = "1"},
        {"install.386/vmlinuz", .text = "2"},
        {"install/vmlinuz", .text = "3"},
        {"live/vmlinuz", .text = "4"},
        {"casper/vmlinuz", .text = (const char *)kernel->data, .size = kernel->len},
        {.path = NULL},
    };
    const FakeFile nothing[] = {{.path = NULL}};
    const ContentCase rows[] = {
        {"second", second, FACTS("isolinux/vmlinuz"), CONTENT_GOOD},
        {"damaged", damaged, FACTS("isolinux/vmlinuz"), CONTENT_GOOD},
        {"damaged-alone", damaged_alone, "", CONTENT_DAMAGED},
        {"cut", cut, "kernel.is-64-bit=true @ live/vmlinuz", CONTENT_DAMAGED},
        {"unreadable", unreadable, "", CONTENT_UNREADABLE},
        {"too-many", too_many, "", CONTENT_GOOD},
        {"nothing", nothing, "", CONTENT_GOOD},
    };

    content_assert_all(&content_kernels, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kernels/places", test_places);
    g_test_add_func("/kernels/others", test_others);
    return g_test_run();
}
