/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Runs a fuzz driver without libFuzzer: over the files named, and over damaged copies of them or,
 * without files, random bytes. Everything follows from the seed, so that a failure can be had
 * again.
 *
 * usage: fuzz-NAME [OPTION...] [FILE-OR-FOLDER...]
 */

#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz-input.h"
#include "fuzz.h"

static gint count = 0;
static gint max_length = 1 << 20;
static gint seed = 1;
static gint seconds = 0;
static char *dictionary = NULL;
static char *failure_path = NULL;
static char **paths = NULL;

static const GOptionEntry options[] = {
    {"count", 'n', 0, G_OPTION_ARG_INT, &count, "Damaged or random inputs", "COUNT"},
    {"dictionary", 'd', 0, G_OPTION_ARG_FILENAME, &dictionary, "Words to damage with", "FILE"},
    {"keep", 'k', 0, G_OPTION_ARG_FILENAME, &failure_path, "Where an input that fails goes",
     "FILE"},
    {"max-length", 'm', 0, G_OPTION_ARG_INT, &max_length, "Bytes of an input made here", "BYTES"},
    {"seconds", 't', 0, G_OPTION_ARG_INT, &seconds, "Make inputs for that long", "SECONDS"},
    {"seed", 's', 0, G_OPTION_ARG_INT, &seed, "Where they start from", "SEED"},
    {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "PATH..."},
    G_OPTION_ENTRY_NULL,
};

/* The input that is run now. */
static const guint8 *current = NULL;
static gsize current_size = 0;

/* Keeps the input, then lets the signal do what it does. Calls what is safe here, no more. */
static void
on_signal(int number)
{
    int fd = open(failure_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (fd >= 0 && write(fd, current, current_size) < 0)
        unlink(failure_path);
    signal(number, SIG_DFL);
    raise(number);
}

/* A sanitizer's own handlers stay; it ends with SIGABRT when ASAN_OPTIONS has abort_on_error=1. */
static void
watch_signals(void)
{
    static const int numbers[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV};

    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        struct sigaction action;

        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler == SIG_DFL)
            signal(numbers[i], on_signal);
    }
}

/* In a buffer of just that size, so that a sanitizer sees a read behind its end. */
static void
run_one(const guint8 *data, gsize size)
{
    /* no bytes have an address, too, as with libFuzzer */
    g_autofree guint8 *copy = size > 0 ? g_memdup2(data, size) : g_malloc(1);

    current = copy;
    current_size = size;
    LLVMFuzzerTestOneInput(copy, size);
    current = NULL;
    current_size = 0;
}

/* Returns how many inputs there were. */
static guint
run_made(GPtrArray *samples, GPtrArray *words)
{
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)seed);
    gint64 end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
    guint i;

    for (i = 0; i < (guint)count || g_get_monotonic_time() < end; i++) {
        g_autoptr(GByteArray) input =
            samples->len == 0
                ? fuzz_input_random(random, (gsize)max_length)
                : fuzz_input_damaged(random, g_ptr_array_index(samples, i % samples->len), words,
                                     (gsize)max_length);

        run_one(input->data, input->len);
    }
    return i;
}

static gboolean
run(int argc, char **argv, GError **error)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GPtrArray) samples = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GPtrArray) words = NULL;

    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, error))
        return FALSE;
    if (count < 0 || seconds < 0 || max_length < 1) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "numbers must be positive");
        return FALSE;
    }
    for (gsize i = 0; paths != NULL && paths[i] != NULL; i++) {
        if (!fuzz_input_load(samples, paths[i], error))
            return FALSE;
    }
    words = dictionary != NULL ? fuzz_input_load_words(dictionary, error) : g_ptr_array_new();
    if (words == NULL)
        return FALSE;
    if (failure_path != NULL)
        watch_signals();
    LLVMFuzzerInitialize(&argc, &argv);

    for (guint i = 0; i < samples->len; i++) {
        gsize size;
        const guint8 *data = g_bytes_get_data(g_ptr_array_index(samples, i), &size);

        run_one(data, size);
    }
    g_print("%u files, ", samples->len);
    g_print("%u other inputs\n", run_made(samples, words));
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    if (!run(argc, argv, &error)) {
        g_printerr("%s: %s\n", g_get_prgname(), error->message);
        return EXIT_FAILURE;
    }
    g_strfreev(paths);
    g_free(dictionary);
    g_free(failure_path);
    return EXIT_SUCCESS;
}
