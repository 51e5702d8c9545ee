/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A database that is loaded may be read by many threads at once, and all get the same answers and
 * the same objects. `make check-threads` runs this with the thread sanitizer, which tsan-glib.c
 * tells of GLib.
 */
#include "config.h"

#include "sandbox.h"
#include "walk.h"

/* The thread sanitizer finds what has no order even where all went well, so little is enough for
 * it. */
#ifdef OSINFO_TSAN
#define N_THREADS 4
#define ROUNDS(n) MIN(n, 4)
#else
#define N_THREADS 8
#define ROUNDS(n) sandbox_share(n)
#endif

typedef struct {
    OsinfoDb *db;
    OsinfoList *list;
    gint ready; /* threads that wait for the others */
} Shared;

static void
wait_for_others(Shared *shared)
{
    g_atomic_int_inc(&shared->ready);
    while (g_atomic_int_get(&shared->ready) % N_THREADS != 0)
        g_thread_yield();
}

static void
run_threads(GThreadFunc func, Shared *shared, gpointer *out_results)
{
    GThread *threads[N_THREADS];

    for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new("reader", func, shared);
    for (guint i = 0; i < N_THREADS; i++)
        out_results[i] = g_thread_join(threads[i]);
}

/* Links that are only lent, which the deployment keeps. */
static void
borrow_links(OsinfoDb *db)
{
    g_autoptr(OsinfoDeploymentList) deployments = osinfo_db_get_deployment_list(db);

    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(deployments)); i++) {
        OsinfoEntity *deployment = osinfo_list_get_nth(OSINFO_LIST(deployments), i);
        OsinfoDeviceLink *link =
            osinfo_deployment_get_preferred_device_link(OSINFO_DEPLOYMENT(deployment), NULL);

        g_assert_true(link == NULL || osinfo_devicelink_get_target(link) != NULL);
    }
}

static gpointer
describe(gpointer data)
{
    Shared *shared = data;

    wait_for_others(shared);
    borrow_links(shared->db);
    return walk_describe(shared->db);
}

/* Everything, of a database whose objects nobody has asked for before. */
static void
test_everything(gconstpointer data)
{
    g_autofree char *folder = data != NULL ? sandbox_get_data() : sandbox_get_sample();
    for (guint i = 0; i < ROUNDS(data != NULL ? 2 : 20); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        g_autoptr(OsinfoDb) alone = sandbox_load(folder, NULL);
        g_autofree char *expected = NULL;
        Shared shared = {.db = db};
        char *texts[N_THREADS];

        run_threads(describe, &shared, (gpointer *)texts);
        expected = walk_describe(alone); /* afterwards, so that nobody came before the threads */
        for (guint j = 0; j < N_THREADS; j++) {
            g_assert_cmpstr(texts[j], ==, expected);
            g_free(texts[j]);
        }
    }
}

static gpointer
get_objects(gpointer data)
{
    Shared *shared = data;
    GPtrArray *objects = g_ptr_array_new();
    g_autoptr(OsinfoOsList) oses = NULL;

    wait_for_others(shared);
    oses = osinfo_db_get_os_list(shared->db);
    for (gint i = 0; i < osinfo_list_get_length(OSINFO_LIST(oses)); i++) {
        OsinfoOs *os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(oses), i));
        g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);

        g_ptr_array_add(objects, os);
        g_ptr_array_add(objects, osinfo_os_get_device_drivers(os));
        for (gint j = 0; j < osinfo_list_get_length(OSINFO_LIST(media)); j++)
            g_ptr_array_add(objects, osinfo_list_get_nth(OSINFO_LIST(media), j));
    }
    return objects;
}

static void
test_same_objects(void)
{
    g_autofree char *folder = sandbox_get_data();

    for (guint i = 0; i < ROUNDS(10); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        Shared shared = {.db = db};
        GPtrArray *objects[N_THREADS];

        run_threads(get_objects, &shared, (gpointer *)objects);
        for (guint j = 0; j < N_THREADS; j++) {
            g_assert_cmpuint(objects[j]->len, ==, objects[0]->len);
            for (guint k = 0; k < objects[j]->len; k++)
                g_assert_true(objects[j]->pdata[k] == objects[0]->pdata[k]);
        }
        for (guint j = 0; j < N_THREADS; j++)
            g_ptr_array_unref(objects[j]);
    }
}

