/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A bar on the terminal while something large arrives. It leaves no trace when it is done.
 */
#pragma once

#include <glib.h>

typedef struct Progress Progress;

/* A bar on standard error, named after @label. NULL, which all calls take, when nobody would see
 * it: standard error is not a terminal, or the user asked for quiet. */
Progress *progress_new(const char *label, gboolean is_quiet);

/* Shows that @done of @total bytes are there; -1: the total is not known. Draws at most ten times a
 * second. */
void progress_update(Progress *self, guint64 done, gint64 total);

/* Clears the line. */
void progress_free(Progress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Progress, progress_free)

/* The line, in ASCII and at most @width columns: "NAME [####----]  50%  1.0 MB". What is not ASCII
 * in the label becomes '?'. A new text. */
char *progress_format(const char *label, guint64 done, gint64 total, guint width);
