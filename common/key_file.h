/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts of key files from outside.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As g_key_file_get_string(), but with either a value or an error, and nothing is ever printed: with
 * an invalid escape that has both, with a second one at the end of its line it warns. */
char *key_file_read_text(GKeyFile *file, const char *group, const char *key, GError **error);

G_END_DECLS