/* The lists of devices of the host, which are read when somebody asks for one. */
static gpointer
count_devices(gpointer data)
{
    Shared *shared = data;
    g_autoptr(OsinfoDeviceList) devices = NULL;
    OsinfoDevice *device = NULL;

    wait_for_others(shared);
    device = osinfo_db_get_device(shared->db, "http://pcisig.com/pci/8086/100e");
    devices = osinfo_db_get_device_list(shared->db);
    g_assert_true(device == NULL || osinfo_device_get_vendor(device) != NULL);
    return GINT_TO_POINTER(osinfo_list_get_length(OSINFO_LIST(devices)));
}

static void
test_devices(void)
{
    g_autofree char *folder = sandbox_get_data();

    g_setenv("OSINFO_SYSTEM_DIR", folder, TRUE);
    for (guint i = 0; i < ROUNDS(3); i++) {
        g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
        g_autoptr(GError) error = NULL;
        Shared shared = {.db = osinfo_loader_get_db(loader)};
        gpointer counts[N_THREADS];

        osinfo_loader_process_system_path(loader, &error);
        g_assert_no_error(error);
        run_threads(count_devices, &shared, counts);
        for (guint j = 0; j < N_THREADS; j++)
            g_assert_true(counts[j] == counts[0]);
        g_assert_cmpint(GPOINTER_TO_INT(counts[0]), >, 0);
    }
}

static gpointer
load_own(gpointer data)
{
    g_autofree char *folder = sandbox_get_sample();
    Shared *shared = data;
    g_autoptr(OsinfoDb) db = NULL;

    wait_for_others(shared);
    db = sandbox_load(folder, NULL);
    return walk_describe(db);
}

/* Each thread has a loader and a database of its own. */
static void
test_own_databases(void)
{
    for (guint i = 0; i < ROUNDS(10); i++) {
        Shared shared = {.db = NULL};
        char *texts[N_THREADS];

        run_threads(load_own, &shared, (gpointer *)texts);
        for (guint j = 0; j < N_THREADS; j++)
            g_assert_cmpstr(texts[j], ==, texts[0]);
        for (guint j = 0; j < N_THREADS; j++)
            g_free(texts[j]);
    }
}

/* Objects that outlive the database are let go by several threads. */
static gpointer
drop_objects(gpointer data)
{
    GPtrArray *objects = data;

    for (guint i = 0; i < objects->len; i++)
        osinfo_entity_get_param_value(objects->pdata[i], "name");
    g_ptr_array_unref(objects);
    return NULL;
}

static void
test_dropped_objects(void)
{
    g_autofree char *folder = sandbox_get_sample();

    for (guint i = 0; i < ROUNDS(20); i++) {
        OsinfoDb *db = sandbox_load(folder, NULL);
        GThread *threads[N_THREADS];

        for (guint j = 0; j < N_THREADS; j++) {
            GPtrArray *objects = g_ptr_array_new_with_free_func(g_object_unref);
            g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);

            for (gint k = 0; k < osinfo_list_get_length(OSINFO_LIST(oses)); k++)
                g_ptr_array_add(objects, g_object_ref(osinfo_list_get_nth(OSINFO_LIST(oses), k)));
            threads[j] = g_thread_new("dropper", drop_objects, objects);
        }
        g_object_unref(db);
        for (guint j = 0; j < N_THREADS; j++)
            g_thread_join(threads[j]);
    }
}

/* The database goes while its objects are in use: parts are made, found again and let go by several
 * threads. */
