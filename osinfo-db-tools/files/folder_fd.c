/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One component of a path after the other, so that a link that is put there meanwhile leads
 * nowhere. Files get their name when they are whole.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "files/folder_fd.h"

#define CHUNK_SIZE 65536
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

int
folder_fd_open(int root, const char *path)
{
    g_auto(GStrv) components = g_strsplit(*path != '\0' ? path : ".", "/", -1);
    int folder = openat(root, components[0], FOLDER_FLAGS);

    for (guint i = 1; components[i] != NULL && folder >= 0; i++) {
        g_auto(AutoFd) above = folder;

        folder = openat(above, components[i], FOLDER_FLAGS);
    }
    return folder;
}

/* The folder that a path is in, and the name in there. */
static int
open_parent(int root, const char *path, const char **out_name)
{
    const char *slash = strrchr(path, '/');
    g_autofree char *above = slash != NULL ? g_strndup(path, (gsize)(slash - path)) : NULL;

    *out_name = slash != NULL ? slash + 1 : path;
    return above != NULL ? folder_fd_open(root, above) : fcntl(root, F_DUPFD_CLOEXEC, 0);
}

gboolean
folder_fd_make(int root, const char *path)
{
    const char *name = NULL;
    g_auto(AutoFd) parent = open_parent(root, path, &name);

    if (parent < 0 && errno == ENOENT && name != path) {
        g_autofree char *above = g_strndup(path, (gsize)(name - path) - 1);

        if (folder_fd_make(root, above))
            parent = open_parent(root, path, &name);
    }
    if (parent < 0)
        return FALSE;
    if (mkdirat(parent, name, 0755) == 0)
        return TRUE;
    if (errno != EEXIST)
        return FALSE;

    g_auto(AutoFd) folder = openat(parent, name, FOLDER_FLAGS);

    return folder >= 0;
}

/* A new file with a name that nobody has. */
static int
create_temporary(int folder, char *name, gsize size)
{
    for (int i = 0; i < 100; i++) {
        int file = -1;

        g_snprintf(name, size, FOLDER_FD_TEMPORARY_PREFIX "%08x", g_random_int());
        file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

/* Takes the descriptor of a file under a temporary name, and gives it its own. */
static gboolean
put_in_place(int file, int folder, const char *temporary, const char *name, gboolean is_written)
{
    int saved = errno;

    if (close(file) != 0 && is_written) {
        is_written = FALSE;
        saved = errno;
    }
    if (is_written && renameat(folder, temporary, folder, name) == 0)
        return TRUE;
    if (is_written)
        saved = errno;
    unlinkat(folder, temporary, 0);
    errno = saved;
    return FALSE;
}

gboolean
folder_fd_write_new(int folder, const char *name, const guint8 *content, gsize size)
{
    g_auto(AutoFd) file =
        openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);

    return file >= 0 && descriptor_write_all(file, content, size);
}

gboolean
folder_fd_write_file(int root, const char *path, const guint8 *content, gsize size)
{
    char temporary[64];
    const char *name = NULL;
    g_auto(AutoFd) parent = open_parent(root, path, &name);
    int file = parent >= 0 ? create_temporary(parent, temporary, sizeof temporary) : -1;

    return file >= 0 &&
           put_in_place(file, parent, temporary, name, descriptor_write_all(file, content, size));
}

/* From the beginning on, without moving the place of @from. */
static gboolean
copy_bytes(int from, int to)
{
    g_autofree guint8 *chunk = g_malloc(CHUNK_SIZE);
    off_t at = 0;

    for (;;) {
        gssize length = pread(from, chunk, CHUNK_SIZE, at);

        if (length == 0)
            return TRUE;
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 || !descriptor_write_all(to, chunk, (gsize)length))
            return FALSE;
        at += length;
    }
}

gboolean
folder_fd_write_copy(int root, const char *path, int from)
{
    char temporary[64];
    const char *name = NULL;
    g_auto(AutoFd) parent = open_parent(root, path, &name);
    int file = parent >= 0 ? create_temporary(parent, temporary, sizeof temporary) : -1;

    return file >= 0 && put_in_place(file, parent, temporary, name, copy_bytes(from, file));
}

static gboolean
copy_file(int from, int to, const char *name, const struct stat *status)
{
    char temporary[64];
    g_auto(AutoFd) source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    int file = source >= 0 ? create_temporary(to, temporary, sizeof temporary) : -1;
    struct timespec times[2] = {status->st_atim, status->st_mtim};

    if (file < 0)
        return FALSE;
    if (!copy_bytes(source, file))
        return put_in_place(file, to, temporary, name, FALSE);
    /* whose it is, as far as we may say that */
    if (fchown(file, status->st_uid, status->st_gid) == 0 || geteuid() != 0)
        (void)!fchmod(file, status->st_mode & 07777);
    futimens(file, times);
    return put_in_place(file, to, temporary, name, TRUE);
}

