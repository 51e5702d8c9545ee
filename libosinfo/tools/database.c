/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens the database for a program, and says what is wrong with it.
 */
#include "config.h"

#include "common/text.h"
#include "common/tool.h"
#include "common/translate.h"
#include "tools/database.h"

/* Where nothing but files and folders is looked for. */
#define MAX_NAMES 10000
#define MAX_DEPTH 8

/* A line for each file that was left out; where there was no file to begin with, the error. */
static void
print_problems(char **problems, const GError *error)
{
    for (guint i = 0; problems[i] != NULL; i++)
        tool_print_message(_("Error loading OS data: %s\n"), problems[i]);
    if (problems[0] == NULL && error != NULL)
        tool_print_message(_("Error loading OS data: %s\n"), error->message);
}

static void
collect_warning(const char *domain G_GNUC_UNUSED, GLogLevelFlags level G_GNUC_UNUSED,
                const char *message, gpointer data)
{
    g_ptr_array_add(data, g_strdup(message));
}

/* What the library says of files that were left out is printed already. */
static void
print_warnings(const GPtrArray *warnings, char **problems)
{
    for (guint i = 0; i < warnings->len; i++) {
        const char *text = g_ptr_array_index(warnings, i);

        if (!g_strv_contains((const char *const *)problems, text))
            g_warning("%s", text);
    }
}

/* pci.ids and usb.ids make no database. */
static gboolean
has_systems(OsinfoDb *db)
{
    g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);

    if (osinfo_list_get_length(OSINFO_LIST(oses)) > 0)
        return TRUE;

    g_autoptr(OsinfoPlatformList) platforms = osinfo_db_get_platform_list(db);
    g_autoptr(OsinfoDeploymentList) deployments = osinfo_db_get_deployment_list(db);

    return osinfo_list_get_length(OSINFO_LIST(platforms)) > 0 ||
           osinfo_list_get_length(OSINFO_LIST(deployments)) > 0;
}

static gboolean
is_empty(OsinfoDb *db)
{
    g_autoptr(OsinfoDeviceList) devices = NULL;

    if (has_systems(db))
        return FALSE;
    devices = osinfo_db_get_device_list(db);
    return osinfo_list_get_length(OSINFO_LIST(devices)) == 0;
}

/* The folder of a database as it is shown. */
static char *
get_shown_place(OsinfoDbLocation location)
{
    const char *old = g_getenv("OSINFO_DATA_DIR");
    g_autofree char *path = osinfo_db_get_location(location);
    gboolean is_old = location == OSINFO_DB_LOCATION_SYSTEM && old != NULL && *old != '\0';

    return text_escape(is_old ? old : path);
}

static void
print_absence(void)
{
    g_autofree char *system = get_shown_place(OSINFO_DB_LOCATION_SYSTEM);
    g_autofree char *local = get_shown_place(OSINFO_DB_LOCATION_LOCAL);
    g_autofree char *user = get_shown_place(OSINFO_DB_LOCATION_USER);

    /* Translators: three folders; osinfo-db is the name of a package */
    g_printerr(_("There is no OS data in '%s', '%s' or '%s'; install osinfo-db, or run "
                 "'osinfo-db-import --latest'\n"),
               system, local, user);
}

/* Is there an XML file below? @n_left: how many names are looked at for that. */
static gboolean
has_xml(const char *path, guint depth, guint *n_left)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;

    while (folder != NULL && *n_left > 0 && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        (*n_left)--;
        if (g_str_has_suffix(name, ".xml") || (depth > 0 && has_xml(child, depth - 1, n_left)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_files(OsinfoDbLocation location)
{
    static const char *const kinds[] = {"os", "platform", "deployment"};
    g_autofree char *path = osinfo_db_get_location(location);

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *folder = g_build_filename(path, kinds[i], NULL);
        guint n_left = MAX_NAMES;

        if (has_xml(folder, MAX_DEPTH, &n_left) || n_left == 0)
            return TRUE;
    }
    return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

void
database_warn_without_common(void)
{
    if (has_files(OSINFO_DB_LOCATION_SYSTEM) || has_files(OSINFO_DB_LOCATION_REFRESHED) ||
        has_files(OSINFO_DB_LOCATION_LOCAL))
        return;

    g_autofree char *system = get_shown_place(OSINFO_DB_LOCATION_SYSTEM);
    g_autofree char *local = get_shown_place(OSINFO_DB_LOCATION_LOCAL);

    /* Translators: two folders; osinfo-db is the name of a package */
    g_printerr(_("There is no OS data in '%s' or '%s'; install osinfo-db, or run "
                 "'osinfo-db-import --latest'\n"),
               system, local);
}

OsinfoDb *
database_load(void)
{
    static OsinfoLoader *loader;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    guint handler = g_log_set_handler(NULL, G_LOG_LEVEL_WARNING, collect_warning, warnings);
    g_auto(GStrv) problems = NULL;

    loader = osinfo_loader_new();
    osinfo_loader_process_default_path(loader, &error);
    g_log_remove_handler(NULL, handler);
    problems = osinfo_loader_get_problems(loader);
    print_problems(problems, error);
    print_warnings(warnings, problems);

    OsinfoDb *db = osinfo_loader_get_db(loader);

    if (error != NULL)
        return is_empty(db) ? NULL : db;
    if (problems[0] == NULL && !has_systems(db))
        print_absence();
    return db;
}

void
database_print_version(void)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GPtrArray) unsaid = g_ptr_array_new_with_free_func(g_free);
    guint handler = g_log_set_handler(NULL, G_LOG_LEVEL_WARNING, collect_warning, unsaid);
    OsinfoDb *db = osinfo_loader_get_db(loader);
    gint age = -1;

    osinfo_loader_process_default_path(loader, NULL);
    g_log_remove_handler(NULL, handler);
    age = osinfo_db_get_age(db);
    if (age >= 0)
        g_print(ngettext("osinfo-db %s, %d day old\n", "osinfo-db %s, %d days old\n", (gulong)age),
                osinfo_db_get_version(db), age);
    else if (osinfo_db_get_version(db) != NULL)
        g_print("osinfo-db %s\n", osinfo_db_get_version(db));
}
