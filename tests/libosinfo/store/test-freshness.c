/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An answer is never older than the files. Each case has a database that was loaded, and cached, once;
 * then something changes, and the next answer must know. All folders are made before the first case, so
 * that they are waited for together.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "sandbox.h"
#include "store/freshness.h"
#include "store/store_reader.h"

#define A_ID "http://example.org/a/1"
#define A_FILE "os/example.org/a-1.xml"
#define B_ID "http://example.org/b/1"
#define B_FILE "os/example.org/b-1.xml"
#define SAMPLE_EXTENSION "os/example.org/a-1.d/10-x.xml"

typedef struct Case Case;
struct Case {
    const char *name;
    void (*change)(const char *folder);
    const char *a; /* names afterwards, NULL: the OS is gone */
    const char *b;
    const char *before_a; /* when it is not "A" */
    void (*prepare)(const char *folder);
};

static void
write_os(const char *folder, const char *file, const char *id, const char *name)
{
    g_autofree char *text = g_strdup_printf("<os id='%s'><name>%s</name></os>", id, name);

    sandbox_write_xml(folder, file, text);
}

static void
prepare(const char *folder)
{
    write_os(folder, A_FILE, A_ID, "A");
    write_os(folder, B_FILE, B_ID, "B");
    sandbox_write(folder, "VERSION", "20250401");
}

static void
rename_below(const char *folder, const char *from, const char *to)
{
    g_autofree char *old_path = g_build_filename(folder, from, NULL);
    g_autofree char *new_path = g_build_filename(folder, to, NULL);

    g_assert_cmpint(g_rename(old_path, new_path), ==, 0);
}

static void
change_nothing(const char *folder)
{
}

static void
add_file(const char *folder)
{
    write_os(folder, B_FILE, B_ID, "B");
}

static void
prepare_one(const char *folder)
{
    write_os(folder, A_FILE, A_ID, "A");
}

static void
remove_file(const char *folder)
{
    sandbox_remove(folder, A_FILE);
}

static void
rename_file(const char *folder)
{
    rename_below(folder, B_FILE, "os/example.org/b-1.xml~");
}

static void
exchange_files(const char *folder)
{
    /* neither file fits its name any more, so both are left out */
    rename_below(folder, A_FILE, "os/example.org/c");
    rename_below(folder, B_FILE, A_FILE);
    rename_below(folder, "os/example.org/c", B_FILE);
}

static void
replace_file(const char *folder)
{
    write_os(folder, A_FILE, A_ID, "A, changed");
}

/* Same name, same size, same time of modification, same inode. */
static void
edit_in_place(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, A_FILE, NULL);
    g_autofree char *text = NULL;
    struct stat status;
    gsize size = 0;
    int fd = -1;
    char *name = NULL;

    g_assert_true(g_file_get_contents(path, &text, &size, NULL));
    g_assert_cmpint(stat(path, &status), ==, 0);
    name = g_strstr_len(text, -1, "<name>A");
    g_assert_nonnull(name);
    name[6] = 'Z';
    fd = open(path, O_WRONLY);
    g_assert_cmpint(pwrite(fd, text, size, 0), ==, size);
    close(fd);
    g_assert_cmpint(
        utimensat(AT_FDCWD, path, (struct timespec[]){status.st_atim, status.st_mtim}, 0), ==, 0);
}

/* Another inode with all times that can be set restored. */
static void
edit_by_rename(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, A_FILE, NULL);
    g_autofree char *other = g_build_filename(folder, "os/example.org/new", NULL);
    struct stat status;

    g_assert_cmpint(stat(path, &status), ==, 0);
    write_os(folder, "os/example.org/new", A_ID, "Z");
    g_assert_cmpint(g_rename(other, path), ==, 0);
    g_assert_cmpint(
        utimensat(AT_FDCWD, path, (struct timespec[]){status.st_atim, status.st_mtim}, 0), ==, 0);
}

static void
mask_by_empty_file(const char *folder)
{
    sandbox_write(folder, A_FILE, "");
}

