/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads and writes where system calls may do a part of it only. What it is good for is the
 * business of others.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "common/text.h"

void
auto_fd_clear(AutoFd *self)
{
    int saved = errno;

    if (*self >= 0)
        close(*self);
    *self = -1;
    errno = saved;
}

static void
fill_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGPIPE);
    sigaddset(signals, SIGXFSZ);
}

void
descriptor_hold_signals(sigset_t *out_before)
{
    sigset_t signals;

    fill_signals(&signals);
    pthread_sigmask(SIG_BLOCK, &signals, out_before);
}

/* What was raised is for this thread, and is waiting. */
void
descriptor_release_signals(const sigset_t *before)
{
    int saved = errno;
    sigset_t signals;
    const struct timespec now = {0};

    fill_signals(&signals);
    while (sigtimedwait(&signals, NULL, &now) > 0)
        ;
    pthread_sigmask(SIG_SETMASK, before, NULL);
    errno = saved;
}

static gboolean
write_all(int file, const guint8 *content, gsize size)
{
    while (size > 0) {
        gssize length = write(file, content, size);

        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return FALSE;
        content += length;
        size -= (gsize)length;
    }
    return TRUE;
}

gboolean
descriptor_write_all(int file, const guint8 *content, gsize size)
{
    sigset_t before;
    gboolean is_written = FALSE;

    descriptor_hold_signals(&before);
    is_written = write_all(file, content, size);
    descriptor_release_signals(&before);
    return is_written;
}

gssize
descriptor_read_start(int file, void *buffer, gsize size)
{
    gsize filled = 0;

    while (filled < size) {
        gssize length = pread(file, (guint8 *)buffer + filled, size - filled, (off_t)filled);

        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return -1;
        if (length == 0)
            break;
        filled += (gsize)length;
    }
    return (gssize)filled;
}

gboolean
descriptor_is_proof(int code)
{
    switch (code) {
    case EACCES:
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case ENOENT:
    case ENOTDIR:
    case ENXIO: /* a socket */
        return TRUE;
    default:
        return FALSE;
    }
}

gboolean
descriptor_is_at(int file, int folder, const char *name, int flags)
{
    struct stat own;
    struct stat found;

    /* a name in /proc leads to what was removed, too */
    return fstat(file, &own) == 0 && own.st_nlink > 0 &&
           fstatat(folder, name, &found, flags) == 0 && own.st_dev == found.st_dev &&
           own.st_ino == found.st_ino;
}

char *
descriptor_digest(int file)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 block[16384];
    off_t at = 0;

    for (;;) {
        gssize count = pread(file, block, sizeof(block), at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return NULL;
        if (count == 0)
            return g_strdup(g_checksum_get_string(checksum));
        g_checksum_update(checksum, block, count);
        at += count;
    }
}

GPtrArray *
descriptor_list_names(int folder, guint max)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_auto(AutoFd) own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *stream = own >= 0 ? fdopendir(own) : NULL;
    const struct dirent *entry = NULL;
    int failure = 0;

    if (stream == NULL)
        return NULL;
    g_steal_fd(&own); /* the stream's now */
    while (names->len <= max && (errno = 0, entry = readdir(stream)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            g_ptr_array_add(names, g_strdup(entry->d_name));
    }
    failure = errno;
    closedir(stream);
    errno = failure;
    if (failure != 0)
        return NULL;
    g_ptr_array_sort(names, text_compare_items);
    return g_steal_pointer(&names);
}

mode_t
descriptor_mask_mode(mode_t mode)
{
    mode_t mask = umask(0);

    umask(mask);
    return mode & ~mask;
}
