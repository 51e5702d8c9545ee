/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libarchive makes the bytes; this decides what is in the headers, and where the file is until it
 * is whole.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "archive/archive_writer.h"
#include "base/failure.h"
#include "common/descriptor.h"
#include "common/translate.h"

#define MAX_LINKS 40 /* one behind the other, like the kernel's */

struct ArchiveWriter {
    struct archive *archive;
    char *path;      /* where it goes */
    char *temporary; /* where it is; NULL: it goes straight to @path */
    AutoFd file;
    gint64 time;     /* of all entries */
    locale_t locale; /* one whose letters are UTF-8; 0: the system has none */
};

static gboolean
fail_archive(ArchiveWriter *self, GError **error, const char *what, const char *path)
{
    const char *reason = self->archive != NULL ? archive_error_string(self->archive) : NULL;

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s %s: %s"), what, path,
                reason != NULL ? reason : _("not enough memory"));
    return FALSE;
}

/* What links lead to, there or not: that file is replaced, not the link. */
static char *
follow_links(const char *path)
{
    char *followed = g_strdup(path);

    for (int i = 0; i < MAX_LINKS; i++) {
        g_autofree char *target = g_file_read_link(followed, NULL);
        g_autofree char *folder = g_path_get_dirname(followed);

        if (target == NULL)
            break;
        g_free(followed);
        followed =
            g_path_is_absolute(target) ? g_strdup(target) : g_build_filename(folder, target, NULL);
    }
    return followed;
}

/* The new file gets owner and rights of the old one, as far as this user may give them. */
static gboolean
open_beside(ArchiveWriter *self, const struct stat *old, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(self->path);
    mode_t mode = old != NULL ? old->st_mode & 0777 : descriptor_mask_mode(0666);

    self->temporary = g_build_filename(folder, ".osinfo-db-XXXXXX", NULL);
    self->file = g_mkstemp_full(self->temporary, O_RDWR | O_CLOEXEC, 0600);
    if (self->file >= 0) {
        if (old != NULL)
            (void)!fchown(self->file, old->st_uid, old->st_gid);
        return fchmod(self->file, mode) == 0 ||
               failure_set_path(error, errno, _("cannot open archive"), self->path);
    }
    failure_set_path(error, errno, _("cannot open archive"), self->path);
    g_clear_pointer(&self->temporary, g_free);
    return FALSE;
}

/* A pipe or a device that somebody reads from cannot be replaced; what may not be written is not. */
static gboolean
open_file(ArchiveWriter *self, const char *path, GError **error)
{
    struct stat status;
    gboolean is_there;

    if (strcmp(path, "-") == 0) {
        self->path = g_strdup(path);
        self->file = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
        return self->file >= 0 || failure_set_path(error, errno, _("cannot open archive"), path);
    }
    self->path = follow_links(path);
    is_there = stat(self->path, &status) == 0;
    if (is_there ? access(self->path, W_OK) != 0 : errno != ENOENT)
        return failure_set_path(error, errno, _("cannot open archive"), path);
    if (!is_there || S_ISREG(status.st_mode))
        return open_beside(self, is_there ? &status : NULL, error);
    self->file = open(self->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return self->file >= 0 || failure_set_path(error, errno, _("cannot open archive"), path);
}

/* Small headers: extended ones only for names that need them, so no times but the one. Two threads,
 * even where there is one processor: the bytes depend on whether there are threads. */
static gboolean
open_archive(ArchiveWriter *self, GError **error)
{
    locale_t locale = uselocale(self->locale);
    gboolean is_open;

    self->archive = archive_write_new();
    is_open =
        self->archive != NULL &&
        archive_write_set_format_pax_restricted(self->archive) == ARCHIVE_OK &&
        archive_write_set_format_option(self->archive, NULL, "hdrcharset", "UTF-8") == ARCHIVE_OK &&
        archive_write_add_filter_xz(self->archive) == ARCHIVE_OK &&
        archive_write_set_filter_option(self->archive, "xz", "threads", "2") == ARCHIVE_OK &&
        archive_write_set_bytes_in_last_block(self->archive, 1) == ARCHIVE_OK &&
        archive_write_open_fd(self->archive, self->file) == ARCHIVE_OK;
    uselocale(locale);
    return is_open || fail_archive(self, error, _("cannot open archive"), self->path);
}

ArchiveWriter *
archive_writer_new(const char *path, gint64 time, GError **error)
{
    g_autoptr(ArchiveWriter) self = g_new0(ArchiveWriter, 1);

    self->file = -1;
    self->time = time;
    self->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!open_file(self, path, error) || !open_archive(self, error))
        return NULL;
    return g_steal_pointer(&self);
}

