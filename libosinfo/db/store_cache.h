/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps stores in the user's and the system's cache folder, and finds the one that answers a plan.
 * Nothing here is needed to get an answer: what cannot be read or written is passed over.
 */
#pragma once

#include "store/load_plan.h"
#include "store/store_reader.h"

/* What $OSINFO_STORE says. */
typedef enum {
    STORE_MODE_CACHE,  /* the default: stored answers are used and written */
    STORE_MODE_OFF,    /* "off": none is read or written */
    STORE_MODE_STRICT, /* "strict": only stored answers are used, nothing is compiled or written */
} StoreMode;

StoreMode store_cache_get_mode(void);

/* A store that answers @plan and is true; NULL when there is none. */
Store *store_cache_open(const LoadPlan *plan);
/* Writes @bytes, the store that @store was opened from, for next time. @start is
 * when reading began, in ns since 1970. Not when something could not be found out, or a file had
 * changed just before. */
void store_cache_write(const LoadPlan *plan, GBytes *bytes, const Store *store, gint64 start);
/* The same in a folder of the caller's choice, for all users if it is public, with words about what
 * went wrong. The name of the
 * new file, or NULL. */
char *store_cache_write_to(const char *directory, const LoadPlan *plan, GBytes *bytes,
                           gboolean is_public, GError **error);
/* /var/cache/libosinfo as configured. */
const char *store_cache_get_system_directory(void);
