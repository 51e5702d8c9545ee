/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sources of what a program has itself: a function that reads ranges, or a stream of GIO that can be
 * positioned.
 */

#include "config.h"

#include "common/translate.h"
#include "source/source.h"

typedef struct {
    Source parent;
    SourceReader read;
    gint64 size; /* bytes; -1: not known */
    gpointer data;
    GDestroyNotify free_data; /* may be NULL */
} ReaderSource;

static gssize
reader_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    const ReaderSource *self = (const ReaderSource *)source;
    gssize count = self->read(offset, buffer, size, self->data, error);

    if (count < 0 || (gsize)count <= size)
        return count;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        _("more bytes were read than were asked for"));
    return -1;
}

static gint64
reader_get_size(Source *source)
{
    return ((const ReaderSource *)source)->size;
}

static void
reader_close(Source *source)
{
    ReaderSource *self = (ReaderSource *)source;

    if (self->free_data != NULL)
        self->free_data(self->data);
    g_free(self);
}

static const SourceOperations reader_operations = {
    .read = reader_read,
    .get_size = reader_get_size,
    .close = reader_close,
};

Source *
source_new_reader(SourceReader reader, gint64 size, gpointer data, GDestroyNotify free_data)
{
    ReaderSource *self = g_new(ReaderSource, 1);

    self->parent.operations = &reader_operations;
    self->read = reader;
    self->size = size;
    self->data = data;
    self->free_data = free_data;
    return &self->parent;
}

typedef struct {
    GInputStream *stream;      /* owned */
    GCancellable *cancellable; /* owned, may be NULL */
} StreamData;

static gssize
read_stream(guint64 offset, void *buffer, gsize size, gpointer data, GError **error)
{
    StreamData *self = data;
    gsize count = 0;

    if (offset > G_MAXINT64)
        return 0;
    if (!g_seekable_seek(G_SEEKABLE(self->stream), (goffset)offset, G_SEEK_SET, self->cancellable,
                         error) ||
        !g_input_stream_read_all(self->stream, buffer, size, &count, self->cancellable, error))
        return -1;
    return (gssize)count;
}

static void
free_stream(gpointer data)
{
    StreamData *self = data;

    g_object_unref(self->stream);
    g_clear_object(&self->cancellable);
    g_free(self);
}

Source *
source_new_stream(GInputStream *stream, GCancellable *cancellable, GError **error)
{
    StreamData *data;
    goffset size;

    if (!G_IS_SEEKABLE(stream) || !g_seekable_can_seek(G_SEEKABLE(stream))) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            _("the stream cannot be positioned"));
        return NULL;
    }
    if (!g_seekable_seek(G_SEEKABLE(stream), 0, G_SEEK_END, cancellable, error))
        return NULL;
    size = g_seekable_tell(G_SEEKABLE(stream));
    data = g_new0(StreamData, 1);
    data->stream = g_object_ref(stream);
    g_set_object(&data->cancellable, cancellable);
    return source_new_reader(read_stream, size, data, free_stream);
}
