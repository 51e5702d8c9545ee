/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What a medium says of itself, and whether a machine can start from it. Turning a status into an
 * error of the public domain is left to the caller.
 */

#pragma once

#include "format/el_torito.h"
#include "format/iso9660.h"
#include "source/source.h"

G_BEGIN_DECLS

/**
 * MediaProbeStatus:
 * @MEDIA_PROBE_OK: an image that can be booted
 * @MEDIA_PROBE_NOT_BOOTABLE: an image, but neither with El Torito nor with /ppc/bootinfo.txt
 * @MEDIA_PROBE_NO_PPC_EXTENT: an image, but its root directory lies behind the end of the data
 * @MEDIA_PROBE_NO_BOOTINFO_EXTENT: an image, but its directory /ppc lies behind the end of the data
 * @MEDIA_PROBE_NO_DESCRIPTORS: no image
 * @MEDIA_PROBE_PVD_TRUNCATED: the data ends inside the first descriptor
 * @MEDIA_PROBE_NO_PVD: there are descriptors, but no primary one
 * @MEDIA_PROBE_BLANK_VOLUME_ID: the image has no name
 * @MEDIA_PROBE_DESCRIPTOR_TRUNCATED: the data ends inside the second descriptor
 */
typedef enum {
    MEDIA_PROBE_OK,
    MEDIA_PROBE_NOT_BOOTABLE,
    MEDIA_PROBE_NO_PPC_EXTENT,
    MEDIA_PROBE_NO_BOOTINFO_EXTENT,
    MEDIA_PROBE_NO_DESCRIPTORS,
    MEDIA_PROBE_PVD_TRUNCATED,
    MEDIA_PROBE_NO_PVD,
    MEDIA_PROBE_BLANK_VOLUME_ID,
    MEDIA_PROBE_DESCRIPTOR_TRUNCATED,
} MediaProbeStatus;

typedef struct {
    MediaProbeStatus status;
    gboolean has_volume;  /* the image could be read: status is one of the first four */
    gboolean is_bootable; /* status is MEDIA_PROBE_OK */
    Iso9660Volume volume; /* zeros without has_volume */
    gboolean has_catalog;
    ElToritoCatalog catalog; /* zeros without has_catalog */
} MediaProbe;

/**
 * media_probe:
 * @source: where to read
 * @out_probe: (out caller-allocates): what was found
 * @error: return location
 *
 * Reads what a medium says of itself. Blocks. One read of 32 KiB does for nearly every image; a
 * boot catalogue elsewhere takes one more, and without El Torito two directories of at most 1 MiB
 * each are looked at.
 *
 * An El Torito record makes a medium bootable even when the catalogue cannot be read or is not
 * valid, since copies of just the first sectors of an image are in use; a whole, valid catalogue
 * without any bootable entry does not.
 *
 * Returns: %FALSE when the medium could not be read; data that is no image is a status, not a
 * failure
 */
gboolean media_probe(Source *source, MediaProbe *out_probe, GError **error);

/**
 * media_probe_status_message:
 * @status: a status
 *
 * Returns: the text of the error that programs know for @status; "" for %MEDIA_PROBE_OK
 */
const char *media_probe_status_message(MediaProbeStatus status);

G_END_DECLS
