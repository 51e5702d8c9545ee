/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages in the user's language: the one place that knows of catalogues, below all other folders.
 * Each piece has a catalogue of its own, and
 * the library and its programs are linked with a copy each.
 *
 * Translated is what people read: errors, answers in sentences, help. What goes to the debug log,
 * what programs read (JSON, CSV, ids) and what is kept in a store, which users of several languages
 * share, stays as it is.
 *
 * All functions leave errno as it is: they stand beside it in one call, and wait for other threads
 * the first time, which changes it.
 */
#pragma once

#include <libintl.h>

#include <glib.h>

/* For a text that is needed now. */
#define _(text) translate(text)
/* For a text in a table, which goes through _() when it is used. */
#define N_(text) (text)
/* ngettext() of libintl.h is for programs, which begin with translate_start_program(). */

/* Borrowed for ever; @text itself when there is no translation. The first call says where the
 * catalogues are, and none is opened in the C locale. */
const char *translate(const char *text) G_GNUC_FORMAT(1);

/* What strerror() says in the C locale, for texts that are kept. Borrowed until the next call in
 * this thread. */
const char *translate_no_errno(int code);

/* For programs, once at their start: the locale of the environment, and our catalogues also for
 * what GLib translates itself. */
void translate_start_program(void);