static gpointer
use_os(gpointer data)
{
    g_autoptr(OsinfoOs) os = data;
    g_autoptr(OsinfoMediaList) media = osinfo_os_get_media_list(os);
    g_autoptr(OsinfoDeviceList) devices = osinfo_os_get_all_devices(os, NULL);
    g_autoptr(OsinfoProductList) related =
        osinfo_product_get_related(OSINFO_PRODUCT(os), OSINFO_PRODUCT_RELATIONSHIP_UPGRADES);
    g_autoptr(GListModel) names =
        osinfo_os_get_identities(os); /* tables are read by who comes first */
    OsinfoList *lists[] = {OSINFO_LIST(media), OSINFO_LIST(devices), OSINFO_LIST(related)};

    g_assert_cmpuint(g_list_model_get_n_items(names), >, 10);
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
        for (gint j = 0; j < osinfo_list_get_length(lists[i]); j++)
            g_assert_nonnull(osinfo_entity_get_id(osinfo_list_get_nth(lists[i], j)));
    }
    for (gint i = 0; i < osinfo_list_get_length(lists[0]); i++) {
        g_autoptr(OsinfoOs) owner =
            osinfo_media_get_os(OSINFO_MEDIA(osinfo_list_get_nth(lists[0], i)));

        g_assert_true(owner == os);
    }
    return NULL;
}

static void
test_dropped_database(void)
{
    static const char *const ids[] = {"http://fedoraproject.org/fedora/38",
                                      "http://debian.org/debian/12"};
    g_autofree char *folder = sandbox_get_data();

    for (guint i = 0; i < ROUNDS(10); i++) {
        OsinfoDb *db = sandbox_load(folder, NULL);
        GThread *threads[N_THREADS];

        for (guint j = 0; j < N_THREADS; j++) {
            OsinfoOs *os = osinfo_db_get_os(db, ids[j % G_N_ELEMENTS(ids)]);

            g_assert_nonnull(os);
            threads[j] = g_thread_new("user", use_os, g_object_ref(os));
        }
        g_object_unref(db);
        for (guint j = 0; j < N_THREADS; j++)
            g_thread_join(threads[j]);
    }
}

/* One list in the hands of all threads, which make its objects and its index. */
static gpointer
read_list(gpointer data)
{
    Shared *shared = data;
    static const char *const keys[] = {OSINFO_PRODUCT_PROP_NAME, OSINFO_PRODUCT_PROP_VENDOR, NULL};
    OsinfoList *list = shared->list;
    gint length = osinfo_list_get_length(list);
    g_autoptr(OsinfoFilter) filter = osinfo_filter_new();
    g_autoptr(OsinfoList) copy = NULL;
    g_autoptr(OsinfoList) filtered = NULL;
    g_autoptr(OsinfoList) common = NULL;
    g_autofree const char **values = NULL;
    gsize n_values = 0;

    osinfo_filter_add_constraint(filter, OSINFO_PRODUCT_PROP_VENDOR, "Debian Project");
    wait_for_others(shared);
    copy = osinfo_list_new_copy(list);
    filtered = osinfo_list_new_filtered(list, filter);
    common = osinfo_list_new_intersection(list, filtered);
    values = osinfo_list_get_values(list, keys, NULL, 0, &n_values);
    for (gint i = 0; i < length; i++) {
        OsinfoEntity *entity = osinfo_list_get_nth(list, i);

        g_assert_true(osinfo_list_find_by_id(list, osinfo_entity_get_id(entity)) == entity);
        g_assert_true(osinfo_list_get_nth(copy, i) == entity);
        g_assert_cmpstr(osinfo_product_get_name(OSINFO_PRODUCT(entity)), ==, values[2 * i]);
    }
    g_assert_cmpuint(n_values, ==, 2 * (gsize)length);
    return GINT_TO_POINTER(osinfo_list_get_length(common));
}

static void
test_shared_list(void)
{
    g_autofree char *folder = sandbox_get_data();

    for (guint i = 0; i < ROUNDS(5); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);
        Shared shared = {.db = db, .list = OSINFO_LIST(oses)};
        gpointer counts[N_THREADS];

        run_threads(read_list, &shared, counts);
        for (guint j = 0; j < N_THREADS; j++)
            g_assert_true(counts[j] == counts[0] && counts[j] != NULL);
    }
}

/* What walk_describe() does not ask: filters of the other kinds, and media and trees of the
 * thread's own that real entries match. */
