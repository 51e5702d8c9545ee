/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints a file that libudfread finds in an image, for tests that compare.
 *
 * usage: udfread-cat IMAGE /PATH
 */

#include <stdio.h>

#include <udfread/udfread.h>

int
main(int argc, char **argv)
{
    static char buffer[65536];
    udfread *udf = udfread_init();
    UDFFILE *file = NULL;
    ssize_t count = -1;

    if (argc == 3 && udf != NULL && udfread_open(udf, argv[1]) == 0)
        file = udfread_file_open(udf, argv[2]);
    while (file != NULL && (count = udfread_file_read(file, buffer, sizeof(buffer))) > 0)
        fwrite(buffer, 1, (size_t)count, stdout);
    if (file != NULL)
        udfread_file_close(file);
    if (udf != NULL)
        udfread_close(udf);
    return count == 0 ? 0 : 1;
}
