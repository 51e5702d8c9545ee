/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds archive/archive_content.c with an archive: names stay below, each is there once, files have a
 * folder. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "archive/archive_content.h"
#include "archive/archive_reader.h"
#include "fuzz-file.h"
#include "fuzz.h"

static void
check_path(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", -1);

    if (!g_utf8_validate(path, -1, NULL) || strlen(path) > ARCHIVE_MAX_PATH_LENGTH)
        g_error("the name is not as it must be: %s", path);
    for (char **part = parts; *part != NULL; part++) {
        if (strcmp(*part, "..") == 0 || strcmp(*part, ".") == 0 || **part == '\0')
            g_error("the name leads elsewhere: %s", path);
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_auto(FuzzFile) file = {0};
    g_autoptr(GError) error = NULL;
    guint n_files = 0;

    fuzz_file_init(&file, data, size);

    g_autoptr(ArchiveContent) content = archive_content_read(file.descriptor, "NAME", &error);

    if ((content == NULL) != (error != NULL))
        g_error("content and error do not agree");
    for (guint i = 0; content != NULL && i < content->entries->len; i++) {
        const ArchiveContentEntry *entry = g_ptr_array_index(content->entries, i);

        n_files += entry->content != NULL;
        if (*entry->path == '\0')
            continue;
        check_path(entry->path);
        if (archive_content_find(content, entry->path) == NULL)
            g_error("'%s' is not found", entry->path);
    }
    if (content != NULL && n_files != content->n_files)
        g_error("%u files instead of %u", content->n_files, n_files);
    return 0;
}
