/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * OsinfoDownload:
 *
 * How the file of a medium or image is got, and told from others. The database says where the vendor
 * publishes checksums and who signs them; [method@Libosinfo.Download.resolve] asks the vendor,
 * [method@Libosinfo.Download.fetch] brings the file, and [method@Libosinfo.Download.verify] holds one
 * that is there against what was published.
 *
 * ```c
 * g_autoptr(OsinfoDownload) download = osinfo_media_get_download(media);
 * g_autofree char *path =
 *     osinfo_download_fetch(download, ".", NULL, OSINFO_DOWNLOAD_NONE, cancellable, &error);
 *
 * if (path != NULL)
 *     g_print("%s, signed by %s\n", path, osinfo_download_get_signer(download));
 * ```
 *
 * A file counts as genuine when a signature by a key that the database names says so, be it over the
 * vendor's list of checksums or over the file; when it has a digest that the database states, or that
 * the program gave; and, where the vendor signs nothing or by a key that nobody knows, when a list from the
 * vendor's own host says so that came by https. [method@Libosinfo.Download.get_trust] tells which. Keys are looked for in the folders
 * `keys` below those of databases, then at the addresses that the database states; only those
 * with a fingerprint that the database names count, in a home of GnuPG that has nothing else.
 *
 * An object is used by one thread at a time; while one of its asynchronous calls runs, nobody else uses it.
 *
 * Since: 2.0.0
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>

#include "common/descriptor.h"
#include "common/translate.h"
#include "download/download_fetch.h"
#include "facts/download.h"

/* Bytes of a file of which nobody says how many it has. */
#define DEFAULT_MAX_SIZE (G_GINT64_CONSTANT(64) << 30)

/**
 * osinfo_download_error_quark:
 *
 * Gets the domain of [error@Libosinfo.DownloadError].
 *
 * Returns: the domain
 *
 * Since: 2.0.0
 */
G_DEFINE_QUARK(osinfo_download, osinfo_download_error)

G_DEFINE_FINAL_TYPE(OsinfoDownload, osinfo_download, G_TYPE_OBJECT)

static void
osinfo_download_finalize(GObject *object)
{
    OsinfoDownload *self = OSINFO_DOWNLOAD(object);

    g_free(self->stated_url);
    for (guint i = 0; i < DIGEST_N_TYPES; i++)
        g_free(self->stated[i]);
    download_rule_free(self->rule);
    g_clear_pointer(&self->key_names, g_ptr_array_unref);
    g_clear_pointer(&self->keys, g_ptr_array_unref);
    g_ptr_array_unref(self->key_folders);
    g_clear_object(&self->certificates);
    g_clear_pointer(&self->context, g_main_context_unref);
    g_free(self->url);
    g_free(self->list);
    g_free(self->digest);
    g_clear_pointer(&self->signature, g_bytes_unref);
    g_free(self->signer);
    G_OBJECT_CLASS(osinfo_download_parent_class)->finalize(object);
}

