/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One bad file or folder in a database: it is a problem that is listed and named by a warning, and
 * the rest is loaded. Only when nothing is left does the call fail.
 */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "model-helpers.h"
#include "sandbox.h"

#define GOOD_ID "http://e.org/good"
#define GOOD "os/e.org/good.xml"
#define BAD "os/e.org/bad.xml"

typedef void (*ProcessFunc)(OsinfoLoader *loader, GError **error);

static void
make_link(const char *folder, const char *target)
{
    sandbox_link(folder, BAD, target);
}

static void
make_file(const char *folder, const char *text)
{
    sandbox_write(folder, BAD, text);
}

/* Nothing but zeros. */
static void
make_large_file(const char *folder, const char *unused G_GNUC_UNUSED)
{
    g_autofree char *path = g_build_filename(folder, BAD, NULL);

    sandbox_write(folder, BAD, "x");
    g_assert_cmpint(truncate(path, 20 * 1024 * 1024), ==, 0);
}

/* As much of something as a file may hold, or a little less, in one system; % is a number. */
static void
make_many(const char *folder, const char *detail)
{
    g_auto(GStrv) parts = g_strsplit(detail, "%", -1);
    g_autoptr(GString) text = g_string_new("<libosinfo><os id='http://e.org/bad'>");

    while (text->len < 1000 * 1000) {
        g_autofree char *number = g_strdup_printf("%x", (guint)text->len);
        g_autofree char *more = g_strjoinv(number, parts);

        g_string_append(text, more);
    }
    g_string_append(text, "</os></libosinfo>");
    sandbox_write(folder, BAD, text->str);
}

/* So many bytes of attributes in a tag, which begins and ends as @detail says around a tabulator. */
static GString *
build_long(const char *detail, const char *value, gsize size)
{
    g_auto(GStrv) ends = g_strsplit(detail, "\t", 2);
    GString *text = g_string_new("<libosinfo>");

    g_string_append(text, ends[0]);
    while (text->len < size)
        g_string_append_printf(text, " a%x='%s'", (guint)text->len, value);
    g_string_append_printf(text, "%s</libosinfo>", ends[1]);
    return text;
}

static void
make_long(const char *folder, const char *detail)
{
    g_autoptr(GString) text = build_long(detail, "", 1000 * 1000);

    sandbox_write(folder, BAD, text->str);
}

/* Each value looks like the end of the tag. */
static void
make_long_with_signs(const char *folder, const char *detail)
{
    g_autoptr(GString) text = build_long(detail, ">", 1000 * 1000);

    sandbox_write(folder, BAD, text->str);
}

/* In UTF-16. */
static void
make_long_and_wide(const char *folder, const char *detail)
{
    g_autofree char *path = g_build_filename(folder, BAD, NULL);
    g_autoptr(GString) text = build_long(detail, ">", 500 * 1000);
    gsize size = 0;
    g_autofree char *wide = g_convert(text->str, -1, "UTF-16", "UTF-8", NULL, &size, NULL);

    sandbox_write(folder, BAD, "x");
    g_assert_true(g_file_set_contents(path, wide, (gssize)size, NULL));
}

/* Many of what @detail says, with a number for %, between what stands before and behind tabulators. */
static void
make_some(const char *folder, const char *detail)
{
    g_auto(GStrv) pieces = g_strsplit(detail, "\t", 3);
    g_auto(GStrv) parts = g_strsplit(pieces[1], "%", -1);
    g_autoptr(GString) text = g_string_new(pieces[0]);

    for (guint i = 0; i < 100; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);
        g_autofree char *more = g_strjoinv(number, parts);

        g_string_append(text, more);
    }
    g_string_append(text, pieces[2]);
    sandbox_write(folder, BAD, text->str);
}

