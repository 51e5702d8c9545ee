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
    {"1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g", .text = "deep"},
    {"1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/ga/h", .text = "too deep"},
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
        {"1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g", FORMAT_FOUND, FILE_NODE_FILE, 4},
        {"1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/ga/h", FORMAT_NOT_THIS, 0, 0},
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

static const FakeFile linked_files[] = {
    {"usr/lib/os-release", .text = "ID=debian"},
    {"usr/bin/sh", .text = "ELF"},
    {"etc/os-release", .kind = FILE_NODE_LINK, .text = "../usr/lib/os-release"},
    {"etc/absolute", .kind = FILE_NODE_LINK, .text = "/usr/lib/os-release"},
    {"etc/outside", .kind = FILE_NODE_LINK, .text = "../../../../../usr/lib/os-release"},
    {"etc/dots", .kind = FILE_NODE_LINK, .text = "./.././/etc/./os-release"},
    {"etc/self", .kind = FILE_NODE_LINK, .text = "self"},
    {"etc/there", .kind = FILE_NODE_LINK, .text = "back"},
    {"etc/back", .kind = FILE_NODE_LINK, .text = "there"},
    {"etc/gone", .kind = FILE_NODE_LINK, .text = "nowhere"},
    {"etc/empty", .kind = FILE_NODE_LINK, .text = ""},
    {"etc/deeper", .kind = FILE_NODE_LINK, .text = "deeper/deeper"},
    {"etc/through", .kind = FILE_NODE_LINK, .text = "os-release/../os-release"},
    {"etc/bad", .kind = FILE_NODE_LINK, .text = "x", .damage = "cut off"},
    {"bin", .kind = FILE_NODE_LINK, .text = "usr/bin"},
    {"lib", .kind = FILE_NODE_LINK, .text = "usr/lib/"},
    {"sbin", .kind = FILE_NODE_LINK, .text = "/bin"},
    {"sysroot/etc/os-release", .kind = FILE_NODE_LINK, .text = "/usr/lib/os-release"},
    {"sysroot/etc/up", .kind = FILE_NODE_LINK, .text = "../../usr/lib/os-release"},
    {"sysroot/usr/lib/os-release", .text = "ID=fedora"},
    {"0", .kind = FILE_NODE_LINK, .text = "usr/lib/os-release"},
    {"1", .kind = FILE_NODE_LINK, .text = "0"},
    {"2", .kind = FILE_NODE_LINK, .text = "1"},
    {"3", .kind = FILE_NODE_LINK, .text = "2"},
    {"many", .kind = FILE_NODE_LINK,
     .text = "bin/../bin/../bin/../bin/../bin/../bin/../bin/../bin/../bin/../lib/os-release"},
    {"Case", .text = "upper"},
    {"cut/", .kind = FILE_NODE_FOLDER, .damage = "cut off"},
    {"to-cut", .kind = FILE_NODE_LINK, .text = "cut"},
    {.path = NULL},
};

typedef struct {
    const char *path;
    const char *text;    /* NULL: there is none */
    const char *message; /* NULL: no error */
} LinkRow;

static const LinkRow link_rows[] = {
    {"etc/os-release", "ID=debian", NULL},
    {"etc/absolute", "ID=debian", NULL},
    {"etc/outside", "ID=debian", NULL},
    {"etc/dots", "ID=debian", NULL},
    {"etc/self", NULL, NULL},
    {"etc/there", NULL, NULL},
    {"etc/gone", NULL, NULL},
    {"etc/empty", NULL, NULL},
    {"etc/deeper", NULL, NULL},
    {"etc/through", NULL, NULL},
    {"etc/bad", NULL, "'/etc/': cut off"},
    {"bin/sh", "ELF", NULL},
    {"sbin/sh", "ELF", NULL},
    {"bin/../lib/os-release", "ID=debian", NULL},
    {"lib/os-release", "ID=debian", NULL},
    {"../../etc/./os-release", "ID=debian", NULL},
    {"3", "ID=debian", NULL},
    {"Case", "upper", NULL},
    {"case", NULL, NULL},
    {"Case/..", NULL, NULL},
    {"to-cut/name", NULL, "'/cut/': cut off"},
    /* nine links and nine steps up, which is less than the limits */
    {"many", "ID=debian", NULL},
    {"sysroot/etc/os-release", "ID=debian", NULL},
};

static void
check_link(FileSystem *file_system, const LinkRow *row)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = file_system_read(file_system, row->path, 4096, NULL, &error);

    g_test_message("'%s'", row->path);
    g_assert_cmpstr(text, ==, row->text);
    g_assert_cmpstr(error != NULL ? error->message : NULL, ==, row->message);
}

static void
test_links(void)
{
    static const LinkRow inside[] = {
        {"etc/os-release", "ID=fedora", NULL},
        {"etc/up", "ID=fedora", NULL},
        {"../../etc/up", "ID=fedora", NULL},
    };
    g_autoptr(FileSystem) file_system = fake_file_system_new(linked_files);
    FileNode node;

    /* as on media */
    g_assert_cmpint(file_system_find(file_system, "bin/sh", &node, NULL), ==, FORMAT_NOT_THIS);
    g_assert_cmpint(file_system_find(file_system, "bin", &node, NULL), ==, FORMAT_FOUND);
    g_assert_cmpint(node.kind, ==, FILE_NODE_LINK);

    file_system->follows_links = TRUE;
    file_system->is_case_sensitive = TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(link_rows); i++)
        check_link(file_system, &link_rows[i]);

    /* nothing leads out of the folder that is the root */
    g_assert_cmpint(file_system_find(file_system, "sysroot", &file_system->root, NULL), ==,
                    FORMAT_FOUND);
    for (gsize i = 0; i < G_N_ELEMENTS(inside); i++)
        check_link(file_system, &inside[i]);
}

/* A chain of as many links as are followed, and one more. */
static void
test_link_limit(void)
{
    FakeFile chain[FILE_SYSTEM_MAX_LINKS + 3] = {{.path = NULL}};
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(FileSystem) file_system = NULL;
    FileNode node;

    chain[0] = (FakeFile){"0", .text = "end"};
    for (guint i = 1; i < FILE_SYSTEM_MAX_LINKS + 2; i++) {
        g_ptr_array_add(texts, g_strdup_printf("%u", i));
        g_ptr_array_add(texts, g_strdup_printf("%u", i - 1));
        chain[i] = (FakeFile){g_ptr_array_index(texts, 2 * i - 2), .kind = FILE_NODE_LINK,
                              .text = g_ptr_array_index(texts, 2 * i - 1)};
    }
    file_system = fake_file_system_new(chain);
    file_system->follows_links = TRUE;
    g_assert_cmpint(file_system_find(file_system, chain[FILE_SYSTEM_MAX_LINKS].path, &node, NULL),
                    ==, FORMAT_FOUND);
    g_assert_cmpint(
        file_system_find(file_system, chain[FILE_SYSTEM_MAX_LINKS + 1].path, &node, NULL), ==,
        FORMAT_NOT_THIS);
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
    g_test_add_func("/file-system/links", test_links);
    g_test_add_func("/file-system/link-limit", test_link_limit);
    g_test_add_func("/file-system/list", test_list);
    return g_test_run();
}
