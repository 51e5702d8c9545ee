/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Faults of the established library that are not to come again. A case is named after the number
 * that the fault has in tests/README.md, where a table says which test covers which of them: here are
 * those that no other program covers.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compile/compile_module.h"
#include "db/object_types.h"
#include "entity/osinfo_list_private.h"
#include "iso-builder.h"
#include "model-helpers.h"
#include "recognise/entity_evidence.h"
#include "recognise/match.h"
#include "sandbox.h"
#include "walk.h"

static void
write_os(const char *folder, const char *name, const char *content)
{
    g_autofree char *file = g_strdup_printf("os/e.org/%s.xml", name);
    g_autofree char *text = g_strdup_printf("<os id='http://e.org/%s'>%s</os>", name, content);

    sandbox_write_xml(folder, file, text);
}

static OsinfoOs *
get_os(OsinfoDb *db, const char *name)
{
    g_autofree char *id = g_strdup_printf("http://e.org/%s", name);
    OsinfoOs *os = osinfo_db_get_os(db, id);

    g_assert_nonnull(os);
    return os;
}

/* Parts of ids behind the last slash. Frees the list. */
static void
assert_names(gpointer list, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (gint i = 0; i < osinfo_list_get_length(list); i++) {
        const char *id = osinfo_entity_get_id(osinfo_list_get_nth(list, i));

        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", strrchr(id, '/') + 1);
    }
    g_assert_cmpstr(text->str, ==, expected);
    g_object_unref(list);
}

/* --- media ------------------------------------------------------------------------------------ */

#define DESCRIPTOR 32768 /* bytes; where the first volume descriptor stands */
#define ROOT (DESCRIPTOR + 156)
#define ROOT_BLOCK (ROOT + 2) /* both byte orders */
#define ROOT_SIZE (ROOT + 10)

static void
put_both_orders(GByteArray *image, gsize offset, guint32 value)
{
    guint32 little = GUINT32_TO_LE(value);
    guint32 big = GUINT32_TO_BE(value);

    memcpy(image->data + offset, &little, sizeof(little));
    memcpy(image->data + offset + 4, &big, sizeof(big));
}

/* Reads @image as a medium that need not be bootable. */
static OsinfoMedia *
read_media(const GByteArray *image, GError **error)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *path = g_build_filename(folder, "test.iso", NULL);

    g_assert_true(g_file_set_contents(path, (const char *)image->data, image->len, NULL));
    return osinfo_media_create_from_location_with_flags(path, NULL, 0, error);
}

/* Other data with some text where an image has its name. */
static void
test_text_in_place_of_name(void)
{
    g_autoptr(GByteArray) image = g_byte_array_new();
    g_autoptr(GError) error = NULL;

    g_byte_array_set_size(image, 80 * 1024);
    memset(image->data, 0, image->len);
    memcpy(image->data + DESCRIPTOR + 40, "NAME", 4);
    g_assert_null(read_media(image, &error));
    g_assert_cmpint(error->domain, ==, OSINFO_MEDIA_ERROR);
    g_assert_cmpint(error->code, !=, OSINFO_MEDIA_ERROR_NOT_BOOTABLE);
}

/* The root directory of a PowerPC image, from which 4 GiB are to be added: where there is nothing.
 */
static void
test_root_beyond_4_gib(void)
{
    static const IsoSpec spec = {
        .volume_id = "TEST", .ppc_directory = "PPC", .bootinfo_file = "BOOTINFO.TXT;1"};
    g_autoptr(GByteArray) image = iso_build(&spec);
    g_autoptr(OsinfoMedia) near = read_media(image, NULL);
    g_autoptr(OsinfoMedia) far = NULL;
    guint32 block = 0;

    g_assert_true(osinfo_media_is_bootable(near));
    memcpy(&block, image->data + ROOT_BLOCK, sizeof(block));
    put_both_orders(image, ROOT_BLOCK, GUINT32_FROM_LE(block) + (1u << 21));
    far = read_media(image, NULL);
    g_assert_false(osinfo_media_is_bootable(far));
}

