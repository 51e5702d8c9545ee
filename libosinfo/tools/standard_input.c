/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The library reads media by ranges, here and there. What can be asked for ranges is handed on by the name that the system
 * has for an open file; of anything else the front is kept in memory that has such a name.
 */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "tools/standard_input.h"

#define BUFFER_SIZE (64 * 1024) /* bytes */

static char *
dup_path(int descriptor)
{
    return g_strdup_printf("/dev/fd/%d", descriptor);
}

static gboolean
fail(int code, GError **error)
{
    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(code),
                _("cannot read standard input: %s"), g_strerror(code));
    return FALSE;
}

/* Up to so many bytes; 0: that was all, -1: it failed. */
static gssize
read_some(guint8 *buffer, gsize size, GError **error)
{
    gssize count = 0;

    do {
        count = read(STDIN_FILENO, buffer, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0)
        fail(errno, error);
    return count;
}

static gboolean
keep_front(int descriptor, gboolean *out_is_cut, GError **error)
{
    g_autofree guint8 *buffer = g_malloc(BUFFER_SIZE);
    gsize n_left = STANDARD_INPUT_MAX_FRONT;
    gssize count = 0;

    while (n_left > 0 && (count = read_some(buffer, MIN(n_left, BUFFER_SIZE), error)) > 0) {
        if (!descriptor_write_all(descriptor, buffer, (gsize)count))
            return fail(errno, error);
        n_left -= (gsize)count;
    }
    if (count >= 0 && n_left == 0)
        count = read_some(buffer, 1, error);
    *out_is_cut = count > 0;
    return count >= 0;
}

char *
standard_input_dup_path(gboolean *out_is_cut, GError **error)
{
    struct stat status;
    int descriptor = -1;

    *out_is_cut = FALSE;
    if (fstat(STDIN_FILENO, &status) < 0) {
        fail(errno, error);
        return NULL;
    }
    if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode) || S_ISDIR(status.st_mode))
        return dup_path(STDIN_FILENO);
    /* no file of a folder, since nothing may be written by then */
    descriptor = memfd_create("osinfo", MFD_CLOEXEC);
    if (descriptor < 0) {
        fail(errno, error);
        return NULL;
    }
    /* open until the program ends: that is its name */
    return keep_front(descriptor, out_is_cut, error) ? dup_path(descriptor) : NULL;
}
