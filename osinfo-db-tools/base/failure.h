/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Errors of G_IO_ERROR. Functions are always FALSE, for those who return it.
 */
#pragma once

#include <gio/gio.h>

gboolean failure_set(GError **error, GIOErrorEnum code, const char *reason);

/* With the code of an errno. What it means belongs to the text: g_strerror(). */
gboolean failure_set_errno(GError **error, int failure, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* "WHAT PATH: REASON", of an errno. */
gboolean failure_set_path(GError **error, int failure, const char *what, const char *path);
