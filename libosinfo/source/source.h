/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Ranges of bytes of a medium or file, wherever it is. The struct is open, so that the remote
 * module brings a table of operations of its own; programs that use a source see only the
 * functions.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct Source Source;

/* What a kind of source can do. Semantics are those of the functions below. */
typedef struct {
    gssize (*read)(Source *self, guint64 offset, void *buffer, gsize size, GError **error);
    gint64 (*get_size)(Source *self);
    void (*close)(Source *self);                      /* frees @self, too */
    void (*use_reserve)(Source *self, guint64 bytes); /* NULL: there is none, here or below */
} SourceOperations;

/* Stands first in the struct of every kind of source. */
struct Source {
    const SourceOperations *operations; /* static */
};

/* How servers are dealt with. */
typedef struct {
    guint idle_timeout;         /* milliseconds without a word from the server; 0: 30 s */
    guint total_timeout;        /* milliseconds from opening a source to its last byte; 0: 60 s */
    GTlsDatabase *tls_database; /* borrowed; whom to trust; NULL: the system's */
    GTlsCertificate
        *tls_certificate; /* borrowed; shown to a server of NBD that asks for one; may be NULL */
} RemoteOptions;

/* How a location is opened. Zeros are a good start. */
typedef struct {
    guint64 first_offset;      /* what will be read first */
    gsize first_size;          /* bytes, likewise; more than 0 for something remote */
    gboolean is_text;          /* it is read from its start on, and small: not asked for in parts */
    GCancellable *cancellable; /* borrowed, may be NULL; ends opening and every later read */
    RemoteOptions remote;
} SourceRequest;

/**
 * source_is_remote:
 * @location: a path or URI
 *
 * Returns: whether @location is an `http://` or `https://` URI, in lower case, or one of NBD
 */
gboolean source_is_remote(const char *location);

/**
 * source_open:
 * @location: (type filename): a path, or a `file://`, `http://`, `https://`, `nbd://`, `nbds://`,
 *     `nbd+unix://` or `nbds+unix://` URI
 * @request: how to open it
 * @error: return location
 *
 * Opens a file or block device for reading; a FIFO or a terminal is refused, never waited for. As
 * everywhere in GIO, a location that starts like a URI is one, so a relative path with a colon in
 * its first component needs "./" in front.
 *
 * For something local, makes no system call but open(), fstat(), lseek() and close(). Fails with
 * [error@Gio.IOErrorEnum]: %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_PERMISSION_DENIED,
 * %G_IO_ERROR_IS_DIRECTORY, %G_IO_ERROR_NOT_REGULAR_FILE for something that is neither file nor
 * block device, %G_IO_ERROR_NOT_SUPPORTED for another kind of URI, %G_IO_ERROR_CANCELLED, or what
 * else errno says.
 *
 * A remote source needs the remote module, which may be refused (%G_IO_ERROR_NOT_SUPPORTED). The
 * first range is asked for at once, so that one request does for what needs no second range. Up to
 * 10 redirects are followed, but not from https to http. A server that knows no ranges is read on
 * to where the range is, over 64 MiB in all at most. Both opening and reading fail with
 * [error@Gio.IOErrorEnum] as above, besides with %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_HOST_NOT_FOUND,
 * %G_IO_ERROR_CONNECTION_REFUSED, %G_IO_ERROR_BUSY, %G_IO_ERROR_PARTIAL_INPUT for an answer that
 * ends early, %G_IO_ERROR_INVALID_DATA for one that makes no sense, %G_IO_ERROR_FAILED for other
 * statuses, or with [error@Gio.TlsError].
 *
 * A network block device needs no module. `nbds://` is TLS or nothing, `nbd://` is never upgraded; a
 * server that wants it otherwise is told of. Fails likewise.
 *
 * Returns: (transfer full): a source, to be closed with source_close(), all in one thread
 */
Source *source_open(const char *location, const SourceRequest *request, GError **error);

