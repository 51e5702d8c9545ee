/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which of several entries that match is the answer, and what the medium or tree knows afterwards. What
 * matches at all is in test-match.c, real labels are in tests/osinfo-db.
 */
#include "config.h"

#include <string.h>

#include "model-helpers.h"
#include "sandbox.h"

#define MEDIA(arch, iso) "<media arch='" arch "'><iso>" iso "</iso></media>"
#define VOLUME(text) "<volume-id>" text "</volume-id>"
#define SIZE(text) "<volume-size>" text "</volume-size>"
#define DATE(text) "<release-date>" text "</release-date>"
#define ROLLING "<release-status>rolling</release-status>"

/* Systems `a` to `d`; entries are called `a:0` and so on. */
typedef struct {
    const char *name;
    const char *oses[4]; /* content of each */
    const char *label;   /* volume id of size 1000 */
    const char *found;   /* all, best first */
} Order;

/* clang-format off */
static const Order orders[] = {
    {"nothing",             {MEDIA("x86_64", VOLUME("A"))}, "B", ""},
    {"one",                 {MEDIA("x86_64", VOLUME("A"))}, "A", "a:0"},

    /* one system */
    {"document-order",      {MEDIA("x86_64", VOLUME("A")) MEDIA("i686", VOLUME("A")) MEDIA("ppc64", VOLUME("A"))}, "A", "a:0 a:1 a:2"},
    {"longer-first",        {MEDIA("x86_64", VOLUME("A")) MEDIA("x86_64", VOLUME("^AB")) MEDIA("x86_64", VOLUME("^ABC$"))}, "ABC", "a:2 a:1 a:0"},
    {"size-first",          {MEDIA("x86_64", VOLUME("^ABC$")) MEDIA("x86_64", VOLUME("A") SIZE("1000"))}, "ABC", "a:1 a:0"},
    {"other-size",          {MEDIA("x86_64", VOLUME("^ABC$")) MEDIA("x86_64", VOLUME("A") SIZE("999"))}, "ABC", "a:0"},
    {"specific-hides-all",  {MEDIA("all", VOLUME("^ABC$")) MEDIA("x86_64", VOLUME("A"))}, "ABC", "a:1"},
    {"all-alone",           {MEDIA("all", VOLUME("A")) MEDIA("x86_64", VOLUME("B"))}, "A", "a:0"},
    {"all-of-several",      {MEDIA("all", VOLUME("A")) MEDIA("all", VOLUME("^A$"))}, "A", "a:1 a:0"},

    /* several systems */
    {"newest-first",        {DATE("2020-01-01") MEDIA("x86_64", VOLUME("A")), DATE("2022-01-01") MEDIA("x86_64", VOLUME("A")), DATE("2021-06-01") MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 c:0 a:0"},
    {"dated-first",         {MEDIA("x86_64", VOLUME("A")), DATE("2000-01-01") MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},
    {"date-that-is-none",   {DATE("soon") MEDIA("x86_64", VOLUME("A")), DATE("2000-01-01") MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},
    {"by-id",               {MEDIA("x86_64", VOLUME("A")), MEDIA("x86_64", VOLUME("A")), MEDIA("x86_64", VOLUME("A"))}, "A", "a:0 b:0 c:0"},
    {"size-beats-date",     {DATE("2000-01-01") MEDIA("x86_64", VOLUME("A") SIZE("1000")), DATE("2022-01-01") MEDIA("x86_64", VOLUME("A"))}, "A", "a:0 b:0"},
    {"date-beats-length",   {DATE("2000-01-01") MEDIA("x86_64", VOLUME("^ABC$")), DATE("2022-01-01") MEDIA("x86_64", VOLUME("A"))}, "ABC", "b:0 a:0"},
    {"systems-stay-together", {DATE("2000-01-01") MEDIA("x86_64", VOLUME("A")) MEDIA("i686", VOLUME("A")), DATE("2022-01-01") MEDIA("x86_64", VOLUME("A")) MEDIA("i686", VOLUME("A"))}, "A", "b:0 b:1 a:0 a:1"},
    {"specific-before-all", {DATE("2022-01-01") MEDIA("all", VOLUME("A")), DATE("2000-01-01") MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},
    {"all-with-size-late",  {MEDIA("all", VOLUME("A") SIZE("1000")), MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},
    {"rolling-last",        {DATE("2022-01-01") ROLLING MEDIA("x86_64", VOLUME("A")), DATE("2000-01-01") MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},
    {"rolling-alone",       {ROLLING MEDIA("x86_64", VOLUME("A"))}, "A", "a:0"},
    {"rolling-and-all",     {ROLLING MEDIA("all", VOLUME("A")) MEDIA("x86_64", VOLUME("A")), MEDIA("all", VOLUME("A"))}, "A", "a:0 a:1 b:0"},
    {"only-late-ones",      {DATE("2000-01-01") MEDIA("all", VOLUME("A")), DATE("2022-01-01") ROLLING MEDIA("x86_64", VOLUME("A"))}, "A", "b:0 a:0"},

    /* entries that are not as they should be */
    {"last-expression-counts", {MEDIA("x86_64", VOLUME("^A$") VOLUME("^B$") "<volume-id/>")}, "B", "a:0"},
    {"first-does-not-count", {MEDIA("x86_64", VOLUME("^A$") VOLUME("^B$"))}, "A", ""},
    {"no-architecture",     {"<media><iso>" VOLUME("A") "</iso></media>"}, "A", "a:0"},
    {"empty-architecture",  {"<media arch=''><iso>" VOLUME("A") "</iso></media>"}, "A", "a:0"},
    {"invalid-expression",  {MEDIA("x86_64", VOLUME("A(")), MEDIA("x86_64", VOLUME("A"))}, "A(", "b:0"},
    {"nothing-to-match",    {MEDIA("x86_64", "") "<media arch='all'/>" MEDIA("x86_64", SIZE("0"))}, "A", ""},
    {"impossible-date",     {DATE("soon") MEDIA("x86_64", VOLUME("A"))}, "A", "a:0"},
};
/* clang-format on */

static void
write_os(const char *folder, const char *id, const char *content)
{
    g_autofree char *file = g_strdup_printf("os/%s.xml", id);
    g_autofree char *text =
        g_strdup_printf("<os id='%s'><short-id>%s</short-id>%s</os>", id, id, content);

    sandbox_write_xml(folder, file, text);
}

static OsinfoDb *
load_oses(const char *const *oses, guint n_oses)
{
    g_autofree char *folder = sandbox_new_folder();

    for (guint i = 0; i < n_oses && oses[i] != NULL; i++) {
        char id[] = {(char)('a' + i), '\0'};

        write_os(folder, id, oses[i]);
    }
    return sandbox_load(folder, NULL);
}

static OsinfoMedia *
make_media(const char *label)
{
    OsinfoMedia *media = osinfo_media_new("label", NULL);

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, label);
    osinfo_entity_set_param_int64(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_SIZE, 1000);
    return media;
}

/* All three calls agree on the first one. */
static void
assert_identified(OsinfoDb *db, const char *label, const char *found)
{
    g_autoptr(OsinfoMedia) media = make_media(label);
    g_autoptr(OsinfoMediaList) list = osinfo_db_identify_medialist(db, media);
    gboolean expected = *found != '\0';
    OsinfoMedia *matched = NULL;
    OsinfoOs *guessed = NULL;

    assert_ids(g_object_ref(list), found);
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, "label");
    G_GNUC_BEGIN_IGNORE_DEPRECATIONS
    guessed = osinfo_db_guess_os_from_media(db, media, &matched);
    G_GNUC_END_IGNORE_DEPRECATIONS
    g_assert_cmpint(guessed != NULL, ==, expected);
    g_assert_cmpint(osinfo_db_identify_media(db, media), ==, expected);
    if (expected) {
        OsinfoEntity *first = osinfo_list_get_nth(OSINFO_LIST(list), 0);
        g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);

        g_assert_true(os == guessed);
        g_assert_true(OSINFO_ENTITY(matched) == first);
        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==,
                        osinfo_entity_get_id(first));
    } else {
        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, "label");
        g_assert_null(osinfo_media_get_os(media));
        g_assert_null(matched);
    }
}

static void
test_order(gconstpointer data)
{
    const Order *order = data;
    g_autoptr(OsinfoDb) db = load_oses(order->oses, G_N_ELEMENTS(order->oses));
    g_autoptr(OsinfoOs) other = osinfo_os_new("z");

    assert_identified(db, order->label, order->found);
    /* the same without the index, which an OS of the program's rules out */
    osinfo_db_add_os(db, other);
    assert_identified(db, order->label, order->found);
}

/* Whatever a program adds or changes takes part. */
static void
test_added(void)
{
    static const char *const oses[] = {DATE("2020-01-01") MEDIA("x86_64", VOLUME("^A$"))};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoOs) own = osinfo_os_new("own");
    g_autoptr(OsinfoMedia) own_media = osinfo_media_new("own:0", "x86_64");
    g_autoptr(OsinfoMedia) more = osinfo_media_new("a:more", "x86_64");

    assert_identified(db, "B", "");
    osinfo_entity_set_param(OSINFO_ENTITY(own_media), OSINFO_MEDIA_PROP_VOLUME_ID, "B");
    osinfo_os_add_media(own, own_media);
    osinfo_db_add_os(db, own);
    assert_identified(db, "B", "own:0");
    assert_identified(db, "A", "a:0");

    /* one more medium for an OS of the database */
    osinfo_entity_set_param(OSINFO_ENTITY(more), OSINFO_MEDIA_PROP_VOLUME_ID, "^C$");
    osinfo_os_add_media(osinfo_db_get_os(db, "a"), more);
    assert_identified(db, "C", "a:more");
}

static void
test_added_medium(void)
{
    static const char *const oses[] = {MEDIA("x86_64", VOLUME("^A$"))};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMedia) more = osinfo_media_new("more", "x86_64");

    osinfo_entity_set_param(OSINFO_ENTITY(more), OSINFO_MEDIA_PROP_VOLUME_ID, "^C$");
    osinfo_os_add_media(osinfo_db_get_os(db, "a"), more);
    assert_identified(db, "C", "more");
}

