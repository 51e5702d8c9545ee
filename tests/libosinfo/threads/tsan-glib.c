/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tells the thread sanitizer what GLib does. A GLib that was not built with it is invisible to it:
 * locks made of futexes, one-time initialisation, counts of references, and what containers hold.
 * Linked into a program, these functions stand before GLib's own for everything in the program and
 * its modules.
 *
 * A function for locking that is missing here is found out at once, by races that are none.
 */
#include "config.h"

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <stdlib.h>

#include <gio/gio.h>

/* For calls of the sanitizer's that its header lacks. */
void __tsan_read8(void *address);
void __tsan_write8(void *address);

/* Relaxed, so that looking a function up puts no order between threads. */
static gpointer
find_real(gpointer *place, const char *name)
{
    gpointer function = __atomic_load_n(place, __ATOMIC_RELAXED);

    if (function == NULL) {
        function = dlsym(RTLD_NEXT, name);
        if (function == NULL)
            abort();
        __atomic_store_n(place, function, __ATOMIC_RELAXED);
    }
    return function;
}

/* Makes real_NAME(), which gives GLib's own function. */
#define REAL(name)                                                                                 \
    static __typeof__(&(name)) real_##name(void)                                                   \
    {                                                                                              \
        static gpointer place;                                                                     \
                                                                                                   \
        return (__typeof__(&(name)))find_real(&place, #name);                                      \
    }

/* Mutexes. */

/* clang-format off */
REAL(g_mutex_lock)
REAL(g_mutex_unlock)
REAL(g_mutex_clear)
REAL(g_rec_mutex_lock)
REAL(g_rec_mutex_unlock)
REAL(g_rec_mutex_clear)
REAL(g_once_init_enter)
REAL(g_once_init_leave)
REAL(g_object_new_valist)
REAL(g_object_new_with_properties)
REAL(g_object_ref)
REAL(g_object_unref)
/* clang-format on */

void
g_mutex_lock(GMutex *mutex)
{
    __tsan_mutex_pre_lock(mutex, 0);
    real_g_mutex_lock()(mutex);
    __tsan_mutex_post_lock(mutex, 0, 0);
}

void
g_mutex_unlock(GMutex *mutex)
{
    __tsan_mutex_pre_unlock(mutex, 0);
    real_g_mutex_unlock()(mutex);
    __tsan_mutex_post_unlock(mutex, 0);
}

void
g_mutex_clear(GMutex *mutex)
{
    __tsan_mutex_destroy(mutex, 0);
    real_g_mutex_clear()(mutex);
}

void
g_rec_mutex_lock(GRecMutex *mutex)
{
    __tsan_mutex_pre_lock(mutex, __tsan_mutex_write_reentrant);
    real_g_rec_mutex_lock()(mutex);
    __tsan_mutex_post_lock(mutex, __tsan_mutex_write_reentrant, 0);
}

void
g_rec_mutex_unlock(GRecMutex *mutex)
{
    __tsan_mutex_pre_unlock(mutex, 0);
    real_g_rec_mutex_unlock()(mutex);
    __tsan_mutex_post_unlock(mutex, 0);
}

void
g_rec_mutex_clear(GRecMutex *mutex)
{
    __tsan_mutex_destroy(mutex, 0);
    real_g_rec_mutex_clear()(mutex);
}

/* Conditions: the mutex is free while one waits. */

/* clang-format off */
REAL(g_cond_wait)
REAL(g_cond_wait_until)
/* clang-format on */

void
g_cond_wait(GCond *condition, GMutex *mutex)
{
    __tsan_mutex_pre_unlock(mutex, 0);
    __tsan_mutex_post_unlock(mutex, 0);
    real_g_cond_wait()(condition, mutex);
    __tsan_mutex_pre_lock(mutex, 0);
    __tsan_mutex_post_lock(mutex, 0, 0);
}

gboolean
g_cond_wait_until(GCond *condition, GMutex *mutex, gint64 end)
{
    gboolean is_in_time = FALSE;

    __tsan_mutex_pre_unlock(mutex, 0);
    __tsan_mutex_post_unlock(mutex, 0);
    is_in_time = real_g_cond_wait_until()(condition, mutex, end);
    __tsan_mutex_pre_lock(mutex, 0);
    __tsan_mutex_post_lock(mutex, 0, 0);
    return is_in_time;
}

/* What is done once. A later look at the location is atomic and in the program, so it is seen. */

gboolean(g_once_init_enter)(volatile void *location)
{
    gboolean is_mine = real_g_once_init_enter()(location);

    if (!is_mine)
        __tsan_acquire((void *)(gsize)location);
    return is_mine;
}

void(g_once_init_leave)(volatile void *location, gsize result)
{
    __tsan_release((void *)(gsize)location);
    real_g_once_init_leave()(location, result);
}

/* GObject makes a class under a lock of its own when it is first asked for an object. The thread
 * that comes first makes the class and those above it here, everybody else comes after it. */
static void
enter_class(GType type)
{
    static GRecMutex mutex; /* not told to the sanitizer */
    GQuark quark = g_quark_from_static_string("osinfo-tsan-class");
    gpointer mark = NULL;

    if (type == G_TYPE_INVALID)
        return;
    enter_class(g_type_parent(type));
    real_g_rec_mutex_lock()(&mutex);
    mark = g_type_get_qdata(type, quark);
    if (mark == NULL) {
        mark = g_malloc(1);
        g_type_class_ref(type); /* classes stay */
        __tsan_release(mark);
        g_type_set_qdata(type, quark, mark);
    } else {
        __tsan_acquire(mark);
    }
    real_g_rec_mutex_unlock()(&mutex);
}

static guint *
get_count(gpointer object)
{
    return (guint *)&((GObject *)object)->ref_count;
}

/* The end of an object counts as written, after everything that was done with a reference to it. */
static void
end_object(gpointer object)
{
    __tsan_acquire(get_count(object));
    __tsan_write8(object);
}

static gpointer
watch_object(gpointer object)
{
    g_object_set_data_full(object, "osinfo-tsan-end", object, end_object);
    return object;
}

gpointer
g_object_new(GType type, const char *first_property, ...)
{
    GObject *object = NULL;
    va_list args;

    enter_class(type);
    va_start(args, first_property);
    object = real_g_object_new_valist()(type, first_property, args);
    va_end(args);
    return watch_object(object);
}

GObject *
g_object_new_with_properties(GType type, guint n_properties, const char *names[],
                             const GValue values[])
{
    enter_class(type);
    return watch_object(real_g_object_new_with_properties()(type, n_properties, names, values));
}

/* References. Whoever drops the last one comes after all who dropped one before. */

void(g_atomic_ref_count_init)(gatomicrefcount *count)
{
    *count = 1;
}

void(g_atomic_ref_count_inc)(gatomicrefcount *count)
{
    __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
}

gboolean(g_atomic_ref_count_dec)(gatomicrefcount *count)
{
    if (__atomic_fetch_sub(count, 1, __ATOMIC_RELEASE) != 1)
        return FALSE;
    __tsan_acquire((void *)count);
    return TRUE;
}

/* Whoever takes a reference must know that the object is there. */
gpointer(g_object_ref)(gpointer object)
{
    __tsan_read8(object);
    return real_g_object_ref()(object);
}

/* As GObject does it, except for toggle references, which only bindings of languages use. */
void(g_object_unref)(gpointer object)
{
    guint *count = get_count(object);
    guint n = __atomic_load_n(count, __ATOMIC_RELAXED);

    while (n > 1) {
        if (__atomic_compare_exchange_n(count, &n, n - 1, FALSE, __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED))
            return;
    }
    __tsan_acquire(count);
    real_g_object_unref()(object);
}

/* Tasks: what is done before one is started comes before what its thread does, and this before what
 * follows its result. */

/* clang-format off */
REAL(g_task_run_in_thread)
REAL(g_task_return_pointer)
REAL(g_task_return_error)
REAL(g_task_propagate_pointer)
/* clang-format on */

static const char task_func[] = "osinfo-tsan-func";

static void
run_task(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    __tsan_acquire(task);
    ((GTaskThreadFunc)g_object_get_data(G_OBJECT(task), task_func))(task, source, data,
                                                                    cancellable);
}

void
g_task_run_in_thread(GTask *task, GTaskThreadFunc func)
{
    g_object_set_data(G_OBJECT(task), task_func, (gpointer)func);
    __tsan_release(task);
    real_g_task_run_in_thread()(task, run_task);
}

void
g_task_return_pointer(GTask *task, gpointer result, GDestroyNotify destroy)
{
    __tsan_release(task);
    real_g_task_return_pointer()(task, result, destroy);
}

void
g_task_return_error(GTask *task, GError *error)
{
    __tsan_release(task);
    real_g_task_return_error()(task, error);
}

gpointer
g_task_propagate_pointer(GTask *task, GError **error)
{
    __tsan_acquire(task);
    return real_g_task_propagate_pointer()(task, error);
}

/* Memory: what the program frees counts as written, so that whoever still reads it is found. */

void(g_free)(gpointer memory)
{
    free(memory);
}

/* Containers: a call reads or writes the container as a whole. The macros of arrays are seen as
 * they are: they read the pointer to the elements, which lies where the array does. */

#define READS(type, name, parameters, arguments)                                                   \
    REAL(name)                                                                                     \
    type(name) parameters                                                                          \
    {                                                                                              \
        __tsan_read8(self);                                                                        \
        return real_##name() arguments;                                                            \
    }

#define WRITES(type, name, parameters, arguments)                                                  \
    REAL(name)                                                                                     \
    type(name) parameters                                                                          \
    {                                                                                              \
        __tsan_write8(self);                                                                       \
        return real_##name() arguments;                                                            \
    }

#define WRITES_VOID(name, parameters, arguments)                                                   \
    REAL(name)                                                                                     \
    void(name) parameters                                                                          \
    {                                                                                              \
        __tsan_write8(self);                                                                       \
        real_##name() arguments;                                                                   \
    }

/* clang-format off */
READS(gpointer, g_hash_table_lookup, (GHashTable *self, gconstpointer key), (self, key))
READS(gboolean, g_hash_table_contains, (GHashTable *self, gconstpointer key), (self, key))
READS(guint, g_hash_table_size, (GHashTable *self), (self))
READS(gboolean, g_hash_table_lookup_extended,
      (GHashTable *self, gconstpointer key, gpointer *out_key, gpointer *out_value),
      (self, key, out_key, out_value))
WRITES(gboolean, g_hash_table_insert, (GHashTable *self, gpointer key, gpointer value), (self, key, value))
WRITES(gboolean, g_hash_table_replace, (GHashTable *self, gpointer key, gpointer value), (self, key, value))
WRITES(gboolean, g_hash_table_add, (GHashTable *self, gpointer key), (self, key))
WRITES(gboolean, g_hash_table_remove, (GHashTable *self, gconstpointer key), (self, key))
WRITES_VOID(g_hash_table_remove_all, (GHashTable *self), (self))

WRITES_VOID(g_ptr_array_add, (GPtrArray *self, gpointer element), (self, element))
WRITES_VOID(g_ptr_array_set_size, (GPtrArray *self, gint size), (self, size))
WRITES(gpointer, g_ptr_array_remove_index, (GPtrArray *self, guint i), (self, i))
WRITES(gpointer, g_ptr_array_steal_index, (GPtrArray *self, guint i), (self, i))
WRITES(gboolean, g_ptr_array_remove, (GPtrArray *self, gpointer element), (self, element))
WRITES_VOID(g_ptr_array_sort, (GPtrArray *self, GCompareFunc compare), (self, compare))

WRITES(GArray *, g_array_append_vals, (GArray *self, gconstpointer values, guint n), (self, values, n))
WRITES(GArray *, g_array_set_size, (GArray *self, guint size), (self, size))
WRITES(GArray *, g_array_remove_index, (GArray *self, guint i), (self, i))
WRITES_VOID(g_array_sort, (GArray *self, GCompareFunc compare), (self, compare))
/* clang-format on */
