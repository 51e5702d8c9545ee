/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What all programs of the library share: locale, options, the help text, loading the database.
 * What a program prints as its answer is left to output.c.
 */
#include "config.h"

#include <string.h>

#include "common/translate.h"
#include "tools/tool.h"

static GOptionContext *context; /* of the running tool */

int
tool_main(const Tool *tool, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    translate_start_program();
    context = g_option_context_new(_(tool->summary));
    g_option_context_add_main_entries(context, tool->options, GETTEXT_PACKAGE);
    if (tool->description != NULL)
        g_option_context_set_description(context, _(tool->description));
    if (!g_option_context_parse(context, &argc, &argv, &error) ||
        (tool->check != NULL && !tool->check(&error))) {
        if (tool->option_error != NULL)
            g_printerr("%s: %s\n", _(tool->option_error), error->message);
        else
            g_printerr(_("Error while parsing commandline options: %s\n"), error->message);
        tool_print_help();
        return tool->option_status;
    }
    return tool->run(argc, argv);
}

void
tool_print_help(void)
{
    g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);

    g_printerr("%s\n", help);
}

gboolean
tool_find_choice(const char *const *choices, const char *value, int *out_choice, GError **error)
{
    if (value == NULL)
        return TRUE;
    for (int i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], value) != 0)
            continue;
        *out_choice = i;
        return TRUE;
    }
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("Invalid value '%s'"), value);
    return FALSE;
}

/* A line for each file that was left out; where there was no file to begin with, the error. */
static void
print_problems(OsinfoLoader *loader, const GError *error)
{
    g_auto(GStrv) problems = osinfo_loader_get_problems(loader);

    for (guint i = 0; problems[i] != NULL; i++)
        g_printerr(_("Error loading OS data: %s\n"), problems[i]);
    if (problems[0] == NULL)
        g_printerr(_("Error loading OS data: %s\n"), error->message);
}

static gboolean
is_empty(OsinfoDb *db)
{
    g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoPlatformList) platforms = osinfo_db_get_platform_list(db);
    g_autoptr(OsinfoDeploymentList) deployments = osinfo_db_get_deployment_list(db);
    g_autoptr(OsinfoDeviceList) devices = osinfo_db_get_device_list(db);

    return osinfo_list_get_length(OSINFO_LIST(oses)) == 0 &&
           osinfo_list_get_length(OSINFO_LIST(platforms)) == 0 &&
           osinfo_list_get_length(OSINFO_LIST(deployments)) == 0 &&
           osinfo_list_get_length(OSINFO_LIST(devices)) == 0;
}

OsinfoDb *
tool_load(void)
{
    static OsinfoLoader *loader;
    g_autoptr(GError) error = NULL;

    loader = osinfo_loader_new();
    osinfo_loader_process_default_path(loader, &error);
    if (error != NULL)
        print_problems(loader, error);
    return error == NULL || !is_empty(osinfo_loader_get_db(loader)) ? osinfo_loader_get_db(loader)
                                                                    : NULL;
}
