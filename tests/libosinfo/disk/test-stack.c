/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests disk/stack.c and disk/layer.c on images in memory: what opening them costs, and what comes of a source
 * that fails, of budgets, and of places beyond the limits.
 */

#include "config.h"

#include <string.h>

#include "counted-source.h"
#include "disk/layer_private.h"
#include "disk/stack.h"

#define SECTOR 512
#define SIZE (4 * 1024 * 1024)

typedef struct {
    guint8 *bytes; /* owned */
    CountedSource source;
    Evidence evidence;
    Stack *stack; /* owned, may be NULL */
    const LayerPlace *const *leaves;
    guint n_leaves;
    GError *error; /* owned, may be NULL */
} Fixture;

static void
put32(guint8 *bytes, guint32 number)
{
    for (guint i = 0; i < 4; i++)
        bytes[i] = (guint8)(number >> (8 * i));
}

static void
put_partition(guint8 *bytes, guint number, guint8 type, guint32 first, guint32 count)
{
    guint8 *entry = bytes + 446 + 16 * number;

    entry[4] = type;
    put32(entry + 8, first);
    put32(entry + 12, count);
    bytes[510] = 0x55;
    bytes[511] = 0xAA;
}

static void
set_up(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    self->bytes = g_malloc0(SIZE);
    self->source = counted_source(self->bytes, SIZE);
    evidence_init(&self->evidence);
    put_partition(self->bytes, 0, 0x83, 64, 1024);
    put_partition(self->bytes, 1, 0x83, 2048, 2048);
}

static void
open_stack(Fixture *self, StackOptions options)
{
    g_clear_pointer(&self->stack, stack_close);
    self->stack = stack_open(&self->source.parent, &options, &self->evidence, &self->error);
    if (self->stack != NULL)
        self->leaves = stack_get_leaves(self->stack, &self->n_leaves);
}

static void
tear_down(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    stack_close(self->stack);
    evidence_clear(&self->evidence);
    g_clear_error(&self->error);
    g_free(self->bytes);
}

static void
test_leaves(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    guint8 byte = 0;

    self->bytes[2048 * SECTOR + 7] = 42;
    open_stack(self, (StackOptions){.path = NULL});
    g_assert_no_error(self->error);
    g_assert_cmpstr(stack_get_format(self->stack), ==, "raw");
    g_assert_cmpuint(self->n_leaves, ==, 2);
    g_assert_cmpstr(self->leaves[1]->path, ==, "mbr partition 2");
    g_assert_cmpstr(self->leaves[1]->type, ==, "0x83");
    g_assert_cmpuint(self->leaves[1]->offset, ==, 2048 * SECTOR);
    g_assert_cmpuint(self->leaves[1]->size, ==, 2048 * SECTOR);
    g_assert_cmpint(source_read(self->leaves[1]->source, 7, &byte, 1, NULL), ==, 1);
    g_assert_cmpuint(byte, ==, 42);
    g_assert_cmpint(source_read(self->leaves[1]->source, 2048 * SECTOR, &byte, 1, NULL), ==, 0);
    g_assert_cmpstr(evidence_get_text(&self->evidence, "disk.layer"), ==, "mbr");
    g_assert_cmpstr(evidence_get_text(&self->evidence, "disk.partition-role"), ==, "linux-data");
}

/* Where each read is a request, the first one brings all that opening needs. */
static void
test_slow(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    open_stack(self, (StackOptions){.is_slow = TRUE});
    g_assert_cmpuint(self->n_leaves, ==, 2);
    g_assert_cmpuint(self->source.n_reads, <=, 12);
    g_assert_cmpuint(stack_get_reads(self->stack), ==, self->source.n_reads);
    g_assert_cmpuint(stack_get_bytes(self->stack), ==, self->source.n_bytes);
}

