/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The desktop's indexer reads media in a process that may do little: a filter of system calls
 * refuses to open anything for writing, to make, remove or rename files, to watch them and to talk
 * to anybody; what else is out of the ordinary (a helper program, memory in a file, a lock) kills
 * the process. Here that filter stands in front of a program that loads a database and identifies a
 * medium.
 *
 * usage: test-habits-sandbox [TAP options]
 *        test-habits-sandbox --confined MODE FOLDER [IMAGE | =ACTION]     (the program behind
 * the filter)
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "iso-builder.h"
#include "sandbox.h"

#if defined(__x86_64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define THIS_ARCHITECTURE 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED TRUE
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED FALSE
#endif

#define FILTER_REFUSED 77

/* Numbers above are those that one of the two architectures does not have. */
/* clang-format off */
static const int allowed_calls[] = {
    /* files that are there, to be read */
    SYS_read, SYS_readv, SYS_pread64, SYS_preadv, SYS_lseek, SYS_close, SYS_fstat, SYS_statx,
    SYS_statfs, SYS_fstatfs, SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getdents64, SYS_getcwd,
    SYS_fadvise64, SYS_fcntl, SYS_dup, SYS_dup3, SYS_pipe2, SYS_eventfd2, SYS_ioctl,
#ifdef SYS_newfstatat /* machines of 32 bits have another one */
    SYS_newfstatat,
#endif
    /* what is open for writing already */
    SYS_write, SYS_writev,
    /* memory and time */
    SYS_brk, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_getrandom, SYS_clock_gettime,
    SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday,
    /* the process itself */
    SYS_futex, SYS_set_robust_list, SYS_rseq, SYS_sched_yield, SYS_sched_getaffinity, SYS_sched_getattr, SYS_prctl,
    SYS_ppoll, SYS_restart_syscall, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack,
    SYS_prlimit64, SYS_getrusage, SYS_uname, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid,
    SYS_getegid, SYS_exit, SYS_exit_group,
#if defined(__x86_64__)
    SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_pipe, SYS_dup2, SYS_arch_prctl, SYS_time,
#endif
};

static const int refused_calls[] = {
    SYS_socket, SYS_connect, SYS_mkdirat, SYS_unlinkat, SYS_renameat2, SYS_inotify_init1, SYS_inotify_add_watch,
    SYS_inotify_rm_watch, SYS_openat2,
#if defined(__x86_64__)
    SYS_mkdir, SYS_unlink, SYS_rename, SYS_renameat, SYS_rmdir, SYS_inotify_init, SYS_creat,
#else
    SYS_renameat,
#endif
};

/* Allowed, or refused in a stricter mode, since nothing may depend on a second thread. As if there were too many:
 * GLib gives up on any other error. */
static const int thread_calls[] = {
    SYS_clone,
#ifdef SYS_clone3
    SYS_clone3,
#endif
};
/* clang-format on */

/* One instruction after the other; programs of the filter language jump forward only. */
typedef struct {
    struct sock_filter code[256];
    unsigned short length;
} Filter;

static void
add(Filter *filter, struct sock_filter instruction)
{
    g_assert_cmpuint(filter->length, <, G_N_ELEMENTS(filter->code));
    filter->code[filter->length++] = instruction;
}

static void
add_answer(Filter *filter, guint32 answer)
{
    add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

static void
add_calls(Filter *filter, const int *calls, gsize n_calls, guint32 answer)
{
    for (gsize i = 0; i < n_calls; i++) {
        add(filter,
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (guint32)calls[i], 0, 1));
        add_answer(filter, answer);
    }
}

/* Reading is allowed, by the lower half of the argument that holds the flags; little endian both.
 */
static void
add_open(Filter *filter, int call, guint flags_argument)
{
    const guint32 offset = offsetof(struct seccomp_data, args) + flags_argument * sizeof(guint64);
    const guint32 writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (guint32)call, 0, 4));
    add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writing, 0, 1));
    add_answer(filter, SECCOMP_RET_ERRNO | EACCES);
    add_answer(filter, SECCOMP_RET_ALLOW);
}

