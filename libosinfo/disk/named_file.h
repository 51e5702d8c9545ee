/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Files that an image names: a backing file, the extents of a VMDK descriptor. They are opened only where
 * the caller allows it, and only local ones.
 */

#pragma once

#include "disk/layer.h"

#define NAMED_FILE_MAX_CHAIN 8   /* files that name one another */
#define NAMED_FILE_MAX_NAME 1023 /* bytes */

/**
 * named_file_open:
 * @self: the layer whose bytes name the file
 * @name: as it stands there; relative to the folder of the image
 * @is_raw: whether its bytes are the disk's; otherwise a container is looked for in it
 * @error: return location
 *
 * Fails with %G_IO_ERROR_NOT_SUPPORTED, and adds the name to the evidence, when files may not be opened.
 *
 * Returns: (transfer none): a source that lives as long as the layer; %NULL when it cannot be opened
 */
Source *named_file_open(Layer *self, const char *name, gboolean is_raw, GError **error);
