/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/pe.c on programs made here, right and wrong ones, and on those of Debian's packages
 * where they are installed.
 */

#include "config.h"

#include <string.h>

#include "format/pe.h"

#define HEADER 0x80  /* where make_program() puts it */
#define OPTIONAL 240 /* bytes of its optional header */
#define TABLE (HEADER + 24 + OPTIONAL)
#define CONTENT 0x1000 /* where sections begin */
#define PROGRAM_SIZE 0x4000

#define SBAT_FIRST "sbat,1,SBAT Version,sbat,1,https://github.com/rhboot/shim/blob/main/SBAT.md\n"
#define SBAT_DEBIAN                                                                                \
    SBAT_FIRST "grub,4,Free Software Foundation,grub,2.06,https://www.gnu.org/software/grub/\n"    \
               "grub.debian12,1,Debian,grub2,2.06-13+deb12u2,https://tracker.debian.org/pkg/"      \
               "grub2\n"

static void
put16(guint8 *bytes, guint value)
{
    bytes[0] = (guint8)value;
    bytes[1] = (guint8)(value >> 8);
}

static void
put32(guint8 *bytes, guint value)
{
    put16(bytes, value & 0xFFFF);
    put16(bytes + 2, value >> 16);
}

static void
add_section(guint8 *program, guint number, const char *name, const char *text, guint padding)
{
    guint8 *entry = program + TABLE + number * 40;
    guint at = CONTENT + number * 0x1000;

    memcpy(entry, name, strlen(name));
    put32(entry + 8, (guint)strlen(text));
    put32(entry + 16, (guint)strlen(text) + padding);
    put32(entry + 20, at);
    memcpy(program + at, text, strlen(text));
    memset(program + at + strlen(text), 'P', padding);
    put16(program + HEADER + 6, number + 1);
}

/* For x86_64, with .text alone. */
static guint8 *
make_program(void)
{
    guint8 *program = g_malloc0(PROGRAM_SIZE);

    memcpy(program, "MZ", 2);
    put32(program + 0x3C, HEADER);
    memcpy(program + HEADER, "PE\0\0", 4);
    put16(program + HEADER + 4, 0x8664);
    put16(program + HEADER + 20, OPTIONAL);
    add_section(program, 0, ".text", "code", 12);
    return program;
}

static FormatAnswer
read_program(const guint8 *bytes, gsize size, Evidence *evidence, PeProgram *out_program,
             GError **error)
{
    g_autofree guint8 *copy = g_memdup2(bytes, size);
    g_autoptr(Source) source = source_new_memory(copy, size);
    FormatAnswer answer = pe_read(source, out_program, error);

    return answer == FORMAT_FOUND
               ? pe_add_sections(source, out_program, "EFI/BOOT/grubx64.efi", evidence, error)
               : answer;
}

static void
assert_texts(const Evidence *evidence, const char *key, const char *expected)
{
    g_autoptr(GString) texts = g_string_new(NULL);

    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (strcmp(item->key, key) == 0)
            g_string_append_printf(texts, "%s%s", texts->len > 0 ? "|" : "", item->text);
    }
    g_assert_cmpstr(texts->str, ==, expected);
}

static const struct {
    const char *name;
    const char *sbat;  /* NULL: no such section */
    const char *uname; /* likewise */
    const char *components;
    const char *vendors;
    const char *versions;
    const char *release; /* NULL: none */
} section_cases[] = {
    {"debian", SBAT_DEBIAN, NULL, "grub.debian12", "Debian", "2.06-13+deb12u2", NULL},
    {"crlf", "sbat,1,x,y,1,z\r\nshim.debian,1,Debian,shim,16.1\r\n", NULL, "shim.debian", "Debian",
     "16.1", NULL},
    {"no-line-break", "systemd.debian,1,Debian GNU/Linux,systemd,252.39-1~deb12u2", NULL,
     "systemd.debian", "Debian GNU/Linux", "252.39-1~deb12u2", NULL},
    {"commas-behind", "a.x,1,V,p,2,h,t,t,p", NULL, "a.x", "V", "2", NULL},
    {"too-few-fields", "a.x,1,V,p\n\n,\nb.x,1,W,p,3,\n", NULL, "b.x", "W", "3", NULL},
    {"no-vendor", "grub,4,Free Software Foundation,grub,2.06,https://gnu.org\n", NULL, "", "", "",
     NULL},
    {"empty-fields", ".,,,,\n,,,,\n", NULL, ".", "", "", NULL},
    {"empty", "", NULL, "", "", "", NULL},
    {"first-line-alone", SBAT_FIRST, NULL, "", "", "", NULL},
    {"not-utf-8", "a.x,1,\xFF\xFE,p,2", NULL, "a.x", "\xEF\xBF\xBD\xEF\xBF\xBD", "2", NULL},
    {"unified-kernel", SBAT_FIRST, "6.12.9-200.fc41.x86_64\n", "", "", "",
     "6.12.9-200.fc41.x86_64"},
    {"blank-release", NULL, " \n", "", "", "", NULL},
    {"nothing", NULL, NULL, "", "", "", NULL},
};