static gboolean
confine(gboolean has_threads)
{
    Filter filter = {0};
    struct sock_fprog program = {0};

    if (THIS_ARCHITECTURE == 0)
        return FALSE;
    add(&filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                              offsetof(struct seccomp_data, arch)));
    add(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCHITECTURE, 1, 0));
    add_answer(&filter, SECCOMP_RET_KILL_PROCESS);
    add(&filter,
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    add_open(&filter, SYS_openat, 2);
#ifdef SYS_open
    add_open(&filter, SYS_open, 1);
#endif
    add_calls(&filter, allowed_calls, G_N_ELEMENTS(allowed_calls), SECCOMP_RET_ALLOW);
    add_calls(&filter, refused_calls, G_N_ELEMENTS(refused_calls), SECCOMP_RET_ERRNO | EACCES);
    add_calls(&filter, thread_calls, G_N_ELEMENTS(thread_calls),
              has_threads ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EAGAIN);
    add_answer(&filter, SECCOMP_RET_KILL_PROCESS);
    program = (struct sock_fprog){.len = filter.length, .filter = filter.code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* What the filter does to somebody who does not care, so that a filter that does nothing is seen.
 */
static int
act(const char *action, const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "new", NULL);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/nowhere"};
    int result = 0;

    if (strcmp(action, "=write") == 0)
        result = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    else if (strcmp(action, "=mkdir") == 0)
        result = mkdir(path, 0700);
    else if (strcmp(action, "=unlink") == 0)
        result = unlink(path);
    else if (strcmp(action, "=rename") == 0)
        result = rename(path, folder);
    else if (strcmp(action, "=socket") == 0)
        result = socket(AF_UNIX, SOCK_STREAM, 0);
    else if (strcmp(action, "=connect") == 0)
        result = connect(0, (struct sockaddr *)&address, sizeof(address));
    else if (strcmp(action, "=watch") == 0)
        result = inotify_init1(IN_CLOEXEC);
    else if (strcmp(action, "=run") == 0)
        result = execl("/bin/true", "true", NULL);
    else if (strcmp(action, "=memory") == 0)
        result = memfd_create("x", MFD_CLOEXEC);
    else if (strcmp(action, "=lock") == 0)
        result = flock(0, LOCK_EX);
    else
        return EXIT_FAILURE;
    return result == -1 && errno == EACCES ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
identify(const char *image)
{
    g_autoptr(OsinfoLoader) loader = osinfo_loader_new();
    g_autoptr(OsinfoMedia) media = NULL;
    g_autoptr(OsinfoOs) os = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) media_error = NULL;
    GList *languages = NULL;

    media = osinfo_media_create_from_location(image, NULL, &media_error);
    if (media == NULL) {
        g_print("media error %d\n", media_error->code);
        return EXIT_SUCCESS;
    }
    osinfo_loader_process_default_path(loader, &error);
    if (error != NULL)
        g_print("error %s\n", error->message);
    osinfo_db_identify_media(osinfo_loader_get_db(loader), media);
    os = osinfo_media_get_os(media);
    languages = osinfo_media_get_languages(media);
    g_print("%s %s %s\n", osinfo_entity_get_id(OSINFO_ENTITY(media)),
            os != NULL ? osinfo_product_get_name(OSINFO_PRODUCT(os)) : "unknown",
            languages != NULL ? (const char *)languages->data : "-");
    g_list_free(languages);
    return EXIT_SUCCESS;
}

static int
be_confined(char **arguments)
{
    if (!confine(strcmp(arguments[0], "threads") == 0))
        return FILTER_REFUSED;
    if (arguments[2][0] == '=')
        return act(arguments[2], arguments[1]);
    return identify(arguments[2]);
}

/* How a confined process ended; FALSE: there can be none here. */
static gboolean
run_confined(const char *const *settings, const char *mode, const char *folder, const char *what,
             int *out_status, char **out_text)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    const char *argv[] = {self, "--confined", mode, folder, what, NULL};
    g_auto(GStrv) environment = g_get_environ();
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autofree char *errors = NULL;

    environment = g_environ_unsetenv(environment, "G_MESSAGES_DEBUG"); /* goes to the output */
    environment = g_environ_setenv(environment, "XDG_CACHE_HOME", g_get_user_cache_dir(), TRUE);
    for (guint i = 0; settings[i] != NULL; i += 2)
        environment = g_environ_setenv(environment, settings[i], settings[i + 1], TRUE);
    g_spawn_sync(NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors,
                 out_status, &error);
    g_assert_no_error(error);
    if (WIFEXITED(*out_status) && WEXITSTATUS(*out_status) == FILTER_REFUSED)
        return FALSE;
    g_assert_cmpstr(errors, ==, "");
    *out_text = g_steal_pointer(&text);
    return TRUE;
}

static gboolean
is_possible(void)
{
    if (IS_SANITIZED)
        g_test_skip("a sanitizer makes calls of its own");
    else if (THIS_ARCHITECTURE == 0)
        g_test_skip("the numbers of calls are not known for this architecture");
    else
        return TRUE;
    return FALSE;
}

typedef struct {
    const char *action;
    gboolean is_deadly;
} Action;

static const Action actions[] = {
    {"=write", FALSE},  {"=mkdir", FALSE},   {"=unlink", FALSE}, {"=rename", FALSE},
    {"=socket", FALSE}, {"=connect", FALSE}, {"=watch", FALSE},  {"=run", TRUE},
    {"=memory", TRUE},  {"=lock", TRUE},
};

static void
test_filter(void)
{
    g_autofree char *folder = sandbox_new_folder();
    const char *const settings[] = {NULL};

    if (!is_possible())
        return;
    for (guint i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_autofree char *text = NULL;
        int status = 0;

        if (!run_confined(settings, "threads", folder, actions[i].action, &status, &text)) {
            g_test_skip("filters of system calls are not allowed here");
            return;
        }
        g_test_message("%s: %d", actions[i].action, status);
        if (actions[i].is_deadly)
            g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
        else
            g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
    }
}

