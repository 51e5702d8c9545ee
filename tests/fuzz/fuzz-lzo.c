/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/lzo.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/lzo.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    static guint8 out[4096];

    for (gsize room = 0; room <= sizeof(out); room += 1024) {
        if (lzo_unpack(data, size, out, room) > (gssize)room)
            g_error("more bytes than there is room for");
    }
    return 0;
}
