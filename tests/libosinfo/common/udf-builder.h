/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes images with UDF for tests, in memory: as small as can be, and as odd as a test wants them. Zeros
 * are a good start.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define UDF_SECTOR 2048
#define UDF_PARTITION_SECTOR 257 /* the first one */

/* How an entry says where its bytes are. */
typedef enum {
    UDF_WAY_SHORT,
    UDF_WAY_LONG,
    UDF_WAY_EMBEDDED,
    UDF_WAY_UNKNOWN, /* that no reader knows */
} UdfWay;

/* A file; the folders that its path names are made. A path that ends with "/" is an empty folder. */
typedef struct {
    const char *path; /* NULL: the last row */
    const void *data;
    gsize size;      /* bytes of @data; 0: up to its NUL */
    guint64 zeros;   /* bytes in front, of which nothing is recorded; a multiple of 2048 */
    guint64 claimed; /* size that is told; 0: the right one */
    UdfWay way;
    guint pieces;         /* blocks of @data that lie apart from what follows */
    guint chained;        /* extents in a block of a chain; 0: all are in the entry */
    guint8 kind;          /* 0: what it is */
    gboolean is_extended; /* an extended file entry */
    gboolean is_wide;     /* name of 16 bits a character */
    gboolean is_deleted;
    gboolean has_attributes;
} UdfFileSpec;

typedef struct {
    const char *volume_id;
    const UdfFileSpec *files; /* up to one without a path; NULL: none */
    gboolean is_wide;         /* name of the volume, 16 bits a character */
    const char *iso_id;       /* of ISO 9660 on the same image; NULL: there is none */
    guint lacks_anchors;      /* bits: 1 that at 256, 2 the last sector, 4 256 before it */
    gboolean has_bad_main;    /* the first descriptors of the volume are of no use */
    guint32 block_size;       /* that is told; 0: 2048 */
    guint8 map_kind;          /* 0: 1 */
    guint n_old;              /* descriptors of earlier states of the volume */
    gboolean has_sums;        /* cyclic ones, of all blocks with a tag but names */
} UdfSpec;

GByteArray *udf_build(const UdfSpec *spec);

/* Makes the sum of a tag right again. */
void udf_mend_tag(guint8 *descriptor);

/* Likewise the cyclic sum of a block with a tag. */
void udf_mend_sum(guint8 *block);

G_END_DECLS
