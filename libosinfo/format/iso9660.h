/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What an ISO 9660 image says of itself: bytes in, struct out. Nothing here opens, reads or
 * allocates, so that a fuzzer hands it a buffer; media_probe.c decides which bytes to read.
 *
 * Offsets are bytes from the start of the image, sizes are bytes. Buffers are borrowed for the call
 * only, an out-parameter is touched on success only, and no buffer content, however damaged, leads
 * to a read outside the buffer or to an endless loop.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ISO9660_SECTOR_SIZE 2048
#define ISO9660_DESCRIPTORS_OFFSET 32768 /* bytes: sixteen sectors of system area come first */
#define ISO9660_READ_SIZE 32768          /* bytes: one such read there decides nearly everything */
#define ISO9660_MAX_DESCRIPTORS 256      /* a longer sequence is taken as ended there */

/**
 * Iso9660Status:
 * @ISO9660_OK: the descriptors were read
 * @ISO9660_NO_DESCRIPTORS: there is no data, or it does not start with a volume descriptor
 * @ISO9660_PVD_TRUNCATED: the data ends inside the first descriptor
 * @ISO9660_NO_PVD: none of the descriptors is a primary one
 * @ISO9660_BLANK_VOLUME_ID: the volume has no name
 * @ISO9660_DESCRIPTOR_TRUNCATED: the data ends before the 39th byte of the second descriptor
 * @ISO9660_NEED_MORE: the descriptors go on behind the buffer
 */
typedef enum {
    ISO9660_OK,
    ISO9660_NO_DESCRIPTORS,
    ISO9660_PVD_TRUNCATED,
    ISO9660_NO_PVD,
    ISO9660_BLANK_VOLUME_ID,
    ISO9660_DESCRIPTOR_TRUNCATED,
    ISO9660_NEED_MORE,
} Iso9660Status;

/* Where a file or directory lies. Both numbers come from the image: they may point anywhere. */
typedef struct {
    guint64 offset; /* bytes from the start of the image */
    guint32 size;   /* bytes; 0: nothing there */
} Iso9660Extent;

/* Texts end with a NUL, have no trailing white space, and may be in any character set. */
typedef struct {
    char system_id[32 + 1];
    char volume_id[32 + 1];
    char publisher_id[128 + 1];
    char application_id[128 + 1];
    guint64 volume_size; /* bytes */
    guint32 block_size;  /* bytes; nearly always 2048, but anything up to 65535 may stand here */
    Iso9660Extent root;  /* of the root directory */

    gboolean has_boot_record;    /* an El Torito one */
    guint64 boot_catalog_offset; /* bytes from the start of the image; 0: not known */

    char joliet_volume_id[16 * 3 + 1]; /* UTF-8; "": no Joliet descriptor */
    gboolean is_udf_bridge;            /* a UDF file system shares the medium */
} Iso9660Volume;

/**
 * iso9660_parse_descriptors:
 * @data: (array length=size) (nullable): the image from byte %ISO9660_DESCRIPTORS_OFFSET on
 * @size: bytes in @data; %ISO9660_READ_SIZE is nearly always enough
 * @is_all: whether the image ends behind @data; otherwise data that ends too early gives
 *     %ISO9660_NEED_MORE
 * @out_volume: (out caller-allocates): what the descriptors say
 *
 * Walks the volume descriptors up to their terminator, to something that is no volume descriptor,
 * or to %ISO9660_MAX_DESCRIPTORS. The first primary descriptor counts, and an El Torito boot record
 * in any place.
 *
 * Returns: %ISO9660_OK, or why @out_volume was not touched
 */
Iso9660Status iso9660_parse_descriptors(const guint8 *data, gsize size, gboolean is_all,
                                        Iso9660Volume *out_volume);

/**
 * iso9660_find_in_directory:
 * @data: (array length=size) (nullable): a directory's extent, or the start of it
 * @size: bytes in @data
 * @block_size: bytes, from the volume
 * @name: one path component, in ASCII, without a version
 * @want_directory: whether to look for a directory or for a file
 * @out_extent: (out caller-allocates): where it lies; its size may be 0
 *
 * Looks for a name in a directory. ASCII case, the version ("BOOTINFO.TXT;1") and a final full stop
 * make no difference.
 *
 * Returns: whether it is there
 */
gboolean iso9660_find_in_directory(const guint8 *data, gsize size, guint32 block_size,
                                   const char *name, gboolean want_directory,
                                   Iso9660Extent *out_extent);

G_END_DECLS
