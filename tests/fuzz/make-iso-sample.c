/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes an image with all that the ISO 9660 driver looks at: texts, El Torito, Joliet, directories.
 *
 * usage: make-iso-sample OUTPUT
 */
#include "config.h"

#include <stdlib.h>

#include "iso-builder.h"

int
main(int argc, char **argv)
{
    IsoSpec spec = {
        .volume_id = "SAMPLE 1 amd64",
        .system_id = "LINUX",
        .publisher_id = "NOBODY",
        .application_id = "NOTHING",
        .boot_slot = 1,
        .catalog = ISO_CATALOG_BIOS_AND_EFI,
        .joliet_id = "Sample",
        .root_padding = 4,
        .ppc_directory = "PPC",
        .bootinfo_file = "BOOTINFO.TXT;1",
    };

    if (argc != 2)
        return EXIT_FAILURE;
    iso_write(&spec, argv[1]);
    return EXIT_SUCCESS;
}
