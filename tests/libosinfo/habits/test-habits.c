/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Habits of programs in C and Vala: who frees what and when, casts, errors by number, the main
 * loop, and places that only another process shows. Habits of programs in Python are in
 * test-habits-NAME.py.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "iso-builder.h"
#include "model-helpers.h"
#include "sandbox.h"

#define PENGUIN_1 "http://example.org/penguin/1"
#define PENGUIN_2 "http://example.org/penguin/2"

static void
write_penguins(const char *folder)
{
    sandbox_write_xml(
        folder, "os/example.org/penguin-1.xml",
        "<os id='" PENGUIN_1 "'><short-id>penguin1</short-id><name>Penguin 1</name>"
        "<release-date>2019-01-31</release-date><eol-date>2021-12-01</eol-date>"
        "<devices><device id='http://example.org/net'/></devices>"
        "<driver arch='x86_64' location='http://example.org/drivers'><file>b.sys</file>"
        "<file>a.inf</file><device id='http://example.org/net'/></driver></os>");
    sandbox_write_xml(
        folder, "os/example.org/penguin-2.xml",
        "<os id='" PENGUIN_2 "'><short-id>penguin2</short-id><name>Penguin 2</name>"
        "<upgrades id='" PENGUIN_1 "'/><derives-from id='" PENGUIN_1 "'/>"
        "<media arch='x86_64' live='true'><iso><volume-id>^PENGUIN_2$</volume-id>"
        "<l10n-language>pl</l10n-language><l10n-language>de_DE</l10n-language></iso></media>"
        "</os>");
    sandbox_write_xml(
        folder, "device/example.org/net.xml",
        "<device id='http://example.org/net'><name>net</name><class>net</class></device>");
}

static OsinfoDb *
load_penguins(void)
{
    g_autofree char *folder = sandbox_new_folder();

    write_penguins(folder);
    return sandbox_load(folder, NULL);
}

static char *
write_iso(const char *label, guint boot_slot)
{
    g_autofree char *folder = sandbox_new_folder();
    char *path = g_build_filename(folder, "x.iso", NULL);

    iso_write(&(IsoSpec){.volume_id = label, .boot_slot = boot_slot}, path);
    return path;
}

static guint
count_references(gpointer object)
{
    return g_atomic_int_get(&G_OBJECT(object)->ref_count);
}

static gint
compare_names_backwards(gconstpointer a, gconstpointer b)
{
    OsinfoProduct *const *products = (OsinfoProduct *const[]){(gpointer)a, (gpointer)b};

    return g_strcmp0(osinfo_product_get_name(products[1]), osinfo_product_get_name(products[0]));
}

/* Vala frees the container; the program has sorted it before. */
static void
test_relist_sorted_in_place(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();

    for (int i = 0; i < 3; i++) {
        g_autoptr(OsinfoOsList) systems = osinfo_db_get_os_list(db);
        GList *elements = osinfo_list_get_elements(OSINFO_LIST(systems));

        g_assert_cmpuint(g_list_length(elements), ==, 2);
        g_assert_cmpstr(osinfo_entity_get_id(elements->data), ==, PENGUIN_1);
        elements = g_list_sort(elements, compare_names_backwards);
        g_assert_cmpstr(osinfo_entity_get_id(elements->data), ==, PENGUIN_2);
        g_list_free(elements);
    }
}

/* virt-v2v keeps what get_nth() lent it: list and loader are gone, the database is not. */
static void
test_borrowed_after_list(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    OsinfoList *systems = OSINFO_LIST(osinfo_db_get_os_list(db));
    OsinfoList *found = NULL;
    OsinfoOs *os = NULL;
    OsinfoDevice *device = NULL;

    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, "penguin2");
    found = osinfo_list_new_filtered(systems, filter);
    g_object_unref(systems);
    g_assert_cmpint(osinfo_list_get_length(found), ==, 1);
    os = OSINFO_OS(osinfo_list_get_nth(found, 0));
    g_object_unref(found);
    g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(os)), ==, "Penguin 2");

    found = OSINFO_LIST(osinfo_os_get_all_devices(os, NULL));
    device = OSINFO_DEVICE(osinfo_list_get_nth(found, 0));
    g_object_unref(found);
    g_assert_cmpstr(osinfo_device_get_name(device), ==, "net");
    g_assert_true(osinfo_db_get_device(db, "http://example.org/net") == device);
}

