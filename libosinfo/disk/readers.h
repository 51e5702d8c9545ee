/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The rows of all layers, in the order in which they are tried, and how one is tried.
 */

#pragma once

#include "disk/layer.h"

G_BEGIN_DECLS

extern const LayerReader layer_bsd;
extern const LayerReader layer_bzip2;
extern const LayerReader layer_gpt;
extern const LayerReader layer_gzip;
extern const LayerReader layer_lvm2;
extern const LayerReader layer_mbr;
extern const LayerReader layer_mdraid;
extern const LayerReader layer_qcow2;
extern const LayerReader layer_tar;
extern const LayerReader layer_vdi;
extern const LayerReader layer_vhd;
extern const LayerReader layer_vhdx;
extern const LayerReader layer_vmdk;
extern const LayerReader layer_vmdk_cowd;
extern const LayerReader layer_vmdk_text;
extern const LayerReader layer_xz;
extern const LayerReader layer_zfs;
extern const LayerReader layer_zstd;

/* End with NULL. */
extern const LayerReader *const readers_packed[];    /* packings, archives */
extern const LayerReader *const readers_container[]; /* containers */
extern const LayerReader *const readers_disk[];      /* what a whole disk begins with */
extern const LayerReader *const readers_part[];      /* what a part of a disk begins with */

/**
 * readers_try:
 * @readers: rows, one after the other
 * @below: bytes
 * @place: (nullable): that they are of
 * @how: where options, evidence and the budget come from
 * @out_layer: (out): the layer that was found, %NULL if there is none
 * @error: return location
 *
 * Returns: %FORMAT_DAMAGED with a layer when that layer is damaged or cannot be opened; without, when its
 *     mark could not be read
 */
FormatAnswer readers_try(const LayerReader *const *readers, Source *below, const LayerPlace *place,
                         const Layer *how, Layer **out_layer, GError **error);

G_END_DECLS