static void
mask_by_link(const char *folder)
{
    sandbox_remove(folder, A_FILE);
    sandbox_link(folder, A_FILE, "/dev/null");
}

static void
prepare_masked(const char *folder)
{
    write_os(folder, B_FILE, B_ID, "B");
    sandbox_link(folder, A_FILE, "/dev/null");
}

static void
unmask(const char *folder)
{
    sandbox_remove(folder, A_FILE);
    write_os(folder, A_FILE, A_ID, "A");
}

static void
add_extension(const char *folder)
{
    write_os(folder, SAMPLE_EXTENSION, A_ID, "A, extended");
}

static void
prepare_extension(const char *folder)
{
    prepare(folder);
    add_extension(folder);
}

static void
edit_extension(const char *folder)
{
    write_os(folder, SAMPLE_EXTENSION, A_ID, "A, changed");
}

static void
remove_extension(const char *folder)
{
    sandbox_remove(folder, SAMPLE_EXTENSION);
}

static void
remove_extension_folder(const char *folder)
{
    sandbox_remove(folder, "os/example.org/a-1.d");
}

static void
rename_folder(const char *folder)
{
    rename_below(folder, "os/example.org", "os/schema");
}

static void
remove_folder(const char *folder)
{
    sandbox_remove(folder, "os");
}

/* A tree of another place is moved here: all inodes are others. */
static void
replace_folder(const char *folder)
{
    write_os(folder, "new/example.org/a-1.xml", A_ID, "Z");
    sandbox_remove(folder, "os");
    rename_below(folder, "new", "os");
}

static void
prepare_linked(const char *folder)
{
    write_os(folder, "elsewhere/schema/a", A_ID, "A");
    write_os(folder, "elsewhere/schema/z", A_ID, "Z");
    write_os(folder, B_FILE, B_ID, "B");
    sandbox_link(folder, A_FILE, "../../elsewhere/schema/a");
}

static void
edit_behind_link(const char *folder)
{
    write_os(folder, "elsewhere/schema/a", A_ID, "Z");
}

static void
turn_link(const char *folder)
{
    sandbox_remove(folder, A_FILE);
    sandbox_link(folder, A_FILE, "../../elsewhere/schema/z");
}

/* A link to a folder beside the database that is not there yet. */
static void
prepare_dangling(const char *folder)
{
    g_autofree char *name = g_path_get_basename(folder);
    g_autofree char *target = g_strdup_printf("../../%s-elsewhere", name);

    sandbox_write(folder, "VERSION", "20250401");
    sandbox_link(folder, "os/example.org", target);
}

static void
fill_dangling(const char *folder)
{
    g_autofree char *elsewhere = g_strconcat(folder, "-elsewhere", NULL);

    write_os(elsewhere, "a-1.xml", A_ID, "A");
}

/* A file that is a link to one beside the database that is not there yet. */
static void
prepare_dangling_file(const char *folder)
{
    g_autofree char *name = g_path_get_basename(folder);
    g_autofree char *target = g_strdup_printf("../../../%s-elsewhere/a", name);

    write_os(folder, B_FILE, B_ID, "B");
    sandbox_link(folder, A_FILE, target);
}

static void
fill_dangling_file(const char *folder)
{
    g_autofree char *elsewhere = g_strconcat(folder, "-elsewhere", NULL);

    write_os(elsewhere, "a", A_ID, "A");
}

static void
add_ignored_file(const char *folder)
{
    sandbox_write(folder, "os/example.org/notes.txt", "not for us");
}