/* --- entities that are incomplete ------------------------------------------------------------- */

/* Lists of more elements than are searched one by one, and of fewer. */
static const guint lengths[] = {3, 100};

static OsinfoList *
new_devices(guint length, const char *prefix)
{
    OsinfoList *list = OSINFO_LIST(osinfo_devicelist_new());

    for (guint i = 0; i < length; i++) {
        g_autofree char *id = g_strdup_printf("%s%u", prefix, i);
        g_autoptr(OsinfoDevice) device = osinfo_device_new(id);

        osinfo_list_add(list, OSINFO_ENTITY(device));
    }
    return list;
}

static void
test_null_ids_in_lists(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(OsinfoList) list = new_devices(lengths[i], "d");
        g_autoptr(OsinfoList) other = new_devices(1, "d");
        g_autoptr(OsinfoList) joined = NULL;
        g_autoptr(OsinfoList) common = NULL;
        g_autoptr(OsinfoDevice) one = osinfo_device_new(NULL);
        g_autoptr(OsinfoDevice) two = osinfo_device_new(NULL);
        gint length = (gint)lengths[i];

        osinfo_list_add(list, OSINFO_ENTITY(one));
        osinfo_list_add(list, OSINFO_ENTITY(two));
        g_assert_cmpint(osinfo_list_get_length(list), ==, length + 2);
        g_assert_true(osinfo_list_get_nth(list, length + 1) == OSINFO_ENTITY(two));
        g_assert_null(osinfo_list_find_by_id(list, "nothing"));
        g_assert_nonnull(osinfo_list_find_by_id(list, "d1"));
        joined = osinfo_list_new_union(other, list);
        common = osinfo_list_new_intersection(list, other);
        g_assert_cmpint(osinfo_list_get_length(joined), ==, length + 2);
        g_assert_cmpint(osinfo_list_get_length(common), ==, 1);
    }
}

/* The id that the list knew is freed when the entity gets another one. */
static void
test_id_changes_in_list(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(OsinfoList) list = new_devices(lengths[i], "d");
        g_autoptr(OsinfoDevice) more = osinfo_device_new("more");
        g_autoptr(OsinfoList) copy = NULL;
        gint length = (gint)lengths[i];

        g_assert_nonnull(osinfo_list_find_by_id(list, "d2")); /* by now there is an index */
        for (gint j = 0; j < length; j++) {
            g_autofree char *id = g_strdup_printf("new%d", j);

            g_object_set(osinfo_list_get_nth(list, j), "id", id, NULL);
        }
        osinfo_list_find_by_id(list, "d2");
        osinfo_list_add(list, OSINFO_ENTITY(more));
        copy = osinfo_list_new_copy(list);
        g_assert_cmpint(osinfo_list_get_length(list), ==, length + 1);
        g_assert_cmpint(osinfo_list_get_length(copy), ==, length + 1);
        g_assert_cmpstr(osinfo_entity_get_id(osinfo_list_get_nth(list, 0)), ==, "new0");
        g_assert_nonnull(osinfo_list_find_by_id(copy, "new2"));
        g_assert_null(osinfo_list_find_by_id(copy, "d2"));
    }
}

/* Recognising media of the program's own list changes their ids. */
static void
test_identified_in_list(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_medialist_new());
    g_autoptr(OsinfoDb) db = NULL;

    write_os(folder, "a", "<media arch='all'><iso><volume-id>^A$</volume-id></iso></media>");
    db = sandbox_load(folder, NULL);
    for (guint i = 0; i < 40; i++) {
        g_autofree char *id = g_strdup_printf("/dev/sr%u", i);
        g_autoptr(OsinfoMedia) media = osinfo_media_new(id, NULL);

        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, "A");
        osinfo_list_add(list, OSINFO_ENTITY(media));
    }
    for (gint i = 0; i < 40; i++) {
        OsinfoMedia *media = OSINFO_MEDIA(osinfo_list_get_nth(list, i));

        g_assert_true(osinfo_db_identify_media(db, media));
        osinfo_list_find_by_id(list, "/dev/sr7");
    }
    g_assert_cmpint(osinfo_list_get_length(list), ==, 40);
    g_assert_cmpstr(osinfo_entity_get_id(osinfo_list_get_nth(list, 39)), ==, "http://e.org/a:0");
}

