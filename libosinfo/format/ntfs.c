/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads NTFS as far as finding a file and reading it wants. What a name of a folder leads to is left to
 * file_system.c.
 *
 *     0       boot sector: sizes, where the master file table begins
 *     table   a file itself, its first record being its own; a record for each file, that of the root is 5
 */

#include "config.h"

#include <string.h>

#include "format/little_endian.h"
#include "format/ntfs_private.h"

#define BOOT_SIZE 512
#define ROOT_RECORD 5

static Source *
ntfs_open_file(FileSystem *files, const FileNode *node, GError **error)
{
    Ntfs *self = (Ntfs *)files;
    g_auto(NtfsRecord) record = {.bytes = NULL};
    GError *open_error = NULL;
    Source *source;

    if (!ntfs_read_record(self, node->place[0], &record, error))
        return NULL;
    source =
        record.is_folder ? NULL : ntfs_open_attribute(self, &record, NTFS_DATA, "", &open_error);
    if (source == NULL && open_error == NULL)
        file_system_set_damage(files, "record of a file", &open_error);
    if (source == NULL)
        g_propagate_error(error, open_error);
    return source;
}

static void
ntfs_close(FileSystem *files)
{
    source_close(((Ntfs *)files)->table);
    g_free(files);
}

static const FileSystemOperations ntfs_operations = {
    .name = "ntfs",
    .list = ntfs_list,
    .open = ntfs_open_file,
    .lookup = ntfs_lookup,
    .close = ntfs_close,
};

static gboolean
is_power(guint32 number, guint32 least, guint32 most)
{
    return number >= least && number <= most && (number & (number - 1)) == 0;
}

/* Clusters, or the power of two of bytes with a sign in front. */
static guint32
get_size(const Ntfs *self, guint8 written)
{
    if (written < 0x80)
        return written <= NTFS_MAX_INDEX / self->cluster_size ? written * self->cluster_size : 0;
    return 256u - written < 20 ? 1u << (256 - written) : 0;
}

static gboolean
parse_boot_sector(Ntfs *self, const guint8 *bytes, GError **error)
{
    guint32 per_cluster = bytes[13] <= 0x80       ? bytes[13]
                          : 256u - bytes[13] < 16 ? 1u << (256 - bytes[13])
                                                  : 0;
    guint64 table = le64(bytes + 48);

    self->sector_size = le16(bytes + 11);
    if (!is_power(self->sector_size, 512, 4096) || !is_power(per_cluster, 1, 4096))
        return file_system_set_damage(&self->parent, "boot sector", error);
    self->cluster_size = self->sector_size * per_cluster;
    if (self->cluster_size > 2 * 1024 * 1024)
        return file_system_set_damage(&self->parent, "boot sector", error);
    self->record_size = get_size(self, bytes[64]);
    if (!is_power(self->record_size, 512, NTFS_MAX_RECORD) ||
        table > (guint64)G_MAXINT64 / self->cluster_size / 2)
        return file_system_set_damage(&self->parent, "boot sector", error);
    self->table_offset = table * self->cluster_size;
    self->parent.root =
        (FileNode){.kind = FILE_NODE_FOLDER, .size = FILE_SIZE_NOT_KNOWN, .place = {ROOT_RECORD}};
    return TRUE;
}

static gboolean
open_table(Ntfs *self, GError **error)
{
    g_auto(NtfsRecord) record = {.bytes = NULL};
    GError *open_error = NULL;

    if (!ntfs_read_record(self, 0, &record, error))
        return FALSE;
    self->table = ntfs_open_attribute(self, &record, NTFS_DATA, "", &open_error);
    if (self->table != NULL)
        return TRUE;
    if (open_error == NULL)
        file_system_set_damage(&self->parent, "master file table", &open_error);
    g_propagate_error(error, open_error);
    return FALSE;
}

FormatAnswer
ntfs_open(Source *source, FileSystem **out_files, GError **error)
{
    guint8 bytes[BOOT_SIZE];
    gssize count = source_read(source, 0, bytes, sizeof(bytes), error);

    if (count < 0)
        return FORMAT_DAMAGED;
    if (count < BOOT_SIZE || memcmp(bytes + 3, "NTFS    ", 8) != 0)
        return FORMAT_NOT_THIS;

    g_autofree Ntfs *self = g_new0(Ntfs, 1);

    self->parent.operations = &ntfs_operations;
    self->source = source;
    if (!parse_boot_sector(self, bytes, error) || !open_table(self, error))
        return FORMAT_DAMAGED;
    *out_files = &g_steal_pointer(&self)->parent;
    return FORMAT_FOUND;
}
