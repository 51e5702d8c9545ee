/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes the store of a folder: only a store of this build is read.
 *
 * usage: make-store-sample FOLDER OUTPUT
 */
#include "config.h"

#include <stdlib.h>

#include "store-helpers.h"

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    if (argc != 3)
        return EXIT_FAILURE;
    g_autoptr(GBytes) bytes = store_compile_folder(argv[1]);

    if (!g_file_set_contents(argv[2], g_bytes_get_data(bytes, NULL),
                             (gssize)g_bytes_get_size(bytes), &error))
        g_error("%s", error->message);
    return EXIT_SUCCESS;
}