/* As udev describes them: of an architecture that is not known. */
static void
test_media_of_any_architecture(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoMedia) media = osinfo_media_new("/dev/sr0", OSINFO_ARCHITECTURE_ALL);
    g_autoptr(OsinfoDb) db = NULL;

    write_os(folder, "a", "<media arch='x86_64'><iso><volume-id>^A$</volume-id></iso></media>");
    db = sandbox_load(folder, NULL);
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, "A");
    g_assert_true(osinfo_db_identify_media(db, media));
    g_assert_cmpstr(osinfo_media_get_architecture(media), ==, "x86_64");
}

/* Firmware without architecture or type, along a chain. */
static void
test_incomplete_firmware(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoDb) db = NULL;

    write_os(folder, "a",
             "<firmware/><firmware type='efi'/><firmware arch='x86_64' supported='false'/>");
    write_os(
        folder, "b",
        "<derives-from id='http://e.org/a'/><firmware supported='false'/><firmware type='efi'/>");
    db = sandbox_load(folder, NULL);
    assert_names(osinfo_os_get_firmware_list(get_os(db, "a"), NULL), "a:0 a:1");
    assert_names(osinfo_os_get_firmware_list(get_os(db, "b"), NULL), "b:1 a:1");
    assert_names(osinfo_os_get_complete_firmware_list(get_os(db, "b"), NULL), "b:0 b:1 a:2");
}

/* --- relations -------------------------------------------------------------------------------- */

static void
ask_all_that_is_inherited(OsinfoDb *db, const char *name, const char *devices)
{
    OsinfoOs *os = get_os(db, name);
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();

    assert_names(osinfo_os_get_all_devices(os, NULL), devices);
    assert_names(osinfo_os_get_all_device_links(os, NULL), devices);
    assert_names(osinfo_os_get_all_devices(os, filter), devices);
    assert_names(osinfo_os_get_minimum_resources(os), "");
    assert_names(osinfo_os_get_recommended_resources(os), "");
    assert_names(osinfo_os_get_maximum_resources(os), "");
    assert_names(osinfo_os_get_network_install_resources(os), "");
    assert_names(osinfo_os_get_firmware_list(os, NULL), "");
    assert_names(osinfo_os_get_complete_firmware_list(os, NULL), "");
    g_assert_null(osinfo_os_get_kernel_url_argument(os));
    g_assert_null(osinfo_os_get_cloud_image_username(os));
}

#define DEVICES(name) "<devices><device id='http://e.org/" name "'/></devices>"
#define TO(relation, name) "<" relation " id='http://e.org/" name "'/>"

static char *
new_folder_with_devices(void)
{
    char *folder = sandbox_new_folder();

    for (const char *letter = "d\0e\0f\0"; *letter != '\0'; letter += 2) {
        g_autofree char *file = g_strdup_printf("device/e.org/%s.xml", letter);
        g_autofree char *text = g_strdup_printf("<device id='http://e.org/%s'/>", letter);

        sandbox_write_xml(folder, file, text);
    }
    return folder;
}

