/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The loader from outside: which locations it takes, how loads add up, what becomes of objects that a
 * program holds, and how it says what is wrong.
 */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "db/locations.h"
#include "model-helpers.h"
#include "sandbox.h"

#define A_ID "http://e.org/a/1"
#define A "os/e.org/a-1.xml"
#define B_ID "http://e.org/b/1"
#define B "os/e.org/b-1.xml"

typedef void (*ProcessFunc)(OsinfoLoader *loader, GError **error);

static void
write_os(const char *folder, const char *name, const char *id, const char *content)
{
    g_autofree char *text = g_strdup_printf("<os id='%s'>%s</os>", id, content);

    sandbox_write_xml(folder, name, text);
}

static const char *
get_name(OsinfoDb *db, const char *id)
{
    return sandbox_get_os_value(db, id, "name");
}

static void
assert_oses(OsinfoDb *db, const char *expected)
{
    assert_ids(osinfo_db_get_os_list(db), expected);
}

/* A folder with one OS called @name. */
static char *
make_database(const char *name)
{
    g_autofree char *content = g_strdup_printf("<name>%s</name>", name);
    char *folder = sandbox_new_folder();

    write_os(folder, A, A_ID, content);
    return folder;
}

static OsinfoDb *
process(ProcessFunc func, GError **error)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();

    func(loader, error);
    return g_object_ref(osinfo_loader_get_db(loader));
}

static void
assert_name_with(ProcessFunc func, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoDb) db = process(func, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(get_name(db, A_ID), ==, expected);
}

static void
set_directories(const char *system, const char *local, const char *user)
{
    static const char *const names[] = {"OSINFO_SYSTEM_DIR", "OSINFO_LOCAL_DIR", "OSINFO_USER_DIR"};
    const char *values[] = {system, local, user};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        if (values[i] != NULL)
            g_setenv(names[i], values[i], TRUE);
        else
            g_unsetenv(names[i]);
    }
    g_unsetenv("OSINFO_DATA_DIR");
}

static void
test_locations(void)
{
    g_autofree char *system = make_database("system");
    g_autofree char *local = make_database("local");
    g_autofree char *user = make_database("user");

    set_directories(system, local, user);
    assert_name_with(osinfo_loader_process_default_path, "user");
    assert_name_with(osinfo_loader_process_system_path, "system");
    assert_name_with(osinfo_loader_process_local_path, "local");
    assert_name_with(osinfo_loader_process_user_path, "user");
    set_directories(system, local, "/nonexistent");
    assert_name_with(osinfo_loader_process_default_path, "local");
    assert_name_with(osinfo_loader_process_user_path, NULL);
    set_directories(system, "/nonexistent", "/nonexistent");
    assert_name_with(osinfo_loader_process_default_path, "system");
    assert_name_with(osinfo_loader_process_local_path, NULL);
    set_directories("/nonexistent", "/nonexistent", "/nonexistent");
    assert_name_with(osinfo_loader_process_default_path, NULL);

    g_autoptr(GError) error = NULL;
    g_autoptr(OsinfoDb) db = process(osinfo_loader_process_system_path, &error);

    g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
    g_assert_true(g_str_has_prefix(error->message, "Can't read path /nonexistent"));
    assert_oses(db, "");
}

/* Set to nothing is not set. */
static void
test_empty_variables(void)
{
    g_autofree char *user = g_build_filename(g_get_user_config_dir(), "osinfo", NULL);

    write_os(user, A, A_ID, "<name>user</name>");
    set_directories("/nonexistent", "/nonexistent", "");
    g_setenv("OSINFO_DATA_DIR", "", TRUE);
    assert_name_with(osinfo_loader_process_user_path, "user");
    assert_name_with(osinfo_loader_process_default_path, "user");
    set_directories("", "", "");

    g_autofree char *system_path = locations_get_system();
    g_autofree char *refreshed_path = locations_get_refreshed();
    g_autofree char *local_path = locations_get_local();

    g_assert_true(g_str_has_suffix(system_path, "/osinfo"));
    g_assert_true(g_str_has_suffix(refreshed_path, "/osinfo/db"));
    g_assert_true(g_str_has_suffix(local_path, "/osinfo"));
}

