/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Opens layer after layer, from an image to its leaves. Which layers there are is left to readers.c.
 */

#include "config.h"

#include <string.h>

#include "disk/file_marks.h"
#include "disk/layer_private.h"
#include "disk/readers.h"
#include "disk/stack.h"

#define PAGE 4096            /* bytes that are read at a time */
#define N_PAGES 64           /* that are kept */
#define SLOW_PAGE 16384      /* the same where each read is a request */
#define SLOW_N_PAGES 256     /* likewise */
#define SLOW_FIRST (1 << 20) /* bytes that are read at once there, from the start */

struct Stack {
    Source *budget; /* owned; over the image */
    Source *cache;  /* owned; over the budget */
    Source *guard;  /* owned; the budget of all leaves */
    LayerPlace root;
    Layer how;          /* what layers have in common */
    GPtrArray *layers;  /* owned; of Layer, each one behind the one below it */
    GPtrArray *sources; /* owned; of Source: caches of places, budgets of leaves, likewise */
    GPtrArray *leaves;  /* of LayerPlace, which its layer owns */
    const char *format; /* static */
};

static Source *
keep_source(Stack *self, Source *source)
{
    g_ptr_array_add(self->sources, source);
    return source;
}

static void
add_leaf(Stack *self, LayerPlace *place)
{
    if (self->leaves->len >= STACK_MAX_LEAVES)
        return;
    if (place->source != NULL)
        place->source = keep_source(self, source_new_budget_of(place->source, self->guard));
    g_ptr_array_add(self->leaves, place);
}

/* Which layers may stand on a place. */
static const LayerReader *const *
get_readers(const Stack *self, const LayerPlace *place, guint step)
{
    static const LayerReader *const *const of_packings[] = {readers_packed, readers_container,
                                                            readers_disk, readers_part, NULL};
    static const LayerReader *const *const of_archives[] = {readers_packed, readers_container,
                                                            readers_disk, readers_part, NULL};
    static const LayerReader *const *const of_disks[] = {readers_disk, readers_part, NULL};
    static const LayerReader *const *const of_parts[] = {readers_part, NULL};
    static const LayerReader *const *const *const steps[] = {
        [LAYER_PACKING] = of_packings, [LAYER_ARCHIVE] = of_archives, [LAYER_CONTAINER] = of_disks,
        [LAYER_TABLE] = of_parts,      [LAYER_VOLUME] = of_disks,
    };
    LayerKind kind = place->kind;

    if (place == &self->root)
        kind = self->how.options->is_raw ? LAYER_CONTAINER : LAYER_PACKING;
    return steps[kind][step];
}

