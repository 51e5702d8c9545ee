/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sources of what a program hands in: a stream that can seek, or a function that reads ranges. What they say
 * of a range is checked, since both are other people's code.
 */

#include "config.h"

#include "common/translate.h"
#include "source/source.h"

typedef struct {
    Source parent;
    GInputStream *stream;      /* owned */
    GCancellable *cancellable; /* owned, may be NULL */
    gint64 size;               /* bytes; -1: not known */
} StreamSource;

static gssize
stream_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    StreamSource *self = (StreamSource *)source;
    gsize done = 0;

    if (offset > G_MAXINT64 || (self->size >= 0 && offset >= (guint64)self->size))
        return 0;
    /* streams in memory do not look */
    if (g_cancellable_set_error_if_cancelled(self->cancellable, error) ||
        !g_seekable_seek(G_SEEKABLE(self->stream), (goffset)offset, G_SEEK_SET, self->cancellable,
                         error) ||
        !g_input_stream_read_all(self->stream, buffer, size, &done, self->cancellable, error))
        return -1;
    return (gssize)done;
}

static gint64
stream_get_size(Source *source)
{
    return ((StreamSource *)source)->size;
}

static void
stream_close(Source *source)
{
    StreamSource *self = (StreamSource *)source;

    g_object_unref(self->stream);
    g_clear_object(&self->cancellable);
    g_free(self);
}

static const SourceOperations stream_operations = {
    .read = stream_read,
    .get_size = stream_get_size,
    .close = stream_close,
};

Source *
source_open_stream(GInputStream *stream, GCancellable *cancellable, GError **error)
{
    StreamSource *self;

    if (!G_IS_SEEKABLE(stream) || !g_seekable_can_seek(G_SEEKABLE(stream))) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            _("the stream cannot seek"));
        return NULL;
    }
    self = g_new0(StreamSource, 1);
    self->parent.operations = &stream_operations;
    self->stream = g_object_ref(stream);
    self->cancellable = cancellable != NULL ? g_object_ref(cancellable) : NULL;
    self->size = -1;
    if (g_seekable_seek(G_SEEKABLE(stream), 0, G_SEEK_END, cancellable, NULL))
        self->size = g_seekable_tell(G_SEEKABLE(stream));
    return &self->parent;
}

typedef struct {
    Source parent;
    SourceReadFunc read;
    gpointer data;
    gint64 size;               /* bytes; -1: not known */
    GCancellable *cancellable; /* owned, may be NULL */
} RangeSource;

static gssize
range_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    RangeSource *self = (RangeSource *)source;
    gsize done = 0;

    if (self->size >= 0 && offset >= (guint64)self->size)
        return 0;
    if (self->size >= 0)
        size = (gsize)MIN(size, (guint64)self->size - offset);
    /* less than was asked for is the end only where nothing more comes */
    while (done < size) {
        gssize count;

        if (g_cancellable_set_error_if_cancelled(self->cancellable, error))
            return -1;
        count = self->read(offset + done, (guint8 *)buffer + done, size - done, self->data, error);
        if (count < 0 && error != NULL && *error == NULL)
            g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                                _("a range could not be read"));
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        done += MIN((gsize)count, size - done);
    }
    return (gssize)done;
}

static gint64
range_get_size(Source *source)
{
    return ((RangeSource *)source)->size;
}

static void
range_close(Source *source)
{
    RangeSource *self = (RangeSource *)source;

    g_clear_object(&self->cancellable);
    g_free(self);
}

static const SourceOperations range_operations = {
    .read = range_read,
    .get_size = range_get_size,
    .close = range_close,
};

Source *
source_new_ranges(SourceReadFunc read, gpointer data, gint64 size, GCancellable *cancellable)
{
    RangeSource *self = g_new0(RangeSource, 1);

    self->parent.operations = &range_operations;
    self->read = read;
    self->data = data;
    self->size = size < 0 ? -1 : size;
    self->cancellable = cancellable != NULL ? g_object_ref(cancellable) : NULL;
    return &self->parent;
}