/* The newer release of the system's database; whoever names another system's names another one, too. */
static void
test_refreshed(void)
{
    g_autofree char *system = make_database("system");
    g_autofree char *refreshed = make_database("refreshed");
    g_autofree char *local = make_database("local");

    set_directories(system, "/nonexistent", "/nonexistent");
    g_assert_null(locations_get_refreshed());
    g_setenv("OSINFO_REFRESHED_DIR", refreshed, TRUE);

    g_autofree char *path = osinfo_db_get_location(OSINFO_DB_LOCATION_REFRESHED);

    g_assert_cmpstr(path, ==, refreshed);
    assert_name_with(osinfo_loader_process_default_path, "refreshed");
    assert_name_with(osinfo_loader_process_system_path, "refreshed");
    assert_name_with(osinfo_loader_process_local_path, NULL);
    sandbox_write(system, "VERSION", "20260301");
    sandbox_write(refreshed, "VERSION", "20260201");
    assert_name_with(osinfo_loader_process_default_path, "system");
    assert_name_with(osinfo_loader_process_system_path, "system");
    sandbox_write(refreshed, "VERSION", "20260302");
    assert_name_with(osinfo_loader_process_default_path, "refreshed");
    set_directories(system, local, "/nonexistent");
    assert_name_with(osinfo_loader_process_default_path, "local");
    g_setenv("OSINFO_REFRESHED_DIR", "/nonexistent", TRUE);
    assert_name_with(osinfo_loader_process_system_path, "system");
    g_setenv("OSINFO_REFRESHED_DIR", "", TRUE);
    g_assert_null(locations_get_refreshed());
    set_directories("", "", "");
    g_setenv("OSINFO_DATA_DIR", system, TRUE);
    g_assert_null(locations_get_refreshed());
    g_unsetenv("OSINFO_DATA_DIR");
    g_unsetenv("OSINFO_REFRESHED_DIR");
}

/* OSINFO_DATA_DIR of old meant the folder with `db` in it, and was taken for that folder itself. */
static void
test_data_dir(void)
{
    g_autofree char *system = make_database("system");
    g_autofree char *old = make_database("old");
    g_autofree char *parent = sandbox_new_folder();
    g_autofree char *below = g_build_filename(parent, "db", NULL);

    write_os(below, A, A_ID, "<name>below</name>");
    set_directories(system, "/nonexistent", "/nonexistent");
    g_setenv("OSINFO_DATA_DIR", old, TRUE);
    assert_name_with(osinfo_loader_process_system_path, "old");
    g_setenv("OSINFO_DATA_DIR", parent, TRUE);
    assert_name_with(osinfo_loader_process_default_path, "below");
    g_unsetenv("OSINFO_DATA_DIR");
    assert_name_with(osinfo_loader_process_system_path, "system");
}

/* The user's folder of old counts as long as that of today is not there. */
static void
test_old_user_folder(void)
{
    const char *config = g_get_user_config_dir();

    set_directories("/nonexistent", "/nonexistent", NULL);
    assert_name_with(osinfo_loader_process_user_path, NULL);
    write_os(config, "libosinfo/db/" A, A_ID, "<name>old</name>");
    assert_name_with(osinfo_loader_process_user_path, "old");
    write_os(config, "osinfo/" A, A_ID, "<name>new</name>");
    assert_name_with(osinfo_loader_process_user_path, "new");
}

static void
test_path_and_uri(void)
{
    g_autofree char *folder = make_database("A");
    g_autofree char *uri = g_filename_to_uri(folder, NULL, NULL);
    g_autofree char *relative = g_path_get_basename(folder);
    g_autofree char *parent = g_path_get_dirname(folder);
    g_autofree char *before = g_get_current_dir();
    g_autofree char *slashes = g_strdup_printf("%s//", folder);
    const char *paths[] = {folder, slashes, relative};

    g_assert_cmpint(g_chdir(parent), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(paths[i], NULL);

        g_assert_cmpstr(get_name(db, A_ID), ==, "A");
    }
    g_assert_cmpint(g_chdir(before), ==, 0);

    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    osinfo_loader_process_uri(loader, uri, &error);
    g_assert_no_error(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID);
    osinfo_loader_process_uri(loader, "http://localhost/db", &error);
    g_assert_nonnull(error);
    g_clear_error(&error);
    osinfo_loader_process_uri(loader, "no uri at all", &error);
    g_assert_nonnull(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID);
}

static void
test_missing_path(void)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = make_database("A");

    osinfo_loader_process_path(loader, "/nonexistent", &error);
    g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
    g_assert_true(g_str_has_prefix(error->message, "Can't read path /nonexistent"));
    g_clear_error(&error);
    osinfo_loader_process_path(loader, "/nonexistent", NULL); /* nobody has to listen */
    osinfo_loader_process_path(loader, folder, &error);       /* and the loader goes on */
    g_assert_no_error(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID);
}

static void
test_odd_types(void)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
    const char *paths[] = {fifo, "/dev/null"};

    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;

        osinfo_loader_process_path(loader, paths[i], &error);
        g_assert_error(error, OSINFO_ERROR, OSINFO_ERROR_GENERIC);
        g_assert_true(g_str_has_prefix(error->message, "Unexpected file type"));
    }
}

/* No word about the name of such a file: it may be anywhere. */
static void
test_single_file(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *xml = g_build_filename(folder, "anything.xml", NULL);
    g_autofree char *other = g_build_filename(folder, "anything", NULL);

    write_os(folder, "anything.xml", A_ID, "<name>A</name>");
    write_os(folder, "anything", B_ID, "<name>B</name>");
    g_test_expect_message(
        NULL, G_LOG_LEVEL_WARNING,
        "Using a file (*/anything.xml) as a database location is deprecated, use a "
        "directory instead");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "Using a file (*/anything) as a database location*");

    g_autoptr(OsinfoDb) db = sandbox_load(xml, other, NULL);

    g_test_assert_expected_messages();
    assert_oses(db, A_ID);
    g_assert_cmpstr(get_name(db, A_ID), ==, "A");
}

