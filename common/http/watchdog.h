/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ends waits by cancelling what is waited for, from a thread of its own: a server that has
 * something to say at any time can keep a main loop from ever looking at its timers.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct HttpWatchdog HttpWatchdog;

/* NULL with an error: there is no thread to be had. */
HttpWatchdog *http_watchdog_new(GError **error);
/* Nothing is being watched. NULL is fine. */
void http_watchdog_free(HttpWatchdog *self);

/* Cancels @cancellable at a time (monotonic, microseconds), if http_watchdog_stop() does not come
 * first. One is watched at a time. */
void http_watchdog_start(HttpWatchdog *self, GCancellable *cancellable, gint64 end);

/* Returns whether it was cancelled. */
gboolean http_watchdog_stop(HttpWatchdog *self);

G_END_DECLS
