/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/ntfs.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/ntfs.h"
#include "fuzz-file-system.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    fuzz_disk(ntfs_open, data, size);
    return 0;
}