static const struct {
    const char *file;
    const char *id;
    const char *warning; /* NULL: none, it is loaded */
} places[] = {
    {"os/e.org/a-1.xml", "http://e.org/a/1", NULL},
    {"os/e.org/a-1.xml", "http://e.org/a-1", NULL},
    {"os/e.org/a-1.xml", "e.org/a 1", NULL},
    {"os/https-/-e.org-a-1.xml", "https://e.org/a/1", NULL},
    {"os/e.org/a-1.d/x.xml", "http://e.org/a/1", NULL},
    {"os/e.org/a-2.xml", "http://e.org/a/1",
     "Entity http://e.org/a/1 must be in file os/e.org/a-1.xml not os/e.org/a-2.xml"},
    {"os/e.org/a-1.xml", "https://e.org/a/1",
     "Entity https://e.org/a/1 must be in file os/https-/-e.org-a-1.xml not os/e.org/a-1.xml"},
    {"platform/e.org/a-1.xml", "http://e.org/a/1",
     "Entity http://e.org/a/1 must be in file os/e.org/a-1.xml not platform/e.org/a-1.xml"},
    {"os/e.org/a-2.d/x.xml", "http://e.org/a/1",
     "Entity http://e.org/a/1 must be in file os/e.org/a-1.d not os/e.org/a-2.d"},
    {".hidden/os/e.org/a-1.xml", "http://e.org/a/1",
     "Entity http://e.org/a/1 must be in file os/e.org/a-1.xml not .hidden/os/e.org/a-1.xml"},
    {"os/e.org/a-1.d/sub/x.xml", "http://e.org/a/1",
     "Entity http://e.org/a/1 must be in file os/e.org/a-1.xml not os/e.org/a-1.d/sub/x.xml"},
};

static void
test_places(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *folder = sandbox_new_folder();

        write_os(folder, places[i].file, places[i].id, "<name>A</name>");
        write_os(folder, B, B_ID, "<name>B</name>");
        if (places[i].warning != NULL)
            g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, places[i].warning);

        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

        g_test_assert_expected_messages();
        g_assert_cmpint(osinfo_db_get_os(db, places[i].id) == NULL, ==, places[i].warning != NULL);
        g_assert_nonnull(osinfo_db_get_os(db, B_ID));
    }
}

/* Several elements for one id in a file merge. */
static void
test_twice_in_a_file(void)
{
    g_autofree char *folder = sandbox_new_folder();

    sandbox_write_xml(folder, A,
                      "<os id='" A_ID
                      "'><name>A</name><short-id>a</short-id><version>1</version></os>"
                      "<os id='" A_ID "'><name>Z</name><short-id>z</short-id></os>");

    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    OsinfoProduct *os = OSINFO_PRODUCT(osinfo_db_get_os(db, A_ID));
    g_autoptr(GList) short_ids = osinfo_product_get_short_id_list(os);

    g_assert_cmpstr(osinfo_product_get_name(os), ==, "Z");
    g_assert_cmpstr(osinfo_product_get_version(os), ==, "1");
    g_assert_cmpuint(g_list_length(short_ids), ==, 2);
    g_assert_cmpstr(short_ids->data, ==, "a");
}

/* The database is there before anything is loaded, and the same one all the time. */
static void
test_db_before_load(void)
{
    g_autofree char *folder = make_database("A");
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    OsinfoDb *db = osinfo_loader_get_db(loader);
    g_autoptr(GError) error = NULL;

    g_assert_null(osinfo_db_get_os(db, A_ID));
    assert_oses(db, "");
    osinfo_loader_process_path(loader, folder, &error);
    g_assert_no_error(error);
    g_assert_true(osinfo_loader_get_db(loader) == db);
    g_assert_cmpstr(get_name(db, A_ID), ==, "A");
}

static void
test_db_outlives_loader(void)
{
    g_autofree char *folder = make_database("A");
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL); /* the loader is gone already */
    g_autoptr(OsinfoOsList) list = osinfo_db_get_os_list(db);

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(list)), ==, 1);
    g_assert_cmpstr(get_name(db, A_ID), ==, "A");
}