static void
test_circles(void)
{
    g_autofree char *folder = new_folder_with_devices();
    g_autoptr(OsinfoDb) db = NULL;

    write_os(folder, "self", TO("clones", "self") TO("derives-from", "self") DEVICES("d"));
    write_os(folder, "one", TO("derives-from", "two") DEVICES("d"));
    write_os(folder, "two", TO("clones", "three") DEVICES("e"));
    write_os(folder, "three", TO("derives-from", "one") TO("upgrades", "two") DEVICES("f"));
    sandbox_write_xml(folder, "platform/e.org/p.xml",
                      "<platform id='http://e.org/p'>" TO("upgrades", "q")
                          DEVICES("d") "</platform>");
    sandbox_write_xml(folder, "platform/e.org/q.xml",
                      "<platform id='http://e.org/q'>" TO("derives-from", "p")
                          DEVICES("e") "</platform>");
    db = sandbox_load(folder, NULL);

    /* every system once, in the order in which they are met */
    ask_all_that_is_inherited(db, "self", "d");
    ask_all_that_is_inherited(db, "one", "d e f");
    ask_all_that_is_inherited(db, "two", "e f d");
    ask_all_that_is_inherited(db, "three", "f d e");
    assert_names(
        osinfo_platform_get_all_devices(osinfo_db_get_platform(db, "http://e.org/p"), NULL), "d e");
}

/* Sixty floors with two stairs between any two of them: walked way by way that takes for ever. */
static void
test_many_ways_to_one(void)
{
    g_autofree char *folder = new_folder_with_devices();
    g_autoptr(OsinfoDb) db = NULL;

    for (guint i = 0; i < 60; i++) {
        static const char *const names[] = {"left", "right"};

        for (guint j = 0; j < G_N_ELEMENTS(names); j++) {
            g_autofree char *name = g_strdup_printf("%s-%u", names[j], i);
            g_autofree char *content = g_strdup_printf(
                TO("derives-from", "left-%u") TO("clones", "right-%u"), i + 1, i + 1);

            write_os(folder, name, content);
        }
    }
    write_os(folder, "left-60", DEVICES("d"));
    write_os(folder, "right-60", DEVICES("e"));
    db = sandbox_load(folder, NULL);
    ask_all_that_is_inherited(db, "left-0", "d e");
}

/* --- files ------------------------------------------------------------------------------------ */

static void
test_own_parameters_once(void)
{
    static const char *const kinds[] = {"os", "platform"};
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoDb) db = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *file = g_strdup_printf("%s/e.org/a.xml", kinds[i]);
        g_autofree char *text =
            g_strdup_printf("<%s id='http://e.org/a'><x-mine>1</x-mine></%s>", kinds[i], kinds[i]);

        sandbox_write_xml(folder, file, text);
    }
    db = sandbox_load(folder, NULL);

    OsinfoEntity *entities[] = {OSINFO_ENTITY(get_os(db, "a")),
                                OSINFO_ENTITY(osinfo_db_get_platform(db, "http://e.org/a"))};

    for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
        g_autoptr(GList) values = osinfo_entity_get_param_value_list(entities[i], "x-mine");

        g_assert_cmpuint(g_list_length(values), ==, 1);
        g_assert_cmpstr(values->data, ==, "1");
    }
}

/* A file of the user's own that is broken takes nothing with it. */
static void
test_bad_file_of_user(void)
{
    g_autofree char *system = sandbox_new_folder();
    g_autofree char *user = sandbox_new_folder();
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;

    write_os(system, "a", "<name>A</name>");
    write_os(system, "z", "<name>Z</name>");
    sandbox_write(user, "os/e.org/b.xml", "<libosinfo><os");
    write_os(user, "c", "<name>C</name>");
    g_setenv("OSINFO_SYSTEM_DIR", system, TRUE);
    g_setenv("OSINFO_USER_DIR", user, TRUE);
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "*/os/e.org/b.xml:1: *");
    osinfo_loader_process_default_path(loader, &error);
    g_test_assert_expected_messages();
    g_unsetenv("OSINFO_USER_DIR");
    g_assert_no_error(error);
    assert_names(osinfo_db_get_os_list(osinfo_loader_get_db(loader)), "a c z");
}

static Store *
compile(const LoadPlan *plan)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = osinfo_compile_module.compile(plan, &error);

    g_assert_no_error(error);

    Store *store = store_open_bytes(bytes, OSINFO_STORE_BUILD, TRUE, &error);

    g_assert_no_error(error);
    return store;
}

