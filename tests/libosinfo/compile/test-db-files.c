/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which files of one or more folders are read, and in which order. A case lists the files of up to three
 * locations and says what must come out.
 */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>

#include <gio/gio.h>

#include "compile/db_files.h"
#include "sandbox.h"

#define N_LOCATIONS 3
#define A "os/e.org/a-1.xml"
#define A_D "os/e.org/a-1.d/"

/* Files are separated by blanks; `=` behind a name: the file is empty, `>`: it is a link to /dev/null,
 * `/`: it is a folder. */
typedef struct {
    const char *name;
    const char *locations[N_LOCATIONS];
    const char *read;  /* location number and path, in order */
    const char *notes; /* parts of the notes, in order; NULL: none */
} Case;

/* clang-format off */
static const Case cases[] = {
    /* the table in section 4 of the layout */
    {"master-and-extension",  {A " " A_D "1.xml"}, "0:" A " 0:" A_D "1.xml", NULL},
    {"other-master",          {A " " A_D "1.xml", A}, "1:" A, NULL},
    {"extensions-add-up",     {A " " A_D "1.xml", A_D "2.xml", A_D "0.xml"}, "0:" A " 0:" A_D "1.xml 1:" A_D "2.xml 2:" A_D "0.xml", NULL},
    {"master-and-extensions", {A " " A_D "1.xml", A " " A_D "2.xml", A_D "3.xml"}, "1:" A " 1:" A_D "2.xml 2:" A_D "3.xml", NULL},
    {"hidden",                {A " " A_D "1.xml", A "="}, "", NULL},
    {"hidden-and-extended",   {A, A "=", A_D "3.xml"}, "2:" A_D "3.xml", NULL},
    {"only-extension",        {"VERSION", A_D "2.xml"}, "1:" A_D "2.xml", NULL},
    /* more of the kind */
    {"hidden-by-link",        {A " " A_D "1.xml", A ">"}, "", NULL},
    {"hidden-in-the-middle",  {A, A "=", A}, "2:" A, NULL},
    {"hidden-with-extension", {A, A "= " A_D "1.xml"}, "1:" A_D "1.xml", NULL},
    {"hidden-in-one",         {A "="}, "", NULL},
    {"same-extension-twice",  {A " " A_D "1.xml", A_D "1.xml"}, "0:" A " 0:" A_D "1.xml 1:" A_D "1.xml", NULL},
    {"empty-extension",       {A " " A_D "1.xml= " A_D "2.xml"}, "0:" A " 0:" A_D "2.xml", NULL},
    {"user-beats-all",        {A, A, A}, "2:" A, NULL},
    {"gap",                   {A, NULL, A_D "1.xml"}, "0:" A " 2:" A_D "1.xml", NULL},

    /* one location */
    {"empty-folder",          {""}, "", NULL},
    {"sorted-by-key",         {"os/e.org/b.xml os/e.org/a.xml device/z.xml platform/a.xml"}, "0:device/z.xml 0:os/e.org/a.xml 0:os/e.org/b.xml 0:platform/a.xml", NULL},
    {"bytes-not-letters",     {"os/e.org/a_1.xml os/e.org/a-1.xml os/e.org/a.1.xml os/e.org/A.xml os/e.org/a10.xml"}, "0:os/e.org/A.xml 0:os/e.org/a-1.xml 0:os/e.org/a.1.xml 0:os/e.org/a10.xml 0:os/e.org/a_1.xml", NULL},
    {"extensions-by-name",    {A " " A_D "b.xml " A_D "10.xml " A_D "9.xml " A_D "B.xml"}, "0:" A " 0:" A_D "10.xml 0:" A_D "9.xml 0:" A_D "B.xml 0:" A_D "b.xml", NULL},
    {"schema-is-skipped",     {"schema/x.xml os/schema/y.xml os/e.org/schema/z.xml " A}, "0:" A, NULL},
    {"file-called-schema.xml", {"os/schema.xml"}, "0:os/schema.xml", NULL},
    {"hidden-folders-count",  {".x/os/a.xml os/.y/b.xml os/e.org/.c.xml"}, "0:.x/os/a.xml 0:os/.y/b.xml 0:os/e.org/.c.xml", NULL},
    {"only-the-ending",       {".xml os/.xml"}, "0:.xml 0:os/.xml", NULL},
    {"silent-names",          {"VERSION LICENSE os/a.xml~ os/a.bak os/a.xml.bak"}, "", NULL},
    {"other-names",           {"README os/a.XML os/b.xml.gz os/version os/.gitignore os/xml"}, "", "README .gitignore a.XML b.xml.gz version xml"},
    {"folder-called-xml",     {"os/a.xml/ os/b.xml/c.xml"}, "0:os/b.xml/c.xml", NULL},
    {"any-depth",             {"a.xml a/b/c/d/e/f/g.xml"}, "0:a.xml 0:a/b/c/d/e/f/g.xml", NULL},
    {"extension-at-the-top",  {"x.d/1.xml x.xml"}, "0:x.xml 0:x.d/1.xml", NULL},
    {"below-an-extension",    {A " " A_D "sub/1.xml"}, "0:" A " 0:" A_D "sub/1.xml", NULL},
    {"only-the-direct-parent", {"os/e.d/f/1.xml"}, "0:os/e.d/f/1.xml", NULL},
    {"folder-called-d",       {"os/.d/1.xml"}, "0:os/.d/1.xml", NULL},
};
/* clang-format on */