static void
test_sections(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(section_cases); i++) {
        g_autofree guint8 *program = make_program();
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        PeProgram read;
        guint number = 1;

        g_test_message("%s", section_cases[i].name);
        evidence_init(&evidence);
        if (section_cases[i].sbat != NULL)
            add_section(program, number++, ".sbat", section_cases[i].sbat, 16);
        if (section_cases[i].uname != NULL)
            add_section(program, number++, ".uname", section_cases[i].uname, 7);
        read_program(program, PROGRAM_SIZE, &evidence, &read, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(read.machine, ==, 0x8664);
        g_assert_cmpuint(read.n_sections, ==, number);
        assert_texts(&evidence, "sbat.component", section_cases[i].components);
        assert_texts(&evidence, "sbat.vendor", section_cases[i].vendors);
        assert_texts(&evidence, "sbat.version", section_cases[i].versions);
        g_assert_cmpstr(evidence_get_text(&evidence, "kernel.release"), ==,
                        section_cases[i].release);
    }
}

/* A program that is changed in one place. */
static const struct {
    const char *name;
    gsize size; /* of the file, bytes; 0: all */
    guint offset;
    guint32 value; /* 32 bits; put there unless the offset is 0 */
    FormatAnswer answer;
} damage_cases[] = {
    {"whole", 0, 0, 0, FORMAT_FOUND},
    {"empty", 1, 0, 0, FORMAT_NOT_THIS},
    {"link-copied-as-file", 255, 0, 0, FORMAT_NOT_THIS},
    {"text-of-a-link", 20, 0, 0, FORMAT_NOT_THIS},
    {"header-beyond-end", 0, 0x3C, PROGRAM_SIZE - 4, FORMAT_NOT_THIS},
    {"header-far-away", 0, 0x3C, 0xFFFFFFFF, FORMAT_NOT_THIS},
    {"header-is-none", 0, HEADER, 0x4550 + 1, FORMAT_NOT_THIS},
    {"header-is-for-16-bit", 0, HEADER, 0x454E, FORMAT_NOT_THIS},
    {"too-many-sections", 0, HEADER + 6, 97, FORMAT_DAMAGED},
    {"all-sections", 0, HEADER + 6, 0xFFFF, FORMAT_DAMAGED},
    {"no-sections", 0, HEADER + 6, 0, FORMAT_NOT_THIS},
    {"table-cut-off", TABLE + 20, 0, 0, FORMAT_DAMAGED},
    {"table-beyond-end", 0, HEADER + 20, 0xFFFF, FORMAT_DAMAGED},
    {"section-cut-off", CONTENT + 0x1000 + 10, 0, 0, FORMAT_DAMAGED},
    {"section-beyond-end", 0, TABLE + 40 + 20, 0xFFFFFFFF, FORMAT_DAMAGED},
    {"section-of-nothing", 0, TABLE + 40 + 16, 0, FORMAT_NOT_THIS},
    {"section-without-size-in-memory", 0, TABLE + 40 + 8, 0, FORMAT_FOUND},
    {"section-too-big", 0, TABLE + 40 + 16, 0xFFFFFFFF, FORMAT_FOUND},
    {"section-too-big-everywhere", 0, TABLE + 40 + 20, PROGRAM_SIZE - 1, FORMAT_DAMAGED},
};

static void
test_damage(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(damage_cases); i++) {
        g_autofree guint8 *program = make_program();
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        gsize size = damage_cases[i].size != 0 ? damage_cases[i].size : PROGRAM_SIZE;
        PeProgram read;

        g_test_message("%s", damage_cases[i].name);
        evidence_init(&evidence);
        add_section(program, 1, ".sbat", SBAT_DEBIAN, 16);
        if (damage_cases[i].offset != 0)
            put32(program + damage_cases[i].offset, damage_cases[i].value);
        g_assert_cmpint(read_program(program, size, &evidence, &read, &error), ==,
                        damage_cases[i].answer);
        if (damage_cases[i].answer == FORMAT_DAMAGED)
            g_assert_true(error != NULL && error->domain == FORMAT_ERROR);
        else
            g_assert_no_error(error);
    }
}

