/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-compile: compiles the database of this system once for all its users.
 */
#include "config.h"

#include <stdlib.h>

#include <osinfo/osinfo.h>

#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"

static char *directory;
static gboolean is_verbose;

static const GOptionEntry options[] = {
    {"dir", 0, 0, G_OPTION_ARG_FILENAME, &directory, N_("Write into this folder"), N_("PATH")},
    {"verbose", 'v', 0, G_OPTION_ARG_NONE, &is_verbose,
     N_("Print the name of the file that was written"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static int
run(char **arguments, GError **error G_GNUC_UNUSED)
{
    if (arguments[0] != NULL) {
        tool_print_error("%s", _("unexpected extra arguments"));
        return EXIT_FAILURE;
    }

    g_autoptr(GError) cause = NULL;
    g_autofree char *path = osinfo_loader_compile(directory, &cause);

    if (path == NULL) {
        tool_print_message(_("Error compiling OS data: %s\n"), cause->message);
        return EXIT_FAILURE;
    }
    database_warn_without_common();
    if (is_verbose)
        g_print("%s\n", path);
    return EXIT_SUCCESS;
}

static const Tool tool = {
    .summary = N_("- Compile the OS info database for all users"),
    .options = options,
    .has_bare_errors = TRUE,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