/* Without pci.ids and usb.ids everything else is there, and nobody is told. */
static void
test_no_ids_files(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(LoadPlan) plan = load_plan_new();
    g_autoptr(Store) store = NULL;
    guint n_problems = 0;

    write_os(folder, "a", "<name>A</name>" DEVICES("d"));
    sandbox_write_xml(folder, "device/e.org/d.xml", "<device id='http://e.org/d'/>");
    plan->pci_ids = g_build_filename(folder, "absent", NULL);
    plan->usb_ids = g_build_filename(folder, "absent", NULL);
    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    store = compile(plan);
    g_assert_cmpuint(store_find(store, FACT_KIND_OS, "http://e.org/a"), !=, STORE_NONE);
    store_get_section(store, STORE_SECTION_PROBLEMS, &n_problems);
    g_assert_cmpuint(n_problems, ==, 0);
}

/* Two ids that lead to one name on disk: the file may hold both. */
static void
test_two_ids_in_one_file(void)
{
    g_autofree char *folder = sandbox_new_folder();
    g_autoptr(OsinfoDb) db = NULL;

    sandbox_write_xml(folder, "os/e.org/a-1.xml",
                      "<os id='http://e.org/a/1'><name>slash</name></os>"
                      "<os id='http://e.org/a-1'><name>dash</name></os>");
    db = sandbox_load(folder, NULL);
    g_assert_cmpstr(sandbox_get_os_value(db, "http://e.org/a/1", "name"), ==, "slash");
    g_assert_cmpstr(sandbox_get_os_value(db, "http://e.org/a-1", "name"), ==, "dash");
}

/* --- order and cost --------------------------------------------------------------------------- */

#define N_SYSTEMS 50

/* The same files, written in another order, are read in the same one. */
static void
test_order(void)
{
    g_autofree char *up = sandbox_new_folder();
    g_autofree char *down = sandbox_new_folder();
    g_autoptr(OsinfoDb) one = NULL;
    g_autoptr(OsinfoDb) two = NULL;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autoptr(OsinfoOsList) list = NULL;
    g_autoptr(GList) elements = NULL;
    GList *element = NULL;

    for (guint i = 0; i < N_SYSTEMS; i++) {
        static const char content[] =
            "<short-id>b</short-id><short-id>a</short-id><name>N</name>"
            "<x-z>1</x-z><x-a>2</x-a><media arch='x86_64'/><media arch='all'/>";
        g_autofree char *rising = g_strdup_printf("n-%02u", i);
        g_autofree char *falling = g_strdup_printf("n-%02u", N_SYSTEMS - 1 - i);

        write_os(up, rising, content);
        write_os(down, falling, content);
    }
    one = sandbox_load(up, NULL);
    two = sandbox_load(down, NULL);
    first = walk_describe(one);
    second = walk_describe(two);
    g_assert_cmpstr(first, ==, second);

    list = osinfo_db_get_os_list(one);
    elements = element = osinfo_list_get_elements(OSINFO_LIST(list));
    for (gint i = 0; i < N_SYSTEMS; i++, element = element->next) {
        g_autofree char *id = g_strdup_printf("http://e.org/n-%02d", i);
        OsinfoEntity *os = osinfo_list_get_nth(OSINFO_LIST(list), i);
        g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(OSINFO_OS(os));

        g_assert_cmpstr(osinfo_entity_get_id(os), ==, id);
        g_assert_true(element->data == os);
        g_assert_cmpstr(
            osinfo_media_get_architecture(OSINFO_MEDIA(osinfo_list_get_nth(OSINFO_LIST(media), 0))),
            ==, "x86_64");
    }
}

static guint n_objects; /* made of records */
static guint n_ids_loads;

static OsinfoEntity *
count_object(FactKind kind, Catalog *catalog, RecordRef ref)
{
    n_objects++;
    return object_types.make(kind, catalog, ref);
}

static Store *
count_ids_load(Store *store G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    n_ids_loads++;
    return NULL;
}

