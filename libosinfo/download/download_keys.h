/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where OpenPGP keys are: below the folders of databases, in what else a program names, and at the
 * addresses that the database states. Which of them count is told by fingerprints.
 */
#pragma once

#include "download/osinfo_download_private.h"

/* Bounds of a folder of keys. */
#define DOWNLOAD_KEYS_MAX_FILES 256

/* Those of this computer; a new array of GBytes. A file that cannot be read has none. */
GPtrArray *download_keys_read(OsinfoDownload *self);

/* Adds to @keys those of the addresses; what cannot be had is told by *@out_reason, a new text or NULL.
 * FALSE with an error: it was cancelled. */
gboolean download_keys_fetch(OsinfoDownload *self, GPtrArray *keys, char **out_reason,
                             GCancellable *cancellable, GError **error);
