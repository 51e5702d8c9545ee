/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Gathers what is installed on a disk image: through its layers to file systems, in these to the roots of systems.
 */
#pragma once

#include "disk/stack.h"
#include "format/evidence.h"

/* A system that is installed. */
typedef struct {
    Evidence evidence; /* owned; of its root alone */
    GStrv
        layers; /* owned; how to get there, the outermost first: "qcow2", "gpt partition 1", "ext4" */
} DiskSystem;

/* Begins with zeros. */
typedef struct {
    Evidence
        evidence; /* owned; of the layers and file systems; of systems whose root cannot be read */
    GPtrArray *systems; /* owned; of DiskSystem, the best root first */
    GStrv layers;       /* owned; of the image, where there is no system */
    char *format;       /* owned; of the file: "qcow2", "raw" */
} Disk;

/**
 * disk_read:
 * @source: an image, without a budget
 * @options: how
 * @out_disk: (out): what is there, to be cleared
 * @error: return location
 *
 * What cannot be read of a place is evidence.
 *
 * Returns: %FORMAT_NOT_THIS when there is neither a layer nor a file system; %FORMAT_DAMAGED when the source
 *     cannot be read, or somebody has cancelled it
 */
FormatAnswer disk_read(Source *source, const StackOptions *options, Disk *out_disk, GError **error);
void disk_clear(Disk *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Disk, disk_clear)