/**
 * source_open_local:
 * @path: (type filename): a path
 * @cancellable: (nullable): ends every read
 * @error: return location
 *
 * Does what source_open() does for something local.
 *
 * Returns: (transfer full): a source
 */
Source *source_open_local(const char *path, GCancellable *cancellable, GError **error);

/**
 * source_new_memory:
 * @data: (array length=size): bytes, borrowed until the source is closed
 * @size: bytes in @data
 *
 * Returns: (transfer full): a source of just these bytes
 */
Source *source_new_memory(gconstpointer data, gsize size);
/* Likewise; takes over @data, and frees it when it is closed. */
Source *source_new_taken(gpointer data, gsize size);

/**
 * source_open_stream:
 * @stream: a stream that can seek, of which nobody else may move the position meanwhile
 * @cancellable: (nullable): ends every read
 * @error: return location
 *
 * Fails with %G_IO_ERROR_NOT_SUPPORTED when @stream cannot seek.
 *
 * Returns: (transfer full): a source of the stream's bytes, which holds a reference
 */
Source *source_open_stream(GInputStream *stream, GCancellable *cancellable, GError **error);

/* Reads a range; bytes, 0 at the end, -1 with @error set. */
typedef gssize (*SourceReadFunc)(guint64 offset, guint8 *buffer, gsize size, gpointer data,
                                 GError **error);

/* A source of what @read gives, with @size bytes; -1: not known. */
Source *source_new_ranges(SourceReadFunc read, gpointer data, gint64 size,
                          GCancellable *cancellable);

/*
 * Layers. Each borrows the source below it, which must outlive it, and which may be read by others
 * as well.
 */

/**
 * source_new_slice:
 * @below: a source
 * @offset: bytes from its start
 * @size: bytes; -1: all the rest
 *
 * Returns: (transfer full): a source of the part of @below that starts at @offset; what @below does
 *     not have is not there
 */
Source *source_new_slice(Source *below, guint64 offset, gint64 size);

/**
 * source_new_budget:
 * @below: a source
 * @reads: how many reads it may be asked for
 * @bytes: how many bytes it may give in all
 *
 * Returns: (transfer full): a source of the same bytes, of which a read that could go beyond these
 *     limits fails with %G_IO_ERROR_MESSAGE_TOO_LARGE
 */
Source *source_new_budget(Source *below, guint reads, guint64 bytes);

/* A source of other bytes, that is limited together with @other, which must outlive it. */
Source *source_new_budget_of(Source *below, Source *other);

/* How many bytes a budget may give on top, when somebody asks for that by source_use_reserve(). */
void source_budget_set_reserve(Source *self, guint64 bytes);

/* When (monotonic, microseconds) reads begin to fail with %G_IO_ERROR_TIMED_OUT. */
void source_budget_set_deadline(Source *self, gint64 deadline);

/* What was asked for so far, and what was given. */
void source_budget_get_used(Source *self, guint *out_reads, guint64 *out_bytes);

/**
 * source_open_window:
 * @below: a source
 * @start: bytes from its start
 * @step: bytes, more than 0
 * @error: return location
 *
 * Reads @step bytes at @start, and keeps them. Blocks. A later read that starts in what is kept, or
 * right behind it, takes from there what it can, and adds to it what is missing, in steps of @step
 * at least.
 *
 * Returns: (transfer full): a source of the same bytes; %NULL when the first read fails
 */
Source *source_open_window(Source *below, guint64 start, gsize step, GError **error);

/* Likewise, but reads @first bytes at the start, to @room, which outlives the window and may be NULL; what is not in
 * the window is asked of @beside, a source of the same bytes. */
Source *source_open_window_beside(Source *below, Source *beside, guint64 start, guint8 *room,
                                  gsize first, gsize step, GError **error);

/* A piece of a file. */
typedef struct {
    guint64 offset; /* in the source below; SOURCE_EXTENT_ZEROS: nowhere, its bytes are zeros */
    guint64 size;   /* bytes; may be 0 */
} SourceExtent;

#define SOURCE_EXTENT_ZEROS G_MAXUINT64

