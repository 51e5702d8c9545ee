/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests source/: the layers of memory, slices, budgets, windows, extents and caches; local files, and
 * everything in a file system that is none. Servers are in test-remote.c.
 */

#include "config.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "counted-source.h"
#include "image-fixture.h"
#include "source/source.h"

#define TEXT "0123456789"

/* Ten bytes, of a size that may not be known. */
static CountedSource
make_digits(void)
{
    return counted_source(TEXT, strlen(TEXT));
}

static void
assert_read(Source *source, guint64 offset, gsize size, const char *expected)
{
    g_autoptr(GError) error = NULL;
    /* of just that size, so that a sanitizer sees a write behind its end */
    g_autofree char *buffer = g_malloc(MIN(size, 64));
    gssize count = source_read(source, offset, buffer, size, &error);

    g_assert_no_error(error);
    g_assert_cmpint(count, ==, (gssize)strlen(expected));
    g_assert_true(*expected == '\0' || memcmp(buffer, expected, strlen(expected)) == 0);
}

static void
test_memory(void)
{
    static const struct {
        guint64 offset;
        gsize size;
        const char *expected;
    } rows[] = {
        {0, 10, TEXT},         {0, 64, TEXT},        {3, 4, "3456"},
        {9, 5, "9"},           {10, 5, ""},          {4, 0, ""},
        {G_MAXINT64, 5, ""},   {G_MAXUINT64, 5, ""}, {G_MAXUINT64 - 2, 10, ""},
        {8, G_MAXSSIZE, "89"},
    };
    g_autofree char *copy = g_memdup2(TEXT, strlen(TEXT));
    g_autoptr(Source) source = source_new_memory(copy, strlen(TEXT));
    g_autoptr(Source) empty = source_new_memory(NULL, 0);

    g_assert_cmpint(source_get_size(source), ==, 10);
    g_assert_cmpint(source_get_size(empty), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_read(source, rows[i].offset, rows[i].size, rows[i].expected);
        assert_read(empty, rows[i].offset, rows[i].size, "");
    }
}

