/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds the rows of format/text_files.c and the words of format/boot_menu.c: the input is a text file
 * of a medium, which any of them may be about. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "format/boot_menu.h"
#include "format/text_files.h"
#include "fuzz.h"

static void
check_evidence(const Evidence *evidence, FormatAnswer answer)
{
    if (answer == FORMAT_FOUND && evidence->items->len == 0)
        g_error("nothing was found");
    for (guint i = 0; i < evidence->items->len; i++) {
        const char *text = g_array_index(evidence->items, EvidenceItem, i).text;

        if (text == NULL || *text == '\0' || !g_utf8_validate(text, -1, NULL))
            g_error("evidence is no text");
    }
}

static void
feed_row(const TextFile *row, const guint8 *data, gsize size)
{
    g_auto(Evidence) evidence = {.items = NULL};
    gboolean is_whole = size <= TEXT_FILE_MAX_SIZE;

    evidence_init(&evidence);

    FormatAnswer answer = text_file_parse(row, (const char *)data, MIN(size, TEXT_FILE_MAX_SIZE),
                                          is_whole, "file", &evidence);

    if ((answer == FORMAT_FOUND) != (evidence.items->len > 0))
        g_error("answer and evidence do not agree");
    check_evidence(&evidence, answer);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *menu = g_strndup((const char *)data, MIN(size, BOOT_MENU_MAX_SIZE));
    g_auto(Evidence) evidence = {.items = NULL};

    for (gsize i = 0; i < text_files_count; i++)
        feed_row(&text_files[i], data, size);
    for (gsize i = 0; i < added_text_files_count; i++)
        feed_row(&added_text_files[i], data, size);
    evidence_init(&evidence);
    check_evidence(&evidence, boot_menu_parse(menu, "menu", &evidence));
    return 0;
}
