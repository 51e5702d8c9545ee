/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads a file piece by piece. Where the pieces are is left to the file system.
 */

#include "config.h"

#include <string.h>

#include "format/mapped_file.h"

typedef struct {
    Source parent;
    FileSystem *files; /* borrowed */
    Source *below;     /* borrowed */
    guint64 size;      /* bytes */
    FilePieceFinder find;
    gpointer file; /* owned with free_file */
    GDestroyNotify free_file;
    FilePiece piece; /* the last one; without bytes: none yet */
} MappedFile;

static gboolean
has_byte(const FilePiece *piece, guint64 at)
{
    return at >= piece->start && at - piece->start < piece->size;
}

static gboolean
find_piece(MappedFile *self, guint64 at, GError **error)
{
    FilePiece piece;

    if (has_byte(&self->piece, at))
        return TRUE;
    if (!self->find(self->file, at, &piece, error))
        return FALSE;
    if (!has_byte(&piece, at))
        return file_system_set_damage(self->files, "place of a file", error);
    self->piece = piece;
    return TRUE;
}

static gboolean
read_piece(Source *source, guint64 at, guint8 *buffer, gsize *size, GError **error)
{
    MappedFile *self = (MappedFile *)source;
    guint64 before;

    if (!find_piece(self, at, error))
        return FALSE;
    before = at - self->piece.start;
    *size = (gsize)MIN(*size, self->piece.size - before);
    if (self->piece.offset == SOURCE_EXTENT_ZEROS) {
        memset(buffer, 0, *size);
        return TRUE;
    }
    if (self->piece.offset > G_MAXINT64 - before)
        return file_system_set_damage(self->files, "place of a file", error);
    return file_system_read_bytes(self->files, self->below, self->piece.offset + before, buffer,
                                  *size, error);
}

static gssize
mapped_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    return source_read_pieces(source, read_piece, offset, buffer, size, error);
}

static gint64
mapped_get_size(Source *source)
{
    return (gint64)((MappedFile *)source)->size;
}

static void
mapped_close(Source *source)
{
    MappedFile *self = (MappedFile *)source;

    if (self->free_file != NULL)
        self->free_file(self->file);
    g_free(self);
}

static void
mapped_use_reserve(Source *source, guint64 bytes)
{
    source_use_reserve(((MappedFile *)source)->below, bytes);
}

static const SourceOperations mapped_operations = {
    .read = mapped_read,
    .get_size = mapped_get_size,
    .close = mapped_close,
    .use_reserve = mapped_use_reserve,
};

Source *
mapped_file_new(FileSystem *files, Source *below, guint64 size, FilePieceFinder find, gpointer file,
                GDestroyNotify free_file)
{
    MappedFile *self = g_new0(MappedFile, 1);

    self->parent.operations = &mapped_operations;
    self->files = files;
    self->below = below;
    self->size = MIN(size, G_MAXINT64);
    self->find = find;
    self->file = file;
    self->free_file = free_file;
    return &self->parent;
}
