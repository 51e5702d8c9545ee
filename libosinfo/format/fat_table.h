/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The table of FAT and exFAT, that has for each cluster the one behind it in its file.
 */

#pragma once

#include "format/file_system.h"

G_BEGIN_DECLS

#define FAT_MAX_RUN 256                 /* clusters in a row that are read at a time */
#define FAT_MAX_CHAIN (8 * 1024 * 1024) /* clusters behind each other that are gone through */
#define FAT_TABLE_STEP 512              /* bytes of the table that are kept */

typedef struct {
    FileSystem *files;    /* borrowed */
    Source *source;       /* borrowed */
    guint bits;           /* of an entry */
    guint32 mask;         /* of those that count */
    guint32 cluster_size; /* bytes */
    guint32 n_clusters;
    guint64 start;    /* where it begins, bytes */
    guint64 clusters; /* where cluster 2 begins, bytes */
    guint64 kept_at;  /* bytes of the table that are kept; G_MAXUINT64: none */
    guint8 kept[FAT_TABLE_STEP + 1];
} FatTable;

/* What is not zeros by then is for the file system to fill in. */
void fat_table_init(FatTable *self, FileSystem *files, Source *source);

gboolean fat_table_has(const FatTable *self, guint32 cluster);

/* Where a cluster begins, bytes. */
guint64 fat_table_get_place(const FatTable *self, guint32 cluster);

/* The one behind a cluster; none there is anything that is no cluster. */
gboolean fat_table_find_next(FatTable *self, guint32 cluster, guint32 *out_next, GError **error);

typedef struct {
    guint32 first;            /* cluster */
    gboolean is_in_one_piece; /* there is no chain of it */
    guint64 size;             /* bytes */
    guint64 written;          /* bytes; those behind are zeros, whatever is there */
} FatFile;

/* A new source of a file's bytes. */
Source *fat_table_open(FatTable *self, const FatFile *file);

G_END_DECLS
