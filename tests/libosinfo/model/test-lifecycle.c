/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an eol-date and a <lifecycle> come to: the day on which each phase ends, the phases as
 * objects, and what updates there are on a day.
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
    const char *phases;                         /* as describe_phases() has them */
    const char *support;                        /* on the days below, a letter each */
} rows[] = {
    {"nothing", "", NULL, NULL, NULL, "", "-????"},
    {"eol-date", EOL, NULL, "2024-06-30", NULL, "2:2024-06-30", "-2200"},
    {"no-date", "<eol-date>soon</eol-date>", NULL, "soon", NULL, "2:soon", "-????"},
    {"empty", EOL LIFECYCLE(""), NULL, "2024-06-30", NULL, "2:2024-06-30", "-2200"},
    {"one-phase", EOL LIFECYCLE(SOURCE), "2024-06-30", "2024-06-30", "none", "1:2024-06-30 2:2024-06-30", "-1100"},
    {"standard", EOL LIFECYCLE(SOURCE STANDARD), "2022-06-30", "2024-06-30", "none", "1:2022-06-30 2:2024-06-30", "-1200"},
    {"extended", EOL LIFECYCLE(SOURCE PAID), "2024-06-30", "2024-06-30", "2026-06-30", "1:2024-06-30 2:2024-06-30 3:2026-06-30:Long:paid", "-1130"},
    {"two-extended", EOL LIFECYCLE(STANDARD LAST PAID), "2022-06-30", "2024-06-30", "2028-06-30",
     "1:2022-06-30 2:2024-06-30 3:2028-06-30:Longer 3:2026-06-30:Long:paid", "-1233"},
    {"open", LIFECYCLE(PHASE("security", "none")), "none", "none", "none", "1:- 2:-", "-1111"},
    {"open-security", LIFECYCLE(SOURCE STANDARD PHASE("security", "none")), "2022-06-30", "none", "none", "1:2022-06-30 2:-", "-1222"},
    {"open-extended", EOL LIFECYCLE(PHASE("extended", "none")), "2024-06-30", "2024-06-30", "none", "1:2024-06-30 2:2024-06-30 3:-", "-1133"},
    {"unknown-security", LIFECYCLE(SOURCE STANDARD), "2022-06-30", NULL, "none", "1:2022-06-30", "-1???"},
    {"eol-date-first", EOL LIFECYCLE(PHASE("security", "none")), "2024-06-30", "2024-06-30", "none", "1:2024-06-30 2:2024-06-30", "-1100"},
    {"other-kind", EOL LIFECYCLE(PHASE("x", "none") "<phase kind='standard'/>"), "2024-06-30", "2024-06-30", "none", "1:2024-06-30 2:2024-06-30", "-1100"},
    {"own-words", EOL LIFECYCLE(SOURCE) "<standard-end>x</standard-end>", "2024-06-30", "2024-06-30", "none", "1:2024-06-30 2:2024-06-30", "-1100"},
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

/* KIND:END, and :NAME:paid where there is that. */
static char *
describe_phases(OsinfoProduct *product)
{
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(product);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < g_list_model_get_n_items(phases); i++) {
        g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, i);
        const char *end = osinfo_lifecycle_phase_get_end_date_string(phase);
        const char *name = osinfo_lifecycle_phase_get_name(phase);

        g_string_append_printf(text, "%s%d:%s", i > 0 ? " " : "",
                               (int)osinfo_lifecycle_phase_get_kind(phase) + 1,
                               end != NULL ? end : "-");
        if (name != NULL)
            g_string_append_printf(text, ":%s", name);
        if (osinfo_lifecycle_phase_is_paid(phase))
            g_string_append(text, ":paid");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_phases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoDb) db = load(i);
        OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/heron/1");
        g_autofree char *text = describe_phases(OSINFO_PRODUCT(os));

        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(text, ==, rows[i].phases);
    }
}

static void
test_support(void)
{
    static const char letters[] = {
        [OSINFO_SUPPORT_UNKNOWN] = '?',  [OSINFO_SUPPORT_NOT_YET] = '-',
        [OSINFO_SUPPORT_STANDARD] = '1', [OSINFO_SUPPORT_SECURITY] = '2',
        [OSINFO_SUPPORT_EXTENDED] = '3', [OSINFO_SUPPORT_ENDED] = '0',
    };
    static const struct {
        GDateYear year;
        GDateMonth month;
        GDateDay day;
    } days[] = {{2019, 12, 31}, {2020, 1, 1}, {2024, 6, 30}, {2026, 6, 30}, {2026, 7, 1}};

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(OsinfoDb) db = load(i);
        OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/heron/1");

        for (guint j = 0; j < G_N_ELEMENTS(days); j++) {
            g_autoptr(GDate) date = g_date_new_dmy(days[j].day, days[j].month, days[j].year);
            char letter = letters[osinfo_product_get_support_on(OSINFO_PRODUCT(os), date)];

            g_test_message("%s, day %u", rows[i].name, j);
            g_assert_cmpint(letter, ==, rows[i].support[j]);
            g_assert_cmpint(osinfo_product_is_supported_on(OSINFO_PRODUCT(os), date), ==,
                            letter == '1' || letter == '2');
        }
    }
}

/* What a program makes has what the program says. */
static void
test_own(void)
{
    g_autoptr(OsinfoOs) os = osinfo_os_new("os");
    g_autofree char *none = describe_phases(OSINFO_PRODUCT(os));
    g_autofree char *security = NULL;
    g_autofree char *open = NULL;

    g_assert_cmpstr(none, ==, "");
    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_PRODUCT_PROP_EOL_DATE, "2030-01-31");
    security = describe_phases(OSINFO_PRODUCT(os));
    g_assert_cmpstr(security, ==, "2:2030-01-31");
    osinfo_entity_set_param(OSINFO_ENTITY(os), OSINFO_OS_PROP_STANDARD_END, "none");
    open = describe_phases(OSINFO_PRODUCT(os));
    g_assert_cmpstr(open, ==, "1:- 2:2030-01-31");
}

static void
test_properties(void)
{
    g_autoptr(OsinfoDb) db = load(6);
    OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/heron/1");
    g_autoptr(GListModel) phases = osinfo_product_get_lifecycle(OSINFO_PRODUCT(os));
    g_autoptr(OsinfoLifecyclePhase) phase = g_list_model_get_item(phases, 2);
    g_autofree char *end = NULL;
    g_autofree char *name = NULL;
    OsinfoLifecyclePhaseKind kind = OSINFO_LIFECYCLE_PHASE_KIND_STANDARD;
    gboolean is_paid = FALSE;

    g_object_get(phase, "kind", &kind, "end-date-string", &end, "name", &name, "paid", &is_paid,
                 NULL);
    g_assert_cmpint(kind, ==, OSINFO_LIFECYCLE_PHASE_KIND_EXTENDED);
    g_assert_cmpstr(end, ==, "2026-06-30");
    g_assert_cmpstr(name, ==, "Long");
    g_assert_true(is_paid);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/lifecycle/ends", test_ends);
    g_test_add_func("/lifecycle/phases", test_phases);
    g_test_add_func("/lifecycle/support", test_support);
    g_test_add_func("/lifecycle/own", test_own);
    g_test_add_func("/lifecycle/properties", test_properties);
    return sandbox_run();
}
