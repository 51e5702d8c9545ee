/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <unistd.h>

#include "common/openpgp/gnupg.h"
#include "common/temporary_folder.h"
#include "common/translate.h"

#define POLL_INTERVAL 2000 /* microseconds */

gboolean
gnupg_fail(GError **error, gpgme_error_t cause, const char *what)
{
    char reason[256];

    if (gpgme_err_code(cause) == GPG_ERR_CANCELED) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Operation was cancelled"));
        return FALSE;
    }
    gpgme_strerror_r(cause, reason, sizeof(reason));
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s: %s"), what, reason);
    return FALSE;
}

/* Homes */

void
gnupg_home_remove(GnupgHome *self)
{
    temporary_folder_remove(self);
}

GnupgHome *
gnupg_home_new(GError **error)
{
    static const struct {
        const char *name;
        const char *content;
    } files[] = {
        {"gpg.conf", "no-autostart\n"
                     "no-auto-key-retrieve\n"
                     "no-auto-check-trustdb\n"
                     "trust-model always\n"},
        /* newer versions else make one that asks for a daemon */
        {"common.conf", "# no keyboxd\n"},
    };
    g_autoptr(GnupgHome) home = temporary_folder_new("osinfo-keys-XXXXXX", error);

    for (gsize i = 0; home != NULL && i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_build_filename(home, files[i].name, NULL);

        if (!g_file_set_contents(path, files[i].content, -1, error))
            return NULL;
    }
    return g_steal_pointer(&home);
}

gpgme_ctx_t
gnupg_context_new(const char *home, GError **error)
{
    g_auto(gpgme_ctx_t) context = NULL;
    gpgme_error_t cause;

    gpgme_check_version(NULL);
    gpgme_set_locale(NULL, LC_CTYPE, setlocale(LC_CTYPE, NULL));
    if (gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP) != 0) {
        g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                            _("GnuPG (gpg) is needed for signatures and was not found"));
        return NULL;
    }
    cause = gpgme_new(&context);
    if (cause == 0 && home != NULL)
        cause = gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, NULL, home);
    if (cause != 0) {
        gnupg_fail(error, cause, _("cannot use GnuPG"));
        return NULL;
    }
    return g_steal_pointer(&context);
}

/* Waits */

static ssize_t
read_flow(void *data, void *buffer, size_t size)
{
    GnupgFlow *self = data;

    self->is_moved = TRUE;
    return self->read(self->data, buffer, size);
}

gpgme_error_t
gnupg_flow_open(GnupgFlow *self, gpgme_data_t *out_data)
{
    static struct gpgme_data_cbs callbacks = {.read = read_flow};
    gpgme_error_t cause = gpgme_data_new_from_cbs(out_data, &callbacks, self);

    return cause == 0 ? gpgme_data_set_flag(*out_data, "io-buffer-size", "65536") : cause;
}

/* GPGME moves one buffer a turn, so there is no pause as long as it does. */
gpgme_error_t
gnupg_wait(gpgme_ctx_t context, GnupgFlow *flow, GCancellable *cancellable)
{
    gint64 deadline = g_get_monotonic_time() + GNUPG_MAX_SECONDS * G_USEC_PER_SEC;
    gpgme_error_t cause = 0;

    while (gpgme_wait(context, &cause, 0) == NULL && cause == 0) {
        gint64 now = g_get_monotonic_time();
        gboolean is_cancelled = g_cancellable_is_cancelled(cancellable);

        if (is_cancelled || now > deadline) {
            gpgme_cancel(context);
            return gpgme_error(is_cancelled ? GPG_ERR_CANCELED : GPG_ERR_TIMEOUT);
        }
        if (flow->is_moved)
            deadline = now + GNUPG_MAX_SECONDS * G_USEC_PER_SEC;
        else
            g_usleep(POLL_INTERVAL);
        flow->is_moved = FALSE;
    }
    return cause;
}

gboolean
gnupg_is_weak(gpgme_hash_algo_t algorithm)
{
    static const gpgme_hash_algo_t weak[] = {GPGME_MD_MD2, GPGME_MD_MD4, GPGME_MD_MD5,
                                             GPGME_MD_SHA1, GPGME_MD_RMD160};

    for (gsize i = 0; i < G_N_ELEMENTS(weak); i++) {
        if (weak[i] == algorithm)
            return TRUE;
    }
    return FALSE;
}
