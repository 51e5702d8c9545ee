/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Brings a file from the vendor or a mirror to a folder.
 */
#pragma once

#include "download/osinfo_download_private.h"

/* As osinfo_download_fetch(). */
char *download_fetch(OsinfoDownload *self, const char *folder, const char *name,
                     OsinfoDownloadFlags flags, GCancellable *cancellable, GError **error);