static void
osinfo_download_class_init(OsinfoDownloadClass *klass)
{
    G_OBJECT_CLASS(klass)->finalize = osinfo_download_finalize;

    /**
     * OsinfoDownload::progress:
     * @download: a download
     * @done: bytes that are there, or that were looked at
     * @total: bytes in all; -1 when that is not known
     *
     * Tells how far fetching or verifying is, ten times a second at most: in the main context that an asynchronous
     * call was made in, else in the thread of the call.
     *
     * Since: 2.0.0
     */
    g_signal_new("progress", OSINFO_TYPE_DOWNLOAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                 G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
}

static void
osinfo_download_init(OsinfoDownload *self)
{
    self->key_folders = g_ptr_array_new_with_free_func(g_free);
    self->max_size = DEFAULT_MAX_SIZE;
    self->stated_size = -1;
    self->size = -1;
}

/* @part: a medium or an image; @os: what it is of, may be NULL. */
static OsinfoDownload *
new_download(OsinfoEntity *part, OsinfoOs *os)
{
    const char *url = osinfo_entity_get_param_value(part, "url");
    OsinfoDownload *self = NULL;

    if (url == NULL || strlen(url) > DOWNLOAD_RULE_MAX_ADDRESS)
        return NULL;
    self = g_object_new(OSINFO_TYPE_DOWNLOAD, NULL);
    self->stated_url = g_strdup(url);
    self->url = g_strdup(url);
    self->stated[DIGEST_SHA256] =
        g_strdup(osinfo_entity_get_param_value(part, DOWNLOAD_FILE_SHA256));
    self->stated[DIGEST_SHA512] =
        g_strdup(osinfo_entity_get_param_value(part, DOWNLOAD_FILE_SHA512));
    self->stated_size =
        osinfo_entity_get_param_value_int64_with_default(part, DOWNLOAD_FILE_SIZE, -1);
    self->rule = os != NULL ? download_rule_find(os, url) : NULL;
    self->keys = os != NULL ? download_rule_list_keys(os) : g_ptr_array_new();
    self->key_names = g_ptr_array_new();
    for (guint i = 0; i < self->keys->len; i++) {
        const SigningKey *key = g_ptr_array_index(self->keys, i);
        char *name = key->fingerprint != NULL ? key->fingerprint : key->public_key;

        if (name != NULL)
            g_ptr_array_add(self->key_names, name);
    }
    g_ptr_array_add(self->key_names, NULL);
    return self;
}

/**
 * osinfo_media_get_download:
 * @media: a medium
 *
 * Gets how the medium is downloaded and verified.
 *
 * Returns: (transfer full) (nullable): a new download; %NULL when the medium has no address
 *
 * Since: 2.0.0
 */
OsinfoDownload *
osinfo_media_get_download(OsinfoMedia *media)
{
    g_return_val_if_fail(OSINFO_IS_MEDIA(media), NULL);

    g_autoptr(OsinfoOs) os = osinfo_media_get_os(media);

    return new_download(OSINFO_ENTITY(media), os);
}

/**
 * osinfo_image_get_download:
 * @image: an image
 *
 * Gets how the image is downloaded and verified.
 *
 * Returns: (transfer full) (nullable): a new download; %NULL when the image has no address
 *
 * Since: 2.0.0
 */
OsinfoDownload *
osinfo_image_get_download(OsinfoImage *image)
{
    g_return_val_if_fail(OSINFO_IS_IMAGE(image), NULL);

    g_autoptr(OsinfoOs) os = osinfo_image_get_os(image);

    return new_download(OSINFO_ENTITY(image), os);
}

/**
 * osinfo_download_get_url:
 * @download: a download
 *
 * Gets where the file is: what the database says and, after [method@Libosinfo.Download.resolve], the
 * newest point release.
 *
 * Returns: (transfer none): an address
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_url(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->url;
}

/**
 * osinfo_download_get_file_name:
 * @download: a download
 *
 * Gets what the file is called at the end of its address.
 *
 * Returns: (transfer none): a name; empty when the address ends with a folder
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_file_name(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    const char *slash = download->url != NULL ? strrchr(download->url, '/') : NULL;

    return slash != NULL ? slash + 1 : "";
}

/**
 * osinfo_download_get_stated_digest:
 * @download: a download
 * @type: `sha256` or `sha512`
 *
 * Gets what the database itself states of the file at the address that it names.
 *
 * Returns: (transfer none) (nullable): hexadecimal digits; %NULL when it states none of that type
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_stated_digest(OsinfoDownload *download, const gchar *type)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);
    g_return_val_if_fail(type != NULL, NULL);

    int found = digest_find(type, strlen(type));

    return found >= 0 ? download->stated[found] : NULL;
}

/**
 * osinfo_download_get_stated_size:
 * @download: a download
 *
 * Gets how large the file is at the address that the database names, by the database.
 *
 * Returns: bytes; -1 when it does not say
 *
 * Since: 2.0.0
 */
gint64
osinfo_download_get_stated_size(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), -1);

    return download->stated_size;
}

/**
 * osinfo_download_get_mirrors:
 * @download: a download
 *
 * Gets where the file is besides, in the order in which these are asked.
 *
 * Returns: (transfer full) (array zero-terminated=1): new addresses; empty when there are none
 *
 * Since: 2.0.0
 */