/* Programs that want to be sure take a reference of their own, and give it back after the database
 * went. */
static void
test_kept_after_database(void)
{
    OsinfoDb *db = load_penguins();
    g_autoptr(OsinfoOs) os = g_object_ref(osinfo_db_get_os(db, PENGUIN_2));
    g_autoptr(OsinfoMediaList) media = NULL;

    g_object_unref(db);
    g_assert_cmpstr(osinfo_product_get_short_id(OSINFO_PRODUCT(os)), ==, "penguin2");
    media = osinfo_os_get_media_list(os);
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(media)), ==, 1);
}

/* Tracker unrefs what get_os() gives it; libvirt-designer asks for the property. */
static void
test_os_reference(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();
    g_autofree char *path = write_iso("PENGUIN_2", 1);
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(path, NULL, NULL);
    OsinfoOs *borrowed = osinfo_db_get_os(db, PENGUIN_2);
    OsinfoOs *os = NULL;
    guint before = 0;

    g_assert_null(osinfo_media_get_os(media));
    g_object_get(media, "os", &os, NULL);
    g_assert_null(os);
    g_assert_true(osinfo_db_identify_media(db, media));
    before = count_references(borrowed);
    for (int i = 0; i < 3; i++) {
        os = osinfo_media_get_os(media);
        g_assert_true(os == borrowed);
        g_assert_cmpuint(count_references(os), ==, before + 1);
        g_object_unref(os);
        g_object_get(media, "os", &os, NULL);
        g_assert_true(os == borrowed);
        g_assert_cmpuint(count_references(os), ==, before + 1);
        g_clear_object(&os);
    }
    g_assert_cmpuint(count_references(borrowed), ==, before);
}

/* The identified medium keeps no database alive, and knows its texts without one. */
static void
test_medium_outlives_database(void)
{
    OsinfoDb *db = load_penguins();
    g_autofree char *path = write_iso("PENGUIN_2", 1);
    g_autoptr(OsinfoMedia) media = osinfo_media_create_from_location(path, NULL, NULL);
    GList *languages = NULL;

    g_assert_true(osinfo_db_identify_media(db, media));
    g_object_unref(db);
    languages = osinfo_media_get_languages(media);
    g_assert_cmpuint(g_list_length(languages), ==, 2);
    g_assert_cmpstr(languages->data, ==, "pl");
    g_list_free(languages);
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media)), ==, PENGUIN_2 ":0");
    g_assert_true(osinfo_media_get_live(media));
}

/* Containers are the caller's, texts are not. */
static void
test_text_lists(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();
    OsinfoOs *os = osinfo_db_get_os(db, PENGUIN_1);
    OsinfoDeviceDriver *driver =
        OSINFO_DEVICE_DRIVER(osinfo_list_get_nth(OSINFO_LIST(osinfo_os_get_device_drivers(os)), 0));

    for (int i = 0; i < 2; i++) {
        GList *files = osinfo_device_driver_get_files(driver);
        GList *short_ids = osinfo_product_get_short_id_list(OSINFO_PRODUCT(os));

        g_assert_cmpuint(g_list_length(files), ==, 2);
        files = g_list_sort(files, (GCompareFunc)g_strcmp0);
        g_assert_cmpstr(files->data, ==, "a.inf");
        g_list_free(files);
        g_assert_cmpstr(short_ids->data, ==, "penguin1");
        g_list_free(short_ids);
    }
    /* the driver's list is lent: the device is the database's */
    g_assert_true(osinfo_list_get_nth(OSINFO_LIST(osinfo_device_driver_get_devices(driver)), 0) ==
                  OSINFO_ENTITY(osinfo_db_get_device(db, "http://example.org/net")));
}

/* A date is the caller's, and its fields are filled in. */
static void
test_date_fields(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();
    OsinfoProduct *os = OSINFO_PRODUCT(osinfo_db_get_os(db, PENGUIN_1));
    GDate *first = osinfo_product_get_eol_date(os);
    GDate *second = osinfo_product_get_eol_date(os);

    g_assert_true(first != second);
    g_assert_true(first->dmy);
    g_assert_cmpuint(first->year, ==, 2021);
    g_assert_cmpuint(first->month, ==, 12);
    g_assert_cmpuint(first->day, ==, 1);
    g_date_add_years(first, 1);
    g_date_free(first);
    g_assert_cmpuint(g_date_get_year(second), ==, 2021);
    g_date_free(second);
    g_assert_null(osinfo_product_get_release_date(OSINFO_PRODUCT(osinfo_db_get_os(db, PENGUIN_2))));
}

