/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Confines a process by Linux' landlock, which is about files, and seccomp, which is about system calls.
 *
 * The system calls are a list of those that are refused, with EPERM: what libraries need differs from one to the
 * next. What is in the list is of no use to a program that reads files and writes to its standard output.
 */

#include "config.h"

#include <string.h>

#include "tools/confine.h"
#include "tools/standard_input.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED
#endif

/* Sanitizers look at the process from another one when it ends. */
#if defined(__linux__) && !defined(IS_SANITIZED)
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Files */

#if defined(__NR_landlock_create_ruleset) && __has_include(<linux/landlock.h>)
#include <linux/landlock.h>

#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ACCESS_WRITE                                                                               \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                               \
     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |   \
     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

/* What belongs to the system, wherever a distribution puts it. */
static const char *const system_folders[] = {
    "/usr",       "/lib",       "/lib32",         "/lib64",         "/etc",
    "/nix/store", "/gnu/store", OSINFO_MODULEDIR, OSINFO_LOCALEDIR,
};

/* Variables that name folders of libraries, modules and words. */
static const char *const folder_variables[] = {
    "OSINFO_MODULE_DIR", "OSINFO_LOCALE_DIR", "GIO_EXTRA_MODULES",
    "GIO_MODULE_DIR",    "LD_LIBRARY_PATH",
};

/* Is it a folder? */
static gboolean
allow(int rules, const char *path)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = ACCESS_READ};
    struct stat status;
    int file = open(path, O_PATH | O_CLOEXEC);
    gboolean is_folder = FALSE;

    if (file < 0)
        return FALSE;
    is_folder = fstat(file, &status) != 0 || S_ISDIR(status.st_mode);
    if (!is_folder)
        rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
    rule.parent_fd = file;
    syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(file);
    return is_folder;
}

/* What is in a folder may be links to elsewhere. */
static void
allow_links(int rules, const char *folder)
{
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *name;

    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            allow(rules, path);
    }
}

static void
allow_variable(int rules, const char *variable)
{
    const char *value = g_getenv(variable);
    g_auto(GStrv) folders = g_strsplit(value != NULL ? value : "", ":", -1);

    for (char **folder = folders; *folder != NULL; folder++) {
        if (**folder != '\0')
            allow(rules, *folder);
    }
}

/* Modules are beside the library. */
static void
allow_library(int rules)
{
    Dl_info info;
    g_autofree char *folder = NULL;

    if (dladdr(dlsym(RTLD_DEFAULT, "osinfo_db_get_type"), &info) == 0 || info.dli_fname == NULL)
        return;
    folder = g_path_get_dirname(info.dli_fname);
    allow(rules, folder);
}

