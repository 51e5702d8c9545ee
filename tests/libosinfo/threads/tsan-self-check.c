/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Does the thread sanitizer see? Each case runs in a process of its own, where two threads do the
 * same: what is a race must be reported, what is none must not.
 */
#include "config.h"

#include <string.h>

#include <osinfo/osinfo.h>

/* What the two threads meet in. */
static struct {
    guint count;
    char text[64];
    gatomicrefcount references;
    GMutex mutex;
    GRecMutex rec_mutex;
    GHashTable *table;
    GPtrArray *array;
    OsinfoOs *os;
    OsinfoOsList *list;
    gpointer published;
} shared;

typedef void (*CaseFunc)(guint thread);

typedef struct {
    const char *name;
    CaseFunc func;
    gboolean is_race;
} Case;

static void
count_freely(guint thread)
{
    shared.count += thread;
}

/* In the C library. */
static void
fill_freely(guint thread)
{
    memset(shared.text, (int)thread, sizeof(shared.text) - thread);
}

/* Each has a lock, but not the same one. */
static void
count_with_own_mutex(guint thread)
{
    static GMutex mutexes[2];

    g_mutex_lock(&mutexes[thread]);
    shared.count++;
    g_mutex_unlock(&mutexes[thread]);
}

static void
insert_freely(guint thread)
{
    g_hash_table_insert(shared.table, GUINT_TO_POINTER(thread + 1), NULL);
}

static void
insert_and_look(guint thread)
{
    if (thread == 0)
        insert_freely(thread);
    else
        g_hash_table_contains(shared.table, &shared);
}

static void
add_freely(guint thread)
{
    g_ptr_array_add(shared.array, GUINT_TO_POINTER(thread));
}

/* The second thread goes on when the first one is done, in a way that puts no order between them.
 */
static void
wait_for_first(guint thread)
{
    static gint is_done;

    if (thread == 0)
        __atomic_store_n(&is_done, 1, __ATOMIC_RELAXED);
    while (__atomic_load_n(&is_done, __ATOMIC_RELAXED) == 0)
        g_thread_yield();
}

/* One lets go what the other one uses. */
static void
use_and_free(guint thread)
{
    if (thread == 0)
        shared.count += *(const volatile char *)shared.published;
    wait_for_first(thread);
    if (thread == 1)
        g_free(shared.published);
}

static void
use_and_unref(guint thread)
{
    if (thread == 0)
        osinfo_entity_get_id(OSINFO_ENTITY(shared.os));
    wait_for_first(thread);
    if (thread == 1) {
        g_object_unref(shared.os);
        g_object_unref(shared.os);
    }
}

/* Inside of the library. */
static void
set_param(guint thread G_GNUC_UNUSED)
{
    osinfo_entity_set_param(OSINFO_ENTITY(shared.os), "x-colour", "green");
}

static void
add_to_list(guint thread G_GNUC_UNUSED)
{
    osinfo_list_add(OSINFO_LIST(shared.list), OSINFO_ENTITY(shared.os));
}

static void
count_with_mutex(guint thread)
{
    g_mutex_lock(&shared.mutex);
    count_freely(thread);
    insert_freely(thread);
    add_freely(thread);
    g_mutex_unlock(&shared.mutex);
}

static void
count_with_rec_mutex(guint thread)
{
    g_rec_mutex_lock(&shared.rec_mutex);
    g_rec_mutex_lock(&shared.rec_mutex);
    count_freely(thread);
    g_rec_mutex_unlock(&shared.rec_mutex);
    count_freely(thread);
    g_rec_mutex_unlock(&shared.rec_mutex);
}

/* The second thread is let in by a condition: with the mutex, and behind it. */
static void
wait_for_condition(guint thread)
{
    static GCond condition;
    static gboolean is_done;

    g_mutex_lock(&shared.mutex);
    if (thread == 0) {
        shared.count++;
        is_done = TRUE;
        g_cond_signal(&condition);
    }
    while (!is_done) {
        g_cond_wait_until(&condition, &shared.mutex, g_get_monotonic_time() + 1000);
        if (!is_done)
            g_cond_wait(&condition, &shared.mutex);
    }
    g_assert_cmpuint(shared.count, ==, 1);
    g_mutex_unlock(&shared.mutex);
}