/* Boxes casts to the common list and back. */
static void
test_casts(void)
{
    g_autoptr(OsinfoDb) db = load_penguins();
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    OsinfoOs *os = osinfo_db_get_os(db, PENGUIN_2);
    struct {
        OsinfoList *list;
        GType type;
    } lists[] = {
        {OSINFO_LIST(osinfo_db_get_os_list(db)), OSINFO_TYPE_OSLIST},
        {OSINFO_LIST(osinfo_db_get_device_list(db)), OSINFO_TYPE_DEVICELIST},
        {OSINFO_LIST(osinfo_db_get_platform_list(db)), OSINFO_TYPE_PLATFORMLIST},
        {OSINFO_LIST(osinfo_os_get_media_list(os)), OSINFO_TYPE_MEDIALIST},
        {OSINFO_LIST(osinfo_os_get_tree_list(os)), OSINFO_TYPE_TREELIST},
        {OSINFO_LIST(osinfo_os_get_image_list(os)), OSINFO_TYPE_IMAGELIST},
        {OSINFO_LIST(osinfo_os_get_all_devices(os, NULL)), OSINFO_TYPE_DEVICELIST},
        {OSINFO_LIST(osinfo_os_get_all_device_links(os, NULL)), OSINFO_TYPE_DEVICELINKLIST},
        {OSINFO_LIST(osinfo_os_get_firmware_list(os, NULL)), OSINFO_TYPE_FIRMWARELIST},
        {OSINFO_LIST(osinfo_os_get_minimum_resources(os)), OSINFO_TYPE_RESOURCESLIST},
        {OSINFO_LIST(
             osinfo_product_get_related(OSINFO_PRODUCT(os), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES)),
         OSINFO_TYPE_PRODUCTLIST},
    };

    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_autoptr(OsinfoList) list = lists[i].list;
        g_autoptr(OsinfoList) filtered = osinfo_list_new_filtered(list, filter);
        g_autoptr(OsinfoList) copy = osinfo_list_new_copy(list);

        g_assert_true(G_TYPE_CHECK_INSTANCE_TYPE(list, lists[i].type));
        g_assert_true(G_OBJECT_TYPE(filtered) == G_OBJECT_TYPE(list));
        g_assert_true(G_OBJECT_TYPE(copy) == G_OBJECT_TYPE(list));
        g_assert_cmpint(osinfo_list_get_length(filtered), ==, osinfo_list_get_length(list));
        g_assert_true(osinfo_list_get_element_type(filtered) == osinfo_list_get_element_type(list));
    }
    g_assert_true(OSINFO_IS_PRODUCT(os) && OSINFO_IS_ENTITY(os) && !OSINFO_IS_PLATFORM(os));
}

/* g_autoptr() for every class; a program that leaves early has not set them yet. */
static void
test_autoptr(void)
{
#define UNSET(Name) G_GNUC_UNUSED g_autoptr(Name) variable_##Name = NULL
    UNSET(OsinfoAvatarFormat);
    UNSET(OsinfoDatamap);
    UNSET(OsinfoDatamapList);
    UNSET(OsinfoDb);
    UNSET(OsinfoDeployment);
    UNSET(OsinfoDeploymentList);
    UNSET(OsinfoDevice);
    UNSET(OsinfoDeviceDriver);
    UNSET(OsinfoDeviceDriverList);
    UNSET(OsinfoDeviceLink);
    UNSET(OsinfoDeviceLinkFilter);
    UNSET(OsinfoDeviceLinkList);
    UNSET(OsinfoDeviceList);
    UNSET(OsinfoEntity);
    UNSET(OsinfoFilter);
    UNSET(OsinfoFirmware);
    UNSET(OsinfoFirmwareList);
    UNSET(OsinfoImage);
    UNSET(OsinfoImageList);
    UNSET(OsinfoInstallConfig);
    UNSET(OsinfoInstallConfigParam);
    UNSET(OsinfoInstallConfigParamList);
    UNSET(OsinfoInstallScript);
    UNSET(OsinfoInstallScriptList);
    UNSET(OsinfoList);
    UNSET(OsinfoLoader);
    UNSET(OsinfoMedia);
    UNSET(OsinfoMediaList);
    UNSET(OsinfoOs);
    UNSET(OsinfoOsList);
    UNSET(OsinfoOsVariant);
    UNSET(OsinfoOsVariantList);
    UNSET(OsinfoPlatform);
    UNSET(OsinfoPlatformList);
    UNSET(OsinfoProduct);
    UNSET(OsinfoProductFilter);
    UNSET(OsinfoProductList);
    UNSET(OsinfoResources);
    UNSET(OsinfoResourcesList);
    UNSET(OsinfoTree);
    UNSET(OsinfoTreeList);
#undef UNSET
    g_autoptr(OsinfoDb) db = load_penguins();

    g_assert_nonnull(db);
}

