/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/fat.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/fat.h"
#include "fuzz-file-system.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    fuzz_disk(fat_open, data, size);
    return 0;
}
