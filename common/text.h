/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts as they are shown, and their order.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text from outside, such as a name in an archive, fit for one line: control characters,
 * backslashes and bytes that are not UTF-8 become \ooo. A new text. */
char *text_escape(const char *text);

/* Order of texts by their bytes, for lists that hold them. */
gint text_compare(gconstpointer a, gconstpointer b);

/* The same for arrays, whose sorting hands out pointers to items. */
gint text_compare_items(gconstpointer a, gconstpointer b);

G_END_DECLS