static guint
count_filtered(OsinfoDb *db)
{
    g_autoptr(OsinfoOsList) oses = osinfo_db_get_os_list(db);
    OsinfoOs *fedora = osinfo_db_get_os(db, "http://fedoraproject.org/fedora/38");
    g_autoptr(OsinfoProductFilter) upgrades = osinfo_productfilter_new();
    g_autoptr(OsinfoFilter) network = osinfo_filter_new();
    g_autoptr(OsinfoDeviceLinkFilter) linked = osinfo_devicelinkfilter_new(network);
    g_autoptr(OsinfoList) filtered = NULL;
    g_autoptr(OsinfoDeviceList) devices = NULL;
    g_autoptr(OsinfoDeviceLinkList) links = NULL;
    g_autoptr(OsinfoDeviceList) sound =
        osinfo_os_get_devices_by_property(fedora, OSINFO_DEVICE_PROP_CLASS, "audio", TRUE);

    osinfo_productfilter_add_product_constraint(upgrades, OSINFO_PRODUCT_RELATIONSHIP_UPGRADES,
                                                OSINFO_PRODUCT(fedora));
    osinfo_filter_add_constraint(network, OSINFO_DEVICE_PROP_CLASS, "net");
    filtered = osinfo_list_new_filtered(OSINFO_LIST(oses), OSINFO_FILTER(upgrades));
    devices = osinfo_os_get_all_devices(fedora, network);
    links = osinfo_os_get_all_device_links(fedora, OSINFO_FILTER(linked));
    g_assert_cmpint(osinfo_list_get_length(filtered), >, 0);
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(devices)), >, 0);
    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(links)), >, 0);
    return (guint)(osinfo_list_get_length(filtered) + osinfo_list_get_length(OSINFO_LIST(devices)) +
                   osinfo_list_get_length(OSINFO_LIST(links)) +
                   osinfo_list_get_length(OSINFO_LIST(sound)));
}

static void
identify_own(OsinfoDb *db)
{
    g_autoptr(OsinfoMedia) media = osinfo_media_new("own", NULL);
    g_autoptr(OsinfoTree) tree = osinfo_tree_new("own", "x86_64");
    g_autoptr(OsinfoOs) media_os = NULL;
    g_autoptr(OsinfoOs) tree_os = NULL;

    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_VOLUME_ID,
                            "Fedora-S-dvd-x86_64-38");
    osinfo_entity_set_param(OSINFO_ENTITY(media), OSINFO_MEDIA_PROP_SYSTEM_ID, "LINUX");
    g_assert_true(osinfo_db_identify_media(db, media));
    media_os = osinfo_media_get_os(media);
    g_assert_cmpstr(osinfo_entity_get_id(OSINFO_ENTITY(media_os)), ==,
                    "http://fedoraproject.org/fedora/38");

    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_FAMILY, "Fedora");
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VARIANT, "Server");
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_VERSION, "38");
    osinfo_entity_set_param(OSINFO_ENTITY(tree), OSINFO_TREE_PROP_TREEINFO_ARCH, "x86_64");
    g_assert_true(osinfo_db_identify_tree(db, tree));
    tree_os = osinfo_tree_get_os(tree);
    g_assert_true(tree_os == media_os);
}

static gpointer
ask(gpointer data)
{
    Shared *shared = data;

    wait_for_others(shared);
    identify_own(shared->db);
    return GUINT_TO_POINTER(count_filtered(shared->db));
}

static void
test_questions(void)
{
    g_autofree char *folder = sandbox_get_data();

    for (guint i = 0; i < ROUNDS(5); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        Shared shared = {.db = db};
        gpointer counts[N_THREADS];

        run_threads(ask, &shared, counts);
        for (guint j = 0; j < N_THREADS; j++)
            g_assert_true(counts[j] == counts[0]);
    }
}

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    /* first, when modules, classes and expressions are still to be made */
    g_test_add_func("/threads/own-databases", test_own_databases);
    g_test_add_func("/threads/questions", test_questions);
    g_test_add_data_func("/threads/everything", NULL, test_everything);
    /* sanitizers take half a minute; the sample has all that there can be */
    if (g_getenv("OSINFO_SANITIZED") == NULL)
        g_test_add_data_func("/threads/everything-real", "real", test_everything);
    g_test_add_func("/threads/same-objects", test_same_objects);
    g_test_add_func("/threads/shared-list", test_shared_list);
    g_test_add_func("/threads/devices", test_devices);
    g_test_add_func("/threads/dropped-objects", test_dropped_objects);
    g_test_add_func("/threads/dropped-database", test_dropped_database);
    return sandbox_run();
}
