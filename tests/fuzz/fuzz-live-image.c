/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds format/live_image.c: the input is the image of a live medium. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include "fake-file-system.h"
#include "format/live_image.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const FakeFile files[] = {
        {"LiveOS/squashfs.img", .text = size > 0 ? (const char *)data : "", .size = size},
        {.path = NULL},
    };
    g_autoptr(FileSystem) system = fake_file_system_new(files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);

    FormatAnswer answer = content_live_image.read(system, &evidence, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL))
        g_error("answer and error do not agree");
    if ((answer == FORMAT_FOUND) != (evidence.items->len > 0))
        g_error("answer and evidence do not agree");
    for (guint i = 0; i < evidence.items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence.items, EvidenceItem, i);

        if (!g_utf8_validate(item->text, -1, NULL) || !g_utf8_validate(item->where, -1, NULL))
            g_error("evidence is not UTF-8");
    }
    return 0;
}
