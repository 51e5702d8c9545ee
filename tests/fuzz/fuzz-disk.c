/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds disk/: all layers that are found in an image, and some bytes of each leaf. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include "disk/stack.h"
#include "fuzz.h"
#include "sparse-input.h"

static void
check_place(const LayerPlace *place)
{
    guint depth = 0;

    if (place->path == NULL || !g_utf8_validate(place->path, -1, NULL))
        g_error("path is no text");
    if ((place->source == NULL) != (place->error != NULL))
        g_error("source and error do not agree");
    if (place->error != NULL && place->error->domain != FORMAT_ERROR &&
        !g_error_matches(place->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        g_error("not an error of an image: %s", place->error->message);
    for (; place != NULL; place = place->below)
        depth++;
    if (depth > STACK_MAX_DEPTH + 1)
        g_error("too deep");
}

static void
read_place(const LayerPlace *place)
{
    guint64 size = (guint64)MAX(source_get_size(place->source), 0);
    const guint64 offsets[] = {0, 513, 66000, size / 2, size - MIN(size, 100), size};
    guint8 buffer[3000];

    for (gsize i = 0; i < G_N_ELEMENTS(offsets); i++) {
        g_autoptr(GError) error = NULL;
        gssize count = source_read(place->source, offsets[i], buffer, sizeof(buffer), &error);

        if ((count < 0) != (error != NULL) || count > (gssize)sizeof(buffer))
            g_error("bytes and error do not agree");
        if (count > 0 && size > 0 && offsets[i] + (guint64)count > size)
            g_error("more bytes than there are");
    }
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(Source) source = sparse_source_new(data, size);
    const StackOptions options = {.is_slow = size % 2 == 1};
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(Stack) stack = NULL;
    const LayerPlace *const *leaves;
    guint n_leaves;

    evidence_init(&evidence);
    stack = stack_open(source, &options, &evidence, &error);
    if ((stack == NULL) != (error != NULL))
        g_error("stack and error do not agree");
    if (stack == NULL)
        return 0;
    leaves = stack_get_leaves(stack, &n_leaves);
    if (n_leaves == 0 || n_leaves > STACK_MAX_LEAVES || stack_get_reads(stack) > STACK_MAX_READS ||
        stack_get_bytes(stack) > STACK_MAX_BYTES)
        g_error("beyond the limits");
    for (guint i = 0; i < n_leaves; i++) {
        check_place(leaves[i]);
        if (leaves[i]->source != NULL)
            read_place(leaves[i]);
    }
    return 0;
}
