/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Saves those who give up a line and a cast.
 */
#include "config.h"

#include "base/failure.h"
#include "common/translate.h"

gboolean
failure_set(GError **error, GIOErrorEnum code, const char *reason)
{
    g_set_error_literal(error, G_IO_ERROR, (int)code, reason);
    return FALSE;
}

gboolean
failure_set_errno(GError **error, int failure, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return failure_set(error, g_io_error_from_errno(failure), text);
}

gboolean
failure_set_path(GError **error, int failure, const char *what, const char *path)
{
    return failure_set_errno(error, failure, _("%s %s: %s"), what, path, g_strerror(failure));
}