/* What a program is compiled with decides which calls it makes. */
static void
test_version_macros(void)
{
#if OSINFO_MAJOR_VERSION < 1 || (OSINFO_MAJOR_VERSION == 1 && OSINFO_MINOR_VERSION < 10)
    g_test_fail();
#endif
    g_autofree char *text = g_strdup_printf("%d.%d.%d", OSINFO_MAJOR_VERSION, OSINFO_MINOR_VERSION,
                                            OSINFO_MICRO_VERSION);

    g_assert_cmpstr(text, ==, VERSION);
}

/* Tracker looks at the number alone, whatever the domain: 4 is a data disc, anything else is a
 * failure. */
static void
test_error_by_number(void)
{
    g_autofree char *data_disc = write_iso("DATA", 0);
    g_autofree char *folder = g_path_get_dirname(data_disc);
    g_autofree char *absent = g_build_filename(folder, "absent.iso", NULL);
    g_autofree char *empty = g_build_filename(folder, "empty.iso", NULL);
    g_autofree char *text = g_build_filename(folder, "text.iso", NULL);
    g_autofree char *below = g_build_filename(text, "below", NULL);
    const char *const failures[] = {
        absent, empty, text, below, folder, "/dev/null", "smb://x.invalid/x.iso", ""};
    g_autoptr(GError) error = NULL;

    sandbox_write(folder, "empty.iso", "");
    sandbox_write(folder, "text.iso", "no medium at all");
    g_assert_null(osinfo_media_create_from_location(data_disc, NULL, &error));
    g_assert_error(error, OSINFO_MEDIA_ERROR, OSINFO_MEDIA_ERROR_NOT_BOOTABLE);
    g_assert_cmpint(error->code, ==, 4);
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autoptr(GError) failure = NULL;

        g_assert_null(osinfo_media_create_from_location(failures[i], NULL, &failure));
        g_assert_nonnull(failure);
        g_assert_cmpint(failure->code, !=, 4);
    }
}

typedef struct {
    GMainLoop *loop;
    GMainContext *context;
    OsinfoMedia *media;
    GError *error;
    guint ticks;
    gboolean returned;
} Yielding;

static void
media_ready(GObject *source, GAsyncResult *result, gpointer data)
{
    Yielding *yielding = data;

    g_assert_true(yielding->returned);
    g_assert_true(g_main_context_is_owner(yielding->context));
    yielding->media = osinfo_media_create_from_location_finish(result, &yielding->error);
    g_main_loop_quit(yielding->loop);
}

static gboolean
tick(gpointer data)
{
    ((Yielding *)data)->ticks++;
    return G_SOURCE_REMOVE;
}

/* `yield` of Vala: the call returns, other work goes on, then it is called back by the loop it came
 * from. */
static void
yield_for(const char *path, GCancellable *cancellable, GMainContext *context, Yielding *yielding)
{
    g_autoptr(GSource) source = g_idle_source_new();

    yielding->context = context != NULL ? context : g_main_context_default();
    yielding->loop = g_main_loop_new(context, FALSE);
    g_source_set_callback(source, tick, yielding, NULL);
    g_source_set_priority(source, G_PRIORITY_HIGH);
    g_source_attach(source, context);
    osinfo_media_create_from_location_async(path, G_PRIORITY_DEFAULT, cancellable, media_ready,
                                            yielding);
    yielding->returned = TRUE;
    g_assert_cmpuint(yielding->ticks, ==, 0);
    g_main_loop_run(yielding->loop);
    g_assert_cmpuint(yielding->ticks, ==, 1);
    g_main_loop_unref(yielding->loop);
}

