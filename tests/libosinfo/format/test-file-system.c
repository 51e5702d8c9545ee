/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests format/file_system.c on folders and files in memory: which paths lead where, and what comes of
 * damage and of bounds.
 */

#include "config.h"

#include <string.h>

#include "fake-file-system.h"

static const FakeFile files[] = {
    {"README.TXT", .text = "read me"},
    {"Sources/Install.WIM", .text = "MSWIM\0\0\0", .size = 8},
    {"sources/lang.ini", .text = "second folder of nearly the name"},
    {.path = "sources/empty"},
    {"live/", .kind = FILE_NODE_FOLDER},
    {"etc/os-release", .kind = FILE_NODE_OTHER},
    {"etc/case", .text = "lower"},
    {"etc/CASE", .text = "upper"},
    {"cut/first", .text = "1"},
    {"cut/", .kind = FILE_NODE_FOLDER, .damage = "cut off"},
    {"slow/", .kind = FILE_NODE_FOLDER, .unreadable = "too slow"},
    {"bad", .text = "x", .damage = "bad place"},
    {"1/2/3/4/5/6/7/8", .text = "deep"},
    {"1/2/3/4/5/6/7/8a/9", .text = "too deep"},
    {.path = NULL},
};

static void
test_find(void)
{
    static const struct {
        const char *path;
        FormatAnswer answer;
        FileNodeKind kind;
        guint64 size;
    } rows[] = {
        {"", FORMAT_FOUND, FILE_NODE_FOLDER, 0},
        {"/", FORMAT_FOUND, FILE_NODE_FOLDER, 0},
        {"README.TXT", FORMAT_FOUND, FILE_NODE_FILE, 7},
        {"readme.txt", FORMAT_FOUND, FILE_NODE_FILE, 7},
        {"readme.tx", FORMAT_NOT_THIS, 0, 0},
        {"readme.txt2", FORMAT_NOT_THIS, 0, 0},
        {"Sources/Install.WIM", FORMAT_FOUND, FILE_NODE_FILE, 8},
        {"/Sources//install.wim", FORMAT_FOUND, FILE_NODE_FILE, 8},
        {"SOURCES", FORMAT_FOUND, FILE_NODE_FOLDER, 0},
        {"sources/", FORMAT_FOUND, FILE_NODE_FOLDER, 0},
        {"sources/lang.ini", FORMAT_FOUND, FILE_NODE_FILE, 32},
        {"sources/install.wim", FORMAT_NOT_THIS, 0, 0},
        {"SOURCES/install.wim", FORMAT_FOUND, FILE_NODE_FILE, 8},
        {"live", FORMAT_FOUND, FILE_NODE_FOLDER, 0},
        {"live/filesystem.squashfs", FORMAT_NOT_THIS, 0, 0},
        {"etc/os-release", FORMAT_FOUND, FILE_NODE_OTHER, 0},
        {"etc/os-release/x", FORMAT_NOT_THIS, 0, 0},
        {"README.TXT/x", FORMAT_NOT_THIS, 0, 0},
        {".", FORMAT_NOT_THIS, 0, 0},
        {"live/..", FORMAT_NOT_THIS, 0, 0},
        {"cut/first", FORMAT_FOUND, FILE_NODE_FILE, 1},
        {"cut/second", FORMAT_DAMAGED, 0, 0},
        {"slow/first", FORMAT_DAMAGED, 0, 0},
        {"1/2/3/4/5/6/7/8", FORMAT_FOUND, FILE_NODE_FILE, 4},
        {"1/2/3/4/5/6/7/8a/9", FORMAT_NOT_THIS, 0, 0},
    };
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        FileNode node = {.kind = FILE_NODE_OTHER, .size = 4711};

        g_test_message("'%s'", rows[i].path);
        g_assert_cmpint(file_system_find(file_system, rows[i].path, &node, &error), ==,
                        rows[i].answer);
        g_assert_cmpint(error != NULL, ==, rows[i].answer == FORMAT_DAMAGED);
        g_assert_cmpuint(node.size, ==, rows[i].answer == FORMAT_FOUND ? rows[i].size : 4711);
        if (rows[i].answer == FORMAT_FOUND)
            g_assert_cmpint(node.kind, ==, rows[i].kind);
    }
}

