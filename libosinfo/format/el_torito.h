/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What an El Torito boot catalogue says. Where it lies is told by a boot record, which iso9660.c
 * finds.
 */

#pragma once

#include "format/format.h"

G_BEGIN_DECLS

/* Platforms of El Torito entries, a bit set. */
typedef enum {
    EL_TORITO_PLATFORM_BIOS = 1 << 0, /* x86 PC */
    EL_TORITO_PLATFORM_POWERPC = 1 << 1,
    EL_TORITO_PLATFORM_MAC = 1 << 2,
    EL_TORITO_PLATFORM_EFI = 1 << 3,
    EL_TORITO_PLATFORM_OTHER = 1 << 4,
} ElToritoPlatforms;

typedef struct {
    guint entries;               /* the default one included */
    guint bootable_entries;      /* of these, marked as bootable */
    ElToritoPlatforms platforms; /* of the bootable entries */
    gboolean is_complete;        /* FALSE: the data ended before the catalogue did */
} ElToritoCatalog;

/**
 * el_torito_parse_catalog:
 * @data: (array length=size): the image from the boot catalogue on; one sector is nearly always
 *     enough
 * @size: bytes in @data
 * @out_catalog: (out caller-allocates): how many entries there are, and for what
 *
 * Reads an El Torito boot catalogue.
 *
 * Returns: %FALSE when there is no valid catalogue in @data
 */
gboolean el_torito_parse_catalog(const guint8 *data, gsize size, ElToritoCatalog *out_catalog);

extern const FormatReader format_el_torito;

G_END_DECLS
