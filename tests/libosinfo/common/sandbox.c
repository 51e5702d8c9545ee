/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "sandbox.h"

/* g_test_init() with isolated folders sets them anew for each case and forgets the old texts. In programs
 * that do so leaks are valgrind's business, which has a list of what is not ours (valgrind.supp). */
const char *__lsan_default_options(void);

const char *
__lsan_default_options(void)
{
    return "detect_leaks=0";
}

static char *root;

static void
remove_tree(const char *path)
{
    struct stat status;

    if (g_lstat(path, &status) != 0)
        return;
    if (S_ISDIR(status.st_mode)) {
        g_chmod(path, 0700);

        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name = NULL;

        while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
            g_autofree char *below = g_build_filename(path, name, NULL);

            remove_tree(below);
        }
        g_rmdir(path);
    } else {
        g_unlink(path);
    }
}

void
sandbox_init(int *argc, char ***argv)
{
    static const char *const unwanted[] = {"OSINFO_STORE",
                                           "OSINFO_DATA_DIR",
                                           "OSINFO_REFRESHED_DIR",
                                           "OSINFO_USER_DIR",
                                           "LANGUAGE",
                                           "LC_MESSAGES",
                                           "LANG"};
    g_autoptr(GError) error = NULL;
    g_autofree char *nowhere = NULL;

    root = g_dir_make_tmp("osinfo-test-XXXXXX", &error);
    g_assert_no_error(error);
    nowhere = g_build_filename(root, "nowhere", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(unwanted); i++)
        g_unsetenv(unwanted[i]);
    g_setenv("HOME", nowhere, TRUE);
    g_setenv("LC_ALL", "C.UTF-8", TRUE);
    g_setenv("OSINFO_SYSTEM_DIR", nowhere, TRUE);
    g_setenv("OSINFO_LOCAL_DIR", nowhere, TRUE);
    g_test_init(argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
}

int
sandbox_run(void)
{
    int result = g_test_run();

    remove_tree(root);
    g_clear_pointer(&root, g_free);
    return result;
}

guint
sandbox_share(guint n)
{
    guint part = g_getenv("OSINFO_SANITIZED") != NULL ? 16 : 4;

    return g_strcmp0(g_getenv("OSINFO_TESTS"), "whole") == 0 ? n : MAX(n / part, 1);
}

char *
sandbox_new_folder(void)
{
    char *folder = g_build_filename(root, "XXXXXX", NULL);

    g_assert_nonnull(g_mkdtemp(folder));
    return folder;
}

char *
sandbox_get_data(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "data", NULL);
    const char *named = g_getenv("OSINFO_TEST_DATABASE");

    return g_canonicalize_filename(named != NULL ? named : path, NULL);
}

gboolean
sandbox_skips_without_data(void)
{
    g_autofree char *path = sandbox_get_data();

    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return FALSE;
    g_test_skip("no database to ask");
    return TRUE;
}

char *
sandbox_get_sample(void)
{
    return g_test_build_filename(G_TEST_DIST, "files", "db", NULL);
}

static char *
make_place(const char *folder, const char *name)
{
    char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);

    g_assert_cmpint(g_mkdir_with_parents(parent, 0755), ==, 0);
    return path;
}

void
sandbox_write(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = make_place(folder, name);
    FILE *file = fopen(path, "w");

    g_assert_nonnull(file);
    g_assert_true(fputs(text, file) >= 0);
    g_assert_cmpint(fclose(file), ==, 0);
}

void
sandbox_write_xml(const char *folder, const char *name, const char *elements)
{
    g_autofree char *text =
        g_strdup_printf("<libosinfo version=\"0.0.1\">%s</libosinfo>", elements);

    sandbox_write(folder, name, text);
}

void
sandbox_link(const char *folder, const char *name, const char *target)
{
    g_autofree char *path = make_place(folder, name);

    g_assert_cmpint(symlink(target, path), ==, 0);
}

void
sandbox_remove(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    remove_tree(path);
}

void
sandbox_wait_until_settled(void)
{
    g_usleep(2200 * 1000);
}

static char *
get_cache(void)
{
    return g_build_filename(g_get_user_cache_dir(), "libosinfo", NULL);
}

GPtrArray *
sandbox_list_cache(void)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *folder = get_cache();
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name = NULL;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    return names;
}

char *
sandbox_get_cached_store(void)
{
    g_autoptr(GPtrArray) names = sandbox_list_cache();
    g_autofree char *folder = get_cache();

    g_assert_cmpuint(names->len, ==, 1);
    return g_build_filename(folder, g_ptr_array_index(names, 0), NULL);
}

OsinfoDb *
sandbox_load(const char *folder, ...)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    va_list args;

    va_start(args, folder);
    for (; folder != NULL; folder = va_arg(args, const char *)) {
        g_autoptr(GError) error = NULL;

        osinfo_loader_process_path(loader, folder, &error);
        g_assert_no_error(error);
    }
    va_end(args);
    return g_object_ref(osinfo_loader_get_db(loader));
}

const char *
sandbox_get_os_value(OsinfoDb *db, const char *id, const char *key)
{
    OsinfoOs *os = osinfo_db_get_os(db, id);

    return os != NULL ? osinfo_entity_get_param_value(OSINFO_ENTITY(os), key) : NULL;
}

char *
sandbox_run_helper(const char *const *settings, const char *const *arguments)
{
    g_autofree char *program =
        g_test_build_filename(G_TEST_BUILT, "libosinfo", "common", "load-helper", NULL);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_auto(GStrv) environment = g_get_environ();
    g_autoptr(GError) error = NULL;
    char *output = NULL;
    int status = 0;

    environment = g_environ_unsetenv(environment, "G_MESSAGES_DEBUG"); /* goes to the output */
    environment = g_environ_setenv(environment, "XDG_CACHE_HOME", g_get_user_cache_dir(), TRUE);
    environment = g_environ_setenv(environment, "XDG_CONFIG_HOME", g_get_user_config_dir(), TRUE);
    for (guint i = 0; settings != NULL && settings[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(settings[i], "=", 2);

        environment = g_environ_setenv(environment, parts[0], parts[1], TRUE);
    }
    g_ptr_array_add(argv, program);
    for (guint i = 0; arguments[i] != NULL; i++)
        g_ptr_array_add(argv, (gpointer)arguments[i]);
    g_ptr_array_add(argv, NULL);
    g_spawn_sync(NULL, (char **)argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, &output,
                 NULL, &status, &error);
    g_assert_no_error(error);
    g_assert_true(g_spawn_check_wait_status(status, &error));
    g_assert_no_error(error);
    return output;
}
