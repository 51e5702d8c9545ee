/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds the formats of media: the input is an image, and each sector of it may be a boot catalogue.
 * What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/el_torito.h"
#include "format/iso9660.h"
#include "fuzz.h"
#include "recognise/gather.h"

/* At @start, where descriptors may be. */
static void
feed_image(Source *memory, guint64 start)
{
    g_autoptr(Source) slice = source_new_slice(memory, start, -1);
    g_autoptr(Source) source = source_new_budget(slice, 10000, 10 * GATHER_MAX_BYTES);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);

    FormatAnswer answer = gather_media(source, GATHER_CONTENTS, &evidence, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL))
        g_error("answer and error do not agree");
    for (guint i = 0; i < evidence.items->len; i++) {
        const char *text = g_array_index(evidence.items, EvidenceItem, i).text;

        if (text != NULL && !g_utf8_validate(text, -1, NULL))
            g_error("evidence is not UTF-8");
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) memory = source_new_memory(data, size);
    ElToritoCatalog catalog;

    for (gsize at = 0; at < size; at += ISO9660_SECTOR_SIZE) {
        feed_image(memory, at);
        el_torito_parse_catalog(data + at, size - at, &catalog);
    }
    return 0;
}
