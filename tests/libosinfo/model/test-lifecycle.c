/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an eol-date and a <lifecycle> come to: the day on which each phase ends.
 */
#include "config.h"

#include "sandbox.h"

#define EOL "<eol-date>2024-06-30</eol-date>"
#define LIFECYCLE(elements) "<lifecycle>" elements "</lifecycle>"
#define SOURCE "<source>https://example.org</source>"
#define PHASE(kind, end) "<phase kind='" kind "' end='" end "'/>"
#define STANDARD PHASE("standard", "2022-06-30")
#define PAID "<phase kind='extended' end='2026-06-30' paid='true' name='Long'/>"
#define LAST "<phase kind='extended' end='2028-06-30' name='Longer'/>"

/* clang-format off */
static const struct {
    const char *name;
    const char *elements;
    const char *standard, *security, *extended; /* ends; NULL: not known */
} rows[] = {
    {"nothing", "", NULL, NULL, NULL},
    {"eol-date", EOL, NULL, "2024-06-30", NULL},
    {"no-date", "<eol-date>soon</eol-date>", NULL, "soon", NULL},
    {"empty", EOL LIFECYCLE(""), NULL, "2024-06-30", NULL},
    {"one-phase", EOL LIFECYCLE(SOURCE), "2024-06-30", "2024-06-30", "none"},
    {"standard", EOL LIFECYCLE(SOURCE STANDARD), "2022-06-30", "2024-06-30", "none"},
    {"extended", EOL LIFECYCLE(SOURCE PAID), "2024-06-30", "2024-06-30", "2026-06-30"},
    {"two-extended", EOL LIFECYCLE(STANDARD LAST PAID), "2022-06-30", "2024-06-30", "2028-06-30"},
    {"open", LIFECYCLE(PHASE("security", "none")), "none", "none", "none"},
    {"open-security", LIFECYCLE(SOURCE STANDARD PHASE("security", "none")), "2022-06-30", "none", "none"},
    {"open-extended", EOL LIFECYCLE(PHASE("extended", "none")), "2024-06-30", "2024-06-30", "none"},
    {"unknown-security", LIFECYCLE(SOURCE STANDARD), "2022-06-30", NULL, "none"},
    {"eol-date-first", EOL LIFECYCLE(PHASE("security", "none")), "2024-06-30", "2024-06-30", "none"},
    {"other-kind", EOL LIFECYCLE(PHASE("x", "none") "<phase kind='standard'/>"), "2024-06-30", "2024-06-30", "none"},
    {"own-words", EOL LIFECYCLE(SOURCE) "<standard-end>x</standard-end>", "2024-06-30", "2024-06-30", "none"},
};
/* clang-format on */

static OsinfoDb *
load(guint row)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *elements = g_strconcat(
        "<os id='http://example.org/heron/1'><short-id>heron1</short-id><name>Heron</name>"
        "<release-date>2020-01-01</release-date>",
        rows[row].elements, "</os>", NULL);

    sandbox_write_xml(folder, "os/example.org/heron-1.xml", elements);
    return sandbox_load(folder, NULL);
}

static void
test_ends(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoDb) db = load(i);
        const char *id = "http://example.org/heron/1";

        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(sandbox_get_os_value(db, id, "standard-end"), ==, rows[i].standard);
        g_assert_cmpstr(sandbox_get_os_value(db, id, "security-end"), ==, rows[i].security);
        g_assert_cmpstr(sandbox_get_os_value(db, id, "extended-end"), ==, rows[i].extended);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/lifecycle/ends", test_ends);
    return sandbox_run();
}