/* Whoever holds an entity may use it; parts of it and lists can still be had. */
static void
test_entities_outlive_db(void)
{
    g_autofree char *folder = sandbox_get_sample();
    OsinfoDb *db = sandbox_load(folder, NULL);
    g_autoptr(OsinfoOs) os = g_object_ref(osinfo_db_get_os(db, "http://example.org/penguin/3"));
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);
    g_autoptr(OsinfoMedia) first =
        OSINFO_MEDIA(g_object_ref(osinfo_list_get_nth(OSINFO_LIST(media), 0)));
    g_autoptr(OsinfoMedia) orphan = NULL;
    g_autoptr(OsinfoOs) other = g_object_ref(osinfo_db_get_os(db, "http://example.org/penguin/2"));
    g_autoptr(OsinfoMediaList) other_media = osinfo_os_get_media_list(other);

    orphan = OSINFO_MEDIA(g_object_ref(osinfo_list_get_nth(OSINFO_LIST(other_media), 0)));
    g_clear_object(&other);
    g_clear_object(&other_media);
    g_object_add_weak_pointer(G_OBJECT(db), (gpointer *)&db);
    g_object_unref(db);
    g_assert_null(db);

    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "Penguin 3");
    g_assert_cmpstr(osinfo_media_get_volume_id(first), ==, "^PENGUIN_3_DESKTOP$");

    g_autoptr(OsinfoOs) of_first = osinfo_media_get_os(first);

    g_assert_true(of_first == os);
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(oses)), ==, 5);
    g_assert_cmpstr(osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(oses), 0)), ==,
                    "http://example.org/addon/1");

    g_autoptr(OsinfoDeviceList) devices = osinfo_os_get_all_devices(os, NULL);
    g_autoptr(OsinfoResourcesList) resources = osinfo_os_get_recommended_resources(os);

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(devices)), ==, 2);
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(resources)), ==, 1);
    g_clear_object(&oses);
    g_assert_cmpstr(osinfo_media_get_url(orphan), ==, "https://dl.example.org/2/penguin-2.iso");
}

static const char first_media[] = "<name>A</name><version>1</version><short-id>a</short-id>"
                                  "<media arch='x86_64'><url>http://e.org/0</url></media>"
                                  "<media arch='x86_64'><url>http://e.org/1</url></media>";
static const char second_media[] = "<name>Z</name><short-id>z</short-id>"
                                   "<media arch='i686'><url>http://e.org/new</url></media>";

/* What a second load does to an entity: values are replaced or added, a part with the same internal id
 * takes the place of the old one and moves to the end. */
static void
test_second_load(void)
{
    g_autofree char *first = sandbox_new_folder();
    g_autofree char *second = sandbox_new_folder();

    write_os(first, A, A_ID, first_media);
    write_os(first, B, B_ID, "<name>B</name>");
    write_os(second, A, A_ID, second_media);

    g_autoptr(OsinfoDb) db = sandbox_load(first, second, NULL);
    OsinfoOs *os = osinfo_db_get_os(db, A_ID);
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(GList) short_ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));

    assert_oses(db, A_ID " " B_ID);
    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "Z");
    g_assert_cmpstr(osinfo_product_get_version(OSINFO_PRODUCT(os)), ==, "1");
    g_assert_cmpuint(g_list_length(short_ids), ==, 2);
    assert_ids(g_object_ref(media), A_ID ":1 " A_ID ":0");

    OsinfoMedia *replaced = OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 1));

    g_assert_cmpstr(osinfo_media_get_url(replaced), ==, "http://e.org/new");
    g_assert_cmpstr(osinfo_media_get_architecture(replaced), ==, "i686");
}

/* Objects of before a load stay, and see what it brought. */
static void
test_objects_survive_load(void)
{
    g_autofree char *first = sandbox_new_folder();
    g_autofree char *second = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    OsinfoDb *db = osinfo_loader_get_db(loader);
    g_autoptr(GError) error = NULL;

    write_os(first, A, A_ID, first_media);
    write_os(second, "os/e.org/0-0.xml", "http://e.org/0/0", "<name>0</name>");
    write_os(second, A, A_ID, second_media);
    osinfo_loader_process_path(loader, first, &error);
    g_assert_no_error(error);

    OsinfoOs *os = osinfo_db_get_os(db, A_ID);
    const char *name = osinfo_product_get_name(OSINFO_PRODUCT(os));
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    OsinfoEntity *kept = osinfo_list_get_nth(OSINFO_LIST(media), 1);
    OsinfoEntity *replaced = osinfo_list_get_nth(OSINFO_LIST(media), 0);

    osinfo_entity_set_param(OSINFO_ENTITY(os), "x-own", "mine");
    osinfo_loader_process_path(loader, second, &error);
    g_assert_no_error(error);

    g_assert_cmpstr(name, ==, "A"); /* the text of before is still to be read */
    g_assert_true(osinfo_db_get_os(db, A_ID) == os);
    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "Z");
    g_assert_cmpstr(osinfo_entity_get_param_value(OSINFO_ENTITY(os), "x-own"), ==, "mine");
    g_assert_cmpstr(osinfo_media_get_url(OSINFO_MEDIA(kept)), ==, "http://e.org/1");

    g_autoptr(OsinfoMediaList) now = osinfo_os_get_media_list(os);

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(now)), ==, 2);
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(now), 0) == kept);
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(now), 1) == replaced);
    g_assert_cmpstr(osinfo_media_get_url(OSINFO_MEDIA(replaced)), ==, "http://e.org/new");
    /* a list of before keeps its order */
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(media), 0) == replaced);
}

