/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What an ISO 9660 image says of itself, and what other formats need of it: the volume.
 *
 * Offsets are bytes from the start of the image, sizes are bytes. An out-parameter is touched on
 * success only, and no content, however damaged, leads to a read outside of a buffer or to an
 * endless loop.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

#define ISO9660_SECTOR_SIZE 2048
#define ISO9660_DESCRIPTORS_OFFSET 32768 /* bytes: sixteen sectors of system area come first */
#define ISO9660_READ_SIZE 32768          /* bytes: one such read there decides nearly everything */
#define ISO9660_MAX_DESCRIPTORS 256      /* a longer sequence is taken as ended there */

/* Where a file or directory lies. Both numbers come from the image: they may point anywhere. */
typedef struct {
    guint64 offset; /* bytes from the start of the image */
    guint32 size;   /* bytes; 0: nothing there */
} Iso9660Extent;

/* Texts end with a NUL, have no trailing white space, and may be in any character set. */
typedef struct {
    char volume_id[32 + 1];
    guint64 volume_size; /* bytes */
    guint32 block_size;  /* bytes; nearly always 2048, but anything up to 65535 may stand here */
    Iso9660Extent root;  /* of the root directory */

    gboolean has_boot_record;    /* an El Torito one */
    guint64 boot_catalog_offset; /* bytes from the start of the image; 0: not known */

    char joliet_volume_id[16 * 3 + 1]; /* UTF-8; "": no Joliet descriptor */
    Iso9660Extent joliet_root;         /* of size 0: likewise */
    char udf_standard_id[5 + 1]; /* "NSR02", "NSR03": UDF shares the medium; "": it does not */
    gboolean is_cut_off;         /* the image ends where its second descriptor should be */
} Iso9660Volume;

/**
 * iso9660_read_volume:
 * @source: an image
 * @out_volume: (out caller-allocates): what the descriptors say
 * @out_primary: (nullable): %ISO9660_SECTOR_SIZE bytes for the primary descriptor, whose other texts are there; touched
 *     in any case
 * @error: return location
 *
 * Walks the volume descriptors up to their terminator, to something that is not a volume descriptor,
 * or to %ISO9660_MAX_DESCRIPTORS. The first primary descriptor counts, and an El Torito boot record
 * in any place. Reads sector by sector, so @source had better be a window.
 *
 * Returns: what the image is; %FORMAT_DAMAGED with %FORMAT_ERROR_HEADER when it ends inside the
 *     first descriptor or none of them is a primary one
 */
FormatAnswer iso9660_read_volume(Source *source, Iso9660Volume *out_volume, guint8 *out_primary,
                                 GError **error);

/* Big-endian UCS-2 up to @units characters or a NUL becomes UTF-8. It knows no surrogates: they become
 * U+FFFD. @out_text has @units * 3 + 1 bytes. */
void iso9660_copy_ucs2(const guint8 *bytes, gsize units, char *out_text);

extern const FormatReader format_iso9660;

G_END_DECLS
