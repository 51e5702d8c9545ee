/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/exfat.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/exfat.h"
#include "fuzz-file-system.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    fuzz_disk(exfat_open, data, size);
    return 0;
}
