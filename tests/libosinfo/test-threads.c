/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A database that is loaded may be read by many threads at once, and all get the same answers and the
 * same objects. Meant to be run with the thread sanitizer as well.
 */
#include "config.h"

#include "sandbox.h"
#include "walk.h"

#define N_THREADS 8

typedef struct {
    OsinfoDb *db;
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

static gpointer
describe(gpointer data)
{
    Shared *shared = data;

    wait_for_others(shared);
    return walk_describe(shared->db);
}

/* Everything, of a database whose objects nobody has asked for before. */
static void
test_everything(gconstpointer data)
{
    g_autofree char *folder = data != NULL ? sandbox_get_data() : sandbox_get_sample();
    g_autoptr(OsinfoDb) alone = sandbox_load(folder, NULL);
    g_autofree char *expected = walk_describe(alone);

    g_assert_nonnull(expected);
    for (guint i = 0; i < (data != NULL ? 2 : 20); i++) {
        g_autoptr(OsinfoDb) db = sandbox_load(folder, NULL);
        Shared shared = {.db = db};
        char *texts[N_THREADS];

        run_threads(describe, &shared, (gpointer *)texts);
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

    for (guint i = 0; i < 10; i++) {
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
    for (guint i = 0; i < 3; i++) {
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
    for (guint i = 0; i < 10; i++) {
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

    for (guint i = 0; i < 20; i++) {
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

int
main(int argc, char **argv)
{
    sandbox_init(&argc, &argv);
    g_test_add_data_func("/threads/everything", NULL, test_everything);
    g_test_add_data_func("/threads/everything-real", "real", test_everything);
    g_test_add_func("/threads/same-objects", test_same_objects);
    g_test_add_func("/threads/devices", test_devices);
    g_test_add_func("/threads/own-databases", test_own_databases);
    g_test_add_func("/threads/dropped-objects", test_dropped_objects);
    return sandbox_run();
}
