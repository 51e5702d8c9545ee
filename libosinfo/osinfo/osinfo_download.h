/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <osinfo/osinfo_image.h>
#include <osinfo/osinfo_media.h>

G_BEGIN_DECLS

/**
 * OsinfoDownloadError:
 * @OSINFO_DOWNLOAD_ERROR_NOT_STATED: the database does not say how a genuine file is told
 * @OSINFO_DOWNLOAD_ERROR_BAD_LIST: the vendor's list of checksums cannot be read, or contradicts
 *   itself
 * @OSINFO_DOWNLOAD_ERROR_NOT_LISTED: the list does not have the file
 * @OSINFO_DOWNLOAD_ERROR_WEAK: the list has only checksums for which other files can be made
 * @OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE: a signature is missing, damaged or of something else
 * @OSINFO_DOWNLOAD_ERROR_BAD_KEY: a signature is not by a key that the database names, or that key
 *   has expired, was revoked or cannot be had
 * @OSINFO_DOWNLOAD_ERROR_DIFFERENT: the file is not the one that was published
 * @OSINFO_DOWNLOAD_ERROR_EXISTS: there is something else under the file's name
 * @OSINFO_DOWNLOAD_ERROR_BUSY: somebody else fetches the same file
 *
 * Why a file is not taken for genuine. What has to do with servers and disks fails with
 * [error@Gio.IOErrorEnum] and its kin.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_DOWNLOAD_ERROR_NOT_STATED,
    OSINFO_DOWNLOAD_ERROR_BAD_LIST,
    OSINFO_DOWNLOAD_ERROR_NOT_LISTED,
    OSINFO_DOWNLOAD_ERROR_WEAK,
    OSINFO_DOWNLOAD_ERROR_BAD_SIGNATURE,
    OSINFO_DOWNLOAD_ERROR_BAD_KEY,
    OSINFO_DOWNLOAD_ERROR_DIFFERENT,
    OSINFO_DOWNLOAD_ERROR_EXISTS,
    OSINFO_DOWNLOAD_ERROR_BUSY,
} OsinfoDownloadError;

GQuark osinfo_download_error_quark(void);
#define OSINFO_DOWNLOAD_ERROR (osinfo_download_error_quark())

/**
 * OsinfoDownloadTrust:
 * @OSINFO_DOWNLOAD_TRUST_NONE: nothing is known yet that tells a genuine file
 * @OSINFO_DOWNLOAD_TRUST_UNSIGNED: a list that nobody signed, from the vendor's own host by https
 * @OSINFO_DOWNLOAD_TRUST_CALLER: a digest that the program gave
 * @OSINFO_DOWNLOAD_TRUST_DATABASE: a digest that the database states
 * @OSINFO_DOWNLOAD_TRUST_SIGNED: a signature by a key that the database names
 *
 * What a file is known to be genuine by.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_DOWNLOAD_TRUST_NONE,
    OSINFO_DOWNLOAD_TRUST_UNSIGNED,
    OSINFO_DOWNLOAD_TRUST_CALLER,
    OSINFO_DOWNLOAD_TRUST_DATABASE,
    OSINFO_DOWNLOAD_TRUST_SIGNED,
} OsinfoDownloadTrust;

/**
 * OsinfoDownloadFlags:
 * @OSINFO_DOWNLOAD_NONE: nothing special
 * @OSINFO_DOWNLOAD_REPLACE: a file that is there under the name is replaced when the new one is
 *   verified; otherwise it is an error, unless it is the same
 * @OSINFO_DOWNLOAD_ANEW: what an earlier attempt left is not used
 *
 * How a file is fetched.
 *
 * Since: 2.0.0
 */
typedef enum {
    OSINFO_DOWNLOAD_NONE = 0,
    OSINFO_DOWNLOAD_REPLACE = 1 << 0,
    OSINFO_DOWNLOAD_ANEW = 1 << 1,
} OsinfoDownloadFlags;

