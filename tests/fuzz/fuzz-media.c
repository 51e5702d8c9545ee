/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds recognise/gather.c with a medium, the input being what follows its first 32768 bytes, and
 * looks at which bytes are read: no more than the budget allows, and nothing that was not read may
 * change what is found. What runs it is libFuzzer or fuzz-main.c.
 */

#include "config.h"

#include <string.h>

#include "format/iso9660.h"
#include "fuzz.h"
#include "recognise/gather.h"

/* What is read of some bytes. */
typedef struct {
    Source parent;
    const guint8 *data; /* borrowed */
    gsize size;         /* bytes */
    guint8 *touched;    /* a byte for each: 1: it was read; NULL: nobody asks */
    guint n_reads;
    guint64 n_bytes;
} WatchedSource;

static gssize
watched_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error G_GNUC_UNUSED)
{
    WatchedSource *self = (WatchedSource *)source;

    self->n_reads++;
    if (offset >= self->size || size == 0)
        return 0;
    size = MIN(size, self->size - (gsize)offset);
    self->n_bytes += size;
    memcpy(buffer, self->data + offset, size);
    if (self->touched != NULL)
        memset(self->touched + offset, 1, size);
    return (gssize)size;
}

static gint64
watched_get_size(Source *source)
{
    return (gint64)((const WatchedSource *)source)->size;
}

static void
watched_close(Source *source G_GNUC_UNUSED)
{
}

static const SourceOperations watched_operations = {
    .read = watched_read,
    .get_size = watched_get_size,
    .close = watched_close,
};

/* What is found, as a text. */
static char *
describe(FormatAnswer answer, const Evidence *evidence, const GError *error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "%d %d %s\n", (int)answer, (int)evidence->boot,
                           error != NULL ? error->message : "");
    for (guint i = 0; i < evidence->items->len; i++) {
        const EvidenceItem *item = &g_array_index(evidence->items, EvidenceItem, i);

        if (item->text != NULL && !g_utf8_validate(item->text, -1, NULL))
            g_error("evidence is not UTF-8");
        g_string_append_printf(text, "%s %s %" G_GINT64_FORMAT "\n", item->key,
                               item->text != NULL ? item->text : "", item->number);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *
find(WatchedSource *watched)
{
    g_autoptr(Source) budget = gather_new_budget(&watched->parent);
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) window =
        source_open_window(budget, ISO9660_DESCRIPTORS_OFFSET, ISO9660_READ_SIZE, &error);
    g_auto(Evidence) evidence = {.items = NULL};

    if (window == NULL)
        g_error("the first read failed: %s", error->message);
    evidence_init(&evidence);

    FormatAnswer answer = gather_media(window, GATHER_CONTENTS, &evidence, &error);

    if ((answer == FORMAT_DAMAGED) != (error != NULL))
        g_error("answer and error do not agree");
    if (watched->n_reads > GATHER_MAX_READS ||
        watched->n_bytes > GATHER_MAX_BYTES + GATHER_MAX_RESERVE)
        g_error("%u reads of %" G_GUINT64_FORMAT " bytes", watched->n_reads, watched->n_bytes);
    return describe(answer, &evidence, error);
}

/* A whole image is an input, too. */
static void
skip_system_area(const guint8 **data, gsize *size)
{
    static const guint8 zeros[ISO9660_DESCRIPTORS_OFFSET];

    if (*size < sizeof(zeros) || memcmp(*data, zeros, sizeof(zeros)) != 0)
        return;
    *data += sizeof(zeros);
    *size -= sizeof(zeros);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    skip_system_area(&data, &size);

    gsize whole = ISO9660_DESCRIPTORS_OFFSET + size;
    g_autofree guint8 *image = g_malloc0(whole);
    g_autofree guint8 *touched = g_malloc0(whole);
    WatchedSource watched = {{&watched_operations}, image, whole, touched, 0, 0};

    if (size > 0)
        memcpy(image + ISO9660_DESCRIPTORS_OFFSET, data, size);
    g_autofree char *found = find(&watched);

    for (gsize i = 0; i < whole; i++) {
        if (touched[i] == 0)
            image[i] ^= 0xFF;
    }
    WatchedSource again = {{&watched_operations}, image, whole, NULL, 0, 0};
    g_autofree char *found_again = find(&again);

    if (strcmp(found, found_again) != 0)
        g_error("bytes that were not read count: %s instead of %s", found_again, found);
    return 0;
}