/* Neither loading, nor listing and filtering, nor a medium that nobody knows makes an object, and
 * devices of the host are not read before one is asked for. How long things take is bench/'s
 * business. */
static void
test_nothing_is_made_in_vain(void)
{
    g_autofree char *folder = sandbox_get_data();
    g_autoptr(LoadPlan) plan = load_plan_new();
    static const CatalogObjects counted = {.make = count_object, .rebind = entity_bind};
    g_autoptr(Catalog) catalog = catalog_new(&counted);
    g_autoptr(OsinfoMedia) media = osinfo_media_new("label", NULL);
    g_autoptr(OsinfoList) list = OSINFO_LIST(osinfo_oslist_new());
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoList) some = NULL;
    g_autoptr(GArray) found = NULL;
    g_autoptr(Store) store = NULL;
    g_auto(Evidence) evidence = {.items = NULL};

    plan_step_add_location(load_plan_add_step(plan), folder, PLAN_DIRECTORY);
    store = compile(plan);
    n_objects = n_ids_loads = 0;
    catalog_set_store(catalog, store, count_ids_load, NULL, NULL);
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, "name of no system");
    evidence_init(&evidence);
    evidence_add_entity(&evidence, OSINFO_ENTITY(media));
    found = match_find(store, FACT_KIND_MEDIA, &evidence);
    g_assert_cmpuint(found->len, ==, 0);
    list_add_kind(list, catalog, FACT_KIND_OS);
    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_SHORT_ID, "fedora36");
    some = osinfo_list_new_filtered(list, filter);
    g_assert_cmpint(osinfo_list_get_length(some), ==, 1);
    g_assert_cmpuint(n_objects, ==, 0);
    g_assert_nonnull(osinfo_list_get_nth(some, 0));
    g_assert_cmpuint(n_objects, ==, 1);

    g_assert_cmpuint(n_ids_loads, ==, 0);
    catalog_find(catalog, FACT_KIND_DEVICE, "http://pcisig.com/pci/ffff/ffff");
    g_assert_cmpuint(n_ids_loads, ==, 1);
    catalog_release(catalog);
}

/* --- memory ----------------------------------------------------------------------------------- */

/* What was handed over is let go of when its new owner is gone. */
static void
test_nothing_is_held_too_long(void)
{
    OsinfoOs *os = osinfo_os_new("os");
    OsinfoPlatform *platform = osinfo_platform_new("platform");
    OsinfoDevice *device = osinfo_device_new("d");
    OsinfoFilter *filter = osinfo_filter_new();
    OsinfoDeviceLinkFilter *link_filter = osinfo_devicelinkfilter_new(filter);
    OsinfoProductFilter *product_filter = osinfo_productfilter_new();
    OsinfoDeployment *deployment = osinfo_deployment_new("deployment", os, platform);
    OsinfoDb *db = osinfo_db_new();
    gpointer objects[] = {os,          platform,       device,     filter,
                          link_filter, product_filter, deployment, db};

    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        g_object_add_weak_pointer(objects[i], &objects[i]);
    osinfo_deployment_add_device(deployment, device);
    osinfo_os_add_device(os, device);
    osinfo_productfilter_add_product_constraint(product_filter, OSINFO_PRODUCT_RELATIONSHIP_CLONES,
                                                OSINFO_PRODUCT(os));
    osinfo_db_add_os(db, os);
    osinfo_db_add_deployment(db, deployment);
    g_assert_true(osinfo_deployment_get_preferred_device(deployment, filter) == device);
    g_assert_nonnull(
        osinfo_deployment_get_preferred_device_link(deployment, OSINFO_FILTER(link_filter)));
    g_object_unref(osinfo_deployment_get_devices(deployment, filter));

    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        g_object_unref(objects[i]);
    for (guint i = 0; i < G_N_ELEMENTS(objects); i++)
        g_assert_null(objects[i]);
}

/* --- what is said ----------------------------------------------------------------------------- */