/* clang-format off */
static const Case cases[] = {
    {"nothing",                change_nothing,          "A",           "B",  NULL,   NULL},
    {"file-added",             add_file,                "A",           "B",  NULL,   prepare_one},
    {"file-removed",           remove_file,             NULL,          "B",  NULL,   NULL},
    {"file-renamed",           rename_file,             "A",           NULL, NULL,   NULL},
    {"file-replaced",          replace_file,            "A, changed",  "B",  NULL,   NULL},
    {"file-edited-in-place",   edit_in_place,           "Z",           "B",  NULL,   NULL},
    {"file-edited-by-rename",  edit_by_rename,          "Z",           "B",  NULL,   NULL},
    {"masked-by-empty-file",   mask_by_empty_file,      NULL,          "B",  NULL,   NULL},
    {"masked-by-link",         mask_by_link,            NULL,          "B",  NULL,   NULL},
    {"unmasked",               unmask,                  "A",           "B",  "none", prepare_masked},
    {"extension-added",        add_extension,           "A, extended", "B",  NULL,   NULL},
    {"extension-edited",       edit_extension,          "A, changed",  "B",  "A, extended", prepare_extension},
    {"extension-removed",      remove_extension,        "A",           "B",  "A, extended", prepare_extension},
    {"extension-folder-removed", remove_extension_folder, "A",         "B",  "A, extended", prepare_extension},
    {"folder-renamed",         rename_folder,           NULL,          NULL, NULL,   NULL},
    {"folder-removed",         remove_folder,           NULL,          NULL, NULL,   NULL},
    {"folder-replaced",        replace_folder,          "Z",           NULL, NULL,   NULL},
    {"edited-behind-link",     edit_behind_link,        "Z",           "B",  NULL,   prepare_linked},
    {"link-turned",            turn_link,               "Z",           "B",  NULL,   prepare_linked},
    {"dangling-link-filled",   fill_dangling,           "A",           NULL, "none", prepare_dangling},
    {"ignored-file-added",     add_ignored_file,        "A",           "B",  NULL,   NULL},
};
/* clang-format on */

static char *case_folders[G_N_ELEMENTS(cases)];

/* Folders of the cases that are not rows. */
static char *replaced;
static char *exchanged;
static char *dangling;
static char *environment_folders[2];
static char *layers[3];
static char *missing_parent;

static const char *
get_name(OsinfoDb *db, const char *id)
{
    return sandbox_get_os_value(db, id, "name");
}

static void
assert_cached(gboolean expected)
{
    g_autoptr(GPtrArray) names = sandbox_list_cache();

    g_assert_cmpuint(names->len, ==, expected ? 1 : 0);
}

static void
test_case(gconstpointer data)
{
    const Case *row = data;
    const char *folder = case_folders[row - cases];
    const char *before_a = row->before_a == NULL ? "A" : row->before_a;

    for (guint i = 0; i < 2; i++) { /* compiled, then from the cache */
        g_autoptr(OsinfoDb) before = sandbox_load(folder, NULL);

        if (g_str_equal(before_a, "none"))
            g_assert_null(osinfo_db_get_os(before, A_ID));
        else
            g_assert_cmpstr(get_name(before, A_ID), ==, before_a);
        assert_cached(TRUE);
    }
    row->change(folder);
    for (guint i = 0; i < 2; i++) {
        g_autoptr(OsinfoDb) after = sandbox_load(folder, NULL);

        g_assert_cmpstr(get_name(after, A_ID), ==, row->a);
        g_assert_cmpstr(get_name(after, B_ID), ==, row->b);
    }
}

/* Each file has an id that is not its own any more. */
static void
test_exchanged(void)
{
    g_autoptr(OsinfoDb) before = sandbox_load(exchanged, NULL);

    g_assert_nonnull(osinfo_db_get_os(before, A_ID));
    assert_cached(TRUE);
    exchange_files(exchanged);
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "*must be in file os/example.org/b-1.xml not*");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "*must be in file os/example.org/a-1.xml not*");

    g_autoptr(OsinfoDb) after = sandbox_load(exchanged, NULL);

    g_test_assert_expected_messages();
    g_assert_null(osinfo_db_get_os(after, A_ID));
    g_assert_null(osinfo_db_get_os(after, B_ID));
}

