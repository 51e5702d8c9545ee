/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/efi_boot.c: names of loaders, and what is read of the programs on a medium.
 */

#include "config.h"

#include "content-helpers.h"
#include "format/efi_boot.h"

static void
test_names(void)
{
    static const struct {
        const char *name;
        const char *architecture;
    } rows[] = {
        {"BOOTIA32.EFI", "i686"},
        {"BOOTX64.EFI", "x86_64"},
        {"bootx64.efi", "x86_64"},
        {"BootX64.Efi", "x86_64"},
        {"BOOTARM.EFI", "armv7l"},
        {"BOOTAA64.EFI", "aarch64"},
        {"BOOTIA64.EFI", "ia64"},
        {"BOOTRISCV32.EFI", "riscv32"},
        {"BOOTRISCV64.EFI", "riscv64"},
        {"BOOTRISCV128.EFI", "riscv128"},
        {"BOOTLOONGARCH32.EFI", "loongarch32"},
        {"BOOTLOONGARCH64.EFI", "loongarch64"},
        {"BOOTEBC.EFI", NULL}, /* any machine */
        {"BOOT.EFI", NULL},
        {"BOOTX.EFI", NULL},
        {"BOOTX64", NULL},
        {"BOOTX64.EFI.bak", NULL},
        {"BOOTX640.EFI", NULL},
        {"xBOOTX64.EFI", NULL},
        {"grubx64.efi", NULL},
        {".EFI", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(efi_boot_get_architecture(rows[i].name), ==, rows[i].architecture);
}

static void
test_machines(void)
{
    static const struct {
        guint16 machine;
        const char *architecture;
    } rows[] = {
        {0x014C, "i686"},    {0x8664, "x86_64"},   {0x01C0, "armv7l"},      {0x01C2, "armv7l"},
        {0x01C4, "armv7l"},  {0xAA64, "aarch64"},  {0x0200, "ia64"},        {0x5032, "riscv32"},
        {0x5064, "riscv64"}, {0x5128, "riscv128"}, {0x6232, "loongarch32"}, {0x6264, "loongarch64"},
        {0x0EBC, NULL},      {0x0000, NULL},       {0xFFFF, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(efi_boot_get_machine(rows[i].machine), ==, rows[i].architecture);
}

/* clang-format off */
static const FakeFile nothing[] = {{"boot/grub/grub.cfg", .text = "x"}, {.path = NULL}};
static const FakeFile empty[] = {{"EFI/BOOT/", .kind = FILE_NODE_FOLDER}, {.path = NULL}};
static const FakeFile no_folder[] = {{"EFI/BOOT", .text = "x"}, {.path = NULL}};
static const FakeFile one[] = {
    {"EFI/boot/bootx64.efi", .text = "MZ"},
    {"EFI/boot/grubx64.efi", .text = "MZ"},
    {.path = NULL},
};
static const FakeFile three[] = {
    {"EFI/BOOT/BOOTX64.EFI", .text = "MZ"},
    {"EFI/BOOT/BOOTIA32.EFI", .text = "MZ"},
    {"EFI/BOOT/bootx64.efi", .text = "MZ"},
    {"EFI/BOOT/BOOTAA64.EFI", .text = "MZ"},
    {.path = NULL},
};
static const FakeFile no_files[] = {
    {"EFI/BOOT/BOOTX64.EFI/", .kind = FILE_NODE_FOLDER},
    {"EFI/BOOT/BOOTAA64.EFI", .kind = FILE_NODE_OTHER},
    {.path = NULL},
};
static const FakeFile broken_link[] = {{"EFI/BOOT/BOOTX64.EFI", .text = "grubx64.efi"}, {.path = NULL}};
static const FakeFile cut_name[] = {{"EFI/BOOT/BOOTRI~1.EFI", .text = "MZ"}, {.path = NULL}};
static const FakeFile damaged[] = {
    {"EFI/BOOT/BOOTX64.EFI", .text = "MZ"},
    {"EFI/BOOT", .kind = FILE_NODE_FOLDER, .damage = "cut off"},
    {.path = NULL},
};
static const FakeFile damaged_file[] = {
    {"EFI/BOOT/BOOTLO~1.EFI", .damage = "cut off"},
    {"EFI/BOOT/BOOTX64.EFI", .text = "MZ"},
    {.path = NULL},
};
static const FakeFile unreadable[] = {{"EFI", .kind = FILE_NODE_FOLDER, .unreadable = "limit"}, {.path = NULL}};

static const ContentCase cases[] = {
    {"nothing",      nothing,      "", CONTENT_GOOD},
    {"empty",        empty,        "", CONTENT_GOOD},
    {"no-folder",    no_folder,    "", CONTENT_GOOD},
    {"one",          one,          "efi.architecture=x86_64 @ EFI/BOOT/bootx64.efi", CONTENT_GOOD},
    {"three",        three,        "efi.architecture=x86_64 @ EFI/BOOT/BOOTX64.EFI|"
                                   "efi.architecture=i686 @ EFI/BOOT/BOOTIA32.EFI|"
                                   "efi.architecture=aarch64 @ EFI/BOOT/BOOTAA64.EFI", CONTENT_GOOD},
    {"no-files",     no_files,     "", CONTENT_GOOD},
    {"broken-link",  broken_link,  "efi.architecture=x86_64 @ EFI/BOOT/BOOTX64.EFI", CONTENT_GOOD},
    {"cut-name",     cut_name,     "", CONTENT_GOOD},
    {"damaged",      damaged,      "efi.architecture=x86_64 @ EFI/BOOT/BOOTX64.EFI", CONTENT_DAMAGED},
    {"damaged-file", damaged_file, "efi.architecture=x86_64 @ EFI/BOOT/BOOTX64.EFI", CONTENT_DAMAGED},
    {"unreadable",   unreadable,   "", CONTENT_UNREADABLE},
};
/* clang-format on */

static void
test_loaders(void)
{
    content_assert_all(&content_efi_boot, cases, G_N_ELEMENTS(cases));
}

/* The header says what a name that was cut does not. */
static void
test_cut_name(void)
{
    g_autoptr(GByteArray) program = content_make_program(0x5064, ".text", "code");
    const FakeFile files[] = {
        {"EFI/BOOT/BOOTRI~1.EFI", .text = (const char *)program->data, .size = program->len},
        {.path = NULL},
    };

    content_assert(&content_efi_boot,
                   &(ContentCase){.files = files,
                                  .expected = "efi.architecture=riscv64 @ EFI/BOOT/BOOTRI~1.EFI"});
}

/* Boot managers come first, unified kernels before them; two programs at most. */
static void
test_programs(void)
{
    g_autoptr(GByteArray) shim = content_make_program(0x8664, ".sbat", "shim.x,1,X,shim,16,u");
    g_autoptr(GByteArray) grub = content_make_program(0x8664, ".sbat", "grub.x,1,Y,grub2,2.12,u");
    g_autoptr(GByteArray) kernel =
        content_make_program(0x8664, ".osrel", "ID=fedora\nVERSION_ID=44\n");
    const FakeFile media[] = {
        {"EFI/BOOT/BOOTX64.EFI", .text = (const char *)shim->data, .size = shim->len},
        {"EFI/BOOT/grubx64.efi", .text = (const char *)grub->data, .size = grub->len},
        {.path = NULL},
    };
    const FakeFile unified[] = {
        {"EFI/BOOT/BOOTX64.EFI", .damage = "cut off"},
        {"EFI/Linux/fedora.efi", .text = (const char *)kernel->data, .size = kernel->len},
        {"EFI/BOOT/grubx64.efi", .text = (const char *)grub->data, .size = grub->len},
        {.path = NULL},
    };
    const FakeFile link[] = {{"EFI/BOOT/BOOTX64.EFI", .text = "grubx64.efi"}, {.path = NULL}};
    const FakeFile damaged_manager[] = {
        {"EFI/BOOT/grubx64.efi", .damage = "cut off"},
        {"EFI/BOOT/BOOTX64.EFI", .text = (const char *)shim->data, .size = shim->len},
        {"EFI/BOOT/mmx64.efi", .unreadable = "not opened"},
        {.path = NULL},
    };
    const FakeFile unreadable_manager[] = {
        {"EFI/BOOT/grubx64.efi", .unreadable = "limit"},
        {"EFI/BOOT/BOOTX64.EFI", .text = (const char *)shim->data, .size = shim->len},
        {.path = NULL},
    };
    const ContentCase rows[] = {
        {"media", media,
         "sbat.component=grub.x @ EFI/BOOT/grubx64.efi|sbat.vendor=Y @ EFI/BOOT/grubx64.efi|"
         "sbat.version=2.12 @ EFI/BOOT/grubx64.efi|sbat.component=shim.x @ EFI/BOOT/BOOTX64.EFI|"
         "sbat.vendor=X @ EFI/BOOT/BOOTX64.EFI|sbat.version=16 @ EFI/BOOT/BOOTX64.EFI",
         CONTENT_GOOD},
        {"unified", unified,
         "os-release.id=fedora @ EFI/Linux/fedora.efi|"
         "os-release.version-id=44 @ EFI/Linux/fedora.efi|"
         "sbat.component=grub.x @ EFI/BOOT/grubx64.efi|sbat.vendor=Y @ EFI/BOOT/grubx64.efi|"
         "sbat.version=2.12 @ EFI/BOOT/grubx64.efi",
         CONTENT_GOOD},
        {"link", link, "", CONTENT_GOOD},
        {"damaged", damaged_manager,
         "sbat.component=shim.x @ EFI/BOOT/BOOTX64.EFI|sbat.vendor=X @ EFI/BOOT/BOOTX64.EFI|"
         "sbat.version=16 @ EFI/BOOT/BOOTX64.EFI",
         CONTENT_DAMAGED},
        {"unreadable", unreadable_manager, "", CONTENT_UNREADABLE},
        {"nothing", nothing, "", CONTENT_GOOD},
        {"no-programs", one, "", CONTENT_GOOD},
    };

    content_assert_all(&content_efi_programs, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/efi-boot/names", test_names);
    g_test_add_func("/efi-boot/machines", test_machines);
    g_test_add_func("/efi-boot/loaders", test_loaders);
    g_test_add_func("/efi-boot/cut-name", test_cut_name);
    g_test_add_func("/efi-boot/programs", test_programs);
    return g_test_run();
}
