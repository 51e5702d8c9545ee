/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What takes time: asking the vendor, reading a file, bringing one. Each call, and its asynchronous form, is one
 * task that is carried out here or in a thread.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "download/download_fetch.h"

typedef struct {
    OsinfoDownload *download; /* owned */
    char *path;               /* owned; a file, or the folder of one; NULL: the vendor is asked */
    gboolean is_fetch;        /* @path is a folder */
    char *name;               /* owned; NULL: as in the address */
    OsinfoDownloadFlags flags;
} Task;

static void
task_free(gpointer data)
{
    Task *task = data;

    g_clear_object(&task->download);
    g_free(task->path);
    g_free(task->name);
    g_free(task);
}

static gboolean
verify(OsinfoDownload *download, const char *path, GCancellable *cancellable, GError **error)
{
    g_auto(AutoFd) file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int saved = errno;

    if (file < 0) {
        g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), "'%s': %s", path,
                    g_strerror(saved));
        return FALSE;
    }
    if (download_verify_file(download, file, cancellable, error))
        return TRUE;
    g_prefix_error(error, "'%s': ", path);
    return FALSE;
}

/* The path of the file that is genuine; of a question to the vendor an empty text. NULL with an error. */
static char *
run(const Task *task, GCancellable *cancellable, GError **error)
{
    OsinfoDownload *download = task->download;
    gboolean is_asked = task->path == NULL;

    if (download == NULL) {
        g_set_error_literal(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_NOT_STATED,
                            _("the database has no address of this file"));
        return NULL;
    }
    if ((is_asked || !download->is_resolved) &&
        !download_resolve(download, is_asked || task->is_fetch, cancellable, error))
        return NULL;
    if (task->is_fetch)
        return download_fetch(download, task->path, task->name, task->flags, cancellable, error);
    if (is_asked)
        return g_strdup("");
    return verify(download, task->path, cancellable, error) ? g_strdup(task->path) : NULL;
}

static gboolean
run_here(Task task, GCancellable *cancellable, GError **error)
{
    g_autofree char *path = run(&task, cancellable, error);

    return path != NULL;
}

static void
run_in_thread(GTask *task, gpointer source G_GNUC_UNUSED, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    char *path = run(data, cancellable, &error);

    if (path != NULL)
        g_task_return_pointer(task, path, g_free);
    else
        g_task_return_error(task, error);
}

static void
start(gpointer source, Task values, gpointer tag, gint priority, GCancellable *cancellable,
      GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(source, cancellable, callback, user_data);
    Task *copy = g_memdup2(&values, sizeof(values));

    if (copy->download != NULL)
        g_object_ref(copy->download);
    copy->path = g_strdup(values.path);
    copy->name = g_strdup(values.name);
    if (copy->download != NULL && copy->download->context == NULL)
        copy->download->context = g_main_context_ref_thread_default();
    g_task_set_source_tag(task, tag);
    g_task_set_priority(task, priority);
    g_task_set_task_data(task, copy, task_free);
    g_task_run_in_thread(task, run_in_thread);
}

static gboolean
finish(gpointer source, GAsyncResult *res, gpointer tag, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(res, source), FALSE);
    g_return_val_if_fail(g_task_get_source_tag(G_TASK(res)) == tag, FALSE);

    g_autofree char *path = g_task_propagate_pointer(G_TASK(res), error);

    return path != NULL;
}

/* GLib wants an object where ISO C has functions. */
#define TAG(function) (__extension__(gpointer)(function))