static void
load_with_problem(const char *folder)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "Can't read path */" A_FILE ": *");
    osinfo_loader_process_path(loader, folder, &error);
    g_test_assert_expected_messages();
    g_assert_no_error(error);
    g_assert_cmpstr(get_name(osinfo_loader_get_db(loader), B_ID), ==, "B");
}

static void
test_dangling_file(void)
{
    load_with_problem(dangling);
    assert_cached(TRUE);
    load_with_problem(dangling); /* it is said again */
    fill_dangling_file(dangling);

    g_autoptr(OsinfoDb) after = sandbox_load(dangling, NULL);

    g_assert_cmpstr(get_name(after, A_ID), ==, "A");
}

static OsinfoDb *
load_default(void)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    osinfo_loader_process_default_path(loader, &error);
    g_assert_no_error(error);
    return g_object_ref(osinfo_loader_get_db(loader));
}

static void
test_environment(void)
{
    for (guint i = 0; i < 4; i++) {
        g_setenv("OSINFO_SYSTEM_DIR", environment_folders[i % 2], TRUE);

        g_autoptr(OsinfoDb) db = load_default();

        g_assert_cmpstr(get_name(db, A_ID), ==, i % 2 == 0 ? "A" : "Z");
    }
    /* both are kept, side by side */
    g_autoptr(GPtrArray) names = sandbox_list_cache();

    g_assert_cmpuint(names->len, ==, 2);
}

/* Layers come and go: the system's folder stays as it is, a local and a user's folder appear, change
 * and are taken away. */
static void
test_layers(void)
{
    g_setenv("OSINFO_SYSTEM_DIR", layers[0], TRUE);

    g_autoptr(OsinfoDb) system = load_default();

    g_assert_cmpstr(get_name(system, A_ID), ==, "A");
    g_setenv("OSINFO_LOCAL_DIR", layers[1], TRUE);

    g_autoptr(OsinfoDb) local = load_default();

    g_assert_cmpstr(get_name(local, A_ID), ==, "A, local");
    g_setenv("OSINFO_USER_DIR", layers[2], TRUE);

    g_autoptr(OsinfoDb) user = load_default();

    g_assert_cmpstr(get_name(user, A_ID), ==, "A, user");
    sandbox_write(layers[2], A_FILE, "");

    g_autoptr(OsinfoDb) masked = load_default();

    g_assert_null(osinfo_db_get_os(masked, A_ID));
    sandbox_remove(layers[2], ".");

    g_autoptr(OsinfoDb) removed = load_default();

    g_assert_cmpstr(get_name(removed, A_ID), ==, "A, local");
    g_unsetenv("OSINFO_USER_DIR");
    sandbox_remove(layers[1], "os");

    g_autoptr(OsinfoDb) emptied = load_default();

    g_assert_cmpstr(get_name(emptied, A_ID), ==, "A");
}

/* The folder is not there when the store is made, and is there when it is asked. */
static void
test_folder_appears(void)
{
    g_autofree char *local = g_build_filename(missing_parent, "local", NULL);

    g_setenv("OSINFO_SYSTEM_DIR", missing_parent, TRUE);
    g_setenv("OSINFO_LOCAL_DIR", local, TRUE);
    g_unsetenv("OSINFO_USER_DIR");

    g_autoptr(OsinfoDb) before = load_default();

    g_assert_cmpstr(get_name(before, A_ID), ==, "A");
    assert_cached(TRUE);
    write_os(local, A_FILE, A_ID, "A, local");
    /* it is below the system's folder as well, where its name is wrong */
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*not local/os/example.org/a-1.xml*");

    g_autoptr(OsinfoDb) after = load_default();

    g_test_assert_expected_messages();
    g_assert_cmpstr(get_name(after, A_ID), ==, "A, local");
}