/* Many loads in a row: every list and object of every stage can still be used. */
static void
test_many_loads(void)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    OsinfoDb *db = osinfo_loader_get_db(loader);
    g_autoptr(GPtrArray) lists = g_ptr_array_new_with_free_func(g_object_unref);
    OsinfoOs *os = NULL;

    for (guint i = 0; i < 12; i++) {
        g_autofree char *folder = sandbox_new_folder();
        g_autofree char *content = g_strdup_printf("<name>A%u</name>", i);
        g_autofree char *other = g_strdup_printf("os/e.org/n-%u.xml", i);
        g_autofree char *other_id = g_strdup_printf("http://e.org/n/%u", i);
        g_autoptr(GError) error = NULL;

        write_os(folder, A, A_ID, content);
        write_os(folder, other, other_id, "<name>N</name>");
        osinfo_loader_process_path(loader, folder, &error);
        g_assert_no_error(error);
        g_ptr_array_add(lists, osinfo_db_get_os_list(db));
        g_assert_true(os == NULL || os == osinfo_db_get_os(db, A_ID));
        os = osinfo_db_get_os(db, A_ID);
    }
    for (guint i = 0; i < lists->len; i++) {
        OsinfoList *list = g_ptr_array_index(lists, i);

        g_assert_cmpint(osinfo_list_get_length(list), ==, i + 2);
        g_assert_true(osinfo_list_get_nth(list, 0) == OSINFO_ENTITY(os));
        g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(osinfo_list_get_nth(list, 0))), ==,
                        "A11");
        for (gint j = 1; j < osinfo_list_get_length(list); j++)
            g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(osinfo_list_get_nth(list, j))),
                            ==, "N");
    }
}

/* In one load a master hides that of a weaker location; in two loads both count. */
static void
test_steps_do_not_hide(void)
{
    g_autofree char *first = sandbox_new_folder();
    g_autofree char *second = sandbox_new_folder();

    write_os(first, A, A_ID, "<name>A</name><version>1</version>");
    write_os(second, A, A_ID, "<name>Z</name>");
    set_directories(first, second, "/nonexistent");

    g_autoptr(OsinfoDb) together = process(osinfo_loader_process_default_path, NULL);

    g_assert_cmpstr(get_name(together, A_ID), ==, "Z");
    g_assert_null(sandbox_get_os_value(together, A_ID, "version"));

    g_autoptr(OsinfoDb) apart = sandbox_load(first, second, NULL);

    g_assert_cmpstr(get_name(apart, A_ID), ==, "Z");
    g_assert_cmpstr(sandbox_get_os_value(apart, A_ID, "version"), ==, "1");
    sandbox_write(second, A, "");

    g_autoptr(OsinfoDb) masked = process(osinfo_loader_process_default_path, NULL);
    g_autoptr(OsinfoDb) not_masked = sandbox_load(first, second, NULL);

    g_assert_null(osinfo_db_get_os(masked, A_ID));
    g_assert_cmpstr(get_name(not_masked, A_ID), ==, "A");
}

/* Of a deployment the last definition counts, and as a whole. */
static void
test_deployments_are_replaced(void)
{
    g_autofree char *first = sandbox_get_sample();
    g_autofree char *second = sandbox_new_folder();

    sandbox_write_xml(
        second, "deployment/example.org/deploy-penguin-3-on-emu-9.xml",
        "<deployment id='http://example.org/deploy/penguin-3-on-emu-9'>"
        "<os id='http://example.org/penguin/2'/><platform id='http://example.org/emu/8'/>"
        "<devices><device id='http://example.org/bus/frob'/></devices></deployment>");

    g_autoptr(OsinfoDb) db = sandbox_load(first, second, NULL);
    OsinfoDeployment *deployment =
        osinfo_db_get_deployment(db, "http://example.org/deploy/penguin-3-on-emu-9");

    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(osinfo_deployment_get_os(deployment))), ==,
                    "http://example.org/penguin/2");
    assert_ids(osinfo_deployment_get_devices(deployment, NULL), "http://example.org/bus/frob");
}

/* All are listed and named by a warning each, and what is in order is there. */
static void
test_errors(void)
{
    g_autofree char *folder = make_database("A");
    g_autofree char *more = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) problems = NULL;

    sandbox_write(folder, "os/e.org/aa.xml", "<libosinfo>\n<os id='e.org/aa'>\n</libosinfo>");
    sandbox_write(folder, "os/e.org/zz.xml", "no XML");
    sandbox_write(folder, "os/e.org/blank.xml", " \n");
    write_os(folder, B, B_ID, "<name>B</name>");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*/os/e.org/aa.xml:3: *");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*/os/e.org/blank.xml:*");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*/os/e.org/zz.xml:1: *");
    osinfo_loader_process_path(loader, folder, &error);
    g_test_assert_expected_messages();
    g_assert_no_error(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID " " B_ID);
    problems = osinfo_loader_get_problems(loader);
    g_assert_cmpuint(g_strv_length(problems), ==, 3);
    g_assert_nonnull(strstr(problems[0], "/os/e.org/aa.xml:3: "));
    g_assert_nonnull(strstr(problems[1], "/os/e.org/blank.xml:"));
    g_assert_nonnull(strstr(problems[2], "/os/e.org/zz.xml:1: "));

    /* a later load has no part in it */
    write_os(more, "os/e.org/c-1.xml", "http://e.org/c/1", "<name>C</name>");
    osinfo_loader_process_path(loader, more, &error);
    g_assert_no_error(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID " " B_ID " http://e.org/c/1");
    g_strfreev(problems);
    problems = osinfo_loader_get_problems(loader);
    g_assert_cmpuint(g_strv_length(problems), ==, 3);
}

