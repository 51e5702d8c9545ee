/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The bytes of a file of which the file system says, for any place, where the piece lies that has it. It is
 * asked piece by piece, as far as somebody reads, so that what a large file is made of costs nothing.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

/* A piece of a file. */
typedef struct {
    guint64 start;  /* in the file */
    guint64 size;   /* bytes, more than 0 */
    guint64 offset; /* in the source below; SOURCE_EXTENT_ZEROS: nowhere, its bytes are zeros */
} FilePiece;

/* Finds the piece that has the byte at @at, which is less than the file's size. */
typedef gboolean (*FilePieceFinder)(gpointer file, guint64 at, FilePiece *out_piece,
                                    GError **error);

/**
 * mapped_file_new:
 * @files: the file system, borrowed
 * @below: what has the pieces, borrowed
 * @size: bytes of the file, at most %G_MAXINT64
 * @find: finds a piece
 * @file: (transfer full): what @find is told
 * @free_file: (nullable): frees @file
 *
 * Returns: (transfer full): a source of the file's bytes
 */
Source *mapped_file_new(FileSystem *files, Source *below, guint64 size, FilePieceFinder find,
                        gpointer file, GDestroyNotify free_file);

G_END_DECLS