static void
test_changed_medium(void)
{
    static const char *const oses[] = {MEDIA("x86_64", VOLUME("^A$"))};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(osinfo_db_get_os(db, "a"));

    osinfo_entity_set_param(osinfo_list_get_nth(OSINFO_LIST(media), 0), OSINFO_MEDIA_PROP_VOLUME_ID,
                            "^B$");
    assert_identified(db, "A", "");
    assert_identified(db, "B", "a:0");
}

/* One that the program made hides that of the database with the same id. */
static void
test_os_replaced(void)
{
    static const char *const oses[] = {MEDIA("x86_64", VOLUME("^A$"))};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoOs) own = osinfo_os_new("a");

    osinfo_db_add_os(db, own);
    assert_identified(db, "A", "");
}

static void
test_empty_database(void)
{
    g_autoptr(OsinfoDb) db = osinfo_db_new();

    assert_identified(db, "A", "");
}

/* clang-format off */
static const char filled[] =
    "<variant id='v1'><name>V1</name></variant><variant id='v2'><name>V2</name></variant>"
    "<media arch='x86_64' live='true' installer-reboots='3' eject-after-install='false' "
    "installer-script='false'><variant id='v2'/><variant id='v1'/><url>http://e.org/a.iso</url>"
    "<iso>" VOLUME("^A") "<l10n-language>de_DE</l10n-language><l10n-language>en_US</l10n-language></iso>"
    "<kernel>boot/k</kernel><initrd>boot/i</initrd></media>"
    "<media arch='i686' installer='false'><iso>" VOLUME("^B") "</iso></media>";
