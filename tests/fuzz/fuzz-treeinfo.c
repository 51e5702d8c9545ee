/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/treeinfo.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "fuzz.h"
#include "recognise/gather.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) source = source_new_memory(data, size);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);

    FormatAnswer answer = gather_tree(source, &evidence, &error);

    if ((answer == FORMAT_FOUND) != (error == NULL))
        g_error("answer and error do not agree");
    return 0;
}
