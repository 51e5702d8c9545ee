/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads what is at a location, for the tests of network block devices.
 *
 * usage: source-helper [OPTION...] LOCATION
 *   --authority FILE    whom to trust
 *   --certificate FILE  what to show, certificate and key
 *   --idle MS           how long the server may be silent
 *   --step BYTES        read so many at a time, else all at once
 *   --cancel COUNT      open and read so often, and cancel that at some moment; without a result
 *
 * Prints the size and the SHA-256 of all bytes; with --cancel how many times something was read and how many
 * times it was cancelled, open descriptors and KiB of memory after a tenth and after all.
 * Exit status: 0; 1 with a line that says what is wrong.
 */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/source.h"

#define MAX_READ (4 * 1024 * 1024)

static char *authority, *certificate;
static int idle, step, n_cancels;
static const GOptionEntry options[] = {
    {"authority", 0, 0, G_OPTION_ARG_FILENAME, &authority, NULL, NULL},
    {"certificate", 0, 0, G_OPTION_ARG_FILENAME, &certificate, NULL, NULL},
    {"idle", 0, 0, G_OPTION_ARG_INT, &idle, NULL, NULL},
    {"step", 0, 0, G_OPTION_ARG_INT, &step, NULL, NULL},
    {"cancel", 0, 0, G_OPTION_ARG_INT, &n_cancels, NULL, NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL},
};

static gboolean
read_all(Source *source, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize size = step > 0 ? (gsize)step : MAX_READ;
    g_autofree guint8 *buffer = g_malloc(size);
    guint64 offset = 0;
    gssize count;

    do {
        count = source_read(source, offset, buffer, size, error);
        if (count < 0)
            return FALSE;
        g_checksum_update(sum, buffer, count);
        offset += (guint64)count;
    } while (count > 0);
    printf("%" G_GINT64_FORMAT " %s\n", source_get_size(source), g_checksum_get_string(sum));
    return TRUE;
}

static gboolean
fill_request(SourceRequest *request, GError **error)
{
    *request = (SourceRequest){.first_size = 4096};
    request->remote.idle_timeout = (guint)idle;
    if (authority != NULL) {
        request->remote.tls_database = g_tls_file_database_new(authority, error);
        if (request->remote.tls_database == NULL)
            return FALSE;
    }
    if (certificate != NULL) {
        request->remote.tls_certificate = g_tls_certificate_new_from_file(certificate, error);
        if (request->remote.tls_certificate == NULL)
            return FALSE;
    }
    return TRUE;
}

static gpointer
cancel_later(gpointer data)
{
    g_usleep((gulong)g_random_int_range(0, 3000));
    g_cancellable_cancel(data);
    return NULL;
}

static guint
count_descriptors(void)
{
    g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
    guint count = 0;

    while (folder != NULL && g_dir_read_name(folder) != NULL)
        count++;
    return count;
}

static long
get_memory(void)
{
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    if (file != NULL && fscanf(file, "%ld %ld", &pages, &resident) != 2)
        resident = 0;
    if (file != NULL)
        fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Is it read? What stops it otherwise must be the cancellable. */
static gboolean
try_once(const char *location, SourceRequest request)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    GThread *thread = g_thread_new("cancel", cancel_later, cancellable);
    Source *source;
    guint8 buffer[4096];

    request.cancellable = cancellable;
    source = source_open(location, &request, &error);
    for (guint i = 0; i < 10 && error == NULL; i++)
        source_read(source, i * 65536, buffer, sizeof(buffer), &error);
    if (error != NULL && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_error("stopped by: %s", error->message);
    source_close(source);
    g_thread_join(thread);
    return error == NULL;
}

static void
cancel_often(const char *location, const SourceRequest *request)
{
    int n_read = 0;

    for (int i = 0; i < n_cancels; i++) {
        n_read += try_once(location, *request);
        if (i == n_cancels / 10)
            printf("%u %ld\n", count_descriptors(), get_memory());
    }
    printf("%u %ld\n%d %d\n", count_descriptors(), get_memory(), n_read, n_cancels - n_read);
}

int
main(int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Source) source = NULL;
    SourceRequest request;

    g_option_context_add_main_entries(context, options, NULL);
    if (g_option_context_parse(context, &argc, &argv, &error) && argc == 2 &&
        fill_request(&request, &error)) {
        if (n_cancels > 0) {
            cancel_often(argv[1], &request);
            return 0;
        }
        source = source_open(argv[1], &request, &error);
        if (source != NULL && read_all(source, &error))
            return 0;
    }
    fprintf(stderr, "%s\n", error != NULL ? error->message : "usage");
    return 1;
}