static const struct {
    const char *name;
    void (*make)(const char *folder, const char *detail);
    const char *detail;
    const char *problem; /* part of it, beside the name of the file */
} kinds[] = {
    {"dangling-link", make_link, "nowhere", "No such file or directory"},
    {"link-to-itself", make_link, "bad.xml", "Too many levels of symbolic links"},
    {"link-through-a-file", make_link, "/dev/null/x", "Not a directory"},
    {"cut-in-an-element", make_file, "<libosinfo><os id='http://e.org/bad'", ":1: "},
    {"cut-between-elements", make_file, "<libosinfo>\n<os id='http://e.org/bad'>\n", "bad.xml:"},
    {"wrong-root", make_file, "<html/>", "Incorrect root element"},
    {"no-id", make_file, "<libosinfo><os/></libosinfo>", "Missing os id property"},
    {"text", make_file, "not XML\n", ":1: "},
    {"blanks", make_file, " \n", "bad.xml:"},
    {"not-utf-8", make_file, "<libosinfo><os id='\xff'/></libosinfo>", ":1: "},
    {"entities", make_file,
     "<!DOCTYPE l [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>"
     "<libosinfo><os id='http://e.org/bad'><name>&c;</name></os></libosinfo>",
     ":1: "},
    {"too-large", make_large_file, NULL, "larger than"},
    {"translations", make_many, "<name xml:lang='x%'>n</name>", "too many values and parts"},
    {"equal-translations", make_many, "<name xml:lang='de'>n%</name>", "too many values and parts"},
    {"media", make_many, "<media x='%'/>", "too many values and parts"},
    {"variants", make_many, "<variant id='%'/>", "too many values and parts"},
    {"names", make_many, "<x-%>n</x-%>", "too many values and parts"},
    {"relations", make_many, "<upgrades id='%'/>", "too many values and parts"},
    {"resources", make_many, "<resources arch='%'><minimum><ram>1</ram></minimum></resources>",
     "too many values and parts"},
    {"attributes", make_long, "<os id='http://e.org/bad'\t/>", "tag or comment is too long"},
    {"attributes-behind-a-sign", make_long, "<os id='http://e.org/bad' x='>'\t/>", ""},
    {"attributes-behind-a-comment", make_long, "<!-- <x y=' --><os id='http://e.org/bad'\t/>", ""},
    {"attributes-with-signs", make_long_with_signs, "<os id='http://e.org/bad'\t/>", ""},
    {"attributes-with-signs-wide", make_long_and_wide, "<os id='http://e.org/bad'\t/>", ""},
    {"declared-attributes", make_some,
     "<!DOCTYPE l [\t<!ATTLIST os a% CDATA 'x'>\t]><libosinfo><os "
     "id='http://e.org/bad'/></libosinfo>",
     "too many attributes are declared"},
    {"declared-attributes-at-once", make_some,
     "<!DOCTYPE l [<!ATTLIST os \ta% (x|y) 'x' \t>]><libosinfo><os "
     "id='http://e.org/bad'/></libosinfo>",
     "too many attributes are declared"},
    {"namespaces", make_some,
     "<libosinfo><os id='http://e.org/bad'><x \txmlns:n%='u' \t/></os></libosinfo>",
     "too many namespaces in one element"},
    {"comment", make_long, "<!--\t-->", "tag or comment is too long"},
    {"long-id", make_long, "<os id=\"http://e.org/bad\t\"/>", "tag or comment is too long"},
};

static const struct {
    const char *name;
    const char *variable;
    ProcessFunc process; /* that folder alone */
} places[] = {
    {"system", "OSINFO_SYSTEM_DIR", osinfo_loader_process_system_path},
    {"local", "OSINFO_LOCAL_DIR", osinfo_loader_process_local_path},
    {"user", "OSINFO_USER_DIR", osinfo_loader_process_user_path},
};

static void
write_good(const char *folder)
{
    sandbox_write_xml(folder, GOOD, "<os id='" GOOD_ID "'/>");
}

static void
set_places(const char *system, const char *place, const char *folder)
{
    g_setenv("OSINFO_SYSTEM_DIR", system, TRUE);
    g_setenv("OSINFO_LOCAL_DIR", "/nonexistent", TRUE);
    g_setenv("OSINFO_USER_DIR", "/nonexistent", TRUE);
    g_setenv(place, folder, TRUE);
}

static void
assert_problem(OsinfoLoader *loader, const char *folder, const char *problem)
{
    g_auto(GStrv) problems = osinfo_loader_get_problems(loader);

    g_assert_cmpuint(g_strv_length(problems), ==, 1);
    g_assert_nonnull(strstr(problems[0], folder));
    g_assert_nonnull(strstr(problems[0], problem));
}