static gboolean
copy_link(int from, int to, const char *name)
{
    char target[4096];
    gssize length = readlinkat(from, name, target, sizeof target - 1);

    if (length < 0)
        return FALSE;
    target[length] = '\0';
    return symlinkat(target, to, name) == 0;
}

gboolean
folder_fd_carry_over(int from, int to, const char *path)
{
    const char *slash = strrchr(path, '/');
    g_autofree char *above = slash != NULL ? g_strndup(path, (gsize)(slash - path)) : NULL;
    const char *name = NULL;
    g_auto(AutoFd) source = open_parent(from, path, &name);
    g_auto(AutoFd) target = -1;
    struct stat status;

    if (source < 0 || fstatat(source, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return FALSE;
    if (S_ISDIR(status.st_mode))
        return folder_fd_make(to, path);
    if (above != NULL && !folder_fd_make(to, above))
        return FALSE;
    target = open_parent(to, path, &name);
    if (target < 0)
        return FALSE;
    if (linkat(source, name, target, name, 0) == 0 || errno == EEXIST)
        return TRUE;
    if (S_ISREG(status.st_mode))
        return copy_file(source, target, name, &status);
    if (S_ISLNK(status.st_mode))
        return copy_link(source, target, name);
    return FALSE;
}

void
folder_fd_copy_rights(int from, int to, const char *path)
{
    g_auto(AutoFd) source = folder_fd_open(from, path);
    g_auto(AutoFd) target = source >= 0 ? folder_fd_open(to, path) : -1;
    struct stat status;

    if (target < 0 || fstat(source, &status) != 0)
        return;
    if (fchown(target, status.st_uid, status.st_gid) == 0 || geteuid() != 0)
        (void)!fchmod(target, status.st_mode & 07777);
}

/* Opens a regular file of this size; never waits for a writer. With errno 0 it is none. */
static int
open_of_size(int folder, const char *name, gsize size, struct stat *out_status)
{
    g_auto(AutoFd) file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

    if (file < 0 || fstat(file, out_status) != 0)
        return -1;
    if (S_ISREG(out_status->st_mode) && (guint64)out_status->st_size == size)
        return g_steal_fd(&file);
    errno = 0;
    return -1;
}

/* From the file's place on. With errno 0 it holds something else. */
static gboolean
holds(int file, const guint8 *content, gsize size)
{
    guint8 chunk[CHUNK_SIZE];
    gsize at = 0;
    gssize length = 0;

    while ((length = read(file, chunk, sizeof chunk)) > 0) {
        if ((gsize)length > size - at || memcmp(chunk, content + at, (gsize)length) != 0)
            break;
        at += (gsize)length;
    }
    if (length >= 0)
        errno = 0;
    return length == 0 && at == size;
}

gboolean
folder_fd_compare(int root, const char *path, GBytes *content, gboolean *out_is_same)
{
    const char *name = NULL;
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    struct stat status;
    g_auto(AutoFd) parent = open_parent(root, path, &name);
    g_auto(AutoFd) file = parent >= 0 ? open_of_size(parent, name, size, &status) : -1;

    *out_is_same = file >= 0 && holds(file, bytes, size);
    /* 0: it holds something else */
    return *out_is_same || errno == 0 || descriptor_is_proof(errno);
}

/* Does a name stand for this file? Else for what was put in its place meanwhile: it goes. */
static gboolean
is_file(int folder, const char *name, const struct stat *wanted)
{
    struct stat status;

    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        status.st_dev == wanted->st_dev && status.st_ino == wanted->st_ino)
        return TRUE;
    unlinkat(folder, name, 0);
    return FALSE;
}

gboolean
folder_fd_link_new(int from, int to, const char *name, GBytes *content)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(content, &size);
    struct stat status;
    g_auto(AutoFd) file = open_of_size(from, name, size, &status);

    return file >= 0 && status.st_uid == geteuid() &&
           (status.st_mode & 07777) == descriptor_mask_mode(0644) && holds(file, bytes, size) &&
           linkat(from, name, to, name, 0) == 0 && is_file(to, name, &status);
}

gboolean
folder_fd_remove_one(int root, const char *path)
{
    const char *name = NULL;
    g_auto(AutoFd) parent = open_parent(root, path, &name);

    return parent >= 0 &&
           (unlinkat(parent, name, 0) == 0 ||
            ((errno == EISDIR || errno == EPERM) && unlinkat(parent, name, AT_REMOVEDIR) == 0));
}

void
folder_fd_remove_all(int folder, const char *name)
{
    g_auto(AutoFd) below = -1;
    g_autoptr(GPtrArray) names = NULL;

    if (unlinkat(folder, name, 0) == 0)
        return;
    below = openat(folder, name, FOLDER_FLAGS);
    names = below >= 0 ? descriptor_list_names(below, DESCRIPTOR_ALL) : NULL;
    if (names == NULL)
        return;
    /* rights that were taken away, for instance by whoever was killed here */
    (void)!fchmod(below, 0700);
    for (guint i = 0; i < names->len; i++)
        folder_fd_remove_all(below, g_ptr_array_index(names, i));
    unlinkat(folder, name, AT_REMOVEDIR);
}