/* clang-format on */

static void
assert_languages(OsinfoMedia *media, const char *expected)
{
    g_autoptr(GList) languages = osinfo_media_get_languages(media);
    g_autoptr(GString) text = g_string_new(NULL);

    for (GList *iter = languages; iter != NULL; iter = iter->next)
        g_string_append_printf(text, "%s%s", iter != languages ? "|" : "", (char *)iter->data);
    g_assert_cmpstr(text->str, ==, expected);
}

static void
test_filled(void)
{
    static const char *const oses[] = {filled};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMedia) media = make_media("A1");

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_URL, "/tmp/a.iso");
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_SYSTEM_ID, "LINUX");
    for (guint i = 0; i < 2; i++) { /* twice says the same as once */
        g_autoptr(OsinfoOs) os = NULL;

        g_assert_true(osinfo_db_identify_media(db, media));
        os = osinfo_media_get_os(media);
        g_assert_true(os == osinfo_db_get_os(db, "a"));
        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, "a:0");
        g_assert_cmpstr(osinfo_media_get_architecture(media), ==, "x86_64");
        g_assert_cmpstr(osinfo_media_get_url(media), ==, "http://e.org/a.iso");
        g_assert_cmpstr(osinfo_media_get_kernel_path(media), ==, "boot/k");
        g_assert_cmpstr(osinfo_media_get_initrd_path(media), ==, "boot/i");
        g_assert_cmpstr(osinfo_media_get_volume_id(media), ==, "A1");
        g_assert_cmpstr(osinfo_media_get_system_id(media), ==, "LINUX");
        g_assert_cmpint(osinfo_media_get_volume_size(media), ==, 1000);
        g_assert_true(osinfo_media_get_live(media));
        g_assert_true(osinfo_media_get_installer(media));
        g_assert_cmpint(osinfo_media_get_installer_reboots(media), ==, 3);
        g_assert_false(osinfo_media_get_eject_after_install(media));
        assert_languages(media, "de_DE|en_US");
        assert_ids(osinfo_media_get_os_variants(media), "v2 v1");
    }
}