/* With something else in the step there is no error; twice, since the second answer is a kept one. */
static void
assert_warns(ProcessFunc process, const char *folder, const char *problem)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *pattern = g_strconcat("*", folder, "*", problem, "*", NULL);

        g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, pattern);
        process(loader, &error);
        g_test_assert_expected_messages();
        g_assert_no_error(error);
        assert_ids(osinfo_db_get_os_list(osinfo_loader_get_db(loader)), GOOD_ID);
        assert_problem(loader, folder, problem);
    }
}

/* With nothing else the call fails, and the log need not say it again. */
static void
assert_fails(ProcessFunc process, const char *folder, const char *problem)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;

        process(loader, &error);
        g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
        g_assert_nonnull(strstr(error->message, folder));
        g_assert_nonnull(strstr(error->message, problem));
        assert_ids(osinfo_db_get_os_list(osinfo_loader_get_db(loader)), "");
        assert_problem(loader, folder, problem);
    }
}

static void
test_file(gconstpointer data)
{
    guint kind = GPOINTER_TO_UINT(data);

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *good = sandbox_new_folder();
        g_autofree char *bad = sandbox_new_folder();
        gboolean is_system = g_str_equal(places[i].variable, "OSINFO_SYSTEM_DIR");

        write_good(good);
        kinds[kind].make(bad, kinds[kind].detail);
        set_places(good, places[i].variable, bad);
        if (!is_system)
            assert_warns(osinfo_loader_process_default_path, bad, kinds[kind].problem);
        assert_fails(places[i].process, bad, kinds[kind].problem);
        set_places("/nonexistent", places[i].variable, bad);
        assert_fails(osinfo_loader_process_default_path, bad, kinds[kind].problem);
        /* in one folder */
        write_good(bad);
        assert_warns(places[i].process, bad, kinds[kind].problem);
        assert_warns(osinfo_loader_process_default_path, bad, kinds[kind].problem);
    }
}

/* A place that can be no database does not take away the others. */
static void
test_odd_place(void)
{
    g_autofree char *good = sandbox_new_folder();

    write_good(good);
    for (guint i = 1; i < G_N_ELEMENTS(places); i++) {
        set_places(good, places[i].variable, "/dev/null");
        assert_warns(osinfo_loader_process_default_path, "/dev/null",
                     "neither a folder nor a file");
        set_places("/nonexistent", places[i].variable, "/dev/null");
        assert_fails(osinfo_loader_process_default_path, "/dev/null",
                     "neither a folder nor a file");
    }
}

/* Each file alone has room in a store, not all of them: the last one is left out. */
static void
test_too_many_names(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_auto(GStrv) problems = NULL;
    g_autoptr(OsinfoOsList) oses = NULL;
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < 3; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *name = g_strdup_printf("os/e.org/n-%u.xml", i);

        for (guint j = 0; j < 30000; j++) {
            if (j % 4000 == 0)
                g_string_append_printf(text, "%s<os id='http://e.org/n/%u'>", j > 0 ? "</os>" : "",
                                       i);
            g_string_append_printf(text, "<x-%x>n</x-%x>", i * 30000 + j, i * 30000 + j);
        }
        g_string_append(text, "</os>");
        sandbox_write_xml(folder, name, text->str);
    }
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*n-2.xml: too many different names*");
    osinfo_loader_process_path(loader, folder, &error);
    g_test_assert_expected_messages();
    g_assert_no_error(error);
    problems = osinfo_loader_get_problems(loader);
    g_assert_cmpuint(g_strv_length(problems), ==, 1);
    oses = osinfo_db_get_os_list(osinfo_loader_get_db(loader));
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(oses)), ==, 2);
}

/* What an earlier call loaded stays, and a later one is none the worse. */
static void
test_calls(void)
{
    g_autofree char *good = sandbox_new_folder();
    g_autofree char *bad = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    write_good(good);
    make_file(bad, "<html/>");
    osinfo_loader_process_path(loader, bad, &error);
    g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
    g_clear_error(&error);
    osinfo_loader_process_path(loader, good, &error);
    g_assert_no_error(error);
    osinfo_loader_process_path(loader, bad, NULL);
    assert_ids(osinfo_db_get_os_list(osinfo_loader_get_db(loader)), GOOD_ID);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *path = g_strconcat("/bad-files/", kinds[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_file);
    }
    g_test_add_func("/bad-files/odd-place", test_odd_place);
    g_test_add_func("/bad-files/too-many-names", test_too_many_names);
    g_test_add_func("/bad-files/calls", test_calls);
    return sandbox_run();
}
