/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/treeinfo.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/treeinfo.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_auto(Treeinfo) treeinfo = {.family = NULL};
    g_autoptr(GError) error = NULL;

    /* NULL is no text, not even an empty one. */
    if (treeinfo_parse(size > 0 ? (const char *)data : "", (gssize)size, &treeinfo, &error) !=
        (error == NULL))
        g_error("result and error do not agree");
    return 0;
}
