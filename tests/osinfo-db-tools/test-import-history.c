/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An import that is under way ends in one of three ways, and calls in a wrong order are refused.
 * Each look at the history is that of a program that starts anew.
 */
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/temporary_folder.h"
#include "files/temporary.h"
#include "import/import_history.h"

#define ADDRESS "https://example.org/osinfo-db.tar.xz"

static char *target;

static ImportHistory *
open_history(void)
{
    g_autoptr(GError) error = NULL;
    ImportHistory *history = import_history_open(target, NULL, NULL);

    g_assert_true(import_history_lock(history, &error));
    g_assert_no_error(error);
    return history;
}

/* An archive of any bytes: a history only copies it. */
static PendingImport *
begin(ImportHistory *history, const char *content)
{
    g_autoptr(GError) error = NULL;
    g_auto(AutoFd) archive = temporary_file_open(&error);
    const ImportOrigin origin = {.uri = (char *)ADDRESS, .etag = (char *)content};
    PendingImport *pending = NULL;

    g_assert_no_error(error);
    g_assert_true(descriptor_write_all(archive, (const guint8 *)content, strlen(content)));
    pending = import_history_begin(history, archive, &origin, &error);
    g_assert_no_error(error);
    return pending;
}

static void
assert_content(int file, const char *expected)
{
    char content[64] = "";

    g_assert_cmpint(file, >=, 0);
    g_assert_cmpint(descriptor_read_start(file, content, sizeof content - 1), >=, 0);
    g_assert_cmpstr(content, ==, expected);
}

/* NULL: there is none. */
static void
assert_current(const char *expected)
{
    g_autoptr(ImportHistory) history = open_history();
    ImportOrigin origin = {NULL, NULL, NULL};
    g_auto(AutoFd) current = import_history_open_current(history, ADDRESS, &origin);

    if (expected == NULL)
        g_assert_cmpint(current, ==, -1);
    else
        assert_content(current, expected);
    g_assert_cmpstr(origin.etag, ==, expected);
    import_origin_clear(&origin);
}

static void
assert_previous(const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ImportHistory) history = open_history();
    g_auto(AutoFd) previous = import_history_open_previous(history, &error);

    if (expected == NULL)
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    else
        assert_content(previous, expected);
}

static void
import(const char *content)
{
    g_autoptr(ImportHistory) history = open_history();
    g_autoptr(PendingImport) pending = begin(history, content);

    g_assert_true(pending_import_expect_folder(pending, 1, 1, NULL));
    pending_import_finish(pending);
}

static void
test_finished(void)
{
    import("one");
    assert_current("one");
    assert_previous(NULL);
    import("two");
    assert_current("two");
    assert_previous("one");
    import("two");
    assert_previous("one");
}

static void
test_not_finished(void)
{
    g_autoptr(ImportHistory) history = NULL;
    PendingImport *pending = NULL;

    import("one");
    history = open_history();
    pending_import_free(begin(history, "two"));
    pending = begin(history, "three");
    g_assert_true(pending_import_expect_folder(pending, 1, 1, NULL));
    pending_import_free(pending);
    g_clear_pointer(&history, import_history_free);
    assert_current("one");
    assert_previous(NULL);
}

/* What was replaced before an end that nobody had planned is there. */
static void
test_files_not_finished(void)
{
    g_autoptr(ImportHistory) history = NULL;
    PendingImport *pending = NULL;

    import("one");
    history = open_history();
    pending = begin(history, "two");
    g_assert_true(pending_import_expect_files(pending, NULL));
    pending_import_free(pending);
    g_clear_pointer(&history, import_history_free);
    assert_previous("one");
    import("three");
    assert_previous("two");
}

static void
expect_refusal(void)
{
    g_test_expect_message(NULL, G_LOG_LEVEL_CRITICAL, "*assertion*failed*");
}

static void
test_wrong_order(void)
{
    g_autoptr(ImportHistory) unlocked = import_history_open(target, NULL, NULL);
    g_autoptr(ImportHistory) history = NULL;
    g_autoptr(PendingImport) pending = NULL;

    expect_refusal();
    g_assert_null(begin(unlocked, "one"));
    history = open_history();
    pending = begin(history, "one");
    expect_refusal();
    g_assert_null(begin(history, "two"));
    expect_refusal();
    pending_import_finish(pending);
    g_assert_true(pending_import_expect_files(pending, NULL));
    expect_refusal();
    g_assert_false(pending_import_expect_folder(pending, 1, 1, NULL));
    pending_import_finish(pending);
    expect_refusal();
    pending_import_finish(pending);
    g_test_assert_expected_messages();
}

static void
run(gconstpointer data)
{
    void (*test)(void) = NULL;
    g_autoptr(GError) error = NULL;
    char *folder = temporary_folder_new("osinfo-history-XXXXXX", &error);

    g_assert_no_error(error);
    memcpy(&test, data, sizeof test);
    target = g_build_filename(folder, "target", NULL);
    g_setenv("OSINFO_DB_STATE_DIR", folder, TRUE);
    test();
    g_clear_pointer(&target, g_free);
    temporary_folder_remove(folder);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(void);
    } cases[] = {
        {"/import-history/finished", test_finished},
        {"/import-history/not-finished", test_not_finished},
        {"/import-history/files-not-finished", test_files_not_finished},
        {"/import-history/wrong-order", test_wrong_order},
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_test_add_data_func(cases[i].name, &cases[i].test, run);
    return g_test_run();
}