/* A location that is another folder now, which is not the same as one in which something changed. */
static void
test_replaced(void)
{
    g_autoptr(OsinfoDb) db = sandbox_load(replaced, NULL);
    g_autofree char *path = sandbox_get_cached_store();
    g_autoptr(Store) store = store_open_file(path, OSINFO_STORE_BUILD, NULL);
    g_autofree char *away = g_strconcat(replaced, ".away", NULL);

    g_assert_cmpstr(get_name(db, A_ID), ==, "A");
    g_assert_nonnull(store);
    g_assert_true(freshness_check(store));
    g_assert_false(freshness_is_replaced(store));
    write_os(replaced, "os/example.org/c.xml", "http://example.org/c", "C");
    g_assert_false(freshness_check(store));
    g_assert_false(freshness_is_replaced(store));
    g_assert_cmpint(g_rename(replaced, away), ==, 0);
    g_assert_false(freshness_is_replaced(store));
    prepare(replaced);
    g_assert_true(freshness_is_replaced(store));
}

/* Has the clock that gives files their times ticked since the file was written? At 10 ms, or 20. */
static gboolean
is_settled(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, A_FILE, NULL);
    struct stat status;

    g_assert_cmpint(stat(path, &status), ==, 0);
    return g_get_real_time() >=
           status.st_ctim.tv_sec * G_USEC_PER_SEC + status.st_ctim.tv_nsec / 1000 + 20000;
}

/* What is younger than the clock can tell apart is not kept. A load that a busy machine began later
 * may keep its store. */
static void
test_young(void)
{
    g_autofree char *folder = sandbox_new_folder();

    prepare(folder);
    for (guint i = 0; i < 50; i++) {
        g_autofree char *name = g_strdup_printf("A%02u", i);

        write_os(folder, A_FILE, A_ID, name);

        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

        g_assert_cmpstr(get_name(db, A_ID), ==, name);
        if (!is_settled(folder)) {
            assert_cached(FALSE);
        } else {
            g_autoptr(GPtrArray) kept = sandbox_list_cache();
            g_autofree char *store = kept->len > 0 ? sandbox_get_cached_store() : NULL;

            if (store != NULL)
                g_unlink(store);
        }
    }
}

static void
make_folders(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        case_folders[i] = sandbox_new_folder();
        (cases[i].prepare != NULL ? cases[i].prepare : prepare)(case_folders[i]);
    }
    replaced = sandbox_new_folder();
    prepare(replaced);
    exchanged = sandbox_new_folder();
    prepare(exchanged);
    dangling = sandbox_new_folder();
    prepare_dangling_file(dangling);
    for (guint i = 0; i < G_N_ELEMENTS(environment_folders); i++) {
        environment_folders[i] = sandbox_new_folder();
        write_os(environment_folders[i], A_FILE, A_ID, i == 0 ? "A" : "Z");
    }
    for (guint i = 0; i < G_N_ELEMENTS(layers); i++) {
        static const char *const names[] = {"A", "A, local", "A, user"};

        layers[i] = sandbox_new_folder();
        write_os(layers[i], A_FILE, A_ID, names[i]);
    }
    missing_parent = sandbox_new_folder();
    write_os(missing_parent, A_FILE, A_ID, "A");
    sandbox_wait_until_settled();
}

static void
free_folders(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_free(case_folders[i]);
    g_free(replaced);
    g_free(exchanged);
    g_free(dangling);
    for (guint i = 0; i < G_N_ELEMENTS(environment_folders); i++)
        g_free(environment_folders[i]);
    for (guint i = 0; i < G_N_ELEMENTS(layers); i++)
        g_free(layers[i]);
    g_free(missing_parent);
}

int
main(int argc, char **argv)
{
    int result = 0;

    sandbox_init(&argc, &argv);
    make_folders();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/freshness/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/freshness/files-exchanged", test_exchanged);
    g_test_add_func("/freshness/dangling-file", test_dangling_file);
    g_test_add_func("/freshness/environment", test_environment);
    g_test_add_func("/freshness/layers", test_layers);
    g_test_add_func("/freshness/folder-appears", test_folder_appears);
    g_test_add_func("/freshness/replaced", test_replaced);
    g_test_add_func("/freshness/young", test_young);
    result = sandbox_run();
    free_folders();
    return result;
}