/* What goes to the log, and to the standard streams past the log, while something is done. */
typedef struct {
    GPtrArray *messages; /* at the level of warnings and above */
    int saved[2];        /* descriptors */
    char *path;          /* file in their place */
} Listener;

static void
on_message(const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
    Listener *listener = data;

    if ((level & G_LOG_LEVEL_MASK) <= G_LOG_LEVEL_MESSAGE)
        g_ptr_array_add(listener->messages,
                        g_strdup_printf("%s%s", domain != NULL ? domain : "", text));
}

static gboolean
is_fatal(const char *domain G_GNUC_UNUSED, GLogLevelFlags level G_GNUC_UNUSED,
         const char *text G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
    return FALSE;
}

static void
listener_start(Listener *self)
{
    g_autofree char *folder = sandbox_new_folder();
    int file = -1;

    self->messages = g_ptr_array_new_with_free_func(g_free);
    self->path = g_build_filename(folder, "output", NULL);
    file = open(self->path, O_CREAT | O_WRONLY, 0600);
    g_assert_cmpint(file, >=, 0);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        self->saved[i] = dup(i + 1);
        g_assert_cmpint(dup2(file, i + 1), ==, i + 1);
    }
    close(file);
    g_log_set_default_handler(on_message, self);
    g_test_log_set_fatal_handler(is_fatal, NULL);
}

/* Expects that nothing was printed, and that the log got a message for each pattern, in order. */
static void
listener_stop(Listener *self, GLogFunc handler, const char *const *patterns)
{
    g_autofree char *printed = NULL;

    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(self->saved[i], i + 1);
        close(self->saved[i]);
    }
    g_log_set_default_handler(handler, NULL);
    g_test_log_set_fatal_handler(NULL, NULL);

    g_assert_true(g_file_get_contents(self->path, &printed, NULL, NULL));
    g_assert_cmpstr(printed, ==, "");
    for (guint i = 0; i < self->messages->len; i++) {
        const char *message = g_ptr_array_index(self->messages, i);

        if (patterns[i] == NULL || !g_pattern_match_simple(patterns[i], message))
            g_error("not expected: %s", message);
    }
    g_assert_null(patterns[self->messages->len]);
    g_ptr_array_unref(self->messages);
    g_free(self->path);
}

static GLogFunc
get_log_handler(void)
{
    GLogFunc handler = g_log_set_default_handler(g_log_default_handler, NULL);

    g_log_set_default_handler(handler, NULL);
    return handler;
}

/* Files of all sorts: only the messages that are known, in the log, without a domain. */
static void
test_odd_files_are_logged(void)
{
    static const char *const patterns[] = {
        "Entity http://e.org/b must be in file os/e.org/b.xml not os/e.org/a.xml",
        "*/os/e.org/bad.xml:1: *",
        "*variant without id*",
        "Entity http://e.org/dev referenced but not defined",
        NULL,
    };
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *old = g_build_filename(g_get_user_config_dir(), "libosinfo", "db", NULL);
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(GError) error = NULL;
    GLogFunc handler = get_log_handler();
    Listener listener;

    sandbox_write_xml(folder, "os/e.org/a.xml", "<os id='http://e.org/b'/>");
    write_os(folder, "c", "<variant/>" DEVICES("dev"));
    sandbox_write(folder, "os/e.org/README", "no XML\n");
    sandbox_write(folder, "os/e.org/bad.xml", "no XML\n");
    write_os(old, "old", "<name>Old</name>");
    g_setenv("OSINFO_DATA_DIR", folder, TRUE);

    listener_start(&listener);
    osinfo_loader_process_default_path(loader, &error);
    listener_stop(&listener, handler, patterns);
    g_unsetenv("OSINFO_DATA_DIR");
    g_assert_no_error(error);
    g_assert_nonnull(osinfo_db_get_os(osinfo_loader_get_db(loader), "http://e.org/old"));
}

/* Nothing at all about the database of the project, about media and trees, and about bad answers.
 */
