/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes an image, from its descriptors on, with all that the driver of ISO 9660 trees looks at: names of
 * Rock Ridge and Joliet, in the record and elsewhere, files in pieces, folders that were moved.
 *
 * usage: make-iso-tree-sample OUTPUT
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "iso-records.h"

#define SECTOR 2048
#define FIRST 16 /* the sector of the first descriptor */
#define ROOT 20
#define JOLIET 21
#define AREAS 22
#define FOLDER 24
#define DATA 25
#define END 27

static const IsoRecord root[] = {
    {ISO_BYTES("_DISK"), 2, FOLDER, SECTOR, ISO_BYTES(ISO_NM("\12", ".disk") ISO_PX_FOLDER), 0, 0},
    {ISO_BYTES("A.;1"), 0, DATA, 5, ISO_BYTES(ISO_PX_FILE "NM\7\1\1ab" ISO_CE("\0", "\7")), 0, 0},
    {ISO_BYTES("B.;1"), 128, DATA, 9, ISO_BYTES(ISO_NM("\10", "big") ISO_PX_FILE), 0, 0},
    {ISO_BYTES("B.;1"), 0, DATA, 5, ISO_BYTES(ISO_NM("\10", "big") ISO_PX_FILE), 0, 1},
    {ISO_BYTES("C.;1"), 0, DATA, 5, ISO_BYTES(ISO_NM("\11", "link") ISO_PX_LINK), 0, 0},
    {ISO_BYTES("D.;1"), 0, 0, 0, ISO_BYTES("CL\14\1\30\0\0\0\0\0\0\30"), 0, 0},
    {ISO_BYTES("E"), 2, FOLDER, SECTOR, ISO_BYTES("RE\4\1"), 0, 0},
};
static const IsoRecord joliet[] = {
    {ISO_BYTES("\0.\0d\0i\0s\0k"), 2, FOLDER, SECTOR, {NULL, 0}, 0, 0},
    {ISO_BYTES("\0a\0;\0001"), 0, DATA, 5, {NULL, 0}, 0, 0},
};
static const IsoRecord folder[] = {
    {ISO_BYTES("INFO.;1"), 0, DATA, 5, ISO_BYTES(ISO_NM("\11", "info") ISO_PX_FILE), 0, 0},
};

int
main(int argc, char **argv)
{
    g_autofree guint8 *image = g_malloc0(END * SECTOR);
    IsoBytes announced = ISO_BYTES(ISO_SP ISO_PX_FOLDER), nothing = {NULL, 0};

    if (argc != 2)
        return EXIT_FAILURE;
    iso_put_descriptor(image, FIRST, 1, ROOT);
    iso_put_descriptor(image, FIRST + 1, 2, JOLIET);
    iso_put_descriptor(image, FIRST + 2, 255, 0);
    iso_put_directory(image, ROOT, ROOT, announced, root, G_N_ELEMENTS(root));
    iso_put_directory(image, JOLIET, JOLIET, nothing, joliet, G_N_ELEMENTS(joliet));
    iso_put_directory(image, FOLDER, ROOT, nothing, folder, G_N_ELEMENTS(folder));
    memcpy(image + AREAS * SECTOR, ISO_NM("\7", "cd"), 7);
    memcpy(image + DATA * SECTOR, "hello", 5);
    return g_file_set_contents(argv[1], (const char *)image + FIRST * SECTOR,
                               (END - FIRST) * SECTOR, NULL)
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}
