/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes calls fail that a test names: a library for LD_PRELOAD, which stands before those functions
 * of the C library that open, read, list and write files. So a program meets a disk that cannot be
 * read, a process without descriptors or a folder that ends too early, at the place that is wanted.
 *
 * FAULT_SHIM      rules, one a line:  CALL[@N[+]] OUTCOME PATTERN
 *                 CALL     a word of the table `words` below; each stands for all functions of its
 *                          kind: `open` for openat(), opendir() and fopen(), too
 *                 N        only the N-th such call for PATTERN, from 1; `3+`: this one and all after
 *                          it; without: every one. Each process counts for itself.
 *                 OUTCOME  an error: EIO, EMFILE, ENOMEM … (`errors` below); or
 *                          NOTE    nothing fails, the call is only written down
 *                          SHRINK  the call does what it does, then the file is made empty: `mmap`
 *                 PATTERN  of fnmatch(3), for the absolute path, in which `*` stands for slashes as
 *                          well. Of descriptors it is the path that they lead to, of memory without
 *                          a file "anonymous", of renames and links either name.
 *                 The first rule counts whose call, number and pattern fit.
 * FAULT_SHIM_LOG  a file to which a line is added for each call that a rule was for:
 *                 CALL OUTCOME PATH. It shows that a fault has happened, and with NOTE how many
 *                 places there are for one.
 *
 * Not seen: what the C library does inside of itself, such as reads of a FILE, and calls by number.
 */

/* functions are told apart by their own names here, not by the width of offsets */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

typedef enum {
    CALL_ACCESS,
    CALL_CHMOD,
    CALL_CLOSE,
    CALL_LINK,
    CALL_MKDIR,
    CALL_MMAP,
    CALL_OPEN,
    CALL_READ,
    CALL_READDIR,
    CALL_READLINK,
    CALL_RENAME,
    CALL_STAT,
    CALL_SYNC,
    CALL_TRUNCATE,
    CALL_UNLINK,
    CALL_WRITE,
    N_CALLS
} Call;

static const char *const words[N_CALLS] = {
    [CALL_ACCESS] = "access",     [CALL_CHMOD] = "chmod",       [CALL_CLOSE] = "close",
    [CALL_LINK] = "link",         [CALL_MKDIR] = "mkdir",       [CALL_MMAP] = "mmap",
    [CALL_OPEN] = "open",         [CALL_READ] = "read",         [CALL_READDIR] = "readdir",
    [CALL_READLINK] = "readlink", [CALL_RENAME] = "rename",     [CALL_STAT] = "stat",
    [CALL_SYNC] = "sync",         [CALL_TRUNCATE] = "truncate", [CALL_UNLINK] = "unlink",
    [CALL_WRITE] = "write",
};