/* What is found inside of damaged layers counts; only what cannot be read ends it all. */
static gboolean
is_of_image(const GError *error)
{
    return error->domain == FORMAT_ERROR ||
           g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* A layer that has nothing to give has a leaf that says why. */
static void
add_unread(Stack *self, Layer *layer, GError *cause)
{
    LayerPlace *place;

    layer_tell(layer, NULL, "disk.unread", cause->message);
    place = layer->places->len == 0 ? layer_add_place(layer, NULL, "") : NULL;
    if (place == NULL) {
        g_error_free(cause);
        return;
    }
    place->error = cause;
}

static gboolean open_place(Stack *self, LayerPlace *place, guint depth, GError **error);

static gboolean
open_layer(Stack *self, Layer *layer, guint depth, GError **error)
{
    gboolean is_whole = layer->reader->kind != LAYER_TABLE && layer->reader->kind != LAYER_VOLUME;

    layer_tell(layer, NULL, "disk.layer", layer->name);
    for (guint i = 0; i < layer->places->len; i++) {
        LayerPlace *place = g_ptr_array_index(layer->places, i);

        if (place->source != NULL && is_whole) {
            place->source = keep_source(self, source_new_pages(place->source, PAGE, N_PAGES, 0));
            self->format = self->format == NULL ? layer->reader->name : self->format;
        }
        if (!open_place(self, place, depth + 1, error))
            return FALSE;
    }
    return TRUE;
}

/* FORMAT_FOUND: a layer stands there, which is opened. */
static FormatAnswer
try_readers(Stack *self, const LayerReader *const *readers, LayerPlace *place, guint depth,
            GError **error)
{
    GError *cause = NULL;
    Layer *layer;
    FormatAnswer answer = readers_try(readers, place->source, place, &self->how, &layer, &cause);

    if (layer != NULL)
        g_ptr_array_add(self->layers, layer);
    if (answer == FORMAT_NOT_THIS)
        return answer;
    if (answer == FORMAT_DAMAGED && (layer == NULL || !is_of_image(cause))) {
        g_propagate_error(error, cause);
        return FORMAT_DAMAGED;
    }
    if (answer == FORMAT_FOUND && layer->places->len == 0)
        layer_refuse(layer, &cause, "there is nothing in it");
    if (cause != NULL)
        add_unread(self, layer, cause);
    return open_layer(self, layer, depth, error) ? FORMAT_FOUND : FORMAT_DAMAGED;
}

/* Partitions that hold programs of the firmware's or nothing: no layer is looked for there. */
static gboolean
is_without_layers(const LayerPlace *place)
{
    static const char *const roles[] = {"bios-boot", "microsoft-reserved", "prep-boot", NULL};

    return place->role != NULL && g_strv_contains(roles, place->role);
}

static gboolean
is_end(const Stack *self, const LayerPlace *place, guint depth)
{
    return place->source == NULL || is_without_layers(place) || depth >= STACK_MAX_DEPTH ||
           self->leaves->len >= STACK_MAX_LEAVES;
}

/* What a disc or a file system has at its start is not taken for a table. */
static FormatAnswer
find_layer(Stack *self, LayerPlace *place, guint depth, GError **error)
{
    gboolean is_asked = FALSE;

    for (guint step = 0;; step++) {
        const LayerReader *const *readers = get_readers(self, place, step);
        FormatAnswer answer = FORMAT_NOT_THIS;

        if (readers == NULL)
            return FORMAT_NOT_THIS;
        if (!is_asked && (readers == readers_disk || readers == readers_part)) {
            answer = file_marks_find(place->source, error);
            is_asked = TRUE;
        }
        if (answer != FORMAT_NOT_THIS)
            return answer == FORMAT_FOUND ? FORMAT_NOT_THIS : answer;
        answer = try_readers(self, readers, place, depth, error);
        if (answer != FORMAT_NOT_THIS)
            return answer;
    }
}

static gboolean
open_place(Stack *self, LayerPlace *place, guint depth, GError **error)
{
    GError *cause = NULL;
    FormatAnswer answer =
        is_end(self, place, depth) ? FORMAT_NOT_THIS : find_layer(self, place, depth, &cause);

    if (answer == FORMAT_DAMAGED && place->source != NULL && is_of_image(cause)) {
        evidence_add_found(self->how.evidence, "disk.unread", cause->message, place->path);
        place->error = cause;
        place->source = NULL;
        answer = FORMAT_NOT_THIS;
    }
    if (answer == FORMAT_DAMAGED)
        g_propagate_error(error, cause);
    if (answer == FORMAT_NOT_THIS)
        add_leaf(self, place);
    return answer != FORMAT_DAMAGED;
}

static Source *
new_cache(Source *below, const StackOptions *options)
{
    return options->is_slow ? source_new_pages(below, SLOW_PAGE, SLOW_N_PAGES, SLOW_FIRST)
                            : source_new_pages(below, PAGE, N_PAGES, 0);
}

Stack *
stack_open(Source *source, const StackOptions *options, Evidence *evidence, GError **error)
{
    g_autoptr(Stack) self = g_new0(Stack, 1);
    gint64 deadline = g_get_monotonic_time() + STACK_MAX_TIME * G_GINT64_CONSTANT(1000);

    self->budget = source_new_budget(source, STACK_MAX_READS, STACK_MAX_BYTES);
    self->cache = new_cache(self->budget, options);
    self->guard = source_new_budget(self->cache, STACK_MAX_LEAF_READS, STACK_MAX_LEAF_BYTES);
    source_budget_set_deadline(self->budget, deadline);
    source_budget_set_deadline(self->guard, deadline);
    self->how = (Layer){.options = options, .evidence = evidence, .budget = self->budget};
    self->layers = g_ptr_array_new_with_free_func((GDestroyNotify)layer_free);
    self->sources = g_ptr_array_new();
    self->leaves = g_ptr_array_new();
    self->root = (LayerPlace){.layer = "raw",
                              .kind = LAYER_CONTAINER,
                              .source = self->cache,
                              .name = (char *)"",
                              .path = (char *)"raw",
                              .size = (guint64)MAX(source_get_size(source), 0)};
    if (!open_place(self, &self->root, 0, error))
        return NULL;
    return g_steal_pointer(&self);
}

const LayerPlace *const *
stack_get_leaves(const Stack *self, guint *out_n_leaves)
{
    *out_n_leaves = self->leaves->len;
    return (const LayerPlace *const *)self->leaves->pdata;
}

const char *
stack_get_format(const Stack *self)
{
    return self->format != NULL ? self->format : self->root.layer;
}

guint
stack_get_reads(const Stack *self)
{
    guint reads;
    guint64 bytes;

    source_budget_get_used(self->budget, &reads, &bytes);
    return reads;
}

guint64
stack_get_bytes(const Stack *self)
{
    guint reads;
    guint64 bytes;

    source_budget_get_used(self->budget, &reads, &bytes);
    return bytes;
}

void
stack_close(Stack *self)
{
    if (self == NULL)
        return;
    g_ptr_array_unref(self->leaves);
    for (guint i = self->sources->len; i-- > 0;)
        source_close(g_ptr_array_index(self->sources, i));
    g_ptr_array_unref(self->sources);
    g_ptr_array_unref(self->layers);
    source_close(self->guard);
    source_close(self->cache);
    source_close(self->budget);
    g_clear_error(&self->root.error);
    g_free(self);
}
