/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of a database in the user's language, through the loader; and how the library's own
 * messages find their language.
 */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/translate.h"
#include "sandbox.h"

#define ID "http://e.org/a"
#define FILE_NAME "os/e.org/a.xml"

#define XML "<name>Plain</name>"
#define IN(tag, text) "<name xml:lang='" tag "'>" text "</name>"

/* clang-format off */
static const struct {
    const char *name;
    const char *elements;  /* of the system */
    const char *languages; /* LANGUAGE */
    const char *expected;  /* name */
} name_rows[] = {
    /* which of several */
    {"no-language",           XML IN("de", "D"),                                "",              "Plain"},
    {"other-language",        XML IN("de", "D"),                                "fr",            "Plain"},
    {"same-language",         XML IN("de", "D"),                                "de",            "D"},
    {"first-of-list",         XML IN("de", "D") IN("fr", "F"),                  "fr:de",         "F"},
    {"first-of-list-again",   XML IN("fr", "F") IN("de", "D"),                  "fr:de",         "F"},
    {"second-of-list",        XML IN("de", "D"),                                "fr:de",         "D"},
    {"same-language-twice",   XML IN("de", "D") IN("de", "E"),                  "de",            "D"},
    {"C-in-list",             XML IN("de", "D"),                                "C:de",          "D"},
    {"C-only",                XML IN("de", "D"),                                "C",             "Plain"},
    /* where the untranslated one stands, or does not */
    {"plain-last",            IN("de", "D") XML,                                "de",            "D"},
    {"plain-last-unwanted",   IN("de", "D") XML,                                "fr",            "Plain"},
    {"plain-between",         IN("de", "D") XML IN("fr", "F"),                  "es",            "Plain"},
    {"no-plain",              IN("de", "D") IN("fr", "F"),                      "es",            "D"},
    {"no-plain-wanted",       IN("de", "D") IN("fr", "F"),                      "fr",            "F"},
    {"no-plain-C",            IN("de", "D") IN("fr", "F"),                      "",              "D"},
    /* territories, codesets, modifiers */
    {"territory-first",       XML IN("de", "D") IN("de_AT", "A"),               "de_AT",         "A"},
    {"territory-first-again", XML IN("de_AT", "A") IN("de", "D"),               "de_AT",         "A"},
    {"territory-to-language", XML IN("de", "D"),                                "de_AT",         "D"},
    {"not-to-territory",      XML IN("de_AT", "A"),                             "de",            "Plain"},
    {"other-territory",       XML IN("de_AT", "A"),                             "de_CH",         "Plain"},
    {"codeset",               XML IN("de", "D"),                                "de_DE.UTF-8",   "D"},
    {"codeset-in-territory",  XML IN("de_DE", "D"),                             "de_DE.UTF-8",   "D"},
    {"modifier",              XML IN("sr", "S") IN("sr@latin", "L"),            "sr_RS@latin",   "L"},
    {"modifier-unwanted",     XML IN("sr@latin", "L"),                          "sr_RS",         "Plain"},
    {"modifier-to-language",  XML IN("sr", "S"),                                "sr_RS@latin",   "S"},
    {"euro",                  XML IN("de", "D"),                                "de_DE@euro",    "D"},
    {"script-as-modifier",    XML IN("sr", "S") IN("sr-Latn", "L"),             "sr_RS@latin",   "L"},
    {"script-and-territory",  XML IN("sr-Latn-RS", "L"),                        "sr_RS@latin",   "L"},
    {"script-unwanted",       XML IN("sr-Latn", "L"),                           "sr_RS",         "Plain"},
    {"other-script",          XML IN("zh_Hans", "Z"),                           "zh_Hans",       "Z"},
    {"other-script-hyphen",   XML IN("zh-hans", "Z"),                           "zh_Hans",       "Z"},
    /* tags as XML writes them */
    {"hyphen",                XML IN("pt-BR", "B"),                             "pt_BR",         "B"},
    {"underscore",            XML IN("pt_BR", "B"),                             "pt_BR.UTF-8",   "B"},
    {"hyphen-unwanted",       XML IN("pt-BR", "B"),                             "pt",            "Plain"},
    {"letter-case",           XML IN("PT-br", "B"),                             "pt_BR",         "B"},
    {"language-in-capitals",  XML IN("DE", "D"),                                "de",            "D"},
    {"two-ways-to-write",     XML IN("pt-BR", "B") IN("pt_BR", "C"),            "pt_BR",         "B"},
    {"three-letters",         XML IN("gsw-CH", "G"),                            "gsw_CH",        "G"},
    {"unfinished-tag",        XML IN("de-", "D"),                               "de",            "Plain"},
    {"only-hyphens",          XML IN("--", "D"),                                "de",            "Plain"},
    /* what stands for no language */
    {"empty-tag",             IN("", "Plain") IN("de", "D"),                    "fr",            "Plain"},
    {"tag-C",                 IN("de", "D") IN("C", "Plain"),                   "fr",            "Plain"},
    {"tag-POSIX",             IN("de", "D") IN("POSIX", "Plain"),               "",              "Plain"},
    {"tag-C-is-no-wish",      XML IN("C", "English"),                           "fr",            "Plain"},
    /* empty elements */
    {"empty-translation",     XML "<name xml:lang='de'/>",                      "de",            "Plain"},
    {"empty-then-full",       XML "<name xml:lang='de'/>" IN("de", "D"),        "de",            "D"},
    {"empty-best",            XML "<name xml:lang='de_AT'/>" IN("de", "D"),     "de_AT",         "D"},
    {"empty-plain",           "<name/>" IN("de", "D"),                          "fr",            "D"},
    {"only-empty",            "<name xml:lang='de'/>",                          "de",            NULL},
    /* whose attribute it is */
    {"plain-attribute",       XML "<name lang='de'>D</name>",                   "de",            "D"},
    {"foreign-namespace",     XML "<name xmlns:x='urn:x' x:lang='de'>D</name>", "de",            "Plain"},
    {"foreign-and-right",     XML "<name xmlns:x='urn:x' x:lang='fr' xml:lang='de'>D</name>", "de", "D"},
    {"foreign-does-not-count", XML "<name xmlns:x='urn:x' x:lang='fr' xml:lang='de'>D</name>", "fr", "Plain"},
    {"right-before-plain",    XML "<name lang='fr' xml:lang='de'>D</name>",     "de",            "D"},
    {"plain-does-not-count",  XML "<name lang='fr' xml:lang='de'>D</name>",     "fr",            "Plain"},
    {"not-inherited",         "<x xml:lang='de'/>" XML,                         "de",            "Plain"},
    {"character-reference",   XML "<name xml:lang='d&#101;'>D</name>",          "de",            "D"},
    {"cdata",                 XML "<name xml:lang='de'><![CDATA[D]]></name>",   "de",            "D"},
};
/* clang-format on */

