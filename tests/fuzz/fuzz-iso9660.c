/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/iso9660.c: each sector of the input may be descriptors, a boot catalogue or a
 * directory. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/el_torito.h"
#include "format/iso9660.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    Iso9660Volume volume;
    ElToritoCatalog catalog;
    Iso9660Extent extent;

    for (gsize at = 0; at < size; at += ISO9660_SECTOR_SIZE) {
        iso9660_parse_descriptors(data + at, size - at, FALSE, &volume);
        iso9660_parse_descriptors(data + at, size - at, TRUE, &volume);
        el_torito_parse_catalog(data + at, size - at, &catalog);
        iso9660_find_in_directory(data + at, size - at, 2048, "ppc", TRUE, &extent);
        iso9660_find_in_directory(data + at, size - at, 2048, "bootinfo.txt", FALSE, &extent);
    }
    return 0;
}
