/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The folders in which installers and live systems have their kernel, and what its name begins with.
 * A remastered medium mostly keeps the kernel of its parent: so this is a hint where nothing else is
 * known.
 */

#include "config.h"

#include <string.h>

#include "format/bzimage.h"
#include "format/damage.h"
#include "format/kernels.h"
#include "format/root_choice.h"

#define MAX_NAMES 5

/* clang-format off */
static const struct {
    const char *folder;           /* from the root */
    const char *names[MAX_NAMES]; /* what the name begins with; NULL: no more */
} kernel_rows[] = {
    {"install.amd",                {"vmlinuz"}},
    {"install.386",                {"vmlinuz"}},
    {"install",                    {"vmlinuz"}},
    {"live",                       {"vmlinuz"}},
    {"casper",                     {"vmlinuz"}},
    {"images/pxeboot",             {"vmlinuz"}},
    {"arch/boot/x86_64",           {"vmlinuz"}},
    {"blackarch/boot/x86_64",      {"vmlinuz"}},
    {"hyperbola/boot/x86_64",      {"vmlinuz"}},
    {"parabola/boot/x86_64",       {"vmlinuz"}},
    {"sysresccd/boot/x86_64",      {"vmlinuz"}},
    {"kdeos/boot/x86_64",          {"kdeosiso"}},
    {"antiX",                      {"vmlinuz"}},
    {"slax/boot",                  {"vmlinuz"}},
    {"kernels/huge.s",             {"bzImage"}},
    {"kernels/generic.s",          {"bzImage"}},
    {"boot/x86_64/loader",         {"linux"}},
    {"boot/i386/loader",           {"linux"}},
    {"boot",                       {"vmlinuz", "bzImage", "linux26", "gentoo", "kernel"}},
    {"isolinux/x86_64",            {"vmlinuz"}},
    {"isolinux",                   {"vmlinuz"}},
    {"boot/isolinux",              {"linux"}},
    {"syslinux/alt0",              {"vmlinuz", "full.cz"}},
    {"vmlinuz",                    {NULL}},
    {"kernel",                     {NULL}},
};
/* clang-format on */

/* A file that is looked for in a folder. */
typedef struct {
    const char *const *names;
    char found[FILE_SYSTEM_MAX_NAME + 1]; /* "": none */
    FileNode node;
} Wanted;

static gboolean
visit_file(const char *name, const FileNode *node, gpointer data)
{
    Wanted *self = data;

    if (node->kind != FILE_NODE_FILE || strlen(name) > FILE_SYSTEM_MAX_NAME)
        return TRUE;
    for (guint i = 0; i < MAX_NAMES && self->names[i] != NULL; i++) {
        if (g_ascii_strncasecmp(name, self->names[i], strlen(self->names[i])) != 0)
            continue;
        g_strlcpy(self->found, name, sizeof(self->found));
        self->node = *node;
        return FALSE;
    }
    return TRUE;
}

static FormatAnswer
read_file(FileSystem *files, const FileNode *node, const char *where, Evidence *evidence,
          guint *n_tries, GError **error)
{
    g_autoptr(Source) source = files->operations->open(files, node, error);

    ++*n_tries;
    return source != NULL ? bzimage_read(source, where, evidence, error) : FORMAT_DAMAGED;
}

static FormatAnswer
read_kernel(FileSystem *files, gsize row, Evidence *evidence, guint *n_tries, GError **error)
{
    const char *path = kernel_rows[row].folder;
    Wanted wanted = {.names = kernel_rows[row].names, .found = ""};
    g_autoptr(GError) list_error = NULL;
    FileNode node;
    FormatAnswer answer = file_system_find(files, path, &node, error);

    if (answer != FORMAT_FOUND)
        return answer;
    if (node.kind == FILE_NODE_FILE)
        return read_file(files, &node, path, evidence, n_tries, error);
    if (!file_system_list(files, &node, visit_file, &wanted, &list_error) &&
        *wanted.found == '\0') {
        g_propagate_error(error, g_steal_pointer(&list_error));
        return FORMAT_DAMAGED;
    }
    if (*wanted.found == '\0')
        return FORMAT_NOT_THIS;

    g_autofree char *where = g_strconcat(path, "/", wanted.found, NULL);

    return read_file(files, &wanted.node, where, evidence, n_tries, error);
}

static FormatAnswer
read_kernels(FileSystem *files, Evidence *evidence, GError **error)
{
    gboolean is_possible[G_N_ELEMENTS(kernel_rows)];
    g_autoptr(GError) damage = NULL;
    guint n_tries = 0;

    if (!root_choose(files, kernel_rows, sizeof(*kernel_rows), G_N_ELEMENTS(kernel_rows),
                     is_possible, error))
        return FORMAT_DAMAGED;
    for (gsize i = 0; i < G_N_ELEMENTS(kernel_rows) && n_tries < KERNELS_MAX_TRIES; i++) {
        GError *row_error = NULL;
        FormatAnswer answer = FORMAT_NOT_THIS;

        if (is_possible[i])
            answer = read_kernel(files, i, evidence, &n_tries, &row_error);
        if (answer == FORMAT_FOUND && evidence_get_text(evidence, "kernel.release") != NULL)
            return FORMAT_FOUND;
        if (answer == FORMAT_DAMAGED && !damage_keep(&damage, row_error))
            break;
    }
    return damage_tell(FORMAT_NOT_THIS, &damage, error);
}

const ContentReader content_kernels = {
    .name = "kernels",
    .read = read_kernels,
};
