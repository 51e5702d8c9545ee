/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads databases as any program would, and prints what came of it: one line an OS with id and name,
 * then the error and the problems.
 *
 * usage: load-helper default | system | local | user | PATH...
 *        load-helper --user UID PATH...      after having become somebody else
 *        load-helper --compile FOLDER
 */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <osinfo/osinfo.h>

static void
load(OsinfoLoader *loader, const char *what, GError **error)
{
    if (strcmp(what, "default") == 0)
        osinfo_loader_process_default_path(loader, error);
    else if (strcmp(what, "system") == 0)
        osinfo_loader_process_system_path(loader, error);
    else if (strcmp(what, "local") == 0)
        osinfo_loader_process_local_path(loader, error);
    else if (strcmp(what, "user") == 0)
        osinfo_loader_process_user_path(loader, error);
    else
        osinfo_loader_process_path(loader, what, error);
}

static void
print_oses(OsinfoDb *db)
{
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); i++) {
        OsinfoEntity *os = osinfo_list_get_nth(OSINFO_LIST(list), i);

        g_print("os %s %s\n", osinfo_entity_get_id(os),
                osinfo_entity_get_param_value(os, OSINFO_PRODUCT_PROP_NAME));
    }
}

static int
compile(const char *folder)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = osinfo_loader_compile(folder, &error);

    g_print("%s %s\n", path != NULL ? "compiled" : "error", path != NULL ? path : error->message);
    return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_auto(GStrv) problems = NULL;
    int first = 1;

    setlocale(LC_ALL, "");
    if (argc == 3 && strcmp(argv[1], "--compile") == 0)
        return compile(argv[2]);
    if (argc > 2 && strcmp(argv[1], "--user") == 0) {
        uid_t user = (uid_t)atoi(argv[2]);

        if (setgid(user) != 0 || setuid(user) != 0)
            return EXIT_FAILURE;
        first = 3;
    }
    for (int i = first; i < argc; i++) {
        g_autoptr(GError) error = NULL;

        load(loader, argv[i], &error);
        if (error != NULL)
            g_print("error %s\n", error->message);
    }
    print_oses(osinfo_loader_get_db(loader));
    problems = osinfo_loader_get_problems(loader);
    for (guint i = 0; problems[i] != NULL; i++)
        g_print("problem %s\n", problems[i]);
    return EXIT_SUCCESS;
}
