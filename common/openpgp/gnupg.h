/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * GnuPG through GPGME, as far as the signature module and osinfo-db-tools share it: a home of its own
 * with nobody's keys in it, waits that end. Which signature counts is left to them. They alone
 * compile this folder in.
 */
#pragma once

#include <gio/gio.h>
#include <gpgme.h>

G_BEGIN_DECLS

G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gpgme_ctx_t, gpgme_release, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gpgme_data_t, gpgme_data_release, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC(gpgme_key_t, gpgme_key_unref, NULL)

/* A GNUPGHOME in which nothing runs on its own, no setting of the user counts, and whoever's key is
 * there is believed; a new path, for gnupg_home_remove(). NULL with an error. */
typedef char GnupgHome;
GnupgHome *gnupg_home_new(GError **error);
/* Removes it with all that is in it, and frees it. NULL is fine. */
void gnupg_home_remove(GnupgHome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GnupgHome, gnupg_home_remove)

/* @home: NULL: the user's own. NULL with an error: there is no GnuPG. */
gpgme_ctx_t gnupg_context_new(const char *home, GError **error);

/* Sets the error that GPGME tells; always FALSE. */
gboolean gnupg_fail(GError **error, gpgme_error_t cause, const char *what);

/* Bytes on their way to gpg. */
typedef struct {
    gssize (*read)(gpointer data, void *buffer, gsize size); /* as read(2) */
    gpointer data;
    gboolean is_moved; /* was something read since the last look? */
} GnupgFlow;

/* The bytes of a flow for GPGME. */
gpgme_error_t gnupg_flow_open(GnupgFlow *self, gpgme_data_t *out_data);

/* Waits for what was started in @context, but not for ever: GPG_ERR_TIMEOUT after GNUPG_MAX_SECONDS,
 * or, of what has bytes on their way, when none has moved for so long. GPG_ERR_CANCELED when
 * @cancellable, which may be NULL, is cancelled. */
#define GNUPG_MAX_SECONDS 120
gpgme_error_t gnupg_wait(gpgme_ctx_t context, GnupgFlow *flow, GCancellable *cancellable);

/* Kinds of digests for which other bytes with the same one can be made. */
gboolean gnupg_is_weak(gpgme_hash_algo_t algorithm);

G_END_DECLS
