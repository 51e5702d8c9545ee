/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts as they are shown, and their order.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text from outside, such as a name in an archive, fit for one line: control characters,
 * those that turn the direction of a text, backslashes and bytes that are not UTF-8 become \ooo. A new text. */
char *text_escape(const char *text);

/* How many bytes of a text, @max at most, are whole letters. */
gsize text_get_whole(const char *text, gsize max);

/* What text_escape() makes, of @max bytes at most and an ellipsis. A new text. */
char *text_escape_short(const char *text, gsize max);

/* What text_escape() makes for people only: backslashes stay, line breaks and tabulators become blanks. All that
 * programs show of foreign texts, paths and messages goes through this, or is JSON. A new text. */
char *text_show(const char *text);

/* Is there nothing but printable ASCII in the text, so that it can be shown as it is? Quick. */
gboolean text_is_plain(const char *text, gsize size);

/* How many bytes are ASCII before the first that is not. Quick. */
gsize text_count_ascii(const char *bytes, gsize size);

/* Bytes of the character at @text, if it is not to be shown: a control character, one that breaks lines
 * or turns their direction around, or a byte that is not UTF-8, whose @out_letter is 0. 0: it is. */
gsize text_get_hidden(const char *text, gunichar *out_letter);

/* Order of texts by their bytes, for lists that hold them. */
gint text_compare(gconstpointer a, gconstpointer b);

/* The same for arrays, whose sorting hands out pointers to items. */
gint text_compare_items(gconstpointer a, gconstpointer b);

G_END_DECLS
