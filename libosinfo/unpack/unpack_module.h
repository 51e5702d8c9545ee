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

typedef struct {
    ModuleTable parent;
    UnpackFunction functions[UNPACK_N_METHODS]; /* NULL: this build has not that library */
} UnpackModule;

extern const UnpackModule osinfo_unpack_module;

G_END_DECLS