static void
test_filled_sparingly(void)
{
    static const char *const oses[] = {filled};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMedia) media = make_media("B1");
    g_autoptr(GList) reboots = NULL;

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_URL, "/tmp/b.iso");
    g_assert_true(osinfo_db_identify_media(db, media));
    g_assert_cmpstr(osinfo_media_get_url(media), ==, "/tmp/b.iso");
    g_assert_null(osinfo_media_get_kernel_path(media));
    g_assert_false(osinfo_media_get_installer(media));
    g_assert_false(osinfo_media_get_live(media));
    assert_languages(media, "");
    reboots = osinfo_entity_get_param_value_list(OSINFO_ENTITY(media),
                                                 OSINFO_MEDIA_PROP_INSTALLER_REBOOTS);
    g_assert_null(reboots);
    assert_ids(osinfo_media_get_os_variants(media), "");
}

/* The database's own entries stay as they are. */
static void
test_database_untouched(void)
{
    static const char *const oses[] = {filled};
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMedia) media = make_media("A1");
    g_autoptr(OsinfoMediaList) list = osinfo_os_get_media_list(osinfo_db_get_os(db, "a"));
    OsinfoMedia *entry = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(list), 0));

    g_assert_true(osinfo_db_identify_media(db, media));
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_URL, "changed");
    osinfo_entity_add_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_LANG, "fr_FR");
    g_assert_cmpstr(osinfo_media_get_url(entry), ==, "http://e.org/a.iso");
    g_assert_cmpstr(osinfo_media_get_volume_id(entry), ==, "^A");
    assert_languages(entry, "de_DE|en_US");
}

/* An OS that only the medium mentions may go with its database. */
static void
test_os_is_weak(void)
{
    static const char *const oses[] = {filled};
    OsinfoDb *db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoMedia) media = make_media("A1");
    g_autoptr(OsinfoOs) os = NULL;

    g_assert_true(osinfo_db_identify_media(db, media));
    g_object_unref(db);
    os = osinfo_media_get_os(media);
    g_assert_null(os);
    g_assert_cmpstr(osinfo_media_get_url(media), ==, "http://e.org/a.iso");
}

#define L10N(attributes, text) "<l10n-language" attributes ">" text "</l10n-language>"
#define WITH_REGEX " regex='true'"
#define WITH_MAP " regex='true' l10n-language-map='map'"
#define WITH_UNKNOWN_MAP " regex='true' l10n-language-map='nowhere'"

