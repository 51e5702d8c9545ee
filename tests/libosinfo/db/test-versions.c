/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Releases of the database: which of several folders counts, what programs hear of it, how old it is. */
#include <string.h>

#include "sandbox.h"

#define ID "http://e.org/a/1"
#define FILE_OF_ID "os/e.org/a-1.xml"

enum { SYSTEM, LOCAL, USER, N_FOLDERS };

static const char *const variables[N_FOLDERS] = {"OSINFO_SYSTEM_DIR", "OSINFO_LOCAL_DIR",
                                                 "OSINFO_USER_DIR"};

/* clang-format off */
static const struct {
    const char *name;
    const char *versions[N_FOLDERS]; /* "": a folder without VERSION; NULL: no folder */
    const char *pinned;              /* folders with PINNED: s, l, u */
    const char *answer;              /* the folder that counts: s, l, u */
    const char *version;             /* of the database */
    guint n_problems;
    const char *problem;             /* is in the last one */
} rows[] = {
    {"none",             {"", "", ""},                              "",  "u", NULL,         0, NULL},
    {"system-only",      {"20260101", NULL, NULL},                  "",  "s", "20260101",   0, NULL},
    {"local-is-newer",   {"20260101", "20260201", NULL},            "",  "l", "20260201",   0, NULL},
    {"equal",            {"20260101", "20260101", NULL},            "",  "l", "20260101",   0, NULL},
    {"local-is-older",   {"20260101", "20220101", NULL},            "",  "s", "20260101",   1, "data of 20220101"},
    {"same-day",         {"20260101.2", "20260101.1", NULL},        "",  "s", "20260101.2", 1, "newer ones of 20260101.2"},
    {"tenth-of-a-day",   {"20260101.9", "20260101.10", NULL},       "",  "l", "20260101.10", 0, NULL},
    {"own-files",        {"20260101", "", NULL},                    "",  "l", "20260101",   0, NULL},
    {"blanks",           {"20260101", " 20250101\n", NULL},         "",  "s", "20260101",   1, "data of 20250101,"},
    {"pinned",           {"20260101", "20220101", NULL},            "l", "l", "20260101",   0, NULL},
    {"pinned-below",     {"20260101", "20220101", NULL},            "s", "s", "20260101",   1, NULL},
    {"user-is-oldest",   {"20260101", "20250101", "20240101"},      "",  "s", "20260101",   2, "20240101"},
    {"user-in-between",  {"20240101", "20260101", "20250101"},      "",  "l", "20260101",   1, "20250101"},
    {"user-is-newest",   {"20250101", "20240101", "20260101"},      "",  "u", "20260101",   1, "20240101"},
    {"above-own-files",  {"20260101", "", "20240101"},              "",  "l", "20260101",   1, "20240101"},
    {"no-line",          {"20260101", "2022\033[31m", NULL},        "",  "l", "20260101",   0, NULL},
    {"two-lines",        {"20260101", "2022\n0101", NULL},          "",  "l", "20260101",   0, NULL},
    {"words",            {"b", "a", NULL},                          "",  "s", "b",          1, NULL},
};
/* clang-format on */

#define FULL_ROW 11 /* user-is-oldest */

static void
make_folders(guint row)
{
    static const char letters[] = "slu";

    for (guint i = 0; i < N_FOLDERS; i++) {
        g_autofree char *folder = sandbox_new_folder();
        g_autofree char *elements =
            g_strdup_printf("<os id='" ID "'><name>%c</name></os>", letters[i]);

        if (rows[row].versions[i] != NULL)
            sandbox_write_xml(folder, FILE_OF_ID, elements);
        if (rows[row].versions[i] != NULL && *rows[row].versions[i] != '\0')
            sandbox_write(folder, "VERSION", rows[row].versions[i]);
        if (strchr(rows[row].pinned, letters[i]) != NULL)
            sandbox_write(folder, "PINNED", "");
        g_setenv(variables[i], folder, TRUE);
    }
}

static void
assert_answers(guint row)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) problems = NULL;
    OsinfoDb *db = osinfo_loader_get_db(loader);

    osinfo_loader_process_default_path(loader, &error);
    g_assert_no_error(error);
    problems = osinfo_loader_get_problems(loader);
    g_assert_cmpstr(sandbox_get_os_value(db, ID, "name"), ==, rows[row].answer);
    g_assert_cmpstr(osinfo_db_get_version(db), ==, rows[row].version);
    g_assert_cmpuint(g_strv_length(problems), ==, rows[row].n_problems);
    if (rows[row].problem != NULL)
        g_assert_nonnull(strstr(problems[rows[row].n_problems - 1], rows[row].problem));
}