static void
test_slice(void)
{
    static const struct {
        const char *name;
        guint64 start;
        gint64 size;
        gint64 below_size;    /* as it says itself */
        gint64 expected_size; /* as the slice says */
        guint64 offset;
        gsize count;
        const char *expected;
    } rows[] = {
        {"whole", 0, 10, 10, 10, 0, 64, TEXT},
        {"part", 2, 5, 10, 5, 0, 64, "23456"},
        {"in the part", 2, 5, 10, 5, 3, 64, "56"},
        {"the rest", 6, -1, 10, 4, 1, 64, "789"},
        {"end of the part", 2, 5, 10, 5, 5, 1, ""},
        {"behind the part", 2, 5, 10, 5, 6, 1, ""},
        {"empty", 2, 0, 10, 0, 0, 1, ""},
        {"promises too much", 7, 100, 10, 3, 0, 64, "789"},
        {"starts at the end", 10, 5, 10, 0, 0, 5, ""},
        {"starts behind the end", 11, -1, 10, 0, 0, 5, ""},
        {"not known below", 4, 3, -1, 3, 0, 64, "456"},
        {"nobody knows", 4, -1, -1, -1, 0, 64, "456789"},
        {"largest size", 4, G_MAXINT64, -1, G_MAXINT64, 5, 64, "9"},
        {"start and offset overflow", G_MAXUINT64 - 1, -1, 10, 0, 2, 64, ""},
        {"start and size overflow", G_MAXUINT64, G_MAXINT64, 10, 0, 0, 64, ""},
        {"largest offset", 4, -1, 10, 6, G_MAXUINT64, 64, ""},
        {"largest offset, limited", 4, 5, 10, 5, G_MAXUINT64, 64, ""},
        {"huge count", 8, -1, 10, 2, 0, G_MAXSSIZE, "89"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource digits = make_digits();
        g_autoptr(Source) slice = source_new_slice(&digits.parent, rows[i].start, rows[i].size);

        g_test_message("%s", rows[i].name);
        digits.told_size = rows[i].below_size;
        g_assert_cmpint(source_get_size(slice), ==, rows[i].expected_size);
        assert_read(slice, rows[i].offset, rows[i].count, rows[i].expected);
    }
}

static void
test_slice_of_slice(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) outer = source_new_slice(&digits.parent, 2, 6);
    g_autoptr(Source) inner = source_new_slice(outer, 3, 100);
    g_autoptr(GError) error = NULL;
    char buffer[4];

    g_assert_cmpint(source_get_size(inner), ==, 3);
    assert_read(inner, 0, 64, "567");
    digits.is_failing = TRUE;
    g_assert_cmpint(source_read(inner, 0, buffer, sizeof(buffer), &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    /* What is not there is not asked for. */
    assert_read(inner, 100, 64, "");
}

static void
test_budget(void)
{
    static const struct {
        const char *name;
        guint reads;
        guint64 bytes;
        gsize size;       /* of each read, from the start */
        guint n_good;     /* reads that succeed */
        const char *text; /* of the error then */
    } rows[] = {
        {"reads", 3, 1000, 2, 3, "the limit of 3 reads is reached"},
        {"bytes", 100, 6, 2, 3, "the limit of 6 bytes is reached"},
        {"bytes, not a multiple", 100, 7, 2, 3, "the limit of 7 bytes is reached"},
        {"what came counts", 100, 25, 15, 2, "the limit of 25 bytes is reached"},
        {"no reads", 0, 1000, 2, 0, "the limit of 0 reads is reached"},
        {"no bytes", 10, 0, 2, 0, "the limit of 0 bytes is reached"},
        {"huge read", 10, 1000, G_MAXSSIZE, 0, "the limit of 1000 bytes is reached"},
        {"empty reads count", 2, 0, 0, 2, "the limit of 2 reads is reached"},
    };
    char buffer[64];

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource digits = make_digits();
        g_autoptr(Source) budget = source_new_budget(&digits.parent, rows[i].reads, rows[i].bytes);
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(source_get_size(budget), ==, 10);
        for (guint read = 0; read < rows[i].n_good; read++)
            g_assert_cmpint(source_read(budget, 0, buffer, rows[i].size, NULL), ==,
                            MIN(rows[i].size, 10));
        g_assert_cmpint(source_read(budget, 0, buffer, rows[i].size, &error), ==, -1);
        g_assert_error(error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
        g_assert_cmpstr(error->message, ==, rows[i].text);
        g_assert_cmpint(source_read(budget, 0, buffer, rows[i].size, NULL), ==, -1);
        g_assert_cmpuint(digits.n_reads, ==, rows[i].n_good);
    }
}

/* A read that fails has been tried, but gave nothing. */
static void
test_budget_of_failures(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) budget = source_new_budget(&digits.parent, 2, 10);
    g_autoptr(GError) error = NULL;
    char buffer[10];

    digits.is_failing = TRUE;
    g_assert_cmpint(source_read(budget, 0, buffer, 10, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    digits.is_failing = FALSE;
    assert_read(budget, 0, 10, TEXT);
    g_assert_cmpint(source_read(budget, 0, buffer, 0, NULL), ==, -1);
}

/* Whoever knows that bytes are worth it has them on top, through any layer, as far as the reserve goes. */
static void
test_reserve(void)
{
    const SourceExtent whole = {.offset = 0, .size = 10};
    char buffer[8];

    for (guint layer = 0; layer < 6; layer++) {
        CountedSource digits = make_digits();
        g_autoptr(Source) budget = source_new_budget(&digits.parent, 100, 4);
        g_autoptr(Source) slice = source_new_slice(budget, 0, -1);
        g_autoptr(Source) extents = source_new_extents(budget, &whole, 1);
        g_autoptr(Source) cache = source_new_cache(budget, 0);
        g_autoptr(Source) window = source_open_window(budget, 9, 1, NULL);
        g_autoptr(Source) budget_above = source_new_budget(window, 100, 100);
        Source *layers[] = {budget, slice, extents, cache, window, budget_above};
        Source *source = layers[layer];

        source_budget_set_reserve(budget, 5);
        g_assert_cmpint(source_read(source, 0, buffer, 3, NULL), ==, 3);
        g_assert_cmpint(source_read(source, 3, buffer, 2, NULL), ==, -1);
        source_use_reserve(source, 2);
        g_assert_cmpint(source_read(source, 3, buffer, 2, NULL), ==, 2);
        g_assert_cmpint(source_read(source, 5, buffer, 4, NULL), ==, -1);
        source_use_reserve(source, G_MAXUINT64);
        g_assert_cmpint(source_read(source, 5, buffer, 3, NULL), ==, 3);
        source_use_reserve(source, 1);
        g_assert_cmpint(source_read(source, 8, buffer, 1, NULL), ==, -1);
    }
    CountedSource digits = make_digits();

    source_use_reserve(&digits.parent, 100);
}

static void
test_window(void)
{
    static const struct {
        const char *name;
        guint64 start;
        gsize step;
        struct {
            guint64 offset;
            gsize size;
            const char *expected;
            guint n_reads; /* of the source below, all in all */
        } reads[4];
    } rows[] = {
        {"inside", 2, 4, {{2, 4, "2345", 1}, {3, 2, "34", 1}, {5, 1, "5", 1}, {6, 0, "", 1}}},
        {"grows", 2, 2, {{4, 1, "4", 2}, {5, 1, "5", 2}, {6, 2, "67", 3}, {2, 6, "234567", 3}}},
        {"grows by what is wanted",
         0,
         2,
         {{1, 6, "123456", 2}, {0, 7, "0123456", 2}, {7, 1, "7", 3}}},
        {"before", 4, 2, {{0, 2, "01", 2}, {3, 3, "345", 3}, {4, 2, "45", 3}}},
        {"behind", 0, 2, {{3, 2, "34", 2}, {3, 2, "34", 3}, {2, 1, "2", 4}, {3, 1, "3", 4}}},
        {"the end is known", 6, 8, {{6, 9, "6789", 1}, {10, 1, "", 1}, {11, 1, "", 2}}},
        {"the end is found", 6, 4, {{6, 9, "6789", 2}, {10, 5, "", 2}}},
        {"nothing there", 10, 4, {{10, 4, "", 1}, {9, 4, "9", 2}}},
        {"far away",
         G_MAXUINT64 - 1,
         4,
         {{G_MAXUINT64 - 1, 4, "", 1}, {0, 1, "0", 2}, {G_MAXUINT64, 4, "", 3}}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource digits = make_digits();
        g_autoptr(GError) error = NULL;
        g_autoptr(Source) window =
            source_open_window(&digits.parent, rows[i].start, rows[i].step, &error);

        g_test_message("%s", rows[i].name);
        g_assert_no_error(error);
        g_assert_cmpuint(digits.n_reads, ==, 1);
        g_assert_cmpuint(digits.last_size, ==, rows[i].step);
        g_assert_cmpint(source_get_size(window), ==, 10);
        for (gsize k = 0; k < G_N_ELEMENTS(rows[i].reads); k++) {
            if (rows[i].reads[k].expected == NULL)
                break;
            assert_read(window, rows[i].reads[k].offset, rows[i].reads[k].size,
                        rows[i].reads[k].expected);
            g_assert_cmpuint(digits.n_reads, ==, rows[i].reads[k].n_reads);
        }
    }
}

/* What is outside of a window comes from another layer. */
static void
test_window_beside(gconstpointer is_roomy)
{
    CountedSource below = make_digits(), beside = make_digits();
    guint8 room[2];
    g_autoptr(Source) window = source_open_window_beside(&below.parent, &beside.parent, 4,
                                                         is_roomy ? room : NULL, 2, 2, NULL);

    assert_read(window, 4, 2, "45");
    g_assert_cmpuint(below.n_reads, ==, 1);
    assert_read(window, 5, 3, "567"); /* grows */
    g_assert_cmpuint(below.n_reads, ==, 2);
    g_assert_cmpuint(beside.n_reads, ==, 0);
    assert_read(window, 0, 2, "01");
    assert_read(window, 9, 2, "9");
    g_assert_cmpuint(below.n_reads, ==, 2);
    g_assert_cmpuint(beside.n_reads, ==, 2);
}

static void
test_window_of_failures(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) window = source_open_window(&digits.parent, 0, 4, NULL);
    g_autoptr(GError) error = NULL;
    char buffer[10];

    digits.is_failing = TRUE;
    assert_read(window, 0, 4, "0123");
    g_assert_cmpint(source_read(window, 0, buffer, 10, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    g_assert_cmpint(source_read(window, 5, buffer, 1, NULL), ==, -1);
    assert_read(window, 1, 3, "123");
    g_assert_null(source_open_window(&digits.parent, 0, 4, NULL));
    digits.is_failing = FALSE;
    assert_read(window, 0, 10, TEXT);
}

static void
test_extents(void)
{
    static const struct {
        const char *name;
        SourceExtent extents[4];
        gint64 size; /* that it has */
        guint64 offset;
        gsize count;
        const char *expected;
        guint n_reads; /* of the source below */
    } rows[] = {
        {"none", {{0, 0}}, 0, 0, 10, "", 0},
        {"one", {{2, 3}}, 3, 0, 10, "234", 1},
        {"two", {{7, 2}, {1, 3}}, 5, 0, 10, "78123", 2},
        {"across", {{7, 2}, {1, 3}}, 5, 1, 2, "81", 2},
        {"in the second", {{7, 2}, {1, 3}}, 5, 3, 10, "23", 1},
        {"at the end", {{7, 2}, {1, 3}}, 5, 5, 10, "", 0},
        {"behind the end", {{7, 2}, {1, 3}}, 5, G_MAXUINT64, 10, "", 0},
        {"neighbours", {{3, 2}, {5, 1}, {6, 3}}, 6, 0, 10, "345678", 1},
        {"empty ones", {{3, 0}, {5, 1}, {9, 0}, {6, 1}}, 2, 0, 10, "56", 1},
        {"the same twice", {{3, 2}, {3, 2}}, 4, 0, 10, "3434", 2},
        {"cut off", {{8, 5}, {1, 3}}, 8, 0, 10, "89", 1},
        {"not there", {{1, 2}, {10, 2}, {1, 3}}, 7, 0, 10, "12", 2},
        {"far away", {{1, 2}, {G_MAXUINT64 - 1, 2}, {1, 3}}, 7, 0, 10, "12", 2},
        {"farther away", {{G_MAXUINT64 - 1, 10}}, 10, 5, 5, "", 0},
        {"huge", {{4, G_MAXUINT64}, {1, 3}}, G_MAXINT64, 2, 10, "6789", 1},
        {"huge together", {{4, G_MAXINT64}, {1, G_MAXINT64}}, G_MAXINT64, 0, 2, "45", 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource digits = make_digits();
        g_autoptr(Source) source =
            source_new_extents(&digits.parent, rows[i].extents, G_N_ELEMENTS(rows[i].extents));

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(source_get_size(source), ==, rows[i].size);
        assert_read(source, rows[i].offset, rows[i].count, rows[i].expected);
        g_assert_cmpuint(digits.n_reads, ==, rows[i].n_reads);
    }
}

/* Zeros are not read; a read that fails gives nothing at all. */
static void
test_extents_of_zeros(void)
{
    static const SourceExtent extents[] = {
        {1, 2}, {SOURCE_EXTENT_ZEROS, 2}, {SOURCE_EXTENT_ZEROS, 1}, {4, 1}};
    CountedSource digits = make_digits();
    g_autoptr(Source) source = source_new_extents(&digits.parent, extents, G_N_ELEMENTS(extents));
    g_autoptr(GError) error = NULL;
    char buffer[6];

    g_assert_cmpint(source_get_size(source), ==, 6);
    g_assert_cmpint(source_read(source, 0, buffer, 6, &error), ==, 6);
    g_assert_cmpmem(buffer, 6, "12\0\0\0004", 6);
    g_assert_cmpuint(digits.n_reads, ==, 2);
    digits.is_failing = TRUE;
    g_assert_cmpint(source_read(source, 2, buffer, 3, &error), ==, 3);
    g_assert_cmpint(source_read(source, 2, buffer, 4, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_cache(void)
{
    static const struct {
        const char *name;
        gsize step;
        struct {
            guint64 offset;
            gsize size;
            const char *expected;
            guint n_reads; /* of the source below, all in all */
        } reads[5];
    } rows[] = {
        {"again", 0, {{2, 4, "2345", 1}, {2, 4, "2345", 1}, {3, 2, "34", 1}, {6, 0, "", 1}}},
        {"another", 0, {{2, 4, "2345", 1}, {1, 2, "12", 2}, {5, 2, "56", 3}, {4, 2, "45", 3}}},
        {"ahead", 4, {{2, 1, "2", 1}, {5, 1, "5", 1}, {6, 1, "6", 2}, {7, 3, "789", 2}}},
        {"the end", 4, {{8, 1, "8", 1}, {9, 1, "9", 1}, {9, 2, "9", 2}, {10, 4, "", 3}}},
        {"too large to keep", 0, {{0, 65537, TEXT, 1}, {0, 65537, TEXT, 2}, {0, 1, "0", 3}}},
        {"reading on",
         2,
         {{0, 1, "0", 1}, {1, 4, "1234", 2}, {3, 3, "345", 3}, {2, 5, "23456", 3}}},
        {"reading on at the end", 4, {{7, 2, "78", 1}, {8, 4, "89", 2}, {6, 3, "678", 3}}},
        {"far away", 4, {{G_MAXUINT64, 4, "", 1}, {G_MAXUINT64 - 1, 1, "", 2}, {0, 1, "0", 3}}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        CountedSource digits = make_digits();
        g_autoptr(Source) cache = source_new_cache(&digits.parent, rows[i].step);

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(source_get_size(cache), ==, 10);
        for (gsize k = 0; k < G_N_ELEMENTS(rows[i].reads); k++) {
            if (rows[i].reads[k].expected == NULL)
                break;
            assert_read(cache, rows[i].reads[k].offset, rows[i].reads[k].size,
                        rows[i].reads[k].expected);
            g_assert_cmpuint(digits.n_reads, ==, rows[i].reads[k].n_reads);
        }
    }
}

/* The range that was wanted last stays longest; what fails is not kept. */
static void
test_cache_of_many(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) cache = source_new_cache(&digits.parent, 0);
    char buffer[4];

    for (guint i = 0; i < 40; i++) {
        assert_read(cache, 3, 2, "34");
        assert_read(cache, i % 10, 1, (const char[]){(char)('0' + i % 10), '\0'});
        g_assert_cmpint(source_read(cache, 100 + i, buffer, 1, NULL), ==, 0);
    }
    /* two of the ten places lie within the first range; the others are forgotten each time */
    g_assert_cmpuint(digits.n_reads, ==, 1 + 32 + 40);
    digits.is_failing = TRUE;
    g_assert_cmpint(source_read(cache, 0, buffer, 4, NULL), ==, -1);
    digits.is_failing = FALSE;
    assert_read(cache, 0, 4, "0123");
}

static Source *
open_source(const char *location, GCancellable *cancellable, GError **error)
{
    return source_open(location, &(SourceRequest){.cancellable = cancellable}, error);
}

static void
assert_open_fails(const char *location, GIOErrorEnum code, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = open_source(location, NULL, &error);

    g_assert_null(source);
    g_assert_error(error, G_IO_ERROR, (gint)code);
    if (message != NULL)
        g_assert_cmpstr(error->message, ==, message);
    /* Whoever does not care for the error need not take it. */
    g_assert_null(open_source(location, NULL, NULL));
}

static void
test_budget_of_several(void)
{
    CountedSource digits = make_digits(), others = make_digits();
    g_autoptr(Source) budget = source_new_budget(&digits.parent, 3, 12);
    g_autoptr(Source) beside = source_new_budget_of(&others.parent, budget);
    g_autoptr(GError) error = NULL;
    char buffer[10];
    guint reads;
    guint64 bytes;

    assert_read(budget, 0, 4, "0123");
    assert_read(beside, 2, 3, "234");
    source_budget_get_used(beside, &reads, &bytes);
    g_assert_cmpuint(reads, ==, 2);
    g_assert_cmpuint(bytes, ==, 7);
    g_assert_cmpint(source_read(beside, 0, buffer, 6, &error), ==, -1);
    g_assert_cmpstr(error->message, ==, "the limit of 12 bytes is reached");
    assert_read(beside, 0, 5, "01234");
    g_assert_cmpint(source_read(budget, 0, buffer, 1, NULL), ==, -1);
}

static void
test_deadline(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) budget = source_new_budget(&digits.parent, 100, 1000);
    g_autoptr(GError) error = NULL;
    char buffer[10];

    source_budget_set_deadline(budget, G_MAXINT64);
    assert_read(budget, 0, 4, "0123");
    source_budget_set_deadline(budget, g_get_monotonic_time() - 1);
    g_assert_cmpint(source_read(budget, 0, buffer, 1, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
    g_assert_cmpuint(digits.n_reads, ==, 1);
}

static void
test_pages(void)
{
    static const struct {
        guint64 offset;
        gsize size;
        const char *text;
        guint n_reads; /* of what is below, so far */
        guint64 n_bytes;
    } rows[] = {
        {0, 1, "0", 1, 2},
        {1, 1, "1", 1, 2},
        {1, 2, "12", 2, 4},
        {0, 4, "0123", 2, 4},
        /* two that are missing side by side */
        {5, 3, "567", 3, 8},
        {0, 4, "0123", 3, 8},
        /* the oldest ones go */
        {8, 1, "8", 4, 10},
        {0, 4, "0123", 4, 10},
        {4, 2, "45", 5, 12},
        {8, 4, "89", 6, 12},
        {10, 1, "", 6, 12},
        {1000, 3, "", 7, 12},
        /* longer than half of all */
        {0, 9, "012345678", 8, 21},
        {G_MAXUINT64, 4, "", 9, 21},
    };
    CountedSource digits = make_digits();
    g_autoptr(Source) pages = source_new_pages(&digits.parent, 2, 4, 0);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%" G_GUINT64_FORMAT " %" G_GSIZE_FORMAT, rows[i].offset, rows[i].size);
        assert_read(pages, rows[i].offset, rows[i].size, rows[i].text);
        g_assert_cmpuint(digits.n_reads, ==, rows[i].n_reads);
        g_assert_cmpuint(digits.n_bytes, ==, rows[i].n_bytes);
    }
    g_assert_cmpint(source_get_size(pages), ==, 10);
}

static void
test_pages_ahead(void)
{
    CountedSource digits = make_digits();
    g_autoptr(Source) pages = source_new_pages(&digits.parent, 2, 8, 6);
    g_autoptr(GError) error = NULL;
    char buffer[10];

    assert_read(pages, 1, 1, "1");
    assert_read(pages, 2, 4, "2345");
    g_assert_cmpuint(digits.n_reads, ==, 1);
    digits.is_failing = TRUE;
    g_assert_cmpint(source_read(pages, 6, buffer, 2, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_FAILED);
    digits.is_failing = FALSE;
    assert_read(pages, 6, 2, "67");
    assert_read(pages, 0, 2, "01");
    g_assert_cmpuint(digits.n_reads, ==, 3);
}

static gssize
read_letters(guint64 offset, void *buffer, gsize size, gpointer data, GError **error)
{
    gssize *wrong = data;

    if (*wrong != 0) {
        if (*wrong < 0)
            g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
        return *wrong;
    }
    memset(buffer, 'a' + (int)offset, size);
    return (gssize)size;
}

static void
test_reader(void)
{
    gssize wrong = 0;
    g_autoptr(Source) source = source_new_reader(read_letters, 26, &wrong, NULL);
    g_autoptr(GError) error = NULL;
    char buffer[10];

    assert_read(source, 2, 3, "ccc");
    g_assert_cmpint(source_get_size(source), ==, 26);
    wrong = -1;
    g_assert_cmpint(source_read(source, 0, buffer, 4, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_BUSY);
    g_clear_error(&error);
    wrong = 5;
    g_assert_cmpint(source_read(source, 0, buffer, 4, &error), ==, -1);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_stream(void)
{
    g_autoptr(GInputStream) memory = g_memory_input_stream_new_from_data(TEXT, 10, NULL);
    g_autoptr(GInputStream) plain = g_buffered_input_stream_new(memory);
    g_autoptr(GConverter) converter =
        G_CONVERTER(g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP));
    g_autoptr(GInputStream) packed = g_converter_input_stream_new(memory, converter);
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = source_new_stream(memory, NULL, &error);
    g_autoptr(Source) buffered = source_new_stream(plain, NULL, NULL);

    g_assert_no_error(error);
    g_assert_cmpint(source_get_size(source), ==, 10);
    assert_read(source, 7, 9, "789");
    assert_read(source, 0, 2, "01");
    assert_read(source, 10, 2, "");
    assert_read(source, G_MAXUINT64, 2, "");
    assert_read(buffered, 3, 2, "34");
    g_assert_null(source_new_stream(packed, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_missing(void)
{
    assert_open_fails("/nonexistent/x.iso", G_IO_ERROR_NOT_FOUND,
                      "Error opening file /nonexistent/x.iso: No such file or directory");
    assert_open_fails("file:///nonexistent/x.iso", G_IO_ERROR_NOT_FOUND, NULL);
    assert_open_fails("", G_IO_ERROR_NOT_FOUND, NULL);
    assert_open_fails("/dev/null/x", G_IO_ERROR_NOT_FOUND, NULL);
}

static void
test_other_uris(void)
{
    assert_open_fails("ftp://example.org/x.iso", G_IO_ERROR_NOT_SUPPORTED,
                      "Cannot read from 'ftp://example.org/x.iso': only paths, URIs of local files "
                      "(file:///…), http://, https:// and nbd:// are supported");
    assert_open_fails("HTTP://example.org/x.iso", G_IO_ERROR_NOT_SUPPORTED, NULL);
    assert_open_fails("name:x.iso", G_IO_ERROR_NOT_SUPPORTED, NULL);
    assert_open_fails("file://example.org/x.iso", G_IO_ERROR_NOT_SUPPORTED, NULL);
    assert_open_fails("file:///a%00b", G_IO_ERROR_NOT_SUPPORTED, NULL);
    assert_open_fails("file:x%zz", G_IO_ERROR_NOT_SUPPORTED, NULL);
    assert_open_fails(":x", G_IO_ERROR_NOT_FOUND, NULL);
    assert_open_fails("./name:x.iso", G_IO_ERROR_NOT_FOUND, NULL);
}

static void
test_not_a_file(ImageFixture *fixture, gconstpointer data)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    (void)data;
    assert_open_fails(fixture->folder, G_IO_ERROR_IS_DIRECTORY, NULL);
    assert_open_fails("/dev/null", G_IO_ERROR_NOT_REGULAR_FILE,
                      "Error opening file /dev/null: Neither a regular file nor a block device");

    g_assert_cmpint(mkfifo(fixture->path, 0644), ==, 0);
    assert_open_fails(fixture->path, G_IO_ERROR_NOT_REGULAR_FILE, NULL);
    g_assert_cmpint(g_unlink(fixture->path), ==, 0);

    g_assert_cmpuint(g_strlcpy(address.sun_path, fixture->path, sizeof(address.sun_path)), <,
                     sizeof(address.sun_path));
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(server, (const struct sockaddr *)&address, sizeof(address)), ==, 0);
    assert_open_fails(fixture->path, G_IO_ERROR_NOT_REGULAR_FILE, NULL);
    close(server);

    g_assert_cmpint(g_unlink(fixture->path), ==, 0);
    g_assert_cmpint(symlink("image.iso", fixture->path), ==, 0);
    assert_open_fails(fixture->path, G_IO_ERROR_TOO_MANY_LINKS, NULL);
}

static void
test_unreadable(ImageFixture *fixture, gconstpointer data)
{
    gboolean is_root = geteuid() == 0;

    (void)data;
    g_assert_true(g_file_set_contents(fixture->path, "x", 1, NULL));
    g_assert_cmpint(g_chmod(fixture->path, 0), ==, 0);
    /* Permissions mean nothing to root: be somebody else for a moment. */
    if (is_root)
        g_assert_cmpint(g_chmod(fixture->folder, 0755), ==, 0);
    if (is_root && seteuid(65534) != 0) {
        g_test_skip("cannot change the user id");
        return;
    }
    assert_open_fails(fixture->path, G_IO_ERROR_PERMISSION_DENIED, NULL);
    if (is_root) {
        g_assert_cmpint(seteuid(0), ==, 0);
        prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* for the leak checker */
    }
}

static void
test_read(ImageFixture *fixture, gconstpointer data)
{
    static const struct {
        guint64 offset;
        gsize size;
        gsize expected;
    } rows[] = {
        {0, 10, 10},
        {0, 11, 10},
        {3, 4, 4},
        {9, 1, 1},
        {10, 5, 0},
        {4, 0, 0},
        {G_GUINT64_CONSTANT(1) << 40, 5, 0},
        {G_MAXINT64 - 2, 9, 0},
        {G_MAXINT64, 9, 0},
        {G_MAXUINT64, 9, 0},
    };

    (void)data;
    g_assert_true(g_file_set_contents(fixture->path, "0123456789", 10, NULL));
    g_autoptr(Source) source = open_source(fixture->path, NULL, NULL);
    g_assert_cmpint(source_get_size(source), ==, 10);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        char buffer[16];
        gssize count = source_read(source, rows[i].offset, buffer, rows[i].size, &error);

        g_assert_no_error(error);
        g_assert_cmpint(count, ==, (gssize)rows[i].expected);
        g_assert_true(count == 0 ||
                      memcmp(buffer, &"0123456789"[rows[i].offset], (gsize)count) == 0);
    }
}

/* Says 0 bytes, and has some. */
static void
test_file_of_unknown_size(void)
{
    g_autoptr(Source) source = open_source("/proc/self/status", NULL, NULL);
    char buffer[16];

    if (source == NULL) {
        g_test_skip("no /proc");
        return;
    }
    g_assert_cmpint(source_get_size(source), ==, 0);
    g_assert_cmpint(source_read(source, 0, buffer, sizeof(buffer), NULL), ==, sizeof(buffer));
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(ImageFixture *fixture, gconstpointer data);
    } with_files[] = {
        {"/source/local/not-a-file", test_not_a_file},
        {"/source/local/unreadable", test_unreadable},
        {"/source/local/read", test_read},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/memory", test_memory);
    g_test_add_func("/source/slice", test_slice);
    g_test_add_func("/source/slice-of-slice", test_slice_of_slice);
    g_test_add_func("/source/budget", test_budget);
    g_test_add_func("/source/budget-of-failures", test_budget_of_failures);
    g_test_add_func("/source/reserve", test_reserve);
    g_test_add_func("/source/window", test_window);
    g_test_add_data_func("/source/window-beside", GINT_TO_POINTER(FALSE), test_window_beside);
    g_test_add_data_func("/source/window-beside/room", GINT_TO_POINTER(TRUE), test_window_beside);
    g_test_add_func("/source/window-of-failures", test_window_of_failures);
    g_test_add_func("/source/extents", test_extents);
    g_test_add_func("/source/extents-of-zeros", test_extents_of_zeros);
    g_test_add_func("/source/cache", test_cache);
    g_test_add_func("/source/cache-of-many", test_cache_of_many);
    g_test_add_func("/source/budget-of-several", test_budget_of_several);
    g_test_add_func("/source/deadline", test_deadline);
    g_test_add_func("/source/pages", test_pages);
    g_test_add_func("/source/pages-ahead", test_pages_ahead);
    g_test_add_func("/source/reader", test_reader);
    g_test_add_func("/source/stream", test_stream);
    g_test_add_func("/source/local/missing", test_missing);
    g_test_add_func("/source/local/other-uris", test_other_uris);
    g_test_add_func("/source/local/unknown-size", test_file_of_unknown_size);
    for (gsize i = 0; i < G_N_ELEMENTS(with_files); i++)
        g_test_add(with_files[i].name, ImageFixture, NULL, image_fixture_set_up,
                   with_files[i].function, image_fixture_tear_down);
    return g_test_run();
}
