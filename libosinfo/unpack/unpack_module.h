/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the unpack module offers to the library: the table it exports as osinfo_unpack_module.
 */

#pragma once

#include "base/modules.h"

G_BEGIN_DECLS

/* How a block is packed. */
typedef enum {
    UNPACK_ZLIB,
    UNPACK_DEFLATE, /* as in zlib, without what is around it */
    UNPACK_XZ,
    UNPACK_MICRO_LZMA, /* as EROFS has it */
    UNPACK_ZSTD,
    UNPACK_LZ4, /* a block, without a frame */
    UNPACK_N_METHODS,
} UnpackMethod;

/* What may be used for a block at most; a file that wants more is refused. */
#define UNPACK_MAX_MEMORY (32 * 1024 * 1024)    /* bytes, of xz */
#define UNPACK_MAX_DICTIONARY (8 * 1024 * 1024) /* bytes, of EROFS' LZMA */
#define UNPACK_MAX_WINDOW_BITS 23               /* bits of an offset, of zstd */

typedef struct {
    const guint8 *in;
    gsize in_size; /* bytes */
    guint8 *out;
    gsize out_size;     /* bytes; what does not fit is not unpacked */
    guint32 dictionary; /* bytes, for UNPACK_MICRO_LZMA */
} UnpackBlock;

/* Bytes in the block's @out, less than its size where the block holds less; -1: it is damaged. */
typedef gssize (*UnpackFunction)(const UnpackBlock *block);

/* What is unpacked piece by piece, from its start. */
typedef enum {
    UNPACK_STREAM_GZIP,
    UNPACK_STREAM_XZ,
    UNPACK_STREAM_ZSTD,
    UNPACK_STREAM_BZIP2,
    UNPACK_N_STREAMS,
} UnpackStreamKind;

#define UNPACK_STREAM_MAX_MEMORY (80 * 1024 * 1024) /* bytes, of xz: what xz -9 wants */
#define UNPACK_STREAM_MAX_WINDOW_BITS 25            /* bits of an offset, of zstd */

/* Some bytes of a stream, and a place for what comes of them. Both are moved on as they are used. */
typedef struct {
    const guint8 *in;
    gsize in_size;
    guint8 *out;
    gsize out_size;
} UnpackPiece;

typedef enum {
    UNPACK_MORE,    /* the piece is used up, or there is no place left */
    UNPACK_END,     /* a stream has ended; another one may follow */
    UNPACK_DAMAGED, /* or it wants more memory than it may */
} UnpackResult;

/* A way to unpack streams; any of its functions may be called in another thread than before. */
typedef struct {
    gpointer (*open)(void); /* NULL: there is not enough memory */
    UnpackResult (*run)(gpointer state, UnpackPiece *piece);
    void (*close)(gpointer state);
} UnpackStream;

typedef struct {
    ModuleTable parent;
    UnpackFunction functions[UNPACK_N_METHODS];    /* NULL: this build has not that library */
    const UnpackStream *streams[UNPACK_N_STREAMS]; /* likewise */
} UnpackModule;

extern const UnpackModule osinfo_unpack_module;

G_END_DECLS