/* What is done while the other one waits is not done with the mutex. */
static void
wait_without_mutex(guint thread)
{
    static GCond condition;

    if (thread == 0) {
        shared.count++;
        return;
    }
    g_mutex_lock(&shared.mutex);
    g_cond_wait_until(&condition, &shared.mutex, g_get_monotonic_time() + 1000);
    shared.count++;
    g_mutex_unlock(&shared.mutex);
}

static void
count_once(guint thread G_GNUC_UNUSED)
{
    static gsize once;

    if (g_once_init_enter(&once)) {
        shared.count++;
        g_once_init_leave(&once, 1);
    }
    g_assert_cmpuint(shared.count, ==, 1);
}

/* The first object of a class makes the class. */
static void
make_objects(guint thread G_GNUC_UNUSED)
{
    g_autoptr(OsinfoPlatform) platform = osinfo_platform_new("platform");
    g_autoptr(OsinfoDeviceList) devices = osinfo_platform_get_devices(platform, NULL);

    g_assert_cmpint(osinfo_list_get_length(OSINFO_LIST(devices)), ==, 0);
}

static void
drop_reference(guint thread G_GNUC_UNUSED)
{
    osinfo_entity_get_param_value(OSINFO_ENTITY(shared.os), "x-colour");
    g_object_unref(shared.os);
}

static void
drop_count(guint thread G_GNUC_UNUSED)
{
    guint seen = shared.count;

    if (g_atomic_ref_count_dec(&shared.references))
        shared.count = seen + 1;
}

static void
publish(guint thread)
{
    if (thread == 0) {
        shared.text[0] = 'a';
        g_atomic_pointer_set(&shared.published, shared.text);
    } else {
        const char *text = g_atomic_pointer_get(&shared.published);

        g_assert_true(text == NULL || text != shared.text || text[0] == 'a');
    }
}

/* clang-format off */
static const Case cases[] = {
    {"race/count",       count_freely,         TRUE},
    {"race/memset",      fill_freely,          TRUE},
    {"race/two-mutexes", count_with_own_mutex, TRUE},
    {"race/hash-table",  insert_freely,        TRUE},
    {"race/lookup",      insert_and_look,      TRUE},
    {"race/array",       add_freely,           TRUE},
    {"race/condition",   wait_without_mutex,   TRUE},
    {"race/free",        use_and_free,         TRUE},
    {"race/unref",       use_and_unref,        TRUE},
    {"race/entity",      set_param,            TRUE},
    {"race/list",        add_to_list,          TRUE},
    {"order/mutex",      count_with_mutex,     FALSE},
    {"order/rec-mutex",  count_with_rec_mutex, FALSE},
    {"order/condition",  wait_for_condition,   FALSE},
    {"order/once",       count_once,           FALSE},
    {"order/class",      make_objects,         FALSE},
    {"order/unref",      drop_reference,       FALSE},
    {"order/count",      drop_count,           FALSE},
    {"order/publish",    publish,              FALSE},
};
/* clang-format on */

static CaseFunc current;

static gpointer
run_thread(gpointer data)
{
    current(GPOINTER_TO_UINT(data));
    return NULL;
}

static void
run_case(const Case *test)
{
    GThread *threads[2];

    g_rec_mutex_init(&shared.rec_mutex);
    g_atomic_ref_count_init(&shared.references);
    g_atomic_ref_count_inc(&shared.references);
    shared.table = g_hash_table_new(NULL, NULL);
    shared.array = g_ptr_array_new();
    shared.published = g_malloc0(8);
    if (test->func != make_objects) {
        shared.os = osinfo_os_new("os");
        shared.list = osinfo_oslist_new();
        g_object_ref(shared.os); /* one for each thread */
    }
    current = test->func;
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("case", run_thread, GUINT_TO_POINTER(i));
    for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;

    if (g_test_subprocess()) {
        run_case(test);
        return;
    }
    g_test_trap_subprocess(NULL, 60 * G_USEC_PER_SEC, 0);
    if (test->is_race) {
        g_test_trap_assert_failed();
        g_test_trap_assert_stderr("*WARNING: ThreadSanitizer: data race*");
    } else {
        g_test_trap_assert_passed();
        g_test_trap_assert_stderr_unmatched("*ThreadSanitizer*");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/sanitizer/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    return g_test_run();
}