/* However long its lines and sections say they are, a program costs a few reads. */
static void
test_bounds(void)
{
    static const char line[] = "a.x,,v,,1\n";
    gsize size = 1024 * 1024;
    g_autofree guint8 *program = g_malloc(size);
    g_autofree guint8 *start = make_program();
    g_autoptr(Source) memory = source_new_memory(program, size);
    g_autoptr(Source) source = source_new_budget(memory, 2, 1024 + PE_MAX_TEXT);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;
    PeProgram read;

    for (gsize i = CONTENT; i + strlen(line) <= size; i += strlen(line))
        memcpy(program + i, line, strlen(line));
    memcpy(program, start, CONTENT);
    memcpy(program + TABLE, ".sbat\0\0", 8);
    put32(program + TABLE + 8, (guint)size);
    put32(program + TABLE + 16, (guint)size);
    put32(program + TABLE + 20, CONTENT);

    evidence_init(&evidence);
    g_assert_cmpint(pe_read(source, &read, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_cmpint(pe_add_sections(source, &read, "x", &evidence, &error), ==, FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_cmpuint(evidence.items->len, ==, 3 * PE_MAX_LINES);
}

/* A unified kernel says which system it is of. */
static void
test_os_release(void)
{
    g_autofree guint8 *program = make_program();
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;
    PeProgram read;

    evidence_init(&evidence);
    add_section(program, 1, ".osrel", "ID=fedora\nVERSION_ID=44\nVARIANT_ID=\"server\"\n", 100);
    g_assert_cmpint(read_program(program, PROGRAM_SIZE, &evidence, &read, &error), ==,
                    FORMAT_FOUND);
    g_assert_no_error(error);
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.id"), ==, "fedora");
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.version-id"), ==, "44");
    g_assert_cmpstr(evidence_get_text(&evidence, "os-release.variant-id"), ==, "server");
}

static void
test_unreadable(void)
{
    g_autofree guint8 *program = make_program();
    g_autoptr(Source) memory = source_new_memory(program, PROGRAM_SIZE);
    PeProgram read;

    add_section(program, 1, ".sbat", SBAT_DEBIAN, 16);
    for (guint reads = 0; reads < 2; reads++) {
        g_autoptr(Source) source = source_new_budget(memory, reads, PROGRAM_SIZE);
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        FormatAnswer answer = pe_read(source, &read, &error);

        evidence_init(&evidence);
        if (reads > 0)
            answer = pe_add_sections(source, &read, "x", &evidence, &error);
        g_assert_cmpint(answer, ==, FORMAT_DAMAGED);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    }
}

/* Programs of Debian's packages. */
static const struct {
    const char *path;
    guint16 machine;
    const char *component; /* a pattern of one of them; NULL: it has no .sbat */
    const char *package;
} real_rows[] = {
    {"/usr/lib/shim/shimx64.efi.signed", 0x8664, "shim.debian*", "shim-signed"},
    {"/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed", 0x8664, "grub.debian*",
     "grub-efi-amd64-signed"},
    {"/usr/lib/systemd/boot/efi/systemd-bootx64.efi", 0x8664, "systemd*.debian",
     "systemd-boot-efi"},
    {"/usr/lib/systemd/boot/efi/systemd-bootia32.efi", 0x014C, "systemd*.debian",
     "systemd-boot-efi"},
    {"/usr/lib/systemd/boot/efi/systemd-bootaa64.efi", 0xAA64, "systemd*.debian",
     "systemd-boot-efi"},
    {"/boot/ipxe.efi", 0x8664, NULL, "ipxe"},
    {"/boot/memtest86+ia32.efi", 0x014C, NULL, "memtest86+"},
};

static void
test_real(void)
{
    guint n_found = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(real_rows); i++) {
        g_auto(Evidence) evidence = {.items = NULL};
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) source = source_open_local(real_rows[i].path, NULL, NULL);
        gboolean is_there = FALSE;
        PeProgram read;

        if (source == NULL) {
            g_test_message("%s is not there (package %s)", real_rows[i].path, real_rows[i].package);
            continue;
        }
        n_found++;
        evidence_init(&evidence);
        g_assert_cmpint(pe_read(source, &read, &error), ==, FORMAT_FOUND);
        g_assert_no_error(error);
        g_assert_cmphex(read.machine, ==, real_rows[i].machine);
        pe_add_sections(source, &read, "x", &evidence, &error);
        g_assert_no_error(error);
        for (guint j = 0; j < evidence.items->len; j++) {
            const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, j);

            g_test_message("%s: %s %s", real_rows[i].path, item->key, item->text);
            is_there |= real_rows[i].component != NULL &&
                        strcmp(item->key, "sbat.component") == 0 &&
                        g_pattern_match_simple(real_rows[i].component, item->text);
        }
        g_assert_cmpint(is_there, ==, real_rows[i].component != NULL);
    }
    if (n_found == 0)
        g_test_skip("no package with programs for EFI is installed");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pe/sections", test_sections);
    g_test_add_func("/pe/damage", test_damage);
    g_test_add_func("/pe/bounds", test_bounds);
    g_test_add_func("/pe/os-release", test_os_release);
    g_test_add_func("/pe/unreadable", test_unreadable);
    g_test_add_func("/pe/real", test_real);
    return g_test_run();
}
