/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The source of a compressed stream, or of several blocks that are compressed each for itself. What was
 * unpacked is kept, since tables of a disk lead back and forth; what is far from the start of its block costs
 * all that is before it.
 */

#pragma once

#include "disk/layer.h"
#include "unpack/unpack_module.h"

G_BEGIN_DECLS

#define PACKED_MAX_UNPACKED (64 * 1024 * 1024) /* bytes, of a stream */
#define PACKED_MAX_INDEXED (192 * 1024 * 1024) /* bytes, of several blocks */
#define PACKED_MAX_BLOCKS 65536
#define PACKED_KEPT_BLOCKS 3
#define PACKED_MAX_HEAD 16 /* bytes */

/* A part that can be unpacked by itself. */
typedef struct {
    guint64 in;       /* where it is in what is below */
    guint64 in_size;  /* bytes; G_MAXUINT64: to the end */
    guint64 out;      /* where what comes of it belongs */
    guint64 out_size; /* bytes; G_MAXUINT64: not known */
} PackedBlock;

/**
 * packed_new:
 * @layer: a layer
 * @kind: how it is compressed
 * @blocks: (transfer full): PackedBlocks, in the order of what comes of them, without gaps
 * @head: (nullable) (array length=head_size): what is put before each of them
 * @head_size: bytes, at most %PACKED_MAX_HEAD
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a source; %NULL where this build cannot unpack that
 */
Source *packed_new(const Layer *layer, UnpackStreamKind kind, GArray *blocks, const guint8 *head,
                   gsize head_size, GError **error);

G_END_DECLS