/* clang-format off */
static const struct {
    const char *name;
    int number;
} errors[] = {
    {"EACCES", EACCES}, {"EAGAIN", EAGAIN}, {"EBUSY", EBUSY}, {"EDQUOT", EDQUOT}, {"EINTR", EINTR}, {"EINVAL", EINVAL},
    {"EIO", EIO}, {"EISDIR", EISDIR}, {"ELOOP", ELOOP}, {"EMFILE", EMFILE}, {"ENAMETOOLONG", ENAMETOOLONG},
    {"ENFILE", ENFILE}, {"ENODEV", ENODEV}, {"ENOENT", ENOENT}, {"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC},
    {"ENOSYS", ENOSYS}, {"ENOTDIR", ENOTDIR}, {"EOVERFLOW", EOVERFLOW}, {"EPERM", EPERM}, {"EROFS", EROFS},
    {"ESTALE", ESTALE}, {"ETIMEDOUT", ETIMEDOUT}, {"EXDEV", EXDEV},
};
/* clang-format on */

/* Outcomes that are no error. */
#define OUTCOME_NOTE -1
#define OUTCOME_SHRINK -2

typedef struct {
    Call call;
    unsigned first; /* number of the first call it is for, from 1 */
    unsigned last;
    int outcome; /* errno, or OUTCOME_… */
    char *word;  /* of the outcome */
    char *pattern;
    atomic_uint n_calls; /* so far */
} Rule;

#define MAX_RULES 32

static Rule rules[MAX_RULES];
static unsigned n_rules;

static void __attribute__((noreturn)) stop(const char *line)
{
    fprintf(stderr, "fault-shim: not a rule: %s\n", line);
    _exit(99);
}

static int
find_call(const char *word)
{
    for (int i = 0; i < N_CALLS; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return -1;
}

static int
find_outcome(const char *word)
{
    if (strcmp(word, "NOTE") == 0)
        return OUTCOME_NOTE;
    if (strcmp(word, "SHRINK") == 0)
        return OUTCOME_SHRINK;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (strcmp(errors[i].name, word) == 0)
            return errors[i].number;
    }
    return 0;
}

/* `@3`, `@3+` or nothing. */
static bool
parse_number(Rule *rule, const char *text)
{
    char *end = NULL;

    rule->first = 1;
    rule->last = UINT_MAX;
    if (text == NULL)
        return true;
    rule->first = (unsigned)strtoul(text, &end, 10);
    if (strcmp(end, "+") != 0)
        rule->last = rule->first;
    return rule->first > 0 && (*end == '\0' || strcmp(end, "+") == 0);
}

static void
parse_rule(char *line)
{
    Rule *rule = &rules[n_rules];
    char *outcome = strchr(line, ' ');
    char *pattern = outcome != NULL ? strchr(outcome + 1, ' ') : NULL;
    char *number = NULL;
    int call = -1;

    if (pattern == NULL || n_rules == MAX_RULES)
        stop(line);
    *outcome++ = '\0';
    *pattern++ = '\0';
    number = strchr(line, '@');
    if (number != NULL)
        *number++ = '\0';
    call = find_call(line);
    rule->outcome = find_outcome(outcome);
    if (call < 0 || rule->outcome == 0 || !parse_number(rule, number))
        stop(line);
    rule->call = (Call)call;
    rule->word = outcome;
    rule->pattern = pattern;
    n_rules++;
}

static void __attribute__((constructor)) read_rules(void)
{
    const char *value = getenv("FAULT_SHIM");
    char *text = value != NULL && *value != '\0' ? strdup(value) : NULL;
    char *place = NULL;

    if (text == NULL)
        return;
    for (char *line = strtok_r(text, "\n", &place); line != NULL;
         line = strtok_r(NULL, "\n", &place))
        parse_rule(line);
}

/* Paths are found by numbers of calls, so that nothing here comes back to this file. */
static void
read_link(const char *path, char out[PATH_MAX])
{
    long length = syscall(SYS_readlinkat, AT_FDCWD, path, out, PATH_MAX - 1);

    out[length > 0 ? length : 0] = '\0';
}

static void
find_descriptor_path(int descriptor, char out[PATH_MAX])
{
    char link[64];

    snprintf(link, sizeof(link), "/proc/self/fd/%d", descriptor);
    read_link(link, out);
}

/* Without "." and empty steps. */
static void
clean_path(char *path)
{
    char *to = path;
    const char *from = path;

    while (*from != '\0') {
        size_t length = strcspn(from + 1, "/") + 1;

        if (length > 1 && !(length == 2 && from[1] == '.')) {
            memmove(to, from, length);
            to += length;
        }
        from += length;
    }
    if (to == path)
        *to++ = '/';
    *to = '\0';
}

static void
find_path(int folder, const char *path, char out[PATH_MAX])
{
    char base[PATH_MAX] = "";
    int length = 0;

    if (path == NULL || *path == '\0') {
        find_descriptor_path(folder, out);
        return;
    }
    if (*path != '/' && folder == AT_FDCWD)
        read_link("/proc/self/cwd", base);
    else if (*path != '/')
        find_descriptor_path(folder, base);
    length = snprintf(out, PATH_MAX, "%s/%s", base, path);
    if (length >= PATH_MAX)
        out[0] = '\0';
    else
        clean_path(out);
}

static void
write_log(const Rule *rule, const char *path)
{
    const char *log = getenv("FAULT_SHIM_LOG");
    char line[PATH_MAX + 64];
    long file = log != NULL ? syscall(SYS_openat, AT_FDCWD, log,
                                      O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)
                            : -1;
    int length = snprintf(line, sizeof(line), "%s %s %s\n", words[rule->call], rule->word, path);

    if (file < 0)
        return;
    syscall(SYS_write, file, line, length);
    syscall(SYS_close, file);
}

static const Rule *
find_rule(Call call, const char *path, const char *other)
{
    for (unsigned i = 0; i < n_rules; i++) {
        Rule *rule = &rules[i];
        unsigned number = 0;

        if (rule->call != call ||
            (fnmatch(rule->pattern, path, 0) != 0 && fnmatch(rule->pattern, other, 0) != 0))
            continue;
        number = atomic_fetch_add(&rule->n_calls, 1) + 1;
        if (number < rule->first || number > rule->last)
            continue;
        write_log(rule, path);
        return rule;
    }
    return NULL;
}

static bool
has_rule(Call call)
{
    for (unsigned i = 0; i < n_rules; i++) {
        if (rules[i].call == call)
            return true;
    }
    return false;
}

/* Is the call to fail? errno says how. */
static bool
fails_twice(Call call, int folder, const char *path, int other_folder, const char *other)
{
    int saved = errno;
    char first[PATH_MAX] = "";
    char second[PATH_MAX] = "";
    const Rule *rule = NULL;

    if (!has_rule(call))
        return false;
    find_path(folder, path, first);
    if (other != NULL)
        find_path(other_folder, other, second);
    rule = find_rule(call, first, other != NULL ? second : first);
    errno = rule != NULL && rule->outcome > 0 ? rule->outcome : saved;
    return rule != NULL && rule->outcome > 0;
}

static bool
fails_at(Call call, int folder, const char *path)
{
    return fails_twice(call, folder, path, AT_FDCWD, NULL);
}

static bool
fails(Call call, int descriptor)
{
    return fails_at(call, descriptor, NULL);
}

/* The function of the C library. */
#define REAL(name)                                                                                 \
    static __typeof__(&(name)) real;                                                               \
    if (real == NULL)                                                                              \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

/* A function with its arguments, and when it fails. */
#define WRAP(type, name, failed, failing, arguments, values)                                       \
    type name arguments                                                                            \
    {                                                                                              \
        REAL(name);                                                                                \
        return (failing) ? (failed) : real values;                                                 \
    }

/* The same where a mode may follow. */
#define WRAP_OPEN(name, failing, arguments, values)                                                \
    int name arguments                                                                             \
    {                                                                                              \
        unsigned mode = 0;                                                                         \
        va_list more;                                                                              \
                                                                                                   \
        REAL(name);                                                                                \
        va_start(more, flags);                                                                     \
        if ((flags & (O_CREAT | __O_TMPFILE)) != 0)                                                \
            mode = va_arg(more, unsigned);                                                         \
        va_end(more);                                                                              \
        return (failing) ? -1 : real values;                                                       \
    }

/* What programs call that were built with _FORTIFY_SOURCE. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);
ssize_t __read_chk(int file, void *buffer, size_t size, size_t room);
ssize_t __pread_chk(int file, void *buffer, size_t size, off_t offset, size_t room);
ssize_t __pread64_chk(int file, void *buffer, size_t size, off64_t offset, size_t room);

/* clang-format off */
WRAP_OPEN(open, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, int flags, ...), (path, flags, mode))
WRAP_OPEN(open64, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, int flags, ...), (path, flags, mode))
WRAP_OPEN(openat, fails_at(CALL_OPEN, folder, path), (int folder, const char *path, int flags, ...),
          (folder, path, flags, mode))