static void
test_no_problems(void)
{
    g_autofree char *folder = make_database("A");
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_auto(GStrv) before = osinfo_loader_get_problems(loader);
    g_auto(GStrv) after = NULL;

    g_assert_cmpuint(g_strv_length(before), ==, 0);
    osinfo_loader_process_path(loader, folder, NULL);
    after = osinfo_loader_get_problems(loader);
    g_assert_cmpuint(g_strv_length(after), ==, 0);
}

/* Files and folders that may not be read. For root there are none. */
static void
test_unreadable(void)
{
    g_autofree char *folder = make_database("A");
    g_autofree char *parent = g_path_get_dirname(folder);
    g_autofree char *file = g_build_filename(folder, B, NULL);
    g_autofree char *closed = g_build_filename(folder, "os/closed.org", NULL);
    const char *arguments[] = {"--user", "65534", folder, NULL};
    g_autofree char *output = NULL;

    write_os(folder, B, B_ID, "<name>B</name>");
    write_os(folder, "os/closed.org/c-1.xml", "http://closed.org/c/1", "<name>C</name>");
    g_assert_cmpint(g_chmod(parent, 0755), ==, 0);
    g_assert_cmpint(g_chmod(folder, 0755), ==, 0);
    g_assert_cmpint(g_chmod(file, 0), ==, 0);
    g_assert_cmpint(g_chmod(closed, 0), ==, 0);
    output = sandbox_run_helper(NULL, geteuid() == 0 ? arguments : arguments + 2);
    if (g_str_has_prefix(output, "error the compile module")) {
        g_test_skip("the build folder is not for other users");
        return;
    }

    g_auto(GStrv) lines = g_strsplit(output, "\n", -1);

    g_assert_cmpuint(g_strv_length(lines), ==, 4); /* the last one is empty */
    g_assert_cmpstr(lines[0], ==, "os " A_ID " A");
    g_assert_nonnull(strstr(lines[1], "/os/closed.org: Permission denied"));
    g_assert_true(strstr(lines[2], B) != NULL && strstr(lines[2], "Permission denied") != NULL);
}

/* A location that may not be looked at is passed over where it need not be there. */
static void
test_unreadable_location(void)
{
    g_autofree char *folder = make_database("A");
    g_autofree char *closed = sandbox_new_folder();
    g_autofree char *below = g_build_filename(closed, "osinfo", NULL);
    g_autofree char *parent = g_path_get_dirname(folder);
    g_autofree char *system = g_strconcat("OSINFO_SYSTEM_DIR=", folder, NULL);
    g_autofree char *user = g_strconcat("OSINFO_USER_DIR=", below, NULL);
    const char *arguments[] = {"--user", "65534", "default", NULL};
    g_autofree char *output = NULL;

    g_assert_cmpint(g_chmod(parent, 0755), ==, 0);
    g_assert_cmpint(g_chmod(folder, 0755), ==, 0);
    g_assert_cmpint(g_mkdir(below, 0700), ==, 0);
    g_assert_cmpint(g_chmod(closed, 0), ==, 0);
    output = sandbox_run_helper(
        (const char *const[]){system, "OSINFO_LOCAL_DIR=/nonexistent", user, NULL},
        geteuid() == 0 ? arguments : arguments + 2);
    if (!g_str_has_prefix(output, "error the compile module"))
        g_assert_cmpstr(output, ==, "os " A_ID " A\n");
    g_assert_cmpint(g_chmod(closed, 0700), ==, 0);
}

