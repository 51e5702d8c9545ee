/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/pe.c. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "format/pe.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) source = source_new_memory(data, size);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);

    PeProgram program;
    FormatAnswer answer = pe_read(source, &program, &error);

    if (answer == FORMAT_FOUND)
        answer = pe_add_sections(source, &program, "loader", &evidence, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL))
        g_error("answer and error do not agree");
    for (guint i = 0; i < evidence.items->len; i++) {
        if (!g_utf8_validate(g_array_index(evidence.items, EvidenceItem, i).text, -1, NULL))
            g_error("evidence is not UTF-8");
    }
    return 0;
}