/* Threads that meet their first bad file at once wait for each other, which leaves this error behind;
 * here each first one does. */
locale_t
newlocale(int mask, const char *name, locale_t base)
{
    locale_t (*real)(int, const char *, locale_t) = NULL;
    locale_t locale = (locale_t)0;

    *(void **)&real = dlsym(RTLD_NEXT, "newlocale");
    locale = real(mask, name, base);
    errno = EAGAIN;
    return locale;
}

/* A file that went away is so for good, whatever happens while that is put into words. Comes first: later on
 * the words are there. */
static void
test_gone(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "gone.xml", NULL);
    const DbFile file = {.path = path, .root = AT_FDCWD, .below = path, .size = 1};
    g_autoptr(GError) error = NULL;
    gsize size = 0;

    g_assert_null(db_file_read(&file, &size, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    g_assert_true(g_str_has_suffix(error->message, "/gone.xml: No such file or directory"));
}

static void
make_location(const char *folder, const char *files)
{
    g_auto(GStrv) names = g_strsplit(files, " ", -1);

    for (guint i = 0; names[i] != NULL; i++) {
        gsize length = strlen(names[i]);
        char mark = length > 0 ? names[i][length - 1] : '\0';

        if (length == 0)
            continue;
        if (strchr("=>/", mark) != NULL)
            names[i][length - 1] = '\0';
        if (mark == '>') {
            sandbox_link(folder, names[i], "/dev/null");
        } else if (mark == '/') {
            g_autofree char *path = g_build_filename(folder, names[i], NULL);

            g_assert_cmpint(g_mkdir_with_parents(path, 0755), ==, 0);
        } else {
            sandbox_write(folder, names[i], mark == '=' ? "" : "x");
        }
    }
}

/* "0:os/e.org/a-1.xml" for each file that is to be read. */
static char *
describe_files(const DbFiles *files, char *const *folders)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < files->files->len; i++) {
        const DbFile *file = g_ptr_array_index(files->files, i);

        for (guint j = 0; j < N_LOCATIONS; j++) {
            if (folders[j] != NULL && g_str_has_prefix(file->path, folders[j]))
                g_string_append_printf(text, "%s%u:%s", text->len > 0 ? " " : "", j,
                                       file->path + strlen(folders[j]) + 1);
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_notes(const DbFiles *files, const char *expected)
{
    g_auto(GStrv) notes = g_strsplit(expected != NULL ? expected : "", " ", -1);

    g_assert_cmpuint(files->problems->len, ==, g_strv_length(notes));
    for (guint i = 0; i < files->problems->len; i++) {
        const StoreProblemF *problem = &g_array_index(files->problems, StoreProblemF, i);
        g_autofree char *ending = g_strdup_printf("/%s with missing '.xml' extension", notes[i]);
        const char *text = g_ptr_array_index(files->texts, problem->text);

        g_assert_cmpint(problem->level, ==, STORE_PROBLEM_NOTE);
        g_assert_true(g_str_has_prefix(text, "Ignoring /"));
        g_assert_true(g_str_has_suffix(text, ending));
    }
}

static void
test_case(gconstpointer data)
{
    const Case *row = data;
    g_autoptr(LoadPlan) plan = load_plan_new();
    PlanStep *step = load_plan_add_step(plan);
    g_autoptr(DbFiles) files = db_files_new();
    char *folders[N_LOCATIONS] = {NULL};
    g_autofree char *text = NULL;

    for (guint i = 0; i < N_LOCATIONS; i++) {
        if (row->locations[i] == NULL)
            continue;
        folders[i] = sandbox_new_folder();
        make_location(folders[i], row->locations[i]);
        plan_step_add_location(step, folders[i], PLAN_DIRECTORY);
    }
    db_files_scan(files, step);
    text = describe_files(files, folders);
    g_assert_cmpstr(text, ==, row->read);
    assert_notes(files, row->notes);
    for (guint i = 0; i < N_LOCATIONS; i++)
        g_free(folders[i]);
}

static void
test_fields(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();

    make_location(folder, A " " A_D "60-x.xml");
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    db_files_scan(files, g_ptr_array_index(plan->steps, 1));
    g_assert_cmpuint(files->files->len, ==, 4);
    for (guint i = 0; i < 4; i++) {
        const DbFile *file = g_ptr_array_index(files->files, i);

        g_assert_cmpuint(file->step, ==, i / 2);
        g_assert_cmpint(file->is_extension, ==, i % 2);
        g_assert_cmpstr(file->name, ==, i % 2 == 0 ? "a-1.xml" : "60-x.xml");
        g_assert_cmpstr(file->key, ==, "os/e.org/a-1");
        g_assert_cmpint(file->size, ==, 1);
        g_assert_true(g_path_is_absolute(file->path));
    }
}

/* Devices whose entry in pci.ids does not count: those that have a master in any location. */
static void
test_masters(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *other = sandbox_new_folder();
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();
    PlanStep *step = load_plan_add_step(plan);

    make_location(folder, "device/x/a.xml device/x/b.xml= device/x/c.d/1.xml");
    make_location(other, "device/x/d.xml> device/x/a.xml");
    plan_step_add_location(step, folder, PLAN_DIRECTORY);
    plan_step_add_location(step, other, PLAN_DIRECTORY);
    db_files_scan(files, step);
    g_ptr_array_add(files->masters, NULL);

    g_autofree char *joined = g_strjoinv(" ", (char **)files->masters->pdata);

    g_assert_cmpstr(joined, ==, "device/x/a device/x/b device/x/a device/x/d");
}

/* NAME>TARGET, separated by blanks; @ is the folder itself, ^ the one above it. */
static const struct {
    const char *name;
    const char *links;
    const char *read; /* beside os/e.org/a-1.xml */
    guint n_back;     /* links that lead back */
} link_rows[] = {
    {"three-to-itself", "os/a>. os/b>. os/c>.", "", 3},
    {"to-the-folder-around", "os/a>.. os/e.org/b>..", "", 2},
    {"by-an-absolute-path", "os/a>@ os/e.org/b>@/os", "", 2},
    {"above", "os/a>^ os/e.org/b>^", "", 2},
    {"root", "os/a>/ os/e.org/b>/ c>/", "", 3},
    {"chain", "os/a>b os/b>c os/c>/", "", 3},
    {"to-a-folder-beside", "os/f.org>e.org", " 0:os/f.org/a-1.xml", 0},
    {"to-each-other", "os/e.org/f>../f.org os/f.org/e>../e.org", " 0:os/f.org/e/a-1.xml", 2},
};

/* Each file once for each way to it that does not go in a circle. */
static void
test_links_back(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *above = g_path_get_dirname(folder);
    g_autofree char *expected = g_strconcat("0:" A, link_rows[row].read, NULL);
    g_auto(GStrv) links = g_strsplit(link_rows[row].links, " ", -1);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();
    g_autofree char *text = NULL;

    make_location(folder, A);
    for (guint i = 0; links[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(links[i], ">", 2);
        const char *base = *parts[1] == '@' ? folder : *parts[1] == '^' ? above : "";
        g_autofree char *target = g_strconcat(base, parts[1] + (*base != '\0'), NULL);

        sandbox_link(folder, parts[0], target);
    }
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    text = describe_files(files, (char *const[N_LOCATIONS]){folder});
    g_assert_cmpstr(text, ==, expected);
    g_assert_cmpuint(files->problems->len, ==, link_rows[row].n_back);
    for (guint i = 0; i < files->problems->len; i++) {
        const StoreProblemF *problem = &g_array_index(files->problems, StoreProblemF, i);

        g_assert_cmpint(problem->level, ==, STORE_PROBLEM_NOTE);
        g_assert_nonnull(strstr(g_ptr_array_index(files->texts, problem->text), "leads back"));
    }
}

static void
assert_one_error(const DbFiles *files, const char *path, const char *text)
{
    const StoreProblemF *problem = &g_array_index(files->problems, StoreProblemF, 0);
    g_autofree char *expected = g_strdup_printf("Can't read path %s: %s", path, text);

    g_assert_cmpuint(files->problems->len, ==, 1);
    g_assert_cmpint(problem->level, ==, STORE_PROBLEM_ERROR);
    g_assert_cmpstr(g_ptr_array_index(files->texts, problem->text), ==, expected);
}

/* A small folder becomes a large one by many links to it: that is left out, the rest is there. */
static void
test_link_to_much(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *much = sandbox_new_folder();
    g_autofree char *link = g_build_filename(folder, "os/b", NULL);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();
    g_autofree char *text = NULL;

    for (guint i = 0; i < 150; i++) {
        g_autofree char *file = g_strdup_printf("files/%u.xml", i);
        g_autofree char *other = g_strdup_printf("links/%u", i);

        sandbox_write(much, file, "x");
        sandbox_link(much, other, "../files");
    }
    make_location(folder, "os/a.xml os/c.xml");
    sandbox_link(folder, "os/b", much);
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    text = describe_files(files, (char *const[N_LOCATIONS]){folder});
    g_assert_cmpstr(text, ==, "0:os/a.xml 0:os/c.xml");
    assert_one_error(files, link, "the link leads to more than 10000 files and folders");
    g_assert_cmpuint(files->sources->len, >, 10000);
}

/* The same with links to links, each of which is within bounds. */
static void
test_links_to_much(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *much = sandbox_new_folder();
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();

    for (guint i = 0; i < 95; i++) {
        g_autofree char *file = g_strdup_printf("files/%u.xml", i);
        g_autofree char *other = g_strdup_printf("links/%u", i);
        g_autofree char *link = g_strdup_printf("os/%u", i);

        sandbox_write(much, file, "x");
        sandbox_link(much, other, "../files");
        sandbox_link(folder, link, much);
    }
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    g_assert_cmpuint(files->sources->len, <=, 100001);
    assert_one_error(files, folder, "more than 100000 files and folders");
}

static void
test_depth(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *deepest =
        g_build_filename(folder, "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16", NULL);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();
    g_autofree char *text = NULL;

    make_location(folder, A " 1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x.xml");
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    text = describe_files(files, (char *const[N_LOCATIONS]){folder});
    g_assert_cmpstr(text, ==, "0:" A);
    assert_one_error(files, deepest, "folders are nested too deeply");
}

/* Links that lead nowhere are errors where they stand for files. */
static void
test_dangling_links(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *bad = g_build_filename(folder, "os/itself.xml", NULL);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();

    sandbox_link(folder, "os/itself", "itself");
    sandbox_link(folder, "os/itself.xml", "itself.xml");
    sandbox_link(folder, "os/gone", "nowhere");
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    assert_one_error(files, bad, "Too many levels of symbolic links");
}

/* What is not there is noted as a source, so that it is seen when it comes. */
static void
test_absent(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "nowhere", NULL);
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(DbFiles) files = db_files_new();

    plan_step_add_location(load_plan_add_step(plan), path, PLAN_DIRECTORY);
    db_files_scan(files, g_ptr_array_index(plan->steps, 0));
    g_assert_cmpuint(files->files->len, ==, 0);
    g_assert_cmpuint(files->problems->len, ==, 0);
    g_assert_cmpuint(files->sources->len, ==, 1);
    g_assert_cmpuint(g_array_index(files->sources, StoreSourceF, 0).type, ==, STORE_SOURCE_ABSENT);
}

/* Equal plans are equal texts; different ones never are, whatever characters their paths hold. */
static void
test_plan_text(void)
{
    static const char *const paths[][2] = {
        {"/a", "/b"},  {"/a\ndirectory /b", NULL},  {"/a", NULL},   {"/b", "/a"},
        {"/a ", "/b"}, {"/a\\ndirectory /b", NULL}, {"/a\\", "/b"}, {"/a/../a", "/b"},
    };
    g_autoptr(GHashTable) texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(LoadPlan) plan = load_plan_new();
        PlanStep *step = load_plan_add_step(plan);

        for (guint j = 0; j < 2 && paths[i][j] != NULL; j++)
            plan_step_add_location(step, paths[i][j], PLAN_DIRECTORY);
        g_hash_table_add(texts, load_plan_to_string(plan));
    }
    g_assert_cmpuint(g_hash_table_size(texts), ==, G_N_ELEMENTS(paths) - 1);

    g_autoptr(LoadPlan) steps = load_plan_new();
    g_autoptr(LoadPlan) file = load_plan_new();

    plan_step_add_location(load_plan_add_step(steps), "/a", PLAN_DIRECTORY);
    plan_step_add_location(load_plan_add_step(steps), "/b", PLAN_DIRECTORY);
    plan_step_add_location(load_plan_add_step(file), "/a", PLAN_FILE);
    g_assert_true(g_hash_table_add(texts, load_plan_to_string(steps)));
    g_assert_true(g_hash_table_add(texts, load_plan_to_string(file)));
    file->pci_ids = g_strdup("/x");
    g_assert_true(g_hash_table_add(texts, load_plan_to_string(file)));
    file->usb_ids = g_steal_pointer(&file->pci_ids);
    g_assert_true(g_hash_table_add(texts, load_plan_to_string(file)));
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/db-files/gone", test_gone);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/db-files/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/db-files/fields", test_fields);
    g_test_add_func("/db-files/masters", test_masters);
    for (guint i = 0; i < G_N_ELEMENTS(link_rows); i++) {
        g_autofree char *path = g_strconcat("/db-files/links/", link_rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_links_back);
    }
    g_test_add_func("/db-files/links/dangling", test_dangling_links);
    g_test_add_func("/db-files/links/to-much", test_link_to_much);
    g_test_add_func("/db-files/links/many-to-much", test_links_to_much);
    g_test_add_func("/db-files/depth", test_depth);
    g_test_add_func("/db-files/absent", test_absent);
    g_test_add_func("/db-files/plan-text", test_plan_text);
    return sandbox_run();
}