gchar **
osinfo_download_get_mirrors(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    g_autoptr(GPtrArray) places = download_list_places(download, download->url);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (guint i = 1; i < places->len; i++)
        g_strv_builder_add(builder, g_ptr_array_index(places, i));
    return g_strv_builder_end(builder);
}

/**
 * osinfo_download_get_lists:
 * @download: a download
 *
 * Gets where the vendor's lists of checksums may be. The first that is there counts.
 *
 * Returns: (transfer full) (array zero-terminated=1): new addresses; empty when there are none
 *
 * Since: 2.0.0
 */
gchar **
osinfo_download_get_lists(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    const DownloadRule *rule = download->rule;
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (guint i = 0; rule != NULL && rule->lists[i] != NULL; i++) {
        g_autofree char *list = download_rule_expand(rule, rule->lists[i], download->url, NULL);

        if (list != NULL)
            g_strv_builder_add(builder, list);
    }
    return g_strv_builder_end(builder);
}

/**
 * osinfo_download_get_index:
 * @download: a download
 *
 * Gets where the vendor names newer point releases.
 *
 * Returns: (transfer full) (nullable): an address; %NULL when there are none, or nobody tells
 *
 * Since: 2.0.0
 */
gchar *
osinfo_download_get_index(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    const DownloadRule *rule = download->rule;

    return rule != NULL && rule->index != NULL
               ? download_rule_expand(rule, rule->index, download->stated_url, NULL)
               : NULL;
}

/**
 * osinfo_download_get_signature:
 * @download: a download
 *
 * Gets where the signature is, of the first list or of the file.
 *
 * Returns: (transfer full) (nullable): an address; %NULL when it is inside the list, or there is none
 *
 * Since: 2.0.0
 */
gchar *
osinfo_download_get_signature(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    const DownloadRule *rule = download->rule;
    g_autofree char *list = NULL;

    if (rule == NULL || rule->signature == NULL)
        return NULL;
    if (rule->lists[0] != NULL)
        list = download_rule_expand(rule, rule->lists[0], download->url, NULL);
    return download_rule_expand(rule, rule->signature, download->url, list);
}

/**
 * osinfo_download_get_signature_form:
 * @download: a download
 *
 * Gets the form of the signature.
 *
 * Returns: (transfer none) (nullable): `openpgp`, `signify` or `minisign`; %NULL when the vendor signs
 * nothing, as far as the database knows
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_signature_form(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->rule != NULL ? download->rule->signature_form : NULL;
}

/**
 * osinfo_download_is_file_signed:
 * @download: a download
 *
 * Tells what the signature is of.
 *
 * Returns: %TRUE for the file itself, %FALSE for the list, or when there is no signature
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_is_file_signed(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), FALSE);

    return download->rule != NULL && download->rule->is_of_file;
}

/**
 * osinfo_download_get_keys:
 * @download: a download
 *
 * Gets the keys whose signatures count.
 *
 * Returns: (transfer none) (array zero-terminated=1): fingerprints of OpenPGP keys, public keys of
 * signify and minisign; empty when the database names none
 *
 * Since: 2.0.0
 */
const gchar *const *
osinfo_download_get_keys(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    static const gchar *const none[] = {NULL};

    return download->key_names != NULL ? (const gchar *const *)download->key_names->pdata : none;
}

/**
 * osinfo_download_set_digest:
 * @download: a download
 * @type: `sha256`, `sha384` or `sha512`
 * @digest: hexadecimal digits
 * @error: return location
 *
 * Says what the file must be, which is then all that counts: the vendor is not asked. Fails with
 * %OSINFO_DOWNLOAD_ERROR_WEAK for another type, and when these are not the digits of one.
 *
 * Returns: whether it was right
 *
 * Since: 2.0.0
 */
