/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the files share that read NTFS: ntfs.c has the boot sector and files, ntfs_record.c records of the master
 * file table and their attributes, ntfs_folder.c the index of a folder.
 */

#pragma once

#include "format/file_system.h"
#include "format/ntfs.h"

enum {
    NTFS_ATTRIBUTE_LIST = 0x20,
    NTFS_DATA = 0x80,
    NTFS_INDEX_ROOT = 0x90,
    NTFS_INDEX_ALLOCATION = 0xA0,
};

typedef struct {
    FileSystem parent;
    Source *source; /* borrowed */
    guint32 sector_size;
    guint32 cluster_size; /* bytes */
    guint32 record_size;  /* bytes */
    Source *table;        /* owned; the master file table; NULL: it is being opened */
    guint64 table_offset; /* of its first record, bytes */
} Ntfs;

/* A record of the table; it says what a file is, and where. */
typedef struct {
    guint64 number;
    guint8 *bytes; /* owned */
    gsize size;    /* bytes that are used */
    gboolean is_folder;
} NtfsRecord;

void ntfs_record_clear(NtfsRecord *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(NtfsRecord, ntfs_record_clear)

gboolean ntfs_read_record(Ntfs *self, guint64 number, NtfsRecord *out_record, GError **error);

/* Puts back what stands elsewhere of the last bytes of each sector. */
gboolean ntfs_restore(const Ntfs *self, guint8 *bytes, gsize size, GError **error);

/* The value of an attribute, @name being in ASCII, "" for none; a source. NULL without an error: there is none. */
Source *ntfs_open_attribute(Ntfs *self, const NtfsRecord *record, guint32 type, const char *name,
                            GError **error);

/* Operations of the file system. */
gboolean ntfs_list(FileSystem *files, const FileNode *folder, FileVisitor visit, gpointer data,
                   GError **error);
FormatAnswer ntfs_lookup(FileSystem *files, const FileNode *folder, const char *name, gsize length,
                         FileNode *out_node, GError **error);
