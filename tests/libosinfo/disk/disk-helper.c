/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Opens the layers of a disk image for the tests of this folder.
 *
 * usage: disk-helper [--files] [--raw] IMAGE
 *   --files  files that the image names may be opened
 *   --raw    the bytes are the disk's
 *
 * Prints a line each:
 *   format NAME READS BYTES
 *   leaf LAYER OFFSET SIZE SHA-256 | PATH | TYPE | ROLE | ARCHITECTURE | LABEL | ID
 *   unread LAYER | PATH | LABEL | ID | why
 *   say KEY=TEXT @ WHERE
 *
 * Exit status: 0; 1 with a line that says what is wrong.
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "disk/stack.h"

static const char *
show(const char *text)
{
    return text != NULL ? text : "";
}

/* In pieces of odd sizes, from the start to the end. */
static char *
get_sum(Source *source, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint64 offset = 0;
    gssize count = 1;

    for (gsize size = 1; count > 0; size = (size * 3 + 1) % 300007) {
        g_autofree guint8 *buffer = g_malloc(size);

        count = source_read(source, offset, buffer, size, error);
        if (count < 0)
            return NULL;
        g_checksum_update(sum, buffer, count);
        offset += (guint64)count;
    }
    return g_strdup(g_checksum_get_string(sum));
}

static gboolean
print_leaf(const LayerPlace *place, GError **error)
{
    g_autofree char *sum = NULL;

    if (place->source == NULL) {
        printf("unread %s | %s | %s | %s | %s\n", place->layer, place->path, show(place->label),
               show(place->id), place->error->message);
        return TRUE;
    }
    sum = get_sum(place->source, error);
    if (sum == NULL)
        return FALSE;
    printf("leaf %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s | %s | %s | %s | %s | %s | %s\n",
           place->layer, place->offset, place->size, sum, place->path, show(place->type),
           show(place->role), show(place->architecture), show(place->label), show(place->id));
    return TRUE;
}

static void
print_evidence(const Evidence *evidence)
{
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        printf("say %s=%s @ %s\n", item->key, show(item->text), show(item->where));
    }
}

static gboolean
print_stack(const char *path, const StackOptions *options, GError **error)
{
    g_autoptr(Source) source = source_open_local(path, NULL, error);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(Stack) stack = NULL;
    const LayerPlace *const *leaves;
    guint n_leaves;

    evidence_init(&evidence);
    if (source != NULL)
        stack = stack_open(source, options, &evidence, error);
    if (stack == NULL)
        return FALSE;
    printf("format %s %u %" G_GUINT64_FORMAT "\n", stack_get_format(stack), stack_get_reads(stack),
           stack_get_bytes(stack));
    print_evidence(&evidence);
    leaves = stack_get_leaves(stack, &n_leaves);
    for (guint i = 0; i < n_leaves; i++) {
        if (!print_leaf(leaves[i], error))
            return FALSE;
    }
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    const char *path = argv[argc - 1];
    StackOptions options = {.path = path};

    for (int i = 1; i < argc - 1; i++) {
        options.follows_files |= strcmp(argv[i], "--files") == 0;
        options.is_raw |= strcmp(argv[i], "--raw") == 0;
    }
    if (print_stack(path, &options, &error))
        return 0;
    fprintf(stderr, "%s\n", error->message);
    return 1;
}
