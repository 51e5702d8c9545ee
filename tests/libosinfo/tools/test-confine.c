/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Tests tools/confine.c: what a confined process can do no more, and what it still can. Each row is a process of
 * its own, since there is no way back.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#if __has_include(<linux/seccomp.h>)
#include <linux/seccomp.h>
#endif

#include <glib/gstdio.h>

#include "tools/confine.h"

typedef enum { ALLOWED, REFUSED } Outcome;

static char *folder; /* with "image" and "other", and "link" to the latter below "links" */

static char *
get_path(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static gboolean
try_open(const char *name, int how)
{
    g_autofree char *path = *name == '/' ? g_strdup(name) : get_path(name);
    int file = open(path, how, 0600);

    if (file >= 0)
        close(file);
    return file >= 0;
}

static gboolean
read_image(void)
{
    return try_open("image", O_RDONLY);
}

static gboolean
read_other(void)
{
    return try_open("other", O_RDONLY);
}

static gboolean
read_system(void)
{
    return try_open("/etc/passwd", O_RDONLY);
}

static gboolean
read_process(void)
{
    return try_open("/proc/1/cmdline", O_RDONLY);
}

static gboolean
write_image(void)
{
    return try_open("image", O_WRONLY);
}

static gboolean
write_new(void)
{
    return try_open("new", O_WRONLY | O_CREAT);
}

static gboolean
change_mode(void)
{
    g_autofree char *path = get_path("image");

    return g_chmod(path, 0644) == 0;
}

static gboolean
make_socket(void)
{
    int file = socket(AF_INET, SOCK_STREAM, 0);

    if (file >= 0)
        close(file);
    return file >= 0;
}

/* What it comes back with tells that it did not run. */
static gboolean
run_program(void)
{
    execl("/bin/true", "true", NULL);
    return FALSE;
}

static gpointer
do_nothing(gpointer data)
{
    return data;
}

static gboolean
start_thread(void)
{
    GThread *thread = g_thread_try_new("thread", do_nothing, GINT_TO_POINTER(1), NULL);

    return thread != NULL && g_thread_join(thread) != NULL;
}

typedef struct {
    const char *name;
    gboolean (*try)(void);
    const char *argument; /* of the program, besides the image */
    Outcome outcome;
} Row;

static const Row rows[] = {
    {"image", read_image, NULL, ALLOWED},
    {"system", read_system, NULL, ALLOWED},
    {"thread", start_thread, NULL, ALLOWED},
    {"other", read_other, NULL, REFUSED},
    {"other-that-is-asked-for", read_other, "other", ALLOWED},
    {"other-behind-a-link", read_other, "links", ALLOWED},
    {"process", read_process, NULL, REFUSED},
    {"write", write_image, NULL, REFUSED},
    {"write-new", write_new, NULL, REFUSED},
    {"mode", change_mode, NULL, REFUSED},
    {"socket", make_socket, NULL, REFUSED},
    {"socket-for-nbd", make_socket, "nbd://localhost/", ALLOWED},
    {"socket-for-http", make_socket, "https://localhost/", ALLOWED},
    {"write-for-nbd", write_image, "nbd://localhost/", REFUSED},
    {"program", run_program, NULL, REFUSED},
    {"program-for-http", run_program, "https://localhost/", REFUSED},
};

/* 0: it was allowed, 1: refused, by the kernel's word for that. */
static int
run_row(const Row *row)
{
    g_autofree char *image = get_path("image");
    g_autofree char *argument = row->argument != NULL && strchr(row->argument, ':') == NULL
                                    ? get_path(row->argument)
                                    : g_strdup(row->argument);
    char *arguments[] = {image, argument, NULL};

    confine(arguments, confine_get_flags(arguments));
    errno = 0;
    if (row->try())
        return 0;
    return errno == EPERM || errno == EACCES ? 1 : 2;
}

/* Kernels are built without it at times. */
static gboolean
has_landlock(void)
{
#ifdef __NR_landlock_create_ruleset
    return syscall(__NR_landlock_create_ruleset, NULL, 0, 1) > 0;
#else
    return FALSE;
#endif
}

/* Nor does qemu-user let anything through to it. */
static gboolean
has_seccomp(void)
{
#ifdef SECCOMP_GET_ACTION_AVAIL
    guint32 action = SECCOMP_RET_ERRNO;

    return syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
    return FALSE;
#endif
}

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    gboolean is_about_files = strcmp(row->name, "other") == 0 ||
                              strcmp(row->name, "process") == 0 ||
                              g_str_has_prefix(row->name, "write");
    int status = -1;
    pid_t child;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    g_test_skip("nothing is confined there");
    return;
#endif
    if (g_getenv("OSINFO_SANITIZED") != NULL ||
        !(is_about_files ? has_landlock() : has_seccomp())) {
        g_test_skip("nothing is confined here");
        return;
    }
    child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0)
        _exit(run_row(row));
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, row->outcome == ALLOWED ? 0 : 1);
}

static void
make_files(void)
{
    static const char *const names[] = {"image", "other"};
    g_autofree char *links = get_path("links");
    g_autofree char *link = get_path("links/link");

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = get_path(names[i]);

        g_assert_true(g_file_set_contents(path, "x", 1, NULL));
    }
    g_assert_cmpint(g_mkdir(links, 0700), ==, 0);
    g_assert_cmpint(symlink("../other", link), ==, 0);
}

static void
remove_files(void)
{
    static const char *const names[] = {"links/link", "links", "image", "other", ""};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = get_path(names[i]);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    folder = g_dir_make_tmp("osinfo-confine-XXXXXX", NULL);
    g_assert_nonnull(folder);
    make_files();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = g_strconcat("/confine/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    status = g_test_run();
    remove_files();
    g_free(folder);
    return status;
}