#define OSINFO_TYPE_DOWNLOAD (osinfo_download_get_type())
G_DECLARE_FINAL_TYPE(OsinfoDownload, osinfo_download, OSINFO, DOWNLOAD, GObject)

OsinfoDownload *osinfo_media_get_download(OsinfoMedia *media);
OsinfoDownload *osinfo_image_get_download(OsinfoImage *image);

/* What the database says, without a look at the network. */
const gchar *osinfo_download_get_url(OsinfoDownload *download);
const gchar *osinfo_download_get_file_name(OsinfoDownload *download);
const gchar *osinfo_download_get_stated_digest(OsinfoDownload *download, const gchar *type);
gint64 osinfo_download_get_stated_size(OsinfoDownload *download);
gchar **osinfo_download_get_mirrors(OsinfoDownload *download);
gchar **osinfo_download_get_lists(OsinfoDownload *download);
gchar *osinfo_download_get_index(OsinfoDownload *download);
gchar *osinfo_download_get_signature(OsinfoDownload *download);
const gchar *osinfo_download_get_signature_form(OsinfoDownload *download);
gboolean osinfo_download_is_file_signed(OsinfoDownload *download);
const gchar *const *osinfo_download_get_keys(OsinfoDownload *download);

/* What programs may say. */
gboolean osinfo_download_set_digest(OsinfoDownload *download, const gchar *type,
                                    const gchar *digest, GError **error);
void osinfo_download_add_key_folder(OsinfoDownload *download, const gchar *path);
void osinfo_download_set_tls_database(OsinfoDownload *download, GTlsDatabase *database);
void osinfo_download_set_max_size(OsinfoDownload *download, gint64 size);

/* What the vendor says. */
gboolean osinfo_download_resolve(OsinfoDownload *download, GCancellable *cancellable,
                                 GError **error);
void osinfo_download_resolve_async(OsinfoDownload *download, gint priority,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean osinfo_download_resolve_finish(OsinfoDownload *download, GAsyncResult *res,
                                        GError **error);
const gchar *osinfo_download_get_list(OsinfoDownload *download);
const gchar *osinfo_download_get_digest_type(OsinfoDownload *download);
const gchar *osinfo_download_get_digest(OsinfoDownload *download);
gint64 osinfo_download_get_size(OsinfoDownload *download);
OsinfoDownloadTrust osinfo_download_get_trust(OsinfoDownload *download);
const gchar *osinfo_download_get_signer(OsinfoDownload *download);

/* Files. */
gboolean osinfo_download_verify(OsinfoDownload *download, const gchar *path,
                                GCancellable *cancellable, GError **error);
void osinfo_download_verify_async(OsinfoDownload *download, const gchar *path, gint priority,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean osinfo_download_verify_finish(OsinfoDownload *download, GAsyncResult *res, GError **error);
gchar *osinfo_download_fetch(OsinfoDownload *download, const gchar *folder, const gchar *name,
                             OsinfoDownloadFlags flags, GCancellable *cancellable, GError **error);
void osinfo_download_fetch_async(OsinfoDownload *download, const gchar *folder, const gchar *name,
                                 OsinfoDownloadFlags flags, gint priority,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
gchar *osinfo_download_fetch_finish(OsinfoDownload *download, GAsyncResult *res, GError **error);

gboolean osinfo_media_verify(OsinfoMedia *media, const gchar *path, GCancellable *cancellable,
                             GError **error);
void osinfo_media_verify_async(OsinfoMedia *media, const gchar *path, gint priority,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean osinfo_media_verify_finish(OsinfoMedia *media, GAsyncResult *res, GError **error);
gboolean osinfo_image_verify(OsinfoImage *image, const gchar *path, GCancellable *cancellable,
                             GError **error);
void osinfo_image_verify_async(OsinfoImage *image, const gchar *path, gint priority,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean osinfo_image_verify_finish(OsinfoImage *image, GAsyncResult *res, GError **error);

G_END_DECLS