static void
test_async(void)
{
    g_autofree char *good = write_iso("PENGUIN_2", 1);
    g_autofree char *data_disc = write_iso("DATA", 0);
    g_autoptr(GMainContext) own = g_main_context_new();
    GMainContext *contexts[] = {NULL, own};

    for (guint i = 0; i < G_N_ELEMENTS(contexts); i++) {
        g_autoptr(GCancellable) cancelled = g_cancellable_new();
        Yielding yielding = {0};

        if (contexts[i] != NULL)
            g_main_context_push_thread_default(contexts[i]);
        yield_for(good, NULL, contexts[i], &yielding);
        g_assert_no_error(yielding.error);
        g_assert_cmpstr(osinfo_media_get_volume_id(yielding.media), ==, "PENGUIN_2");
        g_object_unref(yielding.media);

        yielding = (Yielding){0};
        yield_for(data_disc, NULL, contexts[i], &yielding);
        g_assert_null(yielding.media);
        g_assert_error(yielding.error, OSINFO_MEDIA_ERROR, OSINFO_MEDIA_ERROR_NOT_BOOTABLE);
        g_clear_error(&yielding.error);

        yielding = (Yielding){0};
        g_cancellable_cancel(cancelled);
        yield_for(good, cancelled, contexts[i], &yielding);
        g_assert_null(yielding.media);
        g_assert_error(yielding.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        g_clear_error(&yielding.error);
        if (contexts[i] != NULL)
            g_main_context_pop_thread_default(contexts[i]);
    }
}

/* Where this process may not have a mount table of its own, it ends with the status MOUNT_REFUSED.
 */
#define MOUNT_REFUSED 77

static void
write_own(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    if (file != NULL) {
        fputs(text, file);
        fclose(file);
    }
}

/* After this, mounts of the process are nobody else's. */
static void
enter_mount_namespace(void)
{
    uid_t user = getuid();

    if (unshare(CLONE_NEWNS) != 0) {
        g_autofree char *map = g_strdup_printf("0 %d 1", (int)user);

        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            _exit(MOUNT_REFUSED);
        write_own("/proc/self/uid_map", map);
    }
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        _exit(MOUNT_REFUSED);
}

/* Runs load-helper with @upper in the place of @lower; NULL if that is not allowed here. */
static char *
run_with_mount(const char *upper, const char *lower, const char *argument, const char *system)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *helper =
        g_test_build_filename(G_TEST_BUILT, "libosinfo", "common", "load-helper", NULL);
    g_autoptr(GSubprocess) child = NULL;
    g_autoptr(GError) error = NULL;
    char *output = NULL;

    if (system != NULL)
        g_subprocess_launcher_setenv(launcher, "OSINFO_SYSTEM_DIR", system, TRUE);
    else
        g_subprocess_launcher_unsetenv(launcher, "OSINFO_SYSTEM_DIR");
    g_subprocess_launcher_unsetenv(launcher, "G_MESSAGES_DEBUG"); /* goes to the output */
    g_subprocess_launcher_setenv(launcher, "XDG_CACHE_HOME", g_get_user_cache_dir(), TRUE);
    child = g_subprocess_launcher_spawn(launcher, &error, self, "--mount", upper, lower, helper,
                                        argument, NULL);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_communicate_utf8(child, NULL, NULL, &output, NULL, &error));
    g_assert_true(g_subprocess_get_if_exited(child));
    if (g_subprocess_get_exit_status(child) == MOUNT_REFUSED)
        g_clear_pointer(&output, g_free);
    else
        g_assert_cmpint(g_subprocess_get_exit_status(child), ==, 0);
    return output;
}

/* The other side: UPPER LOWER PROGRAM ARGUMENT */
static int
mount_and_run(char **arguments)
{
    enter_mount_namespace();
    if (mount(arguments[0], arguments[1], NULL, MS_BIND, NULL) != 0)
        return MOUNT_REFUSED;
    execv(arguments[2], arguments + 2);
    return 1;
}

