/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "download/part_file.h"
#include "osinfo/osinfo_download.h"

#define PART_SUFFIX ".part"
#define STATE_SUFFIX ".part.state"
#define MAX_NAME 240 /* bytes, so that suffixes have room */

static gboolean
fail_errno(GError **error, const char *what)
{
    int saved = errno;

    g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), _("cannot write '%s': %s"),
                what, g_strerror(saved));
    return FALSE;
}

G_GNUC_PRINTF(3, 4)
static gboolean
fail(GError **error, OsinfoDownloadError code, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);

    g_autofree char *line = g_strdup_vprintf(format, arguments);

    va_end(arguments);
    g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, (gint)code, line);
    return FALSE;
}

gboolean
part_file_check_name(const char *name, GError **error)
{
    gsize length = strlen(name);
    gboolean is_good = length > 0 && length <= MAX_NAME && strchr(name, '/') == NULL &&
                       *name != '.' && *name != '-' && g_utf8_validate(name, -1, NULL);

    for (gsize i = 0; i < length && is_good; i++)
        is_good = !g_ascii_iscntrl(name[i]);
    if (!is_good)
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                            _("the address does not end with a name for a file"));
    return is_good;
}

/* Did an earlier attempt of this user leave it? */
static gboolean
is_ours(int file)
{
    struct stat status;

    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
           status.st_nlink == 1 && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* A new file, or one that is there and ours; -1 with errno. */
static int
open_ours(int folder, const char *name)
{
    int file = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);

    if (file >= 0 || errno != EEXIST)
        return file;
    file = openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file >= 0 && is_ours(file))
        return file;
    if (file >= 0)
        close(file);
    errno = EEXIST;
    return -1;
}

/* State */

