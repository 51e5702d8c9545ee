/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text that describes a disk of VMware: of which extents it is made, and on what it is based.
 */

#pragma once

#include "disk/layer.h"

#define VMDK_MAX_DESCRIPTOR (64 * 1024) /* bytes */
#define VMDK_MAX_EXTENTS 64
#define VMDK_MAX_LINES 1024

/**
 * vmdk_descriptor_read:
 * @self: a layer
 * @sector: where the text is; 0: what is below is the text
 * @n_sectors: how long it is
 * @out_backing: (out) (nullable): the disk that this one is based on; untouched where there is none
 * @error: return location
 *
 * Adds the disk as a place where it is in files that the text names; where it is in the same file as the text,
 * nothing.
 */
gboolean vmdk_descriptor_read(Layer *self, guint64 sector, guint64 n_sectors, Source **out_backing,
                              GError **error);
