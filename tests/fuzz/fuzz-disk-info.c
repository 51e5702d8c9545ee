/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds the reader of .disk/info: the input is the file. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include "fake-file-system.h"
#include "format/disk_info.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    /* without a size, a text ends at its NUL */
    const FakeFile files[] = {
        {".disk/info", .text = size > 0 ? (const char *)data : "", .size = size}, {.path = NULL}};
    g_autoptr(FileSystem) file_system = fake_file_system_new(files);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;

    evidence_init(&evidence);

    FormatAnswer answer = content_disk_info.read(file_system, &evidence, &error);

    if (answer == FORMAT_DAMAGED || error != NULL)
        g_error("a text is called damaged");
    for (guint i = 0; i < evidence.items->len; i++) {
        const char *text = g_array_index(evidence.items, EvidenceItem, i).text;

        if (text == NULL || *text == '\0' || !g_utf8_validate(text, -1, NULL))
            g_error("evidence is no text");
    }
    if (answer == FORMAT_NOT_THIS && evidence.items->len > 0)
        g_error("evidence of what was not found");
    return 0;
}