/* clang-format off */
/* Well-formed, but not as the schema wants it: said or passed over, and never a reason to crash. */
static const struct {
    const char *file;
    const char *xml;
    const char *problem; /* part of the first one; NULL: none */
    guint n_warnings;
} odd[] = {
    {"os/e.org/x.xml", "<os id='e.org/x'><short-id/></os>", NULL, 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><name xml:lang='de'/></os>", NULL, 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><variant/></os>", "variant without id", 1},
    {"os/e.org/x.xml", "<os id='e.org/x'><firmware/></os>", NULL, 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><media/><tree/><image/><resources/></os>", NULL, 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><media><iso/></media><tree><treeinfo/></tree></os>", NULL, 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><driver><device/></driver></os>", "device without id", 1},
    {"os/e.org/x.xml", "<os id='e.org/x'><devices><device/></devices></os>", "Missing device link id", 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><upgrades/></os>", "Missing product upgrades id", 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><installer><script/></installer></os>", "Missing OS install script", 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><media><installer><script/></installer></media></os>", "Missing Media install script", 0},
    {"os/e.org/x.xml", "<os id='e.org/x'><release-date>2020</release-date></os>", NULL, 0},
    {"os/e.org/x.xml", "<os/>", "Missing os id", 0},
    {"os/e.org/x.xml", "<os id=''/>", "Missing os id", 0},
    {"platform/e.org/x.xml", "<platform/>", "Missing platform id", 0},
    {"device/e.org/x.xml", "<device/>", "Missing device id", 0},
    {"datamap/e.org/x.xml", "<datamap/>", "Missing os id", 0},
    {"datamap/e.org/x.xml", "<datamap id='e.org/x'><entry inval='a'/><entry/></datamap>", "entry without", 2},
    {"datamap/e.org/x.xml", "<datamap id='e.org/x'/>", NULL, 0},
    {"deployment/e.org/x.xml", "<deployment/>", "Missing deployment id", 0},
    {"deployment/e.org/x.xml", "<deployment id='e.org/x'/>", NULL, 0},
    {"deployment/e.org/x.xml", "<deployment id='e.org/x'><os/></deployment>", "Missing deployment os id", 0},
    {"deployment/e.org/x.xml", "<deployment id='e.org/x'><platform/></deployment>", "Missing deployment platform id", 0},
    {"install-script/e.org/x.xml", "<install-script/>", "Missing install script id", 0},
    {"install-script/e.org/x.xml", "<install-script id='e.org/x'><injection-method/><template/></install-script>", NULL, 0},
    {"install-script/e.org/x.xml", "<install-script id='e.org/x'><config><param/></config></install-script>", "param without id", 1},
    {"install-script/e.org/x.xml", "<install-script id='e.org/x'><template uri='x.xsl'/></install-script>", NULL, 0},
    {"os/e.org/x.xml", "<unknown id='e.org/x'/>", NULL, 0},
    {"os/e.org/x.xml", "", NULL, 0},
};
/* clang-format on */

/* Every question that a row's entity may be asked. */
static void
ask(OsinfoDb *db)
{
    OsinfoOs *os = osinfo_db_get_os(db, "e.org/x");
    OsinfoDeployment *deployment = osinfo_db_get_deployment(db, "e.org/x");
    g_autoptr(OsinfoDeploymentList) deployments = osinfo_db_get_deployment_list(db);
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("p");

    g_assert_nonnull(deployments);
    if (os != NULL) {
        g_object_unref(osinfo_os_get_minimum_resources(os));
        g_object_unref(osinfo_os_get_complete_firmware_list(os, NULL));
        g_object_unref(osinfo_os_get_device_drivers_prioritized(os));
        g_assert_null(osinfo_product_get_release_date(OSINFO_PRODUCT(os)));
        osinfo_db_find_deployment(db, os, platform);
    }
    if (deployment != NULL) {
        osinfo_deployment_get_os(deployment);
        osinfo_deployment_get_platform(deployment);
        g_assert_null(osinfo_deployment_get_preferred_device(deployment, NULL));
    }
}

static void
test_odd_documents(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_autofree char *folder = make_database("A");
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) problems = NULL;

        sandbox_write_xml(folder, odd[i].file, odd[i].xml);
        gboolean is_left_out = odd[i].problem != NULL && odd[i].n_warnings == 0;

        for (guint j = 0; j < odd[i].n_warnings + is_left_out; j++) {
            g_autofree char *pattern = g_strconcat("*", odd[i].problem, "*", NULL);

            g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, pattern);
        }
        osinfo_loader_process_path(loader, folder, &error);
        g_test_assert_expected_messages();
        g_assert_no_error(error);
        problems = osinfo_loader_get_problems(loader);
        if (!is_left_out) {
            g_assert_cmpstr(problems[0], ==, NULL);
        } else {
            g_assert_nonnull(problems[0]);
            g_assert_nonnull(strstr(problems[0], odd[i].problem));
            g_assert_nonnull(strstr(problems[0], odd[i].file));
        }
        g_assert_cmpstr(get_name(osinfo_loader_get_db(loader), A_ID), ==, "A");
        ask(osinfo_loader_get_db(loader));
    }
}

/* A translation that is empty is none. */
static void
test_empty_translation(void)
{
    g_autofree char *folder = sandbox_new_folder();

    write_os(folder, A, A_ID, "<name>A</name><name xml:lang='de'/>");
    g_setenv("LANGUAGE", "de", TRUE);

    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

    g_unsetenv("LANGUAGE");
    g_assert_cmpstr(get_name(db, A_ID), ==, "A");
}

/* The language is that of the time of loading. */
static void
test_languages(void)
{
    static const struct {
        const char *language;
        const char *name;
    } rows[] = {
        {NULL, "Penguin 3"}, {"de", "Pinguin 3"},          {"de_AT.UTF-8", "Pinguin 3"},
        {"pt", "Penguin 3"}, {"pt_BR", "Pinguim 3"},       {"fr:pt_BR:de", "Pinguim 3"},
        {"fr", "Penguin 3"}, {"fr:de:pt_BR", "Pinguin 3"},
    };
    g_autofree char *folder = sandbox_get_sample();

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].language != NULL)
            g_setenv("LANGUAGE", rows[i].language, TRUE);

        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);

        g_unsetenv("LANGUAGE");
        g_assert_cmpstr(get_name(db, "http://example.org/penguin/3"), ==, rows[i].name);
    }
}

