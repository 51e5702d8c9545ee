/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Walks the chains of clusters. Entries have 12, 16 or 32 bits, of which FAT uses 28.
 */

#include "config.h"

#include "format/fat_table.h"
#include "format/little_endian.h"
#include "format/mapped_file.h"

static gboolean
set_damage(const FatTable *self, const char *what, GError **error)
{
    return file_system_set_damage(self->files, what, error);
}

void
fat_table_init(FatTable *self, FileSystem *files, Source *source)
{
    *self = (FatTable){.files = files, .source = source, .kept_at = G_MAXUINT64};
}

gboolean
fat_table_has(const FatTable *self, guint32 cluster)
{
    return cluster >= 2 && cluster - 2 < self->n_clusters;
}

guint64
fat_table_get_place(const FatTable *self, guint32 cluster)
{
    return self->clusters + (guint64)(cluster - 2) * self->cluster_size;
}

gboolean
fat_table_find_next(FatTable *self, guint32 cluster, guint32 *out_next, GError **error)
{
    guint64 at = self->bits == 12 ? cluster + cluster / 2 : (guint64)cluster * self->bits / 8;
    guint64 start = at / FAT_TABLE_STEP * FAT_TABLE_STEP;
    const guint8 *bytes = self->kept + (at - start);

    if (self->kept_at != start) {
        gssize count =
            source_read(self->source, self->start + start, self->kept, sizeof(self->kept), error);

        self->kept_at = G_MAXUINT64;
        if (count < 0)
            return FALSE;
        if (count < FAT_TABLE_STEP)
            return set_damage(self, "table", error);
        self->kept_at = start;
    }
    if (self->bits == 12)
        *out_next = cluster % 2 != 0 ? le16(bytes) >> 4 : le16(bytes) & 0xFFF;
    else
        *out_next = self->bits == 16 ? le16(bytes) : le32(bytes) & self->mask;
    return TRUE;
}

/* A file, and how far its chain was walked. */
typedef struct {
    FatTable *table; /* borrowed */
    FatFile file;
    guint32 cluster;
    guint64 index; /* of the cluster in the file */
} Chain;

/* To the cluster of that number. */
static gboolean
walk(Chain *self, guint64 index, GError **error)
{
    FatTable *table = self->table;

    if (index >= FAT_MAX_CHAIN)
        return set_damage(table, "chain of clusters", error);
    if (index < self->index) {
        self->cluster = self->file.first;
        self->index = 0;
    }
    for (; self->index < index; self->index++) {
        guint32 next;

        if (!fat_table_has(table, self->cluster))
            return set_damage(table, "chain of clusters", error);
        if (!fat_table_find_next(table, self->cluster, &next, error))
            return FALSE;
        self->cluster = next;
    }
    return fat_table_has(table, self->cluster) || set_damage(table, "chain of clusters", error);
}

/* Clusters in a row from where the chain is. */
static gboolean
find_run(Chain *self, guint64 index, FilePiece *out_piece, GError **error)
{
    FatTable *table = self->table;
    guint32 count = 1, last;
    guint64 start;

    if (!walk(self, index, error))
        return FALSE;
    start = fat_table_get_place(table, self->cluster);
    for (last = self->cluster; count < FAT_MAX_RUN; count++) {
        guint32 next;

        if (!fat_table_find_next(table, last, &next, error))
            return FALSE;
        if (next != last + 1 || !fat_table_has(table, next))
            break;
        last = next;
    }
    *out_piece =
        (FilePiece){index * table->cluster_size, (guint64)count * table->cluster_size, start};
    return TRUE;
}

static gboolean
find_piece(gpointer data, guint64 at, FilePiece *out_piece, GError **error)
{
    Chain *self = data;
    const FatFile *file = &self->file;

    if (at >= file->written) {
        *out_piece = (FilePiece){file->written, file->size - file->written, SOURCE_EXTENT_ZEROS};
        return TRUE;
    }
    if (file->is_in_one_piece)
        *out_piece = (FilePiece){0, file->written, fat_table_get_place(self->table, file->first)};
    else if (!find_run(self, at / self->table->cluster_size, out_piece, error))
        return FALSE;
    out_piece->size = MIN(out_piece->size, file->written - out_piece->start);
    return TRUE;
}

Source *
fat_table_open(FatTable *self, const FatFile *file)
{
    Chain *chain = g_new0(Chain, 1);

    *chain = (Chain){.table = self, .file = *file, .cluster = file->first};
    return mapped_file_new(self->files, self->source, file->size, find_piece, chain, g_free);
}
