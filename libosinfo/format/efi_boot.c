/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Looks into /EFI/BOOT, where removable media have a loader for each machine (UEFI specification,
 * "Removable Media Boot Behavior"), and into the programs there. How these are taken apart is told by
 * pe.c.
 *
 * In folders whose names have 8 characters and 3, the long names are cut: BOOTRI~1.EFI may be for
 * RISC-V of any width, so its header says which.
 */

#include "config.h"

#include <string.h>

#include "format/damage.h"
#include "format/efi_boot.h"
#include "format/pe.h"

/* clang-format off */
static const struct {
    const char *loader;   /* between "BOOT" and ".EFI" */
    const char *architecture;
    guint16 machines[3];  /* of PE headers; 0: no more */
} machine_rows[] = {
    {"IA32",        "i686",        {0x014C}},
    {"X64",         "x86_64",      {0x8664}},
    {"ARM",         "armv7l",      {0x01C0, 0x01C2, 0x01C4}},
    {"AA64",        "aarch64",     {0xAA64}},
    {"IA64",        "ia64",        {0x0200}},
    {"RISCV32",     "riscv32",     {0x5032}},
    {"RISCV64",     "riscv64",     {0x5064}},
    {"RISCV128",    "riscv128",    {0x5128}},
    {"LOONGARCH32", "loongarch32", {0x6232}},
    {"LOONGARCH64", "loongarch64", {0x6264}},
};
/* clang-format on */

static gboolean
is_loader(const char *name)
{
    gsize length = strlen(name);

    return length > strlen("BOOT.EFI") && g_ascii_strncasecmp(name, "BOOT", 4) == 0 &&
           g_ascii_strcasecmp(name + length - 4, ".EFI") == 0;
}

const char *
efi_boot_get_architecture(const char *name)
{
    gsize length;

    if (!is_loader(name))
        return NULL;
    length = strlen(name) - strlen("BOOT.EFI");
    for (gsize i = 0; i < G_N_ELEMENTS(machine_rows); i++) {
        if (strlen(machine_rows[i].loader) == length &&
            g_ascii_strncasecmp(machine_rows[i].loader, name + 4, length) == 0)
            return machine_rows[i].architecture;
    }
    return NULL;
}

const char *
efi_boot_get_machine(guint16 machine)
{
    for (gsize i = 0; i < G_N_ELEMENTS(machine_rows); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(machine_rows[i].machines); j++) {
            if (machine != 0 && machine_rows[i].machines[j] == machine)
                return machine_rows[i].architecture;
        }
    }
    return NULL;
}

/* A program in a folder. */
typedef struct {
    char name[FILE_SYSTEM_MAX_NAME + 1];
    FileNode node;
} Program;

/* Files that end with .EFI, the first ones. */
static gboolean
visit_program(const char *name, const FileNode *node, gpointer data)
{
    GArray *programs = data;
    gsize length = strlen(name);
    Program program = {.node = *node};

    if (node->kind != FILE_NODE_FILE || length < 4 || length > FILE_SYSTEM_MAX_NAME ||
        g_ascii_strcasecmp(name + length - 4, ".EFI") != 0)
        return TRUE;
    memcpy(program.name, name, length);
    g_array_append_val(programs, program);
    return programs->len < EFI_BOOT_MAX_LOADERS;
}

/* NULL: there is no such folder, or it cannot be read. What is there of a damaged one counts, but the
 * error is set. */
static GArray *
list_programs(FileSystem *files, const char *path, GError **error)
{
    g_autoptr(GArray) programs = NULL;
    FileNode folder;

    if (file_system_find(files, path, &folder, error) != FORMAT_FOUND)
        return NULL;
    programs = g_array_new(FALSE, FALSE, sizeof(Program));
    file_system_list(files, &folder, visit_program, programs, error);
    return g_steal_pointer(&programs);
}

/* FORMAT_NOT_THIS: it is no program. */
static FormatAnswer
open_program(FileSystem *files, const Program *program, Source **out_source, PeProgram *out_program,
             GError **error)
{
    g_autoptr(Source) source = files->operations->open(files, &program->node, error);
    FormatAnswer answer;

    if (source == NULL)
        return FORMAT_DAMAGED;
    answer = pe_read(source, out_program, error);
    if (answer == FORMAT_FOUND)
        *out_source = g_steal_pointer(&source);
    return answer;
}