/* What is referred to is there as a shell, and somebody hears of it. */
static void
test_shells(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *second = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    write_os(folder, A, A_ID,
             "<upgrades id='" B_ID "'/><devices><device id='http://e.org/dev'/></devices>");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "Entity " B_ID " referenced but not defined");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "Entity http://e.org/dev referenced but not defined");
    osinfo_loader_process_path(loader, folder, &error);
    g_test_assert_expected_messages();
    g_assert_no_error(error);
    assert_oses(osinfo_loader_get_db(loader), A_ID " " B_ID);
    assert_ids(osinfo_db_get_device_list(osinfo_loader_get_db(loader)), "http://e.org/dev");

    OsinfoOs *shell = osinfo_db_get_os(osinfo_loader_get_db(loader), B_ID);

    g_assert_null(osinfo_product_get_name(OSINFO_PRODUCT(shell)));

    /* a second load defines it */
    write_os(second, B, B_ID, "<name>B</name>");
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING,
                          "Entity http://e.org/dev referenced but not defined");
    osinfo_loader_process_path(loader, second, &error);
    g_test_assert_expected_messages();
    g_assert_no_error(error);
    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(shell)), ==, "B");
}

/* Programs compare the names; a space in one would make it another domain. */
static void
test_error_domains(void)
{
    g_assert_cmpstr(g_quark_to_string(osinfo_error_quark()), ==, "libosinfo");
    g_assert_cmpstr(g_quark_to_string(osinfo_media_error_quark()), ==, "osinfo-media-error");
    g_assert_cmpstr(g_quark_to_string(osinfo_tree_error_quark()), ==, "osinfo-tree-error");
}

static void
test_sample(void)
{
    g_autofree char *folder = sandbox_get_sample();
    g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
    OsinfoOs *os = osinfo_db_get_os(db, "http://example.org/penguin/3");

    assert_oses(
        db, "http://example.org/addon/1 http://example.org/penguin/1 http://example.org/penguin/2 "
            "http://example.org/penguin/3 http://example.org/penguin/unknown");
    g_assert_cmpstr(osinfo_product_get_codename(OSINFO_PRODUCT(os)), ==, "Waddle On");
    assert_ids(osinfo_os_get_media_list(os),
               "http://example.org/penguin/3:0 http://example.org/penguin/3:1 "
               "http://example.org/penguin/3:60-drivers.xml:0");
    assert_ids(g_object_ref(osinfo_os_get_device_drivers(os)),
               "http://example.org/penguin/3:60-drivers.xml:0 "
               "http://example.org/penguin/3:60-drivers.xml:1");
    assert_ids(osinfo_os_get_all_devices(os, NULL),
               "http://example.org/bus/frob http://pcisig.com/pci/1af4/1041");
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/loader/sample", test_sample);
    g_test_add_func("/loader/error-domains", test_error_domains);
    g_test_add_func("/loader/locations", test_locations);
    g_test_add_func("/loader/empty-variables", test_empty_variables);
    g_test_add_func("/loader/data-dir", test_data_dir);
    g_test_add_func("/loader/old-user-folder", test_old_user_folder);
    g_test_add_func("/loader/path-and-uri", test_path_and_uri);
    g_test_add_func("/loader/missing-path", test_missing_path);
    g_test_add_func("/loader/odd-types", test_odd_types);
    g_test_add_func("/loader/single-file", test_single_file);
    g_test_add_func("/loader/places", test_places);
    g_test_add_func("/loader/twice-in-a-file", test_twice_in_a_file);
    g_test_add_func("/loader/db-before-load", test_db_before_load);
    g_test_add_func("/loader/db-outlives-loader", test_db_outlives_loader);
    g_test_add_func("/loader/entities-outlive-db", test_entities_outlive_db);
    g_test_add_func("/loader/second-load", test_second_load);
    g_test_add_func("/loader/objects-survive-load", test_objects_survive_load);
    g_test_add_func("/loader/many-loads", test_many_loads);
    g_test_add_func("/loader/steps-do-not-hide", test_steps_do_not_hide);
    g_test_add_func("/loader/deployments-are-replaced", test_deployments_are_replaced);
    g_test_add_func("/loader/errors", test_errors);
    g_test_add_func("/loader/no-problems", test_no_problems);
    g_test_add_func("/loader/unreadable", test_unreadable);
    g_test_add_func("/loader/refreshed", test_refreshed);
    g_test_add_func("/loader/unreadable-location", test_unreadable_location);
    g_test_add_func("/loader/odd-documents", test_odd_documents);
    g_test_add_func("/loader/empty-translation", test_empty_translation);
    g_test_add_func("/loader/languages", test_languages);
    g_test_add_func("/loader/shells", test_shells);
    return sandbox_run();
}