/* clang-format off */
static const struct {
    const char *name;
    const char *languages; /* elements */
    const char *label;
    const char *expected;
} language_rows[] = {
    {"none",              "", "A_DE", ""},
    {"plain",             L10N("", "de_DE"), "A_DE", "de_DE"},
    {"plain-list",        L10N("", "de_DE") L10N("", "fr_FR"), "A_DE", "de_DE|fr_FR"},
    {"regex",             L10N(WITH_REGEX, "A_([A-Z]+)"), "A_DE", "DE"},
    {"regex-and-plain",   L10N("", "fr_FR") L10N(WITH_REGEX, "A_([A-Z]+)"), "A_DE", "DE"},
    {"mapped",            L10N(WITH_MAP, "A_([A-Z]+)"), "A_DE", "de_DE"},
    {"not-in-the-map",    L10N(WITH_MAP, "A_([A-Z]+)"), "A_XX", "XX"},
    {"unknown-map",       L10N(WITH_UNKNOWN_MAP, "A_([A-Z]+)"), "A_DE", "DE"},
    {"no-match",          L10N(WITH_REGEX, "A_([A-Z]+)"), "A_12", ""},
    {"no-match-with-map", L10N(WITH_MAP, "A_([A-Z]+)"), "A_12", ""},
    {"no-group",          L10N(WITH_REGEX, "A_[A-Z]+"), "A_DE", ""},
    {"no-group-with-map", L10N(WITH_MAP, "A_[A-Z]+"), "A_DE", ""},
    {"invalid",           L10N(WITH_MAP, "A_([A-Z]+"), "A_DE", ""},
    {"anchored",          L10N(WITH_REGEX, "_([A-Z]+)"), "A_DE", ""},
    {"end-is-free",       L10N(WITH_REGEX, "A_([A-Z]{2})"), "A_DEU", "DE"},
    {"last-regex-wins",   L10N(WITH_REGEX, "A_(.)") L10N(WITH_REGEX, "A_(..)"), "A_DE", "DE"},
    {"map-without-regex", L10N(" l10n-language-map='map'", "DE"), "A_DE", "DE"},
};
/* clang-format on */

static void
test_languages(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *content =
        g_strdup_printf(MEDIA("x86_64", VOLUME("^A_") "%s"), language_rows[row].languages);
    g_autoptr(OsinfoMedia) media = make_media(language_rows[row].label);

    write_os(folder, "a", content);
    sandbox_write_xml(folder, "datamap/map.xml",
                      "<datamap id='map'><entry inval='DE' outval='de_DE'/></datamap>");

    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

    for (guint i = 0; i < 2; i++) {
        g_assert_true(osinfo_db_identify_media(db, media));
        assert_languages(media, language_rows[row].expected);
    }
}

#define TREE(arch, treeinfo) "<tree arch='" arch "'><treeinfo>" treeinfo "</treeinfo></tree>"
#define FAMILY(text) "<family>" text "</family>"

static OsinfoTree *
make_tree(const char *family, const char *architecture)
{
    OsinfoTree *tree = osinfo_tree_new("tree", architecture);

    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_FAMILY, family);
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VERSION, "1");
    return tree;
}

/* clang-format off */
static const struct {
    const char *name;
    const char *oses[3];
    const char *architecture;
    const char *found;
} tree_orders[] = {
    {"nothing",             {TREE("x86_64", FAMILY("^B$"))}, "x86_64", ""},
    {"one",                 {TREE("x86_64", FAMILY("^A$"))}, "x86_64", "a:0"},
    {"other-architecture",  {TREE("i686", FAMILY("^A$"))}, "x86_64", ""},
    {"i386",                {TREE("i686", FAMILY("^A$"))}, "i386", "a:0"},
    {"specific-hides-all",  {TREE("all", FAMILY("A")) TREE("x86_64", FAMILY("A"))}, "x86_64", "a:1"},
    {"specific-before-all", {DATE("2022-01-01") TREE("all", FAMILY("A")), TREE("x86_64", FAMILY("A"))}, "x86_64", "b:0 a:0"},
    {"architecture-unset",  {TREE("all", FAMILY("A")), TREE("x86_64", FAMILY("A")), TREE("i686", FAMILY("A"))}, NULL, "b:0 c:0 a:0"},
    {"rolling-counts",      {DATE("2022-01-01") ROLLING TREE("x86_64", FAMILY("A")), DATE("2020-01-01") TREE("x86_64", FAMILY("A"))}, "x86_64", "a:0 b:0"},
    {"no-treeinfo",         {"<tree arch='x86_64'/>" TREE("x86_64", "")}, "x86_64", ""},
    {"treeinfo-says-nothing", {"<tree arch='x86_64'><treeinfo><other/></treeinfo></tree>"}, "x86_64", "a:0"},
    {"no-architecture",     {"<tree><treeinfo>" FAMILY("A") "</treeinfo></tree>"}, "x86_64", "a:0"},
};
/* clang-format on */

