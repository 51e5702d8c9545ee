/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ranges of bytes of a medium, wherever it is. The struct is open, so that a second kind of source
 * is a second table of operations; programs that use one see only the functions.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct MediaSource MediaSource;

/* What a kind of source can do. Semantics are those of the functions below. */
typedef struct {
    gboolean (*read)(MediaSource *self, guint64 offset, void *buffer, gsize size, gsize *out_read,
                     GCancellable *cancellable, GError **error);
    gint64 (*get_size)(MediaSource *self);
    void (*close)(MediaSource *self); /* frees @self, too */
} MediaSourceOperations;

/* Stands first in the struct of every kind of source. */
struct MediaSource {
    const MediaSourceOperations *operations; /* static */
};

/**
 * media_source_open:
 * @location: (type filename): a path, or a `file://` URI
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Opens a file or block device for reading; a FIFO or a terminal is refused, never waited for. As
 * everywhere in GIO, a location that starts like a URI is one, so a relative path with a colon in
 * its first component needs "./" in front.
 *
 * Makes no system call but open(), fstat(), lseek() and close(). Fails with
 * [error@Gio.IOErrorEnum]: %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_PERMISSION_DENIED,
 * %G_IO_ERROR_IS_DIRECTORY, %G_IO_ERROR_NOT_REGULAR_FILE for something that is neither file nor
 * block device, %G_IO_ERROR_NOT_SUPPORTED for another kind of URI, %G_IO_ERROR_CANCELLED, or what
 * else errno says.
 *
 * Returns: (transfer full): a source, to be closed with media_source_close()
 */
MediaSource *media_source_open(const char *location, GCancellable *cancellable, GError **error);

/**
 * media_source_read:
 * @self: a source
 * @offset: bytes from the start
 * @buffer: (out caller-allocates) (array length=size): where the bytes go
 * @size: bytes to read
 * @out_read: (out): bytes read; less than @size only at the end of the data, which is no error
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Reads a range. Blocks. After a failure @buffer may hold anything.
 *
 * Returns: whether it could be read
 */
gboolean media_source_read(MediaSource *self, guint64 offset, void *buffer, gsize size,
                           gsize *out_read, GCancellable *cancellable, GError **error);

/**
 * media_source_get_size:
 * @self: a source
 *
 * Returns: bytes, as they were when the source was opened; -1 if not known. Files of /proc say 0
 * and have content.
 */
gint64 media_source_get_size(MediaSource *self);

/**
 * media_source_close:
 * @self: (transfer full) (nullable): a source
 */
void media_source_close(MediaSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MediaSource, media_source_close)

G_END_DECLS
