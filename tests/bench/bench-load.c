/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Measures inside a process, with whichever libosinfo-1.0.so.0 the dynamic linker finds: only calls
 * that the established library has too.
 *
 * usage: bench-load start             nothing, which is what a process costs
 *        bench-load load ID           microseconds to load the database and look a system up
 *        bench-load identify FILE...  microseconds to read and identify a medium, first one aside
 *        bench-load reads FILE        system calls that read, to read a medium; first time aside
 *        bench-load bytes FILE        bytes that these give
 *        bench-load peak PROGRAM ...  runs a program and prints its peak resident size in KiB
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <osinfo/osinfo.h>

static OsinfoLoader *
load(void)
{
    OsinfoLoader *loader = osinfo_loader_new();
    GError *error = NULL;

    osinfo_loader_process_default_path(loader, &error);
    if (error == NULL)
        return loader;
    fprintf(stderr, "%s\n", error->message);
    exit(EXIT_FAILURE);
}

static int
measure_load(const char *id)
{
    gint64 start = g_get_monotonic_time();
    OsinfoDb *db = osinfo_loader_get_db(load());
    OsinfoOs *os = osinfo_db_get_os(db, id);
    const char *name = os != NULL ? osinfo_product_get_name(OSINFO_PRODUCT(os)) : NULL;
    gint64 end = g_get_monotonic_time();

    printf("%" G_GINT64_FORMAT "\n", end - start);
    return name != NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
measure_identify(int n_files, char **files)
{
    OsinfoDb *db = osinfo_loader_get_db(load());
    gint64 start = 0;
    int n_identified = 0;

    for (int i = 0; i < n_files; i++) {
        OsinfoMedia *media = osinfo_media_create_from_location(files[i], NULL, NULL);

        if (media != NULL)
            n_identified += osinfo_db_identify_media(db, media);
        g_clear_object(&media);
        if (i == 0)
            start = g_get_monotonic_time();
    }
    printf("%g\n", (double)(g_get_monotonic_time() - start) / MAX(n_files - 1, 1));
    fprintf(stderr, "%d of %d identified\n", n_identified, n_files);
    return EXIT_SUCCESS;
}

/* What the process has read so far, by one line of the kernel's account; -1: there is none. */
static double
count_reads(const char *line)
{
    g_autofree char *text = NULL;
    const char *found = NULL;

    if (g_file_get_contents("/proc/self/io", &text, NULL, NULL))
        found = strstr(text, line);
    return found != NULL ? g_ascii_strtod(found + strlen(line), NULL) : -1;
}

static void
read_medium(const char *file)
{
    OsinfoMedia *media = osinfo_media_create_from_location(file, NULL, NULL);

    g_clear_object(&media);
}

/* Looking at the account reads, too. */
static int
measure_reads(const char *line, const char *file)
{
    double first;
    double second;

    read_medium(file);
    first = count_reads(line);
    second = count_reads(line);
    read_medium(file);
    printf("%g\n", count_reads(line) - second - (second - first));
    return first >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
measure_peak(char **arguments)
{
    struct rusage usage;
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execvp(arguments[0], arguments);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status))
        return EXIT_FAILURE;
    printf("%ld\n", usage.ru_maxrss);
    return WEXITSTATUS(status);
}

int
main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "start") == 0)
        return EXIT_SUCCESS;
    if (argc == 3 && strcmp(argv[1], "load") == 0)
        return measure_load(argv[2]);
    if (argc > 2 && strcmp(argv[1], "identify") == 0)
        return measure_identify(argc - 2, argv + 2);
    if (argc == 3 && strcmp(argv[1], "reads") == 0)
        return measure_reads("syscr: ", argv[2]);
    if (argc == 3 && strcmp(argv[1], "bytes") == 0)
        return measure_reads("rchar: ", argv[2]);
    if (argc > 2 && strcmp(argv[1], "peak") == 0)
        return measure_peak(argv + 2);
    fprintf(stderr, "usage: bench-load start|load|identify|reads|bytes|peak [ARGUMENT...]\n");
    return 2;
}
