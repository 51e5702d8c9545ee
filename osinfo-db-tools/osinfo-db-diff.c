/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * osinfo-db-diff: says what differs between two databases.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>

#include "common/tool.h"
#include "common/translate.h"
#include "diff/diff.h"
#include "diff/diff_report.h"

#define EXIT_DIFFERENT 2

static char *format;
static gboolean sets_exit_status;

static const GOptionEntry options[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &format, N_("Report as text, json or markdown"),
     N_("FORMAT")},
    {"exit-code", 0, 0, G_OPTION_ARG_NONE, &sets_exit_status,
     N_("Exit with 2 when something differs"), NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static const struct {
    const char *name;
    DiffReport report;
} reports[] = {
    {"text", diff_report_text},
    {"json", diff_report_json},
    {"markdown", diff_report_markdown},
};

static DiffReport
find_report(GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(reports); i++) {
        if (strcmp(reports[i].name, format != NULL ? format : "text") == 0)
            return reports[i].report;
    }
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("unknown format '%s'"), format);
    return NULL;
}

static int
run(char **arguments, GError **error)
{
    g_autoptr(InputFiles) old = input_files_new();
    g_autoptr(InputFiles) current = input_files_new();
    g_autoptr(GPtrArray) entities = NULL;
    DiffReport report = find_report(error);

    if (report == NULL)
        return EXIT_FAILURE;
    if (g_strv_length(arguments) != 2) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            _("expected two databases, the old one and the new one"));
        return EXIT_FAILURE;
    }
    if (!input_files_add(old, arguments[0], error) ||
        !input_files_add(current, arguments[1], error))
        return EXIT_FAILURE;
    entities = diff_databases(old, current, error);
    if (entities == NULL)
        return EXIT_FAILURE;
    report(entities, old, current);
    return sets_exit_status && entities->len > 0 ? EXIT_DIFFERENT : EXIT_SUCCESS;
}

static const Tool tool = {
    .summary = N_("OLD NEW - Compare databases"),
    .options = options,
    .option_status = EXIT_FAILURE,
    .run = run,
};

TOOL_MAIN(tool)
