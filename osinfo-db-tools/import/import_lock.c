/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Locks are those of flock(2): the kernel ends them with the process that holds them, however that
 * ends.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <gio/gio.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "import/import_lock.h"

#define LOCK_TIMEOUT 60          /* seconds */
#define MAX_LOCK_TIMEOUT 86400   /* seconds */
#define MICROSECONDS_AGAIN 20000 /* until the next look */

guint64
import_lock_get_patience(void)
{
    const char *chosen = g_getenv("OSINFO_DB_LOCK_TIMEOUT");
    guint64 seconds = LOCK_TIMEOUT;

    if (chosen != NULL)
        g_ascii_string_to_unsigned(chosen, 10, 0, MAX_LOCK_TIMEOUT, &seconds, NULL);
    return seconds;
}

int
import_lock_take(int folder, const char *name, guint64 seconds)
{
    gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

    for (;;) {
        g_auto(AutoFd) lock = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

        if (lock < 0)
            return -1;
        if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
            /* whoever held it may have taken the file away meanwhile */
            if (descriptor_is_at(lock, folder, name, AT_SYMLINK_NOFOLLOW))
                return g_steal_fd(&lock);
        } else if (errno != EWOULDBLOCK) {
            return -1;
        }
        if (g_get_monotonic_time() >= end) {
            errno = ETIMEDOUT;
            return -1;
        }
        g_usleep(MICROSECONDS_AGAIN);
    }
}

void
import_lock_remove(int *lock, int folder, const char *name)
{
    if (*lock >= 0)
        unlinkat(folder, name, 0);
    auto_fd_clear(lock);
}

gboolean
import_lock_fail(const char *target, GError **error)
{
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                _("another import into '%s' is still running"), target);
    return FALSE;
}
