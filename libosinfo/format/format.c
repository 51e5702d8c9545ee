/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The errors that formats share.
 */

#include "config.h"

#include "format/format.h"

G_DEFINE_QUARK(osinfo - format - error, format_error)

FormatAnswer
format_set_damage(GError **error, FormatError code, const char *message)
{
    g_set_error_literal(error, FORMAT_ERROR, (gint)code, message);
    return FORMAT_DAMAGED;
}

gboolean
format_fail(GError **error, FormatError code, const char *message)
{
    format_set_damage(error, code, message);
    return FALSE;
}