static void
test_tree_order(gconstpointer data)
{
    guint row = GPOINTER_TO_UINT(data);
    g_autoptr(OsinfoDb) db = load_oses(tree_orders[row].oses, G_N_ELEMENTS(tree_orders[row].oses));
    g_autoptr(OsinfoOs) other = osinfo_os_new("z");

    for (guint i = 0; i < 2; i++) {
        g_autoptr(OsinfoTree) tree = make_tree("A", tree_orders[row].architecture);
        gboolean expected = *tree_orders[row].found != '\0';
        OsinfoTree *matched = NULL;
        OsinfoOs *guessed = NULL;

        assert_ids(osinfo_db_identify_treelist(db, tree), tree_orders[row].found);
        G_GNUC_BEGIN_IGNORE_DEPRECATIONS
        guessed = osinfo_db_guess_os_from_tree(db, tree, &matched);
        G_GNUC_END_IGNORE_DEPRECATIONS
        g_assert_cmpint(guessed != NULL, ==, expected);
        g_assert_cmpint(matched != NULL, ==, expected);
        g_assert_cmpint(osinfo_db_identify_tree(db, tree), ==, expected);
        if (expected) {
            g_autoptr(OsinfoOs) os = osinfo_tree_get_os(tree);

            g_assert_true(os == guessed);
            g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(tree)), ==,
                            osinfo_entity_get_id(OSINFO_ENTITY(matched)));
        }
        osinfo_db_add_os(db, other); /* then without the index */
    }
}

/* What was detected stays, what was not known is filled in. */
static void
test_tree_filled(void)
{
    /* clang-format off */
    static const char *const oses[] = {
        "<variant id='v'><name>V</name></variant>"
        "<tree arch='x86_64'><variant id='v'/><url>http://e.org/tree</url><treeinfo>" FAMILY("^A")
        "<version>^[0-9]$</version></treeinfo><kernel>k</kernel><initrd>i</initrd><boot-iso>b</boot-iso></tree>"};
    /* clang-format on */
    g_autoptr(OsinfoDb) db = load_oses(oses, G_N_ELEMENTS(oses));
    g_autoptr(OsinfoTree) tree = make_tree("A", NULL);

    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_URL, "file:///tmp/tree");
    for (guint i = 0; i < 2; i++) {
        g_assert_true(osinfo_db_identify_tree(db, tree));
        g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(tree)), ==, "a:0");
        g_assert_cmpstr(osinfo_tree_get_architecture(tree), ==, "x86_64");
        g_assert_cmpstr(osinfo_tree_get_url(tree), ==, "http://e.org/tree");
        g_assert_cmpstr(osinfo_tree_get_kernel_path(tree), ==, "k");
        g_assert_cmpstr(osinfo_tree_get_initrd_path(tree), ==, "i");
        g_assert_cmpstr(osinfo_tree_get_boot_iso_path(tree), ==, "b");
        g_assert_cmpstr(osinfo_tree_get_treeinfo_family(tree), ==, "A");
        g_assert_cmpstr(osinfo_tree_get_treeinfo_version(tree), ==, "1");
        g_assert_true(osinfo_tree_has_treeinfo(tree));
        assert_ids(osinfo_tree_get_os_variants(tree), "v");
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_autofree char *path = g_strconcat("/identify/order/", orders[i].name, NULL);

        g_test_add_data_func(path, &orders[i], test_order);
    }
    for (guint i = 0; i < G_N_ELEMENTS(language_rows); i++) {
        g_autofree char *path = g_strconcat("/identify/languages/", language_rows[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_languages);
    }
    for (guint i = 0; i < G_N_ELEMENTS(tree_orders); i++) {
        g_autofree char *path = g_strconcat("/identify/tree-order/", tree_orders[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_tree_order);
    }
    g_test_add_func("/identify/added", test_added);
    g_test_add_func("/identify/added-medium", test_added_medium);
    g_test_add_func("/identify/changed-medium", test_changed_medium);
    g_test_add_func("/identify/os-replaced", test_os_replaced);
    g_test_add_func("/identify/empty-database", test_empty_database);
    g_test_add_func("/identify/filled", test_filled);
    g_test_add_func("/identify/filled-sparingly", test_filled_sparingly);
    g_test_add_func("/identify/database-untouched", test_database_untouched);
    g_test_add_func("/identify/os-is-weak", test_os_is_weak);
    g_test_add_func("/identify/tree-filled", test_tree_filled);
    return sandbox_run();
}
