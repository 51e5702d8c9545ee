/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Makes ISO 9660 images for tests, in memory or as a file: as small as can be, and as wrong as a
 * test wants them. All zeros is a good start: `{.volume_id = "TEST"}` is a valid, empty image that
 * cannot be booted.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The boot catalogue of an image with an El Torito record. */
typedef enum {
    ISO_CATALOG_BIOS,         /* one bootable entry */
    ISO_CATALOG_EFI,          /* likewise, for UEFI */
    ISO_CATALOG_BIOS_AND_EFI, /* two entries, the second in a section, with an extension */
    ISO_CATALOG_NOT_BOOTABLE, /* one entry, not bootable */
    ISO_CATALOG_INVALID,      /* wrong checksum, no bootable entry */
    ISO_CATALOG_BLANK,        /* zeros */
    ISO_CATALOG_BEYOND_END,   /* the pointer to it leads nowhere */
} IsoCatalog;

typedef struct {
    const char *volume_id; /* texts: NULL for blank */
    const char *system_id;
    const char *publisher_id;
    const char *application_id;
    guint32 volume_blocks; /* 0: as many as there are */
    guint16 block_size;    /* bytes, a divisor of 2048; 0: 2048 */

    guint boot_slot;    /* which descriptor is the El Torito record; the first is 0, so 0: none */
    IsoCatalog catalog; /* with boot_slot */
    /* in slot 1, or in slot 2 if boot_slot is 1; NULL: no Joliet descriptor */
    const char *joliet_id;
    guint descriptors; /* at least so many before the terminator, filled up with type 3 */
    gboolean has_udf;  /* UDF's descriptors behind the terminator */
    gboolean lacks_terminator;

    gboolean has_zero_size_root; /* the root directory has a place, but no size */
    guint root_padding; /* entries before all others in the root directory; 40 fill a sector */
    const char *ppc_directory; /* as recorded, such as "PPC"; NULL: none */
    gboolean ppc_is_file;      /* ... and is a file after all */
    const char *bootinfo_file; /* as recorded, such as "BOOTINFO.TXT;1"; NULL: none */
    guint32 data_sector;       /* of catalogue and directories; 0: right behind the descriptors */
} IsoSpec;

/**
 * iso_build:
 * @spec: what to make
 *
 * Returns: (transfer full): the image; without what lies at data_sector, if that is set
 */
GByteArray *iso_build(const IsoSpec *spec);

/**
 * iso_write:
 * @spec: what to make
 * @path: (type filename): where to write it; as a sparse file, if data_sector is set
 */
void iso_write(const IsoSpec *spec, const char *path);

G_END_DECLS