static OsinfoDb *
load_in(const char *folder, const char *languages)
{
    g_setenv("LANGUAGE", languages, TRUE);

    OsinfoDb *db = sandbox_load(folder, NULL);

    g_unsetenv("LANGUAGE");
    return db;
}

static void
write_os(const char *folder, const char *elements)
{
    g_autofree char *text = g_strdup_printf("<os id='" ID "'>%s</os>", elements);

    sandbox_write_xml(folder, FILE_NAME, text);
}

static void
test_name(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *folder = sandbox_new_folder();

    write_os(folder, name_rows[row].elements);

    g_autoptr(OsinfoDb) db = load_in(folder, name_rows[row].languages);

    g_assert_cmpstr(sandbox_get_os_value(db, ID, "name"), ==, name_rows[row].expected);
}

/* The same name by every way that leads to it. */
static void
test_ways(void)
{
    static const char *const keys[] = {"name", "vendor", "id", NULL};
    g_autofree char *folder = sandbox_new_folder();
    gsize n_values = 0;

    write_os(folder, XML IN("de", "D") "<vendor>V</vendor><vendor xml:lang='de'>W</vendor>"
                                       "<variant id='v'><name>Variant</name><name "
                                       "xml:lang='de'>Variante</name></variant>");

    g_autoptr(OsinfoDb) db = load_in(folder, "de");
    OsinfoOs *os = osinfo_db_get_os(db, ID);
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoOsVariantList) variants = osinfo_os_get_variant_list(os);
    g_autofree const char **values =
        osinfo_list_get_values(OSINFO_LIST(list), keys, NULL, 0, &n_values);
    g_autoptr(GList) names = osinfo_entity_get_param_value_list(OSINFO_ENTITY(os), "name");
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoList) found = NULL;
    g_autofree char *property = NULL;

    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "D");
    g_assert_cmpstr(osinfo_product_get_vendor(OSINFO_PRODUCT(os)), ==, "W");
    g_assert_cmpuint(n_values, ==, 3);
    g_assert_cmpstr(values[0], ==, "D");
    g_assert_cmpstr(values[1], ==, "W");
    g_assert_cmpstr(values[2], ==, ID);
    g_assert_cmpuint(g_list_length(names), ==, 1);
    g_assert_cmpstr(names->data, ==, "D");
    g_object_get(os, "name", &property, NULL);
    g_assert_cmpstr(property, ==, "D");
    g_assert_cmpstr(osinfo_os_variant_get_name(
                        OSINFO_OS_VARIANT(osinfo_list_get_nth(OSINFO_LIST(variants), 0))),
                    ==, "Variante");
    osinfo_filter_add_constraint(filter, "name", "D");
    found = osinfo_list_new_filtered(OSINFO_LIST(list), filter);
    g_assert_cmpint(osinfo_list_get_length(found), ==, 1);
}

