/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which layers there are, and the loop over them.
 */

#include "config.h"

#include <string.h>

#include "disk/layer_private.h"
#include "disk/named_volumes.h"
#include "disk/readers.h"

const LayerReader *const readers_packed[] = {&layer_xz,    &layer_gzip, &layer_zstd,
                                             &layer_bzip2, &layer_tar,  NULL};

const LayerReader *const readers_container[] = {
    &layer_qcow2,           &layer_vmdk, &layer_vmdk_cowd,
    &layer_vmdk_text,       &layer_vdi,  &layer_vhdx,
    &layer_named_container, &layer_vhd,  NULL};

const LayerReader *const readers_disk[] = {&layer_gpt, &layer_mbr, NULL};

const LayerReader *const readers_part[] = {&layer_lvm2,   &layer_bsd,          &layer_zfs,
                                           &layer_mdraid, &layer_named_volume, NULL};

static FormatAnswer
find_magic(const LayerReader *reader, Source *below, GError **error)
{
    guint8 bytes[FORMAT_MAX_MAGIC];
    gssize size;

    if (reader->magic == NULL)
        return FORMAT_FOUND;
    size = source_read(below, reader->offset, bytes, reader->magic_length, error);
    if (size < 0)
        return FORMAT_DAMAGED;
    return (gsize)size == reader->magic_length && memcmp(bytes, reader->magic, (gsize)size) == 0
               ? FORMAT_FOUND
               : FORMAT_NOT_THIS;
}

FormatAnswer
readers_try(const LayerReader *const *readers, Source *below, const LayerPlace *place,
            const Layer *how, Layer **out_layer, GError **error)
{
    *out_layer = NULL;
    for (; *readers != NULL; readers++) {
        FormatAnswer answer = find_magic(*readers, below, error);
        g_autoptr(Layer) layer = NULL;

        if (answer == FORMAT_DAMAGED)
            return answer;
        if (answer == FORMAT_NOT_THIS)
            continue;
        layer = layer_new(*readers, below, place);
        layer->options = how->options;
        layer->is_slow |= how->options->is_slow;
        layer->evidence = how->evidence;
        layer->budget = how->budget;
        answer = (*readers)->open(layer, error);
        if (answer == FORMAT_NOT_THIS)
            continue;
        *out_layer = g_steal_pointer(&layer);
        return answer;
    }
    return FORMAT_NOT_THIS;
}
