/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Runs a fuzz driver without libFuzzer: over the files named, and over damaged copies of them or,
 * without files, random bytes. Everything follows from the seed, so that a failure can be had
 * again.
 *
 * usage: fuzz-NAME [-n COUNT] [-s SEED] [FILE...]
 */

#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define MAX_RANDOM_SIZE 20000 /* bytes of an input made of nothing */

static gint count = 0;
static gint seed = 1;
static char **files = NULL;

static const GOptionEntry options[] = {
    {"count", 'n', 0, G_OPTION_ARG_INT, &count, "Damaged or random inputs", "COUNT"},
    {"seed", 's', 0, G_OPTION_ARG_INT, &seed, "Where they start from", "SEED"},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE..."},
    G_OPTION_ENTRY_NULL,
};

/* In a buffer of just that size, so that a sanitizer sees a read behind its end. */
static void
run_one(const guint8 *data, gsize size)
{
    g_autofree guint8 *copy = g_memdup2(data, size);

    LLVMFuzzerTestOneInput(copy, size);
}

static GBytes *
load(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *data;
    gsize size;

    if (!g_file_get_contents(path, &data, &size, &error))
        g_error("%s", error->message);
    return g_bytes_new_take(data, size);
}

static void
run_random(GRand *random)
{
    gsize size = (gsize)g_rand_int_range(random, 0, MAX_RANDOM_SIZE);
    g_autofree guint8 *data = g_malloc(size);

    for (gsize i = 0; i < size; i++)
        data[i] = (guint8)g_rand_int(random);
    run_one(data, size);
}

static gsize
random_position(GRand *random, gsize size)
{
    return (gsize)(g_rand_double(random) * (double)size);
}

/* Cuts the end off, changes bytes, copies runs of bytes elsewhere. */
static void
run_damaged(GRand *random, GBytes *sample)
{
    gsize size;
    const guint8 *whole = g_bytes_get_data(sample, &size);

    if (size > 0 && g_rand_int_range(random, 0, 4) == 0)
        size = random_position(random, size);
    g_autofree guint8 *data = g_memdup2(whole, size);

    for (gint i = size > 0 ? g_rand_int_range(random, 0, 30) : 0; i > 0; i--) {
        gsize to = random_position(random, size), from = random_position(random, size);
        gsize length = (gsize)g_rand_int_range(random, 1, 64);

        if (g_rand_boolean(random))
            data[to] =
                (guint8)(g_rand_boolean(random) ? g_rand_int(random) : data[to] ^ 1u << (from & 7));
        else
            memmove(data + to, data + from, MIN(length, size - MAX(to, from)));
    }
    run_one(data, size);
}

int
main(int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GPtrArray) samples = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_printerr("%s\n", error->message);
        return EXIT_FAILURE;
    }

    for (gsize i = 0; files != NULL && files[i] != NULL; i++) {
        GBytes *sample = load(files[i]);
        run_one(g_bytes_get_data(sample, NULL), g_bytes_get_size(sample));
        g_ptr_array_add(samples, sample);
    }
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)seed);
    for (gint i = 0; i < count; i++) {
        if (samples->len == 0)
            run_random(random);
        else
            run_damaged(random, g_ptr_array_index(samples, (guint)i % samples->len));
    }
    g_print("%u files, %d other inputs\n", samples->len, count);
    g_strfreev(files);
    return EXIT_SUCCESS;
}
