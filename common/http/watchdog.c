/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The thread sleeps until the end of what it knew last. Most waits are over long before, so that
 * starting and stopping one wakes nobody.
 */
#include "config.h"

#include "common/http/watchdog.h"

struct HttpWatchdog {
    GThread *thread;
    GMutex mutex; /* of all that follows */
    GCond changed;
    GCancellable *cancellable; /* owned; NULL: nothing is watched */
    gint64 end;                /* monotonic time, microseconds */
    gint64 awake;              /* when the thread looks again */
    gboolean is_time_up;
    gboolean is_over; /* the thread is to end */
};

/* Without the lock: whoever hears of it may call us. */
static void
bite(HttpWatchdog *self)
{
    g_autoptr(GCancellable) cancellable = g_steal_pointer(&self->cancellable);

    self->is_time_up = TRUE;
    g_mutex_unlock(&self->mutex);
    g_cancellable_cancel(cancellable);
    g_mutex_lock(&self->mutex);
}

static gpointer
run(gpointer data)
{
    HttpWatchdog *self = data;

    g_mutex_lock(&self->mutex);
    while (!self->is_over) {
        self->awake = self->cancellable != NULL ? self->end : G_MAXINT64;
        if (self->cancellable == NULL)
            g_cond_wait(&self->changed, &self->mutex);
        else if (g_get_monotonic_time() >= self->end)
            bite(self);
        else
            g_cond_wait_until(&self->changed, &self->mutex, self->end);
    }
    g_mutex_unlock(&self->mutex);
    return NULL;
}

HttpWatchdog *
http_watchdog_new(GError **error)
{
    HttpWatchdog *self = g_new0(HttpWatchdog, 1);

    g_mutex_init(&self->mutex);
    g_cond_init(&self->changed);
    self->thread = g_thread_try_new("osinfo-watchdog", run, self, error);
    if (self->thread != NULL)
        return self;
    http_watchdog_free(self);
    return NULL;
}

void
http_watchdog_free(HttpWatchdog *self)
{
    if (self == NULL)
        return;
    g_mutex_lock(&self->mutex);
    self->is_over = TRUE;
    g_cond_signal(&self->changed);
    g_mutex_unlock(&self->mutex);
    g_clear_pointer(&self->thread, g_thread_join);
    g_cond_clear(&self->changed);
    g_mutex_clear(&self->mutex);
    g_free(self);
}

void
http_watchdog_start(HttpWatchdog *self, GCancellable *cancellable, gint64 end)
{
    g_mutex_lock(&self->mutex);
    g_set_object(&self->cancellable, cancellable);
    self->end = end;
    self->is_time_up = FALSE;
    if (end < self->awake)
        g_cond_signal(&self->changed);
    g_mutex_unlock(&self->mutex);
}

gboolean
http_watchdog_stop(HttpWatchdog *self)
{
    g_mutex_lock(&self->mutex);

    gboolean is_time_up = self->is_time_up;

    g_clear_object(&self->cancellable);
    g_mutex_unlock(&self->mutex);
    return is_time_up;
}