/**
 * osinfo_download_resolve:
 * @download: a download
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Asks the vendor what the file must be: the newest point release, the list of checksums, its
 * signature. What the database states of the very file is not asked for. Blocks; a server may be silent for
 * 30 seconds, each text takes two minutes at most. Redirects never lead from https to http; those of a list that
 * nobody signs lead to no other host.
 *
 * Fails with [error@Libosinfo.DownloadError] when what the vendor says must not be believed, or says nothing of
 * the file; with [error@Gio.IOErrorEnum], [error@Gio.TlsError] and their kin when it cannot be had.
 *
 * Returns: whether the file can be told from others now
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_resolve(OsinfoDownload *download, GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), FALSE);
    g_return_val_if_fail(error == NULL || *error == NULL, FALSE);

    return run_here((Task){.download = download}, cancellable, error);
}

/**
 * osinfo_download_resolve_async:
 * @download: a download
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Download.resolve] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_download_resolve_async(OsinfoDownload *download, gint priority, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));

    start(download, (Task){.download = download}, TAG(osinfo_download_resolve_async), priority,
          cancellable, callback, user_data);
}

/**
 * osinfo_download_resolve_finish:
 * @download: a download
 * @res: what the callback was given
 * @error: return location
 *
 * Ends [method@Libosinfo.Download.resolve_async]. Fails as [method@Libosinfo.Download.resolve] does.
 *
 * Returns: whether the file can be told from others now
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_resolve_finish(OsinfoDownload *download, GAsyncResult *res, GError **error)
{
    return finish(download, res, TAG(osinfo_download_resolve_async), error);
}

/**
 * osinfo_download_verify:
 * @download: a download
 * @path: (type filename): a file
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Holds a file against what was published. The vendor is asked, for the release that the database names,
 * unless [method@Libosinfo.Download.resolve] was called. Blocks, and reads all of the file.
 *
 * Fails with %OSINFO_DOWNLOAD_ERROR_DIFFERENT when it is another file, with %OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE or
 * %OSINFO_DOWNLOAD_ERROR_BAD_KEY when its own signature is wrong, and as [method@Libosinfo.Download.resolve] does.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_verify(OsinfoDownload *download, const gchar *path, GCancellable *cancellable,
                       GError **error)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), FALSE);
    g_return_val_if_fail(path != NULL, FALSE);
    g_return_val_if_fail(error == NULL || *error == NULL, FALSE);

    return run_here((Task){.download = download, .path = (char *)path}, cancellable, error);
}

/**
 * osinfo_download_verify_async:
 * @download: a download
 * @path: (type filename): a file
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Download.verify] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_download_verify_async(OsinfoDownload *download, const gchar *path, gint priority,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));
    g_return_if_fail(path != NULL);

    start(download, (Task){.download = download, .path = (char *)path},
          TAG(osinfo_download_verify_async), priority, cancellable, callback, user_data);
}

/**
 * osinfo_download_verify_finish:
 * @download: a download
 * @res: what the callback was given
 * @error: return location
 *
 * Ends [method@Libosinfo.Download.verify_async]. Fails as [method@Libosinfo.Download.verify] does.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_verify_finish(OsinfoDownload *download, GAsyncResult *res, GError **error)
{
    return finish(download, res, TAG(osinfo_download_verify_async), error);
}

/**
 * osinfo_download_fetch:
 * @download: a download
 * @folder: (type filename): where the file goes
 * @name: (nullable) (type filename): what it is called there; %NULL: as at the end of its address
 * @flags: how it is fetched
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Brings the file. The vendor is asked first, unless [method@Libosinfo.Download.resolve] was called. Until all of it is
 * there and verified it is called `NAME.part`; what an earlier call left there is not fetched again. It gets its name then,
 * and replaces nothing unless @flags say so; links are not followed. When the file is there already, that is all. Blocks.
 *
 * Interrupted transfers go on where they stopped; a server that does not answer is left for the next mirror.
 * What turned out to be another file is removed, and so are longer files than were announced.
 *
 * Fails as [method@Libosinfo.Download.verify] does, with %OSINFO_DOWNLOAD_ERROR_EXISTS when something else has the name,
 * with %OSINFO_DOWNLOAD_ERROR_BUSY when another program fetches the same file.
 *
 * Returns: (transfer full) (type filename): the path of the file
 *
 * Since: 2.0.0
 */
gchar *
osinfo_download_fetch(OsinfoDownload *download, const gchar *folder, const gchar *name,
                      OsinfoDownloadFlags flags, GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);
    g_return_val_if_fail(folder != NULL, NULL);
    g_return_val_if_fail(error == NULL || *error == NULL, NULL);

    return run(&(Task){download, (char *)folder, TRUE, (char *)name, flags}, cancellable, error);
}

