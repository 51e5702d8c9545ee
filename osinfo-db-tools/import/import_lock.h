/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One import at a time: a file that is locked while it runs, where only those can open it that may
 * write beside it.
 */
#pragma once

#include <glib.h>

/* Seconds that another import is waited for: $OSINFO_DB_LOCK_TIMEOUT, or a minute. */
guint64 import_lock_get_patience(void);

/* Makes the file @name of @folder, a descriptor, if it is not there, and locks it. Descriptor that
 * holds the lock until it is closed; -1 with errno, ETIMEDOUT: somebody held it for @seconds. */
int import_lock_take(int folder, const char *name, guint64 seconds);

/* Ends it, and takes the file away. */
void import_lock_remove(int *lock, int folder, const char *name);

/* The error for ETIMEDOUT. Returns FALSE. */
gboolean import_lock_fail(const char *target, GError **error);