/* *out_architecture is NULL where neither name nor header has one. */
static FormatAnswer
find_architecture(FileSystem *files, const Program *program, const char **out_architecture,
                  GError **error)
{
    g_autoptr(Source) source = NULL;
    PeProgram header;
    FormatAnswer answer;

    *out_architecture = efi_boot_get_architecture(program->name);
    if (*out_architecture != NULL || !is_loader(program->name) ||
        strchr(program->name, '~') == NULL)
        return FORMAT_FOUND;
    answer = open_program(files, program, &source, &header, error);
    if (answer == FORMAT_FOUND)
        *out_architecture = efi_boot_get_machine(header.machine);
    return answer;
}

static gboolean
has_architecture(const Evidence *evidence, const char *architecture)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (strcmp(item->key, "efi.architecture") == 0 && strcmp(item->text, architecture) == 0)
            return TRUE;
    }
    return FALSE;
}

static FormatAnswer
add_loader(FileSystem *files, const Program *program, Evidence *evidence, GError **error)
{
    g_autofree char *where = NULL;
    const char *architecture = NULL;

    if (find_architecture(files, program, &architecture, error) == FORMAT_DAMAGED)
        return FORMAT_DAMAGED;
    if (architecture == NULL || has_architecture(evidence, architecture))
        return FORMAT_NOT_THIS;
    where = g_strconcat("EFI/BOOT/", program->name, NULL);
    evidence_add_found(evidence, "efi.architecture", architecture, where);
    return FORMAT_FOUND;
}

static FormatAnswer
read_loaders(FileSystem *files, Evidence *evidence, GError **error)
{
    g_autoptr(GError) damage = NULL;
    g_autoptr(GArray) programs = list_programs(files, "EFI/BOOT", &damage);
    FormatAnswer all = FORMAT_NOT_THIS;

    for (guint i = 0; programs != NULL && i < programs->len; i++) {
        GError *loader_error = NULL;
        FormatAnswer answer =
            add_loader(files, &g_array_index(programs, Program, i), evidence, &loader_error);

        if (answer == FORMAT_FOUND)
            all = FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, loader_error))
            break;
    }
    return damage_tell(all, &damage, error);
}

const ContentReader content_efi_boot = {
    .name = "efi-boot",
    .read = read_loaders,
};

/* Boot managers name the vendor, what they are started from often somebody else. */
static gboolean
is_boot_manager(const Program *program)
{
    return g_ascii_strncasecmp(program->name, "grub", 4) == 0 ||
           g_ascii_strncasecmp(program->name, "systemd", 7) == 0;
}

static FormatAnswer
read_program(FileSystem *files, const char *folder, const Program *program, Evidence *evidence,
             GError **error)
{
    g_autoptr(Source) source = NULL;
    g_autofree char *where = g_strconcat(folder, "/", program->name, NULL);
    PeProgram header;
    FormatAnswer answer = open_program(files, program, &source, &header, error);

    return answer == FORMAT_FOUND ? pe_add_sections(source, &header, where, evidence, error)
                                  : answer;
}

/* Boot managers first. */
static FormatAnswer
read_folder(FileSystem *files, const char *folder, Evidence *evidence, guint *n_programs,
            GError **error)
{
    g_autoptr(GError) damage = NULL;
    g_autoptr(GArray) programs = list_programs(files, folder, &damage);
    FormatAnswer all = FORMAT_NOT_THIS;
    guint length = programs != NULL ? programs->len : 0;

    for (guint i = 0; i < 2 * length && *n_programs < EFI_BOOT_MAX_PROGRAMS; i++) {
        const Program *program = &g_array_index(programs, Program, i % length);
        GError *program_error = NULL;
        FormatAnswer answer;

        if (is_boot_manager(program) != (i < length))
            continue;
        ++*n_programs;
        answer = read_program(files, folder, program, evidence, &program_error);
        if (answer == FORMAT_FOUND)
            all = FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, program_error))
            break;
    }
    return damage_tell(all, &damage, error);
}

static FormatAnswer
read_programs(FileSystem *files, Evidence *evidence, GError **error)
{
    static const char *const folders[] = {"EFI/Linux", "EFI/BOOT"};
    g_autoptr(GError) damage = NULL;
    FormatAnswer all = FORMAT_NOT_THIS;
    guint n_programs = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        GError *folder_error = NULL;
        FormatAnswer answer = read_folder(files, folders[i], evidence, &n_programs, &folder_error);

        if (answer == FORMAT_FOUND)
            all = FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, folder_error))
            break;
    }
    return damage_tell(all, &damage, error);
}

const ContentReader content_efi_programs = {
    .name = "efi-programs",
    .read = read_programs,
};
