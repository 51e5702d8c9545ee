/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Is a store still true? It lists everything it was built from, and one fstatat() a name tells.
 */
#pragma once

#include <sys/stat.h>

#include "store/store_reader.h"

/* What could not be found out when @store was made, and may be found out next time; NULL: all was.
 */
const char *freshness_find_unknown(const Store *store);
/* Is any of that what changed or went away while it was read, so that it may be settled already? */
gboolean freshness_is_changing(const Store *store);
/* Is another folder or file now where one of the locations was? */
gboolean freshness_is_replaced(const Store *store);

/* What is compared later on. */
void freshness_fill(StoreSourceF *source, const struct stat *status);
/* Are all sources as they were? */
gboolean freshness_check(const Store *store);
/* May everybody read all sources, so that everybody may read the store as well? */
gboolean freshness_is_public(const Store *store);
/* A file may change again within the same tick of the clock that gives it its times, without a trace.
 * How long, in ns, must one wait until what is read from then on is safe from that? Of a reading
 * that began at @start, in ns since 1970: 0, it was safe. */
gint64 freshness_get_wait(const Store *store, gint64 start);
