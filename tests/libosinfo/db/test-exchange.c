/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Folders that are exchanged or removed while they are read, as imports do: an answer is that of the
 * one or of the other, or an error, and never a mixture or nothing.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "sandbox.h"

#define N_SYSTEMS 200
#define N_LOADS 8

static char *
make_database(const char *version)
{
    char *folder = sandbox_new_folder();

    for (guint i = 0; i < N_SYSTEMS; i++) {
        g_autofree char *name = g_strdup_printf("os/e.org/%03u.xml", i);
        g_autofree char *xml = g_strdup_printf(
            "<os id='http://e.org/%03u'><version>%s</version><name>System</name></os>", i, version);

        sandbox_write_xml(folder, name, xml);
    }
    return folder;
}

typedef struct {
    char *folder;
    char *other;
    gint is_over;
} Exchange;

static gpointer
exchange(gpointer data)
{
    Exchange *self = data;

    while (!g_atomic_int_get(&self->is_over)) {
        g_assert_cmpint(renameat2(AT_FDCWD, self->folder, AT_FDCWD, self->other, RENAME_EXCHANGE),
                        ==, 0);
        g_usleep(700);
    }
    return NULL;
}

/* All systems are there, and of the same version; or there is an error, and none. */
static void
assert_pure(OsinfoDb *db, const GError *error)
{
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);
    gint n = osinfo_list_get_length(OSINFO_LIST(list));

    g_assert_cmpint(n, ==, error != NULL ? 0 : N_SYSTEMS);
    for (gint i = 1; i < n; i++) {
        OsinfoEntity *first = osinfo_list_get_nth(OSINFO_LIST(list), 0);
        OsinfoEntity *other = osinfo_list_get_nth(OSINFO_LIST(list), i);

        g_assert_cmpstr(osinfo_product_get_version(OSINFO_PRODUCT(first)), ==,
                        osinfo_product_get_version(OSINFO_PRODUCT(other)));
    }
}

static void
test_exchange(gconstpointer data)
{
    Exchange state = {make_database("1"), make_database("2"), FALSE};
    GThread *thread = NULL;

    if (renameat2(AT_FDCWD, state.folder, AT_FDCWD, state.other, RENAME_EXCHANGE) != 0) {
        g_test_skip("this file system cannot exchange folders");
        return;
    }
    if (data != NULL)
        g_setenv("OSINFO_STORE", data, TRUE);
    else
        sandbox_wait_until_settled();
    thread = g_thread_new("exchange", exchange, &state);
    for (guint i = 0; i < N_LOADS; i++) {
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;

        osinfo_loader_process_path(loader, state.folder, &error);
        assert_pure(osinfo_loader_get_db(loader), error);
    }
    g_atomic_int_set(&state.is_over, TRUE);
    g_thread_join(thread);
    g_unsetenv("OSINFO_STORE");
    g_free(state.folder);
    g_free(state.other);
}

/* The path of a folder that was opened and then cleared and removed, which looks empty; NULL: there is no /proc. */
static char *
open_removed(int *out_descriptor)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *below = g_build_filename(folder, "database", NULL);
    g_autofree char *path = NULL;

    g_assert_cmpint(g_mkdir(below, 0755), ==, 0);
    *out_descriptor = open(below, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_assert_cmpint(g_rmdir(below), ==, 0);
    path = g_strdup_printf("/proc/self/fd/%d", *out_descriptor);
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer(&path);
    g_test_skip("no /proc");
    close(*out_descriptor);
    return NULL;
}

static void
test_removed(void)
{
    int descriptor = -1;
    g_autofree char *path = open_removed(&descriptor);
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    if (path == NULL)
        return;
    osinfo_loader_process_path(loader, path, &error);
    g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
    g_assert_nonnull(strstr(error->message, "was removed while it was read"));
    close(descriptor);
}

typedef struct {
    int old; /* descriptors of folders */
    int new;
    gint is_asked;
} Replacement;

static gpointer
replace_soon(gpointer data)
{
    Replacement *self = data;

    while (!g_atomic_int_get(&self->is_asked))
        g_usleep(100);
    g_usleep(5000);
    g_assert_cmpint(dup2(self->new, self->old), ==, self->old);
    return NULL;
}

/* Whoever meets a folder that is going asks again, and finds the one that came. On a machine that is busy it may come
 * too late, so that it is tried several times. */
static void
test_replaced(void)
{
    g_autofree char *database = make_database("1");
    int good = open(database, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gboolean is_found = FALSE, is_possible = TRUE;

    g_setenv("OSINFO_STORE", "off", TRUE);
    for (guint i = 0; i < 100 && !is_found && is_possible; i++) {
        Replacement state = {-1, good, FALSE};
        g_autofree char *path = open_removed(&state.old);
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;
        GThread *thread = NULL;

        is_possible = path != NULL;
        if (!is_possible)
            continue;
        thread = g_thread_new("replace", replace_soon, &state);
        g_atomic_int_set(&state.is_asked, TRUE);
        osinfo_loader_process_path(loader, path, &error);
        assert_pure(osinfo_loader_get_db(loader), error);
        g_thread_join(thread);
        close(state.old);
        is_found = error == NULL;
    }
    g_assert_true(is_found || !is_possible);
    g_unsetenv("OSINFO_STORE");
    close(good);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_data_func("/exchange/files", "off", test_exchange);
    g_test_add_data_func("/exchange/store", NULL, test_exchange);
    g_test_add_func("/exchange/removed", test_removed);
    g_test_add_func("/exchange/replaced", test_replaced);
    return sandbox_run();
}
