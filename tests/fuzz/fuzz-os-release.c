/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/os_release.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/os_release.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_auto(Evidence) evidence = {.items = NULL};

    evidence_init(&evidence);

    FormatAnswer answer = os_release_read((const char *)data, size, "file", &evidence);

    if ((answer == FORMAT_FOUND) != (evidence.items->len > 0))
        g_error("answer and evidence do not agree");
    for (guint i = 0; i < evidence.items->len; i++) {
        if (!g_utf8_validate(g_array_index(evidence.items, EvidenceItem, i).text, -1, NULL))
            g_error("evidence is not UTF-8");
    }
    return 0;
}
