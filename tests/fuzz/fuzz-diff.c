/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Feeds diff/diff_facts.c with two documents, a NUL between them: nothing differs from itself, and what
 * was added one way is removed the other way. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "diff/diff.h"
#include "fuzz.h"

static InputFiles *
make_files(const guint8 *data, gsize size)
{
    InputFiles *files = input_files_new();
    InputFile *file = g_new0(InputFile, 1);

    file->uri = g_strdup("file:///a.xml");
    file->name = g_strdup("os/e.org/a.xml");
    file->content = g_bytes_new(data, size);
    g_ptr_array_add(files->files, file);
    return files;
}

/* How many entities came, went, changed. */
static void
count(const GPtrArray *entities, guint *out_counts)
{
    for (guint i = 0; i < entities->len; i++) {
        const DiffEntity *entity = g_ptr_array_index(entities, i);

        out_counts[entity->is_added ? 0 : entity->is_removed ? 1 : 2]++;
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const guint8 *end = size > 0 ? memchr(data, '\0', size) : NULL;
    gsize length = end != NULL ? (gsize)(end - data) : size;
    g_autoptr(InputFiles) old = make_files(data, length);
    g_autoptr(InputFiles) current =
        end != NULL ? make_files(end + 1, size - length - 1) : make_files(data, 0);
    g_autoptr(GPtrArray) same = diff_databases(old, old, NULL);
    g_autoptr(GPtrArray) forth = diff_databases(old, current, NULL);
    g_autoptr(GPtrArray) back = diff_databases(current, old, NULL);
    guint there[3] = {0, 0, 0}, here[3] = {0, 0, 0};

    if (same != NULL && same->len > 0)
        g_error("a database differs from itself");
    if ((forth == NULL) != (back == NULL))
        g_error("one way there is an error");
    if (forth == NULL)
        return 0;
    count(forth, there);
    count(back, here);
    if (there[0] != here[1] || there[1] != here[0] || there[2] != here[2])
        g_error("%u came, %u went, %u changed; back %u, %u, %u", there[0], there[1], there[2],
                here[0], here[1], here[2]);
    return 0;
}