static void
test_folders(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);

    make_folders(row);
    assert_answers(row);
}

/* What a store says is what the files say. */
static void
test_from_store(void)
{
    make_folders(FULL_ROW);
    sandbox_wait_until_settled();
    assert_answers(FULL_ROW);
    g_setenv("OSINFO_STORE", "strict", TRUE);
    assert_answers(FULL_ROW);
    g_unsetenv("OSINFO_STORE");
}

static void
assert_version(const char *version, const char *name)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();

    osinfo_loader_process_default_path(loader, NULL);
    g_assert_cmpstr(osinfo_db_get_version(osinfo_loader_get_db(loader)), ==, version);
    g_assert_cmpstr(sandbox_get_os_value(osinfo_loader_get_db(loader), ID, "name"), ==, name);
}

/* A store is not older than VERSION and PINNED. */
static void
test_freshness(void)
{
    const char *local = NULL;

    make_folders(4);
    local = g_getenv("OSINFO_LOCAL_DIR");
    sandbox_wait_until_settled();
    assert_version("20260101", "s");
    sandbox_write(local, "VERSION", "20270101");
    sandbox_wait_until_settled();
    assert_version("20270101", "l");
    sandbox_write(local, "VERSION", "20210101");
    sandbox_wait_until_settled();
    assert_version("20260101", "s");
    sandbox_write(local, "PINNED", "");
    sandbox_wait_until_settled();
    assert_version("20260101", "l");
    sandbox_remove(local, "PINNED");
    sandbox_wait_until_settled();
    assert_version("20260101", "s");
}

static const struct {
    const char *version;
    const char *date; /* NULL: none */
} dates[] = {
    {"20260228", "2026-02-28"},   {"20240229", "2024-02-29"}, {"20260228.3", "2026-02-28"},
    {"20260228-1", "2026-02-28"}, {"20260229", NULL},         {"20261301", NULL},
    {"20260100", NULL},           {"2026022", NULL},          {"202602281", NULL},
    {"00000101", NULL},           {"nightly", NULL},          {NULL, NULL},
};

static void
test_dates(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *folder = sandbox_new_folder();
        g_autoptr(GDate) date = NULL;
        char text[16] = "";

        sandbox_write_xml(folder, FILE_OF_ID, "<os id='" ID "'/>");
        if (dates[i].version != NULL)
            sandbox_write(folder, "VERSION", dates[i].version);

        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

        date = osinfo_db_get_release_date(db);
        if (date != NULL)
            g_date_strftime(text, sizeof text, "%Y-%m-%d", date);
        g_assert_cmpstr(date != NULL ? text : NULL, ==, dates[i].date);
        g_assert_cmpint(osinfo_db_get_age(db) >= 0, ==, dates[i].date != NULL);
    }
}

static void
test_age(void)
{
    g_autofree char *future = sandbox_new_folder();
    g_autofree char *past = sandbox_new_folder();

    sandbox_write_xml(future, FILE_OF_ID, "<os id='" ID "'/>");
    sandbox_write(future, "VERSION", "99990101");
    sandbox_write_xml(past, FILE_OF_ID, "<os id='" ID "'/>");
    sandbox_write(past, "VERSION", "20100101");

    g_autoptr(OsinfoDb) new_db = sandbox_load(future, NULL);
    g_autoptr(OsinfoDb) old_db = sandbox_load(past, NULL);
    g_autoptr(OsinfoDb) empty = osinfo_db_new();

    g_assert_cmpint(osinfo_db_get_age(new_db), ==, 0);
    g_assert_cmpint(osinfo_db_get_age(old_db), >, 6000);
    g_assert_cmpint(osinfo_db_get_age(empty), ==, -1);
    g_assert_null(osinfo_db_get_version(empty));
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/versions/folders/", rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_folders);
    }
    g_test_add_func("/versions/from-store", test_from_store);
    g_test_add_func("/versions/freshness", test_freshness);
    g_test_add_func("/versions/dates", test_dates);
    g_test_add_func("/versions/age", test_age);
    return sandbox_run();
}
