/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hands the items of a list to threads. Who is done with the one that is to be told next tells it, and all behind it
 * that are done as well: nobody waits for somebody to wake up.
 *
 *     told ............ next_told ..x..x.x... next_taken ............ n
 *                       being identified, or done (x); no more than MAX_AHEAD
 */
#include "config.h"

#include <sched.h>
#include <string.h>
#include <sys/resource.h>

#include "tools/batch.h"
#include "tools/standard_input.h"

/* How many are identified at a time, of those on servers on any machine. */
#define MAX_THREADS 4
/* Fewer local files are read before a thread has begun. */
#define MIN_LOCAL 16
/* Descriptors that a process should be allowed to have several addresses read. */
#define MIN_FILES 64
/* Items that are kept for those before them. */
#define MAX_AHEAD 64

typedef struct {
    char *path; /* owned */
    SubjectType type;
    Identification identification;
    gboolean is_done;
} Item;

struct Batch {
    OsinfoDb *db; /* borrowed */
    gboolean takes_nearest;
    GArray *items; /* owned; of Item */
    BatchTellFunc tell;
    gpointer data;
    GMutex mutex; /* of what follows, and of is_done */
    GCond told;
    guint next_taken;
    guint next_told;
    gboolean is_telling;
};

static void
clear_item(gpointer data)
{
    Item *item = data;

    g_free(item->path);
    identification_clear(&item->identification);
}

Batch *
batch_new(OsinfoDb *db, gboolean takes_nearest)
{
    Batch *self = g_new0(Batch, 1);

    self->db = db;
    self->takes_nearest = takes_nearest;
    self->items = g_array_new(FALSE, FALSE, sizeof(Item));
    g_array_set_clear_func(self->items, clear_item);
    g_mutex_init(&self->mutex);
    g_cond_init(&self->told);
    return self;
}

void
batch_free(Batch *self)
{
    g_array_unref(self->items);
    g_mutex_clear(&self->mutex);
    g_cond_clear(&self->told);
    g_free(self);
}

void
batch_add(Batch *self, SubjectType type, const char *path)
{
    Item item = {.path = g_strdup(path), .type = type};

    g_array_append_val(self->items, item);
}

void
batch_add_failed(Batch *self, const char *path, GError *error)
{
    Item item = {.path = g_strdup(path), .is_done = TRUE};

    item.identification =
        (Identification){.type = SUBJECT_MEDIA, .path = item.path, .error = error};
    g_array_append_val(self->items, item);
}

static Item *
get_item(const Batch *self, guint number)
{
    return &g_array_index(self->items, Item, number);
}

/* Those that the process may use; GLib counts those of the machine. */
static guint
count_processors(void)
{
#ifdef CPU_COUNT
    cpu_set_t processors;

    if (sched_getaffinity(0, sizeof(processors), &processors) == 0)
        return (guint)CPU_COUNT(&processors);
#endif
    return g_get_num_processors();
}

/* Is there little of what threads need, each by itself? */
static gboolean
is_narrow(void)
{
    struct rlimit files, memory;

    return (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < MIN_FILES) ||
           (getrlimit(RLIMIT_AS, &memory) == 0 && memory.rlim_cur != RLIM_INFINITY);
}

/* How many threads it is worth. Standard input is read by one after the other. */
static guint
count_threads(const Batch *self)
{
    guint n_threads = self->items->len < MIN_LOCAL ? 1 : MIN(count_processors(), MAX_THREADS);

    for (guint i = 0; i < self->items->len; i++) {
        const char *path = get_item(self, i)->path;

        if (strcmp(path, STANDARD_INPUT) == 0)
            return 1;
        if (g_uri_peek_scheme(path) != NULL)
            n_threads = MIN(self->items->len, MAX_THREADS);
    }
    return is_narrow() ? 1 : n_threads;
}

static void
identify(const Batch *self, Item *item)
{
    if (item->is_done)
        return;
    identification_init(&item->identification, item->type, item->path);
    identification_judge(&item->identification, self->db, self->takes_nearest);
}

/* The next item, when there is room for it; NULL: all are taken. The mutex is held. */
static Item *
take_item(Batch *self)
{
    while (self->next_taken < self->items->len && self->next_taken >= self->next_told + MAX_AHEAD)
        g_cond_wait(&self->told, &self->mutex);
    return self->next_taken < self->items->len ? get_item(self, self->next_taken++) : NULL;
}

/* Tells all that can be told, unless another thread is about to. The mutex is held. */
static void
tell_items(Batch *self)
{
    if (self->is_telling)
        return;
    self->is_telling = TRUE;
    while (self->next_told < self->next_taken && get_item(self, self->next_told)->is_done) {
        Item *item = get_item(self, self->next_told);

        g_mutex_unlock(&self->mutex);
        self->tell(&item->identification, self->data);
        identification_clear(&item->identification);
        g_mutex_lock(&self->mutex);
        self->next_told++;
        g_cond_broadcast(&self->told);
    }
    self->is_telling = FALSE;
}

static gpointer
work(gpointer data)
{
    Batch *self = data;
    Item *item = NULL;

    g_mutex_lock(&self->mutex);
    while ((item = take_item(self)) != NULL) {
        g_mutex_unlock(&self->mutex);
        identify(self, item);
        g_mutex_lock(&self->mutex);
        item->is_done = TRUE;
        tell_items(self);
    }
    g_mutex_unlock(&self->mutex);
    return NULL;
}

void
batch_run(Batch *self, BatchTellFunc tell, gpointer data)
{
    GThread *threads[MAX_THREADS] = {NULL};
    guint n_threads = count_threads(self);

    self->tell = tell;
    self->data = data;
    /* where there are no more threads to be had, there are fewer */
    for (guint i = 1; i < n_threads; i++)
        threads[i] = g_thread_try_new("identify", work, self, NULL);
    work(self);
    for (guint i = 1; i < n_threads; i++) {
        if (threads[i] != NULL)
            g_thread_join(threads[i]);
    }
}
