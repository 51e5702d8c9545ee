/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Gives ranges of bytes of a local file or block device. What the bytes mean is left to others.
 *
 * What is local is read inside sandboxes that kill a process for an unusual system call, so nothing
 * here goes through GFile, which may load modules and ask the session bus; only GIO's error codes
 * are used.
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/translate.h"
#include "source/source.h"

typedef struct {
    Source parent;
    int descriptor;            /* owned */
    gint64 size;               /* bytes; -1: not known */
    GCancellable *cancellable; /* owned, may be NULL */
} LocalSource;

static gssize
local_read(Source *source, guint64 offset, void *buffer, gsize size, GError **error)
{
    LocalSource *self = (LocalSource *)source;
    gsize done = 0;

    /* No file reaches further than off_t can count. */
    size = offset > G_MAXINT64 ? 0 : (gsize)MIN(size, G_MAXINT64 - offset);

    while (done < size) {
        if (g_cancellable_set_error_if_cancelled(self->cancellable, error))
            return -1;

        gssize count =
            pread(self->descriptor, (guint8 *)buffer + done, size - done, (off_t)(offset + done));
        if (count == 0)
            break;
        if (count > 0) {
            done += (gsize)count;
        } else if (errno != EINTR) {
            int code = errno;
            g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(code),
                        _("Error reading from file: %s"), g_strerror(code));
            return -1;
        }
    }
    return (gssize)done;
}

static gint64
local_get_size(Source *source)
{
    return ((LocalSource *)source)->size;
}

static void
local_close(Source *source)
{
    LocalSource *self = (LocalSource *)source;

    close(self->descriptor);
    g_clear_object(&self->cancellable);
    g_free(self);
}

static const SourceOperations local_operations = {
    .read = local_read,
    .get_size = local_get_size,
    .close = local_close,
};

/* In the words of GIO, which names files by their absolute path. */
static void
set_open_error(GError **error, const char *path, gint code, const char *reason)
{
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    g_autofree char *name = g_filename_display_name(absolute);

    g_set_error(error, G_IO_ERROR, code, _("Error opening file %s: %s"), name, reason);
}

static void
set_open_errno(GError **error, const char *path, int code)
{
    gint io_code = (gint)g_io_error_from_errno(code);

    if (code == ENXIO) /* a socket, or a device node without a device */
        io_code = G_IO_ERROR_NOT_REGULAR_FILE;
    /* "Not a directory" has the number of OSINFO_MEDIA_ERROR_NOT_BOOTABLE, and there are programs
     * that look at nothing but the number. */
    else if (code == ENOTDIR)
        io_code = G_IO_ERROR_NOT_FOUND;
    set_open_error(error, path, io_code, g_strerror(code));
}

static gboolean
check_kind(const struct stat *status, const char *path, GError **error)
{
    if (S_ISREG(status->st_mode) || S_ISBLK(status->st_mode))
        return TRUE;
    if (S_ISDIR(status->st_mode))
        set_open_errno(error, path, EISDIR);
    else
        set_open_error(error, path, G_IO_ERROR_NOT_REGULAR_FILE,
                       _("Neither a regular file nor a block device"));
    return FALSE;
}

/* Opens @path, if it is something to read ranges from. */
static int
open_path(const char *path, int flags, struct stat *out_status, GError **error)
{
    int descriptor;

    do {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    } while (descriptor < 0 && errno == EINTR);

    if (descriptor < 0) {
        set_open_errno(error, path, errno);
        return -1;
    }
    if (fstat(descriptor, out_status) < 0) {
        set_open_errno(error, path, errno);
    } else if (check_kind(out_status, path, error)) {
        return descriptor;
    }
    close(descriptor);
    return -1;
}

Source *
source_open_local(const char *path, GCancellable *cancellable, GError **error)
{
    struct stat status;
    int descriptor = open_path(path, O_NONBLOCK, &status, error);

    /* With O_NONBLOCK, a drive is not asked for its disc: do so, to learn here if there is none. */
    if (descriptor >= 0 && S_ISBLK(status.st_mode)) {
        close(descriptor);
        descriptor = open_path(path, 0, &status, error);
    }
    if (descriptor < 0)
        return NULL;

    LocalSource *self = g_new0(LocalSource, 1);
    self->parent.operations = &local_operations;
    self->descriptor = descriptor;
    g_set_object(&self->cancellable, cancellable);
    self->size =
        S_ISBLK(status.st_mode) ? (gint64)lseek(descriptor, 0, SEEK_END) : (gint64)status.st_size;
    return &self->parent;
}
