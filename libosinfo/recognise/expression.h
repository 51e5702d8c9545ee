/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Regular expressions of databases, compiled once for all databases of the process.
 */
#pragma once

#include <glib.h>

/* Does @pattern match anywhere in @text? An invalid one matches nothing. */
gboolean expression_matches(const char *pattern, const char *text);

/* What the expression @pattern captures first, from the start of @text; NULL when it does not match
 * there, captures nothing or is invalid. A new text. */
char *expression_capture(const char *pattern, const char *text);