WRAP_OPEN(openat64, fails_at(CALL_OPEN, folder, path), (int folder, const char *path, int flags, ...),
          (folder, path, flags, mode))
WRAP(int, __open_2, -1, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, int flags), (path, flags))
WRAP(int, __open64_2, -1, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, int flags), (path, flags))
WRAP(int, __openat_2, -1, fails_at(CALL_OPEN, folder, path), (int folder, const char *path, int flags),
     (folder, path, flags))
WRAP(int, __openat64_2, -1, fails_at(CALL_OPEN, folder, path), (int folder, const char *path, int flags),
     (folder, path, flags))
WRAP(int, creat, -1, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, mode_t mode), (path, mode))
WRAP(int, creat64, -1, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, mode_t mode), (path, mode))
WRAP(DIR *, opendir, NULL, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path), (path))
WRAP(FILE *, fopen, NULL, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, const char *mode), (path, mode))
WRAP(FILE *, fopen64, NULL, fails_at(CALL_OPEN, AT_FDCWD, path), (const char *path, const char *mode), (path, mode))

WRAP(ssize_t, read, -1, fails(CALL_READ, file), (int file, void *buffer, size_t size), (file, buffer, size))
WRAP(ssize_t, pread, -1, fails(CALL_READ, file), (int file, void *buffer, size_t size, off_t offset),
     (file, buffer, size, offset))