void
archive_writer_free(ArchiveWriter *self)
{
    if (self == NULL)
        return;
    if (self->archive != NULL) {
        /* nothing more is written */
        archive_write_fail(self->archive);
        archive_write_free(self->archive);
    }
    auto_fd_clear(&self->file);
    if (self->temporary != NULL)
        g_unlink(self->temporary);
    if (self->locale != (locale_t)0)
        freelocale(self->locale);
    g_free(self->temporary);
    g_free(self->path);
    g_free(self);
}

static gboolean
add_entry(ArchiveWriter *self, struct archive_entry *entry, const char *name, GBytes *content,
          GError **error)
{
    gsize size = content != NULL ? g_bytes_get_size(content) : 0;

    if (archive_write_header(self->archive, entry) != ARCHIVE_OK)
        return fail_archive(self, error, _("cannot write archive header"), name);
    if (size > 0 && archive_write_data(self->archive, g_bytes_get_data(content, NULL), size) !=
                        (la_ssize_t)size)
        return fail_archive(self, error, _("cannot write archive data"), name);
    return TRUE;
}

static gboolean
add(ArchiveWriter *self, const char *name, mode_t type, GBytes *content, GError **error)
{
    struct archive_entry *entry = archive_entry_new();
    /* libarchive takes names through the letters of the locale, which may be ASCII */
    locale_t locale = uselocale(self->locale);
    gboolean is_added;

    archive_entry_set_pathname_utf8(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, type == AE_IFDIR ? 0755 : 0644);
    archive_entry_set_size(entry, content != NULL ? (la_int64_t)g_bytes_get_size(content) : 0);
    archive_entry_set_mtime(entry, self->time, 0);
    is_added = add_entry(self, entry, name, content, error);
    archive_entry_free(entry);
    uselocale(locale);
    return is_added;
}

gboolean
archive_writer_add_folder(ArchiveWriter *self, const char *name, GError **error)
{
    return add(self, name, AE_IFDIR, NULL, error);
}

gboolean
archive_writer_add_file(ArchiveWriter *self, const char *name, GBytes *content, GError **error)
{
    return add(self, name, AE_IFREG, content, error);
}

/* A name that a crash took is no harm, so nobody waits for the folder's. */
static gboolean
put_in_place(ArchiveWriter *self, GError **error)
{
    if (self->temporary == NULL)
        return TRUE;
    if (fsync(self->file) != 0 || g_rename(self->temporary, self->path) != 0)
        return failure_set_path(error, errno, _("cannot finish writing archive"), self->path);
    g_clear_pointer(&self->temporary, g_free);
    return TRUE;
}

gboolean
archive_writer_finish(ArchiveWriter *self, GError **error)
{
    if (archive_write_close(self->archive) != ARCHIVE_OK)
        return fail_archive(self, error, _("cannot finish writing archive"), self->path);
    if (!put_in_place(self, error))
        return FALSE;
    /* some file systems say only now that there is no room */
    return close(g_steal_fd(&self->file)) == 0 ||
           failure_set_path(error, errno, _("cannot finish writing archive"), self->path);
}
