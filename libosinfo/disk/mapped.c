/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads a disk cluster by cluster. A packed cluster is kept until another one is needed.
 */

#include "config.h"

#include <string.h>

#include "disk/mapped.h"
#include "format/unpack.h"

/* What a file does not have is zeros, as a file that grew is written. */
static gboolean
read_filled(Source *source, guint64 offset, guint8 *buffer, gsize size, GError **error)
{
    gssize count = source_read(source, offset, buffer, size, error);

    if (count < 0)
        return FALSE;
    memset(buffer + count, 0, size - (gsize)count);
    return TRUE;
}

static gboolean
unpack_cluster(MappedSource *self, const Mapping *mapping, GError **error)
{
    g_autofree guint8 *packed = NULL;
    gssize count;

    if (mapping->length > MAPPED_MAX_PACKED || self->cluster > MAPPED_MAX_PACKED)
        return layer_fail(self->layer, error, "size of a compressed cluster");
    packed = g_malloc(mapping->length);
    count = source_read(self->layer->below, mapping->offset, packed, mapping->length, error);
    if (count < 0)
        return FALSE;
    if (self->unpacked == NULL)
        self->unpacked = g_malloc(self->cluster);
    count = unpack_block(self->method,
                         &(UnpackBlock){.in = packed,
                                        .in_size = (gsize)count,
                                        .out = self->unpacked,
                                        .out_size = self->cluster},
                         error);
    if (count < 0)
        g_prefix_error(error, "%s: ", self->layer->reader->name);
    return count == (gssize)self->cluster ||
           (count >= 0 && layer_fail(self->layer, error, "compressed cluster"));
}

static gboolean
copy_packed(MappedSource *self, const Mapping *mapping, guint64 offset, guint8 *buffer, gsize size,
            GError **error)
{
    guint64 number = offset / self->cluster + 1;

    if (self->kept != number) {
        self->kept = 0;
        if (!unpack_cluster(self, mapping, error))
            return FALSE;
        self->kept = number;
    }
    memcpy(buffer, self->unpacked + offset % self->cluster, size);
    return TRUE;
}

static gboolean
read_piece(Source *source, guint64 offset, guint8 *buffer, gsize *size, GError **error)
{
    MappedSource *self = (MappedSource *)source;
    Mapping mapping = {.kind = MAPPED_ZEROS, .length = 1};

    if (!self->map(self, offset, &mapping, error))
        return FALSE;
    *size = (gsize)MIN(*size, mapping.kind == MAPPED_PACKED ? mapped_get_rest(self, offset)
                                                            : MAX(mapping.length, 1));
    switch (mapping.kind) {
    case MAPPED_DATA:
        return read_filled(self->layer->below, mapping.offset, buffer, *size, error);
    case MAPPED_PACKED:
        return copy_packed(self, &mapping, offset, buffer, *size, error);
    case MAPPED_BACKING:
        if (self->backing != NULL)
            return read_filled(self->backing, offset, buffer, *size, error);
        break;
    case MAPPED_ZEROS:
    default:
        break;
    }
    memset(buffer, 0, *size);
    return TRUE;
}

static gssize
mapped_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    return source_read_pieces(source, read_piece, offset, buffer, size, error);
}

static gint64
mapped_get_size(Source *source)
{
    return (gint64)((MappedSource *)source)->size;
}

static void
mapped_close(Source *source)
{
    g_free(((MappedSource *)source)->unpacked);
    g_free(source);
}

static const SourceOperations mapped_operations = {
    .read = mapped_read,
    .get_size = mapped_get_size,
    .close = mapped_close,
};

gpointer
mapped_new(gsize struct_size, const Layer *layer,
           gboolean (*map)(MappedSource *self, guint64 offset, Mapping *out_mapping,
                           GError **error))
{
    MappedSource *self = g_malloc0(struct_size);

    self->parent.operations = &mapped_operations;
    self->layer = layer;
    self->map = map;
    return self;
}

guint64
mapped_get_rest(const MappedSource *self, guint64 offset)
{
    return self->cluster - offset % self->cluster;
}