static void
test_questions_are_not_logged(void)
{
    static const char *const none[] = {NULL};
    g_autofree char *folder = sandbox_get_data();
    g_autofree char *broken = sandbox_new_folder();
    g_autoptr(OsinfoDb) db = NULL;
    g_autoptr(OsinfoDb) odd = NULL;
    g_autofree char *answers = NULL;
    GLogFunc handler = get_log_handler();
    Listener listener;

    write_os(broken, "a",
             "<release-date>2020-13-45</release-date><eol-date>soon</eol-date>"
             "<release-status>unheard of</release-status>"
             "<media arch='x86_64' "
             "installer-reboots='many'><iso><volume-id>^(A</volume-id></iso></media>"
             "<media arch='x86_64'><iso><volume-id>^B</volume-id><volume-size>big</volume-size>"
             "<l10n-language regex='true' l10n-language-map='m'>B_(</l10n-language></iso></media>"
             "<driver priority='high'/><resources "
             "arch='all'><minimum><ram>much</ram></minimum></resources>");
    listener_start(&listener);
    db = sandbox_load(folder, NULL);
    answers = walk_describe(db);
    odd = sandbox_load(broken, NULL);
    g_free(walk_describe(odd));
    for (guint i = 0; i < 2; i++) {
        static const char *const labels[] = {"B_DE", "(A"};
        g_autoptr(OsinfoMedia) media = osinfo_media_new("label", NULL);
        g_autoptr(OsinfoMedia) missing =
            osinfo_media_create_from_location("/nonexistent", NULL, NULL);
        g_autoptr(OsinfoTree) tree = osinfo_tree_create_from_treeinfo("[general", "x", NULL);

        g_assert_null(missing);
        g_assert_null(tree);
        osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID, labels[i]);
        osinfo_db_identify_media(odd, media);
        g_assert_null(osinfo_product_get_release_date(OSINFO_PRODUCT(get_os(odd, "a"))));
        g_assert_null(osinfo_product_get_eol_date(OSINFO_PRODUCT(get_os(odd, "a"))));
    }
    listener_stop(&listener, handler, none);
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_func("/known-bugs/KB-1/text-in-place-of-name", test_text_in_place_of_name);
    g_test_add_func("/known-bugs/KB-14/root-beyond-4-gib", test_root_beyond_4_gib);
    g_test_add_func("/known-bugs/KB-17/circles", test_circles);
    g_test_add_func("/known-bugs/KB-17/many-ways-to-one", test_many_ways_to_one);
    g_test_add_func("/known-bugs/KB-19/null-ids-in-lists", test_null_ids_in_lists);
    g_test_add_func("/known-bugs/KB-19/incomplete-firmware", test_incomplete_firmware);
    g_test_add_func("/known-bugs/KB-23/id-changes-in-list", test_id_changes_in_list);
    g_test_add_func("/known-bugs/KB-23/identified-in-list", test_identified_in_list);
    g_test_add_func("/known-bugs/KB-27/own-parameters-once", test_own_parameters_once);
    g_test_add_func("/known-bugs/KB-33/bad-file-of-user", test_bad_file_of_user);
    g_test_add_func("/known-bugs/KB-34/no-ids-files", test_no_ids_files);
    g_test_add_func("/known-bugs/KB-37/order", test_order);
    g_test_add_func("/known-bugs/KB-38/nothing-is-made-in-vain", test_nothing_is_made_in_vain);
    g_test_add_func("/known-bugs/KB-49/nothing-is-held-too-long", test_nothing_is_held_too_long);
    g_test_add_func("/known-bugs/KB-50/odd-files-are-logged", test_odd_files_are_logged);
    g_test_add_func("/known-bugs/KB-50/questions-are-not-logged", test_questions_are_not_logged);
    g_test_add_func("/known-bugs/KB-55/two-ids-in-one-file", test_two_ids_in_one_file);
    g_test_add_func("/known-bugs/media-of-any-architecture", test_media_of_any_architecture);
    return sandbox_run();
}
