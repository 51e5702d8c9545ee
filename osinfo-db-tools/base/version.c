/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the version of a database.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gio.h>

#include "base/failure.h"
#include "base/version.h"
#include "common/translate.h"

char *
version_read(const char *directory, GError **error)
{
    g_autofree char *path = g_build_filename(directory, VERSION_FILE, NULL);
    char text[VERSION_MAX_LENGTH + 1] = {0};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    gssize length = file >= 0 ? read(file, text, VERSION_MAX_LENGTH) : -1;
    int saved = errno;

    if (file >= 0)
        close(file);
    if (length >= 0)
        return g_strdup(g_strstrip(text));
    if (saved != ENOENT && saved != ENOTDIR)
        failure_set_errno(error, saved, _("cannot read '%s': %s"), path, g_strerror(saved));
    return NULL;
}
