/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes temporary files without a name.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "common/translate.h"
#include "files/temporary.h"

/* For file systems that make no file without a name: it has one for a moment. */
static int
open_and_unlink(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, ".osinfo-db-XXXXXX", NULL);
    int file = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);

    if (file >= 0)
        unlink(path);
    return file;
}

int
temporary_file_open(GError **error)
{
    const char *folder = g_get_tmp_dir();
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    /* EISDIR: a kernel that does not know O_TMPFILE */
    if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
        file = open_and_unlink(folder);
    if (file < 0)
        failure_set_errno(error, errno, _("cannot make a temporary file in '%s': %s"), folder,
                          g_strerror(errno));
    return file;
}
