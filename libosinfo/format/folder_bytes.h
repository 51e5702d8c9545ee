/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bytes of a folder, of which as many are read as somebody wants to see: for file systems that write
 * its names one after the other.
 */
#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

typedef struct {
    Source *source; /* borrowed */
    guint64 offset; /* of the first byte in the source */
    guint8 *bytes;  /* owned, room for all of them; NULL: none have been asked for */
    gsize wanted;   /* bytes of all, or of the first FILE_SYSTEM_MAX_FOLDER */
    gsize size;     /* bytes that were read */
    gsize step;     /* bytes that are read next */
    gsize growth;   /* bytes that are read after these */
    gboolean is_over;
} FolderBytes;

/* Nothing is read yet. @first: bytes that are read first; @growth: bytes that are read then, and twice as
 * many each time. */
void folder_bytes_init(FolderBytes *self, Source *source, guint64 offset, guint64 size, gsize first,
                       gsize growth);
void folder_bytes_clear(FolderBytes *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FolderBytes, folder_bytes_clear)

/* Sees to it that the bytes up to @end are there, if the folder has them. FALSE: they cannot be read. */
gboolean folder_bytes_read_to(FolderBytes *self, gsize end, GError **error);

/* How many bytes are there from @at on, which may lie behind the last one that was read. */
gsize folder_bytes_count(const FolderBytes *self, gsize at);

G_END_DECLS
