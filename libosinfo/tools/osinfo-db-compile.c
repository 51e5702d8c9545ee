/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-compile: compiles the database of this system once for all its users.
 */
#include "config.h"

#include <stdlib.h>

#include "common/translate.h"
#include "tools/tool.h"

static char *directory;
static gboolean is_verbose;

static const GOptionEntry options[] = {
    {"dir", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_("Write into this folder"), N_("PATH")},
    {"verbose", 'v', 0, G_OPTION_ARG_NONE, &is_verbose, N_("Tell which file was written"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static int
run(int argc, char **argv)
{
    if (argc > 1) {
        g_printerr(_("%s: unexpected extra arguments\n"), argv[0]);
        return EXIT_FAILURE;
    }

    g_autoptr(GError) error = NULL;
    g_autofree char *path = osinfo_loader_compile(directory, &error);

    if (path == NULL) {
        g_printerr(_("Error compiling OS data: %s\n"), error->message);
        return EXIT_FAILURE;
    }
    if (is_verbose)
        g_print("%s\n", path);
    return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
    static const Tool tool = {
        .summary = N_("- Compile the OS info database for all users"),
        .options = options,
        .option_status = EXIT_FAILURE,
        .run = run,
    };

    return tool_main(&tool, argc, argv);
}
