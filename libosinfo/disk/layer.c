/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What all layers of a disk image do: hand out places, read what is below them, say what is wrong.
 */

#include "config.h"

#include "disk/layer_private.h"

static void
place_free(gpointer data)
{
    LayerPlace *self = data;

    g_free(self->name);
    g_free(self->type);
    g_free(self->label);
    g_free(self->id);
    g_free(self->path);
    g_clear_error(&self->error);
    g_free(self);
}

static gboolean
is_packed(const LayerPlace *place)
{
    while (place != NULL && place->kind != LAYER_PACKING)
        place = place->below;
    return place != NULL;
}

Layer *
layer_new(const LayerReader *reader, Source *below, const LayerPlace *place)
{
    Layer *self = g_new0(Layer, 1);

    self->reader = reader;
    self->name = reader->name;
    self->below = below;
    self->place = place;
    self->is_slow = is_packed(place);
    self->places = g_ptr_array_new_with_free_func(place_free);
    self->sources = g_ptr_array_new();
    return self;
}

void
layer_free(Layer *self)
{
    if (self == NULL)
        return;
    for (guint i = self->sources->len; i-- > 0;)
        source_close(g_ptr_array_index(self->sources, i));
    g_ptr_array_unref(self->sources);
    g_ptr_array_unref(self->places);
    g_free(self);
}

Source *
layer_take_source(Layer *self, Source *source)
{
    g_ptr_array_add(self->sources, source);
    return source;
}

char *
layer_dup_path(const Layer *self, const char *name)
{
    g_autofree char *own =
        *name != '\0' ? g_strconcat(self->name, " ", name, NULL) : g_strdup(self->name);

    return self->place != NULL && self->place->below != NULL
               ? g_strconcat(self->place->path, ", ", own, NULL)
               : g_steal_pointer(&own);
}

LayerPlace *
layer_add_place(Layer *self, Source *source, const char *name)
{
    LayerPlace *place;
    gint64 size = source != NULL ? source_get_size(source) : 0;

    if (source != NULL)
        layer_take_source(self, source);
    if (self->places->len >= LAYER_MAX_PLACES)
        return NULL;
    place = g_new0(LayerPlace, 1);
    place->below = self->place;
    place->layer = self->name;
    place->kind = self->reader->kind;
    place->source = source;
    place->name = g_utf8_make_valid(name, -1);
    place->path = layer_dup_path(self, place->name);
    place->size = (guint64)MAX(size, 0);
    g_ptr_array_add(self->places, place);
    return place;
}

LayerPlace *
layer_add_part(Layer *self, guint64 offset, guint64 size, const char *name)
{
    Source *source = source_new_slice(self->below, offset, (gint64)MIN(size, G_MAXINT64));
    LayerPlace *place = layer_add_place(self, source, name);

    if (place != NULL)
        place->offset = offset;
    return place;
}

void
layer_tell(Layer *self, const LayerPlace *place, const char *key, const char *text)
{
    g_autofree char *where = place == NULL ? layer_dup_path(self, "") : NULL;

    evidence_add_found(self->evidence, key, text, place != NULL ? place->path : where);
}

void
layer_tell_place(Layer *self, const LayerPlace *place)
{
    gboolean is_part = place->kind == LAYER_TABLE;

    layer_tell(self, place, "disk.partition-type", place->type);
    layer_tell(self, place, "disk.partition-role", place->role);
    layer_tell(self, place, "disk.partition-architecture", place->architecture);
    layer_tell(self, place, is_part ? "disk.partition-name" : "disk.volume-label", place->label);
    layer_tell(self, place, is_part ? "disk.partition-id" : "disk.volume-id", place->id);
}

gboolean
layer_fail(const Layer *self, GError **error, const char *what)
{
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, "%s: invalid %s", self->name, what);
    return FALSE;
}

gboolean
layer_refuse(const Layer *self, GError **error, const char *format, ...)
{
    g_autofree char *why = NULL;
    va_list arguments;

    va_start(arguments, format);
    why = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s: %s", self->name, why);
    return FALSE;
}

gboolean
layer_read(const Layer *self, guint64 offset, void *buffer, gsize size, GError **error)
{
    gssize count = source_read(self->below, offset, buffer, size, error);

    if (count < 0)
        return FALSE;
    if ((gsize)count == size)
        return TRUE;
    g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED, "%s: cut off", self->name);
    return FALSE;
}