static void
test_read(void)
{
    static const struct {
        const char *path;
        gsize max;
        const char *text; /* NULL: there is none */
        gsize size;
        const char *message; /* NULL: no error */
    } rows[] = {
        {"README.TXT", 4096, "read me", 7, NULL},
        {"README.TXT", 7, "read me", 7, NULL},
        {"README.TXT", 4, "read", 4, NULL},
        {"README.TXT", 0, "", 0, NULL},
        {"README.TXT", G_MAXSSIZE, "read me", 7, NULL},
        {"sources/empty", 4096, "", 0, NULL},
        {"SOURCES/install.wim", 4096, "MSWIM", 8, NULL},
        {"etc/case", 4096, "lower", 5, NULL},
        {"etc/CASE", 4096, "upper", 5, NULL},
        {"etc/Case", 4096, "lower", 5, NULL},
        {"etc/os-release", 4096, NULL, 0, NULL},
        {"live", 4096, NULL, 0, NULL},
        {"nothing", 4096, NULL, 0, NULL},
        {"bad", 4096, NULL, 0, "'bad': bad place"},
        {"cut/second", 4096, NULL, 0, "'/cut/': cut off"},
        {"slow/first", 4096, NULL, 0, "'/slow/': too slow"},
    };
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gsize size = 0;
        g_autofree char *text =
            file_system_read(file_system, rows[i].path, rows[i].max, &size, &error);

        g_test_message("'%s'", rows[i].path);
        g_assert_cmpstr(text, ==, rows[i].text);
        g_assert_cmpuint(size, ==, rows[i].size);
        g_assert_cmpstr(error != NULL ? error->message : NULL, ==, rows[i].message);
        if (text != NULL)
            g_assert_cmpint(text[size], ==, '\0');
    }
}

static gboolean
count_name(const char *name, const FileNode *node, gpointer data)
{
    guint *count = data;

    g_assert_nonnull(name);
    g_assert_nonnull(node);
    ++*count;
    return *count < 3 || *count > 100;
}

/* A folder whose names do not end. */
static gboolean
list_endlessly(FileSystem *self, const FileNode *folder, FileVisitor visit, gpointer data,
               GError **error)
{
    (void)self;
    (void)error;
    while (visit("name", folder, data))
        continue;
    return TRUE;
}

static void
test_list(void)
{
    static const FileSystemOperations endless_operations = {.list = list_endlessly};
    FileSystem endless = {.operations = &endless_operations, .root = {.kind = FILE_NODE_FOLDER}};
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);
    g_autoptr(GError) error = NULL;
    FileNode node, file;
    guint count = 0;

    /* as many as the visitor wants */
    g_assert_true(file_system_list(file_system, &file_system->root, count_name, &count, &error));
    g_assert_cmpuint(count, ==, 3);

    /* as many as there are before it breaks off */
    count = 1000;
    g_assert_cmpint(file_system_find(file_system, "cut", &node, NULL), ==, FORMAT_FOUND);
    g_assert_false(file_system_list(file_system, &node, count_name, &count, &error));
    g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
    g_assert_cmpuint(count, ==, 1001);
    g_clear_error(&error);

    /* what is no folder is not asked */
    guint n_calls = fake_file_system_count(file_system);

    g_assert_cmpint(file_system_find(file_system, "README.TXT", &file, NULL), ==, FORMAT_FOUND);
    g_assert_cmpuint(fake_file_system_count(file_system), ==, n_calls + 1);
    g_assert_true(file_system_list(file_system, &file, count_name, &count, &error));
    g_assert_cmpuint(fake_file_system_count(file_system), ==, n_calls + 1);

    /* as many as are good */
    g_assert_true(file_system_list(&endless, &endless.root, count_name, &count, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(count, ==, 1001 + FILE_SYSTEM_MAX_NAMES);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/file-system/find", test_find);
    g_test_add_func("/file-system/read", test_read);
    g_test_add_func("/file-system/list", test_list);
    return g_test_run();
}