static void
allow_all(int rules, char **paths)
{
    for (gsize i = 0; i < G_N_ELEMENTS(system_folders); i++)
        allow(rules, system_folders[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(folder_variables); i++)
        allow_variable(rules, folder_variables[i]);
    allow_library(rules);
    for (char **path = paths; *path != NULL; path++) {
        g_autofree char *uri_path = g_filename_from_uri(*path, NULL, NULL);
        const char *local = uri_path != NULL ? uri_path : *path;

        if (strcmp(*path, STANDARD_INPUT) == 0)
            allow(rules, "/dev/fd/0");
        if (allow(rules, local))
            allow_links(rules, local);
    }
}

static void
confine_files(char **paths, ConfineFlags flags)
{
    struct landlock_ruleset_attr attributes = {.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE};
    int rules;

    if ((flags & CONFINE_KEEPS_WRITING) == 0)
        attributes.handled_access_fs |= ACCESS_WRITE;
    if ((flags & CONFINE_KEEPS_ALL_FILES) == 0)
        attributes.handled_access_fs |= ACCESS_READ;
    rules = (int)syscall(__NR_landlock_create_ruleset, &attributes, sizeof(attributes), 0);
    if (rules < 0)
        return;
    if ((flags & CONFINE_KEEPS_ALL_FILES) == 0)
        allow_all(rules, paths);
    syscall(__NR_landlock_restrict_self, rules, 0);
    close(rules);
}
#else
static void
confine_files(char **paths G_GNUC_UNUSED, ConfineFlags flags G_GNUC_UNUSED)
{
}
#endif

/* System calls */

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define MACHINE AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define MACHINE AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define MACHINE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define MACHINE AUDIT_ARCH_S390X
#endif

#ifdef MACHINE
/* The other numbers of x86_64, for programs with short pointers. */
#define X32_CALLS 0x40000000u

static const int refused[] = {
    /* programs, and other processes */
    __NR_execve,
    __NR_execveat,
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_kcmp,
    __NR_kill,
    __NR_setns,
    __NR_unshare,
#ifdef __NR_fork
    __NR_fork,
    __NR_vfork,
#endif
    /* the kernel */
    __NR_add_key,
    __NR_bpf,
    __NR_delete_module,
    __NR_finit_module,
    __NR_init_module,
    __NR_io_uring_enter,
    __NR_io_uring_register,
    __NR_io_uring_setup,
    __NR_kexec_load,
    __NR_keyctl,
    __NR_mount,
    __NR_move_mount,
    __NR_name_to_handle_at,
    __NR_open_by_handle_at,
    __NR_open_tree,
    __NR_perf_event_open,
    __NR_personality,
    __NR_pivot_root,
    __NR_quotactl,
    __NR_reboot,
    __NR_request_key,
    __NR_swapon,
    __NR_umount2,
    __NR_userfaultfd,
    /* what files are called, and who may do what with them */
    __NR_fchmod,
    __NR_fchmodat,
    __NR_fchown,
    __NR_fchownat,
    __NR_fsetxattr,
    __NR_linkat,
    __NR_lsetxattr,
    __NR_mknodat,
    __NR_setxattr,
    __NR_symlinkat,
    __NR_truncate,
    __NR_utimensat,
#ifdef __NR_chmod
    __NR_chmod,
    __NR_chown,
    __NR_lchown,
    __NR_link,
    __NR_mknod,
    __NR_symlink,
#endif
};

/* Besides, for who reads local files. */
static const int refused_sockets[] = {
#ifdef __NR_socketcall /* i386 has all of them behind one number, too */
    __NR_socketcall,
#endif
    __NR_accept4,    __NR_bind, __NR_connect, __NR_listen, __NR_socket,
};

#define MAX_FILTER (8 + 2 * (G_N_ELEMENTS(refused) + G_N_ELEMENTS(refused_sockets)))

typedef struct {
    struct sock_filter steps[MAX_FILTER];
    unsigned short n_steps;
} Filter;

static void
add_step(Filter *self, guint16 code, guint32 value, guint8 if_true, guint8 if_false)
{
    self->steps[self->n_steps++] = (struct sock_filter){code, if_true, if_false, value};
}

static void
refuse(Filter *self, const int *calls, gsize n_calls)
{
    for (gsize i = 0; i < n_calls; i++) {
        add_step(self, BPF_JMP | BPF_JEQ | BPF_K, (guint32)calls[i], 0, 1);
        add_step(self, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    }
}

static void
confine_calls(ConfineFlags flags)
{
    Filter filter = {.n_steps = 0};
    struct sock_fprog program = {.filter = filter.steps};

    add_step(&filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
    add_step(&filter, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
    add_step(&filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    add_step(&filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
#ifdef __x86_64__
    add_step(&filter, BPF_JMP | BPF_JGE | BPF_K, X32_CALLS, 0, 1);
    add_step(&filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS, 0, 0);
#endif
    refuse(&filter, refused, G_N_ELEMENTS(refused));
    if ((flags & CONFINE_KEEPS_SOCKETS) == 0)
        refuse(&filter, refused_sockets, G_N_ELEMENTS(refused_sockets));
    add_step(&filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    program.len = filter.n_steps;
    syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}
#else
static void
confine_calls(ConfineFlags flags G_GNUC_UNUSED)
{
}
#endif

void
confine(char **paths, ConfineFlags flags)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
    confine_files(paths, flags);
    confine_calls(flags);
}
#else
void
confine(char **paths G_GNUC_UNUSED, ConfineFlags flags G_GNUC_UNUSED)
{
}
#endif

ConfineFlags
confine_get_flags(char **arguments)
{
    ConfineFlags flags = CONFINE_NOTHING;

    for (char **argument = arguments; *argument != NULL; argument++) {
        /* settings of proxies are asked of a service */
        if (g_ascii_strncasecmp(*argument, "http", 4) == 0 && strstr(*argument, "://") != NULL)
            flags |= CONFINE_KEEPS_SOCKETS | CONFINE_KEEPS_ALL_FILES | CONFINE_KEEPS_WRITING;
        else if (g_ascii_strncasecmp(*argument, "nbd", 3) == 0 && strstr(*argument, "://") != NULL)
            flags |= CONFINE_KEEPS_SOCKETS | CONFINE_KEEPS_ALL_FILES;
    }
    return flags;
}
