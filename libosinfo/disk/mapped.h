/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The source of a container: clusters of a disk that are somewhere in a file, packed, or nowhere. A
 * container says where a cluster is; reading is the same for all.
 */

#pragma once

#include "disk/layer.h"
#include "unpack/unpack_module.h"

G_BEGIN_DECLS

#define MAPPED_MAX_CLUSTER (256 * 1024 * 1024) /* bytes of a cluster that is stored as it is */
#define MAPPED_MAX_PACKED (4 * 1024 * 1024)    /* bytes of one that is packed, before and after */

typedef enum {
    MAPPED_ZEROS,
    MAPPED_DATA,
    MAPPED_PACKED,
    MAPPED_BACKING, /* the same place of the backing source; zeros where there is none */
} MappedKind;

typedef struct {
    MappedKind kind;
    guint64 offset; /* bytes in the file: of the byte asked for (data), of the packed cluster */
    guint64
        length; /* bytes that this holds for, more than 0; of a packed cluster: its bytes in the file */
} Mapping;

typedef struct MappedSource MappedSource;
struct MappedSource {
    Source parent;
    const Layer *layer; /* borrowed */
    guint64 size;       /* bytes of the disk */
    guint32 cluster;    /* bytes */
    UnpackMethod method;
    Source *backing;  /* borrowed, may be NULL */
    guint64 kept;     /* number of the cluster in @unpacked, plus 1 */
    guint8 *unpacked; /* owned, may be NULL */
    /* Where is the byte at @offset of the disk, which is less than its size? */
    gboolean (*map)(MappedSource *self, guint64 offset, Mapping *out_mapping, GError **error);
};

/* A struct of @struct_size bytes that begins with a MappedSource, the rest zeros. */
gpointer mapped_new(gsize struct_size, const Layer *layer,
                    gboolean (*map)(MappedSource *self, guint64 offset, Mapping *out_mapping,
                                    GError **error));

/* Bytes from @offset to the end of its cluster. */
guint64 mapped_get_rest(const MappedSource *self, guint64 offset);

G_END_DECLS