/* Cockpit's tests put a file over one of the database, so that neither folder nor name changes. */
static void
test_bind_mounted_file(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *other = sandbox_new_folder();
    g_autofree char *lower = g_build_filename(folder, "os/example.org/penguin-1.xml", NULL);
    g_autofree char *upper = g_build_filename(other, "changed.xml", NULL);
    g_autofree char *before = NULL;
    g_autofree char *mounted = NULL;
    g_autofree char *after = NULL;
    const char *const arguments[] = {"default", NULL};
    g_autofree char *setting = g_strconcat("OSINFO_SYSTEM_DIR=", folder, NULL);
    const char *const settings[] = {setting, NULL};
    g_autoptr(GPtrArray) cache = NULL;

    write_penguins(folder);
    sandbox_write_xml(other, "changed.xml", "<os id='" PENGUIN_1 "'><name>Changed 1</name></os>");
    sandbox_wait_until_settled();
    before = sandbox_run_helper(settings, arguments);
    g_assert_nonnull(strstr(before, "Penguin 1"));
    cache = sandbox_list_cache();
    g_assert_cmpuint(cache->len, ==, 1);
    mounted = run_with_mount(upper, lower, "default", folder);
    if (mounted == NULL) {
        g_test_skip("a mount table of its own is not allowed here");
        return;
    }
    g_assert_nonnull(strstr(mounted, "Changed 1"));
    g_assert_null(strstr(mounted, "Penguin 1"));
    after = sandbox_run_helper(settings, arguments);
    g_assert_cmpstr(after, ==, before);
}

/* The same without privileges: another file, as old and as long, takes the name. */
static void
test_file_exchanged(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "os/example.org/penguin-1.xml", NULL);
    g_autofree char *fresh = g_build_filename(folder, "fresh", NULL);
    g_autofree char *setting = g_strconcat("OSINFO_SYSTEM_DIR=", folder, NULL);
    const char *const settings[] = {setting, NULL};
    const char *const arguments[] = {"default", NULL};
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    g_autofree char *text = NULL;
    struct stat status;
    char *name = NULL;

    write_penguins(folder);
    sandbox_wait_until_settled();
    before = sandbox_run_helper(settings, arguments);
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    name = strstr(text, "Penguin 1");
    g_assert_nonnull(name);
    memcpy(name, "Changed", strlen("Changed"));
    sandbox_write(folder, "fresh", text);
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(
        utimensat(AT_FDCWD, fresh, (struct timespec[]){status.st_atim, status.st_mtim}, 0), ==, 0);
    g_assert_cmpint(g_rename(fresh, path), ==, 0);
    after = sandbox_run_helper(settings, arguments);
    g_assert_nonnull(strstr(before, "Penguin 1"));
    g_assert_nonnull(strstr(after, "Changed 1"));
}

/* Boxes' flatpak has library and database below /app, and no variable: the prefix decides. */
static void
test_own_prefix(void)
{
    g_autofree char *data = sandbox_new_folder();
    g_autofree char *folder = g_build_filename(data, "osinfo", NULL);
    g_autofree char *output = NULL;

    if (!g_file_test(OSINFO_DATADIR, G_FILE_TEST_IS_DIR)) {
        g_test_skip("there is no " OSINFO_DATADIR " to put a folder in the place of");
        return;
    }
    write_penguins(folder);
    output = run_with_mount(data, OSINFO_DATADIR, "default", NULL);
    if (output == NULL) {
        g_test_skip("a mount table of its own is not allowed here");
        return;
    }
    g_assert_nonnull(strstr(output, "os " PENGUIN_1 " Penguin 1\n"));
}

int
main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "--mount") == 0)
        return mount_and_run(argv + 2);
    sandbox_init(&argc, &argv);
    g_test_add_func("/habits/boxes/relist-sorted-in-place", test_relist_sorted_in_place);
    g_test_add_func("/habits/virt-v2v/borrowed-after-list-is-gone", test_borrowed_after_list);
    g_test_add_func("/habits/libvirt-designer/kept-after-database", test_kept_after_database);
    g_test_add_func("/habits/tracker/os-is-a-reference", test_os_reference);
    g_test_add_func("/habits/tracker/medium-outlives-database", test_medium_outlives_database);
    g_test_add_func("/habits/boxes/text-lists", test_text_lists);
    g_test_add_func("/habits/kubevirt/date-fields", test_date_fields);
    g_test_add_func("/habits/boxes/casts", test_casts);
    g_test_add_func("/habits/boxes/autoptr-for-all-classes", test_autoptr);
    g_test_add_func("/habits/localsearch/version-macros", test_version_macros);
    g_test_add_func("/habits/tracker/error-by-number", test_error_by_number);
    g_test_add_func("/habits/boxes/async", test_async);
    g_test_add_func("/habits/cockpit/bind-mounted-file", test_bind_mounted_file);
    g_test_add_func("/habits/cockpit/file-exchanged", test_file_exchanged);
    g_test_add_func("/habits/boxes/own-prefix", test_own_prefix);
    return sandbox_run();
}