/**
 * source_new_extents:
 * @below: a source
 * @extents: (array length=n_extents): the pieces, in the order of the file; copied
 * @n_extents: how many there are
 *
 * Returns: (transfer full): a source of these pieces in a row, that ends where one of them is not all
 *     there. Pieces that are neighbours below cost one read, as if they were one.
 */
Source *source_new_extents(Source *below, const SourceExtent *extents, guint n_extents);

/**
 * source_new_cache:
 * @below: a source
 * @step: bytes that are asked for at a time, at least
 *
 * Returns: (transfer full): a source of the same bytes, that keeps the last few ranges of up to 64 KiB
 *     that were read from @below: of a later read that begins in one of them only the rest is read
 */
Source *source_new_cache(Source *below, gsize step);

/**
 * source_new_pages:
 * @below: a source
 * @page: bytes of a page, a power of two
 * @n_pages: how many are kept
 * @first: bytes that are read at once when the first page is asked for; 0: that page alone
 *
 * Returns: (transfer full): a source of the same bytes, that keeps the pages which were used last. Pages that
 *     are missing side by side cost one read; what is longer than half of all pages goes by
 */
Source *source_new_pages(Source *below, gsize page, guint n_pages, gsize first);

/* Reads like source_read(), for a program that has the bytes. */
typedef gssize (*SourceReader)(guint64 offset, void *buffer, gsize size, gpointer data,
                               GError **error);

/**
 * source_new_reader:
 * @reader: what reads; less than it was asked for is the end of the data
 * @size: bytes in all; -1: not known
 * @data: for @reader
 * @free_data: (nullable): called with @data when the source is closed
 *
 * Returns: (transfer full): a source of what a program reads
 */
Source *source_new_reader(SourceReader reader, gint64 size, gpointer data,
                          GDestroyNotify free_data);

/**
 * source_new_stream:
 * @stream: a stream that is a #GSeekable
 * @cancellable: (nullable): ends every read
 * @error: return location
 *
 * Fails with %G_IO_ERROR_NOT_SUPPORTED when the stream cannot be positioned, or as that fails.
 *
 * Returns: (transfer full): a source of the stream's bytes, which holds it; where the stream stands is
 *     undefined from here on
 */
Source *source_new_stream(GInputStream *stream, GCancellable *cancellable, GError **error);

/**
 * source_read:
 * @self: a source
 * @offset: bytes from the start
 * @buffer: (out caller-allocates) (array length=size): where the bytes go
 * @size: bytes to read, at most %G_MAXSSIZE
 * @error: return location
 *
 * Reads a range. Blocks. After a failure @buffer may hold anything.
 *
 * Returns: bytes read, less than @size only at the end of the data, which is not an error; -1 when the
 *     range could not be read
 */
gssize source_read(Source *self, guint64 offset, void *buffer, gsize size, GError **error);

/* Reads from one piece, in full: of *@size bytes as many as it has from @offset on, at least one. */
typedef gboolean (*SourcePieceReader)(Source *self, guint64 offset, guint8 *buffer, gsize *size,
                                      GError **error);

/* What reads a source that lies in pieces, up to its size, which is known. */
gssize source_read_pieces(Source *self, SourcePieceReader read, guint64 offset, void *buffer,
                          gsize size, GError **error);

/**
 * source_get_size:
 * @self: a source
 *
 * Returns: bytes, as they were when the source was opened; -1 if not known, which a remote source
 * may learn while it is read. Files of /proc say 0 and have content.
 */
gint64 source_get_size(Source *self);

/**
 * source_use_reserve:
 * @self: a source
 * @bytes: bytes that will be read, and are worth it
 *
 * Lets budgets in and below @self give so many bytes more, as far as their reserves go. Where there
 * is no budget, all may be read anyway.
 */
void source_use_reserve(Source *self, guint64 bytes);

/**
 * source_close:
 * @self: (transfer full) (nullable): a source
 */
void source_close(Source *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_close)

G_END_DECLS
