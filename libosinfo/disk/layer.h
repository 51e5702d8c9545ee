/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a layer of a disk image is, and what it promises. A layer reads the source below it and gives
 * places: sources of what it wraps. A packing or a container gives one, the whole disk; a table gives
 * one for each partition; volumes give one for each that they hold.
 *
 *     file | block device | http range | nbd          source/
 *       └ budget └ cache
 *           └ xz, gzip, zstd, bzip2                   LAYER_PACKING
 *               └ tar                                 LAYER_ARCHIVE
 *                   └ qcow2, vmdk, vhd, vhdx, vdi     LAYER_CONTAINER
 *                       └ cache └ gpt, mbr, bsd       LAYER_TABLE
 *                           └ lvm2, mdraid, luks      LAYER_VOLUME
 *                               └ what no layer knows: a file system, or nothing
 *
 * What each of them keeps:
 *   - It is chosen by content, never by a name.
 *   - A short read is the end of the data and nothing else; holes are zeros.
 *   - What is damaged is %FORMAT_ERROR; what this reader cannot do (encrypted, backing file, several
 *     devices, an unknown feature) is %G_IO_ERROR_NOT_SUPPORTED and says which. Both start with the
 *     name of the layer, in English: they are evidence. Other errors are those of the source below.
 *   - Every number of the image is bounded before it is added, shifted, multiplied or allocated.
 *   - No other file or address is opened because the image names one, unless the caller allows files
 *     (StackOptions), and then local ones alone.
 *   - State of a cluster and a piece of a table at most: keeping more is the cache's work.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define LAYER_MAX_PLACES 256 /* of one layer; what comes behind them is not seen */

typedef struct Layer Layer;
typedef struct LayerPlace LayerPlace;

typedef enum {
    LAYER_PACKING,   /* the same bytes, compressed */
    LAYER_ARCHIVE,   /* files, one of which is a disk */
    LAYER_CONTAINER, /* a disk */
    LAYER_TABLE,     /* parts of a disk */
    LAYER_VOLUME,    /* volumes in a part or a disk, or what is named only */
} LayerKind;

/* A layer; each file of this folder that reads one ends with its row. */
typedef struct {
    const char *name; /* "qcow2", which errors start with */
    LayerKind kind;
    guint64 offset;     /* of the magic, bytes from the start */
    const char *magic;  /* NULL: the layer has none, open() finds out */
    gsize magic_length; /* bytes, at most FORMAT_MAX_MAGIC */
    /* Adds places and evidence. %FORMAT_NOT_THIS: the bytes are something else, nothing was added.
     * %FORMAT_DAMAGED: the error is set, as said above; places and evidence that were added before
     * count. */
    FormatAnswer (*open)(Layer *self, GError **error);
} LayerReader;

/* How a stack is opened. Zeros are a good start. */
typedef struct {
    const char
        *path; /* (nullable) (type filename): of the image, which names in it are relative to */
    gboolean
        follows_files; /* local files that an image names, such as its backing file, may be opened */
    gboolean is_raw;   /* the bytes are those of a disk, whatever they look like */
    gboolean is_slow;  /* each read costs a request */
    GCancellable *cancellable; /* borrowed, may be NULL; for files that are opened */
} StackOptions;

/* Where bytes are that a layer wraps. */
struct LayerPlace {
    const LayerPlace
        *below;        /* borrowed; the place that this one's layer was found in; NULL: the image */
    const char *layer; /* static; its layer's name; "raw" for the image itself */
    LayerKind kind;    /* its layer's */
    Source *source;    /* owned by the layer; NULL: it cannot be read, see @error */
    char *name;        /* owned; "partition 1", "vg/root"; "" where a layer has one place only */
    char *type;        /* owned, may be NULL; type id of a partition: "0fc63daf-…", "0x83" */
    const char *role; /* static, may be NULL; what the type id stands for: "root", "usr", "esp" … */
    const char *architecture; /* static, may be NULL; likewise: "x86_64" */
    char *
        label; /* owned, may be NULL; as the layer says it: name of a GPT partition, label of LUKS */
    char *id;  /* owned, may be NULL; UUID of the partition or volume, in lower case */
    guint64 offset; /* bytes from the start of the place below, where it is one piece; else 0 */
    guint64 size;   /* bytes; 0: not known */
    GError *error;  /* owned; why it is not read: %G_IO_ERROR_NOT_SUPPORTED or %FORMAT_ERROR */
    char *path;     /* owned; how to get there: "qcow2, gpt partition 2, lvm2 vg/root" */
};

/* What open() works on. */
struct Layer {
    const LayerReader *reader;
    const char *name; /* static; its reader's, where that names several kinds the one that it is */
    Source *below;    /* borrowed */
    const LayerPlace *place;     /* borrowed; that @below is of */
    const StackOptions *options; /* borrowed */
    gboolean is_slow;   /* what is far from the start costs much: it is compressed, or a request */
    Evidence *evidence; /* borrowed */
    GPtrArray *places;  /* owned; of LayerPlace */
    Source *budget;     /* borrowed; of the image, for files that are opened besides */
    GPtrArray *sources; /* owned; of Source, closed with the layer, the last one first */
};

/**
 * layer_take_source:
 * @self: a layer
 * @source: (transfer full): a source that lives as long as the layer does
 *
 * Returns: @source
 */
Source *layer_take_source(Layer *self, Source *source);

/**
 * layer_add_place:
 * @self: a layer
 * @source: (transfer full) (nullable): bytes of the place; %NULL: @error is set later
 * @name: its name; "" where there is one only
 *
 * Returns: (nullable): a place whose other fields can be filled in; %NULL when the layer has
 *     %LAYER_MAX_PLACES already
 */
LayerPlace *layer_add_place(Layer *self, Source *source, const char *name);

/* The same for the part of what is below that starts at @offset. */
LayerPlace *layer_add_part(Layer *self, guint64 offset, guint64 size, const char *name);

/* How to get to a place of this layer: "qcow2, gpt partition 2". */
char *layer_dup_path(const Layer *self, const char *name);

/* Adds evidence that stands where this layer is, or, with a @place, there. */
void layer_tell(Layer *self, const LayerPlace *place, const char *key, const char *text);

/* Adds what the fields of a place say of it as evidence. */
void layer_tell_place(Layer *self, const LayerPlace *place);

/* Sets %FORMAT_ERROR_INVALID, "NAME: invalid WHAT"; returns %FALSE. */
gboolean layer_fail(const Layer *self, GError **error, const char *what);

/* Sets %G_IO_ERROR_NOT_SUPPORTED, "NAME: WHY"; returns %FALSE. */
gboolean layer_refuse(const Layer *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* All @size bytes at @offset of what is below, or it is damaged. */
gboolean layer_read(const Layer *self, guint64 offset, void *buffer, gsize size, GError **error);

G_END_DECLS