WRAP(ssize_t, pread64, -1, fails(CALL_READ, file), (int file, void *buffer, size_t size, off64_t offset),
     (file, buffer, size, offset))
WRAP(ssize_t, readv, -1, fails(CALL_READ, file), (int file, const struct iovec *parts, int count), (file, parts, count))
WRAP(ssize_t, __read_chk, -1, fails(CALL_READ, file), (int file, void *buffer, size_t size, size_t room),
     (file, buffer, size, room))
WRAP(ssize_t, __pread_chk, -1, fails(CALL_READ, file), (int file, void *buffer, size_t size, off_t offset, size_t room),
     (file, buffer, size, offset, room))
WRAP(ssize_t, __pread64_chk, -1, fails(CALL_READ, file),
     (int file, void *buffer, size_t size, off64_t offset, size_t room), (file, buffer, size, offset, room))
WRAP(ssize_t, copy_file_range, -1, fails(CALL_READ, from) || fails(CALL_WRITE, to),
     (int from, off64_t *from_offset, int to, off64_t *to_offset, size_t size, unsigned flags),
     (from, from_offset, to, to_offset, size, flags))
WRAP(struct dirent *, readdir, NULL, fails(CALL_READDIR, dirfd(folder)), (DIR *folder), (folder))
WRAP(struct dirent64 *, readdir64, NULL, fails(CALL_READDIR, dirfd(folder)), (DIR *folder), (folder))
WRAP(ssize_t, readlink, -1, fails_at(CALL_READLINK, AT_FDCWD, path), (const char *path, char *buffer, size_t size),
     (path, buffer, size))
WRAP(ssize_t, readlinkat, -1, fails_at(CALL_READLINK, folder, path),
     (int folder, const char *path, char *buffer, size_t size), (folder, path, buffer, size))

WRAP(int, stat, -1, fails_at(CALL_STAT, AT_FDCWD, path), (const char *path, struct stat *out), (path, out))
WRAP(int, stat64, -1, fails_at(CALL_STAT, AT_FDCWD, path), (const char *path, struct stat64 *out), (path, out))
WRAP(int, lstat, -1, fails_at(CALL_STAT, AT_FDCWD, path), (const char *path, struct stat *out), (path, out))
WRAP(int, lstat64, -1, fails_at(CALL_STAT, AT_FDCWD, path), (const char *path, struct stat64 *out), (path, out))
WRAP(int, fstat, -1, fails(CALL_STAT, file), (int file, struct stat *out), (file, out))
WRAP(int, fstat64, -1, fails(CALL_STAT, file), (int file, struct stat64 *out), (file, out))
WRAP(int, fstatat, -1, fails_at(CALL_STAT, folder, path), (int folder, const char *path, struct stat *out, int flags),
     (folder, path, out, flags))
WRAP(int, fstatat64, -1, fails_at(CALL_STAT, folder, path),
     (int folder, const char *path, struct stat64 *out, int flags), (folder, path, out, flags))
WRAP(int, statx, -1, fails_at(CALL_STAT, folder, path),
     (int folder, const char *path, int flags, unsigned mask, struct statx *out), (folder, path, flags, mask, out))
WRAP(int, access, -1, fails_at(CALL_ACCESS, AT_FDCWD, path), (const char *path, int mode), (path, mode))
WRAP(int, euidaccess, -1, fails_at(CALL_ACCESS, AT_FDCWD, path), (const char *path, int mode), (path, mode))
WRAP(int, faccessat, -1, fails_at(CALL_ACCESS, folder, path), (int folder, const char *path, int mode, int flags),
     (folder, path, mode, flags))

WRAP(ssize_t, write, -1, fails(CALL_WRITE, file), (int file, const void *buffer, size_t size), (file, buffer, size))
WRAP(ssize_t, pwrite, -1, fails(CALL_WRITE, file), (int file, const void *buffer, size_t size, off_t offset),
     (file, buffer, size, offset))
WRAP(ssize_t, pwrite64, -1, fails(CALL_WRITE, file), (int file, const void *buffer, size_t size, off64_t offset),
     (file, buffer, size, offset))
WRAP(ssize_t, writev, -1, fails(CALL_WRITE, file), (int file, const struct iovec *parts, int count),
     (file, parts, count))
