/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a folder in few steps, since somebody has gone far already who wants more.
 */
#include "config.h"

#include "format/folder_bytes.h"

#define SMALL_REST 4096 /* bytes that are not worth a read of their own */

void
folder_bytes_init(FolderBytes *self, Source *source, guint64 offset, guint64 size, gsize first,
                  gsize growth)
{
    gsize wanted = (gsize)MIN(size, FILE_SYSTEM_MAX_FOLDER);

    *self = (FolderBytes){.source = source,
                          .offset = offset,
                          .bytes = g_malloc(wanted + 1),
                          .wanted = wanted,
                          .step = first,
                          .growth = growth};
}

void
folder_bytes_clear(FolderBytes *self)
{
    g_clear_pointer(&self->bytes, g_free);
}

gboolean
folder_bytes_read_to(FolderBytes *self, gsize end, GError **error)
{
    end = MIN(end, self->wanted);
    while (self->size < end && !self->is_over) {
        gsize left = self->wanted - self->size;
        gsize wanted = MIN(MAX(self->step, end - self->size), left);
        gssize count;

        if (left - wanted < SMALL_REST)
            wanted = left;
        count = source_read(self->source, self->offset + self->size, self->bytes + self->size,
                            wanted, error);
        if (count < 0)
            return FALSE;
        self->size += (gsize)count;
        self->is_over = (gsize)count < wanted;
        self->step = self->growth;
        self->growth *= 2;
    }
    return TRUE;
}

gsize
folder_bytes_count(const FolderBytes *self, gsize at)
{
    return at < self->size ? self->size - at : 0;
}
