/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Feeds disk/: all layers that are found in an image, and some bytes of each leaf. What runs it is libFuzzer or
 * fuzz-main.c.
 */

#include "config.h"

#include "disk/crc.h"
#include "disk/stack.h"
#include "fuzz.h"
#include "sparse-input.h"

#define MAX_SUMMED (256 * 1024) /* bytes */
#define LVM_SUM_START 0xf597a6cfu

/* What is behind a checksum is reached only if that is right. */

/* Four bytes at a place of an image, if they are in one piece of the input. */
static guint8 *
find_bytes(const SparseSource *image, guint64 place)
{
    for (guint i = 0; i < image->n_pieces; i++) {
        const SparsePiece *piece = &image->pieces[i];

        if (place >= piece->start && place - piece->start + 4 <= piece->size)
            return (guint8 *)(gpointer)piece->bytes + (place - piece->start);
    }
    return NULL;
}

static guint64
read_number(const SparseSource *image, guint64 place)
{
    guint8 bytes[8] = {0};

    sparse_read((Source *)(gpointer)image, place, bytes, sizeof(bytes), NULL);
    return le64(bytes);
}

/* Makes the sum at @place right for what is at @start; its own bytes count as zeros. */
static void
repair(const SparseSource *image, guint32 polynomial, guint32 first, guint32 turn, guint64 place,
       guint64 start, guint64 size)
{
    g_autofree guint8 *bytes = NULL;
    guint8 *sum = find_bytes(image, place);
    guint32 value;

    if (sum == NULL || size > MAX_SUMMED)
        return;
    bytes = g_malloc0(size + 1);
    memset(sum, 0, 4);
    sparse_read((Source *)(gpointer)image, start, bytes, size, NULL);
    value = crc_update(polynomial, first, bytes, size) ^ turn;
    for (guint i = 0; i < 4; i++)
        sum[i] = (guint8)(value >> (8 * i));
}

static void
repair_all(const SparseSource *image)
{
    guint64 sizes = read_number(image, 512 + 80);

    repair(image, CRC_32, G_MAXUINT32, G_MAXUINT32, 512 + 88, read_number(image, 512 + 72) * 512,
           (sizes & G_MAXUINT32) * (sizes >> 32));
    repair(image, CRC_32, G_MAXUINT32, G_MAXUINT32, 512 + 16, 512,
           read_number(image, 512 + 12) & G_MAXUINT32);
    for (guint64 place = 65536; place <= 4 * 65536; place += 65536)
        repair(image, CRC_32C, G_MAXUINT32, G_MAXUINT32, place + 4, place,
               place < 3 * 65536 ? 4096 : 65536);
    repair(image, CRC_32, LVM_SUM_START, 0, 4096 + 56, 4096 + read_number(image, 4096 + 40),
           read_number(image, 4096 + 48));
}

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
    g_autofree guint8 *copy = g_memdup2(data, size);
    g_autoptr(Source) source = sparse_source_new(copy, size);
    const StackOptions options = {.is_slow = size % 2 == 1};
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(Stack) stack = NULL;
    const LayerPlace *const *leaves;
    guint n_leaves;

    if (size % 3 > 0)
        repair_all((const SparseSource *)source);
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