gboolean
osinfo_download_set_digest(OsinfoDownload *download, const gchar *type, const gchar *digest,
                           GError **error)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), FALSE);
    g_return_val_if_fail(type != NULL, FALSE);
    g_return_val_if_fail(digest != NULL, FALSE);
    g_return_val_if_fail(error == NULL || *error == NULL, FALSE);

    int found = digest_find(type, strlen(type));

    if (found < DIGEST_FIRST_STRONG || digest_find_by_digits(digest, strlen(digest)) != found) {
        g_set_error(error, OSINFO_DOWNLOAD_ERROR, OSINFO_DOWNLOAD_ERROR_WEAK,
                    _("'%s:%s' is not a digest: sha256, sha384 or sha512 with all its digits"),
                    type, digest);
        return FALSE;
    }
    g_free(download->digest);
    download->digest = g_ascii_strdown(digest, -1);
    download->digest_type = found;
    download->size = -1;
    g_clear_pointer(&download->signature, g_bytes_unref);
    download->trust = OSINFO_DOWNLOAD_TRUST_CALLER;
    download->is_resolved = TRUE;
    return TRUE;
}

/**
 * osinfo_download_add_key_folder:
 * @download: a download
 * @path: (type filename): a folder with OpenPGP keys, in files whose names end with `.asc` or `.gpg`
 *
 * Adds a place where keys are looked for. It decides nothing: those that count have fingerprints that
 * the database names.
 *
 * Since: 2.0.0
 */
void
osinfo_download_add_key_folder(OsinfoDownload *download, const gchar *path)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));
    g_return_if_fail(path != NULL);

    g_ptr_array_add(download->key_folders, g_strdup(path));
}

/**
 * osinfo_download_set_tls_database:
 * @download: a download
 * @database: (nullable): certificates; %NULL: the system's
 *
 * Says whom to trust for https.
 *
 * Since: 2.0.0
 */
void
osinfo_download_set_tls_database(OsinfoDownload *download, GTlsDatabase *database)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));
    g_return_if_fail(database == NULL || G_IS_TLS_DATABASE(database));

    g_set_object(&download->certificates, database);
}

/**
 * osinfo_download_set_max_size:
 * @download: a download
 * @size: bytes
 *
 * Says how large a file may be of which nobody says how large it is; 64 GiB unless it is said.
 *
 * Since: 2.0.0
 */
void
osinfo_download_set_max_size(OsinfoDownload *download, gint64 size)
{
    g_return_if_fail(OSINFO_IS_DOWNLOAD(download));
    g_return_if_fail(size >= 0);

    download->max_size = (guint64)size;
}

/**
 * osinfo_download_get_list:
 * @download: a download
 *
 * Gets the list of checksums that has the file.
 *
 * Returns: (transfer none) (nullable): an address; %NULL when it was not asked for
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_list(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->list;
}

/**
 * osinfo_download_get_digest_type:
 * @download: a download
 *
 * Gets the kind of the digest that the file must have.
 *
 * Returns: (transfer none) (nullable): `sha256` or its like; %NULL when no digest is known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_digest_type(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->digest != NULL ? digest_get_name((DigestType)download->digest_type) : NULL;
}

/**
 * osinfo_download_get_digest:
 * @download: a download
 *
 * Gets the digest that the file must have.
 *
 * Returns: (transfer none) (nullable): hexadecimal digits, lower case; %NULL when it is not known
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_digest(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->digest;
}

/**
 * osinfo_download_get_size:
 * @download: a download
 *
 * Gets the size that the file must have.
 *
 * Returns: bytes; -1 when it is not known
 *
 * Since: 2.0.0
 */
gint64
osinfo_download_get_size(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), -1);

    return download->size;
}

/**
 * osinfo_download_get_trust:
 * @download: a download
 *
 * Gets what the file is known to be genuine by. Of a file that is signed itself it is what its signature is
 * going to say, until a file was fetched or verified.
 *
 * Returns: what it is known by
 *
 * Since: 2.0.0
 */
OsinfoDownloadTrust
osinfo_download_get_trust(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), OSINFO_DOWNLOAD_TRUST_NONE);

    return download->trust;
}

/**
 * osinfo_download_get_signer:
 * @download: a download
 *
 * Gets whose signature it was.
 *
 * Returns: (transfer none) (nullable): one of [method@Libosinfo.Download.get_keys]; %NULL when no signature
 * was checked
 *
 * Since: 2.0.0
 */
const gchar *
osinfo_download_get_signer(OsinfoDownload *download)
{
    g_return_val_if_fail(OSINFO_IS_DOWNLOAD(download), NULL);

    return download->signer;
}
