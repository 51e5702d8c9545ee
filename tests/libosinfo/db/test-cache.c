/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where stores are kept, which of them are trusted, and that nothing of this is needed for an answer.
 * Settings are those of a child process, since a process reads most of them once.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "db/store_cache.h"
#include "sandbox.h"
#include "store-helpers.h"
#include "store/load_plan.h"

#define ANSWER "os http://example.org/a/1 A\n"
#define N_PROCESSES 8
#define SOMEBODY 65534 /* a user id that owns nothing */

/* Settled, for all cases. */
static char *database;

static char *
run(const char *setting)
{
    return sandbox_run_helper((const char *const[]){setting, NULL},
                              (const char *const[]){database, NULL});
}

static void
assert_answer(const char *setting)
{
    g_autofree char *output = run(setting);

    g_assert_cmpstr(output, ==, ANSWER);
}

static void
assert_n_files(guint expected)
{
    g_autoptr(GPtrArray) names = sandbox_list_cache();

    g_assert_cmpuint(names->len, ==, expected);
}

/* Written once, private to the user, and used. */
static void
test_kept(void)
{
    g_autofree char *path = NULL;
    g_autofree char *folder = NULL;
    struct stat status;
    struct stat later;
    int fd = -1;

    assert_answer(NULL);
    path = sandbox_get_cached_store();
    g_assert_cmpint(lstat(path, &status), ==, 0);
    g_assert_true(S_ISREG(status.st_mode));
    g_assert_cmpint(status.st_mode & 07777, ==, 0600);
    folder = g_path_get_dirname(path);
    g_assert_cmpint(stat(folder, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0700);
    fd = open(path, O_RDONLY); /* while it is open no other file gets its number */
    g_assert_cmpint(fd, >=, 0);
    assert_answer(NULL);
    g_assert_cmpint(fstat(fd, &status), ==, 0);
    g_assert_cmpint(lstat(path, &later), ==, 0);
    g_assert_cmpuint(later.st_ino, ==, status.st_ino);
    close(fd);
    assert_n_files(1);
}

static void
on_exited(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *output = NULL;
    guint *n_running = data;

    g_subprocess_communicate_utf8_finish(G_SUBPROCESS(source), result, &output, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_get_successful(G_SUBPROCESS(source)));
    g_assert_cmpstr(output, ==, ANSWER);
    --*n_running;
}

/* Processes that start together all write; what stays is one whole file. */
static void
test_written_together(void)
{
    g_autofree char *program =
        g_test_build_filename(G_TEST_BUILT, "libosinfo", "common", "load-helper", NULL);
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;

    for (guint round = 0; round < 5; round++) {
        guint n_running = N_PROCESSES;
        g_autoptr(GSubprocessLauncher) launcher =
            g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE);

        g_subprocess_launcher_setenv(launcher, "XDG_CACHE_HOME", g_get_user_cache_dir(), TRUE);
        for (guint i = 0; i < N_PROCESSES; i++) {
            g_autoptr(GSubprocess) process =
                g_subprocess_launcher_spawn(launcher, &error, program, database, NULL);

            g_assert_no_error(error);
            g_subprocess_communicate_utf8_async(process, NULL, NULL, on_exited, &n_running);
        }
        while (n_running > 0)
            g_main_context_iteration(NULL, TRUE);

        g_clear_pointer(&path, g_free);
        path = sandbox_get_cached_store(); /* nothing else is left behind */

        Store *store = store_open_file(path, OSINFO_STORE_BUILD, &error);

        g_assert_no_error(error);
        store_unref(store);
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
}

static void
test_no_cache_folder(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *below_file = g_build_filename(folder, "file", "cache", NULL);
    g_autofree char *setting = g_strconcat("XDG_CACHE_HOME=", below_file, NULL);

    sandbox_write(folder, "file", "not a folder");
    assert_answer(setting);
    assert_answer(setting);
    assert_answer("XDG_CACHE_HOME=/proc/no/such/folder");
}

/* The cache folder's place is taken by a file. */
static void
test_file_in_the_way(void)
{
    sandbox_write(g_get_user_cache_dir(), "libosinfo", "not a folder");
    assert_answer(NULL);
    assert_answer(NULL);
}

/* Root may write anywhere, so that somebody else has to try. */
static void
test_read_only_cache_folder(void)
{
    g_autofree char *cache = sandbox_new_folder();
    g_autofree char *below = g_build_filename(cache, "libosinfo", NULL);
    g_autofree char *setting = g_strconcat("XDG_CACHE_HOME=", cache, NULL);
    const char *arguments[] = {"--user", G_STRINGIFY(SOMEBODY), database, NULL};
    g_autofree char *output = NULL;

    g_assert_cmpint(g_chmod(cache, 0755), ==, 0);
    g_assert_cmpint(g_mkdir(below, 0555), ==, 0);
    output = sandbox_run_helper((const char *const[]){setting, NULL},
                                geteuid() == 0 ? arguments : arguments + 2);
    g_assert_cmpint(g_rmdir(below), ==, 0); /* still empty */
    if (g_str_has_prefix(output, "error the compile module"))
        g_test_skip("the build folder is not for other users");
    else
        g_assert_cmpstr(output, ==, ANSWER);
}

static void
test_off(void)
{
    assert_answer("OSINFO_STORE=off");
    assert_n_files(0);
}

/* Nor is a store read, even one that is there. */
static void
test_off_reads_nothing(void)
{
    g_autofree char *path = NULL;
    g_autofree char *output = NULL;

    assert_answer(NULL);
    path = sandbox_get_cached_store();
    output = sandbox_run_helper(
        (const char *const[]){"OSINFO_STORE=off", "OSINFO_MODULE_DIR=/nonexistent", NULL},
        (const char *const[]){database, NULL});
    g_assert_true(g_str_has_prefix(output, "error the compile module"));
}

static void
test_strict(void)
{
    g_autofree char *output = run("OSINFO_STORE=strict");

    g_assert_true(g_str_has_prefix(output, "error "));
    g_assert_nonnull(strstr(output, "OSINFO_STORE=strict"));
    g_assert_null(strstr(output, "\nos "));
    assert_n_files(0);
    assert_answer(NULL);
    assert_n_files(1);
    assert_answer("OSINFO_STORE=strict");
}

/* Only the compiled form is needed once it is there. */
static void
test_module_missing(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *setting = g_strconcat("OSINFO_MODULE_DIR=", folder, NULL);
    g_autofree char *output = run(setting);

    g_assert_true(
        g_str_has_prefix(output, "error the compile module of libosinfo cannot be loaded"));
    g_assert_null(strstr(output, "\nos "));
    assert_answer(NULL);
    assert_answer(setting);
}

static void
test_module_broken(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *setting = g_strconcat("OSINFO_MODULE_DIR=", folder, NULL);
    g_autofree char *output = NULL;

    sandbox_write(folder, "libosinfo-compile.so", "no library");
    output = run(setting);
    g_assert_true(
        g_str_has_prefix(output, "error the compile module of libosinfo cannot be loaded"));
}

/* Rows: what is done to a store that is in place. It must be made anew. */
static void
make_group_writable(const char *path)
{
    g_assert_cmpint(g_chmod(path, 0620), ==, 0);
}

static void
make_world_writable(const char *path)
{
    g_assert_cmpint(g_chmod(path, 0602), ==, 0);
}

static void
give_away(const char *path)
{
    if (chown(path, SOMEBODY, SOMEBODY) != 0)
        g_test_skip("only root may give files away");
}

static void
replace_by_link(const char *path)
{
    g_autofree char *other = g_strconcat(path, "-moved", NULL);

    g_assert_cmpint(g_rename(path, other), ==, 0);
    g_assert_cmpint(symlink(other, path), ==, 0);
}

static void
replace_by_fifo(const char *path)
{
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(mkfifo(path, 0600), ==, 0);
}

static void
cut_off(const char *path)
{
    g_assert_cmpint(truncate(path, 100), ==, 0);
}

static void
empty_it(const char *path)
{
    g_assert_cmpint(truncate(path, 0), ==, 0);
}

static const struct {
    const char *name;
    void (*change)(const char *path);
} untrusted[] = {
    {"group-writable", make_group_writable},
    {"world-writable", make_world_writable},
    {"somebody-elses", give_away},
    {"link", replace_by_link},
    {"fifo", replace_by_fifo},
    {"cut-off", cut_off},
    {"empty", empty_it},
};

static void
test_untrusted(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *path = NULL;
    g_autofree char *refused = NULL;
    struct stat status;

    assert_answer(NULL);
    path = sandbox_get_cached_store();
    untrusted[row].change(path);
    if (g_test_failed() || (geteuid() != 0 && untrusted[row].change == give_away))
        return;
    refused = run("OSINFO_STORE=strict");
    g_assert_true(g_str_has_prefix(refused, "error "));
    assert_answer(NULL);
    g_assert_cmpint(lstat(path, &status), ==, 0);
    g_assert_true(S_ISREG(status.st_mode));
    g_assert_cmpint(status.st_mode & 07777, ==, 0600);
    g_assert_cmpint(status.st_uid, ==, geteuid());
    assert_answer("OSINFO_STORE=strict");
}

/* A directory that has the store's name can neither be read nor replaced. */
static void
test_folder_in_the_way(void)
{
    g_autofree char *path = NULL;

    assert_answer(NULL);
    path = sandbox_get_cached_store();
    g_assert_cmpint(g_unlink(path), ==, 0);
    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    assert_answer(NULL);
    assert_answer(NULL);
    assert_n_files(1); /* no temporary file stays */
}

/* Stores of plans and builds that nobody uses go, other files stay. */
static void
test_stale_stores(void)
{
    g_autofree char *folder = g_build_filename(g_get_user_cache_dir(), "libosinfo", NULL);
    static const char *const names[] = {"db-0000000000000000.store",
                                        "db-ffffffffffffffff.store",
                                        "notes.txt",
                                        "db-notes.store",
                                        "db-000000000000000g.store",
                                        "db-00000000000000000.store",
                                        "db-0000000000000000.store.backup",
                                        "db-0000000000000000.stores",
                                        "db-00000000000000aa.store"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        struct timespec old[] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

        sandbox_write(folder, names[i], "of old");
        if (i == G_N_ELEMENTS(names) - 1) /* read today */
            old[0].tv_sec = g_get_real_time() / G_USEC_PER_SEC;
        if (i != 1)
            g_assert_cmpint(utimensat(AT_FDCWD, path, old, 0), ==, 0);
    }
    assert_answer(NULL);
    assert_n_files(G_N_ELEMENTS(names));

    g_autofree char *gone = g_build_filename(folder, names[0], NULL);

    g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
}

static void
give_to_somebody(const char *path)
{
    g_assert_cmpint(lchown(path, SOMEBODY, SOMEBODY), ==, 0);
}

/* Whose the places on the way to the cache folder are; the last one is a link to a folder of ours. */
static const struct {
    const char *name;
    gboolean is_cache_theirs;  /* $XDG_CACHE_HOME */
    gboolean is_folder_theirs; /* libosinfo in it */
    gboolean is_folder_there;
    gboolean is_cache_link;
    gboolean is_folder_link;
    gboolean is_written;
} foreign[] = {
    {"all-ours", FALSE, FALSE, TRUE, FALSE, FALSE, TRUE},
    {"our-link", FALSE, FALSE, TRUE, FALSE, TRUE, TRUE},
    {"our-link-above", FALSE, FALSE, TRUE, TRUE, FALSE, TRUE},
    {"our-folder-in-theirs", TRUE, FALSE, TRUE, FALSE, FALSE, TRUE},
    {"their-folder", FALSE, TRUE, TRUE, FALSE, FALSE, FALSE},
    {"their-link", FALSE, TRUE, TRUE, FALSE, TRUE, FALSE},
    {"their-link-in-theirs", TRUE, TRUE, TRUE, FALSE, TRUE, FALSE},
    {"their-link-above", TRUE, FALSE, TRUE, TRUE, FALSE, FALSE},
    {"new-in-theirs", TRUE, FALSE, FALSE, FALSE, FALSE, FALSE},
};

/* What root does for somebody whose environment it has kept. */
static void
test_foreign(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *world = sandbox_new_folder();
    g_autofree char *ours = sandbox_new_folder();
    g_autofree char *cache = g_build_filename(world, "cache", NULL);
    g_autofree char *folder = g_build_filename(cache, "libosinfo", NULL);
    g_autofree char *setting = g_strconcat("XDG_CACHE_HOME=", cache, NULL);
    g_autofree char *target =
        foreign[row].is_cache_link ? g_build_filename(ours, "libosinfo", NULL) : g_strdup(ours);
    g_autofree char *old = g_build_filename(target, "db-0123456789abcdef.store", NULL);
    struct timespec past[] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    gboolean leads_to_ours = foreign[row].is_cache_link || foreign[row].is_folder_link;
    g_autofree char *output = NULL;

    if (geteuid() != 0) {
        g_test_skip("nobody but root can give folders away");
        return;
    }
    sandbox_write(target, "db-0123456789abcdef.store", "of old");
    g_assert_cmpint(utimensat(AT_FDCWD, old, past, 0), ==, 0);
    if (foreign[row].is_cache_link)
        sandbox_link(world, "cache", ours);
    else
        g_assert_cmpint(g_mkdir(cache, 0755), ==, 0);
    if (foreign[row].is_folder_link)
        sandbox_link(cache, "libosinfo", ours);
    else if (foreign[row].is_folder_there && !foreign[row].is_cache_link)
        g_assert_cmpint(g_mkdir(folder, 0755), ==, 0);
    if (foreign[row].is_folder_theirs)
        give_to_somebody(folder);
    if (foreign[row].is_cache_theirs)
        give_to_somebody(cache);

    assert_answer(setting);
    g_assert_cmpint(g_file_test(old, G_FILE_TEST_EXISTS), ==,
                    !(leads_to_ours && foreign[row].is_written));
    output = sandbox_run_helper((const char *const[]){setting, "OSINFO_STORE=strict", NULL},
                                (const char *const[]){database, NULL});
    g_assert_cmpint(strcmp(output, ANSWER) == 0, ==, foreign[row].is_written);
    g_assert_cmpint(g_file_test(folder, G_FILE_TEST_EXISTS), ==, foreign[row].is_folder_there);
}

/* Another plan with the same name would be seen: the plan stands in the store. */
static void
test_other_plan(void)
{
    g_autofree char *other = sandbox_new_folder();
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    gsize size = 0;
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *name = NULL;
    g_autofree char *folder = g_build_filename(g_get_user_cache_dir(), "libosinfo", NULL);

    sandbox_write(other, "VERSION", "20250401"); /* an empty folder would be no location */
    assert_answer(NULL);
    path = sandbox_get_cached_store();
    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    bytes = g_bytes_new(text, size);
    plan_step_add_location(load_plan_add_step(plan), other, PLAN_DIRECTORY);
    name = store_cache_write_to(folder, plan, bytes, TRUE, NULL);
    g_assert_nonnull(name);

    g_autofree char *output = sandbox_run_helper(NULL, (const char *const[]){other, NULL});

    g_assert_cmpstr(output, ==, "");
}

/* What osinfo-db-compile does. */
static void
test_compiled_for_all(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *below = g_build_filename(folder, "a", "b", NULL);
    g_autofree char *setting = g_strconcat("OSINFO_SYSTEM_DIR=", database, NULL);
    g_autofree char *output = sandbox_run_helper((const char *const[]){setting, NULL},
                                                 (const char *const[]){"--compile", below, NULL});
    g_autoptr(GError) error = NULL;
    struct stat status;

    g_assert_true(g_str_has_prefix(output, "compiled "));
    g_strchomp(output);

    const char *path = output + strlen("compiled ");
    Store *store = store_open_file(path, OSINFO_STORE_BUILD, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(store_find(store, FACT_KIND_OS, "http://example.org/a/1"), !=, STORE_NONE);
    store_unref(store);
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 07777, ==, 0644);
    assert_n_files(0);
}

/* What not everybody may read, from the folder to the file, and whether everybody gets the store. */
static const struct {
    const char *name;
    const char *path;
    guint mode;
    gboolean is_public;
} closed[] = {
    {"nothing", "a", 0755, TRUE},
    {"file", "a/database/os/example.org/b-1.xml", 0600, FALSE},
    {"file-of-a-group", "a/database/os/example.org/b-1.xml", 0640, FALSE},
    {"file-of-others", "a/database/os/example.org/b-1.xml", 0604, FALSE},
    {"folder", "a/database/os/example.org", 0700, FALSE},
    {"folder-without-list", "a/database/os", 0711, FALSE},
    {"location", "a/database", 0700, FALSE},
    {"above", "a", 0700, FALSE},
    {"behind-link", "elsewhere/c.xml", 0600, FALSE},
    {"above-link", "elsewhere", 0700, FALSE},
};

static void
test_compiled_from_closed(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *world = sandbox_new_folder();
    g_autofree char *setting = g_strdup_printf("OSINFO_SYSTEM_DIR=%s/a/database", world);
    g_autofree char *path = g_build_filename(world, closed[row].path, NULL);
    g_autofree char *below = g_build_filename(world, "store", NULL);
    g_autofree char *output = NULL;
    struct stat status;

    g_assert_cmpint(g_chmod(world, 0755), ==, 0);
    sandbox_write_xml(world, "a/database/os/example.org/b-1.xml",
                      "<os id='http://example.org/b/1'><name>secret</name></os>");
    sandbox_write_xml(world, "elsewhere/c.xml",
                      "<os id='http://example.org/c/1'><name>secret</name></os>");
    sandbox_link(world, "a/database/os/example.org/c-1.xml", "../../../../elsewhere/c.xml");
    g_assert_cmpint(g_chmod(path, (int)closed[row].mode), ==, 0);
    output = sandbox_run_helper((const char *const[]){setting, NULL},
                                (const char *const[]){"--compile", below, NULL});
    g_assert_true(g_str_has_prefix(output, "compiled "));
    g_strchomp(output);
    g_assert_cmpint(stat(output + strlen("compiled "), &status), ==, 0);
    g_assert_cmpint(status.st_mode & 07777, ==, closed[row].is_public ? 0644 : 0600);
}

static void
test_compile_fails(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *below = g_build_filename(folder, "file", "cache", NULL);
    g_autofree char *output = NULL;

    sandbox_write(folder, "file", "not a folder");
    output = sandbox_run_helper(NULL, (const char *const[]){"--compile", below, NULL});
    g_assert_true(g_str_has_prefix(output, "error cannot write a store to "));
}

int
main(int argc, char **argv)
{
    g_autofree char *parent = NULL;
    int result = 0;

    sandbox_init(&argc, &argv);
    database = sandbox_new_folder();
    /* one case is somebody else's */
    g_assert_cmpint(g_chmod(database, 0755), ==, 0);
    parent = g_path_get_dirname(database);
    g_assert_cmpint(g_chmod(parent, 0755), ==, 0);
    sandbox_write_xml(database, "os/example.org/a-1.xml",
                      "<os id='http://example.org/a/1'><name>A</name></os>");
    sandbox_wait_until_settled();
    g_test_add_func("/cache/kept", test_kept);
    g_test_add_func("/cache/written-together", test_written_together);
    g_test_add_func("/cache/no-cache-folder", test_no_cache_folder);
    g_test_add_func("/cache/file-in-the-way", test_file_in_the_way);
    g_test_add_func("/cache/folder-in-the-way", test_folder_in_the_way);
    g_test_add_func("/cache/read-only-cache-folder", test_read_only_cache_folder);
    g_test_add_func("/cache/off", test_off);
    g_test_add_func("/cache/off-reads-nothing", test_off_reads_nothing);
    g_test_add_func("/cache/strict", test_strict);
    g_test_add_func("/cache/module-missing", test_module_missing);
    g_test_add_func("/cache/module-broken", test_module_broken);
    for (guint i = 0; i < G_N_ELEMENTS(untrusted); i++) {
        g_autofree char *path = g_strconcat("/cache/untrusted/", untrusted[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_untrusted);
    }
    for (guint i = 0; i < G_N_ELEMENTS(foreign); i++) {
        g_autofree char *path = g_strconcat("/cache/foreign/", foreign[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_foreign);
    }
    g_test_add_func("/cache/stale-stores", test_stale_stores);
    g_test_add_func("/cache/other-plan", test_other_plan);
    g_test_add_func("/cache/compiled-for-all", test_compiled_for_all);
    for (guint i = 0; i < G_N_ELEMENTS(closed); i++) {
        g_autofree char *path = g_strconcat("/cache/compiled-from-closed/", closed[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_compiled_from_closed);
    }
    g_test_add_func("/cache/compile-fails", test_compile_fails);
    result = sandbox_run();
    g_free(database);
    return result;
}
