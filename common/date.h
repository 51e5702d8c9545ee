/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Days as databases write them, and as users do: YYYY-MM-DD.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE: @text is written otherwise, or there is no such day; then @out_date stays as it is. */
gboolean date_parse(const char *text, GDate *out_date);

G_END_DECLS
