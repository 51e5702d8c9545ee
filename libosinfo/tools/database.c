/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens the database for a program, and says what is wrong with it.
 */
#include "config.h"

#include "common/translate.h"
#include "tools/database.h"

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
database_load(void)
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
