/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/apple_volume.c and format/bfs.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/apple_volume.h"
#include "format/bfs.h"
#include "fuzz.h"

static void
feed(const FormatReader *format, const guint8 *data, gsize size)
{
    g_autoptr(Source) source = source_new_memory(data, size);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);
    if ((format->read(source, &evidence, &error) == FORMAT_FOUND) != (evidence.items->len > 0))
        g_error("answer and evidence do not agree");
    if (error != NULL)
        g_error("memory can be read");
    for (guint i = 0; i < evidence.items->len; i++) {
        if (!g_utf8_validate(g_array_index(evidence.items, EvidenceItem, i).text, -1, NULL))
            g_error("evidence is not UTF-8");
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    feed(&format_apple_volume, data, size);
    feed(&format_bfs, data, size);
    return 0;
}
