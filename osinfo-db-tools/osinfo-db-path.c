/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-path: prints where a database is.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/location.h"
#include "common/tool.h"

static LocationOptions location;

static const GOptionEntry options[] = {
    LOCATION_OPTIONS(location, N_("Report the user directory"), N_("Report the local directory"),
                     N_("Report the system directory"), N_("Report the custom directory"),
                     N_("Report against root directory")),
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static int
run(char **arguments, GError **error)
{
    g_autofree char *path = NULL;

    if (arguments[0] != NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                            _("unexpected extra arguments"));
        return EXIT_FAILURE;
    }
    path = location_parse(&location, error);
    if (path == NULL)
        return EXIT_FAILURE;
    puts(path);
    return EXIT_SUCCESS;
}

static const Tool tool = {
    .summary = N_("- Report database locations"),
    .options = options,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
