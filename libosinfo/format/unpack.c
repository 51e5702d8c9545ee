/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Asks the unpack module, and says what is wrong.
 */

#include "config.h"

#include "common/translate.h"
#include "format/unpack.h"

static const char *const names[UNPACK_N_METHODS] = {
    [UNPACK_ZLIB] = "zlib",       [UNPACK_DEFLATE] = "deflate", [UNPACK_XZ] = "xz",
    [UNPACK_MICRO_LZMA] = "lzma", [UNPACK_ZSTD] = "zstd",       [UNPACK_LZ4] = "lz4",
};

static const char *const stream_names[UNPACK_N_STREAMS] = {
    [UNPACK_STREAM_GZIP] = "gzip",
    [UNPACK_STREAM_XZ] = "xz",
    [UNPACK_STREAM_ZSTD] = "zstd",
    [UNPACK_STREAM_BZIP2] = "bzip2",
};

static void
set_missing(GError **error, const char *name)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                /* Translators: the name of a way to compress, such as zstd */
                _("this build of libosinfo cannot decompress %s"), name);
}

gssize
unpack_block(UnpackMethod method, const UnpackBlock *block, GError **error)
{
    const UnpackModule *module = modules_get(MODULE_UNPACK, error);
    gssize size;

    if (module == NULL)
        return -1;
    if (module->functions[method] == NULL) {
        set_missing(error, names[method]);
        return -1;
    }
    /* zlib would be asked for what is at NULL */
    size = block->in_size > 0 ? module->functions[method](block) : -1;
    if (size < 0)
        g_set_error(error, FORMAT_ERROR, FORMAT_ERROR_INVALID, _("invalid %s data"), names[method]);
    return size;
}

const UnpackStream *
unpack_find_stream(UnpackStreamKind kind, GError **error)
{
    const UnpackModule *module = modules_get(MODULE_UNPACK, error);

    if (module != NULL && module->streams[kind] == NULL)
        set_missing(error, stream_names[kind]);
    return module != NULL ? module->streams[kind] : NULL;
}