/* Its first line must be the subject, the second is the validator. */
static void
read_state(PartFile *self, gboolean *out_is_ours)
{
    g_auto(AutoFd) file = openat(self->folder, self->state_name,
                                 O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    g_autofree char *text = g_malloc0(PART_FILE_MAX_STATE + 1);
    gssize size =
        file >= 0 && is_ours(file) ? descriptor_read_start(file, text, PART_FILE_MAX_STATE) : -1;
    g_auto(GStrv) lines = g_strsplit(size > 0 ? text : "", "\n", 3);

    *out_is_ours = lines[0] != NULL && strcmp(lines[0], self->subject) == 0;
    if (*out_is_ours && lines[1] != NULL && *lines[1] != '\0')
        self->validator = g_strdup(lines[1]);
}

gboolean
part_file_remember(PartFile *self, const char *validator, GError **error)
{
    g_autofree char *text = NULL;
    gboolean is_usable = validator != NULL && strpbrk(validator, "\r\n") == NULL &&
                         strlen(validator) < PART_FILE_MAX_STATE / 2;
    g_auto(AutoFd) file = -1;

    g_free(self->validator);
    self->validator = is_usable ? g_strdup(validator) : NULL;
    text = g_strdup_printf("%s\n%s\n", self->subject, is_usable ? validator : "");
    unlinkat(self->folder, self->state_name, 0);
    file = openat(self->folder, self->state_name,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0 || !descriptor_write_all(file, (const guint8 *)text, strlen(text)))
        return fail_errno(error, self->state_name);
    return TRUE;
}

/* The file */

gboolean
part_file_empty(PartFile *self, GError **error)
{
    self->size = 0;
    if (ftruncate(self->file, 0) != 0 || lseek(self->file, 0, SEEK_SET) != 0)
        return fail_errno(error, self->part_name);
    return TRUE;
}

static gboolean
lock(PartFile *self, GError **error)
{
    struct stat status;

    /* somebody may have published or removed it since it was opened */
    if (flock(self->file, LOCK_EX | LOCK_NB) != 0 ||
        !descriptor_is_at(self->file, self->folder, self->part_name, AT_SYMLINK_NOFOLLOW))
        return fail(error, OSINFO_DOWNLOAD_ERROR_BUSY,
                    _("'%s' is being written by another program"), self->part_name);
    if (fstat(self->file, &status) != 0 || lseek(self->file, 0, SEEK_END) < 0)
        return fail_errno(error, self->part_name);
    self->size = (guint64)status.st_size;
    return TRUE;
}

gboolean
part_file_open(PartFile *self, const char *folder, const char *name, const char *subject,
               gboolean is_anew, GError **error)
{
    gboolean is_same = FALSE;

    self->name = g_strdup(name);
    self->part_name = g_strconcat(name, PART_SUFFIX, NULL);
    self->state_name = g_strconcat(name, STATE_SUFFIX, NULL);
    self->subject = g_strdelimit(g_strdup(subject), "\r\n", ' ');
    self->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (self->folder < 0)
        return fail_errno(error, folder);
    self->file = open_ours(self->folder, self->part_name);
    if (self->file < 0 && errno == EEXIST)
        return fail(error, OSINFO_DOWNLOAD_ERROR_EXISTS,
                    _("'%s' is nothing that an earlier attempt left, so it is in the way"),
                    self->part_name);
    if (self->file < 0)
        return fail_errno(error, self->part_name);
    if (!lock(self, error))
        return FALSE;
    read_state(self, &is_same);
    if (is_same && !is_anew)
        return TRUE;
    g_clear_pointer(&self->validator, g_free);
    return part_file_empty(self, error);
}

gboolean
part_file_write(PartFile *self, const guint8 *bytes, gsize size, GError **error)
{
    if (!descriptor_write_all(self->file, bytes, size))
        return fail_errno(error, self->part_name);
    self->size += size;
    return TRUE;
}

/* Publishing */

/* Without replacing anything. */
static gboolean
give_name(PartFile *self)
{
    if (renameat2(self->folder, self->part_name, self->folder, self->name, RENAME_NOREPLACE) == 0)
        return TRUE;
    if (errno != EINVAL && errno != ENOSYS)
        return FALSE;
    /* a file system that does not know that: a second name, which replaces nothing either */
    return linkat(self->folder, self->part_name, self->folder, self->name, 0) == 0 &&
           unlinkat(self->folder, self->part_name, 0) == 0;
}

static gboolean
is_replaceable(PartFile *self)
{
    struct stat status;

    return fstatat(self->folder, self->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
}

gboolean
part_file_publish(PartFile *self, gboolean may_replace, GError **error)
{
    gboolean is_named = FALSE;

    if (fsync(self->file) != 0)
        return fail_errno(error, self->part_name);
    /* what was verified is what gets the name */
    if (!descriptor_is_at(self->file, self->folder, self->part_name, AT_SYMLINK_NOFOLLOW))
        return fail(error, OSINFO_DOWNLOAD_ERROR_BUSY, _("'%s' was replaced by another program"),
                    self->part_name);
    is_named = may_replace && is_replaceable(self)
                   ? renameat(self->folder, self->part_name, self->folder, self->name) == 0
                   : give_name(self);
    if (!is_named && errno == EEXIST)
        return fail(error, OSINFO_DOWNLOAD_ERROR_EXISTS, _("'%s' is there already"), self->name);
    if (!is_named)
        return fail_errno(error, self->name);
    unlinkat(self->folder, self->state_name, 0);
    fsync(self->folder);
    return TRUE;
}

void
part_file_discard(PartFile *self)
{
    if (self->file >= 0 &&
        descriptor_is_at(self->file, self->folder, self->part_name, AT_SYMLINK_NOFOLLOW)) {
        unlinkat(self->folder, self->part_name, 0);
        unlinkat(self->folder, self->state_name, 0);
    }
}

void
part_file_clear(PartFile *self)
{
    auto_fd_clear(&self->file);
    auto_fd_clear(&self->folder);
    g_clear_pointer(&self->name, g_free);
    g_clear_pointer(&self->part_name, g_free);
    g_clear_pointer(&self->state_name, g_free);
    g_clear_pointer(&self->subject, g_free);
    g_clear_pointer(&self->validator, g_free);
}
