/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Writes an image with UDF that has something of everything, without the sectors that nobody looks at: as
 * fuzz-udf.c wants its inputs.
 *
 * usage: make-udf-sample OUTPUT
 */

#include "config.h"

#include "udf-builder.h"

int
main(int argc, char **argv)
{
    static const UdfFileSpec files[] = {
        {.path = "sources/install.wim", .data = "MSWIM", .pieces = 1},
        {.path = "sources/chained", .data = "MSWIM", .zeros = 4 * UDF_SECTOR, .chained = 1},
        {.path = "sources/long", .data = "MSWIM", .way = UDF_WAY_LONG, .is_extended = TRUE},
        {.path = "sources/embedded",
         .data = "MSWIM",
         .way = UDF_WAY_EMBEDDED,
         .has_attributes = TRUE},
        {.path = "sources/wide", .data = "MSWIM", .is_wide = TRUE, .is_deleted = TRUE},
        {.path = NULL},
    };
    static const struct {
        guint first, n;
    } parts[] = {{16, 3}, {32, 6}, {256, 32}};
    g_autoptr(GByteArray) image = udf_build(&(UdfSpec){.volume_id = "X", .files = files});
    g_autoptr(GByteArray) sample = g_byte_array_new();

    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        g_byte_array_append(sample, image->data + parts[i].first * UDF_SECTOR,
                            parts[i].n * UDF_SECTOR);
    return argc == 2 && g_file_set_contents(argv[1], (const char *)sample->data,
                                            (gssize)sample->len, NULL)
               ? 0
               : 1;
}