typedef enum {
    CACHE_PRESENT,
    CACHE_ABSENT,
    CACHE_STALE,
    CACHE_NOT_WRITABLE,
} CacheState;

typedef struct {
    const char *name;
    CacheState cache;
    const char *mode;
} Surrounding;

static const Surrounding surroundings[] = {
    {"cache-present", CACHE_PRESENT, "threads"},
    {"cache-absent", CACHE_ABSENT, "threads"},
    {"cache-stale", CACHE_STALE, "threads"},
    {"cache-not-writable", CACHE_NOT_WRITABLE, "threads"},
    {"no-threads-cache-present", CACHE_PRESENT, "alone"},
    {"no-threads-cache-absent", CACHE_ABSENT, "alone"},
};

static void
write_database(const char *folder)
{
    for (int i = 0; i < 40; i++) {
        g_autofree char *name = g_strdup_printf("os/example.org/penguin-%d.xml", i);
        g_autofree char *elements = g_strdup_printf(
            "<os id='http://example.org/penguin/%d'><name>Penguin %d</name><media arch='x86_64'>"
            "<iso><volume-id>^PENGUIN_%d_[A-Z]+_</volume-id><l10n-language regex='true' "
            "l10n-language-map='http://example.org/words'>.*_([A-Z]+)$</l10n-language></iso>"
            "</media></os>",
            i, i, i);

        sandbox_write_xml(folder, name, elements);
    }
    sandbox_write_xml(
        folder, "datamap/example.org/words.xml",
        "<datamap id='http://example.org/words'><entry inval='FR' outval='fr_FR'/></datamap>");
}

static void
prepare_cache(CacheState state, const char *system)
{
    g_autofree char *setting = g_strconcat("OSINFO_SYSTEM_DIR=", system, NULL);
    const char *const settings[] = {setting, NULL};
    const char *const arguments[] = {"default", NULL};
    g_autofree char *output = NULL;
    g_autoptr(GPtrArray) files = NULL;

    if (state == CACHE_NOT_WRITABLE)
        g_assert_cmpint(g_mkdir_with_parents(g_get_user_cache_dir(), 0500), ==, 0);
    if (state != CACHE_PRESENT && state != CACHE_STALE)
        return;
    sandbox_wait_until_settled();
    output = sandbox_run_helper(settings, arguments);
    files = sandbox_list_cache();
    g_assert_cmpuint(files->len, ==, 1);
    if (state == CACHE_STALE)
        sandbox_write_xml(system, "os/example.org/penguin-41.xml",
                          "<os id='http://example.org/penguin/41'><name>Penguin 41</name></os>");
}

static void
test_surrounding(gconstpointer data)
{
    const Surrounding *surrounding = data;
    g_autofree char *folder = sandbox_new_folder();
    g_autofree char *system = sandbox_new_folder();
    g_autofree char *closed = sandbox_new_folder();
    g_autofree char *below = g_build_filename(closed, "osinfo", NULL);
    g_autofree char *image = g_build_filename(folder, "x.iso", NULL);
    g_autofree char *data_disc = g_build_filename(folder, "data.iso", NULL);
    const char *const settings[] = {
        "OSINFO_SYSTEM_DIR", system, "OSINFO_LOCAL_DIR", below, "OSINFO_USER_DIR", below, NULL};
    const char *const files[] = {image, data_disc, image};
    const char *const answers[] = {"http://example.org/penguin/7:0 Penguin 7 fr_FR\n",
                                   "media error 4\n",
                                   "http://example.org/penguin/7:0 Penguin 7 fr_FR\n"};

    if (!is_possible())
        return;
    write_database(system);
    iso_write(&(IsoSpec){.volume_id = "PENGUIN_7_X_FR", .boot_slot = 1}, image);
    iso_write(&(IsoSpec){.volume_id = "PENGUIN_7_X_FR"}, data_disc);
    g_assert_cmpint(g_chmod(closed, 0), ==, 0);
    prepare_cache(surrounding->cache, system);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *text = NULL;
        int status = 0;

        if (!run_confined(settings, surrounding->mode, folder, files[i], &status, &text)) {
            g_test_skip("filters of system calls are not allowed here");
            return;
        }
        if (WIFSIGNALED(status))
            g_test_message("ended by signal %d", WTERMSIG(status));
        g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
        g_assert_cmpstr(text, ==, answers[i]);
    }
}

int
main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "--confined") == 0)
        return be_confined(argv + 2);
    sandbox_init(&argc, &argv);
    g_test_add_func("/habits/tracker/filter-of-system-calls", test_filter);
    for (guint i = 0; i < G_N_ELEMENTS(surroundings); i++) {
        g_autofree char *name =
            g_strconcat("/habits/tracker/confined/", surroundings[i].name, NULL);

        g_test_add_data_func(name, &surroundings[i], test_surrounding);
    }
    return sandbox_run();
}