WRAP(int, ftruncate, -1, fails(CALL_TRUNCATE, file), (int file, off_t size), (file, size))
WRAP(int, ftruncate64, -1, fails(CALL_TRUNCATE, file), (int file, off64_t size), (file, size))
WRAP(int, fsync, -1, fails(CALL_SYNC, file), (int file), (file))
WRAP(int, fdatasync, -1, fails(CALL_SYNC, file), (int file), (file))
WRAP(int, syncfs, -1, fails(CALL_SYNC, file), (int file), (file))

WRAP(int, chmod, -1, fails_at(CALL_CHMOD, AT_FDCWD, path), (const char *path, mode_t mode), (path, mode))
WRAP(int, fchmod, -1, fails(CALL_CHMOD, file), (int file, mode_t mode), (file, mode))
WRAP(int, fchmodat, -1, fails_at(CALL_CHMOD, folder, path), (int folder, const char *path, mode_t mode, int flags),
     (folder, path, mode, flags))
WRAP(int, mkdir, -1, fails_at(CALL_MKDIR, AT_FDCWD, path), (const char *path, mode_t mode), (path, mode))
WRAP(int, mkdirat, -1, fails_at(CALL_MKDIR, folder, path), (int folder, const char *path, mode_t mode),
     (folder, path, mode))
WRAP(int, unlink, -1, fails_at(CALL_UNLINK, AT_FDCWD, path), (const char *path), (path))
WRAP(int, unlinkat, -1, fails_at(CALL_UNLINK, folder, path), (int folder, const char *path, int flags),
     (folder, path, flags))
WRAP(int, rmdir, -1, fails_at(CALL_UNLINK, AT_FDCWD, path), (const char *path), (path))
WRAP(int, rename, -1, fails_twice(CALL_RENAME, AT_FDCWD, old, AT_FDCWD, new), (const char *old, const char *new),
     (old, new))
WRAP(int, renameat, -1, fails_twice(CALL_RENAME, from, old, to, new),
     (int from, const char *old, int to, const char *new), (from, old, to, new))
WRAP(int, renameat2, -1, fails_twice(CALL_RENAME, from, old, to, new),
     (int from, const char *old, int to, const char *new, unsigned flags), (from, old, to, new, flags))
WRAP(int, link, -1, fails_twice(CALL_LINK, AT_FDCWD, old, AT_FDCWD, new), (const char *old, const char *new),
     (old, new))
WRAP(int, linkat, -1, fails_twice(CALL_LINK, from, old, to, new),
     (int from, const char *old, int to, const char *new, int flags), (from, old, to, new, flags))
WRAP(int, symlink, -1, fails_at(CALL_LINK, AT_FDCWD, path), (const char *target, const char *path), (target, path))
WRAP(int, symlinkat, -1, fails_at(CALL_LINK, folder, path), (const char *target, int folder, const char *path),
     (target, folder, path))
/* clang-format on */

/* The descriptor is closed all the same, as the kernel does it. */
int
close(int file)
{
    bool is_failing = fails(CALL_CLOSE, file);
    int saved = errno;

    REAL(close);
    if (!is_failing)
        return real(file);
    real(file);
    errno = saved;
    return -1;
}

static void *
map(void *(*real)(void *, size_t, int, int, int, off64_t), void *start, size_t size, int protection,
    int flags, int file, off64_t offset)
{
    char path[PATH_MAX] = "anonymous";
    const Rule *rule = NULL;
    void *mapped = NULL;

    if (has_rule(CALL_MMAP) && (flags & MAP_ANONYMOUS) == 0)
        find_descriptor_path(file, path);
    if (has_rule(CALL_MMAP))
        rule = find_rule(CALL_MMAP, path, path);
    if (rule != NULL && rule->outcome > 0) {
        errno = rule->outcome;
        return MAP_FAILED;
    }
    mapped = real(start, size, protection, flags, file, offset);
    if (rule != NULL && rule->outcome == OUTCOME_SHRINK)
        syscall(SYS_truncate, path, 0L);
    return mapped;
}

void *
mmap(void *start, size_t size, int protection, int flags, int file, off_t offset)
{
    /* the same call, with an offset that is as wide everywhere */
    REAL(mmap64);
    return map(real, start, size, protection, flags, file, offset);
}

void *
mmap64(void *start, size_t size, int protection, int flags, int file, off64_t offset)
{
    REAL(mmap64);
    return map(real, start, size, protection, flags, file, offset);
}
