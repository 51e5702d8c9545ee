/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the two files that read EROFS share: the image, inodes, and where the pieces of a compressed
 * file are.
 */

#pragma once

#include "format/erofs.h"

G_BEGIN_DECLS

#define EROFS_MAX_PACKED (1024 * 1024)     /* bytes of a piece as it is stored */
#define EROFS_MAX_PIECE (12 * 1024 * 1024) /* bytes of a piece when it is unpacked */
#define EROFS_KEPT_SIZE 4096

#define EROFS_FEATURE_ZERO_PADDING 0x01u /* zeros stand before LZ4, not behind it */
#define EROFS_FEATURE_COMPRESSION 0x02u  /* settings of compression, pieces of several blocks */
#define EROFS_FEATURE_INLINE_END 0x10u   /* the last piece of a file may stand behind its index */
#define EROFS_FEATURE_FRAGMENTS 0x20u    /* ends of files, or whole ones, are in one file */

typedef enum {
    EROFS_LAYOUT_PLAIN,
    EROFS_LAYOUT_FULL_INDEX,    /* compressed */
    EROFS_LAYOUT_INLINE,        /* plain, the end stands behind the inode */
    EROFS_LAYOUT_COMPACT_INDEX, /* compressed */
} ErofsLayout;

typedef struct {
    FileNodeKind kind;
    ErofsLayout layout;
    guint64 size;   /* bytes */
    guint64 end;    /* of the inode and its attributes, in the image */
    guint64 blocks; /* where the blocks of a plain file are, in the image */
} ErofsInode;

/* A part of the metadata that was read. */
typedef struct {
    guint64 start; /* in the image */
    gsize size;    /* bytes in data; 0: nothing was read */
    guint8 data[EROFS_KEPT_SIZE];
} ErofsKept;

typedef struct {
    FileSystem parent;
    Source *source;     /* borrowed */
    guint block_bits;   /* a block has so many bytes as a power of two */
    guint folder_bits;  /* likewise, a block of a folder */
    guint32 features;   /* EROFS_FEATURE_… */
    guint32 dictionary; /* bytes, of LZMA */
    guint64 inodes;     /* where they start, in the image */
    guint64 packed;     /* number of the inode that has the fragments */
    Source *fragments;  /* owned; the bytes of that; NULL: not opened yet */
    ErofsKept kept[8];
    guint oldest; /* of kept */
} Erofs;

/* Always FALSE. */
gboolean erofs_set_damage(GError **error, const char *what);

/* Bytes of the metadata, of which some are kept. */
gboolean erofs_read_metadata(Erofs *self, guint64 start, void *buffer, gsize size, GError **error);

/* Bytes of the image; all of them, or it is damaged. */
gboolean erofs_read_bytes(Erofs *self, guint64 start, void *buffer, gsize size, GError **error);

/* How the index of a compressed file is to be read. */
typedef struct {
    guint64 start; /* of the index, in the image */
    guint64 size;  /* bytes of the file */
    gboolean is_compact;
    guint cluster_bits;   /* each entry is about so many bytes of the file, as a power of two */
    guint32 advice;       /* flags of the file */
    guint algorithms[2];  /* of the two kinds of pieces */
    gboolean is_fragment; /* there is no index: all of it is in the fragments */
    guint64 fragment;     /* where the fragment of its end is, in the file of all */
    gsize end_size;       /* bytes of the last piece, when that stands behind the index */
    guint64 end_place;    /* where it is then, in the image */
    guint64 end_cluster;  /* where the last piece starts: number of the entry; G_MAXUINT64: it is
                              like others */
} ErofsIndex;

typedef enum {
    EROFS_PIECE_PLAIN,
    EROFS_PIECE_ROTATED, /* one block, plain; a byte keeps its place in a block */
    EROFS_PIECE_PACKED,
    EROFS_PIECE_FRAGMENT,
} ErofsPieceKind;

/* A piece of a file. */
typedef struct {
    ErofsPieceKind kind;
    guint algorithm;
    guint64 start; /* in the file */
    guint64 end;   /* in the file; or what was asked for ends before */
    guint64 place; /* in the image, or of a fragment in the file of all */
    gsize stored;  /* bytes of it that are stored there */
} ErofsPiece;

gboolean erofs_index_open(Erofs *self, const ErofsInode *inode, ErofsIndex *out_index,
                          GError **error);

/* The piece that has the byte at @offset; its end is looked for up to @limit. */
gboolean erofs_index_find(Erofs *self, const ErofsIndex *index, guint64 offset, guint64 limit,
                          ErofsPiece *out_piece, GError **error);

/* Bytes of a compressed piece, unpacked: @wanted of them, from its start. */
guint8 *erofs_unpack_piece(Erofs *self, const ErofsPiece *piece, gsize wanted, GError **error);

G_END_DECLS