/* Ids, and what is matched with media, do not know languages. */
static void
test_identifiers(void)
{
    static const char *const languages[] = {"", "de", "fr:de"};
    g_autofree char *folder = sandbox_new_folder();

    write_os(folder,
             "<short-id>a</short-id><short-id xml:lang='de'>b</short-id>"
             "<media arch='x86_64'><iso>"
             "<volume-id xml:lang='de'>one</volume-id><volume-id>two</volume-id></iso></media>");
    for (guint i = 0; i < G_N_ELEMENTS(languages); i++) {
        g_autoptr(OsinfoDb) db = load_in(folder, languages[i]);
        OsinfoOs *os = osinfo_db_get_os(db, ID);
        g_autoptr(GList) ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));
        g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);

        g_assert_cmpuint(g_list_length(ids), ==, 2);
        g_assert_cmpstr(ids->data, ==, "a");
        g_assert_cmpstr(ids->next->data, ==, "b");
        g_assert_cmpstr(
            osinfo_media_get_volume_id(OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 0))),
            ==, "two");
    }
}

/* One compiled form serves all languages, whoever made it. */
static void
test_shared_store(void)
{
    static const struct {
        const char *setting;
        const char *expected;
    } rows[] = {
        {"LANGUAGE=de", "os " ID " D\n"},
        {"LANGUAGE=fr", "os " ID " F\n"},
        {"LANGUAGE=", "os " ID " Plain\n"},
        {"LANGUAGE=es:fr", "os " ID " F\n"},
    };
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *first = NULL;

    write_os(folder, XML IN("de", "D") IN("fr", "F"));
    sandbox_wait_until_settled();
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        /* but for the first, who makes it, all answer from the store alone */
        g_autofree char *printed = sandbox_run_helper(
            (const char *const[]){rows[i].setting,
                                  i > 0 ? "OSINFO_STORE=strict" : "OSINFO_STORE=", NULL},
            (const char *const[]){folder, NULL});
        g_autofree char *store = sandbox_get_cached_store();

        g_assert_cmpstr(printed, ==, rows[i].expected);
        if (first == NULL)
            first = g_strdup(store);
        g_assert_cmpstr(store, ==, first);
    }
}

/* A database without translations costs a German nothing, and is not changed by it. */
static void
test_database_without_translations(void)
{
    g_autofree char *folder = sandbox_new_folder();

    write_os(folder, XML "<version>1</version>");

    g_autoptr(OsinfoDb) db = load_in(folder, "de_AT.UTF-8:de:fr");

    g_assert_cmpstr(sandbox_get_os_value(db, ID, "name"), ==, "Plain");
    g_assert_cmpstr(sandbox_get_os_value(db, ID, "version"), ==, "1");
}

static gpointer
translate_often(gpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < 1000; i++)
        g_assert_cmpstr(_("nobody translates this"), ==, "nobody translates this");
    return NULL;
}

static void
test_threads(void)
{
    GThread *threads[8];

    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("translate", translate_often, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

/* What a store keeps is said in the words of the C locale. */
static void
test_no_errno(void)
{
    g_assert_cmpstr(translate_no_errno(ENOENT), ==, "No such file or directory");
    g_assert_cmpstr(translate_no_errno(EACCES), ==, "Permission denied");
}

static void
test_unreadable_file(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
    g_autofree char *expected = g_strdup_printf("Can't read path %s: Permission denied", path);
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    if (getuid() == 0) {
        g_test_skip("root may read everything");
        return;
    }
    write_os(folder, XML);
    g_assert_cmpint(chmod(path, 0), ==, 0);
    osinfo_loader_process_path(loader, folder, &error);
    g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
    g_assert_cmpstr(error->message, ==, expected);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(name_rows); i++) {
        g_autofree char *path = g_strconcat("/translations/name/", name_rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_name);
    }
    g_test_add_func("/translations/ways", test_ways);
    g_test_add_func("/translations/identifiers", test_identifiers);
    g_test_add_func("/translations/shared-store", test_shared_store);
    g_test_add_func("/translations/database-without-translations",
                    test_database_without_translations);
    g_test_add_func("/translations/threads", test_threads);
    g_test_add_func("/translations/no-errno", test_no_errno);
    g_test_add_func("/translations/unreadable-file", test_unreadable_file);
    return sandbox_run();
}