/**
 * osinfo_download_fetch_async:
 * @download: a download
 * @folder: (type filename): where the file goes
 * @name: (nullable) (type filename): what it is called there; %NULL: as at the end of its address
 * @flags: how it is fetched
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Download.fetch] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_download_fetch_async(OsinfoDownload *download, const gchar *folder, const gchar *name,
                            OsinfoDownloadFlags flags, gint priority, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));
    g_return_if_fail(folder != NULL);

    start(download, (Task){download, (char *)folder, TRUE, (char *)name, flags},
          TAG(osinfo_download_fetch_async), priority, cancellable, callback, user_data);
}

/**
 * osinfo_download_fetch_finish:
 * @download: a download
 * @res: what the callback was given
 * @error: return location
 *
 * Ends [method@Libosinfo.Download.fetch_async]. Fails as [method@Libosinfo.Download.fetch] does.
 *
 * Returns: (transfer full) (type filename): the path of the file
 *
 * Since: 2.0.0
 */
gchar *
osinfo_download_fetch_finish(OsinfoDownload *download, GAsyncResult *res, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(res, download), NULL);

    return g_task_propagate_pointer(G_TASK(res), error);
}

/**
 * osinfo_media_verify:
 * @media: a medium of a database
 * @path: (type filename): a file
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Tells whether a file is the medium as its vendor published it. Does what [method@Libosinfo.Download.verify]
 * does with the download of the medium, and fails likewise. Blocks.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_media_verify(OsinfoMedia *media, const gchar *path, GCancellable *cancellable,
                    GError **error)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), FALSE);
    g_return_val_if_fail(path != NULL, FALSE);
    g_return_val_if_fail(error == NULL || *error == NULL, FALSE);

    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(media);

    return run_here((Task){.download = download, .path = (char *)path}, cancellable, error);
}

/**
 * osinfo_media_verify_async:
 * @media: a medium of a database
 * @path: (type filename): a file
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Media.verify] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_media_verify_async(OsinfoMedia *media, const gchar *path, gint priority,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_MEDIA(media));
    g_return_if_fail(path != NULL);

    g_autoptr(OsinfoDownload) download = osinfo_media_get_download(media);

    start(media, (Task){.download = download, .path = (char *)path}, TAG(osinfo_media_verify_async),
          priority, cancellable, callback, user_data);
}

/**
 * osinfo_media_verify_finish:
 * @media: a medium of a database
 * @res: what the callback was given
 * @error: return location
 *
 * Ends [method@Libosinfo.Media.verify_async]. Fails as [method@Libosinfo.Media.verify] does.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_media_verify_finish(OsinfoMedia *media, GAsyncResult *res, GError **error)
{
    return finish(media, res, TAG(osinfo_media_verify_async), error);
}

/**
 * osinfo_image_verify:
 * @image: an image of a database
 * @path: (type filename): a file
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Tells whether a file is the image as its vendor published it. Does what [method@Libosinfo.Download.verify]
 * does with the download of the image, and fails likewise. Blocks.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_image_verify(OsinfoImage *image, const gchar *path, GCancellable *cancellable,
                    GError **error)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), FALSE);
    g_return_val_if_fail(path != NULL, FALSE);
    g_return_val_if_fail(error == NULL || *error == NULL, FALSE);

    g_autoptr(OsinfoDownload) download = osinfo_image_get_download(image);

    return run_here((Task){.download = download, .path = (char *)path}, cancellable, error);
}

/**
 * osinfo_image_verify_async:
 * @image: an image of a database
 * @path: (type filename): a file
 * @priority: priority of the request
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable) (scope async): called when it is done
 * @user_data: (nullable): data for @callback
 *
 * Does what [method@Libosinfo.Image.verify] does in a thread of its own.
 *
 * Since: 2.0.0
 */
void
osinfo_image_verify_async(OsinfoImage *image, const gchar *path, gint priority,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_return_if_fail(OSINFO_IS_IMAGE(image));
    g_return_if_fail(path != NULL);

    g_autoptr(OsinfoDownload) download = osinfo_image_get_download(image);

    start(image, (Task){.download = download, .path = (char *)path}, TAG(osinfo_image_verify_async),
          priority, cancellable, callback, user_data);
}

/**
 * osinfo_image_verify_finish:
 * @image: an image of a database
 * @res: what the callback was given
 * @error: return location
 *
 * Ends [method@Libosinfo.Image.verify_async]. Fails as [method@Libosinfo.Image.verify] does.
 *
 * Returns: whether it is genuine
 *
 * Since: 2.0.0
 */
gboolean
osinfo_image_verify_finish(OsinfoImage *image, GAsyncResult *res, GError **error)
{
    return finish(image, res, TAG(osinfo_image_verify_async), error);
}
