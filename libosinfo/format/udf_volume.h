/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The volume of UDF, for udf.c: where its partitions are, and what it is called.
 */

#pragma once

#include "format/udf.h"

G_BEGIN_DECLS

#define UDF_BLOCK_SIZE 2048 /* bytes; of sectors, too */

/* A place in a partition that the medium names (ECMA-167 4/14.14.2). It may point anywhere. */
typedef struct {
    guint32 block;
    guint16 partition; /* the how manieth of the volume */
} UdfPlace;

typedef struct {
    guint16 number;
    guint32 sequence; /* of descriptors of the same number, that with the greatest one counts */
    guint32 start;    /* sector */
    guint32 n_blocks;
} UdfPartition;

typedef struct {
    char volume_id[512]; /* UTF-8 */
    UdfPartition partitions[UDF_MAX_PARTITIONS];
    guint n_partitions;
    UdfPlace file_set; /* of its descriptor */
} UdfVolume;

/* Tags of descriptors (3/7.2.1, 4/7.2.1). */
typedef enum {
    UDF_TAG_ANCHOR = 2,
    UDF_TAG_PARTITION = 5,
    UDF_TAG_LOGICAL_VOLUME = 6,
    UDF_TAG_TERMINATING = 8,
    UDF_TAG_FILE_SET = 256,
    UDF_TAG_FILE_IDENTIFIER = 257,
    UDF_TAG_ALLOCATION_EXTENT = 258,
    UDF_TAG_FILE_ENTRY = 261,
    UDF_TAG_EXTENDED_FILE_ENTRY = 266,
} UdfTag;

FormatAnswer udf_read_volume(Source *source, UdfVolume *out_volume, GError **error);

/* Whether 16 bytes begin with a tag (3/7.2). FALSE also when its sum is wrong. */
gboolean udf_has_tag(const guint8 *descriptor, UdfTag tag);

/* Likewise, of a whole block that lies where it says that it does, and whose bytes have the sum that it says. */
gboolean udf_has_tag_at(const guint8 *block, UdfTag tag, guint32 location);

/* Where @size bytes at a place are in the image; FALSE: not in the partition. */
gboolean udf_volume_locate(const UdfVolume *self, UdfPlace place, guint64 size,
                           guint64 *out_offset);

/* OSTA's compressed Unicode (UDF 2.1.1): a byte that says how many bits a character has, then the
 * characters. @out_text has 2 * size + 1 bytes. FALSE: it is something else. */
gboolean udf_copy_text(const guint8 *bytes, gsize size, char *out_text);

G_END_DECLS