static void
test_raw(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    memcpy(self->bytes, "QFI\xfb\0\0\0\x09", 8);
    open_stack(self, (StackOptions){.path = NULL});
    g_assert_cmpuint(self->n_leaves, ==, 1);
    g_assert_null(self->leaves[0]->source);
    g_assert_error(self->leaves[0]->error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    g_assert_cmpstr(self->leaves[0]->error->message, ==, "qcow2: version 9 is not supported");
    open_stack(self, (StackOptions){.is_raw = TRUE});
    g_assert_cmpuint(self->n_leaves, ==, 2);
}

static void
test_failing(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    self->source.is_failing = TRUE;
    open_stack(self, (StackOptions){.path = NULL});
    g_assert_null(self->stack);
    g_assert_error(self->error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

/* All leaves share what they may cost. */
static void
test_leaf_budget(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    guint8 byte;

    open_stack(self, (StackOptions){.path = NULL});
    for (guint i = 0; i < STACK_MAX_LEAF_READS; i++)
        g_assert_cmpint(source_read(self->leaves[i % 2]->source, 0, &byte, 1, NULL), ==, 1);
    g_assert_cmpuint(self->source.n_reads, <, 100);
    for (guint i = 0; i < 2; i++) {
        g_assert_cmpint(source_read(self->leaves[i]->source, 0, &byte, 1, &error), ==, -1);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
        g_clear_error(&error);
    }
}

/* What is read of the image itself is limited, too. */
static void
test_image_budget(Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
    const gsize size = 512 * 1024;
    g_autofree guint8 *buffer = g_malloc(size);
    g_autoptr(GError) error = NULL;
    guint n_good = 0;

    open_stack(self, (StackOptions){.path = NULL});
    while (source_read(self->leaves[1]->source, 0, buffer, size, &error) > 0)
        n_good++;
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
    g_assert_cmpuint(n_good, ==, STACK_MAX_BYTES / size - 1);
    g_assert_cmpuint(self->source.n_bytes, <=, STACK_MAX_BYTES);
}

static void
test_empty(void)
{
    CountedSource nothing = counted_source("", 0);
    g_auto(Evidence) evidence = {.items = NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(Stack) stack = NULL;
    guint n_leaves;

    evidence_init(&evidence);
    stack = stack_open(&nothing.parent, &(StackOptions){.path = NULL}, &evidence, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(stack_get_leaves(stack, &n_leaves)[0]->path, ==, "raw");
    g_assert_cmpuint(n_leaves, ==, 1);
    g_assert_cmpuint(evidence.items->len, ==, 0);
}

static void
test_places(void)
{
    static const LayerReader reader = {.name = "test", .kind = LAYER_TABLE};
    CountedSource below = counted_source("0123456789", 10);
    g_autoptr(Layer) layer = layer_new(&reader, &below.parent, NULL);
    g_autoptr(GError) error = NULL;
    LayerPlace *place = layer_add_part(layer, 4, G_MAXUINT64, "caf\xe9");
    char buffer[10];

    g_assert_cmpstr(place->path, ==, "test caf\xef\xbf\xbd");
    g_assert_cmpuint(place->size, ==, 6);
    g_assert_cmpint(source_read(place->source, 0, buffer, 10, NULL), ==, 6);
    for (guint i = 1; i < LAYER_MAX_PLACES; i++)
        g_assert_nonnull(layer_add_part(layer, i, 1, ""));
    g_assert_null(layer_add_part(layer, 0, 1, ""));
    g_assert_true(layer_read(layer, 0, buffer, 10, &error));
    g_assert_false(layer_read(layer, 1, buffer, 10, &error));
    g_assert_error(error, FORMAT_ERROR, FORMAT_ERROR_TRUNCATED);
    g_assert_cmpstr(error->message, ==, "test: cut off");
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*test)(Fixture *self, gconstpointer data);
    } tests[] = {
        {"/stack/leaves", test_leaves},
        {"/stack/slow", test_slow},
        {"/stack/raw", test_raw},
        {"/stack/failing", test_failing},
        {"/stack/leaf-budget", test_leaf_budget},
        {"/stack/image-budget", test_image_budget},
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
    g_test_add_func("/stack/empty", test_empty);
    g_test_add_func("/layer/places", test_places);
    return g_test_run();
}
