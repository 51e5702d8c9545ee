/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts as they are shown.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text from outside, such as a name in an archive, fit for one line: control characters,
 * backslashes and bytes that are no UTF-8 become \ooo. A new text. */
char *text_escape(const char *text);

G_END_DECLS
